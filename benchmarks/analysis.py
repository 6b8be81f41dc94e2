"""`python -m benchmarks.analysis`: the report of a generated network, beside the same measures in plain NetworkX.

Ours is the whole command, from files to files. NetworkX has reading and the measures that it has as well, each in a
process of its own, ended after some patience: what it does for many alike is then estimated, and says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import numpy as np
import polars as pl
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import report as reports
from benchmarks.machine import machine
from benchmarks.plain import PLAIN, Told
from benchmarks.processes import run_step, watched, with_this_folder

READING = "reading"
TIMES = 20.0
CLOSE = 1e-9
GROUP_OF = 200
INSIDE = 0.5
FIRST_YEAR, LAST_YEAR = 1986, 2025
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Files(NamedTuple):
    """A network in two files."""

    nodes: Path
    edges: Path


@dataclass(frozen=True)
class Line:
    """One measure: our seconds, NetworkX's, what of these was estimated, and which numbers of both are not equal."""

    measure: str
    ours: float
    plain: float | None
    about: str = ""
    compared: int = 0
    unequal: tuple[str, ...] = ()
    processor: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """Everything that a run found out."""

    nodes: int
    edges: int
    seconds: float
    processor_seconds: float
    peak_mb: float
    sampled: tuple[str, ...]
    lines: tuple[Line, ...]
    plain_seconds: float | None
    plain_processor_seconds: float | None
    plain_peak_mb: float | None
    machine: Mapping[str, Any] = field(default_factory=dict)

    @property
    def times(self) -> float | None:
        """How many times as long NetworkX takes for what it has; None when it was not asked."""
        return None if self.plain_seconds is None else self.plain_seconds / self.seconds

    @property
    def times_processor(self) -> float | None:
        """The same by what both keep the processor busy, on however many cores."""
        busy = self.plain_processor_seconds
        return None if busy is None else busy / self.processor_seconds


def generated(nodes: int, edges: int, seed: int, folder: Path) -> Files:
    """A network of groups of 200, half of the edges inside them, with degrees of a long tail; years on the edges."""
    draw = np.random.default_rng(seed)
    groups = draw.integers(0, max(2, nodes // GROUP_OF), nodes)
    members = np.argsort(groups, kind="stable")
    begins = np.searchsorted(groups[members], np.arange(groups.max() + 2))
    reach = draw.lognormal(0, 0.8, nodes).cumsum()
    keys = np.zeros(0, dtype=np.int64)
    while len(keys) < edges:
        count = (edges - len(keys)) * 5 // 4 + 100
        a, b = (np.searchsorted(reach, draw.random(count) * reach[-1]).clip(0, nodes - 1) for _ in range(2))
        first, after = begins[groups[a]], begins[groups[a] + 1]
        near = members[first + (draw.random(count) * (after - first)).astype(np.int64)]
        b = np.where(draw.random(count) < INSIDE, near, b)
        keys = np.unique(np.concatenate([keys, (np.minimum(a, b) * nodes + np.maximum(a, b))[a != b]]))
    keys = draw.permutation(keys)[:edges]
    files = Files(folder / "nodes.csv", folder / "edges.csv")
    years = draw.integers(FIRST_YEAR, LAST_YEAR + 1, (nodes,))
    pl.DataFrame({"id": np.arange(nodes), "group": groups, "year": years}).write_csv(files.nodes)
    since = draw.integers(FIRST_YEAR, LAST_YEAR + 1, (edges,))
    pl.DataFrame({"a": keys // nodes, "b": keys % nodes, "since": since}).write_csv(files.edges)
    return files


def plain(files: Files, name: str, patience: float, sources: int) -> tuple[Told | None, float, float]:
    """What NetworkX told of a measure, None when it was ended before it was done.

    And its peak of memory in MB, and what it kept the processor busy, reading the files included.
    """
    command = [sys.executable, "-m", "benchmarks.plain", *map(str, files), name, str(patience), str(sources)]
    environment = {**with_this_folder()}
    busy = _processor_seconds()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    with watched(process.pid) as peak:
        try:
            said, _ = process.communicate(timeout=patience * 3 + 60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, peak.own_mb, _processor_seconds() - busy
    told = Told(**json.loads(said)) if process.returncode == 0 else None
    return told, peak.own_mb, _processor_seconds() - busy


def compared(files: Files, budget: str, patience: float, folder: Path, *, with_plain: bool) -> Comparison:
    """Runs the command and, one measure after the other, NetworkX."""
    out = folder / "report"
    command = ["analyse", "--nodes", files.nodes, "--edges", files.edges, "--budget", budget, "--timings"]
    busy = _processor_seconds()
    step = run_step("analyse", [*command, "--out", out], folder / "analyse.log")
    busy = _processor_seconds() - busy
    told = json.loads((out / "report.json").read_text("utf-8"))
    seconds = json.loads((out / "timings.json").read_text("utf-8"))
    numbers = {one["name"]: {number["name"]: number for number in one["numbers"]} for one in told["measures"]}
    sampled = tuple(
        f"{measure}.{name}"
        for measure, found in numbers.items()
        for name, number in found.items()
        if number["method"] == "sampled"
    )
    seconds = {READING: step.seconds - sum(seconds.values())} | seconds
    lines: list[Line] = []
    peak = 0.0
    for name, ours in seconds.items():
        if not with_plain or name not in (*PLAIN, READING):
            lines.append(Line(name, ours, None))
            continue
        answer, held, busy_with = plain(files, name, patience, _sources(numbers.get(name, {})))
        peak = max(peak, held)
        if answer is None:
            at_least = max(0.0, busy_with - sum(line.processor for line in lines[:1]))
            lines.append(Line(name, ours, patience * 3, "ended before it was done: at least", processor=at_least))
        else:
            lines.append(_line(name, ours, answer, numbers.get(name, {}), out / "tables"))
    order, size = told["network"]["nodes"], told["network"]["edges"]
    total, processor = sum(line.plain or 0.0 for line in lines), sum(line.processor for line in lines)
    beside = (total, processor, peak) if with_plain else (None, None, None)
    return Comparison(order, size, step.seconds, busy, step.own_mb, sampled, tuple(lines), *beside, _machine())


def _processor_seconds() -> float:
    """What the processes that this one started and waited for kept the processor busy."""
    spent = os.times()
    return spent.children_user + spent.children_system


def _machine() -> dict[str, Any]:
    kept = ("processor", "cores", "memory_mb", "load", "python", "service")
    return {name: value for name, value in machine().items() if name in kept}


def _sources(numbers: Mapping[str, Mapping[str, Any]]) -> int:
    """From how many nodes ours looked, so that NetworkX has to do no more; 0 for all."""
    given = [number["parameters"].get("sources", 0) for number in numbers.values() if number["method"] == "sampled"]
    return min(filter(None, given), default=0)


def _line(name: str, ours: float, answer: Told, numbers: Mapping[str, Any], tables: Path) -> Line:
    exact = {number: told["value"] for number, told in numbers.items() if told["method"] == "exact"}
    pairs = {number: (exact[number], value) for number, value in answer.numbers.items() if number in exact}
    for of, values in answer.nodes.items():
        table, column = of.split(".")
        if (tables / f"{table}.parquet").exists():
            theirs = pl.DataFrame({"node": list(values), "theirs": list(values.values())}, schema_overrides=_VALUES)
            found = theirs.join(pl.read_parquet(tables / f"{table}.parquet"), on="node").drop_nulls(column)
            pairs |= {f"{column} of {row['node']}": (row[column], row["theirs"]) for row in found.iter_rows(named=True)}
    unequal = tuple(what for what, (one, other) in pairs.items() if abs(one - other) > CLOSE * max(1.0, abs(other)))
    about = f"estimated from {answer.of}" if answer.of else ""
    return Line(name, ours, answer.seconds, about, len(pairs), unequal, answer.processor)


_VALUES = {"node": pl.String, "theirs": pl.Float64}


def show(found: Comparison, console: Console) -> None:
    """The comparison as a table."""
    headings = ("measure", "ours s", "NetworkX s", "times", "numbers compared", "NetworkX's seconds are")
    table = Table(*headings, box=box.SIMPLE_HEAD)
    for line in found.lines:
        times = "" if not line.plain or not line.ours else f"{line.plain / line.ours:,.0f}"
        beside = "" if line.plain is None else f"{line.plain:,.1f}"
        name = "reading, loading, writing" if line.measure == READING else line.measure
        about = line.about or ("measured" if beside else "")
        table.add_row(name, f"{line.ours:.2f}", beside, times, str(line.compared or ""), about)
    console.print(table)
    console.print(f"{found.nodes:,} nodes, {found.edges:,} edges; {found.machine}", highlight=False)
    console.print(
        f"ours, files to files: {found.seconds:.1f} s, {found.processor_seconds:.1f} of the processor, "
        f"at most {found.peak_mb:,.0f} MB",
        highlight=False,
    )
    console.print(f"sampled by ours: {', '.join(found.sampled) or 'nothing'}", highlight=False)
    unequal = [f"{line.measure}.{number}" for line in found.lines for number in line.unequal]
    if found.times is not None:
        verdict = "holds" if found.times >= TIMES and not unequal else "MISSED"
        console.print(
            f"NetworkX: {found.plain_seconds:,.0f} s, at most {found.plain_peak_mb:,.0f} MB, {found.times:,.0f} times "
            f"as long ({verdict}: at least {TIMES:g}, equal to {CLOSE:g} where exact); of the processor "
            f"{found.plain_processor_seconds:,.0f} s, {found.times_processor:,.0f} times as much",
            highlight=False,
        )
    for name in unequal:
        console.print(f"not equal: {name}", style="red", highlight=False)


@app.command()
def main(
    *,
    nodes: Annotated[int, typer.Option(min=3, help="How many nodes.")] = 18_660,
    edges: Annotated[int, typer.Option(min=1, help="How many edges.")] = 791_000,
    budget: Annotated[str, typer.Option(help="The budget of the report.")] = "5m",
    patience: Annotated[float, typer.Option(help="Seconds for each measure of NetworkX before it is estimated.")] = 60,
    networkx: Annotated[bool, typer.Option(help="Ask NetworkX at all.")] = True,
    seed: Annotated[int, typer.Option(help="The same seed gives the same network.")] = 1,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file too.")] = None,
) -> None:
    """Times the report of a generated network, and the same measures in plain NetworkX beside it."""
    with TemporaryDirectory() as folder:
        files = generated(nodes, edges, seed, Path(folder))
        found = compared(files, budget, patience, Path(folder), with_plain=networkx)
    show(found, reports.console())
    if json_out:
        json_out.write_text(json.dumps(asdict(found), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    app()
