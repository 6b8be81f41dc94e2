"""Structure: every number equals that of NetworkX, on random networks and on the classics."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph_service.analysis.hops import Hops
from graph_service.analysis.measure import Course, Findings
from graph_service.analysis.measures import clustering, components, cores, distances, growth, richclub, size
from graph_service.analysis.measures.components import largest_component
from graph_service.analysis.nulls import configuration_model
from graph_service.analysis.registry import MEASURES
from tests.analysis.networks import network_of, values

CLASSICS: dict[str, nx.Graph[Any]] = {
    "karate": nx.karate_club_graph(),
    "miserables": nx.les_miserables_graph(),
    "florentine": nx.florentine_families_graph(),
    "davis": nx.davis_southern_women_graph(),
    "sparse": nx.gnp_random_graph(150, 0.012, seed=1),
    "dense": nx.gnp_random_graph(60, 0.4, seed=2),
    "hubs": nx.barabasi_albert_graph(200, 3, seed=3),
    "path": nx.path_graph(30),
    "star": nx.star_graph(9),
    "pairs": nx.from_edgelist([(0, 1), (2, 3), (4, 5)]),
    "complete": nx.complete_graph(70),
}
ODD: dict[str, nx.Graph[Any]] = {
    "empty": nx.empty_graph(0),
    "one node": nx.empty_graph(1),
    "no edges": nx.empty_graph(5),
    "one edge": nx.path_graph(2),
}


@pytest.fixture(params=CLASSICS)
def graph(request: pytest.FixtureRequest) -> nx.Graph[Any]:
    return CLASSICS[request.param]


def largest(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    return graph.subgraph(max(nx.connected_components(graph), key=len))


def test_size_is_that_of_networkx(graph: nx.Graph[Any]) -> None:
    found = values(size.sized(network_of(graph), Course()))
    assert found["nodes"] == graph.number_of_nodes()
    assert found["edges"] == graph.number_of_edges()
    assert found["density"] == pytest.approx(nx.density(graph), abs=1e-12)
    assert found["isolated_nodes"] == nx.number_of_isolates(graph)


def test_components_are_those_of_networkx(graph: nx.Graph[Any]) -> None:
    network = network_of(graph)
    labels = components.components(network)
    nodes = list(graph)
    ours = [[nodes[place] for place in np.flatnonzero(labels == label)] for label in range(labels.max() + 1)]
    theirs = sorted(nx.connected_components(graph), key=len, reverse=True)
    assert [set(part) for part in ours] == theirs
    assert set(largest_component(network).ids) == {str(node) for node in theirs[0]}


def test_distances_are_those_of_networkx(graph: nx.Graph[Any]) -> None:
    findings = distances.apart(network_of(graph), Course())
    found, part = values(findings), largest(graph)
    assert found["mean_distance"] == pytest.approx(nx.average_shortest_path_length(part), abs=1e-12)
    assert found["diameter"] == nx.diameter(part)
    assert found["radius"] == nx.radius(part)
    assert found["global_efficiency"] == pytest.approx(nx.global_efficiency(graph), abs=1e-12)
    assert {number.method for number in findings.numbers} == {"exact"}
    lengths = [d for a, row in nx.all_pairs_shortest_path_length(graph) for d in row.values() if d]
    table = findings.tables["distances"]
    assert table["pairs"].to_list() == [lengths.count(d) // 2 for d in range(1, max(lengths) + 1)]
    assert found["effective_diameter"] <= found["diameter"]
    nodes = findings.tables["nodes_distances"]
    assert nodes["closeness"].to_list() == pytest.approx(list(nx.closeness_centrality(graph).values()), abs=1e-12)
    harmonic = nx.harmonic_centrality(graph)
    assert nodes["harmonic_closeness"].to_list() == pytest.approx([harmonic[node] for node in graph], abs=1e-9)


def test_clustering_is_that_of_networkx(graph: nx.Graph[Any]) -> None:
    findings = clustering.clustered(network_of(graph), Course())
    found, nodes = values(findings), findings.tables["nodes_clustering"]
    assert found["transitivity"] == pytest.approx(nx.transitivity(graph), abs=1e-12) or not nodes["degree"].max() > 1
    assert found["average_clustering"] == pytest.approx(nx.average_clustering(graph), abs=1e-12)
    assert nodes["triangles"].to_list() == list(nx.triangles(graph).values())
    assert nodes["clustering"].to_list() == pytest.approx(list(nx.clustering(graph).values()), abs=1e-12)
    by_degree = findings.tables["clustering_by_degree"]
    assert by_degree["nodes"].sum() == sum(degree > 1 for _, degree in graph.degree)


def test_cores_are_those_of_networkx(graph: nx.Graph[Any]) -> None:
    findings = cores.cored(network_of(graph), Course())
    theirs = nx.core_number(graph)
    assert findings.tables["nodes_cores"]["core_number"].to_list() == list(theirs.values())
    assert values(findings)["degeneracy"] == max(theirs.values())
    for row in findings.tables["cores"].iter_rows(named=True):
        core = nx.k_core(graph, row["core_number"])
        assert (row["nodes_within"], row["edges_within"]) == (core.number_of_nodes(), core.number_of_edges())
        assert row["density_within"] == pytest.approx(nx.density(core))


@pytest.mark.parametrize("graph", [nx.gnp_random_graph(9, 0.4, seed=seed) for seed in range(4)])
def test_no_core_fits_better_than_the_one_found(graph: nx.Graph[Any]) -> None:
    network = network_of(graph)
    found = cores.core_periphery(network)
    assert found is not None

    def wrong(core: np.ndarray[Any, Any]) -> int:
        ends = core[network.edges].sum(axis=1)
        count = int(core.sum())
        return count * (count - 1) // 2 - int((ends == 2).sum()) + int((ends == 0).sum())

    every = [np.array([number >> bit & 1 for bit in range(9)], dtype=bool) for number in range(2**9)]
    assert wrong(found.core) == min(wrong(core) for core in every)


def test_rich_club_is_that_of_networkx(graph: nx.Graph[Any]) -> None:
    network = network_of(graph)
    found = richclub.rich_club(network.degrees, network.edges)
    theirs = nx.rich_club_coefficient(graph, normalized=False)
    assert dict(enumerate(found.coefficients.tolist())) == pytest.approx(theirs, abs=1e-12)


def test_a_rich_club_is_seen_beside_chance() -> None:
    planted = nx.gnp_random_graph(300, 0.01, seed=1)
    planted.add_edges_from(nx.complete_graph(12).edges)
    found = values(richclub.clubbed(network_of(planted), Course()))
    assert found["rich_club_ratio"] > 1.5
    assert found["rich_club_ratio_configuration"] > 1.5
    found = values(richclub.clubbed(network_of(nx.gnp_random_graph(1_500, 0.1, seed=1)), Course()))
    assert found["rich_club_ratio"] == pytest.approx(1, abs=0.5)
    assert found["rich_club_ratio_configuration"] == pytest.approx(found["rich_club_ratio"], rel=0.1)


def test_a_rich_club_is_not_rewired_when_that_takes_too_long() -> None:
    assert [richclub.affordable_samples(1_000_000, seconds) for seconds in (None, 100.0, 8.0, 1.0)] == [10, 10, 3, 0]
    findings = richclub.clubbed(network_of(CLASSICS["hubs"]), Course(seconds=0.0))
    ratio = findings.numbers[1]
    assert (ratio.value, ratio.note) == (None, "Rewiring so many edges does not fit into the time given.")
    assert findings.numbers[2].value


def test_the_expectation_of_the_configuration_model_is_that_of_its_samples() -> None:
    network = network_of(CLASSICS["hubs"])
    draw, degrees = np.random.default_rng(1), network.degrees
    sums = sum(richclub.rich_club(degrees, configuration_model(degrees, draw)).edges for _ in range(800)) / 800
    expected = richclub.expected_by_configuration(network)
    assert sums[:20].tolist() == pytest.approx(expected[:20].tolist(), rel=0.05)


def test_sampled_distances_are_within_their_error_and_say_so() -> None:
    graph = nx.connected_watts_strogatz_graph(3_000, 8, 0.1, seed=1)
    network = network_of(graph)
    exact = {number.name: number for number in distances.apart(network, Course()).numbers}
    sampled = {number.name: number for number in distances.apart(network, Course(seconds=1e-3)).numbers}
    for name in ("mean_distance", "global_efficiency"):
        error = sampled[name].error
        assert (sampled[name].method, sampled[name].seed) == ("sampled", 1)
        assert error is not None
        assert 0 < abs(sampled[name].value - exact[name].value) < 2 * error  # pyright: ignore
    bounds = sampled["diameter"].parameters
    assert bounds.get("least", exact["diameter"].value) <= exact["diameter"].value  # pyright: ignore
    assert bounds.get("most", exact["diameter"].value) >= exact["diameter"].value  # pyright: ignore
    assert sampled["radius"].value >= exact["radius"].value  # pyright: ignore


@pytest.mark.parametrize("name", [name for name in CLASSICS if name != "complete"])
def test_the_diameter_alone_is_exact_and_its_bounds_hold(name: str) -> None:
    graph = CLASSICS[name]
    network, expected = network_of(graph), nx.diameter(largest(graph))
    assert distances.diameter(network) == (expected, expected)
    span = distances.diameter(network, batches=0)
    assert span.least <= expected <= span.most


def test_a_tight_budget_takes_fewer_sources_and_none_takes_all() -> None:
    network = network_of(nx.gnp_random_graph(2_000, 0.01, seed=1))
    counts = [distances.affordable_sources(network, 5, seconds) for seconds in (0.0, 3e-3, 1e4, None)]
    assert counts == [64, counts[1], 2_000, 2_000]
    assert 64 < counts[1] < 2_000


def test_threads_do_not_change_what_is_found() -> None:
    network = network_of(CLASSICS["hubs"])
    for measure in MEASURES:
        assert told(measure.run(network, Course(threads=2))) == told(measure.run(network, Course(threads=1)))


def told(findings: Findings) -> Any:
    return findings.numbers, {name: table.to_dict(as_series=False) for name, table in findings.tables.items()}


def test_hops_follow_small_frontiers_and_large_ones_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(CLASSICS["sparse"])
    everybody = np.arange(network.order)
    usual = Hops(network).counts(everybody)
    for share in (0.0, 2.0):
        monkeypatch.setattr("graph_service.analysis.hops.SMALL_FRONTIER", share)
        assert (Hops(network).counts(everybody) == usual).all()


def test_growth_is_that_of_the_networks_of_each_year() -> None:
    graph = nx.gnp_random_graph(80, 0.05, seed=4)
    years = np.random.default_rng(1).integers(2001, 2009, graph.number_of_edges())
    years[:5] = -1
    network = network_of(graph, [year * 12 + 3 if year > 0 else -1 for year in years.tolist()])
    findings = growth.grown(network, Course())
    for row in findings.tables["growth"].iter_rows(named=True):
        then = nx.Graph([tuple(edge) for edge in network.edges[(years > 0) & (years <= row["year"])].tolist()])
        assert (row["nodes"], row["edges"]) == (then.number_of_nodes(), then.number_of_edges())
        assert row["largest_component"] == max(map(len, nx.connected_components(then)))
        assert row["mean_degree"] == pytest.approx(2 * row["edges"] / row["nodes"])
    assert findings.tables["growth"]["new_edges"].sum() == graph.number_of_edges() - 5
    assert findings.numbers[0].coverage == pytest.approx(1 - 5 / graph.number_of_edges())


def test_densification_is_the_exponent_of_growth() -> None:
    table = growth.growth(network_of(nx.empty_graph(3)))
    assert growth.densification(table) is None
    nodes = np.array([10, 20, 40, 80])
    table = table.clear(4).with_columns(nodes=nodes, edges=np.rint(3 * nodes**1.5).astype(int))
    found = growth.densification(table)
    assert found is not None
    assert found.exponent == pytest.approx(1.5, abs=1e-2)
    assert found.fit > 0.999


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_what_is_not_defined_has_a_note_instead_of_a_value(measure: Any, name: str) -> None:
    for number in measure.run(network_of(ODD[name]), Course()).numbers:
        assert (number.value is None) == (number.value is None and bool(number.note))
        assert number.definition.endswith((".", ")."))
        assert number.value is None or number.value == number.value
