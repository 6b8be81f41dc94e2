"""The strongest routes between two people, found exactly, from as little of the network as proves it.

A route is a chain of at most four ties (`ties`), nobody on it twice; its strength is the product of its hops'. Of two
routes the stronger one is better, then the shorter one, then the one whose ids come first.

The search works from both ends. What one hop from either end reaches is known completely at the beginning, which
settles routes of one and two hops. For longer ones more circles are read, always those first that could be on the best
routes, and nothing is read that could not beat the worst route to be answered: a bound for what lies behind a person is
the strength so far, times the best that is left. Of two sides that have to meet it is enough to read one, so that
somebody with thousands of ties is read around only where these are strong. The answer is exact unless a budget ran out.
Then the budget went to what could be on the strongest routes first, the answer holds the best of what that showed, and
names it. Budgets count only what the viewer may see.

Where the circles come from is the caller's affair (`Neighbourhood`): a graph in the service, a small network in tests.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

from graph_service.connections.ties import Context, Held, Period, Tie, Ties, combined, rounded

FEW = 24
"""So many of each side are read first: what they find lets much of the rest be left out."""
MANY = 600
"""Up to so many people, whoever may be on a best route is read at once; else more slowly, from the smaller side."""
ROUNDS = (64, 256, 1_000_000)
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

    friends: frozenset[int]
    contexts: Mapping[str, Membership]


class Ends(NamedTuple):
    """The circles of both ends, and who may be on a route of those in their contexts, with times, by context id."""

    circles: Mapping[int, Circle]
    members: Mapping[str, Mapping[int, Periods]]


NOBODY = Circle(frozenset(), {})


class Neighbourhood(Protocol):
    """Where circles are read."""

    async def ends(self, start: int, end: int) -> Ends:
        """Both ends of the routes; this is asked first."""
        ...

    async def circles(self, people: Sequence[int]) -> Mapping[int, Circle]:
        """The circles of these people, as far as the viewer may see them."""
        ...

    async def contexts_of(self, people: Sequence[int]) -> Mapping[int, Mapping[str, Membership]]:
        """The second half of these people's circles."""
        ...

    async def people_in(self, contexts: Sequence[Context]) -> Mapping[str, Collection[int]]:
        """The ids of the people of these contexts who may be on a route, by context id."""
        ...


class Budget(NamedTuple):
    """How much may be read for one answer beyond the ends: around so many people, and what so many others belong to;
    and so many memberships of contexts.
    """

    people: int
    memberships: int


class StrongRoute(NamedTuple):
    """A route: its people in order, the tie of each hop, and the product of their strengths."""

    people: tuple[int, ...]
    ties: tuple[Tie, ...]
    strength: float


class Found(NamedTuple):
    """The best routes, the best first, and the budget that ran out before it was proved that there is no better one."""

    routes: list[StrongRoute]
    stopped_at: BudgetName | None


class _Best:
    """The k best routes so far."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._routes: dict[tuple[int, ...], float] = {}
        self.least = 0.0

    def could_use(self, strength: float) -> bool:
        """Whether a route of at most that strength might be among the best."""
        return strength > 0 and strength >= self.least - SLACK

    def offer(self, people: tuple[int, ...], strength: float) -> None:
        """Takes a route in if it is among the best."""
        if not self.could_use(strength) or people in self._routes:
            return
        self._routes[people] = strength
        if len(self._routes) > self._k:
            del self._routes[max(self._routes, key=self._rank)]
        if len(self._routes) == self._k:
            self.least = rounded(min(self._routes.values()))

    def in_order(self) -> list[tuple[int, ...]]:
        """The best first."""
        return sorted(self._routes, key=self._rank)

    def _rank(self, people: tuple[int, ...]) -> tuple[float, int, tuple[int, ...]]:
        return -rounded(self._routes[people]), len(people), people


async def strongest_routes(
    neighbourhood: Neighbourhood,
    ties: Ties,
    start: int,
    end: int,
    k: int,
    budget: Budget,
    *,
    end_in_routes: bool = True,
) -> Found:
    """The k best routes from `start` to `end`. When others may not be shown to know `end`, only a direct tie counts."""
    search = _Search(neighbourhood, ties, start, end, k, budget)
    await search.run(end_in_routes)
    return search.found()


class _Side:
    """Everybody one hop from an end with their strengths, and what is known of the hop after.

    `in_order` has the strongest first.
    """

    def __init__(self, strengths: Mapping[int, float]) -> None:
        self.in_order = sorted(sorted(strengths), key=strengths.__getitem__, reverse=True)
        self.strengths = strengths
        self.most = max(strengths.values(), default=0.0)
        self.beyond: dict[int, float] = {}
        self.met: dict[str, float] = {}
        self.unfolded: set[int] = set()
        self.paired: set[int] = set()


class _Search:
    def __init__(self, neighbourhood: Neighbourhood, ties: Ties, start: int, end: int, k: int, budget: Budget) -> None:
        self._neighbourhood = neighbourhood
        self._ties = ties
        self._start, self._end = start, end
        self._best = _Best(k)
        self._circles: dict[int, Circle] = {}
        self._members: Mapping[str, Mapping[int, Periods]] = {}
        self._read: set[int] = set()
        self._left = {"circles": budget.people, "contexts": budget.people, "memberships": budget.memberships}
        self._stopped: BudgetName | None = None
        self._inside: dict[str, Collection[int]] = {}
        self._read_in: defaultdict[str, list[int]] = defaultdict(list)
        self._most: dict[int, tuple[float, float]] = {}
        self._bounds: dict[int, list[tuple[float, Context]]] = {}
        self._times: dict[int, dict[str, Held]] = {}
        self._weights: dict[str, float] = {}
        self._tie_of: dict[tuple[int, int], float] = {}
        self._sides: tuple[_Side, ...] = ()

    async def run(self, end_in_routes: bool) -> None:
        ends = (self._start, self._end)
        circles, self._members = await self._neighbourhood.ends(*ends)
        self._read.update(ends)
        for one in ends:
            self._learn(one, circles.get(one, NOBODY))
        direct = self._tie(self._start, self._end)
        if direct:
            self._best.offer((self._start, self._end), direct.strength)
        if not end_in_routes:
            return
        self._affordable(self._contexts_of(ends))
        near, far = self._neighbours(self._start), self._neighbours(self._end)
        near.pop(self._end, None)
        far.pop(self._start, None)
        for between in near.keys() & far.keys():
            self._best.offer((self._start, between, self._end), near[between] * far[between])
        if near and far:
            await self._longer(_Side(near), _Side(far))

    def found(self) -> Found:
        """The best routes so far with their ties, and what ran out."""
        return Found([self._route(people) for people in self._best.in_order()], self._stopped)

    def _route(self, people: tuple[int, ...]) -> StrongRoute:
        ties = [tie for a, b in pairwise(people) if (tie := self._tie(a, b))]
        strength = 1.0
        for tie in ties:
            strength *= tie.strength
        return StrongRoute(people, tuple(ties), strength)

    # --- routes of three and four hops --------------------------------------------------------------------------------
    async def _longer(self, near: _Side, far: _Side) -> None:
        self._sides = (near, far)
        some, others = self._worth(near, far, 1), self._worth(far, near, 1)
        await self._read_circles(_by_promise(near, some[:FEW], far, others[:FEW]))
        self._three_hops(near, far)
        await self._four_hops(near, far)
        some, others = self._worth(near, far, 1), self._worth(far, near, 1)
        if len(some) + len(others) <= MANY:
            await self._read_circles(_by_promise(near, some, far, others))
            self._three_hops(near, far)
            await self._four_hops(near, far)
        else:
            await self._three_hops_over_one_side(near, far)
            await self._read_worth(near, far)
        await self._read_contexts(await self._met_between(near, far))
        await self._four_hops(near, far)

    async def _three_hops_over_one_side(self, near: _Side, far: _Side) -> None:
        """Finds the best routes of three hops where one side is too large to be read: of each pair, one is enough."""
        for most in ROUNDS:
            some, others = self._cover(near, far)
            await self._read_circles(_by_promise(near, some[:most], far, others[:most]))
            await self._read_partners(near, far)
            if max(len(some), len(others)) <= most:
                break
        await self._read_those_met(near, far)
        await self._read_those_met(far, near)
        self._three_hops(near, far)

    async def _read_worth(self, near: _Side, far: _Side) -> None:
        for most in ROUNDS:
            some, others = self._worth(near, far, 2), self._worth(far, near, 2)
            await self._read_circles(_by_promise(near, some[:most], far, others[:most]))
            await self._four_hops(near, far)
            if max(len(some), len(others)) <= most:
                break

    def _cover(self, near: _Side, far: _Side) -> tuple[list[int], list[int]]:
        """The fewest people of both sides such that each pair that could be on a best route has one of them."""
        some, others = near.in_order, far.in_order
        most = self._ties.numbers.most
        rising = [-far.strengths[one] for one in others]
        best = (len(some), 0)
        for position, one in enumerate(some):
            if position >= sum(best):
                break
            needed = (self._best.least - SLACK) / (near.strengths[one] * most)
            cover = (position, bisect_right(rising, -needed) if needed > 0 else len(others))
            best = min(best, cover, key=sum)
        return some[: best[0]], others[: best[1]]

    def _worth(self, side: _Side, other: _Side, ties: int) -> list[int]:
        """Those of a side who may be on one of the best routes with so many ties more, the most promising first."""
        rest = other.most * self._ties.numbers.most**ties
        too_weak = bisect_left(
            side.in_order, True, key=lambda one: not self._best.could_use(side.strengths[one] * rest)
        )
        return side.in_order[:too_weak]

    async def _read_partners(self, near: _Side, far: _Side) -> None:
        """Reads whom those who were read on one side know on the other, the most promising first."""
        bounds: dict[int, float] = {}
        for side, other in ((near, far), (far, near)):
            for one in side.strengths.keys() & self._read:
                bound = side.strengths[one] * self._most_of(one, knows=True)
                for friend in self._circles[one].friends & other.strengths.keys():
                    if friend not in self._circles:
                        bounds[friend] = max(bounds.get(friend, 0.0), bound * other.strengths[friend])
        self._three_hops(near, far)
        for batch in _batches(sorted(bounds, key=lambda one: (-bounds[one], one))):
            worth = [one for one in batch if self._best.could_use(bounds[one])]
            if not worth:
                return
            await self._read_contexts(worth)
            self._three_hops(near, far)

    async def _read_those_met(self, side: _Side, other: _Side) -> None:
        """Reads who of one side shares a context with somebody who was read on the other."""
        met = await self._people_in(self._looked_into(side, other.most))
        await self._read_contexts(sorted(met & other.strengths.keys()))

    async def _met_between(self, near: _Side, far: _Side) -> list[int]:
        """Who shares a context with somebody near or far, and is one hop from the other side."""
        known = [self._reach(side, knows=True) for side in (near, far)]
        met = [max(self._reach(side, knows=False).values(), default=0.0) for side in (near, far)]
        looked_into = [
            self._looked_into(near, max(known[1].values(), default=0.0)),
            self._looked_into(far, max(known[0].values(), default=0.0)),
        ]
        await self._people_in([*looked_into[0], *looked_into[1]])
        found: set[int] = set()
        for ranked, reach, rest in ((looked_into[0], known[1], met[0]), (looked_into[1], known[0], met[1])):
            inside = await self._people_in(ranked)
            for one, strength in reach.items():
                if self._best.could_use(strength * rest):
                    found |= self._circles[one].friends & inside
        some = await self._people_in(self._looked_into(near, met[1]))
        found |= some & await self._people_in(self._looked_into(far, met[0]))
        return sorted(found - {self._start, self._end})

    def _reach(self, side: _Side, *, knows: bool) -> dict[int, float]:
        """How strong a way over those read on a side can be until the person after them at most."""
        strengths = side.strengths
        return {
            one: strengths[one] * self._most_of(one, knows=knows) for one in strengths.keys() & self._circles.keys()
        }

    def _looked_into(self, side: _Side, rest: float) -> list[tuple[float, Context]]:
        """The contexts of those read on a side in which somebody on one of the best routes may be met, with bounds."""
        found: dict[str, tuple[float, Context]] = {}
        for one in side.strengths.keys() & self._circles.keys():
            reach = side.strengths[one] * rest
            for strength, context in self._needed(one, reach):
                if context.id not in found or found[context.id][0] < reach * strength:
                    found[context.id] = (reach * strength, context)
        return list(found.values())

    def _three_hops(self, near: _Side, far: _Side) -> None:
        """Offers the routes over two people who were both read, one of them since the last time."""
        pairs = {(a, b) for a in near.paired for b in self._tied(a) & far.strengths.keys()}
        pairs.update((a, b) for b in far.paired for a in self._tied(b) & near.strengths.keys())
        near.paired.clear()
        far.paired.clear()
        for a, b in pairs:
            first, last = near.strengths[a], far.strengths[b]
            if self._best.could_use(first * self._at_most(a, b) * last):
                self._offer([a, b], first * self._strength(a, b) * last)

    async def _four_hops(self, near: _Side, far: _Side) -> None:
        """Meets in the middle: those one hop beyond somebody near and one hop beyond somebody far."""
        before, after = self._beyond(near), self._beyond(far)
        bounds = {middle: before[middle] * after[middle] for middle in before.keys() & after.keys()}
        near_met, far_met = near.met.get, far.met.get
        for middle, circle in self._circles.items():
            first, last = before.get(middle, 0.0), after.get(middle, 0.0)
            for context in circle.contexts:
                first, last = max(first, near_met(context, 0.0)), max(last, far_met(context, 0.0))
            if first and last:
                bounds[middle] = first * last
        in_order = [middle for middle in bounds if self._best.could_use(bounds[middle])]
        in_order.sort(key=lambda middle: (-bounds[middle], middle))
        for batch in _batches(in_order):
            worth = [middle for middle in batch if self._best.could_use(bounds[middle])]
            if not worth:
                return
            await self._read_contexts(worth)
            for middle in worth:
                if middle in self._circles and middle not in (self._start, self._end):
                    self._through(middle, near.strengths, far.strengths)

    def _through(self, middle: int, near: Mapping[int, float], far: Mapping[int, float]) -> None:
        tied = self._tied(middle)
        after = [(far[b] * self._at_most(b, middle), b) for b in tied & far.keys()]
        rest = max(after, default=(0.0, 0))[0]
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
        last = sorted(
            (
                (far[b] * self._strength(middle, b), b)
                for bound, b in after
                if self._best.could_use(before[0][0] * bound)
            ),
            reverse=True,
        )
        for first, a in before:
            for second, b in last:
                if not self._best.could_use(first * second):
                    break
                if a != b:
                    self._offer([a, middle, b], first * second)

    def _beyond(self, side: _Side) -> dict[int, float]:
        """Whom those read on a side know, with a bound for the strength until there; contexts are in `met`."""
        fresh: list[tuple[float, int]] = []
        for one in side.unfolded:
            strength = side.strengths[one]
            met = strength * self._most_of(one, knows=False)
            for context in self._circles[one].contexts:
                side.met[context] = max(met, side.met.get(context, 0.0))
            known = strength * self._most_of(one, knows=True)
            if self._best.could_use(known):
                fresh.append((known, one))
        side.unfolded.clear()
        beyond: dict[int, float] = {}
        for known, one in sorted(fresh):
            beyond.update(dict.fromkeys(self._circles[one].friends, known))
        for one in beyond.keys() & side.beyond.keys():
            beyond[one] = max(beyond[one], side.beyond[one])
        side.beyond.update(beyond)
        for end in (self._start, self._end):
            side.beyond.pop(end, None)
        return side.beyond

    def _needed(self, one: int, bound: float) -> list[tuple[float, Context]]:
        """Those contexts of somebody that have to be looked into: whoever is met in none of them is met too weakly."""
        ranked = self._at_most_by_context(one)
        left_out: list[float] = []
        for position, (strength, _) in enumerate(ranked):
            left_out.append(strength)
            if self._best.could_use(bound * combined(left_out)):
                return ranked[position:]
        return []

    # --- what is known ----------------------------------------------------------------------------------------------
    def _offer(self, between: Sequence[int], strength: float) -> None:
        self._best.offer((self._start, *between, self._end), strength)

    def _neighbours(self, one: int) -> dict[int, float]:
        """Everybody with a tie to an end, and its strength; complete once the end's contexts were read."""
        friends = self._circles[one].friends
        shared: defaultdict[int, list[float]] = defaultdict(list)
        for mine in self._held(one).values():
            for other, periods in self._members.get(mine.context.id, {}).items():
                theirs = self._ties.held(mine.context, periods, mine.weight)
                strength = self._ties.strength_between(mine, theirs) if theirs else 0.0
                if strength:
                    shared[other].append(strength)
        knows = self._ties.numbers.knows
        near = dict.fromkeys(friends, knows)
        for other, strengths in shared.items():
            near[other] = self._ties.together([*strengths, knows] if other in friends else strengths)
        near.pop(one, None)
        return near

    def _strength(self, a: int, b: int) -> float:
        """The strength of the tie of two people whose contexts were both read."""
        key = (a, b) if a < b else (b, a)
        if key not in self._tie_of:
            theirs = self._held(b)
            strengths = [
                self._ties.strength_between(mine, theirs[context])
                for context, mine in self._held(a).items()
                if context in theirs
            ]
            if self._know(a, b):
                strengths.append(self._ties.numbers.knows)
            self._tie_of[key] = self._ties.together(strengths)
        return self._tie_of[key]

    def _know(self, a: int, b: int) -> bool:
        return b in self._circles[a].friends or a in self._circles[b].friends

    def _held(self, one: int) -> dict[str, Held]:
        """What somebody who was read belongs to, as ties are made of it."""
        if one not in self._times:
            self._times[one] = {
                context_id: held
                for context_id, (context, periods) in self._circles[one].contexts.items()
                if (held := self._ties.held(context, periods, self._weight(context)))
            }
        return self._times[one]

    def _tie(self, a: int, b: int) -> Tie | None:
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

    def _weight(self, context: Context) -> float:
        if context.id not in self._weights:
            self._weights[context.id] = self._ties.weight(context)
        return self._weights[context.id]

    def _most_of(self, one: int, *, knows: bool) -> float:
        """A strength that no tie of this person exceeds, with somebody they know or with somebody they do not."""
        most = self._most.get(one)
        if most is None:
            numbers = self._ties.numbers
            unknown = combined(strength for strength, _ in self._at_most_by_context(one))
            most = self._most[one] = (
                min(numbers.most, unknown),
                min(numbers.most, combined([unknown, numbers.knows])),
            )
        return most[knows]

    def _at_most_by_context(self, one: int) -> list[tuple[float, Context]]:
        if one not in self._bounds:
            bounds = [(self._ties.at_most(held), held.context) for held in self._held(one).values()]
            self._bounds[one] = sorted(bounds, key=lambda pair: (pair[0], pair[1].id))
        return self._bounds[one]

    def _at_most(self, a: int, b: int) -> float:
        return self._most_of(a, knows=self._know(a, b))

    def _contexts_of(self, people: Iterable[int]) -> list[Context]:
        found = {held.context.id: held.context for one in people for held in self._circles[one].contexts.values()}
        return list(found.values())

    async def _read_circles(self, people: Iterable[int]) -> None:
        """Reads whom these people know and what they belong to, the first of them when not all can be afforded."""
        missing = self._allowed("circles", (one for one in people if one not in self._read))
        if missing:
            read = await self._neighbourhood.circles(missing)
            self._read.update(missing)
            for one in missing:
                # Somebody may have gone meanwhile.
                self._learn(one, read.get(one, NOBODY))

    async def _read_contexts(self, people: Iterable[int]) -> None:
        """Reads what these people belong to, for those whose acquaintances are known from the other end of each tie."""
        missing = self._allowed("contexts", (one for one in people if one not in self._circles))
        if missing:
            read = await self._neighbourhood.contexts_of(missing)
            for one in missing:
                self._learn(one, Circle(frozenset(), read.get(one, {})))

    def _allowed(self, what: Literal["circles", "contexts"], people: Iterable[int]) -> list[int]:
        allowed: dict[int, None] = {}
        for one in people:
            if one in allowed:
                continue
            if len(allowed) == self._left[what]:
                self._stopped = self._stopped or "people"
                break
            allowed[one] = None
        self._left[what] -= len(allowed)
        return list(allowed)

    def _learn(self, one: int, circle: Circle) -> None:
        if one not in self._circles:
            for context in circle.contexts:
                self._read_in[context].append(one)
        self._circles[one] = circle
        for side in self._sides:
            if one in side.strengths:
                side.unfolded.add(one)
                side.paired.add(one)

    def _tied(self, one: int) -> set[int]:
        """Those who may have a tie to somebody, of whom it is known whether the two know each other."""
        circles = self._circles
        tied = {other for context in circles[one].contexts for other in self._read_in[context]}
        if one in self._read:
            tied |= circles[one].friends & circles.keys()
        else:
            tied &= self._read
            tied.update(other for other in self._read if one in circles[other].friends)
        tied.discard(one)
        return tied

    async def _people_in(self, ranked: Sequence[tuple[float, Context]]) -> set[int]:
        """Everybody in any of these contexts, of those with the highest bounds when not all can be afforded."""
        missing = [pair for pair in ranked if pair[1].id not in self._inside]
        missing.sort(key=lambda pair: (-pair[0], pair[1].id))
        in_order = {context.id: context for _, context in missing}
        self._inside.update(dict.fromkeys(in_order, ()))
        affordable = self._affordable(in_order.values())
        if affordable:
            self._inside.update(await self._neighbourhood.people_in(affordable))
        return {one for _, context in ranked for one in self._inside[context.id]}

    def _affordable(self, contexts: Iterable[Context]) -> list[Context]:
        allowed: list[Context] = []
        for context in contexts:
            if context.size > self._left["memberships"]:
                self._stopped = self._stopped or "memberships"
                break
            self._left["memberships"] -= context.size
            allowed.append(context)
        return allowed


def _by_promise(near: _Side, some: Iterable[int], far: _Side, others: Iterable[int]) -> Iterator[int]:
    """People of both sides, the strongest of each first, in the order of the best that a route over them can be."""
    promises = (
        ((-near.strengths[one] * far.most, one) for one in some),
        ((-far.strengths[one] * near.most, one) for one in others),
    )
    return (one for _, one in merge(*promises))


def _batches(people: Sequence[int]) -> Iterable[Sequence[int]]:
    return (people[start : start + BATCH] for start in range(0, len(people), BATCH))
