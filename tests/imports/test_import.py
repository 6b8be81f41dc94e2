"""What an import makes of the graph: rows in, updates, what is left alone, what is taken away, and what is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from graph_service.graph import Neo4jGraph
from graph_service.imports import queries
from graph_service.imports.errors import ImportRunning, ImportTakenOver, NotConfirmed, TableMissing
from graph_service.imports.writer import exclusive
from tests.freshness import assert_facts_are_fresh
from tests.imports.schools import SMALL, changed, contents, export, imported, write_school
from tests.support import statement


def read(text: str) -> object:
    return statement(text, "read")


async def one(graph: Neo4jGraph, text: str) -> dict[str, object]:
    rows = await graph.run(statement(text, "read"))
    assert len(rows) == 1, rows
    return dict(rows[0])


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return write_school(tmp_path / "school", SMALL)


async def test_a_school_goes_in_as_the_model_says(graph: Neo4jGraph, school: Path) -> None:
    report = await imported(graph, school)
    assert report.findings == ()
    assert report.outcome == "all in"
    assert report.entry("jobs").created == 4
    assert report.made == {"employers": 1, "skills": 1}
    person = await one(graph, "MATCH (n:Alumnus {key: 'A1'}) RETURN properties(n) AS p, labels(n) AS labels")
    properties = person["p"]
    assert isinstance(properties, dict)
    assert person["labels"] == ["Alumnus", "Mentor"]
    assert properties["pinyin"] == "han xiao ning"
    assert properties["initials"] == "hxn"
    assert properties["search"] == "韩小宁 hanxiaoning han xiao ning xiaoning hxn 华为技术有限公司 经理"
    assert properties["recent_month"] == 2019 * 12
    assert properties["mentor"] is True
    assert properties["source"] == "school"
    assert properties["as_of"] == "2026-11-01"
    assert properties["order_key"] == int(properties["id"].replace("-", "")[:15], 16)
    job = await one(graph, "MATCH (:Alumnus {key: 'A1'})-[r:WORKED_AT]->(e) RETURN properties(r) AS r, e.key AS e")
    assert job == {
        "e": "E1",
        "r": {
            "title": "经理", "function": "software", "level": 4, "from": "2019", "from_month": 2019 * 12,
            "current": True, "source": "school", "as_of": "2026-11-01",
        },
    }  # fmt: skip


async def test_an_end_that_nobody_knows_is_over_and_has_no_date(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    job = await one(
        graph, "MATCH (:Alumnus {key: 'A2'})-[r:WORKED_AT]->(e) RETURN r.current AS current, r.to AS to, e.name AS e"
    )
    assert job == {"current": False, "to": None, "e": "Acme Co., Ltd."}


async def test_labels_follow_the_answers(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    rows = await graph.run(statement("MATCH (n:Alumnus) RETURN n.key AS key, labels(n) AS labels ORDER BY key", "read"))
    assert {row["key"]: set(row["labels"]) - {"Alumnus"} for row in rows} == {
        "A1": {"Mentor"}, "A2": {"Hidden"}, "A3": {"Discreet"}, "A4": {"ConnectionsOnly"},
    }  # fmt: skip


async def test_industries_are_found_by_code_name_and_isic(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    rows = await graph.run(
        statement("MATCH (e:Employer)-[:IN_INDUSTRY]->(i) RETURN e.name AS e, i.code AS i ORDER BY i", "read")
    )
    assert {row["e"]: row["i"] for row in rows} == {"华为技术有限公司": "I65", "Acme Co., Ltd.": "C", "新公司": "I"}


async def test_importing_twice_is_importing_once(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    before = await contents(graph)
    again = await imported(graph, school, as_of="2026-12-31")
    assert await contents(graph) == before
    assert all(entry.unchanged == entry.rows for entry in again.ledger), again.text()


async def test_an_empty_cell_leaves_alone_and_a_token_clears(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    rows = [{"key": "A1", "name": "韩小宁", "place": "", "mentor": "<清空>", "email": "<clear>"}]
    report = await imported(graph, write_school(school, {"alumni": rows}))
    assert report.entry("alumni").updated == 1
    person = await one(
        graph,
        "MATCH (n:Alumnus {key: 'A1'})-[:LIVES_IN {current: true}]->(p) "
        "RETURN n.email AS email, n.mentor AS mentor, p.name AS place, labels(n) AS labels",
    )
    assert person == {"email": None, "mentor": None, "place": "福州市", "labels": ["Alumnus"]}


async def test_a_changed_name_brings_its_pinyin_and_search_along(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    await imported(graph, write_school(school, {"alumni": [{"key": "A1", "name": "单雄信"}]}))
    person = await one(graph, "MATCH (n:Alumnus {key: 'A1'}) RETURN n.pinyin AS pinyin, n.search AS search")
    assert person["pinyin"] == "shan xiong xin"
    assert str(person["search"]).startswith("单雄信 shanxiongxin")


async def test_a_renamed_employer_is_found_by_the_people_who_worked_there(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    alumni = [{"key": "A4", "name": "王伟"}]
    await imported(graph, write_school(school, {"alumni": alumni, "employers": [{"name": "荣耀终端", "key": "E1"}]}))
    person = await one(graph, "MATCH (n:Alumnus {key: 'A1'}) RETURN n.search AS search")
    assert "荣耀终端" in str(person["search"])


async def test_who_moves_lives_in_the_new_place_and_lived_in_the_old(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    rows = [{"key": "A2", "name": "欧阳娜", "place": "350100", "place_from": "2023-04"}]
    await imported(graph, write_school(school, {"alumni": rows}))
    homes = await graph.run(
        statement(
            "MATCH (:Alumnus {key: 'A2'})-[r:LIVES_IN]->(p) RETURN p.code AS code, r.current AS current, "
            "r.from AS begin, "
            "r.to AS end ORDER BY begin",
            "read",
        )
    )
    assert [tuple(home.values()) for home in homes] == [
        ("350200", False, "2019-05", "2023-04"), ("350100", True, "2023-04", None),
    ]  # fmt: skip


async def test_whatever_an_import_changes_is_what_search_asks_for(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    await assert_facts_are_fresh(graph)
    changes = {
        "employers": [{"name": "华为技术有限公司", "key": "E1", "industry": "J66"}],
        "alumni": [{"key": "A1", "name": "韩小宁", "place": "350200"}],
        "skills": [{"alumnus": "A2", "skill": "会计", "kind": "offered"}],
        "memberships": [{"alumnus": "A2", "cohort": "C2"}],
    }
    for table, rows in changes.items():
        only = {"alumni": [{"key": "A1", "name": "韩小宁"}]} if table != "alumni" else {}
        await imported(graph, write_school(school.with_name(table), {**only, table: rows}))
        await assert_facts_are_fresh(graph)
    assert await graph.run(read("MATCH (n:ImportPending) RETURN n.key AS key")) == []


async def test_a_job_with_a_key_can_change_in_everything(graph: Neo4jGraph, school: Path) -> None:
    jobs = [{"alumnus": "A1", "employer": "甲", "title": "a", "from": "2019", "key": "J1"}]
    await imported(graph, write_school(school, changed(SMALL, jobs=jobs)))
    jobs = [{"alumnus": "A1", "employer": "乙", "title": "b", "from": "2020", "key": "J1"}]
    report = await imported(graph, write_school(school, changed(SMALL, jobs=jobs)))
    assert report.entry("jobs").updated == 1
    job = await one(
        graph, "MATCH (n:Alumnus {key: 'A1'})-[r:WORKED_AT]->(e) RETURN e.name AS e, r.title AS t, n.search AS s"
    )
    assert (job["e"], job["t"]) == ("乙", "b")
    assert str(job["s"]).endswith("hxn 乙 b")


async def test_names_that_are_merely_alike_are_told_and_kept_apart(graph: Neo4jGraph, school: Path) -> None:
    jobs = [
        {"alumnus": "A1", "employer": name, "title": "", "from": ""}
        for name in ("华为技术股份有限公司", "华为技术　有限责任公司")
    ]
    report = await imported(graph, write_school(school, changed(SMALL, jobs=jobs)))
    assert report.alike == (("华为技术有限公司", "华为技术股份有限公司"),)
    assert report.made["employers"] == 1


async def test_two_keys_of_one_name_are_two_employers(graph: Neo4jGraph, school: Path) -> None:
    employers = [{"name": "Private practice", "key": "P1"}, {"name": "Private Practice", "key": "P2"}]
    jobs = [
        {"alumnus": "A1", "employer": "P1", "title": ""},
        {"alumnus": "A2", "employer": "P2", "title": ""},
        {"alumnus": "A3", "employer": "private practice", "title": ""},
    ]
    path = write_school(school, changed(SMALL, employers=employers, jobs=jobs))
    report = await imported(graph, path)
    assert [(f.line, f.code) for f in report.findings] == [(4, "ambiguous")]
    before = await contents(graph)
    assert (await imported(graph, path)).entry("employers").unchanged == 2
    assert await contents(graph) == before
    names = await graph.run(statement("MATCH (e:Employer) RETURN e.normal_name AS n ORDER BY n", "read"))
    assert [row["n"] for row in names] == ["private practice #P1", "private practice #P2"]


async def test_a_contradiction_is_quarantined_and_a_repetition_is_unchanged(graph: Neo4jGraph, school: Path) -> None:
    alumni = [
        {"key": "A1", "name": "韩小宁"},
        {"key": "A1", "name": "韩小宁"},
        {"key": "A1", "name": "别人"},
    ]
    report = await imported(graph, write_school(school, {"alumni": alumni}))
    entry = report.entry("alumni")
    assert (entry.created, entry.unchanged, entry.quarantined) == (1, 1, 1)
    (finding,) = report.findings
    assert (finding.line, finding.code) == (4, "contradicts")
    assert "line 2" in finding.reason
    assert "name" in finding.reason


async def test_connections_have_no_direction(graph: Neo4jGraph, school: Path) -> None:
    connections = [{"a": "A1", "b": "A2"}, {"a": "A2", "b": "A1"}, {"a": "A2", "b": "A2"}]
    report = await imported(graph, write_school(school, changed(SMALL, connections=connections)))
    entry = report.entry("connections")
    assert (entry.created, entry.unchanged, entry.quarantined) == (1, 1, 1)
    again = changed(SMALL, connections=[{"a": "A2", "b": "A1", "since": "2011"}])
    assert (await imported(graph, write_school(school, again))).entry("connections").updated == 1
    count = await one(graph, "MATCH (:Alumnus)-[r:KNOWS]->(:Alumnus) RETURN count(*) AS n, collect(r.since) AS since")
    assert count == {"n": 1, "since": ["2011"]}


async def test_people_of_the_graph_need_not_be_in_the_files(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    more = {"alumni": [{"key": "A9", "name": "新人"}], "connections": [{"a": "A9", "b": "A1"}, {"a": "A9", "b": "A8"}]}
    report = await imported(graph, write_school(school, more))
    assert report.entry("connections").created == 1
    assert [(f.column, f.value, f.code) for f in report.findings] == [("b", "A8", "unknown")]


async def test_a_row_that_speaks_of_a_refused_one_says_so(graph: Neo4jGraph, school: Path) -> None:
    alumni = [{"key": "A1", "name": ""}, {"key": "A2", "name": "乙", "place": "火星"}, {"key": "A3", "name": "丙"}]
    report = await imported(graph, write_school(school, {"alumni": alumni, "connections": SMALL["connections"]}))
    told = {(f.table, f.line, f.code) for f in report.findings}
    assert told == {
        ("alumni", 2, "empty"), ("alumni", 3, "unknown"),
        ("connections", 2, "refused"), ("connections", 3, "refused"),
    }  # fmt: skip
    assert "alumni.csv, line 2" in next(f.reason for f in report.findings if f.table == "connections")


async def test_a_dry_run_says_what_would_change_and_writes_nothing(graph: Neo4jGraph, school: Path) -> None:
    empty = await export(graph)
    dry = await imported(graph, school, dry_run=True)
    assert await export(graph) == empty
    wet = await imported(graph, school)
    assert dry.ledger == wet.ledger
    assert dry.made == wet.made
    assert "nothing was written" in dry.text()
    before = await export(graph)
    path = write_school(school, changed(SMALL, alumni=[{"key": "A1", "name": "别人"}, {"key": "B1", "name": "新人"}]))
    dry = await imported(graph, path, dry_run=True, missing_means_gone=True)
    assert await export(graph) == before
    assert (await imported(graph, path, missing_means_gone=True, confirmed=True)).ledger == dry.ledger


async def test_missing_means_gone_only_when_asked_for_and_confirmed(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    await imported(graph, write_school(school, {"alumni": [{"key": "B1", "name": "别校"}]}), source="elsewhere")
    fewer = {name: rows[:1] for name, rows in SMALL.items()}
    path = write_school(school, fewer)
    with pytest.raises(NotConfirmed):
        await imported(graph, path, missing_means_gone=True)
    assert sum(entry.removed for entry in (await imported(graph, path)).ledger) == 0
    report = await imported(graph, path, missing_means_gone=True, confirmed=True)
    removed = {entry.table: entry.removed for entry in report.ledger if entry.removed}
    assert removed == {"alumni": 3, "cohorts": 1, "memberships": 2, "jobs": 3, "skills": 1, "connections": 1} | {
        "connections": 1
    }
    left = await graph.run(statement("MATCH (n:Alumnus) RETURN n.key AS key ORDER BY key", "read"))
    assert [row["key"] for row in left] == ["A1", "B1"]


async def test_nothing_is_removed_from_a_table_with_refused_rows(graph: Neo4jGraph, school: Path) -> None:
    await imported(graph, school)
    path = write_school(school, changed(SMALL, alumni=[*SMALL["alumni"][:3], {"key": "A4", "name": ""}]))
    report = await imported(graph, path, missing_means_gone=True, confirmed=True)
    assert report.entry("alumni").removed == 0
    assert any("nothing is removed" in note for note in report.notes)


async def test_there_have_to_be_alumni(graph: Neo4jGraph, tmp_path: Path) -> None:
    with pytest.raises(TableMissing):
        await imported(graph, write_school(tmp_path / "x", {"cohorts": SMALL["cohorts"]}))


async def test_one_import_at_a_time_and_who_has_it(graph: Neo4jGraph, school: Path) -> None:
    async with exclusive(graph, "first", ""):
        with pytest.raises(ImportRunning, match="process"):
            await imported(graph, school)
    assert (await imported(graph, school)).outcome == "all in"


async def test_an_import_whose_lock_was_taken_writes_nothing_more(graph: Neo4jGraph) -> None:
    rows = [{"properties": {"id": "x", "key": "C9"}}]
    async with exclusive(graph, "first", "") as writer:
        await graph.run(statement("MATCH (n:ImportLock) SET n.run = 'another'"))
        with pytest.raises(ImportTakenOver):
            await writer.write_rows(lambda g, **p: queries.create_nodes(g, label="Cohort", **p), rows)
    assert await one(graph, "MATCH (n:Cohort) RETURN count(*) AS n") == {"n": 0}


async def test_a_batch_that_is_sent_twice_is_written_once(graph: Neo4jGraph) -> None:
    async with exclusive(graph, "first", "") as writer:
        for _ in range(2):
            await queries.create_nodes(
                graph, run=writer.run, batch=1, label="Group", rows=[{"properties": {"name": "g"}}]
            )
    assert await one(graph, "MATCH (n:Group) RETURN count(*) AS n") == {"n": 1}


async def test_an_import_leaves_its_run_behind(graph: Neo4jGraph, school: Path) -> None:
    report = await imported(graph, school)
    run = await one(
        graph, "MATCH (n:ImportRun) RETURN n.state AS state, n.digest AS digest, n.ledger AS ledger, n.source AS source"
    )
    assert run == {"state": "done", "digest": report.digest, "ledger": report.ledger_json(), "source": "school"}
    assert await one(graph, "MATCH (n:ImportLock) RETURN count(*) AS n") == {"n": 0}


async def test_two_imports_at_once_do_not_mix(graph: Neo4jGraph, school: Path) -> None:
    results = await asyncio.gather(imported(graph, school), imported(graph, school), return_exceptions=True)
    kinds = [type(result) for result in results]
    assert kinds.count(ImportRunning) == 1
    assert (await imported(graph, school)).entry("alumni").unchanged == 4
