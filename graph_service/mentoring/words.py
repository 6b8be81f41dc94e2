"""Why a mentor suits a mentee, or does not come into question, in sentences. English and Chinese.

Every sentence says what its evidence says and nothing else. The mentor is called by name; the mentee is `you` to
themselves and has a name for everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph_service.connections.evidence import Language
from graph_service.directory.occupations import FUNCTIONS, LEVELS
from graph_service.mentoring.features import Evidence
from graph_service.mentoring.gates import Gate
from graph_service.mentoring.profiles import Experience, Profile
from graph_service.mentoring.weights import FeatureName

_FUNCTION = {one.code: {"en": one.en, "zh": one.zh} for one in FUNCTIONS}
_LEVEL = {one.number: {"en": one.en, "zh": one.zh} for one in LEVELS}
_DAYS: Mapping[Language, Sequence[str]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_LANGUAGES: Mapping[str, Mapping[Language, str]] = {
    "zh": {"en": "Chinese", "zh": "中文"},
    "en": {"en": "English", "zh": "英语"},
}
_EXPERIENCE: Mapping[Experience, Mapping[Language, str]] = {
    Experience.CHANGED_FIELD: {"en": "changed field", "zh": "转换过行业"},
    Experience.LED_PEOPLE: {"en": "led people", "zh": "带过团队"},
    Experience.FOUNDED: {"en": "founded a business", "zh": "创过业"},
    Experience.RETURNED_AFTER_BREAK: {"en": "returned to work after a break", "zh": "中断后重返职场"},
    Experience.STUDIED_BESIDE_WORK: {"en": "studied beside the job", "zh": "在职学习过"},
    Experience.HIRED_BEGINNERS: {"en": "hired beginners", "zh": "招聘过新人"},
    Experience.MOVED_PLACE: {"en": "moved to another place for work", "zh": "为工作换过城市"},
}


class Called(NamedTuple):
    """What the two are called, and names of things by id or code."""

    mentee: str
    mentor: str
    names: Mapping[str, str]

    def name(self, evidence: Evidence) -> str | None:
        """What something is called; None when the reader may not know of it."""
        return self.names.get(evidence.id)


def feature_text(
    name: FeatureName, value: float | None, evidence: Sequence[Evidence], called: Called, language: Language
) -> str:
    """A feature in a sentence.

    >>> li = Called("you", "Li Na", {})
    >>> feature_text("programme", None, (), li, "en")
    'Unknown: it takes the programmes that both studied.'
    >>> feature_text("language", 0.75, [Evidence("language", "zh", "both", number=3)], li, "zh")
    '双方都会中文（共同水平3级，最高4级）。'
    """
    if value is None:
        return _UNKNOWN[language][name]
    known = [one for one in evidence if one.kind not in _NAMED or called.name(one) is not None]
    if not value or not known:
        return _NOTHING[language][name].format(mentor=called.mentor, mentee=called.mentee)
    return _SAID[name](known, called, language)


_NAMED = ("position", "skill", "place", "person")


def _join(parts: Sequence[str], language: Language) -> str:
    if language == "zh":
        return "、".join(parts)
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def _stay(one: Evidence, called: Called, language: Language) -> str:
    year = None if one.first_month is None else one.first_month // 12
    work = _FUNCTION.get(one.detail or "", {}).get(language)
    if language == "zh":
        details = "，".join(part for part in (work, year and f"{year}年起") if part)
        return f"{called.name(one)}（{details}）" if details else f"{called.name(one)}"
    details = ", ".join(part for part in (work, year and f"from {year}") if part)
    return f"{called.name(one)} ({details})" if details else f"{called.name(one)}"


def _path(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    first, last = (_stay(one, called, language) for one in (evidence[0], evidence[-1]))
    if language == "zh":
        return f"{called.mentor}先在{first}，后来到{last}：正是通往目标的路。"
    return f"{called.mentor} was at {first} and later at {last}: the way towards the goal."


def _skills(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    names = _join([called.name(one) or "" for one in evidence], language)
    return f"{called.mentor}可以教{names}。" if language == "zh" else f"{called.mentor} offers {names}, asked for here."


def _industry(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    stays = _join([_stay(one, called, language) for one in evidence], language)
    if language == "zh":
        return f"{called.mentor}在所求行业或相近行业工作过：{stays}。"
    return f"{called.mentor} has worked in the industry wanted or near it: {stays}."


def _experience(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    lived = _join([_EXPERIENCE[Experience(one.id)][language] for one in evidence], language)
    return f"{called.mentor}{lived}。" if language == "zh" else f"{called.mentor} has {lived}."


def _preference(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    owner = {"mentee": called.mentee, "mentor": called.mentor}
    if language == "zh":
        return "；".join(f"在{owner[one.whose]}的意向名单上排第{one.number}" for one in evidence) + "。"
    places = [f"number {one.number} on the shortlist of {owner[one.whose]}" for one in evidence]
    return f"Wished for: {_join(places, language)}."


def _programme(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    names = _join([one.id for one in evidence], language)
    return f"双方都读过{names}。" if language == "zh" else f"Both studied {names}."


def _seniority(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    own, theirs = (_LEVEL[one.number or 1][language] for one in (evidence[0], evidence[-1]))
    if language == "zh":
        return f"{called.mentor}的职级：{theirs}；{called.mentee}的职级：{own}。"
    return f"Level of {called.mentor}: {theirs}; of {called.mentee}: {own}."


def _meeting(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    hours = [one.number or 0 for one in evidence if one.kind == "hour"]
    times = [f"{_DAYS[language][hour // 24]} {hour % 24:02}:00" for hour in hours]
    places = [called.name(one) or "" for one in evidence if one.kind == "place"]
    if language == "zh":
        parts = [f"共同时间：{_join(times, language)}"] if times else []
        return "；".join(parts + [f"都在{name}" for name in places]) + "。"
    parts = [f"common hours: {_join(times, language)}"] if times else []
    text = "; ".join(parts + [f"both live in {name}" for name in places])
    return f"{text[0].upper()}{text[1:]}."


def _language(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    (one,) = evidence
    spoken = _LANGUAGES.get(one.id, {}).get(language, one.id)
    if language == "zh":
        return f"双方都会{spoken}（共同水平{one.number}级，最高4级）。"
    return f"Both speak {spoken}, at level {one.number} of 4 or above."


def _network(evidence: Sequence[Evidence], called: Called, language: Language) -> str:
    if evidence[0].detail == "direct":
        return "双方相识。" if language == "zh" else "They know each other."
    names = _join([called.name(one) or "" for one in evidence], language)
    return f"双方都认识{names}。" if language == "zh" else f"Both know {names}."


_SAID = {
    "path_walked": _path,
    "skills": _skills,
    "industry": _industry,
    "goal_experience": _experience,
    "preference": _preference,
    "programme": _programme,
    "seniority_gap": _seniority,
    "meeting": _meeting,
    "language": _language,
    "network": _network,
}
_UNKNOWN: Mapping[Language, Mapping[FeatureName, str]] = {
    "en": {
        "path_walked": "Unknown: it takes a goal, a position of the mentee, and dated positions of the mentor.",
        "skills": "Unknown: it takes skills that the mentee asks for and skills that the mentor offers.",
        "industry": "Unknown: it takes industries of both.",
        "goal_experience": "Unknown: it takes what the goal is about, and what the mentor has lived through.",
        "preference": "Unknown: neither has a shortlist.",
        "programme": "Unknown: it takes the programmes that both studied.",
        "seniority_gap": "Unknown: it takes the levels of both.",
        "meeting": "Unknown: it takes the hours or the places of both.",
        "language": "Unknown: it takes the languages of both.",
        "network": "Unknown: nothing on record ties them.",
    },
    "zh": {
        "path_walked": "未知：需要目标、学员的职位和导师有日期的职位。",
        "skills": "未知：需要学员想学的技能和导师能教的技能。",
        "industry": "未知：需要双方的行业。",
        "goal_experience": "未知：需要目标的类型和导师的经历。",
        "preference": "未知：双方都没有意向名单。",
        "programme": "未知：需要双方就读的专业。",
        "seniority_gap": "未知：需要双方的职级。",
        "meeting": "未知：需要双方的时间或地点。",
        "language": "未知：需要双方的语言。",
        "network": "未知：没有双方相识的记录。",
    },
}
_NOTHING: Mapping[Language, Mapping[FeatureName, str]] = {
    "en": {
        "path_walked": "Nothing on record of {mentor} leads from such a position to the goal.",
        "skills": "{mentor} offers none of the skills asked for.",
        "industry": "{mentor} has not worked in the industry wanted, nor near it.",
        "goal_experience": "{mentor} does not name what the goal is about.",
        "preference": "Not on the shortlist.",
        "programme": "They studied different programmes.",
        "seniority_gap": "The levels of {mentor} and {mentee} do not suit.",
        "meeting": "No common hour and no common place.",
        "language": "No language in common.",
        "network": "Others know both.",
    },
    "zh": {
        "path_walked": "{mentor}的在案经历没有从类似职位走向该目标。",
        "skills": "{mentor}不教所求的技能。",
        "industry": "{mentor}没有在所求行业或相近行业工作过。",
        "goal_experience": "{mentor}没有提到与目标相关的经历。",
        "preference": "不在意向名单上。",
        "programme": "双方就读的专业不同。",
        "seniority_gap": "{mentor}与{mentee}的职级差距不合适。",
        "meeting": "没有共同的时间和地点。",
        "language": "没有共同的语言。",
        "network": "有人同时认识双方。",
    },
}
_GATES: Mapping[Language, Mapping[Gate, str]] = {
    "en": {
        Gate.SELF: "Nobody mentors themselves.",
        Gate.SAME_EMPLOYER: "Both work for the same employer now.",
        Gate.REPORTING_LINE: "They are in the same reporting line.",
        Gate.NOT_AGREED: "One of them did not agree to it, or may not see the other.",
        Gate.NOT_OPEN: "{mentor} takes a break from mentoring.",
        Gate.NO_CAPACITY: "{mentor} has no free place.",
        Gate.NO_LANGUAGE: "They have no language in common at the level needed.",
        Gate.NO_HOUR: "They have no hour of the week in common.",
        Gate.BLOCKED: "One of them has blocked the other.",
        Gate.EARLIER_PAIR: "{mentor} has mentored {mentee} before, or does so now.",
        Gate.MINIMUM_SCORE: "The score is lower than the programme asks for.",
        Gate.ROLE: "They do not take part as mentee and mentor.",
    },
    "zh": {
        Gate.SELF: "不能做自己的导师。",
        Gate.SAME_EMPLOYER: "双方目前在同一单位。",
        Gate.REPORTING_LINE: "双方有上下级关系。",
        Gate.NOT_AGREED: "其中一方未同意，或看不到对方。",
        Gate.NOT_OPEN: "{mentor}暂停担任导师。",
        Gate.NO_CAPACITY: "{mentor}没有空余名额。",
        Gate.NO_LANGUAGE: "双方没有达到所需水平的共同语言。",
        Gate.NO_HOUR: "双方没有共同的时间。",
        Gate.BLOCKED: "其中一方屏蔽了另一方。",
        Gate.EARLIER_PAIR: "{mentor}曾经或正在指导{mentee}。",
        Gate.MINIMUM_SCORE: "分数低于项目要求。",
        Gate.ROLE: "双方未以学员和导师的身份参加。",
    },
}


def gate_text(gate: Gate, called: Called, language: Language) -> str:
    """Why a pair is not allowed, in a sentence.

    >>> gate_text(Gate.NO_CAPACITY, Called("you", "Li Na", {}), "en")
    'Li Na has no free place.'
    """
    return _GATES[language][gate].format(mentor=called.mentor, mentee=called.mentee)


def better_texts(mentee: Profile, language: Language) -> list[str]:
    """What would make suggestions for that mentee better, the most useful first.

    >>> len(better_texts(Profile("a"), "en"))
    5
    """
    lacks = {
        "goal": not (mentee.goal.industries or mentee.goal.functions or mentee.goal.level),
        "positions": not mentee.positions,
        "skills": not mentee.skills_wanted,
        "types": not mentee.goal.types,
        "hours": not mentee.hours,
    }
    return [_BETTER[language][lack] for lack, missing in lacks.items() if missing]


_BETTER: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "goal": "Say where the mentee wants to go, with PUT /v1/me/mentoring: mentors who went that way come first.",
        "positions": "Add the mentee's jobs: mentors who began in such a position are found through them.",
        "skills": "Add the skills that the mentee wants to learn: mentors who offer them come first.",
        "types": "Say what the goal is about, with `goal_types`: mentors who lived through it come first.",
        "hours": "Say when the mentee can meet, with `hours`: mentors who can meet then come first.",
    },
    "zh": {
        "goal": "请用 PUT /v1/me/mentoring 说明学员的目标，走过这条路的导师会排在前面。",
        "positions": "请补充学员的工作经历，以便找到从类似职位起步的导师。",
        "skills": "请补充学员想学的技能，能教的导师会排在前面。",
        "types": "请用 `goal_types` 说明目标的类型，有相关经历的导师会排在前面。",
        "hours": "请用 `hours` 说明学员可以见面的时间，时间合适的导师会排在前面。",
    },
}
