"""Signing in and out.

What an attempt costs and what it answers says nothing about the account: an unknown name, a wrong password and an
account that is not in use take the same steps. An attempt is counted in the graph before its password is looked at, so
that the limit holds for many attempts at once and for several processes; a sign-in that succeeds forgives those before.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from graph_service.access import queries
from graph_service.access.passwords import PASSWORDS, Passwords
from graph_service.access.problems import SignInRefused, TooManySignIns
from graph_service.access.tokens import digest, new_token
from graph_service.graph import Graph
from graph_service.settings import Settings

WINDOW_S = 15 * 60
FORGET_AT_MOST = 200


class IssuedToken(NamedTuple):
    """A token, which nobody can read again, and when it ends (ISO 8601)."""

    token: str
    expires_at: str


def sign_in_name(text: str) -> str:
    """The one way a sign-in name is written: width and case do not matter, nor blanks around it.

    >>> sign_in_name(" Ｌｉ.Wei ")
    'li.wei'
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


async def sign_in(
    graph: Graph, settings: Settings, name: str, password: str, passwords: Passwords = PASSWORDS
) -> IssuedToken:
    """A token for that name and password. Raises SignInRefused, TooManySignIns or SignInBusy."""
    name = sign_in_name(name)
    gate = await queries.begin_sign_in(
        graph, name=name, name_hash=digest(name), attempts=settings.sign_in_attempts, window_seconds=WINDOW_S
    )
    if not gate.allowed:
        raise TooManySignIns(gate.wait_seconds)
    verdict = await passwords.check(password, gate.password_hash)
    if not verdict.right or gate.account_id is None or gate.password_hash is None:
        raise SignInRefused
    token = new_token()
    session = await queries.open_session(
        graph,
        account_id=gate.account_id,
        checked_hash=gate.password_hash,
        password_hash=verdict.password_hash,
        name_hash=digest(name),
        token_hash=digest(token),
        seconds=token_seconds(settings),
    )
    if session is None:
        raise SignInRefused
    await queries.forget_expired(graph, window_seconds=WINDOW_S, at_most=FORGET_AT_MOST)
    return IssuedToken(token, session.expires_at)


async def issue_token(graph: Graph, settings: Settings, account_id: str) -> IssuedToken:
    """A token for an account without its password, for whoever has the machine anyway. Raises SignInRefused."""
    token = new_token()
    session = await queries.issue_token(
        graph, account_id=account_id, token_hash=digest(token), seconds=token_seconds(settings)
    )
    if session is None:
        raise SignInRefused
    return IssuedToken(token, session.expires_at)


def token_seconds(settings: Settings) -> int:
    """How long a new token is good for, at least a second."""
    return max(1, round(settings.token_hours * 3600))
