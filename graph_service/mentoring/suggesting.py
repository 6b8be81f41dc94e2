"""How mentors are suggested to one mentee: all are ranked in memory, the best read again, the list chosen from these.

What counts is what the mentee may see, also when staff ask: staff propose nobody to whom the mentee could not go. Only
what mentors tell the school alone (their shortlists, who reports to whom) comes in for staff and for nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from graph_service.access.audit import audit
from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.graph import Graph
from graph_service.mentoring import queries
from graph_service.mentoring.batch import Around, masks_of, totals, values_of
from graph_service.mentoring.columns import Ints, MentorColumns
from graph_service.mentoring.explaining import Names, Other, ToName, alternative, explained, to_name
from graph_service.mentoring.exposure import MOST_SOUGHT, sought, spread
from graph_service.mentoring.facts import profile_of
from graph_service.mentoring.gates import Gate, gates_of, places_left
from graph_service.mentoring.likeness import rarity_of
from graph_service.mentoring.models import MentorSuggestion, MentorSuggestions
from graph_service.mentoring.pool import MentorPool
from graph_service.mentoring.problems import NotToBeMatched
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.queries import Candidate, Circle, Surroundings
from graph_service.mentoring.scoring import DEFAULT_RULES, DEFAULT_WEIGHTS, Pool, Score, score
from graph_service.mentoring.words import better_texts

NARROWED = 100
"""Among so many of the best the list is chosen."""
SPARE = 20
"""So many more are read, in case some do not come into question any more."""
GATED = 10
"""So many of the best who do not come into question are read, to say why."""
FRIENDS, WIDEST = 200, 200
ALTERNATIVES = 3


class Asked(NamedTuple):
    """Who asks for mentors for whom. `told`: whether what mentors tell the school alone counts."""

    graph: Graph
    reader: Viewer
    mentee_id: str
    told: bool
    now: datetime
    language: Language


class Seeker(NamedTuple):
    """The mentee, what is between them and mentors, and what scoring takes from that."""

    person: Person
    profile: Profile
    order_key: int
    listed: str
    around: Around
    mutual: Mapping[str, tuple[str, ...]]
    surroundings: Surroundings


class Found(NamedTuple):
    """A mentor who was read from the graph, with the score and the gates that are closed."""

    row: Candidate
    profile: Profile
    score: Score
    gates: tuple[Gate, ...]


async def suggest_mentors(asked: Asked, pool: MentorPool, k: int) -> MentorSuggestions:
    """The mentors who suit somebody best. Raises AlumnusNotFound, and NotToBeMatched when staff ask."""
    seeker, columns = await _seeker_and_mentors(asked, pool)
    shown = columns if asked.told else columns.as_shown()
    seen = _seen(seeker, shown)
    scoring = pool_for(seeker, shown, seen, asked.now)
    ids = _ranked(seeker, shown, seen, scoring, only_acquainted=asked.told and seeker.listed == "connections")
    found = await _read(asked, seeker, scoring, ids)
    allowed = [one for one in found if not one.gates][:NARROWED]
    demand = [sought(one.row.shown_to, one.row.mentored) for one in allowed]
    chosen = [allowed[place] for place in spread([one.score.total for one in allowed], demand, k)]
    others = _others(found, chosen)
    names = await _names(asked, to_name([one.score for one in chosen], [asked.mentee_id, *_ids(chosen), *_of(others)]))
    subjects = [asked.mentee_id, *_ids(chosen), *_of(others)]
    await audit(asked.graph, asked.reader, "mentoring.suggestions", subjects)
    return MentorSuggestions(
        items=[_told(seeker, one, scoring, names, asked.language) for one in chosen],
        alternatives=[alternative(asked.mentee_id, one, names, asked.language) for one in others],
        weights_version=DEFAULT_WEIGHTS.version,
        better=better_texts(seeker.profile, asked.language),
    )


async def _seeker_and_mentors(asked: Asked, pool: MentorPool) -> tuple[Seeker, MentorColumns]:
    surroundings, circles, columns = await asyncio.gather(
        queries.surroundings(asked.graph, viewer_id=asked.mentee_id, sees_all=False),
        queries.mutual_mentors(asked.graph, viewer_id=asked.mentee_id, sees_all=False, friends=FRIENDS, widest=WIDEST),
        pool.columns(asked.graph, asked.now),
    )
    if surroundings is None:
        raise AlumnusNotFound
    if asked.told and surroundings.facts["listed"] == "nobody":
        raise NotToBeMatched
    return _seeker(surroundings, circles), columns


def _seeker(surroundings: Surroundings, circles: Sequence[Circle]) -> Seeker:
    profile, named = profile_of(surroundings.facts), set(surroundings.named)
    mutual: dict[str, tuple[str, ...]] = {}
    for circle in circles:
        for mentor in circle.mentors if len(circle.mentors) <= WIDEST else ():
            mutual[mentor] = (*mutual.get(mentor, ()), circle.id)
    around = Around(
        ended=surroundings.mentored_by,
        acquainted=[mentor for mentor, _ in surroundings.acquainted],
        mutual={mentor: len(people) for mentor, people in mutual.items()},
    )
    return Seeker(
        person=surroundings.person,
        profile=replace(
            profile,
            shortlist=tuple(one for one in profile.shortlist if one in named),
            reports_to=profile.reports_to & named,
        ),
        order_key=surroundings.facts["order_key"],
        listed=surroundings.facts["listed"],
        around=around,
        mutual=mutual,
        surroundings=surroundings,
    )


def _seen(seeker: Seeker, columns: MentorColumns) -> Ints:
    """The rows of the mentors whom the mentee may see, the mentee left out."""
    seen = (columns.part("taken") > 0) & (columns.part("listed") == 0)
    seen[_rows(columns, [mentor for mentor, closed in seeker.surroundings.acquainted if closed])] = True
    seen[_rows(columns, [*seeker.surroundings.blocked, seeker.profile.id])] = False
    return np.flatnonzero(seen)


def _rows(columns: MentorColumns, mentors: Sequence[str]) -> list[int]:
    return [columns.rows[one] for one in mentors if one in columns.rows]


def pool_for(seeker: Seeker, columns: MentorColumns, seen: Ints, now: datetime) -> Pool:
    """How rare a skill is, is counted among the mentors whom the mentee may see."""
    skills = columns.several("skill")[:, seen]
    rarity = {
        skill: rarity_of(int((skills == columns.skills.known(skill)).sum()), len(seen))
        for skill in seeker.profile.skills_wanted
        if columns.skills.known(skill)
    }
    own = seeker.profile.id
    return Pool(
        now=now.year * 12 + now.month - 1,
        rarity=rarity,
        ended=frozenset((own, mentor) for mentor in seeker.around.ended),
        acquainted=frozenset((own, mentor) for mentor in seeker.around.acquainted),
        mutual={(own, mentor): people for mentor, people in seeker.mutual.items()},
    )


def _ranked(seeker: Seeker, columns: MentorColumns, seen: Ints, pool: Pool, *, only_acquainted: bool) -> list[str]:
    """The mentors to be read: the best who come into question, and some of the best who do not."""
    scores = totals(values_of(seeker.profile, columns, seeker.around, pool.rarity))[seen]
    closed = masks_of(seeker.profile, columns, seeker.around, DEFAULT_RULES)[seen] > 0
    if only_acquainted:
        closed |= ~np.isin(seen, _rows(columns, seeker.around.acquainted))
    # Among equals everybody has an order of their own, so that the same ones do not come first for all.
    order = np.lexsort((columns.part("order_key")[seen] ^ seeker.order_key, -scores))
    best = [*order[~closed[order]][: NARROWED + SPARE], *order[closed[order]][:GATED]]
    return [columns.ids[seen[one]] for one in best]


async def _read(asked: Asked, seeker: Seeker, pool: Pool, ids: Sequence[str]) -> list[Found]:
    """The same mentors as the graph has them at this moment, the best first."""
    rows = await queries.mentor_candidates(
        asked.graph,
        viewer_id=asked.mentee_id,
        sees_all=False,
        told=asked.told,
        alumnus_ids=ids,
        most=MOST_SOUGHT,
    )
    found = [_found(asked, seeker, pool, row) for row in rows]
    return sorted(found, key=lambda one: (-one.score.total, one.row.facts["order_key"] ^ seeker.order_key))


def _found(asked: Asked, seeker: Seeker, pool: Pool, row: Candidate) -> Found:
    profile = profile_of(row.facts)
    scored = score(seeker.profile, profile, pool)
    gates = gates_of(seeker.profile, profile, pool, DEFAULT_RULES, scored.total)
    if asked.told and not row.sees_mentee:
        gates = tuple(gate for gate in Gate if gate in {*gates, Gate.NOT_AGREED})
    return Found(row, profile, scored, gates)


def _others(found: Sequence[Found], chosen: Sequence[Found]) -> list[Other]:
    """The best who are not on the list, and why not."""
    there = set(_ids(chosen))
    lowest = min((one.score.total for one in chosen), default=0)
    rest = [one for one in found if one.row.person.id not in there][:ALTERNATIVES]
    return [_other(one, lowest) for one in rest]


def _other(one: Found, lowest: int) -> Other:
    total, gates = one.score.total, one.gates
    if not gates:
        return Other(one.row.person.id, total, "shown_often" if total > lowest else "lower_score")
    return Other(one.row.person.id, total, "full" if gates == (Gate.NO_CAPACITY,) else "gated", gates)


def _ids(found: Sequence[Found]) -> list[str]:
    return [one.row.person.id for one in found]


def _of(others: Sequence[Other]) -> list[str]:
    return [one.mentor_id for one in others]


async def _names(asked: Asked, wanted: ToName) -> Names:
    rows = await queries.mentoring_names(
        asked.graph,
        viewer_id=asked.mentee_id if not asked.told else asked.reader.alumnus_id,
        sees_all=asked.told,
        **wanted._asdict(),
    )
    return Names(
        people={
            row.id: Person(id=row.id, name=row.name, name_latin=row.name_other) for row in rows if row.kind == "person"
        },
        things={row.id: row.name for row in rows if row.kind != "person"},
        english={row.id: row.name_other for row in rows if row.kind == "place" and row.name_other},
        reader=asked.reader.alumnus_id,
    )


def _told(seeker: Seeker, one: Found, pool: Pool, names: Names, language: Language) -> MentorSuggestion:
    told = explained(seeker.profile, one.profile, one.score, pool, names, language)
    return MentorSuggestion(
        person=one.row.person,
        score=told.score,
        coverage=told.coverage,
        places_left=max(0, places_left(one.profile)),
        features=told.features,
    )
