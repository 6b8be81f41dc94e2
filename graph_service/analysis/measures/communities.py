"""Communities: groups with more edges inside than chance would put there, how sure they are, and what lines up.

Louvain and Leiden are NetworKit's (MIT), run on one thread so that a seed always gives the same communities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis import columns
from graph_service.analysis.accelerated import networkit_threads
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import generator
from graph_service.analysis.partitions import adjusted_rand, by_size, modularity, normalised_mutual_information

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 11
RUNS = 10
EDGES_A_SECOND = 400_000
LARGE = 2_000_000


class Partition(NamedTuple):
    """One run of an algorithm: the community of each node, numbered by size, and its modularity."""

    algorithm: str
    seed: int
    groups: NDArray[np.int64]
    modularity: float


def louvain(network: Network, seed: int) -> Partition:
    """Communities by Louvain's method, with edges weighted where the network is.

    Definition: nodes move to the neighbouring community that raises modularity most, then communities become nodes.
    Nodes are visited in random order; beyond two million edges in their own, which is three times as fast and makes
    every seed give the same. Source: Blondel, Guillaume, Lambiotte and Lefebvre, Fast unfolding of communities, 2008;
    Staudt and Meyerhenke, Engineering parallel algorithms for community detection, 2016. Missing values: attributes are
    not read. Complexity: O(m) a pass.
    """
    order = "balanced" if network.size > LARGE else "none randomized"
    return _partition(
        network, "louvain", seed, lambda library, graph: library.community.PLM(graph, refine=True, par=order)
    )


def leiden(network: Network, seed: int) -> Partition:
    """Communities by Leiden's method, which refines Louvain's so that none falls apart, weighted where the network is.

    Definition: as Louvain's, but communities are split into well connected parts before these become nodes; three
    rounds, two beyond two million edges. Source: Traag, Waltman and van Eck, From Louvain to Leiden, 2019; Nguyen,
    Leiden-based parallel community detection, 2021. Missing values: attributes are not read. Complexity: O(m) a pass.
    """
    rounds = 2 if network.size > LARGE else 3
    return _partition(
        network, "leiden", seed, lambda library, graph: library.community.ParallelLeiden(graph, iterations=rounds)
    )


def runs(network: Network, course: Course) -> list[Partition]:
    """Ten runs of each algorithm, fewer when they do not fit into `course.seconds`, and never less than 1 and 2.

    The estimate of work is 400,000 edges a second; Louvain runs once where its seed does not matter.
    """
    affordable = RUNS if course.seconds is None else int(course.seconds * EDGES_A_SECOND / (2 * max(network.size, 1)))
    count = max(2, min(RUNS, affordable))
    chances = generator(course.seed, SEED).integers(1, 2**31, size=count).tolist()
    plan = [(louvain, seed) for seed in (chances[:1] if network.size > LARGE else chances)]
    plan += [(leiden, seed) for seed in chances]
    found: list[Partition] = []
    for algorithm, seed in plan:
        found.append(algorithm(network, seed))
        course.tick(len(found) / len(plan))
    return found


def stability(partitions: Sequence[Partition]) -> tuple[float, float] | None:
    """The mean adjusted Rand index and mean NMI over all pairs of partitions; None with fewer than two.

    Source: Lancichinetti and Fortunato, Consensus clustering in complex networks, 2012. Missing values: attributes are
    not read. Complexity: O(pairs n log n).
    """
    pairs = list(combinations([one.groups for one in partitions], 2))
    if not pairs:
        return None
    rand = [adjusted_rand(one, other) or 0.0 for one, other in pairs]
    shared = [normalised_mutual_information(one, other) or 0.0 for one, other in pairs]
    return float(np.mean(rand)), float(np.mean(shared))


def alignment(network: Network, groups: NDArray[np.int64], attribute: str) -> tuple[float | None, float | None]:
    """The adjusted Rand index and NMI of communities with an attribute's labels; None where nobody has one.

    Source: Hubert and Arabie, Comparing partitions, 1985; Danon et al., Comparing community structure identification,
    2005. Missing values: nodes without a value are dropped. Complexity: O(n log n).
    """
    found = columns.labels(network, attribute)
    one, other = groups[found.known], found.codes[found.known]
    return adjusted_rand(one, other), normalised_mutual_information(one, other)


def best(partitions: Sequence[Partition]) -> Partition:
    """The partition of highest modularity, the first of equal ones."""
    return max(partitions, key=lambda one: one.modularity)


def grouped(network: Network, course: Course) -> Findings:
    """The best communities found, their modularity and stability, and how they line up with every nominal attribute.

    Definition: Groups with more edges inside than chance would put there, by Louvain and Leiden from several seeds.
    Source: Newman and Girvan, 2004; Blondel et al., 2008; Traag, Waltman and van Eck, 2019; Hubert and Arabie, 1985.
    Missing values: nodes without a value are dropped when compared with an attribute; the coverage says how many.
    Complexity: O(m) a pass of each run; O(n log n) a comparison.
    """
    if not network.size:
        return Findings((Number("communities", None, "How many communities there are.", note="There is no edge."),))
    partitions = runs(network, course)
    numbers: list[Number] = []
    for algorithm in ("louvain", "leiden"):
        numbers += _algorithm_numbers([one for one in partitions if one.algorithm == algorithm], course)
    top = best(partitions)
    numbers += _alignment_numbers(network, top, course)
    return Findings(tuple(numbers), _tables(network, partitions, top))


def _partition(network: Network, algorithm: str, seed: int, made: Callable[[Any, Any], Any]) -> Partition:
    with networkit_threads(1, seed=seed) as library:
        found = made(library, _graph(network, library)).run().getPartition().getVector()
    groups = by_size(np.asarray(found, dtype=np.int64))
    return Partition(algorithm, seed, groups, modularity(groups, network.edges, network.weights) or 0.0)


def _graph(network: Network, library: Any) -> Any:
    """The network for the library, with weights where it has them."""
    if network.weights is None or not network.size:
        return network.fast
    first, second = np.ascontiguousarray(network.edges.T.astype(np.uint64))
    return library.GraphFromCoo((network.weights, (first, second)), n=network.order, weighted=True)


def _algorithm_numbers(partitions: Sequence[Partition], course: Course) -> list[Number]:
    name, top, stable = f"communities.{partitions[0].algorithm}", best(partitions), stability(partitions)
    about = {"algorithm": partitions[0].algorithm, "runs": len(partitions)}
    one_run = None if stable else "One run only: on so many edges each takes its time."
    all_values = [one.modularity for one in partitions]
    told = [
        ("modularity", top.modularity, "The highest modularity found: a lower bound of the optimum.", None),
        ("modularity_mean", float(np.mean(all_values)), "The mean modularity of all runs.", None),
        ("count", int(top.groups.max()) + 1, "How many communities the best run has.", None),
        ("stability_adjusted_rand", stable and stable[0], "The mean adjusted Rand index of two runs.", one_run),
        ("stability_nmi", stable and stable[1], "The mean normalised mutual information of two runs.", one_run),
    ]
    return [
        Number(f"{name}.{key}", value, words, about, seed=course.seed, note=note) for key, value, words, note in told
    ]


def _alignment_numbers(network: Network, top: Partition, course: Course) -> list[Number]:
    numbers: list[Number] = []
    for attribute in columns.nominal(network, course):
        rand, shared = alignment(network, top.groups, attribute)
        coverage = columns.labels(network, attribute).coverage
        about = {"attribute": attribute, "algorithm": top.algorithm}
        note = "Nobody has a value." if rand is None else None
        numbers += [
            Number(
                f"communities.{attribute}.adjusted_rand",
                rand,
                "The adjusted Rand index of the best communities and the attribute.",
                about,
                coverage=coverage,
                seed=course.seed,
                note=note,
            ),
            Number(
                f"communities.{attribute}.nmi",
                shared,
                "The normalised mutual information of the best communities and the attribute.",
                about,
                coverage=coverage,
                seed=course.seed,
                note=note,
            ),
        ]
    return numbers


def _tables(network: Network, partitions: Sequence[Partition], top: Partition) -> dict[str, pl.DataFrame]:
    ends = np.sort(top.groups[network.edges], axis=1)
    edges = pl.DataFrame({"one": ends[:, 0], "other": ends[:, 1]}).group_by("one", "other").len("edges")
    edges = edges.with_columns(pl.col("edges").cast(pl.Int64)).sort("one", "other")
    inside = edges.filter(pl.col("one") == pl.col("other")).select(community="one", edges_inside="edges")
    people = np.bincount(top.groups)
    sizes = pl.DataFrame({"community": np.arange(len(people)), "people": people})
    return {
        "communities": pl.DataFrame({"node": network.ids, "community": top.groups, "degree": network.degrees}),
        "community_map": sizes.join(inside, on="community", how="left", maintain_order="left").fill_null(0),
        "community_edges": edges.filter(pl.col("one") != pl.col("other")),
        "community_runs": pl.DataFrame(
            {
                "algorithm": [one.algorithm for one in partitions],
                "seed": [one.seed for one in partitions],
                "modularity": [one.modularity for one in partitions],
                "communities": [int(one.groups.max()) + 1 for one in partitions],
            }
        ),
    }


MEASURE = Measure(
    name="communities",
    title="Communities",
    definition="Groups with more edges inside than chance would put there, by Louvain and Leiden from several seeds.",
    source="Newman and Girvan, 2004; Blondel et al., 2008; Traag, Waltman and van Eck, 2019; Hubert and Arabie, 1985",
    missing="Nodes without a value are dropped when compared with an attribute; the coverage says how many.",
    complexity="O(m) a pass of each run; O(n log n) a comparison",
    run=grouped,
)
