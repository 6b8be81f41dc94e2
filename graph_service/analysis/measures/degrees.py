"""How many neighbours nodes have: the distribution, its tail fitted as a power law, and how good that fit is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.scientific import hurwitz_zeta, log_normal_cdf, lowest

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 2
SMALLEST_TAIL = 10
MOST_STARTS = 100
STEEPEST = 20.0
REPLICATES = 100
SECONDS_EACH = 0.04
CLOSELY = 20_000
GOLDEN = (math.sqrt(5) - 1) / 2


class Tail(NamedTuple):
    """A power law fitted to the values of at least `start`: p(k) = k^-exponent / zeta(exponent, start)."""

    exponent: float
    start: int
    nodes: int
    distance: float

    @property
    def error(self) -> float:
        """The half-width of a 95 % interval of the exponent (the approximation of Clauset et al., 2009, eq. 3.2)."""
        return 1.96 * (self.exponent - 1) / math.sqrt(self.nodes)


class Histogram(NamedTuple):
    """Values in ascending order, all above 0, and how often each is there."""

    values: NDArray[np.int64]
    counts: NDArray[np.int64]

    def of_at_least(self, start: int) -> Histogram:
        """The values that are not smaller than `start`."""
        first = int(np.searchsorted(self.values, start))
        return Histogram(self.values[first:], self.counts[first:])


def histogram(values: NDArray[np.int64]) -> Histogram:
    """How often each value above 0 is there."""
    found, counts = np.unique(values[values > 0], return_counts=True)
    return Histogram(found.astype(np.int64), counts.astype(np.int64))


def fitted_tail(values: Histogram) -> Tail | None:
    """The power law that fits the tail best; None when there is too little to fit.

    Definition: for every start the exponent of greatest likelihood, of all starts the one with the smallest distance
    of Kolmogorov and Smirnov between data and fit (Clauset, Shalizi and Newman, SIAM Review 51, 2009, 3.1 and 3.3; the
    discrete form with the Hurwitz zeta function). A tail has at least 10 nodes and two different degrees; of more than
    100 starts, 100 that are evenly spaced are tried. Missing values: attributes are not read; nodes without neighbours
    are in no tail. Complexity: O(d) a start for d different degrees.
    """
    above = values.counts[::-1].cumsum()[::-1]
    possible = np.flatnonzero((above >= SMALLEST_TAIL)[:-1])
    if not len(possible):
        return None
    tried = possible[np.unique(np.linspace(0, len(possible) - 1, MOST_STARTS).astype(np.int64))]
    starts = values.values[tried]
    logs = (np.log(values.values) * values.counts)[::-1].cumsum()[::-1][tried] / above[tried]

    def loss(exponents: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.log(hurwitz_zeta(exponents, starts)) + exponents * logs

    exponents = _smallest(loss, len(tried))
    fits: list[Tail] = []
    for place, exponent in zip(tried.tolist(), exponents.tolist(), strict=True):
        tail = Histogram(values.values[place:], values.counts[place:])
        nodes = int(above[place])
        fits.append(Tail(exponent, int(values.values[place]), nodes, _distance(tail, exponent, nodes)))
    return min(fits, key=lambda fit: (fit.distance, fit.start))


def _smallest(loss: Callable[[NDArray[np.float64]], NDArray[np.float64]], count: int) -> NDArray[np.float64]:
    """Where a loss is smallest, for many at a time, by golden sections between 1 and the steepest exponent."""
    low, high = np.full(count, 1.0 + 1e-6), np.full(count, STEEPEST)
    for _ in range(60):
        width = (high - low) * GOLDEN
        left, right = high - width, low + width
        is_left = loss(left) < loss(right)
        low, high = np.where(is_left, low, left), np.where(is_left, right, high)
    return (low + high) / 2


def _distance(tail: Histogram, exponent: float, nodes: int) -> float:
    """The greatest difference between the shares of data and of fit that are not above a value."""
    fitted = 1 - hurwitz_zeta(exponent, tail.values + 1) / hurwitz_zeta(exponent, tail.values[0])
    return float(np.abs(tail.counts.cumsum() / nodes - fitted).max())


def goodness(values: Histogram, tail: Tail, replicates: int, draw: np.random.Generator, course: Course) -> float:
    """The share of samples drawn from the fit that are farther from their own fit than the data are: a p-value.

    A value of at most 0.1 rules the power law out (Clauset et al., 2009, 4.1). Its own error is about
    1 / (2 sqrt(replicates)). Missing values: see `fitted_tail`. Complexity: that of a fit for each replicate.
    """
    farther = 0
    for done in range(replicates):
        fit = fitted_tail(_drawn(values, tail, draw))
        farther += fit is not None and fit.distance >= tail.distance
        course.tick((done + 1) / replicates)
    return farther / replicates


def _drawn(values: Histogram, tail: Tail, draw: np.random.Generator) -> Histogram:
    """As many values as there are: below the start as the data, from there on as the fit."""
    total = int(values.counts.sum())
    in_tail = int(draw.binomial(total, tail.nodes / total))
    below = values.values < tail.start
    counts = values.counts[below]
    body = draw.multinomial(total - in_tail, counts / counts.sum()) if len(counts) else counts
    close = np.arange(tail.start, tail.start + CLOSELY)
    shares = close**-tail.exponent / hurwitz_zeta(tail.exponent, tail.start)
    shares = np.append(shares, max(0.0, 1 - shares.sum()))
    drawn = draw.multinomial(in_tail, shares / shares.sum())
    # Beyond what is enumerated the sum is as good as an integral, whose inverse is known.
    far = close[-1] * (1 - draw.random(int(drawn[-1]))) ** (-1 / (tail.exponent - 1))
    beyond = histogram(np.minimum(far, 2.0**62).astype(np.int64))
    found = np.concatenate([values.values[below], close, beyond.values])
    often = np.concatenate([body, drawn[:-1], beyond.counts])
    return Histogram(found[often > 0], often[often > 0])


class Rival(NamedTuple):
    """A power law beside another distribution of the same tail; a ratio above 0 speaks for the power law."""

    name: str
    ratio: float
    p_value: float


def rivals(values: Histogram, tail: Tail) -> list[Rival]:
    """How the fit does beside an exponential and a log-normal distribution of the same tail.

    Definition: the normalised logarithm of the likelihoods' ratio, and the chance of one as far from 0 when both are
    equally good (Vuong, Econometrica 57, 1989; Clauset et al., 2009, 5.1). Missing values: see `fitted_tail`.
    Complexity: O(d) a step of the search for the best parameters.
    """
    part = values.of_at_least(tail.start)
    ours = -tail.exponent * np.log(part.values) - math.log(float(hurwitz_zeta(tail.exponent, tail.start)))
    found: list[Rival] = []
    for name, theirs in (("exponential", _exponential(part)), ("lognormal", _lognormal(part))):
        differences = ours - theirs
        total = float((differences * part.counts).sum())
        mean = total / tail.nodes
        variance = float(((differences - mean) ** 2 * part.counts).sum()) / tail.nodes
        ratio = total / math.sqrt(tail.nodes * variance) if variance > 0 else 0.0
        found.append(Rival(name, ratio, math.erfc(abs(ratio) / math.sqrt(2))))
    return found


def _exponential(part: Histogram) -> NDArray[np.float64]:
    """The log-likelihood of each value under the geometric distribution that fits best."""
    mean = float((part.values * part.counts).sum() / part.counts.sum())
    rate = math.log1p(1 / (mean - part.values[0]))
    return math.log(-math.expm1(-rate)) - rate * (part.values - part.values[0])


def _lognormal(part: Histogram) -> NDArray[np.float64]:
    """The log-likelihood of each value under the log-normal distribution, rounded to integers, that fits best."""
    lower, upper = np.log(part.values - 0.5), np.log(part.values + 0.5)

    def likelihoods(parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        mean, spread = parameters[0], math.exp(parameters[1])
        # Upper tails, so that values far out do not vanish.
        inner, outer = log_normal_cdf((mean - lower) / spread), log_normal_cdf((mean - upper) / spread)
        return inner + np.log(-np.expm1(np.minimum(outer - inner, -1e-300))) - inner[0]

    logs = np.log(part.values)
    mean = float((logs * part.counts).sum() / part.counts.sum())
    spread = math.sqrt(float(((logs - mean) ** 2 * part.counts).sum() / part.counts.sum()))

    def loss(parameters: NDArray[np.float64]) -> float:
        return -float((likelihoods(parameters) * part.counts).sum()) if abs(parameters[1]) < 6 else math.inf

    return likelihoods(lowest(loss, np.array([mean, math.log(max(spread, 1e-2))])))


def distributed(network: Network, course: Course) -> Findings:
    """The distribution of the degrees, and what its tail looks like.

    Definition: How many nodes have how many neighbours, and the power law that fits the upper tail best. Source:
    Clauset, Shalizi and Newman, Power-law distributions in empirical data, SIAM Review 51, 2009. Missing values:
    attributes are not read. Nodes without neighbours are in the distribution and in no tail. Complexity: O(n + m), and
    O(d) for each of at most 100 starts and 100 replicates, with d different degrees.
    """
    degrees = network.degrees
    if not network.order:
        empty = pl.DataFrame(schema={"degree": pl.Int64, "nodes": pl.Int64, "share_at_least": pl.Float64})
        note = "Not defined without nodes."
        return Findings((Number("max_degree", None, "The largest degree.", note=note),), {"degree_distribution": empty})
    counts = np.bincount(degrees)
    present = np.flatnonzero(counts)
    at_least = counts[::-1].cumsum()[::-1] / network.order
    table = {"degree": present, "nodes": counts[present], "share_at_least": at_least[present]}
    numbers = (
        Number("max_degree", int(degrees.max()), "The largest degree."),
        Number("min_degree", int(degrees.min()), "The smallest degree."),
        Number("median_degree", float(np.median(degrees)), "The median of the degrees."),
        Number("degree_deviation", float(degrees.std()), "The standard deviation of the degrees (divided by n)."),
        Number(
            "degree_gini",
            _gini(degrees),
            "Gini's index of the degrees: 0 when all are equal, near 1 when few nodes have all edges.",
            note=None if network.size else "Not defined without edges.",
        ),
        *_tail_numbers(histogram(degrees), course),
    )
    return Findings(numbers, {"degree_distribution": pl.DataFrame(table)})


def _gini(degrees: NDArray[np.int64]) -> float | None:
    total, count = int(degrees.sum()), len(degrees)
    if not total:
        return None
    ranks = np.arange(1, count + 1)
    return float(2 * (ranks * np.sort(degrees)).sum() / (count * total) - (count + 1) / count)


EXPONENT = "The exponent of the power law that fits the upper tail of the degrees best, by greatest likelihood."


def _tail_numbers(values: Histogram, course: Course) -> list[Number]:
    tail = fitted_tail(values) if len(values.values) else None
    if tail is None:
        note = f"No tail to fit: it needs {SMALLEST_TAIL} nodes and two different degrees."
        return [Number("tail_exponent", None, EXPONENT, note=note)]
    total = int(values.counts.sum())
    affordable = REPLICATES if course.seconds is None else int(course.seconds / SECONDS_EACH)
    replicates = max(20, min(REPLICATES, affordable))
    p_value = goodness(values, tail, replicates, np.random.default_rng([course.seed, SEED]), course)
    tail_of = {"from_degree": tail.start}
    numbers = [
        Number("tail_exponent", tail.exponent, EXPONENT, tail_of, error=tail.error, coverage=tail.nodes / total),
        Number("tail_start", tail.start, "The degree from which on the power law is fitted."),
        Number("tail_nodes", tail.nodes, "How many nodes have at least that degree."),
        Number(
            "tail_distance",
            tail.distance,
            "The distance of Kolmogorov and Smirnov between tail and power law.",
            tail_of,
        ),
        Number(
            "tail_p_value",
            p_value,
            "The share of samples from the fitted law that fit worse than the data; at most 0.1 rules the law out.",
            {**tail_of, "replicates": replicates},
            method="sampled",
            error=1.96 * math.sqrt(max(p_value * (1 - p_value), 1 / replicates) / replicates),
            seed=course.seed,
            note="The power law is ruled out." if p_value <= 0.1 else "The power law is not ruled out.",
        ),
    ]
    for rival in rivals(values, tail):
        says = "Likelihood ratio (Vuong) of power law to {}: above 0 for the power law, below 0 for the other."
        note = "Neither is better with any certainty." if rival.p_value > 0.1 else None
        facts = {**tail_of, "p_value": rival.p_value}
        numbers.append(Number(f"tail_ratio_{rival.name}", rival.ratio, says.format(rival.name), facts, note=note))
    return numbers


MEASURE = Measure(
    name="degrees",
    title="Degree distribution",
    definition="How many nodes have how many neighbours, and the power law that fits the upper tail best.",
    source="Clauset, Shalizi and Newman, Power-law distributions in empirical data, SIAM Review 51, 2009",
    missing="Attributes are not read. Nodes without neighbours are in the distribution and in no tail.",
    complexity="O(n + m), and O(d) for each of at most 100 starts and 100 replicates, with d different degrees",
    run=distributed,
)
