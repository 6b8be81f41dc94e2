"""Who is matched with whom in a round of a programme: the best result in the order of its aims, and its proof.

Pure: it knows ids, scores, capacities and what staff decided, and asks no database. docs/matching.md says what is
solved and why.
"""

from __future__ import annotations

from graph_service.mentoring.matching.documents import draft_document, read_round
from graph_service.mentoring.matching.drafts import (
    Change,
    Draft,
    Figures,
    MinimumMissed,
    Move,
    Pair,
    ProofFailed,
    Stage,
    Unplaced,
)
from graph_service.mentoring.matching.rounds import Mode, Places, Round, RoundRefused
from graph_service.mentoring.matching.solving import Progress, solve
from graph_service.mentoring.matching.what_if import what_if

__all__ = [
    "Change",
    "Draft",
    "Figures",
    "MinimumMissed",
    "Mode",
    "Move",
    "Pair",
    "Places",
    "Progress",
    "ProofFailed",
    "Round",
    "RoundRefused",
    "Stage",
    "Unplaced",
    "draft_document",
    "read_round",
    "solve",
    "what_if",
]
