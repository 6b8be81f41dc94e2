"""Partitions compared: held to values computed by hand, to NetworkX."""

from __future__ import annotations

from math import log

import networkx as nx
import numpy as np
import pytest

from graph_service.analysis.partitions import adjusted_rand, by_size, modularity, normalised_mutual_information
from tests.analysis.networks import network_of


def array(*groups: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(groups, dtype=np.int64)


def test_the_adjusted_rand_index_is_what_a_hand_computes() -> None:
    # 6 nodes, 3 + 3 against 2 + 2 + 2: cells 2, 1, 1, 2, pairs 1 + 1 = 2; 6 pairs, 3 pairs, 15 in all.
    one, other = array(0, 0, 0, 1, 1, 1), array(0, 0, 1, 1, 2, 2)
    expected = 6 * 3 / 15
    assert adjusted_rand(one, other) == pytest.approx((2 - expected) / ((6 + 3) / 2 - expected))
    assert adjusted_rand(other, one) == adjusted_rand(one, other)


def test_mutual_information_is_what_a_hand_computes() -> None:
    one, other = array(0, 0, 0, 1, 1, 1), array(0, 0, 1, 1, 2, 2)
    # Cells 2, 1, 1, 2 of 6: H = -(2/3 ln 1/3 + 1/3 ln 1/6).
    both = 2 / 3 * log(3) + 1 / 3 * log(6)
    assert normalised_mutual_information(one, other) == pytest.approx(2 * (log(2) + log(3) - both) / (log(2) + log(3)))


def test_the_same_partition_under_other_names_agrees_entirely() -> None:
    one, other = array(0, 0, 1, 2, 2), array(9, 9, 4, 7, 7)
    assert adjusted_rand(one, other) == 1.0
    assert normalised_mutual_information(one, other) == pytest.approx(1.0)


def test_trivial_partitions_agree_and_no_nodes_say_nothing() -> None:
    assert adjusted_rand(array(0, 0, 0), array(1, 1, 1)) == 1.0
    assert normalised_mutual_information(array(0, 0, 0), array(1, 1, 1)) == 1.0
    assert adjusted_rand(array(0, 1, 2), array(0, 0, 0)) == 0.0
    assert normalised_mutual_information(array(0, 1, 2), array(0, 0, 0)) == 0.0
    assert adjusted_rand(array(0), array(0)) == 1.0
    assert adjusted_rand(array(), array()) is None
    assert normalised_mutual_information(array(), array()) is None


def test_groups_that_have_nothing_to_do_with_each_other_agree_as_chance_does() -> None:
    random = np.random.default_rng(4)
    one, other = random.integers(5, size=20_000), random.integers(7, size=20_000)
    assert adjusted_rand(one, other) == pytest.approx(0, abs=0.002)
    assert normalised_mutual_information(one, other) == pytest.approx(0, abs=0.002)


@pytest.mark.parametrize("weight", [None, "weight"])
def test_modularity_is_what_networkx_says(weight: str | None) -> None:
    graph = nx.les_miserables_graph()
    random = np.random.default_rng(1)
    groups = random.integers(4, size=len(graph))
    network = network_of(graph, weight=weight)
    parts = [{node for node, group in zip(graph, groups, strict=True) if group == one} for one in range(4)]
    expected = nx.community.modularity(graph, parts, weight=weight)
    assert modularity(groups, network.edges, network.weights) == pytest.approx(expected, abs=1e-12)


def test_groups_are_numbered_by_size_and_then_by_their_first_node() -> None:
    assert by_size(array(5, 2, 2, 8, 8, 1)).tolist() == [2, 0, 0, 1, 1, 3]
    assert by_size(array()).tolist() == []


def test_modularity_needs_an_edge() -> None:
    assert modularity(array(0, 1), np.zeros((0, 2), dtype=np.int64)) is None
