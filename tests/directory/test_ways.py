"""Which way a search takes: pure arithmetic on what is known of the numbers of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from graph_service.directory.filters import (
    Anchor,
    Plan,
    Question,
    Surroundings,
    Value,
    each_alone,
    from_index,
    plan_of,
    with_share,
    with_third,
)
from graph_service.directory.ways import (
    LONGEST_WALK,
    OUTWARDS,
    Degrees,
    Route,
    grouped,
    months_at_first,
    outwards,
    route,
)

SOMEBODY = Surroundings(first=15, second=600, third=20_000)
HUB = Surroundings(first=2_500, second=500_000, third=15_000_000)
NOTHING: Mapping[str, Any] = {}


def plan(
    anchor: Anchor, reach: int, share: float, *, everybody: int = 1_000_000, around: Surroundings = SOMEBODY
) -> Plan:
    return Plan(NOTHING, NOTHING, anchor, None, reach, everybody, share, 20.0, around)


def test_few_people_are_all_looked_at() -> None:
    assert route(plan("cohort", 60, 0.00004), None, "recency", 21) == Route(0, "cohort")


def test_what_many_match_is_walked_in_order_and_not_for_ever() -> None:
    walked, anchor, *_ = route(plan("place", 250_000, 0.2), None, "recency", 21)
    assert anchor == "place"
    assert 21 < walked < 1_000_000


def test_what_no_filter_leads_to_is_walked_to_the_end_of_the_index() -> None:
    assert route(plan("everybody", 10**9, 0.0001), None, "name", 21) == Route(LONGEST_WALK, None)


def test_relevance_has_no_index_to_walk() -> None:
    assert route(plan("text", 20_000, 0.02), None, "relevance", 21) == Route(0, "text")


@pytest.mark.parametrize(("degrees", "anchor"), [((1,), "first"), ((2,), "second"), ((1, 2), "near"), ((3,), "third")])
def test_rare_people_near_the_viewer_are_looked_for_around_them(degrees: Degrees, anchor: Anchor) -> None:
    assert route(plan("industry", 60_000, 0.002), degrees, "recency", 21).anchor == anchor


def test_distances_of_few_people_are_found_from_both_ends_when_the_viewer_knows_many() -> None:
    few = plan("employer", 40, 0.00004, around=HUB)
    assert route(few, (3,), "recency", 21) == Route(0, "employer", both_sides=True)
    assert route(few._replace(surroundings=SOMEBODY), (3,), "recency", 21) == Route(0, "employer", both_sides=False)


def test_the_second_degree_of_a_hub_is_found_by_walking() -> None:
    assert route(plan("everybody", 10**9, 1.0, around=HUB), (2,), "recency", 21).walked > 0


def test_the_nearest_of_few_people_are_found_by_measuring_all_of_them() -> None:
    assert outwards(plan("cohort", 60, 0.00006), 21) == [OUTWARDS]


def test_the_nearest_of_many_people_are_found_outwards() -> None:
    assert outwards(plan("industry", 60_000, 0.06), 21) == [(0, 1, 2), (3,), (4,)]
    assert outwards(plan("industry", 60_000, 0.06, around=HUB), 21) == [(0,), (1,), (2,), (3,), (4,)]


def test_degrees_go_together_where_one_way_meets_them() -> None:
    assert [grouped(degrees) for degrees in ([1], [1, 2], [2, 3], [1, 2, 3])] == [
        [(1,)],
        [(1, 2)],
        [(2,), (3,)],
        [(1, 2), (3,)],
    ]


def test_a_sample_tells_the_share_when_enough_of_it_match() -> None:
    guessed = plan("industry", 60_000, 0.5)
    assert with_share(guessed, 40, 400).share == 0.1
    assert with_share(guessed, 0, 400).share == 1 / 400
    assert with_share(guessed._replace(share=0.0001), 1, 400).share == 0.0001
    assert with_share(guessed, 0, 0) == guessed


def test_each_filter_can_be_taken_alone() -> None:
    asked = plan_of(Question(industry=["C"], place=["310000"], graduation_from=2015), [])
    named = asked._replace(checked={**asked.checked, "industries": ["one"], "places": ["two"]})
    alone = each_alone(named.checked)
    assert set(alone) == {"industry", "place", "graduation"}
    assert alone["place"]["places"] == ["two"]
    assert alone["place"]["industries"] is None
    assert alone["graduation"]["membership"] is True


def test_of_many_whom_the_index_finds_those_three_steps_away_are_met_from_the_viewer() -> None:
    found = plan("text", 12_000, 0.012)
    assert route(found, (3,), "recency", 21) == Route(0, "third_found")
    assert route(found._replace(surroundings=HUB), (3,), "recency", 21).anchor == "text"


def test_the_more_people_three_steps_away_lead_to_the_rather_the_index_is_asked_for_the_latest() -> None:
    found = from_index(plan("text", 0, 0.0), 60_000)
    assert route(found, (3,), "recency", 21).anchor == "third_found"
    known_by_a_hub = with_third(found, steps=600, beyond=60_000)
    assert known_by_a_hub.surroundings == Surroundings(first=15, second=600, third=60_000)
    walked, anchor, _, by_month = route(known_by_a_hub, (3,), "recency", 21)
    assert by_month
    # Should the latest not be near, all of the third degree are looked at after all.
    assert anchor == "third_found"
    assert 21 < walked < 60_000


def test_where_no_other_way_leads_the_index_is_asked_for_everybody_whom_it_finds() -> None:
    found = from_index(plan("text", 0, 0.0), 60_000)
    assert route(found, None, "recency", 21) == Route(0, "text")
    assert route(from_index(found, 300)._replace(surroundings=HUB), (3,), "recency", 21) == Route(0, "text", True)


def test_the_size_of_the_third_degree_is_taken_from_the_first_steps_to_the_second() -> None:
    one = plan("text", 60_000, 0.06)
    assert with_third(one, steps=300, beyond=10_000).surroundings.third == 20_000
    assert with_third(one, steps=0, beyond=0) == one


def test_the_fewer_of_the_latest_are_needed_the_fewer_months_are_asked_for_first() -> None:
    many = from_index(plan("text", 0, 0.0), 60_000)
    months = [months_at_first(many, degrees, 21) for degrees in (None, (4,), (3,), (2,))]
    assert months == sorted(months)
    assert months[0] < 3
    assert months_at_first(from_index(many, 21), None, 21) >= 100


def test_where_nobody_is_expected_all_months_are_asked_for_at_once() -> None:
    nobody = from_index(plan("text", 0, 0.0), 0)
    assert months_at_first(nobody, None, 21) >= 100


def test_how_many_graduated_in_some_years_needs_no_look_into_the_index() -> None:
    values = [Value("graduation", "graduation", ["a", "b"], 900), Value("graduates", "graduates", [], 300)]
    question = Question(graduation_from=2015, programme_type=["online"])
    assert plan_of(question, values).counted == 300
    more_is_asked = question.model_copy(update={"function": ["sales"]})
    assert plan_of(more_is_asked, values).counted is None
