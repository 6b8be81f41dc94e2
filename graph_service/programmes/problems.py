"""What a client is told about mentoring programmes.

NotFound        ─┬ ProgrammeNotFound       no such programme, as far as the viewer may know
                 ├ RoundNotFound           no such round
                 ├ MatchNotFound           no such match, one of other people, or one with somebody who is not seen
                 ├ GoalNotFound            no such goal of that match
                 └ PartNotFound            the person takes no part in the programme
InvalidRequest  ─┬ UnknownOnShortlist      somebody on a shortlist does not take part, or is not seen
                 ├ UnknownTopic            the programme has no such topic
                 ├ UnreadableSheet         a file of participants that cannot be read
                 ├ PairNotInRound          a pair that the round did not know, or that is not possible in it
                 └ SideMissing             staff decide, and did not say for whom
Conflict        ─┬ ProgrammeClosed         the programme's state does not allow it
                 ├ RoleTaken               takes part in the other role
                 ├ OptedOut                staff may not enter somebody who said no
                 ├ RoundNotReady           the round is not a draft, or not the newest
                 ├ MatchClosed             the match was decided otherwise
                 ├ MentorFull              no free place
                 ├ MentorPaused            the mentor takes nobody at present
                 ├ TalkHeld                the one talk of a flash programme is recorded already
                 └ NotMatched              the two people do not take part in these roles
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.web.problems import Conflict, InvalidRequest, NotFound


class ProgrammeNotFound(NotFound):
    """No such programme, as far as the viewer may know."""

    slug = "programme-not-found"
    title = "Programme not found"
    detail = "There is no mentoring programme with this id that you may see. GET /v1/mentoring/programmes lists them."


class RoundNotFound(NotFound):
    """No such round."""

    slug = "round-not-found"
    title = "Round not found"
    detail = "There is no round with this id. GET /v1/mentoring/programmes/{id}/rounds lists them."


class MatchNotFound(NotFound):
    """No such match, one of other people, or one with somebody whom the viewer may not see: all the same."""

    slug = "match-not-found"
    title = "Match not found"
    detail = "There is no match with this id that you may see. GET /v1/mentoring/matches lists yours."


class GoalNotFound(NotFound):
    """No such goal of that match."""

    slug = "goal-not-found"
    title = "Goal not found"
    detail = "This match has no goal with this id that you may change."


class PartNotFound(NotFound):
    """The person takes no part in the programme."""

    slug = "part-not-found"
    title = "Part not found"
    detail = "This person takes no part in this programme."


class UnknownOnShortlist(InvalidRequest):
    """Somebody on a shortlist does not take part in the other role, or is not seen by whoever made the list."""

    slug = "unknown-on-shortlist"
    title = "Unknown on shortlist"
    detail = "Not everybody on the shortlist can be on it. GET …/shortlist lists those who can."

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(
            errors=[(f"body.shortlist.{at}", "is nobody of the other role whom you may see") for at in positions]
        )


class UnknownTopic(InvalidRequest):
    """The programme has no such topic."""

    slug = "unknown-topic"
    title = "Unknown topic"

    def __init__(self, field: str, topics: Sequence[str]) -> None:
        known = ", ".join(topics) or "none"
        super().__init__(f"The topics of this programme are: {known}.", errors=[(f"body.{field}", "is none of them")])


class UnreadableSheet(InvalidRequest):
    """A file of participants that cannot be read at all."""

    slug = "unreadable-sheet"
    title = "Unreadable sheet"


class PairNotInRound(InvalidRequest):
    """A pair that the round did not know, or that cannot be forced in it."""

    slug = "pair-not-in-round"
    title = "Pair not in round"

    def __init__(self, told: str) -> None:
        super().__init__(told, errors=[("body", "names a pair with which this cannot be solved")])


class SideMissing(InvalidRequest):
    """Staff decide on a match, and did not say for whom."""

    slug = "side-missing"
    title = "Side missing"
    detail = "You are neither of the two. Say in `as_side` for whom you decide: mentor or mentee."

    def __init__(self) -> None:
        super().__init__(errors=[("body.as_side", "is missing")])


class ProgrammeClosed(Conflict):
    """The programme's state does not allow it."""

    slug = "programme-closed"
    title = "Not in this state"

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"This programme is {state}; this can be done while it is {wanted}.")


class RoleTaken(Conflict):
    """Takes part in the other role, and that cannot be changed now."""

    slug = "role-taken"
    title = "Other role"
    detail = "This person takes part in the other role. A role can change while sign-up is open and no match binds."


class OptedOut(Conflict):
    """Staff may not enter somebody who said no."""

    slug = "opted-out"
    title = "Opted out"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} They can join by themselves.")


class RoundNotReady(Conflict):
    """The round is not a draft that can be published, or not the newest."""

    slug = "round-not-ready"
    title = "Round not ready"

    def __init__(self, state: str) -> None:
        super().__init__(
            f"This round is {state}; only the newest draft of a programme that is being matched or runs can be "
            "published. POST …/solve makes a new one."
        )


class MatchClosed(Conflict):
    """The match was decided otherwise before."""

    slug = "match-closed"
    title = "Match closed"

    def __init__(self, state: str) -> None:
        super().__init__(f"This match is {state}, so this cannot be done.")


class MentorFull(Conflict):
    """All places of the mentor are taken."""

    slug = "mentor-full"
    title = "No free place"
    detail = "All places of this mentor are taken by now. The next round finds somebody else."


class MentorPaused(Conflict):
    """The mentor takes nobody at present."""

    slug = "mentor-paused"
    title = "Mentor pauses"
    detail = "This mentor takes nobody at present. The invitation stands until it expires."


class TalkHeld(Conflict):
    """The one talk of a flash programme is recorded already."""

    slug = "talk-held"
    title = "One talk"
    detail = "This programme is one talk for each match, and it is recorded already. End the match as completed."


class NotMatched(Conflict):
    """The two people do not take part in these roles."""

    slug = "not-in-these-roles"
    title = "Not in these roles"
    detail = "One of the two does not take part in this programme in that role."
