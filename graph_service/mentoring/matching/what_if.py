"""What an override costs: the round solved again with a pair forced or forbidden, beside the draft that stands.

The figures after are those of the proved optimum under the override, and everything else that is equally good stays
as it was.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from graph_service.mentoring.matching.drafts import Change, Draft, Figures, Move
from graph_service.mentoring.matching.rounds import PairIds, Round
from graph_service.mentoring.matching.solving import solve


def what_if(
    asked: Round, draft: Draft, *, force: Set[PairIds] = frozenset(), forbid: Set[PairIds] = frozenset()
) -> Change:
    """What forcing and forbidding these pairs changes against the draft.

    Raises:
        RoundRefused: the override contradicts the round: a forced pair is not allowed, a mentor has no place left, …
    """
    stands = frozenset((pair.mentee, pair.mentor) for pair in draft.pairs)
    changed = replace(
        asked,
        locks=(asked.locks | force) - forbid,
        forbids=(asked.forbids | forbid) - force,
        previous=stands,
    )
    after = solve(changed)
    return Change(Figures.of(draft), Figures.of(after), _moved(draft, after), after)


def _moved(before: Draft, after: Draft) -> tuple[Move, ...]:
    had = {pair.mentee: pair.mentor for pair in before.pairs}
    has = {pair.mentee: pair.mentor for pair in after.pairs}
    return tuple(
        Move(mentee, had.get(mentee), has.get(mentee))
        for mentee in sorted(had.keys() | has.keys())
        if had.get(mentee) != has.get(mentee)
    )
