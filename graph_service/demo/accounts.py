"""The accounts of the demo: one for each role, with passwords made up anew at every start."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from graph_service.access import accounts, queries
from graph_service.access.accounts import AccountNotFound
from graph_service.access.passwords import suggested_password
from graph_service.access.viewer import Role
from graph_service.graph import Graph

RUN_AT_EACH_START = tuple(
    ("access", name)
    for name in (
        "account",
        "set_password",
        "unlink_account",
        "find_alumnus",
        "link_account",
        "forget_expired",
        *queries.HOT,
    )
)
"""What making these accounts ready and signing in with them runs, to be planned beside something else."""


class DemoAccount(NamedTuple):
    """A way to sign in, and who that is."""

    name: str
    password: str
    role: Role
    about: str


async def ensure_account(graph: Graph, name: str, role: Role, about: str, alumnus: str | None = None) -> DemoAccount:
    """An account of that name and role, for the person of that key or id, with a new password."""
    password = suggested_password()
    try:
        await accounts.find_account(graph, name)
    except AccountNotFound:
        await accounts.add_account(graph, name, password, role, key_or_id=alumnus)
    else:
        await accounts.set_password(graph, name, password)
        if alumnus is not None:
            await accounts.unlink_account(graph, name)
            await accounts.link_account(graph, name, alumnus)
    return DemoAccount(name, password, role, about)


async def ensure_accounts(graph: Graph, viewer: str, second_viewer: str) -> dict[str, DemoAccount]:
    """The demo's accounts by name; `viewer` and `second_viewer` are keys of people in the graph."""
    wanted = (
        ("alumnus", Role.ALUMNUS, "an alumnus, who asks the questions below", viewer),
        ("second-alumnus", Role.ALUMNUS, "another alumnus, who may see less", second_viewer),
        ("staff", Role.STAFF, "somebody of the school's office", None),
        ("researcher", Role.RESEARCHER, "a researcher, who sees no person", None),
        ("admin", Role.ADMIN, "an administrator", None),
    )
    # Side by side, because making a password safe takes a fifth of a second of one processor.
    made = await asyncio.gather(*(ensure_account(graph, *account) for account in wanted))
    return {account.name: account for account in made}
