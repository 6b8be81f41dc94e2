"""What is known of the people who agreed to be in research: who knows whom, and who was where when, as columns.

People and places are positions in lists; months count from the year 0 (`year * 12 + month - 1`), and -1 is a month that
nobody knows. Everything here is about people who said yes; of the others there are only counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph_service.directory.occupations import FUNCTIONS

Ints: TypeAlias = NDArray[np.int64]
Months: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]
UNKNOWN = -1

FUNCTION_CODES = tuple(function.code for function in FUNCTIONS)


@dataclass(frozen=True, eq=False)
class Stays:
    """Who was where and when: a row for each stay, all columns of shape (s,).

    `first` and `last` are the months in which it began and ended; a `last` that is not known is one of a stay that
    goes on when it is `current`, and else of one that is over.
    """

    people: Ints
    places: Ints
    first: Months
    last: Months
    current: Bools

    def __len__(self) -> int:
        return len(self.people)

    def begun(self, month: int | None) -> Bools:
        """Which of them had begun by that month. At no particular month it is all of them, dated or not."""
        if month is None:
            return np.ones(len(self), dtype=bool)
        return (self.first != UNKNOWN) & (self.first <= month)

    def in_force(self, month: int | None) -> Bools:
        """Which of them go on in that month, as far as is known; at no particular month those marked as current."""
        return self.current if month is None else self.begun(month) & (self.current | (self.last >= month))

    def chosen(self, kept: NDArray[Any]) -> Stays:
        """These stays alone: by a mask, or by their rows in the order wanted."""
        return Stays(*(getattr(self, one.name)[kept] for one in fields(self)))


@dataclass(frozen=True, eq=False)
class Facts:
    """All that an analysis may know, as it was at one moment.

    `pairs` (m, 2) are positions in `ids` of people who know each other, each once, and `since` (m,) the months since
    when. `functions` are positions in FUNCTION_CODES and `levels` 1 to 6, one for each job; -1 and 0 stand for unknown.
    The catalogues have a row for each place that stays point at. `counted` says how many people and connections there
    are besides those told of here, and `consistency` why all of this was true at once.
    """

    ids: tuple[str, ...]
    mentors: Bools
    pairs: Ints
    since: Months
    memberships: Stays
    jobs: Stays
    functions: NDArray[np.int8]
    levels: NDArray[np.int8]
    residences: Stays
    attendance: Stays
    cohorts: pl.DataFrame
    employers: pl.DataFrame
    regions: pl.DataFrame
    events: pl.DataFrame
    counted: Mapping[str, int] = field(default_factory=dict[str, int])
    read_on: str = ""
    consistency: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of everything but the day and the way of reading: equal for equal facts."""
        seen = hashlib.sha256("\n".join(self.ids).encode())
        for one in fields(self):
            if one.name not in ("ids", "read_on", "consistency"):
                seen.update(f"\n{one.name}\n".encode())
                _add(seen, getattr(self, one.name))
        return seen.hexdigest()


def _add(seen: Any, value: object) -> None:
    match value:
        case np.ndarray():
            seen.update(np.ascontiguousarray(value).tobytes())
        case Stays():
            for one in fields(value):
                _add(seen, getattr(value, one.name))
        case pl.DataFrame():
            seen.update(repr(value.rows()).encode())
        case _:
            seen.update(repr(value).encode())


def there(facts: Facts, month: int | None) -> Bools:
    """Who was there in that month: those whose first cohort had begun; shape (n,). At no month: everybody.

    Of somebody whose beginning is not dated nobody knows, so they are in no network of the past.
    """
    if month is None:
        return np.ones(len(facts.ids), dtype=bool)
    months = joined(facts)
    return (months != UNKNOWN) & (months <= month)


def joined(facts: Facts) -> Months:
    """The month in which each person's first cohort began, else its intake year did; shape (n,), -1 where unknown."""
    stays = facts.memberships
    years = _numbers(facts.cohorts, "intake_year")[stays.places] if len(stays) else np.zeros(0, dtype=np.int32)
    months = np.where(stays.first != UNKNOWN, stays.first, np.where(years > 0, years * 12, _NEVER))
    earliest = np.full(len(facts.ids), _NEVER, dtype=np.int32)
    np.minimum.at(earliest, stays.people, months.astype(np.int32))
    return np.where(earliest == _NEVER, UNKNOWN, earliest).astype(np.int32)


_NEVER = np.iinfo(np.int32).max


def attributes_at(facts: Facts, month: int | None) -> pl.DataFrame:
    """One row for each person, in the order of `ids`; what is not known is null. At no month: as it is now.

    programme, programme_type, cohort, intake_year: of the first cohort. function, level, industry (a section of
    GB/T 4754, as its letter): of the job in force, of several the one of the highest level, then the latest. city,
    province: of the place lived in, of several the latest. events: how many were attended; attended: which, by their
    names in ascending order. mentor: open to mentoring, which is known of today alone.
    """
    count = len(facts.ids)
    cohort = _first_of_each(count, facts.memberships, facts.memberships.begun(month), _by_beginning(facts.memberships))
    jobs = facts.jobs
    job = _first_of_each(count, jobs, jobs.in_force(month), (-facts.levels.astype(np.int64), -jobs.first))
    homes = facts.residences
    home = _first_of_each(count, homes, homes.in_force(month), (-homes.first,))
    attended = facts.attendance.chosen(facts.attendance.begun(month))
    columns = {
        **_looked_up(
            facts.cohorts, facts.memberships, cohort, ("programme", "programme_type", "cohort", "intake_year")
        ),
        **_looked_up(facts.employers, jobs, job, ("industry",)),
        "function": _codes(facts.functions, job),
        "level": pl.Series(_at(facts.levels.astype(np.int32), job), dtype=pl.Int32).replace({0: None}),
        **_looked_up(facts.regions, homes, home, ("province", "city")),
        "events": pl.Series(np.bincount(attended.people, minlength=count).astype(np.int32)),
        "attended": _names_of_places(count, attended, facts.events["event"]),
        "mentor": pl.Series(facts.mentors, dtype=pl.Boolean),
    }
    return pl.DataFrame(columns)


def _names_of_places(count: int, stays: Stays, names: pl.Series) -> pl.Series:
    """For each person the names of the places they stayed at, in ascending order; nothing for who was nowhere."""
    rows = pl.DataFrame({"person": stays.people, "place": names.gather(stays.places)}).unique()
    lists = rows.group_by("person").agg(pl.col("place").sort())
    everybody = pl.DataFrame({"person": np.arange(count)}).join(lists, on="person", how="left", maintain_order="left")
    return everybody["place"].fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def _by_beginning(stays: Stays) -> tuple[Ints]:
    return (np.where(stays.first == UNKNOWN, _NEVER, stays.first).astype(np.int64),)


def _first_of_each(count: int, stays: Stays, kept: Bools, order: tuple[NDArray[Any], ...]) -> Ints:
    """The first stay of each person among those kept, in that order and then by place; -1 for nobody's."""
    rows = np.flatnonzero(kept)
    ranked = rows[np.lexsort((stays.places[rows], *(key[rows] for key in reversed(order)), stays.people[rows]))]
    people, first = np.unique(stays.people[ranked], return_index=True)
    chosen = np.full(count, UNKNOWN, dtype=np.int64)
    chosen[people] = ranked[first]
    return chosen


def _looked_up(catalogue: pl.DataFrame, stays: Stays, rows: Ints, names: tuple[str, ...]) -> dict[str, pl.Series]:
    places = np.where(rows == UNKNOWN, len(catalogue), _at(stays.places, rows))
    nobody = pl.DataFrame({name: [None] for name in names}, schema=catalogue.select(names).schema)
    values = pl.concat([catalogue.select(names), nobody])
    return {name: values[name].gather(places) for name in names}


def _codes(functions: NDArray[np.int8], rows: Ints) -> pl.Series:
    chosen = np.where(rows == UNKNOWN, UNKNOWN, _at(functions, rows))
    names = pl.Series([*FUNCTION_CODES, None], dtype=pl.String)
    return names.gather(np.where(chosen == UNKNOWN, len(FUNCTION_CODES), chosen).astype(np.int64))


def _at(column: NDArray[Any], rows: Ints) -> NDArray[Any]:
    """The column at these rows, 0 where there is no row."""
    return np.where(rows == UNKNOWN, 0, np.append(column, 0)[rows])


def _numbers(catalogue: pl.DataFrame, name: str) -> NDArray[np.int32]:
    return catalogue[name].fill_null(UNKNOWN).cast(pl.Int32).to_numpy()
