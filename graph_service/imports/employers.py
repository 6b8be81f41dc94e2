"""Which employer a row means: by key, by name made comparable, by alias; and which of them are merely alike.

Names are never merged because they are alike. Two rows with different keys are two employers, even of one name; then
each has its key in its `normal_name`, and a job has to name it by its key.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph_service.directory.names import normal_name
from graph_service.imports import findings
from graph_service.imports.catalogues import core_of
from graph_service.imports.findings import Fault

MOST_ALIKE = 1_000


@dataclass
class Employer:
    """An employer of the graph or of the files, by its number in the registry."""

    nr: int
    name: str
    normal: str
    key: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass
class Employers:
    """All employers that are known, and which one a text means."""

    by_key: dict[str, int] = field(default_factory=dict[str, int])
    by_name: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict[str, set[int]](set))
    by_alias: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict[str, set[int]](set))
    names: dict[int, str] = field(default_factory=dict[int, str])

    def add(self, employer: Employer) -> None:
        """Makes the employer known."""
        self.names[employer.nr] = employer.name
        if employer.key is not None:
            self.by_key[employer.key] = employer.nr
        self.by_name[employer.normal].add(employer.nr)
        for alias in employer.aliases:
            self.by_alias[normal_name(alias)].add(employer.nr)

    def meaning(self, text: str) -> int | Fault | None:
        """The number of the employer that is meant, a fault when it can be several, None when there is none such."""
        if (nr := self.by_key.get(text)) is not None:
            return nr
        normal = normal_name(text)
        for known in (self.by_name, self.by_alias):
            if found := known.get(normal):
                return min(found) if len(found) == 1 else self._ambiguous(text, found)
        return None

    def _ambiguous(self, text: str, found: Iterable[int]) -> Fault:
        keys = sorted(key for key, nr in self.by_key.items() if nr in set(found))
        fault = findings.AMBIGUOUS
        shown = ", ".join(keys[:5]) or f"{len(list(found))} employers"
        return fault._replace(reason=fault.reason.format(f"several employers: {shown}"))


def commonest(texts: Mapping[str, int]) -> str:
    """Of several spellings the one that is written most often, the shortest among equals."""
    return min(texts, key=lambda text: (-texts[text], len(text), text))


def alike(names: Iterable[str], new: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Groups of different names that differ in their legal form alone, each with at least one that is new."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        groups[core_of(name)].add(name)
    fresh = set(new)
    found = (tuple(sorted(group)) for group in groups.values() if len(group) > 1 and group & fresh)
    distinct = (group for group in found if len({normal_name(name) for name in group}) > 1)
    return tuple(sorted(distinct))[:MOST_ALIKE]


def vote(industries: Sequence[str]) -> str:
    """The industry that most rows name; the first in order among equals."""
    counts = Counter(industries)
    return min(counts, key=lambda code: (-counts[code], code))
