"""`python -m benchmarks.matching`: the solver beside greedy, SciPy's assignment and NetworkX, on the same rounds in
one run.

Everything runs in a process of its own, so that its memory is its own; what is not done within the limit is said not
to be. Half as many mentors as mentees, one to four places each; scores come from eight qualities of both sides, how
easy a mentee and a mentor are to match, and noise. Every pair is allowed at 10,000 mentees, three quarters of them
otherwise.

Before that, people of a planted school are scored, all mentees with all mentors, and matched in mode `fair`.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine
from graph_service.mentoring.matching import Mode, Places, Round, solve, what_if

SIZES = (100, 500, 2_000, 10_000)
LIMIT_S = 300
LARGEST_FOR_NETWORKX = 2_000
PEOPLE = 2_000
"""So many mentees are scored with half as many mentors: three mentees for one, and every second one has a decoy."""
PLACES_EACH = 3


class Outcome(NamedTuple):
    """What a way of matching reached."""

    placed: int
    total: int
    worst: int | None
    bound: int | None
    seconds: float
    cpu_seconds: float


def school(mentees: int, *, seed: int = 1) -> Round:
    """A round of this size; the same for the same seed."""
    generator = np.random.default_rng(seed)
    mentors = mentees // 2
    own, others = (generator.normal(size=(count, 8)).astype(np.float32) for count in (mentees, mentors))
    fit = own @ others.T
    fit /= np.float32(8**0.5)
    fit += generator.normal(size=(mentees, 1)).astype(np.float32) / 2
    fit += generator.normal(size=(1, mentors)).astype(np.float32) / 2
    fit *= 120
    for row in range(mentees):
        fit[row] += generator.normal(size=mentors) * 40
    fit += 500
    scores = np.clip(np.rint(fit), 0, 1000).astype(np.int16).ravel()
    pairs = np.empty((mentees * mentors, 2), dtype=np.int32)
    pairs[:, 0] = np.repeat(np.arange(mentees, dtype=np.int32), mentors)
    pairs[:, 1] = np.tile(np.arange(mentors, dtype=np.int32), mentees)
    if mentees < max(SIZES):
        allowed = generator.random(len(pairs)) < 0.75
        pairs, scores = pairs[allowed], scores[allowed]
    places = generator.integers(1, 5, size=mentors)
    return Round(
        tuple(f"mentee {number}" for number in range(mentees)),
        tuple(Places(f"mentor {number}", int(count)) for number, count in enumerate(places)),
        pairs,
        scores,
    )


def _ours(mode: Mode) -> Callable[[Round], Outcome]:
    def run(asked: Round) -> Outcome:
        began, cpu = perf_counter(), process_time()
        draft = solve(replace(asked, mode=mode))
        spent = perf_counter() - began, process_time() - cpu
        return Outcome(draft.placed, draft.total, draft.worst, draft.upper_bound, *spent)

    return run


def _what_if(asked: Round) -> Outcome:
    draft = solve(asked)
    mentee = draft.pairs[0].mentee
    forced = next(
        other.mentor
        for other in draft.pairs
        if other.mentor != draft.pairs[0].mentor and _allowed(asked, mentee, other.mentor)
    )
    began, cpu = perf_counter(), process_time()
    after = what_if(asked, draft, force={(mentee, forced)}).draft
    spent = perf_counter() - began, process_time() - cpu
    return Outcome(after.placed, after.total, after.worst, after.upper_bound, *spent)


def _allowed(asked: Round, mentee: str, mentor: str) -> bool:
    row = asked.mentees.index(mentee)
    column = [places.id for places in asked.mentors].index(mentor)
    return bool(((asked.pairs[:, 0] == row) & (asked.pairs[:, 1] == column)).any())


def _greedy(asked: Round) -> Outcome:
    """The best score first, as long as there is a place."""
    began, cpu = perf_counter(), process_time()
    free = [mentor.capacity for mentor in asked.mentors]
    waiting = [True] * len(asked.mentees)
    got: list[int] = []
    for position in np.argsort(-asked.scores, kind="stable"):
        mentee, mentor = asked.pairs[position]
        if waiting[mentee] and free[mentor]:
            waiting[mentee] = False
            free[mentor] -= 1
            got.append(int(asked.scores[position]))
            if len(got) == len(waiting):
                break
    return _outcome(got, began, cpu)


def _scipy(asked: Round) -> Outcome:
    """SciPy's rectangular assignment (Jonker and Volgenant), a column for each place; pairs not allowed weigh far
    below zero."""
    from scipy.optimize import linear_sum_assignment

    began, cpu = perf_counter(), process_time()
    matrix = np.full((len(asked.mentees), len(asked.mentors)), -(10**6), dtype=np.float64)
    matrix[asked.pairs[:, 0], asked.pairs[:, 1]] = asked.scores
    columns = np.repeat(np.arange(len(asked.mentors)), [mentor.capacity for mentor in asked.mentors])
    matrix = matrix[:, columns]
    rows, chosen = linear_sum_assignment(matrix, maximize=True)
    points: NDArray[np.float64] = matrix[rows, chosen]
    return _outcome([int(score) for score in points if score >= 0], began, cpu)


def _networkx(asked: Round) -> Outcome:
    """NetworkX's network simplex behind its max_flow_min_cost."""
    import networkx as nx

    began, cpu = perf_counter(), process_time()
    graph = nx.DiGraph()
    for (mentee, mentor), score in zip(asked.pairs.tolist(), asked.scores.tolist(), strict=True):
        graph.add_edge(f"a{mentee}", f"b{mentor}", capacity=1, weight=-score)
    for mentee in range(len(asked.mentees)):
        graph.add_edge("from", f"a{mentee}", capacity=1, weight=0)
    for number, mentor in enumerate(asked.mentors):
        graph.add_edge(f"b{number}", "to", capacity=mentor.capacity, weight=0)
    flow = nx.max_flow_min_cost(graph, "from", "to")
    got = [
        -graph.edges[mentee, mentor]["weight"]
        for mentee in flow["from"]
        for mentor, sent in flow[mentee].items()
        if sent
    ]
    return _outcome(got, began, cpu)


def _scored_and_matched(mentees: int) -> str:
    """What scoring and matching so many people takes, in words."""
    # Only here: what a way loads counts as its memory.
    from graph_service.mentoring.planting import planted_school
    from graph_service.mentoring.scoring import score_all

    people = planted_school(mentees, np.random.default_rng(1))
    began = perf_counter()
    table = score_all(people.mentees, people.mentors, people.pool)
    scored = perf_counter()
    pairs = np.argwhere(table.gates == 0).astype(np.int32)
    draft = solve(
        Round(
            tuple(one.id for one in people.mentees),
            tuple(Places(one.id, PLACES_EACH) for one in people.mentors),
            pairs,
            table.scores[pairs[:, 0], pairs[:, 1]].astype(np.int32),
        )
    )
    matched = perf_counter()
    return (
        f"{mentees:,} mentees with {len(people.mentors):,} mentors, {len(pairs):,} pairs allowed: scored in "
        f"{scored - began:.2f} s, matched (fair) in {matched - scored:.2f} s, together {matched - began:.2f} s; "
        f"{draft.placed:,} placed, worst {draft.worst}."
    )


def _outcome(got: list[int], began: float, cpu: float) -> Outcome:
    return Outcome(len(got), sum(got), min(got, default=None), None, perf_counter() - began, process_time() - cpu)


WAYS: dict[str, Callable[[Round], Outcome]] = {
    "fair": _ours(Mode.FAIR),
    "participation": _ours(Mode.PARTICIPATION),
    "score": _ours(Mode.SCORE),
    "stable": _ours(Mode.STABLE),
    "what-if (fair)": _what_if,
    "greedy": _greedy,
    "SciPy assignment": _scipy,
    "NetworkX": _networkx,
}


def _run_one(way: str, size: int) -> None:
    """One way on one round, in this process; the outcome as JSON on standard output."""
    asked = school(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = WAYS[way](asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**outcome._asdict(), "input_mb": before // 1024, "peak_mb": peak // 1024}))


def _measure(way: str, size: int, limit: float) -> dict[str, object]:
    if way == "NetworkX" and size > LARGEST_FOR_NETWORKX:
        return {"note": "not tried"}
    command = [sys.executable, "-m", "benchmarks.matching", "--one", way, str(size)]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"note": f"not done in {limit:.0f} s"}
    except subprocess.CalledProcessError as error:
        return {"note": error.stderr.decode().strip().splitlines()[-1][:60]}
    return json.loads(done.stdout)


def main() -> None:
    """Measures every way on every size and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of mentees, by commas")
    parser.add_argument("--ways", default=",".join(WAYS), help="what to measure, by commas")
    parser.add_argument("--people", type=int, default=PEOPLE, help="mentees to score and match before; 0: none")
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds after which one is not waited for")
    parser.add_argument("--json", type=Path, help="writes the figures there")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("--one-people", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        _run_one(chosen.one[0], int(chosen.one[1]))
        return
    if chosen.one_people:
        print(_scored_and_matched(chosen.one_people))
        return
    if chosen.people:
        # In a process of its own too: those that are started later would begin from its memory.
        subprocess.run([sys.executable, "-m", "benchmarks.matching", "--one-people", str(chosen.people)], check=True)
    table = Table("mentees", "way", "placed", "total", "worst", "bound", "s", "CPU s", "peak MB", "of it input")
    rows: list[dict[str, object]] = []
    for size in map(int, chosen.sizes.split(",")):
        for way in chosen.ways.split(","):
            row = {"mentees": size, "way": way, **_measure(way, size, chosen.limit)}
            rows.append(row)
            table.add_row(*_cells(row))
            print(*_cells(row), sep="\t", file=sys.stderr)
    Console(width=140).print(table)
    if chosen.json:
        chosen.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1), "utf-8")


def _cells(row: dict[str, object]) -> list[str]:
    names = ("mentees", "way", "placed", "total", "worst", "bound", "seconds", "cpu_seconds", "peak_mb", "input_mb")
    if "note" in row:
        return [str(row["mentees"]), str(row["way"]), str(row["note"]), *[""] * (len(names) - 3)]
    return [f"{row[name]:.2f}" if isinstance(row[name], float) else str(row[name] or "") for name in names]


if __name__ == "__main__":
    main()
