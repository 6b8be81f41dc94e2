"""Who is let in where: rights are read for each request."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from graph_service.access import accounts
from graph_service.access.dependencies import (
    AdminDependency,
    MemberDependency,
    PeopleViewerDependency,
    StaffDependency,
    ViewerDependency,
)
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Graph
from graph_service.web import problems
from tests.access.people import add_account, add_people, token
from tests.support import stable_id, statement

ERASE = statement("MATCH (a:Alumnus {id: $id}) DETACH DELETE a")


@pytest.fixture
async def doors(graph: Graph, app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """One address for each kind of viewer."""
    made = FastAPI()
    made.state.graph, made.state.settings = graph, app.state.settings
    problems.install(made)

    @made.get("/viewer")
    async def viewer(viewer: ViewerDependency) -> str:
        return viewer.role

    @made.get("/people")
    async def people(viewer: PeopleViewerDependency) -> str:
        return viewer.role

    @made.get("/member")
    async def member(viewer: MemberDependency) -> str:
        return viewer.member_id

    @made.get("/staff")
    async def staff(viewer: StaffDependency) -> str:
        return viewer.role

    @made.get("/admin")
    async def admin(viewer: AdminDependency) -> str:
        return viewer.role

    async with httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://doors") as client:
        yield client


async def open_doors(doors: httpx.AsyncClient, headers: dict[str, str]) -> set[str]:
    """The doors that open with that token; all others have to be 403."""
    names = ("viewer", "people", "member", "staff", "admin")
    answers = {name: await doors.get(f"/{name}", headers=headers) for name in names}
    assert {answer.status_code for answer in answers.values()} <= {200, 403}
    return {name for name, answer in answers.items() if answer.status_code == 200}


@pytest.mark.parametrize(
    ("role", "person", "expected"),
    [
        (Role.ALUMNUS, "han", {"viewer", "people", "member"}),
        (Role.ALUMNUS, None, {"viewer"}),
        (Role.RESEARCHER, None, {"viewer"}),
        (Role.RESEARCHER, "han", {"viewer"}),
        (Role.STAFF, None, {"viewer", "people", "staff"}),
        (Role.STAFF, "han", {"viewer", "people", "member", "staff"}),
        (Role.ADMIN, None, {"viewer", "people", "staff", "admin"}),
    ],
)
async def test_each_role_opens_its_doors(
    doors: httpx.AsyncClient,
    client: httpx.AsyncClient,
    graph: Graph,
    role: Role,
    person: str | None,
    expected: set[str],
) -> None:
    await add_people(graph, "han")
    await add_account(graph, "somebody", role, person)
    assert await open_doors(doors, await token(client, "somebody")) == expected


async def test_a_change_of_role_holds_for_the_next_request(
    doors: httpx.AsyncClient, client: httpx.AsyncClient, graph: Graph
) -> None:
    await add_account(graph, "somebody", Role.STAFF)
    headers = await token(client, "somebody")
    assert (await doors.get("/staff", headers=headers)).status_code == 200
    await accounts.change_account(graph, "somebody", role=Role.RESEARCHER)
    assert (await doors.get("/staff", headers=headers)).status_code == 403


async def test_an_account_out_of_use_is_out_at_once_and_its_old_tokens_stay_ended(
    doors: httpx.AsyncClient, client: httpx.AsyncClient, graph: Graph
) -> None:
    await add_account(graph, "somebody", Role.STAFF)
    headers = await token(client, "somebody")
    await accounts.change_account(graph, "somebody", disabled=True)
    assert (await doors.get("/viewer", headers=headers)).status_code == 401
    await accounts.change_account(graph, "somebody", disabled=False)
    assert (await doors.get("/viewer", headers=headers)).status_code == 401


async def test_a_new_link_and_a_removed_one_hold_for_the_next_request(
    doors: httpx.AsyncClient, client: httpx.AsyncClient, graph: Graph
) -> None:
    await add_people(graph, "han", "li")
    await add_account(graph, "somebody")
    headers = await token(client, "somebody")
    await accounts.link_account(graph, "somebody", "han")
    assert (await doors.get("/member", headers=headers)).json() == stable_id("han")
    await accounts.link_account(graph, "somebody", "li")
    assert (await doors.get("/member", headers=headers)).json() == stable_id("li")
    await accounts.unlink_account(graph, "somebody")
    assert (await doors.get("/member", headers=headers)).status_code == 403


async def test_an_account_whose_person_was_erased_reads_nobody(
    doors: httpx.AsyncClient, client: httpx.AsyncClient, graph: Graph
) -> None:
    await add_people(graph, "han")
    await add_account(graph, "somebody", person="han")
    headers = await token(client, "somebody")
    await graph.run(ERASE, id=stable_id("han"))
    assert await open_doors(doors, headers) == {"viewer"}
    assert (await client.get("/v1/me", headers=headers)).json()["record"] is None


def test_a_viewer_who_is_nobody_has_no_member_id() -> None:
    viewer = Viewer("account", Role.STAFF, None)
    with pytest.raises(LookupError):
        _ = viewer.member_id


async def test_the_openapi_document_shows_the_security_scheme(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["paths"]["/v1/me"]["get"]["security"] == [{"token": []}]
    assert "security" not in document["paths"]["/v1/tokens"]["post"]
