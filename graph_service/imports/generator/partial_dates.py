"""Partial dates as small numbers, so that millions of them are written by a look-up.

A code is the position of its text in `TEXTS`: nothing, `unknown`, then every month, year and day of the generator's
time. Months are integers as in the directory: year * 12 + month - 1.
"""

from __future__ import annotations

import numpy as np

from graph_service.imports.generator.chance import Chance, Ints

FIRST_YEAR, LAST_YEAR = 1940, 2032
DAYS = 28  # a day that every month has
LAST_MONTH = 2026 * 12 + 9
"""October 2026, the last month that the generated school knows anything about."""

EMPTY, UNKNOWN = 0, 1
_FIRST_MONTH = FIRST_YEAR * 12
_MONTHS = (LAST_YEAR - FIRST_YEAR) * 12
_MONTH_CODES = 2
_YEAR_CODES = _MONTH_CODES + _MONTHS
_DAY_CODES = _YEAR_CODES + _MONTHS // 12


def _texts() -> list[str | None]:
    months = [f"{year}-{month:02d}" for year in range(FIRST_YEAR, LAST_YEAR) for month in range(1, 13)]
    years = [str(year) for year in range(FIRST_YEAR, LAST_YEAR)]
    return [None, "unknown", *months, *years, *(f"{month}-{day:02d}" for month in months for day in range(1, DAYS + 1))]


TEXTS = _texts()


def as_months(months: Ints) -> Ints:
    """The codes of dates like 2019-07.

    >>> TEXTS[as_months(np.array([24234]))[0]]
    '2019-07'
    """
    return months - _FIRST_MONTH + _MONTH_CODES


def as_years(months: Ints) -> Ints:
    """The codes of dates like 2019.

    >>> TEXTS[as_years(np.array([24234]))[0]]
    '2019'
    """
    return (months - _FIRST_MONTH) // 12 + _YEAR_CODES


def as_days(months: Ints, days: Ints) -> Ints:
    """The codes of dates like 2019-07-15; `days` counts from 0.

    >>> TEXTS[as_days(np.array([24234]), np.array([14]))[0]]
    '2019-07-15'
    """
    return (months - _FIRST_MONTH) * DAYS + days + _DAY_CODES


def as_people_write(chance: Chance, months: Ints, years: float, days: float) -> Ints:
    """The codes of these months, a share of them written as years and another to the day."""
    count = len(months)
    roll = chance.unit(count)
    whole = np.where(roll < years, as_years(months), as_months(months))
    return np.where(roll >= 1 - days, as_days(months, chance.below(count, DAYS)), whole)


def to_the_day(chance: Chance, months: Ints) -> Ints:
    """The codes of a day in each of these months."""
    return as_days(months, chance.below(len(months), DAYS))
