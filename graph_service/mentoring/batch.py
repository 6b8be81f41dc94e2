"""One mentee scored against all mentors at once, and all mentees one after another: the same numbers as a pair alone.

Everything is whole thousandths, as in graph_service/mentoring/features.py, which says what each feature is; here is
only how it is done with arrays. A value is -1 where it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring import likeness
from graph_service.mentoring.columns import EXPERIENCE_BIT, NO_ROWS, Ints, MentorColumns, hours_as_bits
from graph_service.mentoring.features import SERVES, wanted_industries
from graph_service.mentoring.gates import BIT, Gate, present_employers
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.weights import (
    DEFAULT_RULES,
    DEFAULT_WEIGHTS,
    FEATURE_NAMES,
    FULL,
    FeatureName,
    Pool,
    Rules,
    Weights,
)

Bools = NDArray[np.bool_]
UNKNOWN = -1
LEVELS = range(7)


class ScoreTable(NamedTuple):
    """Scores, and masks of closed gates (`gates.gates_in`): a row for each mentee, a column for each mentor."""

    scores: NDArray[np.int16]
    gates: NDArray[np.int32]


class Around(NamedTuple):
    """What a pool says of one mentee: by mentor's id."""

    blocked: Sequence[str] = ()
    unseen: Sequence[str] = ()
    ended: Sequence[str] = ()
    acquainted: Sequence[str] = ()
    mutual: Mapping[str, int] = {}


def score_all(
    mentees: Sequence[Profile],
    mentors: Sequence[Profile],
    pool: Pool,
    weights: Weights = DEFAULT_WEIGHTS,
    rules: Rules = DEFAULT_RULES,
) -> ScoreTable:
    """The scores and gates of all pairs, the same as `scoring.score` and `gates.gates_of` give one by one.

    `mentors` have different ids. About 0.7 s for 1,000 mentees x 1,000 mentors.
    """
    columns = MentorColumns(pool.now, mentors, room=max(1, len(mentors)))
    around = _by_mentee(pool)
    others = NO_ROWS if pool.mentors is None else _rows(columns, set(columns.rows) - pool.mentors)
    scores = np.zeros((len(mentees), len(mentors)), np.int16)
    gates = np.zeros((len(mentees), len(mentors)), np.int32)
    for number, mentee in enumerate(mentees):
        near = around.get(mentee.id, Around())
        scores[number] = totals(values_of(mentee, columns, near, pool.rarity), weights)
        gates[number] = masks_of(mentee, columns, near, rules)
        gates[number, others] |= BIT[Gate.ROLE]
        if pool.mentees is not None and mentee.id not in pool.mentees:
            gates[number] |= BIT[Gate.ROLE]
    gates[scores < rules.minimum_score] |= BIT[Gate.MINIMUM_SCORE]
    return ScoreTable(scores, gates)


def _by_mentee(pool: Pool) -> dict[str, Around]:
    found: dict[str, dict[str, list[str]]] = {}
    for kind in ("blocked", "unseen", "ended", "acquainted"):
        for mentee, mentor in getattr(pool, kind):
            found.setdefault(mentee, {}).setdefault(kind, []).append(mentor)
    mutual: dict[str, dict[str, int]] = {}
    for (mentee, mentor), people in pool.mutual.items():
        mutual.setdefault(mentee, {})[mentor] = len(people)
    return {one: Around(**found.get(one, {}), mutual=mutual.get(one, {})) for one in {*found, *mutual}}


def totals(values: Ints, weights: Weights = DEFAULT_WEIGHTS) -> Ints:
    """The scores that values of all features make, each a row in the order of FEATURE_NAMES."""
    each = np.array([weights.of(name) for name in FEATURE_NAMES], np.int64)[:, None]
    priors = np.array([weights.points(name, None) for name in FEATURE_NAMES], np.int64)[:, None]
    return np.where(values < 0, priors, (values * each + FULL // 2) // FULL).sum(axis=0)


def values_of(mentee: Profile, columns: MentorColumns, around: Around, rarity: Mapping[str, int]) -> Ints:
    """The value of each feature, a row for each in the order of FEATURE_NAMES, a column for each mentor; -1 unknown."""
    values = np.full((len(FEATURE_NAMES), len(columns)), UNKNOWN, np.int64)
    for row, name in enumerate(FEATURE_NAMES):
        if name == "skills":
            _skills(mentee, columns, rarity, values[row])
        elif name == "network":
            _network(columns, around, values[row])
        else:
            _WORKED_OUT[name](mentee, columns, values[row])
    return values


def _put(into: Ints, known: Bools, values: Ints) -> None:
    np.copyto(into, values, where=known)


def _path_walked(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    own = likeness.standing(mentee)
    if not own or not likeness.has_place(mentee.goal):
        return
    of = columns.compared()
    starts = np.maximum.reduce([_start(mentee, one, columns, of) for one in range(len(own))])
    goals = _goal(mentee, columns, of)
    starts[0] = goals[0] = 0
    steps, before = columns.several("step"), columns.several("before")
    best = np.maximum.accumulate(starts[steps], axis=0)
    # The best start among those positions that began earlier; the slot before the first of the same month.
    earlier = np.where(before > 0, np.take_along_axis(best, np.maximum(before - 1, 0), axis=0), 0)
    found = (earlier * (goals[steps] * columns.several("recent"))).max(axis=0)
    _put(into, columns.part("walked") > 0, (found + FULL * FULL // 2) // (FULL * FULL))


def _start(mentee: Profile, number: int, columns: MentorColumns, of: Ints) -> Ints:
    """`likeness.start_likeness` for each signature."""
    own = likeness.standing(mentee)[number]
    parts: list[Ints | None] = [None, None, None]
    if own.industries:
        parts[0] = columns.near_industry.of(own.industries[-1])[of[0]]
    if own.function is not None:
        parts[1] = _same_function((own.function,), columns, of)
    if own.level is not None:
        own_level = own.level
        parts[2] = _by_level(lambda level: likeness.apart(own_level - level))[of[2]]
    return _weighed(parts)


def _goal(mentee: Profile, columns: MentorColumns, of: Ints) -> Ints:
    """`likeness.goal_likeness` for each signature."""
    goal = mentee.goal
    parts: list[Ints | None] = [None, None, None]
    if goal.industries:
        parts[0] = columns.near_industry.best(goal.industries)[of[0]]
    if goal.functions:
        parts[1] = _same_function(goal.functions, columns, of)
    if goal.level is not None:
        aim = goal.level
        parts[2] = _by_level(lambda level: likeness.apart(max(0, aim - level)))[of[2]]
    return _weighed(parts)


def _same_function(functions: Iterable[str], columns: MentorColumns, of: Ints) -> Ints:
    table = np.zeros(len(columns.functions) + 1, np.int64)
    table[[columns.functions.known(one) for one in functions]] = FULL
    table[0] = likeness.UNKNOWN_PART
    return table[of[1]]


def _by_level(value: Callable[[int], int]) -> Ints:
    return np.array([likeness.UNKNOWN_PART, *(value(level) for level in LEVELS[1:])], np.int64)


def _weighed(parts: Sequence[Ints | None]) -> Ints:
    stated = [(weight, part) for weight, part in zip(likeness.PARTS, parts, strict=True) if part is not None]
    total = sum(weight for weight, _ in stated)
    weighed = sum((weight * part for weight, part in stated), start=np.zeros(1, np.int64))
    return (weighed + total // 2) // total


def _skills(mentee: Profile, columns: MentorColumns, rarity: Mapping[str, int], into: Ints) -> None:
    if not mentee.skills_wanted:
        return
    weigh = {skill: rarity.get(skill, likeness.RAREST) for skill in mentee.skills_wanted}
    asked = sum(weigh.values())
    table = np.zeros(len(columns.skills) + 1, np.int64)
    for skill, weight in weigh.items():
        table[columns.skills.known(skill)] = weight
    table[0] = 0
    slots = columns.several("skill")
    _put(into, slots[0] > 0, (FULL * table[slots].sum(axis=0) + asked // 2) // asked)


def _industry(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    wanted = wanted_industries(mentee)
    if not wanted:
        return
    months = (columns.near_industry.best(wanted)[columns.several("branch")] * columns.several("months")).sum(axis=0)
    value = np.minimum(FULL, (months + likeness.ENOUGH_MONTHS // 2) // likeness.ENOUGH_MONTHS)
    _put(into, columns.part("placed") > 0, value)


def _goal_experience(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    asked = len(mentee.goal.types)
    if not asked:
        return
    wanted = sum(EXPERIENCE_BIT[SERVES[one]] for one in mentee.goal.types)
    declared = columns.part("experience")
    served = np.bitwise_count(declared & wanted).astype(np.int64)
    _put(into, declared > 0, (FULL * served + asked // 2) // asked)


def _preference(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    listing = columns.part("listing")
    theirs = np.zeros(len(columns), np.int64)
    for row, value in columns.listed_by.get(mentee.id, {}).items():
        theirs[row] = value
    if not mentee.shortlist:
        _put(into, listing > 0, theirs)
        return
    own = np.zeros(len(columns), np.int64)
    for rank, mentor in reversed(list(enumerate(mentee.shortlist))):
        own[columns.rows.get(mentor, NO_ROWS)] = likeness.choice(rank)
    sides = 1 + listing
    np.copyto(into, (own + theirs + sides // 2) // sides)


def _programme(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    if not mentee.programmes:
        return
    table = np.zeros(len(columns.programmes) + 1, np.int64)
    table[[columns.programmes.known(one) for one in mentee.programmes]] = FULL
    table[0] = 0
    slots = columns.several("programme")
    _put(into, slots[0] > 0, table[slots].max(axis=0))


def _seniority_gap(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    own = likeness.level_of(mentee)
    if own is None:
        return
    levels = columns.part("level")
    table = np.array([likeness.SENIORITY.get(level - own, 0) for level in LEVELS], np.int64)
    _put(into, levels > 0, table[levels])


def _meeting(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    parts = np.zeros(len(columns), np.int64)
    count = np.zeros(len(columns), np.int64)
    if mentee.hours:
        hourly = columns.part("hourly")
        common = np.minimum(_common_hours(mentee, columns), len(likeness.HOURS) - 1)
        parts += np.array(likeness.HOURS, np.int64)[common] * hourly
        count += hourly
    if mentee.places:
        homes = columns.part("place")
        wanted = (homes > 0) & (columns.part("in_person") > 0) if not mentee.in_person else homes > 0
        parts += _near_place(mentee, columns) * wanted
        count += wanted
    _put(into, count > 0, (parts + count // 2) // np.maximum(count, 1))


def _near_place(mentee: Profile, columns: MentorColumns) -> Ints:
    """`likeness.place_likeness` of each mentor; 0 where nothing is known."""
    if len(mentee.places) < 2:
        return np.zeros(len(columns), np.int64)
    same = columns.part("place") == (columns.places.known(mentee.places) or UNKNOWN)
    near = columns.part("province") == (columns.places.known(mentee.places[:2]) or UNKNOWN)
    return np.where(same, FULL, np.where(near, FULL // 2, 0))


def _common_hours(mentee: Profile, columns: MentorColumns) -> Ints:
    own = hours_as_bits(mentee.hours)[:, None]
    return np.bitwise_count(columns.hours[:, : len(columns)] & own).sum(axis=0, dtype=np.int64)


def _language(mentee: Profile, columns: MentorColumns, into: Ints) -> None:
    if mentee.languages:
        spoken = columns.several("language")[0] > 0
        _put(into, spoken, FULL * _best_language(mentee, columns) // likeness.NATIVE)


def _best_language(mentee: Profile, columns: MentorColumns) -> Ints:
    table = np.zeros(len(columns.languages) + 1, np.int64)
    for code, level in mentee.languages:
        number = columns.languages.known(code)
        table[number] = max(table[number], level)
    table[0] = 0
    slots = columns.several("language")
    return np.minimum(table[slots >> 3], slots & 7).max(axis=0)


def _network(columns: MentorColumns, around: Around, into: Ints) -> None:
    for mentor, people in around.mutual.items():
        if people:
            into[columns.rows.get(mentor, NO_ROWS)] = likeness.MUTUAL[min(people, likeness.ENOUGH_MUTUAL)]
    into[_rows(columns, around.acquainted)] = FULL


_WORKED_OUT: Mapping[FeatureName, Callable[[Profile, MentorColumns, Ints], None]] = {
    "path_walked": _path_walked,
    "industry": _industry,
    "goal_experience": _goal_experience,
    "preference": _preference,
    "programme": _programme,
    "seniority_gap": _seniority_gap,
    "meeting": _meeting,
    "language": _language,
}


def masks_of(mentee: Profile, columns: MentorColumns, around: Around, rules: Rules) -> Ints:
    """The gates that are closed between a mentee and each mentor, but for those of the least score and of the role."""
    masks = np.zeros(len(columns), np.int64)
    for employer in present_employers(mentee):
        if number := columns.employers.known(employer):
            masks[(columns.several("employer") == number).any(axis=0)] |= BIT[Gate.SAME_EMPLOYER]
    masks[columns.part("agreed") == 0] |= BIT[Gate.NOT_AGREED]
    masks[columns.part("paused") > 0] |= BIT[Gate.NOT_OPEN]
    masks[columns.places_left(rules) <= 0] |= BIT[Gate.NO_CAPACITY]
    if mentee.languages:
        spoken = columns.several("language")[0] > 0
        masks[spoken & (_best_language(mentee, columns) < rules.language_level)] |= BIT[Gate.NO_LANGUAGE]
    if mentee.hours and rules.hour_needed:
        masks[(columns.part("hourly") > 0) & (_common_hours(mentee, columns) == 0)] |= BIT[Gate.NO_HOUR]
    named = {
        Gate.SELF: (mentee.id,),
        Gate.REPORTING_LINE: mentee.reports_to,
        Gate.NOT_AGREED: around.unseen,
        Gate.BLOCKED: around.blocked,
        Gate.EARLIER_PAIR: around.ended,
    }
    for gate, mentors in named.items():
        masks[_rows(columns, mentors)] |= BIT[gate]
    masks[list(columns.reported_by.get(mentee.id, ()))] |= BIT[Gate.REPORTING_LINE]
    return masks


def _rows(columns: MentorColumns, mentors: Iterable[str]) -> Ints:
    return np.array([columns.rows[one] for one in mentors if one in columns.rows], np.int64)
