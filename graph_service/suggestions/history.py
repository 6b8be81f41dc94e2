"""What was known of everybody at a moment, as arrays: the features of pairs from nothing that came later.

`Past` is a history cut at a month: connections, memberships, jobs, homes that began before it, and of what has ended
since only that it had begun. Whatever begins at the moment or later, or at a time that is not written down, is not in
it. Without a moment everything counts. The strengths are those of `connections/ties`, for many pairs at once; of
several jobs of a person at one employer the pair that makes the strongest tie counts. Nothing here asks a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from graph_service.connections.ties import ContextKind, Ties
from graph_service.suggestions.networks import Floats, Ints, Pairs, looked_up
from graph_service.suggestions.scoring import FeatureName, freshness, intake_closeness

UNKNOWN = -1
KINDS: tuple[ContextKind, ...] = ("cohort", "employer", "event", "group")
Times = Sequence[object]


class Life(NamedTuple):
    """What is known of one person, as the graph tells it; a time is [id, first month, last one, whether still]."""

    id: str
    friends: Sequence[tuple[str, int | None]]
    times: Sequence[tuple[ContextKind, str, int | None, int | None, int | None, bool]]
    homes: Sequence[tuple[str, int | None, int | None, bool]]
    branches: Sequence[tuple[str, int | None, int | None, bool]]
    intakes: Sequence[int | None]


class Stays(NamedTuple):
    """Times that people were somewhere, a row each; UNKNOWN where a month is not written down."""

    person: Ints
    where: Ints
    month: Ints
    first: Ints
    last: Ints
    still: Ints


class History(NamedTuple):
    """Everything that is known of everybody, numbered in the order of `ids`; UNKNOWN where a month is not known."""

    ids: Sequence[str]
    a: Ints
    b: Ints
    since: Ints
    stays: Mapping[str, Stays]
    intake: Ints

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.ids)


def history_of(lives: Sequence[Life]) -> History:
    """The histories of these people together; friends who are not among them are left out."""
    numbers = {life.id: number for number, life in enumerate(lives)}
    edges = [
        (numbers[life.id], numbers[friend], UNKNOWN if since is None else since)
        for life in lives
        for friend, since in life.friends
        if friend in numbers
    ]
    stays = {
        kind: _stays((numbers[life.id], *time[1:]) for life in lives for time in life.times if time[0] == kind)
        for kind in KINDS
    }
    stays["place"] = _stays((numbers[life.id], one[0], None, *one[1:]) for life in lives for one in life.homes)
    stays["industry"] = _stays((numbers[life.id], one[0], None, *one[1:]) for life in lives for one in life.branches)
    intake = [min((year for year in life.intakes if year is not None), default=UNKNOWN) for life in lives]
    a, b, since = _columns(edges, 3)
    return History([life.id for life in lives], a, b, since, stays, np.array(intake, dtype=np.int64))


def _columns(rows: Sequence[Sequence[int]], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width).T


def _stays(rows: Iterable[Sequence[object]]) -> Stays:
    numbers: dict[object, int] = {}
    fresh = count()
    table: list[list[int]] = []
    for person, where, month, first, last, still in rows:
        if where not in numbers:
            numbers[where] = next(fresh)
        table.append([_number(person), numbers[where], *map(_number, (month, first, last, still))])
    return Stays(*_columns(table, 6))


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else UNKNOWN


def before(history: History, moment: int) -> History:
    """What of it was known when that month began."""
    known = (history.since != UNKNOWN) & (history.since < moment)
    stays = {kind: _stays_before(kind, table, moment) for kind, table in history.stays.items()}
    intake = np.where(history.intake * 12 < moment - 8, history.intake, UNKNOWN)
    return History(history.ids, history.a[known], history.b[known], history.since[known], stays, intake)


def _stays_before(kind: str, stays: Stays, moment: int) -> Stays:
    """Those that had begun. What ended or happened later was still going on, or had not happened."""
    began = stays.month if kind == "event" else stays.first
    kept = (began != UNKNOWN) & (began < moment)
    part = Stays(*(column[kept] for column in stays))
    later = part.last >= moment
    return part._replace(
        month=np.where(part.month >= moment, UNKNOWN if kind == "event" else moment, part.month),
        last=np.where(later, UNKNOWN, part.last),
        still=np.where(later, 1, part.still),
    )


def there(history: History) -> Ints:
    """Who is in it at all: with a connection, or a time anywhere."""
    tables = [stays.person for stays in history.stays.values()]
    return np.unique(np.concatenate([history.a, history.b, *tables]))


class Known(NamedTuple):
    """What pairs of people have in common through one kind of context: pairs in order, and the strength of the tie.

    Each piece of evidence counts by how fresh it is as well.
    """

    pairs: Pairs
    strength: Floats


def shared(history: History, kind: ContextKind, ties: Ties) -> Known:
    """What everybody has in common through that kind of context."""
    stays = history.stays[kind]
    rows, others, sizes = _met(stays, ties.numbers.size_cap)
    factor = _size_factor(sizes, ties)
    one, other = (Stays(*(column[part] for column in stays)) for part in (rows, others))
    if kind == "employer":
        strength = _colleagues(one, other, ties)
    else:
        last = np.minimum(_last(one, kind, ties), _last(other, kind, ties))
        strength = ties.numbers.base(kind) * _age_factor(last, ties)
    # several times of a pair in one context count once, the strongest; several contexts are combined
    context = one.person * history.people + other.person
    unknown = (one.first == UNKNOWN) | (other.first == UNKNOWN)
    both_since = np.where(unknown, UNKNOWN, np.maximum(one.first, other.first))
    together = one.month if kind == "event" else both_since
    pieces = strength * factor * fresh_since(together, ties.now)
    order = np.lexsort((-pieces, one.where, context))
    context, where, pieces = context[order], one.where[order], pieces[order]
    fresh = np.ones(len(context), dtype=np.bool_)
    fresh[1:] = (context[1:] != context[:-1]) | (where[1:] != where[:-1])
    keys, row = np.unique(context[fresh], return_inverse=True)
    doubts = np.bincount(row, weights=np.log1p(-pieces[fresh]), minlength=len(keys))
    found = doubts < 0
    return Known(Pairs(keys[found], history.people), -np.expm1(doubts[found]))


def fresh_since(months: Ints, now: int) -> Floats:
    """How fresh what began in these months is; what began at an unknown time is as fresh as what is very old."""
    return freshness(np.where(months == UNKNOWN, np.inf, (now - months).astype(np.float64)))


def _met(stays: Stays, cap: int) -> tuple[Ints, Ints, Ints]:
    """Every two rows of different people in one context of up to so many people, and the size of that context."""
    order = np.lexsort((stays.person, stays.where))
    where, person = stays.where[order], stays.person[order]
    contexts = int(where[-1]) + 1 if len(where) else 0
    fresh = np.ones(len(where), dtype=np.bool_)
    fresh[1:] = (where[1:] != where[:-1]) | (person[1:] != person[:-1])
    people = np.bincount(where[fresh], minlength=contexts)
    rows = np.bincount(where, minlength=contexts)
    starts = np.cumsum(rows) - rows
    left = np.flatnonzero(people[where] <= cap)
    counts = rows[where[left]]
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)
    one = np.repeat(left, counts)
    other = starts[where[one]] + within
    apart = person[one] != person[other]
    one, other = one[apart], other[apart]
    return order[one].astype(np.int64), order[other].astype(np.int64), people[where[one]].astype(np.int64)


def _size_factor(sizes: Ints, ties: Ties) -> Floats:
    numbers = ties.numbers
    return np.minimum(1.0, (numbers.full_size / np.maximum(sizes, 2)) ** numbers.size_exponent)


def _age_factor(last: Ints, ties: Ties) -> Floats:
    return 2.0 ** -(np.maximum(0, ties.now - last) / 12 / ties.numbers.half_life_years)


def _last(stays: Stays, kind: ContextKind, ties: Ties) -> Ints:
    """The last month somebody was there, as `Ties` has it."""
    otherwise = np.full(len(stays.last), ties.now, dtype=np.int64) if kind == "group" else stays.month
    last = stays.month if kind == "event" else np.where(stays.last == UNKNOWN, otherwise, stays.last)
    return np.where(last == UNKNOWN, ties.now - round(12 * ties.numbers.unknown_years), last)


def _colleagues(one: Stays, other: Stays, ties: Ties) -> Floats:
    first = np.maximum(one.first, other.first)
    last = np.minimum(_job_ends(one, ties), _job_ends(other, ties))
    known = (one.first != UNKNOWN) & (other.first != UNKNOWN)
    months = np.where(known, np.maximum(last - first + 1, 0), 0)
    overlap = months / (months + ties.numbers.overlap_months)
    return ties.numbers.employer * _age_factor(last, ties) * overlap


def _job_ends(stays: Stays, ties: Ties) -> Ints:
    ended = np.where(stays.last == UNKNOWN, stays.first, stays.last)
    return np.minimum(np.where(stays.still == 1, ties.now, ended), ties.now)


def features(history: History, pairs: Pairs, known: Mapping[ContextKind, Known]) -> dict[FeatureName, Floats]:
    """The values of these pairs' features, but for that of mutual connections."""
    values: dict[FeatureName, Floats] = {
        kind: looked_up(pairs, ties.pairs.keys, ties.strength) for kind, ties in known.items()
    }
    values["place"] = _both(history.stays["place"], pairs)
    values["industry"] = _both(history.stays["industry"], pairs)
    one, other = history.intake[pairs.one], history.intake[pairs.other]
    apart = np.where((one == UNKNOWN) | (other == UNKNOWN), np.inf, np.abs(one - other).astype(np.float64))
    values["intake"] = intake_closeness(apart)
    return values


def _both(stays: Stays, pairs: Pairs) -> Floats:
    """1 for pairs who are there now both; of several present ones each is looked at."""
    now = stays.still == 1
    person, where = stays.person[now], stays.where[now]
    most = int(where.max()) + 1 if len(where) else 1
    order = np.lexsort((where, person))
    person, where = person[order], where[order]
    place = np.arange(len(person)) - np.searchsorted(person, person)
    keys = np.unique(person * most + where)
    found = np.zeros(len(pairs.keys), dtype=np.bool_)
    for turn in range(int(place.max()) + 1 if len(place) else 0):
        theirs = np.full(pairs.people, UNKNOWN, dtype=np.int64)
        theirs[person[place == turn]] = where[place == turn]
        asked = theirs[pairs.one]
        at = np.minimum(np.searchsorted(keys, pairs.other * most + asked), len(keys) - 1)
        found |= (asked != UNKNOWN) & (keys[at] == pairs.other * most + asked)
    return found.astype(np.float64)
