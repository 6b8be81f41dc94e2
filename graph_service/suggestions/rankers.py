"""The ranker that is deployed and the common ones beside it, on arrays; and how a network is split to compare them.

deployed              `scoring`, exactly as the service ranks by it, with everything that was known before the split
common_neighbours     how many friends in common (Newman 2001)
jaccard               their part of all friends of both (Jaccard 1901; Liben-Nowell and Kleinberg 2007)
adamic_adar           sum of 1/log(degree) of the friends in common (Adamic and Adar 2003)
resource_allocation   sum of 1/degree of the friends in common (Zhou, Lü and Zhang 2009)
same_cohort           how many cohorts in common, for people who are not connected

Those of the network alone propose everybody at distance two. The deployed one and that by cohort propose besides those
with whom there is something in common. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from graph_service.connections.ties import ContextKind, Ties
from graph_service.suggestions import scoring
from graph_service.suggestions.evaluation import Ranking, Trial, measured, summarized
from graph_service.suggestions.history import (
    KINDS,
    UNKNOWN,
    History,
    Known,
    before,
    features,
    fresh_since,
    shared,
    there,
)
from graph_service.suggestions.networks import (
    Bools,
    Ints,
    Network,
    Pairs,
    Wedges,
    contained,
    looked_up,
    network_of,
    wedges_of,
)
from graph_service.suggestions.scoring import FeatureName

Split = Literal["random", "time"]
MOST_ASKED = 20_000
"""So many people are ranked for; of more, these are drawn by lot."""


class Training(NamedTuple):
    """What rankers may know, and what they are held to."""

    past: History
    held_out: Pairs
    moment: int
    left_out: int


def random_split(history: History, holdout: float, seed: int, now: int) -> Training:
    """That part of the connections held back, drawn by lot; everything else is known."""
    order = np.random.default_rng(seed).permutation(len(history.a))
    held = np.zeros(len(order), dtype=np.bool_)
    held[order[: round(len(order) * holdout)]] = True
    return _split(history, history, held, now, 0)


def time_split(history: History, holdout: float) -> Training:
    """That part of the connections, the latest, held back; only what began before the first of them is known.

    Connections without a date are in neither part. Those of people of whom nothing was known then are left out: nobody
    could have suggested them.
    """
    known = np.sort(history.since[history.since != UNKNOWN])
    if not len(known):
        raise ValueError("no connection has a date")
    moment = int(known[min(int(len(known) * (1 - holdout)), len(known) - 1)])
    past = before(history, moment)
    present = np.zeros(history.people, dtype=np.bool_)
    present[there(past)] = True
    later = history.since >= moment
    held = later & present[history.a] & present[history.b]
    return _split(history, past, held, moment, int(later.sum() - held.sum()))


def _split(history: History, past: History, held: Bools, moment: int, left_out: int) -> Training:
    people, a, b = history.people, history.a[held], history.b[held]
    if past is history:
        past = past._replace(a=history.a[~held], b=history.b[~held], since=history.since[~held])
    keys = np.sort(np.concatenate([a * people + b, b * people + a]))
    return Training(past, Pairs(keys, people), moment, left_out)


class Material(NamedTuple):
    """What rankers rank from."""

    past: History
    network: Network
    wedges: Wedges
    ties: Ties
    whose: Ints


def _by_friends(score: Callable[[Material], Any]) -> Callable[[Material], Ranking]:
    return lambda material: Ranking(material.wedges.pairs, score(material))


def _jaccard(material: Material) -> Any:
    pairs, common = material.wedges.pairs, material.wedges.common
    degrees = material.network.degrees
    return common / (degrees[pairs.one] + degrees[pairs.other] - common)


def _same_cohort(material: Material) -> Ranking:
    stays, people = material.past.stays["cohort"], material.past.people
    held = np.unique(stays.where * people + stays.person)
    cohorts = network_of(people + int(stays.where.max(initial=-1)) + 1, held % people, people + held // people)
    both = wedges_of(cohorts, material.whose)
    one, other = both.pairs.one, both.pairs.other
    kept = other < people
    pairs = Pairs((one * people + other)[kept], people)
    strangers = ~contained(material.network.keys, pairs.keys)
    return Ranking(Pairs(pairs.keys[strangers], people), both.common[kept][strangers])


def deployed(material: Material) -> Ranking:
    """The ranking that the service has."""
    pairs, values, adamic_adar = deployed_values(material)
    return Ranking(pairs, scoring.order_of(values, adamic_adar))


def deployed_values(material: Material) -> tuple[Pairs, dict[FeatureName, Any], Any]:
    """Everybody whom the service would look at, their features, and Adamic and Adar's measure."""
    wedges, people = material.wedges, material.past.people
    known: dict[ContextKind, Known] = {kind: shared(material.past, kind, material.ties) for kind in KINDS}
    keys = np.unique(np.concatenate([wedges.pairs.keys, *(one.pairs.keys for one in known.values())]))
    asked = np.zeros(people, dtype=np.bool_)
    asked[material.whose] = True
    keys = keys[~contained(material.network.keys, keys) & asked[keys // people]]
    pairs = Pairs(keys, people)
    values: dict[FeatureName, Any] = {"mutual": looked_up(pairs, wedges.pairs.keys, wedges.fresh)}
    values.update(features(material.past, pairs, known))
    return pairs, values, looked_up(pairs, wedges.pairs.keys, wedges.adamic_adar)


RANKERS: Mapping[str, Callable[[Material], Ranking]] = {
    "deployed": deployed,
    "resource_allocation": _by_friends(lambda material: material.wedges.resource_allocation),
    "adamic_adar": _by_friends(lambda material: material.wedges.adamic_adar),
    "common_neighbours": _by_friends(lambda material: material.wedges.common),
    "jaccard": _by_friends(_jaccard),
    "same_cohort": _same_cohort,
}


def material_of(training: Training, ties: Ties, seed: int) -> Material:
    """What the rankers are given for this split."""
    past = training.past
    dated = (past.since != UNKNOWN).any()
    weights = fresh_since(past.since, training.moment) if dated else None
    network = network_of(past.people, past.a, past.b, weights)
    whose = there(past)
    if len(whose) > MOST_ASKED:
        whose = np.sort(np.random.default_rng(seed).choice(whose, MOST_ASKED, replace=False))
    return Material(past, network, wedges_of(network, whose), Ties(ties.numbers, training.moment), whose)


def compared(history: History, ties: Ties, split: Split, holdout: float, seeds: int) -> dict[str, Any]:
    """Every ranker's metrics, means over the seeds with standard deviations beside, and what was split how."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in RANKERS}
    about: dict[str, Any] = {}
    for seed in range(seeds):
        training = random_split(history, holdout, seed, ties.now) if split == "random" else time_split(history, holdout)
        material = material_of(training, ties, seed)
        test = _test_of(training, material, seed)
        for name, ranker in RANKERS.items():
            runs[name].append(measured(ranker(material), test))
        about = _about(training, material, test)
    return {"rankers": {name: summarized(each) for name, each in runs.items()}, **about}


def _test_of(training: Training, material: Material, seed: int) -> Trial:
    people = training.held_out.people
    held = training.held_out.keys
    asked = np.zeros(people, dtype=np.bool_)
    asked[material.whose] = True
    held = held[asked[held // people]]
    far = material.wedges.pairs.keys
    return Trial(material.whose, Pairs(held, people), Pairs(far[~contained(held, far)], people), seed)


def _about(training: Training, material: Material, test: Trial) -> dict[str, Any]:
    return {
        "people": len(material.whose),
        "people_with_held_out": len(np.unique(test.held_out.one)),
        "connections_known": len(training.past.a),
        "connections_held_out": len(training.held_out.keys) // 2,
        "connections_left_out": training.left_out,
    }
