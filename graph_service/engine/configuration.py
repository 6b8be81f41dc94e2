"""How the server is configured: memory for this machine, neo4j.conf, and the Java command lines."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

from . import pages
from .bolt import HOST
from .disk import MEGABYTE
from .home import DataDirectory, write_private
from .java import Java

SERVER = "org.neo4j.server.Neo4jCommunity"
ADMIN_TOOL = "org.neo4j.cli.AdminTool"
TRANSACTION_CEILING_S = 3600
"""No transaction lives longer, whatever its client asks for. A request's own limit is far below it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the server may take, in MB."""

    heap_mb: int
    page_cache_mb: int

    @classmethod
    def sensible(cls, machine_mb: int, heap_mb: int | None = None, page_cache_mb: int | None = None) -> Memory:
        """What was asked for, and an eighth of the machine each for what was not.

        >>> Memory.sensible(24_000)
        Memory(heap_mb=3000, page_cache_mb=3000)
        >>> Memory.sensible(2_000, page_cache_mb=100)
        Memory(heap_mb=512, page_cache_mb=100)
        """
        return cls(
            heap_mb or min(max(machine_mb // 8, 512), 4096), page_cache_mb or min(max(machine_mb // 8, 128), 8192)
        )


def machine_mb() -> int:
    """Memory of this machine, or of the container this runs in, in MB."""
    total = psutil.virtual_memory().total
    for limit in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        try:
            total = min(total, int(limit.read_text(encoding="ascii")))
        except (OSError, ValueError):
            continue
    return total // MEGABYTE


def neo4j_conf(home: DataDirectory, memory: Memory, port: int) -> str:
    """The text of neo4j.conf. It is written at each start; changes belong into the service's settings."""
    lines = {
        "server.directories.data": home.data,
        "server.directories.logs": home.logs,
        "server.directories.run": home.path / "run",
        "server.directories.import": home.path / "import",
        "server.directories.plugins": home.path / "plugins",
        "server.directories.dumps.root": home.data / "dumps",
        "server.default_listen_address": HOST,
        "server.default_advertised_address": HOST,
        "server.bolt.listen_address": f"{HOST}:{port}",
        "server.bolt.advertised_address": f"{HOST}:{port}",
        "server.bolt.tls_level": "DISABLED",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        # The only client is local and knows the password; a lock-out after a slip would only hurt its owner.
        "dbms.security.auth_max_failed_attempts": "0",
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "server.memory.heap.initial_size": f"{min(memory.heap_mb, 256)}m",
        "server.memory.heap.max_size": f"{memory.heap_mb}m",
        "server.memory.pagecache.size": f"{memory.page_cache_mb}m",
        # Signs of life while a statement runs are for networks that lose a connection silently. A client that expects
        # them sets an alarm at each read, a sixth of what a short statement costs it.
        "server.bolt.connection_keep_alive_for_requests": "OFF",
        "db.transaction.timeout": f"{TRANSACTION_CEILING_S}s",
        "db.logs.query.enabled": "OFF",
        # A node's relationships are kept by type from the first on, so that whoever asks where somebody lives does not
        # read through everybody they know: two to three times fewer reads for that, and 3 % more disk.
        "db.relationship_grouping_threshold": "1",
        # Only what a recovery needs is kept, half a gigabyte less: dumps are the backups here, not logs of days.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "64M",
        "db.tx_log.rotation.retention_policy": "1 files",
        # The defaults wait ten seconds at a stop, long after the databases are closed, for clients that are gone.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
    }
    return "".join(f"{key}={_escaped(value)}\n" for key, value in lines.items())


def _escaped(value: str | Path) -> str:
    return str(value).replace("\\", "/") if isinstance(value, Path) else value


def write_configuration(home: DataDirectory, memory: Memory, port: int) -> None:
    """Write neo4j.conf."""
    write_private(home.conf / "neo4j.conf", neo4j_conf(home, memory, port))


def java_environment(home: DataDirectory, jars: list[Path]) -> dict[str, str]:
    """What the server and its tools need in their environment."""
    # The class path would be 25 KB of command line.
    classes = {"CLASSPATH": os.pathsep.join(map(str, jars))}
    places = {"NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}
    return {**classes, **places, **pages.malloc_environment(os.environ)}


def server_flags(java: Java, memory: Memory) -> list[str]:
    """How Java is started for the server: small at first, and ended for good when memory has run out."""
    # What stays on the heap is small (a hundred megabytes beside a million people), so that a full collection takes
    # 0.2 s; for that every search is an eighth faster than with G1, whose barriers each write pays for.
    collector = "-XX:+UseSerialGC" if memory.heap_mb <= 1024 else "-XX:+UseParallelGC"
    heap = [f"-Xms{min(memory.heap_mb, 256)}m", f"-Xmx{memory.heap_mb}m"]
    # Statements become classes and compiled code. By default Java collects everything when these have grown somewhat:
    # three stops of 0.1 to 0.35 s in the first minutes.
    code = ["-XX:MetaspaceSize=256m", "-XX:SweeperThreshold=80"]
    return [
        *java.flags,
        collector,
        *heap,
        *code,
        "-XX:+ExitOnOutOfMemoryError",
        "-Dfile.encoding=UTF-8",
        "-Djava.awt.headless=true",
    ]


def server_command(home: DataDirectory) -> list[str]:
    """What Java runs."""
    return [SERVER, f"--home-dir={home.path}", f"--config-dir={home.conf}"]
