"""Many mentors as arrays: a column for each mentor, so that one mentee is scored against all of them at once.

What has names or ids becomes a small number once (`Numbered`); what somebody has several of stands in rows of slots
(`Slots`), 0 where there is nothing. A mentor can be put in, replaced and taken out, so that a pool of many thousands is
kept as it changes. The present month is fixed when the columns are made: what is long ago is worked out then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring import likeness
from graph_service.mentoring.profiles import Experience, Position, Profile
from graph_service.mentoring.weights import Rules

Ints = NDArray[np.int64]
Hours = NDArray[np.uint64]
K = TypeVar("K", bound=Hashable)
NO_ROWS = np.zeros(0, np.int64)
EXPERIENCE_BIT = {one: 1 << number for number, one in enumerate(Experience)}
Signature = tuple[int, int, int]
"""What a position is compared by: the numbers of its industries and its function, and its level; 0 where unknown."""


class Numbered(Generic[K]):
    """Things by number, from 1 in the order in which they were met; 0 stands for none.

    >>> names = Numbered(["zh"])
    >>> names.number("en"), names.number("zh"), names.known("fr")
    (2, 1, 0)
    """

    def __init__(self, things: Iterable[K] = ()) -> None:
        self.things: list[K] = []
        self._numbers: dict[K, int] = {}
        for thing in things:
            self.number(thing)

    def number(self, thing: K) -> int:
        """The number of a thing, a new one when it was not met before."""
        number = self._numbers.get(thing)
        if number is None:
            self.things.append(thing)
            number = self._numbers[thing] = len(self.things)
        return number

    def known(self, thing: K) -> int:
        """The number of a thing, 0 when it was not met before."""
        return self._numbers.get(thing, 0)

    def __len__(self) -> int:
        return len(self.things)


class Tables(Generic[K]):
    """A value for each numbered thing, worked out once for each question and extended when there are more things."""

    def __init__(self, things: Numbered[K], value: Callable[[str, K], int], *, nothing: int) -> None:
        self._things = things
        self._value = value
        self._nothing = nothing
        self._tables: dict[str, Ints] = {}

    def of(self, question: str) -> Ints:
        """The values by number, that of 0 first."""
        table = self._tables.get(question)
        if table is None or len(table) <= len(self._things):
            values = [self._nothing, *(self._value(question, thing) for thing in self._things.things)]
            table = self._tables[question] = np.array(values, np.int64)
        return table

    def best(self, questions: Iterable[str]) -> Ints:
        """The highest of the values for several questions, by number."""
        tables = [self.of(question) for question in questions]
        return tables[0] if len(tables) == 1 else np.maximum.reduce(tables)


class Slots:
    """Numbers of which each mentor has several: `data[slot, row]`, 0 where there are no more."""

    def __init__(self, room: int) -> None:
        self.data: Ints = np.zeros((1, room), np.int64)

    def put(self, row: int, values: Sequence[int]) -> None:
        """Gives a mentor these numbers."""
        if len(values) > len(self.data):
            self.data = np.pad(self.data, ((0, len(values) - len(self.data)), (0, 0)))
        self.data[:, row] = 0
        self.data[: len(values), row] = values

    def widen(self, room: int) -> None:
        """Makes room for more mentors."""
        self.data = np.pad(self.data, ((0, 0), (0, room - self.data.shape[1])))


class MentorColumns:
    """The mentors, each in a row of its own; rows that nobody has are not `taken`."""

    def __init__(self, now: int, mentors: Iterable[Profile] = (), *, room: int = 64) -> None:
        self.now = now
        self.ids: list[str] = []
        self.rows: dict[str, int] = {}
        self._free: list[int] = []
        self.chains: Numbered[tuple[str, ...]] = Numbered()
        self.functions: Numbered[str] = Numbered()
        self.signatures: Numbered[Signature] = Numbered()
        self.skills: Numbered[str] = Numbered()
        self.programmes: Numbered[str] = Numbered()
        self.languages: Numbered[str] = Numbered()
        self.employers: Numbered[str] = Numbered()
        self.places: Numbered[tuple[str, ...]] = Numbered()
        self.near_industry = Tables(self.chains, likeness.industry_likeness, nothing=likeness.UNKNOWN_PART)
        self._compared = np.zeros((3, 1), np.int64)
        slots = ("step", "before", "recent", "branch", "months", "skill", "programme", "language", "employer")
        self.slots = {name: Slots(room) for name in slots}
        plain = (
            "taken",
            "walked",
            "placed",
            "level",
            "experience",
            "listing",
            "place",
            "province",
            "in_person",
            "hourly",
        )
        more = ("capacity", "active", "paused", "agreed", "order_key", "listed")
        self.plain: dict[str, Ints] = {name: np.zeros(room, np.int64) for name in (*plain, *more)}
        self.hours: Hours = np.zeros((3, room), np.uint64)
        self.shortlists: dict[int, tuple[str, ...]] = {}
        self.superiors: dict[int, frozenset[str]] = {}
        self.listed_by: dict[str, dict[int, int]] = {}
        self.reported_by: dict[str, set[int]] = {}
        for mentor in mentors:
            self.put(mentor)

    def __len__(self) -> int:
        """How many rows there are, those that nobody has any more among them."""
        return len(self.ids)

    def put(self, mentor: Profile) -> None:
        """Puts a mentor in, in place of what was known before."""
        row = self._row_of(mentor.id)
        self._put_positions(row, mentor)
        number = self.slots
        number["skill"].put(row, [self.skills.number(one) for one in sorted(mentor.skills_offered)])
        number["programme"].put(row, [self.programmes.number(one) for one in sorted(mentor.programmes)])
        languages = [(self.languages.number(code) << 3) + level for code, level in mentor.languages]
        number["language"].put(row, languages)
        present = dict.fromkeys(one.employer_id for one in mentor.positions if one.current)
        number["employer"].put(row, [self.employers.number(one) for one in present])
        values = {
            "taken": 1,
            "level": likeness.level_of(mentor) or 0,
            "experience": sum(EXPERIENCE_BIT[one] for one in mentor.experience),
            "listing": bool(mentor.shortlist),
            "place": self.places.number(mentor.places) if mentor.places else 0,
            "province": self.places.number(mentor.places[:2]) if len(mentor.places) > 1 else 0,
            "in_person": bool(mentor.in_person),
            "hourly": bool(mentor.hours),
            "capacity": -1 if mentor.capacity is None else mentor.capacity,
            "active": mentor.active,
            "paused": mentor.paused,
            "agreed": mentor.mentor,
        }
        for name, value in values.items():
            self.plain[name][row] = value
        self.hours[:, row] = hours_as_bits(mentor.hours)
        self._put_named(row, mentor)

    def mark(self, mentor_id: str, order_key: int, listed: int) -> None:
        """Notes of a mentor who is in what decides between equals, and who may see them (0: every member)."""
        self.plain["order_key"][self.rows[mentor_id]] = order_key
        self.plain["listed"][self.rows[mentor_id]] = listed

    def as_shown(self) -> MentorColumns:
        """The same without what mentors tell the school alone: their shortlists and reporting lines."""
        shown = copy(self)
        shown.listed_by, shown.reported_by = {}, {}
        shown.plain = {**self.plain, "listing": np.zeros_like(self.plain["listing"])}
        return shown

    def drop(self, mentor_id: str) -> None:
        """Takes a mentor out; somebody who is not in is passed over."""
        row = self.rows.pop(mentor_id, None)
        if row is not None:
            self._put_named(row, Profile(mentor_id))
            self.plain["taken"][row] = 0
            self._free.append(row)

    def compared(self) -> Ints:
        """The signatures by number: in rows the numbers of industries and function, and the level."""
        if self._compared.shape[1] <= len(self.signatures):
            self._compared = np.array([(0, 0, 0), *self.signatures.things], np.int64).T.copy()
        return self._compared

    def part(self, name: str) -> Ints:
        """One number of each mentor."""
        return self.plain[name][: len(self)]

    def several(self, name: str) -> Ints:
        """Several numbers of each mentor, a row for each slot."""
        return self.slots[name].data[:, : len(self)]

    def places_left(self, rules: Rules) -> Ints:
        """How many more mentees each mentor takes."""
        capacity = self.part("capacity")
        return np.where(capacity < 0, rules.capacity, capacity) - self.part("active")

    def _row_of(self, mentor_id: str) -> int:
        row = self.rows.get(mentor_id)
        if row is None:
            row = self._free.pop() if self._free else len(self.ids)
            if row == len(self.ids):
                self.ids.append(mentor_id)
                self._widen()
            self.ids[row] = mentor_id
            self.rows[mentor_id] = row
        return row

    def _widen(self) -> None:
        room = self.hours.shape[1]
        if len(self.ids) <= room:
            return
        for slots in self.slots.values():
            slots.widen(2 * room)
        self.plain = {name: np.pad(one, (0, room)) for name, one in self.plain.items()}
        self.hours = np.pad(self.hours, ((0, 0), (0, room)))

    def _put_positions(self, row: int, mentor: Profile) -> None:
        theirs = likeness.walked(mentor)
        months = [one.first_month for one in theirs]
        self.slots["step"].put(row, [self.signatures.number(self._signature(one)) for one in theirs])
        # How many positions began before this one: as many slots further down is the best start until then.
        self.slots["before"].put(row, [months.index(month) for month in months])
        since = [likeness.months_since(one, self.now) for one in theirs]
        self.slots["recent"].put(row, [likeness.recency(one or 0) for one in since])
        placed = [one for one in mentor.positions if one.industries]
        self.slots["branch"].put(row, [self.chains.number(one.industries) for one in placed])
        self.slots["months"].put(row, [likeness.months_held(one, self.now) for one in placed])
        self.plain["walked"][row] = bool(theirs)
        self.plain["placed"][row] = bool(placed)

    def _signature(self, position: Position) -> Signature:
        chain = self.chains.number(position.industries) if position.industries else 0
        function = self.functions.number(position.function) if position.function is not None else 0
        return chain, function, position.level or 0

    def _put_named(self, row: int, mentor: Profile) -> None:
        for one in self.shortlists.pop(row, ()):
            self.listed_by[one].pop(row, None)
        for one in self.superiors.pop(row, ()):
            self.reported_by[one].discard(row)
        if mentor.shortlist:
            self.shortlists[row] = mentor.shortlist
            for rank, one in reversed(list(enumerate(mentor.shortlist))):
                self.listed_by.setdefault(one, {})[row] = likeness.choice(rank)
        if mentor.reports_to:
            self.superiors[row] = mentor.reports_to
            for one in mentor.reports_to:
                self.reported_by.setdefault(one, set()).add(row)


def hours_as_bits(hours: Iterable[int]) -> Hours:
    """Hours of the week as three numbers of 64 bits."""
    whole = sum(1 << hour for hour in set(hours))
    return np.array([whole >> shift & (1 << 64) - 1 for shift in (0, 64, 128)], np.uint64)
