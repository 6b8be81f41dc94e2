"""The tail of degrees: published fits reproduced, the library's fit equalled, and what is known found again."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import powerlaw
import pytest

from graph_service.analysis.measure import Course
from graph_service.analysis.measures.degrees import (
    Tail,
    distributed,
    fitted_tail,
    goodness,
    histogram,
    rivals,
)
from tests.analysis.networks import network_of, values

DATA = Path(powerlaw.__file__).parent / "reference_data"


def published(name: str) -> Any:
    return histogram(np.loadtxt(DATA / f"{name}.txt").astype(np.int64).ravel())


@pytest.mark.parametrize(
    ("name", "exponent", "start", "nodes"), [("terrorism", 2.4, 12, 547), ("words", 1.95, 7, 2958)]
)
def test_published_tails_are_found_again(name: str, exponent: float, start: int, nodes: int) -> None:
    """Clauset, Shalizi and Newman, 2009, table 6.1: within the uncertainty that is given there."""
    tail = fitted_tail(published(name))
    assert tail is not None
    assert tail.exponent == pytest.approx(exponent, abs=0.05)
    assert abs(tail.start - start) <= 2
    assert tail.nodes == pytest.approx(nodes, rel=0.35)


def test_the_published_goodness_is_found_again() -> None:
    """The same table: p = 0.68 for the deaths in attacks, and no other distribution is better with certainty."""
    deaths = published("terrorism")
    tail = fitted_tail(deaths)
    assert tail is not None
    p_value = goodness(deaths, tail, 60, np.random.default_rng(1), Course())
    assert p_value == pytest.approx(0.68, abs=0.2)
    assert {rival.name: rival.ratio > 0 for rival in rivals(deaths, tail)} == {"exponential": True, "lognormal": False}


@pytest.mark.parametrize("name", ["terrorism", "words"])
def test_the_fit_is_that_of_the_library_for_the_same_start(name: str) -> None:
    counted = published(name)
    tail = fitted_tail(counted)
    assert tail is not None
    data = np.repeat(counted.values, counted.counts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = powerlaw.Fit(data, discrete=True, xmin=tail.start, verbose=0, estimate_discrete=False)
        theirs = fit.power_law.alpha, fit.power_law.D
        ratio, p_value = fit.distribution_compare("power_law", "exponential", normalized_ratio=True)
    assert tail.exponent == pytest.approx(theirs[0], abs=1e-3)
    assert tail.distance == pytest.approx(theirs[1], abs=1e-3)
    exponential = rivals(counted, tail)[0]
    assert exponential.ratio == pytest.approx(ratio, abs=1e-2)
    assert exponential.p_value == pytest.approx(p_value, abs=1e-2)


def drawn(exponent: float, count: int, start: int = 5) -> np.ndarray[Any, Any]:
    uniform = np.random.default_rng(3).random(count)
    return np.floor((start - 0.5) * (1 - uniform) ** (-1 / (exponent - 1)) + 0.5).astype(np.int64)


def test_a_power_law_is_not_ruled_out_and_a_poisson_distribution_is_told_apart() -> None:
    lawful = histogram(drawn(2.5, 4_000))
    tail = fitted_tail(lawful)
    assert tail is not None
    assert tail.exponent == pytest.approx(2.5, abs=2 * tail.error)
    assert goodness(lawful, tail, 40, np.random.default_rng(1), Course()) > 0.1
    even = histogram(np.random.default_rng(1).poisson(20, 4_000))
    tail = fitted_tail(even)
    assert tail is not None
    assert all(rival.ratio < 0 for rival in rivals(even, Tail(tail.exponent, 20, 2_000, tail.distance)))


def test_the_distribution_is_that_of_networkx() -> None:
    graph = nx.barabasi_albert_graph(500, 3, seed=1)
    findings = distributed(network_of(graph), Course(seconds=0.1))
    degrees = [degree for _, degree in graph.degree]
    table = findings.tables["degree_distribution"]
    assert dict(table.select("degree", "nodes").iter_rows()) == {
        degree: count for degree, count in enumerate(nx.degree_histogram(graph)) if count
    }
    assert table["share_at_least"].to_list() == [
        sum(other >= degree for other in degrees) / 500 for degree in table["degree"].to_list()
    ]
    found = values(findings)
    assert (found["max_degree"], found["min_degree"]) == (max(degrees), min(degrees))
    assert found["degree_deviation"] == pytest.approx(np.std(degrees))
    differences = np.abs(np.subtract.outer(degrees, degrees)).mean()
    assert found["degree_gini"] == pytest.approx(differences / 2 / np.mean(degrees))
    assert [number.parameters["replicates"] for number in findings.numbers if number.name == "tail_p_value"] == [20]


@pytest.mark.parametrize("graph", [nx.complete_graph(30), nx.path_graph(6), nx.empty_graph(3)])
def test_too_little_has_no_tail_and_a_note(graph: nx.Graph[Any]) -> None:
    exponents = [
        number for number in distributed(network_of(graph), Course()).numbers if number.name == "tail_exponent"
    ]
    assert [(number.value, bool(number.note)) for number in exponents] == [(None, True)]
