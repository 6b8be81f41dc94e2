"""The life of a request for an introduction: asked, forwarded, then accepted, declined, withdrawn or expired.

The one in the middle decides first, then the target. Each step is one statement that holds all three people while it
looks and decides, so that whatever they do at the same moment happens one after the other. A step that was taken
already is taken again without effect; one that contradicts what was decided is refused. That it was declined is told to
nobody but the one who declined: to the others it stays open until it expires. It expires by itself, as what a request
is told to be depends on the time; nothing runs in the background.

Whoever accepts is connected with the one who asked, by the same kind of edge as any other two: so contact fields,
degrees and routes follow from the rules there are, and nothing has to remember that there was an introduction. Requests
are between members: staff who are alumni have no more rights here than others.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections.neighbourhood import loosened
from graph_service.connections.problems import AlreadyConnected, ThatIsYou
from graph_service.directory.dates import months_of
from graph_service.graph import Graph
from graph_service.introductions import queries
from graph_service.introductions.models import (
    IntroduceRequest,
    IntroductionBox,
    IntroductionRequest,
    IntroductionState,
)
from graph_service.introductions.problems import (
    IntroductionAsked,
    IntroductionClosed,
    IntroductionNotFound,
    NoBridgeThere,
    ThreeDifferentPeople,
    TooManyOpen,
    UnseenByOne,
    UnseenByTarget,
)
from graph_service.introductions.queries import DecidedIntroduction, ListedIntroduction
from graph_service.introductions.service import scoring_of, size_changes, times_of
from graph_service.settings import Settings
from graph_service.web.paging import Page, cursor_after_moment, moment_position, question_digest
from graph_service.web.problems import Problem

ASK_AGAIN_AFTER = timedelta(days=30)
REFUSALS: dict[str, type[Problem]] = {
    "connected": AlreadyConnected,
    "no_way": NoBridgeThere,
    "asked": IntroductionAsked,
    "unseen": UnseenByOne,
}
D = TypeVar("D", bound=DecidedIntroduction)


async def ask(
    graph: Graph, viewer: Viewer, body: IntroduceRequest, settings: Settings, now: datetime
) -> IntroductionRequest:
    """The request that was sent.

    Raises ThatIsYou, ThreeDifferentPeople, AlumnusNotFound, AlreadyConnected, NoBridgeThere, UnseenByOne,
    IntroductionAsked and TooManyOpen.
    """
    own = viewer.member_id
    if wrong := [(f"body.{name}", "is your own id") for name in ("introducer", "target") if getattr(body, name) == own]:
        raise ThatIsYou(errors=wrong)
    if body.introducer == body.target:
        raise ThreeDifferentPeople
    near_tied, far_tied = await _tied(graph, own, body, settings, now)
    request_id = str(uuid.uuid4())
    expires_at = now + timedelta(days=settings.introduction_answer_days)
    came = await queries.create_introduction(
        graph,
        viewer_id=own,
        sees_all=False,
        introducer_id=body.introducer,
        target_id=body.target,
        near_tied=near_tied,
        far_tied=far_tied,
        request_id=request_id,
        to_introducer=body.to_introducer,
        to_target=body.to_target,
        now=now,
        expires_at=expires_at,
        asked_after=now - ASK_AGAIN_AFTER,
        most_open=settings.introduction_open_requests,
    )
    if came is None:
        raise AlumnusNotFound
    if came.outcome == "too_many":
        raise TooManyOpen(settings.introduction_open_requests)
    if came.outcome != "sent":
        raise REFUSALS[came.outcome]
    return IntroductionRequest(
        id=request_id,
        box=IntroductionBox.SENT,
        asker=came.asker,
        introducer=came.introducer,
        target=came.target,
        state=IntroductionState.ASKED,
        to_introducer=body.to_introducer,
        to_target=body.to_target,
        created_at=now,
        forwarded_at=None,
        decided_at=None,
        expires_at=expires_at,
    )


async def _tied(graph: Graph, own: str, body: IntroduceRequest, settings: Settings, now: datetime) -> tuple[bool, bool]:
    """Whether the viewer and the introducer, and the introducer and the target, share something that makes a tie."""
    sizes = await size_changes(graph, own)
    shared = await queries.memberships(
        graph,
        viewer_id=own,
        sees_all=False,
        ids=[own, body.introducer, body.target],
        size_cap=loosened(settings.tie_size_cap, sizes),
    )
    scoring, times = scoring_of(settings, now, shared.contexts, sizes), times_of(shared.contexts)
    middle = times[body.introducer]
    return (
        scoring.tie(False, times[own], middle) is not None,
        scoring.tie(False, middle, times[body.target]) is not None,
    )


async def forward(
    graph: Graph, viewer: Viewer, request_id: str, settings: Settings, now: datetime
) -> IntroductionRequest:
    """The request, passed on to the target. Raises IntroductionNotFound, IntroductionClosed and UnseenByTarget."""
    forwarded = await queries.forward_introduction(
        graph,
        viewer_id=viewer.member_id,
        sees_all=False,
        request_id=request_id,
        now=now,
        expires_at=now + timedelta(days=settings.introduction_answer_days),
    )
    if forwarded and forwarded.state == IntroductionState.ASKED and not forwarded.seen:
        raise UnseenByTarget
    wanted = (IntroductionState.FORWARDED, IntroductionState.ACCEPTED)
    return _decided(forwarded, IntroductionBox.THROUGH_ME, wanted)


async def accept(graph: Graph, viewer: Viewer, request_id: str, now: datetime) -> IntroductionRequest:
    """The request, accepted: the one who asked and the target know each other.

    Raises IntroductionNotFound and IntroductionClosed.
    """
    today = now.date().isoformat()
    accepted = await queries.accept_introduction(
        graph,
        viewer_id=viewer.member_id,
        sees_all=False,
        request_id=request_id,
        now=now,
        today=today,
        month=months_of(today)[0],
    )
    return _decided(accepted, IntroductionBox.TO_ME, [IntroductionState.ACCEPTED])


async def decline(graph: Graph, viewer: Viewer, request_id: str, now: datetime) -> IntroductionRequest:
    """The request, declined by the one in the middle, or by the target.

    Raises IntroductionNotFound and IntroductionClosed.
    """
    wanted = [IntroductionState.DECLINED]
    declined = await queries.decline_introduction_as_introducer(
        graph, viewer_id=viewer.member_id, sees_all=False, request_id=request_id, now=now
    )
    if declined:
        return _decided(declined, IntroductionBox.THROUGH_ME, wanted)
    declined = await queries.decline_introduction_as_target(
        graph, viewer_id=viewer.member_id, sees_all=False, request_id=request_id, now=now
    )
    return _decided(declined, IntroductionBox.TO_ME, wanted)


async def withdraw(graph: Graph, viewer: Viewer, request_id: str, now: datetime) -> IntroductionRequest:
    """The viewer's own request, taken back. Raises IntroductionNotFound and IntroductionClosed."""
    withdrawn = await queries.withdraw_introduction(
        graph, viewer_id=viewer.member_id, sees_all=False, request_id=request_id, now=now
    )
    return _decided(withdrawn, IntroductionBox.SENT, [IntroductionState.WITHDRAWN])


Listing = Callable[..., Awaitable[list[ListedIntroduction]]]
LISTINGS: dict[IntroductionBox, Listing] = {
    IntroductionBox.SENT: queries.asked_introductions,
    IntroductionBox.THROUGH_ME: queries.introductions_to_make,
    IntroductionBox.TO_ME: queries.forwarded_introductions,
}


async def requests_in(
    graph: Graph,
    viewer: Viewer,
    box: IntroductionBox,
    state: IntroductionState | None,
    *,
    now: datetime,
    cursor: str | None,
    limit: int,
) -> Page[IntroductionRequest]:
    """One page of the viewer's requests, the newest first. Raises InvalidCursor."""
    digest = question_digest({"box": box, "state": state, "viewer": viewer.member_id})
    after_at, after_id = moment_position(cursor, digest)
    found = await LISTINGS[box](
        graph,
        viewer_id=viewer.member_id,
        sees_all=False,
        state=state,
        now=now,
        after_at=after_at,
        after_id=after_id,
        limit=limit + 1,
    )
    moments = [(one.created_at, one.request_id) for one in found]
    return Page(
        items=[_told(one, box) for one in found[:limit]], next_cursor=cursor_after_moment(moments, limit, digest)
    )


def _decided(
    decided: DecidedIntroduction | None, box: IntroductionBox, wanted: Sequence[IntroductionState]
) -> IntroductionRequest:
    if decided is None:
        raise IntroductionNotFound
    if decided.state not in wanted:
        raise IntroductionClosed(decided.state)
    return _told(decided, box)


def _told(one: ListedIntroduction, box: IntroductionBox) -> IntroductionRequest:
    return IntroductionRequest(
        id=one.request_id,
        box=box,
        asker=one.asker,
        introducer=one.introducer,
        target=one.target,
        state=IntroductionState(one.state),
        to_introducer=one.to_introducer,
        to_target=one.to_target,
        created_at=_moment(one.created_at),
        forwarded_at=_moment(one.forwarded_at) if one.forwarded_at else None,
        decided_at=_moment(one.decided_at) if one.decided_at else None,
        expires_at=_moment(one.expires_at),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
