"""An attribute as a measure reads it: numbers or labels for those who have a value, and a mask of who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.measure import Course
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Labels(NamedTuple):
    """A nominal attribute: `codes` (n,) number the `values` in their order, -1 where the value is missing."""

    codes: NDArray[np.int64]
    values: tuple[str, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who has a value; shape (n,)."""
        return self.codes >= 0

    @property
    def coverage(self) -> float:
        """The share of nodes that have a value, 0 without nodes."""
        return float(self.known.mean()) if len(self.codes) else 0.0


class Values(NamedTuple):
    """A numeric attribute: `numbers` (n,), NaN where the value is missing."""

    numbers: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who has a value; shape (n,)."""
        return ~np.isnan(self.numbers)

    @property
    def coverage(self) -> float:
        """The share of nodes that have a value, 0 without nodes."""
        return float(self.known.mean()) if len(self.numbers) else 0.0


def chosen(network: Network, course: Course) -> tuple[str, ...]:
    """The attributes that a course looks at: the ones it names, all of them when it names none."""
    return course.attributes or tuple(network.attributes.columns)


def nominal(network: Network, course: Course) -> tuple[str, ...]:
    """The chosen attributes whose values are labels: text, whole numbers, truth values, dates."""
    return tuple(name for name in chosen(network, course) if is_nominal(network.attributes[name]))


def numeric(network: Network, course: Course) -> tuple[str, ...]:
    """The chosen attributes whose values are numbers, whole or not."""
    return tuple(name for name in chosen(network, course) if network.attributes[name].dtype.is_numeric())


def is_nominal(column: pl.Series) -> bool:
    """Whether a column's values are labels; fractions are not, though whole numbers written as fractions are."""
    if column.dtype.is_float():
        known = column.drop_nulls().drop_nans()
        return bool((known == known.floor()).all()) and bool(known.is_finite().all())
    return not (column.dtype.is_nested() or column.dtype == pl.Null)


def labels(network: Network, attribute: str) -> Labels:
    """The labels of an attribute, numbered in ascending order of the values. Complexity: O(n log n)."""
    column = network.attributes[attribute]
    if column.dtype.is_float():
        column = column.fill_nan(None).cast(pl.Int64)
    values = column.drop_nulls().unique().sort()
    codes = column.replace_strict(values, np.arange(len(values)), default=None, return_dtype=pl.Int64)
    return Labels(codes.fill_null(-1).to_numpy().astype(np.int64), tuple(values.cast(pl.String).to_list()))


def values(network: Network, attribute: str) -> Values:
    """The numbers of an attribute; NaN counts as missing. Complexity: O(n)."""
    return Values(network.attributes[attribute].cast(pl.Float64).fill_null(float("nan")).to_numpy())
