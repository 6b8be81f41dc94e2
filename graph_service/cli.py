"""The command line, `graph-service`: what each room offers, under one roof, and what a failure looks like there.

Exit codes: 0 done, 1 could not be done (a cause and a remedy are printed), 2 the command was written wrongly,
3 done in part (some rows of an import were set aside; the engine of `db status` does not run), 130 interrupted.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn, cast

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperCommand
from typer.main import get_group

from graph_service import __version__
from graph_service.imports.generator.commands import generate
from graph_service.mentoring.solve_commands import solve as solve_round
from graph_service.terminal import Data

if TYPE_CHECKING:
    from graph_service.graph import Graph, OpenGraph
    from graph_service.settings import Settings

errors = Console(stderr=True)
output = Console()

app = typer.Typer(
    name="graph-service",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="An alumni network as a graph: find people, the way to them, and the right mentor.\n\n"
    "Start with [bold]graph-service demo[/bold]. For a school of your own: [bold]db start[/bold], "
    "[bold]import FOLDER[/bold], [bold]accounts add[/bold], [bold]serve[/bold].",
    epilog="Settings come from the environment (GRAPH_SERVICE_…); docs/settings.md lists them.",
)

Host = Annotated[str | None, typer.Option(help="Address to listen on; else GRAPH_SERVICE_HOST.")]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port to listen on, 0 for a free one; else GRAPH_SERVICE_PORT.")
]


class Failure(NamedTuple):
    """What a person at a terminal is told: the cause, and what to do about it."""

    cause: str
    remedy: str


def main() -> NoReturn:
    """Runs the command line, and turns every failure into a cause, a remedy and an exit code."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except KeyboardInterrupt:
        errors.print("Interrupted.")
        sys.exit(130)
    except Exception as error:
        if os.environ.get("GRAPH_SERVICE_DEBUG"):
            raise
        failure = explain(error)
        errors.print("[bold red]Error:[/]", escape(failure.cause), highlight=False, soft_wrap=True)
        errors.print(failure.remedy, style="yellow", highlight=False, markup=False, soft_wrap=True)
        sys.exit(1)
    sys.exit(0)


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def explain(error: Exception) -> Failure:
    """The cause and the remedy of a failure.

    >>> from graph_service.web.server import PortTaken
    >>> explain(PortTaken("127.0.0.1:80: in use")).remedy
    'Stop the other program, or choose another port: --port 0 takes a free one.'
    """
    remedy = getattr(error, "remedy", None)
    if remedy is not None:
        return Failure(str(getattr(error, "cause", error)), str(remedy))
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return Failure(f"No space left on the disk: {error.filename or ''}", "Make room, and run the command again.")
    for kind, cause, known_remedy in _known():
        if isinstance(error, kind):
            return Failure(f"{cause}{error}", known_remedy)
    return Failure(f"{type(error).__name__}: {error}", _REPORT)


_REPORT = "This is a fault of the service. Run it again with GRAPH_SERVICE_DEBUG=1 and report what it prints."


def _known() -> tuple[tuple[type[Exception], str, str], ...]:
    """What the failures of every room mean, in the order in which they are looked up; read when there is one."""
    from pydantic import ValidationError

    from graph_service.graph import GraphError, GraphFull, GraphRefused, GraphUnavailable
    from graph_service.graph.migrations import MigrationChanged
    from graph_service.imports.errors import ImportRefused
    from graph_service.web.server import PortTaken

    return (
        (PortTaken, "", "Stop the other program, or choose another port: --port 0 takes a free one."),
        (
            GraphRefused,
            "Neo4j does not accept what it was asked with: ",
            "Check GRAPH_SERVICE_NEO4J_USER, GRAPH_SERVICE_NEO4J_PASSWORD and the rights of that user.",
        ),
        (
            GraphUnavailable,
            "Neo4j does not answer: ",
            "Check that it runs and GRAPH_SERVICE_NEO4J_URI; for the embedded one: graph-service db status.",
        ),
        (GraphFull, "The database is full: ", "Make room on its disk, or give it more memory."),
        (MigrationChanged, "", "Use the version of the service that this graph was made with, or a newer one."),
        (GraphError, "The database could not do it: ", _REPORT),
        (ImportRefused, "", "Nothing was imported."),
        (
            ValidationError,
            "A setting is not what it has to be: ",
            "docs/settings.md lists the settings and their values.",
        ),
        (OSError, "", "Check the path and its rights."),
    )


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """What stands before every command."""
    if version:
        output.print(__version__)
        raise typer.Exit


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Ask the questions and exit, instead of serving on.")] = False,
    port: Port = None,
    data: Data = None,
) -> None:
    """A school's network on this machine: loads a sample of 5,000 alumni, asks it questions, and keeps serving."""
    from graph_service.demo.show import run_demo
    from graph_service.settings import Settings
    from graph_service.web.logs import configure_logs

    settings = _with_overrides(Settings(), data=data or demo_place(), port=port)
    configure_logs("warning", "console")
    sys.exit(run_demo(settings, once=once))


mentoring_app = typer.Typer(help="Mentoring rounds: who is matched with whom.", no_args_is_help=True)


@mentoring_app.command("demo")
def mentoring_demo(data: Data = None) -> None:
    """A whole round on the sample school: 300 mentees, 150 mentors, the report, and one pair explained."""
    from graph_service.demo.mentoring_round import run_round
    from graph_service.demo.sample import ensure_sample
    from graph_service.web.logs import configure_logs

    async def told() -> None:
        async with open_graph(data or demo_place()) as graph:
            await ensure_sample(graph, output.print)
            await run_round(graph, output)

    configure_logs("warning", "console")
    asyncio.run(told())


@app.command()
def serve(host: Host = None, port: Port = None, data: Data = None) -> None:
    """The HTTP service, on the embedded engine or on the Neo4j of GRAPH_SERVICE_NEO4J_URI. Ctrl-C stops it."""
    from graph_service.app import create_app, graph_at, neo4j_address
    from graph_service.engine.commands import shown
    from graph_service.settings import Settings
    from graph_service.web.logs import configure_logs
    from graph_service.web.server import open_socket
    from graph_service.web.server import serve as serve_app

    settings = _with_overrides(Settings(), data=data, port=port, host=host)
    configure_logs(settings.log_level, settings.log_format)
    with ExitStack() as running:
        listening = running.enter_context(open_socket(settings.host, settings.port))
        with shown() as progress:
            address = running.enter_context(neo4j_address(settings, progress))
        url = f"http://{settings.host}:{listening.getsockname()[1]}"
        application = create_app(settings, lambda: graph_at(address, settings))
        try:
            serve_app(application, listening, lambda _: errors.print(f"Serving on {url}, documented at {url}/docs"))
        except KeyboardInterrupt:
            errors.print("Stopping.")


@app.command()
def openapi() -> None:
    """The OpenAPI document of the service, as JSON on standard output."""
    from graph_service.app import Address, create_app, graph_at
    from graph_service.settings import Settings

    settings = Settings()
    document = create_app(settings, lambda: graph_at(Address("bolt://127.0.0.1", "", ""), settings)).openapi()
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def demo_place() -> Path:
    """Where the demo keeps its data: beside the user's own."""
    from graph_service.settings import Settings

    place = Settings().data_dir
    return place.with_name(f"{place.name}-demo")


def _with_overrides(settings: Settings, **overrides: object) -> Settings:
    named = {"data_dir" if name == "data" else name: value for name, value in overrides.items() if value is not None}
    return settings.model_copy(update=named)


@asynccontextmanager
async def open_graph(data: Path | None) -> AsyncGenerator[Graph]:
    """The graph that a command works on: the configured Neo4j, a running engine, or one started for the command."""
    from graph_service.app import graph_for_commands
    from graph_service.engine.commands import shown
    from graph_service.settings import Settings

    async with AsyncExitStack() as running:
        with shown() as progress:
            graph = await running.enter_async_context(
                graph_for_commands(_with_overrides(Settings(), data=data), progress)
            )
        yield graph


class _OfRoom(TyperCommand):
    """The command or the group that a room brings; its module is read when it is used: reading all takes over a second.

    The function that it is made of says in its first line what the command does, as the room does, and gives the room's
    own app.
    """

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        room_app = cast("Callable[[], typer.Typer]", self.callback)
        brought = get_group(room_app())
        command = brought.commands.get(str(self.name), brought)
        return command.make_context(info_name, args, parent, **extra)


def _alone(register: Callable[[typer.Typer, OpenGraph], None]) -> typer.Typer:
    of_room = typer.Typer()
    register(of_room, open_graph)
    return of_room


app.command()(generate)


@app.command("import", cls=_OfRoom)
def imports() -> typer.Typer:
    """Bring a school's files in: alumni, cohorts, employers, jobs, connections, … docs/import.md describes them."""
    from graph_service.imports.commands import register

    return _alone(register)


@app.command("analyse", cls=_OfRoom)
def analyse() -> typer.Typer:
    """What the network looks like: a report with plots, its numbers, and its tables, for researchers."""
    from graph_service.analysis.commands import register

    return _alone(register)


@app.command("export", cls=_OfRoom)
def export() -> typer.Typer:
    """The network without names, for research: pseudonyms, coarse attributes, and how well people are hidden."""
    from graph_service.analysis.export_commands import register

    return _alone(register)


@app.command("db", cls=_OfRoom)
def db() -> typer.Typer:
    """The embedded Neo4j: start it, stop it, back it up, check it."""
    from graph_service.engine.commands import app as engine_app

    return engine_app


@app.command("accounts", cls=_OfRoom)
def accounts() -> typer.Typer:
    """Accounts: who may sign in, as what, and as whom."""
    from graph_service.access.commands import accounts_app

    return accounts_app(open_graph)


@app.command("evaluate", cls=_OfRoom)
def evaluate() -> typer.Typer:
    """How good the answers are, measured."""
    from graph_service.mentoring.commands import evaluate_mentoring
    from graph_service.suggestions.commands import evaluate_app

    evaluations = evaluate_app(open_graph)
    evaluations.command("mentoring")(evaluate_mentoring)
    return evaluations


mentoring_app.command("solve")(solve_round)
app.add_typer(mentoring_app, name="mentoring")
