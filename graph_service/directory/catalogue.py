"""The lists that filters are filled from: industries, places, cohorts, employers, skills, each with autocomplete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph_service.access.viewer import Viewer
from graph_service.directory import queries
from graph_service.directory.models import (
    Cohort,
    CohortRecord,
    Employer,
    EmployerRecord,
    IndustryBranch,
    Place,
    Skill,
)
from graph_service.directory.names import normal_name
from graph_service.directory.problems import CohortNotFound, EmployerNotFound
from graph_service.directory.words import words_of
from graph_service.graph import Graph
from graph_service.web.paging import Page, decode_cursor, encode_cursor, question_digest

ALL_INDUSTRIES = 10_000


async def industry_tree(graph: Graph) -> Page[IndustryBranch]:
    """Every industry, each below the one it is part of."""
    rows = await queries.industries(graph, text=None, after=None, limit=ALL_INDUSTRIES)
    return Page(items=tree_of(_industry(row) for row in rows), next_cursor=None)


def tree_of(branches: Iterable[IndustryBranch]) -> list[IndustryBranch]:
    """The industries as a tree, in their order; one whose parent is not there stands at the top."""
    by_code = {branch.code: branch for branch in branches}
    roots: list[IndustryBranch] = []
    for branch in by_code.values():
        above = by_code.get(branch.parent or "")
        (above.children if above else roots).append(branch)
    return roots


async def find_industries(graph: Graph, q: str, limit: int, cursor: str | None) -> Page[IndustryBranch]:
    """One page of the industries whose code begins with the text or whose name contains it."""
    digest = question_digest({"industries": q})
    after = str(decode_cursor(cursor, digest, (str,))[0]) if cursor else None
    rows = await queries.industries(graph, text=_typed(q), after=after, limit=limit + 1)
    last = rows[limit - 1].code if len(rows) > limit else None
    return Page(
        items=[_industry(row) for row in rows[:limit]], next_cursor=encode_cursor([last], digest) if last else None
    )


async def find_places(graph: Graph, q: str | None, within: str | None, limit: int, cursor: str | None) -> Page[Place]:
    """One page of the places that begin with the text or contain it, all of them without one."""
    digest = question_digest({"places": q, "within": within})
    after = decode_cursor(cursor, digest, (int, str)) if cursor else None
    rows = await queries.places(graph, text=_typed(q), within=within, after=after, limit=limit + 1)
    items = [Place.model_validate(row.model_dump(exclude={"position"})) for row in rows[:limit]]
    return Page(items=items, next_cursor=_next(rows, limit, digest))


async def find_cohorts(graph: Graph, q: str | None, limit: int, cursor: str | None) -> Page[Cohort]:
    """One page of the cohorts whose name or programme contains every word, the latest first."""
    digest = question_digest({"cohorts": q})
    after = decode_cursor(cursor, digest, (int, str, str)) if cursor else None
    words = (q or "").lower().split()
    rows = await queries.cohorts(graph, words=words, after=after, limit=limit + 1)
    items = [Cohort.model_validate(row.model_dump(exclude={"position"})) for row in rows[:limit]]
    return Page(items=items, next_cursor=_next(rows, limit, digest))


async def find_employers(graph: Graph, viewer: Viewer, q: str | None, limit: int, cursor: str | None) -> Page[Employer]:
    """One page of the employers whose name or alias contains the text, those that begin with it first."""
    digest = question_digest({"employers": q})
    after = decode_cursor(cursor, digest, (int, str, str)) if cursor else None
    own, all_seen, more = viewer.alumnus_id, viewer.sees_all, limit + 1
    if query := _employer_query(q):
        rows = await queries.employers(
            graph, viewer_id=own, sees_all=all_seen, text=normal_name(q or ""), query=query, after=after, limit=more
        )
    else:
        name = str(after[1]) if after else ""
        rows = await queries.all_employers(graph, viewer_id=own, sees_all=all_seen, from_name=name, limit=more)
    items = [Employer.model_validate(row.model_dump(exclude={"position"})) for row in rows[:limit]]
    return Page(items=items, next_cursor=_next(rows, limit, digest))


async def find_skills(graph: Graph, viewer: Viewer, q: str | None, limit: int, cursor: str | None) -> Page[Skill]:
    """One page of the skills whose name contains the text, those that begin with it first."""
    digest = question_digest({"skills": q})
    after = decode_cursor(cursor, digest, (int, str, str)) if cursor else None
    rows = await queries.skills(
        graph,
        viewer_id=viewer.alumnus_id,
        sees_all=viewer.sees_all,
        text=normal_name(q) if q else None,
        after=after,
        limit=limit + 1,
    )
    items = [Skill.model_validate(row.model_dump(exclude={"position"})) for row in rows[:limit]]
    return Page(items=items, next_cursor=_next(rows, limit, digest))


async def read_employer(graph: Graph, viewer: Viewer, employer_id: str) -> EmployerRecord:
    """One employer. Raises EmployerNotFound."""
    facts = await queries.employer(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, employer_id=employer_id
    )
    if facts is None:
        raise EmployerNotFound
    return EmployerRecord.model_validate(_shown(facts, viewer))


async def read_cohort(graph: Graph, viewer: Viewer, cohort_id: str) -> CohortRecord:
    """One cohort. Raises CohortNotFound."""
    facts = await queries.cohort(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, cohort_id=cohort_id)
    if facts is None:
        raise CohortNotFound
    return CohortRecord.model_validate(_shown(facts, viewer))


def _industry(row: queries.IndustryEntry) -> IndustryBranch:
    return IndustryBranch(**row.model_dump())


_FOR_STAFF = ("key", "source", "as_of", "version")


def _shown(facts: queries.EmployerFacts | queries.CohortFacts, viewer: Viewer) -> dict[str, Any]:
    return facts.model_dump() | ({} if viewer.sees_all else dict.fromkeys(_FOR_STAFF))


def _typed(q: str | None) -> str | None:
    return q.strip().lower() if q and q.strip() else None


def _employer_query(q: str | None) -> str | None:
    words = words_of(q) if q else None
    return words.query if words else None


def _next(
    rows: Sequence[queries.PlaceEntry | queries.CohortEntry | queries.EmployerEntry | queries.SkillEntry],
    limit: int,
    digest: str,
) -> str | None:
    return encode_cursor(rows[limit - 1].position, digest) if len(rows) > limit else None
