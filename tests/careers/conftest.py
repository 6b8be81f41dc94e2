"""A school of sixty people in whom every table has something to show and something to keep back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.worlds import Account, Employer, Job, Knows, Stay, World, person

Ask = Callable[..., Awaitable[httpx.Response]]
CITIES = ("330100", "330100", "330200", "310000")


def jobs_of(number: int) -> tuple[Job, ...]:
    if number % 3 == 0:
        return (Job("bank", "Analyst", "2015-01", "2018-01", "finance", 2),
                Job("acme", "Engineer", f"2018-{1 + number % 12:02d}", None, "data", 3))  # fmt: skip
    if number % 3 == 1:
        return (Job("acme", "Engineer", "2016-05", None, "software", 3),)
    return (Job("bank", "Clerk", "2014", None, "finance", 1 + number % 2),)


def school() -> World:
    people = tuple(
        person(
            f"m{number}",
            listed="nobody" if number in (50, 53) else None,
            jobs=jobs_of(number),
            cohorts=(Stay("law19" if number % 2 else "cs19", "2019-09", "2022-06"),),
            places=(Stay(CITIES[number % 4], "2020"),) if number % 10 else (),
        )
        for number in range(60)
    )
    return World(
        people=people,
        employers=(Employer("acme", "Acme", "I65"), Employer("bank", "Bank", "J66")),
        knows=(Knows("m1", "m3"), Knows("m3", "m6"), Knows("m6", "m9"), Knows("m1", "m2")),
        accounts=(Account("m1", person="m1"), Account("staff", "staff"), Account("researcher", "researcher")),
    )


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """`await ask("m1", "/v1/insights", like="anybody")`: the response to that account."""

    async def asked(who: str, path: str, language: str = "en", **params: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {Account(who).token}", "Accept-Language": language}
        return await client.get(path, params=params, headers=headers)

    return asked
