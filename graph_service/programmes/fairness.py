"""How the groups of a round fared: pure arithmetic on who was placed, for groups of at least ten people.

A group that is smaller is not shown. When exactly one group of an attribute would be missing, the smallest of the
others is left out with it, so that nobody works the missing one out from the totals of the round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from graph_service.programmes.models import GroupFairness
from graph_service.programmes.queries import EntrantGroups

SMALLEST_GROUP = 10
Attribute = Literal["programme_type", "intake_year", "industry", "province"]
ATTRIBUTES: tuple[Attribute, ...] = get_args(Attribute)


def fairness_of(people: Sequence[EntrantGroups], smallest: int = SMALLEST_GROUP) -> list[GroupFairness]:
    """Placement and mean score of each group that may be shown, by attribute, then group.

    People of whom an attribute is not known are in no group of it.
    """
    return [told for attribute in ATTRIBUTES for told in _of_attribute(people, attribute, smallest)]


def _of_attribute(people: Iterable[EntrantGroups], attribute: Attribute, smallest: int) -> list[GroupFairness]:
    groups: dict[str, list[int | None]] = defaultdict(list)
    missing = 0
    for person in people:
        value: str | int | None = getattr(person, attribute)
        if value is None:
            missing += 1
        else:
            groups[str(value)].append(person.score)
    shown = {group: scores for group, scores in groups.items() if len(scores) >= smallest}
    left_out = [len(scores) for group, scores in groups.items() if group not in shown] + [missing] * bool(missing)
    if shown and 0 < sum(left_out) < smallest:
        del shown[min(shown, key=lambda group: (len(shown[group]), group))]
    return [_told(attribute, group, scores) for group, scores in sorted(shown.items())]


def _told(attribute: Attribute, group: str, scores: Sequence[int | None]) -> GroupFairness:
    placed = [score for score in scores if score is not None]
    return GroupFairness(
        attribute=attribute,
        group=group,
        mentees=len(scores),
        placed=len(placed),
        share=len(placed) / len(scores),
        mean_score=sum(placed) / len(placed) if placed else None,
    )


def largest_gap(fairness: Sequence[GroupFairness]) -> float | None:
    """The widest gap of placement between two groups of one attribute, 0 to 1; None when nothing can be compared."""
    shares: dict[str, list[float]] = defaultdict(list)
    for group in fairness:
        shares[group.attribute].append(group.share)
    gaps = [max(of_one) - min(of_one) for of_one in shares.values() if len(of_one) > 1]
    return max(gaps, default=None)
