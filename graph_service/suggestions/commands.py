"""`graph-service evaluate suggestions`: how good the suggestions are, on a file of edges or on the graph itself."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from graph_service.connections.neighbourhood import ties_of
from graph_service.graph import OpenGraph
from graph_service.settings import Settings
from graph_service.terminal import Data

if TYPE_CHECKING:
    from graph_service.suggestions.history import History
    from graph_service.suggestions.rankers import Split

HEADINGS = {
    "auc_d2": "AUC (distance 2)",
    "p_at_10": "P@10",
    "hit_at_10": "Hit@10",
    "mrr_at_10": "MRR@10",
    "coverage": "coverage",
    "exposure_gini": "exposure Gini",
}
PLAIN_WIDTH = 160
BATCH = 2_000

EdgesFile = Annotated[
    Path | None,
    typer.Option("--edges", metavar="FILE.csv", help="A network: two columns of ids, a third of dates if any."),
]
FromDatabase = Annotated[bool, typer.Option("--database", help="The graph itself, as every member may see it.")]
HowSplit = Annotated[
    str, typer.Option("--split", metavar="random|time", help="Which connections are held back: any, or the latest.")
]
Holdout = Annotated[float, typer.Option(help="What part of the connections is held back.")]
Seeds = Annotated[int, typer.Option(min=1, max=100, help="How many times, each with other lots drawn.")]
JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="OUT", help="Writes the figures there; - prints them.")
]


def evaluate_app(open_graph: OpenGraph) -> typer.Typer:
    """The sub-commands of `evaluate`, on the graph that `open_graph` opens."""
    app = typer.Typer(name="evaluate", help="How good the answers are, measured.", no_args_is_help=True)

    @app.callback()
    def hand_over(context: typer.Context) -> None:  # pyright: ignore[reportUnusedFunction]
        context.obj = open_graph

    app.command("suggestions")(suggestions)
    return app


def suggestions(
    context: typer.Context,
    *,
    edges: EdgesFile = None,
    database: FromDatabase = False,
    split: HowSplit = "random",
    holdout: Holdout = 0.1,
    seeds: Seeds = 5,
    json_out: JsonFile = None,
    data: Data = None,
) -> None:
    """Holds connections back, has people suggested, and tells how many of those held back come first.

    Beside the deployed ranking stand common ones. docs/suggestions.md says what each figure is.
    """
    chosen = _checked(edges, database, split, holdout)
    from graph_service.suggestions.rankers import compared

    notes: dict[str, Any] = {}
    history = _from_file(edges, notes) if edges else asyncio.run(_from_graph(context.obj, data))
    if len(history.a) < 10:
        raise typer.BadParameter(f"there are {len(history.a)} connections; an evaluation needs at least 10.")
    if chosen == "time" and not (history.since >= 0).any():
        raise typer.BadParameter("--split time needs connections with dates, and none has one; use --split random.")
    result = compared(history, ties_of(Settings(), datetime.now(UTC).date()), chosen, holdout, seeds)
    result.update(split=chosen, holdout=holdout, seeds=seeds, **notes)
    if json_out == Path("-"):
        typer.echo(json.dumps(result, indent=2))
        return
    _print(result)
    if json_out:
        json_out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


def _checked(edges: Path | None, database: bool, split: str, holdout: float) -> Split:
    if (edges is None) != database:
        raise typer.BadParameter("say what to evaluate on: either --edges FILE.csv or --database.")
    if split not in ("random", "time"):
        raise typer.BadParameter(f"--split is random or time, not {split!r}.")
    if not 0 < holdout < 1:
        raise typer.BadParameter("--holdout is a part of the connections, between 0 and 1, such as 0.1.")
    return "time" if split == "time" else "random"


def _from_file(path: Path, notes: dict[str, Any]) -> History:
    from graph_service.suggestions.edges import read_edges

    found = read_edges(path)
    notes.update(duplicates=found.duplicates, self_loops=found.self_loops)
    return found.history


async def _from_graph(open_graph: OpenGraph, data: Path | None) -> History:
    from graph_service.suggestions.history import Life, history_of
    from graph_service.suggestions.queries import histories

    lives: list[Life] = []
    async with open_graph(data) as graph:
        after = -1
        while rows := await histories(graph, after=after, limit=BATCH):
            lives += [Life(**row.model_dump(exclude={"order_key"})) for row in rows]
            after = rows[-1].order_key
    return history_of(sorted(lives))


def _print(result: Mapping[str, Any]) -> None:
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    table = Table("ranker", *HEADINGS.values())
    for name, figures in result["rankers"].items():
        cells = (f"{figures[metric]:.3f} ± {figures[f'{metric}_sd']:.3f}" for metric in HEADINGS)
        table.add_row(name.replace("_", " "), *cells)
    console.print(table)
    console.print(
        f"{result['connections_held_out']:,} of {result['connections_held_out'] + result['connections_known']:,} "
        f"connections held back ({result['split']}), {result['people']:,} people, {result['seeds']} seeds."
    )
    for key, what in (("duplicates", "came again"), ("self_loops", "were of somebody with themselves")):
        if result.get(key):
            console.print(f"{result[key]:,} edges {what} and were dropped.")
    if result["connections_left_out"]:
        console.print(f"{result['connections_left_out']:,} later connections are of people of whom nothing was known.")
