"""`graph-service accounts …`, as it is typed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from graph_service.access import commands
from graph_service.access.accounts import AccountError, AccountNotFound, LastAdministrator, PersonNotFound
from graph_service.access.commands import accounts_app
from graph_service.access.viewer import Role
from graph_service.graph import Graph
from tests.access.people import PASSWORD, add_account, add_people, token
from tests.support import stable_id

Run = Callable[..., Any]


@pytest.fixture
async def run(graph: Graph) -> Run:
    """Runs a command line in a thread of its own, as the command line has its own event loop; the graph stays here."""
    here = asyncio.get_running_loop()
    asked_for: list[Path | None] = []

    class There:
        """The graph of this test, reached from another event loop."""

        async def run(self, *arguments: Any, **named: Any) -> Any:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(graph.run(*arguments, **named), here))

        async def transact(self, work: Any) -> Any:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(graph.transact(work), here))

    @asynccontextmanager
    async def open_graph(data: Path | None) -> AsyncIterator[Any]:
        asked_for.append(data)
        yield There()

    async def invoke(*arguments: str, typed: str | None = None) -> Result:
        runner = CliRunner()
        return await asyncio.to_thread(runner.invoke, accounts_app(open_graph), list(arguments), input=typed)

    invoke.asked_for = asked_for  # type: ignore[attr-defined]
    return invoke


async def test_an_account_with_a_made_up_password_signs_in_with_it(run: Run, graph: Graph, client) -> None:
    await add_people(graph, "han")
    result = await run("add", "Han.XiaoNing", "--alumnus", "han", "--generate")
    assert result.exit_code == 0, result.output
    assert "Added han.xiaoning (alumnus, Han (han))." in result.stdout
    [made_up] = [line.removeprefix("Password: ") for line in result.stdout.splitlines() if line.startswith("Password")]
    await token(client, "han.xiaoning", made_up)


async def test_a_password_from_standard_input_is_not_printed(run: Run, graph: Graph, client) -> None:
    result = await run("add", "han", "--role", "staff", "--password-stdin", typed=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    await token(client, "han", PASSWORD)


async def test_without_a_terminal_a_password_is_made_up(run: Run, graph: Graph) -> None:
    assert "Password: " in (await run("add", "han")).stdout


async def test_at_a_terminal_a_password_is_typed_twice(run: Run, graph: Graph, client, monkeypatch) -> None:
    answers = iter([PASSWORD, PASSWORD, "one password", "another one", ""])
    monkeypatch.setattr(commands.typer, "prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr(commands, "stdin_is_terminal", lambda: True)
    result = await run("add", "han")
    assert result.exit_code == 0, result.output
    assert "Password" not in result.output
    await token(client, "han", PASSWORD)
    assert (await run("add", "li")).exit_code == 2
    assert "Password: " in (await run("add", "wu")).stdout


async def test_two_ways_to_a_password_exclude_each_other(run: Run, graph: Graph) -> None:
    assert (await run("add", "han", "--generate", "--password-stdin", typed="x\n")).exit_code == 2


async def test_accounts_are_listed_for_people_and_for_programs(run: Run, graph: Graph) -> None:
    await add_people(graph, "han")
    await add_account(graph, "han", person="han")
    await add_account(graph, "[bold]li[/]", Role.STAFF)
    result = await run("list")
    assert "Han (han)" in result.stdout
    assert "[bold]li[/]" in result.stdout
    rows = json.loads((await run("list", "--json", "--role", "alumnus")).stdout)
    assert [(row["name"], row["alumnus_id"]) for row in rows] == [("han", stable_id("han"))]


async def test_a_list_that_is_cut_says_so(run: Run, graph: Graph, monkeypatch) -> None:
    monkeypatch.setattr(commands, "LIST_AT_MOST", 1)
    for name in ("han", "li"):
        await add_account(graph, name)
    result = await run("list")
    assert "li" not in result.stdout
    assert "more than these 1" in result.stderr


async def test_one_account_is_shown(run: Run, graph: Graph) -> None:
    await add_account(graph, "han")
    assert "alumnus" in (await run("show", "HAN")).stdout
    assert json.loads((await run("show", "han", "--json")).stdout)["name"] == "han"


async def test_an_account_goes_out_of_use_and_comes_back(run: Run, graph: Graph, client) -> None:
    await add_account(graph, "han")
    headers = await token(client, "han")
    assert (await run("disable", "han")).stdout == "han is out of use.\n"
    assert (await client.get("/v1/me", headers=headers)).status_code == 401
    assert (await run("enable", "han")).stdout == "han is in use.\n"
    await token(client, "han")


async def test_a_new_password_a_new_role_and_no_tokens(run: Run, graph: Graph, client) -> None:
    await add_account(graph, "han")
    headers = await token(client, "han")
    assert (await run("role", "han", "researcher")).stdout == "han (researcher).\n"
    assert (await client.get("/v1/me", headers=headers)).json()["account"]["role"] == "researcher"
    assert (await run("revoke", "han")).stdout == "han: 1 token ended.\n"
    assert (await run("revoke", "han")).stdout == "han: 0 tokens ended.\n"
    assert "new password" in (await run("password", "han", "--password-stdin", typed="another horse\n")).stdout
    await token(client, "han", "another horse")


async def test_a_link_is_made_and_removed(run: Run, graph: Graph) -> None:
    await add_people(graph, "han")
    await add_account(graph, "somebody")
    assert (await run("link", "somebody", "han")).stdout == "somebody (alumnus, Han (han)).\n"
    assert (await run("link", "somebody", "--remove")).stdout == "somebody (alumnus).\n"
    assert (await run("link", "somebody")).exit_code == 2
    assert (await run("link", "somebody", "han", "--remove")).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("show", "nobody"), AccountNotFound),
        (("disable", "boss"), LastAdministrator),
        (("role", "boss", "staff"), LastAdministrator),
        (("add", "li", "--alumnus", "nobody", "-g"), PersonNotFound),
    ],
)
async def test_a_failure_is_an_error_with_its_remedy(
    run: Run, graph: Graph, arguments, error: type[AccountError]
) -> None:
    await add_account(graph, "boss", Role.ADMIN)
    result = await run(*arguments)
    assert result.exit_code == 1
    assert isinstance(result.exception, error)
    assert result.exception.cause
    assert result.exception.remedy


async def test_the_data_directory_reaches_whoever_opens_the_graph(run: Run, graph: Graph, tmp_path: Path) -> None:
    await run("list", "--data", str(tmp_path))
    await run("list")
    assert run.asked_for == [tmp_path, None]  # type: ignore[attr-defined]


async def test_every_command_explains_itself(run: Run, graph: Graph) -> None:
    for name in ("add", "list", "show", "disable", "enable", "password", "role", "link", "revoke"):
        result = await run(name, "--help")
        assert result.exit_code == 0
