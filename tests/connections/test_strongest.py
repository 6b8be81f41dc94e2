"""The strongest routes against NetworkX, which looks at every route there is, on thousands of random networks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from random import Random

import networkx as nx
import pytest

from graph_service.connections import strongest
from graph_service.connections.models import MAX_ROUTE_HOPS
from graph_service.connections.strongest import Budget, Circle, Ends, Found, Membership, Periods, strongest_routes
from graph_service.connections.ties import Context, ContextKind, Period, TieNumbers, Ties, rounded

NOW = 24_300
CASES = 2_000
AMPLE = Budget(1_000, 25_000)


@dataclass
class Network:
    """A network in memory, and how much of it was read."""

    circles_of: dict[int, Circle]
    members_of: dict[str, dict[int, Periods]]
    people_read: int = 0
    others_read: int = 0
    memberships_read: int = 0

    async def circles(self, people: Sequence[int]) -> Mapping[int, Circle]:
        """Those circles."""
        self.people_read += len(people)
        return {one: self.circles_of[one] for one in people if one in self.circles_of}

    async def contexts_of(self, people: Sequence[int]) -> Mapping[int, Mapping[str, Membership]]:
        """Half of those circles."""
        self.others_read += len(people)
        return {one: self.circles_of[one].contexts for one in people}

    async def ends(self, start: int, end: int) -> Ends:
        """Both ends, and the people of their contexts."""
        circles = {one: self.circles_of[one] for one in (start, end)}
        contexts = {one for circle in circles.values() for one in circle.contexts}
        self.memberships_read += sum(len(self.members_of[one]) for one in contexts)
        return Ends(circles, {one: self.members_of[one] for one in contexts})

    async def people_in(self, contexts: Sequence[Context]) -> Mapping[str, Collection[int]]:
        """Those contexts' people without their times."""
        self.memberships_read += sum(len(self.members_of[context.id]) for context in contexts)
        return {context.id: list(self.members_of[context.id]) for context in contexts}


def random_network(random: Random, people: int, friendships: int, contexts: int, most: int) -> Network:
    """People, who knows whom, and who is in which cohorts, employers, events and groups, when."""
    names = list(range(people))
    friends: dict[int, set[int]] = {name: set() for name in names}
    for _ in range(friendships):
        a, b = random.sample(names, 2)
        friends[a].add(b)
        friends[b].add(a)
    held: dict[int, dict[str, Membership]] = {name: {} for name in names}
    members_of: dict[str, dict[int, Periods]] = {}
    for number in range(contexts):
        kind: ContextKind = random.choice(("cohort", "employer", "event", "group"))
        inside = random.sample(names, random.randint(1, min(most, people)))
        month = random.choice((None, NOW - random.randint(0, 300)))
        context = Context(kind, f"c{number}", random.choice((len(inside), random.randint(2, 220))), month)
        times = {one: random_periods(random) for one in inside}
        members_of[context.id] = times
        for one in inside:
            held[one][context.id] = Membership(context, times[one])
    return Network({name: Circle(frozenset(friends[name]), held[name]) for name in names}, members_of)


def random_periods(random: Random) -> Periods:
    """One time in a context, or two, with dates or without."""

    def period() -> Period:
        first = random.choice((None, NOW - random.randint(1, 240)))
        if random.random() < 0.3:
            return Period(first, None, current=True)
        return Period(first, None if first is None else min(NOW, first + random.randint(0, 90)))

    return tuple(period() for _ in range(random.choice((1, 1, 1, 2))))


def tie_graph(network: Network, ties: Ties) -> nx.Graph:
    """Every tie there is."""
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(network.circles_of)
    for a, b in combinations(network.circles_of, 2):
        mine, theirs = network.circles_of[a].contexts, network.circles_of[b].contexts
        shared = [(mine[one].context, mine[one].periods, theirs[one].periods) for one in mine if one in theirs]
        tie = ties.between(b in network.circles_of[a].friends, shared)
        if tie:
            graph.add_edge(a, b, strength=tie.strength)
    return graph


def all_routes(graph: nx.Graph, start: int, end: int, k: int) -> list[tuple[float, tuple[int, ...]]]:
    """The k best of all routes of at most four hops, by looking at each."""
    found: list[tuple[float, tuple[int, ...]]] = []
    for people in nx.all_simple_paths(graph, start, end, cutoff=MAX_ROUTE_HOPS):
        strength = 1.0
        for a, b in pairwise(people):
            strength *= graph.edges[a, b]["strength"]
        found.append((strength, tuple(people)))
    return sorted(found, key=lambda route: (-rounded(route[0]), len(route[1]), route[1]))[:k]


def simple(found: Found) -> list[tuple[float, tuple[int, ...]]]:
    return [(rounded(route.strength), route.people) for route in found.routes]


def shapes(random: Random) -> Network:
    """Sparse and dense ones, with few and with many in common."""
    people = random.randint(2, 14)
    return random_network(random, people, random.randint(0, people * 2), random.randint(0, 8), random.randint(1, 6))


@pytest.mark.parametrize("rounds", [strongest.ROUNDS, (1, 2, 3, 1_000)])
@pytest.mark.parametrize("few", [strongest.FEW, 1])
@pytest.mark.parametrize("many", [strongest.MANY, 2])
async def test_no_better_route_exists(
    rounds: tuple[int, ...], few: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strongest, "ROUNDS", rounds)
    monkeypatch.setattr(strongest, "BATCH", 2 if many == 2 else strongest.BATCH)
    monkeypatch.setattr(strongest, "FEW", few)
    monkeypatch.setattr(strongest, "MANY", many)
    longest: set[int] = set()
    for case in range(CASES // 4):
        random = Random(case * 31 + len(rounds) * 7 + rounds[0] + few * 3 + many)
        network, ties = shapes(random), Ties(TieNumbers(), NOW)
        start, end = random.sample(sorted(network.circles_of), 2)
        k = random.randint(1, 5)
        found = await strongest_routes(network, ties, start, end, k, AMPLE)
        expected = all_routes(tie_graph(network, ties), start, end, k)
        assert found.stopped_at is None
        assert simple(found) == [(rounded(strength), people) for strength, people in expected], case
        longest.update(len(people) - 1 for _, people in expected)
    assert longest == {1, 2, 3, 4}


async def test_each_hop_carries_the_evidence_that_makes_its_strength() -> None:
    random = Random(5)
    for case in range(300):
        network, ties = shapes(random), Ties(TieNumbers(), NOW)
        start, end = random.sample(sorted(network.circles_of), 2)
        graph = tie_graph(network, ties)
        for route in (await strongest_routes(network, ties, start, end, 3, AMPLE)).routes:
            assert len(route.ties) == len(route.people) - 1, case
            for (a, b), tie in zip(pairwise(route.people), route.ties, strict=True):
                left = 1.0
                for piece in tie.evidence:
                    left *= 1 - piece.strength
                assert tie.strength == pytest.approx(1 - left)
                assert tie.strength == pytest.approx(graph.edges[a, b]["strength"])


async def test_only_a_direct_tie_counts_with_somebody_whom_nobody_may_be_shown_to_know() -> None:
    random, ties = Random(8), Ties(TieNumbers(), NOW)
    seen: set[int] = set()
    for _ in range(200):
        network = shapes(random)
        start, end = random.sample(sorted(network.circles_of), 2)
        found = await strongest_routes(network, ties, start, end, 5, AMPLE, end_in_routes=False)
        direct = [people for _, people in all_routes(tie_graph(network, ties), start, end, 99) if len(people) == 2]
        assert [route.people for route in found.routes] == direct
        seen.add(len(direct))
    assert seen == {0, 1}


async def test_a_budget_that_runs_out_is_named_and_what_was_found_are_routes() -> None:
    named: set[str | None] = set()
    for case in range(400):
        random, ties = Random(case), Ties(TieNumbers(), NOW)
        network = random_network(random, 14, 20, 6, 6)
        start, end = random.sample(sorted(network.circles_of), 2)
        budget = Budget(random.randint(0, 10), random.randint(20, 400))
        found = await strongest_routes(network, ties, start, end, 3, budget)
        graph = tie_graph(network, ties)
        everything = all_routes(graph, start, end, 10_000)
        assert max(network.people_read, network.others_read) <= budget.people
        known = {people: rounded(strength) for strength, people in everything}
        for route in found.routes:
            assert known[route.people] == rounded(route.strength)
        if found.stopped_at is None:
            assert simple(found) == [(rounded(strength), people) for strength, people in everything[:3]]
        named.add(found.stopped_at)
    assert named == {None, "people", "memberships"}


async def test_strong_routes_keep_the_search_from_reading_what_is_weak() -> None:
    random = Random(3)
    network, ties = random_network(random, 300, 3_000, 30, 40), Ties(TieNumbers(), NOW)
    names = sorted(network.circles_of)
    found = await strongest_routes(network, ties, names[0], names[1], 1, AMPLE)
    assert found.stopped_at is None
    everything = sum(len(members) for members in network.members_of.values())
    assert network.people_read < len(names) or network.memberships_read < everything
