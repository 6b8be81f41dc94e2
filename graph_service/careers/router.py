"""The addresses of the careers room: where people of a group are, and careers that made a move."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from graph_service.access.dependencies import NumbersViewerDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.problems import PeopleNotForYou
from graph_service.careers.alike import InsightsQuestion
from graph_service.careers.models import CareerPaths, Insights
from graph_service.careers.paths import PathsQuestion, paths_for
from graph_service.careers.problems import ContradictoryFilters, UnclearMove, UnknownFilterValue, UnknownStart
from graph_service.careers.service import insights_for
from graph_service.connections.languages import language_of
from graph_service.connections.router import AcceptLanguage
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.problems import InvalidRequest, NotSignedIn, responses

router = APIRouter(
    route_class=SignedInRoute,
    prefix="/v1",
    tags=["careers"],
    responses=responses(InvalidRequest, NotSignedIn, PeopleNotForYou),
)


@router.get(
    "/insights",
    summary="Where are people like me?",
    responses=responses(ContradictoryFilters, UnknownFilterValue, UnknownStart),
)
async def read_insights(
    graph: GraphDependency,
    viewer: NumbersViewerDependency,
    settings: SettingsDependency,
    response: Response,
    question: Annotated[InsightsQuestion, Query()],
    accept_language: AcceptLanguage = None,
) -> Insights:
    """Where the people of a group live and work, what they do, and what they did next, as counts of people you may see.

    A group is people like you (`like`), or any that the filters describe. In each table everybody is counted once: by
    one present job (of several the one of the highest level, then the latest) and one place to live. Fewer than a
    few people are never behind a number, nor between two of one table: what is left out of a whole is nobody, or at
    least as many. Very many people are estimated from a random sample of them. For researchers, numbers are rounded
    down.
    """
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    return await insights_for(graph, viewer, question, settings.smallest_count, language)


@router.get(
    "/paths", summary="Who went from there to here, and how?", responses=responses(UnclearMove, UnknownFilterValue)
)
async def read_paths(
    graph: GraphDependency,
    viewer: NumbersViewerDependency,
    settings: SettingsDependency,
    response: Response,
    question: Annotated[PathsQuestion, Query()],
    accept_language: AcceptLanguage = None,
) -> CareerPaths:
    """Careers that went from one function, or one industry, to another.

    Somebody made the move when their first start there was before their first start here. How long it took and which
    employers it led through are told when enough people are behind the numbers; very many people are looked at by a
    random sample. The people themselves are those you may see, the nearest first: everybody up to two steps from you,
    and beyond of those in the sample the latest in their careers.
    """
    language = language_of(accept_language)
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    return await paths_for(graph, viewer, question, settings.smallest_count, language)
