"""`graph-service evaluate mentoring`: how good the scores, the lists and the rounds are, where that is known."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

PLAIN_WIDTH = 120
Mentees = Annotated[int, typer.Option(min=20, max=5000, help="How many mentees each school has.")]
Seeds = Annotated[int, typer.Option(min=1, max=100, help="How many schools, each drawn anew.")]
JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="OUT", help="Writes the figures there; - prints them.")
]


def evaluate_mentoring(mentees: Mentees = 300, seeds: Seeds = 5, json_out: JsonFile = None) -> None:
    """Plants careers and decoys in made-up schools, and tells whether those who suit each other are found.

    Beside the deployed way of matching stand common ones. docs/mentoring.md says what each figure is.
    """
    from graph_service.mentoring.evaluation import evaluated

    result = evaluated(mentees, seeds)
    if json_out == Path("-"):
        typer.echo(json.dumps(result, indent=2))
        return
    _print(result)
    if json_out:
        json_out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


def _print(result: Mapping[str, Any]) -> None:
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    for title, rows in (
        ("Rounds: every mentee one mentor", result["methods"]),
        ("Lists: is the planted mentor on top?", {"all is known": result["lists"], **result["blurred"]}),
        ("Features: is the right one of two told apart?", result["ablation"]),
        ("Groups: of one of them less is known, and places are few", result["groups"]),
    ):
        console.print(_table(title, rows))
    shown = result["exposure"]
    console.print(
        f"Exposure: Gini {shown['gini']:.2f} (plain lists {shown['gini_plain']:.2f}), "
        f"{shown['mean_score_kept']:.1%} of the mean score kept. "
        f"{result['mentees']:,} mentees, {result['mentors']:,.0f} mentors, {result['seeds']} schools."
    )


def _table(title: str, rows: Mapping[str, Mapping[str, float]]) -> Table:
    names = list(next(iter(rows.values())))
    table = Table("", *(name.replace("_", " ") for name in names), title=title, title_justify="left")
    for name, figures in rows.items():
        table.add_row(name.replace("_", " "), *(_shown(figures[one]) for one in names))
    return table


def _shown(number: float) -> str:
    return f"{number:.3f}" if abs(number) <= 1 else f"{number:,.0f}"
