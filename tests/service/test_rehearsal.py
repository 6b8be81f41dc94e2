"""The service's own questions at its start: every kind of them is asked, and nothing is written."""

from __future__ import annotations

from typing import Any

from graph_service.graph import GraphUnavailable, Neo4jGraph, Statement, open_graph
from graph_service.rehearsal import rehearse
from graph_service.settings import Settings
from tests.careers.conftest import school
from tests.worlds import load_world

ASKED = {
    "careers": {"own_beginning", "group_counts", "movers", "movers_near"},
    "connections": {"connection", "common_ground", "circles", "ends", "people_of_contexts"},
    "directory": {"cards", "alumni_facets"},
    "introductions": {"destination", "bridges", "memberships"},
    "suggestions": {"standpoint", "friends_of_friends", "shared_contexts", "suggested"},
}


class Watched(Neo4jGraph):
    """A graph that remembers what it was asked, and may go away."""

    def __init__(self, graph: Neo4jGraph, lasts: int = 10**6) -> None:
        self.__dict__.update(graph.__dict__)
        self.asked: list[Statement] = []
        self.lasts = lasts

    async def run(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        self.asked.append(statement)
        if len(self.asked) > self.lasts:
            raise GraphUnavailable("gone", "code")
        return await super().run(statement, **parameters)


async def test_every_kind_of_question_is_asked_and_nothing_is_written(graph: Neo4jGraph, settings: Settings) -> None:
    await load_world(graph, school())
    watched = Watched(graph)
    await rehearse(watched, settings)
    assert {one.mode for one in watched.asked} == {"read"}
    for room, names in ASKED.items():
        assert {one.name for one in watched.asked if one.room == room} >= names


async def test_a_network_without_people_is_no_failure(graph: Neo4jGraph, settings: Settings) -> None:
    watched = Watched(graph)
    await rehearse(watched, settings)
    assert [one.name for one in watched.asked] == ["some_members"]


async def test_a_database_that_goes_away_meanwhile_ends_it(graph: Neo4jGraph, settings: Settings) -> None:
    await load_world(graph, school())
    watched = Watched(graph, lasts=9)
    await rehearse(watched, settings)
    assert len(watched.asked) <= 12
    async with open_graph("bolt://127.0.0.1:1", "neo4j", "x") as away:
        await rehearse(Watched(away, lasts=0), settings)
