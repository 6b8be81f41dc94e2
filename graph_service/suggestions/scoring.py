"""How likely two people know each other although they are not connected: features, weights, and points that add up.

    points of a feature = its value x its weight, rounded; score = the sum of the points

Integers, so that what is shown adds up exactly. Among equal scores the unrounded sum decides, then what is common to
both in Adamic and Adar's measure, then the order key. A score is for putting people in order, and no probability.

| feature  | value                                                                                    | most |
|----------|------------------------------------------------------------------------------------------|------|
| mutual   | sum over the mutual connections of freshness / degree (resource allocation, fresh first) | none |
| cohort   | ties through cohorts (`connections/ties`), each x freshness, combined                     | 1    |
| employer | ties through employers at overlapping times, the same                                    | 1    |
| event    | ties through events, the same                                                            | 1    |
| group    | ties through groups, the same                                                            | 1    |
| place    | 1 when both live there now                                                               | 1    |
| industry | 1 when both work in it now                                                               | 1    |
| intake   | 1 when both began to study in the same year, falling to 0 at five years                  | 1    |

Freshness is that of the younger of the two connections with somebody mutual, and of the moment since which both are in
a context: it halves every two years, down to a tenth. Where no time of any connection is known, it is 1 for all.

What is known: of the simple measures on the network alone, resource allocation is best or among the best on most
networks (Zhou, Lü and Zhang, "Predicting missing links via local information", Eur. Phys. J. B 71, 2009), because a
mutual connection who knows few people tells more than one who knows everybody. New connections close triangles that
are young, and people get to know each other soon after they came together (Leskovec, Backstrom, Kumar and Tomkins,
"Microscopic evolution of social networks", KDD 2008; Tylenda, Angelova and Bedathur, "Towards time-aware link
prediction in evolving social networks", SNA-KDD 2009). Shared organisations, weighted by time
and size, add most where the network is thin (Hsieh et al., WWW 2013; Backstrom and Leskovec, WSDM 2011). On a bare
list of edges every other feature is 0, and the order is that of resource allocation. What is assumed: the weights. They
were chosen as round numbers by what one study friend, one colleague or one common friend should count for against each
other, and held to connections made later that the ranking did not see (`graph-service evaluate suggestions`).

Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, overload

import numpy as np

from graph_service.suggestions.networks import Floats

FeatureName = Literal["mutual", "cohort", "employer", "event", "group", "place", "industry", "intake"]
WantedName = Literal[
    "wanted_industry", "wanted_employer", "wanted_function", "wanted_place", "wanted_skill", "acquaintance", "ignored"
]

WEIGHTS: Mapping[FeatureName, int] = {
    "mutual": 1_000_000,
    "cohort": 1_000_000,
    "employer": 1_000_000,
    "event": 1_000_000,
    "group": 1_000_000,
    "place": 5_000,
    "industry": 5_000,
    "intake": 5_000,
}
"""A tie that is as good as certain counts as much as a mutual connection who knows nobody else. What two people only
have in common weighs little: enough to tell two people apart who are equal else, or of whom nothing else is known."""
WANTED_WEIGHTS: Mapping[WantedName, int] = {
    "wanted_industry": 200_000,
    "wanted_employer": 200_000,
    "wanted_function": 200_000,
    "wanted_place": 200_000,
    "wanted_skill": 200_000,
    "acquaintance": 150_000,
}
"""Of people worth meeting, what is looked for comes first; how well they are known decides between equals."""
INTAKE_YEARS = 5
HALF_LIFE_MONTHS = 24
STALE = 0.1
HALFWAY_MUTUAL = 10


class Feature(NamedTuple):
    """One reason of a score: what was found, what it weighs, and the points that makes."""

    name: FeatureName | WantedName
    value: float
    weight: int
    points: int


def features_of(values: Mapping[FeatureName, float]) -> list[Feature]:
    """The features of a pair that count for anything, those with most points first.

    >>> features_of({"mutual": 0.25, "place": 0.0})
    [Feature(name='mutual', value=0.25, weight=1000000, points=250000)]
    """
    found = [_feature(name, values[name], weight) for name, weight in WEIGHTS.items() if name in values]
    return sorted((one for one in found if one.points), key=lambda one: -one.points)


def wanted_features(values: Mapping[WantedName, float]) -> list[Feature]:
    """The same for people worth meeting.

    >>> [one.points for one in wanted_features({"wanted_place": 1.0, "acquaintance": 0.5})]
    [200000, 75000]
    """
    found = [_feature(name, values[name], weight) for name, weight in WANTED_WEIGHTS.items() if name in values]
    return sorted((one for one in found if one.points), key=lambda one: -one.points)


def _feature(name: FeatureName | WantedName, value: float, weight: int) -> Feature:
    return Feature(name, value, weight, round(value * weight))


def ignored(features: Sequence[Feature], times: int, factor: float) -> Feature | None:
    """What is taken off the points because the person was shown so many times before; None when that is nothing.

    `factor` of them is left each time: people who are passed over again and again make room (the discount by
    impressions of Lee, Lakshmanan, Tiwari and Shah, "Modeling impression discounting in large-scale recommender
    systems", KDD 2014).

    >>> ignored([Feature("place", 1.0, 5000, 5000)], 1, 0.8)
    Feature(name='ignored', value=1, weight=-1000, points=-1000)
    """
    total = sum(one.points for one in features)
    off = total - round(total * factor**times)
    return Feature("ignored", times, -round(off / times), -off) if times and off else None


def acquaintance(tie: float, mutual: int) -> float:
    """How well placed somebody is between a stranger and one's closest circle: 0 at either end, 1 in the middle.

    Closeness is 1 - (1 - tie) * 2^(-mutual / 10), and the value 4 * closeness * (1 - closeness). Jobs were found most
    over moderately weak ties, counted in mutual connections: more of them help up to about ten, and hurt beyond
    (Rajkumar, Saint-Jacques, Bojinov, Brynjolfsson and Aral, "A causal test of the strength of weak ties", Science
    377, 2022). `tie` is the strength of the tie through contexts.

    >>> acquaintance(0.0, 0), acquaintance(0.0, 10), acquaintance(0.5, 0), round(acquaintance(0.9, 40), 3)
    (0.0, 1.0, 1.0, 0.025)
    """
    closeness = 1 - (1 - tie) * 2 ** (-mutual / HALFWAY_MUTUAL)
    return 4 * closeness * (1 - closeness)


def points_of(name: FeatureName, value: float) -> int:
    """The points that a value of that feature makes.

    >>> points_of("place", 1.0)
    5000
    """
    return round(value * WEIGHTS[name])


def score_of(values: Mapping[FeatureName, float]) -> int:
    """The score of a pair: the sum of the points of its features."""
    return sum(points_of(name, value) for name, value in values.items())


def scores_of(values: Mapping[FeatureName, Floats]) -> Floats:
    """The scores of many pairs at once, each the same as `score_of` gives."""
    return sum((np.rint(column * WEIGHTS[name]) for name, column in values.items()), start=np.zeros(()))


def order_of(values: Mapping[FeatureName, Floats], adamic_adar: Floats) -> Floats:
    """What many pairs are put in order by: their scores, among equal ones the unrounded sum, then Adamic and Adar."""
    exact = sum((column * WEIGHTS[name] for name, column in values.items()), start=np.zeros(()))
    return np.round(exact, 5) + 1e-6 * np.minimum(adamic_adar, 1)


@overload
def intake_closeness(years: float) -> float: ...
@overload
def intake_closeness(years: Floats) -> Floats: ...
def intake_closeness(years: float | Floats) -> float | Floats:
    """How close two intakes are, from the years between them.

    >>> intake_closeness(0.0), intake_closeness(1.0), intake_closeness(7.0)
    (1.0, 0.8, 0.0)
    """
    close = np.maximum(0.0, 1.0 - np.abs(years) / INTAKE_YEARS)
    return close if isinstance(years, np.ndarray) else float(close)


@overload
def freshness(months: float) -> float: ...
@overload
def freshness(months: Floats) -> Floats: ...
def freshness(months: float | Floats) -> float | Floats:
    """How much what began so many months ago counts for a connection that is still to be made; never below STALE.

    >>> freshness(0), freshness(24), freshness(1200)
    (1.0, 0.5, 0.1)
    """
    fresh = np.maximum(STALE, 0.5 ** (np.maximum(months, 0) / HALF_LIFE_MONTHS))
    return fresh if isinstance(months, np.ndarray) else float(fresh)
