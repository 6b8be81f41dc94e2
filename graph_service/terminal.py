"""What the commands of several rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None, typer.Option("--data", help="The data directory; else GRAPH_SERVICE_DATA_DIR or the user's own.")
]
