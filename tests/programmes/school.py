"""A small school with careers, and what staff and members do with its mentoring programme over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from graph_service.graph import Neo4jGraph
from tests.conftest import SignIn
from tests.support import stable_id, statement

PEOPLE = statement(
    "UNWIND $people AS one "
    "CREATE (person:Alumnus {id: one.id, order_key: one.number, key: one.name, name: one.name, pinyin: '', "
    "initials: '', "
    "search: one.name, mentor: one.mentor, created_at: datetime(), updated_at: datetime()}) "
    "FOREACH (yes IN CASE WHEN one.mentor THEN [1] ELSE [] END | SET person:Mentor) "
    "FOREACH (yes IN CASE WHEN one.hidden THEN [1] ELSE [] END | SET person:Hidden, person.listed = 'nobody') "
    "MERGE (cohort:Cohort {id: one.cohort}) ON CREATE SET cohort.name = one.cohort, cohort.programme = one.cohort, "
    "cohort.programme_type = one.programme_type, cohort.intake_year = 2015 "
    "CREATE (person)-[:MEMBER_OF]->(cohort) "
    "MERGE (employer:Employer {id: one.employer}) ON CREATE SET employer.name = one.employer, "
    "employer.normal_name = one.employer "
    "CREATE (person)-[:WORKED_AT {title: 'x', function: one.function, level: one.level, from: '2018', "
    "from_month: 24216, "
    "current: true}]->(employer)"
)
PROFILE = statement(
    "MATCH (person:Alumnus {id: $id}) MERGE (profile:MentoringProfile {alumnus_id: $id}) "
    "MERGE (profile)-[:OF]->(person) "
    "SET profile += $values"
)
BLOCK = statement(
    "MATCH (a:Alumnus {id: $a}) MATCH (b:Alumnus {id: $b}) CREATE (a)-[:BLOCKS {created_at: datetime()}]->(b)"
)
MATCHES = statement(
    "MATCH (mentor)<-[:PAIRS_MENTOR]-(pair:Match)-[:PAIRS_MENTEE]->(mentee) "
    "RETURN pair.id AS id, pair.state AS state, mentor.id AS mentor, mentee.id AS mentee, "
    "COUNT { (mentor)-[works:MENTORS {match_id: pair.id}]->(mentee) WHERE works.to IS NULL } AS works ORDER BY id",
    "read",
)
AUDITED = statement("MATCH (entry:AuditEntry) RETURN DISTINCT entry.action AS action ORDER BY action", "read")
AGE = statement("MATCH (pair:Match) SET pair.invited_at = datetime($at), pair.expires_at = datetime($until)")


def of(name: str) -> str:
    """The id of the person of that name."""
    return stable_id(name)


def person(name: str, number: int, *, mentor: bool = False, hidden: bool = False, **facts: Any) -> dict[str, Any]:
    """Somebody as PEOPLE takes them."""
    return {
        "id": of(name),
        "number": number,
        "name": name,
        "mentor": mentor or None,
        "hidden": hidden,
        "cohort": "law",
        "programme_type": "adult",
        "employer": f"employer of {name}",
        "function": "software",
        "level": 4 if mentor else 2,
    } | facts


class School:
    """What the tests do: as staff with `staff`, as a person with `as_(name, …)`."""

    def __init__(self, graph: Neo4jGraph, client: httpx.AsyncClient, sign_in: SignIn) -> None:
        self.graph, self.client, self._sign_in = graph, client, sign_in
        self._headers: dict[str, dict[str, str]] = {}

    async def load(self, mentors: int, mentees: int, **of_everybody: Any) -> None:
        """M0, M1, … and E0, E1, …"""
        people = [person(f"M{number}", number, mentor=True, **of_everybody) for number in range(mentors)]
        people += [person(f"E{number}", 1000 + number, **of_everybody) for number in range(mentees)]
        await self.graph.run(PEOPLE, people=people)

    async def headers(self, who: str) -> dict[str, str]:
        if who not in self._headers:
            roles = ("staff", "admin", "researcher")
            self._headers[who] = await (self._sign_in(who) if who in roles else self._sign_in("alumnus", of(who)))
        return self._headers[who]

    async def ask(self, who: str, method: str, path: str, **kwargs: Any) -> httpx.Response:
        return await self.client.request(
            method, f"/v1/mentoring{path}", headers=await self.headers(who) | kwargs.pop("headers", {}), **kwargs
        )

    async def done(self, who: str, method: str, path: str, **kwargs: Any) -> Any:
        """The body of an answer that has to be good."""
        answer = await self.ask(who, method, path, **kwargs)
        assert answer.is_success, answer.text
        return answer.json()

    async def programme(self, **settings: Any) -> str:
        """A new programme that is open."""
        made = await self.done("staff", "POST", "/programmes", json={"name": "spring", **settings})
        await self.done("staff", "POST", f"/programmes/{made['id']}/steps/open")
        return str(made["id"])

    async def join(self, programme: str, who: str, role: str, **said: Any) -> Any:
        return await self.done(who, "PUT", f"/programmes/{programme}/part", json={"role": role, **said})

    async def enter(self, programme: str, names: Mapping[str, str], **said: Any) -> None:
        """Staff enter people: name to role."""
        for name, role in names.items():
            body = {"person": of(name), "role": role, "purpose": "test"} | (said if role == "mentor" else {})
            await self.done("staff", "POST", f"/programmes/{programme}/participants", json=body)

    async def close(self, programme: str) -> None:
        await self.done("staff", "POST", f"/programmes/{programme}/steps/close")

    async def solved(self, programme: str, **body: Any) -> Any:
        """A round that has come to its end, whatever it is."""
        begun = await self.done("staff", "POST", f"/programmes/{programme}/solve", json=body)
        for _ in range(600):
            now = await self.done("staff", "GET", f"/rounds/{begun['id']}")
            if now["state"] != "solving":
                return now
            await asyncio.sleep(0.1)
        raise AssertionError("the round was not solved in a minute")

    async def published(self, programme: str, **body: Any) -> list[dict[str, Any]]:
        """The matches of a new round that is published."""
        solved = await self.solved(programme, **body)
        assert solved["state"] == "draft", solved
        await self.done("staff", "POST", f"/rounds/{solved['id']}/publish")
        return (await self.done("staff", "GET", f"/rounds/{solved['id']}/proposals?limit=100"))["items"]

    async def matches(self) -> list[dict[str, Any]]:
        return list(await self.graph.run(MATCHES))
