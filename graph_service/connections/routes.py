"""Routes as chains of people: which pairs they consist of, how long they are, what degree that is.

A route is a chain of people, each of whom knows the next (KNOWS). Of all chains the viewer may see, the shortest
counts; of several of that length the one that comes first when each is read as the list of its people's order keys,
from the viewer on. That choice depends on nothing but what the viewer may see, so that nobody hidden can be noticed by
another route being shown. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from graph_service.connections.models import Person


class Chain(NamedTuple):
    """Everybody on a route in order, and for each hop since when the two know each other."""

    people: Sequence[Person]
    since: Sequence[str | None]

    @property
    def hops(self) -> int:
        """How many steps it has."""
        return len(self.people) - 1

    @property
    def ids(self) -> list[str]:
        """The ids of everybody on it, in order."""
        return [one.id for one in self.people]


def pairs_of(chain: Chain) -> list[tuple[Person, Person]]:
    """The two people of each hop, in order.

    >>> a, b, c = (Person(id=name, name=name) for name in "abc")
    >>> [(one.id, other.id) for one, other in pairs_of(Chain([a, b, c], [None, None]))]
    [('a', 'b'), ('b', 'c')]
    """
    return list(pairwise(chain.people))


def degree_of(hops: int | None) -> Literal[1, 2, 3] | None:
    """The degree of somebody that many hops away: exact up to three, none beyond.

    >>> degree_of(1), degree_of(3), degree_of(4), degree_of(None)
    (1, 3, None, None)
    """
    return hops if hops in (1, 2, 3) else None
