"""Why two people are known to know each other, in facts and in words.

Facts come from the graph as rows of what two people have in common. Here they become `CommonGround`, with the time that
two people overlapped at an employer, and sentences in English or Chinese. Nothing here asks a database anything.

What counts as evidence of a hop: that the two know each other (always there, it is what makes the hop), the same
cohort, the same employer at overlapping times, the same event, the same group. A place or an industry in common is
shown between the viewer and the person asked about, and is no evidence that two people ever met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from graph_service.connections.models import (
    CommonGround,
    Evidence,
    Person,
    SharedEmployer,
    SharedEvent,
    SharedThing,
)
from graph_service.directory.dates import month_text

Language = Literal["en", "zh"]
NO_MONTHS = (0, -1)


class Stint(NamedTuple):
    """A job of each of two people at one employer, in months; `None` where a date is not known."""

    from_a: int | None
    to_a: int | None
    current_a: bool
    from_b: int | None
    to_b: int | None
    current_b: bool


class Shared(NamedTuple):
    """One thing that two people have in common; `stints` are their jobs there when it is an employer."""

    kind: Literal["cohort", "employer", "event", "group", "place", "industry"]
    id: str
    name: str
    name_en: str | None = None
    date: str | None = None
    stint: Stint | None = None


def shared_months(stint: Stint, now: int) -> tuple[int, int]:
    """The first and the last month in which both worked there; the last is before the first when there is none.

    A job whose beginning is not known shares nothing, one whose end is not known is counted for its first month only:
    what is not known is not claimed.

    >>> shared_months(Stint(24228, None, True, 24234, 24239, False), 24300)
    (24234, 24239)
    """
    one = known_months(stint.from_a, stint.to_a, stint.current_a, now)
    other = known_months(stint.from_b, stint.to_b, stint.current_b, now)
    if one is None or other is None:
        return NO_MONTHS
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else NO_MONTHS


def known_months(first: int | None, last: int | None, current: bool, now: int) -> tuple[int, int] | None:
    """The first and the last month of a job as far as they are known by now; None where the first one is not."""
    if first is None:
        return None
    if current:
        return first, now
    return first, min(first if last is None else last, now)


def merged(periods: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The periods in order, with those that overlap or follow each other made one; empty ones are left out.

    >>> merged([(5, 9), (1, 4), (12, 13), (0, -1)])
    [(1, 9), (12, 13)]
    """
    done: list[tuple[int, int]] = []
    for first, last in sorted(period for period in periods if period[0] <= period[1]):
        if done and first <= done[-1][1] + 1:
            done[-1] = (done[-1][0], max(done[-1][1], last))
        else:
            done.append((first, last))
    return done


def common_ground(shared: Sequence[Shared], now: int) -> CommonGround:
    """What two people have in common, in the order of the rows; `now` is the present month, for jobs that go on."""
    by_kind = {
        kind: [one for one in shared if one.kind == kind] for kind in ("cohort", "event", "group", "place", "industry")
    }
    return CommonGround(
        cohorts=[SharedThing(id=one.id, name=one.name) for one in by_kind["cohort"]],
        employers=_employers([one for one in shared if one.kind == "employer"], now),
        events=[SharedEvent(id=one.id, name=one.name, date=one.date) for one in by_kind["event"]],
        groups=[SharedThing(id=one.id, name=one.name) for one in by_kind["group"]],
        places=[SharedThing(id=one.id, name=one.name, name_en=one.name_en) for one in by_kind["place"]],
        industries=[SharedThing(id=one.id, name=one.name, name_en=one.name_en) for one in by_kind["industry"]],
    )


def _employers(shared: Sequence[Shared], now: int) -> list[SharedEmployer]:
    names = {one.id: one.name for one in shared}
    return [
        _employer(employer, name, [one.stint for one in shared if one.id == employer and one.stint], now)
        for employer, name in names.items()
    ]


def _employer(employer: str, name: str, stints: Sequence[Stint], now: int) -> SharedEmployer:
    periods = merged(shared_months(stint, now) for stint in stints)
    if not periods:
        return SharedEmployer(id=employer, name=name)
    still = any(stint.current_a and stint.current_b for stint in stints)
    return SharedEmployer(
        id=employer,
        name=name,
        since=month_text(periods[0][0]),
        until=None if still else month_text(periods[-1][1]),
        months=sum(last - first + 1 for first, last in periods),
        still=still,
    )


def evidence_of(
    a: Person, b: Person, since: str | None, ground: CommonGround, *, language: Language, viewer_id: str
) -> list[Evidence]:
    """Why `a` and `b` are known to know each other: that they do, first, then what they have in common."""
    words = _WORDS[language]
    pair = words.pair(_called(a, language, viewer_id), _called(b, language, viewer_id))
    knows = Evidence(kind="knows", since=since, text=words.knows(pair, since))
    cohorts = [Evidence(kind="cohort", id=one.id, text=words.cohort(pair, one.name)) for one in ground.cohorts]
    employers = [
        Evidence(
            kind="employer",
            id=one.id,
            since=one.since,
            until=one.until,
            months=one.months,
            text=words.employer(pair, one),
        )
        for one in ground.employers
        if one.months
    ]
    events = [Evidence(kind="event", id=one.id, since=one.date, text=words.event(pair, one)) for one in ground.events]
    groups = [Evidence(kind="group", id=one.id, text=words.group(pair, one.name)) for one in ground.groups]
    return [knows, *cohorts, *employers, *events, *groups]


def sentence_of(a: Person, b: Person, evidence: Evidence, name: str, *, language: Language, viewer_id: str) -> str:
    """One piece of evidence in words; `name` is the name of the cohort, employer, event or group."""
    words = _WORDS[language]
    pair = words.pair(_called(a, language, viewer_id), _called(b, language, viewer_id))
    thing = evidence.id or ""
    match evidence.kind:
        case "knows":
            return words.knows(pair, evidence.since)
        case "cohort":
            return words.cohort(pair, name)
        case "employer":
            months = evidence.months or 0
            there = SharedEmployer(id=thing, name=name, since=evidence.since, until=evidence.until, months=months)
            return words.employer(pair, there)
        case "event":
            return words.event(pair, SharedEvent(id=thing, name=name, date=evidence.since))
        case "group":
            return words.group(pair, name)


def summary_of(person: Person, degree: int | None, hops: int | None, longest: int, language: Language) -> str:
    """One sentence that answers how the viewer and that person are connected."""
    return _WORDS[language].summary(_called(person, language, ""), degree, hops, longest)


def _called(person: Person, language: Language, viewer_id: str) -> str:
    if person.id == viewer_id:
        return _WORDS[language].you
    return (person.name_latin or person.name) if language == "en" else person.name


class _English:
    you = "you"

    def pair(self, a: str, b: str) -> str:
        return f"You and {b}" if a == self.you else f"{a} and {b}"

    def knows(self, pair: str, since: str | None) -> str:
        return f"{pair} have known each other since {since}." if since else f"{pair} know each other."

    def cohort(self, pair: str, name: str) -> str:
        return f"{pair} studied in the same cohort, {name}."

    def employer(self, pair: str, employer: SharedEmployer) -> str:
        until = f"to {employer.until}" if employer.until else "until now"
        months = "1 month" if employer.months == 1 else f"{employer.months} months"
        return f"{pair} worked at {employer.name} at the same time, from {employer.since} {until} ({months})."

    def event(self, pair: str, event: SharedEvent) -> str:
        return f"{pair} took part in the same event, {event.name}{f' ({event.date})' if event.date else ''}."

    def group(self, pair: str, name: str) -> str:
        return f"{pair} are in the same group, {name}."

    def summary(self, name: str, degree: int | None, hops: int | None, longest: int) -> str:
        if hops is None:
            return f"There is no route of at most {longest} hops from you to {name} that you may see."
        if degree == 1:
            return f"You know {name}."
        ordinal = {2: "a 2nd-degree", 3: "a 3rd-degree"}.get(degree or 0, "a distant")
        return f"{name} is {ordinal} connection, {hops} hops from you."


class _Chinese:
    you = "您"

    def pair(self, a: str, b: str) -> str:
        return f"{a}和{b}"

    def knows(self, pair: str, since: str | None) -> str:
        return f"{pair}自{since}起相识。" if since else f"{pair}互相认识。"

    def cohort(self, pair: str, name: str) -> str:
        return f"{pair}同在“{name}”学习。"

    def employer(self, pair: str, employer: SharedEmployer) -> str:
        until = f"至{employer.until}" if employer.until else "至今"
        return f"{pair}于{employer.since}{until}同在{employer.name}任职（{employer.months}个月）。"

    def event(self, pair: str, event: SharedEvent) -> str:
        return f"{pair}都参加了“{event.name}”{f'（{event.date}）' if event.date else ''}。"

    def group(self, pair: str, name: str) -> str:
        return f"{pair}都在“{name}”群组里。"

    def summary(self, name: str, degree: int | None, hops: int | None, longest: int) -> str:
        if hops is None:
            return f"在{longest}步以内，没有您可以看到的通往{name}的路径。"
        if degree == 1:
            return f"您认识{name}。"
        return f"{name}是您的{degree}度人脉。" if degree else f"您与{name}相距{hops}步。"


_WORDS: dict[Language, _English | _Chinese] = {"en": _English(), "zh": _Chinese()}
