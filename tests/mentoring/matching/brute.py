"""The textbook answer for tiny rounds: every placement there is, judged by the words of the aims and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from graph_service.mentoring.matching import Mode, Places, Round
from graph_service.mentoring.matching.lots import hashes, lots

Placement = tuple[str | None, ...]


def scores_of(asked: Round) -> dict[tuple[str, str], int]:
    """The score of each allowed pair."""
    return {
        (asked.mentees[mentee], asked.mentors[mentor].id): int(score)
        for (mentee, mentor), score in zip(asked.pairs.tolist(), asked.scores.tolist(), strict=True)
    }


def placements(asked: Round) -> Iterator[Placement]:
    """Every placement that the rules allow."""
    allowed = scores_of(asked)
    locked = dict(asked.locks)
    choices: list[list[str | None]] = []
    for mentee in asked.mentees:
        mine: list[str | None] = [own for (other, own) in allowed if other == mentee]
        mine = [own for own in mine if own is not None and (mentee, own) not in asked.forbids]
        choices.append([locked[mentee]] if mentee in locked else [None, *mine])
    for placement in product(*choices):
        if all(_fits(asked, placement, mentor) for mentor in asked.mentors):
            yield placement


def _fits(asked: Round, placement: Placement, mentor: Places) -> bool:
    here = [mentee for mentee, own in zip(asked.mentees, placement, strict=True) if own == mentor.id]
    topics = Counter(asked.mentee_topics.get(mentee) for mentee in here)
    return len(here) <= mentor.capacity and all(topics[topic] <= most for topic, most in mentor.topics.items())


def points(asked: Round, placement: Placement) -> list[int]:
    """The scores of the pairs, from the lowest up."""
    allowed = scores_of(asked)
    return sorted(allowed[mentee, own] for mentee, own in zip(asked.mentees, placement, strict=True) if own is not None)


def minimum_places(asked: Round, placement: Placement) -> int:
    """How many places of the minimums are taken."""
    loads = Counter(own for own in placement if own is not None)
    return sum(min(loads[mentor.id], mentor.minimum) for mentor in asked.mentors)


def unchanged(asked: Round, placement: Placement) -> int:
    """How many pairs of the draft before are kept."""
    return sum((mentee, own) in asked.previous for mentee, own in zip(asked.mentees, placement, strict=True))


def lot(asked: Round, placement: Placement) -> int:
    """The sum of the lots of the pairs that were not locked."""
    locked = dict(asked.locks)
    drawn = [(mentee, own) for mentee, own in zip(asked.mentees, placement, strict=True) if own is not None]
    drawn = [(mentee, own) for mentee, own in drawn if mentee not in locked]
    if not drawn:
        return 0
    mentees = hashes(asked.salt, "mentee", [mentee for mentee, _ in drawn])
    mentors = hashes(asked.salt, "mentor", [own for _, own in drawn])
    return int(lots(mentees, mentors).sum())


def _best(left: list[Placement], worth: Callable[[Placement], int]) -> list[Placement]:
    top = max(worth(placement) for placement in left)
    return [placement for placement in left if worth(placement) == top]


def best_placements(asked: Round) -> list[Placement]:
    """The results that are left at the end: by the aims of the round's mode, in their order."""
    left = list(placements(asked))

    def placed(one: Placement) -> int:
        return len(one) - one.count(None)

    def total(one: Placement) -> int:
        return sum(points(asked, one))

    def minimums(one: Placement) -> int:
        return minimum_places(asked, one)

    if asked.mode == Mode.SCORE:
        aims = [total, placed, minimums]
    elif asked.mode == Mode.PARTICIPATION:
        aims = [placed, minimums, total]
    else:
        aims = [placed, minimums]
    for aim in aims:
        left = _best(left, aim)
    if asked.mode == Mode.FAIR:
        left = _best(_fair(asked, left), total)
    left = _best(left, lambda one: unchanged(asked, one))
    return _best(left, lambda one: lot(asked, one))


def _fair(asked: Round, left: list[Placement]) -> list[Placement]:
    """Level by level from the bottom, the fewest pairs there, until the best total would be below the share."""
    loss = Fraction(repr(float(asked.max_total_loss)))
    most = max(sum(points(asked, one)) for one in left)
    for score in range(1001):
        fewest = min(points(asked, one).count(score) for one in left)
        narrower = [one for one in left if points(asked, one).count(score) == fewest]
        if max(sum(points(asked, one)) for one in narrower) < (1 - loss) * most:
            return left
        left = narrower
    return left


def draw_round(
    generator: np.random.Generator, mode: Mode, *, most: int = 5, top: int | None = None, rules: bool = True
) -> Round:
    """A tiny round with all that a round can have."""
    mentees = tuple(f"e{number}" for number in range(int(generator.integers(1, most + 1))))
    count = int(generator.integers(1, 5))
    top = int(generator.choice([1, 3, 10, 1000])) if top is None else top
    grid = [(a, b) for a in range(len(mentees)) for b in range(count) if generator.random() < 0.75]
    pairs = np.array(grid, dtype=np.int32).reshape(-1, 2)
    scores = generator.integers(0, top + 1, len(grid)).astype(np.int16)
    if generator.random() < 0.4:
        scores = (1000 - scores).astype(np.int16)
    mentors = tuple(_places(generator, number, rules=rules) for number in range(count))
    asked = Round(
        mentees,
        mentors,
        pairs,
        scores,
        mode=mode,
        max_total_loss=float(generator.choice([0.0, 0.02, 0.1, 0.3, 1.0])),
        salt=str(generator.integers(100)),
    )
    return _with_rules(generator, asked) if rules and grid else asked


def _places(generator: np.random.Generator, number: int, *, rules: bool) -> Places:
    capacity = int(generator.integers(0, 4))
    minimum = int(generator.integers(0, capacity + 1)) if rules and generator.random() < 0.4 else 0
    topics = {"x": int(generator.integers(0, 3))} if rules and generator.random() < 0.4 else {}
    if topics and generator.random() < 0.3:
        topics["y"] = int(generator.integers(0, 3))
    return Places(f"o{number}", capacity, minimum, topics)


def _with_rules(generator: np.random.Generator, asked: Round) -> Round:
    from dataclasses import replace

    ids = list(scores_of(asked))
    topics = {mentee: str(generator.choice(["x", "y"])) for mentee in asked.mentees if generator.random() < 0.5}
    previous = frozenset(pair for pair in ids if generator.random() < 0.2) if generator.random() < 0.5 else frozenset()
    forbids = frozenset(pair for pair in ids if generator.random() < 0.1)
    asked = replace(asked, mentee_topics=topics, previous=previous, forbids=forbids)
    if generator.random() < 0.4:
        wanted = ids[int(generator.integers(len(ids)))]
        locked = replace(asked, locks=frozenset({wanted}) - forbids)
        if any(True for _ in placements(locked)):
            asked = locked
    return asked
