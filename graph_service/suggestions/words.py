"""Why somebody is suggested, in sentences, and what would make suggestions better. English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.suggestions.queries import Standpoint

Lack = Literal["connections", "jobs", "place", "cohort", "meetings", "wishes"]
NAMED = 3


def called(person: Person, language: Language) -> str:
    """A person's name in that language."""
    return (person.name_latin or person.name) if language == "en" else person.name


def mutual_text(people: Sequence[Person], language: Language) -> str:
    """Whom both know, the first of them by name.

    >>> mutual_text([Person(id="a", name="李娜")], "en")
    'You both know 李娜.'
    """
    names = [called(one, language) for one in people[:NAMED]]
    more = len(people) - len(names)
    if language == "zh":
        return f"你们都认识{'、'.join(names)}{f'等{len(people)}人' if more else ''}。"
    listed = ", ".join(names)
    if more:
        return f"You both know {listed} and {more} more."
    *before, last = names
    return f"You both know {', '.join(before)} and {last}." if before else f"You both know {last}."


def in_common_text(kind: Literal["place", "industry"], names: Sequence[str], language: Language) -> str:
    """Where both live, or what both work in."""
    if language == "zh":
        return f"你们都住在{'、'.join(names)}。" if kind == "place" else f"你们都从事{'、'.join(names)}。"
    return f"You both live in {', '.join(names)}." if kind == "place" else f"You both work in {', '.join(names)}."


def intake_text(years: int, language: Language) -> str:
    """How far apart both began to study.

    >>> intake_text(0, "en"), intake_text(1, "en")
    ('You both began to study in the same year.', 'You began to study 1 year apart.')
    """
    if language == "zh":
        return f"你们的入学年份相差{years}年。" if years else "你们同年入学。"
    if not years:
        return "You both began to study in the same year."
    return f"You began to study {years} year{'s' if years > 1 else ''} apart."


def wanted_text(names: Sequence[str], language: Language) -> str:
    """What the viewer looks for and this person has."""
    if language == "zh":
        return f"符合您的期望：{'、'.join(names)}。"
    return f"You look for {', '.join(names)}."


def acquaintance_text(mutual: int, language: Language) -> str:
    """How close somebody is who is worth meeting."""
    if language == "zh":
        return f"你们有{mutual}位共同的熟人，既不陌生也不过于熟悉。" if mutual else "你们有过交集，但并不熟悉。"
    if not mutual:
        return "You have crossed paths, and are neither strangers nor close."
    known = "1 connection" if mutual == 1 else f"{mutual} connections"
    return f"You have {known} in common: neither strangers nor your closest circle."


def ignored_text(times: int, language: Language) -> str:
    """That somebody was shown before."""
    if language == "zh":
        return f"此前已向您推荐过{times}次。"
    return f"You were shown this person {times} time{'s' if times > 1 else ''} before."


def lacks_of(stand: Standpoint, *, wishes: bool) -> list[Lack]:
    """What the viewer's record lacks that suggestions are made of; `wishes`: what they look for is asked for too."""
    present: list[tuple[Lack, object]] = [
        ("wishes", not wishes or stand.looking_for.anything),
        ("connections", stand.friends),
        ("jobs", stand.jobs),
        ("place", stand.places),
        ("cohort", stand.cohorts),
        ("meetings", stand.meetings),
    ]
    return [lack for lack, there in present if not there]


def better_text(lack: Lack, language: Language) -> str:
    """What to do about it."""
    return _BETTER[language][lack]


_BETTER: dict[Language, dict[Lack, str]] = {
    "en": {
        "wishes": "Say what you look for, with PUT /v1/me/looking-for, and people who have it come first.",
        "connections": "Connect with people you know: over them others are found.",
        "jobs": "Add your jobs, or have the school add them: colleagues of the same time are found through them.",
        "place": "Add where you live, with PATCH /v1/me: people nearby are found through it.",
        "cohort": "Ask the school to add your cohort: classmates are found through it.",
        "meetings": "Take part in an event or join a group: people who met there are found through it.",
    },
    "zh": {
        "wishes": "请用 PUT /v1/me/looking-for 说明您希望认识什么样的人，符合的人会排在前面。",
        "connections": "请与您认识的人建立联系，通过他们可以找到更多人。",
        "jobs": "请补充您的工作经历（或请学校补充），以便找到同期的同事。",
        "place": "请用 PATCH /v1/me 补充您的所在地，以便找到附近的校友。",
        "cohort": "请学校补充您的班级信息，以便找到同学。",
        "meetings": "欢迎参加校友活动或加入群组，以便找到在那里认识的人。",
    },
}
