"""Why a pair was made, and why not with somebody else: the arithmetic, the evidence, and who else there was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import numpy as np

from graph_service.access.viewer import Viewer
from graph_service.connections.evidence import Language
from graph_service.graph import Graph
from graph_service.mentoring.explaining import ALTERNATIVES, Other, explained, to_name
from graph_service.mentoring.gates import gates_of
from graph_service.mentoring.models import Explanation
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.scoring import score
from graph_service.mentoring.service import names_for, pool_of, profiles_of
from graph_service.programmes import queries
from graph_service.programmes.matches import match_found
from graph_service.programmes.models import Match
from graph_service.programmes.problems import MatchNotFound, ProgrammeNotFound
from graph_service.programmes.rounds import entered, rules_of, weights_of
from graph_service.programmes.tasks import NOT_ALLOWED, Packed, unpack

GATED_SHOWN = 1


async def explanation(graph: Graph, viewer: Viewer, match_id: str, language: Language, now: datetime) -> Explanation:
    """Why this pair, for staff: features with their points, and mentors who came near. Raises MatchNotFound.

    The score is worked out anew from what is known now, with the programme's weights; the alternatives are those of the
    round, with the scores they had there.
    """
    match = await match_found(graph, viewer, match_id, now)
    programme = await queries.programme(graph, viewer_id=None, sees_all=True, programme_id=match.programme_id)
    if programme is None:
        raise ProgrammeNotFound
    packed = await _input_of(graph, match.round_id)
    asked = [match.mentee.id, match.mentor.id, *(packed.mentors if packed else ())]
    profiles = await profiles_of(graph, alumnus_ids=asked)
    if match.mentee.id not in profiles or match.mentor.id not in profiles:
        raise MatchNotFound
    shortlists: Mapping[str, tuple[str, ...]] = packed.shortlists if packed else {}
    people = {one: entered(profile, shortlists.get(one, ())) for one, profile in profiles.items()}
    mentee, mentor = people[match.mentee.id], people[match.mentor.id]
    others = [people[one] for one in (packed.mentors if packed else ()) if one in people]
    pool = await pool_of(graph, [mentee], [mentor, *others], now.date())
    rules, weights = rules_of(programme.programme), weights_of(programme.programme)
    near = _near(packed, match) if packed else []
    gated = [
        Other(one.id, score(mentee, one, pool, weights).total, "gated", gates)
        for one in _first_gated(packed, match, others)
        if (gates := gates_of(mentee, one, pool, rules))
    ]
    told = [*near[: ALTERNATIVES - len(gated)], *gated]
    scored = score(mentee, mentor, pool, weights)
    names = await names_for(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        reader=viewer.alumnus_id,
        wanted=to_name([scored], [mentee.id, mentor.id, *(one.mentor_id for one in told)]),
    )
    return explained(mentee, mentor, scored, pool, names, language, weights, rules, told)


async def _input_of(graph: Graph, round_id: str) -> Packed | None:
    found = await queries.round_input(graph, round_id=round_id)
    return unpack(found.packed) if found else None


def _near(packed: Packed, match: Match) -> list[Other]:
    """The mentors whom the mentee could have had in the round, the best first, and why it was not them."""
    if match.mentee.id not in packed.mentees:
        return []
    scores = packed.scores[packed.mentees.index(match.mentee.id)]
    taken = Counter(mentor for _, mentor, _ in packed.chosen)
    best = [int(column) for column in np.argsort(-scores, kind="stable") if scores[column] != NOT_ALLOWED]
    return [
        Other(
            mentor,
            int(scores[column]),
            "lower_score"
            if scores[column] < match.score
            else "full"
            if taken[mentor] >= packed.places[mentor].capacity
            else "better_for_another",
        )
        for column in best
        for mentor in [packed.mentors[column]]
        if mentor != match.mentor.id
    ][:ALTERNATIVES]


def _first_gated(packed: Packed | None, match: Match, others: list[Profile]) -> list[Profile]:
    """Somebody of the round whom a gate kept away from the mentee."""
    if packed is None or match.mentee.id not in packed.mentees:
        return []
    scores = packed.scores[packed.mentees.index(match.mentee.id)]
    away = {mentor for mentor, value in zip(packed.mentors, scores.tolist(), strict=True) if value == NOT_ALLOWED}
    return [one for one in others if one.id in away][:GATED_SHOWN]
