"""What somebody says for mentoring: read and changed by themselves. And that mentors were shown to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from graph_service.access.problems import AlumnusNotFound
from graph_service.access.viewer import Viewer
from graph_service.graph import Graph
from graph_service.mentoring import queries
from graph_service.mentoring.facts import languages_as_written, profile_of
from graph_service.mentoring.models import MentoringAnswers, OwnMentoring
from graph_service.mentoring.problems import NotForMentoring

PEOPLE = ("shortlist", "reports_to")


async def read_mentoring(graph: Graph, viewer: Viewer) -> OwnMentoring:
    """What the viewer says for mentoring. Raises AlumnusNotFound when their record is gone."""
    own = await queries.own_mentoring(graph, viewer_id=viewer.alumnus_id, sees_all=False)
    if own is None:
        raise AlumnusNotFound
    said = profile_of({"id": "", "said": own.answers})
    return OwnMentoring(
        goal_industries=list(said.goal.industries),
        goal_functions=list(said.goal.functions),
        goal_level=said.goal.level,
        goal_types=sorted(said.goal.types),
        experience=sorted(said.experience),
        languages=dict(said.languages),
        hours=sorted(said.hours),
        in_person=said.in_person,
        reports_to=own.reports_to,
        shortlist=own.shortlist,
        capacity=said.capacity,
        paused=said.paused,
        mentor=own.mentor,
        mentees=own.mentees,
        updated_at=own.updated_at,
    )


async def say_for_mentoring(graph: Graph, viewer: Viewer, body: MentoringAnswers, now: datetime) -> OwnMentoring:
    """What the viewer says from now on. Raises NotForMentoring when it names what they cannot know."""
    rows = await queries.known_for_mentoring(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        industries=body.goal_industries,
        people=[*body.shortlist, *body.reports_to],
    )
    known = {row.asked: row.known for row in rows}
    fields = ("goal_industries", *PEOPLE)
    asked = [(field, value) for field in fields for value in getattr(body, field)]
    if unknown := [(field, value) for field, value in asked if value not in known]:
        raise NotForMentoring(unknown)
    answers = body.model_dump(exclude_none=True)
    for field in fields:
        answers[field] = list(dict.fromkeys(known[value] for value in answers[field]))
    answers["languages"] = languages_as_written(body.languages)
    for field in ("goal_types", "experience", "hours"):
        answers[field] = sorted(set(answers[field]))
    written = await queries.say_for_mentoring(
        graph, viewer_id=viewer.alumnus_id, answers=answers, today=now.date().isoformat(), now=now
    )
    if written is None:
        raise AlumnusNotFound
    return await read_mentoring(graph, viewer)


async def note_mentors_seen(graph: Graph, viewer: Viewer, people: Iterable[str], now: datetime) -> None:
    """Counts that these mentors were shown; whom the viewer may not see is passed over in silence."""
    await queries.note_mentors_shown(
        graph, viewer_id=viewer.alumnus_id, sees_all=False, people=list(dict.fromkeys(people)), now=now
    )
