"""Why two people are known to know each other: overlaps held to sets of months, sentences in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.connections.evidence import (
    Language,
    Shared,
    Stint,
    common_ground,
    evidence_of,
    merged,
    shared_months,
    summary_of,
)
from graph_service.connections.languages import language_of
from graph_service.connections.models import CommonGround, Person
from graph_service.directory.dates import month_text

NOW = 24_300
ME, LI, HAN = Person(id="me", name="王伟"), Person(id="li", name="李娜"), Person(id="han", name="韩", name_latin="Han")
MONTHS = st.none() | st.integers(NOW - 30, NOW + 5)
STINTS = st.builds(Stint, MONTHS, MONTHS, st.booleans(), MONTHS, MONTHS, st.booleans())


def months_at(first: int | None, last: int | None, current: bool) -> set[int]:
    if first is None:
        return set()
    if current:
        return set(range(first, NOW + 1))
    return set(range(first, min(first if last is None else last, NOW) + 1))


def together(stint: Stint) -> set[int]:
    return months_at(*stint[:3]) & months_at(*stint[3:])


@given(STINTS)
def test_the_months_two_jobs_share_are_those_in_both(stint: Stint) -> None:
    first, last = shared_months(stint, NOW)
    assert set(range(first, last + 1)) == together(stint)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_merged_periods_cover_the_same_months_and_never_touch(periods: list[tuple[int, int]]) -> None:
    done = merged(periods)
    assert covered(done) == covered(periods)
    assert all(one[1] + 1 < other[0] for one, other in itertools.pairwise(done))


def covered(periods: Iterable[tuple[int, int]]) -> set[int]:
    return {month for first, last in periods for month in range(first, last + 1)}


@given(st.lists(STINTS, min_size=1, max_size=4))
def test_an_employer_counts_every_shared_month_once(stints: list[Stint]) -> None:
    shared = [Shared("employer", "e", "Acme", stint=stint) for stint in stints]
    (employer,) = common_ground(shared, NOW).employers
    months = set[int]().union(*map(together, stints))
    assert employer.months == len(months)
    assert employer.since == (month_text(min(months)) if months else None)
    assert employer.until in (None, month_text(max(months)) if months else None)
    assert not employer.still or employer.until is None


def ground(**stint: int | None) -> CommonGround:
    held = Stint(stint["first"], stint.get("last"), stint.get("last") is None, NOW - 30, None, current_b=True)
    return common_ground(
        [
            Shared("cohort", "c", "法学2019级"),
            Shared("employer", "e", "Acme", stint=held),
            Shared("event", "v", "春季校友会", date="2024-03"),
            Shared("event", "w", "讲座"),
            Shared("group", "g", "法学校友群"),
            Shared("place", "p", "杭州市", "Hangzhou"),
            Shared("industry", "i", "软件业", "Software"),
        ],
        NOW,
    )


def texts(a: Person, b: Person, since: str | None, shared: CommonGround, language: Language) -> list[str]:
    return [one.text for one in evidence_of(a, b, since, shared, language=language, viewer_id="me")]


def test_evidence_reads_well_in_english() -> None:
    assert texts(ME, LI, "2018", ground(first=NOW), "en") == [
        "You and 李娜 have known each other since 2018.",
        "You and 李娜 studied in the same cohort, 法学2019级.",
        "You and 李娜 worked at Acme at the same time, from 2025-01 until now (1 month).",
        "You and 李娜 took part in the same event, 春季校友会 (2024-03).",
        "You and 李娜 took part in the same event, 讲座.",
        "You and 李娜 are in the same group, 法学校友群.",
    ]
    assert texts(LI, HAN, None, ground(first=NOW - 40, last=NOW - 20), "en")[0] == "李娜 and Han know each other."
    assert texts(LI, HAN, None, ground(first=NOW - 40, last=NOW - 20), "en")[2] == (
        "李娜 and Han worked at Acme at the same time, from 2022-07 to 2023-05 (11 months)."
    )


def test_evidence_reads_well_in_chinese() -> None:
    assert texts(ME, HAN, "2018", ground(first=NOW - 2), "zh") == [
        "您和韩自2018起相识。",
        "您和韩同在“法学2019级”学习。",
        "您和韩于2024-11至今同在Acme任职（3个月）。",
        "您和韩都参加了“春季校友会”（2024-03）。",
        "您和韩都参加了“讲座”。",
        "您和韩都在“法学校友群”群组里。",
    ]
    assert texts(LI, HAN, None, ground(first=NOW - 40, last=NOW - 20), "zh")[::2][:2] == [
        "李娜和韩互相认识。",
        "李娜和韩于2022-07至2023-05同在Acme任职（11个月）。",
    ]


def test_a_place_an_industry_and_a_job_at_another_time_are_no_evidence() -> None:
    found = evidence_of(ME, LI, None, ground(first=NOW - 60, last=NOW - 50), language="en", viewer_id="me")
    assert [one.kind for one in found] == ["knows", "cohort", "event", "event", "group"]


@pytest.mark.parametrize(
    ("degree", "hops", "english", "chinese"),
    [
        (1, 1, "You know Han.", "您认识韩。"),
        (2, 2, "Han is a 2nd-degree connection, 2 hops from you.", "韩是您的2度人脉。"),
        (3, 3, "Han is a 3rd-degree connection, 3 hops from you.", "韩是您的3度人脉。"),
        (None, 5, "Han is a distant connection, 5 hops from you.", "您与韩相距5步。"),
        (
            None,
            None,
            "There is no route of at most 6 hops from you to Han that you may see.",
            "在6步以内，没有您可以看到的通往韩的路径。",
        ),
    ],
)
def test_the_summary_says_how_far_away_somebody_is(
    degree: int | None, hops: int | None, english: str, chinese: str
) -> None:
    assert summary_of(HAN, degree, hops, 6, "en") == english
    assert summary_of(HAN, degree, hops, 6, "zh") == chinese


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB, zh;q=0.5", "en"),
        ("en;q=0.5, zh;q=0.7", "zh"),
        ("zh;q=0", "en"),
        ("fr, de", "en"),
        ("zh, en", "zh"),
        ("en, zh", "en"),
        ("zh;q=much, en;q=0.1", "en"),
        ("zh;q=nan, en;q=0.1", "en"),
        ("zh;level=1", "zh"),
        (";;;,,,", "en"),
    ],
)
def test_the_language_is_the_one_preferred(header: str | None, language: Language) -> None:
    assert language_of(header) == language
