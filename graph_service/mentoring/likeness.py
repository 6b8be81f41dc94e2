"""How alike industries, levels, places and times are, in thousandths: the small tables that the features are made of.

Whole numbers throughout, because one pair and a batch of two million have to give the same, to the last point. The
numbers are judgements, in round figures; `graph-service evaluate mentoring` tells what each feature is good for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

from graph_service.mentoring.profiles import Goal, Position, Profile
from graph_service.mentoring.weights import FULL

SAME_SECTION, SAME_BRANCH = 400, 700
"""Industries that have only the section in common, and those that have more in common but are not the same."""
UNKNOWN_PART = 300
"""What counts for the industry, function or level of a mentor's position when it is not known."""
PARTS = (450, 350, 200)
"""How much industry, function and level make of the likeness of two positions."""
LEVEL_APART = (1000, 600, 200)
"""Levels that are so many steps apart; further ones have nothing in common."""
SENIORITY = {-1: 200, 0: 500, 1: 1000, 2: 1000, 3: 1000, 4: 700, 5: 400}
"""How well a mentor of so many levels above the mentee suits: flat from one to three."""
HOURS = (0, 400, 700, 1000)
"""So many hours of the week in common."""
ENOUGH_MUTUAL = 5
MUTUAL = (0, 400, 550, 700, 850, 1000)
"""So many people whom both know; that there is none on record tells nothing."""
HALF_LIFE_MONTHS = 120
OLDEST_MONTHS = 1200
RECENCY = tuple(round(FULL * 0.5 ** (months / HALF_LIFE_MONTHS)) for months in range(OLDEST_MONTHS + 1))
"""What something counts for that ended so many months ago: half after ten years."""
ENOUGH_MONTHS = 60
"""So many months in an industry, with what is long ago counting less, are full experience of it."""
LONGEST_MONTHS = 600
UNKNOWN_MONTHS = 12
"""How long a position was held of which that is not known."""
FIRST_CHOICE, CHOICE_STEP, LAST_CHOICE = 1000, 100, 500
NATIVE = 4


def industry_likeness(wanted: str, industries: Iterable[str]) -> int:
    """How like the wanted industry a position's are: their codes from the section down.

    A code begins with the codes of what it is part of.

    >>> industry_likeness("I65", ("I", "I65", "I651")), industry_likeness("I65", ("I", "I64"))
    (1000, 400)
    >>> industry_likeness("I651", ("I", "I65", "I652")), industry_likeness("I65", ("J", "J66"))
    (700, 0)
    """
    best = 0
    for code in industries:
        if wanted == code:
            return FULL
        if wanted.startswith(code):
            best = max(best, SAME_SECTION if len(code) == 1 else SAME_BRANCH)
    return best


def nearest_industry(wanted: Iterable[str], industries: Sequence[str]) -> int:
    """How like any of the wanted industries a position's are."""
    return max((industry_likeness(code, industries) for code in wanted), default=0)


def apart(steps: int) -> int:
    """How alike levels are that are so many steps apart.

    >>> apart(0), apart(-2), apart(3)
    (1000, 200, 0)
    """
    steps = abs(steps)
    return LEVEL_APART[steps] if steps < len(LEVEL_APART) else 0


def recency(months: int) -> int:
    """What something counts for that ended so many months ago.

    >>> recency(0), recency(120), recency(-3)
    (1000, 500, 1000)
    """
    return RECENCY[max(0, min(months, OLDEST_MONTHS))]


def weighed(parts: Iterable[tuple[int, int]]) -> int:
    """The mean of values, each with its weight, to the nearest whole number; the weights are not all 0.

    >>> weighed([(450, 1000), (350, 0)])
    563
    """
    total, weights = 0, 0
    for weight, value in parts:
        total += weight * value
        weights += weight
    return (total + weights // 2) // weights


def start_likeness(own: Position, other: Position) -> int:
    """How like a position of the mentee's that position of the mentor's was; `own` states something."""
    industry, function, level = PARTS
    parts: list[tuple[int, int]] = []
    if own.industries:
        known = industry_likeness(own.industries[-1], other.industries) if other.industries else UNKNOWN_PART
        parts.append((industry, known))
    if own.function is not None:
        parts.append((function, _same(own.function == other.function, other.function)))
    if own.level is not None:
        parts.append((level, UNKNOWN_PART if other.level is None else apart(own.level - other.level)))
    return weighed(parts)


def goal_likeness(goal: Goal, other: Position) -> int:
    """How like the goal that position of the mentor's is; whoever reached more than the level did reach it."""
    industry, function, level = PARTS
    parts: list[tuple[int, int]] = []
    if goal.industries:
        known = nearest_industry(goal.industries, other.industries) if other.industries else UNKNOWN_PART
        parts.append((industry, known))
    if goal.functions:
        parts.append((function, _same(other.function in goal.functions, other.function)))
    if goal.level is not None:
        short = UNKNOWN_PART if other.level is None else apart(max(0, goal.level - other.level))
        parts.append((level, short))
    return weighed(parts)


def _same(same: bool, function: str | None) -> int:
    if function is None:
        return UNKNOWN_PART
    return FULL if same else 0


def states_something(position: Position) -> bool:
    """Whether anything is known of a position that another could be like."""
    return bool(position.industries) or position.function is not None or position.level is not None


def has_place(goal: Goal) -> bool:
    """Whether the goal is somewhere that a position can be."""
    return bool(goal.industries or goal.functions) or goal.level is not None


def standing(person: Profile) -> tuple[Position, ...]:
    """Where somebody is now: the present positions, or the last one; only those of which something is known.

    >>> former, latest = Position("x", level=2, last_month=3), Position("y", function="data", last_month=9)
    >>> standing(Profile("a", (latest, former))) == (latest,)
    True
    """
    known = [one for one in person.positions if states_something(one)]
    present = tuple(one for one in known if one.current)
    if present or not known:
        return present
    return (max(known, key=_order),)


def _order(position: Position) -> tuple[int, ...]:
    return (position.last_month or position.first_month or 0, position.first_month or 0, position.level or 0)


def level_of(person: Profile) -> int | None:
    """The level that somebody has: the highest of the present positions, or that of the last one that has a level."""
    known = [one for one in person.positions if one.level is not None]
    present = [one.level for one in known if one.current and one.level is not None]
    if present:
        return max(present)
    return max(known, key=_order).level if known else None


def walked(person: Profile) -> list[Position]:
    """The positions whose beginning is known, in the order of time."""
    return sorted(
        (one for one in person.positions if one.first_month is not None), key=lambda one: one.first_month or 0
    )


def months_since(position: Position, now: int) -> int | None:
    """How many months ago a position ended: 0 for a present one, None when it is not known."""
    if position.current:
        return 0
    last = position.last_month if position.last_month is not None else position.first_month
    return None if last is None else max(0, now - last)


def months_held(position: Position, now: int) -> int:
    """How many months somebody held a position, those long ago counting less.

    >>> months_held(Position("x", first_month=24000, current=True), 24011)
    12
    """
    first, last = position.first_month, now if position.current else position.last_month
    months = UNKNOWN_MONTHS if first is None or last is None else max(1, min(last - first + 1, LONGEST_MONTHS))
    since = months_since(position, now)
    return (months * recency(HALF_LIFE_MONTHS if since is None else since) + FULL // 2) // FULL


def place_likeness(a: Sequence[str], b: Sequence[str]) -> int:
    """How well two people can meet who live there: in the same city, in the same province, or not.

    >>> place_likeness(("CN", "330000", "330100"), ("CN", "330000", "330200"))
    500
    >>> place_likeness(("CN", "310000"), ("CN", "310000")), place_likeness(("CN",), ("CN", "310000"))
    (1000, 0)
    """
    common = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        common += 1
    if common >= 2 and common == len(a) == len(b):
        return FULL
    return FULL // 2 if common >= 2 else 0


def choice(rank: int) -> int:
    """What being named at that position of a list (from 0) counts for.

    >>> choice(0), choice(2), choice(40)
    (1000, 800, 500)
    """
    return max(LAST_CHOICE, FIRST_CHOICE - CHOICE_STEP * rank)


def rarity_of(offering: int, mentors: int) -> int:
    """What a skill weighs that so many of the mentors offer: the rarer, the more; at least 1000.

    The inverse document frequency of Spärck Jones ("A statistical interpretation of term specificity and its
    application in retrieval", J. Documentation 28, 1972), in thousandths.

    >>> rarity_of(100, 100), rarity_of(0, 1023)
    (1000, 11000)
    """
    return max(FULL, round(FULL * (1 + log2((mentors + 1) / (offering + 1)))))


RAREST = rarity_of(0, 1023)
"""What a skill weighs of which nothing is known."""
