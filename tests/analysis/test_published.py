"""Numbers that others have published, reproduced."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from graph_service.analysis.measure import Course
from graph_service.analysis.measures import brokerage, communities, mixing
from graph_service.analysis.network import Network
from graph_service.analysis.partitions import modularity
from graph_service.analysis.projections import fellow_guests
from tests.analysis.lives import facts_of
from tests.analysis.networks import network_of, values


@pytest.fixture(scope="module")
def karate() -> Network:
    """Zachary's karate club, 1977, unweighted, with the club each member went to."""
    graph = nx.karate_club_graph()
    return network_of(graph, club=[graph.nodes[member]["club"] for member in graph])


def test_the_karate_club_has_its_degree_assortativity(karate: Network) -> None:
    assert mixing.degree_assortativity(karate) == pytest.approx(-0.47561309768461, abs=1e-12)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_karate_club_reaches_its_optimal_modularity(karate: Network, seed: int) -> None:
    # Brandes et al., On modularity clustering, 2008: 0.4198 is the optimum, proved.
    found = values(communities.grouped(karate, Course(seed=seed)))
    assert found["communities.louvain.modularity"] == pytest.approx(0.4197896120973046, abs=1e-15)
    assert found["communities.leiden.modularity"] == pytest.approx(0.4197896120973046, abs=1e-15)
    assert found["communities.louvain.count"] == 4


def test_the_two_clubs_that_the_karate_club_became_have_their_modularity(karate: Network) -> None:
    clubs = (karate.attributes["club"] == "Officer").cast(pl.Int64).to_numpy()
    assert modularity(clubs, karate.edges) == pytest.approx(0.3582347140039448, abs=1e-12)


def test_les_miserables_reach_their_weighted_modularity() -> None:
    network = network_of(nx.les_miserables_graph(), weight="weight")
    found = values(communities.grouped(network, Course()))
    assert found["communities.louvain.modularity"] == pytest.approx(0.56669, abs=5e-6)
    assert found["communities.leiden.modularity"] == pytest.approx(0.56669, abs=5e-6)


def test_the_florentine_families_have_their_betweenness() -> None:
    # Padgett and Ansell, 1993; the values as printed in Jackson, Social and Economic Networks, 2008, 1.2.1: the Medici
    # lie on over half of the shortest paths, the Strozzi on a tenth, the Guadagni on a quarter.
    graph = nx.florentine_families_graph()
    table = brokerage.brokered(network_of(graph), Course()).tables["brokerage"]
    found = dict(zip(table["node"], table["betweenness"], strict=True))
    assert found["Medici"] == pytest.approx(0.5219780219780220, abs=1e-12)
    assert found["Guadagni"] == pytest.approx(0.2545787545787546, abs=1e-12)
    assert found["Strozzi"] == pytest.approx(0.1025641025641026, abs=1e-12)
    assert found == pytest.approx(nx.betweenness_centrality(graph), abs=1e-12)


def test_the_southern_women_have_their_projections() -> None:
    # Davis, Gardner and Gardner, Deep South, 1941: 18 women, 14 events, 89 attendances.
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    attendance = [(women.index(one), events.index(event), 0, -1, False) for one in women for event in graph[one]]
    assert len(attendance) == 89
    network = fellow_guests(facts_of(18, attendance=attendance, events=14))
    assert (network.order, network.size) == (18, 139)
    assert network.weights is not None
    # Newman: what a woman gives to her events adds up to their number, when none was hers alone.
    strengths = np.bincount(network.edges.ravel(), weights=np.repeat(network.weights, 2))
    assert strengths.tolist() == pytest.approx([graph.degree(one) for one in women])
    evelyn, theresa = women.index("Evelyn Jefferson"), women.index("Theresa Anderson")
    together = network.weights[(network.edges == sorted((evelyn, theresa))).all(axis=1)]
    shared = set(graph["Evelyn Jefferson"]) & set(graph["Theresa Anderson"])
    assert len(shared) == 7
    assert together.tolist() == pytest.approx([sum(1 / (graph.degree(event) - 1) for event in shared)])


def test_the_largest_component_comes_first_and_missing_values_after_it() -> None:
    # A triangle with one value missing, and a pair apart whose values would change the answer.
    graph = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3), (4, 5)])
    network = network_of(graph, year=[1, 1, 2, None, 1, 2])
    largest = network.part(np.array([True, True, True, True, False, False]))
    known = nx.subgraph(graph, [0, 1, 2]).copy()
    nx.set_node_attributes(known, {0: 1, 1: 1, 2: 2}, "year")
    expected = nx.attribute_assortativity_coefficient(known, "year")
    assert mixing.nominal_assortativity(largest, "year") == pytest.approx(expected, abs=1e-12)
    assert mixing.nominal_assortativity(network, "year") != pytest.approx(expected, abs=1e-3)
