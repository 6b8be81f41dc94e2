"""The addresses of the connections room: how two people are connected, and connection requests."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Response

from graph_service.access.dependencies import MemberDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import AlumnusNotFound, MembersOnly
from graph_service.connections import requests
from graph_service.connections.languages import language_of
from graph_service.connections.models import (
    LARGEST_BUDGET,
    LEAST_BUDGET,
    MAX_ROUTES,
    ROUTES_SHOWN,
    USUAL_BUDGET,
    Box,
    Connection,
    ConnectionRequest,
    ConnectRequest,
    RequestState,
)
from graph_service.connections.neighbourhood import ties_of
from graph_service.connections.problems import (
    AlreadyAsked,
    AlreadyConnected,
    NotSeenByThem,
    RequestClosed,
    RequestNotFound,
    RequestWaiting,
    ThatIsYou,
)
from graph_service.connections.service import connection_with, today
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.paging import Cursor, Limit, Page
from graph_service.web.problems import InvalidCursor, InvalidRequest, NotSignedIn, responses

EXAMPLE_ID = "3f2c8f4e-6f0e-4f43-9a35-5c1a7f6f0d11"

router = APIRouter(route_class=SignedInRoute, prefix="/v1", tags=["connections"])

AlumnusId = Annotated[str, Path(max_length=64, description="The id of somebody else.", examples=[EXAMPLE_ID])]
RequestId = Annotated[str, Path(max_length=64, description="The id of a connection request.", examples=[EXAMPLE_ID])]
AcceptLanguage = Annotated[
    str | None,
    Header(max_length=200, description="`zh` for sentences in Chinese, `en` for English; English is the default."),
]


@router.get(
    "/connections/{alumnus_id}",
    summary="How am I connected with this person?",
    responses=responses(ThatIsYou, NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def read_connection(
    graph: GraphDependency,
    viewer: MemberDependency,
    response: Response,
    alumnus_id: AlumnusId,
    settings: SettingsDependency,
    accept_language: AcceptLanguage = None,
    routes: Annotated[int, Query(ge=0, le=MAX_ROUTES, description="How many of the strongest routes; 0 for none.")] = (
        ROUTES_SHOWN
    ),
    budget: Annotated[
        int,
        Query(
            ge=LEAST_BUDGET,
            le=LARGEST_BUDGET,
            description="Around how many people the strongest routes are looked for at most. A larger budget takes "
            "longer and proves more often that there is no stronger route.",
        ),
    ] = USUAL_BUDGET,
) -> Connection:
    """The exact degree, the people you both know, what you have in common, the shortest route, and the strongest ones.

    The shortest route goes through people who know each other, over at most six hops. The strongest ones, over at most
    four, also go through ties: classmates, colleagues of the same time, people of one event or group; each hop says why
    the two are likely to know each other and how strong that makes it (docs/ties.md). Where that would take too much
    reading, the answer says at which budget the search stopped. People and connections that you
    may not see are neither on a route nor counted. The account has to be linked to a person: staff who are no alumni
    have no connections.
    """
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    return await connection_with(graph, viewer, alumnus_id, language, ties_of(settings, today()), routes, budget)


@router.delete(
    "/connections/{alumnus_id}",
    status_code=204,
    summary="End a connection",
    responses=responses(ThatIsYou, NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def delete_connection(graph: GraphDependency, viewer: MemberDependency, alumnus_id: AlumnusId) -> Response:
    """Ends the connection between you and this person, for both. They are not told. Without one, nothing happens."""
    await requests.remove(graph, viewer, alumnus_id)
    return Response(status_code=204)


@router.post(
    "/connection-requests",
    status_code=201,
    summary="Ask somebody to be connected",
    responses=responses(
        InvalidRequest,
        ThatIsYou,
        NotSignedIn,
        MembersOnly,
        AlumnusNotFound,
        AlreadyConnected,
        AlreadyAsked,
        RequestWaiting,
        NotSeenByThem,
    ),
)
async def create_connection_request(
    graph: GraphDependency, viewer: MemberDependency, body: ConnectRequest
) -> ConnectionRequest:
    """Sends somebody a connection request, with a word if you like.

    You can ask the same person again 30 days after a request of yours has come to an end. If they have asked you, the
    answer is 409 and names their request: accept that one.
    """
    return await requests.ask(graph, viewer, body, datetime.now(UTC))


@router.get(
    "/connection-requests",
    summary="Which connection requests do I have?",
    responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, MembersOnly),
)
async def list_connection_requests(
    graph: GraphDependency,
    viewer: MemberDependency,
    *,
    box: Annotated[Box, Query(description="Those that came to you, or those that you sent.")] = Box.RECEIVED,
    state: Annotated[RequestState | None, Query(description="Only those in this state.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ConnectionRequest]:
    """Your connection requests, the newest first.

    A request from or to somebody whom you may not see (any more) is not among them. What you sent and was declined
    looks as if it was not answered.
    """
    return await requests.requests_in(graph, viewer, box, state, cursor=cursor, limit=limit)


@router.post(
    "/connection-requests/{request_id}/accept",
    summary="Accept a connection request",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, RequestNotFound, RequestClosed),
)
async def accept_connection_request(
    graph: GraphDependency, viewer: MemberDependency, request_id: RequestId
) -> ConnectionRequest:
    """Accepts a request that came to you: from now on you know each other. Accepting again changes nothing."""
    return await requests.accept(graph, viewer, request_id, datetime.now(UTC))


@router.post(
    "/connection-requests/{request_id}/decline",
    summary="Decline a connection request",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, RequestNotFound, RequestClosed),
)
async def decline_connection_request(
    graph: GraphDependency, viewer: MemberDependency, request_id: RequestId
) -> ConnectionRequest:
    """Declines a request that came to you. The one who asked is not told."""
    return await requests.decline(graph, viewer, request_id, datetime.now(UTC))


@router.post(
    "/connection-requests/{request_id}/withdraw",
    summary="Withdraw a connection request",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, RequestNotFound, RequestClosed),
)
async def withdraw_connection_request(
    graph: GraphDependency, viewer: MemberDependency, request_id: RequestId
) -> ConnectionRequest:
    """Takes back a request that you sent. Withdrawing again changes nothing."""
    return await requests.withdraw(graph, viewer, request_id, datetime.now(UTC))
