"""A graph that is built beside the one it will replace, and the exchange of the two."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from .configuration import Memory, java_environment, write_configuration
from .home import DataDirectory, write_private

if TYPE_CHECKING:
    from .lifecycle import Equipment


class Replacement:
    """The graph in `replacement/` of a data directory, laid out like a data directory of its own."""

    def __init__(self, home: DataDirectory) -> None:
        self._home = home
        self.path = home.path / "replacement"
        self.staged = DataDirectory(self.path)
        self._complete = self.path / "complete"

    def begin(self, memory: Memory) -> None:
        """Make room for a new graph."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.staged.prepare()
        write_configuration(self.staged, memory, 7687)

    def environment(self, equipment: Equipment) -> dict[str, str]:
        """What a tool needs in its environment to work on the new graph."""
        return java_environment(self.staged, equipment.jars)

    def complete(self) -> None:
        """Declare the new graph whole: from here on it is the one that counts."""
        # A store without logs of its own must not get those of the old one.
        self.staged.transactions.mkdir(parents=True, exist_ok=True)
        os.sync()
        write_private(self._complete, "")

    def settle(self) -> None:
        """Put a whole new graph in its place, and remove one that is not whole. Can be interrupted and called again."""
        if self._complete.exists():
            pairs = ((self.staged.database, self._home.database), (self.staged.transactions, self._home.transactions))
            for new, old in pairs:
                if new.exists():
                    shutil.rmtree(old, ignore_errors=True)
                    old.parent.mkdir(parents=True, exist_ok=True)
                    new.replace(old)
            self._complete.unlink()
        shutil.rmtree(self.path, ignore_errors=True)
