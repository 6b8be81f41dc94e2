"""The addresses for researchers: counts of people, who mixes with whom, growth. Never a person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from graph_service.access.dependencies import ViewerDependency
from graph_service.access.presumed import SignedInRoute
from graph_service.access.viewer import Role, Viewer
from graph_service.research.models import Attribute, GroupCounts, Growth, Mixing
from graph_service.research.problems import ResearchersOnly, SameAttributeTwice
from graph_service.research.service import count_groups, grow, mix_groups
from graph_service.web.dependencies import GraphDependency, SettingsDependency
from graph_service.web.problems import InvalidRequest, NotSignedIn, responses


async def researcher_of(viewer: ViewerDependency) -> Viewer:
    """The one who asks, if they are a researcher, staff or an administrator."""
    if viewer.role is Role.RESEARCHER or viewer.sees_all:
        return viewer
    raise ResearchersOnly


ResearcherDependency = Annotated[Viewer, Depends(researcher_of)]

router = APIRouter(
    route_class=SignedInRoute,
    prefix="/v1/research",
    tags=["research"],
    responses=responses(InvalidRequest, NotSignedIn, ResearchersOnly),
)


@router.get("/counts", summary="How many people are in each group?", responses=responses(SameAttributeTwice))
async def read_counts(
    graph: GraphDependency,
    viewer: ResearcherDependency,
    settings: SettingsDependency,
    by: Annotated[list[Attribute], Query(min_length=1, max_length=2, description="An attribute, or two to cross.")],
) -> GroupCounts:
    """How many of those who agreed to be in research there are by one attribute, or by two crossed ones.

    No number has fewer than ten people behind it, and none can be worked out from others: values that few people have
    are counted together as `others`, and of a crossed table cells are left out until those left out could be anything.
    For researchers, numbers are rounded down.
    """
    if len(set(by)) < len(by):
        raise SameAttributeTwice(errors=[("query.by", "has to name two different attributes")])
    return await count_groups(graph, viewer, by, settings.smallest_count)


@router.get("/mixing", summary="Who is connected with whom?")
async def read_mixing(
    graph: GraphDependency,
    viewer: ResearcherDependency,
    settings: SettingsDependency,
    by: Annotated[Attribute, Query(description="What people are grouped by.")],
) -> Mixing:
    """How many connections there are between groups of those who agreed to be in research, and within each group.

    A number has at least ten people on either side behind it. What is left out is nothing, or several pairs of groups.
    """
    return await mix_groups(graph, viewer, by, settings.smallest_count)


@router.get("/growth", summary="How did the network grow?")
async def read_growth(graph: GraphDependency, viewer: ResearcherDependency, settings: SettingsDependency) -> Growth:
    """How many of those who agreed to be in research began in each year, and how many connections between them did."""
    return await grow(graph, viewer, settings.smallest_count)
