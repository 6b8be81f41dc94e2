"""Passwords: Argon2id, never on the event loop, and never more at once than the machine's memory is meant for.

The parameters are those of RFC 9106, section 4, for little memory: 64 MiB, three passes. A hash that was made with
others is made anew when its owner signs in next.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graph_service.access.problems import SignInBusy

T = TypeVar("T")

HASHER = PasswordHasher()
AT_ONCE = 2
WAITING_AT_MOST = 40
MIN_LENGTH, MAX_LENGTH = 10, 1024

_SYLLABLES = [c + v for c in "bdfghjkmnprstvz" for v in "aeiou"]


class Verdict(NamedTuple):
    """Whether a password was right, and the hash to keep from now on."""

    right: bool
    password_hash: str


class Passwords:
    """Makes and checks hashes in threads of its own. `hasher` has the parameters that new hashes get."""

    def __init__(self, hasher: PasswordHasher = HASHER, waiting_at_most: int = WAITING_AT_MOST) -> None:
        self._hasher = hasher
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")
        self._waiting = 0
        self._waiting_at_most = waiting_at_most

    async def hash(self, password: str) -> str:
        """The hash to keep of a new password."""
        return await self._in_thread(lambda: self._hasher.hash(encoded(password)))

    async def check(self, password: str, password_hash: str | None) -> Verdict:
        """Whether that is the password. With no hash to check against it does the same work, and the answer is no.

        Raises SignInBusy when so many are waiting that this one would time out.
        """
        return await self._in_thread(lambda: self._check(encoded(password), password_hash))

    def _check(self, password: bytes, password_hash: str | None) -> Verdict:
        if password_hash is None:
            self._hasher.hash(password)
            return Verdict(False, "")
        try:
            self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return Verdict(False, password_hash)
        if self._hasher.check_needs_rehash(password_hash):
            return Verdict(True, self._hasher.hash(password))
        return Verdict(True, password_hash)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= self._waiting_at_most:
            raise SignInBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


PASSWORDS = Passwords()


def encoded(password: str) -> bytes:
    """A password as bytes; every string there can be in a request has some."""
    return password.encode("utf-8", "surrogatepass")


def suggested_password() -> str:
    """A password that can be read aloud: eight random syllables, 49 bits.

    >>> len(suggested_password())
    19
    """
    parts = ["".join(secrets.choice(_SYLLABLES) for _ in range(2)) for _ in range(4)]
    return "-".join(parts)
