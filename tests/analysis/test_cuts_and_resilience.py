"""Cut points, bridges and what is left when people leave: held to NetworkX, and to taking nodes out one by one."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph_service.analysis.measure import Course
from graph_service.analysis.measures import cutpoints, resilience
from graph_service.analysis.measures.resilience import SHARES, by_value, largest_shares, robustness
from tests.analysis.networks import network_of, values

GRAPHS = {
    "tree": nx.balanced_tree(2, 4),
    "sparse, in parts": nx.gnp_random_graph(100, 0.02, seed=1),
    "ring": nx.cycle_graph(12),
    "barbell": nx.barbell_graph(5, 2),
    "pair": nx.path_graph(2),
    "no edges": nx.empty_graph(4),
    "nothing": nx.empty_graph(0),
}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)
def test_cut_points_and_bridges_are_what_networkx_says(graph: nx.Graph[int]) -> None:
    network, nodes = network_of(graph), list(graph)
    found = cutpoints.cuts(network)
    assert {nodes[place] for place in found.points} == set(nx.articulation_points(graph))
    assert found.points.tolist() == sorted(found.points.tolist())
    assert {frozenset(nodes[place] for place in edge) for edge in found.bridges} == set(
        map(frozenset, nx.bridges(graph))
    )
    assert found.bridges.tolist() == sorted(found.bridges.tolist())


def test_shares_and_tables_name_the_nodes() -> None:
    findings = cutpoints.cut(network_of(nx.path_graph(3)), Course())
    found = values(findings)
    assert (found["articulation_points"], found["bridges"]) == (1, 2)
    assert found["articulation_points_share"] == pytest.approx(1 / 3)
    assert found["bridges_share"] == 1.0
    assert findings.tables["articulation_points"].rows() == [("1", 2)]
    assert findings.tables["bridges"].rows() == [("0", "1"), ("1", "2")]


def test_without_nodes_or_edges_shares_are_not_defined() -> None:
    for graph in (nx.empty_graph(0), nx.empty_graph(2)):
        found = {number.name: number for number in cutpoints.cut(network_of(graph), Course()).numbers}
        assert found["bridges_share"].note == "There is no edge."
        assert found["bridges"].value == 0


def left(graph: nx.Graph[int], order: list[int], share: float) -> float:
    """The plain way: take them out, look for the largest component."""
    rest = graph.subgraph(order[round(share * len(order)) :])
    return max((len(part) for part in nx.connected_components(rest)), default=0) / len(order)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_is_what_taking_nodes_out_leaves(seed: int) -> None:
    graph = nx.gnm_random_graph(60, 90, seed=seed)
    order = np.random.default_rng(seed).permutation(60)
    shares = (0.5, 0.0, 0.1, 0.11, 0.33, 0.8, 1.0)
    expected = [left(graph, order.tolist(), share) for share in shares]
    assert largest_shares(network_of(graph), order, shares) == pytest.approx(expected)


def test_the_best_connected_leave_first_and_ties_go_by_position() -> None:
    network = network_of(nx.star_graph(3))
    assert by_value(network.degrees).tolist() == [0, 1, 2, 3]
    assert by_value(np.array([0.5, 2.0, 2.0])).tolist() == [1, 2, 0]


def test_a_star_falls_apart_when_its_middle_leaves_and_not_by_chance() -> None:
    network = network_of(nx.star_graph(99))
    found = values(resilience.withstood(network, Course()))
    assert found["resilience.degree.0.01"] == found["resilience.betweenness.0.01"] == 0.01
    assert found["resilience.random.0.01"] > 0.8
    assert found["resilience.random.robustness"] > found["resilience.degree.robustness"]


def test_a_complete_network_loses_only_those_who_leave() -> None:
    found = values(resilience.withstood(network_of(nx.complete_graph(100)), Course()))
    for strategy in ("random", "degree", "betweenness"):
        assert found[f"resilience.{strategy}.0.2"] == pytest.approx(0.8)
        assert found[f"resilience.{strategy}.robustness"] == pytest.approx(0.5)
    assert robustness([0.0], [1.0]) == 0.5


def test_the_curves_are_tables_and_the_same_for_the_same_seed() -> None:
    network = network_of(nx.gnm_random_graph(80, 100, seed=1))
    one, again, other = (resilience.withstood(network, Course(seed=seed)) for seed in (1, 1, 2))
    assert one.numbers == again.numbers
    assert one.tables["resilience"].equals(again.tables["resilience"])
    assert not one.tables["resilience"].equals(other.tables["resilience"])
    assert one.tables["resilience"].height == 3 * len(SHARES)


def test_little_time_means_fewer_draws_and_the_number_says_so() -> None:
    network = network_of(nx.gnm_random_graph(80, 100, seed=1))
    found = {number.name: number for number in resilience.withstood(network, Course(seconds=1e-6)).numbers}
    assert found["resilience.random.0.1"].parameters["draws"] == 2
    assert found["resilience.random.0.1"].method == "sampled"
    assert found["resilience.betweenness.0.1"].parameters["sources"] == 16
    assert found["resilience.betweenness.0.1"].method == found["resilience.betweenness.robustness"].method == "sampled"
    assert found["resilience.degree.0.1"].method == "exact"


def test_nobody_cannot_leave() -> None:
    network = network_of(nx.empty_graph(0))
    assert resilience.withstood(network, Course()).numbers[0].note == "There is no node."
    assert largest_shares(network, np.zeros(0, dtype=np.int64)) == [0.0] * len(SHARES)
