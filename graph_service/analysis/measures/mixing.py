"""Assortative mixing: whether people are tied to people who are like them, in degree and in each attribute.

How far a coefficient is from chance is said twice. `z_configuration` compares with the configuration model of the
nodes that have a value, exactly and in closed form. `z` compares with simple networks of the same degrees, sampled by
rewiring the whole network: the stricter null where hubs leave chance little room, and the one that takes time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from graph_service.analysis import columns
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import Expectation, generator, like_pairs, paired_products, rewired

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 9
SAMPLES, SAMPLES_LARGE = 100, 20
LARGE = 100_000
FORGETTING = 10
EDGES_A_SECOND = 2_500_000
DEFINITIONS = {
    "degree": "The correlation of the degrees at both ends of an edge.",
    "nominal": "How much more often an edge joins equal labels than chance would: (tr e - sum a²) / (1 - sum a²).",
    "numeric": "The correlation of the numbers at both ends of an edge.",
}


@dataclass(frozen=True, eq=False)
class Mixing:
    """What is to be compared along the edges: labels as codes (-1 missing), or numbers (NaN missing), one per node."""

    attribute: str
    kind: Literal["degree", "nominal", "numeric"]
    content: NDArray[np.int64] | NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who has a value; shape (n,)."""
        return self.content >= 0 if self.kind == "nominal" else ~np.isnan(self.content)

    def among(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """The edges whose both ends have a value."""
        known = self.known
        return edges if known.all() else edges[known[edges[:, 0]] & known[edges[:, 1]]]

    def coefficient(self, edges: NDArray[np.int64]) -> float | None:
        """Newman's assortativity coefficient along these edges; those without a value at both ends are dropped."""
        kept = self.among(edges)
        return _newman(self.content, kept) if self.kind == "nominal" else _pearson(self.content, kept)

    def z_configuration(self, edges: NDArray[np.int64]) -> float | None:
        """How many standard deviations the coefficient is above its mean in the configuration model, exactly."""
        kept = self.among(edges)
        if self.kind == "nominal":
            ends = np.bincount(self.content[kept.ravel()].astype(np.int64))
            alike = self.content[kept[:, 0]] == self.content[kept[:, 1]]
            return like_pairs(ends).z_score(float(alike.sum()))
        ends = np.bincount(kept.ravel(), minlength=len(self.content))
        values = np.where(ends > 0, self.content, 0.0)
        centred = values - float((ends * values).sum()) / max(2 * len(kept), 1)
        return paired_products(values, ends).z_score(float((centred[kept[:, 0]] * centred[kept[:, 1]]).sum()))


def degree_assortativity(network: Network) -> float | None:
    """The correlation of the degrees at both ends of an edge, -1 to 1; None where all edges join equal degrees.

    Definition: Pearson's r over all edges, each read in both directions. Source: Newman, Assortative mixing in
    networks, 2002. Missing values: attributes are not read. Complexity: O(n + m). NetworkX:
    degree_assortativity_coefficient.
    """
    return _degree_mixing(network).coefficient(network.edges)


def nominal_assortativity(network: Network, attribute: str) -> float | None:
    """How much more often an edge joins equal labels than chance would, at most 1; None with one label or no edge.

    Definition: (tr e - sum a²) / (1 - sum a²), with e the shares of edge ends by both ends' labels and a its row sums.
    Source: Newman, Mixing patterns in networks, 2003. Missing values: nodes without a value are dropped with their
    edges. Complexity: O(n log n + m). NetworkX: attribute_assortativity_coefficient of the nodes with a value.
    """
    return _nominal_mixing(network, attribute).coefficient(network.edges)


def numeric_assortativity(network: Network, attribute: str) -> float | None:
    """The correlation of an attribute's numbers at both ends of an edge, -1 to 1; None where they do not vary.

    Definition: Pearson's r over all edges, each read in both directions. Source: Newman, Mixing patterns in networks,
    2003. Missing values: nodes without a value are dropped with their edges. Complexity: O(n + m). NetworkX:
    numeric_assortativity_coefficient of the nodes with a value.
    """
    return _numeric_mixing(network, attribute).coefficient(network.edges)


def assortativity(network: Network, attribute: str) -> float | None:
    """Newman's coefficient of an attribute in the way that its values allow: labels as labels, fractions as numbers."""
    if columns.is_nominal(network.attributes[attribute]):
        return nominal_assortativity(network, attribute)
    return numeric_assortativity(network, attribute)


def samples(network: Network) -> int:
    """How many rewired networks stand behind a z-score: 100, or 20 beyond 100,000 edges."""
    return SAMPLES if network.size <= LARGE else SAMPLES_LARGE


def null_expectations(network: Network, mixings: Sequence[Mixing], course: Course) -> list[Expectation] | None:
    """The mean and standard deviation of each coefficient on networks of the same degrees, otherwise left to chance.

    Definition: 100 networks rewired by global swaps (20 beyond 100,000 edges), ten swaps to forget the start and one
    from each to the next; missing values stay where they are. None when so many swaps do not fit into
    `course.seconds`, at 2.5 million edges a second.
    Source: Milo et al., On the uniform generation of random graphs with prescribed degree sequences, 2003.
    Complexity: O(m log m) a swap.
    """
    steps = FORGETTING + samples(network)
    if not network.size or (course.seconds is not None and steps * network.size > course.seconds * EDGES_A_SECOND):
        return None
    found: list[list[float]] = []
    chain = rewired(network.edges, network.order, generator(course.seed, SEED))
    for step in range(1, steps + 1):
        edges = next(chain)
        if step > FORGETTING:
            found.append([mixing.coefficient(edges) or 0.0 for mixing in mixings])
        course.tick(step / steps)
    return [Expectation(float(one.mean()), float(one.std(ddof=1))) for one in np.array(found).T]


def mixed(network: Network, course: Course) -> Findings:
    """Degree and attribute assortativity with coverage and z-scores: a number and a row each.

    Definition: Whether edges join people of like degree and like attributes, and how far that is from chance. Source:
    Newman, Mixing patterns in networks, 2003; null models after Milo et al., 2003, and Newman, Networks, 2010. Missing
    values: nodes without a value are dropped for that attribute, with their edges; the coverage says how many.
    Complexity: O(n log n + m) an attribute; O(m log m) a swap of those behind a rewired z-score.
    """
    mixings = [_degree_mixing(network)]
    mixings += [_nominal_mixing(network, name) for name in columns.nominal(network, course)]
    mixings += [_numeric_mixing(network, name) for name in columns.numeric(network, course)]
    nulls = null_expectations(network, mixings, course)
    numbers: list[Number] = []
    rows: list[dict[str, float | int | str | None]] = []
    for place, mixing in enumerate(mixings):
        numbers += _numbers(network, mixing, nulls[place] if nulls else None, course)
        rows.append(_row(network, mixing, numbers[-3:]))
    return Findings(tuple(numbers), {"assortativity": pl.DataFrame(rows, schema=ROWS)})


ROWS: dict[str, type[pl.DataType]] = {
    "attribute": pl.String,
    "kind": pl.String,
    "coefficient": pl.Float64,
    "z": pl.Float64,
    "z_configuration": pl.Float64,
    "nodes": pl.Int64,
    "node_coverage": pl.Float64,
    "edges": pl.Int64,
    "edge_coverage": pl.Float64,
}


def _degree_mixing(network: Network) -> Mixing:
    return Mixing("degree", "degree", network.degrees.astype(np.float64))


def _nominal_mixing(network: Network, attribute: str) -> Mixing:
    return Mixing(attribute, "nominal", columns.labels(network, attribute).codes)


def _numeric_mixing(network: Network, attribute: str) -> Mixing:
    return Mixing(attribute, "numeric", columns.values(network, attribute).numbers)


def _newman(codes: NDArray[np.int64] | NDArray[np.float64], edges: NDArray[np.int64]) -> float | None:
    first, second = codes[edges[:, 0]].astype(np.int64), codes[edges[:, 1]].astype(np.int64)
    ends = np.bincount(first, minlength=1) if not len(edges) else np.bincount(np.concatenate([first, second]))
    if np.count_nonzero(ends) < 2:
        return None
    by_chance = float(((ends / ends.sum()) ** 2).sum())
    return (float((first == second).mean()) - by_chance) / (1 - by_chance)


def _pearson(numbers: NDArray[np.int64] | NDArray[np.float64], edges: NDArray[np.int64]) -> float | None:
    first, second = numbers[edges[:, 0]], numbers[edges[:, 1]]
    if not len(edges) or min(first.min(), second.min()) == max(first.max(), second.max()):
        return None
    centre = (first.mean() + second.mean()) / 2
    first, second = first - centre, second - centre
    # Sums and not products of matrices, whose last digits depend on how many cores share them.
    return float(2 * (first * second).sum() / ((first**2).sum() + (second**2).sum()))


def _numbers(network: Network, mixing: Mixing, null: Expectation | None, course: Course) -> list[Number]:
    """The coefficient and its two z-scores, with why one is missing."""
    value = mixing.coefficient(network.edges)
    name = "degree_assortativity" if mixing.kind == "degree" else f"assortativity.{mixing.attribute}.{mixing.kind}"
    about = {"attribute": mixing.attribute, "kind": mixing.kind}
    coverage = float(mixing.known.mean()) if network.order else None
    undefined = None if value is not None else "Not defined where no edge joins two known values that could differ."
    z = None if value is None or null is None else null.z_score(value)
    return [
        Number(name, value, DEFINITIONS[mixing.kind], about, coverage=coverage, note=undefined),
        Number(
            f"{name}.z",
            z,
            "Standard deviations above the mean of networks with the same degrees, rewired.",
            {**about, "samples": samples(network), "swaps_before": FORGETTING, "swaps_between": 1}
            | ({"null_mean": null.mean, "null_deviation": null.deviation} if null else {}),
            method="sampled",
            coverage=coverage,
            seed=course.seed,
            note=undefined or _why_no_z(z, null),
        ),
        Number(
            f"{name}.z_configuration",
            None if value is None else mixing.z_configuration(network.edges),
            "Standard deviations above the mean of the configuration model (loops and parallel edges allowed), exact.",
            about,
            coverage=coverage,
            note=undefined,
        ),
    ]


def _why_no_z(z: float | None, null: Expectation | None) -> str | None:
    if null is None:
        return "Rewiring so many edges does not fit into the time given; see z_configuration."
    return "The degrees leave chance no room." if z is None else None


def _row(network: Network, mixing: Mixing, numbers: Sequence[Number]) -> dict[str, float | int | str | None]:
    kept = len(mixing.among(network.edges))
    coefficient, z, z_configuration = (number.value for number in numbers)
    return {
        "attribute": mixing.attribute,
        "kind": mixing.kind,
        "coefficient": coefficient,
        "z": z,
        "z_configuration": z_configuration,
        "nodes": int(mixing.known.sum()),
        "node_coverage": numbers[0].coverage,
        "edges": kept,
        "edge_coverage": kept / network.size if network.size else None,
    }


MEASURE = Measure(
    name="mixing",
    title="Who mixes with whom: assortativity",
    definition="Whether edges join people of like degree and like attributes, and how far that is from chance.",
    source="Newman, Mixing patterns in networks, 2003; null models after Milo et al., 2003, and Newman, Networks, 2010",
    missing="Nodes without a value are dropped for that attribute, with their edges; the coverage says how many.",
    complexity="O(n log n + m) an attribute; O(m log m) a swap of those behind a rewired z-score",
    run=mixed,
)
