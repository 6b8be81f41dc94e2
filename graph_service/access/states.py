"""The state labels: what an alumnus answered, or the school's default, as labels that patterns test at no cost.

They are derived in two places that a test holds together: here for people who are written in bulk, and in
`derive_state_labels` (cypher/fragments) for those who change in the graph.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from graph_service.access import queries
from graph_service.access.fields import Listed
from graph_service.graph import Runner
from graph_service.settings import Settings


class Defaults(NamedTuple):
    """What holds for an alumnus who never answered: who finds them, and whether their connections are shown."""

    listed: Listed
    show_connections: bool


def school_defaults(settings: Settings) -> Defaults:
    """The school's defaults."""
    return Defaults(settings.default_listed, settings.default_show_connections)


def state_labels(
    listed: Listed | None,
    show_connections: bool | None,
    mentor: bool | None,
    bridge: bool | None,
    defaults: Defaults,
) -> set[str]:
    """The labels beside `Alumnus` of somebody with these answers; None is a question never answered.

    >>> sorted(state_labels(None, False, True, True, Defaults("connections", True)))
    ['Bridge', 'ConnectionsOnly', 'Discreet', 'Mentor']
    """
    labels: set[str] = set()
    match listed or defaults.listed:
        case "nobody":
            labels.add("Hidden")
        case "connections":
            labels.add("ConnectionsOnly")
        case "members":
            pass
    if not (defaults.show_connections if show_connections is None else show_connections):
        labels.add("Discreet")
    if mentor:
        labels.add("Mentor")
    if bridge:
        labels.add("Bridge")
    return labels


async def set_state_labels(graph: Runner, alumnus_ids: Collection[str]) -> None:
    """Brings the labels of these people in step with their answers; call it in the transaction that changed them."""
    await queries.set_state_labels(graph, alumnus_ids=list(alumnus_ids))
