"""Nobody learns anything from what they may not see, on many small networks."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI
from hypothesis import given, settings

from tests.privacy.cases import MINE, Case, cases
from tests.privacy.properties import Service, check
from tests.privacy.reads import NOT_ABOUT_PEOPLE, READS
from tests.privacy.strategies import ACCOUNTS, EMPLOYERS, JOBS, VIEWER, same_view
from tests.worlds import Knows, World, person


@settings(settings.get_profile("privacy"))
@given(case=cases())
async def test_answers_are_those_of_the_view_and_hidden_changes_change_no_byte(service: Service, case: Case) -> None:
    await check(service, case)


async def test_an_estimate_does_not_tell_for_whom_a_friend_is_listed(service: Service) -> None:
    friends = tuple(person(f"f{number}", jobs=JOBS[1 + number % 9]) for number in range(9))
    world = World(
        people=(person(VIEWER), person("w"), *friends),
        employers=EMPLOYERS,
        knows=tuple(Knows(VIEWER, one.handle) for one in friends),
        accounts=ACCOUNTS,
    )
    closed = tuple(replace(one, listed="connections") for one in friends[:6])
    twin = replace(world, people=(person(VIEWER), person("w"), *closed, *friends[6:]))
    assert same_view(world, twin, VIEWER)
    facets = READS["/v1/alumni/facets"]
    await check(service, Case(world, twin, ((MINE, (facets.ask("", ()),)),), large=True))


def test_every_read_is_listed(app: FastAPI) -> None:
    described = {path for path, methods in app.openapi()["paths"].items() if "get" in methods}
    assert described - NOT_ABOUT_PEOPLE == set(READS)
