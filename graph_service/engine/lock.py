"""The lock: which jars make the server, by Maven coordinates and sha256. It names no host.

`neo4j.lock.toml` beside this module is data; docs/engine.md says how it is made again for another version.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import PurePosixPath
from typing import Any


@dataclass(frozen=True, slots=True)
class Jar:
    """One file of the server."""

    group: str
    artifact: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name.

        >>> Jar("org.neo4j", "neo4j-io", "2026.08.1", "", 1, "").name
        'neo4j-io-2026.08.1.jar'
        """
        suffix = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{suffix}.jar"

    @property
    def path(self) -> PurePosixPath:
        """Where it lies below a Maven repository.

        >>> str(Jar("io.netty", "netty-common", "4.2", "linux", 1, "").path)
        'io/netty/netty-common/4.2/netty-common-4.2-linux.jar'
        """
        return PurePosixPath(*self.group.split("."), self.artifact, self.version, self.name)


@dataclass(frozen=True, slots=True)
class Lock:
    """All files of one version of the server."""

    version: str
    minimum_java: int
    jars: tuple[Jar, ...]
    digest: str

    @property
    def total_bytes(self) -> int:
        """What all files weigh together."""
        return sum(jar.size for jar in self.jars)


def parse_lock(text: str) -> Lock:
    """The lock that a text in the form of neo4j.lock.toml describes."""
    document: dict[str, Any] = tomllib.loads(text)
    jars = tuple(
        Jar(
            entry["groupId"],
            entry["artifactId"],
            entry["version"],
            entry.get("classifier", ""),
            entry["size"],
            entry["sha256"],
        )
        for entry in document["dependencies"]
    )
    version = next(jar.version for jar in jars if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))
    digest = hashlib.sha256("\n".join(f"{jar.path} {jar.sha256}" for jar in jars).encode()).hexdigest()[:16]
    return Lock(version, document["metadata"]["min_java_version"], jars, digest)


@lru_cache
def server_lock() -> Lock:
    """The lock of the server that this version of the service embeds."""
    return parse_lock(resources.files("graph_service.engine").joinpath("neo4j.lock.toml").read_text(encoding="utf-8"))
