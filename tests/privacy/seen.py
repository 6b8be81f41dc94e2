"""Plain answers on a world from which everything hidden has been taken: degrees, mutual connections, routes, contexts.

Nothing here knows of visibility: that is what `tests.worlds.view` is for. Nothing here shares code with the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import networkx as nx

from tests.worlds import Cohort, Employer, Industry, Job, Person, Place, World, month_span


class Seen:
    """A world as one viewer sees it; `viewer` is a handle, or None for somebody who is not in the graph."""

    def __init__(self, world: World, viewer: str | None) -> None:
        self.world = world
        self.viewer = viewer

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Everybody by handle."""
        return self.world.people_by_handle

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        """Everybody by id."""
        return {one.id: one for one in self.world.people}

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """Who knows whom."""
        return self.world.graph()

    @cached_property
    def degrees(self) -> Mapping[str, int]:
        """How many steps everybody within reach is from the viewer, who is 0."""
        if self.viewer is None:
            return {}
        return dict(nx.single_source_shortest_path_length(self.graph, self.viewer))

    def degree(self, handle: str, most: int = 3) -> int | None:
        """The degree of that person, if it is at most that."""
        steps = self.degrees.get(handle)
        return steps if steps is not None and steps <= most else None

    def mutual(self, handle: str) -> list[Person]:
        """Whom both know, in the order of order keys."""
        if self.viewer is None or handle == self.viewer:
            return []
        both = nx.common_neighbors(self.graph, self.viewer, handle)
        return sorted((self.people[one] for one in both), key=lambda one: one.order_key)

    def routes(self, handle: str) -> list[list[str]]:
        """All shortest ways from the viewer to that person, the first by order keys first."""
        if self.viewer is None or not nx.has_path(self.graph, self.viewer, handle):
            return []
        ways = nx.all_shortest_paths(self.graph, self.viewer, handle)
        return sorted(ways, key=lambda way: [self.people[one].order_key for one in way])

    @cached_property
    def employers(self) -> Mapping[str, Employer]:
        """Every employer by handle."""
        return {one.handle: one for one in self.world.employers}

    @cached_property
    def industries(self) -> Mapping[str, Industry]:
        """Every industry by code."""
        return {one.code: one for one in self.world.industries}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Every place by code."""
        return {one.code: one for one in self.world.places}

    @cached_property
    def cohorts(self) -> Mapping[str, Cohort]:
        """Every cohort by handle."""
        return {one.handle: one for one in self.world.cohorts}

    def industry_chain(self, employer: str) -> list[str]:
        """The codes of an employer's industry and everything above it."""
        return list(_upwards(self.industries, self.employers[employer].industry))

    def industries_above(self, code: str) -> list[str]:
        """The codes of an industry and everything above it."""
        return list(_upwards(self.industries, code))

    def place_chain(self, place: str) -> list[str]:
        """The codes of a place and everything above it."""
        return list(_upwards(self.places, place))


def _upwards(tree: Mapping[str, Industry] | Mapping[str, Place], code: str | None) -> Iterable[str]:
    while code is not None:
        yield code
        code = tree[code].parent


def overlap_months(one: Job, other: Job, now: int) -> int:
    """How many months two jobs share; one that goes on lasts until `now`, and one without a beginning shares none."""
    (from_a, to_a), (from_b, to_b) = month_span(one.since, one.until), month_span(other.since, other.until)
    if from_a is None or from_b is None:
        return 0
    last = min(to_a if to_a is not None else now, to_b if to_b is not None else now)
    return max(0, last - max(from_a, from_b) + 1)
