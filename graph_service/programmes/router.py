"""The addresses of mentoring programmes, seen from the programme: settings, sign-up, rounds, and the report."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from graph_service.access.dependencies import MemberDependency, PeopleViewerDependency, StaffDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import MembersOnly, PeopleNotForYou, StaffOnly
from graph_service.connections.router import EXAMPLE_ID
from graph_service.programmes import reports, rounds, service
from graph_service.programmes.life import ProgrammeState, Step
from graph_service.programmes.models import (
    PROGRAMME_ID,
    ROUND_ID,
    AddPartRequest,
    Entered,
    ListedPart,
    Match,
    PairRule,
    PairRuleRequest,
    Part,
    PartRequest,
    Programme,
    ProgrammeReport,
    ProgrammeSettings,
    ProgrammeSettingsChanges,
    Published,
    Readiness,
    Role,
    Round,
    Shortlisted,
    SolveRequest,
    WhatIf,
    WhatIfRequest,
)
from graph_service.programmes.problems import (
    NotMatched,
    OptedOut,
    PairNotInRound,
    PartNotFound,
    ProgrammeClosed,
    ProgrammeNotFound,
    RoleTaken,
    RoundNotFound,
    RoundNotReady,
    UnknownOnShortlist,
    UnknownTopic,
    UnreadableSheet,
)
from graph_service.programmes.sheets import MEDIA_TYPES, SheetFormat, read_participants
from graph_service.web.dependencies import GraphDependency
from graph_service.web.paging import Cursor, Limit, Page
from graph_service.web.problems import InvalidCursor, InvalidRequest, NotSignedIn, responses

router = APIRouter(route_class=SignedInRoute, prefix="/v1/mentoring", tags=["mentoring programmes"])

ProgrammeId = Annotated[str, Path(max_length=64, description="The id of a programme.", examples=[PROGRAMME_ID])]
RoundId = Annotated[str, Path(max_length=64, description="The id of a round.", examples=[ROUND_ID])]
PersonId = Annotated[str, Path(max_length=64, description="The id of a person.", examples=[EXAMPLE_ID])]
RoleFilter = Annotated[Role | None, Query(description="Only those of this role.")]
FileKind = Annotated[SheetFormat, Query(alias="format", description="A CSV file, or a workbook.")]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
    }
}


def jobs_of(request: Request) -> rounds.RoundJobs:
    """The rounds that this service solves."""
    jobs: rounds.RoundJobs = request.app.state.round_jobs
    return jobs


JobsDependency = Annotated[rounds.RoundJobs, Depends(jobs_of)]


@router.get(
    "/programmes",
    summary="Which mentoring programmes are there?",
    responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, PeopleNotForYou),
)
async def list_programmes(
    graph: GraphDependency,
    viewer: PeopleViewerDependency,
    *,
    state: Annotated[ProgrammeState | None, Query(description="Only those in this state.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Programme]:
    """Programmes that are open, and those in which you take part, the newest first; staff see all."""
    return await service.listed(graph, viewer, state, cursor, limit)


@router.post(
    "/programmes",
    status_code=201,
    summary="Make a programme",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly),
)
async def create_programme(graph: GraphDependency, viewer: StaffDependency, body: ProgrammeSettings) -> Programme:
    """A new programme: a draft that only staff see, until it is opened."""
    return await service.create(graph, body, datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}",
    summary="One programme",
    responses=responses(InvalidRequest, NotSignedIn, PeopleNotForYou, ProgrammeNotFound),
)
async def get_programme(graph: GraphDependency, viewer: PeopleViewerDependency, programme_id: ProgrammeId) -> Programme:
    """One programme with its settings and weights, and your own part in it."""
    return await service.found(graph, viewer, programme_id)


@router.patch(
    "/programmes/{programme_id}",
    summary="Change a programme",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound, ProgrammeClosed),
)
async def change_programme(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, body: ProgrammeSettingsChanges
) -> Programme:
    """Changes the settings that are sent; new weights count up their version."""
    changes = body.model_dump(exclude_unset=True, mode="json")
    return await service.change(graph, viewer, programme_id, changes, datetime.now(UTC))


@router.post(
    "/programmes/{programme_id}/steps/{step}",
    summary="Open, close, complete or cancel a programme",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound, ProgrammeClosed),
)
async def move_programme(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, step: Step
) -> Programme:
    """Takes one step of a programme's life; a step that was taken already is taken again without effect."""
    return await service.move(graph, programme_id, step, datetime.now(UTC))


@router.put(
    "/programmes/{programme_id}/part",
    summary="Take part",
    responses=responses(
        InvalidRequest, NotSignedIn, MembersOnly, ProgrammeNotFound, ProgrammeClosed, RoleTaken, UnknownTopic,
        UnknownOnShortlist,
    ),
)  # fmt: skip
async def take_part(
    graph: GraphDependency, viewer: MemberDependency, programme_id: ProgrammeId, body: PartRequest
) -> Part:
    """Joins as mentor or mentee, or changes what you said: places, topics, shortlist, and whether you pause.

    Joining is agreeing to be matched, and to be seen by your match as they see you elsewhere. A mentor lowers the
    number of places and pauses at any time; nobody who was accepted is sent away by it.
    """
    return await service.take_part(graph, viewer, programme_id, body, datetime.now(UTC))


@router.delete(
    "/programmes/{programme_id}/part",
    summary="Leave",
    responses=responses(InvalidRequest, NotSignedIn, MembersOnly, PartNotFound),
)
async def leave_programme(graph: GraphDependency, viewer: MemberDependency, programme_id: ProgrammeId) -> Part:
    """Leaves a programme: you are in no further round, and staff do not enter you again. Matches at work go on."""
    return await service.leave(graph, viewer.member_id, programme_id, "self", datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}/shortlist",
    summary="Whom can I put on my shortlist?",
    responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, PeopleNotForYou, ProgrammeNotFound),
)
async def list_shortlist_choices(
    graph: GraphDependency,
    viewer: PeopleViewerDependency,
    programme_id: ProgrammeId,
    *,
    role: Annotated[Role, Query(description="Mentors, or mentees.")] = "mentor",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Shortlisted]:
    """Those who take part in the other role and whom you may see, by name."""
    return await service.shortlist_choices(graph, viewer, programme_id, role, cursor=cursor, limit=limit)


@router.get(
    "/programmes/{programme_id}/participants",
    summary="Who takes part?",
    responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def list_participants(
    graph: GraphDependency,
    viewer: StaffDependency,
    programme_id: ProgrammeId,
    *,
    role: RoleFilter = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[ListedPart]:
    """Those who take part, by name, those who left among them."""
    return await service.participants(graph, viewer, programme_id, role, cursor=cursor, limit=limit)


@router.post(
    "/programmes/{programme_id}/participants",
    status_code=201,
    summary="Enter somebody",
    responses=responses(
        InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound, PartNotFound, ProgrammeClosed, RoleTaken, OptedOut,
        UnknownTopic,
    ),
)  # fmt: skip
async def add_participant(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, body: AddPartRequest
) -> Part:
    """Enters somebody who did not join themselves, for a purpose that is recorded; whoever said no is not entered."""
    return await service.add(graph, viewer, programme_id, body, datetime.now(UTC))


@router.post(
    "/programmes/{programme_id}/participants/file",
    summary="Enter many, from a file",
    responses=responses(InvalidRequest, UnreadableSheet, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def add_participants(
    graph: GraphDependency,
    viewer: StaffDependency,
    programme_id: ProgrammeId,
    purpose: Annotated[str, Query(min_length=1, max_length=200, description="It is recorded.")],
    content: Annotated[bytes, Body(media_type="application/octet-stream", description="CSV or XLSX.")],
) -> Entered:
    """Enters the rows of a CSV file or workbook with the columns person, role, capacity, minimum, topic, topic_places,
    shortlist and paused, in English or Chinese; each row by itself, and the ones left out are told with their line."""
    rows = read_participants(content)
    return await service.add_sheet(graph, viewer, programme_id, rows, purpose, datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}/participants/file",
    summary="Everybody who takes part, as a file",
    response_class=Response,
    responses={**FILES, **responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound)},
)
async def download_participants(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, kind: FileKind = "csv"
) -> Response:
    """Everybody who takes part, as a file that can be changed and sent back."""
    return _file(kind, "participants", await reports.participants_file(graph, viewer, programme_id, kind))


@router.delete(
    "/programmes/{programme_id}/participants/{person_id}",
    summary="Take somebody out",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, PartNotFound),
)
async def remove_participant(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, person_id: PersonId
) -> Part:
    """Takes somebody out of a programme: they are in no further round. Matches at work go on."""
    return await service.take_out(graph, viewer, person_id, programme_id, datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}/readiness",
    summary="Are there places enough?",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def get_readiness(graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId) -> Readiness:
    """Places against sign-ups, by topic, and what would help."""
    return await service.readiness(graph, viewer, programme_id, datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}/rules",
    summary="Which pairs are locked or forbidden?",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def list_pair_rules(graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId) -> list[PairRule]:
    """The pairs that staff locked or forbade, for all rounds to come."""
    return await service.rules(graph, viewer, programme_id)


@router.put(
    "/programmes/{programme_id}/rules",
    summary="Lock or forbid a pair",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound, NotMatched),
)
async def set_pair_rule(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, body: PairRuleRequest
) -> list[PairRule]:
    """Locks a pair or forbids it, from the next round on; POST …/what-if tells before what it would cost.

    A lock opens every gate but those that protect people: a block, a missing consent, the role, oneself.
    """
    return await service.set_rule(graph, viewer, programme_id, body, datetime.now(UTC))


@router.delete(
    "/programmes/{programme_id}/rules",
    summary="Neither lock nor forbid a pair",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def remove_pair_rule(
    graph: GraphDependency,
    viewer: StaffDependency,
    programme_id: ProgrammeId,
    mentor: Annotated[str, Query(max_length=64, description="The id of the mentor.")],
    mentee: Annotated[str, Query(max_length=64, description="The id of the mentee.")],
) -> list[PairRule]:
    """Takes back what was said about a pair."""
    return await service.remove_rule(graph, viewer, programme_id, mentor, mentee)


@router.post(
    "/programmes/{programme_id}/solve",
    status_code=202,
    summary="Solve a round",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound, ProgrammeClosed),
)
async def solve_round(
    graph: GraphDependency,
    viewer: StaffDependency,
    jobs: JobsDependency,
    programme_id: ProgrammeId,
    response: Response,
    body: SolveRequest | None = None,
) -> Round:
    """Begins a round, which is solved in the background; GET the address in `Location` for its progress and its result.

    While one is being solved, the same one is answered. Pairs that are invited, accepted or at work stay as they are.
    """
    begun, is_new = await rounds.begin(graph, viewer, programme_id, body.mode if body else None, datetime.now(UTC))
    if is_new:
        jobs.start(rounds.solve(graph, viewer, begun))
    response.headers["Location"] = f"{router.prefix}/rounds/{begun.id}"
    return begun


@router.get(
    "/programmes/{programme_id}/rounds",
    summary="The rounds of a programme",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def list_rounds(graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId) -> list[Round]:
    """All rounds of a programme, the newest first."""
    await service.found(graph, viewer, programme_id)
    return await rounds.rounds_of(graph, programme_id)


@router.get(
    "/rounds/{round_id}",
    summary="One round",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, RoundNotFound),
)
async def get_round(graph: GraphDependency, viewer: StaffDependency, round_id: RoundId) -> Round:
    """How far a round is; when it is solved, its numbers, its proof, and who was left out and why."""
    return await rounds.round_found(graph, round_id)


@router.get(
    "/rounds/{round_id}/proposals",
    summary="The pairs of a round",
    responses=responses(InvalidRequest, InvalidCursor, NotSignedIn, StaffOnly, RoundNotFound),
)
async def list_proposals(
    graph: GraphDependency, viewer: StaffDependency, round_id: RoundId, *, cursor: Cursor = None, limit: Limit = 20
) -> Page[Match]:
    """The pairs of a round, by the mentee's name."""
    return await rounds.proposals(graph, viewer, round_id, cursor=cursor, limit=limit, now=datetime.now(UTC))


@router.get(
    "/rounds/{round_id}/proposals/file",
    summary="The pairs of a round, as a file",
    response_class=Response,
    responses={**FILES, **responses(InvalidRequest, NotSignedIn, StaffOnly, RoundNotFound)},
)
async def download_proposals(
    graph: GraphDependency, viewer: StaffDependency, round_id: RoundId, kind: FileKind = "csv"
) -> Response:
    """All pairs of a round as a file."""
    return _file(kind, "proposals", await reports.proposals_file(graph, viewer, round_id, kind, datetime.now(UTC)))


@router.post(
    "/rounds/{round_id}/what-if",
    summary="What would it cost to force or forbid a pair?",
    responses=responses(InvalidRequest, PairNotInRound, NotSignedIn, StaffOnly, RoundNotFound),
)
async def what_if(graph: GraphDependency, viewer: StaffDependency, round_id: RoundId, body: WhatIfRequest) -> WhatIf:
    """What forced and forbidden pairs would do to the round: its total, its worst score, and who would move.

    Answered on the very numbers that the round was computed from; nothing is changed.
    """
    return await rounds.what_if(graph, viewer, round_id, body)


@router.post(
    "/rounds/{round_id}/publish",
    summary="Publish a round",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, RoundNotFound, RoundNotReady),
)
async def publish_round(graph: GraphDependency, viewer: StaffDependency, round_id: RoundId) -> Published:
    """Invites the pairs of the newest draft, those that are still possible; pressed twice, it is done once."""
    return await rounds.publish(graph, viewer, round_id, datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}/report",
    summary="How does a programme go?",
    responses=responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound),
)
async def get_report(graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId) -> ProgrammeReport:
    """The last round with its bound and who was left out, what became of the matches, who is due for a reminder or a
    survey, and how groups of at least ten people fared."""
    return await service.report(graph, viewer, programme_id, datetime.now(UTC))


@router.get(
    "/programmes/{programme_id}/report/file",
    summary="The report, as a file",
    response_class=Response,
    responses={**FILES, **responses(InvalidRequest, NotSignedIn, StaffOnly, ProgrammeNotFound)},
)
async def download_report(
    graph: GraphDependency, viewer: StaffDependency, programme_id: ProgrammeId, kind: FileKind = "xlsx"
) -> Response:
    """The report as a file: figures, groups and the unplaced; a CSV file has the figures alone."""
    return _file(kind, "report", await reports.report_file(graph, viewer, programme_id, kind, datetime.now(UTC)))


def _file(kind: SheetFormat, name: str, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)
