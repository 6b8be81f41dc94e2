"""The addresses of mentoring outside of programmes: mentors for somebody, and what people say for mentoring."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from graph_service.access.dependencies import MemberDependency, StaffDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import AlumnusNotFound, MembersOnly, StaffOnly
from graph_service.connections.languages import language_of
from graph_service.connections.router import AcceptLanguage, AlumnusId
from graph_service.mentoring import saying, suggesting
from graph_service.mentoring.models import (
    MOST_SUGGESTED,
    MentoringAnswers,
    MentorSuggestions,
    OwnMentoring,
    SeenMentorsRequest,
)
from graph_service.mentoring.pool import MentorPool
from graph_service.mentoring.problems import NotForMentoring, NotToBeMatched, PurposeMissing
from graph_service.mentoring.suggesting import Asked
from graph_service.web.dependencies import GraphDependency
from graph_service.web.problems import InvalidRequest, NotSignedIn, responses

router = APIRouter(route_class=SignedInRoute, prefix="/v1", tags=["mentoring"])


def pool_of_mentors(request: Request) -> MentorPool:
    """The mentors that this process keeps in memory."""
    return request.app.state.mentor_pool


PoolDependency = Annotated[MentorPool, Depends(pool_of_mentors)]
HowMany = Annotated[int, Query(ge=1, le=MOST_SUGGESTED, description="How many mentors at most.")]


@router.get(
    "/mentoring/mentees/{alumnus_id}/suggestions",
    summary="Which mentors suit this person?",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, AlumnusNotFound, PurposeMissing, NotToBeMatched),
)
async def list_mentors_for_mentee(
    graph: GraphDependency,
    viewer: StaffDependency,
    pool: PoolDependency,
    alumnus_id: AlumnusId,
    response: Response,
    purpose: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=200,
            description="What for; needed for somebody who joined no programme that still runs. It is recorded.",
            examples=["asked us by mail for a mentor"],
        ),
    ] = None,
    k: HowMany = 5,
    accept_language: AcceptLanguage = None,
) -> MentorSuggestions:
    """Mentors for a person, the best first, each with the arithmetic and the evidence of why; for staff.

    It works without any sign-up; then say what for. Nobody is in the list who is not in the mentor pool, or whom the
    person may not see; for somebody who is listed for nobody there is none. Reading it is written to the audit log.
    """
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    asked = Asked(graph, viewer, alumnus_id, told=True, now=datetime.now(UTC), language=language, purpose=purpose)
    return await suggesting.suggest_mentors(asked, pool, k)


@router.get(
    "/me/mentor-suggestions",
    summary="Which mentors suit me?",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def list_mentors_for_me(
    graph: GraphDependency,
    viewer: MemberDependency,
    pool: PoolDependency,
    response: Response,
    k: HowMany = 5,
    accept_language: AcceptLanguage = None,
) -> MentorSuggestions:
    """Mentors for you, the best first, each with the arithmetic and the evidence of why.

    Say where you want to go at `PUT /v1/me/mentoring`. Asking changes nothing: say at
    `POST /v1/me/mentor-suggestions/seen` who was on the screen, so that not everybody is sent to the same mentors.
    """
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    asked = Asked(graph, viewer, viewer.member_id, told=False, now=datetime.now(UTC), language=language)
    return await suggesting.suggest_mentors(asked, pool, k)


@router.post(
    "/me/mentor-suggestions/seen",
    status_code=204,
    summary="Say which mentors were shown to me",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly),
)
async def note_mentors_seen(graph: GraphDependency, viewer: MemberDependency, body: SeenMentorsRequest) -> Response:
    """Counts that these mentors were on your screen: to others, who suit them about as well come first."""
    await saying.note_mentors_seen(graph, viewer, body.people, datetime.now(UTC))
    return Response(status_code=204)


@router.get(
    "/me/mentoring",
    summary="What do I say for mentoring?",
    responses=responses(NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def read_my_mentoring(graph: GraphDependency, viewer: MemberDependency) -> OwnMentoring:
    """What you say for mentoring, as mentor or as mentee, and where you stand."""
    return await saying.read_mentoring(graph, viewer)


@router.put(
    "/me/mentoring",
    summary="Say something for mentoring",
    responses=responses(InvalidRequest, NotForMentoring, NotSignedIn, MembersOnly, AlumnusNotFound),
)
async def change_my_mentoring(graph: GraphDependency, viewer: MemberDependency, body: MentoringAnswers) -> OwnMentoring:
    """Replaces what you say for mentoring by this; what is left out is not said any more."""
    return await saying.say_for_mentoring(graph, viewer, body, datetime.now(UTC))
