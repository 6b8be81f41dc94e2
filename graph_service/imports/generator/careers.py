"""Careers: jobs before, during and after study, through levels, functions, employers and industries."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.directory.occupations import FUNCTIONS
from graph_service.imports.generator import vocabulary
from graph_service.imports.generator.chance import Bools, Chance, Floats, Ints, places_in_groups, weighted
from graph_service.imports.generator.cohorts import Cohorts
from graph_service.imports.generator.employers import Employers
from graph_service.imports.generator.partial_dates import EMPTY, LAST_MONTH, UNKNOWN, as_people_write
from graph_service.imports.generator.people import People

JOBS_KNOWN = (0.07, 0.34, 0.29, 0.17, 0.08, 0.035, 0.015)
"""How many jobs the school knows of: shares of 0, 1, 2 …"""
_CAPS = (0.10, 0.32, 0.33, 0.16, 0.09)  # shares of people who stop at level 2, 3, 4, 5, 6
_RETIRES = 60 * 12


class Jobs(NamedTuple):
    """Columns of the jobs, in order of person.

    `until` is LAST_MONTH for a present one; `from_text` and `to_text` are codes of partial dates.
    """

    person: Ints
    employer: Ints
    function: Ints
    level: Ints
    title: Ints
    since: Ints
    until: Ints
    current: Bools
    from_text: Ints
    to_text: Ints

    def keep(self, rows: Ints | Bools) -> Jobs:
        """These rows alone."""
        return Jobs(
            self.person[rows], self.employer[rows], self.function[rows], self.level[rows], self.title[rows],
            self.since[rows], self.until[rows], self.current[rows], self.from_text[rows], self.to_text[rows],
        )  # fmt: skip


class Callings(NamedTuple):
    """What each person does on the whole: function, industry, the colleague's employer they enrolled with or -1."""

    function: Ints
    industry: Ints
    sponsor: Ints


class Spans(NamedTuple):
    """Jobs as stretches of time: whose, which of theirs, when, and when that person began to work."""

    person: Ints
    ordinal: Ints
    since: Ints
    until: Ints
    current: Bools


def callings(seed: int, people: People, cohorts: Cohorts, employers: Employers) -> Callings:
    """What each person does, and the employers that sent several people of a cohort to study together."""
    chance = Chance(seed, "callings")
    function = _functions(chance, cohorts.programme[people.cohort])
    industry = _industries(chance, function, employers)
    typical = _functions(chance, cohorts.programme)
    sent_by = employers.pick(chance, _industries(chance, typical, employers), cohorts.town, 0.5)
    share = np.where(chance.happens(cohorts.size, 0.55), 0.05 + 0.4 * chance.unit(cohorts.size) ** 2, 0.0)
    sent = chance.unit(people.size) < share[people.cohort]
    return Callings(
        function,
        np.where(sent, employers.industry[sent_by[people.cohort]], industry),
        np.where(sent, sent_by[people.cohort], -1),
    )


def careers(seed: int, people: People, cohorts: Cohorts, employers: Employers, called: Callings) -> Jobs:
    """The jobs of everybody."""
    chance = Chance(seed, "careers")
    began, spans = _spans(chance, people, cohorts, called.sponsor)
    count = len(spans.person)
    stays = (spans.ordinal > 0) & chance.happens(count, 0.2)
    moved = np.maximum.accumulate(np.where(stays, 0, np.arange(count)))
    other = _functions(chance, cohorts.programme[people.cohort[spans.person]])
    function = np.where(chance.happens(count, 0.82), called.function[spans.person], other)[moved]
    level = _levels(chance, people.size, spans, began)
    function = np.where(chance.unit(count) < np.array([0, 0, 0, 0, 0.05, 0.15, 0.5])[level], 0, function)
    industry = np.where(
        chance.happens(count, 0.74), called.industry[spans.person], _industries(chance, function, employers)
    )
    employer = employers.pick(chance, industry, people.town[spans.person], 0.55)
    employer = np.where(
        (spans.ordinal == 0) & (called.sponsor[spans.person] >= 0), called.sponsor[spans.person], employer
    )
    from_text = as_people_write(chance, spans.since, 0.25, 0.08)
    ended = np.where(chance.happens(count, 0.02), UNKNOWN, as_people_write(chance, spans.until, 0.25, 0.05))
    to_text = np.where(spans.current, EMPTY, ended)
    title = _titles(chance, function, level)
    jobs = Jobs(
        spans.person, employer[moved], function, level, title,
        spans.since, spans.until, spans.current, from_text, to_text,
    )  # fmt: skip
    return jobs.keep(_first_of_each(jobs))


def title_texts() -> list[str]:
    """What the titles of jobs are positions in."""
    return [text for texts in vocabulary.titles().values() for text in texts]


def _functions(chance: Chance, programme: Ints) -> Ints:
    """A function for each programme studied."""
    function = np.zeros(len(programme), dtype=np.int64)
    unit = chance.unit(len(programme))
    for number, studied in enumerate(vocabulary.programmes()):
        these = programme == number
        function[these] = weighted(np.cumsum(studied.functions), unit[these])
    return function


def _industries(chance: Chance, function: Ints, employers: Employers) -> Ints:
    """An industry for each function, among those that have employers."""
    weights, homes = vocabulary.industry_weights()
    there = np.zeros(len(weights))
    there[employers.industry] = 1.0
    weights = weights * there
    industry = np.zeros(len(function), dtype=np.int64)
    unit = chance.unit(len(function))
    for number in range(len(FUNCTIONS)):
        these = function == number
        industry[these] = weighted(np.cumsum(_industry_weights(weights, homes.get(number))), unit[these])
    return industry


def _industry_weights(weights: Floats, home: tuple[float, list[int]] | None) -> Floats:
    if home is None:
        return weights
    share, divisions = home
    inside = np.zeros(len(weights))
    inside[divisions] = weights[divisions]
    if not inside.any():
        return weights
    return inside / inside.sum() * share + weights / weights.sum() * (1 - share)


def _spans(chance: Chance, people: People, cohorts: Cohorts, sponsor: Ints) -> tuple[Ints, Spans]:
    """When everybody began to work, and the stretches of time that the jobs the school knows of fill."""
    n = people.size
    intake, graduation = cohorts.intake[people.cohort], cohorts.graduation[people.cohort]
    began = people.born + chance.between(n, 18 * 12, 24 * 12)
    full_time = graduation - intake >= 36
    full_time &= intake - people.born < 21 * 12
    began = np.where(full_time & chance.happens(n, 0.5), np.maximum(began, graduation), began)
    began = np.where(sponsor >= 0, np.minimum(began, intake - 6), began)
    known = np.maximum(began, intake - chance.between(n, 6, 60))
    start = np.where((sponsor < 0) & chance.happens(n, 0.45), began, known)
    retires = people.born + np.where(people.woman, _RETIRES - 60, _RETIRES)
    last = np.minimum(retires, LAST_MONTH)
    room = np.maximum(last - start, 0)
    wanted = chance.among(JOBS_KNOWN, n)
    wanted = np.where(sponsor >= 0, np.maximum(wanted, 1), wanted)
    jobs = np.minimum(wanted, np.maximum(room // 12, room >= 3))
    spans = _filled(chance, jobs, start, room)
    spans = _with_ends(chance, spans, jobs, retires)
    spans = _studying_while_sent(spans, sponsor, intake)
    return began, _with_side_jobs(chance, spans)


def _filled(chance: Chance, jobs: Ints, start: Ints, room: Ints) -> Spans:
    """So many jobs for each person, one after another, from the first month through all the room there is."""
    person = np.repeat(np.arange(len(jobs), dtype=np.int64), jobs)
    width = 0.35 + chance.unit(len(person))
    right = np.cumsum(width)
    first = (np.cumsum(jobs) - jobs)[person]
    before = right[first] - width[first] if len(person) else right
    total = right[first + jobs[person] - 1] - before if len(person) else right
    since = start[person] + ((right - width - before) / total * room[person]).astype(np.int64)
    until = start[person] + ((right - before) / total * room[person]).astype(np.int64)
    none_present = np.zeros(len(person), dtype=np.bool_)
    return Spans(person, places_in_groups(jobs), since, np.maximum(until - 1, since), none_present)


def _with_ends(chance: Chance, spans: Spans, jobs: Ints, retires: Ints) -> Spans:
    """Gaps between jobs, and the last one still going on for most who are of working age."""
    count = len(spans.person)
    gap = np.where(chance.happens(count, 0.2), chance.between(count, 1, 14), 0)
    until = np.maximum(spans.until - gap, spans.since)
    is_last = spans.ordinal == jobs[spans.person] - 1
    current = is_last & (retires[spans.person] > LAST_MONTH) & chance.happens(count, 0.93)
    return spans._replace(until=np.where(current, LAST_MONTH, np.minimum(until, LAST_MONTH)), current=current)


def _studying_while_sent(spans: Spans, sponsor: Ints, intake: Ints) -> Spans:
    """Who was sent by an employer still worked there when study began."""
    sent = (spans.ordinal == 0) & (sponsor[spans.person] >= 0)
    began = np.minimum(spans.since, intake[spans.person] - 6)
    stayed = np.minimum(np.maximum(spans.until, intake[spans.person] + 6), LAST_MONTH)
    return spans._replace(since=np.where(sent, began, spans.since), until=np.where(sent, stayed, spans.until))


def _with_side_jobs(chance: Chance, spans: Spans) -> Spans:
    """A second present job for some: a consultant, a part-time teacher, a second company."""
    these = np.flatnonzero(spans.current & chance.happens(len(spans.person), 0.06))
    since = chance.between(len(these), spans.since[these], LAST_MONTH)
    person = np.concatenate([spans.person, spans.person[these]])
    ordinal = np.concatenate([spans.ordinal, spans.ordinal[these] + 1])
    order = np.argsort(person * 16 + ordinal, kind="stable")
    return Spans(
        person[order],
        ordinal[order],
        np.concatenate([spans.since, since])[order],
        np.concatenate([spans.until, spans.until[these]])[order],
        np.concatenate([spans.current, spans.current[these]])[order],
    )


def _levels(chance: Chance, people: int, spans: Spans, began: Ints) -> Ints:
    """Levels rise with the years at work, faster for some, up to where each person stops; a few step back."""
    years = np.maximum(spans.since - began[spans.person], 0) / 12
    pace = 0.05 + 0.3 * chance.unit(people) ** 2
    cap = 2 + chance.among(_CAPS, people)
    level = (1.35 + pace[spans.person] * years + chance.unit(people)[spans.person]).astype(np.int64)
    level = level - chance.happens(len(level), 0.05)
    return np.clip(level, 1, cap[spans.person])


def _titles(chance: Chance, function: Ints, level: Ints) -> Ints:
    titles = vocabulary.titles()
    sizes = np.array([len(texts) for texts in titles.values()])
    row = function * 6 + level - 1
    return (np.cumsum(sizes) - sizes)[row] + chance.below(len(row), sizes[row])


def _first_of_each(jobs: Jobs) -> Ints:
    """The rows that are the first of their identity: person, employer, title and start as written."""
    order = np.lexsort((jobs.from_text, jobs.title, jobs.employer, jobs.person))
    columns = (jobs.person, jobs.employer, jobs.title, jobs.from_text)
    same = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        same &= column[order][1:] == column[order][:-1]
    return np.sort(np.concatenate([order[:1], order[1:][~same]]))
