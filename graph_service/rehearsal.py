"""The service asks itself what people will ask, so that nobody waits for a database that has just started.

What a database has never run, it interprets, and reads from disk: the first insights of a million people took nearly
two seconds, the next ones a fraction of that. Nothing is written, and nobody is told anything.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import structlog

from graph_service.access.viewer import Role, Viewer
from graph_service.careers.alike import InsightsQuestion
from graph_service.careers.paths import PathsQuestion, paths_for
from graph_service.careers.service import insights_for
from graph_service.connections.models import USUAL_BUDGET
from graph_service.connections.neighbourhood import ties_of
from graph_service.connections.service import connection_with, today
from graph_service.directory.filters import Question, Search
from graph_service.directory.service import count_facets, search_alumni
from graph_service.graph import Graph, GraphError, load_statements
from graph_service.introductions.service import introductions_to
from graph_service.settings import Settings
from graph_service.suggestions.models import LookingFor
from graph_service.suggestions.service import suggest
from graph_service.web.problems import Problem

MEMBERS = 4
AMONG = 500
ROUTES = 3
SHOWN = 10
FUNCTIONS = ("sales", "marketing")
INDUSTRY = "I"

log = structlog.get_logger()

Ask = Callable[[], Awaitable[object]]


async def rehearse(graph: Graph, settings: Settings) -> None:
    """Asks each kind of question for a few members who know many; stops when the database is away."""
    began = time.perf_counter()
    try:
        rows = await graph.run(load_statements()["graph", "some_members"], among=AMONG, many=MEMBERS + 1)
        members = [str(row["id"]) for row in rows]
        for member, other in pairwise(members):
            for ask in _questions(graph, settings, Viewer("", Role.ALUMNUS, member), other):
                await _asked(ask)
    except GraphError as away:
        log.warning("rehearsal.stopped", kind=type(away).__name__, code=away.code)
    else:
        log.info("rehearsal.done", seconds=round(time.perf_counter() - began, 1))


async def _asked(ask: Ask) -> None:
    try:
        await ask()
    except Problem:
        # That somebody may not see somebody, or a school has no such industry, is an answer too.
        return


def _questions(graph: Graph, settings: Settings, viewer: Viewer, other: str) -> Sequence[Ask]:
    ties, now, smallest = ties_of(settings, today()), datetime.now(UTC), settings.smallest_count
    function = {"function": [FUNCTIONS[0]]}
    wishes = LookingFor(function=[FUNCTIONS[0]])
    anybody = InsightsQuestion.model_validate({"like": ["anybody"]})
    move = PathsQuestion.model_validate({"from_function": FUNCTIONS[0], "to_function": FUNCTIONS[1]})
    return [
        lambda: search_alumni(graph, viewer, Search.model_validate({})),
        lambda: search_alumni(graph, viewer, Search.model_validate(function)),
        lambda: count_facets(graph, viewer, Question.model_validate(function)),
        lambda: connection_with(graph, viewer, other, "en", ties, ROUTES, USUAL_BUDGET),
        lambda: introductions_to(graph, viewer, "alumnus", other, settings, now, "en", SHOWN),
        lambda: introductions_to(graph, viewer, "industry", INDUSTRY, settings, now, "en", SHOWN),
        lambda: suggest(graph, viewer, "known", SHOWN, LookingFor(), settings, now, "en"),
        lambda: suggest(graph, viewer, "new", SHOWN, LookingFor(), settings, now, "en"),
        lambda: suggest(graph, viewer, "new", SHOWN, wishes, settings, now, "en"),
        lambda: insights_for(graph, viewer, InsightsQuestion.model_validate({}), smallest, "en"),
        lambda: insights_for(graph, viewer, anybody, smallest, "en"),
        lambda: paths_for(graph, viewer, move, smallest, "en"),
    ]
