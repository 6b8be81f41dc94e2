"""Whether those with many neighbours are neighbours of each other, more than their degrees alone would make them."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import rewired

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 7
FORGETTING = 10
SAMPLES = 10
LEAST_SAMPLES = 2
SECONDS_A_SWAP = 6e-7
SHARE_OF_RICH = 0.01
LEAST_RICH = 10


class RichClub(NamedTuple):
    """For each degree d that more than one node exceeds, from 0 on: how many do, and how many edges these share."""

    nodes: NDArray[np.int64]
    edges: NDArray[np.int64]

    @property
    def coefficients(self) -> NDArray[np.float64]:
        """The density among the nodes of more than each degree."""
        return 2 * self.edges / (self.nodes * (self.nodes - 1))


def rich_club(degrees: NDArray[np.int64], edges: NDArray[np.int64]) -> RichClub:
    """The rich club of a network, given its degrees and edges.

    Definition: phi(d) = 2 E(>d) / (N(>d) (N(>d) - 1)) for the N nodes of a degree above d and the E edges among them
    (Colizza et al., Nature Physics 2, 2006; networkx.rich_club_coefficient). Missing values: attributes are not read.
    Complexity: O(n + m).
    """
    nodes = len(degrees) - np.bincount(degrees).cumsum()
    nodes = nodes[nodes > 1]
    poorer = degrees[edges].min(axis=1) if len(edges) else np.zeros(0, dtype=np.int64)
    richer = len(edges) - np.bincount(poorer, minlength=len(nodes)).cumsum()
    return RichClub(nodes, richer[: len(nodes)])


def expected_edges(network: Network, course: Course, samples: int) -> NDArray[np.float64]:
    """The mean number of edges among the nodes of more than each degree, in networks with the same degrees.

    Sampled from `nulls.rewired`: after ten global swaps every further one is a sample. Missing values: attributes are
    not read. Complexity: O(m log m) a swap.
    """
    draw = np.random.default_rng([course.seed, SEED])
    total = np.zeros(len(rich_club(network.degrees, network.edges).edges))
    chain = islice(rewired(network.edges, network.order, draw), FORGETTING + samples)
    for step, edges in enumerate(chain, 1):
        if step > FORGETTING:
            total += rich_club(network.degrees, edges).edges
        course.tick(step / (FORGETTING + samples))
    return total / samples


def expected_by_configuration(network: Network) -> NDArray[np.float64]:
    """The expected number of edges among the nodes of more than each degree in the configuration model, exactly.

    Loops and parallel edges count, so where hubs are large it expects more than a simple network has room for. Source:
    Newman, Networks, 2010, 13.2. Missing values: attributes are not read. Complexity: O(n).
    """
    ends = 2 * network.size - np.bincount(network.degrees, weights=network.degrees).cumsum()
    count = len(rich_club(network.degrees, network.edges).nodes)
    return (ends * (ends - 1) / (2 * (2 * network.size - 1)))[:count]


RATIO = "How many times as dense it is as in {}; above 1 is a rich club."
REWIRED, CONFIGURATION = "networks with the same degrees, rewired", "the configuration model (exact)"
SCHEMA = {
    "above_degree": pl.Int64,
    "nodes": pl.Int64,
    "edges": pl.Int64,
    "coefficient": pl.Float64,
    "ratio": pl.Float64,
    "ratio_configuration": pl.Float64,
}


def clubbed(network: Network, course: Course) -> Findings:
    """The density among those with the most neighbours, and beside it what the degrees alone would make of it.

    Definition: Whether the nodes with the most neighbours are joined to each other more than their degrees explain.
    Source: Colizza, Flammini, Serrano and Vespignani, Nature Physics 2, 2006. Missing values: attributes are not read.
    Complexity: O(n + m), and O(m log m) for each network with the same degrees.
    """
    definition = "The density among the nodes of a degree above `above_degree`: at least 10, and a hundredth of all."
    if not network.size:
        number = Number("rich_club", None, definition, note="Not defined without edges.")
        return Findings((number,), {"rich_club": pl.DataFrame(schema=SCHEMA)})
    found = rich_club(network.degrees, network.edges)
    samples = affordable_samples(network.size, course.seconds)
    by_configuration = _ratios(found, expected_by_configuration(network))
    ratios = _ratios(found, expected_edges(network, course, samples)) if samples else np.full(len(found.nodes), np.nan)
    wanted = min(int(found.nodes[0]), max(LEAST_RICH, SHARE_OF_RICH * network.order))
    degree = int(np.flatnonzero(found.nodes >= wanted)[-1])
    above = {"above_degree": degree, "nodes": int(found.nodes[degree])}
    why = "Chance makes no edge there." if samples else "Rewiring so many edges does not fit into the time given."
    numbers = (
        Number("rich_club", float(found.coefficients[degree]), definition, above),
        _ratio("rich_club_ratio", REWIRED, float(ratios[degree]), {**above, "samples": samples}, why, course.seed),
        _ratio("rich_club_ratio_configuration", CONFIGURATION, float(by_configuration[degree]), above, why, None),
    )
    columns = (np.arange(len(found.nodes)), found.nodes, found.edges, found.coefficients, ratios, by_configuration)
    table = pl.DataFrame(dict(zip(SCHEMA, columns, strict=True)), schema=SCHEMA)
    return Findings(numbers, {"rich_club": table.with_columns(pl.col("^ratio.*$").fill_nan(None))})


def _ratios(found: RichClub, expected: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(found.edges, expected, out=np.full(len(expected), np.nan), where=expected > 0)


def _ratio(name: str, null: str, value: float, parameters: dict[str, int], why: str, seed: int | None) -> Number:
    undefined = math.isnan(value)
    method: Literal["exact", "sampled"] = "exact" if seed is None else "sampled"
    note = why if undefined else None
    return Number(name, None if undefined else value, RATIO.format(null), parameters, method, seed=seed, note=note)


def affordable_samples(size: int, seconds: float | None) -> int:
    """How many rewired networks fit into so many seconds: 10 at most, 0 when fewer than 2 do."""
    if seconds is None:
        return SAMPLES
    fitting = min(SAMPLES, int(seconds / (SECONDS_A_SWAP * size)) - FORGETTING)
    return fitting if fitting >= LEAST_SAMPLES else 0


MEASURE = Measure(
    name="rich_club",
    title="Rich club",
    definition="Whether the nodes with the most neighbours are joined to each other more than their degrees explain.",
    source="Colizza, Flammini, Serrano and Vespignani, Nature Physics 2, 2006",
    missing="Attributes are not read.",
    complexity="O(n + m), and O(m log m) for each network with the same degrees",
    run=clubbed,
)
