"""The addresses of the directory: alumni, cohorts, employers, industries, places, skills."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from graph_service.access.dependencies import PeopleViewerDependency
from graph_service.access.problems import PeopleNotForYou
from graph_service.directory import service
from graph_service.directory.filters import Search
from graph_service.directory.models import AlumnusRecord, Card
from graph_service.directory.problems import AlumnusNotFound, ContradictoryFilters, UnknownFilterValue
from graph_service.web.dependencies import GraphDependency
from graph_service.web.paging import Page
from graph_service.web.problems import InvalidCursor, InvalidRequest, NotSignedIn, responses

router = APIRouter(prefix="/v1", responses=responses(InvalidRequest, NotSignedIn, PeopleNotForYou))


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


@router.get("/alumni/{alumnus_id}", tags=["directory"], summary="Read a record", responses=responses(AlumnusNotFound))
async def read_alumnus(graph: GraphDependency, viewer: PeopleViewerDependency, alumnus_id: UUID) -> AlumnusRecord:
    """Gives what you may see of a person: contact fields as the person chose, provenance to the person and staff."""
    return await service.read_alumnus(graph, viewer, str(alumnus_id))
