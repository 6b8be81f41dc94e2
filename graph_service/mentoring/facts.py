"""What the graph holds about a person, made into the profile that scoring reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from graph_service.mentoring.profiles import WEEK_HOURS, Experience, Goal, GoalType, Position, Profile

HIGHEST_LEVEL, NATIVE = 6, 4
E = TypeVar("E", GoalType, Experience)


def profile_of(facts: Mapping[str, Any]) -> Profile:
    """The profile of a person; what a row of `mentoring_facts` holds that nobody knows how to read is left out.

    >>> profile_of({"id": "a", "said": {"languages": ["zh:4", "?"], "hours": [1, 999]}}).languages
    (('zh', 4),)
    """
    said: Mapping[str, Any] = facts.get("said") or {}
    skills: Sequence[Sequence[str]] = facts.get("skills") or ()
    studied: Sequence[Sequence[Any]] = facts.get("cohorts") or ()
    return Profile(
        id=facts["id"],
        positions=tuple(_position(*one) for one in facts.get("positions") or ()),
        goal=Goal(
            industries=tuple(said.get("goal_industries") or ()),
            functions=tuple(said.get("goal_functions") or ()),
            level=_level(said.get("goal_level")),
            types=_known(GoalType, said.get("goal_types")),
        ),
        experience=_known(Experience, said.get("experience")),
        skills_offered=frozenset(skill for kind, skill in skills if kind == "offered"),
        skills_wanted=frozenset(skill for kind, skill in skills if kind == "wanted"),
        programmes=frozenset(name for _, name in studied if name),
        cohorts=frozenset(cohort for cohort, _ in studied),
        places=tuple(facts.get("places") or ()),
        languages=tuple(_languages(said.get("languages") or ()).items()),
        hours=frozenset(hour for hour in said.get("hours") or () if 0 <= hour < WEEK_HOURS),
        in_person=said.get("in_person"),
        reports_to=frozenset(said.get("reports_to") or ()),
        shortlist=tuple(said.get("shortlist") or ()),
        capacity=said.get("capacity"),
        active=facts.get("active") or 0,
        paused=bool(said.get("paused")),
        mentor=bool(facts.get("mentor")),
    )


def _position(
    employer: str,
    industries: Sequence[str],
    function: str | None,
    level: int | None,
    first: int | None,
    last: int | None,
    current: bool | None,
) -> Position:
    return Position(employer, tuple(industries), function, _level(level), first, last, bool(current))


def _level(level: int | None) -> int | None:
    return level if level is not None and 1 <= level <= HIGHEST_LEVEL else None


def _known(kind: type[E], values: Iterable[str] | None) -> frozenset[E]:
    return frozenset(kind(value) for value in values or () if value in list(kind))


def _languages(written: Iterable[str]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for one in written:
        code, _, level = one.partition(":")
        if code and level.isdecimal() and 1 <= int(level) <= NATIVE:
            levels.setdefault(code, int(level))
    return levels


def languages_as_written(levels: Mapping[str, int]) -> list[str]:
    """Languages with their levels as the graph keeps them.

    >>> languages_as_written({"zh": 4})
    ['zh:4']
    """
    return [f"{code}:{level}" for code, level in levels.items()]
