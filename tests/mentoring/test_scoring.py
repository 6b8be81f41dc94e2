"""Scores, gates and explanations of one pair: what each feature is worth, and that everything adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.connections.models import Person
from graph_service.mentoring.explaining import Names, Other, explain, to_name
from graph_service.mentoring.exposure import LARGEST_LOSS, gini, spread
from graph_service.mentoring.features import FEATURES, Evidence
from graph_service.mentoring.gates import Gate, gates_of, places_left
from graph_service.mentoring.profiles import Experience, Goal, GoalType, Position, Profile
from graph_service.mentoring.scoring import DEFAULT_WEIGHTS, Pool, Priors, Rules, Weights, WeightsInvalid, score
from graph_service.mentoring.weights import FEATURE_NAMES
from graph_service.mentoring.words import Called, better_texts, feature_text, gate_text
from tests.mentoring.people import IDS, NOW, pools, profiles

POOL = Pool(NOW)
START = Position("shop", ("J", "J66"), "sales", 2, NOW - 100, NOW - 61)
REACHED = Position("acme", ("I", "I65"), "data", 4, NOW - 60, None, True)
MENTEE = Profile("mia", (replace(START, last_month=None, current=True),), Goal(("I65",), ("data",), 4))
MENTOR = Profile("walker", (START, REACHED), mentor=True)


@given(profiles(IDS[0]), profiles(IDS[1]), pools)
def test_points_add_up_and_what_is_unknown_has_neither_none_nor_all(
    mentee: Profile, mentor: Profile, pool: Pool
) -> None:
    scored = score(mentee, mentor, pool)
    assert 0 <= scored.total <= 1000
    assert scored.total == sum(one.points for one in scored.features)
    assert tuple(one.name for one in scored.features) == FEATURE_NAMES
    for one in scored.features:
        most = round(one.weight * 1000)
        if one.value is None:
            assert 0 < one.points < most
            assert one.evidence == ()
        else:
            assert 0 <= one.value <= 1
            assert abs(one.points - one.value * most) <= 0.5
    assert scored.coverage == pytest.approx(sum(one.weight for one in scored.features if one.value is not None))


@given(profiles(IDS[0]), profiles(IDS[1]), pools, st.sampled_from(["en", "zh"]))
def test_every_pair_can_be_explained(mentee: Profile, mentor: Profile, pool: Pool, language: str) -> None:
    names = Names({IDS[0]: Person(id=IDS[0], name="甲", name_latin="Jia")}, {"acme": "Acme", "python": "Python"})
    told = explain(mentee, mentor, pool, DEFAULT_WEIGHTS, names, "zh" if language == "zh" else "en")
    assert told.score == sum(one.points for one in told.features)
    for one in told.features:
        assert one.text.endswith("。" if language == "zh" else ".")
        assert all(
            piece.id in ("acme", "python", IDS[0]) for piece in one.evidence if piece.kind in ("employer", "skill")
        )
    assert [gate.code for gate in told.gates] == list(gates_of(mentee, mentor, pool))


def value_of(name: str, mentee: Profile, mentor: Profile, pool: Pool = POOL) -> int | None:
    return {**FEATURES}[name](mentee, mentor, pool).value  # type: ignore[index]


def test_the_way_counts_in_the_right_order_only() -> None:
    backwards = replace(
        MENTOR,
        positions=(
            replace(REACHED, first_month=NOW - 100, last_month=NOW - 61, current=False),
            replace(START, first_month=NOW - 60, last_month=None, current=True),
        ),
    )
    assert value_of("path_walked", MENTEE, MENTOR) == 1000
    assert (value_of("path_walked", MENTEE, backwards) or 0) < 100
    together = replace(MENTOR, positions=(START, replace(REACHED, first_month=START.first_month)))
    assert value_of("path_walked", MENTEE, together) == 0
    ago = replace(MENTOR, positions=(START, replace(REACHED, current=False, last_month=NOW - 120)))
    assert value_of("path_walked", MENTEE, ago) == 500


@pytest.mark.parametrize(
    ("name", "mentee", "mentor", "expected"),
    [
        ("path_walked", replace(MENTEE, goal=Goal()), MENTOR, None),
        ("path_walked", MENTEE, Profile("b", (replace(START, first_month=None),)), None),
        ("path_walked", Profile("a", goal=MENTEE.goal), MENTOR, None),
        ("skills", Profile("a", skills_wanted=frozenset("xy")), Profile("b", skills_offered=frozenset("xz")), 500),
        ("skills", Profile("a"), Profile("b", skills_offered=frozenset("x")), None),
        ("industry", MENTEE, MENTOR, 1000),
        ("industry", replace(MENTEE, goal=Goal()), Profile("b", (START,)), 467),
        ("industry", MENTEE, Profile("b"), None),
        ("goal_experience", Profile("a", goal=Goal(types=frozenset({GoalType.FOUND, GoalType.ADVANCE}))),
         Profile("b", experience=frozenset({Experience.FOUNDED})), 500),
        ("preference", Profile("a", shortlist=("b",)), Profile("b", shortlist=("c", "a")), 950),
        ("preference", Profile("a", shortlist=("c",)), Profile("b"), 0),
        ("programme", Profile("a", programmes=frozenset({"law"})), Profile("b", programmes=frozenset({"law"})), 1000),
        ("seniority_gap", MENTEE, MENTOR, 1000),
        ("seniority_gap", MENTOR, MENTEE, 0),
        ("meeting", Profile("a", hours=frozenset({1, 2})), Profile("b", hours=frozenset({2, 3})), 400),
        ("meeting", Profile("a", in_person=True, places=("CN", "3", "1")), Profile("b", places=("CN", "3", "2")), 500),
        ("meeting", Profile("a", places=("CN", "33")), Profile("b", places=("CN", "33")), None),
        ("language", Profile("a", languages=(("zh", 4), ("en", 3))), Profile("b", languages=(("en", 4),)), 750),
        ("language", Profile("a", languages=(("zh", 4),)), Profile("b", languages=(("en", 4),)), 0),
        ("network", Profile("a"), Profile("b"), None),
    ],
)  # fmt: skip
def test_a_feature_is_worth_that(name: str, mentee: Profile, mentor: Profile, expected: int | None) -> None:
    assert value_of(name, mentee, mentor) == expected


def test_rare_skills_weigh_more() -> None:
    mentee = Profile("a", skills_wanted=frozenset({"rare", "common"}))
    pool = Pool(NOW, rarity={"rare": 3000, "common": 1000})
    assert value_of("skills", mentee, Profile("b", skills_offered=frozenset({"rare"})), pool) == 750


def test_whom_both_know_is_capped_and_knowing_each_other_is_most() -> None:
    pool = Pool(NOW, mutual={("a", "b"): tuple("cdefghi")}, acquainted=frozenset({("a", "x")}))
    assert value_of("network", Profile("a"), Profile("b"), pool) == 1000
    assert value_of("network", Profile("a"), Profile("x"), pool) == 1000
    assert value_of("network", Profile("a"), Profile("b"), replace(pool, mutual={("a", "b"): ("c",)})) == 400


GATED: dict[Gate, Callable[[], tuple[Gate, ...]]] = {
    Gate.SELF: lambda: gates_of(MENTOR, MENTOR, POOL),
    Gate.SAME_EMPLOYER: lambda: gates_of(MENTEE, replace(MENTOR, positions=MENTEE.positions), POOL),
    Gate.REPORTING_LINE: lambda: gates_of(replace(MENTEE, reports_to=frozenset({MENTOR.id})), MENTOR, POOL),
    Gate.NOT_AGREED: lambda: gates_of(MENTEE, replace(MENTOR, mentor=False), POOL),
    Gate.NOT_OPEN: lambda: gates_of(MENTEE, replace(MENTOR, paused=True), POOL),
    Gate.NO_CAPACITY: lambda: gates_of(MENTEE, replace(MENTOR, capacity=1, active=1), POOL),
    Gate.NO_LANGUAGE: lambda: gates_of(
        replace(MENTEE, languages=(("zh", 4),)), replace(MENTOR, languages=(("zh", 2),)), POOL
    ),
    Gate.NO_HOUR: lambda: gates_of(
        replace(MENTEE, hours=frozenset({1})), replace(MENTOR, hours=frozenset({2})), POOL
    ),
    Gate.BLOCKED: lambda: gates_of(MENTEE, MENTOR, replace(POOL, blocked=frozenset({(MENTEE.id, MENTOR.id)}))),
    Gate.EARLIER_PAIR: lambda: gates_of(MENTEE, MENTOR, replace(POOL, ended=frozenset({(MENTEE.id, MENTOR.id)}))),
    Gate.MINIMUM_SCORE: lambda: gates_of(MENTEE, MENTOR, POOL, Rules(minimum_score=500), 499),
    Gate.ROLE: lambda: gates_of(MENTEE, MENTOR, replace(POOL, mentors=frozenset())),
}  # fmt: skip


@pytest.mark.parametrize("gate", Gate)
def test_each_gate_closes_for_its_reason(gate: Gate) -> None:
    assert gates_of(MENTEE, MENTOR, POOL) == ()
    assert gate in GATED[gate]()
    called = Called("you", "Walker", {})
    assert gate_text(gate, called, "en").endswith(".")
    assert gate_text(gate, called, "zh").endswith("。")


def test_a_mentor_who_said_no_number_takes_the_usual_one() -> None:
    assert places_left(Profile("a", active=1), Rules(capacity=5)) == 4


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: Weights(skills=0.2), "add up to 1.02"),
        (lambda: Weights(skills=0.1801, industry=0.1399), "at most three decimals"),
        (lambda: Weights(skills=-0.1), "between 0 and 1"),
        (lambda: Priors(skills=1.0), "prior of skills"),
    ],
)
def test_weights_that_cannot_be_are_refused(made: Callable[[], object], told: str) -> None:
    with pytest.raises(WeightsInvalid, match=told):
        made()


def test_alternatives_say_why_not() -> None:
    people = {one: Person(id=one, name=one.title()) for one in ("mia", "walker", "full", "low")}
    others = [Other("full", 700, "full", (Gate.NO_CAPACITY,)), Other("low", 10, "better_for_another")]
    told = explain(MENTEE, MENTOR, POOL, DEFAULT_WEIGHTS, Names(people, reader="mia"), "en", others=others)
    assert [(one.person.id, one.why_not, one.text) for one in told.alternatives] == [
        ("full", "full", "Full has no free place."),
        ("low", "better_for_another", "Low suits another mentee better."),
    ]
    assert "of you: Professional" in next(one.text for one in told.features if one.name == "seniority_gap")


def test_what_the_reader_may_not_know_is_in_no_sentence() -> None:
    pool = replace(POOL, mutual={(MENTEE.id, MENTOR.id): ("secret",)})
    told = explain(MENTEE, MENTOR, pool, DEFAULT_WEIGHTS, Names({}, {"acme": "Acme"}), "en")
    by_name = {one.name: one for one in told.features}
    assert by_name["network"].evidence == []
    assert by_name["network"].text == "Others know both."
    assert [one.id for one in by_name["path_walked"].evidence] == ["acme"]
    assert to_name([score(MENTEE, MENTOR, pool)], ["mia"]).people == ["mia", "secret"]


def test_sentences_say_what_their_evidence_says() -> None:
    called = Called("you", "Li", {"s": "Excel", "p": "Wang", "c": "Hangzhou"})
    skill, home = Evidence("skill", "s", "mentor"), Evidence("place", "c", "both")
    hours = [Evidence("hour", "20", "both", number=20), Evidence("hour", "167", "both", number=167)]
    assert feature_text("skills", 0.5, [skill], called, "zh") == "Li可以教Excel。"
    assert feature_text("meeting", 1.0, [*hours, home], called, "en") == (
        "Common hours: Monday 20:00 and Sunday 23:00; both live in Hangzhou."
    )
    assert (
        feature_text("meeting", 1.0, [*hours, home], called, "zh") == "共同时间：周一 20:00、周日 23:00；都在Hangzhou。"
    )
    wishes = [Evidence("shortlist", "b", "mentee", number=1), Evidence("shortlist", "a", "mentor", number=2)]
    assert feature_text("preference", 0.9, wishes, called, "en") == (
        "Wished for: number 1 on the shortlist of you and number 2 on the shortlist of Li."
    )
    assert feature_text("preference", 0.9, wishes, called, "zh") == "在you的意向名单上排第1；在Li的意向名单上排第2。"
    assert feature_text("network", 0.4, [Evidence("person", "p", "both")], called, "zh") == "双方都认识Wang。"
    direct = [Evidence("person", "p", "both", detail="direct")]
    assert feature_text("network", 1.0, direct, called, "en") == "They know each other."
    assert better_texts(MENTEE, "zh")[0].startswith("请补充学员想学的技能")


def test_a_list_is_spread_as_far_as_it_costs_little() -> None:
    assert spread([600, 599, 598, 200], [60, 60, 0, 0], 2) == [0, 2]
    assert spread([600, 599, 598, 200], [60, 0, 60, 0], 1) == [1]
    assert spread([600, 200], [60, 0], 1) == [0]
    assert spread([], [], 3) == []
    assert gini([1, 1, 1, 97]) == pytest.approx(0.72)


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 60)), max_size=30),
    st.integers(1, 8),
)
def test_nobody_has_a_much_worse_list_for_the_good_of_all(mentors: list[tuple[int, int]], k: int) -> None:
    scores = sorted((points for points, _ in mentors), reverse=True)
    chosen = spread(scores, [demand for _, demand in mentors], k)
    assert len(chosen) == min(k, len(scores))
    assert chosen == sorted(set(chosen))
    assert sum(scores[one] for one in chosen) >= sum(scores[:k]) * (1 - LARGEST_LOSS)
