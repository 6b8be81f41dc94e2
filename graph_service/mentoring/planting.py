"""A school in which it is known who suits whom: mentors with careers, mentees who want to go the same way, and decoys.

Every mentee is planted for a mentor: they stand where the mentor once stood, and want to get to where the mentor got.
Some mentors went ways that many want to go, and some tell much more of themselves than others, so that some are sought
after. Every second mentor has a decoy, who has the same jobs in the opposite order: right industries, wrong way.
Everything is drawn from one seed. What is known of people can be taken away and disturbed (`blurred`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from graph_service.mentoring.profiles import Experience, Goal, GoalType, Position, Profile
from graph_service.mentoring.weights import FeatureName, Pool

NOW = 24_300
EACH = 3
"""So many mentees on average are planted for a mentor, who takes as many."""
POPULARITY = 0.5
"""The n-th most popular way is n to the power of this times less popular than the first."""
SECTIONS, DIVISIONS, FUNCTIONS, SKILLS, PROGRAMMES, CITIES = "CGIJ", 5, 8, 30, 8, 6
Chance = np.random.Generator


class School(NamedTuple):
    """Mentees, mentors, and who is planted for whom: positions of mentors; `group` is 0 or 1 for each mentee."""

    mentees: list[Profile]
    mentors: list[Profile]
    planted: list[int]
    decoys: dict[int, int]
    group: list[int]
    pool: Pool


class Contrast(NamedTuple):
    """A mentee, the right mentor, another one, and what scoring needs to know of each of the two."""

    mentee: Profile
    right: Profile
    other: Profile
    pool: Pool
    other_pool: Pool


def planted_school(mentees: int, chance: Chance) -> School:
    """A school with so many mentees."""
    mentors = [_mentor(f"mentor-{number}", chance) for number in range(-(-mentees // EACH))]
    decoys: dict[int, int] = {}
    for number in range(0, len(mentors), 2):
        decoys[number] = len(mentors)
        mentors.append(replace(turned(mentors[number]), id=f"decoy-{number}"))
    wanted = 1 / np.arange(1, -(-mentees // EACH) + 1) ** POPULARITY
    planted = [int(one) for one in chance.choice(len(wanted), mentees, p=wanted / wanted.sum())]
    seekers = [_mentee(f"mentee-{number}", mentors[place], chance) for number, place in enumerate(planted)]
    rarity = {f"skill-{number}": 1000 + 100 * number for number in range(SKILLS)}
    mutual = {
        (one.id, mentors[place].id): tuple(f"friend-{number}" for number in range(int(chance.integers(0, 3))))
        for one, place in zip(seekers, planted, strict=True)
    }
    group = [int(one) for one in chance.integers(0, 2, mentees)]
    return School(seekers, mentors, planted, decoys, group, Pool(NOW, rarity=rarity, mutual=mutual))


def turned(mentor: Profile) -> Profile:
    """Somebody with the same jobs, for as long and until as lately, in the opposite order."""
    first, second = mentor.positions
    return replace(
        mentor,
        positions=(
            replace(second, first_month=first.first_month, last_month=first.last_month, current=False),
            replace(first, first_month=second.first_month, last_month=None, current=True, level=second.level),
        ),
    )


def _branch(chance: Chance) -> tuple[str, ...]:
    section = SECTIONS[chance.integers(len(SECTIONS))]
    return section, f"{section}{chance.integers(DIVISIONS):02}"


def _some(kind: str, among: int, count: int, chance: Chance) -> frozenset[str]:
    return frozenset(f"{kind}-{number}" for number in chance.choice(among, count, replace=False))


def _position(number: int, level: int, first: int, last: int | None, chance: Chance) -> Position:
    function = f"function-{chance.integers(FUNCTIONS)}"
    return Position(f"employer-{number}", _branch(chance), function, level, first, last, last is None)


def _mentor(mentor_id: str, chance: Chance) -> Profile:
    began = NOW - int(chance.integers(120, 240))
    changed = NOW - int(chance.integers(60, 110))
    level, number = int(chance.integers(1, 4)), int(chance.integers(1_000_000_000))
    much = int(chance.integers(1, 4))
    evenings = 18 + 24 * chance.integers(0, 7, 4 * much) + chance.integers(0, 3, 4 * much)
    return Profile(
        mentor_id,
        positions=(
            _position(number, level, began, changed - 1, chance),
            _position(number + 1, level + int(chance.integers(1, 3)), changed, None, chance),
        ),
        experience=frozenset(chance.choice(list(Experience), 1 + much, replace=False)),
        skills_offered=_some("skill", SKILLS, 2 + 2 * much, chance),
        programmes=_some("programme", PROGRAMMES, 1, chance),
        places=("CN", f"province-{(city := int(chance.integers(CITIES))) // 3}", f"city-{city}"),
        languages=(("zh", 4),),
        hours=frozenset(int(hour) for hour in evenings),
        capacity=EACH,
        mentor=True,
    )


_ASKS_FOR = {
    Experience.CHANGED_FIELD: GoalType.CHANGE_FIELD,
    Experience.LED_PEOPLE: GoalType.ADVANCE,
    Experience.FOUNDED: GoalType.FOUND,
    Experience.RETURNED_AFTER_BREAK: GoalType.RETURN_TO_WORK,
    Experience.STUDIED_BESIDE_WORK: GoalType.STUDY_BESIDE_WORK,
    Experience.HIRED_BEGINNERS: GoalType.FIRST_JOB,
    Experience.MOVED_PLACE: GoalType.RELOCATE,
}


def _mentee(mentee_id: str, planted: Profile, chance: Chance) -> Profile:
    start, end = planted.positions
    wanted = [*sorted(planted.skills_offered)[:2], *_some("skill", SKILLS, 1, chance)]
    lived = sorted(planted.experience)
    number = int(chance.integers(1_000_000_000))
    return Profile(
        mentee_id,
        positions=(
            replace(start, employer_id=f"employer-{number}", first_month=NOW - 30, last_month=None, current=True),
        ),
        goal=Goal(end.industries[-1:], (end.function or "",), end.level, frozenset({_ASKS_FOR[Experience(lived[0])]})),
        skills_wanted=frozenset(wanted),
        programmes=planted.programmes if chance.random() < 0.5 else _some("programme", PROGRAMMES, 1, chance),
        places=planted.places,
        languages=(("zh", 4),),
        hours=planted.hours | {int(hour) for hour in chance.integers(0, 168, 4)},
        shortlist=(planted.id,) if chance.random() < 0.3 else (),
    )


def blurred(school: School, missing: float, wrong: float, chance: Chance, *, only_group: int | None = None) -> School:
    """The same school of which less is known: each fact is missing, or is somebody else's, with that probability."""
    mentees = [
        _blurred(one, school.mentees, missing, wrong, chance) if only_group in (None, group) else one
        for one, group in zip(school.mentees, school.group, strict=True)
    ]
    mentors = [_blurred(one, school.mentors, missing, wrong, chance) for one in school.mentors]
    return school._replace(mentees=mentees, mentors=mentors if only_group is None else school.mentors)


FACTS = (
    "positions", "goal", "experience", "skills_offered", "skills_wanted", "programmes", "places", "languages", "hours",
    "shortlist",
)  # fmt: skip


def _blurred(one: Profile, others: list[Profile], missing: float, wrong: float, chance: Chance) -> Profile:
    unknown = Profile("")
    changes: dict[str, object] = {}
    for fact in FACTS:
        draw = chance.random()
        if draw < missing:
            changes[fact] = getattr(unknown, fact)
        elif draw < missing + wrong:
            changes[fact] = getattr(others[chance.integers(len(others))], fact)
    return replace(one, **changes)


def contrasts(mentee: Profile, mentor: Profile, pool: Pool) -> dict[FeatureName, Contrast]:
    """For each feature two mentors of whom one is good in it and the other not, and all else is as alike as it gets."""
    first, second = mentor.positions
    elsewhere = replace(second, employer_id="elsewhere", industries=("Z", "Z99"), function=None, level=6)
    lately = replace(second, first_month=NOW - 24)
    long_ago = Position("long ago", second.industries, None, None, NOW - 400, NOW - 300)
    other = replace(mentor, id="other")
    wishes = replace(mentee, shortlist=(mentor.id,), programmes=mentor.programmes)
    both = {(mentee.id, mentor.id): ("friend-0", "friend-1", "friend-2", "friend-3", "friend-4")}
    alone = replace(pool, mutual={})
    known = replace(alone, mutual=both)

    def case(changed: Profile, seeker: Profile, near: Pool = alone, right: Profile = mentor) -> Contrast:
        return Contrast(seeker, right, changed, near, alone)

    plain = replace(mentee, shortlist=())
    beginner = replace(plain, positions=tuple(replace(one, level=1) for one in plain.positions))
    changed = replace(other, positions=(first, lately))
    settled = replace(changed, id=mentor.id, positions=(first, lately, long_ago))
    hours = sorted(mentor.hours & mentee.hours)
    return {
        "path_walked": case(replace(turned(mentor), id="other"), plain),
        "skills": case(replace(other, skills_offered=frozenset({"skill of nobody"})), plain),
        "industry": case(changed, plain, right=settled),
        "goal_experience": case(replace(other, experience=frozenset()), plain),
        "preference": case(other, wishes),
        "programme": case(replace(other, programmes=frozenset({"programme of nobody"})), replace(wishes, shortlist=())),
        "seniority_gap": case(replace(other, positions=(first, second, elsewhere)), beginner),
        "meeting": case(replace(other, hours=frozenset(hours[:1])), plain),
        "language": case(replace(other, languages=(("zh", 3),)), plain),
        "network": case(other, plain, known),
    }
