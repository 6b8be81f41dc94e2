"""How strong the tie between two people is, as far as the graph tells: one table of numbers and how they combine.

A tie is evidence that two people know each other: that both said so (KNOWS), that they studied in one cohort, worked
for one employer at overlapping times, took part in one event, sit in one group. Each piece of evidence has a strength
in (0, 1]; pieces e combine as 1 - Π(1 - e), as if each were an independent reason to believe it (noisy or; Pearl 1988),
up to `most`, because nothing is certain.

    strength = base of the kind × size × age × overlap (employers only)
    size     = 1 up to `full_size` people, (full_size / people) ^ size_exponent above, no tie above `size_cap`
    age      = 2 ^ -(years since they last shared it / half_life_years)
    overlap  = months together / (months together + overlap_months)

What is known: that two people of one organisation are connected grows with the time they overlapped there and falls
with the organisation's size (Hsieh, Chen, Yan and Yan, "Organizational overlap on social networks and its
applications", WWW 2013); that relationships which nothing renews decay, most of them within years (Burt, "Bridge
decay", Social Networks 24, 2002); that moderately weak ties help moves between jobs most (Rajkumar et al., "A causal
test of the strength of weak ties", Science 377, 2022). What is assumed: the numbers themselves. No source gives them
for alumni, so each is a setting (docs/ties.md has the table). A context's size is the number of its people whom the
viewer may see, so that no tie changes with somebody who is hidden. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal, NamedTuple

from graph_service.connections.evidence import known_months, merged

ContextKind = Literal["cohort", "employer", "event", "group"]
EvidenceKind = Literal["knows", "cohort", "employer", "event", "group"]
PRECISION = 9
"""Decimals that count when strengths are compared: more would be the noise of floating point."""


class Context(NamedTuple):
    """A cohort, employer, event or group, the number of its people whom the viewer may see, and when it was.

    `month` is that of an event, or of a cohort's graduation; None where it is not known or means nothing.
    """

    kind: ContextKind
    id: str
    size: int
    month: int | None = None


class Period(NamedTuple):
    """A time that somebody was in a context, in months; None where it is not known. `current`: they still are."""

    first: int | None = None
    last: int | None = None
    current: bool = False


class Held(NamedTuple):
    """Somebody's times in a context that makes ties: how strong a tie there is at most, and their last month there.

    Of employers also the first and last months of each time, as far as they are known, and whether one goes on.
    """

    context: Context
    weight: float
    last: int
    months: Sequence[tuple[int, int]] = ()
    still: bool = False


class TieEvidence(NamedTuple):
    """One piece of evidence of a tie, and its strength in (0, 1]."""

    kind: EvidenceKind
    context: str | None
    strength: float
    months: int | None = None
    first: int | None = None
    last: int | None = None
    still: bool = False


class Tie(NamedTuple):
    """The tie between two people: its strength in (0, 1], and its evidence, the strongest first."""

    strength: float
    evidence: Sequence[TieEvidence]


@dataclass(frozen=True, slots=True)
class TieNumbers:
    """The table: a base for each kind, and how it is lessened."""

    knows: float = 0.8
    cohort: float = 0.5
    employer: float = 0.7
    event: float = 0.3
    group: float = 0.25
    size_cap: int = 200
    full_size: int = 10
    size_exponent: float = 0.5
    half_life_years: float = 10
    overlap_months: float = 12
    unknown_years: float = 10
    most: float = 0.99

    def base(self, kind: ContextKind) -> float:
        """What a tie of that kind starts from."""
        return getattr(self, kind)


def combined(strengths: Iterable[float]) -> float:
    """The strength of several independent pieces of evidence together.

    >>> combined([0.5, 0.5]), combined([])
    (0.75, 0.0)
    """
    return 1.0 - prod(1 - strength for strength in strengths)


def rounded(strength: float) -> float:
    """A strength as it is compared and shown."""
    return round(strength, PRECISION)


@dataclass(frozen=True, slots=True)
class Ties:
    """The table at a moment: `now` is the present month."""

    numbers: TieNumbers
    now: int

    def size_factor(self, size: int) -> float:
        """What is left of a tie in a context of that many people; 0 above the cap.

        >>> ties = Ties(TieNumbers(), 24300)
        >>> ties.size_factor(10), ties.size_factor(40), ties.size_factor(201)
        (1.0, 0.5, 0.0)
        """
        if size > self.numbers.size_cap:
            return 0.0
        return min(1.0, (self.numbers.full_size / max(size, 2)) ** self.numbers.size_exponent)

    def age_factor(self, last: int) -> float:
        """What is left when two people last shared something in that month.

        >>> ties = Ties(TieNumbers(), 24300)
        >>> ties.age_factor(24300), ties.age_factor(24180)
        (1.0, 0.5)
        """
        years = max(0, self.now - last) / 12
        return 2 ** -(years / self.numbers.half_life_years)

    def overlap_factor(self, months: int) -> float:
        """How much a time together counts for.

        >>> Ties(TieNumbers(), 24300).overlap_factor(12)
        0.5
        """
        return months / (months + self.numbers.overlap_months) if months else 0.0

    def in_context(self, context: Context, a: Sequence[Period], b: Sequence[Period]) -> TieEvidence | None:
        """The evidence of two people's times in one context; None when that makes no tie."""
        weight = self.weight(context)
        if weight == 0:
            return None
        if context.kind == "employer":
            return self._colleagues(self._held(context, weight, a), self._held(context, weight, b))
        last = min(self._last(context, a), self._last(context, b))
        return TieEvidence(context.kind, context.id, weight * self.age_factor(last))

    def held(self, context: Context, periods: Sequence[Period], weight: float | None = None) -> Held | None:
        """Somebody's times in a context, as ties are made of them; None when the context makes none.

        `weight` is what `weight` says of the context, where it is known already.
        """
        if weight is None:
            weight = self.weight(context)
        return self._held(context, weight, periods) if weight else None

    def weight(self, context: Context) -> float:
        """How strong a tie in a context can be, whoever has it; 0 when it makes none."""
        return self.numbers.base(context.kind) * self.size_factor(context.size)

    def strength_between(self, a: Held, b: Held) -> float:
        """How strong the evidence is of two people's times in one context; 0 where there is none."""
        if a.context.kind == "employer":
            return self._as_colleagues(a.weight, _together(a, b))
        return a.weight * self.age_factor(min(a.last, b.last))

    def tied(self, a: Held, b: Held) -> bool:
        """Whether two people's times in one context are evidence of a tie at all."""
        return a.context.kind != "employer" or bool(_together(a, b))

    def at_most(self, held: Held) -> float:
        """A strength that no tie of this person through that context exceeds, whoever the other one is."""
        if held.context.kind == "employer":
            return self._as_colleagues(held.weight, held.months if len(held.months) == 1 else merged(held.months))
        return held.weight * self.age_factor(held.last)

    def between(self, knows: bool, shared: Iterable[tuple[Context, Sequence[Period], Sequence[Period]]]) -> Tie | None:
        """The tie of two people who share these contexts, and know each other or not; None without any evidence."""
        pieces = [piece for context, a, b in shared if (piece := self.in_context(context, a, b))]
        if len(pieces) > 1:
            pieces.sort(key=lambda piece: (-rounded(piece.strength), piece.kind, piece.context or ""))
        if knows:
            pieces.insert(0, TieEvidence("knows", None, self.numbers.knows))
        if not pieces:
            return None
        return Tie(self.together([piece.strength for piece in pieces]), pieces)

    def together(self, strengths: Sequence[float]) -> float:
        """The strength of a tie with evidence of these strengths: the same number in whatever order they are."""
        return min(self.numbers.most, combined(sorted(strengths)))

    def _colleagues(self, a: Held, b: Held) -> TieEvidence | None:
        together = _together(a, b)
        if not together:
            return None
        return TieEvidence(
            "employer",
            a.context.id,
            self._as_colleagues(a.weight, together),
            sum(last - first + 1 for first, last in together),
            together[0][0],
            together[-1][1],
            a.still and b.still,
        )

    def _as_colleagues(self, weight: float, together: Sequence[tuple[int, int]]) -> float:
        if not together:
            return 0.0
        months = sum(last - first + 1 for first, last in together)
        return weight * self.age_factor(together[-1][1]) * self.overlap_factor(months)

    def _held(self, context: Context, weight: float, periods: Sequence[Period]) -> Held:
        if context.kind != "employer":
            return Held(context, weight, self._last(context, periods))
        if len(periods) == 1:
            # As of nearly everybody.
            first, last, current = periods[0]
            known = known_months(first, last, current, self.now)
            return Held(context, weight, self.now, (known,) if known else (), current)
        months = [known for first, last, current in periods if (known := known_months(first, last, current, self.now))]
        return Held(context, weight, self.now, months, any(one.current for one in periods))

    def _last(self, context: Context, periods: Sequence[Period]) -> int:
        """The last month somebody was there: as it is written, else as the context has it, else long ago."""
        if context.kind == "event":
            return self._long_ago() if context.month is None else context.month
        known = self.now if context.kind == "group" else context.month
        if len(periods) == 1:
            last = periods[0].last
            last = known if last is None else last
            return self._long_ago() if last is None else last
        lasts = [known if period.last is None else period.last for period in periods]
        return max((last for last in lasts if last is not None), default=self._long_ago())

    def _long_ago(self) -> int:
        return self.now - round(12 * self.numbers.unknown_years)


def _together(a: Held, b: Held) -> list[tuple[int, int]]:
    """The months that two people spent at one employer together."""
    if len(a.months) == 1 == len(b.months):
        # Nearly everybody was there once.
        (first_a, last_a), (first_b, last_b) = a.months[0], b.months[0]
        first, last = max(first_a, first_b), min(last_a, last_b)
        return [(first, last)] if first <= last else []
    return merged((max(one[0], other[0]), min(one[1], other[1])) for one in a.months for other in b.months)
