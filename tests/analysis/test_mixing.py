"""Mixing and homophily: held to NetworkX, to counting by hand, and to what chance does."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from graph_service.analysis import columns
from graph_service.analysis.measure import Course
from graph_service.analysis.measures import homophily, mixing
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import configuration_model, generator
from tests.analysis.networks import network_of, values


def half_known(seed: int) -> tuple[nx.Graph[int], Network]:
    """A random graph whose nodes have a town and an age, some of them missing."""
    random = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(60, 200, seed=seed)
    towns = [None if random.random() < 0.2 else f"town {random.integers(4)}" for _ in graph]
    ages = [None if random.random() < 0.3 else float(random.normal(40, 10)) for _ in graph]
    nx.set_node_attributes(graph, dict(enumerate(towns)), "town")
    nx.set_node_attributes(graph, dict(enumerate(ages)), "age")
    return graph, network_of(graph, town=towns, age=ages)


def known(graph: nx.Graph[int], attribute: str) -> nx.Graph[int]:
    return graph.subgraph([node for node, value in graph.nodes(data=attribute) if value is not None])


@pytest.mark.parametrize("seed", range(4))
def test_assortativity_is_what_networkx_says_of_those_with_a_value(seed: int) -> None:
    graph, network = half_known(seed)
    expected = nx.attribute_assortativity_coefficient(known(graph, "town"), "town")
    assert mixing.assortativity(network, "town") == pytest.approx(expected, abs=1e-9)
    expected = nx.numeric_assortativity_coefficient(known(graph, "age"), "age")
    assert mixing.assortativity(network, "age") == pytest.approx(expected, abs=1e-9)
    expected = nx.degree_assortativity_coefficient(graph)
    assert mixing.degree_assortativity(network) == pytest.approx(expected, abs=1e-9)


def test_whole_numbers_are_read_as_labels_and_as_numbers() -> None:
    graph = nx.gnm_random_graph(40, 120, seed=3)
    years = np.random.default_rng(3).integers(2000, 2004, size=40).tolist()
    nx.set_node_attributes(graph, dict(enumerate(years)), "year")
    found = values(mixing.mixed(network_of(graph, year=years), Course(seconds=0.0)))
    labels, numbers = (
        nx.attribute_assortativity_coefficient(graph, "year"),
        nx.numeric_assortativity_coefficient(graph, "year"),
    )
    assert found["assortativity.year.nominal"] == pytest.approx(labels, abs=1e-9)
    assert found["assortativity.year.numeric"] == pytest.approx(numbers, abs=1e-9)


def test_coverage_tells_how_many_have_a_value_and_the_table_how_many_edges_are_left() -> None:
    network = network_of(nx.path_graph(4), town=["a", "b", None, "a"])
    findings = mixing.mixed(network, Course())
    found = {number.name: number for number in findings.numbers}
    assert found["assortativity.town.nominal"].coverage == 0.75
    row = findings.tables["assortativity"].filter(pl.col("attribute") == "town").row(0, named=True)
    assert (row["nodes"], row["edges"], row["edge_coverage"]) == (3, 1, pytest.approx(1 / 3))


def grouped_network() -> Network:
    graph = nx.planted_partition_graph(3, 30, 0.3, 0.02, seed=1)
    random = np.random.default_rng(1)
    groups = [node // 30 for node in graph]
    coins = [bool(coin) for coin in random.random(len(graph)) < 0.5]
    return network_of(graph, group=[f"g{group}" for group in groups], coin=coins)


def test_groups_that_keep_to_themselves_are_far_from_chance_and_coins_are_not() -> None:
    found = values(mixing.mixed(grouped_network(), Course()))
    assert found["assortativity.group.nominal.z"] > 10
    assert found["assortativity.group.nominal.z_configuration"] > 10
    assert abs(found["assortativity.coin.nominal.z"]) < 3
    assert abs(found["assortativity.coin.nominal.z_configuration"]) < 3


def test_the_two_null_models_nearly_agree_where_degrees_are_small() -> None:
    network = network_of(nx.random_regular_graph(4, 600, seed=1), group=[node % 3 for node in range(600)])
    found = {number.name: number for number in mixing.mixed(network, Course(seed=4)).numbers}
    rewired, paired = (found[f"assortativity.group.nominal.{score}"] for score in ("z", "z_configuration"))
    assert rewired.parameters["samples"] == 100
    assert rewired.value == pytest.approx(paired.value, abs=0.5)


def test_the_z_score_of_a_number_is_that_of_drawn_pairings() -> None:
    network = network_of(nx.barabasi_albert_graph(200, 3, seed=1))
    found = values(mixing.mixed(network, Course(seconds=0.0)))
    degrees, random = network.degrees.astype(np.float64), generator(1)
    drawn: list[float] = []
    for _ in range(2_000):
        ends = degrees[configuration_model(network.degrees, random)]
        drawn.append(float(np.corrcoef(np.concatenate([ends, ends[:, ::-1]]).T)[0, 1]))
    z = (found["degree_assortativity"] - np.mean(drawn)) / np.std(drawn)
    assert found["degree_assortativity.z_configuration"] == pytest.approx(z, rel=0.1)


def test_the_same_seed_gives_the_same_scores_and_another_one_others() -> None:
    scores = [values(mixing.mixed(grouped_network(), Course(seed=seed))) for seed in (1, 1, 2)]
    assert scores[0] == scores[1]
    assert scores[0]["assortativity.group.nominal.z"] != scores[2]["assortativity.group.nominal.z"]


CORRELATIONS = """
import numpy as np
import polars as pl
from graph_service.analysis.measures.mixing import numeric_assortativity
from graph_service.analysis.network import Network
draw = np.random.default_rng(1)
ends = draw.integers(0, 5_000, (60_000, 2))
heights = pl.DataFrame({str(number): draw.normal(170, 9, 5_000) for number in range(9)})
network = Network(tuple(map(str, range(5_000))), ends, attributes=heights)
print([numeric_assortativity(network, name) for name in heights.columns])
"""


def test_the_last_digit_does_not_depend_on_the_number_of_cores() -> None:
    one, two = (
        subprocess.run(
            [sys.executable, "-c", CORRELATIONS],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    )
    assert one == two
    assert one.startswith("[")


def test_without_time_for_rewiring_the_exact_score_is_left_and_the_note_says_so() -> None:
    findings = mixing.mixed(grouped_network(), Course(seconds=1e-6))
    found = {number.name: number for number in findings.numbers}
    assert found["assortativity.group.nominal.z"].value is None
    assert "does not fit" in (found["assortativity.group.nominal.z"].note or "")
    assert found["assortativity.group.nominal.z_configuration"].value is not None


@pytest.mark.parametrize(
    ("graph", "town"),
    [
        (nx.empty_graph(0), []),
        (nx.empty_graph(1), ["a"]),
        (nx.empty_graph(3), ["a", "b", None]),
        (nx.path_graph(3), [None, None, None]),
        (nx.path_graph(3), ["a", None, "a"]),
        (nx.cycle_graph(4), ["a", "a", "a", "a"]),
    ],
)
def test_what_is_not_defined_is_none_with_a_note(graph: nx.Graph[int], town: list[Any]) -> None:
    network = network_of(graph, town=pl.Series(town, dtype=pl.String))
    for findings in (mixing.mixed(network, Course()), homophily.homophilous(network, Course())):
        for number in findings.numbers:
            assert number.value is None or number.name.startswith(("external_internal", "degree_assortativity"))
            assert (number.note is None) == (number.value is not None)


def test_a_network_without_chance_has_no_score_from_rewiring() -> None:
    network = network_of(nx.star_graph(3), town=["a", "b", "b", "b"])
    found = {number.name: number for number in mixing.mixed(network, Course()).numbers}
    assert found["degree_assortativity"].value == -1.0
    assert found["degree_assortativity.z"].note == "The degrees leave chance no room."


def test_inbreeding_is_what_a_hand_computes() -> None:
    # a-a, a-a, a-b, b-b, and a c that nobody knows: shares 3/6, 2/6; homophily 4/5, 2/3.
    graph = nx.Graph([(0, 1), (1, 2), (2, 3), (3, 4)])
    graph.add_node(5)
    network = network_of(graph, group=["a", "a", "a", "b", "b", "c"])
    table = homophily.groups(network, "group")
    assert table["value"].to_list() == ["a", "b"]
    assert table["within"].to_list() == [2, 1]
    assert table["across"].to_list() == [1, 1]
    assert table["inbreeding"].to_list() == pytest.approx([(4 / 5 - 1 / 2) / (1 / 2), (2 / 3 - 1 / 3) / (2 / 3)])
    assert homophily.inbreeding_homophily(network, "group") == pytest.approx((3 * 0.6 + 2 * 0.5) / 5)
    assert homophily.external_internal(network, "group") == pytest.approx((1 - 3) / 4)


def test_groups_that_avoid_themselves_have_minus_one_by_coleman() -> None:
    network = network_of(nx.complete_bipartite_graph(2, 2), side=[True, True, False, False])
    table = homophily.groups(network, "side")
    assert table["coleman"].to_list() == [-1.0, -1.0]
    assert table["inbreeding"].to_list() == [-1.0, -1.0]


def test_a_mixing_matrix_counts_the_ends_of_edges() -> None:
    graph = nx.Graph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])
    network = network_of(graph, group=["a", "a", "b", "b", None, "value"])
    matrix = homophily.mixing_matrix(network, "group")
    assert matrix.columns == ["value", "a", "b", "value "]
    assert matrix.rows() == [("a", 2, 1, 0), ("b", 1, 2, 0), ("value", 0, 0, 0)]
    assert homophily.mixing_matrix(network, "group", largest=1).rows() == [("a", 2)]


def test_the_mixing_matrix_is_what_networkx_says() -> None:
    graph, network = half_known(7)
    matrix = homophily.mixing_matrix(network, "town")
    order = {town: place for place, town in enumerate(matrix["value"])}
    expected = nx.attribute_mixing_matrix(known(graph, "town"), "town", mapping=order, normalized=False)
    assert matrix.drop("value").to_numpy().tolist() == expected.tolist()


def test_lists_and_fractions_are_no_labels_and_truth_values_and_dates_are() -> None:
    network = network_of(
        nx.path_graph(2),
        flag=[True, None],
        born=[date(2001, 1, 1), None],
        whole=[1.0, None],
        fraction=[1.5, None],
        tags=[["a"], None],
        nothing=pl.Series([None, None], dtype=pl.Null),
    )
    assert columns.nominal(network, Course()) == ("flag", "born", "whole")
    assert columns.numeric(network, Course()) == ("whole", "fraction")
    assert columns.nominal(network, Course(attributes=("flag",))) == ("flag",)
    assert columns.labels(network, "whole").values == ("1",)
    assert columns.values(network, "fraction").coverage == 0.5
    assert columns.labels(network, "born").coverage == 0.5


def test_not_a_number_is_a_missing_value() -> None:
    network = network_of(nx.path_graph(3), size=[1.0, float("nan"), 2.0])
    assert columns.labels(network, "size").coverage == pytest.approx(2 / 3)
    assert columns.values(network, "size").known.tolist() == [True, False, True]
