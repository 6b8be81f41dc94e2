"""Dyads: which likenesses of two people go with a tie between them, each with the others held equal.

Nearly all pairs of people do not know each other, so that non-edges are sampled, as in a case-control study. That
leaves the coefficients as they are and moves the intercept alone, by the logarithm of how much rarer ties are in truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis import columns
from graph_service.analysis.logistic import logistic
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.nulls import generator

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 15
MOST = 200_000
INTERCEPT = "intercept"


class Dyads(NamedTuple):
    """Pairs of people with all values known: `tied` (p,), `alike` (p, k) for each attribute, and the pairs (p, 2).

    `share` is the share of tied ones among all pairs of people whose values are known, `people` how many these are.
    """

    pairs: NDArray[np.int64]
    tied: NDArray[np.bool_]
    alike: NDArray[np.bool_]
    share: float
    people: int


class Effect(NamedTuple):
    """The log odds of a tie that go with one likeness; `error` allows for pairs that share a person."""

    name: str
    coefficient: float
    error: float
    plain_error: float

    @property
    def z(self) -> float:
        """The coefficient in standard errors, NaN where there is no error."""
        return self.coefficient / self.error if self.error > 0 else float("nan")


class Regression(NamedTuple):
    """The effects, the intercept first, what they rest on, and whether the search for them came to rest."""

    effects: tuple[Effect, ...]
    dyads: Dyads
    converged: bool


def sampled_dyads(network: Network, attributes: tuple[str, ...], random: np.random.Generator) -> Dyads | None:
    """Edges and as many non-edges among the people who have a value of every attribute; None without any of either.

    At most 200,000 edges are drawn without repetition; non-edges are uniform among pairs that are not tied, drawn with
    repetition. Complexity: O(m + pairs log m).
    """
    labels = [columns.labels(network, name) for name in attributes]
    known = np.logical_and.reduce([one.known for one in labels])
    people = np.flatnonzero(known)
    edges = network.edges[known[network.edges[:, 0]] & known[network.edges[:, 1]]]
    possible = len(people) * (len(people) - 1) // 2
    if not len(edges) or len(edges) == possible:
        return None
    cases = edges if len(edges) <= MOST else edges[np.sort(random.choice(len(edges), size=MOST, replace=False))]
    controls = _non_edges(network, people, len(cases), random)
    pairs = np.concatenate([cases, controls])
    alike = np.stack([one.codes[pairs[:, 0]] == one.codes[pairs[:, 1]] for one in labels], axis=1)
    tied = np.arange(len(pairs)) < len(cases)
    return Dyads(pairs, tied, alike, len(edges) / possible, len(people))


def regression(network: Network, attributes: tuple[str, ...], random: np.random.Generator) -> Regression | None:
    """The logistic regression of being tied on being alike in each attribute; None where there is nothing to compare.

    Definition: log odds of a tie = intercept + sum of coefficients of the attributes in which both are alike, over
    edges and sampled non-edges. The intercept is corrected by ln(t / (1 - t)) - ln(s / (1 - s)), with t the share of
    ties in all pairs and s in the sample, so that it is the log odds of a tie between two people alike in nothing.
    Standard errors allow for pairs that have a person in common. Attributes in which all sampled pairs are alike, or
    none is, are left out. Source: Prentice and Pyke, 1979; King and Zeng, Logistic regression in rare events data,
    2001; Aronow, Samii and Assenova, Cluster-robust variance estimation for dyadic data, 2015. Missing values: people
    without a value of every attribute are dropped. Complexity: O(m + p k²) for p sampled pairs and k attributes.
    """
    dyads = sampled_dyads(network, attributes, random) if attributes else None
    if dyads is None:
        return None
    varying = np.flatnonzero(dyads.alike.any(axis=0) & ~dyads.alike.all(axis=0))
    design = np.column_stack([np.ones(len(dyads.tied)), dyads.alike[:, varying]]).astype(np.float64)
    codes = dyads.alike[:, varying] @ (1 << np.arange(len(varying)))
    _, kinds, places = np.unique(codes, return_index=True, return_inverse=True)
    successes = np.bincount(places, weights=dyads.tied).astype(np.int64)
    fit = logistic(design[kinds], successes, np.bincount(places) - successes)
    robust = _dyadic_covariance(dyads, design, fit.coefficients, fit.covariance)
    corrected = fit.coefficients.copy()
    sampled = float(dyads.tied.mean())
    corrected[0] += np.log(dyads.share / (1 - dyads.share)) - np.log(sampled / (1 - sampled))
    names = [INTERCEPT, *(attributes[place] for place in varying)]
    errors, plain = np.sqrt(np.maximum(np.diag(robust), 0)), np.sqrt(np.diag(fit.covariance))
    effects = [
        Effect(name, float(corrected[place]), float(errors[place]), float(plain[place]))
        for place, name in enumerate(names)
    ]
    return Regression(tuple(effects), dyads, fit.converged)


def explained(network: Network, course: Course) -> Findings:
    """The regression on all nominal attributes together: an odds ratio each, and a table with errors and intervals.

    Definition: Logistic regression of being tied on being alike in each attribute, on ties and sampled non-ties.
    Source: Prentice and Pyke, 1979; King and Zeng, 2001; Aronow, Samii and Assenova, 2015. Missing values: people
    without a value of every attribute are dropped; the coverage says how many are left. Complexity: O(m + p k²) for p
    sampled pairs and k attributes.
    """
    attributes = tuple(name for name in columns.nominal(network, course) if columns.labels(network, name).known.any())
    found = regression(network, attributes, generator(course.seed, SEED))
    course.tick(1.0)
    if found is None:
        note = "There are no ties and non-ties among people who have a value of every attribute."
        return Findings((Number("dyads.intercept", None, "The log odds of a tie.", note=note),))
    dyads = found.dyads
    about = {"attributes": attributes, "ties": int(dyads.tied.sum()), "others": int((~dyads.tied).sum())}
    numbers = [
        Number(
            f"dyads.{effect.name}",
            effect.coefficient,
            "The log odds of a tie between two people alike in nothing, corrected for the sampling of non-ties."
            if effect.name == INTERCEPT
            else "How much being alike in it adds to the log odds of a tie, with the other attributes held equal.",
            about,
            method="sampled",
            error=1.96 * effect.error,
            coverage=dyads.people / network.order,
            seed=course.seed,
            note=None if found.converged else "The regression came to no end: some likeness decides ties entirely.",
        )
        for effect in found.effects
    ]
    return Findings(tuple(numbers), {"dyads": _table(found)})


def _table(found: Regression) -> pl.DataFrame:
    coefficient, error = pl.col("coefficient"), pl.col("standard_error")
    return pl.DataFrame(
        {
            "attribute": [effect.name for effect in found.effects],
            "coefficient": [effect.coefficient for effect in found.effects],
            "standard_error": [effect.error for effect in found.effects],
            "standard_error_independent": [effect.plain_error for effect in found.effects],
            "z": [effect.z for effect in found.effects],
        }
    ).with_columns(
        coefficient.exp().alias("odds_ratio"),
        (coefficient - 1.96 * error).exp().alias("odds_ratio_low"),
        (coefficient + 1.96 * error).exp().alias("odds_ratio_high"),
    )


def _non_edges(
    network: Network, people: NDArray[np.int64], count: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """So many pairs of these people that are not tied, uniform, with repetition; at least one such pair exists."""
    edges = network.edges[:, 0] * network.order + network.edges[:, 1]
    found = np.zeros((0, 2), dtype=np.int64)
    while len(found) < count:
        drawn = np.sort(people[random.integers(len(people), size=(2 * (count - len(found)) + 100, 2))], axis=1)
        drawn = drawn[drawn[:, 0] != drawn[:, 1]]
        keys = drawn[:, 0] * network.order + drawn[:, 1]
        near = np.minimum(np.searchsorted(edges, keys), len(edges) - 1)
        found = np.concatenate([found, drawn[edges[near] != keys]])
    return found[:count]


def _dyadic_covariance(
    dyads: Dyads, design: NDArray[np.float64], coefficients: NDArray[np.float64], covariance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The covariance of the coefficients when pairs with a person in common may depend on each other."""
    expected = 1 / (1 + np.exp(-np.clip(np.einsum("ij,j->i", design, coefficients), -500, 500)))
    scores = design * (dyads.tied - expected)[:, None]
    _, ends = np.unique(dyads.pairs, return_inverse=True)
    sums = np.stack([np.bincount(ends.ravel(), weights=np.repeat(score, 2)) for score in scores.T], axis=1)
    # As sums in one order, which products of matrices are not on several cores.
    middle = np.einsum("pi,pj->ij", sums, sums) - np.einsum("pi,pj->ij", scores, scores)
    return covariance @ middle @ covariance


MEASURE = Measure(
    name="dyads",
    title="What goes with a tie: dyad regression",
    definition="Logistic regression of being tied on being alike in each attribute, on ties and sampled non-ties.",
    source="Prentice and Pyke, 1979; King and Zeng, 2001; Aronow, Samii and Assenova, 2015",
    missing="People without a value of every attribute are dropped; the coverage says how many are left.",
    complexity="O(m + p k²) for p sampled pairs and k attributes",
    run=explained,
)
