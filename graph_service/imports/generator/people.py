"""The people: when they were born, what they are called, where they live, how sociable they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator import vocabulary
from graph_service.imports.generator.chance import Bools, Chance, Floats, Ints, weighted
from graph_service.imports.generator.cohorts import KINDS, Cohorts

FOREIGN = 0.004
ENGLISH_NAME = 0.05
NO_PLACE = 0.12
ONLY_PROVINCE = 0.04


class Names(NamedTuple):
    """Parts of the names: positions in the lists of `Parts`; -1 for a part that is not there."""

    surname: Ints
    first: Ints
    last: Ints
    latin_given: Ints
    latin_surname: Ints
    english: Ints


class Parts(NamedTuple):
    """What the parts of names point into."""

    surnames: list[str]
    surname_readings: list[str]
    characters: list[str]
    character_readings: list[str]


class People(NamedTuple):
    """Columns of the people, in the order of their cohorts."""

    cohort: Ints
    woman: Bools
    born: Ints
    names: Names
    town: Ints
    written_place: Ints  # position in the towns; -1 nothing is known, -2 only the province is
    sociable: Floats

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.cohort)


def people(seed: int, cohorts: Cohorts) -> People:
    """Everybody, cohort by cohort."""
    chance = Chance(seed, "people")
    cohort = np.repeat(np.arange(cohorts.size, dtype=np.int64), cohorts.sizes)
    count = len(cohort)
    studies_full_time = (cohorts.kind == _kind("fulltime"))[cohort]
    age = np.where(studies_full_time, 18 + 3 * chance.unit(count), 19 + 27 * chance.unit(count) ** 2.2)
    born = cohorts.intake[cohort] - (age * 12).astype(np.int64)
    woman = chance.happens(count, 0.52)
    town = _towns(Chance(seed, "towns"), cohorts.town[cohort])
    roll = chance.unit(count)
    is_province = np.array([entry.kind == "province" for entry in vocabulary.towns().entries])[town]
    only_province = (roll < NO_PLACE + ONLY_PROVINCE) & ~is_province
    written = np.where(roll < NO_PLACE, -1, np.where(only_province, -2, town))
    # a Pareto tail: most know a few, some know hundreds
    sociable = np.minimum((1 - chance.unit(count)) ** (-1 / 2.3), 30.0)
    return People(cohort, woman, born, _names(Chance(seed, "names"), born, woman), town, written, sociable)


def parts() -> Parts:
    """The lists that the parts of names are positions in."""
    surnames = vocabulary.surnames()
    texts: list[str] = []
    readings: list[str] = []
    for table in vocabulary.given_characters()[1].values():
        texts.extend(table.texts)
        readings.extend(table.readings)
    return Parts(surnames.texts, surnames.readings, texts, readings)


def _kind(code: str) -> int:
    return [kind.code for kind in KINDS].index(code)


def _towns(chance: Chance, taught_in: Ints) -> Ints:
    """Where people live now: mostly where they were taught, some near there, some in the large cities."""
    towns = vocabulary.towns()
    count = len(taught_in)
    anywhere = chance.among(towns.weights, count)
    large = chance.among(np.where(towns.weights >= 20, towns.weights, 0.0), count)
    number = {code: position for position, code in enumerate(sorted(set(towns.provinces)))}
    province = np.array([number[code] for code in towns.provinces])
    near = taught_in.copy()
    for each in range(len(number)):
        here = province[taught_in] == each
        near[here] = chance.among(np.where(province == each, towns.weights, 0.0), int(here.sum()))
    roll = chance.unit(count)
    return np.select([roll < 0.68, roll < 0.82, roll < 0.93], [taught_in, near, large], anywhere)


def _names(chance: Chance, born: Ints, woman: Bools) -> Names:
    count = len(born)
    foreign = chance.happens(count, FOREIGN)
    surname = chance.among(vocabulary.surnames().weights, count)
    first, last = _given(chance, born, woman)
    latin = vocabulary.latin_names()
    return Names(
        np.where(foreign, -1, surname),
        np.where(foreign, -1, first),
        np.where(foreign, -1, last),
        np.where(foreign, chance.below(count, len(latin["given"])), -1),
        np.where(foreign, chance.below(count, len(latin["surname"])), -1),
        np.where(~foreign & chance.happens(count, ENGLISH_NAME), chance.below(count, len(latin["english"])), -1),
    )


def _given(chance: Chance, born: Ints, woman: Bools) -> tuple[Ints, Ints]:
    """The characters of the given names: those of the generation; one alone was in fashion around 1985."""
    until, tables = vocabulary.given_characters()
    generation = np.minimum(np.searchsorted(np.array(until), born // 12), len(until) - 1)
    count = len(born)
    offset = 0
    first = np.zeros(count, dtype=np.int64)
    last = np.zeros(count, dtype=np.int64)
    units = {"first": chance.unit(count), "last": chance.unit(count)}
    for (year, sex, place), table in tables.items():
        these = (generation == until.index(year)) & (woman == (sex == "f"))
        column = first if place == "first" else last
        column[these] = offset + weighted(np.cumsum(table.weights), units[place][these])
        offset += len(table.texts)
    alone = chance.unit(count) < np.array([0.12, 0.30, 0.26, 0.10])[generation]
    return np.where(alone, -1, first), last
