"""docs/matching.md shows what the solver says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from graph_service.mentoring.matching import draft_document, read_round, reasons, solve
from graph_service.mentoring.matching.documents import FIELDS


def page(repository: Path) -> str:
    return (repository / "docs" / "matching.md").read_text("utf-8")


def test_the_example_is_solved_as_the_page_shows(repository: Path) -> None:
    asked, shown = re.findall(r"```json\n(.*?)```", page(repository), re.DOTALL)
    assert set(json.loads(asked)) == set(FIELDS)
    shown = shown.replace(", …]", "]")
    answer = draft_document(solve(read_round(asked)))
    expected = json.loads(shown)
    assert expected["stages"][0] in answer["stages"]
    changing = {"stages": None, "seconds": None}
    assert {**expected, **changing} == {**answer, **changing}


def test_the_codes_on_the_page_are_those_there_are(repository: Path) -> None:
    codes = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    second_half = page(repository).split("## What comes out")[1]
    assert set(re.findall(r"^\| `(\w+)` \|", second_half, re.MULTILINE)) == codes
    assert set(re.findall(r"^\| `(\w+)` \|", str(reasons.__doc__), re.MULTILINE)) == codes
