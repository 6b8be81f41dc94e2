"""One table for a person, and JSON lines for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.compare import Comparison
from benchmarks.measuring import Figures, Result
from benchmarks.processes import Step
from benchmarks.questions import SERVICE_MB


@dataclass(frozen=True)
class Overhead:
    """What a request takes that asks the graph for nothing, in ms: of a server that only echoes, and of the service."""

    client: Figures
    service: Figures


@dataclass(frozen=True)
class Held:
    """Resident memory in MB: of the service now and at most, and of the engine."""

    service_mb: float
    service_peak_mb: float
    engine_mb: float

    @property
    def missed(self) -> list[str]:
        """The target of the service's memory, if it was missed."""
        if self.service_peak_mb <= SERVICE_MB:
            return []
        return [f"service {self.service_peak_mb:.0f} > {SERVICE_MB:g} MB"]


@dataclass(frozen=True)
class Report:
    """Everything that a run found out; `unanswered` says which questions could not be measured, and why."""

    alumni: int
    seed: int
    machine: Mapping[str, Any]
    load_after: float
    size: Mapping[str, int]
    steps: Sequence[Step]
    overhead: Overhead
    results: Sequence[Result]
    unanswered: Sequence[str]
    held: Held

    @property
    def missed(self) -> list[str]:
        """Every target that was missed, in words."""
        of_questions = (f"{one.question.name}: {', '.join(one.missed)}" for one in self.results if one.missed)
        return [*of_questions, *self.unanswered, *self.held.missed]


def console() -> Console:
    """The terminal; wide enough for the table where there is none."""
    out = Console()
    return out if out.is_terminal else Console(width=150)


def show(report: Report, out: Console, *, markdown: bool = False) -> None:
    """Prints the report."""
    style = box.MARKDOWN if markdown else box.SIMPLE_HEAD
    facts, size = report.machine, report.size
    out.print(
        f"{size['alumni']:,} alumni, {size['connections']:,} connections, {size['jobs']:,} jobs, "
        f"{size['relationships']:,} relationships (seed {report.seed})",
        highlight=False,
    )
    out.print(
        f"{facts['cores']} cores ({facts['processor']}), {facts['memory_mb']:,} MB; load {facts['load']} before and "
        f"{report.load_after} after; Neo4j {facts['neo4j_server']} with {facts['engine_heap_mb']} MB heap and "
        f"{facts['engine_page_cache_mb']} MB page cache; Python {facts['python']}, driver {facts['neo4j_library']}",
        highlight=False,
    )
    if report.steps:
        out.print(steps_table(report.steps, style))
    out.print(results_table(report.results, style))
    show_overhead(report, out)
    for line in report.missed:
        out.print(f"MISSED  {line}", style="red", highlight=False)
    out.print(f"{len(report.missed)} targets missed" if report.missed else "Every target holds.", highlight=False)


def show_overhead(report: Report, out: Console) -> None:
    """Prints what a request costs before it asks for anything, and the memory."""
    over, held = report.overhead, report.held
    out.print(
        f"The client itself takes {over.client.p50:.2f} ms of each API figure (p99 {over.client.p99:.2f}); a request "
        f"that asks for nothing takes {over.service.p50:.2f} ms (p99 {over.service.p99:.2f}).",
        highlight=False,
    )
    out.print(
        f"Resident: service {held.service_mb:.0f} MB (at most {held.service_peak_mb:.0f}), "
        f"engine {held.engine_mb:.0f} MB.",
        highlight=False,
    )


def steps_table(steps: Iterable[Step], style: box.Box) -> Table:
    """The preparations: time, and the most memory held, Java's apart."""
    table = Table("step", "of", box=style)
    for heading in ("seconds", "MB", "MB of Java"):
        table.add_column(heading, justify="right")
    for step in steps:
        table.add_row(step.name, step.about, f"{step.seconds:.1f}", f"{step.own_mb:.0f}", f"{step.java_mb:.0f}")
    return table


def show_comparison(found: Comparison, out: Console) -> None:
    """Prints what each took for the same questions, and what is not in the table."""
    out.print(comparison_table(found))
    out.print(
        f"NetworkX read the school in {found.read_s:.0f} s and holds it in {found.held_mb:,.0f} MB of one process.",
        highlight=False,
    )
    if found.without:
        out.print(found.without, highlight=False)


def comparison_table(found: Comparison) -> Table:
    """A row for each question; latencies in ms."""
    table = Table("question", box=box.SIMPLE_HEAD, title=f"{found.alumni:,} alumni", title_justify="left")
    for heading in ("n", "Neo4j p50", "p99", "NetworkX p50", "p99", "PostgreSQL p50", "p99", "agree"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found.questions:
        figures = (one.neo4j, one.networkx, one.postgres)
        cells = [cell for each in figures for cell in ((f"{each.p50:.2f}", f"{each.p99:.1f}") if each else ("–", "–"))]
        table.add_row(one.name, str(one.asked), *cells, f"{one.agreed} of {one.asked}")
    return table


def results_table(results: Iterable[Result], style: box.Box | None) -> Table:
    """A row for each question; latencies in ms."""
    table = Table("question", box=style)
    for heading in ("n", "API p50", "p95", "p99", "max", "Cypher p50", "p95", "p99", "ratio"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("target", no_wrap=True)
    for one in results:
        figures = (*one.api, *one.cypher[:3])
        table.add_row(
            one.question.name,
            str(one.samples),
            *(f"{ms:.1f}" for ms in figures),
            f"{one.ratio:.2f}",
            ", ".join(one.missed) or "holds",
            style="red" if one.missed else "",
        )
    return table


def in_short(one: Result) -> str:
    """A result in one line."""
    return (
        f"API p50 {one.api.p50:.1f}, p99 {one.api.p99:.1f}; Cypher p50 {one.cypher.p50:.1f}, p99 {one.cypher.p99:.1f}; "
        f"ratio {one.ratio:.2f}"
    )


def lines(report: Report) -> Iterable[dict[str, Any]]:
    """The report as records: one for the run, one for each step and question."""
    yield {
        "kind": "run",
        "alumni": report.alumni,
        "seed": report.seed,
        "machine": {**report.machine, "load_after": report.load_after},
        "size": dict(report.size),
        "client_ms": report.overhead.client._asdict(),
        "nothing_ms": report.overhead.service._asdict(),
        "memory": asdict(report.held),
        "missed": report.missed,
    }
    for step in report.steps:
        yield {"kind": "step", **asdict(step)}
    for one in report.results:
        yield {
            "kind": "question",
            "question": one.question.name,
            "about": one.question.about,
            "samples": one.samples,
            "redrawn": one.redrawn,
            "api_ms": one.api._asdict(),
            "cypher_ms": one.cypher._asdict(),
            "ratio": round(one.ratio, 3),
            "missed": one.missed,
            "statements_ms": {name: figures._asdict() for name, figures in one.statements.items()},
            "slowest": one.slowest,
        }


def write_lines(report: Report, file: Path) -> None:
    """Writes the report as JSON lines."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(report))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
