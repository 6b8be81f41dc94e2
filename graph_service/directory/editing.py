"""How staff create and correct: one transaction each, refused when somebody else was faster, written to the audit log.

What is derived from the facts (pinyin, initials, search text, recency, months, state labels) is brought in step in the
same transaction. Only the renaming of an employer with very many people refreshes their search text afterwards.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from graph_service.access.audit import audit
from graph_service.access.sizes import recount_some
from graph_service.access.states import set_state_labels
from graph_service.access.viewer import Viewer
from graph_service.directory import catalogue, queries, service
from graph_service.directory.models import AlumnusRecord, CohortRecord, EmployerRecord
from graph_service.directory.names import initials_of, normal_name, order_key_of, pinyin_of, search_text
from graph_service.directory.problems import (
    AlumnusNotFound,
    CohortNotFound,
    EditedMeanwhile,
    EmployerNotFound,
    UnknownReference,
)
from graph_service.directory.requests import (
    CorrectAlumnusRequest,
    CorrectCohortRequest,
    CorrectEmployerRequest,
    CreateAlumnusRequest,
    CreateCohortRequest,
    CreateEmployerRequest,
    JobRequest,
    MembershipRequest,
    Provenance,
    ResidenceRequest,
    SkillRequest,
)
from graph_service.graph import Graph, Runner

STAFF = "staff"
REFRESHED_AT_ONCE = 1_000


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _provenance(fact: Provenance) -> dict[str, Any]:
    return {"source": fact.source or STAFF, "as_of": fact.as_of or _today()}


# --- people -----------------------------------------------------------------------------------------------------------
async def create_alumnus(graph: Graph, viewer: Viewer, request: CreateAlumnusRequest) -> AlumnusRecord:
    """The record of a new person."""
    alumnus_id = str(uuid.uuid4())
    properties = request.sent() | _provenance(request) | {"order_key": order_key_of(alumnus_id)}
    properties |= _read_aloud(request.name, request.pinyin)

    async def work(transaction: Runner) -> None:
        await queries.create_alumnus(transaction, alumnus_id=alumnus_id, properties=properties)
        await _derive(transaction, [alumnus_id])
        await set_state_labels(transaction, [alumnus_id])
        await audit(transaction, viewer, "record.create", [alumnus_id])

    await graph.transact(work)
    await recount_some(graph)
    return await service.read_alumnus(graph, viewer, alumnus_id)


async def correct_alumnus(
    graph: Graph, viewer: Viewer, alumnus_id: str, version: str, request: CorrectAlumnusRequest
) -> AlumnusRecord:
    """The record with the changes made. Raises AlumnusNotFound, EditedMeanwhile."""

    async def work(transaction: Runner) -> None:
        held = await _hold(transaction, alumnus_id, version)
        changes = {"as_of": _today(), "source": STAFF} | request.sent()
        if "name" in changes or "pinyin" in changes:
            changes |= _read_aloud(request.name or held.name, changes.get("pinyin"))
        await queries.change_alumnus(transaction, alumnus_id=alumnus_id, changes=changes)
        await _derive(transaction, [alumnus_id])
        await set_state_labels(transaction, [alumnus_id])
        await audit(transaction, viewer, "record.correct", [alumnus_id])

    await graph.transact(work)
    await recount_some(graph)
    return await service.read_alumnus(graph, viewer, alumnus_id)


def _read_aloud(name: str, pinyin: str | None) -> dict[str, str]:
    syllables = " ".join(pinyin.lower().split()) if pinyin else pinyin_of(name)
    return {"pinyin": syllables, "initials": initials_of(syllables)}


async def _hold(transaction: Runner, alumnus_id: str, version: str) -> queries.Held:
    held = await queries.begin_correction(transaction, alumnus_id=alumnus_id)
    if held is None:
        raise AlumnusNotFound
    if held.version != version:
        raise EditedMeanwhile
    return held


async def replace_jobs(
    graph: Graph, viewer: Viewer, alumnus_id: str, version: str, jobs: Sequence[JobRequest]
) -> AlumnusRecord:
    """The record with these jobs and no others. Raises AlumnusNotFound, EditedMeanwhile, UnknownReference."""
    rows = [
        {
            "employer_id": job.employer_id,
            "properties": job.model_dump(include={"key", "title", "function", "level"})
            | job.period()
            | {"current": job.current}
            | _provenance(job),
        }
        for job in jobs
    ]

    async def write(transaction: Runner) -> None:
        done = await queries.replace_jobs(transaction, alumnus_id=alumnus_id, jobs=rows)
        if done.written < len(rows):
            raise UnknownReference("employer_id", "GET /v1/employers?q= finds them")

    return await _replace(graph, viewer, alumnus_id, version, "record.jobs", write)


async def replace_memberships(
    graph: Graph, viewer: Viewer, alumnus_id: str, version: str, memberships: Sequence[MembershipRequest]
) -> AlumnusRecord:
    """The record with these cohorts and no others. Raises AlumnusNotFound, EditedMeanwhile, UnknownReference."""
    rows = [{"cohort_id": one.cohort_id, "properties": one.period() | _provenance(one)} for one in memberships]

    async def write(transaction: Runner) -> None:
        done = await queries.replace_memberships(transaction, alumnus_id=alumnus_id, memberships=rows)
        if done.written < len(rows):
            raise UnknownReference("cohort_id", "GET /v1/cohorts?q= finds them")

    return await _replace(graph, viewer, alumnus_id, version, "record.cohorts", write)


async def replace_residences(
    graph: Graph, viewer: Viewer, alumnus_id: str, version: str, residences: Sequence[ResidenceRequest]
) -> AlumnusRecord:
    """The record with these places and no others. Raises AlumnusNotFound, EditedMeanwhile, UnknownReference."""
    rows = [
        {"place_id": one.place_id, "properties": one.period() | {"current": one.current} | _provenance(one)}
        for one in residences
    ]

    async def write(transaction: Runner) -> None:
        done = await queries.replace_residences(transaction, alumnus_id=alumnus_id, residences=rows)
        if done.written < len(rows):
            raise UnknownReference("place_id", "GET /v1/places?q= finds them")

    return await _replace(graph, viewer, alumnus_id, version, "record.places", write)


async def replace_skills(
    graph: Graph, viewer: Viewer, alumnus_id: str, version: str, skills: Sequence[SkillRequest]
) -> AlumnusRecord:
    """The record with these skills and no others. Raises AlumnusNotFound, EditedMeanwhile."""
    rows = {
        (normal_name(one.skill), one.kind): {
            "id": str(uuid.uuid4()),
            "name": one.skill,
            "normal_name": normal_name(one.skill),
            "properties": {"kind": one.kind} | _provenance(one),
        }
        for one in skills
    }

    async def write(transaction: Runner) -> None:
        await queries.replace_skills(transaction, alumnus_id=alumnus_id, skills=list(rows.values()))

    return await _replace(graph, viewer, alumnus_id, version, "record.skills", write)


async def _replace(
    graph: Graph, viewer: Viewer, alumnus_id: str, version: str, action: str, write: Callable[[Runner], Awaitable[None]]
) -> AlumnusRecord:
    async def work(transaction: Runner) -> None:
        await _hold(transaction, alumnus_id, version)
        await write(transaction)
        await queries.change_alumnus(transaction, alumnus_id=alumnus_id, changes={})
        await _derive(transaction, [alumnus_id])
        await audit(transaction, viewer, action, [alumnus_id])

    await graph.transact(work)
    await recount_some(graph)
    return await service.read_alumnus(graph, viewer, alumnus_id)


async def _derive(transaction: Runner, ids: Sequence[str]) -> None:
    sources = await queries.search_sources(transaction, ids=ids)
    rows = [
        {
            "id": one.id,
            "search": search_text(
                one.name, one.name_latin, one.pinyin, one.initials, tuple(one.employers), tuple(one.titles)
            ),
            "recent_month": max(one.months, default=0),
        }
        for one in sources
    ]
    await queries.write_search(transaction, rows=rows)


# --- employers --------------------------------------------------------------------------------------------------------
async def create_employer(graph: Graph, viewer: Viewer, request: CreateEmployerRequest) -> EmployerRecord:
    """A new employer. Raises UnknownReference."""
    employer_id = str(uuid.uuid4())
    properties = _employer_properties(request.sent() | _provenance(request))

    async def work(transaction: Runner) -> None:
        await queries.create_employer(transaction, employer_id=employer_id, properties=properties)
        await _set_industry(transaction, employer_id, request.industry)
        await audit(transaction, viewer, "employer.create", [employer_id])

    await graph.transact(work)
    return await catalogue.read_employer(graph, viewer, employer_id)


async def correct_employer(
    graph: Graph, viewer: Viewer, employer_id: str, version: str, request: CorrectEmployerRequest
) -> EmployerRecord:
    """The employer with the changes made; a new name or industry reaches what search reads of its people.

    Raises EmployerNotFound, EditedMeanwhile, UnknownReference.
    """
    changes = _employer_properties({"as_of": _today(), "source": STAFF} | request.sent())

    async def work(transaction: Runner) -> int | None:
        held = await queries.begin_employer_correction(transaction, employer_id=employer_id)
        if held is None:
            raise EmployerNotFound
        if held.version != version:
            raise EditedMeanwhile
        await queries.change_employer(transaction, employer_id=employer_id, changes=changes)
        if "industry" in request.model_fields_set:
            await _set_industry(transaction, employer_id, request.industry)
        await audit(transaction, viewer, "employer.correct", [employer_id])
        anew = "name" in changes or "industry" in request.model_fields_set
        return await _refresh_people(transaction, employer_id, -1) if anew else None

    await _refresh_rest(graph, employer_id, await graph.transact(work))
    return await catalogue.read_employer(graph, viewer, employer_id)


def _employer_properties(sent: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: value for name, value in sent.items() if name != "industry"}
    if "name" in properties:
        properties["normal_name"] = normal_name(properties["name"])
    if "aliases" in properties:
        properties["alias_names"] = [normal_name(alias) for alias in properties["aliases"]]
    return properties


async def _set_industry(transaction: Runner, employer_id: str, industry: str | None) -> None:
    if await queries.set_employer_industry(transaction, employer_id=employer_id, industry=industry) is None:
        raise UnknownReference("industry", "GET /v1/industries lists them")


async def _refresh_people(transaction: Runner, employer_id: str, after: int) -> int | None:
    """The order key up to which people's search text is fresh; None when there is nobody after that.

    Meanwhile the employer is marked, so that no search relies on the facts of its people.
    """
    people = await queries.people_of_employer(
        transaction, employer_id=employer_id, after=after, limit=REFRESHED_AT_ONCE
    )
    await _derive(transaction, [one.id for one in people])
    more = len(people) == REFRESHED_AT_ONCE
    await queries.mark_employer(transaction, employer_id=employer_id, pending=more)
    return people[-1].order_key if more else None


async def _refresh_rest(graph: Graph, employer_id: str, after: int | None) -> None:
    while after is not None:
        after = await _refresh_next(graph, employer_id, after)


async def _refresh_next(graph: Graph, employer_id: str, after: int) -> int | None:
    return await graph.transact(lambda transaction: _refresh_people(transaction, employer_id, after))


async def finish_corrections(graph: Graph) -> None:
    """Writes what search reads of people whose employer was corrected when the service was killed."""
    while marked := await queries.marked_employers(graph, limit=REFRESHED_AT_ONCE):
        for employer in marked:
            await _refresh_rest(graph, employer.id, -1)


# --- cohorts ----------------------------------------------------------------------------------------------------------
async def create_cohort(graph: Graph, viewer: Viewer, request: CreateCohortRequest) -> CohortRecord:
    """A new cohort."""
    cohort_id = str(uuid.uuid4())

    async def work(transaction: Runner) -> None:
        properties = request.sent() | _provenance(request)
        await queries.create_cohort(transaction, cohort_id=cohort_id, properties=properties)
        await audit(transaction, viewer, "cohort.create", [cohort_id])

    await graph.transact(work)
    return await catalogue.read_cohort(graph, viewer, cohort_id)


async def correct_cohort(
    graph: Graph, viewer: Viewer, cohort_id: str, version: str, request: CorrectCohortRequest
) -> CohortRecord:
    """The cohort with the changes made. Raises CohortNotFound, EditedMeanwhile."""
    changes = {"as_of": _today(), "source": STAFF} | request.sent()

    async def work(transaction: Runner) -> None:
        done = await queries.change_cohort(transaction, cohort_id=cohort_id, version=version, changes=changes)
        if done is None:
            raise CohortNotFound
        if not done.changed:
            raise EditedMeanwhile
        await audit(transaction, viewer, "cohort.correct", [cohort_id])

    await graph.transact(work)
    return await catalogue.read_cohort(graph, viewer, cohort_id)
