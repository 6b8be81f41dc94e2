"""What a client is told about connections and connection requests.

InvalidRequest ── ThatIsYou             the other person is the one who asks
NotFound       ── RequestNotFound       no such request, as far as the viewer may know
Conflict       ─┬ AlreadyConnected      the two know each other
                ├ AlreadyAsked          asked before, and it is too early to ask again
                ├ RequestWaiting        the other one has asked, and waits for an answer
                ├ NotSeenByThem         the other one cannot see the one who asks
                └ RequestClosed         the request was decided in another way before
"""

from __future__ import annotations

from graph_service.web.problems import Conflict, InvalidRequest, NotFound


class ThatIsYou(InvalidRequest):
    """The other person is the one who asks."""

    slug = "that-is-you"
    title = "That is you"
    detail = "This is your own id. Ask about somebody else; what the school holds about you is at GET /v1/me."


class RequestNotFound(NotFound):
    """No such request, or one of somebody else, or from or to somebody whom the viewer may not see: all the same."""

    slug = "connection-request-not-found"
    title = "Connection request not found"
    detail = "There is no connection request with this id that you may see."


class AlreadyConnected(Conflict):
    """The two know each other."""

    slug = "already-connected"
    title = "Already connected"
    detail = "You are connected with this person already."


class AlreadyAsked(Conflict):
    """Asked before: it waits for an answer, or it is too early to ask again. Which of the two is not told."""

    slug = "already-asked"
    title = "Already asked"
    detail = "You have asked this person already. Asking again is possible 30 days after a request has come to an end."


class RequestWaiting(Conflict):
    """The other one has asked, and waits for an answer."""

    slug = "request-waiting"
    title = "Request waiting"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            "This person has asked you already. Answer that request instead: "
            f"POST /v1/connection-requests/{request_id}/accept or …/decline."
        )


class NotSeenByThem(Conflict):
    """The other one cannot see the one who asks, and so could not see the request."""

    slug = "not-seen-by-them"
    title = "Not seen by them"
    detail = (
        "Your record is not listed for this person, so they would never see your request. "
        "Change `listed` with PATCH /v1/me, then ask again."
    )


class RequestClosed(Conflict):
    """The request was decided in another way before."""

    slug = "request-closed"
    title = "Request closed"

    def __init__(self, state: str) -> None:
        super().__init__(f"This request is {state} already, so this cannot be done any more.")
