"""Whether one result is left: the residual network of the open pairs has no cycle.

Two results that are both open differ by moves along cycles. Where a number of places can go up and down the ends are
as one.
"""

from __future__ import annotations

import numpy as np

from graph_service.mentoring.matching.faces import Face, loads_of
from graph_service.mentoring.matching.market import Ints, Market


def is_single(market: Market, face: Face, placement: Ints) -> bool:
    """Whether the placement is the only one on the face, whose open pairs are all named."""
    loads = loads_of(market, placement)
    desks, mentors = np.arange(len(market.desk_mentor)), np.arange(len(market.capacity))
    first_desk, first_mentor = market.mentees, market.mentees + len(desks)
    sink = first_mentor + len(mentors)
    more_desk, less_desk = loads.desk < face.high.desk, loads.desk > face.low.desk
    more_mentor, less_mentor = loads.mentor < face.high.mentor, loads.mentor > face.low.mentor
    same = np.arange(sink + 1)
    same[first_mentor:sink][more_mentor & less_mentor] = sink
    both = more_desk & less_desk
    same[first_desk:first_mentor][both] = same[first_mentor + market.desk_mentor[both]]
    open_pairs = face.only if face.only is not None else np.zeros(0, dtype=np.int64)
    rows = market.rows(open_pairs)
    used = placement[rows] == open_pairs
    ends = first_desk + market.desks[open_pairs].astype(np.int64)
    out, into = (loads.mentee > face.low.mentee), (loads.mentee < face.high.mentee)
    up, down = more_desk & ~less_desk, less_desk & ~more_desk
    rise, fall = more_mentor & ~less_mentor, less_mentor & ~more_mentor
    arcs = [
        (rows[~used], ends[~used]),
        (ends[used], rows[used]),
        (np.flatnonzero(out), np.full(int(out.sum()), sink)),
        (np.full(int(into.sum()), sink), np.flatnonzero(into)),
        (first_desk + desks[up], first_mentor + market.desk_mentor[up]),
        (first_mentor + market.desk_mentor[down], first_desk + desks[down]),
        (first_mentor + mentors[rise], np.full(int(rise.sum()), sink)),
        (np.full(int(fall.sum()), sink), first_mentor + mentors[fall]),
    ]
    tails = same[np.concatenate([tail for tail, _ in arcs])]
    heads = same[np.concatenate([head for _, head in arcs])]
    return not _has_cycle(tails, heads, sink + 1)


def _has_cycle(tails: Ints, heads: Ints, nodes: int) -> bool:
    """Takes away whatever leads nowhere until nothing is left, or only what goes in circles."""
    order = np.argsort(heads, kind="stable")
    by_head = tails[order].tolist()
    begins = np.searchsorted(heads[order], np.arange(nodes + 1)).tolist()
    leaving = np.bincount(tails, minlength=nodes).tolist()
    ready = [node for node in range(nodes) if not leaving[node]]
    seen = 0
    while ready:
        node = ready.pop()
        seen += 1
        for before in by_head[begins[node] : begins[node + 1]]:
            leaving[before] -= 1
            if not leaving[before]:
                ready.append(before)
    return seen < nodes
