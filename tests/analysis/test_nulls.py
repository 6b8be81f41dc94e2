"""Null models: the closed forms are held to counting, the chain to uniformity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import networkx as nx
import numpy as np
import pytest

from graph_service.analysis.nulls import (
    Expectation,
    configuration_model,
    generator,
    like_pairs,
    paired_products,
    rewired,
)
from tests.analysis.networks import network_of


def pairings(ends: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Every way to pair these ends."""
    if not ends:
        yield []
    for place in range(1, len(ends)):
        for rest in pairings(ends[1:place] + ends[place + 1 :]):
            yield [(ends[0], ends[place]), *rest]


@pytest.mark.parametrize("ends", [[2, 2], [3, 2, 3], [1, 1, 1, 1], [5, 3], [4, 0, 2]])
def test_like_pairs_are_what_counting_all_pairings_says(ends: list[int]) -> None:
    kinds = np.repeat(np.arange(len(ends)), ends).tolist()
    alike = [sum(kinds[a] == kinds[b] for a, b in one) for one in pairings(list(range(len(kinds))))]
    assert like_pairs(np.array(ends)) == pytest.approx((np.mean(alike), np.std(alike)), abs=1e-12)


@pytest.mark.parametrize("ends", [[2, 2], [3, 2, 3], [1, 1, 1, 1], [4, 0, 2]])
def test_paired_products_are_what_counting_all_pairings_says(ends: list[int]) -> None:
    values = np.array([1.0, 5.0, 2.5, -3.0])[: len(ends)]
    all_ends = np.repeat(values, ends)
    centred = all_ends - all_ends.mean()
    sums = [sum(centred[a] * centred[b] for a, b in one) for one in pairings(list(range(len(all_ends))))]
    assert paired_products(values, np.array(ends)) == pytest.approx((np.mean(sums), np.std(sums)), abs=1e-12)


def test_one_edge_leaves_nothing_to_chance() -> None:
    assert like_pairs(np.array([2])) == Expectation(1.0, 0.0)
    assert like_pairs(np.array([1, 1])) == Expectation(0.0, 0.0)
    assert like_pairs(np.array([], dtype=np.int64)) == Expectation(0.0, 0.0)
    assert paired_products(np.array([1.0, 2.0]), np.array([1, 1])) == Expectation(0.0, 0.0)
    assert Expectation(1.0, 0.0).z_score(2.0) is None
    assert like_pairs(np.array([6])).deviation == 0.0


def test_the_configuration_model_keeps_every_degree() -> None:
    degrees = np.array([3, 1, 0, 2, 2])
    edges = configuration_model(degrees, generator(1))
    assert np.bincount(edges.ravel(), minlength=5).tolist() == degrees.tolist()
    with pytest.raises(ValueError, match="odd sum"):
        configuration_model(np.array([1]), generator(1))


def test_the_closed_form_agrees_with_drawn_configuration_models() -> None:
    degrees, kinds = np.array([1, 2, 3, 4, 5, 6, 7, 8]), np.array([0, 1, 0, 1, 0, 1, 0, 1])
    random = generator(3)
    drawn = [kinds[configuration_model(degrees, random)] for _ in range(4_000)]
    alike = [int((ends[:, 0] == ends[:, 1]).sum()) for ends in drawn]
    expected = like_pairs(np.bincount(np.repeat(kinds, degrees)))
    assert np.mean(alike) == pytest.approx(expected.mean, abs=4 * expected.deviation / np.sqrt(4_000))
    assert np.std(alike) == pytest.approx(expected.deviation, rel=0.05)


def test_rewiring_keeps_every_degree_and_makes_no_loop_and_no_parallel_edge() -> None:
    network = network_of(nx.barabasi_albert_graph(300, 5, seed=2))
    before = {tuple(edge) for edge in network.edges.tolist()}
    for edges in islice(rewired(network.edges, network.order, generator(5)), 5):
        assert (edges[:, 0] < edges[:, 1]).all()
        assert len({tuple(edge) for edge in edges.tolist()}) == network.size
        assert np.bincount(edges.ravel(), minlength=network.order).tolist() == network.degrees.tolist()
    assert len(before & {tuple(edge) for edge in edges.tolist()}) < network.size / 3


def test_rewiring_reaches_every_network_of_the_degrees_equally_often() -> None:
    network = network_of(nx.path_graph(6))
    chain = islice(rewired(network.edges, 6, generator(1)), 12_400)
    seen = Counter(tuple(sorted(map(tuple, edges.tolist()))) for edges in chain)
    # 24 paths between the two ends, 4 of a path of three and a triangle, 3 of an edge and a square.
    assert len(seen) == 24 + 4 + 3
    assert min(seen.values()) > 300
    assert max(seen.values()) < 520


def test_rewiring_is_the_same_for_the_same_seed_and_only_then() -> None:
    network = network_of(nx.gnm_random_graph(50, 100, seed=1))

    def third(seed: int) -> bytes:
        return list(islice(rewired(network.edges, 50, generator(seed)), 3))[2].tobytes()

    assert third(1) == third(1)
    assert third(1) != third(2)


@pytest.mark.parametrize("size", [0, 1])
def test_one_edge_and_none_stay_as_they_are(size: int) -> None:
    network = network_of(nx.path_graph(size + 1))
    assert next(rewired(network.edges, network.order, generator(1))).tolist() == network.edges.tolist()
