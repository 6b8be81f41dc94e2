"""What the directory's tests share: asking the service as somebody of a world."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.worlds import Account, World

Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """`await ask(world, "a", "/v1/alumni", q="x")`: the response to that person, or to staff for None."""

    async def asked(world: World, who: str | None, path: str, method: str = "GET", **given: Any) -> httpx.Response:
        account = account_of(world, who)
        headers = {"Authorization": f"Bearer {account.token}", **given.pop("headers", {})}
        body = given.pop("body", None)
        return await client.request(method, path, params=given, headers=headers, json=body)

    return asked


def account_of(world: World, who: str | None) -> Account:
    """The account of that person; of staff for None."""
    return next(one for one in world.accounts if (one.person == who if who else one.role == "staff"))


async def every_page(ask: Ask, world: World, who: str | None, path: str, **params: Any) -> list[Any]:
    """The items of all pages."""
    items: list[Any] = []
    while True:
        response = await ask(world, who, path, **params)
        assert response.status_code == 200, response.text
        page = response.json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        params["cursor"] = page["next_cursor"]
