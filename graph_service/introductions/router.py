"""The addresses of the introductions room: who could introduce me, and the requests for it."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from graph_service.access.dependencies import MemberDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import AlumnusNotFound, MembersOnly
from graph_service.connections.languages import language_of
from graph_service.connections.problems import AlreadyConnected, ThatIsYou
from graph_service.connections.router import EXAMPLE_ID, AcceptLanguage
from graph_service.directory.problems import UnknownFilterValue
from graph_service.introductions import requests
from graph_service.introductions.models import (
    MOST_SHOWN,
    IntroduceRequest,
    IntroductionBox,
    IntroductionRequest,
    Introductions,
    IntroductionState,
    Kind,
)
from graph_service.introductions.problems import (
    AskForOneThing,
    IntroductionAsked,
    IntroductionClosed,
    IntroductionNotFound,
    NoBridgeThere,
    ThreeDifferentPeople,
    TooManyOpen,
    UnseenByOne,
    UnseenByTarget,
)
from graph_service.introductions.service import introductions_to
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.paging import Cursor, Limit, Page
from graph_service.web.problems import InvalidCursor, InvalidRequest, NotSignedIn, responses

router = APIRouter(route_class=SignedInRoute, prefix="/v1/introductions", tags=["introductions"])

RequestId = Annotated[
    str, Path(max_length=64, description="The id of a request for an introduction.", examples=[EXAMPLE_ID])
]


def _asked_for(description: str) -> object:
    return Query(min_length=1, max_length=100, description=f"{description} One of the four.")


@router.get(
    "",
    summary="Who could introduce me to somebody there?",
    responses=responses(
        InvalidRequest,
        AskForOneThing,
        UnknownFilterValue,
        ThatIsYou,
        NotSignedIn,
        MembersOnly,
        AlumnusNotFound,
        AlreadyConnected,
    ),
)
async def list_introductions(
    graph: GraphDependency,
    viewer: MemberDependency,
    settings: SettingsDependency,
    response: Response,
    *,
    employer: Annotated[str | None, _asked_for("The id of an employer.")] = None,
    industry: Annotated[str | None, _asked_for("The code or id of an industry; what is below it counts.")] = None,
    place: Annotated[str | None, _asked_for("The code or id of a place; what is below it counts.")] = None,
    alumnus: Annotated[str | None, _asked_for("The id of a person.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN, description="How many pairs.", examples=[10])] = 10,
    accept_language: AcceptLanguage = None,
) -> Introductions:
    """Pairs of somebody who could introduce you and somebody whom you do not know: there now, or there before.

    The one in the middle agreed to be a bridge, and there is evidence of a tie between you and them, and between them
    and the other one. The best come first: by the strength of both ties, how lately the other one was there, and how
    often the one in the middle was asked of late; every factor is in the answer. Whoever does not show their
    connections is at neither place.
    """
    asked: dict[Kind, str | None] = {"employer": employer, "industry": industry, "place": place, "alumnus": alumnus}
    given: list[tuple[Kind, str]] = [(kind, value) for kind, value in asked.items() if value is not None]
    if len(given) != 1:
        raise AskForOneThing([kind for kind, _ in given])
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    kind, value = given[0]
    return await introductions_to(graph, viewer, kind, value, settings, datetime.now(UTC), language, limit)


@router.post(
    "",
    status_code=201,
    summary="Ask for an introduction",
    responses=responses(
        InvalidRequest,
        ThatIsYou,
        ThreeDifferentPeople,
        NotSignedIn,
        MembersOnly,
        AlumnusNotFound,
        AlreadyConnected,
        NoBridgeThere,
        UnseenByOne,
        IntroductionAsked,
        TooManyOpen,
    ),
)
async def create_introduction_request(
    graph: GraphDependency, viewer: MemberDependency, settings: SettingsDependency, body: IntroduceRequest
) -> IntroductionRequest:
    """Asks somebody to introduce you to somebody else, with a word to each if you like.

    The one in the middle decides whether to pass it on, then the other one decides. Until they accept you see no more
    of them than before. It expires if nobody answers; the same can be asked of the same person again 30 days after a
    request has come to an end.
    """
    return await requests.ask(graph, viewer, body, settings, datetime.now(UTC))


@router.get(
    "/requests",
    summary="Which requests for introductions do I have?",
    responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, MembersOnly),
)
async def list_introduction_requests(
    graph: GraphDependency,
    viewer: MemberDependency,
    *,
    box: Annotated[
        IntroductionBox, Query(description="Those you made, those you are to pass on, or those that came to you.")
    ] = IntroductionBox.THROUGH_ME,
    state: Annotated[IntroductionState | None, Query(description="Only those in this state.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[IntroductionRequest]:
    """Your requests for introductions, the newest first.

    One that concerns somebody whom you may not see (any more) is not among them. That one was declined is told to
    nobody but the one who declined: to the others it stays open until it expires.
    """
    return await requests.requests_in(graph, viewer, box, state, now=datetime.now(UTC), cursor=cursor, limit=limit)


@router.post(
    "/requests/{request_id}/forward",
    summary="Pass a request for an introduction on",
    responses=responses(
        InvalidRequest, NotSignedIn, MembersOnly, IntroductionNotFound, IntroductionClosed, UnseenByTarget
    ),
)
async def forward_introduction_request(
    graph: GraphDependency, viewer: MemberDependency, settings: SettingsDependency, request_id: RequestId
) -> IntroductionRequest:
    """Passes a request on that you were asked to: the other one sees it now, and decides."""
    return await requests.forward(graph, viewer, request_id, settings, datetime.now(UTC))


@router.post(
    "/requests/{request_id}/accept",
    summary="Accept an introduction",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, IntroductionNotFound, IntroductionClosed),
)
async def accept_introduction_request(
    graph: GraphDependency, viewer: MemberDependency, request_id: RequestId
) -> IntroductionRequest:
    """Accepts a request that was passed on to you: from now on you and the one who asked know each other."""
    return await requests.accept(graph, viewer, request_id, datetime.now(UTC))


@router.post(
    "/requests/{request_id}/decline",
    summary="Decline to introduce, or to be introduced",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, IntroductionNotFound, IntroductionClosed),
)
async def decline_introduction_request(
    graph: GraphDependency, viewer: MemberDependency, request_id: RequestId
) -> IntroductionRequest:
    """Declines a request that you were asked to pass on, or that was passed on to you. Nobody is told."""
    return await requests.decline(graph, viewer, request_id, datetime.now(UTC))


@router.post(
    "/requests/{request_id}/withdraw",
    summary="Withdraw a request for an introduction",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, IntroductionNotFound, IntroductionClosed),
)
async def withdraw_introduction_request(
    graph: GraphDependency, viewer: MemberDependency, request_id: RequestId
) -> IntroductionRequest:
    """Takes back a request that you made. Withdrawing again changes nothing."""
    return await requests.withdraw(graph, viewer, request_id, datetime.now(UTC))
