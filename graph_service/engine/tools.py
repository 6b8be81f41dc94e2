"""What is done with a graph while its engine is stopped: dump, load, check, bulk import.

Load and bulk import build the new graph beside the old one (`replacement/` in the data directory) and put it in its
place when it is whole. The moment of the exchange is one file, `complete`: killed before it appears, the old graph
stays; killed after, whoever comes next finishes the exchange. So there is always either the old graph or the new one.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from . import bolt, lifecycle
from .admin import TOOL_HEAP_MB, run_tool
from .configuration import java_environment, write_configuration
from .disk import MEGABYTE, FreeBytes, free_bytes, require_room
from .errors import DataDamaged, DataNotEmpty, FileUnusable, NoGraph, ToolFailed
from .home import DATABASE, DataDirectory, write_private
from .lifecycle import Equipment, equip
from .lock import server_lock
from .ownership import Note, now, owned
from .processes import ProcessId
from .progress import Progress, ProgressCallback, Step, silent
from .replacement import Replacement

if TYPE_CHECKING:
    from graph_service.settings import Settings

UNCLEAN = re.compile(
    r"Active logical log detected|requires recovery|not shut ?down cleanly|Please recover", re.IGNORECASE
)
DAMAGE = re.compile(r"\[o\.n\.c\.ConsistencyCheckService\]|Inconsistencies found")
HOLDER_PATIENCE_S = 30


@dataclass(frozen=True)
class ImportFiles:
    """Files of one kind of node or relationship: a header file and data files, or files with their header inside.

    `name` is the labels of the nodes joined by ":", or the type of the relationships; empty where a column says it.
    """

    name: str
    files: Sequence[Path]

    def argument(self, option: str) -> str:
        """The option of neo4j-admin that names them. Raises `FileUnusable`."""
        for file in self.files:
            if not file.is_file():
                raise FileUnusable(file, "there is no such file")
            if "," in str(file):
                raise FileUnusable(file, "neo4j-admin takes no file names with a comma")
        return f"{option}={self.name}{'=' if self.name else ''}{','.join(str(file) for file in self.files)}"


def dump(
    settings: Settings,
    file: Path,
    *,
    overwrite: bool = False,
    progress: ProgressCallback = silent,
    free: FreeBytes = free_bytes,
) -> None:
    """Write the graph of a stopped engine into one file, whole or not at all."""
    file = file.expanduser().absolute()
    if file.exists() and not overwrite:
        raise FileUnusable(file, "it exists already, and nobody asked to replace it (--force does)")
    if not file.parent.is_dir():
        raise FileUnusable(file, "its folder does not exist")

    def write() -> None:
        with (
            _stopped(settings, "dump", progress, free) as equipment,
            tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder,
        ):
            require_graph(equipment.home)
            require_room(file.parent, _size(equipment.home.database) + 64 * MEGABYTE, free)
            arguments = ["database", "dump", DATABASE, f"--to-path={folder}"]
            _run(
                equipment, _environment(equipment), arguments, what="Dumping the graph", step="dump", progress=progress
            )
            written = Path(folder, f"{DATABASE}.dump")
            _flush(written)
            written.replace(file)

    _recovering(settings, progress, write)


def load(
    settings: Settings,
    file: Path,
    *,
    overwrite: bool = False,
    progress: ProgressCallback = silent,
    free: FreeBytes = free_bytes,
) -> None:
    """Put the graph of a dump in place of the present one. Raises `DataNotEmpty` unless `overwrite` allows it."""
    file = file.expanduser().absolute()
    if not file.is_file():
        raise FileUnusable(file, "there is no such file")

    def fill(equipment: Equipment, staged: Replacement) -> None:
        require_room(equipment.home.path, file.stat().st_size + 512 * MEGABYTE, free)
        folder = staged.path / "dump"
        folder.mkdir()
        (folder / f"{DATABASE}.dump").symlink_to(file)
        arguments = ["database", "load", DATABASE, f"--from-path={folder}"]
        environment = staged.environment(equipment)
        _run(equipment, environment, arguments, what=f"Loading {file}", step="load", progress=progress)

    _replace(settings, fill, step="load", overwrite=overwrite, progress=progress, free=free)


def check(settings: Settings, *, progress: ProgressCallback = silent, free: FreeBytes = free_bytes) -> None:
    """Check the files of a stopped engine. Raises `DataDamaged`."""

    def inspect() -> None:
        with _stopped(settings, "check", progress, free) as equipment:
            require_graph(equipment.home)
            arguments = ["database", "check", DATABASE, f"--report-path={equipment.home.logs}"]
            try:
                _run(
                    equipment,
                    _environment(equipment),
                    arguments,
                    what="Checking the graph",
                    step="check",
                    progress=progress,
                )
            except ToolFailed as error:
                if DAMAGE.search(error.cause):
                    raise DataDamaged(equipment.home.path, equipment.home.logs) from error
                raise

    _recovering(settings, progress, inspect)


def bulk_import(
    settings: Settings,
    nodes: Sequence[ImportFiles],
    relationships: Sequence[ImportFiles],
    *,
    overwrite: bool = False,
    id_type: Literal["string", "integer", "actual"] = "string",
    array_delimiter: str = ";",
    multiline: bool = False,
    progress: ProgressCallback = silent,
    free: FreeBytes = free_bytes,
) -> str:
    """Fill the graph of a stopped engine from CSV files by neo4j-admin, and return what that printed.

    The data directory must hold no graph yet; `overwrite` allows replacing one, and who passes it has looked whether
    that is wanted. Any row that does not fit (an identifier twice, an end that is no node) fails the whole import.
    Indexes and constraints are not made: the service's migrations do that at its next start.
    """

    def fill(equipment: Equipment, staged: Replacement) -> None:
        arguments = [
            *(
                "database",
                "import",
                "full",
                DATABASE,
                "--path-pattern-style=none",
                "--strict=true",
                "--bad-tolerance=0",
            ),
            *(
                f"--id-type={id_type}",
                f"--array-delimiter={array_delimiter}",
                f"--multiline-fields={str(multiline).lower()}",
            ),
            f"--report-file={equipment.home.logs / 'import.report'}",
            *(group.argument("--nodes") for group in nodes),
            *(group.argument("--relationships") for group in relationships),
        ]
        environment, heap = staged.environment(equipment), max(equipment.memory.heap_mb, 1024)
        printed.append(
            _run(
                equipment,
                environment,
                arguments,
                what="The bulk import",
                step="import",
                progress=progress,
                heap_mb=heap,
            )
        )

    printed: list[str] = []
    _replace(settings, fill, step="import", overwrite=overwrite, progress=progress, free=free)
    return printed[0]


# --- what they share --------------------------------------------------------------------------------------------


@contextmanager
def _stopped(settings: Settings, step: Step, progress: ProgressCallback, free: FreeBytes) -> Generator[Equipment]:
    """Hold the data directory of a stopped engine, in a state that tools can use."""
    equipment = equip(settings, progress, free)
    with owned(equipment.home, Note(ProcessId.own(), lifecycle.this_command(), now(), "busy"), HOLDER_PATIENCE_S):
        Replacement(equipment.home).settle()
        write_configuration(equipment.home, equipment.memory, bolt.free_port())
        progress(Progress(step))
        yield equipment


def _replace(
    settings: Settings,
    fill: Callable[[Equipment, Replacement], None],
    *,
    step: Step,
    overwrite: bool,
    progress: ProgressCallback,
    free: FreeBytes,
) -> None:
    with _stopped(settings, step, progress, free) as equipment:
        home = equipment.home
        if home.has_data and not overwrite:
            raise DataNotEmpty(home.path)
        staged = Replacement(home)
        staged.begin(equipment.memory)
        try:
            fill(equipment, staged)
            staged.complete()
        finally:
            staged.settle()
        write_private(home.version_file, server_lock().version + "\n")


def _recovering(settings: Settings, progress: ProgressCallback, action: Callable[[], None]) -> None:
    """Do what wants a store that was closed cleanly; after a crash, start and stop the engine once, and do it then."""
    try:
        action()
    except ToolFailed as error:
        if not UNCLEAN.search(error.cause):
            raise
        progress(Progress("recover"))
        lifecycle.start(settings, silent).stop()
        action()


def _run(
    equipment: Equipment,
    environment: dict[str, str],
    arguments: list[str],
    *,
    what: str,
    step: Step,
    progress: ProgressCallback,
    heap_mb: int = TOOL_HEAP_MB,
) -> str:
    phase = ""

    def on_line(line: str) -> None:
        nonlocal phase
        if percent := re.search(r"(\d{1,3})(?:\.\d+)?%\s*(?:∆|$)", line):
            progress(Progress(step, phase, units_done=int(percent[1]), units_total=100))
        elif title := re.match(r"\(\d+/\d+\) .*|[A-Z][\w ]+ check$", line):
            phase = title[0]
            progress(Progress(step, phase, units_total=100))

    return run_tool(equipment.java, environment, arguments, what=what, heap_mb=heap_mb, on_line=on_line)


def require_graph(home: DataDirectory) -> None:
    """Raise `NoGraph` where there is none."""
    if not home.has_data:
        raise NoGraph(home.path)


def _environment(equipment: Equipment) -> dict[str, str]:
    return java_environment(equipment.home, equipment.jars)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _flush(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
