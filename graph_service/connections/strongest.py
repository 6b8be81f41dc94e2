"""The strongest routes between two people, found exactly, from as little of the network as proves it.

A route is a chain of at most four ties (`ties`), nobody on it twice; its strength is the product of its hops'. Of two
routes the stronger one is better, then the shorter one, then the one whose ids come first.

The search works from both ends. What one hop from either end reaches is known completely at the beginning, which
settles routes of one and two hops. For longer ones more circles are read, always those first that could be on the best
routes, and nothing is read that could not beat the worst route to be answered: a bound for what lies behind a person is
the strength so far, times the best that is left. When one end knows very many people, only the other end's circles are
read. The answer is exact unless a budget ran out, and then names it. Budgets count only what the viewer may see.

Where the circles come from is the caller's affair (`Neighbourhood`): a graph in the service, a small network in tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

from graph_service.connections.ties import Context, Period, Tie, Ties, combined, rounded

WIDE = 800
"""An end with more ties than this is not read around; the other end's circles are."""
BATCH = 128
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

    async def members(self, contexts: Sequence[Context]) -> Mapping[str, Mapping[str, Periods]]:
        """The people of these contexts who may be on a route, each with their times there, by context id."""
        ...


class Budget(NamedTuple):
    """How much may be read for one answer: circles of people, and memberships of contexts."""

    people: int = 6_000
    memberships: int = 120_000


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
        self._members_read = 0
        self._most: dict[tuple[str, bool], float] = {}
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
            await self._longer(near, far)

    def found(self) -> list[StrongRoute]:
        """The best routes so far with their ties."""
        return [self._route(people) for people in self._best.in_order()]

    def _route(self, people: tuple[str, ...]) -> StrongRoute:
        ties = [tie for a, b in pairwise(people) if (tie := self._tie(a, b))]
        strength = 1.0
        for tie in ties:
            strength *= tie.strength
        return StrongRoute(people, tuple(ties), strength)

    # --- routes of three and four hops ------------------------------------------------------------------------------
    async def _longer(self, near: dict[str, float], far: dict[str, float]) -> None:
        best_near, best_far = max(near.values()), max(far.values())
        wanted = [self._worth(near, best_far), self._worth(far, best_near)]
        if max(map(len, wanted)) <= WIDE:
            await self._from_both(near, far)
        elif len(wanted[0]) > len(wanted[1]):
            await self._from_one(far, near, lambda route: route[::-1])
        else:
            await self._from_one(near, far, lambda route: route)

    def _worth(self, side: Mapping[str, float], rest: float) -> list[str]:
        """Those of a side who may be on one of the best routes, the most promising first."""
        worth = [one for one, strength in side.items() if self._best.could_use(strength * rest)]
        return sorted(worth, key=lambda one: (-side[one], one))

    async def _from_both(self, near: dict[str, float], far: dict[str, float]) -> None:
        best_near, best_far = max(near.values()), max(far.values())
        await self._read_circles([*self._worth(near, best_far)[:BATCH], *self._worth(far, best_near)[:BATCH]])
        self._three_hops(near, far)
        await self._four_hops(near, far)
        await self._read_circles([*self._worth(near, best_far), *self._worth(far, best_near)])
        self._three_hops(near, far)
        await self._four_hops(near, far)
        await self._read_members(self._promising(near, far) + self._promising(far, near))
        await self._four_hops(near, far)

    def _three_hops(self, near: Mapping[str, float], far: Mapping[str, float]) -> None:
        by_context: dict[str, list[str]] = defaultdict(list)
        known = [one for one in far if one in self._circles]
        for one in known:
            for context in self._circles[one].contexts:
                by_context[context].append(one)
        known_far = set(known)
        for a in near:
            circle = self._circles.get(a)
            if circle is None:
                continue
            others = set(circle.friends & known_far)
            for context in circle.contexts:
                others.update(by_context.get(context, ()))
            others.discard(a)
            for b in others:
                if self._best.could_use(near[a] * self._at_most(a, b) * far[b]):
                    self._offer([a, b], near[a] * self._strength(a, b) * far[b])

    async def _four_hops(self, near: Mapping[str, float], far: Mapping[str, float]) -> None:
        """Meets in the middle: those one hop beyond somebody near and one hop beyond somebody far."""
        beyond_near, beyond_far = self._beyond(near), self._beyond(far)
        bounds = {
            middle: beyond_near[middle][0][0] * beyond_far[middle][0][0]
            for middle in beyond_near.keys() & beyond_far.keys()
        }
        in_order = sorted(bounds, key=lambda middle: (-bounds[middle], middle))
        for batch in _batches(in_order):
            worth = [middle for middle in batch if self._best.could_use(bounds[middle])]
            if not worth:
                return
            await self._read_circles(worth)
            for middle in worth:
                self._through(middle, beyond_near[middle], beyond_far[middle], near, far)

    def _through(
        self,
        middle: str,
        before: Sequence[tuple[float, str]],
        after: Sequence[tuple[float, str]],
        near: Mapping[str, float],
        far: Mapping[str, float],
    ) -> None:
        for bound, a in before:
            if not self._best.could_use(bound * after[0][0]):
                return
            first = near[a] * self._strength(a, middle)
            for rest, b in after:
                if not self._best.could_use(first * rest):
                    break
                if a != b:
                    self._offer([a, middle, b], first * self._strength(middle, b) * far[b])

    def _beyond(self, side: Mapping[str, float]) -> dict[str, list[tuple[float, str]]]:
        """Who is a hop beyond the people of a side, with a bound for the strength until there, the best first."""
        beyond: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for one, strength in side.items():
            circle = self._circles.get(one)
            if circle is None:
                continue
            known = strength * self._most_of(one, knows=True)
            if self._best.could_use(known):
                for friend in circle.friends:
                    beyond[friend].append((known, one))
            self._beyond_contexts(one, circle, strength * self._most_of(one, knows=False), beyond)
        for end in (self._start, self._end):
            beyond.pop(end, None)
        for reached in beyond.values():
            reached.sort(key=lambda way: (-way[0], way[1]))
        return beyond

    def _beyond_contexts(
        self, one: str, circle: Circle, bound: float, beyond: dict[str, list[tuple[float, str]]]
    ) -> None:
        if not self._best.could_use(bound):
            return
        met: set[str] = set()
        for context in circle.contexts:
            met.update(self._members.get(context, ()))
        for other in met - circle.friends - {one}:
            beyond[other].append((bound, one))

    def _promising(self, side: Mapping[str, float], other: Mapping[str, float]) -> list[Context]:
        """The contexts around a side in which somebody on one of the best routes may be met."""
        rest = max(
            (strength * self._most_of(one, knows=True) for one, strength in other.items() if one in self._circles),
            default=0.0,
        )
        wanted: dict[str, Context] = {}
        for one, strength in side.items():
            if one in self._circles:
                for context in self._needed(one, strength * rest):
                    wanted[context.id] = context
        return list(wanted.values())

    def _needed(self, one: str, bound: float) -> list[Context]:
        """Those contexts of somebody that have to be looked into: whoever is met in none of them is met too weakly."""
        ranked = sorted(
            self._held_at_most(one),
            key=lambda pair: (pair[0], pair[1].id),
        )
        left_out: list[float] = []
        for position, (strength, _) in enumerate(ranked):
            left_out.append(strength)
            if self._best.could_use(bound * combined(left_out)):
                return [context for _, context in ranked[position:]]
        return []

    # --- when one end has very many ties ------------------------------------------------------------------------------
    async def _from_one(
        self, near: dict[str, float], wide: dict[str, float], turned: Callable[[tuple[str, ...]], tuple[str, ...]]
    ) -> None:
        """Reads around `near` alone, and sees who of the other, wide end is met there."""
        top = max(wide.values())
        for batch in _batches(self._worth(near, top)):
            worth = [one for one in batch if self._best.could_use(near[one] * top)]
            await self._read_circles(worth)
            await self._read_members(self._looked_into(near, worth, top))
            await self._meet_wide({one: [(near[one], (one,))] for one in worth}, wide, turned)
        beyond = self._beyond(near)
        in_order = sorted(beyond, key=lambda one: (-beyond[one][0][0], one))
        for batch in _batches(in_order):
            worth = [one for one in batch if self._best.could_use(beyond[one][0][0] * top)]
            if not worth:
                return
            await self._read_circles(worth)
            exact = {one: self._exact_ways(one, beyond[one], near) for one in worth}
            reach = {one: ways[0][0] for one, ways in exact.items() if ways}
            await self._read_members(self._looked_into(reach, list(reach), top))
            await self._meet_wide(exact, wide, turned)

    def _looked_into(self, reach: Mapping[str, float], people: Iterable[str], top: float) -> list[Context]:
        wanted = {context.id: context for one in people for context in self._needed(one, reach[one] * top)}
        return list(wanted.values())

    def _exact_ways(
        self, one: str, ways: Sequence[tuple[float, str]], near: Mapping[str, float]
    ) -> list[tuple[float, tuple[str, ...]]]:
        exact = [(near[before] * self._strength(before, one), (before, one)) for _, before in ways]
        return sorted(exact, key=lambda way: (-way[0], way[1]))

    async def _meet_wide(
        self,
        ways: Mapping[str, Sequence[tuple[float, tuple[str, ...]]]],
        wide: Mapping[str, float],
        turned: Callable[[tuple[str, ...]], tuple[str, ...]],
    ) -> None:
        """Offers the routes that go on from these people to somebody of the wide end."""
        met: dict[str, list[str]] = defaultdict(list)
        bounds: dict[str, float] = {}
        for one, reached in ways.items():
            if not reached:
                continue
            circle = self._circles[one]
            others = {friend for friend in circle.friends if friend in wide}
            for context in circle.contexts:
                others.update(other for other in self._members.get(context, ()) if other in wide)
            for other in others - {one}:
                bound = reached[0][0] * self._at_most(one, other) * wide[other]
                if self._best.could_use(bound):
                    met[other].append(one)
                    bounds[other] = max(bounds.get(other, 0.0), bound)
        for batch in _batches(sorted(bounds, key=lambda other: (-bounds[other], other))):
            worth = [other for other in batch if self._best.could_use(bounds[other])]
            if not worth:
                return
            await self._read_circles(worth)
            for other in worth:
                for one in met[other]:
                    last = self._strength(one, other) * wide[other]
                    for strength, people in ways[one]:
                        if other not in people:
                            self._offer(turned((*people, other)), strength * last)

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
        return self._ties.between(b in circle.friends, shared)

    def _most_of(self, one: str, *, knows: bool) -> float:
        """A strength that no tie of this person exceeds, with somebody they know or with somebody they do not."""
        key = (one, knows)
        if key not in self._most:
            held = [strength for strength, _ in self._held_at_most(one)]
            self._most[key] = combined([self._ties.numbers.knows, *held] if knows else held)
        return self._most[key]

    def _held_at_most(self, one: str) -> list[tuple[float, Context]]:
        held = self._circles[one].contexts.values()
        return [(self._ties.at_most(member.context, member.periods), member.context) for member in held]

    def _at_most(self, a: str, b: str) -> float:
        return self._most_of(a, knows=b in self._circles[a].friends)

    def _contexts_of(self, people: Iterable[str]) -> list[Context]:
        found = {held.context.id: held.context for one in people for held in self._circles[one].contexts.values()}
        return list(found.values())

    async def _read_circles(self, people: Iterable[str]) -> None:
        missing = list(dict.fromkeys(one for one in people if one not in self._circles))
        left = self._budget.people - len(self._circles)
        if missing[:left]:
            # Somebody may have gone meanwhile.
            self._circles.update(dict.fromkeys(missing[:left], NOBODY))
            self._circles.update(await self._neighbourhood.circles(missing[:left]))
        if len(missing) > left:
            raise _BudgetSpent("people")

    async def _read_members(self, contexts: Iterable[Context]) -> None:
        wanted = {one.id: one for one in contexts if one.id not in self._members}
        missing: list[Context] = []
        for one in sorted(wanted.values(), key=lambda context: (context.size, context.id)):
            if self._members_read + one.size > self._budget.memberships:
                raise _BudgetSpent("memberships")
            self._members_read += one.size
            missing.append(one)
        if missing:
            self._members.update(await self._neighbourhood.members(missing))


def _batches(people: Sequence[str]) -> Iterable[Sequence[str]]:
    return (people[start : start + BATCH] for start in range(0, len(people), BATCH))
