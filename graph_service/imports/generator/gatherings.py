"""Where alumni meet: events on site and online, WeChat groups, chapters and clubs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator import vocabulary
from graph_service.imports.generator.chance import Bools, Chance, Ints, numbers, places_in_groups
from graph_service.imports.generator.cohorts import KINDS, Cohorts, Memberships
from graph_service.imports.generator.partial_dates import EMPTY, LAST_MONTH, as_days, as_people_write
from graph_service.imports.generator.people import People

REPRESENTATIVE_MEETINGS = (
    ("R2024-03", "2024年3月校友代表座谈会", 2024 * 12 + 2, 15, "onsite"),
    ("R2024-04", "2024年4月校友代表座谈会（线上）", 2024 * 12 + 3, 19, "online"),
    ("R2024-05", "2024年5月校友代表座谈会", 2024 * 12 + 4, 16, "onsite"),
    ("R2024-06", "2024年6月校友代表座谈会（线上）", 2024 * 12 + 5, 20, "online"),
)
"""Key, name, month, day of the month counted from 0, and kind of the four alumni representative meetings of 2024."""
REPRESENTATIVES = 6
"""How many attend each of them: different people, half from adult and half from online education, 24 together."""

ROLES = ("参加者", "组织者", "嘉宾", "校友代表", "成员", "群主", "管理员", "会员", "会长", "秘书长", "理事")
_ATTENDEE, _ORGANISER, _GUEST, _REPRESENTATIVE, _MEMBER, _OWNER, _ADMIN, _FELLOW = range(8)
_WECHAT_BEGAN = 2012 * 12
_GROUP_LIMIT = 500
_EVERYWHERE = -1
_KINDS_OF_MEETING = (
    "校友座谈会", "行业沙龙", "职业发展讲座", "读书会", "新春联谊会", "校友返校日", "校友企业参访", "健步走",
)  # fmt: skip
_ALSO_ONLINE = 5  # the first of them take place online as well


class Events(NamedTuple):
    """Columns of the events, and of who was at which."""

    keys: list[str]
    names: list[str]
    kinds: list[str]
    month: Ints
    date: Ints
    person: Ints
    event: Ints
    role: Ints


class Groups(NamedTuple):
    """Columns of the groups, and of who is in which since when; `to_text` is a code."""

    keys: list[str]
    names: list[str]
    kinds: list[str]
    person: Ints
    group: Ints
    role: Ints
    since: Ints
    to_text: Ints


class _Plans(NamedTuple):
    """Events before anybody came: when, in which town or _EVERYWHERE, and how many would come."""

    month: Ints
    town: Ints
    wanted: Ints


class _Gathering(NamedTuple):
    """A group before it has members: its name and kind, who may join, how likely, since when there is one."""

    name: str
    kind: str
    candidates: Ints
    share: float
    began: int


def events(seed: int, people: People, cohorts: Cohorts) -> Events:
    """Meetings over the years, in towns and online, and the four representative meetings."""
    chance = Chance(seed, "events")
    count = max(1, round(40 * (people.size / 5_000) ** 0.8))
    month = np.sort(2004 * 12 + (chance.unit(count) ** 0.6 * (LAST_MONTH - 2004 * 12)).astype(np.int64))
    online = (month >= 2018 * 12) & chance.happens(count, 0.35)
    hybrid = (month >= 2018 * 12) & ~online & chance.happens(count, 0.1)
    town = chance.among(vocabulary.towns().weights, count)
    names = _event_names(chance, month, online, town)
    kinds = np.select([online, hybrid], [1, 2], 0)
    wanted = (8 + 6 * np.minimum((1 - chance.unit(count)) ** -0.9, min(people.size / 60, 250))).astype(np.int64)
    plans = _Plans(month, np.where(online, _EVERYWHERE, town), wanted)
    person, event = _attendance(chance, people, cohorts.intake[people.cohort], plans)
    role = np.where(chance.happens(len(person), 0.04), _GUEST, _ATTENDEE)
    role[np.searchsorted(event, np.unique(event))] = _ORGANISER
    meetings = _representatives(chance, people, cohorts)
    date = np.concatenate([as_people_write(chance, month, 0.03, 0.75), _meeting_dates()])
    return Events(
        [f"E{number:05d}" for number in range(count)] + [meeting[0] for meeting in REPRESENTATIVE_MEETINGS],
        names + [meeting[1] for meeting in REPRESENTATIVE_MEETINGS],
        [("onsite", "online", "hybrid")[kind] for kind in kinds] + [meeting[4] for meeting in REPRESENTATIVE_MEETINGS],
        np.concatenate([month, np.array([meeting[2] for meeting in REPRESENTATIVE_MEETINGS])]),
        date,
        np.concatenate([person, meetings[0]]),
        np.concatenate([event, count + meetings[1]]),
        np.concatenate([role, np.full(len(meetings[0]), _REPRESENTATIVE)]),
    )


def _meeting_dates() -> Ints:
    months, days = (np.array([meeting[field] for meeting in REPRESENTATIVE_MEETINGS]) for field in (2, 3))
    return as_days(months, days)


def _event_names(chance: Chance, month: Ints, online: Bools, town: Ints) -> list[str]:
    kind = chance.below(len(month), np.where(online, _ALSO_ONLINE, len(_KINDS_OF_MEETING)))
    towns = vocabulary.towns()
    return [
        f"{m // 12}年{m % 12 + 1}月{'线上' if far else towns.short_name(t)}{_KINDS_OF_MEETING[k]}"
        for m, far, t, k in zip(numbers(month), online, numbers(town), kind, strict=True)
    ]


def _attendance(chance: Chance, people: People, intake: Ints, plans: _Plans) -> tuple[Ints, Ints]:
    """Who came: people who had enrolled by then and live in the town; some come again and again."""
    eager = chance.order(people.size)
    everywhere = {_EVERYWHERE: eager}
    by_town = eager[np.argsort(people.town[eager], kind="stable")]
    edges = np.searchsorted(people.town[by_town], np.arange(len(vocabulary.towns().weights) + 1))
    persons: list[Ints] = []
    for m, t, size in zip(numbers(plans.month), numbers(plans.town), numbers(plans.wanted), strict=True):
        there = everywhere.get(t, by_town[edges[t] : edges[t + 1]])
        picks = there[(chance.unit(size) ** 2.5 * len(there)).astype(np.int64)] if len(there) else there
        persons.append(np.unique(picks[intake[picks] <= m]))
    sizes = np.array([len(each) for each in persons])
    return np.concatenate(persons), np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)


def _representatives(chance: Chance, people: People, cohorts: Cohorts) -> tuple[Ints, Ints]:
    """The people at the representative meetings, all different, all graduated by then, and which each attended."""
    graduated = cohorts.graduation[people.cohort] < REPRESENTATIVE_MEETINGS[0][2]
    order = chance.order(people.size)
    each = REPRESENTATIVES // 2
    persons: list[Ints] = []
    meetings: list[Ints] = []
    for code in ("adult", "online"):
        kind = [kind.code for kind in KINDS].index(code)
        found = order[(graduated & (cohorts.kind[people.cohort] == kind))[order]][: each * len(REPRESENTATIVE_MEETINGS)]
        persons.append(found)
        meetings.append(np.arange(len(found), dtype=np.int64) % len(REPRESENTATIVE_MEETINGS))
    person, meeting = np.concatenate(persons), np.concatenate(meetings)
    in_order = np.argsort(meeting, kind="stable")
    return person[in_order], meeting[in_order]


def groups(seed: int, people: People, cohorts: Cohorts, attends: Memberships, industry: Ints) -> Groups:
    """WeChat groups of cohorts and towns, chapters of towns, clubs of industries."""
    chance = Chance(seed, "groups")
    found = [*_cohort_groups(chance, cohorts, attends), *_town_groups(people), *_clubs(industry)]
    members = [each.candidates[chance.happens(len(each.candidates), each.share)] for each in found]
    kept = [(each, who) for each, who in zip(found, members, strict=True) if len(who) >= 3]
    if not kept:
        nobody = np.zeros(0, dtype=np.int64)
        return Groups([], [], [], nobody, nobody, nobody, nobody, nobody)
    sizes = np.array([len(who) for _, who in kept])
    person = np.concatenate([who for _, who in kept])
    group = np.repeat(np.arange(len(kept), dtype=np.int64), sizes)
    began = np.array([each.began for each, _ in kept])[group]
    began = np.maximum(began, cohorts.intake[people.cohort[person]])
    # most join when the group begins, others over the years
    since = np.minimum(began + (chance.unit(len(person)) ** 4 * (LAST_MONTH - began)).astype(np.int64), LAST_MONTH)
    left = since + chance.between(len(person), 1, 60)
    leaves = chance.happens(len(person), 0.05) & (left <= LAST_MONTH)
    return Groups(
        [f"G{number:05d}" for number in range(len(kept))],
        [each.name for each, _ in kept],
        [each.kind for each, _ in kept],
        person,
        group,
        _roles(np.array([each.kind == "wechat" for each, _ in kept]), group, sizes),
        since,
        np.where(leaves, as_people_write(chance, left, 0.1, 0.1), EMPTY),
    )


def _roles(is_wechat: Bools, group: Ints, sizes: Ints) -> Ints:
    rank = places_in_groups(sizes)
    wechat = np.select([rank == 0, rank == 1], [_OWNER, _ADMIN], _MEMBER)
    board = np.where(rank < 3, _FELLOW + 1 + rank, _FELLOW)
    return np.where(is_wechat[group], wechat, board)


def _cohort_groups(chance: Chance, cohorts: Cohorts, attends: Memberships) -> list[_Gathering]:
    edges = numbers(np.searchsorted(attends.cohort, np.arange(cohorts.size + 1)))
    likely = np.where(cohorts.intake >= 2008 * 12, 0.75, 0.25)
    return [
        _Gathering(
            f"{cohorts.names[number]}群", "wechat", attends.person[edges[number] : edges[number + 1]],
            0.6, max(int(cohorts.intake[number]), _WECHAT_BEGAN),
        )
        for number in numbers(np.flatnonzero(chance.unit(cohorts.size) < likely))
    ]  # fmt: skip


def _town_groups(people: People) -> list[_Gathering]:
    towns = vocabulary.towns()
    by_town = np.argsort(people.town, kind="stable")
    edges = np.searchsorted(people.town[by_town], np.arange(len(towns.weights) + 1))
    found: list[_Gathering] = []
    for town in range(len(towns.weights)):
        residents = by_town[edges[town] : edges[town + 1]]
        if len(residents) < 30:
            continue
        name = towns.short_name(town)
        parts = -(-len(residents) // (_GROUP_LIMIT * 6))
        found.extend(
            _Gathering(f"{name}校友群{part + 1}", "wechat", residents[part::parts], 0.14, 2013 * 12 + 7 * (part % 20))
            for part in range(parts)
        )
        found.append(_Gathering(f"{name}校友分会", "chapter", residents, 0.03, 2010 * 12 + town % 60))
    return found


def _clubs(industry: Ints) -> list[_Gathering]:
    """One club for each section of industry that people work in."""
    section = np.array([ord(entry.code[0]) for entry in vocabulary.DIVISIONS])[industry]
    names = dict(
        zip("CEFIJKPQR", ("制造", "建筑", "商贸", "信息技术", "金融", "地产", "教育", "健康", "文体"), strict=True)
    )
    return [
        _Gathering(
            f"{name}行业校友俱乐部", "club", np.flatnonzero(section == ord(code)), 0.025, 2015 * 12 + ord(code) % 30
        )
        for code, name in names.items()
    ]
