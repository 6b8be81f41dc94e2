"""Scoring as arrays: the same as scoring one pair, to the last point, and mentors that come and go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.mentoring.batch import Around, totals, values_of
from graph_service.mentoring.columns import MentorColumns, Numbered
from graph_service.mentoring.gates import gates_in, gates_of
from graph_service.mentoring.profiles import Position, Profile
from graph_service.mentoring.scoring import DEFAULT_WEIGHTS, Pool, Priors, Rules, Weights, score, score_all
from tests.mentoring.people import IDS, NOW, SKILLS, pools, profiles

OTHERS = Weights(
    path_walked=0.001,
    skills=0.333,
    industry=0.0,
    goal_experience=0.1,
    preference=0.2,
    programme=0.1,
    seniority_gap=0.1,
    meeting=0.1,
    language=0.033,
    network=0.033,
    priors=Priors(path_walked=0.999, skills=0.001),
    version="odd",
)


@pytest.mark.usefixtures("unmeasured")
@given(
    st.tuples(*map(profiles, IDS[:3])),
    st.tuples(*map(profiles, IDS[2:7])),
    pools,
    st.sampled_from([DEFAULT_WEIGHTS, OTHERS]),
    st.builds(Rules, st.sampled_from([0, 300, 500]), st.integers(1, 4), st.booleans(), st.integers(0, 3)),
)
def test_all_pairs_are_scored_like_each_one(
    mentees: tuple[Profile, ...], mentors: tuple[Profile, ...], pool: Pool, weights: Weights, rules: Rules
) -> None:
    table = score_all(mentees, mentors, pool, weights, rules)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            alone = score(mentee, mentor, pool, weights)
            assert table.scores[row, column] == alone.total
            closed = gates_of(mentee, mentor, pool, rules, alone.total)
            assert gates_in(int(table.gates[row, column])) == closed


@pytest.mark.usefixtures("unmeasured")
@given(
    st.lists(st.sampled_from(IDS).flatmap(profiles), max_size=12),
    st.lists(st.sampled_from(IDS), max_size=4),
    profiles("somebody"),
)
def test_mentors_who_came_and_went_leave_nothing_behind(came: list[Profile], went: list[str], mentee: Profile) -> None:
    columns = MentorColumns(NOW, came[:6], room=1)
    for one in went:
        columns.drop(one)
    for one in came[6:]:
        columns.put(one)
    there = {one.id: one for one in came[:6] if one.id not in went} | {one.id: one for one in came[6:]}
    assert {columns.ids[row] for row in np.flatnonzero(columns.part("taken"))} == set(there) == set(columns.rows)
    scores = totals(values_of(mentee, columns, Around(), {}))
    for one in there.values():
        assert scores[columns.rows[one.id]] == score(mentee, one, Pool(NOW)).total


def test_no_mentors_make_an_empty_table() -> None:
    table = score_all([Profile("a")], [], Pool(NOW))
    assert table.scores.shape == table.gates.shape == (1, 0)
    assert score_all([], [Profile("a")], Pool(NOW)).scores.shape == (0, 1)


def test_industries_met_later_are_known_to_earlier_questions() -> None:
    mentee = Profile("a", (Position("x", ("I", "I65"), current=True),))
    first = Profile("b", (Position("x", ("J", "J66"), first_month=NOW - 60, current=True),))
    columns = MentorColumns(NOW, [first])
    before = totals(values_of(mentee, columns, Around(), {}))
    second = replace(first, id="c", positions=(replace(first.positions[0], industries=("I", "I65")),))
    columns.put(second)
    after = totals(values_of(mentee, columns, Around(), {}))
    assert after[0] == before[0]
    assert after[1] == score(mentee, second, Pool(NOW)).total > after[0]


def test_many_skills_of_one_mentor_make_room_for_themselves() -> None:
    mentee = Profile("a", skills_wanted=frozenset(SKILLS))
    few, many = Profile("b", skills_offered=frozenset(SKILLS[:1])), Profile("c", skills_offered=frozenset(SKILLS))
    scores = score_all([mentee], [few, many], Pool(NOW)).scores[0]
    assert scores.tolist() == [score(mentee, one, Pool(NOW)).total for one in (few, many)]


def test_numbers_are_given_once() -> None:
    names = Numbered(["zh", "en", "zh"])
    assert (len(names), names.number("en"), names.things) == (2, 2, ["zh", "en"])
