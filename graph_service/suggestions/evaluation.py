"""How good a ranking of people is: some of what is known is held back, and it is seen whether it would be suggested.

A ranker gives each pair of its candidates a score; it is asked for everybody, and its first ten for each person count.

auc_d2         the chance that two people whose connection was held back score more than two who are not connected and
               are two steps apart in what was left. Only those: nearly everything tells friends from people who are far
               from each other (plain AUC is .99 for all rankers). Equal scores count half; pairs that the ranker does
               not propose at all score lowest.
p_at_10        of ten shown to a person, the part that was held back; the mean over everybody of whom something was.
hit_at_10      the part of these people of whom at least one held-back connection is among the ten.
mrr_at_10      the mean of 1/position of the first one that is, 0 when none is.
coverage       the part of everybody who is suggested anybody.
exposure_gini  how unequally people are shown: the Gini coefficient of how often each is among somebody's ten, 0 when
               all are shown equally often.

People with equal scores are put into an order drawn by lot for each seed, so that no ranker gains by an order of ids.
Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from graph_service.suggestions.networks import Floats, Ints, Pairs, contained

SHOWN = 10
METRICS = ("auc_d2", "p_at_10", "hit_at_10", "mrr_at_10", "coverage", "exposure_gini")
_HASH = np.uint64(0x9E3779B97F4A7C15)


class Ranking(NamedTuple):
    """What a ranker proposes: pairs, and the score of each, the higher the better."""

    pairs: Pairs
    scores: Floats


class Trial(NamedTuple):
    """What rankings are held to.

    `whose`: the people to whom somebody is suggested. `held_out`: the ordered pairs that were held back. `negatives`:
    those two steps apart who are not connected, held back or not.
    """

    whose: Ints
    held_out: Pairs
    negatives: Pairs
    seed: int


def measured(ranking: Ranking, test: Trial) -> dict[str, float]:
    """All metrics of one ranking."""
    shown = first_shown(ranking, test.seed)
    keys = ranking.pairs.keys[shown.row]
    hit = contained(test.held_out.keys, keys)
    people = ranking.pairs.people
    asked = np.unique(test.held_out.one)
    hits = np.bincount(shown.one[hit], minlength=people)[asked]
    first = np.zeros(people)
    np.maximum.at(first, shown.one[hit], 1 / shown.place[hit])
    return {
        "auc_d2": _auc(ranking, test),
        "p_at_10": float(np.mean(hits / SHOWN)) if len(asked) else 0.0,
        "hit_at_10": float(np.mean(hits > 0)) if len(asked) else 0.0,
        "mrr_at_10": float(np.mean(first[asked])) if len(asked) else 0.0,
        "coverage": len(np.unique(shown.one)) / max(len(test.whose), 1),
        "exposure_gini": gini(np.bincount(keys % people, minlength=people).astype(np.float64)),
    }


class Shown(NamedTuple):
    """Those who are shown: the row of each in the ranking, to whom, and at which place from 1."""

    row: Ints
    one: Ints
    place: Ints


def first_shown(ranking: Ranking, seed: int) -> Shown:
    """The first ten of everybody."""
    rows = _highest(ranking)
    ones = ranking.pairs.keys[rows] // ranking.pairs.people
    rows = rows[np.lexsort((lots(ranking.pairs.keys[rows], seed), -ranking.scores[rows], ones))]
    one = ranking.pairs.keys[rows] // ranking.pairs.people
    places = np.arange(len(rows), dtype=np.int64) - np.searchsorted(one, one) + 1
    among = places <= SHOWN
    return Shown(rows[among], one[among], places[among])


def _highest(ranking: Ranking) -> Ints:
    """The rows that can be among the first ten of somebody: no worse than the tenth. Sorting all would take longer."""
    one = ranking.pairs.one
    starts = np.flatnonzero(np.diff(one, prepend=-1))
    kept: list[Ints] = [np.zeros(0, dtype=np.int64)]
    for start, end in zip(starts.tolist(), np.append(starts, len(one))[1:].tolist(), strict=True):
        scores = ranking.scores[start:end]
        least = np.partition(scores, -SHOWN)[-SHOWN] if len(scores) > SHOWN else -np.inf
        kept.append(np.flatnonzero(scores >= least) + start)
    return np.concatenate(kept)


def lots(keys: Ints, seed: int) -> Ints:
    """A number for each pair that looks drawn by lot, and is the same whenever the seed is."""
    mixed = (keys.astype(np.uint64) + np.uint64((seed + 1) * 0xD1B54A32D192ED03 % 2**64)) * _HASH
    mixed ^= mixed >> np.uint64(29)
    return ((mixed * _HASH) >> np.uint64(34)).astype(np.int64)


def gini(counts: Floats) -> float:
    """The Gini coefficient of these counts: 0 when they are all equal, towards 1 when one has everything.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 1.0]))
    (0.0, 0.5)
    """
    total = counts.sum()
    if total == 0:
        return 0.0
    ranks = np.arange(1, len(counts) + 1)
    return float((2 * ranks - len(counts) - 1) @ np.sort(counts) / (len(counts) * total))


def _auc(ranking: Ranking, test: Trial) -> float:
    if not len(test.held_out.keys) or not len(test.negatives.keys):
        return 0.5
    negatives = np.sort(_scores_of(ranking, test.negatives))
    positives = _scores_of(ranking, test.held_out)
    below = np.searchsorted(negatives, positives, side="left")
    not_above = np.searchsorted(negatives, positives, side="right")
    return float(np.mean((below + not_above) / 2) / len(negatives))


def _scores_of(ranking: Ranking, pairs: Pairs) -> Floats:
    keys = ranking.pairs.keys
    if not len(keys):
        return np.full(len(pairs.keys), -np.inf)
    at = np.minimum(np.searchsorted(keys, pairs.keys), len(keys) - 1)
    return np.where(keys[at] == pairs.keys, ranking.scores[at], -np.inf)


def summarized(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each metric over the seeds, and beside it, as `…_sd`, its standard deviation.

    >>> summarized([{"auc_d2": 0.5}, {"auc_d2": 0.75}])
    {'auc_d2': 0.625, 'auc_d2_sd': 0.125}
    """
    summary: dict[str, float] = {}
    for metric in runs[0]:
        values = np.array([run[metric] for run in runs])
        summary[metric] = round(float(values.mean()), 6)
        summary[f"{metric}_sd"] = round(float(values.std()), 6)
    return summary
