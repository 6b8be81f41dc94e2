"""What a programme decides about scoring: what each feature counts, what stands for the unknown, the gates' numbers.

All of it is configuration with a version, so that a score can be worked out again later. Scores are absolute: they
depend on the pair and on these numbers alone (and on how rare a skill is), so that rounds can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

FeatureName = Literal[
    "path_walked",
    "skills",
    "industry",
    "goal_experience",
    "preference",
    "programme",
    "seniority_gap",
    "meeting",
    "language",
    "network",
]
FEATURE_NAMES: tuple[FeatureName, ...] = get_args(FeatureName)
FULL = 1000
"""Values, weights and scores are whole thousandths, so that no rounding differs between one pair and a million."""


class WeightsInvalid(ValueError):
    """Weights or priors that cannot be scored with; the message says which and why."""


def thousandths(number: float, what: str) -> int:
    """A number between 0 and 1 as whole thousandths. Raises WeightsInvalid for anything else or finer.

    >>> thousandths(0.18, "skills")
    180
    """
    whole = round(number * FULL)
    if not 0 <= number <= 1 or abs(whole - number * FULL) > 1e-6:
        raise WeightsInvalid(f"{what} is {number}; it has to be between 0 and 1, with at most three decimals.")
    return whole


@dataclass(frozen=True, slots=True)
class Priors:
    """What stands for a feature that is unknown: about what it is on average where it is known. Never 0, never 1."""

    path_walked: float = 0.2
    skills: float = 0.2
    industry: float = 0.3
    goal_experience: float = 0.4
    preference: float = 0.3
    programme: float = 0.2
    seniority_gap: float = 0.6
    meeting: float = 0.4
    language: float = 0.75
    network: float = 0.2

    def __post_init__(self) -> None:
        for name in FEATURE_NAMES:
            if not 0 < thousandths(getattr(self, name), f"the prior of {name}") < FULL:
                raise WeightsInvalid(f"the prior of {name} is 0 or 1; what is unknown counts for something in between.")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts; together 1. `version` names these numbers wherever a score is shown.

    >>> DEFAULT_WEIGHTS.as_mapping()["path_walked"]
    0.2
    >>> Weights(path_walked=0.5)
    Traceback (most recent call last):
      ...
    graph_service.mentoring.weights.WeightsInvalid: the weights add up to 1.3; they have to add up to 1.
    """

    path_walked: float = 0.20
    skills: float = 0.18
    industry: float = 0.14
    goal_experience: float = 0.13
    preference: float = 0.13
    programme: float = 0.06
    seniority_gap: float = 0.05
    meeting: float = 0.05
    language: float = 0.03
    network: float = 0.03
    priors: Priors = field(default_factory=Priors)
    version: str = "2026-11"

    def __post_init__(self) -> None:
        total = sum(thousandths(getattr(self, name), f"the weight of {name}") for name in FEATURE_NAMES)
        if total != FULL:
            raise WeightsInvalid(f"the weights add up to {total / FULL}; they have to add up to 1.")

    def as_mapping(self) -> Mapping[FeatureName, float]:
        """The weight of each feature, in their order."""
        return {name: cast("float", getattr(self, name)) for name in FEATURE_NAMES}

    def of(self, name: FeatureName) -> int:
        """The weight of a feature in thousandths: its points when its value is full."""
        return round(getattr(self, name) * FULL)

    def points(self, name: FeatureName, value: int | None) -> int:
        """The points that a value (in thousandths) of a feature makes, rounded; of an unknown one those of its prior.

        What is unknown never has no points and never all of them, however little the feature counts.

        >>> DEFAULT_WEIGHTS.points("skills", 500), DEFAULT_WEIGHTS.points("skills", None)
        (90, 36)
        """
        weight = self.of(name)
        if value is not None:
            return (weight * value + FULL // 2) // FULL
        points = (weight * round(getattr(self.priors, name) * FULL) + FULL // 2) // FULL
        return max(1, min(points, weight - 1)) if weight > 1 else 0


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Rules:
    """The gates' numbers: what a pair has to have whatever its score.

    `language_level` is the level that both have to have in one language, `capacity` how many mentees a mentor takes who
    did not say how many.
    """

    minimum_score: int = 0
    language_level: int = 3
    hour_needed: bool = True
    capacity: int = 3


DEFAULT_RULES = Rules()


@dataclass(frozen=True)
class Pool:
    """What scoring needs to know beside the two people: everything is about (mentee, mentor), ids in that order.

    `now` is the present month; `rarity` what a skill weighs (`rarity_of`), one that is not named weighing most;
    `mutual` some of the people whom both know; `unseen` who may not see whom, or did not agree; `mentees` and `mentors`
    who takes part as what, None when that is not decided.
    """

    now: int
    rarity: Mapping[str, int] = field(default_factory=dict[str, int])
    blocked: frozenset[tuple[str, str]] = frozenset()
    unseen: frozenset[tuple[str, str]] = frozenset()
    ended: frozenset[tuple[str, str]] = frozenset()
    acquainted: frozenset[tuple[str, str]] = frozenset()
    mutual: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict[tuple[str, str], tuple[str, ...]])
    mentees: frozenset[str] | None = None
    mentors: frozenset[str] | None = None
