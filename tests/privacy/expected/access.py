"""What somebody is told of themselves, worked out plainly."""

from __future__ import annotations

import json
from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.seen import Seen
from tests.worlds import AS_OF, SOURCE, Account, Person, World, id_of, stable_id

FIELDS = ("key", "name", "name_latin", "about", "email", "phone", "wechat")
QUESTIONS = ("listed", "show_connections", "contact_audience")
CONSENTS = ("bridge", "mentor", "research")


def me(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/me` to the plain one."""
    assert answer.status == 200
    body = answer.json
    assert (body["account"]["name"], body["account"]["role"]) == (account.name, account.role)
    if account.person is None:
        assert body["record"] is None
        assert body["choices"] is None
        return
    seen = Seen(world, account.person)
    own = seen.people[account.person]
    record, choices = body["record"], body["choices"]
    assert record["id"] == own.id
    assert {name: record[name]["value"] for name in FIELDS} == {name: getattr(own, name) for name in FIELDS}
    assert {record[name]["source"] for name in FIELDS} == {own.source}
    for name, facts in _facts(seen, own).items():
        assert _in_order(record[name]["items"]) == _in_order(facts), name
    assert record["connections"] == seen.graph.degree[own.handle]
    assert {name: choices[name]["answer"] for name in QUESTIONS} == {name: getattr(own, name) for name in QUESTIONS}
    assert {name: choices[name] for name in CONSENTS} == {name: getattr(own, name) for name in CONSENTS}


def blocks(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds an answer of `/v1/me/blocks` to the plain one."""
    if account.person is None:
        assert answer.status == 403
        return
    assert answer.status == 200
    mine = {
        stable_id(blocked): f"{blocked} as they were called" for by, blocked in world.blocks if by == account.person
    }
    items = answer.json["items"]
    assert {item["id"]: item["name"] for item in items} == mine
    assert len(items) == len(mine)


def _in_order(facts: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(fact, sort_keys=True) for fact in facts)


def _facts(seen: Seen, own: Person) -> dict[str, list[dict[str, Any]]]:
    world = seen.world
    events = {one.handle: one for one in world.events}
    groups = {one.handle: one.name for one in world.groups}
    origin = {"source": SOURCE, "as_of": AS_OF}

    def time(stay: Any) -> dict[str, Any]:
        return {"from": stay.since, "to": stay.until, **origin}

    return {
        "cohorts": [
            {
                "id": id_of("Cohort", stay.where),
                "name": (cohort := seen.cohorts[stay.where]).name,
                "programme": cohort.programme,
                "programme_type": cohort.programme_type,
                **time(stay),
            }
            for stay in own.cohorts
        ],
        "jobs": [
            {
                "id": id_of("Employer", held.employer),
                "name": seen.employers[held.employer].name,
                **{name: getattr(held, name) for name in ("title", "function", "level", "current")},
                **time(held),
            }
            for held in own.jobs
        ],
        "places": [
            {
                "id": id_of("Place", stay.where),
                "name": seen.places[stay.where].name,
                "current": stay.until is None,
                **time(stay),
            }
            for stay in own.places
        ],
        "skills": [
            {"id": id_of("Skill", held.skill), "name": held.skill, "kind": held.kind, **origin} for held in own.skills
        ],
        "events": [
            {
                "id": id_of("Event", stay.where),
                "name": events[stay.where].name,
                "date": events[stay.where].date,
                "role": stay.role,
                **origin,
            }
            for stay in own.events
        ],
        "groups": [
            {"id": id_of("Group", stay.where), "name": groups[stay.where], "role": stay.role, **time(stay)}
            for stay in own.groups
        ],
    }
