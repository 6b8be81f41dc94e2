"""Resilience: how much of the network still hangs together when people leave, at random or the best placed first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from graph_service.analysis.betweenness import Betweenness, affordable_betweenness
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import generator
from graph_service.analysis.scientific import component_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 14
SHARES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
TOLD = (0.01, 0.05, 0.1, 0.2, 0.5)
DRAWS = 10
EDGES_A_SECOND = 2_000_000
FOR_BETWEENNESS = 0.5


def largest_shares(network: Network, leaving: NDArray[np.int64], shares: Sequence[float] = SHARES) -> list[float]:
    """The share of all nodes in the largest component after so many have left, in the order of `leaving` (n,).

    Definition: nodes leave with their edges; what is left is counted against all nodes there were. Source: Albert,
    Jeong and Barabási, Error and attack tolerance of complex networks, 2000. Computed backwards, each edge once, as
    nodes come back: Newman and Ziff, 2001. Missing values: attributes are not read. Complexity: O(m + n shares).
    """
    order = network.order
    if not order:
        return [0.0 for _ in shares]
    turns = np.empty(order, dtype=np.int64)
    turns[leaving] = np.arange(order)
    gone = [round(share * order) for share in shares]
    # An edge is back as soon as both of its ends are: it belongs to the step in which the first to leave comes back.
    first_to_leave = turns[network.edges].min(axis=1)
    labels = np.arange(order)
    found: dict[int, float] = {}
    above = order
    for count in sorted(set(gone), reverse=True):
        back = network.edges[(first_to_leave >= count) & (first_to_leave < above)]
        merged = labels[back]
        labels = component_labels(order, merged[merged[:, 0] != merged[:, 1]])[labels]
        here = np.bincount(labels[turns >= count], minlength=1)
        found[count] = float(here.max()) / order
        above = count
    return [found[count] for count in gone]


def by_value(values: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """All nodes, the highest value first, ties by position: who leaves when the best placed do.

    >>> by_value(np.array([1, 3, 3, 2])).tolist()
    [1, 2, 3, 0]
    """
    return np.argsort(-values, kind="stable")


def robustness(shares: Sequence[float], largest: Sequence[float]) -> float:
    """The area under the curve of the largest component's share: at most 0.5, where only those who leave are lost.

    Definition: the mean over the share that left, from 0 to 1, by the trapezoid rule. Source: Schneider et al.,
    Mitigation of malicious attacks on networks, 2011.

    >>> round(robustness([0.0, 0.5], [1.0, 0.5]), 3)
    0.5
    """
    across, down = np.array([*shares, 1.0]), np.array([*largest, 0.0])
    return float(((down[1:] + down[:-1]) / 2 * np.diff(across)).sum())


def withstood(network: Network, course: Course) -> Findings:
    """The largest component's share when people leave at random, by degree and by betweenness.

    Definition: The share of all people who still hang together when some leave: at random, or the best placed first.
    Source: Albert, Jeong and Barabási, 2000; Schneider et al., 2011; Newman and Ziff, 2001. Missing values: attributes
    are not read. Complexity: O(m + n) an order of leaving, and betweenness from k sources for one of them.
    """
    if not network.order:
        return Findings((Number("resilience", None, "What is left when people leave.", note="There is no node."),))
    seconds = None if course.seconds is None else FOR_BETWEENNESS * course.seconds
    draws = _affordable_draws(network, seconds)
    random = generator(course.seed, SEED)
    by_chance = np.array([largest_shares(network, random.permutation(network.order)) for _ in range(draws)])
    course.tick(1 - FOR_BETWEENNESS)
    between = affordable_betweenness(
        network, course.seed, seconds, course.threads, lambda share: course.tick(0.5 + 0.5 * share)
    )
    curves = {
        "random": by_chance.mean(axis=0).tolist(),
        "degree": largest_shares(network, by_value(network.degrees)),
        "betweenness": largest_shares(network, by_value(between.values)),
    }
    errors = 1.96 * by_chance.std(axis=0, ddof=1) / np.sqrt(draws)
    numbers = [
        number
        for strategy, curve in curves.items()
        for number in _numbers(strategy, curve, errors, course, draws, between)
    ]
    rows = [
        {"strategy": strategy, "left": share, "largest": largest}
        for strategy, curve in curves.items()
        for share, largest in zip(SHARES, curve, strict=True)
    ]
    return Findings(tuple(numbers), {"resilience": pl.DataFrame(rows)})


def _affordable_draws(network: Network, seconds: float | None) -> int:
    """Ten random orders, fewer when they do not fit into the time, at least 2, at 2 million edges a second."""
    if seconds is None:
        return DRAWS
    return max(2, min(DRAWS, int(seconds * EDGES_A_SECOND / max(network.size, 1))))


def _numbers(
    strategy: str,
    curve: Sequence[float],
    errors: NDArray[np.float64],
    course: Course,
    draws: int,
    between: Betweenness,
) -> list[Number]:
    drawn = strategy == "random"
    about = {"strategy": strategy} | ({"draws": draws} if drawn else {})
    about |= {"sources": between.sources} if strategy == "betweenness" else {}
    # An order by estimated betweenness is one of many that could be: its curve is as little exact as it is.
    by_lot = drawn or (strategy == "betweenness" and between.sampled)
    method: Literal["exact", "sampled"] = "sampled" if by_lot else "exact"
    seed = course.seed if by_lot else None
    numbers = [
        Number(
            f"resilience.{strategy}.{share}",
            curve[SHARES.index(share)],
            "The share of all nodes in the largest component after this share has left.",
            {**about, "left": share},
            method=method,
            error=float(errors[SHARES.index(share)]) if drawn else None,
            seed=seed,
        )
        for share in TOLD
    ]
    whole = Number(
        f"resilience.{strategy}.robustness",
        robustness(SHARES, curve),
        "The mean of that share over all shares that leave: at most 0.5, where only those who leave are lost.",
        about,
        method=method,
        seed=seed,
    )
    return [*numbers, whole]


MEASURE = Measure(
    name="resilience",
    title="Resilience when people leave",
    definition="The share of all people who still hang together when some leave: at random, or the best placed first.",
    source="Albert, Jeong and Barabási, 2000; Schneider et al., 2011; Newman and Ziff, 2001",
    missing="Attributes are not read.",
    complexity="O(m + n) an order of leaving, and betweenness from k sources for one of them",
    run=withstood,
)
