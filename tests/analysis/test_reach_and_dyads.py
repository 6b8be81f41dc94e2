"""Reach and dyads: held to NetworkX's breadth-first search, and to a regression of every single pair."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from graph_service.analysis.measure import Course
from graph_service.analysis.measures import dyads, reach
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import generator
from tests.analysis.networks import network_of, values


@pytest.mark.parametrize("seed", range(3))
def test_reach_is_what_breadth_first_search_says(seed: int) -> None:
    graph = nx.gnm_random_graph(80, 90, seed=seed)
    start = np.zeros(80, dtype=np.bool_)
    start[[3, 40]] = True
    found = nx.multi_source_dijkstra_path_length(graph, {3, 40})
    expected = [sum(steps <= limit for steps in found.values()) / 80 for limit in range(5)]
    assert reach.reach(network_of(graph), start, 4) == pytest.approx(expected)


def test_mentors_and_guests_of_events_reach_the_share_that_they_reach() -> None:
    network = network_of(
        nx.path_graph(6),
        mentor=[True, None, False, False, False, False],
        events=[None, ["a", "b"], ["a"], [], ["b", "b"], None],
        town=["x"] * 6,
    )
    findings = reach.reached(network, Course())
    found = {number.name: number for number in findings.numbers}
    assert [found[f"reach.mentor.{steps}"].value for steps in range(4)] == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6])
    assert found["reach.mentor.1"].coverage == pytest.approx(5 / 6)
    assert found["reach.events.0"].value == pytest.approx(3 / 6)
    assert not any(name.startswith("reach.town") for name in found)
    table = findings.tables["reach"].filter(pl.col("steps") == 0)
    assert table.select("attribute", "value", "nodes").rows() == [
        ("mentor", "any", 1),
        ("events", "any", 3),
        ("events", "a", 2),
        ("events", "b", 2),
    ]


def test_a_count_gives_those_above_nothing_and_other_numbers_give_no_set() -> None:
    network = network_of(nx.path_graph(4), events=[0, 3, None, 1], level=[1, 2, 3, None])
    assert reach.sets_of(network, "events")["any"].tolist() == [False, True, False, True]
    assert reach.sets_of(network, "level") == {}


def test_reach_of_nobody_and_in_an_empty_network() -> None:
    assert reach.reach(network_of(nx.empty_graph(0)), np.zeros(0, dtype=np.bool_)) == [0.0] * 4
    assert reach.reach(network_of(nx.path_graph(3)), np.zeros(3, dtype=np.bool_)) == [0.0] * 4
    assert reach.reached(network_of(nx.path_graph(3)), Course()).tables == {}


def test_only_the_twenty_largest_values_of_a_list_have_a_reach_of_their_own() -> None:
    network = network_of(nx.path_graph(30), tags=[[f"t{node:02}"] for node in range(30)])
    sets = reach.sets_of(network, "tags")
    assert list(sets) == ["any", *(f"t{number:02}" for number in range(20))]


def towns(seed: int = 1, missing: int = 0) -> Network:
    """People tied by town and by year, more by town."""
    random = np.random.default_rng(seed)
    town, year = random.integers(3, size=60), random.integers(4, size=60)
    graph = nx.empty_graph(60)
    for one, other in combinations(range(60), 2):
        odds = np.exp(-2.5 + 1.6 * (town[one] == town[other]) + 0.7 * (year[one] == year[other]))
        if random.random() < odds / (1 + odds):
            graph.add_edge(one, other)
    return network_of(graph, town=[None] * missing + [f"{x}" for x in town[missing:]], year=year.tolist())


def test_effects_and_the_corrected_intercept_are_those_of_all_pairs() -> None:
    network = towns()
    pairs = np.array(list(combinations(range(60), 2)))
    tied = network.adjacency.toarray()[pairs[:, 0], pairs[:, 1]]
    columns = [network.attributes[name].to_numpy() for name in ("town", "year")]
    alike = np.stack([column[pairs[:, 0]] == column[pairs[:, 1]] for column in columns], axis=1)
    expected = sm.Logit(tied, sm.add_constant(alike.astype(float))).fit(disp=False).params
    drawn = [dyads.regression(network, ("town", "year"), generator(seed)) for seed in range(60)]
    found = np.array([[effect.coefficient for effect in one.effects] for one in drawn if one is not None])
    assert found.mean(axis=0) == pytest.approx(expected, abs=0.05)


def test_errors_without_clusters_are_those_of_a_plain_regression() -> None:
    found = dyads.regression(towns(), ("town", "year"), generator(1))
    assert found is not None
    plain = sm.Logit(found.dyads.tied.astype(float), sm.add_constant(found.dyads.alike.astype(float))).fit(disp=False)
    assert [effect.plain_error for effect in found.effects] == pytest.approx(plain.bse.tolist(), rel=1e-5)
    assert [effect.coefficient for effect in found.effects][1:] == pytest.approx(plain.params[1:].tolist(), rel=1e-5)
    assert [effect.name for effect in found.effects] == ["intercept", "town", "year"]


def test_dyadic_errors_are_what_the_plain_double_sum_says() -> None:
    found = dyads.regression(towns(seed=2), ("town",), generator(1))
    assert found is not None
    sample = found.dyads
    design = np.column_stack([np.ones(len(sample.tied)), sample.alike]).astype(float)
    model = sm.Logit(sample.tied.astype(float), design).fit(disp=False)
    scores = design * model.resid_response[:, None]
    shares = (sample.pairs[:, None, :, None] == sample.pairs[None, :, None, :]).any(axis=(2, 3))
    same = (sample.pairs[:, None, :] == sample.pairs[None, :, :]).all(axis=2)
    # Pairs with a person in common count once, twice when they are drawn twice, each with itself once.
    times = shares.astype(float) + (same & ~np.eye(len(same), dtype=bool))
    bread = np.linalg.inv(design.T @ (design * (model.predict() * (1 - model.predict()))[:, None]))
    expected = np.sqrt(np.diag(bread @ (scores.T @ times @ scores) @ bread))
    assert [effect.error for effect in found.effects] == pytest.approx(expected.tolist(), rel=1e-5)


def test_controls_are_never_tied_and_always_known() -> None:
    network = towns(missing=20)
    sample = dyads.sampled_dyads(network, ("town", "year"), generator(4))
    assert sample is not None
    assert sample.people == 40
    matrix = network.adjacency.toarray()
    assert matrix[sample.pairs[:, 0], sample.pairs[:, 1]].tolist() == sample.tied.astype(int).tolist()
    assert sample.pairs.min() >= 20
    assert (sample.pairs[:, 0] < sample.pairs[:, 1]).all()
    kept = network.part(np.arange(60) >= 20)
    assert sample.share == pytest.approx(kept.size / (40 * 39 / 2))


def test_many_edges_are_sampled_without_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dyads, "MOST", 50)
    sample = dyads.sampled_dyads(towns(), ("town",), generator(1))
    assert sample is not None
    assert int(sample.tied.sum()) == 50
    assert len({tuple(pair) for pair in sample.pairs[sample.tied].tolist()}) == 50


def test_the_report_has_odds_ratios_with_their_intervals_and_the_coverage() -> None:
    findings = dyads.explained(towns(missing=6), Course())
    found = {number.name: number for number in findings.numbers}
    assert found["dyads.town"].coverage == 0.9
    assert found["dyads.town"].value > found["dyads.year"].value > 0
    table = findings.tables["dyads"]
    assert table["odds_ratio"].to_list() == pytest.approx(table["coefficient"].exp().to_list())
    assert (table["odds_ratio_low"] < table["odds_ratio"]).all()
    assert (table["odds_ratio"] < table["odds_ratio_high"]).all()
    assert findings.numbers == dyads.explained(towns(missing=6), Course()).numbers


def test_an_attribute_in_which_all_are_alike_or_nobody_is_has_no_effect_of_its_own() -> None:
    network = towns()
    frame = network.attributes.with_columns(pl.lit("x").alias("all"), pl.int_range(60).alias("none"))
    widened = Network(network.ids, network.edges, attributes=frame)
    assert set(values(dyads.explained(widened, Course()))) == {"dyads.intercept", "dyads.town", "dyads.year"}


def test_a_likeness_that_decides_everything_does_not_break_the_report() -> None:
    graph = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(5))
    findings = dyads.explained(network_of(graph, side=[0] * 5 + [1] * 5), Course())
    found = values(findings)
    assert found["dyads.side"] > 10


@pytest.mark.parametrize(
    "network",
    [
        network_of(nx.empty_graph(0), town=pl.Series([], dtype=pl.String)),
        network_of(nx.empty_graph(3), town=["a", "a", "b"]),
        network_of(nx.complete_graph(3), town=["a", "a", "b"]),
        network_of(nx.path_graph(3), town=pl.Series([None, None, None], dtype=pl.String)),
        network_of(nx.path_graph(3), town=["a", None, "a"]),
        network_of(nx.path_graph(3)),
    ],
    ids=["nothing", "no ties", "all tied", "nothing known", "no tie known", "no attribute"],
)
def test_without_ties_and_others_to_compare_there_is_no_regression(network: Network) -> None:
    (number,) = dyads.explained(network, Course()).numbers
    assert number.value is None
    assert number.note is not None
