"""Every read of the service: how it is asked, and what it has to answer. A new GET address is listed here, and so is
held to both properties; a test fails until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from hypothesis import strategies as st

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected import access, connections
from tests.privacy.strategies import NEWCOMERS
from tests.support import stable_id
from tests.worlds import Account, World, id_of

Oracle = Callable[[World, Account, Ask, Answer], None]
Params = st.SearchStrategy[tuple[tuple[str, str], ...]]


class Menu:
    """What a question can name: everything in a world and in its twin, hidden or not, and things that never were."""

    def __init__(self, world: World, twin: World) -> None:
        self._worlds = (world, twin)

    @cached_property
    def people(self) -> st.SearchStrategy[str]:
        """Ids of people."""
        handles = dict.fromkeys(one.handle for world in self._worlds for one in world.people)
        return st.sampled_from([stable_id(handle) for handle in (*handles, *NEWCOMERS, "nobody")])

    @cached_property
    def employers(self) -> st.SearchStrategy[str]:
        """Ids of employers."""
        handles = dict.fromkeys(one.handle for world in self._worlds for one in world.employers)
        return st.sampled_from([id_of("Employer", handle) for handle in (*handles, "none")])

    @cached_property
    def skills(self) -> st.SearchStrategy[str]:
        """Ids of skills."""
        names = dict.fromkeys(skill for world in self._worlds for skill in world.skills)
        return st.sampled_from([id_of("Skill", name) for name in (*names, "none")])


class Read(NamedTuple):
    """One GET address: how to draw a question to it, how often one case does, and the plain answer, if it has one."""

    ask: Callable[[Menu], st.SearchStrategy[Ask]]
    oracle: Oracle | None
    times: int = 1


def _plain(path: str, params: Params | None = None) -> Callable[[Menu], st.SearchStrategy[Ask]]:
    """Questions to an address that names nobody."""
    chosen = params if params is not None else st.just(())
    asks = chosen.map(lambda given: Ask(path, path, given))
    return lambda menu: asks


def _of_person(template: str, params: Params | None = None) -> Callable[[Menu], st.SearchStrategy[Ask]]:
    """Questions about one person."""
    chosen = params if params is not None else st.just(())

    def ask(menu: Menu) -> st.SearchStrategy[Ask]:
        return st.builds(lambda one, given: Ask(template, template.format(alumnus_id=one), given), menu.people, chosen)

    return ask


def _choices(**values: Sequence[str | None]) -> Params:
    """Parameters each of which has one of these values, or is left out where the value is None."""
    drawn = [st.sampled_from([(name, value) for value in options]) for name, options in values.items()]
    return st.tuples(*drawn).map(lambda given: tuple((name, value) for name, value in given if value is not None))


LIMITS = (None, "1", "2", "3")

READS: Mapping[str, Read] = {
    "/v1/me": Read(_plain("/v1/me"), access.me),
    "/v1/me/blocks": Read(_plain("/v1/me/blocks", _choices(limit=LIMITS)), access.blocks),
    "/v1/connections/{alumnus_id}": Read(_of_person("/v1/connections/{alumnus_id}"), connections.connection, times=3),
    "/v1/connection-requests": Read(
        _plain(
            "/v1/connection-requests",
            _choices(
                box=("received", "sent"),
                state=(None, "pending", "accepted", "declined", "withdrawn"),
                limit=LIMITS,
            ),
        ),
        connections.requests,
        times=2,
    ),
}

NOT_ABOUT_PEOPLE = frozenset({"/livez", "/readyz"})
"""Addresses that say nothing of anybody."""
