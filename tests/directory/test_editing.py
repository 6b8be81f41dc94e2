"""Staff create and correct: what is derived follows, nobody's change is lost, and all of it is written down."""

from __future__ import annotations

from typing import Any

import pytest

from graph_service.directory import editing, service
from graph_service.graph import Neo4jGraph
from tests.directory.conftest import Ask
from tests.freshness import assert_facts_are_fresh
from tests.support import stable_id, statement
from tests.worlds import Account, Employer, Stay, World, id_of, job, load_world, person

WORLD = World(
    people=(
        person("han", "韩小宁", jobs=(job("acme", since="2019"),), cohorts=(Stay("law19", "2018-09"),)),
        person("li", "李娜", jobs=(job("acme", "经理"),)),
        person("me", "我"),
    ),
    employers=(Employer("acme", "Acme 有限公司", "I65"), Employer("bank", "宁波银行")),
    accounts=(Account("of me", person="me"), Account("staff", "staff")),
)
HAN = f"/v1/alumni/{stable_id('han')}"
MOVE_ACME = statement(
    "MATCH (acme:Employer {name: 'Acme 有限公司'})-[old:IN_INDUSTRY]->(), (banks:Industry {code: 'J66'}) DELETE old "
    "CREATE (acme)-[:IN_INDUSTRY]->(banks) SET acme:FactsPending"
)
MARKED = statement("MATCH (employer:FactsPending) RETURN employer.id AS id", "read")
ACME = f"/v1/employers/{id_of('Employer', 'acme')}"
LAW = f"/v1/cohorts/{id_of('Cohort', 'law19')}"
STORED = statement(
    "MATCH (person:Alumnus {id: $id}) RETURN person.pinyin AS pinyin, person.initials AS initials, "
    "person.search AS search, person.recent_month AS recent, labels(person) AS labels, person.order_key AS order_key",
    "read",
)
ACTIONS = statement("MATCH (entry:AuditEntry) RETURN entry.action AS action ORDER BY entry.at", "read")


async def send(ask: Ask, method: str, path: str, body: Any, version: str | None = None) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return await ask(WORLD, None, path, method=method, body=body, headers=headers)


async def version_of(ask: Ask, path: str) -> str:
    return (await ask(WORLD, None, path)).json()["version"]


async def found(ask: Ask, q: str) -> list[str]:
    return [card["name"] for card in (await ask(WORLD, None, "/v1/alumni", q=q)).json()["items"]]


async def test_a_new_person_is_found_at_once(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    response = await send(
        ask, "POST", "/v1/alumni", {"name": " 单雄信 ", "key": "S9", "email": "s@example.org", "mentor": True}
    )
    assert response.status_code == 201, response.text
    record = response.json()
    assert (record["name"], record["key"], record["open_to_mentoring"], record["source"]) == (
        "单雄信",
        "S9",
        True,
        "staff",
    )
    assert await found(ask, "shanxiong") == ["单雄信"]
    stored = (await graph.run(STORED, id=record["id"]))[0]
    assert stored["initials"] == "sxx"
    assert set(stored["labels"]) == {"Alumnus", "Mentor"}
    assert stored["order_key"] == int(record["id"].replace("-", "")[:15], 16)
    again = await send(ask, "POST", "/v1/alumni", {"name": "another", "key": "S9"})
    assert again.status_code == 409


async def test_a_corrected_name_is_the_one_that_is_found(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    version = await version_of(ask, HAN)
    response = await send(ask, "PATCH", HAN, {"name": "解晓东", "about": "x", "listed": "nobody"}, version)
    assert response.status_code == 200, response.text
    assert (response.json()["name"], response.json()["about"]) == ("解晓东", "x")
    assert await found(ask, "xiexiaodong") == ["解晓东"]
    assert await found(ask, "hxn") == []
    assert (await ask(WORLD, "me", HAN)).status_code == 404
    version = response.json()["version"]
    response = await send(ask, "PATCH", HAN, {"about": None, "pinyin": "JIE  xiao dong"}, version)
    assert response.json()["about"] is None
    assert await found(ask, "jiexiao") == ["解晓东"]


async def test_of_two_who_edit_at_once_the_second_is_told(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    for path, change in ((HAN, {"about": "x"}), (ACME, {"key": "E7"}), (LAW, {"programme": "法律"})):
        version = await version_of(ask, path)
        assert (await send(ask, "PATCH", path, change, version)).status_code == 200
        late = await send(ask, "PATCH", path, change, version)
        assert (late.status_code, late.json()["type"]) == (412, "urn:problem:edited-meanwhile")
        assert (await send(ask, "PATCH", path, change)).status_code == 428
        assert (await send(ask, "PATCH", path, change, await version_of(ask, path))).status_code == 200


async def test_jobs_are_replaced_and_what_follows_from_them(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    jobs = [
        {
            "employer_id": id_of("Employer", "bank"),
            "title": "行长",
            "function": "综合管理",
            "level": "高管",
            "from": "2022-03",
        },
        {"employer_id": id_of("Employer", "acme"), "from": "2015", "to": "2016-05", "key": "J1"},
        {"employer_id": id_of("Employer", "acme"), "from": "2014", "to": "unknown"},
    ]
    record = (await send(ask, "PUT", f"{HAN}/jobs", jobs, await version_of(ask, HAN))).json()
    held = [
        (one["title"], one["function"], one["level"], one["from"], one["to"], one["current"]) for one in record["jobs"]
    ]
    assert held == [
        ("行长", "general_management", 6, "2022-03", None, True),
        (None, None, None, "2015", "2016-05", False),
        (None, None, None, "2014", None, False),
    ]
    assert record["jobs"][1]["key"] == "J1"
    assert await found(ask, "宁波 行长") == ["韩小宁"]
    assert (await graph.run(STORED, id=stable_id("han")))[0]["recent"] == 2022 * 12 + 2


async def test_cohorts_places_and_skills_are_replaced(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    cohorts = [{"cohort_id": id_of("Cohort", "cs19"), "from": "2024-09"}]
    record = (await send(ask, "PUT", f"{HAN}/cohorts", cohorts, await version_of(ask, HAN))).json()
    assert [one["name"] for one in record["cohorts"]] == ["计算机2019级"]
    assert (await graph.run(STORED, id=stable_id("han")))[0]["recent"] == 2024 * 12 + 8
    places = [
        {"place_id": id_of("Place", "330100"), "from": "2020"},
        {"place_id": id_of("Place", "310000"), "to": "2019"},
    ]
    record = (await send(ask, "PUT", f"{HAN}/places", places, record["version"])).json()
    assert [(one["code"], one["current"]) for one in record["places"]] == [("330100", True), ("310000", False)]
    skills = [{"skill": "Python"}, {"skill": " python "}, {"skill": "书法", "kind": "wanted"}]
    record = (await send(ask, "PUT", f"{HAN}/skills", skills, record["version"])).json()
    assert sorted((one["name"], one["kind"]) for one in record["skills"]) == [("python", "offered"), ("书法", "wanted")]
    record = (await send(ask, "PUT", f"{HAN}/skills", [], record["version"])).json()
    assert record["skills"] == []


@pytest.mark.parametrize(
    ("what", "body", "field"),
    [
        ("jobs", [{"employer_id": "none"}], "body.employer_id"),
        ("cohorts", [{"cohort_id": "none"}], "body.cohort_id"),
        ("places", [{"place_id": "none"}], "body.place_id"),
        ("jobs", [{"employer_id": "x", "from": "2019-13"}], "body.0.from"),
        ("jobs", [{"employer_id": "x", "from": "2019", "to": "2018"}], "body.0"),
        ("jobs", [{"employer_id": "x", "function": "wizardry"}], "body.0.function"),
        ("jobs", [{"employer_id": "x", "level": 9}], "body.0.level"),
        ("jobs", [{"employer_id": "x", "colour": "red"}], "body.0.colour"),
    ],
)
async def test_facts_that_cannot_be_are_refused_whole(
    graph: Neo4jGraph, ask: Ask, what: str, body: Any, field: str
) -> None:
    await load_world(graph, WORLD)
    before = (await ask(WORLD, None, HAN)).json()
    response = await send(ask, "PUT", f"{HAN}/{what}", body, before["version"])
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["where"] == field
    assert (await ask(WORLD, None, HAN)).json() == before


async def test_a_renamed_employer_is_found_by_its_new_name(
    graph: Neo4jGraph, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "REFRESHED_AT_ONCE", 1)
    await load_world(graph, WORLD)
    change = {"name": "云图科技", "aliases": ["Acme 有限公司"], "industry": "J66"}
    response = await send(ask, "PATCH", ACME, change, await version_of(ask, ACME))
    assert response.status_code == 200, response.text
    assert (response.json()["industry"]["code"], response.json()["aliases"]) == ("J66", ["Acme 有限公司"])
    assert sorted(await found(ask, "云图")) == ["李娜", "韩小宁"]
    assert await found(ask, "acme") == []
    assert [one["name"] for one in (await ask(WORLD, None, "/v1/employers", q="acme")).json()["items"]] == ["云图科技"]
    await assert_facts_are_fresh(graph)
    change = {"industry": None}
    response = await send(ask, "PATCH", ACME, change, await version_of(ask, ACME))
    assert response.json()["industry"] is None
    await assert_facts_are_fresh(graph)


async def test_a_correction_that_was_cut_off_is_finished_at_the_next_start(
    graph: Neo4jGraph, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "FEW", 0)
    await load_world(graph, WORLD)
    everybody = (await ask(WORLD, None, "/v1/alumni", industry="I65")).json()["items"]
    await graph.run(MOVE_ACME)
    assert (await ask(WORLD, None, "/v1/alumni", industry="I65")).json()["items"] == []
    moved = (await ask(WORLD, None, "/v1/alumni", industry="J66")).json()["items"]
    assert {one["id"] for one in everybody} <= {one["id"] for one in moved}
    await editing.finish_corrections(graph)
    assert await graph.run(MARKED) == []
    await assert_facts_are_fresh(graph)
    assert (await ask(WORLD, None, "/v1/alumni", industry="J66")).json()["items"] == moved


async def test_employers_and_cohorts_are_made(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    made = await send(ask, "POST", "/v1/employers", {"name": "新 公司", "industry": "I65"})
    assert (made.status_code, made.json()["industry"]["code"], made.json()["people_ever"]) == (201, "I65", 0)
    assert (await send(ask, "POST", "/v1/employers", {"name": "新公司"})).status_code == 409
    unknown = await send(ask, "POST", "/v1/employers", {"name": "又一家", "industry": "ZZ"})
    assert unknown.json()["errors"][0]["where"] == "body.industry"
    made = await send(ask, "POST", "/v1/cohorts", {"name": "新班", "programme_type": "online", "graduation_year": 2026})
    assert (made.status_code, made.json()["people"]) == (201, 0)
    wrong = await send(ask, "POST", "/v1/cohorts", {"name": "新班", "intake_year": 2026, "graduation_year": 2020})
    assert wrong.status_code == 422
    renamed = await send(ask, "PATCH", f"/v1/cohorts/{made.json()['id']}", {"name": "旧班"}, made.json()["version"])
    assert renamed.json()["name"] == "旧班"


async def test_what_is_not_there_cannot_be_corrected(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    nobody = stable_id("nobody")
    for path, body in (("alumni", {"about": "x"}), ("employers", {"key": "x"}), ("cohorts", {"key": "x"})):
        assert (await send(ask, "PATCH", f"/v1/{path}/{nobody}", body, "1")).status_code == 404
    assert (await send(ask, "PATCH", HAN, {}, await version_of(ask, HAN))).status_code == 422


async def test_only_staff_correct_and_each_time_it_is_written_down(graph: Neo4jGraph, ask: Ask) -> None:
    await load_world(graph, WORLD)
    refused = await ask(WORLD, "me", HAN, method="PATCH", body={"about": "x"}, headers={"If-Match": "1"})
    assert refused.status_code == 403
    await send(ask, "PATCH", HAN, {"about": "x"}, await version_of(ask, HAN))
    actions = [entry["action"] for entry in await graph.run(ACTIONS)]
    assert "record.correct" in actions
