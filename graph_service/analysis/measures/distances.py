"""How far nodes are from each other: exact where that is affordable, from sampled nodes with error bounds otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.hops import AT_ONCE, Hops
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.measures.components import components
from graph_service.analysis.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 4
LEAST_SOURCES = 64
MOST_SOURCES = 2_048
# What a step over one end of an edge takes for 64 searches; the first when the nodes fit into a processor's cache.
SECONDS_CLOSE, SECONDS_FAR = 3e-9, 12e-9
SECONDS_A_STEP = 5e-5
FITS = 250_000


class Span(NamedTuple):
    """The largest distance lies between these; they are equal when it is known."""

    least: int
    most: int


class Searched(NamedTuple):
    """What was found from some nodes, each array of shape (sources,) but for the last two.

    How many other nodes each reaches, the sum of their distances and of the inverses, and the largest; which sources
    are in the largest component; and how many pairs are at each distance, from all sources and from those.
    """

    sources: NDArray[np.int64]
    reached: NDArray[np.int64]
    total: NDArray[np.int64]
    inverse: NDArray[np.float64]
    farthest: NDArray[np.int64]
    in_largest: NDArray[np.bool_]
    counts: NDArray[np.int64]
    counts_in_largest: NDArray[np.int64]


def searched(
    network: Network, sources: NDArray[np.int64], threads: int = 1, tick: Callable[[float], None] = lambda share: None
) -> Searched:
    """The distances from the sources to all other nodes, summed up source by source.

    Missing values: attributes are not read; nodes that are not reached are in no sum. Complexity: O((n + m) D) for each
    64 sources, with the largest distance D.
    """
    inside = (components(network) == 0)[sources]
    found: list[Searched] = []
    for rows in Hops(network).batches(sources, threads):
        steps = np.arange(rows.shape[1], dtype=np.int64)
        at = len(found) * AT_ONCE
        some = slice(at, at + len(rows))
        inverse = np.concatenate([[0.0], 1 / np.maximum(steps[1:], 1)])
        found.append(
            Searched(
                sources[some],
                rows.sum(axis=1) - 1,
                rows @ steps,
                (rows * inverse).sum(axis=1),
                (rows > 0).sum(axis=1) - 1,
                inside[some],
                rows.sum(axis=0),
                rows[inside[some]].sum(axis=0),
            )
        )
        tick(min(1.0, (at + AT_ONCE) / len(sources)))
    columns = list(zip(*found, strict=True))
    return Searched(*(np.concatenate(column) for column in columns[:6]), *map(_added, columns[6:]))


def _added(counts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The sum of arrays of different lengths, place by place."""
    total = np.zeros(max(map(len, counts)), dtype=np.int64)
    for one in counts:
        total[: len(one)] += one
    return total


def affordable_sources(network: Network, levels: int, seconds: float | None) -> int:
    """From how many nodes distances can be found in so many seconds: all of them, or a multiple of 64.

    An estimate from the sizes alone, so that the same network and budget have the same sample on every machine.
    """
    if seconds is None:
        return network.order
    each = SECONDS_CLOSE if network.order <= FITS else SECONDS_FAR
    batches = int(seconds / (levels * (each * 2 * network.size + SECONDS_A_STEP)))
    if batches * AT_ONCE >= network.order:
        return network.order
    return min(max(batches * AT_ONCE, LEAST_SOURCES), MOST_SOURCES, network.order)


def diameter(network: Network, batches: int | None = None, threads: int = 1) -> Span:
    """The largest distance in the largest component, or bounds of it when so many passes did not find it.

    Definition: the greatest number of steps of a shortest path. Method: iFUB (Crescenzi et al., Theoretical Computer
    Science 514, 2013), 64 nodes in a pass. Missing values: attributes are not read. Complexity: O((n + m) D) a pass;
    few passes in networks with a dense middle, n / 64 at worst.
    """
    hops = Hops(network)
    inside = components(network) == 0
    first = int(np.argmax(np.where(inside, network.degrees, -1)))
    one = int(np.argmax(hops.distances(first)))
    from_one = hops.distances(one)
    other = int(np.argmax(from_one))
    from_other = hops.distances(other)
    between = int(from_one[other])
    halfway = inside & (from_one + from_other == between) & (from_one == between // 2)
    middle = int(np.argmax(np.where(halfway, network.degrees, -1)))
    from_middle = hops.distances(middle)
    level = int(from_middle.max())
    return _closed_in(hops, from_middle, Span(max(between, level), 2 * level), batches, threads)


def _closed_in(hops: Hops, from_middle: NDArray[np.int64], span: Span, batches: int | None, threads: int) -> Span:
    """Looks at the nodes farthest from the middle first: nearer ones can only reach twice as far as they are."""
    least, most = span
    level = most // 2
    while least < most:
        fringe = np.flatnonzero(from_middle == level)
        passes = -(-len(fringe) // AT_ONCE)
        if batches is not None and passes > batches:
            return Span(least, most)
        batches = None if batches is None else batches - passes
        least = max(least, hops.counts(fringe, threads).shape[1] - 1)
        level -= 1
        most = max(least, 2 * level)
    return Span(least, most)


def apart(network: Network, course: Course) -> Findings:
    """Mean distance, diameter, radius, effective diameter and efficiency, and how many pairs are how far apart.

    Definition: How many steps lie between nodes along shortest paths; weights are not read. Source: Wasserman and
    Faust, Social Network Analysis, 1994, 4.3; Latora and Marchiori, PRL 87, 2001 (efficiency). Missing values:
    attributes are not read. Pairs without a path count in the efficiency alone. Complexity: O(n (n + m) D / 64) exact
    with the largest distance D; O((n + m) D) for each 64 sampled nodes.
    """
    if not network.size:
        note = "Not defined without edges."
        numbers = tuple(Number(name, None, definition, note=note) for name, definition in DEFINITIONS.items())
        return Findings(numbers, {"distances": pl.DataFrame(schema={"distance": pl.Int64, "pairs": pl.Int64})})
    levels = int(Hops(network).distances(int(np.argmax(network.degrees))).max()) + 2
    count = affordable_sources(network, levels, None if course.seconds is None else course.seconds * 0.6)
    exact = count == network.order
    sources = np.arange(network.order)
    if not exact:
        draw = np.random.default_rng([course.seed, SEED])
        sources = np.sort(draw.choice(network.order, count, replace=False))
    found = searched(network, sources, course.threads, course.tick)
    numbers = [*_means(network, found, course.seed), *_extremes(network, found, course)]
    tables = {"distances": _table(network, found)}
    if exact:
        tables["nodes_distances"] = _of_nodes(network, found)
    return Findings(tuple(numbers), tables)


DEFINITIONS = {
    "mean_distance": "The mean distance of two nodes of the largest component (networkx.average_shortest_path_length).",
    "effective_diameter": "The distance within which 90 % of the pairs of the largest component are, interpolated.",
    "global_efficiency": "The mean of 1 / distance over all pairs, 0 for pairs without a path "
    "(networkx.global_efficiency).",
    "diameter": "The largest distance in the largest component (networkx.diameter).",
    "radius": "The smallest of the largest distances of the nodes of the largest component (networkx.radius).",
}


def _number(
    name: str, value: float | None, found: Searched, exact: bool, seed: int, error: float | None = None
) -> Number:
    method: Literal["exact", "sampled"] = "exact" if exact else "sampled"
    parameters = {} if exact else {"sources": len(found.sources)}
    return Number(name, value, DEFINITIONS[name], parameters, method, error, None, None if exact else seed)


def _means(network: Network, found: Searched, seed: int) -> list[Number]:
    exact = len(found.sources) == network.order
    inside = found.in_largest
    reached, total = found.reached[inside], found.total[inside]
    pairs, others = int(reached.sum()), network.order - 1
    mean = int(total.sum()) / pairs if pairs else None
    mean_error = _error(total / np.maximum(reached, 1), int(reached.max(initial=0)) + 1)
    efficiency = math.fsum(found.inverse.tolist()) / others / len(found.sources)
    efficiency_error = _error(found.inverse / others, network.order)
    effective = _effective(found.counts_in_largest)
    return [
        _number("mean_distance", mean, found, exact, seed, None if exact else mean_error),
        _number("effective_diameter", effective, found, exact, seed),
        _number("global_efficiency", efficiency, found, exact, seed, None if exact else efficiency_error),
    ]


def _error(values: NDArray[np.float64], of: int) -> float | None:
    """The half-width of a 95 % interval of the mean, from a sample without replacement of so many."""
    if len(values) < 2:
        return None
    left = max(0.0, 1 - len(values) / of)
    return float(1.96 * values.std(ddof=1) / math.sqrt(len(values)) * math.sqrt(left))


def _effective(counts: NDArray[np.int64], share: float = 0.9) -> float | None:
    """The distance within which that share of the pairs is, interpolated (Leskovec et al., 2005)."""
    within = counts[1:].cumsum()
    if not len(within) or not within[-1]:
        return None
    wanted = share * int(within[-1])
    at = int(np.searchsorted(within, wanted))
    before = int(within[at - 1]) if at else 0
    return at + (wanted - before) / (int(within[at]) - before)


def _extremes(network: Network, found: Searched, course: Course) -> list[Number]:
    farthest = found.farthest[found.in_largest]
    if len(found.sources) == network.order:
        return [
            _number("diameter", int(farthest.max()), found, True, course.seed),
            _number("radius", int(farthest.min()), found, True, course.seed),
        ]
    seen = int(farthest.max(initial=0))
    passes = len(found.sources) // AT_ONCE // 2
    span = diameter(network, passes, course.threads)
    span = Span(max(span.least, seen), max(span.most, seen))
    nearest = int(farthest.min(initial=span.most))
    return [
        _bounded("diameter", span.least, Span(*span), found, course.seed),
        _bounded("radius", nearest, Span(-(-span.least // 2), nearest), found, course.seed),
    ]


def _bounded(name: str, value: int, span: Span, found: Searched, seed: int) -> Number:
    if span.least == span.most:
        return _number(name, value, found, True, seed)
    note = f"It is at least {span.least} and at most {span.most}."
    parameters = {"sources": len(found.sources), "least": span.least, "most": span.most}
    return Number(
        name, value, DEFINITIONS[name], parameters, "sampled", float(span.most - span.least), None, seed, note
    )


def _table(network: Network, found: Searched) -> pl.DataFrame:
    """How many pairs are at each distance, estimated when only some nodes were searched from; and the shares."""
    counts = found.counts[1:]
    exact = len(found.sources) == network.order
    scale = 0.5 if exact else network.order / len(found.sources) / 2
    return pl.DataFrame(
        {
            "distance": np.arange(1, len(counts) + 1),
            "pairs": np.rint(counts * scale).astype(np.int64),
            "share_within": counts.cumsum() / max(1, counts.sum()),
        }
    )


def _of_nodes(network: Network, found: Searched) -> pl.DataFrame:
    """Eccentricity, closeness and harmonic closeness of every node."""
    share = found.reached / max(1, network.order - 1)
    closeness = np.where(found.total > 0, found.reached / np.maximum(found.total, 1) * share, 0.0)
    return pl.DataFrame(
        {
            "node": network.ids,
            "reached": found.reached,
            "eccentricity": found.farthest,
            "closeness": closeness,
            "harmonic_closeness": found.inverse,
        }
    )


MEASURE = Measure(
    name="distances",
    title="Distances",
    definition="How many steps lie between nodes along shortest paths; weights are not read.",
    source="Wasserman and Faust, Social Network Analysis, 1994, 4.3; Latora and Marchiori, PRL 87, 2001 (efficiency)",
    missing="Attributes are not read. Pairs without a path count in the efficiency alone.",
    complexity="O(n (n + m) D / 64) exact with the largest distance D; O((n + m) D) for each 64 sampled nodes",
    run=apart,
)
