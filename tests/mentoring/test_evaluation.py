"""The evaluation: schools in which it is known who suits whom, and what is measured there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from graph_service.cli import app
from graph_service.mentoring.evaluation import METHODS, evaluated
from graph_service.mentoring.planting import blurred, planted_school, turned
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.weights import FEATURE_NAMES

RUN = CliRunner()


@pytest.fixture(scope="module")
def measured() -> dict[str, object]:
    return evaluated(60, 2)


def test_planted_mentors_are_found_and_decoys_are_not(measured: dict[str, dict[str, float]]) -> None:
    lists = measured["lists"]
    assert lists["planted_first"] > 0.95
    assert lists["decoy_before"] < 0.05


def test_less_known_finds_fewer(measured: dict[str, dict[str, dict[str, float]]]) -> None:
    found = [one["planted_in_5"] for one in measured["blurred"].values()]
    assert found[0] > found[-1]


def test_each_feature_tells_somebody_apart(measured: dict[str, dict[str, dict[str, float]]]) -> None:
    ablation = measured["ablation"]
    assert set(ablation) == set(FEATURE_NAMES)
    for name, figures in ablation.items():
        assert figures["told_apart"] > figures["without"], name
        assert figures["told_apart"] > 0.9, name


def test_the_deployed_way_places_all_and_leaves_nobody_badly_off(
    measured: dict[str, dict[str, dict[str, float]]],
) -> None:
    methods = measured["methods"]
    assert set(methods) == set(METHODS)
    deployed = methods["deployed"]
    assert deployed["placed"] == 1
    assert all(deployed["worst_score"] >= one["worst_score"] for one in methods.values())
    assert deployed["mean_score"] > methods["same_industry"]["mean_score"] > methods["random"]["mean_score"]


def test_mentors_are_shown_more_evenly_at_little_cost(measured: dict[str, dict[str, float]]) -> None:
    exposure = measured["exposure"]
    assert exposure["gini"] < exposure["gini_plain"]
    assert exposure["mean_score_kept"] >= 0.98


def test_the_same_seed_gives_the_same_figures() -> None:
    assert evaluated(20, 1) == evaluated(20, 1)


def test_a_decoy_has_the_same_jobs_in_the_opposite_order() -> None:
    mentor = planted_school(20, np.random.default_rng(1)).mentors[0]
    backwards = turned(mentor)
    assert [one.industries for one in backwards.positions] == [one.industries for one in reversed(mentor.positions)]
    assert replace(turned(backwards), positions=()) == replace(mentor, positions=())


def test_everything_can_be_missing_or_wrong() -> None:
    school = planted_school(20, np.random.default_rng(1))
    empty = blurred(school, 1.0, 0.0, np.random.default_rng(2))
    assert all(one == Profile(one.id) for one in empty.mentees)
    wrong = blurred(school, 0.0, 1.0, np.random.default_rng(2), only_group=1)
    assert wrong.mentors == school.mentors
    same = [before == after for before, after in zip(school.mentees, wrong.mentees, strict=True)]
    assert same == [group == 0 for group in school.group]


def test_the_command_prints_tables_and_writes_figures(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    done = RUN.invoke(app, ["evaluate", "mentoring", "--mentees", "20", "--seeds", "1", "--json", str(out)])
    assert done.exit_code == 0, done.output
    assert "first come first served" in done.output
    assert "Gini" in done.output
    figures = json.loads(out.read_text())
    printed = RUN.invoke(app, ["evaluate", "mentoring", "--mentees", "20", "--seeds", "1", "--json", "-"])
    assert json.loads(printed.output) == figures
