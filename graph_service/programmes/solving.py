"""Solves a round: scores every pair, keeps the allowed ones, has them matched, and says why somebody was left out.

Pure, and run in a process of its own (worker.py): the libraries that solve are large, and a round takes both cores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_service.mentoring import matching
from graph_service.mentoring.batch import score_all
from graph_service.mentoring.gates import BIT, Gate, gates_in
from graph_service.programmes.models import (
    GateCount,
    Relaxation,
    RoundDetails,
    UnplacedMentee,
)
from graph_service.programmes.overrides import round_of
from graph_service.programmes.tasks import (
    NOT_ALLOWED,
    LockImpossible,
    Packed,
    Progress,
    Solved,
    SolveTask,
    configuration,
    pack,
)

HARD_GATES = (Gate.SELF, Gate.NOT_AGREED, Gate.BLOCKED, Gate.ROLE)
"""What no lock of staff opens: they protect people, not the programme."""
ADVICE: dict[Gate, str] = {
    Gate.SAME_EMPLOYER: "Let people of the same employer be matched.",
    Gate.NO_CAPACITY: "Ask mentors for more places.",
    Gate.NO_LANGUAGE: "Lower `language_level`.",
    Gate.NO_HOUR: "Ask for more hours, or set `need_common_hour` to false.",
    Gate.EARLIER_PAIR: "Lock pairs that would try again.",
    Gate.MINIMUM_SCORE: "Lower `minimum_score`.",
    Gate.NOT_OPEN: "Ask mentors who pause to come back.",
    Gate.REPORTING_LINE: "Find mentors outside the reporting lines.",
}


def solve_round(task: SolveTask, report: Progress) -> Solved:
    """The round solved and proved. Raises LockImpossible, and what matching.solve raises."""
    report(0.05, "scoring")
    table = score_all(task.mentees, task.mentors, task.pool, task.weights, task.rules)
    scores, gates = _with_decisions(task, table.scores.astype(np.int16), table.gates.astype(np.int32))
    allowed = np.where(gates == 0, scores, np.int16(NOT_ALLOWED)).astype(np.int16)
    report(0.35, "solving")
    packed = Packed(
        mentees=tuple(one.id for one in task.mentees),
        mentors=tuple(one.id for one in task.mentors),
        scores=allowed,
        places=task.places,
        topics=task.topics,
        shortlists={one.id: one.shortlist for one in (*task.mentees, *task.mentors) if one.shortlist},
        locks=task.locks | frozenset(task.bound),
        forbids=task.forbids,
        previous=task.previous,
        chosen=(),
        mode=task.mode,
        max_total_loss=task.max_total_loss,
        salt=task.salt,
    )
    draft = matching.solve(round_of(packed))
    report(0.95, "explaining")
    details = _details(task, draft, gates)
    chosen = tuple((pair.mentee, pair.mentor, pair.score) for pair in draft.pairs)
    values: dict[str, Any] = {
        "placed": draft.placed,
        "mentees": len(task.mentees),
        "mentors": len(task.mentors),
        "total": draft.total,
        "worst": draft.worst,
        "upper_bound": draft.upper_bound,
        "optimal": draft.optimal,
        "blocking_pairs": draft.blocking_pairs,
        "favours": draft.favours,
        "seconds": round(draft.seconds, 3),
        "configuration": configuration(pack(packed)),
        "details": details.model_dump_json(),
    }
    return Solved(chosen, values, pack(replace(packed, chosen=chosen, blocking_pairs=draft.blocking_pairs)))


def _with_decisions(
    task: SolveTask, scores: NDArray[np.int16], gates: NDArray[np.int32]
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """Scores and gates after what was decided: pairs that are bound keep their score, locks open all but hard gates."""
    rows = {one.id: row for row, one in enumerate(task.mentees)}
    columns = {one.id: column for column, one in enumerate(task.mentors)}
    hard = sum(BIT[gate] for gate in HARD_GATES)
    for mentee, mentor in sorted(task.locks):
        row, column = rows[mentee], columns[mentor]
        if closed := gates_in(int(gates[row, column]) & hard):
            raise LockImpossible(
                f"Locked pair of mentor {mentor} and mentee {mentee} cannot be made: {', '.join(closed)}. Unlock it."
            )
        gates[row, column] = 0
    for (mentee, mentor), score in task.bound.items():
        gates[rows[mentee], columns[mentor]] = 0
        scores[rows[mentee], columns[mentor]] = score
    return scores, gates


def _details(task: SolveTask, draft: matching.Draft, gates: NDArray[np.int32]) -> RoundDetails:
    rows = {one.id: row for row, one in enumerate(task.mentees)}
    masks = {one.mentee: gates[rows[one.mentee]] for one in draft.unplaced}
    taken = Counter(pair.mentor for pair in draft.pairs)
    free = np.array([taken[one.id] < task.places[one.id].capacity for one in task.mentors])
    return RoundDetails(
        unplaced=[
            UnplacedMentee(mentee=one.mentee, reasons=list(one.reasons), gates=_counted(masks[one.mentee]))
            for one in draft.unplaced
        ],
        relaxation=relaxation_for(list(masks.values()), free),
        minimums_missed=[missed.mentor for missed in draft.minimums_missed],
        bound_kept=len(task.bound),
    )


def _counted(masks: NDArray[np.int32]) -> list[GateCount]:
    """How many mentors each gate kept away from one mentee, most first; one mentor can count for several."""
    counted = Counter[Gate]()
    for mask, mentors in zip(*np.unique(masks, return_counts=True), strict=True):
        for gate in gates_in(int(mask)):
            counted[gate] += int(mentors)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], list(Gate).index(one[0])))
    return [GateCount(gate=gate, mentors=mentors) for gate, mentors in ordered]


def relaxation_for(unplaced: Sequence[NDArray[np.int32]], free: NDArray[np.bool_]) -> Relaxation | None:
    """The one rule that, lifted, would let most of the unplaced have a mentor whom nothing else keeps away.

    `unplaced` holds for each of them the masks of all mentors, `free` which of these have places left. More places help
    whoever has a mentor who is full and whom no gate keeps away. None when no single rule would help anybody.
    """
    helped = {
        gate: sum(bool((masks[free] == BIT[gate]).any()) for masks in unplaced)
        for gate in Gate
        if gate not in (*HARD_GATES, Gate.NO_CAPACITY)
    }
    more_places = (0, BIT[Gate.NO_CAPACITY])
    helped[Gate.NO_CAPACITY] = sum(bool(np.isin(masks[~free], more_places).any()) for masks in unplaced)
    best = max(helped, key=lambda gate: helped[gate])
    if not helped[best]:
        return None
    return Relaxation(gate=best, mentees=helped[best], advice=ADVICE[best])
