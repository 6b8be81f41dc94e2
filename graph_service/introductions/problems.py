"""What a client is told about introductions.

InvalidRequest ─┬ AskForOneThing            none, or several, of employer, industry, place and alumnus
                └ ThreeDifferentPeople      the one in the middle is the target
NotFound       ── IntroductionNotFound      no such request, as far as the viewer may know
Conflict       ─┬ NoBridgeThere             the one in the middle is no bridge to the target
                ├ IntroductionAsked         asked before, and it is too early to ask again
                ├ TooManyOpen               too many requests wait for an answer
                ├ UnseenByOne               one of the others cannot see the one who asks
                ├ UnseenByTarget            the target cannot see the one in the middle
                └ IntroductionClosed        the request was decided in another way before

Beside these, as everywhere: AlumnusNotFound, UnknownFilterValue, ThatIsYou, AlreadyConnected.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.web.problems import Conflict, InvalidRequest, NotFound


class AskForOneThing(InvalidRequest):
    """None, or several, of the four things that can be asked for."""

    slug = "ask-for-one-thing"
    title = "Ask for one thing"
    detail = "Send exactly one of `employer`, `industry`, `place` and `alumnus`."

    def __init__(self, given: Sequence[str]) -> None:
        """`given`: the names of the parameters that were sent."""
        if given:
            wrong = [(f"query.{name}", "was sent beside another one; leave all of them out but one") for name in given]
        else:
            wrong = [("query", "names nothing; send `employer`, `industry`, `place` or `alumnus`")]
        super().__init__(errors=wrong)


class ThreeDifferentPeople(InvalidRequest):
    """The one in the middle is the target."""

    slug = "three-different-people"
    title = "Three different people"
    detail = "Nobody can introduce you to themselves. To be connected with them, send POST /v1/connection-requests."

    def __init__(self) -> None:
        super().__init__(errors=[("body.target", "is the same person as `introducer`")])


class IntroductionNotFound(NotFound):
    """No such request, one of other people, or one with somebody whom the viewer may not see: all the same."""

    slug = "introduction-not-found"
    title = "Introduction not found"
    detail = "There is no request for an introduction with this id that you may see, or none on which you can do this."


class NoBridgeThere(Conflict):
    """The one in the middle did not agree to be a bridge, or has no tie with the viewer or the target that is seen."""

    slug = "no-bridge-there"
    title = "No bridge there"
    detail = (
        "This person cannot be asked to introduce you to that one. GET /v1/introductions?alumnus=… lists those who can."
    )


class IntroductionAsked(Conflict):
    """Asked before: it waits for an answer, or it is too early to ask again. Which of the two is not told."""

    slug = "introduction-asked"
    title = "Already asked"
    detail = (
        "You have asked this person for this introduction already. Asking them again is possible 30 days after the "
        "request has come to an end; somebody else can be asked now."
    )


class TooManyOpen(Conflict):
    """As many requests of the viewer wait for an answer as may."""

    slug = "too-many-open"
    title = "Too many open"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You have {most} requests for introductions that wait for an answer, and no more may. Withdraw one, "
            "or wait until one is answered or expires."
        )


class UnseenByOne(Conflict):
    """One of the two others cannot see the viewer, and so could not see the request."""

    slug = "unseen-by-one"
    title = "Unseen by one of them"
    detail = (
        "Your record is not listed for everybody, so one of them would never see your request. "
        "Change `listed` with PATCH /v1/me, then ask again."
    )


class UnseenByTarget(Conflict):
    """The target cannot see the one in the middle, and so could not see what they pass on."""

    slug = "unseen-by-target"
    title = "Unseen by the target"
    detail = (
        "Your record is not listed for that person, so they would never see what you pass on. "
        "Change `listed` with PATCH /v1/me, or decline."
    )


class IntroductionClosed(Conflict):
    """The request was decided in another way before."""

    slug = "introduction-closed"
    title = "Introduction closed"

    def __init__(self, state: str) -> None:
        super().__init__(f"This request is {state} already, so this cannot be done any more.")
