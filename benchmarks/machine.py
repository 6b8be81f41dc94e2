"""What a figure was measured on and with."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from graph_service import __version__
from graph_service.engine.configuration import Memory, machine_mb
from graph_service.engine.lock import server_lock

LIBRARIES = ("neo4j", "fastapi", "uvicorn", "pydantic")


def processor() -> str:
    """The name of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def machine() -> dict[str, str | int | float]:
    """The machine and the versions, and how busy the machine is."""
    memory = Memory.sensible(machine_mb())
    return {
        "processor": processor(),
        "cores": os.cpu_count() or 0,
        "memory_mb": machine_mb(),
        "engine_heap_mb": memory.heap_mb,
        "engine_page_cache_mb": memory.page_cache_mb,
        "load": round(os.getloadavg()[0], 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "service": __version__,
        "neo4j_server": server_lock().version,
        **{f"{name}_library": version(name) for name in LIBRARIES},
    }
