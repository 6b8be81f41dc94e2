"""The evaluation: measures as NetworkX has them, metrics as they are defined, and nothing known of the future."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, cast

import networkx as nx
import numpy as np
import pytest

from graph_service.connections.ties import Context, ContextKind, Period, TieNumbers, Ties, combined
from graph_service.suggestions.evaluation import METRICS, Ranking, Trial, first_shown, measured
from graph_service.suggestions.history import KINDS, UNKNOWN, History, Life, before, history_of, shared
from graph_service.suggestions.networks import Pairs, network_of, wedges_of
from graph_service.suggestions.rankers import (
    RANKERS,
    compared,
    deployed_values,
    material_of,
    random_split,
    time_split,
)
from graph_service.suggestions.scoring import freshness

NOW = 2026 * 12
TIES = Ties(TieNumbers(), NOW)


def history_from(graph: nx.Graph[int], since: dict[Any, int] | None = None) -> History:
    edges = sorted(tuple(sorted(edge)) for edge in graph.edges)
    months = np.array([(since or {}).get(edge, UNKNOWN) for edge in edges], dtype=np.int64)
    a, b = np.array(edges, dtype=np.int64).T
    people = graph.number_of_nodes()
    return history_of([])._replace(
        ids=[str(one) for one in range(people)], a=a, b=b, since=months, intake=np.full(people, UNKNOWN)
    )


def clustered(seed: int = 1) -> nx.Graph[int]:
    return cast("nx.Graph[int]", nx.powerlaw_cluster_graph(150, 5, 0.8, seed=seed))


def test_measures_are_those_of_networkx() -> None:
    graph = clustered()
    history = history_from(graph)
    wedges = wedges_of(network_of(150, history.a, history.b), np.arange(150))
    pairs = list(zip(wedges.pairs.one.tolist(), wedges.pairs.other.tolist(), strict=True))
    for ours, theirs in (
        (wedges.resource_allocation, nx.resource_allocation_index(graph, pairs)),
        (wedges.adamic_adar, nx.adamic_adar_index(graph, pairs)),
        (wedges.fresh, nx.resource_allocation_index(graph, pairs)),
    ):
        assert np.allclose(ours, [score for _, _, score in theirs])
    assert wedges.common.tolist() == [len(list(nx.common_neighbors(graph, a, b))) for a, b in pairs]
    assert set(pairs) == {
        (a, b) for a in graph for b, d in nx.single_source_shortest_path_length(graph, a, 2).items() if d == 2
    }


@pytest.mark.parametrize("graph", [clustered(2), nx.relaxed_caveman_graph(20, 8, 0.2, seed=1)], ids=["power", "caves"])
def test_on_bare_edges_the_deployed_ranker_is_not_below_resource_allocation(graph: nx.Graph[int]) -> None:
    rankers = compared(history_from(graph), TIES, "random", 0.1, 3)["rankers"]
    for metric in ("auc_d2", "p_at_10", "hit_at_10", "mrr_at_10"):
        assert rankers["deployed"][metric] >= rankers["resource_allocation"][metric] - 2e-3
    assert rankers["deployed"]["auc_d2"] >= rankers["resource_allocation"]["auc_d2"]


def test_metrics_are_what_they_are_defined_as() -> None:
    people = 40
    draw = np.random.default_rng(3)
    keys = np.unique(draw.integers(0, people * people, 700))
    keys = keys[keys // people != keys % people]
    ranking = Ranking(Pairs(keys, people), draw.integers(0, 6, len(keys)).astype(float))
    held = np.sort(draw.choice(keys, 60, replace=False))
    negatives = np.setdiff1d(keys, held)
    found = measured(ranking, Trial(np.arange(people), Pairs(held, people), Pairs(negatives, people), 1))
    score = dict(zip(keys.tolist(), ranking.scores.tolist(), strict=True))
    pairs = [(score[a], score[b]) for a in held.tolist() for b in negatives.tolist()]
    assert math.isclose(found["auc_d2"], np.mean([(a > b) + (a == b) / 2 for a, b in pairs]))
    shown = first_shown(ranking, 1)
    lists: dict[int, list[int]] = {}
    for row, one, place in zip(shown.row.tolist(), shown.one.tolist(), shown.place.tolist(), strict=True):
        lists.setdefault(one, []).append(int(keys[row]))
        assert place == len(lists[one]) <= 10
    hits = {one: [key in set(held.tolist()) for key in lists.get(one, [])] for one in set((held // people).tolist())}
    assert math.isclose(found["p_at_10"], np.mean([sum(hit) / 10 for hit in hits.values()]))
    assert math.isclose(found["hit_at_10"], np.mean([any(hit) for hit in hits.values()]))
    assert math.isclose(
        found["mrr_at_10"], np.mean([1 / (hit.index(True) + 1) if any(hit) else 0 for hit in hits.values()])
    )


def test_every_ranker_has_every_metric_with_its_deviation() -> None:
    result = compared(history_from(clustered()), TIES, "random", 0.2, 2)
    assert set(result["rankers"]) == set(RANKERS)
    for figures in result["rankers"].values():
        assert set(figures) == {*METRICS, *(f"{metric}_sd" for metric in METRICS)}


def lives() -> list[Life]:
    """Forty people in two cohorts, at three employers, at events and in a group, over some years."""
    draw = np.random.default_rng(5)
    start = NOW - 120
    made: list[Life] = []
    for number in range(40):
        began = start + int(draw.integers(0, 100))
        times: list[Any] = [
            ("cohort", f"c{number % 2}", start + 40 + 12 * (number % 2), start + 12 * (number % 2), None, False),
            ("employer", f"e{number % 3}", None, began, began + int(draw.integers(1, 40)), False),
            ("event", f"v{number % 4}", start + 24 * (number % 4 + 1), None, None, True),
            ("group", "g", None, began + 3, None, True),
        ]
        friends = [
            (f"p{other:02}", start + int(draw.integers(0, 119))) for other in range(number) if draw.random() < 0.3
        ]
        homes = [(f"h{number % 3}", began, None, True)]
        made.append(Life(f"p{number:02}", friends, times, homes, [("i", began, None, True)], [2016 + number % 2]))
    return made


def values_of(history: History, moment: int) -> list[Any]:
    training = time_split(history, 0.2)
    assert training.moment == moment
    pairs, values, adamic_adar = deployed_values(material_of(training, TIES, 0))
    return [pairs.keys.tolist(), {name: column.tolist() for name, column in values.items()}, adamic_adar.tolist()]


def test_no_feature_looks_at_the_future_or_at_what_is_held_back() -> None:
    history = history_of(lives())
    moment = time_split(history, 0.2).moment
    later = history.since >= moment
    assert later.sum() > 20
    # Other people come together later than before, and everything else that begins or ends later is other as well.
    shuffled = np.random.default_rng(1).permutation(np.flatnonzero(later))
    b = history.b.copy()
    b[later] = (history.a[shuffled] + 1 + np.arange(later.sum())) % history.people
    stays = {}
    for kind, table in history.stays.items():
        first = np.where(table.first >= moment, table.first + 5, table.first)
        last = np.where(table.last >= moment, table.last + 7, table.last)
        month = np.where(table.month >= moment, table.month + 3, table.month)
        where = np.where((table.first >= moment) | (table.month >= moment) & (kind == "event"), 0, table.where)
        stays[kind] = table._replace(first=first, last=last, month=month, where=where)
    changed = history._replace(b=b, stays=stays)
    assert values_of(changed, moment) == values_of(history, moment)


def test_a_history_before_a_moment_has_nothing_of_later() -> None:
    moment = NOW - 60
    past = before(history_of(lives()), moment)
    assert (past.since < moment).all()
    for table in past.stays.values():
        assert (table.first < moment).all()
        assert (table.last < moment).all()
    assert not set(random_split(past, 0.1, 1, NOW).held_out.keys.tolist()) & set(
        network_of(40, past.a[:0], past.b[:0]).keys.tolist()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ties_of_many_pairs_are_those_of_each(kind: ContextKind) -> None:
    people = lives()
    known = shared(history_of(people), kind, TIES)
    told = dict(zip(known.pairs.keys.tolist(), known.strength.tolist(), strict=True))
    for i, one in enumerate(people):
        for j, other in enumerate(people):
            if i != j:
                assert math.isclose(told.get(i * 40 + j, 0.0), plain(kind, one, other, people), abs_tol=1e-12)


def plain(kind: ContextKind, one: Life, other: Life, people: list[Life]) -> float:
    parts: list[float] = []
    for time in one.times:
        for theirs in other.times:
            if time[0] == theirs[0] == kind and time[1] == theirs[1]:
                size = sum(any(held[1] == time[1] for held in life.times) for life in people)
                piece = TIES.in_context(
                    Context(kind, time[1], size, time[2]), [Period(*time[3:])], [Period(*theirs[3:])]
                )
                began = time[2] if kind == "event" else max(time[3] or 0, theirs[3] or 0)
                parts.append(piece.strength * freshness(float(NOW - (began or 0))) if piece else 0.0)
    return combined(parts)


def test_a_larger_context_than_the_cap_ties_nobody() -> None:
    ties = Ties(replace(TieNumbers(), size_cap=10), NOW)
    assert not len(shared(history_of(lives()), "group", ties).pairs.keys)
