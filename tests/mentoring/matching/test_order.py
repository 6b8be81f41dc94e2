"""Neither the order of a list, nor an id, nor the process decides anything: the same round, the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_service.mentoring.matching import Mode, Places, Round, draft_document, read_round, solve
from tests.mentoring.matching.brute import draw_round, scores_of


def document(asked: Round, generator: np.random.Generator | None = None) -> dict[str, Any]:
    """The round as JSON, every list of it in an order of its own when lots are drawn for it."""

    def shuffled(items: list[Any]) -> list[Any]:
        return items if generator is None else [items[at] for at in generator.permutation(len(items))]

    return {
        "mentees": shuffled(list(asked.mentees)),
        "mentors": shuffled(
            [
                {"id": one.id, "capacity": one.capacity, "minimum": one.minimum, "topics": dict(one.topics)}
                for one in asked.mentors
            ]
        ),
        "scores": shuffled([[*pair, score] for pair, score in scores_of(asked).items()]),
        "mentee_topics": dict(shuffled(list(asked.mentee_topics.items()))),
        "locks": shuffled([list(pair) for pair in sorted(asked.locks)]),
        "forbids": shuffled([list(pair) for pair in sorted(asked.forbids)]),
        "previous": shuffled([list(pair) for pair in sorted(asked.previous)]),
        "mode": asked.mode.value,
        "max_total_loss": asked.max_total_loss,
        "salt": asked.salt,
    }


def answer(asked: dict[str, Any]) -> str:
    result = draft_document(solve(read_round(json.dumps(asked))))
    assert result.pop("seconds") >= 0
    return json.dumps(result)


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("mode", list(Mode))
def test_shuffling_every_list_gives_the_same_bytes(mode: Mode) -> None:
    generator = np.random.default_rng([7, list(Mode).index(mode)])
    for _ in range(40):
        asked = draw_round(generator, mode, most=7, top=3)
        if len(asked.scores):
            assert answer(document(asked)) == answer(document(asked, generator))


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("mode", list(Mode))
def test_a_round_full_of_ties_gives_the_same_bytes_in_any_order(mode: Mode) -> None:
    generator = np.random.default_rng(11)
    grid = np.stack(np.divmod(np.arange(60 * 25), 25), axis=1).astype(np.int32)
    scores = generator.integers(0, 3, len(grid)).astype(np.int16)
    mentors = tuple(Places(f"o{number}", 3) for number in range(25))
    asked = Round(tuple(f"e{number}" for number in range(60)), mentors, grid, scores, mode=mode)
    assert answer(document(asked)) == answer(document(asked, generator))


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    asked = document(draw_round(np.random.default_rng(3), Mode.FAIR, most=8, top=3))
    (tmp_path / "round.json").write_text(json.dumps(asked), "utf-8")
    program = "from graph_service.cli import main; main()"
    printed = [
        subprocess.run(
            [sys.executable, "-c", program, "mentoring", "solve", "--input", str(tmp_path / "round.json")],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    texts = [json.dumps({**json.loads(text), "seconds": 0}) for text in printed]
    assert texts[0] == texts[1] == json.dumps({**json.loads(answer(asked)), "seconds": 0})


def test_lots_favour_nobody_whatever_the_salt() -> None:
    grid = np.array([[0, 0], [1, 0], [2, 0]], dtype=np.int32)
    asked = Round(("a", "b", "c"), (Places("x", 1),), grid, np.array([5, 5, 5], dtype=np.int16))
    won = Counter(solve(replace(asked, salt=str(salt))).pairs[0].mentee for salt in range(150))
    assert all(30 < won[mentee] < 70 for mentee in "abc"), won


def test_another_salt_draws_other_lots_at_the_same_figures() -> None:
    grid = np.stack(np.divmod(np.arange(400), 20), axis=1).astype(np.int32)
    mentors = tuple(Places(f"o{number}", 1) for number in range(20))
    asked = Round(tuple(f"e{number}" for number in range(20)), mentors, grid, np.full(400, 500, dtype=np.int16))
    one, other = solve(replace(asked, salt="1")), solve(replace(asked, salt="2"))
    assert one.pairs != other.pairs
    assert (one.total, one.worst, one.placed) == (other.total, other.worst, other.placed)


def test_a_draft_that_is_as_good_stays() -> None:
    grid = np.stack(np.divmod(np.arange(100), 10), axis=1).astype(np.int32)
    mentors = tuple(Places(f"o{number}", 1) for number in range(10))
    asked = Round(tuple(f"e{number}" for number in range(10)), mentors, grid, np.full(100, 500, dtype=np.int16))
    before = frozenset((f"e{number}", f"o{(number + 3) % 10}") for number in range(10))
    after = solve(replace(asked, previous=before | {("gone", "o1"), ("e1", "gone")}))
    assert {(pair.mentee, pair.mentor) for pair in after.pairs} == before


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("seed", range(12))
def test_a_draft_before_says_where_to_look_and_changes_no_figure(seed: int) -> None:
    generator = np.random.default_rng(seed)
    grid = np.stack(np.divmod(np.arange(60 * 30), 30), axis=1).astype(np.int32)
    scores = generator.integers(0, 300, 60)[:, None] + generator.integers(0, 300, (60, 30)) + 5 * (seed % 4)
    mentors = tuple(Places(f"o{number}", 2 + number % 2) for number in range(30))
    asked = Round(
        tuple(f"e{number}" for number in range(60)),
        mentors,
        grid,
        scores.ravel().astype(np.int16),
        max_total_loss=(0.01, 0.05, 1)[seed % 3],
    )
    alone = solve(asked)
    own = [(pair.mentee, pair.mentor) for pair in alone.pairs]
    some = frozenset(pair for pair in own if generator.random() < 0.7)
    worst = frozenset((f"e{row}", f"o{scores[row].argmin()}") for row in range(60))
    drawn = frozenset((f"e{row}", f"o{generator.integers(30)}") for row in range(60))
    other_salt = frozenset((pair.mentee, pair.mentor) for pair in solve(replace(asked, salt="other")).pairs)
    for before in (frozenset(own), some, worst, drawn, other_salt):
        after = solve(replace(asked, previous=before))
        figures = [stage for stage in after.stages if stage.aim not in ("unchanged", "lots")]
        assert figures == [stage for stage in alone.stages if stage.aim != "lots"]
    assert solve(replace(asked, previous=frozenset(own))).pairs == alone.pairs


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("seed", range(4))
def test_no_figure_depends_on_the_salt_or_the_ids(seed: int) -> None:
    generator = np.random.default_rng(seed)
    grid = np.stack(np.divmod(np.arange(80 * 30), 30), axis=1).astype(np.int32)
    scores = (generator.integers(0, 300, 80)[:, None] + generator.integers(0, 60, (80, 30)) * 5).ravel()
    mentors = tuple(Places(f"o{number}", 3, topics={"x": 1}) for number in range(30))
    topics = {f"e{number}": "x" for number in range(0, 80, 3)}
    asked = Round(
        tuple(f"e{number}" for number in range(80)), mentors, grid, scores.astype(np.int16), mentee_topics=topics
    )
    stages = {
        tuple(stage for stage in solve(replace(asked, salt=salt)).stages if stage.aim != "lots") for salt in "abc"
    }
    assert len(stages) == 1
