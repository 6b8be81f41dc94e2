"""Neo4j Community as an embedded default: fetched, run, dumped, loaded, checked and filled.

    with open_engine(settings()) as engine:
        driver = AsyncGraphDatabase.driver(engine.uri, auth=(engine.user, engine.password))

Nothing here speaks Cypher: `graph_service.graph` does, and takes `engine.uri`, `engine.user` and `engine.password`.
"""

from __future__ import annotations

from .errors import EngineError
from .lifecycle import Engine, RunningEngine, attach, open_engine, start, stop
from .progress import Progress, ProgressCallback
from .tools import ImportFiles, bulk_import, check, dump, load

__all__ = [
    "Engine",
    "EngineError",
    "ImportFiles",
    "Progress",
    "ProgressCallback",
    "RunningEngine",
    "attach",
    "bulk_import",
    "check",
    "dump",
    "load",
    "open_engine",
    "start",
    "stop",
]
