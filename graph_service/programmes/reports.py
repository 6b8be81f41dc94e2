"""Participants, proposals and reports of a programme as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from graph_service.access.viewer import Viewer
from graph_service.graph import Graph
from graph_service.programmes import rounds, service
from graph_service.programmes.models import ListedPart, Match, ProgrammeReport
from graph_service.programmes.sheets import Cell, SheetFormat, written
from graph_service.web.paging import MAX_PAGE

Sheet = list[Mapping[str, Cell]]


async def participants_file(graph: Graph, viewer: Viewer, programme_id: str, kind: SheetFormat) -> bytes:
    """Everybody who takes part, in the columns in which a file is read. Raises ProgrammeNotFound."""
    people: list[ListedPart] = []
    cursor: str | None = None
    while True:
        page = await service.participants(graph, viewer, programme_id, None, cursor=cursor, limit=MAX_PAGE)
        people += page.items
        if (cursor := page.next_cursor) is None:
            return written(kind, {"participants": [_participant(one) for one in people]})


def _participant(one: ListedPart) -> Mapping[str, Cell]:
    return {
        "person": one.person.id,
        "role": one.role,
        "capacity": one.capacity,
        "minimum": one.minimum if one.role == "mentor" else None,
        "topic": one.topic,
        "topic_places": ";".join(f"{topic}:{places}" for topic, places in one.topic_places.items()),
        "shortlist": ";".join(one.shortlist),
        "paused": "yes" if one.paused else "",
        "name": one.person.name,
        "school key": one.key,
        "state": one.state,
        "added by": one.added_by,
        "taken": one.taken,
    }


async def proposals_file(graph: Graph, viewer: Viewer, round_id: str, kind: SheetFormat, now: datetime) -> bytes:
    """All pairs of a round. Raises RoundNotFound."""
    pairs: list[Match] = []
    cursor: str | None = None
    while True:
        page = await rounds.proposals(graph, viewer, round_id, cursor=cursor, limit=MAX_PAGE, now=now)
        pairs += page.items
        if (cursor := page.next_cursor) is None:
            return written(kind, {"proposals": [_pair(one) for one in pairs]})


def _pair(one: Match) -> Mapping[str, Cell]:
    return {
        "mentee": one.mentee.name,
        "mentor": one.mentor.name,
        "score": one.score,
        "state": one.state,
        "locked": "yes" if one.locked else "",
        "mentee id": one.mentee.id,
        "mentor id": one.mentor.id,
    }


async def report_file(graph: Graph, viewer: Viewer, programme_id: str, kind: SheetFormat, now: datetime) -> bytes:
    """The report of a programme: figures, groups and the unplaced. Raises ProgrammeNotFound."""
    told = await service.report(graph, viewer, programme_id, now)
    return written(kind, {"figures": _figures(told), "groups": _groups(told), "unplaced": _unplaced(told)})


def _figures(told: ProgrammeReport) -> Sheet:
    rows: list[tuple[str, Cell]] = [
        ("programme", told.programme.settings.name),
        ("state", told.programme.state),
        ("weights version", told.programme.weights_version),
    ]
    if (last := told.round) is not None:
        rows += [
            ("round", last.number),
            ("mode", last.mode),
            ("mentees", last.mentees),
            ("mentors", last.mentors),
            ("placed", last.placed),
            ("total score", last.total),
            ("upper bound", last.upper_bound),
            ("optimal", "yes" if last.optimal else "no"),
            ("worst score", last.worst),
            ("blocking pairs", last.blocking_pairs),
            ("configuration", last.configuration),
        ]
        if last.details.relaxation is not None:
            rows.append(("what would help most", last.details.relaxation.advice))
    rows += [(f"matches {count.state}", count.matches) for count in told.matches]
    rows += [
        ("due for a reminder", told.due_for_reminder),
        ("due for the mid survey", told.due_for_mid_survey),
        ("mean rating", told.mean_rating),
        ("meetings", told.meetings),
        ("largest gap of placement", told.largest_gap),
    ]
    return [{"what": what, "value": value} for what, value in rows]


def _groups(told: ProgrammeReport) -> Sheet:
    return [
        {
            "attribute": group.attribute,
            "group": group.group,
            "mentees": group.mentees,
            "placed": group.placed,
            "share": group.share,
            "mean score": group.mean_score,
        }
        for group in told.fairness
    ]


def _unplaced(told: ProgrammeReport) -> Sheet:
    if told.round is None:
        return []
    return [
        {
            "mentee": one.mentee,
            "reasons": "; ".join(one.reasons),
            "gates": "; ".join(f"{gate.gate}: {gate.mentors}" for gate in one.gates),
        }
        for one in told.round.details.unplaced
    ]
