"""From the database: everybody who agreed and nobody else, as of one moment, now and in the past."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from graph_service.analysis import extract
from graph_service.analysis.commands import register
from graph_service.analysis.errors import OptionRefused
from graph_service.analysis.extract import NetworkInMotion, OrderKeysRepeat, read_facts
from graph_service.analysis.facts import attributes_at
from graph_service.analysis.projections import acquaintances
from graph_service.analysis.snapshots import NobodyAgreed, network_at, network_from_database
from graph_service.graph import Graph, Neo4jGraph, Statement
from tests.analysis.canned import BORING, opening
from tests.analysis.lives import facts_of, month
from tests.support import stable_id, statement
from tests.worlds import Cohort, Employer, Happening, Job, Knows, Person, Stay, World, load_world, person

ANNA = person(
    "anna",
    research=True,
    mentor=True,
    jobs=(
        Job("bank", "Clerk", "2012", "2014-06", "finance", 2),
        Job("acme", "Engineer", "2014-07", None, "software", 3),
        Job("bank", "Adviser", "2015-02", None, "finance", 5),
    ),
    cohorts=(Stay("law10", "2010-09"), Stay("cs12", "2012-09")),
    places=(Stay("330100", "2011"), Stay("310000", "2009", "2010-12")),
    events=(Stay("spring"), Stay("webinar")),
)
BEN = person("ben", research=True, jobs=(Job("club", "Coach", over=True),), cohorts=(Stay("cs12"),))
CLEO = person("cleo", research=False, jobs=(Job("acme", "Spy"),), cohorts=(Stay("law10", "2010-09"),))
DORA = person("dora", cohorts=(Stay("law10", "2010-09"),))
EMIL = person("emil", research=True)
SCHOOL = World(
    people=(ANNA, BEN, CLEO, DORA, EMIL),
    employers=(Employer("acme", "Acme", "I651"), Employer("bank", "Bank", "J66"), Employer("club", "Club")),
    cohorts=(
        Cohort("law10", "法学2010级", "法学", "adult", 2010, 2013),
        Cohort("cs12", "计算机2012级", "计算机", "online", 2012, 2015),
        Cohort("cs13", "计算机2012级", "计算机", "online", 2013, 2016),
    ),
    events=(Happening("spring", "春季校友会", "2014-03-16"), Happening("webinar", "线上讲座", "2023")),
    knows=(
        Knows("anna", "ben", "2013-05"),
        Knows("ben", "emil"),
        Knows("anna", "cleo", "2011"),
        Knows("cleo", "dora"),
        Knows("dora", "emil"),
    ),
)


async def of_anna(graph: Graph, as_of: str | None) -> dict[str, Any]:
    facts = await read_facts(graph)
    rows = attributes_at(facts, month(as_of) if as_of else None).rows(named=True)
    return rows[facts.ids.index(ANNA.id)]


async def test_those_who_agreed_are_read_and_the_others_are_counted(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    facts = await read_facts(graph)
    assert set(facts.ids) == {one.id for one in (ANNA, BEN, EMIL)}
    named = {frozenset((facts.ids[a], facts.ids[b])) for a, b in facts.pairs.tolist()}
    assert named == {frozenset((ANNA.id, BEN.id)), frozenset((BEN.id, EMIL.id))}
    assert facts.counted == {
        "alumni": 5,
        "agreed": 3,
        "declined": 1,
        "never_answered": 1,
        "connections_left_out": 3,
    }
    assert len(facts.jobs) == 4
    assert facts.consistency == extract.NOTHING_WRITTEN


async def test_attributes_are_of_the_first_cohort_the_highest_job_and_the_home(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    assert await of_anna(graph, None) == {
        "programme": "法学",
        "programme_type": "adult",
        "cohort": "法学2010级",
        "intake_year": 2010,
        "industry": "J",
        "function": "finance",
        "level": 5,
        "province": "Zhejiang",
        "city": "Hangzhou",
        "events": 2,
        "attended": ["春季校友会", "线上讲座"],
        "mentor": True,
    }


async def test_the_past_knows_only_what_had_begun(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    then = await of_anna(graph, "2014-08")
    assert (then["industry"], then["function"], then["level"], then["events"]) == ("I", "software", 3, 1)
    assert then["attended"] == ["春季校友会"]
    before = await of_anna(graph, "2010-10")
    assert (before["industry"], before["level"], before["province"], before["city"]) == (None, None, "Shanghai", None)
    assert before["cohort"] == "法学2010级"


async def test_cohorts_of_one_name_are_told_apart(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    cohorts = (await read_facts(graph)).cohorts["cohort"].to_list()
    assert len(set(cohorts)) == 3
    assert "法学2010级" in cohorts


def life(chance: random.Random, number: int) -> Person:
    year = chance.choice([2012, 2014, 2016])
    return person(
        f"m{number}",
        research=chance.choice([True, True, True, False, None]),
        cohorts=chance.choice([(), (Stay("law10", f"{year}-09"),), (Stay("cs12"),)]),
    )


@pytest.mark.parametrize("as_of", [None, "2013-01", "2015-06"])
async def test_who_knows_whom_is_what_plain_python_says(
    graph: Neo4jGraph, as_of: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "PEOPLE_A_PAGE", 7)
    chance = random.Random(as_of)
    people = tuple(life(chance, number) for number in range(40))
    knows = {
        Knows(*sorted(chance.sample([one.handle for one in people], 2)), chance.choice([None, "2012-05", "2015-06"]))
        for _ in range(120)
    }
    world = World(people=people, cohorts=SCHOOL.cohorts, knows=tuple({one.ends: one for one in knows}.values()))
    await load_world(graph, world)
    shares: list[float] = []
    network = acquaintances(await read_facts(graph, tick=shares.append), month(as_of) if as_of else None)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    joined = {one.handle: {"law10": None, "cs12": "2012-01"}[stay.where] or stay.since or ""
              for one in people for stay in one.cohorts}  # fmt: skip
    there = {one.handle for one in people if one.research and (not as_of or joined.get(one.handle, "9") <= as_of)}
    wanted = {
        frozenset(map(stable_id, one.ends))
        for one in world.knows
        if one.ends <= there and (not as_of or (one.since or "9") <= as_of)
    }
    assert set(network.ids) == set(map(stable_id, there))
    assert list(network.ids) == sorted(network.ids)
    assert {frozenset((network.ids[a], network.ids[b])) for a, b in network.edges.tolist()} == wanted
    assert network.edges.tolist() == sorted(network.edges.tolist())
    assert network.attributes.height == network.order


# --- one moment -------------------------------------------------------------------------------------------------------
ELSEWHERE = statement("CREATE (:AuditEntry {id: randomUUID()})")
FORGET = statement("MATCH (:Alumnus)-[knows:KNOWS]->(:Alumnus) WITH knows LIMIT 1 DELETE knows")
WITHDRAW = statement("MATCH (a:Alumnus {id: $alumnus_id}) SET a.research = false")


class Disturbed:
    """A graph on which somebody else writes something after each page that is read."""

    def __init__(self, graph: Neo4jGraph, written: Statement, times: int, **parameters: Any) -> None:
        self._graph, self._written, self._times, self._parameters = graph, written, times, parameters

    async def run(self, wanted: Statement, **parameters: Any) -> list[dict[str, Any]]:
        rows = await self._graph.run(wanted, **parameters)
        if wanted.name == "research_answers" and self._times:
            self._times -= 1
            await self._graph.run(self._written, **self._parameters)
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)


async def test_two_equal_readings_are_of_one_moment(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    facts = await read_facts(Disturbed(graph, ELSEWHERE, 4))
    assert facts.consistency == extract.READ_TWICE


async def test_a_reading_that_was_disturbed_is_made_again(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    facts = await read_facts(Disturbed(graph, WITHDRAW, 1, alumnus_id=BEN.id))
    assert set(facts.ids) == {ANNA.id, EMIL.id}
    assert facts.counted["agreed"] == 2
    assert len(facts.pairs) == 0
    assert facts.consistency in (extract.NOTHING_WRITTEN, extract.READ_TWICE)


async def test_a_network_in_motion_is_refused_or_says_so(graph: Neo4jGraph) -> None:
    chain = tuple(person(f"m{number}", research=True) for number in range(9))
    knows = tuple(Knows(f"m{number}", f"m{number + 1}") for number in range(8))
    await load_world(graph, World(people=chain, knows=knows))
    with pytest.raises(NetworkInMotion, match="4 readings"):
        await read_facts(Disturbed(graph, FORGET, 4))
    facts = await read_facts(Disturbed(graph, FORGET, 4), allow_drift=True)
    assert facts.consistency == extract.DRIFTED


async def test_order_keys_that_repeat_are_refused(graph: Neo4jGraph) -> None:
    await load_world(graph, SCHOOL)
    await graph.run(statement("MATCH (a:Alumnus) SET a.order_key = 7"))
    with pytest.raises(OrderKeysRepeat):
        await read_facts(graph)


# --- for a command ----------------------------------------------------------------------------------------------------
def test_an_origin_tells_where_a_network_is_from() -> None:
    network = network_at(facts_of(3, pairs=[(0, 1, 24_000)]), as_of=None)
    origin = dict(network.origin)
    assert (origin["kind"], origin["projection"], origin["as_of"]) == ("database", "knows", None)
    assert (origin["people_alumni"], origin["people_agreed"], origin["connections_left_out"]) == (8, 3, 4)
    assert origin["hash"] == network.digest


@contextlib.asynccontextmanager
async def opened(_data: Path | None) -> AsyncIterator[Any]:
    yield Nobody()


class Nobody:
    """A graph in which nobody agreed."""

    async def run(self, wanted: Statement, **_parameters: Any) -> list[dict[str, Any]]:
        return (
            [{"people": 2, "declined": 1, "agreed": [], "connections": 0}] if wanted.name == "research_answers" else []
        )

    async def moment(self) -> str:
        return "now"


def test_a_network_of_nobody_is_refused() -> None:
    said: list[str] = []
    with pytest.raises(NobodyAgreed, match="None of 2 alumni"):
        network_from_database(opened, None, say=said.append)
    assert said == ["0 of 2 alumni agreed to be in research; 1 declined, 1 never answered."]


def test_a_date_that_is_none_is_refused_before_anything_is_read() -> None:
    with pytest.raises(OptionRefused, match="'last year' is no date"):
        network_from_database(opened, None, as_of="last year")


def test_a_report_says_which_database_it_is_of(tmp_path: Path) -> None:
    command = Typer()
    register(command, opening(BORING))
    command.command("other")(lambda: None)
    done = CliRunner().invoke(command, ["analyse", "--out", str(tmp_path / "report"), "--measures", "size"])
    assert done.exit_code == 0, done.output
    report = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    origin = report["network"]["origin"]
    assert (report["network"]["nodes"], report["network"]["edges"]) == (60, 180)
    assert (origin["people_alumni"], origin["people_agreed"]) == (61, 60)
    assert origin["consistency"] == extract.NOTHING_WRITTEN
    refused = CliRunner().invoke(command, ["analyse", "--out", str(tmp_path / "other"), "--projection", "friends"])
    assert isinstance(refused.exception, OptionRefused)
