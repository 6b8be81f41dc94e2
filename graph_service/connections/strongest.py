"""The strongest routes between two people, found exactly, from as little of the network as proves it.

A route is a chain of at most four ties (`ties`), nobody on it twice; its strength is the product of its hops'. Of two
routes the stronger one is better, then the shorter one, then the one whose ids come first.

The search works from both ends. What one hop from either end reaches is known completely at the beginning, which
settles routes of one and two hops. For longer ones more circles are read, always those first that could be on the best
routes, and nothing is read that could not beat the worst route to be answered: a bound for what lies behind a person is
the strength so far, times the best that is left. Of two sides that have to meet it is enough to read one, so that
somebody with thousands of ties is read around only where these are strong. The answer is exact unless a budget ran out,
and then names it. Budgets count only what the viewer may see.

Where the circles come from is the caller's affair (`Neighbourhood`): a graph in the service, a small network in tests.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple, Protocol

from graph_service.connections.ties import Context, Period, Tie, Ties, combined, rounded

ROUNDS = (16, 64, 256, 1_000_000)
"""How many circles of a side are read before the search looks what it can leave out by now."""
BATCH = 64
SLACK = 1e-9
"""Strengths that differ by less are equal; nothing within it is left out."""

Periods = tuple[Period, ...]
BudgetName = Literal["people", "memberships"]


class Membership(NamedTuple):
    """Somebody's times in a context."""

    context: Context
    periods: Periods


class Circle(NamedTuple):
    """Whom somebody knows, and the contexts that make ties, by id; only what may be on a route for the viewer."""

    friends: frozenset[str]
    contexts: Mapping[str, Membership]


NOBODY = Circle(frozenset(), {})


class Neighbourhood(Protocol):
    """Where circles are read."""

    async def circles(self, people: Sequence[str]) -> Mapping[str, Circle]:
        """The circles of these people, as far as the viewer may see them."""
        ...

    async def contexts_of(self, people: Sequence[str]) -> Mapping[str, Mapping[str, Membership]]:
        """The second half of these people's circles."""
        ...

    async def members(self, contexts: Sequence[Context]) -> Mapping[str, Mapping[str, Periods]]:
        """The people of these contexts who may be on a route, each with their times there, by context id."""
        ...

    async def people_in(self, contexts: Sequence[Context]) -> Mapping[str, Collection[str]]:
        """The ids of the people of these contexts who may be on a route, by context id."""
        ...


class Budget(NamedTuple):
    """How much may be read for one answer: people, and memberships of contexts."""

    people: int = 1_000
    memberships: int = 60_000


class StrongRoute(NamedTuple):
    """A route: its people in order, the tie of each hop, and the product of their strengths."""

    people: tuple[str, ...]
    ties: tuple[Tie, ...]
    strength: float


class Found(NamedTuple):
    """The best routes, the best first, and the budget that ran out before it was proved that there is no better one."""

    routes: list[StrongRoute]
    stopped_at: BudgetName | None


class _BudgetSpent(Exception):
    def __init__(self, name: BudgetName) -> None:
        super().__init__(name)
        self.name: BudgetName = name


class _Best:
    """The k best routes so far."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._routes: dict[tuple[str, ...], float] = {}
        self.least = 0.0

    def could_use(self, strength: float) -> bool:
        """Whether a route of at most that strength might be among the best."""
        return strength > 0 and strength >= self.least - SLACK

    def offer(self, people: tuple[str, ...], strength: float) -> None:
        """Takes a route in if it is among the best."""
        if not self.could_use(strength) or people in self._routes:
            return
        self._routes[people] = strength
        if len(self._routes) > self._k:
            del self._routes[max(self._routes, key=self._rank)]
        if len(self._routes) == self._k:
            self.least = rounded(min(self._routes.values()))

    def in_order(self) -> list[tuple[str, ...]]:
        """The best first."""
        return sorted(self._routes, key=self._rank)

    def _rank(self, people: tuple[str, ...]) -> tuple[float, int, tuple[str, ...]]:
        return -rounded(self._routes[people]), len(people), people


async def strongest_routes(
    neighbourhood: Neighbourhood,
    ties: Ties,
    start: str,
    end: str,
    k: int,
    *,
    end_in_routes: bool = True,
    budget: Budget | None = None,
) -> Found:
    """The k best routes from `start` to `end`. When others may not be shown to know `end`, only a direct tie counts."""
    search = _Search(neighbourhood, ties, start, end, k, budget or Budget())
    stopped: BudgetName | None = None
    try:
        await search.run(end_in_routes)
    except _BudgetSpent as spent:
        stopped = spent.name
    return Found(search.found(), stopped)


class _Search:
    def __init__(self, neighbourhood: Neighbourhood, ties: Ties, start: str, end: str, k: int, budget: Budget) -> None:
        self._neighbourhood = neighbourhood
        self._ties = ties
        self._start, self._end = start, end
        self._budget = budget
        self._best = _Best(k)
        self._circles: dict[str, Circle] = {}
        self._members: dict[str, Mapping[str, Periods]] = {}
        self._read: set[str] = set()
        self._known_by: defaultdict[str, list[str]] = defaultdict(list)
        self._people_read = 0
        self._members_read = 0
        self._inside: dict[str, Collection[str]] = {}
        self._read_in: defaultdict[str, list[str]] = defaultdict(list)
        self._most: dict[tuple[str, bool], float] = {}
        self._held: dict[str, list[tuple[float, Context]]] = {}
        self._tie_of: dict[tuple[str, str], float] = {}

    async def run(self, end_in_routes: bool) -> None:
        ends = [self._start, self._end]
        await self._read_circles(ends)
        direct = self._tie(self._start, self._end)
        if direct:
            self._best.offer((self._start, self._end), direct.strength)
        if not end_in_routes:
            return
        await self._read_members(self._contexts_of(ends))
        near, far = self._neighbours(self._start), self._neighbours(self._end)
        near.pop(self._end, None)
        far.pop(self._start, None)
        for between in near.keys() & far.keys():
            self._best.offer((self._start, between, self._end), near[between] * far[between])
        if near and far:
            await self._longer(_strongest_first(near), _strongest_first(far))

    def found(self) -> list[StrongRoute]:
        """The best routes so far with their ties."""
        return [self._route(people) for people in self._best.in_order()]

    def _route(self, people: tuple[str, ...]) -> StrongRoute:
        ties = [tie for a, b in pairwise(people) if (tie := self._tie(a, b))]
        strength = 1.0
        for tie in ties:
            strength *= tie.strength
        return StrongRoute(people, tuple(ties), strength)

    # --- routes of three and four hops; the people of both sides are in the order of their strength -----------------
    async def _longer(self, near: dict[str, float], far: dict[str, float]) -> None:
        for most in ROUNDS:
            some, others = self._cover(near, far)
            await self._read_circles([*some[:most], *others[:most]])
            await self._read_partners(near, far)
            if max(len(some), len(others)) <= most:
                break
        await self._read_those_met(near, far)
        await self._read_those_met(far, near)
        self._three_hops(near, far)
        for most in ROUNDS:
            some, others = self._worth(near, far), self._worth(far, near)
            await self._read_circles([*some[:most], *others[:most]])
            await self._four_hops(near, far)
            if max(len(some), len(others)) <= most:
                break
        await self._read_contexts(await self._met_between(near, far))
        await self._four_hops(near, far)

    def _cover(self, near: Mapping[str, float], far: Mapping[str, float]) -> tuple[list[str], list[str]]:
        """The fewest people of both sides such that each pair that could be on a best route has one of them."""
        some, others = list(near), list(far)
        most = self._ties.numbers.most
        rising = [-far[one] for one in others]
        best = (len(some), 0)
        for position, one in enumerate(some):
            if position >= sum(best):
                break
            needed = (self._best.least - SLACK) / (near[one] * most)
            cover = (position, bisect_right(rising, -needed) if needed > 0 else len(others))
            best = min(best, cover, key=sum)
        return some[: best[0]], others[: best[1]]

    def _worth(self, side: Mapping[str, float], other: Mapping[str, float]) -> list[str]:
        """Those of a side who may be on one of the best routes of four hops, the most promising first."""
        rest = max(other.values()) * self._ties.numbers.most**2
        return list(takewhile(lambda one: self._best.could_use(side[one] * rest), side))

    async def _read_partners(self, near: Mapping[str, float], far: Mapping[str, float]) -> None:
        """Reads whom those who were read on one side know on the other, the most promising first."""
        bounds: dict[str, float] = {}
        for side, other in ((near, far), (far, near)):
            for one in side.keys() & self._read:
                bound = side[one] * self._most_of(one, knows=True)
                for friend in self._circles[one].friends:
                    if friend in other and friend not in self._circles:
                        bounds[friend] = max(bounds.get(friend, 0.0), bound * other[friend])
        self._three_hops(near, far)
        for batch in _batches(sorted(bounds, key=lambda one: (-bounds[one], one))):
            worth = [one for one in batch if self._best.could_use(bounds[one])]
            if not worth:
                return
            await self._read_contexts(worth)
            self._three_hops(near, far)

    async def _read_those_met(self, side: Mapping[str, float], other: Mapping[str, float]) -> None:
        """Reads who of one side shares a context with somebody who was read on the other."""
        met = await self._people_in(self._looked_into(side, max(other.values())))
        await self._read_contexts(sorted(met & other.keys()))

    async def _met_between(self, near: Mapping[str, float], far: Mapping[str, float]) -> list[str]:
        """Who shares a context with somebody near or far, and is one hop from the other side."""
        met: set[str] = set()
        for side, other in ((near, far), (far, near)):
            reach = self._reach(other, knows=True)
            inside = await self._people_in(self._looked_into(side, max(reach.values(), default=0.0)))
            rest = max(self._reach(side, knows=False).values(), default=0.0)
            for one, strength in reach.items():
                if self._best.could_use(strength * rest):
                    met |= self._circles[one].friends & inside
        rests = [max(self._reach(side, knows=False).values(), default=0.0) for side in (near, far)]
        some = await self._people_in(self._looked_into(near, rests[1]))
        met |= some & await self._people_in(self._looked_into(far, rests[0]))
        return sorted(met - {self._start, self._end})

    def _reach(self, side: Mapping[str, float], *, knows: bool) -> dict[str, float]:
        """How strong a way over those read on a side can be until the person after them at most."""
        return {one: side[one] * self._most_of(one, knows=knows) for one in side.keys() & self._circles.keys()}

    def _looked_into(self, side: Mapping[str, float], rest: float) -> list[Context]:
        """The contexts of those read on a side in which somebody on one of the best routes may be met."""
        read = sorted(side.keys() & self._circles.keys())
        return list({context.id: context for one in read for context in self._needed(one, side[one] * rest)}.values())

    def _three_hops(self, near: Mapping[str, float], far: Mapping[str, float]) -> None:
        """Offers the routes over two people who were both read."""
        for a in near.keys() & self._circles.keys():
            for b in self._tied(a) & far.keys():
                if self._best.could_use(near[a] * self._at_most(a, b) * far[b]):
                    self._offer([a, b], near[a] * self._strength(a, b) * far[b])

    async def _four_hops(self, near: Mapping[str, float], far: Mapping[str, float]) -> None:
        """Meets in the middle: those one hop beyond somebody near and one hop beyond somebody far."""
        before, after = self._beyond(near), self._beyond(far)
        bounds = {middle: before[middle] * after[middle] for middle in before.keys() & after.keys()}
        in_order = [middle for middle in bounds if self._best.could_use(bounds[middle])]
        in_order.sort(key=lambda middle: (-bounds[middle], middle))
        for batch in _batches(in_order):
            worth = [middle for middle in batch if self._best.could_use(bounds[middle])]
            if not worth:
                return
            await self._read_contexts(worth)
            for middle in worth:
                self._through(middle, near, far, after[middle])

    def _through(self, middle: str, near: Mapping[str, float], far: Mapping[str, float], rest: float) -> None:
        tied = self._tied(middle)
        before = sorted(
            (
                (near[a] * self._strength(a, middle), a)
                for a in tied & near.keys()
                if self._best.could_use(near[a] * self._at_most(a, middle) * rest)
            ),
            reverse=True,
        )
        if not before or not self._best.could_use(before[0][0] * rest):
            return
        after = sorted(
            (
                (far[b] * self._strength(middle, b), b)
                for b in tied & far.keys()
                if self._best.could_use(before[0][0] * self._at_most(b, middle) * far[b])
            ),
            reverse=True,
        )
        for first, a in before:
            for second, b in after:
                if not self._best.could_use(first * second):
                    break
                if a != b:
                    self._offer([a, middle, b], first * second)

    def _beyond(self, side: Mapping[str, float]) -> dict[str, float]:
        """Who is a hop beyond those read on a side, with a bound for the strength until there."""
        beyond: dict[str, float] = {}
        for one in side.keys() & self._circles.keys():
            circle = self._circles[one]
            known = side[one] * self._most_of(one, knows=True)
            if self._best.could_use(known):
                for friend in circle.friends:
                    if known > beyond.get(friend, 0.0):
                        beyond[friend] = known
            met = side[one] * self._most_of(one, knows=False)
            if self._best.could_use(met):
                for context in circle.contexts:
                    for other in self._read_in[context]:
                        if met > beyond.get(other, 0.0):
                            beyond[other] = met
        for end in (self._start, self._end):
            beyond.pop(end, None)
        return beyond

    def _needed(self, one: str, bound: float) -> list[Context]:
        """Those contexts of somebody that have to be looked into: whoever is met in none of them is met too weakly."""
        ranked = self._held_at_most(one)
        left_out: list[float] = []
        for position, (strength, _) in enumerate(ranked):
            left_out.append(strength)
            if self._best.could_use(bound * combined(left_out)):
                return [context for _, context in ranked[position:]]
        return []

    # --- what is known ----------------------------------------------------------------------------------------------
    def _offer(self, between: Sequence[str], strength: float) -> None:
        self._best.offer((self._start, *between, self._end), strength)

    def _neighbours(self, one: str) -> dict[str, float]:
        """Everybody with a tie to an end, and its strength; complete once the end's contexts were read."""
        circle = self._circles[one]
        shared: dict[str, list[tuple[Context, Periods, Periods]]] = defaultdict(list)
        for held in circle.contexts.values():
            for other, periods in self._members[held.context.id].items():
                if other != one:
                    shared[other].append((held.context, held.periods, periods))
        near = dict.fromkeys(circle.friends, self._ties.numbers.knows)
        for other, contexts in shared.items():
            tie = self._ties.between(other in circle.friends, contexts)
            if tie:
                near[other] = tie.strength
        near.pop(one, None)
        return near

    def _strength(self, a: str, b: str) -> float:
        key = (a, b) if a < b else (b, a)
        if key not in self._tie_of:
            tie = self._tie(a, b)
            self._tie_of[key] = tie.strength if tie else 0.0
        return self._tie_of[key]

    def _tie(self, a: str, b: str) -> Tie | None:
        """The tie of two people of whom one circle is read, and the other or the people of its contexts."""
        if b == self._start or a not in self._circles or (b == self._end and a != self._start):
            a, b = b, a
        circle, other = self._circles[a], self._circles.get(b)
        shared: list[tuple[Context, Periods, Periods]] = []
        for held in circle.contexts.values():
            if other is not None:
                there = other.contexts.get(held.context.id)
                periods = there.periods if there else None
            else:
                periods = self._members.get(held.context.id, {}).get(b)
            if periods is not None:
                shared.append((held.context, held.periods, periods))
        knows = b in circle.friends or (other is not None and a in other.friends)
        return self._ties.between(knows, shared)

    def _most_of(self, one: str, *, knows: bool) -> float:
        """A strength that no tie of this person exceeds, with somebody they know or with somebody they do not."""
        key = (one, knows)
        if key not in self._most:
            held = [strength for strength, _ in self._held_at_most(one)]
            known = [self._ties.numbers.knows] if knows else []
            self._most[key] = min(self._ties.numbers.most, combined([*known, *held]))
        return self._most[key]

    def _held_at_most(self, one: str) -> list[tuple[float, Context]]:
        if one not in self._held:
            held = self._circles[one].contexts.values()
            bounds = [(self._ties.at_most(member.context, member.periods), member.context) for member in held]
            self._held[one] = sorted(bounds, key=lambda pair: (pair[0], pair[1].id))
        return self._held[one]

    def _at_most(self, a: str, b: str) -> float:
        knows = b in self._circles[a].friends or a in self._circles[b].friends
        return self._most_of(a, knows=knows)

    def _contexts_of(self, people: Iterable[str]) -> list[Context]:
        found = {held.context.id: held.context for one in people for held in self._circles[one].contexts.values()}
        return list(found.values())

    async def _read_circles(self, people: Iterable[str]) -> None:
        """Reads whom these people know and what they belong to."""
        missing = self._allowed(one for one in people if one not in self._read)
        if missing:
            read = await self._neighbourhood.circles(missing)
            self._read.update(missing)
            for one in missing:
                # Somebody may have gone meanwhile.
                self._learn(one, read.get(one, NOBODY))

    async def _read_contexts(self, people: Iterable[str]) -> None:
        """Reads what these people belong to, for those whose acquaintances are known from the other end of each tie."""
        missing = self._allowed(one for one in people if one not in self._circles)
        if missing:
            read = await self._neighbourhood.contexts_of(missing)
            for one in missing:
                self._learn(one, Circle(frozenset(), read.get(one, {})))

    def _allowed(self, people: Iterable[str]) -> list[str]:
        missing = list(dict.fromkeys(people))
        self._people_read += len(missing)
        if self._people_read > self._budget.people:
            raise _BudgetSpent("people")
        return missing

    def _learn(self, one: str, circle: Circle) -> None:
        if one not in self._circles:
            for context in circle.contexts:
                self._read_in[context].append(one)
        for friend in circle.friends:
            self._known_by[friend].append(one)
        self._circles[one] = circle

    def _tied(self, one: str) -> set[str]:
        """Those who may have a tie to somebody, of whom it is known whether the two know each other."""
        tied = {other for context in self._circles[one].contexts for other in self._read_in[context]}
        tied.update(self._known_by[one])
        if one not in self._read:
            return tied & self._read - {one}
        return (tied | self._circles[one].friends & self._circles.keys()) - {one}

    async def _read_members(self, contexts: Sequence[Context]) -> None:
        self._spend(contexts)
        if contexts:
            self._members.update(await self._neighbourhood.members(contexts))

    async def _people_in(self, contexts: Sequence[Context]) -> set[str]:
        """Everybody in any of these contexts."""
        missing = [context for context in contexts if context.id not in self._inside]
        self._spend(missing)
        if missing:
            self._inside.update(dict.fromkeys((context.id for context in missing), ()))
            self._inside.update(await self._neighbourhood.people_in(missing))
        return {one for context in contexts for one in self._inside[context.id]}

    def _spend(self, contexts: Sequence[Context]) -> None:
        self._members_read += sum(context.size for context in contexts)
        if self._members_read > self._budget.memberships:
            raise _BudgetSpent("memberships")


def _strongest_first(side: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(side.items(), key=lambda pair: (-pair[1], pair[0])))


def _batches(people: Sequence[str]) -> Iterable[Sequence[str]]:
    return (people[start : start + BATCH] for start in range(0, len(people), BATCH))
