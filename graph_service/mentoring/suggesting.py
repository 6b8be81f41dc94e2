"""How mentors are suggested to one mentee: all are ranked in memory, the list is chosen, and read again as it is now.

What counts is what the mentee may see, also when staff ask: staff propose nobody to whom the mentee could not go. Only
what mentors tell the school alone (their shortlists, who reports to whom) comes in for staff and for nobody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from graph_service.access.audit import audit
from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.directory.dates import month_of
from graph_service.graph import Graph
from graph_service.mentoring import queries
from graph_service.mentoring.batch import Around, masks_of, totals, values_of
from graph_service.mentoring.columns import Ints, MentorColumns
from graph_service.mentoring.explaining import Names, Other, alternative, explained, to_name
from graph_service.mentoring.exposure import MOST_SOUGHT, sought, spread
from graph_service.mentoring.facts import profile_of
from graph_service.mentoring.gates import Gate, gates_of, places_left
from graph_service.mentoring.likeness import rarity_of
from graph_service.mentoring.models import MentorSuggestion, MentorSuggestions
from graph_service.mentoring.pool import MentorPool
from graph_service.mentoring.problems import NotToBeMatched, PurposeMissing
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.queries import Candidate, Circle, Surroundings
from graph_service.mentoring.scoring import DEFAULT_RULES, DEFAULT_WEIGHTS, Pool, Score, score
from graph_service.mentoring.service import names_for
from graph_service.mentoring.words import better_texts

NARROWED = 100
"""Among so many of the best the list is chosen."""
SPARE = 20
"""So many more are looked at, in case some may not be seen any more."""
GATED = 10
"""So many of the best who do not come into question are looked at, to say why."""
ALTERNATIVES, RESERVES = 3, 5
"""So many beside the list are named, and so many more read, in case some of the list are out of the question by now."""
FRIENDS, WIDEST = 200, 200


class Asked(NamedTuple):
    """Who asks for mentors for whom. `told`: whether what mentors tell the school alone counts.

    `purpose`: what staff ask for, of somebody who joined no programme.
    """

    graph: Graph
    reader: Viewer
    mentee_id: str
    told: bool
    now: datetime
    language: Language
    purpose: str | None = None


class Seeker(NamedTuple):
    """The mentee, what is between them and mentors, and what scoring takes from that."""

    person: Person
    profile: Profile
    order_key: int
    listed: str
    around: Around
    mutual: Mapping[str, tuple[str, ...]]
    surroundings: Surroundings


class Ranked(NamedTuple):
    """A mentor as memory has them: the score, and whether no gate was closed."""

    id: str
    score: int
    open: bool


class Found(NamedTuple):
    """A mentor who was read from the graph, with the score and the gates that are closed."""

    row: Candidate
    profile: Profile
    score: Score
    gates: tuple[Gate, ...]
    rank: tuple[int, int]


async def suggest_mentors(asked: Asked, pool: MentorPool, k: int) -> MentorSuggestions:
    """The mentors who suit somebody best. Raises AlumnusNotFound; PurposeMissing, NotToBeMatched for staff."""
    seeker, columns = await _seeker_and_mentors(asked, pool)
    action = await _action(asked)
    shown = columns if asked.told else columns.as_shown()
    seen = _seen(seeker, shown)
    scoring = pool_for(seeker, shown, seen, asked.now)
    ranked = _ranked(seeker, shown, seen, scoring, only_acquainted=asked.told and seeker.listed == "connections")
    listed, reserves = await _choose(asked, ranked, k)
    found = await _read(asked, seeker, scoring, [*listed, *reserves])
    chosen = _in_order([found[one] for one in [*listed, *reserves] if one in found and not found[one].gates][:k])
    others = _others(_in_order(found.values()), chosen)
    subjects = [asked.mentee_id, *_ids(chosen), *_of(others)]
    names = await names_for(
        asked.graph,
        viewer_id=asked.reader.alumnus_id if asked.told else asked.mentee_id,
        sees_all=asked.told,
        reader=asked.reader.alumnus_id,
        wanted=to_name([one.score for one in chosen], subjects),
    )
    await audit(asked.graph, asked.reader, action, subjects)
    return MentorSuggestions(
        items=[_told(seeker, one, scoring, names, asked.language) for one in chosen],
        alternatives=[alternative(asked.mentee_id, one, names, asked.language) for one in others],
        weights_version=DEFAULT_WEIGHTS.version,
        better=better_texts(seeker.profile, asked.language),
    )


async def _action(asked: Asked) -> str:
    """What goes into the audit log. Raises PurposeMissing."""
    if asked.purpose:
        return f"mentoring.suggestions: {asked.purpose}"
    if asked.told and not await queries.takes_part(asked.graph, alumnus_id=asked.mentee_id):
        raise PurposeMissing
    return "mentoring.suggestions"


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
        now=month_of(now),
        rarity=rarity,
        ended=frozenset((own, mentor) for mentor in seeker.around.ended),
        acquainted=frozenset((own, mentor) for mentor in seeker.around.acquainted),
        mutual={(own, mentor): people for mentor, people in seeker.mutual.items()},
    )


def _ranked(seeker: Seeker, columns: MentorColumns, seen: Ints, pool: Pool, *, only_acquainted: bool) -> list[Ranked]:
    """The best mentors who come into question, and some of the best who do not; the best first."""
    scores = totals(values_of(seeker.profile, columns, seeker.around, pool.rarity))[seen]
    closed = masks_of(seeker.profile, columns, seeker.around, DEFAULT_RULES)[seen] > 0
    if only_acquainted:
        closed |= ~np.isin(seen, _rows(columns, seeker.around.acquainted))
    # Among equals everybody has an order of their own, so that the same ones do not come first for all.
    order = np.lexsort((columns.part("order_key")[seen] ^ seeker.order_key, -scores))
    allowed, refused = order[~closed[order]][: NARROWED + SPARE], order[closed[order]][:GATED]
    best = [Ranked(columns.ids[seen[one]], int(scores[one]), not closed[one]) for one in (*allowed, *refused)]
    return sorted(best, key=lambda one: -one.score)


async def _choose(asked: Asked, ranked: Sequence[Ranked], k: int) -> tuple[list[str], list[str]]:
    """Who makes the list, and who is next to them, the best first."""
    rows = await queries.mentors_in_sight(
        asked.graph,
        viewer_id=asked.mentee_id,
        sees_all=False,
        alumnus_ids=[one.id for one in ranked],
        most=MOST_SOUGHT,
    )
    there = {row.id: row for row in rows}
    allowed = [one for one in ranked if one.open and one.id in there and (there[one.id].sees_mentee or not asked.told)][
        :NARROWED
    ]
    demand = [sought(there[one.id].shown_to, there[one.id].mentored) for one in allowed]
    listed = [allowed[place].id for place in spread([one.score for one in allowed], demand, k)]
    rest = [one.id for one in ranked if one.id in there and one.id not in set(listed)]
    return listed, rest[: ALTERNATIVES + RESERVES]


async def _read(asked: Asked, seeker: Seeker, pool: Pool, ids: Sequence[str]) -> dict[str, Found]:
    """The same mentors as the graph has them at this moment, by id."""
    rows = await queries.mentor_candidates(
        asked.graph, viewer_id=asked.mentee_id, sees_all=False, told=asked.told, alumnus_ids=ids
    )
    return {row.person.id: _found(asked, seeker, pool, row) for row in rows}


def _found(asked: Asked, seeker: Seeker, pool: Pool, row: Candidate) -> Found:
    profile = profile_of(row.facts)
    scored = score(seeker.profile, profile, pool)
    gates = gates_of(seeker.profile, profile, pool, DEFAULT_RULES, scored.total)
    if asked.told and not row.sees_mentee:
        gates = tuple(gate for gate in Gate if gate in {*gates, Gate.NOT_AGREED})
    rank = (-scored.total, row.facts["order_key"] ^ seeker.order_key)
    return Found(row, profile, scored, gates, rank)


def _in_order(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: one.rank)


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


def _told(seeker: Seeker, one: Found, pool: Pool, names: Names, language: Language) -> MentorSuggestion:
    told = explained(seeker.profile, one.profile, one.score, pool, names, language)
    return MentorSuggestion(
        person=one.row.person,
        score=told.score,
        coverage=told.coverage,
        places_left=max(0, places_left(one.profile)),
        features=told.features,
    )
