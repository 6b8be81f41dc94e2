"""The benchmark runs from start to end on a tiny school, and its figures have the shape that they should."""

from __future__ import annotations

import json
from pathlib import Path

import psutil
import pytest
from rich.console import Console
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.budgets import BUDGETS, budgets_on, table_of
from benchmarks.compare import InMemory
from benchmarks.imports import BULK_S, OWN_MB, Imported, bulk_within_s
from benchmarks.measuring import Figures, Result, figures_of
from benchmarks.postgres import PostgresMissing, postgres_with
from benchmarks.processes import CommandFailed, Step, run_step
from benchmarks.questions import CONNECTION_P99_MS, QUESTIONS, questions_named
from benchmarks.report import Held, results_table, show, write_lines
from benchmarks.run import report_on
from benchmarks.school import School, prepared_school
from benchmarks.soak import CONNECTION_FINDING, Asked, Soaked, soaked_on
from graph_service.engine import Engine
from graph_service.graph import Neo4jGraph
from graph_service.imports.generator import generate_school
from graph_service.imports.options import ImportOptions
from graph_service.imports.service import import_school

ALUMNI = 300
ASKED = ["alumni.industry+city", "alumni.text.name", "facets.large employer", "record", "connections.degree 2"]


async def test_a_tiny_school_is_measured_from_start_to_end(graph: Neo4jGraph, engine: Engine, tmp_path: Path) -> None:
    school = School(tmp_path, ALUMNI, 1, [Step("generate", 1.0, 100.0, 0.0)])
    generate_school(ALUMNI, 1, school.files)
    await import_school(graph, school.files, ImportOptions(source="benchmark"))
    children = {child.pid for child in psutil.Process().children(recursive=True)}

    report = await report_on(school, engine, questions_named(ASKED), 4, print, warm_up_s=1)

    soaked = await soaked_on(school, engine, questions_named(CONNECTION_FINDING), 30, print, viewers=5)

    bought = await budgets_on(school, engine, *questions_named(["routes.random"]), 4, print, warm_up_pairs=1)

    assert {child.pid for child in psutil.Process().children(recursive=True)} <= children
    assert [(one.budget, len(one.told)) for one in bought] == [(budget, 4) for budget in BUDGETS]
    assert all(told.exact for told in bought[-1].told)
    assert bought[-1].like(bought[-1], first_only=False) == 4
    assert table_of(bought).row_count == len(BUDGETS)
    assert len(soaked.asked) == 30
    assert all(status < 500 for status in soaked.statuses)
    assert soaked.slowest[0].ms == soaked.at(1)
    assert report.unanswered == []
    write_lines(report, tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    (run,) = (line for line in lines if line["kind"] == "run")
    assert run["size"]["alumni"] == ALUMNI
    assert run["memory"]["service_mb"] > 0
    assert [line["name"] for line in lines if line["kind"] == "step"] == ["generate"]
    questions = {line["question"]: line for line in lines if line["kind"] == "question"}
    assert set(questions) >= set(ASKED)
    for line in questions.values():
        assert line["samples"] == 4
        assert 0 < line["cypher_ms"]["p50"] <= line["cypher_ms"]["p99"] <= line["cypher_ms"]["max"]
        assert line["api_ms"]["p50"] > 0
    assert "token_holder" not in questions["record"]["statements_ms"]
    assert "alumnus_record" in questions["record"]["statements_ms"]
    out = Console(width=200, record=True)
    show(report, out, markdown=True)
    assert "alumni.text.name" in out.export_text()


def test_a_school_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def step(name: str, arguments: list[str], log: Path, about: str = "") -> Step:
        made.append(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        return Step(name, 1.5, 2.5, 3.5, about)

    monkeypatch.setattr("benchmarks.school.run_step", step)
    first = prepared_school(tmp_path, 10, 1, print)
    assert prepared_school(tmp_path, 10, 1, print) == first
    prepared_school(tmp_path, 10, 2, print)
    assert made == ["generate", "bulk import"] * 2
    assert [one.seconds for one in first.steps] == [1.5, 1.5]


def test_percentiles_are_latencies_that_were_measured() -> None:
    assert figures_of([float(n) for n in range(1, 101)]) == Figures(50.0, 95.0, 99.0, 100.0)
    assert figures_of([7.0]) == Figures(7.0, 7.0, 7.0, 7.0)


@pytest.mark.parametrize(
    ("api", "cypher", "missed"),
    [
        (Figures(2.0, 3.0, CONNECTION_P99_MS, 99.0), Figures(1.0, 1.0, 1.0, 1.0), []),
        (Figures(2.1, 3.0, 4.0, 4.0), Figures(1.0, 1.0, 1.0, 1.0), ["ratio 2.10 > 2"]),
        (Figures(1.0, 3.0, 61.0, 99.0), Figures(1.0, 1.0, 1.0, 1.0), ["p99 61 > 60 ms"]),
    ],
)
def test_a_missed_target_is_said_plainly(api: Figures, cypher: Figures, missed: list[str]) -> None:
    (question,) = questions_named(["connections.random"])
    result = Result(question, api, cypher, 10, 0)
    assert result.missed == missed
    out = Console(width=200, record=True)
    out.print(results_table([result], None))
    assert (", ".join(missed) or "holds") in out.export_text()


def test_too_much_memory_is_a_missed_target() -> None:
    assert Held(290, 299, 1_000).missed == []
    assert Held(290, 301, 1_000).missed == ["service 301 > 300 MB"]


def test_a_school_with_more_relationships_may_take_longer() -> None:
    assert bulk_within_s({"connections": 9_000_000, "jobs": 3_000_000, "alumni": 1_000_000}) == BULK_S
    assert bulk_within_s({"connections": 18_000_000, "jobs": 6_000_000}) == 2 * BULK_S


def test_a_slow_import_is_a_missed_target() -> None:
    assert Imported(Step("bulk import", BULK_S, OWN_MB, 9_000), BULK_S).missed == []
    assert Imported(Step("bulk import", BULK_S + 1, OWN_MB + 1, 0), BULK_S).missed == [
        "181 > 180 s",
        "2001 > 2000 MB beside the engine",
    ]


def test_questions_are_chosen_by_how_their_names_begin() -> None:
    assert {one.name.split(".")[0] for one in questions_named(["connections", "facets.e"])} == {"connections", "facets"}
    assert questions_named([]) == list(QUESTIONS)
    with pytest.raises(KeyError, match="nonsense"):
        questions_named(["record", "nonsense"])


def test_every_question_has_a_name_of_its_own() -> None:
    assert len({one.name for one in QUESTIONS}) == len(QUESTIONS)


def test_an_unknown_question_is_a_mistake_of_the_command() -> None:
    done = CliRunner().invoke(app, ["--questions", "nonsense"])
    assert done.exit_code == 2


def test_a_command_that_fails_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="ended with 2") as failed:
        run_step("generate", ["generate", "--alumni", "no number"], tmp_path / "log")
    assert "no number" in str(failed.value)


def test_a_request_that_takes_too_long_or_fails_is_said_with_what_it_asked() -> None:
    quick, slow = Asked(2.0, "me", "/v1/me", "a", 200), Asked(1_200.0, "routes.random", "/v1/connections/x", "b", 200)
    assert Soaked([quick] * 9).missed == []
    soaked = Soaked([*[quick] * 98, slow, quick._replace(status=503)])
    assert soaked.missed == ["1 of 100 requests took more than 1000 ms", "1 of 100 requests failed"]
    assert (soaked.slowest[0], soaked.at(0.5), soaked.at(0.99)) == (slow, 2.0, 1_200.0)


def test_postgresql_answers_like_networkx_or_says_why_it_does_not(tmp_path: Path) -> None:
    generate_school(ALUMNI, 1, tmp_path)
    memory = InMemory(tmp_path)
    a, b = memory.people[3], memory.people[40]
    employer = max(memory.workers, key=lambda one: len(memory.workers[one]))
    industry = max(memory.now_in, key=lambda one: len(memory.now_in[one]) if one else 0)
    missing = ""
    try:
        with postgres_with(tmp_path) as postgres:
            assert postgres.ask("distance", {"a": a, "b": b})[0] == memory.distance(a, b)
            assert postgres.ask("friends_at", {"a": a, "employer": employer})[0] == memory.friends_at(a, employer)
            assert postgres.ask("introductions", {"a": a, "employer": employer})[0] == memory.introductions(a, employer)
            assert postgres.ask("industry", {"industry": industry})[0] == memory.industry(industry)
            scores, ms = postgres.ask("friends_of_friends", {"a": a})
            assert scores == pytest.approx(memory.friends_of_friends(a))
            assert ms > 0
    except PostgresMissing as why:
        missing = str(why)
    assert not missing or "PostgreSQL" in missing
