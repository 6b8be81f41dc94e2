"""Lots: what decides between results that are equally good, so that no place in a list and no id is worth anything.

A pair's lot is a hash of the salt, the mentee's id and the mentor's id; the result with the highest sum of lots wins.
Lots of another draw are independent of those of the first; a second draw is needed about never.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

BITS = 30
_ODD = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def hashes(salt: str, side: str, ids: Iterable[str]) -> NDArray[np.uint64]:
    """64 bits for each person, from the salt, the side of the round and the id.

    >>> bool(hashes("a", "mentee", ["x"])[0] == hashes("b", "mentee", ["x"])[0])
    False
    """
    key = blake2b(salt.encode(), digest_size=32).digest()
    digests = [blake2b(id_.encode(), digest_size=8, key=key, person=side.encode()).digest() for id_ in ids]
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


def lots(mentees: NDArray[np.uint64], mentors: NDArray[np.uint64], draw: int = 0) -> NDArray[np.int64]:
    """The lots, 0 to 2^30 - 1, of pairs whose ends have these hashes.

    The mixing is that of SplitMix64 (Steele, Lea and Flood, 2014).
    """
    mixed = mentees ^ (mentors << np.uint64(1)) ^ (mentors >> np.uint64(63))
    mixed += np.uint64((draw + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(_ODD[0])
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(_ODD[1])
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)
