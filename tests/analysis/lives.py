"""Facts of made-up people, by hand or by lot, and the same questions answered by plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from graph_service.analysis.facts import FUNCTION_CODES, UNKNOWN, Facts, Stays
from graph_service.directory.dates import months_of

Row = tuple[int, int, int, int, bool]
"""A stay: person, place, first month, last month, whether it is a present one."""


def month(text: str) -> int:
    """The month of `2015-06`."""
    return months_of(text)[1]


def stays_of(rows: Iterable[Row]) -> Stays:
    """Stays in the order that extraction gives them."""
    people, places, first, last, current = zip(*sorted(rows, key=lambda row: (row[0], row[2], row[1])), strict=True)
    return Stays(
        np.array(people, dtype=np.int64),
        np.array(places, dtype=np.int64),
        np.array(first, dtype=np.int32),
        np.array(last, dtype=np.int32),
        np.array(current, dtype=bool),
    )


NOWHERE = Stays(*(np.zeros(0, kind) for kind in (np.int64, np.int64, np.int32, np.int32, np.bool_)))


def facts_of(
    people: int,
    *,
    pairs: Sequence[tuple[int, int, int]] = (),
    memberships: Sequence[Row] = (),
    jobs: Sequence[Row] = (),
    attendance: Sequence[Row] = (),
    sections: Sequence[str | None] = ("I", "J", "K", None),
    events: int = 10,
    cohorts: int = 10,
    read_on: str = "2026-11-24",
) -> Facts:
    """Facts of so many people; pairs carry the month since when they know each other, -1 where nobody knows."""
    ends = sorted((min(a, b), max(a, b), since) for a, b, since in pairs)
    held = stays_of(jobs) if jobs else NOWHERE
    return Facts(
        ids=tuple(f"p{number:03d}" for number in range(people)),
        mentors=np.arange(people) % 5 == 0,
        pairs=np.array([(a, b) for a, b, _ in ends], dtype=np.int64).reshape(-1, 2),
        since=np.array([since for *_, since in ends], dtype=np.int32),
        memberships=stays_of(memberships) if memberships else NOWHERE,
        jobs=held,
        functions=(np.arange(len(held)) % len(FUNCTION_CODES)).astype(np.int8),
        levels=(np.arange(len(held)) % 7).astype(np.int8),
        residences=NOWHERE,
        attendance=stays_of(attendance) if attendance else NOWHERE,
        cohorts=pl.DataFrame(
            {
                "id": [f"c{number}" for number in range(cohorts)],
                "cohort": [f"Cohort {number}" for number in range(cohorts)],
                "programme": ["Law", "Computing"] * (cohorts // 2),
                "programme_type": ["adult", "online"] * (cohorts // 2),
                "intake_year": pl.Series([2010 + number for number in range(cohorts)], dtype=pl.Int32),
            }
        ),
        employers=pl.DataFrame(
            {
                "id": [f"e{number}" for number in range(len(sections))],
                "name": [f"Employer {number}" for number in range(len(sections))],
                "industry": pl.Series(sections, dtype=pl.String),
            }
        ),
        regions=pl.DataFrame({"id": ["r0"], "city": ["Hangzhou"], "province": ["Zhejiang"]}),
        events=pl.DataFrame(
            {
                "id": [f"v{number}" for number in range(events)],
                "event": [f"Event {number}" for number in range(events)],
            }
        ),
        counted={"alumni": people + 5, "agreed": people, "declined": 2, "never_answered": 3, "connections_left_out": 4},
        read_on=read_on,
        consistency="made up",
    )


def random_facts(seed: int, people: int = 40, places: int = 6) -> Facts:
    """Facts drawn by lot: some dated, some not, some over."""
    chance = np.random.default_rng(seed)

    def rows(number: int, dated: float = 0.8) -> list[Row]:
        found: dict[tuple[int, int, int], Row] = {}
        for _ in range(number):
            person, place = int(chance.integers(people)), int(chance.integers(places))
            first = int(chance.integers(24_100, 24_200)) if chance.random() < dated else UNKNOWN
            current = bool(chance.random() < 0.4)
            known_end = not current and first != UNKNOWN and chance.random() < 0.8
            last = first + int(chance.integers(0, 40)) if known_end else UNKNOWN
            found[person, place, first] = (person, place, first, last, current)
        return list(found.values())

    pairs = {
        tuple(sorted(map(int, chance.choice(people, 2, replace=False)))): int(chance.choice([-1, 24_110, 24_150]))
        for _ in range(3 * people)
    }
    return facts_of(
        people,
        pairs=[(a, b, since) for (a, b), since in pairs.items()],
        memberships=[(person, place, first, -1, False) for person, place, first, *_ in rows(people)],
        jobs=rows(3 * people),
        attendance=[(person, place, first, -1, False) for person, place, first, *_ in rows(2 * people)],
        sections=("I", "J", None, "K", "I", "J"),
        events=places,
    )
