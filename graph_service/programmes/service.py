"""Programmes and who takes part in them: made, opened and closed by staff, joined and left by members."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from graph_service.access.audit import audit
from graph_service.access.viewer import Viewer
from graph_service.graph import Graph, Runner
from graph_service.programmes import queries
from graph_service.programmes.fairness import fairness_of, largest_gap
from graph_service.programmes.life import STEPS, ProgrammeState, Step, is_possible, wanted_before
from graph_service.programmes.models import (
    AddPartRequest,
    Entered,
    ListedPart,
    PairRule,
    PairRuleRequest,
    Part,
    PartRequest,
    Programme,
    ProgrammeReport,
    ProgrammeSettings,
    Readiness,
    RejectedRow,
    Role,
    Shortlisted,
    StateCount,
    TopicReadiness,
    Weights,
    parsed_topics,
)
from graph_service.programmes.problems import (
    NotMatched,
    OptedOut,
    PartNotFound,
    ProgrammeClosed,
    ProgrammeNotFound,
    RoleTaken,
    UnknownOnShortlist,
    UnknownTopic,
)
from graph_service.programmes.rounds import last_solved
from graph_service.programmes.sheets import RowOfSheet
from graph_service.web.paging import (
    Page,
    cursor_after_moment,
    decode_cursor,
    encode_cursor,
    moment_position,
    question_digest,
)
from graph_service.web.problems import InvalidRequest

MOST_RULES = 10_000
ROWS_AT_ONCE = 500
FOLLOWED_BY_CLOSE = (ProgrammeState.MATCHING, ProgrammeState.RUNNING)
REFUSED_ENTRIES = {
    "hidden": "This person is listed for nobody.",
    "not_mentoring": "This person said no to mentoring.",
    "left": "This person left the programme.",
}


async def create(graph: Graph, values: ProgrammeSettings, now: datetime) -> Programme:
    """The new programme, a draft that only staff see."""
    made = await queries.create_programme(
        graph,
        programme_id=str(uuid.uuid4()),
        values={**kept_settings(values), "weights_version": 1},
        salt=secrets.token_hex(16),
        now=now,
    )
    return told_programme(made.programme, None)


async def change(
    graph: Graph, viewer: Viewer, programme_id: str, changes: Mapping[str, Any], now: datetime
) -> Programme:
    """The programme with other settings. Raises ProgrammeNotFound, ProgrammeClosed, InvalidRequest."""

    async def changed(runner: Runner) -> Programme:
        there = await found(runner, viewer, programme_id)
        settings = _changed(there.settings, changes)
        version = there.weights_version + (settings.weights != there.settings.weights)
        values = {**kept_settings(settings), "weights_version": version}
        moved = await queries.change_programme(runner, programme_id=programme_id, values=values, now=now)
        if moved is None:
            raise ProgrammeNotFound
        if moved.before in (ProgrammeState.COMPLETED, ProgrammeState.CANCELLED):
            raise ProgrammeClosed(moved.before, "not at its end")
        return told_programme(moved.programme, None)

    return await graph.transact(changed)


def _changed(settings: ProgrammeSettings, changes: Mapping[str, Any]) -> ProgrammeSettings:
    try:
        return ProgrammeSettings.model_validate({**settings.model_dump(mode="json"), **changes})
    except ValidationError as invalid:
        raise InvalidRequest(errors=[("body", str(error["msg"])) for error in invalid.errors()]) from invalid


async def move(graph: Graph, programme_id: str, step: Step, now: datetime) -> Programme:
    """The programme after that step. Raises ProgrammeNotFound and ProgrammeClosed."""
    before, after = STEPS[step]
    moved = await queries.move_programme(
        graph, programme_id=programme_id, from_states=list(before), to_state=after, now=now
    )
    if moved is None:
        raise ProgrammeNotFound
    if not is_possible(step, ProgrammeState(moved.before)):
        raise ProgrammeClosed(moved.before, wanted_before(step))
    return told_programme(moved.programme, None)


async def found(runner: Runner, viewer: Viewer, programme_id: str) -> Programme:
    """One programme. Raises ProgrammeNotFound."""
    one = await queries.programme(
        runner, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, programme_id=programme_id
    )
    if one is None:
        raise ProgrammeNotFound
    return told_programme(one.programme, one.part)


async def listed(
    graph: Graph, viewer: Viewer, state: ProgrammeState | None, cursor: str | None, limit: int
) -> Page[Programme]:
    """One page of the programmes that the viewer may know of, the newest first. Raises InvalidCursor."""
    digest = question_digest({"programmes": state, "viewer": viewer.account_id})
    after_at, after_id = moment_position(cursor, digest)
    rows = await queries.programmes(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        state=state,
        after_at=after_at,
        after_id=after_id,
        limit=limit + 1,
    )
    moments = [(row.programme["created_at"], row.programme["id"]) for row in rows]
    return Page(
        items=[told_programme(row.programme, row.part) for row in rows[:limit]],
        next_cursor=cursor_after_moment(moments, limit, digest),
    )


async def take_part(graph: Graph, viewer: Viewer, programme_id: str, body: PartRequest, now: datetime) -> Part:
    """The viewer's part in the programme, new or changed.

    Raises ProgrammeNotFound, ProgrammeClosed, RoleTaken, UnknownTopic and UnknownOnShortlist.
    """

    async def joined(runner: Runner) -> Part:
        programme = await found(runner, viewer, programme_id)
        check_topics(body, programme.settings.topics)
        await _check_shortlist(runner, viewer, programme_id, body)
        came = await queries.take_part(
            runner,
            person_id=viewer.member_id,
            programme_id=programme_id,
            participant_id=str(uuid.uuid4()),
            role=body.role,
            values=kept_part(body),
            now=now,
        )
        if came is None:
            raise ProgrammeNotFound
        if came.outcome == "closed":
            raise ProgrammeClosed(programme.state, "open")
        if came.outcome == "role" or came.part is None:
            raise RoleTaken
        return told_part(came.part)

    return await graph.transact(joined)


async def _check_shortlist(runner: Runner, viewer: Viewer, programme_id: str, body: PartRequest) -> None:
    if not body.shortlist:
        return
    known = await queries.known_shortlist(
        runner,
        viewer_id=viewer.alumnus_id,
        sees_all=False,
        programme_id=programme_id,
        role=other_role(body.role),
        ids=body.shortlist,
    )
    ids = {one.id for one in known} - {viewer.alumnus_id}
    if unknown := [at for at, one in enumerate(body.shortlist) if one not in ids]:
        raise UnknownOnShortlist(unknown)


async def leave(graph: Graph, person_id: str, programme_id: str, by: str, now: datetime) -> Part:
    """The part of somebody who is in no further round. Raises PartNotFound."""
    left = await queries.leave_programme(graph, person_id=person_id, programme_id=programme_id, by=by, now=now)
    if left is None:
        raise PartNotFound
    return told_part(left.part)


async def take_out(graph: Graph, viewer: Viewer, person_id: str, programme_id: str, now: datetime) -> Part:
    """The part of somebody whom staff took out. Raises PartNotFound."""

    async def taken_out(runner: Runner) -> Part:
        left = await queries.leave_programme(
            runner, person_id=person_id, programme_id=programme_id, by="staff", now=now
        )
        if left is None:
            raise PartNotFound
        await audit(runner, viewer, "mentoring.taken out", [person_id])
        return told_part(left.part)

    return await graph.transact(taken_out)


async def add(graph: Graph, viewer: Viewer, programme_id: str, body: AddPartRequest, now: datetime) -> Part:
    """The part of somebody whom staff entered, for a purpose that is recorded.

    Raises ProgrammeNotFound, ProgrammeClosed, PartNotFound, RoleTaken, OptedOut and UnknownTopic.
    """

    async def added(runner: Runner) -> Part:
        programme = await found(runner, viewer, programme_id)
        check_topics(body, programme.settings.topics)
        entry = _entry(0, body.person, body)
        rows = await queries.add_participants(runner, programme_id=programme_id, entries=[entry], now=now)
        if not rows:
            raise PartNotFound("There is nobody with this id or key.")
        row = rows[0]
        if row.outcome in REFUSED_ENTRIES:
            raise OptedOut(REFUSED_ENTRIES[row.outcome])
        if row.outcome == "closed":
            raise ProgrammeClosed(programme.state, "not at its end")
        if row.outcome == "role" or row.part is None:
            raise RoleTaken
        part = told_part(row.part)
        await audit(runner, viewer, f"mentoring.entered: {body.purpose}", [part.person.id])
        return part

    return await graph.transact(added)


async def add_sheet(
    graph: Graph, viewer: Viewer, programme_id: str, rows: Sequence[RowOfSheet], purpose: str, now: datetime
) -> Entered:
    """What became of the rows of a file: the others are told with their line. Raises ProgrammeNotFound."""
    programme = await found(graph, viewer, programme_id)
    rejected = [RejectedRow(line=row.line, person=row.person, reason=row.wrong) for row in rows if row.wrong]
    good: list[RowOfSheet] = []
    for row in rows:
        if row.wrong or row.part is None:
            continue
        try:
            check_topics(row.part, programme.settings.topics)
            good.append(row)
        except UnknownTopic as unknown:
            rejected.append(RejectedRow(line=row.line, person=row.person, reason=unknown.told))
    counted = {"added": 0, "changed": 0}
    for start in range(0, len(good), ROWS_AT_ONCE):
        batch = good[start : start + ROWS_AT_ONCE]
        outcomes = await _enter(graph, viewer, programme_id, batch, purpose, now)
        for row in batch:
            outcome = outcomes.get(row.line, "unknown")
            if outcome in counted:
                counted[outcome] += 1
            else:
                rejected.append(RejectedRow(line=row.line, person=row.person, reason=_rejection(outcome)))
    return Entered(rows=len(rows), **counted, rejected=sorted(rejected, key=lambda one: one.line))


async def _enter(
    graph: Graph, viewer: Viewer, programme_id: str, batch: Sequence[RowOfSheet], purpose: str, now: datetime
) -> dict[int, str]:
    entries = [_entry(row.line, row.person, row.part) for row in batch if row.part is not None]

    async def entered(runner: Runner) -> dict[int, str]:
        rows = await queries.add_participants(runner, programme_id=programme_id, entries=entries, now=now)
        people = [row.part["person"]["id"] for row in rows if row.part is not None]
        await audit(runner, viewer, f"mentoring.entered: {purpose}", people)
        return {row.line: row.outcome for row in rows}

    return await graph.transact(entered)


def _rejection(outcome: str) -> str:
    told = {
        "unknown": "There is nobody with this id or key.",
        "role": RoleTaken.detail,
        "closed": "The programme has come to its end.",
        **REFUSED_ENTRIES,
    }
    return told[outcome]


def _entry(line: int, person: str, body: PartRequest) -> dict[str, Any]:
    return {
        "line": line,
        "person": person,
        "participant_id": str(uuid.uuid4()),
        "role": body.role,
        "values": kept_part(body),
    }


async def participants(
    graph: Graph,
    viewer: Viewer,
    programme_id: str,
    role: Role | None,
    *,
    cursor: str | None,
    limit: int,
) -> Page[ListedPart]:
    """One page of those who take part, by name. Raises ProgrammeNotFound and InvalidCursor."""
    await found(graph, viewer, programme_id)
    digest = question_digest({"participants": programme_id, "role": role})
    after_name, after_id = _name_position(cursor, digest)
    rows = await queries.participants(
        graph,
        programme_id=programme_id,
        role=role,
        state=None,
        after_name=after_name,
        after_id=after_id,
        limit=limit + 1,
    )
    shown = rows[:limit]
    await audit(graph, viewer, "mentoring.participants", [row.part["person"]["id"] for row in shown])
    last = shown[-1].part if len(rows) > limit else None
    return Page(
        items=[ListedPart(**told_part(row.part).model_dump(), key=row.key, taken=row.taken) for row in shown],
        next_cursor=encode_cursor([last["person"]["name"], last["id"]], digest) if last else None,
    )


async def shortlist_choices(
    graph: Graph, viewer: Viewer, programme_id: str, role: Role, *, cursor: str | None, limit: int
) -> Page[Shortlisted]:
    """One page of those of a role whom the viewer may see, by name. Raises ProgrammeNotFound and InvalidCursor."""
    await found(graph, viewer, programme_id)
    digest = question_digest({"shortlist": programme_id, "role": role, "viewer": viewer.account_id})
    after_name, after_id = _name_position(cursor, digest)
    rows = await queries.programme_mentors(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        programme_id=programme_id,
        role=role,
        after_name=after_name,
        after_id=after_id,
        limit=limit + 1,
    )
    shown = rows[:limit]
    await audit(graph, viewer, "mentoring.shortlist", [row.person["id"] for row in shown])
    last = shown[-1].person if len(rows) > limit else None
    return Page(
        items=[
            Shortlisted.model_validate(
                {**row.model_dump(), "topics": [topic.rpartition(":")[0] or topic for topic in row.topics]}
            )
            for row in shown
        ],
        next_cursor=encode_cursor([last["name"], last["id"]], digest) if last else None,
    )


async def readiness(graph: Graph, viewer: Viewer, programme_id: str, now: datetime) -> Readiness:
    """Whether there are places enough. Raises ProgrammeNotFound."""
    await found(graph, viewer, programme_id)
    rows = await queries.readiness(graph, programme_id=programme_id, now=now)
    mentees = [row for row in rows if row.role == "mentee"]
    mentors = [row for row in rows if row.role == "mentor"]
    counted = Readiness(
        mentees=sum(row.people for row in mentees),
        mentors=sum(row.people for row in mentors),
        paused=sum(row.paused for row in mentors),
        places=sum(row.places for row in mentors),
        free=sum(row.free for row in mentors),
        with_profile=sum(row.profiles for row in rows),
        topics=[TopicReadiness(topic=row.topic, mentees=row.people) for row in mentees],
        advice=[],
    )
    return counted.model_copy(update={"advice": list(_advice(counted))})


def _advice(counted: Readiness) -> Iterable[str]:
    if not counted.mentees:
        yield "Nobody looks for a mentor yet. Open sign-up, or enter people."
    if not counted.mentors:
        yield "There is no mentor yet. Ask people who are open to mentoring: GET /v1/alumni?mentoring=true lists them."
    if counted.mentees > counted.free:
        yield f"{counted.mentees - counted.free} places are missing; ask mentors for more places, or more mentors."
    people = counted.mentees + counted.mentors
    if people and counted.with_profile < people / 2:
        yield "Most have no mentoring profile, so much of their scores is unknown. Ask them for PUT /v1/me/mentoring."


async def set_rule(
    graph: Graph, viewer: Viewer, programme_id: str, body: PairRuleRequest, now: datetime
) -> list[PairRule]:
    """All rules after this one. Raises ProgrammeNotFound and NotMatched."""

    async def ruled(runner: Runner) -> list[PairRule]:
        await found(runner, viewer, programme_id)
        ruling = await queries.set_pair_rule(
            runner,
            programme_id=programme_id,
            mentor_id=body.mentor,
            mentee_id=body.mentee,
            kind=body.kind,
            reason=body.reason,
            by=viewer.account_id,
            now=now,
        )
        if ruling is None:
            raise NotMatched
        await audit(runner, viewer, f"mentoring.{body.kind}", [body.mentor, body.mentee])
        return await _rules(runner, programme_id)

    return await graph.transact(ruled)


async def remove_rule(graph: Graph, viewer: Viewer, programme_id: str, mentor: str, mentee: str) -> list[PairRule]:
    """The rules that are left. Raises ProgrammeNotFound."""

    async def removed(runner: Runner) -> list[PairRule]:
        await found(runner, viewer, programme_id)
        gone = await queries.remove_pair_rule(runner, programme_id=programme_id, mentor_id=mentor, mentee_id=mentee)
        if gone.removed:
            await audit(runner, viewer, "mentoring.unrule", [mentor, mentee])
        return await _rules(runner, programme_id)

    return await graph.transact(removed)


async def rules(graph: Graph, viewer: Viewer, programme_id: str) -> list[PairRule]:
    """Which pairs are locked or forbidden. Raises ProgrammeNotFound."""
    await found(graph, viewer, programme_id)
    there = await _rules(graph, programme_id)
    await audit(
        graph, viewer, "mentoring.rules", [person.id for rule in there for person in (rule.mentor, rule.mentee)]
    )
    return there


async def _rules(runner: Runner, programme_id: str) -> list[PairRule]:
    rows = await queries.pair_rules(runner, programme_id=programme_id, limit=MOST_RULES)
    return [PairRule.model_validate(row.model_dump()) for row in rows]


async def report(graph: Graph, viewer: Viewer, programme_id: str, now: datetime) -> ProgrammeReport:
    """How the programme goes, in numbers. Raises ProgrammeNotFound."""
    programme = await found(graph, viewer, programme_id)
    settings = programme.settings
    outcomes = await queries.match_outcomes(
        graph,
        programme_id=programme_id,
        now=now,
        remind_before=now - timedelta(days=settings.reminder_days),
        survey_before=now - timedelta(days=settings.mid_survey_days),
    )
    solved = await last_solved(graph, programme_id)
    groups = await queries.entrant_groups(graph, round_id=solved.id, limit=100_000) if solved else []
    fairness = fairness_of(groups)
    rated = [(row.rating, row.matches) for row in outcomes if row.rating is not None]
    return ProgrammeReport(
        programme=programme,
        round=solved,
        matches=[StateCount.model_validate({"state": row.state, "matches": row.matches}) for row in outcomes],
        due_for_reminder=sum(row.reminders for row in outcomes),
        due_for_mid_survey=sum(row.surveys for row in outcomes),
        mean_rating=sum(rating * count for rating, count in rated) / sum(count for _, count in rated)
        if rated
        else None,
        meetings=sum(row.meetings for row in outcomes),
        fairness=fairness,
        largest_gap=largest_gap(fairness),
    )


def check_topics(body: PartRequest, topics: Sequence[str]) -> None:
    """Nothing, when the programme has the topics that are named. Raises UnknownTopic."""
    if body.topic is not None and body.topic not in topics:
        raise UnknownTopic("topic", topics)
    if any(topic not in topics for topic in body.topic_places):
        raise UnknownTopic("topic_places", topics)


def kept_settings(values: ProgrammeSettings) -> dict[str, Any]:
    """The settings as the graph keeps them."""
    return {**values.model_dump(mode="json"), "weights": values.weights.as_list()}


def kept_part(body: PartRequest) -> dict[str, Any]:
    """What somebody said when they joined, as the graph keeps it."""
    return {
        "capacity": body.capacity,
        "minimum": body.minimum,
        "topic": body.topic,
        "topic_places": [f"{topic}:{places}" for topic, places in sorted(body.topic_places.items())],
        "shortlist": body.shortlist,
        "paused": body.paused,
    }


def told_programme(kept: Mapping[str, Any], part: Mapping[str, Any] | None) -> Programme:
    """A programme as it is told, from what the graph keeps."""
    settings = {name: kept[name] for name in ProgrammeSettings.model_fields if name in kept}
    return Programme(
        id=kept["id"],
        state=ProgrammeState(kept["state"]),
        settings=ProgrammeSettings.model_validate({**settings, "weights": Weights.of(kept["weights"])}),
        weights_version=kept["weights_version"],
        created_at=kept["created_at"],
        updated_at=kept["updated_at"],
        own_part=told_part(part) if part else None,
    )


def told_part(kept: Mapping[str, Any]) -> Part:
    """Somebody's part as it is told, from what the graph keeps."""
    return Part.model_validate(
        {
            **kept,
            "minimum": kept["minimum"] or 0,
            "topic_places": parsed_topics(kept["topic_places"] or []),
            "shortlist": kept["shortlist"] or [],
            "paused": kept["paused"] or False,
        }
    )


def other_role(role: Role) -> Role:
    """The other one of the two roles."""
    return "mentee" if role == "mentor" else "mentor"


def _name_position(cursor: str | None, digest: str) -> tuple[str | None, str | None]:
    if cursor is None:
        return None, None
    name, last_id = decode_cursor(cursor, digest, [str, str])
    return str(name), str(last_id)
