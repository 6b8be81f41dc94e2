"""The data directory: what lies where, its password, and which version wrote it."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from .errors import DataDirectoryUnusable, DataFromNewerVersion, PasswordLost

DATABASE = "neo4j"


class DataDirectory:
    """One graph on disk, with everything the engine needs beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.conf = self.path / "conf"
        self.logs = self.path / "logs"
        self.data = self.path / "data"
        self.password_file = self.path / "password"
        self.version_file = self.path / "version"
        self.info_file = self.path / "engine.json"
        self.lock_file = self.path / "engine.lock"
        self.console_log = self.logs / "console.log"
        self.supervisor_log = self.logs / "supervisor.log"

    @property
    def database(self) -> Path:
        """The store of the graph itself."""
        return self.data / "databases" / DATABASE

    @property
    def transactions(self) -> Path:
        """The transaction logs of the graph."""
        return self.data / "transactions" / DATABASE

    @property
    def has_data(self) -> bool:
        """Whether a graph, even an empty one, was ever made here."""
        return (self.database / "neostore").exists()

    @property
    def has_users(self) -> bool:
        """Whether the server was set up with a password."""
        return (self.data / "databases" / "system" / "neostore").exists()

    def prepare(self) -> None:
        """Make the directories, for their owner only. Raises `DataDirectoryUnusable`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (self.conf, self.logs, self.data):
                folder.mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise DataDirectoryUnusable(self.path, (error.strerror or str(error)).lower()) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise DataDirectoryUnusable(self.path, "it is not writable")

    def check_version(self, ours: str) -> None:
        """Raise `DataFromNewerVersion` where a newer server wrote the data."""
        try:
            found = self.version_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return
        if version_key(found) > version_key(ours):
            raise DataFromNewerVersion(self.path, found, ours)

    def password(self) -> str:
        """The password of the engine, made at the first call. Raises `PasswordLost`."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            pass
        if self.has_users:
            raise PasswordLost(self.password_file)
        # Letters and digits only: neo4j-admin takes a password that begins with "-" for an option.
        password = secrets.token_hex(24)
        write_private(self.password_file, password + "\n")
        return password


def version_key(version: str) -> tuple[int, ...]:
    """Versions as numbers, so that they compare.

    >>> version_key("2026.10.0") > version_key("2026.08.1") > version_key("5.26.1")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", version))


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)
