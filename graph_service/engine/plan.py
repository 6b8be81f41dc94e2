"""What a service tells its supervisor to run: one line of JSON through a pipe."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What a supervisor is to run."""

    data_dir: str
    cache_dir: str
    java: str
    java_version: str
    jars: list[str]
    heap_mb: int
    page_cache_mb: int
    port: int | None
    start_timeout_s: float
    command: str
    owner_pid: int
    detached: bool
    restart_pause_s: float
    stop_patience_s: float
    wait_for_holder_s: float = 90

    def line(self) -> str:
        """The plan as one line."""
        return json.dumps(asdict(self))
