"""Cohorts: one intake of one programme, taught for one town, and who is in which."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from graph_service.imports.generator import vocabulary
from graph_service.imports.generator.chance import Chance, Floats, Ints, numbers, places_in_groups
from graph_service.imports.generator.partial_dates import LAST_MONTH

SECOND_PROGRAMME = 0.05
"""The share of alumni who come back for another programme."""


class Kind(NamedTuple):
    """A type of programme: its code, its share, first and last intake, months of intake, sizes, months it takes."""

    code: str
    share: float
    years: tuple[int, int]
    intake_months: tuple[int, ...]
    sizes: tuple[int, int]
    lasts: tuple[int, ...]
    levels: tuple[str, ...]


KINDS = (
    Kind("adult", 0.50, (1986, 2023), (3,), (20, 250), (30, 36, 36, 42, 60), ("专升本", "高起专", "高起本")),
    Kind("online", 0.40, (2001, 2023), (3, 9), (20, 250), (30, 30, 36, 48, 60), ("专升本", "专升本", "高起专")),
    Kind("parttime", 0.06, (1998, 2023), (9,), (20, 60), (30, 36), ("在职研修",)),
    Kind("fulltime", 0.03, (1990, 2018), (9,), (25, 60), (36, 48), ("脱产",)),
    Kind("other", 0.01, (2005, 2024), (3, 6, 9), (20, 80), (12,), ("研修",)),
)
_GROWTH_ENDS = 2012


class Cohorts(NamedTuple):
    """Columns of the cohorts, in order of intake; people are numbered cohort by cohort."""

    kind: Ints
    programme: Ints
    town: Ints
    intake: Ints
    graduation: Ints
    sizes: Ints
    names: list[str]
    programmes: list[str]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.kind)


class Memberships(NamedTuple):
    """Who is in which cohort, from and to which month, in order of cohort; the first of a person is its own cohort."""

    person: Ints
    cohort: Ints
    since: Ints
    until: Ints


def cohorts(seed: int, alumni: int) -> Cohorts:
    """The cohorts that `alumni` people fill."""
    chance = Chance(seed, "cohorts")
    kind, sizes = _kinds_and_sizes(chance, alumni)
    count = len(sizes)
    intake = _intakes(chance, kind)
    lasts = np.array([kind_.lasts[0] for kind_ in KINDS])[kind]
    for number, each in enumerate(KINDS):
        drawn = np.array(each.lasts)[chance.below(count, len(each.lasts))]
        lasts = np.where(kind == number, drawn, lasts)
    programme = chance.among([one.weight for one in vocabulary.programmes()], count)
    town = chance.among(vocabulary.towns().weights, count)
    level = chance.below(count, np.array([len(each.levels) for each in KINDS])[kind])
    order = np.argsort(intake, kind="stable")
    columns = [column[order] for column in (kind, programme, town, intake, lasts, level)]
    kind, programme, town, intake, lasts, level = columns
    names, programmes = _names(kind, programme, town, intake, level)
    return Cohorts(kind, programme, town, intake, intake + lasts, sizes[order], names, programmes)


def _kinds_and_sizes(chance: Chance, alumni: int) -> tuple[Ints, Ints]:
    enough = alumni // 20 + 20
    # a share of people is a smaller share of cohorts where cohorts are large
    mean = np.array([low + (high - low) / 4 for low, high in (each.sizes for each in KINDS)])
    kind = chance.among(np.array([each.share for each in KINDS]) / mean, enough)
    low, high = (np.array([each.sizes[end] for each in KINDS])[kind] for end in (0, 1))
    sizes = low + ((high - low + 1) * chance.unit(enough) ** 3).astype(np.int64)
    filled = np.cumsum(sizes)
    last = int(np.searchsorted(filled, alumni))
    kind, sizes = kind[: last + 1], sizes[: last + 1]
    sizes[last] = alumni - (filled[last - 1] if last else 0)
    if last and sizes[last] < low[last] and sizes[last - 1] + sizes[last] <= high[last - 1]:
        sizes[last - 1] += sizes[last]
        kind, sizes = kind[:last], sizes[:last]
    return kind, sizes


def _intakes(chance: Chance, kind: Ints) -> Ints:
    count = len(kind)
    intake = np.zeros(count, dtype=np.int64)
    for number, each in enumerate(KINDS):
        first, last = each.years
        years = np.arange(first, last + 1)
        weights: Floats = 2.0 + np.minimum(years, _GROWTH_ENDS) - first
        year = years[chance.among(weights, count)]
        month = np.array(each.intake_months)[chance.below(count, len(each.intake_months))]
        intake = np.where(kind == number, year * 12 + month - 1, intake)
    return intake


def _names(kind: Ints, programme: Ints, town: Ints, intake: Ints, level: Ints) -> tuple[list[str], list[str]]:
    towns, taught = vocabulary.towns(), vocabulary.programmes()
    names: list[str] = []
    programmes: list[str] = []
    taken: Counter[str] = Counter()
    for k, p, t, month, step in zip(
        numbers(kind), numbers(programme), numbers(town), numbers(intake), numbers(level), strict=True
    ):
        season = "" if len(KINDS[k].intake_months) == 1 else ("春", "夏", "秋")[month % 12 // 3]
        programmes.append(f"{taught[p].name}（{KINDS[k].levels[step]}）")
        name = f"{month // 12}级{season}{programmes[-1]}{towns.short_name(t)}"
        taken[name] += 1
        names.append(f"{name}{taken[name]}班")
    return names, programmes


def memberships(seed: int, found: Cohorts) -> Memberships:
    """Everybody in their own cohort, and some in a later one of the same town."""
    chance = Chance(seed, "memberships")
    people = int(found.sizes.sum())
    own = np.repeat(np.arange(found.size, dtype=np.int64), found.sizes)
    again = np.flatnonzero(chance.happens(people, SECOND_PROGRAMME))
    later = _later_cohorts(chance, found, own[again])
    again, later = again[later >= 0], later[later >= 0]
    person = np.concatenate([np.arange(people, dtype=np.int64), again])
    cohort = np.concatenate([own, later])
    order = np.argsort(cohort, kind="stable")
    person, cohort = person[order], cohort[order]
    late = np.where(chance.happens(len(person), 0.07), 6 * chance.between(len(person), 1, 3), 0)
    return Memberships(person, cohort, found.intake[cohort], found.graduation[cohort] + late)


def _later_cohorts(chance: Chance, found: Cohorts, own: Ints) -> Ints:
    """For each cohort one of the same town that began after it ended; -1 where there is none."""
    scale = LAST_MONTH * 2
    place = found.town * scale + found.intake
    order = np.argsort(place, kind="stable")
    low = np.searchsorted(place[order], found.town[own] * scale + found.graduation[own], side="right")
    high = np.searchsorted(place[order], (found.town[own] + 1) * scale, side="left")
    picked = low + chance.below(len(own), np.maximum(high - low, 1))
    return np.where(high > low, order[np.minimum(picked, found.size - 1)], -1)


def serial_numbers(found: Cohorts) -> tuple[Ints, Ints]:
    """For each person the year of intake and the running number in that year: what a student number is made of."""
    years = np.repeat(found.intake // 12, found.sizes)
    return years, places_in_groups(np.unique(years, return_counts=True)[1])
