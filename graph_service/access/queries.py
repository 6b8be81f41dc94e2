"""The statements of cypher/access as functions: one for each, typed as its header says."""

from __future__ import annotations

from graph_service.access.viewer import Role
from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("access")
HOT = ("token_holder", "begin_sign_in", "open_session")


class TokenHolder(Row):
    """The account that a token stands for."""

    account_id: str
    role: Role
    alumnus_id: str | None


class SignInGate(Row):
    """Whether a password may be tried now, and what to check it against."""

    allowed: bool
    wait_seconds: int
    account_id: str | None
    password_hash: str | None


class Session(Row):
    """A token that was given out."""

    expires_at: str


class Revoked(Row):
    """How many tokens were ended."""

    revoked: int


async def token_holder(graph: Runner, *, token_hash: str) -> TokenHolder | None:
    """The account that this token stands for at this moment; None when the token is no good."""
    rows = rows_as(TokenHolder, await graph.run(STATEMENTS["token_holder"], token_hash=token_hash))
    return rows[0] if rows else None


async def begin_sign_in(graph: Runner, *, name: str, name_hash: str, attempts: int, window_seconds: int) -> SignInGate:
    """Whether this attempt may go on; it is counted already."""
    records = await graph.run(
        STATEMENTS["begin_sign_in"], name=name, name_hash=name_hash, attempts=attempts, window_seconds=window_seconds
    )
    return rows_as(SignInGate, records)[0]


async def open_session(
    graph: Runner,
    *,
    account_id: str,
    checked_hash: str,
    password_hash: str,
    name_hash: str,
    token_hash: str,
    seconds: int,
) -> Session | None:
    """The session of a checked password; None when the account changed while it was being checked."""
    records = await graph.run(
        STATEMENTS["open_session"],
        account_id=account_id,
        checked_hash=checked_hash,
        password_hash=password_hash,
        name_hash=name_hash,
        token_hash=token_hash,
        seconds=seconds,
    )
    rows = rows_as(Session, records)
    return rows[0] if rows else None


async def issue_token(graph: Runner, *, account_id: str, token_hash: str, seconds: int) -> Session | None:
    """A session without a password; None when there is no such account in use."""
    records = await graph.run(STATEMENTS["issue_token"], account_id=account_id, token_hash=token_hash, seconds=seconds)
    rows = rows_as(Session, records)
    return rows[0] if rows else None


async def revoke_token(graph: Runner, *, token_hash: str) -> None:
    """Ends one token."""
    await graph.run(STATEMENTS["revoke_token"], token_hash=token_hash)


async def revoke_tokens(graph: Runner, *, account_id: str) -> Revoked:
    """Ends every token of an account."""
    return rows_as(Revoked, await graph.run(STATEMENTS["revoke_tokens"], account_id=account_id))[0]


async def forget_expired(graph: Runner, *, window_seconds: int, at_most: int) -> None:
    """Takes ended tokens and old counts of attempts out of the graph."""
    await graph.run(STATEMENTS["forget_expired"], window_seconds=window_seconds, at_most=at_most)
