"""The life of a connection request: asked, then accepted, declined or withdrawn; and the end of a connection.

Each step is one statement that holds both people while it looks and decides, so that whatever two people do at the same
moment happens one after the other. A step that was taken already is taken again without effect; one that contradicts
what was decided is refused. The one who asked is never told that they were declined: to them the request stays open,
they can withdraw it, and they wait the same time before asking again as if they had withdrawn it themselves.

Requests are between two members: staff who are alumni have no more rights here than others.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections import queries
from graph_service.connections.models import Box, ConnectionRequest, ConnectRequest, Person, RequestState
from graph_service.connections.problems import (
    AlreadyAsked,
    AlreadyConnected,
    NotSeenByThem,
    RequestClosed,
    RequestNotFound,
    RequestWaiting,
    ThatIsYou,
)
from graph_service.connections.queries import DecidedRequest, ListedRequest
from graph_service.directory.dates import months_of
from graph_service.graph import Graph
from graph_service.web.paging import Page, cursor_after_moment, moment_position, question_digest

ASK_AGAIN_AFTER = timedelta(days=30)
REFUSALS = {"connected": AlreadyConnected, "asked": AlreadyAsked, "unseen": NotSeenByThem}


async def ask(graph: Graph, viewer: Viewer, body: ConnectRequest, now: datetime) -> ConnectionRequest:
    """The request that was sent.

    Raises AlumnusNotFound, ThatIsYou, AlreadyConnected, AlreadyAsked, RequestWaiting and NotSeenByThem.
    """
    if body.to == viewer.alumnus_id:
        raise ThatIsYou(errors=[("body.to", "is your own id")])
    request_id = str(uuid.uuid4())
    came = await queries.create_request(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        to_id=body.to,
        request_id=request_id,
        message=body.message,
        now=now,
        asked_after=now - ASK_AGAIN_AFTER,
    )
    if came is None:
        raise AlumnusNotFound
    if came.outcome == "waiting":
        raise RequestWaiting(came.waiting_id or "")
    if came.outcome != "sent":
        raise REFUSALS[came.outcome]
    return ConnectionRequest(
        id=request_id,
        box=Box.SENT,
        person=Person(id=came.id, name=came.name, name_latin=came.name_latin),
        state=RequestState.PENDING,
        message=body.message,
        created_at=now,
        decided_at=None,
    )


async def accept(graph: Graph, viewer: Viewer, request_id: str, now: datetime) -> ConnectionRequest:
    """The request, accepted: the two know each other. Raises RequestNotFound and RequestClosed."""
    today = now.date().isoformat()
    decided = await queries.accept_request(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        request_id=request_id,
        now=now,
        today=today,
        month=months_of(today)[0],
    )
    return _decided(decided, request_id, Box.RECEIVED, RequestState.ACCEPTED)


async def decline(graph: Graph, viewer: Viewer, request_id: str, now: datetime) -> ConnectionRequest:
    """The request, declined. Raises RequestNotFound and RequestClosed."""
    decided = await queries.decline_request(
        graph, viewer_id=viewer.alumnus_id, sees_all=False, request_id=request_id, now=now
    )
    return _decided(decided, request_id, Box.RECEIVED, RequestState.DECLINED)


async def withdraw(graph: Graph, viewer: Viewer, request_id: str, now: datetime) -> ConnectionRequest:
    """The viewer's own request, taken back. Raises RequestNotFound and RequestClosed."""
    decided = await queries.withdraw_request(
        graph, viewer_id=viewer.alumnus_id, sees_all=False, request_id=request_id, now=now
    )
    return _decided(decided, request_id, Box.SENT, RequestState.WITHDRAWN)


async def remove(graph: Graph, viewer: Viewer, alumnus_id: str) -> None:
    """Ends the connection with that person, if there is one. Raises ThatIsYou and AlumnusNotFound."""
    if alumnus_id == viewer.alumnus_id:
        raise ThatIsYou
    removed = await queries.remove_connection(graph, viewer_id=viewer.alumnus_id, sees_all=False, alumnus_id=alumnus_id)
    if removed is None:
        raise AlumnusNotFound


async def requests_in(
    graph: Graph, viewer: Viewer, box: Box, state: RequestState | None, *, cursor: str | None, limit: int
) -> Page[ConnectionRequest]:
    """One page of the viewer's requests, the newest first. Raises InvalidCursor."""
    digest = question_digest({"box": box, "state": state, "viewer": viewer.alumnus_id})
    after_at, after_id = moment_position(cursor, digest)
    listed = queries.received_requests if box is Box.RECEIVED else queries.sent_requests
    found = await listed(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        state=state,
        after_at=after_at,
        after_id=after_id,
        limit=limit + 1,
    )
    moments = [(one.created_at, one.request_id) for one in found]
    return Page(
        items=[_listed(one, box) for one in found[:limit]], next_cursor=cursor_after_moment(moments, limit, digest)
    )


def _decided(decided: DecidedRequest | None, request_id: str, box: Box, wanted: RequestState) -> ConnectionRequest:
    if decided is None:
        raise RequestNotFound
    if decided.state != wanted:
        raise RequestClosed(decided.state)
    return ConnectionRequest(
        id=request_id,
        box=box,
        person=Person(id=decided.id, name=decided.name, name_latin=decided.name_latin),
        state=wanted,
        message=decided.message,
        created_at=datetime.fromisoformat(decided.created_at),
        decided_at=_moment(decided.decided_at),
    )


def _listed(one: ListedRequest, box: Box) -> ConnectionRequest:
    return ConnectionRequest(
        id=one.request_id,
        box=box,
        person=Person(id=one.id, name=one.name, name_latin=one.name_latin),
        state=RequestState(one.state),
        message=one.message,
        created_at=datetime.fromisoformat(one.created_at),
        decided_at=_moment(one.decided_at),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
