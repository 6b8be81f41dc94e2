"""What needs no database: groups, files, tasks, steps."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.mentoring.gates import BIT, Gate
from graph_service.programmes.fairness import fairness_of, largest_gap
from graph_service.programmes.life import STEPS, ProgrammeState, Step, is_possible
from graph_service.programmes.processes import WorkerDied, in_own_process
from graph_service.programmes.queries import EntrantGroups
from graph_service.programmes.sheets import FORMULA_STARTS, harmless, read_participants, written
from graph_service.programmes.solving import relaxation_for
from graph_service.programmes.tasks import MentorPlaces, Packed, configuration, pack, unpack


def mentee(number: int, *, kind: str | None, score: int | None) -> EntrantGroups:
    return EntrantGroups(
        id=str(number), programme_type=kind, intake_year=None, industry=None, province=None, score=score
    )


def test_groups_of_ten_are_told_and_smaller_ones_are_not() -> None:
    people = [mentee(number, kind="adult", score=500 if number < 8 else None) for number in range(10)]
    people += [mentee(100 + number, kind="online", score=400) for number in range(10)]
    told = fairness_of(people)
    assert [(one.group, one.mentees, one.placed, one.share, one.mean_score) for one in told] == [
        ("adult", 10, 8, 0.8, 500),
        ("online", 10, 10, 1.0, 400),
    ]
    assert largest_gap(told) == pytest.approx(0.2)
    assert largest_gap(told[:1]) is None


@pytest.mark.parametrize("kind", ["other", None])
def test_a_small_group_is_not_found_by_subtraction(kind: str | None) -> None:
    people = [mentee(number, kind="adult", score=500) for number in range(30)]
    people += [mentee(100 + number, kind="online", score=500) for number in range(12)]
    people += [mentee(200 + number, kind=kind, score=None) for number in range(3)]
    assert [one.group for one in fairness_of(people)] == ["adult"]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_cell_of_a_csv_file_begins_like_a_formula(cells: list[str]) -> None:
    assert not any(str(harmless(cell)).startswith(FORMULA_STARTS) for cell in cells)
    assert written("csv", {"x": []}) == b"\xef\xbb\xbf"


def test_the_rows_of_a_file_say_what_is_wrong_with_them() -> None:
    rows = read_participants(
        b"person,role,topic_places,paused,shortlist\na,mentor,law:2;art:1,yes,b;c\nb,mentor,law,,\n"
    )
    assert rows[0].part is not None
    assert (rows[0].part.topic_places, rows[0].part.paused, rows[0].part.shortlist) == (
        {"law": 2, "art": 1},
        True,
        ["b", "c"],
    )
    assert (rows[1].part, rows[1].line) == (None, 3)
    assert "topic:2" in str(rows[1].wrong)
    ragged = read_participants(b"person,role\na,mentor,3\n")
    assert "3 cells" in str(ragged[0].wrong)


def test_what_is_packed_comes_back_and_has_a_digest_of_its_own() -> None:
    there = Packed(
        mentees=("e",),
        mentors=("m", "n"),
        scores=np.array([[500, -1]], dtype=np.int16),
        places={"m": MentorPlaces(2, 1, {"law": 1}), "n": MentorPlaces(1)},
        topics={"e": "law"},
        shortlists={"e": ("m",)},
        locks=frozenset({("e", "m")}),
        forbids=frozenset(),
        previous=frozenset(),
        chosen=(("e", "m", 500),),
        mode="fair",
        max_total_loss=0.02,
        salt="x",
        blocking_pairs=1,
    )
    back = unpack(pack(there))
    assert back.scores.tolist() == [[500, -1]]
    assert {name: getattr(back, name) for name in vars(back) if name != "scores"} == {
        name: getattr(there, name) for name in vars(there) if name != "scores"
    }
    assert configuration(pack(back)) == configuration(pack(there))


def test_the_relaxation_is_the_gate_that_alone_keeps_most_away() -> None:
    hour, language = BIT[Gate.NO_HOUR], BIT[Gate.NO_LANGUAGE]
    masks = [np.array([hour, hour | language]), np.array([language, language]), np.array([hour, BIT[Gate.BLOCKED]])]
    free = np.array([True, True])
    found = relaxation_for(masks, free)
    assert found is not None
    assert (found.gate, found.mentees) == ("no_hour", 2)
    assert relaxation_for([np.array([BIT[Gate.BLOCKED], hour | language])], free) is None


def test_more_places_help_those_whose_mentors_are_full() -> None:
    hour = BIT[Gate.NO_HOUR]
    masks = [np.array([0, hour]), np.array([0, hour]), np.array([hour, hour])]
    found = relaxation_for(masks, np.array([False, False]))
    assert found is not None
    assert (found.gate, found.mentees, found.advice) == ("no_capacity", 2, "Ask mentors for more places.")


@pytest.mark.parametrize("step", list(Step))
def test_every_step_can_be_taken_twice_and_leads_somewhere(step: Step) -> None:
    before, after = STEPS[step]
    assert after not in before
    assert is_possible(step, after)
    assert not is_possible(step, ProgrammeState.COMPLETED) or after is ProgrammeState.COMPLETED


async def test_a_process_that_ends_without_a_result_is_told() -> None:
    async def unheard(progress: float, step: str) -> None:
        """Nobody listens."""

    with pytest.raises(WorkerDied, match="without a result"):
        await in_own_process("no task at all", unheard)
    waiting = asyncio.create_task(in_own_process("no task at all", unheard))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
