"""Who knows whom and since when, grown as it happens: classmates, colleagues, people who meet, friends of friends.

A few hubs (organisers, teachers who are alumni) know a large part of everybody. A connection never begins before the
context it comes from did.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator.careers import Jobs
from graph_service.imports.generator.chance import Bools, Chance, Floats, Ints, weighted, weighted_within
from graph_service.imports.generator.cohorts import Cohorts, Memberships
from graph_service.imports.generator.gatherings import Events, Groups
from graph_service.imports.generator.generation import Progress, silent
from graph_service.imports.generator.partial_dates import LAST_MONTH
from graph_service.imports.generator.people import People

MEAN_DEGREE = 18.7
LARGEST_HUB = 17_000
"""Friends of the best-connected person among a million; it grows slower than the school."""
CAUSES = ("同学录", "同事互认", "活动签到", "微信群", "校友工作", "校友互荐", "校友登记")
"""What a connection comes from, as its `source` says it; friends of friends are 校友互荐."""
CLASSMATES, COLLEAGUES, EVENT, GROUP, HUB, FRIENDS, RANDOM = range(7)

_SHARES = {CLASSMATES: 0.46, COLLEAGUES: 0.17, EVENT: 0.02, GROUP: 0.04, RANDOM: 0.02}
_STAGE = "who knows whom"
_STUDY_GROUP = 9
_FIRST_MONTH = 1940 * 12
_WEDGE_LIMIT = 300  # friends of the best-connected do not get to know each other through them


class Contexts(NamedTuple):
    """All that connections come from."""

    people: People
    cohorts: Cohorts
    memberships: Memberships
    jobs: Jobs
    events: Events
    groups: Groups


class Connections(NamedTuple):
    """Columns of the connections in order of their beginning: a < b, the first month, the position of the cause."""

    a: Ints
    b: Ints
    since: Ints
    cause: Ints


def wanted_connections(alumni: int) -> int:
    """How many connections a school of that size has.

    >>> wanted_connections(1_000_000), wanted_connections(3)
    (9350000, 0)
    """
    return min(int(alumni * MEAN_DEGREE / 2), alumni * (alumni - 1) // 8)


def connections(seed: int, contexts: Contexts, progress: Progress = silent) -> Connections:
    """The connections among these people."""
    people = contexts.people.size
    wanted = wanted_connections(people)
    known = np.zeros(0, dtype=np.int64)
    progress(_STAGE, 0, wanted)
    for stage in (_classmates, _colleagues, _met_at_events, _met_in_groups, _through_hubs, _at_random):
        drawn = stage(Chance(seed, stage.__name__), contexts, wanted)
        known = _merged(known, drawn)
        progress(_STAGE, len(known), wanted)
    known = _closed(Chance(seed, "friends of friends"), known, people, wanted)
    progress(_STAGE, len(known), len(known))
    a, b, since, cause = _unpacked(known)
    order = np.argsort(since, kind="stable")
    return Connections(a[order], b[order], since[order], cause[order])


# --- packing: one number holds a pair, its month and its cause, so that sorting finds the earliest of each pair


def _packed(a: Ints, b: Ints, since: Ints, cause: int) -> Ints:
    keep = (a != b) & (since <= LAST_MONTH)
    low, high, month = np.minimum(a, b)[keep], np.maximum(a, b)[keep], since[keep] - _FIRST_MONTH
    return (low << 39) | (high << 15) | (month << 3) | cause


def _unpacked(known: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    return known >> 39, (known >> 15) & 0xFFFFFF, ((known >> 3) & 0xFFF) + _FIRST_MONTH, known & 7


def _merged(known: Ints, drawn: Ints) -> Ints:
    """Both, each pair once, with its earliest month."""
    both = np.concatenate([known, drawn])
    both.sort()
    pair = both >> 15
    first = np.ones(len(both), dtype=np.bool_)
    first[1:] = pair[1:] != pair[:-1]
    return both[first]


# --- the stages


def _classmates(chance: Chance, contexts: Contexts, wanted: int) -> Ints:
    """Half of them from the small group one studies with, half from the whole cohort; sociable people have more."""
    attends = contexts.memberships
    count = int(wanted * _SHARES[CLASSMATES] * 1.22)
    sociable = np.cumsum(contexts.people.sociable[attends.person])
    one = weighted(sociable, chance.unit(count))
    low, high = _group_edges(attends.cohort, one)
    small_low = low + (one - low) // _STUDY_GROUP * _STUDY_GROUP
    near = chance.happens(count, 0.5)
    low, high = np.where(near, small_low, low), np.where(near, np.minimum(small_low + _STUDY_GROUP, high), high)
    other = weighted_within(sociable, low, high, chance.unit(count))
    began = np.maximum(attends.since[one], attends.since[other])
    delay = (chance.unit(count) ** 3 * 48).astype(np.int64)
    return _packed(attends.person[one], attends.person[other], began + delay, CLASSMATES)


def _colleagues(chance: Chance, contexts: Contexts, wanted: int) -> Ints:
    """People who were at an employer in the same months: those of the same town who began about the same time."""
    jobs, people = contexts.jobs, contexts.people
    if not len(jobs.person):
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort((jobs.since, people.town[jobs.person], jobs.employer))
    jobs = jobs.keep(order)
    count = int(wanted * _SHARES[COLLEAGUES] * 1.9)
    one = weighted(np.cumsum(people.sociable[jobs.person]), chance.unit(count))
    step = 1 + (chance.unit(count) ** 2 * 12).astype(np.int64)
    other = np.clip(one + np.where(chance.happens(count, 0.5), step, -step), 0, len(jobs.person) - 1)
    began = np.maximum(jobs.since[one], jobs.since[other])
    ended = np.minimum(jobs.until[one], jobs.until[other])
    together = (jobs.employer[one] == jobs.employer[other]) & (began <= ended)
    one, other, began, ended = one[together], other[together], began[together], ended[together]
    delay = (chance.unit(len(one)) ** 2 * np.minimum(ended - began + 1, 30)).astype(np.int64)
    return _packed(jobs.person[one], jobs.person[other], began + delay, COLLEAGUES)


def _met_at_events(chance: Chance, contexts: Contexts, wanted: int) -> Ints:
    """People who were at an event, that month or the next."""
    met = contexts.events
    one, other = _pairs_within(chance, met.event, int(wanted * _SHARES[EVENT]))
    since = np.minimum(met.month[met.event[one]] + chance.below(len(one), 2), LAST_MONTH)
    return _packed(met.person[one], met.person[other], since, EVENT)


def _met_in_groups(chance: Chance, contexts: Contexts, wanted: int) -> Ints:
    """People who are in a group, after both had joined."""
    groups = contexts.groups
    one, other = _pairs_within(chance, groups.group, int(wanted * _SHARES[GROUP]))
    since = np.maximum(groups.since[one], groups.since[other]) + chance.below(len(one), 24)
    return _packed(groups.person[one], groups.person[other], np.minimum(since, LAST_MONTH), GROUP)


def _through_hubs(chance: Chance, contexts: Contexts, wanted: int) -> Ints:
    """Organisers, and teachers who are alumni, know whole cohorts and many others."""
    people, intake = contexts.people, contexts.cohorts.intake[contexts.people.cohort]
    if people.size < 200:
        return np.zeros(0, dtype=np.int64)
    count = max(3, people.size // 10_000)
    hubs = (chance.unit(count) ** 1.5 * people.size * 0.5).astype(np.int64)
    # friends of friends find the hubs as well, so that they begin with fewer
    largest = 0.75 * LARGEST_HUB * (people.size / 1_000_000) ** 0.65
    friends = (largest * (np.arange(count) + 1.0) ** -0.73).astype(np.int64)
    one = np.repeat(hubs, friends)
    # blocks of people who studied together, and single ones
    block = chance.below(len(one) // 20 + 1, people.size)
    together = block[np.arange(len(one)) // 20] + chance.below(len(one), 40)
    alone = chance.below(len(one), people.size)
    other = np.minimum(np.where(chance.happens(len(one), 0.5), together, alone), people.size - 1)
    since = np.maximum(intake[one], intake[other]) + chance.below(len(one), 60)
    return _packed(one, other, np.minimum(since, LAST_MONTH), HUB)


def _at_random(chance: Chance, contexts: Contexts, wanted: int) -> Ints:
    """People who met somewhere, once both were alumni."""
    people = contexts.people
    count = int(wanted * _SHARES[RANDOM])
    sociable = np.cumsum(people.sociable)
    one, other = weighted(sociable, chance.unit(count)), weighted(sociable, chance.unit(count))
    done = contexts.cohorts.graduation[people.cohort]
    since = np.maximum(done[one], done[other])
    since = since + (chance.unit(count) * (LAST_MONTH + 1 - since)).astype(np.int64)
    return _packed(one, other, since, RANDOM)


def _closed(chance: Chance, known: Ints, people: int, wanted: int) -> Ints:
    """With friends of friends, up to the number that is wanted."""
    for _ in range(8):
        missing = wanted - len(known)
        if missing <= 0 or not len(known):
            break
        drawn = _merged(known[:0], _friends_of_friends(chance, known, people, int(missing * 1.3) + 50))
        new = drawn[~_has(known, drawn)]
        known = _merged(known, new[np.sort(chance.order(len(new))[:missing])])
    return known


def _has(known: Ints, others: Ints) -> Bools:
    """Which of the other connections are between people who know each other already; both are in order."""
    pairs = known >> 15
    at = np.minimum(np.searchsorted(pairs, others >> 15), len(pairs) - 1)
    return pairs[at] == others >> 15


def _friends_of_friends(chance: Chance, known: Ints, people: int, count: int) -> Ints:
    """Two friends of one person get to know each other, after both had known that person."""
    a, b, since, _ = _unpacked(known)
    month = since - _FIRST_MONTH
    halves = np.concatenate([(a << 36) | (b << 12) | month, (b << 36) | (a << 12) | month])
    halves.sort()
    edges = np.searchsorted(halves, np.arange(people + 1) << 36)
    middle_of, friends = halves >> 36, (halves >> 12) & 0xFFFFFF
    first = chance.below(count, len(halves))
    middle = middle_of[first]
    low, high = edges[middle], edges[middle + 1]
    second = low + chance.below(count, high - low)
    began = np.maximum(halves[first] & 0xFFF, halves[second] & 0xFFF) + _FIRST_MONTH
    began = began + (chance.unit(count) ** 2 * 48).astype(np.int64)
    through = high - low <= _WEDGE_LIMIT
    return _packed(friends[first][through], friends[second][through], began[through], FRIENDS)


def _pairs_within(chance: Chance, group: Ints, count: int) -> tuple[Ints, Ints]:
    """Pairs of rows of the same group; `group` is in order. Large groups have no more of them for each member."""
    if not len(group):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    one = chance.below(count, len(group))
    low, high = _group_edges(group, one)
    return one, low + chance.below(count, high - low)


def _group_edges(group: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The first row of the group that each of `rows` is in, and the row after its last."""
    edges = np.searchsorted(group, np.arange(int(group[-1]) + 2))
    return edges[group[rows]], edges[group[rows] + 1]


def degrees(found: Connections, people: int) -> Floats:
    """How many connections everybody has."""
    return np.bincount(found.a, minlength=people) + np.bincount(found.b, minlength=people).astype(np.float64)
