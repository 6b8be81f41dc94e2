"""Homophily: how far each group keeps to itself, beyond its share of people, and with whom it mixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph_service.analysis import columns
from graph_service.analysis.columns import Labels
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 30


def groups(network: Network, attribute: str) -> pl.DataFrame:
    """One row for each label with an edge: how many people it has, and how far their ties stay inside.

    Columns: value, people, share (of the people with a value), within (edges inside), across (edges that leave),
    homophily (2 within / (2 within + across)), inbreeding ((homophily - share) / (1 - share): 0 as chance would have
    it, 1 when all ties stay inside, negative when they avoid it; null for a group of everybody), coleman (the same but
    (homophily - share) / share when negative, so that -1 means no tie inside).
    Source: Coleman, Relational analysis, 1958; Currarini, Jackson and Pin, An economic model of friendship, 2009.
    Missing values: people without a value are dropped with their edges. Complexity: O(n log n + m).
    """
    found = columns.labels(network, attribute)
    within, ends = _within(found, network.edges)
    people = np.bincount(found.codes[found.known], minlength=len(found.values))
    joined = np.flatnonzero(ends)
    frame = pl.DataFrame(
        {
            "value": pl.Series([found.values[code] for code in joined.tolist()], dtype=pl.String),
            "people": people[joined],
            "share": people[joined] / max(int(people.sum()), 1),
            "within": within[joined],
            "across": ends[joined] - 2 * within[joined],
            "homophily": 2 * within[joined] / ends[joined],
        }
    )
    above = pl.col("homophily") - pl.col("share")
    inbreeding = pl.when(pl.col("share") < 1).then(above / (1 - pl.col("share")))
    coleman = pl.when(above >= 0).then(inbreeding).otherwise(above / pl.col("share"))
    return frame.with_columns(inbreeding.alias("inbreeding"), coleman.alias("coleman"))


def inbreeding_homophily(network: Network, attribute: str) -> float | None:
    """The groups' inbreeding indices in the mean, weighted by their people; None where no group can have one.

    Definition, source, missing values and complexity: see `groups`.
    """
    table = groups(network, attribute).drop_nulls("inbreeding")
    people = int(table["people"].sum())
    return float((table["inbreeding"] * table["people"]).sum()) / people if people else None


def external_internal(network: Network, attribute: str) -> float | None:
    """The E-I index: edges between groups less edges inside them, as a share of both; None without such edges.

    Source: Krackhardt and Stern, Informal networks and organizational crises, 1988. Missing values: people without a
    value are dropped with their edges. Complexity: O(n log n + m).
    """
    found = columns.labels(network, attribute)
    within, ends = _within(found, network.edges)
    edges = int(ends.sum()) // 2
    return (edges - 2 * int(within.sum())) / edges if edges else None


def mixing_matrix(network: Network, attribute: str, largest: int = LARGEST) -> pl.DataFrame:
    """Edge ends by the labels of both ends: a square table of the labels with the most people, in their own order.

    First column `value`, then one column for each value; a cell counts the edges between two labels, and twice those
    inside one, so that rows sum to edge ends. Missing values: people without one are dropped with their edges; labels
    beyond the `largest` are left out, never lumped together. Complexity: O(n log n + m).
    """
    found = columns.labels(network, attribute)
    people = np.bincount(found.codes[found.known], minlength=len(found.values))
    shown: NDArray[np.int64] = np.sort(np.argsort(-people, kind="stable")[:largest])
    places = np.full(len(found.values) + 1, -1)
    places[shown] = np.arange(len(shown))
    ends = places[found.codes][network.edges]
    first, second = ends[(ends >= 0).all(axis=1)].T
    count = len(shown)
    cells = np.bincount(first * count + second, minlength=count**2).reshape(count, count)
    names = [value for code, value in enumerate(found.values) if places[code] >= 0]
    square = pl.DataFrame(cells + cells.T, schema=[(f"{place}", pl.Int64) for place in range(count)])
    return square.rename(_distinct(names)).insert_column(0, pl.Series("value", names, dtype=pl.String))


def homophilous(network: Network, course: Course) -> Findings:
    """Inbreeding and the E-I index of every nominal attribute, with the groups and the mixing matrix of each.

    Definition: How much more of a group's ties stay inside than its share of people, and edges by both ends' groups.
    Source: Coleman, Relational analysis, 1958; Currarini, Jackson and Pin, 2009; Krackhardt and Stern, 1988. Missing
    values: people without a value are dropped for that attribute, with their edges; the coverage says how many.
    Complexity: O(n log n + m) an attribute.
    """
    numbers: list[Number] = []
    tables: dict[str, pl.DataFrame] = {}
    chosen = columns.nominal(network, course)
    for place, name in enumerate(chosen):
        numbers += _numbers(network, name)
        tables[f"homophily_{name}"] = groups(network, name)
        tables[f"mixing_{name}"] = mixing_matrix(network, name)
        course.tick((place + 1) / len(chosen))
    return Findings(tuple(numbers), tables)


def _within(found: Labels, edges: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The edges inside each label, and the edge ends at it of all edges whose both ends have one."""
    first, second = found.codes[edges[:, 0]], found.codes[edges[:, 1]]
    known = (first >= 0) & (second >= 0)
    first, second = first[known], second[known]
    count = len(found.values)
    ends = np.bincount(first, minlength=count) + np.bincount(second, minlength=count)
    return np.bincount(first[first == second], minlength=count), ends


def _distinct(names: list[str]) -> dict[str, str]:
    """New names of the columns 0, 1, …, none of them the first column's."""
    return {f"{place}": f"{name} " if name == "value" else name for place, name in enumerate(names)}


def _numbers(network: Network, attribute: str) -> list[Number]:
    coverage = columns.labels(network, attribute).coverage
    inbreeding, balance = inbreeding_homophily(network, attribute), external_internal(network, attribute)
    about = {"attribute": attribute}
    none = "Not defined where no edge joins two known values of two groups or more."
    return [
        Number(
            f"inbreeding_homophily.{attribute}",
            inbreeding,
            "The groups' (share of ties inside - share of people) / (1 - share of people), mean by people.",
            about,
            coverage=coverage,
            note=none if inbreeding is None else None,
        ),
        Number(
            f"external_internal.{attribute}",
            balance,
            "Edges between groups less edges inside them, as a share of both: -1 all inside, 1 all between.",
            about,
            coverage=coverage,
            note=none if balance is None else None,
        ),
    ]


MEASURE = Measure(
    name="homophily",
    title="Homophily: groups that keep to themselves",
    definition="How much more of a group's ties stay inside than its share of people, and edges by both ends' groups.",
    source="Coleman, Relational analysis, 1958; Currarini, Jackson and Pin, 2009; Krackhardt and Stern, 1988",
    missing="People without a value are dropped for that attribute, with their edges; the coverage says how many.",
    complexity="O(n log n + m) an attribute",
    run=homophilous,
)
