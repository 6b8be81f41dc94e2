"""Networks of shared places and flows of careers, held to NetworkX and to plain Python."""

from __future__ import annotations

import itertools
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms import bipartite

from graph_service.analysis import projections
from graph_service.analysis.errors import FileRefused, OptionRefused
from graph_service.analysis.facts import UNKNOWN, Facts, Stays, joined
from graph_service.analysis.network import Network
from graph_service.analysis.projections import (
    ProjectionTooLarge,
    cohort_mates,
    colleagues,
    employer_flows,
    fellow_guests,
    industry_flows,
    network_of,
)
from graph_service.analysis.snapshots import EDGES, NODES, edge_table, network_at, read_snapshot, write_snapshot
from tests.analysis.lives import facts_of, month, random_facts

NOW = month("2026-11")


def weights_of(network: Network) -> dict[tuple[str, str], float]:
    assert network.weights is not None
    ends = [(network.ids[a], network.ids[b]) for a, b in network.edges.tolist()]
    return dict(zip(ends, network.weights.tolist(), strict=True))


def newman(facts: Facts, stays: Stays) -> dict[tuple[str, str], float]:
    """Newman's projection by NetworkX."""
    graph = nx.Graph()
    graph.add_nodes_from(facts.ids)
    graph.add_edges_from(
        (facts.ids[person], place) for person, place in zip(stays.people.tolist(), stays.places.tolist(), strict=True)
    )
    projected = bipartite.collaboration_weighted_projected_graph(graph, facts.ids)
    return {(min(a, b), max(a, b)): weight for a, b, weight in projected.edges(data="weight")}


@pytest.mark.parametrize("seed", range(4))
def test_a_place_counts_for_less_the_more_people_it_has(seed: int) -> None:
    facts = random_facts(seed)
    assert weights_of(cohort_mates(facts)) == pytest.approx(newman(facts, facts.memberships))
    assert weights_of(fellow_guests(facts)) == pytest.approx(newman(facts, facts.attendance))


def test_a_place_with_too_many_people_makes_no_edges() -> None:
    facts = facts_of(5, memberships=[(person, 0, 24_000, -1, False) for person in range(4)]
                     + [(person, 1, 24_000, -1, False) for person in (3, 4)])  # fmt: skip
    network = cohort_mates(facts, largest=3)
    assert weights_of(network) == {("p003", "p004"): 1.0}
    assert network.origin["places_too_large"] == 1


def test_more_pairs_than_memory_is_meant_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "PAIRS_AT_MOST", 5)
    for projection in (cohort_mates, colleagues):
        with pytest.raises(ProjectionTooLarge, match="pairs of people"):
            projection(random_facts(1))


def by_months(facts: Facts, end: int, largest: int) -> dict[tuple[str, str], float]:
    """Who worked together, month by month."""
    there: dict[tuple[int, int], set[int]] = {}
    jobs = facts.jobs
    for row in range(len(jobs)):
        first, last = int(jobs.first[row]), int(jobs.last[row])
        if first == UNKNOWN or first > end:
            continue
        until = last if last != UNKNOWN else end if jobs.current[row] else first
        for at in range(first, min(until, end) + 1):
            there.setdefault((int(jobs.places[row]), at), set()).add(int(jobs.people[row]))
    found: dict[tuple[str, str], float] = {}
    for people in there.values():
        for a, b in itertools.combinations(sorted(people), 2):
            if len(people) <= largest:
                pair = facts.ids[a], facts.ids[b]
                found[pair] = found.get(pair, 0) + 1 / (len(people) - 1) / 12
    return found


@pytest.mark.parametrize(("seed", "largest", "rows"), [(0, 200, 500), (1, 4, 500), (2, 200, 3)])
def test_colleagues_share_each_month_among_all_who_are_there(
    seed: int, largest: int, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projections, "ROWS_AT_ONCE", rows)
    facts = random_facts(seed)
    assert weights_of(colleagues(facts, largest=largest)) == pytest.approx(by_months(facts, NOW, largest))


def test_colleagues_of_the_past_are_those_who_were_there() -> None:
    facts = facts_of(
        3,
        memberships=[(person, 0, 24_000 + person, -1, False) for person in range(3)],
        jobs=[(0, 1, 24_000, -1, True), (1, 1, 24_001, 24_005, False), (2, 1, 23_999, -1, True)],
    )
    assert weights_of(colleagues(facts, 24_001)) == pytest.approx({("p000", "p001"): 1 / 12})
    assert colleagues(facts_of(3), None).size == 0


def test_people_join_with_their_first_cohort_or_in_its_year() -> None:
    facts = facts_of(3, memberships=[(0, 3, 24_500, -1, False), (0, 1, 24_400, -1, False), (1, 4, -1, -1, False)])
    assert joined(facts).tolist() == [24_400, 2014 * 12, UNKNOWN]


def moves_of(facts: Facts, names: dict[int, str | None]) -> dict[tuple[str, str], tuple[int, int]]:
    """Moves and movers by plain Python."""
    moves: dict[tuple[str, str], list[int]] = {}
    for person in range(len(facts.ids)):
        held = [
            (int(first), names[int(place)])
            for who, place, first in zip(facts.jobs.people, facts.jobs.places, facts.jobs.first, strict=True)
            if who == person and first != UNKNOWN and names[int(place)] is not None
        ]
        for (before, one), (after, other) in itertools.pairwise(held):
            if after > before:
                moves.setdefault((str(one), str(other)), []).append(person)
    return {pair: (len(people), len(set(people))) for pair, people in moves.items()}


@pytest.mark.parametrize("seed", range(3))
def test_careers_flow_from_job_to_job(seed: int) -> None:
    facts = random_facts(seed)
    flows = industry_flows(facts)
    names = dict(enumerate(facts.employers["industry"].to_list()))
    assert {(a, b): (n, k) for a, b, n, k in flows.table().rows()} == moves_of(facts, names)
    every = moves_of(facts, dict(enumerate(facts.employers["id"].to_list())))
    assert {(a, b): (n, k) for a, b, n, k in employer_flows(facts).table().rows()} == {
        pair: counts for pair, counts in every.items() if pair[0] != pair[1]
    }


def test_flows_are_a_directed_graph_and_a_network_without_directions() -> None:
    facts = facts_of(
        12,
        jobs=[(person, person % 2, 24_000, 24_010, False) for person in range(12)]
        + [(person, 1 - person % 2, 24_020, -1, True) for person in range(11)],
    )
    flows = industry_flows(facts)
    graph = flows.to_networkx()
    assert graph.is_directed()
    assert graph.edges["I", "J"] == {"weight": 6, "people": 6}
    assert graph.nodes["I"] == {"label": "I"}
    assert weights_of(flows.network()) == {("I", "J"): 11.0}
    large = flows.at_least(6)
    assert large.table().rows() == [("I", "J", 6, 6)]
    assert large.origin["flows_left_out"] == 1
    assert network_of(facts, "employer-flows").size == 0


def test_every_projection_has_a_name() -> None:
    facts = random_facts(5)
    for name in projections.PROJECTIONS:
        network = network_at(facts, as_of="2014", projection=name)
        assert (np.diff(network.edges, axis=1) > 0).all()
        assert network.origin["projection"] == name
    with pytest.raises(OptionRefused, match="no projection 'friends'"):
        network_of(facts, "friends")


# --- snapshots --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("projection", ["knows", "cohort"])
def test_a_snapshot_is_read_as_it_was_written(tmp_path: Path, projection: str) -> None:
    network = network_at(random_facts(3), projection=projection)
    write_snapshot(network, tmp_path)
    again = read_snapshot(tmp_path)
    assert again.digest == network.digest
    assert again.origin == network.origin
    assert again.attributes.equals(network.attributes)


def test_a_snapshot_that_was_changed_is_refused(tmp_path: Path) -> None:
    network = network_at(random_facts(3))
    write_snapshot(network, tmp_path)
    edge_table(network).head(5).write_parquet(tmp_path / EDGES)
    with pytest.raises(FileRefused, match="digest"):
        read_snapshot(tmp_path)
    (tmp_path / NODES).unlink()
    with pytest.raises(FileRefused, match="no snapshot"):
        read_snapshot(tmp_path)
