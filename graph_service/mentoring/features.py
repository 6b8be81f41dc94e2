"""The ten features of a pair: what each found, in thousandths or unknown, and what it rests on.

| feature         | value                                                                                            |
|-----------------|--------------------------------------------------------------------------------------------------|
| path_walked     | the mentor held a position like the mentee's and later one like the goal: how like, and how recent |
| skills          | of the skills asked for, those the mentor offers, rare ones weighing more                        |
| industry        | years in the industries wanted (or the mentee's own), long ago less; full at five                |
| goal_experience | of what the goal is about, what the mentor says to have lived through                            |
| preference      | where each is on the other's shortlist                                                           |
| programme       | 1 when both studied the same programme                                                           |
| seniority_gap   | the mentor's level above the mentee's: 1 from one to three steps                                 |
| meeting         | hours of the week in common; and living near, when one of them wants to meet in person           |
| language        | the best level that both have in one language, native 1                                          |
| network         | whether they know each other, or how many people they both know, up to five                      |

A feature is unknown, None, when one of the two lacks what it is made of. Gender, ethnicity, nationality, religion and
health are not asked for, and nothing is guessed from a name. Nothing here asks a database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from graph_service.mentoring import likeness
from graph_service.mentoring.profiles import Experience, GoalType, Position, Profile
from graph_service.mentoring.weights import FULL, FeatureName, Pool

EvidenceKind = Literal[
    "position", "skill", "experience", "shortlist", "programme", "level", "hour", "place", "language", "person"
]
Whose = Literal["mentor", "mentee", "both"]
NAMED = 5

SERVES: Mapping[GoalType, Experience] = {
    GoalType.CHANGE_FIELD: Experience.CHANGED_FIELD,
    GoalType.ADVANCE: Experience.LED_PEOPLE,
    GoalType.FOUND: Experience.FOUNDED,
    GoalType.RETURN_TO_WORK: Experience.RETURNED_AFTER_BREAK,
    GoalType.STUDY_BESIDE_WORK: Experience.STUDIED_BESIDE_WORK,
    GoalType.FIRST_JOB: Experience.HIRED_BEGINNERS,
    GoalType.RELOCATE: Experience.MOVED_PLACE,
}
"""Which experience of a mentor serves which goal."""


class Evidence(NamedTuple):
    """Something that a feature rests on: an id (of a skill, a person, an employer) or a code, whose it is, and when."""

    kind: EvidenceKind
    id: str
    whose: Whose
    first_month: int | None = None
    last_month: int | None = None
    current: bool = False
    number: int | None = None
    detail: str | None = None


class Found(NamedTuple):
    """What a feature found: a value from 0 to 1000, or None, and what it rests on, in order."""

    value: int | None
    evidence: tuple[Evidence, ...] = ()


UNKNOWN = Found(None)


def path_walked(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """Whether the mentor went the way that the mentee wants to go, from where the mentee is now."""
    own, theirs = likeness.standing(mentee), likeness.walked(mentor)
    if not own or not likeness.has_place(mentee.goal) or not theirs:
        return UNKNOWN
    starts = [max(likeness.start_likeness(one, position) for one in own) for position in theirs]
    best, steps = 0, None
    for there, later in enumerate(theirs):
        since = likeness.months_since(later, pool.now)
        reached = likeness.goal_likeness(mentee.goal, later) * likeness.recency(since or 0)
        for here, earlier in enumerate(theirs[:there]):
            if earlier.first_month != later.first_month and starts[here] * reached > best:
                best, steps = starts[here] * reached, (earlier, later)
    value = (best + FULL * FULL // 2) // (FULL * FULL)
    return Found(value, tuple(_held(one, "mentor") for one in steps or ()) if value else ())


def skills(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """What the mentor offers of the skills that the mentee asks for."""
    if not mentee.skills_wanted or not mentor.skills_offered:
        return UNKNOWN
    asked = sum(_rarity(pool, skill) for skill in mentee.skills_wanted)
    both = sorted(mentee.skills_wanted & mentor.skills_offered, key=lambda skill: (-_rarity(pool, skill), skill))
    value = (FULL * sum(_rarity(pool, skill) for skill in both) + asked // 2) // asked
    return Found(value, tuple(Evidence("skill", skill, "mentor") for skill in both))


def _rarity(pool: Pool, skill: str) -> int:
    return pool.rarity.get(skill, likeness.RAREST)


def wanted_industries(mentee: Profile) -> tuple[str, ...]:
    """The industries that experience is wanted in: those of the goal, or else those where the mentee is."""
    if mentee.goal.industries:
        return mentee.goal.industries
    return tuple(dict.fromkeys(one.industries[-1] for one in likeness.standing(mentee) if one.industries))


def industry(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """How long the mentor was in the industries wanted, what is near in the tree of industries counting in part."""
    wanted = wanted_industries(mentee)
    placed = [one for one in mentor.positions if one.industries]
    if not wanted or not placed:
        return UNKNOWN
    near = [(likeness.nearest_industry(wanted, one.industries), one) for one in placed]
    months = sum(like * likeness.months_held(one, pool.now) for like, one in near)
    value = min(FULL, (months + likeness.ENOUGH_MONTHS // 2) // likeness.ENOUGH_MONTHS)
    best = sorted((one for one in near if one[0]), key=lambda one: (-one[0], -(one[1].first_month or 0)))
    return Found(value, tuple(_held(one, "mentor") for _, one in best[:NAMED]) if value else ())


def goal_experience(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """Whether the mentor has lived through what the goal is about."""
    if not mentee.goal.types or not mentor.experience:
        return UNKNOWN
    served = sorted(one for one in mentee.goal.types if SERVES[one] in mentor.experience)
    asked = len(mentee.goal.types)
    value = (FULL * len(served) + asked // 2) // asked
    return Found(value, tuple(Evidence("experience", SERVES[one], "mentor", detail=one) for one in served))


def preference(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """Whether they named each other; the mean, when both have a list."""
    sides = [_named(mentee, mentor, "mentee"), _named(mentor, mentee, "mentor")]
    known = [one for one in sides if one.value is not None]
    if not known:
        return UNKNOWN
    total = sum(one.value or 0 for one in known)
    return Found((total + len(known) // 2) // len(known), tuple(piece for one in known for piece in one.evidence))


def _named(chooser: Profile, chosen: Profile, whose: Whose) -> Found:
    if not chooser.shortlist:
        return UNKNOWN
    if chosen.id not in chooser.shortlist:
        return Found(0)
    rank = chooser.shortlist.index(chosen.id)
    return Found(likeness.choice(rank), (Evidence("shortlist", chosen.id, whose, number=rank + 1),))


def programme(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """Whether both studied the same programme."""
    if not mentee.programmes or not mentor.programmes:
        return UNKNOWN
    both = sorted(mentee.programmes & mentor.programmes)
    return Found(FULL if both else 0, tuple(Evidence("programme", name, "both") for name in both))


def seniority_gap(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """How well the levels of both suit."""
    own, theirs = likeness.level_of(mentee), likeness.level_of(mentor)
    if own is None or theirs is None:
        return UNKNOWN
    levels = (
        Evidence("level", str(own), "mentee", number=own),
        Evidence("level", str(theirs), "mentor", number=theirs),
    )
    return Found(likeness.SENIORITY.get(theirs - own, 0), levels)


def meeting(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """Whether they can meet: at the same hours, and in the same place when one of them wants that."""
    parts: list[int] = []
    evidence: list[Evidence] = []
    if mentee.hours and mentor.hours:
        common = sorted(mentee.hours & mentor.hours)
        parts.append(likeness.HOURS[min(len(common), len(likeness.HOURS) - 1)])
        evidence += [Evidence("hour", str(hour), "both", number=hour) for hour in common[:NAMED]]
    if (mentee.in_person or mentor.in_person) and mentee.places and mentor.places:
        near = likeness.place_likeness(mentee.places, mentor.places)
        parts.append(near)
        evidence += [Evidence("place", mentor.places[-1 if near == FULL else 1], "both")] if near else []
    if not parts:
        return UNKNOWN
    return Found((sum(parts) + len(parts) // 2) // len(parts), tuple(evidence))


def language(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """How well they can talk in the language that both speak best."""
    if not mentee.languages or not mentor.languages:
        return UNKNOWN
    level, code = best_language(mentee, mentor)
    return Found(FULL * level // likeness.NATIVE, (Evidence("language", code, "both", number=level),) if level else ())


def best_language(mentee: Profile, mentor: Profile) -> tuple[int, str]:
    """The best level that both have in one language, and which; (0, "") when they have none in common.

    >>> best_language(Profile("a", languages=(("zh", 4), ("en", 2))), Profile("b", languages=(("en", 4), ("zh", 3))))
    (3, 'zh')
    """
    theirs = dict(mentor.languages)
    common = [(-min(level, theirs[code]), code) for code, level in mentee.languages if code in theirs]
    if not common:
        return 0, ""
    level, code = min(common)
    return -level, code


def network(mentee: Profile, mentor: Profile, pool: Pool) -> Found:
    """Whether they know each other, or whom both know; that nothing of it is on record tells nothing."""
    pair = (mentee.id, mentor.id)
    if pair in pool.acquainted:
        return Found(FULL, (Evidence("person", mentor.id, "both", detail="direct"),))
    mutual = pool.mutual.get(pair, ())
    if not mutual:
        return UNKNOWN
    value = likeness.MUTUAL[min(len(mutual), likeness.ENOUGH_MUTUAL)]
    return Found(value, tuple(Evidence("person", one, "both") for one in mutual[:NAMED]))


def _held(position: Position, whose: Whose) -> Evidence:
    return Evidence(
        "position",
        position.employer_id,
        whose,
        position.first_month,
        position.last_month,
        position.current,
        position.level,
        position.function,
    )


FEATURES: Mapping[FeatureName, Callable[[Profile, Profile, Pool], Found]] = {
    "path_walked": path_walked,
    "skills": skills,
    "industry": industry,
    "goal_experience": goal_experience,
    "preference": preference,
    "programme": programme,
    "seniority_gap": seniority_gap,
    "meeting": meeting,
    "language": language,
    "network": network,
}
