"""Brokerage: equal to NetworkX to 1e-9 where exact, within its bounds where sampled."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph_service.analysis import betweenness as paths
from graph_service.analysis import structural_holes as sparse
from graph_service.analysis.betweenness import affordable_betweenness, betweenness, depth
from graph_service.analysis.measure import Course
from graph_service.analysis.measures import brokerage
from graph_service.analysis.structural_holes import structural_holes
from tests.analysis.networks import network_of, values

GRAPHS = {
    "karate": nx.karate_club_graph(),
    "les miserables": nx.les_miserables_graph(),
    "sparse, in parts": nx.gnp_random_graph(120, 0.02, seed=2),
    "dense": nx.gnp_random_graph(50, 0.4, seed=3),
    "path": nx.path_graph(40),
    "star": nx.star_graph(70),
    "hubs": nx.barabasi_albert_graph(150, 3, seed=4),
}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
@pytest.mark.parametrize("threads", [1, 2])
def test_betweenness_is_what_networkx_says(graph: nx.Graph[int], threads: int) -> None:
    found = betweenness(network_of(graph), threads=threads)
    assert found.values.tolist() == pytest.approx(list(nx.betweenness_centrality(graph).values()), abs=1e-9)
    assert found.errors.tolist() == [0.0] * len(graph)


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_betweenness_from_some_sources_is_what_networkx_says_of_these(graph: nx.Graph[int]) -> None:
    network, nodes = network_of(graph), list(graph)
    sources = np.arange(0, len(nodes), 3)
    expected = nx.betweenness_centrality_subset(graph, [nodes[place] for place in sources], nodes)
    pairs = len(sources) / len(nodes) * (len(nodes) - 1) * (len(nodes) - 2) / 2
    found = betweenness(network, sources).values * pairs
    assert found.tolist() == pytest.approx(list(expected.values()), abs=1e-9)


def test_blocks_wide_and_narrow_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(GRAPHS["hubs"])
    expected = betweenness(network).values
    monkeypatch.setattr(paths, "LARGE", 10)
    monkeypatch.setattr(paths, "FEW", 0.9)
    assert betweenness(network).values.tolist() == pytest.approx(expected.tolist(), abs=1e-12)


@pytest.mark.parametrize("deep", [False, True])
def test_sampled_intervals_hold_the_exact_values_nearly_always(deep: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(nx.barabasi_albert_graph(400, 3, seed=1))
    exact = betweenness(network).values
    if deep:
        monkeypatch.setattr(paths, "DEEP", 0)
    monkeypatch.setattr(paths, "FEWEST", 100)
    top = np.argsort(-exact)[:20]
    inside: list[bool] = []
    for seed in range(20):
        found = affordable_betweenness(network, seed, 0.0)
        assert (found.sources, found.sampled) == (100, True)
        inside += (np.abs(found.values - exact) <= found.errors)[top].tolist()
        assert np.abs(found.values - exact).max() <= found.bound
    assert np.mean(inside) > 0.88


def test_sources_follow_from_the_time_and_the_seed() -> None:
    network = network_of(nx.gnm_random_graph(300, 900, seed=1))
    for seconds in (None, 1_000.0):
        assert not affordable_betweenness(network, 1, seconds).sampled
    few, again, other = (affordable_betweenness(network, seed, 0.0) for seed in (1, 1, 2))
    assert few.sources == 16
    assert few.values.tolist() == again.values.tolist()
    assert few.values.tolist() != other.values.tolist()


@pytest.mark.parametrize("graph", [nx.path_graph(150), nx.disjoint_union(nx.path_graph(120), nx.star_graph(200))])
def test_deep_networks_have_the_same_betweenness(graph: nx.Graph[int]) -> None:
    network = network_of(graph)
    assert depth(network) == paths.DEEP + 1
    found = affordable_betweenness(network, 1, None)
    assert found.values.tolist() == pytest.approx(list(nx.betweenness_centrality(graph).values()), abs=1e-9)
    assert found.sampled is False
    sampled = affordable_betweenness(network, 1, 0.0)
    assert sampled.sources == 20
    assert sampled.values.tolist() == affordable_betweenness(network, 1, 0.0).values.tolist()


def test_depth_is_that_of_the_deepest_component() -> None:
    assert depth(network_of(nx.star_graph(5))) == 1
    assert depth(network_of(nx.disjoint_union(nx.star_graph(5), nx.cycle_graph(9)))) == 4
    assert depth(network_of(nx.empty_graph(3))) == 0


def test_large_networks_are_estimated_to_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(nx.barabasi_albert_graph(500, 3, seed=1))
    small = affordable_betweenness(network, 1, 0.006).sources
    monkeypatch.setattr(paths, "LARGE", 10)
    assert 16 < affordable_betweenness(network, 1, 0.006).sources < small


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
@pytest.mark.parametrize("dense", [0, 2_000])
def test_constraint_and_effective_size_are_what_networkx_says(
    graph: nx.Graph[int], dense: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparse, "BLOCK", 500)
    monkeypatch.setattr(sparse, "DENSE", dense)
    found = structural_holes(network_of(graph), threads=3)
    assert found.constraint.tolist() == pytest.approx(list(nx.constraint(graph).values()), abs=1e-9, nan_ok=True)
    expected = nx.effective_size(graph, nodes=list(graph))
    assert found.effective_size.tolist() == pytest.approx(list(expected.values()), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", ["karate", "les miserables"])
def test_weighted_holes_are_what_networkx_says(name: str) -> None:
    graph = GRAPHS[name]
    network = network_of(graph, weight="weight")
    found = structural_holes(network)
    expected = nx.constraint(graph, weight="weight")
    assert found.constraint.tolist() == pytest.approx(list(expected.values()), abs=1e-9)
    expected = nx.effective_size(graph, nodes=list(graph), weight="weight")
    assert found.effective_size.tolist() == pytest.approx(list(expected.values()), abs=1e-9)
    plain = structural_holes(network, weighted=False)
    assert plain.constraint.tolist() == pytest.approx(list(nx.constraint(graph).values()), abs=1e-9)


def test_holes_of_chosen_nodes_are_those_of_all() -> None:
    network = network_of(GRAPHS["hubs"])
    every, some = structural_holes(network), structural_holes(network, np.array([3, 77, 149]))
    assert some.constraint.tolist() == every.constraint[[3, 77, 149]].tolist()
    assert some.effective_size.tolist() == every.effective_size[[3, 77, 149]].tolist()


def test_nodes_of_one_edge_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparse, "DENSE", 0)
    assert sparse.work(network_of(nx.star_graph(50))).sum() == 0
    assert sparse.work(network_of(nx.complete_graph(4))).tolist() == [9, 9, 9, 9]


def test_a_star_is_as_central_as_can_be_and_a_ring_is_not() -> None:
    assert brokerage.centralization(betweenness(network_of(nx.star_graph(5))).values) == pytest.approx(1.0)
    assert brokerage.centralization(betweenness(network_of(nx.cycle_graph(6))).values) == pytest.approx(0.0)
    assert brokerage.centralization(np.zeros(2)) is None


def test_the_report_is_exact_when_there_is_time() -> None:
    graph = GRAPHS["sparse, in parts"]
    findings = brokerage.brokered(network_of(graph), Course(seconds=60.0))
    assert {number.method for number in findings.numbers} == {"exact"}
    found = {number.name: number for number in findings.numbers}
    joined = [node for node in graph if graph.degree(node)]
    constraint = nx.constraint(graph)
    assert found["constraint_mean"].value == pytest.approx(np.mean([constraint[node] for node in joined]))
    assert found["constraint_mean"].coverage == len(joined) / len(graph)
    table = findings.tables["brokerage"]
    assert table["constraint"].null_count() == table["efficiency"].null_count() == len(graph) - len(joined)


def test_the_report_samples_when_time_is_short_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokerage, "FEWEST", 100)
    network = network_of(nx.barabasi_albert_graph(1_000, 3, seed=1))
    exact, sampled = (brokerage.brokered(network, Course(seconds=seconds)) for seconds in (None, 1e-6))
    for one, number in zip(exact.numbers, sampled.numbers, strict=True):
        assert number.method == "sampled"
        assert number.seed == 1
        if number.error is not None and number.name != "betweenness_max":
            assert number.value == pytest.approx(one.value, abs=2 * number.error)
    assert sampled.tables["brokerage"]["constraint"].null_count() == 900
    assert sampled.numbers == brokerage.brokered(network, Course(seconds=1e-6)).numbers


@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(4), nx.path_graph(2)])
def test_networks_too_small_for_brokers_are_told_with_a_note(graph: nx.Graph[int]) -> None:
    for number in brokerage.brokered(network_of(graph), Course(seconds=1.0)).numbers:
        assert (number.value is None) == (number.note is not None)


def test_an_isolated_triangle_has_the_values_of_the_textbook() -> None:
    found = values(brokerage.brokered(network_of(nx.complete_graph(3)), Course()))
    assert found["effective_size_mean"] == pytest.approx(1.0)
    assert found["efficiency_mean"] == pytest.approx(0.5)
    assert found["constraint_mean"] == pytest.approx(2 * (0.5 + 0.25) ** 2)
