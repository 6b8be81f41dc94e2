"""Pseudonyms: a keyed hash of each id (HMAC-SHA-256, RFC 2104) with a secret that is new for each export.

Without the secret nobody can tell whose a pseudonym is, nor whether two exports speak of the same person. It is
forgotten with the process that made it, unless it is asked to be kept: then it is in a file that its owner alone reads.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from graph_service.analysis.errors import PlaceTaken

SECRET_BYTES = 32
PSEUDONYM_LETTERS = 32  # 128 bits of the hash: two of a million people share one with a probability below 1e-26
OWNER_ALONE = 0o600


def new_secret() -> bytes:
    """A secret that nobody has seen."""
    return secrets.token_bytes(SECRET_BYTES)


def pseudonyms(ids: Sequence[str], secret: bytes) -> list[str]:
    """The pseudonym of each id, in their order.

    >>> [len(one) for one in pseudonyms(["a", "b"], b"secret")]
    [32, 32]
    """
    return [hmac.new(secret, one.encode(), hashlib.sha256).hexdigest()[:PSEUDONYM_LETTERS] for one in ids]


def keep_secret(secret: bytes, vault: Path, export: str) -> None:
    """Writes the secret of an export to a new file that its owner alone may read. Raises PlaceTaken if there is one."""
    content = {
        "secret": secret.hex(),
        "algorithm": f"HMAC-SHA-256 of the person's id, the first {PSEUDONYM_LETTERS} hexadecimal letters",
        "export": export,
    }
    try:
        file = os.open(vault, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    except FileExistsError as taken:
        raise PlaceTaken(vault, "is there already; a secret overwrites nothing") from taken
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(json.dumps(content, indent=2) + "\n")
