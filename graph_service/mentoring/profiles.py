"""What is known about somebody who mentors or looks for a mentor: plain data that the graph fills and scoring reads.

Nothing here is guessed: what somebody did not say is None or empty, and scoring treats it as unknown. There is no
gender, ethnicity, nationality, religion or health, and nothing is read out of a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

WEEK_HOURS = 168


class GoalType(StrEnum):
    """What somebody looks for a mentor for."""

    CHANGE_FIELD = "change_field"
    ADVANCE = "advance"
    FOUND = "found"
    RETURN_TO_WORK = "return_to_work"
    STUDY_BESIDE_WORK = "study_beside_work"
    FIRST_JOB = "first_job"
    RELOCATE = "relocate"


class Experience(StrEnum):
    """What a mentor says to have lived through."""

    CHANGED_FIELD = "changed_field"
    LED_PEOPLE = "led_people"
    FOUNDED = "founded"
    RETURNED_AFTER_BREAK = "returned_after_break"
    STUDIED_BESIDE_WORK = "studied_beside_work"
    HIRED_BEGINNERS = "hired_beginners"
    MOVED_PLACE = "moved_place"


@dataclass(frozen=True, slots=True)
class Position:
    """One job. `industries` are codes from the section down, such as ("I", "I65"); months are year * 12 + month - 1."""

    employer_id: str
    industries: tuple[str, ...] = ()
    function: str | None = None
    level: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a mentee wants to go: industries and functions by code (any of them), a level 1 to 6, and what for."""

    industries: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    level: int | None = None
    types: frozenset[GoalType] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """One person, as mentor or as mentee.

    `skills_offered` and `skills_wanted` are ids of skills; `programmes` the names of the programmes studied, `cohorts`
    ids; `places` the codes from country to city of where the person lives; `languages` a code such as "zh" or "en" with
    a level from 1 (basic) to 4 (native), each code once; `hours` of a week in the school's time zone, 0 is Monday 00:00
    to 01:00; `in_person` True when meetings in person are wanted; `reports_to` the ids of people in the same reporting
    line; `shortlist` ids in the order of preference; `capacity` how many mentees at a time, and `active` how many there
    are now; `mentor` whether the person agreed to be one.
    """

    id: str
    positions: tuple[Position, ...] = ()
    goal: Goal = field(default_factory=Goal)
    experience: frozenset[Experience] = frozenset()
    skills_offered: frozenset[str] = frozenset()
    skills_wanted: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    cohorts: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    hours: frozenset[int] = frozenset()
    in_person: bool | None = None
    reports_to: frozenset[str] = frozenset()
    shortlist: tuple[str, ...] = ()
    capacity: int | None = None
    active: int = 0
    paused: bool = False
    mentor: bool = False
