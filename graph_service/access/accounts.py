"""Accounts, for whoever administers them: made, linked to people, taken out of use; every failure with its remedy.

AccountError
├── AccountNotFound        no account of that name
├── AccountNameTaken       another account has the name
├── AccountNameUnusable    a name that cannot be one
├── PasswordTooWeak        too short, or the name itself
├── PersonNotFound         nobody of that key or id in the graph
├── PersonHasAccount       that person has another account already
└── LastAdministrator      without this account nobody could administer
"""

from __future__ import annotations

import unicodedata
import uuid

from graph_service.access import queries
from graph_service.access.passwords import MAX_LENGTH, MIN_LENGTH, PASSWORDS, Passwords
from graph_service.access.queries import Account
from graph_service.access.sign_in import sign_in_name
from graph_service.access.tokens import digest
from graph_service.access.viewer import Role
from graph_service.graph import ConstraintViolated, Graph, Runner

NAME_MAX_LENGTH = 200


class AccountError(Exception):
    """An account cannot be what was asked. `cause` says why, `remedy` what to do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause, remedy)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.cause}\n{self.remedy}"


class AccountNotFound(AccountError):
    """No account of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no account named {name!r}.", "`graph-service accounts list` shows those there are.")


class AccountNameTaken(AccountError):
    """Another account has the name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"An account named {name!r} is there already.",
            "Choose another name, or change that one: `accounts role`, `accounts link`, `accounts password`.",
        )


class AccountNameUnusable(AccountError):
    """A name that cannot be one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} cannot be the name of an account.",
            f"Use 1 to {NAME_MAX_LENGTH} letters, digits or signs, without blanks and control characters.",
        )


class PasswordTooWeak(AccountError):
    """Too short, too long, or the name itself."""

    def __init__(self) -> None:
        super().__init__(
            "This password is too easy to guess, or too long.",
            f"Use {MIN_LENGTH} to {MAX_LENGTH} characters that are not the account's name; or --generate.",
        )


class PersonNotFound(AccountError):
    """Nobody of that key or id is in the graph."""

    def __init__(self, key_or_id: str) -> None:
        super().__init__(
            f"There is no alumnus with the key or the id {key_or_id!r}.",
            "Use the number that the school's own files have for the person, or an id that the API shows.",
        )


class PersonHasAccount(AccountError):
    """That person has another account already."""

    def __init__(self, person: str, taken_by: str) -> None:
        super().__init__(
            f"{person} has the account {taken_by!r} already.",
            f"One person has one account. To move it: `accounts link {taken_by} --remove`, then link again.",
        )


class LastAdministrator(AccountError):
    """Without this account nobody could administer."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} is the last administrator in use.",
            "Make somebody else an administrator first: `accounts role NAME admin`.",
        )


async def add_account(
    graph: Graph,
    name: str,
    password: str,
    role: Role,
    *,
    key_or_id: str | None = None,
    passwords: Passwords = PASSWORDS,
) -> Account:
    """A new account, linked to the person of that key or id if one is named; all of it or nothing.

    Raises AccountNameTaken, AccountNameUnusable, PasswordTooWeak, PersonNotFound or PersonHasAccount.
    """
    name = usable_name(name)
    password_hash = await passwords.hash(usable_password(name, password))

    async def add(transaction: Runner) -> None:
        await queries.add_account(
            transaction, account_id=str(uuid.uuid4()), name=name, password_hash=password_hash, role=role.value
        )
        if key_or_id is not None:
            await _link(transaction, name, key_or_id)

    try:
        await graph.transact(add)
    except ConstraintViolated as taken:
        raise AccountNameTaken(name) from taken
    return await find_account(graph, name)


async def find_account(graph: Runner, name: str) -> Account:
    """The account of that name. Raises AccountNotFound."""
    found = await queries.account(graph, name=sign_in_name(name))
    if found is None:
        raise AccountNotFound(name)
    return found


async def change_account(
    graph: Runner, name: str, *, role: Role | None = None, disabled: bool | None = None
) -> Account:
    """The account with another role, or out of use, or back in it. Raises AccountNotFound or LastAdministrator.

    An account that goes out of use loses its tokens, so that they are not good again when it comes back.
    """
    change = await queries.change_account(
        graph, name=sign_in_name(name), role=None if role is None else role.value, disabled=disabled
    )
    if change is None:
        raise AccountNotFound(name)
    if change.last_admin:
        raise LastAdministrator(name)
    return await find_account(graph, name)


async def set_password(graph: Runner, name: str, password: str, passwords: Passwords = PASSWORDS) -> int:
    """How many tokens of the old password were ended. Raises AccountNotFound or PasswordTooWeak."""
    account = await find_account(graph, name)
    password_hash = await passwords.hash(usable_password(account.name, password))
    change = await queries.set_password(
        graph, name=account.name, password_hash=password_hash, name_hash=digest(account.name)
    )
    if change is None:
        raise AccountNotFound(name)
    return change.revoked


async def link_account(graph: Graph, name: str, key_or_id: str) -> Account:
    """The account as that of the person of that key or id. Raises AccountNotFound, PersonNotFound, PersonHasAccount."""
    await find_account(graph, name)

    async def link(transaction: Runner) -> None:
        await _link(transaction, sign_in_name(name), key_or_id)

    await graph.transact(link)
    return await find_account(graph, name)


async def _link(transaction: Runner, name: str, key_or_id: str) -> None:
    person = await queries.find_alumnus(transaction, key_or_id=key_or_id)
    if person is None:
        raise PersonNotFound(key_or_id)
    link = await queries.link_account(transaction, name=name, alumnus_id=person.id)
    if link is None:
        raise AccountNotFound(name)
    if link.taken_by is not None:
        raise PersonHasAccount(person.name, link.taken_by)


async def unlink_account(graph: Runner, name: str) -> Account:
    """The account as that of nobody. Raises AccountNotFound."""
    if await queries.unlink_account(graph, name=sign_in_name(name)) is None:
        raise AccountNotFound(name)
    return await find_account(graph, name)


async def revoke_tokens(graph: Runner, name: str) -> int:
    """How many tokens of the account were ended. Raises AccountNotFound."""
    account = await find_account(graph, name)
    return (await queries.revoke_tokens(graph, account_id=account.id)).revoked


def usable_name(text: str) -> str:
    """The name as it is kept. Raises AccountNameUnusable.

    >>> usable_name("Li.Wei")
    'li.wei'
    """
    name = sign_in_name(text)
    odd = any(unicodedata.category(character)[0] in "CZ" for character in name)
    if odd or not 1 <= len(name) <= NAME_MAX_LENGTH:
        raise AccountNameUnusable(text)
    return name


def usable_password(name: str, password: str) -> str:
    """The password, if it can be one. Raises PasswordTooWeak.

    >>> usable_password("li.wei", "correct horse")
    'correct horse'
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH or sign_in_name(password) == name:
        raise PasswordTooWeak
    return password
