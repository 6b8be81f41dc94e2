"""Partial dates: `2019`, `2019-07` and `2019-07-15`, kept as written, and the months they mean.

A month is an integer, `year * 12 + month - 1`, so that overlaps are differences.
"""

from __future__ import annotations

import re
from datetime import date

PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1500, 2200


class NotAPartialDate(ValueError):
    """The text is not a year, a month or a day that exists."""


def months_of(text: str) -> tuple[int, int]:
    """The first and the last month that a partial date means.

    >>> months_of("2019")
    (24228, 24239)
    >>> months_of("2019-07-15")
    (24234, 24234)

    Raises NotAPartialDate for anything that is not a date of the calendar between 1500 and 2200.
    """
    match = PARTIAL_DATE.fullmatch(text)
    if match is None:
        raise NotAPartialDate(text)
    year, month, day = int(match["year"]), match["month"], match["day"]
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError as impossible:
        raise NotAPartialDate(text) from impossible
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAPartialDate(text)
    if month is None:
        return year * 12, year * 12 + 11
    only = year * 12 + int(month) - 1
    return only, only


def month_of(day: date) -> int:
    """The month number of a day.

    >>> month_of(date(2019, 7, 15))
    24234
    """
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """A month number as `2019-07`.

    >>> month_text(24234)
    '2019-07'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
