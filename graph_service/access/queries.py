"""The statements of cypher/access as functions: one for each, typed as its header says."""

from __future__ import annotations

from typing import Any, TypeVar

from graph_service.access.viewer import Role
from graph_service.graph import Row, Runner, room_statements, rows_as

R = TypeVar("R", bound=Row)

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
    """A token that was given out: when it ends."""

    expires_at: str


class Revoked(Row):
    """How many tokens were ended."""

    revoked: int


class OwnAccount(Row):
    """What an account says of itself."""

    name: str
    created_at: str
    signed_in_at: str | None


class OwnFacts(Row):
    """What the graph holds about somebody, as it is stored; `models.OwnRecord` is what becomes of it."""

    id: str
    record: dict[str, Any]
    effective: dict[str, Any]
    cohorts: list[dict[str, Any]]
    jobs: list[dict[str, Any]]
    places: list[dict[str, Any]]
    skills: list[dict[str, Any]]
    events: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    connections: int


class NameParts(Row):
    """What the text that search reads of somebody is made of."""

    name: str
    name_latin: str | None
    pinyin: str | None
    initials: str | None
    employers: list[str]
    titles: list[str]


class ChosenPlace(Row):
    """The place that was set, or None for none."""

    place_id: str | None


class Blocked(Row):
    """Somebody whom the viewer blocks, by the name they had then."""

    alumnus_id: str
    name: str | None
    created_at: str
    created_ms: int
    order_key: int


class NewBlock(Row):
    """A block that holds now, and how many requests it withdrew."""

    alumnus_id: str
    withdrawn: int


class StoredDefaults(Row):
    """Whether everybody's labels follow the defaults already."""

    applied: bool


class NewAccount(Row):
    """An account that was made."""

    id: str


class Person(Row):
    """Somebody in the graph."""

    id: str
    name: str


class Account(Row):
    """An account, for an administrator."""

    id: str
    name: str
    role: Role
    disabled: bool
    created_at: str
    signed_in_at: str | None
    tokens: int
    alumnus_id: str | None
    alumnus_name: str | None
    alumnus_key: str | None


class Link(Row):
    """Whether a person was linked: the name of the account that has them already, or None when it is done."""

    taken_by: str | None


class Unlinked(Row):
    """An account that belongs to nobody now, and to how many people it did."""

    name: str
    unlinked: int


class AccountChange(Row):
    """What became of a change: refused for the last administrator, or done, with tokens ended."""

    last_admin: bool
    revoked: int


class PasswordChange(Row):
    """An account with a new password, and how many tokens were ended."""

    name: str
    revoked: int


async def token_holder(graph: Runner, *, token_hash: str) -> TokenHolder | None:
    """The account that this token stands for at this moment; None when the token is no good."""
    return _first(rows_as(TokenHolder, await graph.run(STATEMENTS["token_holder"], token_hash=token_hash)))


async def begin_sign_in(graph: Runner, *, name: str, name_hash: str, attempts: int, window_seconds: int) -> SignInGate:
    """Whether this attempt may go on; it is counted already."""
    return rows_as(
        SignInGate,
        await graph.run(
            STATEMENTS["begin_sign_in"],
            name=name,
            name_hash=name_hash,
            attempts=attempts,
            window_seconds=window_seconds,
        ),
    )[0]


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
    return _first(
        rows_as(
            Session,
            await graph.run(
                STATEMENTS["open_session"],
                account_id=account_id,
                checked_hash=checked_hash,
                password_hash=password_hash,
                name_hash=name_hash,
                token_hash=token_hash,
                seconds=seconds,
            ),
        )
    )


async def issue_token(graph: Runner, *, account_id: str, token_hash: str, seconds: int) -> Session | None:
    """A session without a password; None when there is no such account in use."""
    return _first(
        rows_as(
            Session,
            await graph.run(STATEMENTS["issue_token"], account_id=account_id, token_hash=token_hash, seconds=seconds),
        )
    )


async def revoke_token(graph: Runner, *, token_hash: str) -> None:
    """Ends one token."""
    await graph.run(STATEMENTS["revoke_token"], token_hash=token_hash)


async def revoke_tokens(graph: Runner, *, account_id: str) -> Revoked:
    """Ends every token of an account."""
    return rows_as(Revoked, await graph.run(STATEMENTS["revoke_tokens"], account_id=account_id))[0]


async def forget_expired(graph: Runner, *, window_seconds: int, at_most: int) -> None:
    """Takes ended tokens and old counts of attempts out of the graph."""
    await graph.run(STATEMENTS["forget_expired"], window_seconds=window_seconds, at_most=at_most)


async def account_of(graph: Runner, *, account_id: str) -> OwnAccount | None:
    """The account of the one who asks."""
    return _first(rows_as(OwnAccount, await graph.run(STATEMENTS["account_of"], account_id=account_id)))


async def own_record(graph: Runner, *, viewer_id: str, sees_all: bool) -> OwnFacts | None:
    """Everything the school holds about the one who asks; None when the record is gone."""
    return _first(rows_as(OwnFacts, await graph.run(STATEMENTS["own_record"], viewer_id=viewer_id, sees_all=sees_all)))


async def change_own_record(
    graph: Runner, *, viewer_id: str, changes: dict[str, Any], stated: list[str], today: str
) -> NameParts | None:
    """Writes what somebody says about themselves; None when the record is gone."""
    return _first(
        rows_as(
            NameParts,
            await graph.run(
                STATEMENTS["change_own_record"], viewer_id=viewer_id, changes=changes, stated=stated, today=today
            ),
        )
    )


async def set_own_search(graph: Runner, *, viewer_id: str, search: str) -> None:
    """Writes the text that search reads of somebody."""
    await graph.run(STATEMENTS["set_own_search"], viewer_id=viewer_id, search=search)


async def set_own_place(
    graph: Runner, *, viewer_id: str, place_id: str | None, this_month: str, month: int, today: str
) -> ChosenPlace | None:
    """Writes where somebody lives now; None when there is no such place."""
    return _first(
        rows_as(
            ChosenPlace,
            await graph.run(
                STATEMENTS["set_own_place"],
                viewer_id=viewer_id,
                place_id=place_id,
                this_month=this_month,
                month=month,
                today=today,
            ),
        )
    )


async def own_blocks(
    graph: Runner, *, viewer_id: str, before: int | None, before_key: int | None, limit: int
) -> list[Blocked]:
    """Whom the viewer blocks, the latest first, after that position."""
    return rows_as(
        Blocked,
        await graph.run(
            STATEMENTS["own_blocks"], viewer_id=viewer_id, before=before, before_key=before_key, limit=limit
        ),
    )


async def block(graph: Runner, *, viewer_id: str, sees_all: bool, alumnus_id: str) -> NewBlock | None:
    """Blocks somebody; None when the viewer sees nobody of that id."""
    return _first(
        rows_as(
            NewBlock,
            await graph.run(STATEMENTS["block"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id),
        )
    )


async def unblock(graph: Runner, *, viewer_id: str, alumnus_id: str) -> None:
    """Ends a block, if there is one."""
    await graph.run(STATEMENTS["unblock"], viewer_id=viewer_id, alumnus_id=alumnus_id)


async def set_state_labels(graph: Runner, *, alumnus_ids: list[str]) -> None:
    """Brings the labels of these people in step with their answers."""
    await graph.run(STATEMENTS["set_state_labels"], alumnus_ids=alumnus_ids)


async def record_school_defaults(graph: Runner, *, listed: str, show_connections: bool) -> StoredDefaults:
    """Writes down what holds for people without an answer."""
    return rows_as(
        StoredDefaults,
        await graph.run(STATEMENTS["record_school_defaults"], listed=listed, show_connections=show_connections),
    )[0]


async def relabel_unanswered(graph: Runner) -> None:
    """Brings the labels of everybody without an answer in step with the school's defaults."""
    await graph.run(STATEMENTS["relabel_unanswered"])


class Recounted(Row):
    """How many contexts were counted."""

    counted: int


async def recount_contexts(graph: Runner, *, limit: int) -> Recounted:
    """Counts the people of contexts that had changed, so many at most."""
    return rows_as(Recounted, await graph.run(STATEMENTS["recount_contexts"], limit=limit))[0]


async def confirm_school_defaults(graph: Runner, *, listed: str, show_connections: bool) -> None:
    """Writes down that everybody's labels follow these defaults."""
    await graph.run(STATEMENTS["confirm_school_defaults"], listed=listed, show_connections=show_connections)


async def record_audit(graph: Runner, *, entry_id: str, account_id: str, action: str, subject_ids: list[str]) -> None:
    """Writes down who did what with whose records."""
    await graph.run(
        STATEMENTS["record_audit"], entry_id=entry_id, account_id=account_id, action=action, subject_ids=subject_ids
    )


async def add_account(graph: Runner, *, account_id: str, name: str, password_hash: str, role: str) -> NewAccount:
    """A new account. Raises ConstraintViolated when the name is taken."""
    return rows_as(
        NewAccount,
        await graph.run(
            STATEMENTS["add_account"], account_id=account_id, name=name, password_hash=password_hash, role=role
        ),
    )[0]


async def accounts(graph: Runner, *, role: str | None, limit: int) -> list[Account]:
    """Accounts by name."""
    return rows_as(Account, await graph.run(STATEMENTS["accounts"], role=role, limit=limit))


async def account(graph: Runner, *, name: str) -> Account | None:
    """The account of that name."""
    return _first(rows_as(Account, await graph.run(STATEMENTS["account"], name=name)))


async def find_alumnus(graph: Runner, *, key_or_id: str) -> Person | None:
    """The person of that id or key."""
    return _first(rows_as(Person, await graph.run(STATEMENTS["find_alumnus"], key_or_id=key_or_id)))


async def link_account(graph: Runner, *, name: str, alumnus_id: str) -> Link | None:
    """Makes an account that of a person; None when either is not there."""
    return _first(rows_as(Link, await graph.run(STATEMENTS["link_account"], name=name, alumnus_id=alumnus_id)))


async def unlink_account(graph: Runner, *, name: str) -> Unlinked | None:
    """Makes an account that of nobody; None when there is no such account."""
    return _first(rows_as(Unlinked, await graph.run(STATEMENTS["unlink_account"], name=name)))


async def change_account(graph: Runner, *, name: str, role: str | None, disabled: bool | None) -> AccountChange | None:
    """Another role for an account, or out of use or into it; None when there is no such account."""
    return _first(
        rows_as(AccountChange, await graph.run(STATEMENTS["change_account"], name=name, role=role, disabled=disabled))
    )


async def set_password(graph: Runner, *, name: str, password_hash: str, name_hash: str) -> PasswordChange | None:
    """A new password for an account; None when there is no such account."""
    return _first(
        rows_as(
            PasswordChange,
            await graph.run(STATEMENTS["set_password"], name=name, password_hash=password_hash, name_hash=name_hash),
        )
    )


def _first(rows: list[R]) -> R | None:
    return rows[0] if rows else None
