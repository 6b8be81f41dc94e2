"""One typed function for each statement of cypher/imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("imports")
HOT: tuple[str, ...] = ()


class IdAndKey(Row):
    """A person's id and external key."""

    id: str
    key: str | None


class StoredAlumnus(Row):
    """A person as they are."""

    at: str
    properties: Mapping[str, Any]
    place: str | None
    place_from: str | None


class SourcedNode(Row):
    """A node that came from a source."""

    id: str
    at: str
    key: str


class StoredFact(Row):
    """A relationship as it is."""

    person_id: str
    other_id: str
    at: str
    properties: Mapping[str, Any]


class StoredNode(Row):
    """A node as it is."""

    at: str
    properties: Mapping[str, Any]


class StoredEmployer(Row):
    """An employer as it is."""

    at: str
    properties: Mapping[str, Any]
    industry: str | None


class StoredPart(Row):
    """An industry or a place as it is."""

    at: str
    properties: Mapping[str, Any]
    parent: str | None


class PendingAlumnus(Row):
    """What somebody's derived properties are made from."""

    id: str
    name: str
    name_latin: str | None
    pinyin: str | None
    employers: list[str]
    titles: list[str]
    recent_month: int


class ImportLock(Row):
    """Who holds the lock."""

    run: str
    holder: str
    host: str
    pid: int
    silent_ms: int


async def alumni_after(graph: Runner, *, after: str, limit: int) -> list[IdAndKey]:
    """A page of all alumni: their ids and external keys."""
    return rows_as(IdAndKey, await graph.run(STATEMENTS["alumni_after"], after=after, limit=limit))


async def alumni_by_key(graph: Runner, *, keys: Sequence[Any]) -> list[StoredAlumnus]:
    """The alumni with these keys, and where they live."""
    return rows_as(StoredAlumnus, await graph.run(STATEMENTS["alumni_by_key"], keys=keys))


async def alumni_of_sources(graph: Runner, *, sources: Sequence[Any], after: str, limit: int) -> list[SourcedNode]:
    """A page of the alumni that came from these sources and have an external key."""
    return rows_as(
        SourcedNode, await graph.run(STATEMENTS["alumni_of_sources"], sources=sources, after=after, limit=limit)
    )


async def attendance_of(graph: Runner, *, ids: Sequence[Any]) -> list[StoredFact]:
    """These people's attendance of events."""
    return rows_as(StoredFact, await graph.run(STATEMENTS["attendance_of"], ids=ids))


async def beat_import_lock(graph: Runner, *, run: str) -> int | None:
    """Says that the import is alive. The last batch it wrote, or None when it does not hold the lock."""
    rows = await graph.run(STATEMENTS["beat_import_lock"], run=run)
    return int(rows[0]["batch"]) if rows else None


async def begin_import_run(graph: Runner, *, run: str, source: str, digest: str) -> None:
    """Writes down that an import began; those that began before and never ended were interrupted."""
    await graph.run(STATEMENTS["begin_import_run"], run=run, source=source, digest=digest)


async def cohorts_by_key(graph: Runner, *, keys: Sequence[Any]) -> list[StoredNode]:
    """The cohorts with these keys."""
    return rows_as(StoredNode, await graph.run(STATEMENTS["cohorts_by_key"], keys=keys))


async def cohorts_of_sources(graph: Runner, *, sources: Sequence[Any], after: str, limit: int) -> list[SourcedNode]:
    """A page of the cohorts that came from these sources and have an external key."""
    return rows_as(
        SourcedNode, await graph.run(STATEMENTS["cohorts_of_sources"], sources=sources, after=after, limit=limit)
    )


async def connections_of(graph: Runner, *, ids: Sequence[Any]) -> list[StoredFact]:
    """These people's connections, each once, at the one it is stored from."""
    return rows_as(StoredFact, await graph.run(STATEMENTS["connections_of"], ids=ids))


async def create_alumni(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Makes alumni, each with the labels of its answers, to be derived afterwards.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["create_alumni"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_attendance(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes attendance of events. How many: 0 when it is not this import's turn, or the batch is there already."""
    rows = await graph.run(STATEMENTS["create_attendance"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_connections(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes that people know each other, once for each two, whichever way it is stored.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["create_connections"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_group_members(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes memberships of groups. How many: 0 when it is not this import's turn, or the batch is there already."""
    rows = await graph.run(STATEMENTS["create_group_members"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_jobs(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes jobs; the people are to be derived again.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["create_jobs"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_memberships(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes memberships of cohorts; the people are to be derived again.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["create_memberships"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_nodes(graph: Runner, *, run: str, batch: int, label: str, rows: Sequence[Any]) -> int:
    """Makes nodes of one label. How many: 0 when it is not this import's turn, or the batch is there already."""
    rows = await graph.run(STATEMENTS["create_nodes"], run=run, batch=batch, label=label, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def create_skills(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes skills that people have or want.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["create_skills"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def delete_nodes(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Removes nodes with everything that hangs on them.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["delete_nodes"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def delete_relationships(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Removes relationships; the people they begin at are to be derived again.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["delete_relationships"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def employers_after(graph: Runner, *, after: str, limit: int) -> list[StoredEmployer]:
    """A page of all employers, each with its industry's code."""
    return rows_as(StoredEmployer, await graph.run(STATEMENTS["employers_after"], after=after, limit=limit))


async def end_import_run(graph: Runner, *, run: str, state: str, ledger: str) -> None:
    """Writes down how an import ended."""
    await graph.run(STATEMENTS["end_import_run"], run=run, state=state, ledger=ledger)


async def events_by_key(graph: Runner, *, keys: Sequence[Any]) -> list[StoredNode]:
    """The events with these keys."""
    return rows_as(StoredNode, await graph.run(STATEMENTS["events_by_key"], keys=keys))


async def events_of_sources(graph: Runner, *, sources: Sequence[Any], after: str, limit: int) -> list[SourcedNode]:
    """A page of the events that came from these sources and have an external key."""
    return rows_as(
        SourcedNode, await graph.run(STATEMENTS["events_of_sources"], sources=sources, after=after, limit=limit)
    )


async def graph_is_empty(graph: Runner) -> bool:
    """Whether nothing is in the graph yet."""
    rows = await graph.run(STATEMENTS["graph_is_empty"])
    return bool(rows[0]["is_empty"])


async def group_members_of(graph: Runner, *, ids: Sequence[Any]) -> list[StoredFact]:
    """These people's memberships of groups."""
    return rows_as(StoredFact, await graph.run(STATEMENTS["group_members_of"], ids=ids))


async def groups_by_key(graph: Runner, *, keys: Sequence[Any]) -> list[StoredNode]:
    """The groups with these keys."""
    return rows_as(StoredNode, await graph.run(STATEMENTS["groups_by_key"], keys=keys))


async def groups_of_sources(graph: Runner, *, sources: Sequence[Any], after: str, limit: int) -> list[SourcedNode]:
    """A page of the groups that came from these sources and have an external key."""
    return rows_as(
        SourcedNode, await graph.run(STATEMENTS["groups_of_sources"], sources=sources, after=after, limit=limit)
    )


async def industries_after(graph: Runner, *, after: str, limit: int) -> list[StoredPart]:
    """A page of all industries, each with the code of what it is part of."""
    return rows_as(StoredPart, await graph.run(STATEMENTS["industries_after"], after=after, limit=limit))


async def jobs_of(graph: Runner, *, ids: Sequence[Any]) -> list[StoredFact]:
    """These people's jobs."""
    return rows_as(StoredFact, await graph.run(STATEMENTS["jobs_of"], ids=ids))


async def mark_staff_of(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Marks everybody who worked at these employers to be derived again, because a name of theirs changed.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["mark_staff_of"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def memberships_of(graph: Runner, *, ids: Sequence[Any]) -> list[StoredFact]:
    """These people's memberships of cohorts."""
    return rows_as(StoredFact, await graph.run(STATEMENTS["memberships_of"], ids=ids))


async def move_alumni(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes where people live now; where they lived before becomes the past.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["move_alumni"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def pending_alumni(graph: Runner, *, limit: int) -> list[PendingAlumnus]:
    """Some of the people whose derived properties have to be made, with what they are made from."""
    return rows_as(PendingAlumnus, await graph.run(STATEMENTS["pending_alumni"], limit=limit))


async def places_after(graph: Runner, *, after: str, limit: int) -> list[StoredPart]:
    """A page of all places, each with the code of what it is part of."""
    return rows_as(StoredPart, await graph.run(STATEMENTS["places_after"], after=after, limit=limit))


async def release_import_lock(graph: Runner, *, run: str) -> None:
    """Gives the lock back."""
    await graph.run(STATEMENTS["release_import_lock"], run=run)


async def set_employer_industries(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes the industry of employers, in place of what was.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["set_employer_industries"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def set_industry_parents(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes what industries are part of, in place of what was.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["set_industry_parents"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def set_place_parents(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes what places are part of, in place of what was.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["set_place_parents"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def skills_after(graph: Runner, *, after: str, limit: int) -> list[StoredNode]:
    """A page of all skills."""
    return rows_as(StoredNode, await graph.run(STATEMENTS["skills_after"], after=after, limit=limit))


async def skills_of(graph: Runner, *, ids: Sequence[Any]) -> list[StoredFact]:
    """These people's skills."""
    return rows_as(StoredFact, await graph.run(STATEMENTS["skills_of"], ids=ids))


async def take_import_lock(
    graph: Runner, *, run: str, holder: str, host: str, pid: int, patience_ms: int, dead: Sequence[Any]
) -> ImportLock:
    """Takes the lock that lets one import write at a time.

    It is free when nobody holds it, or its holder has not been heard of for too long, or is known to be dead.
    """
    return ImportLock.model_validate(
        (
            await graph.run(
                STATEMENTS["take_import_lock"],
                run=run,
                holder=holder,
                host=host,
                pid=pid,
                patience_ms=patience_ms,
                dead=dead,
            )
        )[0]
    )


async def update_alumni(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes properties of alumni, and the labels of their answers; they are to be derived again.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["update_alumni"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def update_nodes(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes properties of nodes. How many: 0 when it is not this import's turn, or the batch is there already."""
    rows = await graph.run(STATEMENTS["update_nodes"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def update_relationships(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes properties of relationships; the people they begin at are to be derived again.

    How many: 0 when it is not this import's turn, or the batch is there already.
    """
    rows = await graph.run(STATEMENTS["update_relationships"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0


async def write_derived(graph: Runner, *, run: str, batch: int, rows: Sequence[Any]) -> int:
    """Writes derived properties. How many: 0 when it is not this import's turn, or the batch is there already."""
    rows = await graph.run(STATEMENTS["write_derived"], run=run, batch=batch, rows=rows)
    return int(rows[0]["written"]) if rows else 0
