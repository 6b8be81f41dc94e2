"""The life of a programme, a round and a match: which state follows which, as plain tables.

    programme   draft → open → matching → running → completed        (cancelled from draft, open and matching)
    round       solving → draft → published                          (failed; superseded by a newer draft)
    match       proposed → invited → accepted → active → completed   (declined, expired, withdrawn; ended early)

A step that was taken already is taken again without effect; one that the state does not allow is refused. `accepted` is
a match to which one of the two has said yes. An invitation expires by itself: what a match is told to be depends on the
time, and nothing runs in the background.
"""

from __future__ import annotations

from enum import StrEnum


class ProgrammeState(StrEnum):
    """Where a programme is in its life."""

    DRAFT = "draft"
    OPEN = "open"
    MATCHING = "matching"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class RoundState(StrEnum):
    """Where a round is in its life."""

    SOLVING = "solving"
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    FAILED = "failed"


class MatchState(StrEnum):
    """Where a match is in its life."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED = "ended"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What staff do with a programme."""

    OPEN = "open"
    CLOSE = "close"
    COMPLETE = "complete"
    CANCEL = "cancel"


STEPS: dict[Step, tuple[tuple[ProgrammeState, ...], ProgrammeState]] = {
    Step.OPEN: ((ProgrammeState.DRAFT, ProgrammeState.MATCHING), ProgrammeState.OPEN),
    Step.CLOSE: ((ProgrammeState.OPEN,), ProgrammeState.MATCHING),
    Step.COMPLETE: ((ProgrammeState.RUNNING,), ProgrammeState.COMPLETED),
    Step.CANCEL: ((ProgrammeState.DRAFT, ProgrammeState.OPEN, ProgrammeState.MATCHING), ProgrammeState.CANCELLED),
}
"""From which states a step leads on, and where to."""


def is_possible(step: Step, before: ProgrammeState) -> bool:
    """Whether a step can be taken in that state, or has been taken already.

    >>> is_possible(Step.OPEN, ProgrammeState.DRAFT), is_possible(Step.OPEN, ProgrammeState.OPEN)
    (True, True)
    >>> is_possible(Step.COMPLETE, ProgrammeState.OPEN)
    False
    """
    before_it, after_it = STEPS[step]
    return before in before_it or before is after_it


def wanted_before(step: Step) -> str:
    """The states in which a step can be taken, in words.

    >>> wanted_before(Step.OPEN)
    'draft or matching'
    """
    return " or ".join(STEPS[step][0])
