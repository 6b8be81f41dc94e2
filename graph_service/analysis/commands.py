"""`graph-service analyse`: the structure of the school's network, or of any network from files, as a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer
from rich.console import Console
from rich.table import Table

from graph_service.graph import OpenGraph
from graph_service.terminal import Data

if TYPE_CHECKING:
    from graph_service.analysis.making import Plan
    from graph_service.analysis.network import Network
    from graph_service.analysis.report import Report


NodesFile = Annotated[
    Path | None,
    typer.Option("--nodes", metavar="FILE.csv", help="Nodes: the first column the id, the others attributes."),
]
EdgesFile = Annotated[
    Path | None,
    typer.Option("--edges", metavar="FILE.csv", help="Edges: the ids of both ends; weight and since if there are any."),
]
Attributes = Annotated[
    str | None,
    typer.Option("--attributes", metavar="a,b,…", help="Which attributes are looked at; else all that can be."),
]
Missing = Annotated[
    list[str] | None,
    typer.Option("--missing", metavar="VALUE", help="A value of attributes that means missing; may be said again."),
]
Component = Annotated[
    str, typer.Option("--component", metavar="largest|all", help="Analyse the largest component alone, or everything.")
]
Unknown = Annotated[
    str,
    typer.Option("--unknown", metavar="refuse|add|drop", help="What to do with ids in the edges that no node has."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="2015-06", help="The database as it was then, by the dates on its facts."),
]
Projection = Annotated[
    str,
    typer.Option(
        "--projection",
        metavar="NAME",
        help="Which network of the database: knows, cohort, employer, event, industry-flows, employer-flows.",
    ),
]
Largest = Annotated[
    int, typer.Option("--largest", min=2, help="A cohort, an employer or an event of more people makes no edges.")
]
AllowDrift = Annotated[
    bool, typer.Option("--allow-drift", help="Take a network that changes while it is read; the report says so.")
]
Measures = Annotated[
    str | None, typer.Option("--measures", metavar="a,b,…", help="Which measures; else all. docs/analysis.md has them.")
]
Budget = Annotated[
    str,
    typer.Option("--budget", metavar="5m", help="How long it may take; samples are chosen to fit. Or: unlimited."),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same bytes.")]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Where the report goes: a new folder, or an old report.")
]
Timings = Annotated[
    bool, typer.Option("--timings", help="Adds timings.json, the seconds as measured: not the same bytes twice.")
]


def register(app: typer.Typer, open_graph: OpenGraph) -> None:
    """Adds `analyse` to the command line, with the graph that `open_graph` opens for the database."""

    @app.command()
    def analyse(  # pyright: ignore[reportUnusedFunction]
        *,
        out: Out,
        nodes: NodesFile = None,
        edges: EdgesFile = None,
        attributes: Attributes = None,
        missing: Missing = None,
        component: Component = "all",
        unknown: Unknown = "refuse",
        as_of: AsOf = None,
        projection: Projection = "knows",
        largest: Largest = 200,
        allow_drift: AllowDrift = False,
        measures: Measures = None,
        budget: Budget = "5m",
        seed: Seed = 1,
        timings: Timings = False,
        data: Data = None,
    ) -> None:
        """What the network looks like: a report with plots, its numbers, and its tables, for researchers.

        On the database, or on files: --edges FILE.csv, and --nodes FILE.csv for attributes. Edges are undirected.
        docs/analysis.md says what each measure is and what is done with odd input.
        """
        if component not in ("all", "largest"):
            raise typer.BadParameter(f"--component is largest or all, not {component!r}.")
        if unknown not in ("refuse", "add", "drop"):
            raise typer.BadParameter(f"--unknown is refuse, add or drop, not {unknown!r}.")
        if nodes is not None and edges is None:
            raise typer.BadParameter("--nodes needs --edges FILE.csv: a file of edges, which may have none.")
        if edges is not None and as_of is not None:
            raise typer.BadParameter("--as-of is for the database; files are what they are.")
        if edges is None and missing:
            raise typer.BadParameter("--missing is for files; in the database what is missing is not there.")
        wanted = _names(attributes)

        def read() -> Network:
            if edges is None:
                return _from_database(open_graph, data, as_of, projection, largest, allow_drift)
            return _from_files(nodes, edges, wanted, missing or (), unknown)

        _analyse(read, _plan(measures, budget, seed, wanted or (), component == "largest", timings), out)


def _names(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def _from_files(
    nodes: Path | None, edges: Path, attributes: tuple[str, ...] | None, missing: Sequence[str], unknown: str
) -> Network:
    from graph_service.analysis.files import Choice, read_network

    choice = Choice(attributes, tuple(missing), cast("Literal['refuse', 'add', 'drop']", unknown))
    return read_network(nodes, edges, choice)


def _from_database(
    open_graph: OpenGraph, data: Path | None, as_of: str | None, projection: str, largest: int, allow_drift: bool
) -> Network:
    from graph_service.analysis.running import told_at_terminal
    from graph_service.analysis.snapshots import network_from_database

    with told_at_terminal("Reading the database") as tick:
        return network_from_database(
            open_graph,
            data,
            as_of=as_of,
            projection=projection,
            largest=largest,
            allow_drift=allow_drift,
            say=_say,
            tick=tick,
        )


def _say(text: str) -> None:
    Console(stderr=True).print(text, style="dim", highlight=False, markup=False)


def _plan(
    measures: str | None, budget: str, seed: int, attributes: tuple[str, ...], only_largest: bool, with_timings: bool
) -> Plan:
    from graph_service.analysis.budget import seconds_of
    from graph_service.analysis.making import Plan
    from graph_service.analysis.registry import measures_named

    chosen = measures_named(_names(measures) or ())
    return Plan(chosen, seconds_of(budget), seed, attributes, only_largest, with_timings)


def _analyse(read: Callable[[], Network], plan: Plan, out: Path) -> None:
    from graph_service.analysis.making import made

    try:
        report = made(read, plan, out, say=_say)
    except KeyboardInterrupt:
        _say("Measures that are finished are kept: the same command goes on from there.")
        raise
    _print(report, out)


def _print(report: Report, out: Path) -> None:
    from graph_service.analysis.report import HTML
    from graph_service.analysis.running import elapsed

    console = Console()
    table = Table("measure", "numbers", "sampled", "seconds")
    for one in report.finished:
        sampled = sum(number.method == "sampled" for number in one.findings.numbers)
        table.add_row(one.measure.title, str(len(one.findings.numbers)), str(sampled or ""), f"{one.seconds:.1f}")
    console.print(table)
    if report.budget is not None and elapsed(report.finished) > report.budget:
        console.print("It took longer than the budget: what has no sample to choose takes what it takes.")
    network = report.network
    console.print(f"{network.order:,} nodes, {network.size:,} edges. {out / HTML}", highlight=False, soft_wrap=True)
