"""The addresses of mentoring programmes, seen from the two people of a match."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from graph_service.access.dependencies import MemberDependency, PeopleViewerDependency, StaffDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import MembersOnly, PeopleNotForYou, StaffOnly
from graph_service.connections.languages import language_of
from graph_service.connections.router import AcceptLanguage
from graph_service.mentoring.models import Explanation
from graph_service.programmes import matches
from graph_service.programmes.explanations import explanation
from graph_service.programmes.life import MatchState
from graph_service.programmes.models import (
    MATCH_ID,
    AgreementRequest,
    DecideRequest,
    DeclineRequest,
    Diary,
    EndRequest,
    Goal,
    GoalRequest,
    Match,
    Meeting,
    MeetingRequest,
    SurveyAnswer,
    SurveyRequest,
)
from graph_service.programmes.problems import (
    GoalNotFound,
    MatchClosed,
    MatchNotFound,
    MentorFull,
    MentorPaused,
    SideMissing,
    TalkHeld,
)
from graph_service.web.dependencies import GraphDependency
from graph_service.web.paging import Cursor, Limit, Page
from graph_service.web.problems import InvalidCursor, InvalidRequest, NotSignedIn, responses

router = APIRouter(route_class=SignedInRoute, prefix="/v1/mentoring/matches", tags=["mentoring matches"])

MatchId = Annotated[str, Path(max_length=64, description="The id of a match.", examples=[MATCH_ID])]
GoalId = Annotated[str, Path(max_length=64, description="The id of a goal.")]
DECIDING = (InvalidRequest, SideMissing, NotSignedIn, PeopleNotForYou, MatchNotFound, MatchClosed)


@router.get("", summary="My matches", responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, MembersOnly))
async def list_matches(
    graph: GraphDependency,
    viewer: MemberDependency,
    *,
    state: Annotated[MatchState | None, Query(description="Only those in this state.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Match]:
    """Your own matches, as mentor and as mentee, the newest first."""
    return await matches.own_matches(graph, viewer, state, cursor=cursor, limit=limit, now=datetime.now(UTC))


@router.get(
    "/{match_id}",
    summary="One match",
    responses=responses(InvalidRequest, NotSignedIn, PeopleNotForYou, MatchNotFound),
)
async def get_match(graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId) -> Match:
    """A match of yours; staff see every one."""
    return await matches.match_found(graph, viewer, match_id, datetime.now(UTC))


@router.get(
    "/{match_id}/explanation",
    summary="Why this pair?",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, MatchNotFound),
)
async def explain_match(
    graph: GraphDependency,
    viewer: StaffDependency,
    match_id: MatchId,
    response: Response,
    accept_language: AcceptLanguage = None,
) -> Explanation:
    """The score with its features, points and evidence, and mentors who came near, with why it was not them."""
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    return await explanation(graph, viewer, match_id, language, datetime.now(UTC))


@router.post("/{match_id}/accept", summary="Accept a match", responses=responses(*DECIDING, MentorFull, MentorPaused))
async def accept_match(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: DecideRequest | None = None
) -> Match:
    """Says yes. The first yes of the two takes one of the mentor's places; with the second the match is at work."""
    return await matches.accept(graph, viewer, match_id, body or DecideRequest(), datetime.now(UTC))


@router.post("/{match_id}/decline", summary="Decline a match", responses=responses(*DECIDING))
async def decline_match(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: DeclineRequest | None = None
) -> Match:
    """Says no, with a reason if you like, which only staff are told. The place is free again."""
    return await matches.decline(graph, viewer, match_id, body or DeclineRequest(), datetime.now(UTC))


@router.post("/{match_id}/end", summary="End a match", responses=responses(*DECIDING))
async def end_match(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: EndRequest | None = None
) -> Match:
    """The match is over, as planned or before its time; the two are not proposed to each other again."""
    return await matches.end(graph, viewer, match_id, body or EndRequest(), datetime.now(UTC))


@router.post("/{match_id}/rematch", summary="End a match and look for another", responses=responses(*DECIDING))
async def rematch(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: DeclineRequest | None = None
) -> Match:
    """Ends the match before its time, as nobody's fault; the mentee is in the next round again."""
    asked = body or DeclineRequest()
    ending = EndRequest(how="ended", reason=asked.reason, as_side=asked.as_side)
    return await matches.end(graph, viewer, match_id, ending, datetime.now(UTC), rematch=True)


@router.put("/{match_id}/agreement", summary="Write down what we agree on", responses=responses(*DECIDING))
async def set_agreement(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: AgreementRequest
) -> Match:
    """What the two agree on, in the place of what they agreed on before."""
    return await matches.agree(graph, viewer, match_id, body, datetime.now(UTC))


@router.get(
    "/{match_id}/diary",
    summary="Goals, meetings and answers",
    responses=responses(InvalidRequest, NotSignedIn, PeopleNotForYou, MatchNotFound),
)
async def get_diary(graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId) -> Diary:
    """What happens in a match. Staff are not told the notes of meetings, and none but staff the other's answers."""
    return await matches.diary(graph, viewer, match_id, datetime.now(UTC))


@router.post("/{match_id}/goals", status_code=201, summary="Set a goal", responses=responses(*DECIDING))
async def create_goal(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: GoalRequest
) -> Goal:
    """A goal that the two set themselves."""
    return await matches.set_goal(graph, viewer, match_id, None, body, datetime.now(UTC))


@router.put("/{match_id}/goals/{goal_id}", summary="Change a goal", responses=responses(*DECIDING, GoalNotFound))
async def change_goal(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, goal_id: GoalId, body: GoalRequest
) -> Goal:
    """The goal in other words, with another day, or done."""
    return await matches.set_goal(graph, viewer, match_id, goal_id, body, datetime.now(UTC))


@router.post(
    "/{match_id}/meetings", status_code=201, summary="Record a meeting", responses=responses(*DECIDING, TalkHeld)
)
async def create_meeting(
    graph: GraphDependency, viewer: PeopleViewerDependency, match_id: MatchId, body: MeetingRequest
) -> Meeting:
    """A meeting that the two had, or plan; one, in a flash programme. Its note is theirs."""
    return await matches.record_meeting(graph, viewer, match_id, body, datetime.now(UTC))


@router.put("/{match_id}/surveys/{survey}", summary="Answer a survey", responses=responses(*DECIDING))
async def answer_survey(
    graph: GraphDependency,
    viewer: PeopleViewerDependency,
    match_id: MatchId,
    survey: Literal["mid", "end"],
    body: SurveyRequest,
) -> SurveyAnswer:
    """How it goes, or how it went. Staff are told, the other one is not."""
    return await matches.answer_survey(graph, viewer, match_id, survey, body, datetime.now(UTC))
