"""Pages that follow one another while people come, go and hide in between."""

from __future__ import annotations

import pytest

from graph_service.graph import Neo4jGraph
from tests.directory.conftest import Ask
from tests.support import statement
from tests.worlds import Account, Knows, Stay, World, load_world, person

HANDLES = [f"p{number:02d}" for number in range(12)]
WORLD = World(
    people=tuple(person(one, f"人{one}", cohorts=(Stay("law19", f"20{10 + n}"),)) for n, one in enumerate(HANDLES)),
    knows=(*(Knows("p00", one) for one in HANDLES[1:5]), *(Knows("p02", one) for one in HANDLES[5:8])),
    accounts=(Account("of p00", person="p00"), Account("staff", "staff")),
)
HIDE = statement("MATCH (person:Alumnus {name: $name}) SET person:Hidden")
REMOVE = statement("MATCH (person:Alumnus {name: $name}) DETACH DELETE person")
ADD = statement(
    "CREATE (:Alumnus {id: randomUUID(), order_key: toInteger(rand() * 1e15), name: $name, pinyin: 'ren', "
    "initials: 'r', search: 'new', recent_month: $month})"
)


@pytest.mark.parametrize("sort", ["closeness", "recency", "name"])
async def test_nobody_is_skipped_or_shown_twice_while_the_network_changes(
    graph: Neo4jGraph, ask: Ask, sort: str
) -> None:
    await load_world(graph, WORLD)
    before = [card["name"] for card in (await ask(WORLD, "p00", "/v1/alumni", sort=sort)).json()["items"]]
    assert len(before) == len(HANDLES)
    first = (await ask(WORLD, "p00", "/v1/alumni", sort=sort, limit=5)).json()
    shown = [card["name"] for card in first["items"]]
    assert shown == before[:5]
    await graph.run(REMOVE, name=before[4])  # the very one the cursor stands at
    await graph.run(REMOVE, name=before[1])
    await graph.run(HIDE, name=before[8])
    for number in range(3):
        await graph.run(ADD, name=f"新人{number}", month=25000 - number)
    cursor = first["next_cursor"]
    while cursor:
        page = (await ask(WORLD, "p00", "/v1/alumni", sort=sort, limit=2, cursor=cursor)).json()
        shown += [card["name"] for card in page["items"]]
        cursor = page["next_cursor"]
    assert [name for name in shown if name.startswith("人")] == [*before[:8], *before[9:]]
    assert len(shown) == len(set(shown))


async def test_a_cursor_is_good_for_its_own_question_only(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    page = (await ask(WORLD, "p00", "/v1/alumni", sort="name", limit=2)).json()
    for wrong in ({"sort": "recency"}, {"sort": "name", "open_to_mentoring": "true"}):
        response = await ask(WORLD, "p00", "/v1/alumni", cursor=page["next_cursor"], **wrong)
        assert response.json()["type"] == "urn:problem:invalid-cursor"
    longer = await ask(WORLD, "p00", "/v1/alumni", sort="name", limit=50, cursor=page["next_cursor"])
    assert len(longer.json()["items"]) == len(HANDLES) - 2


@pytest.mark.parametrize("path", ["/v1/cohorts", "/v1/places", "/v1/industries?q=I"])
async def test_lists_continue_where_they_stopped(graph: Neo4jGraph, ask: Ask, path: str) -> None:
    await load_world(graph, WORLD)
    path, _, query = path.partition("?")
    params = dict([query.split("=")]) if query else {}
    whole = (await ask(WORLD, "p00", path, **params, limit=100)).json()["items"]
    pages: list[object] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await ask(WORLD, "p00", path, **params, **cursor, limit=1)).json()
        pages += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert pages == whole
    assert len(whole) > 1
