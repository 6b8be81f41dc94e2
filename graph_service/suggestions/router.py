"""The addresses of the suggestions room: whom to be connected with, and what becomes of suggestions."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from graph_service.access.dependencies import MemberDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import AlumnusNotFound, MembersOnly
from graph_service.connections.languages import language_of
from graph_service.connections.router import AcceptLanguage, AlumnusId
from graph_service.directory.problems import UnknownFilterValue
from graph_service.suggestions import service
from graph_service.suggestions.models import (
    MOST_SHOWN,
    DismissRequest,
    LookingFor,
    Mode,
    SeenRequest,
    Suggestions,
)
from graph_service.suggestions.problems import NotAboutYourself
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.problems import InvalidRequest, NotSignedIn, responses

router = APIRouter(route_class=SignedInRoute, prefix="/v1", tags=["suggestions"])


class SuggestionsQuery(LookingFor):
    """What is asked for."""

    mode: Mode = "known"
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = 10


@router.get(
    "/suggestions",
    summary="Whom should I be connected with?",
    responses=responses(InvalidRequest, UnknownFilterValue, NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def list_suggestions(
    graph: GraphDependency,
    viewer: MemberDependency,
    settings: SettingsDependency,
    response: Response,
    asked: Annotated[SuggestionsQuery, Query()],
    accept_language: AcceptLanguage = None,
) -> Suggestions:
    """People whom you are not connected with, the best first, each with the arithmetic and the evidence of why.

    `mode=known`: whom you probably know. `mode=new`: who is worth meeting for what you look for, those whom you half
    know before strangers and before your closest circle; industry, employer, function, place and skill in the query
    replace what you stored at `PUT /v1/me/looking-for`. Asking changes nothing: say at `POST /v1/suggestions/seen` who
    was on the screen, so that those whom you pass over make room.
    """
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    wanted = LookingFor(**asked.model_dump(exclude={"mode", "limit"}))
    return await service.suggest(graph, viewer, asked.mode, asked.limit, wanted, settings, datetime.now(UTC), language)


@router.post(
    "/suggestions/seen",
    status_code=204,
    summary="Say who was shown to me",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly),
)
async def note_suggestions_seen(graph: GraphDependency, viewer: MemberDependency, body: SeenRequest) -> Response:
    """Counts that these people were on your screen. Each time, those whom you pass over sink a little."""
    await service.note_seen(graph, viewer, body.people, datetime.now(UTC))
    return Response(status_code=204)


@router.post(
    "/suggestions/{alumnus_id}/dismiss",
    status_code=204,
    summary="Do not suggest this person to me",
    responses=responses(InvalidRequest, NotAboutYourself, NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def dismiss_suggestion(
    graph: GraphDependency,
    viewer: MemberDependency,
    settings: SettingsDependency,
    alumnus_id: AlumnusId,
    body: DismissRequest,
) -> Response:
    """Has this person not suggested to you any more: for good, or not now. They are not told."""
    await service.dismiss(graph, viewer, alumnus_id, body, settings, datetime.now(UTC))
    return Response(status_code=204)


@router.delete(
    "/suggestions/{alumnus_id}/dismiss",
    status_code=204,
    summary="Suggest this person to me again",
    responses=responses(NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def undo_dismissal(graph: GraphDependency, viewer: MemberDependency, alumnus_id: AlumnusId) -> Response:
    """Takes a dismissal back. Where there is none, nothing happens."""
    await service.undo_dismissal(graph, viewer, alumnus_id)
    return Response(status_code=204)


@router.get(
    "/me/looking-for",
    summary="What do I look for?",
    responses=responses(NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def read_looking_for(graph: GraphDependency, viewer: MemberDependency) -> LookingFor:
    """What you look for in people worth meeting, as you wrote it. Nobody else is shown it."""
    return await service.read_looking_for(graph, viewer)


@router.put(
    "/me/looking-for",
    summary="Say what I look for",
    responses=responses(InvalidRequest, UnknownFilterValue, NotSignedIn, MembersOnly),
)
async def change_looking_for(
    graph: GraphDependency, viewer: MemberDependency, settings: SettingsDependency, body: LookingFor
) -> LookingFor:
    """Replaces what you look for by this; what is left out is not looked for any more."""
    return await service.change_looking_for(graph, viewer, body, settings, datetime.now(UTC))
