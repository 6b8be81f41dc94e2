"""Communities: found where they were planted, sure or unsure as they are, and the same for the same seed."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from graph_service.analysis.measure import Course
from graph_service.analysis.measures import communities
from graph_service.analysis.measures.communities import Partition
from graph_service.analysis.network import Network
from tests.analysis.networks import network_of, values


def planted(joined: float = 0.4, apart: float = 0.01) -> Network:
    graph = nx.planted_partition_graph(4, 25, joined, apart, seed=2)
    return network_of(
        graph, group=[None if node == 3 else node // 25 for node in graph], coin=[node % 2 for node in graph]
    )


def test_planted_communities_are_found_and_line_up_with_what_made_them() -> None:
    found = values(communities.grouped(planted(), Course()))
    assert found["communities.louvain.count"] == found["communities.leiden.count"] == 4
    assert found["communities.group.adjusted_rand"] == pytest.approx(1.0)
    assert found["communities.group.nmi"] == pytest.approx(1.0)
    assert found["communities.coin.adjusted_rand"] == pytest.approx(0.0, abs=0.03)
    assert found["communities.leiden.stability_adjusted_rand"] == pytest.approx(1.0)


def test_communities_of_chance_are_less_stable_and_less_modular() -> None:
    network = network_of(nx.gnm_random_graph(100, 300, seed=1))
    found = values(communities.grouped(network, Course()))
    assert found["communities.louvain.stability_adjusted_rand"] < 0.7
    assert (
        found["communities.louvain.modularity"]
        < values(communities.grouped(planted(), Course()))["communities.louvain.modularity"]
    )


def test_alignment_drops_those_without_a_value_and_tells_the_coverage() -> None:
    findings = communities.grouped(planted(), Course())
    coverage = {number.name: number.coverage for number in findings.numbers}
    assert coverage["communities.group.nmi"] == 0.99
    network = network_of(nx.path_graph(3), town=pl.Series([None, None, None], dtype=pl.String))
    found = {number.name: number for number in communities.grouped(network, Course()).numbers}
    assert found["communities.town.nmi"].value is None
    assert found["communities.town.nmi"].note == "Nobody has a value."


def test_the_same_seed_gives_the_same_tables() -> None:
    network = network_of(nx.gnm_random_graph(80, 200, seed=3))
    one, again, other = (communities.grouped(network, Course(seed=seed)) for seed in (5, 5, 6))
    assert one.numbers == again.numbers
    assert all(one.tables[name].equals(again.tables[name]) for name in one.tables)
    assert not one.tables["community_runs"].equals(other.tables["community_runs"])


def test_tables_count_people_and_edges() -> None:
    network = planted()
    tables = communities.grouped(network, Course()).tables
    assert tables["communities"]["node"].to_list() == list(network.ids)
    assert tables["community_map"]["people"].sum() == 100
    assert tables["community_map"]["people"].to_list() == sorted(tables["community_map"]["people"], reverse=True)
    inside, between = tables["community_map"]["edges_inside"].sum(), tables["community_edges"]["edges"].sum()
    assert inside + between == network.size
    assert tables["community_runs"].height == 20


def test_little_time_means_fewer_runs_and_never_fewer_than_two_of_leiden() -> None:
    runs = communities.runs(planted(), Course(seconds=1e-6))
    assert [one.algorithm for one in runs] == ["louvain", "louvain", "leiden", "leiden"]


def test_a_large_network_runs_louvain_once_in_its_own_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(communities, "LARGE", 10)
    network = planted()
    findings = communities.grouped(network, Course(seconds=0.005))
    assert findings.tables["community_runs"]["algorithm"].to_list() == ["louvain", "leiden", "leiden"]
    found = {number.name: number for number in findings.numbers}
    assert found["communities.louvain.stability_nmi"].value is None
    assert "One run only" in (found["communities.louvain.stability_nmi"].note or "")
    assert found["communities.louvain.modularity"].value == pytest.approx(
        found["communities.leiden.modularity"].value, abs=0.02
    )


def test_without_edges_there_is_nothing_to_group() -> None:
    for graph in (nx.empty_graph(0), nx.empty_graph(3)):
        findings = communities.grouped(network_of(graph), Course())
        assert findings.numbers[0].value is None
        assert findings.numbers[0].note == "There is no edge."


def test_nodes_without_neighbours_are_communities_of_their_own() -> None:
    graph = nx.complete_graph(4)
    graph.add_nodes_from([9, 10])
    groups = communities.louvain(network_of(graph), 1).groups
    assert groups.tolist() == [0, 0, 0, 0, 1, 2]


def test_the_best_partition_is_the_first_of_the_highest_modularity() -> None:
    groups = np.zeros(2, dtype=np.int64)
    runs = [Partition("louvain", seed, groups, quality) for seed, quality in enumerate([0.1, 0.4, 0.4])]
    assert communities.best(runs).seed == 1
    assert communities.stability(runs) == (1.0, 1.0)
    assert communities.stability(runs[:1]) is None
