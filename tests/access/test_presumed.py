"""Who is asking is looked up beside the question, and decides whether there is an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from graph_service.access import accounts
from graph_service.access.dependencies import MemberDependency, StaffDependency, ViewerDependency
from graph_service.access.presumed import KnownViewers, SignedInRoute
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Graph, GraphUnavailable, Statement
from graph_service.settings import Settings
from graph_service.web import problems
from tests.access.people import PASSWORD, add_account, add_people, token
from tests.support import stable_id


class Doorkeeper:
    """A graph whose look-ups of tokens wait until they may end, or fail."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.open = asyncio.Event()
        self.open.set()
        self.away = False
        self.waiting = 0

    async def run(self, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
        if statement.name == "token_holder":
            self.waiting += 1
            try:
                await self.open.wait()
            finally:
                self.waiting -= 1
            if self.away:
                raise GraphUnavailable("away")
        return await self._graph.run(statement, **parameters)


class House:
    """An application with a few doors, and who came to which of them."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self.keeper = Doorkeeper(graph)
        self.came: list[str] = []
        self.known = KnownViewers(most=2)
        self.app = FastAPI()
        self.app.router.route_class = SignedInRoute
        self.app.state.graph, self.app.state.settings = self.keeper, settings
        self.app.state.known_viewers = self.known
        problems.install(self.app)

        @self.app.get("/anybody")
        async def anybody(viewer: ViewerDependency) -> str:
            self.came.append(viewer.role)
            return viewer.role

        @self.app.get("/member")
        async def member(viewer: MemberDependency) -> str:
            self.came.append(viewer.member_id)
            return viewer.member_id

        @self.app.get("/staff")
        async def staff(viewer: StaffDependency) -> str:
            return viewer.role

        @self.app.get("/broken")
        async def broken(viewer: ViewerDependency) -> str:
            raise problems.InvalidRequest("broken")

        @self.app.post("/anybody")
        async def posted(viewer: ViewerDependency) -> str:
            self.came.append("post")
            return viewer.role


@pytest.fixture
async def house(graph: Graph, app: FastAPI) -> House:
    return House(graph, app.state.settings)


@pytest.fixture
async def doors(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://doors") as client:
        yield client


@pytest.fixture
async def headers(doors: httpx.AsyncClient, client: httpx.AsyncClient, graph: Graph) -> dict[str, str]:
    """Of an alumnus who has asked before."""
    await add_people(graph, "han", "li")
    await add_account(graph, "somebody", person="han")
    headers = await token(client, "somebody")
    assert (await doors.get("/member", headers=headers)).json() == stable_id("han")
    return headers


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def _begun(
    house: House, doors: httpx.AsyncClient, headers: dict[str, str], method: str = "GET", door: str = "/member"
) -> asyncio.Task[httpx.Response]:
    """A request whose token is being looked up, until the keeper opens."""
    house.came.clear()
    house.keeper.open.clear()
    asked = asyncio.create_task(doors.request(method, door, headers=headers))
    await _until(lambda: house.keeper.waiting)
    await asyncio.sleep(0.05)
    return asked


async def test_the_question_is_asked_while_the_token_is_looked_up_and_answered_after_it(
    house: House, doors: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    asked = await _begun(house, doors, headers)
    await _until(lambda: house.came)
    assert not asked.done()
    house.keeper.open.set()
    assert (await asked).json() == stable_id("han")
    assert house.came == [stable_id("han")]


@pytest.mark.parametrize(("role", "method"), [(Role.STAFF, "GET"), (Role.RESEARCHER, "GET"), (Role.ALUMNUS, "POST")])
async def test_whoever_leaves_a_trace_is_looked_up_first(
    house: House, doors: httpx.AsyncClient, client: httpx.AsyncClient, graph: Graph, role: Role, method: str
) -> None:
    await add_account(graph, "somebody", role)
    headers = await token(client, "somebody")
    await doors.get("/anybody", headers=headers)
    asked = await _begun(house, doors, headers, method, "/anybody")
    assert not house.came
    house.keeper.open.set()
    assert (await asked).json() == role


@pytest.mark.parametrize("door", ["/anybody", "/member", "/broken", "/staff"])
async def test_a_token_that_was_ended_opens_nothing_not_even_once(
    doors: httpx.AsyncClient, client: httpx.AsyncClient, headers: dict[str, str], door: str
) -> None:
    assert (await client.delete("/v1/tokens/current", headers=headers)).status_code == 204
    for _ in range(2):
        assert (await doors.get(door, headers=headers)).status_code == 401


async def test_somebody_else_behind_the_token_gets_their_own_answer(
    house: House, doors: httpx.AsyncClient, headers: dict[str, str], graph: Graph
) -> None:
    await accounts.link_account(graph, "somebody", "li")
    house.came.clear()
    assert (await doors.get("/member", headers=headers)).json() == stable_id("li")
    assert house.came == [stable_id("han"), stable_id("li")]


async def test_a_refusal_too_is_that_of_this_time(
    doors: httpx.AsyncClient, headers: dict[str, str], graph: Graph
) -> None:
    assert (await doors.get("/staff", headers=headers)).status_code == 403
    assert (await doors.get("/broken", headers=headers)).status_code == 422
    await accounts.change_account(graph, "somebody", role=Role.STAFF)
    assert (await doors.get("/staff", headers=headers)).json() == Role.STAFF


async def test_without_a_look_up_there_is_no_answer(
    house: House, doors: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    house.keeper.away = True
    for door in ("/member", "/broken"):
        assert (await doors.get(door, headers=headers)).status_code == 503
    house.keeper.away = False
    assert (await doors.get("/member", headers=headers)).json() == stable_id("han")


async def test_nothing_goes_on_after_a_request_that_was_given_up(
    house: House, doors: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    asked = await _begun(house, doors, headers)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert not house.keeper.waiting


async def test_only_so_many_viewers_are_remembered(
    house: House, doors: httpx.AsyncClient, client: httpx.AsyncClient, headers: dict[str, str], graph: Graph
) -> None:
    for name in ("second", "third"):
        await add_account(graph, name)
        await doors.get("/anybody", headers=await token(client, name, PASSWORD))
    asked = await _begun(house, doors, headers)
    assert not house.came
    house.keeper.open.set()
    assert (await asked).status_code == 200


def test_a_viewer_who_is_no_alumnus_any_more_is_forgotten() -> None:
    known = KnownViewers()
    known.remember("hash", Viewer("account", Role.ALUMNUS, "han"))
    known.remember("hash", Viewer("account", Role.STAFF, "han"))
    assert known.get("hash") is None
