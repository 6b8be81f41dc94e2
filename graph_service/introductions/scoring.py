"""How good an introduction is: the two ties, how lately the target was there, and how often the introducer is asked.

    score    = near × far × recency × load
    recency  = 1 for somebody who is there now, else 2 ^ -(years since they left / half_life_years)
    load     = load_factor ^ (requests put to the introducer in the last load_days, in whole steps of load_step)

`near` and `far` are strengths of ties (connections/ties). Pairs are ordered by score, then strength, then recency, then
by the ids of the introducer and the target, so that the order is total. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heapreplace
from typing import NamedTuple

from graph_service.connections.ties import PRECISION, Context, Held, Period, Tie, Ties, rounded

Times = Mapping[str, Sequence[Period]]
"""The times that somebody spent in contexts, by the contexts' ids."""
ROUNDING = 10**-PRECISION
"""Scores that differ by less can be equal once they are rounded."""


class Stay(NamedTuple):
    """A time at what was asked for; the months as far as they are known."""

    first: int | None
    last: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of the rule."""

    half_life_years: float = 5
    load_factor: float = 0.8
    unknown_years: float = 10

    def recency(self, stay: Stay | None, now: int) -> float:
        """How much it counts that somebody was there; 1 when no place was asked for.

        An end that nobody knows is not before the beginning; a time of which nothing is known was `unknown_years` ago.

        >>> Weights().recency(Stay(24180, 24240, False), 24300), Weights().recency(Stay(None, None, True), 24300)
        (0.5, 1.0)
        """
        if stay is None or stay.current:
            return 1.0
        last = stay.first if stay.last is None else stay.last
        years = self.unknown_years if last is None else max(0, now - last) / 12
        return 2 ** -(years / self.half_life_years)

    def load(self, steps: int) -> float:
        """How much an introducer counts who was asked that many steps of times.

        >>> Weights().load(0), round(Weights().load(2), 9)
        (1.0, 0.64)
        """
        return self.load_factor**steps


@dataclass(frozen=True, slots=True)
class Bridge:
    """Somebody who could introduce the viewer: their tie, and the steps of requests that they were asked lately."""

    id: str
    near: Tie
    steps: int


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody there: which bridges know them, their times in the bridges' contexts, their best time there."""

    id: str
    known: frozenset[str]
    times: Times
    stay: Stay | None


class Scored(NamedTuple):
    """A pair of a bridge and a target, with all that its place in the order depends on; `far` is between the two."""

    bridge: Bridge
    target: Target
    far: float
    strength: float
    recency: float
    load: float
    score: float


class _Way(NamedTuple):
    """How the bridges may be tied to a target: who knows them, and who was where the target was at some time."""

    target: str
    known: Sequence[str]
    shared: Sequence[tuple[Held, Sequence[tuple[str, Held]]]]


@dataclass(frozen=True)
class Scoring:
    """The rule at a moment, with what is known of the contexts that make ties."""

    ties: Ties
    weights: Weights
    contexts: Mapping[str, Context]
    _loads: dict[int, float] = field(default_factory=dict[int, float])

    def tie(self, knows: bool, a: Times, b: Times) -> Tie | None:
        """The tie between two people who know each other, or not, and were at these times in contexts."""
        both = [one for one in a if one in b] if len(a) <= len(b) else [one for one in b if one in a]
        return self.ties.between(knows, [(self.contexts[one], a[one], b[one]) for one in both if one in self.contexts])

    def best_bridges(self, bridges: Iterable[Bridge], most: int) -> list[Bridge]:
        """The bridges over which an introduction can be best, at most that many."""
        return sorted(bridges, key=lambda one: (-rounded(one.near.strength * self._load(one.steps)), one.id))[:most]

    def best_pairs(
        self, bridges: Sequence[Bridge], times: Mapping[str, Times], targets: Iterable[Target], most: int
    ) -> tuple[list[Scored], int]:
        """The best pairs of a bridge and a target with a tie between them, at most that many, the best first; and how
        many pairs there are. `times` are those of the bridges.
        """
        by_id = {one.id: one for one in bridges}
        within: defaultdict[str, list[tuple[str, Held]]] = defaultdict(list)
        for bridge in bridges:
            for context, periods in times[bridge.id].items():
                if held := self._held(context, periods):
                    within[context].append((bridge.id, held))
        nearest = max((one.near.strength * self._load(one.steps) for one in bridges), default=0.0)
        best: list[float] = []
        near: list[Scored] = []
        found = 0
        for target in targets:
            way = self._way_to(target, by_id, within)
            recency = self.weights.recency(target.stay, self.ties.now)
            if len(best) == most and self._at_most(way) * nearest * recency < best[0] - ROUNDING:
                found += self._number_tied(way)
                continue
            for one, far in self._tied(way):
                found += 1
                bridge = by_id[one]
                strength, load = bridge.near.strength * far, self._load(bridge.steps)
                score = strength * recency * load
                if len(best) < most:
                    heappush(best, score)
                elif score > best[0]:
                    heapreplace(best, score)
                elif score < best[0] - ROUNDING:
                    continue
                near.append(Scored(bridge, target, far, strength, recency, load, score))
        return sorted(near, key=_rank)[:most], found

    def _way_to(
        self, target: Target, bridges: Collection[str], within: Mapping[str, Sequence[tuple[str, Held]]]
    ) -> _Way:
        # What the bridges have there has the context's weight with it.
        shared = [
            (held, there)
            for context, periods in target.times.items()
            if (there := within.get(context))
            and (held := self.ties.held(self.contexts[context], periods, there[0][1].weight))
        ]
        return _Way(target.id, [one for one in target.known if one in bridges], shared)

    def _at_most(self, way: _Way) -> float:
        """A strength that no bridge's tie with that target exceeds."""
        pieces = [self.ties.at_most(held) for held, _ in way.shared]
        return self.ties.together([*pieces, self.ties.numbers.knows] if way.known else pieces)

    def _tied(self, way: _Way) -> Iterator[tuple[str, float]]:
        """Every bridge with a tie to that target, and the tie's strength."""
        strengths = {one: [self.ties.numbers.knows] for one in way.known}
        for held, there in way.shared:
            for one, theirs in there:
                strength = self.ties.strength_between(theirs, held)
                if strength:
                    strengths.setdefault(one, []).append(strength)
        strengths.pop(way.target, None)
        for one, pieces in strengths.items():
            yield one, self.ties.together(pieces)

    def _number_tied(self, way: _Way) -> int:
        """How many bridges have a tie to that target: what `_tied` yields, without working out how strong it is."""
        tied = set(way.known)
        for held, there in way.shared:
            tied.update(one for one, theirs in there if one not in tied and self.ties.tied(theirs, held))
        return len(tied - {way.target})

    def _held(self, context: str, periods: Sequence[Period]) -> Held | None:
        return self.ties.held(self.contexts[context], periods) if context in self.contexts else None

    def _load(self, steps: int) -> float:
        if steps not in self._loads:
            self._loads[steps] = self.weights.load(steps)
        return self._loads[steps]


def _rank(one: Scored) -> tuple[float, float, float, str, str]:
    """The place in the order, which depends on nothing but the pair itself."""
    return -rounded(one.score), -rounded(one.strength), -rounded(one.recency), one.bridge.id, one.target.id


def arithmetic(one: Scored) -> str:
    """The multiplication of a pair's factors, written out."""
    factors = (one.bridge.near.strength, one.far, one.recency, one.load)
    return f"{' × '.join(f'{factor:.4g}' for factor in factors)} = {one.score:.4g}"
