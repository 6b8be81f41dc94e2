"""The words by which the index knows people: the same from the graph, from Python and from a bulk import's columns."""

from __future__ import annotations

import polars as pl
import pytest

from graph_service.directory import queries
from graph_service.directory.facts import MOST_WORDS, can_ask, facts_query, months_back
from graph_service.directory.names import initials_of, order_key_of, pinyin_of
from graph_service.graph import Neo4jGraph, apply_migrations
from graph_service.imports.facts import FactsOfPeople
from graph_service.imports.stored import FROM, TO
from tests.directory.networks import EMPLOYERS
from tests.support import stable_id, statement
from tests.worlds import Job, Skilled, Stay, World, load_world, person

FACTS = statement(
    "MATCH (person:Alumnus) "
    "RETURN person.id AS id, person.facts AS facts, person.recent_month AS recent_month ORDER BY id",
    "read",
)
WORLD = World(
    people=(
        person(
            "a",
            "韩小宁",
            jobs=(
                Job("acme", "经理", "2019", None, "sales", 4),
                Job("bank", "Engineer", "2015", "2018", "software", 2),
            ),
            cohorts=(Stay("cs19", "2010", None),),
            places=(Stay("310000", "2015", None), Stay("330100", "2010", "2015")),
            skills=(Skilled("python"), Skilled("accounting", "wanted")),
        ),
        person("b", "吕布", jobs=(Job("shop", "Clerk"), Job("acme", "Clerk", "2020", None, "sales", 4))),
        person("c", "John Smith"),
    ),
    employers=EMPLOYERS,
)
FORGET = statement("MATCH (person:Alumnus) REMOVE person.facts")
WITHOUT_MONTH = statement("MATCH (person:Alumnus) SET person.facts = substring(person.facts, 7)")
FORGET_MIGRATION = statement("MATCH (m:SchemaMigration {name: '953_recency_in_facts'}) DELETE m")


async def test_the_graph_and_python_make_the_same_facts(graph: Neo4jGraph) -> None:
    await load_world(graph, WORLD)
    made = await graph.run(FACTS)
    await graph.run(FORGET)
    rows = [{"id": row["id"], "search": "", "recent_month": row["recent_month"]} for row in made]
    await queries.write_search(graph, rows=rows)
    assert await graph.run(FACTS) == made
    assert any(" p" in row["facts"] and " i" in row["facts"] and " s" in row["facts"] for row in made)


async def test_people_from_before_months_were_facts_are_given_theirs(graph: Neo4jGraph) -> None:
    await load_world(graph, WORLD)
    made = await graph.run(FACTS)
    await graph.run(WITHOUT_MONTH)
    assert not any(row["facts"].startswith("r") for row in await graph.run(FACTS))
    await graph.run(FORGET_MIGRATION)
    assert await apply_migrations(graph) == ["953_recency_in_facts"]
    assert await graph.run(FACTS) == made


def test_columns_make_the_same_facts() -> None:
    ids = {name: stable_id(name) for name in ("acme", "globex", "bank", "here", "class", "law")}
    people = pl.DataFrame(
        {
            "number": pl.Series([7, 8, 9], dtype=pl.UInt32),
            "pinyin": [pinyin_of("韩小宁"), None, "li si"],
            "initials": [initials_of(pinyin_of("韩小宁")), None, "ls"],
            "order_key": [order_key_of(stable_id(name)) for name in ("a", "b", "c")],
            "recent_month": pl.Series([24_310, 0, 24_000], dtype=pl.Int32),
            "mentor": pl.Series([None, True, False], dtype=pl.Boolean),
        }
    )
    facts = FactsOfPeople()
    facts.named("employers", pl.Series([ids["acme"], ids["globex"]]))
    facts.named("cohorts", pl.Series([ids["class"]]))
    facts.named("skills", pl.Series([ids["law"]]))
    facts.industries(pl.Series([ids["acme"]]), pl.Series([ids["bank"]]))
    facts.homes(pl.Series([8], dtype=pl.UInt32), pl.Series([ids["here"]]))
    number, other = pl.Series(FROM, [7, 7, 9], dtype=pl.UInt32), pl.Series(TO, [0, 1, 1], dtype=pl.UInt32)
    jobs = {"function": ["sales", None, None], "level": [3, None, 2], "current": [True, False, True]}
    facts.said("jobs", pl.DataFrame([number, other]).with_columns(**{name: pl.Series(jobs[name]) for name in jobs}))
    facts.said("memberships", pl.DataFrame([number[:1], other[:1]]))
    facts.said(
        "skills",
        pl.DataFrame([number[:2], other[:1].append(other[:1])]).with_columns(kind=pl.Series(["offered", "wanted"])),
    )
    first, second, third = facts.of(people)
    assert [one.split()[0] for one in (first, second, third)] == ["r24310", "r00000", "r24000"]
    assert first.split()[2:] == sorted(
        [
            f"{letter}{ids[name][:8]}"
            for letter, name in zip("cenise", ("class", "acme", "acme", "bank", "law", "globex"), strict=True)
        ]
        + ["fsales", "l3", "xhanxiaoning", "yhxn"]
    )
    assert second.split()[2:] == [f"p{ids['here'][:8]}", "mopen"]
    assert third.split()[2:] == [f"e{ids['globex'][:8]}", "l2", f"n{ids['globex'][:8]}", "xlisi", "yls"]


def test_what_has_too_many_values_is_left_to_the_record() -> None:
    many = [stable_id(str(number)) for number in range(MOST_WORDS + 1)]
    assert facts_query({"cohort": many, "level": [3]}) == "facts:(l3)"
    assert facts_query({"cohort": many}) is None
    assert not can_ask({"cohort": many})
    assert can_ask({"cohort": many[1:]})


def test_months_of_no_width_are_refused_as_they_would_never_come_to_an_end() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        months_back(24_320, 0, 24_320)
