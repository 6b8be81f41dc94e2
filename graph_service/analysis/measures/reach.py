"""Reach: how many people are within one, two and three steps of the mentors, or of those who were at an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph_service.analysis import columns
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 3
MOST_VALUES = 20


def reach(network: Network, start: NDArray[np.bool_], steps: int = STEPS) -> list[float]:
    """The share of all nodes within 0, 1, … `steps` steps of the nodes of a mask (n,), themselves included.

    Definition: breadth-first search from all of them at once. Source: Wasserman and Faust, Social Network Analysis,
    1994, 4.2.5 (reachability); Borgatti, Identifying sets of key players, 2006 (m-reach). Missing values: none here.
    Complexity: O(n + m) a step.
    """
    reached = start.copy()
    shares = [float(reached.mean()) if network.order else 0.0]
    first, second = network.edges[:, 0], network.edges[:, 1]
    for _ in range(steps):
        from_first, from_second = reached[first], reached[second]
        reached[second[from_first]] = True
        reached[first[from_second]] = True
        shares.append(float(reached.mean()) if network.order else 0.0)
    return shares


def sets_of(network: Network, attribute: str) -> dict[str, NDArray[np.bool_]]:
    """The sets of nodes that an attribute gives: `any` for those who have it, and the members of each value of a list.

    Truth values: those for whom it is true. Whole numbers whose least is 0, such as how many events somebody was at:
    those above 0. Lists: those with any value, then the members of the 20 values with the most nodes, ties in ascending
    order. Other attributes give no set. Missing values: nodes without one are in no set.
    """
    column = network.attributes[attribute]
    if column.dtype == pl.Boolean or (column.dtype.is_integer() and column.min() == 0):
        return {"any": (column.cast(pl.Int64).fill_null(0) > 0).to_numpy()}
    if not isinstance(column.dtype, pl.List):
        return {}
    places = pl.DataFrame({"value": column.cast(pl.List(pl.String)), "place": np.arange(network.order)})
    members = places.explode("value").drop_nulls().unique()
    largest = members.group_by("value").len().sort(["len", "value"], descending=[True, False]).head(MOST_VALUES)
    chosen = {value: members.filter(pl.col("value") == value)["place"] for value in largest["value"].to_list()}
    return {name: _mask(network.order, places) for name, places in {"any": members["place"], **chosen}.items()}


def reached(network: Network, course: Course) -> Findings:
    """The reach of every set of nodes that the chosen attributes give: numbers of the whole sets, a table of all.

    Definition: The share of people within one, two and three steps of a set of people that an attribute gives. Source:
    Wasserman and Faust, Social Network Analysis, 1994; Borgatti, Identifying sets of key players, 2006. Missing values:
    people without a value are in no set, and can be reached; the coverage is the share with a value. Complexity: O(n +
    m) a step.
    """
    numbers: list[Number] = []
    rows: list[dict[str, float | int | str]] = []
    chosen = columns.chosen(network, course)
    for place, name in enumerate(chosen):
        coverage = 1 - network.attributes[name].null_count() / max(network.order, 1)
        for value, start in sets_of(network, name).items():
            shares = reach(network, start)
            rows += [
                {"attribute": name, "value": value, "nodes": int(start.sum()), "steps": step, "share": share}
                for step, share in enumerate(shares)
            ]
            if value == "any":
                numbers += _numbers(name, shares, coverage)
        course.tick((place + 1) / len(chosen))
    return Findings(tuple(numbers), {"reach": pl.DataFrame(rows, schema=ROWS)} if rows else {})


ROWS: dict[str, type[pl.DataType]] = {
    "attribute": pl.String,
    "value": pl.String,
    "nodes": pl.Int64,
    "steps": pl.Int64,
    "share": pl.Float64,
}


def _mask(order: int, places: pl.Series) -> NDArray[np.bool_]:
    mask = np.zeros(order, dtype=np.bool_)
    mask[places.to_numpy()] = True
    return mask


def _numbers(attribute: str, shares: list[float], coverage: float) -> list[Number]:
    return [
        Number(
            f"reach.{attribute}.{step}",
            share,
            "The share of all nodes within so many steps of the nodes with this attribute, themselves included.",
            {"attribute": attribute, "steps": step},
            coverage=coverage,
        )
        for step, share in enumerate(shares)
    ]


MEASURE = Measure(
    name="reach",
    title="Reach of mentors and events",
    definition="The share of people within one, two and three steps of a set of people that an attribute gives.",
    source="Wasserman and Faust, Social Network Analysis, 1994; Borgatti, Identifying sets of key players, 2006",
    missing="People without a value are in no set, and can be reached; the coverage is the share with a value.",
    complexity="O(n + m) a step",
    run=reached,
)
