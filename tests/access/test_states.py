"""State labels and the school's defaults."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest

from graph_service.access import queries
from graph_service.access.defaults import apply_school_defaults
from graph_service.access.states import Defaults, school_defaults, set_state_labels, state_labels
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.access.people import ADD, labels_of
from tests.support import stable_id, statement

APPLIED = statement("MATCH (s:School) RETURN s.applied_listed AS listed, s.applied_show_connections AS shown", "read")
LABELS = statement(
    "MATCH (a:Alumnus) RETURN a.id AS id, [label IN labels(a) WHERE label <> 'Alumnus'] AS labels", "read"
)
ANSWERS = [
    {"listed": listed, "show_connections": shown, "mentor": mentor, "bridge": bridge}
    for listed, shown, mentor, bridge in itertools.product(
        (None, "members", "connections", "nobody"), (None, True, False), (None, True, False), (None, True, False)
    )
]


@pytest.fixture
async def school(graph: Graph, settings: Settings) -> AsyncIterator[Settings]:
    """Settings to change; the school's own hold again afterwards."""
    yield settings
    await apply_school_defaults(graph, settings)


async def add_everybody(graph: Graph) -> None:
    people = [
        {"id": stable_id(f"person {number}"), "order_key": number, **answers} for number, answers in enumerate(ANSWERS)
    ]
    await graph.run(ADD, people=people)


async def everybodys_labels(graph: Graph) -> list[set[str]]:
    found = {row["id"]: set(row["labels"]) for row in await graph.run(LABELS)}
    return [found[stable_id(f"person {number}")] for number in range(len(ANSWERS))]


@pytest.mark.parametrize("listed", ["members", "connections", "nobody"])
@pytest.mark.parametrize("show_connections", [True, False])
async def test_the_graph_and_the_function_derive_the_same_labels(
    graph: Graph, school: Settings, listed, show_connections: bool
) -> None:
    defaults = Defaults(listed, show_connections)
    changed = school.model_copy(update={"default_listed": listed, "default_show_connections": show_connections})
    assert school_defaults(changed) == defaults
    await add_everybody(graph)
    await apply_school_defaults(graph, changed)
    await set_state_labels(graph, [stable_id(f"person {number}") for number in range(len(ANSWERS))])
    assert await everybodys_labels(graph) == [state_labels(**answers, defaults=defaults) for answers in ANSWERS]


async def test_other_defaults_relabel_everybody_without_an_answer(graph: Graph, school: Settings) -> None:
    await add_everybody(graph)
    await set_state_labels(graph, [stable_id(f"person {number}") for number in range(len(ANSWERS))])
    for listed, shown in (("nobody", False), ("connections", True), ("members", True)):
        changed = school.model_copy(update={"default_listed": listed, "default_show_connections": shown})
        await apply_school_defaults(graph, changed)
        expected = [state_labels(**answers, defaults=Defaults(listed, shown)) for answers in ANSWERS]
        assert await everybodys_labels(graph) == expected


async def test_the_same_defaults_touch_nobody(graph: Graph, school: Settings) -> None:
    await apply_school_defaults(graph, school)
    await graph.run(ADD, people=[{"id": stable_id("han"), "order_key": 1}])
    await graph.run(statement("MATCH (a:Alumnus) SET a:Hidden"))
    await apply_school_defaults(graph, school)
    assert await labels_of(graph, "han") == {"Hidden"}


async def test_an_interrupted_change_is_taken_up_even_when_it_is_taken_back(graph: Graph, school: Settings) -> None:
    await apply_school_defaults(graph, school)
    await graph.run(ADD, people=[{"id": stable_id("han"), "order_key": 1}])
    stored = await queries.record_school_defaults(graph, listed="nobody", show_connections=True)
    assert not stored.applied
    await set_state_labels(graph, [stable_id("han")])  # as far as it came
    assert await labels_of(graph, "han") == {"Hidden"}
    await apply_school_defaults(graph, school)
    assert await labels_of(graph, "han") == set()
    assert (await graph.run(APPLIED))[0] == {"listed": "members", "shown": True}


async def test_defaults_that_changed_meanwhile_are_not_confirmed(graph: Graph, school: Settings) -> None:
    await queries.record_school_defaults(graph, listed="nobody", show_connections=True)
    await queries.confirm_school_defaults(graph, listed="connections", show_connections=True)
    assert (await graph.run(APPLIED))[0] == {"listed": None, "shown": None}


async def test_labels_of_nobody_and_of_the_unknown_are_no_error(graph: Graph) -> None:
    await set_state_labels(graph, [])
    await set_state_labels(graph, ["unknown"])
    assert await graph.run(LABELS) == []
