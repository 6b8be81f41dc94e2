"""Bearer tokens: 256 random bits that only their holder knows; the graph keeps a digest of each."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A token nobody can guess.

    >>> len(new_token()), new_token() == new_token()
    (43, False)
    """
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(secret: str) -> str:
    """SHA-256 in hex: what is stored of a token, and of a name that somebody tried to sign in with.

    A token is random already, so a fast hash without salt is enough to keep it from whoever reads the graph.

    >>> digest("abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
