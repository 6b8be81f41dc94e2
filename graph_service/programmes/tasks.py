"""What a round is computed from, and what came out, as data that travels to another process and into the graph.

The graph keeps what a round was computed from, packed: so a question about it is answered on the very numbers of the
round, whatever people changed since, and its digest names the configuration of a report.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.weights import Pool, Rules, Weights

Ids = tuple[str, str]
NOT_ALLOWED = -1
Progress = Callable[[float, str], None]
"""Is told which share of a round is behind it, 0 to 1, and what is being done."""


class LockImpossible(ValueError):
    """Staff locked a pair that may not be made whatever staff want; the text names it and says why."""


@dataclass(frozen=True)
class MentorPlaces:
    """A mentor's places: all, at least, and at most for a topic."""

    capacity: int
    minimum: int = 0
    topics: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True)
class SolveTask:
    """Everything that a round is computed from. Pairs are (mentee, mentor).

    `bound` are pairs that stay as they are with the score they had; `locks` those that staff want, `forbids` those that
    they do not.
    """

    mentees: tuple[Profile, ...]
    mentors: tuple[Profile, ...]
    places: Mapping[str, MentorPlaces]
    topics: Mapping[str, str]
    pool: Pool
    weights: Weights
    rules: Rules
    bound: Mapping[Ids, int]
    locks: frozenset[Ids]
    forbids: frozenset[Ids]
    previous: frozenset[Ids]
    mode: str
    max_total_loss: float
    salt: str


@dataclass(frozen=True)
class Solved:
    """What came out of a round: pairs, numbers as the graph keeps them, and what it was computed from, packed."""

    pairs: tuple[tuple[str, str, int], ...]
    values: dict[str, Any]
    packed: bytes


@dataclass(frozen=True)
class WhatIfTask:
    """A what-if on a round that was solved."""

    packed: bytes
    force: tuple[Ids, ...]
    forbid: tuple[Ids, ...]


@dataclass(frozen=True)
class Refused:
    """The task could not be done, and why: what was wrong and what to do."""

    told: str


@dataclass(frozen=True)
class Packed:
    """What a round was computed from, as the graph keeps it.

    `scores` has the shape (mentees, mentors), NOT_ALLOWED where a pair is not; `chosen` are the pairs of the round.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    scores: NDArray[np.int16]
    places: Mapping[str, MentorPlaces]
    topics: Mapping[str, str]
    shortlists: Mapping[str, tuple[str, ...]]
    locks: frozenset[Ids]
    forbids: frozenset[Ids]
    previous: frozenset[Ids]
    chosen: tuple[tuple[str, str, int], ...]
    mode: str
    max_total_loss: float
    salt: str
    blocking_pairs: int = 0


def pack(what: Packed) -> bytes:
    """It as bytes: a line of JSON, then the scores, compressed."""
    head = {
        "mentees": what.mentees,
        "mentors": what.mentors,
        "places": {one: [of.capacity, of.minimum, dict(of.topics)] for one, of in sorted(what.places.items())},
        "topics": dict(sorted(what.topics.items())),
        "shortlists": dict(sorted(what.shortlists.items())),
        "locks": sorted(what.locks),
        "forbids": sorted(what.forbids),
        "previous": sorted(what.previous),
        "chosen": what.chosen,
        "mode": what.mode,
        "max_total_loss": what.max_total_loss,
        "salt": what.salt,
        "blocking_pairs": what.blocking_pairs,
    }
    stream = io.BytesIO()
    stream.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    stream.write(np.ascontiguousarray(what.scores, dtype="<i2").tobytes())
    return zlib.compress(stream.getvalue(), 1)


def unpack(packed: bytes) -> Packed:
    """What was packed."""
    text, _, scores = zlib.decompress(packed).partition(b"\n")
    head = json.loads(text)
    mentees, mentors = tuple(head["mentees"]), tuple(head["mentors"])
    return Packed(
        mentees=mentees,
        mentors=mentors,
        scores=np.frombuffer(scores, dtype="<i2").reshape(len(mentees), len(mentors)).astype(np.int16),
        places={one: MentorPlaces(*of) for one, of in head["places"].items()},
        topics=head["topics"],
        shortlists={one: tuple(wanted) for one, wanted in head["shortlists"].items()},
        locks=_pairs(head["locks"]),
        forbids=_pairs(head["forbids"]),
        previous=_pairs(head["previous"]),
        chosen=tuple((mentee, mentor, score) for mentee, mentor, score in head["chosen"]),
        mode=head["mode"],
        max_total_loss=head["max_total_loss"],
        salt=head["salt"],
        blocking_pairs=head["blocking_pairs"],
    )


def configuration(packed: bytes) -> str:
    """The digest that names what a round was computed from: equal for equal rounds, in any process."""
    return hashlib.sha256(zlib.decompress(packed)).hexdigest()


def _pairs(of: list[list[str]]) -> frozenset[Ids]:
    return frozenset((mentee, mentor) for mentee, mentor in of)
