"""`graph-service accounts …`: who may sign in, from the command line.

A password is typed without being shown, read from standard input, or made up here and printed once; it is never an
argument, which other users of the machine could read.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from graph_service.access import accounts, queries
from graph_service.access.passwords import suggested_password
from graph_service.access.queries import Account
from graph_service.access.viewer import Role
from graph_service.graph import Graph, OpenGraph
from graph_service.terminal import Data

T = TypeVar("T")

LIST_AT_MOST = 10_000
PLAIN_WIDTH = 200

Name = Annotated[str, typer.Argument(help="The account's sign-in name; case does not matter.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
KeyOrId = Annotated[
    str | None,
    typer.Option("--alumnus", metavar="KEY_OR_ID", help="The person it belongs to: the school's own number, or an id."),
]
Generate = Annotated[bool, typer.Option("--generate", "-g", help="Make up a password and print it once.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input, one line.")]


def accounts_app(open_graph: OpenGraph) -> typer.Typer:
    """The sub-commands, working on the graph that `open_graph` opens."""
    app = typer.Typer(
        name="accounts",
        help="Accounts: who may sign in, as what, and as whom.",
        no_args_is_help=True,
        rich_markup_mode="rich",
    )

    @app.callback()
    def hand_over(context: typer.Context) -> None:  # pyright: ignore[reportUnusedFunction]
        context.obj = open_graph

    app.command("list")(list_accounts)
    for command in (add, show, disable, enable, password, role, link, revoke):
        app.command()(command)
    return app


def _on_graph(context: typer.Context, data: Path | None, work: Callable[[Graph], Awaitable[T]]) -> T:
    async def run() -> T:
        async with context.obj(data) as graph:
            return await work(graph)

    return asyncio.run(run())


def add(
    context: typer.Context,
    name: Name,
    *,
    role: Annotated[Role, typer.Option(help="What it is for.")] = Role.ALUMNUS,
    alumnus: KeyOrId = None,
    generate: Generate = False,
    password_stdin: FromStdin = False,
    data: Data = None,
) -> None:
    """Make an account."""
    accounts.usable_name(name)
    new = _new_password(generate, password_stdin)

    async def work(graph: Graph) -> Account:
        return await accounts.add_account(graph, name, new.text, role, key_or_id=alumnus)

    typer.echo(f"Added {_described(_on_graph(context, data, work))}.")
    _print_password(new)


def list_accounts(
    context: typer.Context,
    role: Annotated[Role | None, typer.Option(help="Only those for this.")] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """List accounts."""
    wanted = None if role is None else role.value
    rows = _on_graph(context, data, lambda graph: queries.accounts(graph, role=wanted, limit=LIST_AT_MOST + 1))
    _print_accounts(rows[:LIST_AT_MOST], as_json)
    if len(rows) > LIST_AT_MOST:
        typer.echo(f"There are more than these {LIST_AT_MOST}; narrow the list with --role.", err=True)


def show(context: typer.Context, name: Name, as_json: AsJson = False, data: Data = None) -> None:
    """Show one account."""
    account = _on_graph(context, data, lambda graph: accounts.find_account(graph, name))
    if as_json:
        typer.echo(account.model_dump_json())
    else:
        _print_account(account)


def disable(context: typer.Context, name: Name, data: Data = None) -> None:
    """Take an account out of use at once, and end its tokens. The last administrator stays."""
    account = _on_graph(context, data, lambda graph: accounts.change_account(graph, name, disabled=True))
    typer.echo(f"{account.name} is out of use.")


def enable(context: typer.Context, name: Name, data: Data = None) -> None:
    """Take an account back into use."""
    account = _on_graph(context, data, lambda graph: accounts.change_account(graph, name, disabled=False))
    typer.echo(f"{account.name} is in use.")


def password(
    context: typer.Context,
    name: Name,
    generate: Generate = False,
    password_stdin: FromStdin = False,
    data: Data = None,
) -> None:
    """Give an account a new password, and sign it out everywhere."""
    new = _new_password(generate, password_stdin)
    ended = _on_graph(context, data, lambda graph: accounts.set_password(graph, name, new.text))
    typer.echo(f"{name} has a new password; {_tokens(ended)} ended.")
    _print_password(new)


def role(
    context: typer.Context,
    name: Name,
    new_role: Annotated[Role, typer.Argument(help="What it is for.")],
    data: Data = None,
) -> None:
    """Give an account another role. The last administrator stays one."""
    account = _on_graph(context, data, lambda graph: accounts.change_account(graph, name, role=new_role))
    typer.echo(f"{_described(account)}.")


def link(
    context: typer.Context,
    name: Name,
    alumnus: Annotated[str | None, typer.Argument(metavar="KEY_OR_ID", help="The person it belongs to.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="It belongs to nobody from now on.")] = False,
    data: Data = None,
) -> None:
    """Say which person in the graph an account belongs to."""
    if remove == (alumnus is not None):
        raise typer.BadParameter("name the person, or say --remove", param_hint="KEY_OR_ID")

    async def work(graph: Graph) -> Account:
        if alumnus is None:
            return await accounts.unlink_account(graph, name)
        return await accounts.link_account(graph, name, alumnus)

    typer.echo(f"{_described(_on_graph(context, data, work))}.")


def revoke(context: typer.Context, name: Name, data: Data = None) -> None:
    """Sign an account out everywhere."""
    ended = _on_graph(context, data, lambda graph: accounts.revoke_tokens(graph, name))
    typer.echo(f"{name}: {_tokens(ended)} ended.")


class NewPassword(NamedTuple):
    """A password, and whether it was made up here, so that it has to be printed."""

    text: str
    made_up: bool


def _new_password(generate: bool, from_stdin: bool) -> NewPassword:
    if generate and from_stdin:
        raise typer.BadParameter("--generate and --password-stdin exclude each other")
    if from_stdin:
        return NewPassword(sys.stdin.readline().rstrip("\r\n"), made_up=False)
    if generate or not stdin_is_terminal():
        return NewPassword(suggested_password(), made_up=True)
    typed = typer.prompt("Password (empty: one is made up)", default="", hide_input=True, show_default=False)
    if not typed:
        return NewPassword(suggested_password(), made_up=True)
    if typer.prompt("Again", hide_input=True) != typed:
        raise typer.BadParameter("the two passwords differ")
    return NewPassword(typed, made_up=False)


def stdin_is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _print_password(new: NewPassword) -> None:
    if new.made_up:
        typer.echo(f"Password: {new.text}")
        typer.echo("It is shown this once.", err=True)


def _described(account: Account) -> str:
    person = f", {account.alumnus_name} ({account.alumnus_key or account.alumnus_id})" if account.alumnus_id else ""
    return f"{account.name} ({account.role}{person})"


def _tokens(number: int) -> str:
    return "1 token" if number == 1 else f"{number} tokens"


def _print_accounts(rows: list[Account], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([row.model_dump(mode="json") for row in rows], ensure_ascii=False, indent=2))
        return
    table = Table("name", "role", "in use", "person", "last sign-in", "tokens", box=None)
    for row in rows:
        person = f"{row.alumnus_name} ({row.alumnus_key or row.alumnus_id})" if row.alumnus_id else "-"
        in_use = "no" if row.disabled else "yes"
        signed_in = (row.signed_in_at or "-")[:16]
        table.add_row(row.name, row.role, in_use, person, signed_in, str(row.tokens))
    _console().print(table)


def _print_account(account: Account) -> None:
    table = Table(show_header=False, box=None)
    for field, value in account.model_dump(mode="json").items():
        table.add_row(field.replace("_", " "), "-" if value is None else str(value))
    _console().print(table)


def _console() -> Console:
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(width=width, markup=False, highlight=False)
