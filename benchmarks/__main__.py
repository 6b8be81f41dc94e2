"""The command line: `python -m benchmarks` asks the questions, `python -m benchmarks import` measures the import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich import box
from rich.console import Console

from benchmarks import report
from benchmarks.budgets import budgets, table_of
from benchmarks.compare import Comparison, compare
from benchmarks.imports import Imported, measure_import
from benchmarks.imports import write_lines as write_import_lines
from benchmarks.processes import CommandFailed
from benchmarks.questions import QUESTIONS, questions_named
from benchmarks.run import ServiceNotUp, run
from benchmarks.school import prepared_school, usual_folder
from benchmarks.soak import CONNECTION_FINDING, soak
from benchmarks.soak import show as show_soak
from graph_service.engine import EngineError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
progress = Console(stderr=True)
COMPARED = 100_000
"""The largest school that others are compared with: NetworkX has to hold it in memory."""

Seed = Annotated[int, typer.Option(help="The same seed gives the same school and the same questions.")]
Data = Annotated[Path | None, typer.Option(help="Where schools are kept between runs.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write JSON lines to this file too.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a target is missed.")]


def say(text: str) -> None:
    """Tells on standard error what goes on."""
    progress.print(text, style="dim", highlight=False)


@app.callback(invoke_without_command=True)
def questions(
    context: typer.Context,
    *,
    alumni: Annotated[int, typer.Option(min=1, max=1_000_000, help="How large the school is.")] = 1_000_000,
    only: Annotated[str, typer.Option("--questions", help="Names, or how they begin, with commas.")] = "",
    samples: Annotated[int, typer.Option(min=1, help="How often each question is asked.")] = 300,
    seed: Seed = 1,
    data: Data = None,
    json: Json = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print tables as Markdown.")] = False,
    strict: Strict = False,
    soak_requests: Annotated[
        int,
        typer.Option("--soak", min=0, help="Ask so many random questions instead; of connection finding, as a rule."),
    ] = 0,
    list_questions: Annotated[bool, typer.Option("--list", help="Print the questions and exit.")] = False,
) -> None:
    """Asks each question of the directory and the connections room over HTTP, and its own Cypher through the driver."""
    if context.invoked_subcommand is not None:
        return
    out = report.console()
    if list_questions:
        for one in QUESTIONS:
            out.print(f"{one.name:<32}{one.about}", highlight=False)
        return
    names = [name.strip() for name in only.split(",") if name.strip()]
    try:
        chosen = questions_named(names or (CONNECTION_FINDING if soak_requests else ()))
    except KeyError as unknown:
        raise typer.BadParameter(f"no question is named {unknown}; --list shows them") from unknown
    try:
        school = prepared_school(data or usual_folder(), alumni, seed, say)
        if soak_requests:
            soaked = soak(school, chosen, soak_requests, say)
            show_soak(soaked, out)
            _end(soaked.missed, strict=strict)
        found = run(school, chosen, samples, say)
        others = _comparison(data, min(alumni, COMPARED), samples, seed) if not names else None
    except (CommandFailed, ServiceNotUp, EngineError) as failure:
        _give_up(failure)
    report.show(found, out, markdown=markdown)
    if others:
        report.show_comparison(others, out)
    if json:
        report.write_lines(found, json)
    _end(found.missed, strict=strict)


@app.command("import")
def imports(
    *,
    alumni: Annotated[int, typer.Option(min=0, max=1_000_000, help="Size for the ordinary import; 0: none.")] = 100_000,
    bulk_alumni: Annotated[
        int, typer.Option(min=0, max=1_000_000, help="Size for the bulk import; 0: none.")
    ] = 1_000_000,
    seed: Seed = 1,
    data: Data = None,
    json: Json = None,
    strict: Strict = False,
) -> None:
    """Imports a school with the ordinary import, and one with the bulk import, each into an empty graph."""
    root, wanted = data or usual_folder(), [(alumni, False), (bulk_alumni, True)]
    try:
        found = [measure_import(root, size, seed, say, bulk=bulk) for size, bulk in wanted if size]
    except (CommandFailed, EngineError) as failure:
        _give_up(failure)
    _show_imports(found)
    if json:
        write_import_lines(found, json)
    _end([miss for one in found for miss in one.missed], strict=strict)


@app.command("compare")
def compared(
    *,
    alumni: Annotated[int, typer.Option(min=100, max=1_000_000, help="How large the school is.")] = 100_000,
    samples: Annotated[int, typer.Option(min=1, help="How often each question is asked.")] = 200,
    seed: Seed = 1,
    data: Data = None,
) -> None:
    """Asks Neo4j, NetworkX in memory and PostgreSQL the same questions in turn, and holds the answers to each other."""
    try:
        found = _comparison(data, alumni, samples, seed)
    except (CommandFailed, EngineError) as failure:
        _give_up(failure)
    report.show_comparison(found, report.console())


@app.command("budgets")
def budgeted(
    *,
    alumni: Annotated[int, typer.Option(min=100, max=1_000_000, help="How large the school is.")] = 1_000_000,
    pairs: Annotated[int, typer.Option(min=1, help="How many pairs of people.")] = 100,
    question: Annotated[str, typer.Option(help="A question of routes.")] = "routes.random",
    seed: Seed = 1,
    data: Data = None,
) -> None:
    """Asks for the strongest routes of the same pairs with several budgets: how often is the answer the same?"""
    routes = {one.name: one for one in QUESTIONS if one.name.startswith("routes.")}
    if question not in routes:
        raise typer.BadParameter(f"{question!r} is no question of routes; these are: {', '.join(routes)}")
    try:
        found = budgets(prepared_school(data or usual_folder(), alumni, seed, say), routes[question], pairs, say)
    except (CommandFailed, ServiceNotUp, EngineError) as failure:
        _give_up(failure)
    report.console().print(table_of(found))


def _comparison(data: Path | None, alumni: int, samples: int, seed: int) -> Comparison:
    return compare(prepared_school(data or usual_folder(), alumni, seed, say), samples, say)


def _show_imports(found: Sequence[Imported]) -> None:
    out = report.console()
    out.print(report.steps_table((one.step for one in found), box.SIMPLE_HEAD))
    for one in found:
        verdict = f"MISSED  {', '.join(one.missed)}" if one.missed else f"holds: within {one.within_s:g} s"
        out.print(f"{one.step.name}: {verdict}", style="red" if one.missed else "", highlight=False)


def _give_up(failure: Exception) -> NoReturn:
    progress.print(str(failure), style="red", highlight=False, markup=False)
    raise typer.Exit(1)


def _end(missed: Sequence[str], *, strict: bool) -> NoReturn:
    raise typer.Exit(1 if strict and missed else 0)


if __name__ == "__main__":
    app()
