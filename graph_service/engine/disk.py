"""Room on a disk, asked before something is written that would be half-written without it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from .errors import DiskFull

MEGABYTE = 1024 * 1024
FreeBytes = Callable[[Path], int]


def free_bytes(place: Path) -> int:
    """Bytes that can still be written where `place` is, or will be."""
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def require_room(place: Path, needed_bytes: int, free: FreeBytes = free_bytes) -> None:
    """Raise `DiskFull` unless `needed_bytes` are free where `place` is."""
    left = free(place)
    if left < needed_bytes:
        raise DiskFull(place, left // MEGABYTE, -(-needed_bytes // MEGABYTE))
