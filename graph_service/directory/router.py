"""The addresses of the directory: alumni, cohorts, employers, industries, places, skills."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query

from graph_service.access.dependencies import PeopleViewerDependency, StaffDependency, ViewerDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import PeopleNotForYou, StaffOnly
from graph_service.directory import catalogue, editing, service
from graph_service.directory.filters import Question, Search
from graph_service.directory.models import (
    AlumnusRecord,
    Card,
    Cohort,
    CohortRecord,
    Employer,
    EmployerRecord,
    Facets,
    IndustryBranch,
    NetworkDrawing,
    Place,
    Skill,
)
from graph_service.directory.problems import (
    AlumnusNotFound,
    CohortNotFound,
    ContradictoryFilters,
    EditedMeanwhile,
    EmployerNotFound,
    UnknownFilterValue,
    UnknownReference,
    VersionMissing,
)
from graph_service.directory.requests import (
    CorrectAlumnusRequest,
    CorrectCohortRequest,
    CorrectEmployerRequest,
    CreateAlumnusRequest,
    CreateCohortRequest,
    CreateEmployerRequest,
    JobList,
    MembershipList,
    ResidenceList,
    SkillList,
)
from graph_service.web.dependencies import GraphDependency
from graph_service.web.paging import Cursor, Limit, Page
from graph_service.web.problems import Conflict, InvalidCursor, InvalidRequest, NotSignedIn, responses

router = APIRouter(
    route_class=SignedInRoute, prefix="/v1", responses=responses(InvalidRequest, NotSignedIn, PeopleNotForYou)
)


@router.get(
    "/alumni",
    tags=["directory"],
    summary="Find alumni",
    responses=responses(ContradictoryFilters, UnknownFilterValue, InvalidCursor),
)
async def list_alumni(
    graph: GraphDependency, viewer: PeopleViewerDependency, search: Annotated[Search, Query()]
) -> Page[Card]:
    """Finds alumni by any combination of filters, nearest to you first unless another order is asked for.

    Every filter given has to be met; of several values of one filter (repeated, or separated by commas), any. What is
    asked of the present job (`industry`, `function`, `level`, and `employer` with `employer_when=now`) has to be true
    of one present job; what is asked of the time at school (`cohort`, `programme_type`, `graduation_from`,
    `graduation_to`) of one cohort. You are found too, at degree 0. Pages follow one another by `next_cursor`, and
    nobody is shown twice or skipped when others come or go in between.
    """
    return await service.search_alumni(graph, viewer, search)


@router.get(
    "/alumni/facets",
    tags=["directory"],
    summary="Count alumni by the values of the filters",
    responses=responses(ContradictoryFilters, UnknownFilterValue),
)
async def read_facets(
    graph: GraphDependency, viewer: PeopleViewerDependency, question: Annotated[Question, Query()]
) -> Facets:
    """Counts the people who match by industry, place, programme, year, employer, function and level.

    The filters are those of the search, and all of them hold for every count, those of the same facet included: a
    count says how many of the people found have that value. Choosing one narrows and re-ranks all the others.
    Somebody with two present jobs is counted under both. When very many people match, the counts are estimated from
    a random sample of them and `sampled` is true.
    """
    return await service.count_facets(graph, viewer, question)


@router.get("/alumni/{alumnus_id}", tags=["directory"], summary="Read a record", responses=responses(AlumnusNotFound))
async def read_alumnus(graph: GraphDependency, viewer: PeopleViewerDependency, alumnus_id: UUID) -> AlumnusRecord:
    """Gives what you may see of a person: contact fields as the person chose, provenance to the person and staff."""
    return await service.read_alumnus(graph, viewer, str(alumnus_id))


@router.get(
    "/alumni/{alumnus_id}/network",
    tags=["directory"],
    summary="Draw the people around somebody",
    responses=responses(AlumnusNotFound),
)
async def read_network(
    graph: GraphDependency,
    viewer: PeopleViewerDependency,
    alumnus_id: UUID,
    hops: Annotated[int, Query(ge=1, le=2, description="How many steps outwards.")] = 1,
    limit: Annotated[
        int, Query(ge=2, le=500, description="How many people at most, the one in the middle included.")
    ] = 100,
) -> NetworkDrawing:
    """Gives the people up to one or two steps from somebody, and every connection between any two of them.

    Whoever hides connections is drawn with none but yours. When there are more people than `limit`, those of the
    first step come first, and `limited` is true.
    """
    return await service.draw_network(graph, viewer, str(alumnus_id), hops, limit)


def version_of(
    if_match: Annotated[str | None, Header(max_length=100, description="The `version` of what you read.")] = None,
) -> str:
    """The version that a correction was made on. Raises VersionMissing."""
    if if_match is None:
        raise VersionMissing
    return if_match.strip().removeprefix("W/").strip('"')


Version = Annotated[str, Depends(version_of)]
CORRECTING = responses(StaffOnly, AlumnusNotFound, EditedMeanwhile, VersionMissing, UnknownReference, Conflict)


@router.post(
    "/alumni", status_code=201, tags=["staff"], summary="Add a person", responses=responses(StaffOnly, Conflict)
)
async def create_alumnus(graph: GraphDependency, viewer: StaffDependency, body: CreateAlumnusRequest) -> AlumnusRecord:
    """Adds a person. Jobs, cohorts, places and skills are given afterwards."""
    return await editing.create_alumnus(graph, viewer, body)


@router.patch("/alumni/{alumnus_id}", tags=["staff"], summary="Correct a record", responses=CORRECTING)
async def correct_alumnus(
    graph: GraphDependency, viewer: StaffDependency, alumnus_id: UUID, version: Version, body: CorrectAlumnusRequest
) -> AlumnusRecord:
    """Changes the fields that are sent; null takes one away. Refused with 412 when somebody else was faster."""
    return await editing.correct_alumnus(graph, viewer, str(alumnus_id), version, body)


@router.put("/alumni/{alumnus_id}/jobs", tags=["staff"], summary="Correct the jobs", responses=CORRECTING)
async def replace_jobs(
    graph: GraphDependency, viewer: StaffDependency, alumnus_id: UUID, version: Version, body: JobList
) -> AlumnusRecord:
    """Gives a person these jobs in place of all that were there."""
    return await editing.replace_jobs(graph, viewer, str(alumnus_id), version, body)


@router.put("/alumni/{alumnus_id}/cohorts", tags=["staff"], summary="Correct the cohorts", responses=CORRECTING)
async def replace_memberships(
    graph: GraphDependency, viewer: StaffDependency, alumnus_id: UUID, version: Version, body: MembershipList
) -> AlumnusRecord:
    """Gives a person these cohorts in place of all that were there."""
    return await editing.replace_memberships(graph, viewer, str(alumnus_id), version, body)


@router.put("/alumni/{alumnus_id}/places", tags=["staff"], summary="Correct the places", responses=CORRECTING)
async def replace_residences(
    graph: GraphDependency, viewer: StaffDependency, alumnus_id: UUID, version: Version, body: ResidenceList
) -> AlumnusRecord:
    """Gives a person these places to live in, in place of all that were there."""
    return await editing.replace_residences(graph, viewer, str(alumnus_id), version, body)


@router.put("/alumni/{alumnus_id}/skills", tags=["staff"], summary="Correct the skills", responses=CORRECTING)
async def replace_skills(
    graph: GraphDependency, viewer: StaffDependency, alumnus_id: UUID, version: Version, body: SkillList
) -> AlumnusRecord:
    """Gives a person these skills in place of all that were there; a new skill is made."""
    return await editing.replace_skills(graph, viewer, str(alumnus_id), version, body)


@router.post(
    "/employers",
    status_code=201,
    tags=["staff"],
    summary="Add an employer",
    responses=responses(StaffOnly, UnknownReference, Conflict),
)
async def create_employer(
    graph: GraphDependency, viewer: StaffDependency, body: CreateEmployerRequest
) -> EmployerRecord:
    """Adds an employer. A name that is there already, spelt alike, is refused with 409."""
    return await editing.create_employer(graph, viewer, body)


@router.patch(
    "/employers/{employer_id}",
    tags=["staff"],
    summary="Correct an employer",
    responses=responses(StaffOnly, EmployerNotFound, EditedMeanwhile, VersionMissing, UnknownReference, Conflict),
)
async def correct_employer(
    graph: GraphDependency, viewer: StaffDependency, employer_id: UUID, version: Version, body: CorrectEmployerRequest
) -> EmployerRecord:
    """Changes the fields that are sent. Its people are found by the new name when this returns."""
    return await editing.correct_employer(graph, viewer, str(employer_id), version, body)


@router.post(
    "/cohorts", status_code=201, tags=["staff"], summary="Add a cohort", responses=responses(StaffOnly, Conflict)
)
async def create_cohort(graph: GraphDependency, viewer: StaffDependency, body: CreateCohortRequest) -> CohortRecord:
    """Adds a cohort."""
    return await editing.create_cohort(graph, viewer, body)


@router.patch(
    "/cohorts/{cohort_id}",
    tags=["staff"],
    summary="Correct a cohort",
    responses=responses(StaffOnly, CohortNotFound, EditedMeanwhile, VersionMissing, Conflict),
)
async def correct_cohort(
    graph: GraphDependency, viewer: StaffDependency, cohort_id: UUID, version: Version, body: CorrectCohortRequest
) -> CohortRecord:
    """Changes the fields that are sent; null takes one away."""
    return await editing.correct_cohort(graph, viewer, str(cohort_id), version, body)


Text = Annotated[str | None, Query(max_length=100, description="What names begin with or contain.")]


@router.get("/industries", tags=["directory"], summary="The tree of industries, or those that a text finds")
async def list_industries(
    graph: GraphDependency, viewer: ViewerDependency, q: Text = None, limit: Limit = 20, cursor: Cursor = None
) -> Page[IndustryBranch]:
    """Gives the whole classification as a tree; with `q`, one page of the industries that it finds."""
    if q is None:
        return await catalogue.industry_tree(graph)
    return await catalogue.find_industries(graph, q, limit, cursor)


@router.get("/places", tags=["directory"], summary="Find places")
async def list_places(
    graph: GraphDependency,
    viewer: ViewerDependency,
    q: Text = None,
    within: Annotated[
        str | None, Query(max_length=100, description="Code or id of the place they are part of.")
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[Place]:
    """Gives places by code; with `q` those whose name contains it, those that begin with it first."""
    return await catalogue.find_places(graph, q, within, limit, cursor)


@router.get("/cohorts", tags=["directory"], summary="Find cohorts")
async def list_cohorts(
    graph: GraphDependency, viewer: ViewerDependency, q: Text = None, limit: Limit = 20, cursor: Cursor = None
) -> Page[Cohort]:
    """Gives cohorts, the latest first; with `q` those whose name or programme contains all its words."""
    return await catalogue.find_cohorts(graph, q, limit, cursor)


@router.get("/cohorts/{cohort_id}", tags=["directory"], summary="Read a cohort", responses=responses(CohortNotFound))
async def read_cohort(graph: GraphDependency, viewer: PeopleViewerDependency, cohort_id: UUID) -> CohortRecord:
    """Gives one cohort, and how many people of it you may see."""
    return await catalogue.read_cohort(graph, viewer, str(cohort_id))


@router.get("/employers", tags=["directory"], summary="Find employers")
async def list_employers(
    graph: GraphDependency, viewer: PeopleViewerDependency, q: Text = None, limit: Limit = 20, cursor: Cursor = None
) -> Page[Employer]:
    """Gives the employers of people you may see; with `q` those whose name or alias contains it."""
    return await catalogue.find_employers(graph, viewer, q, limit, cursor)


@router.get(
    "/employers/{employer_id}", tags=["directory"], summary="Read an employer", responses=responses(EmployerNotFound)
)
async def read_employer(graph: GraphDependency, viewer: PeopleViewerDependency, employer_id: UUID) -> EmployerRecord:
    """Gives one employer, and how many people you may see work or worked there."""
    return await catalogue.read_employer(graph, viewer, str(employer_id))


@router.get("/skills", tags=["directory"], summary="Find skills")
async def list_skills(
    graph: GraphDependency, viewer: PeopleViewerDependency, q: Text = None, limit: Limit = 20, cursor: Cursor = None
) -> Page[Skill]:
    """Gives the skills of people you may see; with `q` those whose name contains it."""
    return await catalogue.find_skills(graph, viewer, q, limit, cursor)
