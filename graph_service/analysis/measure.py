"""What a measure is: a name, words on what it says, and a function from a network to numbers and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from graph_service.analysis.network import Network

Scalar = float | int | str | bool | None


@dataclass(frozen=True)
class Number:
    """One number of a report, with all that is needed to repeat it.

    `value` is None when it is not defined for this network; `note` then says why. `coverage` is the share of nodes (or
    edges) the number is about, 1 when nothing was missing. `error` is the half-width of a 95 % interval of a sampled
    number.
    """

    name: str
    value: Scalar
    definition: str
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    method: Literal["exact", "sampled"] = "exact"
    error: float | None = None
    coverage: float | None = None
    seed: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Findings:
    """What a measure found: numbers, and tables by name (each becomes a CSV and a Parquet file)."""

    numbers: tuple[Number, ...]
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])


@dataclass(frozen=True)
class Course:
    """How an analysis is to be run: the seed, the attributes to look at, and how many seconds one measure may take.

    `seconds` None means as long as the exact answer takes where a measure has one; `tick` is told the share done
    (0 to 1). `threads` never changes a number: where a library's answer depends on them, one thread computes it.
    """

    seed: int = 1
    attributes: tuple[str, ...] = ()
    seconds: float | None = None
    threads: int = 1
    tick: Callable[[float], None] = lambda share: None


@dataclass(frozen=True)
class Measure:
    """A measure with what a report says about it. `run` is pure: the same network and course, the same findings."""

    name: str
    title: str
    definition: str
    source: str
    missing: str
    complexity: str
    run: Callable[[Network, Course], Findings]
