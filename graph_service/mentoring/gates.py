"""What keeps two people from being matched whatever their score, each with a code."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from graph_service.mentoring.features import best_language
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.weights import DEFAULT_RULES, Pool, Rules


class Gate(StrEnum):
    """Why a pair is not allowed. `not_agreed`: one of them did not agree to be matched, or may not see the other."""

    SELF = "self"
    SAME_EMPLOYER = "same_employer"
    REPORTING_LINE = "reporting_line"
    NOT_AGREED = "not_agreed"
    NOT_OPEN = "not_open"
    NO_CAPACITY = "no_capacity"
    NO_LANGUAGE = "no_language"
    NO_HOUR = "no_hour"
    BLOCKED = "blocked"
    EARLIER_PAIR = "earlier_pair"
    MINIMUM_SCORE = "minimum_score"
    ROLE = "role"


BIT = {gate: 1 << number for number, gate in enumerate(Gate)}
"""The bit of each gate in a mask."""


def gates_of(
    mentee: Profile, mentor: Profile, pool: Pool, rules: Rules = DEFAULT_RULES, score: int | None = None
) -> tuple[Gate, ...]:
    """Every gate that is closed for the pair, in the order of their codes' list; none when it may be matched.

    What is unknown closes no gate. Without a `score` the least score is not asked for.
    """
    pair = (mentee.id, mentor.id)
    closed = {
        Gate.SELF: mentee.id == mentor.id,
        Gate.SAME_EMPLOYER: not present_employers(mentee).isdisjoint(present_employers(mentor)),
        Gate.REPORTING_LINE: mentor.id in mentee.reports_to or mentee.id in mentor.reports_to,
        Gate.NOT_AGREED: not mentor.mentor or pair in pool.unseen,
        Gate.NOT_OPEN: mentor.paused,
        Gate.NO_CAPACITY: places_left(mentor, rules) <= 0,
        Gate.NO_LANGUAGE: _lack_language(mentee, mentor, rules),
        Gate.NO_HOUR: rules.hour_needed and _lack_hour(mentee, mentor),
        Gate.BLOCKED: pair in pool.blocked,
        Gate.EARLIER_PAIR: pair in pool.ended,
        Gate.MINIMUM_SCORE: score is not None and score < rules.minimum_score,
        Gate.ROLE: _wrong_role(mentee, mentor, pool),
    }
    return tuple(gate for gate in Gate if closed[gate])


def present_employers(person: Profile) -> frozenset[str]:
    """Where somebody works now."""
    return frozenset(one.employer_id for one in person.positions if one.current)


def places_left(mentor: Profile, rules: Rules = DEFAULT_RULES) -> int:
    """How many more mentees a mentor takes; less than 0 when there are too many already.

    >>> places_left(Profile("a", capacity=2, active=1)), places_left(Profile("a"))
    (1, 3)
    """
    return (rules.capacity if mentor.capacity is None else mentor.capacity) - mentor.active


def _lack_language(mentee: Profile, mentor: Profile, rules: Rules) -> bool:
    known = bool(mentee.languages and mentor.languages)
    return known and best_language(mentee, mentor)[0] < rules.language_level


def _lack_hour(mentee: Profile, mentor: Profile) -> bool:
    return bool(mentee.hours and mentor.hours) and mentee.hours.isdisjoint(mentor.hours)


def _wrong_role(mentee: Profile, mentor: Profile, pool: Pool) -> bool:
    return (pool.mentees is not None and mentee.id not in pool.mentees) or (
        pool.mentors is not None and mentor.id not in pool.mentors
    )


def mask_of(gates: Iterable[Gate]) -> int:
    """The gates as one number, a bit for each.

    >>> gates_in(mask_of((Gate.NOT_OPEN, Gate.SELF)))
    (<Gate.SELF: 'self'>, <Gate.NOT_OPEN: 'not_open'>)
    """
    return sum(BIT[gate] for gate in set(gates))


def gates_in(mask: int) -> tuple[Gate, ...]:
    """The gates that a number stands for."""
    return tuple(gate for gate in Gate if mask & BIT[gate])
