"""What comes out of a round: the pairs, how good they are, the proof of it, and who was left out and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class ProofFailed(RuntimeError):
    """A result did not meet its bound, or broke a rule of the round. It is never handed out."""

    remedy = "This is a fault of the service. Keep the round's input and report it."


class Pair(NamedTuple):
    """Who is matched with whom, and their score."""

    mentee: str
    mentor: str
    score: int


class Unplaced(NamedTuple):
    """Who was left out, with the codes of the reasons (reasons.py)."""

    mentee: str
    reasons: tuple[str, ...]


class MinimumMissed(NamedTuple):
    """A mentor who got fewer mentees than the minimum."""

    mentor: str
    minimum: int
    placed: int


class Stage(NamedTuple):
    """One aim of the round, what the result reached, and the bound that dual prices prove for it."""

    aim: str
    reached: int
    bound: int


@dataclass(frozen=True)
class Draft:
    """A proved result. The same for the same round in any order, in any process, but for `seconds`.

    Attributes:
        pairs: by the mentees' ids, locked pairs among them.
        placed: how many mentees have a mentor.
        total: the sum of the scores.
        worst: the lowest score; none when nobody is placed.
        best_total: the highest total that as many placed mentees can have; what fairness cost is the difference.
        upper_bound: no result can have a higher total with everything that goes before the total in this mode
            (in mode `stable`: with anything at all), by dual prices over all allowed pairs.
        optimal: the mode's aims are reached, each of them proved. A draft is not handed out otherwise.
        blocking_pairs: pairs who would both rather have each other (stability.py says when).
        favours: in mode `stable` the side that proposes: no stable result is better for any of them.
        stages: every aim in the order of its importance, without the locked pairs. `placed` counts the places of
            minimums as well; the first `total` of mode `fair` is what its share is of; a level counts its pairs.
    """

    pairs: tuple[Pair, ...]
    placed: int
    total: int
    worst: int | None
    best_total: int
    upper_bound: int
    optimal: bool
    blocking_pairs: int
    favours: str | None
    unplaced: tuple[Unplaced, ...]
    minimums_missed: tuple[MinimumMissed, ...]
    stages: tuple[Stage, ...]
    seconds: float = field(compare=False)


class Figures(NamedTuple):
    """What a draft is judged by."""

    placed: int
    total: int
    worst: int | None
    blocking_pairs: int

    @classmethod
    def of(cls, draft: Draft) -> Figures:
        """The figures of a draft."""
        return cls(draft.placed, draft.total, draft.worst, draft.blocking_pairs)


class Move(NamedTuple):
    """Somebody for whom the change changes the mentor; none stands for no place."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """What a forced or forbidden pair costs, and who moves for it."""

    before: Figures
    after: Figures
    moved: tuple[Move, ...]
    draft: Draft
