"""`graph-service mentoring solve`: one round from a file, without a database."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Striving(StrEnum):
    """The modes of a round, named here so that the command line starts without the solver."""

    FAIR = "fair"
    PARTICIPATION = "participation"
    SCORE = "score"
    STABLE = "stable"


def solve(
    source: Annotated[str, typer.Option("--input", metavar="FILE.json|-", help="The round; - reads standard input.")],
    mode: Annotated[Striving | None, typer.Option(help="What to strive for; else what the round says.")] = None,
    output: Annotated[
        str, typer.Option("--output", metavar="FILE|-", help="Where the result goes; - prints it.")
    ] = "-",
) -> None:
    """Solves a round: JSON in, JSON out, proved. docs/matching.md says what is solved and has the format."""
    from dataclasses import replace

    from graph_service.mentoring.matching import Mode, draft_document, read_round
    from graph_service.mentoring.matching import solve as solve_round

    text = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    asked = read_round(text)
    if mode is not None:
        asked = replace(asked, mode=Mode(mode.value))
    answer = json.dumps(draft_document(solve_round(asked)), ensure_ascii=False, indent=1)
    if output == "-":
        typer.echo(answer)
    else:
        _write_whole(Path(output), answer + "\n")


def _write_whole(path: Path, text: str) -> None:
    """The file is there whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
