"""Whom somebody may know, worked out from their circles: the features of a pair that need no further question.

People are told apart by their order keys, which cost least to read. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import NamedTuple

from graph_service.connections.models import Person
from graph_service.connections.ties import Context, Period, TieEvidence, Ties, combined
from graph_service.suggestions.queries import FriendsCircle, SharedContext
from graph_service.suggestions.scoring import HALF_LIFE_MONTHS, STALE, FeatureName, acquaintance, points_of


class Through(NamedTuple):
    """A mutual connection, and what it counts for."""

    person: Person
    value: float


class Piece(NamedTuple):
    """Evidence of a tie, the context it is from, and what it counts for: its strength times how fresh it is."""

    evidence: TieEvidence
    context: SharedContext
    value: float


@dataclass
class Candidate:
    """Somebody who may be known: through whom, and through what."""

    order_key: int
    through: list[Through] = field(default_factory=list[Through])
    pieces: list[Piece] = field(default_factory=list[Piece])

    @property
    def tie(self) -> float:
        """The strength of the tie through contexts."""
        return combined(sorted(piece.evidence.strength for piece in self.pieces))

    @property
    def acquaintance(self) -> float:
        """How well placed it is between a stranger and the closest circle."""
        return round(acquaintance(self.tie, len(self.through)), 12)

    def values(self) -> dict[FeatureName, float]:
        """The values of its features."""
        values: dict[FeatureName, float] = {}
        if self.through:
            values["mutual"] = round(fsum(one.value for one in self.through), 12)
        if self.pieces:
            by_kind: dict[FeatureName, list[float]] = defaultdict(list)
            for piece in self.pieces:
                by_kind[piece.context.kind].append(piece.value)
            for kind, parts in by_kind.items():
                values[kind] = round(combined(sorted(parts)), 12)
        return values

    def rank(self) -> tuple[int, int]:
        """What candidates are put in order by."""
        return -sum(points_of(name, value) for name, value in self.values().items()), self.order_key


def candidates_of(
    viewer_key: int, circles: Iterable[FriendsCircle], contexts: Iterable[SharedContext], ties: Ties, widest: int
) -> dict[int, Candidate]:
    """Everybody found over connections and in contexts, the viewer's first connections left out."""
    circles = list(circles)
    friends = {circle.order_key for circle in circles}
    found: dict[int, Candidate] = {}
    for circle in circles:
        _over(circle, found, ties.now, widest)
    for context in contexts:
        _within(context, found, ties)
    for known in (*friends, viewer_key):
        found.pop(known, None)
    return found


def _over(circle: FriendsCircle, found: dict[int, Candidate], now: int, widest: int) -> None:
    if len(circle.others) > widest:
        return
    since: dict[int, int | None] = {}
    for key, month in circle.others:
        before = since.get(key)
        since[key] = month if before is None else before if month is None else min(before, month)
    for key, month in since.items():
        value = fresh(_later(month, circle.since), now) / len(since)
        found.setdefault(key, Candidate(key)).through.append(Through(circle.person, value))


def _later(one: int | None, other: int | None) -> int | None:
    known = [month for month in (one, other) if month is not None]
    return max(known, default=None)


def fresh(month: int | None, now: int) -> float:
    """How fresh what began in that month is, as `freshness`; of an unknown time, as fresh as what is very old.

    >>> fresh(24300, 24300), fresh(None, 24300)
    (1.0, 0.1)
    """
    if month is None:
        return STALE
    return max(STALE, 0.5 ** (max(now - month, 0) / HALF_LIFE_MONTHS))


def _within(context: SharedContext, found: dict[int, Candidate], ties: Ties) -> None:
    times: dict[int, list[Period]] = defaultdict(list)
    for key, first, last, current in context.people:
        times[key].append(Period(first, last, current))
    size = len(times) + 1
    if size > ties.numbers.size_cap:
        return
    told = Context(context.kind, context.id, size, context.month)
    own = [Period(*period) for period in context.own]
    for key, theirs in times.items():
        piece = _best(context, told, own, theirs, ties)
        if piece:
            found.setdefault(key, Candidate(key)).pieces.append(piece)


def _best(
    context: SharedContext, told: Context, own: Sequence[Period], theirs: Sequence[Period], ties: Ties
) -> Piece | None:
    best: Piece | None = None
    for one in own:
        for other in theirs:
            evidence = ties.in_context(told, [one], [other])
            if evidence is None or evidence.strength == 0:
                continue
            value = evidence.strength * fresh(_together(context, one, other), ties.now)
            if best is None or (value, evidence.strength) > (best.value, best.evidence.strength):
                best = Piece(evidence, context, value)
    return best


def _together(context: SharedContext, one: Period, other: Period) -> int | None:
    """Since when both are in it: the day of an event, else the later beginning, when both are known."""
    if context.kind == "event":
        return context.month
    return None if one.first is None or other.first is None else max(one.first, other.first)
