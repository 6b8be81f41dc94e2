"""A round that was solved, from what the graph keeps of it, and what it would cost to override it.

Somebody waits for the answer, in a process that has only just started: so this needs little that takes time to load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from graph_service.mentoring import matching
from graph_service.programmes.tasks import NOT_ALLOWED, Ids, Packed


def what_if(packed: Packed, force: Iterable[Ids], forbid: Iterable[Ids]) -> dict[str, Any]:
    """What it would cost to force and to forbid these pairs (mentee, mentor). Raises what matching.what_if raises."""
    change = matching.what_if(round_of(packed), _draft_of(packed), force=frozenset(force), forbid=frozenset(forbid))
    return {
        "before": change.before._asdict(),
        "after": change.after._asdict(),
        "cost": change.before.total - change.after.total,
        "moved": [move._asdict() for move in change.moved],
    }


def _draft_of(packed: Packed) -> matching.Draft:
    """The draft that stands, as far as a what-if compares with it."""
    scores = [score for _, _, score in packed.chosen]
    return matching.Draft(
        pairs=tuple(matching.Pair(*pair) for pair in packed.chosen),
        placed=len(scores),
        total=sum(scores),
        worst=min(scores, default=None),
        best_total=sum(scores),
        upper_bound=sum(scores),
        optimal=True,
        blocking_pairs=packed.blocking_pairs,
        favours=None,
        unplaced=(),
        minimums_missed=(),
        stages=(),
        seconds=0.0,
    )


def round_of(packed: Packed) -> matching.Round:
    """The round as the solver takes it."""
    pairs = np.argwhere(packed.scores != NOT_ALLOWED).astype(np.int32)
    mentees, mentors = frozenset(packed.mentees), frozenset(packed.mentors)
    return matching.Round(
        mentees=packed.mentees,
        mentors=tuple(
            matching.Places(one, places.capacity, places.minimum, places.topics)
            for one in packed.mentors
            for places in [packed.places[one]]
        ),
        pairs=pairs,
        scores=packed.scores[pairs[:, 0], pairs[:, 1]],
        mentee_topics=packed.topics,
        mentee_preferences=_known(packed.shortlists, mentees, mentors),
        mentor_preferences=_known(packed.shortlists, mentors, mentees),
        locks=packed.locks,
        forbids=packed.forbids,
        previous=packed.previous,
        mode=matching.Mode(packed.mode),
        max_total_loss=packed.max_total_loss,
        salt=packed.salt,
    )


def _known(
    shortlists: Mapping[str, tuple[str, ...]], of: frozenset[str], others: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    return {one: tuple(who for who in wanted if who in others) for one, wanted in shortlists.items() if one in of}
