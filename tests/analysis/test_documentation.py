"""docs/analysis.md says what there is: every measure with its definition and source, every option of the command."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from typer.main import get_group

from graph_service.analysis.measure import Measure
from graph_service.analysis.registry import MEASURES
from graph_service.cli import app


@pytest.fixture
def page(repository: Path) -> str:
    return (repository / "docs" / "analysis.md").read_text("utf-8")


def test_the_table_of_measures_is_the_registry(page: str) -> None:
    rows = [tuple(row) for row in re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", page, re.MULTILINE)]
    assert rows == [(measure.name, measure.definition, measure.source) for measure in MEASURES]


def test_every_option_is_explained(page: str) -> None:
    listed = get_group(app).commands["analyse"]
    command = listed.make_context("analyse", [], resilient_parsing=True).command
    options = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    assert options - {"--help"} == set(re.findall(r"`(--[a-z-]+)[ `]", page.partition("## Files")[0]))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_says_what_it_is_and_whence(measure: Measure) -> None:
    for text in (measure.title, measure.definition, measure.source, measure.missing, measure.complexity):
        assert text.strip()
    assert measure.definition.endswith(".")
    assert measure.missing.endswith(".")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_the_docstring_of_a_measure_says_the_same(measure: Measure) -> None:
    said = " ".join((inspect.getdoc(measure.run) or "").split())
    for heading, text in (
        ("Definition", measure.definition),
        ("Source", measure.source),
        ("Missing values", measure.missing[0].lower() + measure.missing[1:]),
        ("Complexity", measure.complexity),
    ):
        assert f"{heading}: {text.removesuffix('.')}." in said
