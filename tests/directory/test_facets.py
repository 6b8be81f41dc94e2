"""Facets against plain Python, and what becomes of them when there are very many people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph_service.directory.facets import facets_of, scaled
from graph_service.directory.filters import Question
from graph_service.directory.queries import FacetCount
from graph_service.graph import Neo4jGraph
from tests.directory.conftest import Ask
from tests.directory.networks import questions, worlds
from tests.directory.oracle import Oracle
from tests.directory.test_search import a_fair_question, examples, oracle_for
from tests.worlds import Person, World, id_of, load_world


def above(tree: Iterable[Any], code: str | None) -> Iterator[Any]:
    by_code = {one.code: one for one in tree}
    while code:
        yield by_code[code]
        code = by_code[code].parent


def counted(found: Iterable[Person], values_of: Callable[[Person], Iterable[Hashable]]) -> dict[Hashable, int]:
    return dict(Counter(value for one in found for value in set(values_of(one)) if value is not None))


def expected(oracle: Oracle, asked: Question) -> dict[str, dict[Hashable, int]]:
    found = oracle.found(asked)
    world = oracle.world

    def branches(one: Person, level: str) -> list[str]:
        industries = [oracle.employers[held.employer].industry for held in oracle.jobs(one, asked)]
        return [branch.code for code in industries for branch in above(world.industries, code) if branch.level == level]

    def regions(one: Person, kind: str) -> list[str]:
        homes = [stay.where for stay in one.places if stay.until is None]
        return [place.code for code in homes for place in above(world.places, code) if place.kind == kind]

    def employers(one: Person) -> list[str]:
        ever = [held for held in one.jobs if not asked.employer or id_of("Employer", held.employer) in asked.employer]
        held = oracle.jobs(one, asked) if asked.employer_when == "now" else ever
        return [id_of("Employer", job.employer) for job in held]

    return {
        "sections": counted(found, lambda one: branches(one, "section")),
        "divisions": counted(found, lambda one: branches(one, "division")),
        "provinces": counted(found, lambda one: regions(one, "province")),
        "cities": counted(found, lambda one: regions(one, "city")),
        "programme_types": counted(found, lambda one: [c.programme_type for c in oracle.memberships(one, asked)]),
        "graduation_years": counted(found, lambda one: [c.graduation_year for c in oracle.memberships(one, asked)]),
        "employers": counted(found, employers),
        "functions": counted(found, lambda one: [held.function for held in oracle.jobs(one, asked)]),
        "levels": counted(found, lambda one: [held.level for held in oracle.jobs(one, asked)]),
    }


@examples(15)
@given(world=worlds(), asked=st.lists(questions(), min_size=3, max_size=4), data=st.data())
async def test_facets_count_what_plain_python_counts(
    graph: Neo4jGraph, ask: Ask, world: World, asked: list[dict[str, Any]], data: st.DataObject
) -> None:
    await load_world(graph, world)
    who = data.draw(st.sampled_from([*(one.handle for one in world.people), None]))
    oracle = oracle_for(world, who)
    for given_params in asked:
        question, _, params = a_fair_question(given_params, who, data)
        facets = (await ask(world, who, "/v1/alumni/facets", **params)).json()
        assert facets["total"] == len(oracle.found(question))
        assert facets["sampled"] is False
        lists: dict[str, list[dict[str, Any]]] = {
            name: values for name, values in facets.items() if name not in ("total", "sampled")
        }
        counts = {name: {value["value"]: value["count"] for value in values} for name, values in lists.items()}
        assert counts == expected(oracle, question), params
        for values in lists.values():
            assert [v["count"] for v in values] == sorted((v["count"] for v in values), reverse=True)


def test_counts_of_a_sample_are_scaled_to_the_whole() -> None:
    rows = [
        FacetCount(facet="candidates", value=None, name=None, name_en=None, people=80_000),
        FacetCount(facet="looked_through", value=None, name=None, name_en=None, people=40_000),
        FacetCount(facet="total", value=None, name=None, name_en=None, people=20_000),
        FacetCount(facet="looked_at", value=None, name=None, name_en=None, people=10_000),
        FacetCount(facet="level", value=4, name=None, name_en=None, people=25),
    ]
    facets = facets_of(rows)
    assert (facets.total, facets.sampled, facets.levels[0].count) == (40_000, True, 100)
    tenth = facets_of(rows, sample=0.1)
    assert (tenth.total, tenth.sampled, tenth.levels[0].count) == (400_000, True, 1000)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_scaling_is_exact_when_everybody_was_looked_at(count: int, total: int) -> None:
    assert scaled(count, total, total) == count
