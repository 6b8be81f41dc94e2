"""Loads the driver without pandas and pyarrow, which it looks for only to turn results into data frames.

Both are installed with the solver of mentoring rounds. A service that never makes a data frame saves 70 MB by it, and
half a second at its start.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def _not_there(*names: str) -> Generator[None]:
    """Makes libraries that nobody has loaded yet look as if they were not installed."""
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # pyright: ignore[reportArgumentType]
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


with _not_there("pandas", "pyarrow"):
    import neo4j

VERSION = neo4j.__version__
"""The driver's."""
