"""Not everybody is sent to the same ten: of mentors who suit about as well, those who are less sought after come in.

Each time that a mentor was shown takes some points off while a list is chosen, and each mentee they have or had some
more, up to a limit; the list is then in the order of scores again. How much is taken off is halved until the list loses
no more than 2 % of the best list's scores, so that nobody gets a worse list than that for the good of all.

The measure is the Gini coefficient of how often each mentor was shown: 0 when all were shown equally often, near 1 when
one was always shown (Gini, "Variabilità e mutabilità", 1912).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

STEP = 8
"""Points for each time that somebody was shown."""
ASKED = 3
"""A mentee counts as much as being shown so many times."""
MOST_SOUGHT = 60
LARGEST_LOSS = 0.02


def sought(shown_to: int, mentored: int) -> int:
    """How sought after a mentor is, from 0 to MOST_SOUGHT.

    >>> sought(2, 1), sought(1000, 0)
    (5, 60)
    """
    return min(MOST_SOUGHT, shown_to + ASKED * mentored)


def spread(scores: Sequence[int], demand: Sequence[int], k: int) -> list[int]:
    """Which of the mentors make the list, by position, the best first: at most `k`.

    `scores` are in descending order, and `demand` says how sought after each is.

    >>> spread([500, 499, 498], [60, 0, 0], 1)
    [1]
    >>> spread([500, 400], [60, 0], 1)
    [0]
    """
    best = sum(scores[:k])
    step = STEP
    while step:
        order = sorted(range(len(scores)), key=lambda one: (demand[one] * step - scores[one], one))
        chosen = sorted(order[:k])
        if sum(scores[one] for one in chosen) >= best * (1 - LARGEST_LOSS):
            return chosen
        step //= 2
    return list(range(min(k, len(scores))))


def gini(counts: Iterable[int]) -> float:
    """The Gini coefficient of these counts; 0 when there is nothing to share.

    >>> gini([3, 3, 3]), gini([0, 0, 0, 8]), gini([])
    (0.0, 0.75, 0.0)
    """
    ranked = sorted(counts)
    total = sum(ranked)
    if not total:
        return 0.0
    weighed = sum(rank * count for rank, count in enumerate(ranked, 1))
    return 2 * weighed / (len(ranked) * total) - (len(ranked) + 1) / len(ranked)
