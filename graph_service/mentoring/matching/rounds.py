"""What a round is given: who looks for a mentor, who has places, which pairs are allowed, what staff decided.

A round that contradicts itself is refused before anything is solved; the refusal names the place and what to do there.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

TOP_SCORE = 1000
MOST_PLACES = 1_000_000
MOST_PEOPLE = 1_000_000

PairIds = tuple[str, str]
Preferences = Mapping[str, tuple[str, ...]]


class RoundRefused(ValueError):
    """The round contradicts itself or names what is not there: `place` says where, `remedy` what to do.

    >>> error = RoundRefused("$.mentors[0].capacity", "-1 is negative", "Write 0 or more.")
    >>> str(error), error.remedy
    ('$.mentors[0].capacity: -1 is negative', 'Write 0 or more.')
    """

    def __init__(self, place: str, cause: str, remedy: str) -> None:
        super().__init__(f"{place}: {cause}")
        self.place = place
        self.remedy = remedy


class Mode(StrEnum):
    """What a round strives for first. Each mode ends with the fewest changes and a drawing of lots."""

    FAIR = "fair"
    PARTICIPATION = "participation"
    SCORE = "score"
    STABLE = "stable"


@dataclass(frozen=True)
class Places:
    """A mentor's places: at most `capacity`, if possible at least `minimum`, and at most so many for one topic."""

    id: str
    capacity: int
    minimum: int = 0
    topics: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, eq=False)
class Round:
    """One round. `pairs` holds positions in `mentees` and `mentors`; a pair that is not in it is not allowed.

    Attributes:
        pairs: int32, shape (p, 2).
        scores: integers 0–1000, shape (p,).
        mentee_topics: the one topic a mentee comes with; it counts against `Places.topics`.
        mentee_preferences: those whom a mentee put first, best first; everybody else follows by score.
        mentor_preferences: the same for mentors.
        locks: pairs that must be made. They need a score like any other pair.
        forbids: pairs that must not be made.
        previous: the draft before this one; fewer changes against it are better, all else being equal.
        max_total_loss: mode `fair` gives away at most this share of the best total for a better worst score.
        salt: draws the lots; another salt, other lots.
    """

    mentees: tuple[str, ...]
    mentors: tuple[Places, ...]
    pairs: NDArray[np.int32]
    scores: NDArray[np.int16] | NDArray[np.int32]
    mentee_topics: Mapping[str, str] = field(default_factory=dict[str, str])
    mentee_preferences: Preferences = field(default_factory=dict[str, tuple[str, ...]])
    mentor_preferences: Preferences = field(default_factory=dict[str, tuple[str, ...]])
    locks: frozenset[PairIds] = frozenset()
    forbids: frozenset[PairIds] = frozenset()
    previous: frozenset[PairIds] = frozenset()
    mode: Mode = Mode.FAIR
    max_total_loss: float = 0.02
    salt: str = ""


def check(asked: Round) -> None:
    """Refuses a round that cannot be meant.

    Raises:
        RoundRefused: at the first thing that is wrong.
    """
    check_people(asked.mentees, asked.mentors)
    _check_pairs(asked)
    _check_wishes(asked)
    _check_decisions(asked)
    if not 0 <= asked.max_total_loss <= 1:
        raise RoundRefused(
            "$.max_total_loss", f"{asked.max_total_loss!r} is no share", "Write a number from 0 to 1; 0.02 is 2 %."
        )
    if asked.mode not in tuple(Mode):
        raise RoundRefused("$.mode", f"{asked.mode!r} is no mode", f"Choose one of {', '.join(Mode)}.")


def check_people(mentees: Collection[str], mentors: Collection[Places]) -> None:
    """Refuses people who cannot be meant: nobody at all, somebody twice, places that no mentor can have."""
    _check_ids("$.mentees[{}]", "$.mentees", mentees)
    _check_ids("$.mentors[{}].id", "$.mentors", [mentor.id for mentor in mentors])
    for position, mentor in enumerate(mentors):
        place = f"$.mentors[{position}]"
        _check_number(f"{place}.capacity", mentor.capacity, MOST_PLACES)
        _check_number(f"{place}.minimum", mentor.minimum, MOST_PLACES)
        if mentor.minimum > mentor.capacity:
            raise RoundRefused(
                f"{place}.minimum",
                f"{mentor.minimum} is more than the capacity, {mentor.capacity}",
                "Lower the minimum or raise the capacity.",
            )
        for topic, limit in mentor.topics.items():
            _check_number(f"{place}.topics[{topic!r}]", limit, MOST_PLACES)


def _check_ids(place: str, whole: str, ids: Collection[str]) -> None:
    if not ids:
        raise RoundRefused(whole, "nobody is there", "Name at least one.")
    if len(ids) > MOST_PEOPLE:
        raise RoundRefused(whole, f"{len(ids)} are too many", f"Solve at most {MOST_PEOPLE} in one round.")
    seen: dict[str, int] = {}
    for position, id_ in enumerate(ids):
        if not is_id(id_):
            raise RoundRefused(place.format(position), f"{id_!r} is no id", "Write a text that is not empty.")
        if seen.setdefault(id_, position) != position:
            raise RoundRefused(
                place.format(position), f"{id_!r} is there already, at {seen[id_]}", "Name everybody once."
            )


def is_id(value: Any) -> bool:
    """Whether this can be somebody's id: a text that is not empty."""
    return isinstance(value, str) and value != ""


def is_number(value: Any) -> bool:
    """Whether this is a whole number; true and false are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _check_number(place: str, value: object, most: int) -> None:
    if not is_number(value):
        raise RoundRefused(place, f"{value!r} is no whole number", f"Write a whole number from 0 to {most}.")
    if not 0 <= int(value) <= most:  # pyright: ignore[reportArgumentType]
        fault = "is negative" if int(value) < 0 else "is too large"  # pyright: ignore[reportArgumentType]
        raise RoundRefused(place, f"{value} {fault}", f"Write a whole number from 0 to {most}.")


def _check_pairs(asked: Round) -> None:
    pairs, scores = asked.pairs, asked.scores
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype.kind != "i":
        raise RoundRefused("$.scores", f"pairs are {pairs.dtype} of shape {pairs.shape}", "Give int32 of shape (p, 2).")
    if scores.shape != (len(pairs),) or scores.dtype.kind != "i":
        raise RoundRefused(
            "$.scores",
            f"{scores.shape} scores of {scores.dtype} for {len(pairs)} pairs",
            "Give one whole number for each pair.",
        )
    if not len(pairs):
        return
    for column, people in ((0, asked.mentees), (1, asked.mentors)):
        ends = pairs[:, column]
        if ends.min() < 0 or ends.max() >= len(people):
            wrong = int(np.flatnonzero((ends < 0) | (ends >= len(people)))[0])
            raise RoundRefused(
                f"$.scores[{wrong}][{column}]", f"there is nobody at {ends[wrong]}", "Name people of the round."
            )
    if scores.min() < 0 or scores.max() > TOP_SCORE:
        wrong = int(np.flatnonzero((scores < 0) | (scores > TOP_SCORE))[0])
        raise RoundRefused(f"$.scores[{wrong}][2]", f"{scores[wrong]} is out of range", f"Scores are 0 to {TOP_SCORE}.")
    _check_once(asked)


def pair_keys(asked: Round) -> NDArray[np.int64]:
    """One number for each pair, rising by mentee and then by mentor."""
    keys = asked.pairs[:, 0].astype(np.int64)
    keys *= len(asked.mentors)
    keys += asked.pairs[:, 1]
    return keys


def _check_once(asked: Round) -> None:
    keys = pair_keys(asked)
    if bool((keys[1:] > keys[:-1]).all()):
        return
    order = np.argsort(keys, kind="stable")
    repeated = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
    if len(repeated):
        wrong = int(order[repeated + 1].min())
        mentee, mentor = (int(end) for end in asked.pairs[wrong])
        raise RoundRefused(
            f"$.scores[{wrong}]",
            f"{asked.mentees[mentee]!r} with {asked.mentors[mentor].id!r} is there already",
            "Give each pair one score.",
        )


def _check_wishes(asked: Round) -> None:
    mentees, mentors = set(asked.mentees), {mentor.id for mentor in asked.mentors}
    for id_ in asked.mentee_topics:
        _check_known(f"$.mentee_topics[{id_!r}]", id_, mentees, "mentee")
    for name, wishes, owners, others, owner, other in (
        ("mentee_preferences", asked.mentee_preferences, mentees, mentors, "mentee", "mentor"),
        ("mentor_preferences", asked.mentor_preferences, mentors, mentees, "mentor", "mentee"),
    ):
        for id_, wished in wishes.items():
            place = f"$.{name}[{id_!r}]"
            _check_known(place, id_, owners, owner)
            seen: set[str] = set()
            for position, one in enumerate(wished):
                _check_known(f"{place}[{position}]", one, others, other)
                if one in seen:
                    raise RoundRefused(f"{place}[{position}]", f"{one!r} is there already", "Name everybody once.")
                seen.add(one)


def _check_known(place: str, id_: str, known: Collection[str], who: str) -> None:
    if id_ not in known:
        raise RoundRefused(place, f"{id_!r} is no {who} of this round", f"Add the {who}, or take the name out.")


def _check_decisions(asked: Round) -> None:
    mentees, mentors = set(asked.mentees), {mentor.id for mentor in asked.mentors}
    for name, pairs in (("locks", asked.locks), ("forbids", asked.forbids)):
        for mentee, mentor in sorted(pairs):
            place = f"$.{name}[{mentee!r}, {mentor!r}]"
            _check_known(place, mentee, mentees, "mentee")
            _check_known(place, mentor, mentors, "mentor")
    _check_locks(asked)


def _check_locks(asked: Round) -> None:
    mentors = {mentor.id: mentor for mentor in asked.mentors}
    locked: dict[str, str] = {}
    taken: dict[str, int] = {}
    topics: dict[tuple[str, str], int] = {}
    for mentee, mentor in sorted(asked.locks):
        place = f"$.locks[{mentee!r}, {mentor!r}]"
        if (mentee, mentor) in asked.forbids:
            raise RoundRefused(place, "the pair is forbidden as well", "Take the lock or the forbid out.")
        if mentee in locked:
            raise RoundRefused(
                place, f"{mentee!r} is locked to {locked[mentee]!r} as well", "Keep one lock for each mentee."
            )
        locked[mentee] = mentor
        taken[mentor] = taken.get(mentor, 0) + 1
        if taken[mentor] > mentors[mentor].capacity:
            raise RoundRefused(
                place,
                f"{mentor!r} has more locks than places, {mentors[mentor].capacity}",
                "Take a lock out or raise the capacity.",
            )
        topic = asked.mentee_topics.get(mentee)
        limit = mentors[mentor].topics.get(topic) if topic is not None else None
        if topic is not None and limit is not None:
            topics[mentor, topic] = topics.get((mentor, topic), 0) + 1
            if topics[mentor, topic] > limit:
                raise RoundRefused(
                    place,
                    f"{mentor!r} has more locks on the topic {topic!r} than places for it, {limit}",
                    "Take a lock out or raise the topic's limit.",
                )
    _check_scored(asked, locked)


def _check_scored(asked: Round, locked: Mapping[str, str]) -> None:
    if not locked:
        return
    positions = locate(asked, [(mentee, mentor) for mentee, mentor in locked.items()])
    for (mentee, mentor), position in zip(locked.items(), positions, strict=True):
        if position < 0:
            raise RoundRefused(
                f"$.locks[{mentee!r}, {mentor!r}]",
                "the pair has no score, so it is not allowed",
                "Give the pair a score, or take the lock out.",
            )


def locate(asked: Round, wanted: Collection[PairIds]) -> list[int]:
    """Where these pairs are in `pairs`; -1 for one that is not allowed or names somebody unknown."""
    mentees = {id_: position for position, id_ in enumerate(asked.mentees)}
    mentors = {mentor.id: position for position, mentor in enumerate(asked.mentors)}
    named = [(mentees.get(mentee, -1), mentors.get(mentor, -1)) for mentee, mentor in wanted]
    if not named:
        return []
    keys = pair_keys(asked)
    order = None if bool((keys[1:] > keys[:-1]).all()) else np.argsort(keys)
    sought = np.array([row * len(asked.mentors) + column for row, column in named], dtype=np.int64)
    known = np.array([row >= 0 and column >= 0 for row, column in named])
    if not len(keys):
        return [-1] * len(named)
    found = np.searchsorted(keys, sought, sorter=order)
    found = np.minimum(found, len(keys) - 1) if order is None else order[np.minimum(found, len(keys) - 1)]
    known &= keys[found] == sought
    return np.where(known, found, -1).tolist()


def loss_allowed(best: int, share: float) -> int:
    """How many points of the best total may be given away: the share taken exactly as written, rounded down.

    >>> loss_allowed(1000, 0.02), loss_allowed(149, 0.02)
    (20, 2)
    """
    from fractions import Fraction

    return math.floor(best * Fraction(repr(float(share))))
