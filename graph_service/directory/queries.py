"""The statements of cypher/directory as functions: one for each, typed as its header says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.graph import Row, Runner, room_statements, rows_as

STATEMENTS = room_statements("directory")
HOT = (
    "filter_values",
    "share_of_matching",
    "found_by_text",
    "beyond_second",
    "alumni_page",
    "alumni_by_relevance",
    "alumni_page_by_degree",
    "alumni_nearest",
    "alumni_by_recency",
    "alumni_latest",
    "alumni_by_name",
    "cards",
    "acquaintance",
    "degrees",
    "alumnus_record",
    "alumni_facets",
    "alumnus_network",
    "employers",
    "all_employers",
)


class FilterValue(Row):
    """What one value of a filter stands for."""

    kind: str
    asked: str
    ids: list[str]
    reach: int


class Share(Row):
    """How many people of a sample match."""

    looked_at: int
    matching: int


class Found(Row):
    """How many people a query finds."""

    found: int


class Beyond(Row):
    """How many people those of the second degree know, to whom so many steps lead."""

    steps: int
    beyond: int


class Entry(Row):
    """One person of a page: where it stands, and the degree if the way to it told that."""

    id: str
    degree: int | None
    position: list[int | str]


class CardFacts(Row):
    """What a list shows of a person."""

    id: str
    name: str
    name_latin: str | None
    open_to_mentoring: bool
    cohorts: list[dict[str, Any]]
    job: dict[str, Any] | None
    industry: dict[str, Any] | None
    place: dict[str, Any] | None
    shared_cohorts: list[dict[str, Any]]
    shared_employers: list[dict[str, Any]]
    shared_places: list[dict[str, Any]]
    shared_industries: list[dict[str, Any]]
    shared_events: list[dict[str, Any]]
    shared_groups: list[dict[str, Any]]
    shared_skills: list[dict[str, Any]]


class Acquaintance(Row):
    """Whether the viewer knows a person, and how many people both know."""

    id: str
    connected: bool
    mutual_count: int


class Degree(Row):
    """How far a person is from the viewer."""

    id: str
    degree: int


class AlumnusFacts(Row):
    """Everything that the graph holds about one person."""

    record: dict[str, Any]
    cohorts: list[dict[str, Any]]
    jobs: list[dict[str, Any]]
    places: list[dict[str, Any]]
    skills: list[dict[str, Any]]
    events: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    is_self: bool
    connected: bool


class FacetCount(Row):
    """How many people have one value of a facet."""

    facet: str
    value: Any
    name: str | None
    name_en: str | None
    people: int


class Network(Row):
    """The people around one person and the connections between them."""

    nodes: list[dict[str, Any]]
    edges: list[tuple[str, str]]
    limited: bool


class IndustryEntry(Row):
    """One industry."""

    id: str
    code: str
    name: str
    name_en: str | None
    level: str | None
    isic: str | None
    parent: str | None


class PlaceEntry(Row):
    """One place."""

    id: str
    code: str
    name: str
    name_en: str | None
    kind: str | None
    parent: str | None
    position: list[int | str]


class CohortEntry(Row):
    """One cohort."""

    id: str
    name: str
    programme: str | None
    programme_type: str | None
    intake_year: int | None
    graduation_year: int | None
    position: list[int | str]


class EmployerEntry(Row):
    """One employer."""

    id: str
    name: str
    industry: dict[str, Any] | None
    position: list[int | str]


class SkillEntry(Row):
    """One skill."""

    id: str
    name: str
    position: list[int | str]


class EmployerFacts(Row):
    """What the graph holds about one employer."""

    id: str
    name: str
    aliases: list[str]
    key: str | None
    version: str
    source: str | None
    as_of: str | None
    industry: dict[str, Any] | None
    people_now: int
    people_ever: int


class CohortFacts(Row):
    """What the graph holds about one cohort."""

    id: str
    key: str | None
    name: str
    programme: str | None
    programme_type: str | None
    intake_year: int | None
    graduation_year: int | None
    version: str
    source: str | None
    as_of: str | None
    people: int


async def filter_values(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    industries: Sequence[str],
    places: Sequence[str],
    cohorts: Sequence[str],
    employers: Sequence[str],
    skills: Sequence[str],
    graduation: Sequence[int],
    programme_types: Sequence[str],
    text: str | None,
    text_limit: int,
) -> list[FilterValue]:
    """What the values of the filters stand for."""
    records = await graph.run(
        STATEMENTS["filter_values"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        industries=industries,
        places=places,
        cohorts=cohorts,
        employers=employers,
        skills=skills,
        graduation=graduation,
        programme_types=programme_types,
        text=text,
        text_limit=text_limit,
    )
    return rows_as(FilterValue, records)


async def found_by_text(graph: Runner, *, text: str, text_limit: int) -> int:
    """How many people the full-text index finds for that query, at most so many."""
    records = await graph.run(STATEMENTS["found_by_text"], text=text, text_limit=text_limit)
    return rows_as(Found, records)[0].found


async def beyond_second(graph: Runner, *, viewer_id: str, most: int) -> Beyond:
    """How many people those know whom the viewer's connections know, by the first steps to them."""
    records = await graph.run(STATEMENTS["beyond_second"], viewer_id=viewer_id, most=most)
    return rows_as(Beyond, records)[0]


async def share_of_matching(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, filters: Mapping[str, Any], sample_size: int
) -> Share:
    """What part of everybody matches, by a sample of those whom the viewer may see."""
    records = await graph.run(
        STATEMENTS["share_of_matching"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        filters=filters,
        sample_size=sample_size,
    )
    return rows_as(Share, records)[0]


async def alumni_page(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    sort: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Entry]:
    """The next people of a search, in an order whose keys their records hold."""
    records = await graph.run(
        STATEMENTS["alumni_page"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        sort=sort,
        after=after,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_by_relevance(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    after: Sequence[Any] | None,
    limit: int,
) -> list[Entry]:
    """The next people of a search, those first whom the words fit best."""
    records = await graph.run(
        STATEMENTS["alumni_by_relevance"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        after=after,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_page_by_degree(
    graph: Runner,
    *,
    viewer_id: str,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    degrees: Sequence[int],
    both_sides: bool,
    sort: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Entry]:
    """The next people of a search who are at one of these distances; 4 stands for everybody farther than three."""
    records = await graph.run(
        STATEMENTS["alumni_page_by_degree"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        degrees=degrees,
        both_sides=both_sides,
        sort=sort,
        after=after,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_nearest(
    graph: Runner,
    *,
    viewer_id: str,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    both_sides: bool,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Entry]:
    """The next people of a search, the nearest first; the distance of all whom the way in meets is found."""
    records = await graph.run(
        STATEMENTS["alumni_nearest"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        both_sides=both_sides,
        after=after,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_by_recency(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    filters: Mapping[str, Any],
    degrees: Sequence[int] | None,
    both_sides: bool,
    from_month: int,
    from_key: int,
    most: int,
    limit: int,
) -> list[Entry]:
    """The next people of a search that very many match, the most recent first."""
    records = await graph.run(
        STATEMENTS["alumni_by_recency"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        filters=filters,
        degrees=degrees,
        both_sides=both_sides,
        from_month=from_month,
        from_key=from_key,
        most=most,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_latest(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    texts: Sequence[str],
    filters: Mapping[str, Any],
    tiers: Sequence[int] | None,
    degrees: Sequence[int] | None,
    both_sides: bool,
    from_month: int,
    from_key: int,
    most: int,
    limit: int,
) -> list[Entry]:
    """The next people of those whom the index finds for these queries, one after the other, the most recent first."""
    records = await graph.run(
        STATEMENTS["alumni_latest"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        texts=texts,
        filters=filters,
        tiers=tiers,
        degrees=degrees,
        both_sides=both_sides,
        from_month=from_month,
        from_key=from_key,
        most=most,
        limit=limit,
    )
    return rows_as(Entry, records)


async def alumni_by_name(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    filters: Mapping[str, Any],
    degrees: Sequence[int] | None,
    both_sides: bool,
    after: Sequence[Any] | None,
    from_pinyin: str,
    most: int,
    limit: int,
) -> list[Entry]:
    """The next people of a search that very many match, by pinyin."""
    records = await graph.run(
        STATEMENTS["alumni_by_name"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        filters=filters,
        degrees=degrees,
        both_sides=both_sides,
        after=after,
        from_pinyin=from_pinyin,
        most=most,
        limit=limit,
    )
    return rows_as(Entry, records)


async def cards(graph: Runner, *, viewer_id: str | None, sees_all: bool, ids: Sequence[str]) -> list[CardFacts]:
    """What a list shows of these people, those the viewer may see."""
    return rows_as(CardFacts, await graph.run(STATEMENTS["cards"], viewer_id=viewer_id, sees_all=sees_all, ids=ids))


async def acquaintance(graph: Runner, *, viewer_id: str, sees_all: bool, ids: Sequence[str]) -> list[Acquaintance]:
    """Whether the viewer knows these people, and how many people both know."""
    records = await graph.run(STATEMENTS["acquaintance"], viewer_id=viewer_id, sees_all=sees_all, ids=ids)
    return rows_as(Acquaintance, records)


async def degrees(graph: Runner, *, viewer_id: str, sees_all: bool, ids: Sequence[str]) -> list[Degree]:
    """The degrees of those of these people who are at most three steps away."""
    return rows_as(Degree, await graph.run(STATEMENTS["degrees"], viewer_id=viewer_id, sees_all=sees_all, ids=ids))


async def alumnus_record(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str
) -> AlumnusFacts | None:
    """Everything about one person; None when there is nobody of that id whom the viewer may see."""
    records = await graph.run(
        STATEMENTS["alumnus_record"], viewer_id=viewer_id, sees_all=sees_all, alumnus_id=alumnus_id
    )
    rows = rows_as(AlumnusFacts, records)
    return rows[0] if rows else None


async def alumni_facets(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    anchor: str,
    text: str | None,
    filters: Mapping[str, Any],
    degrees: Sequence[int] | None,
    both_sides: bool,
    present: bool,
    looked_through: int,
    sample_size: int,
    most: int,
) -> list[FacetCount]:
    """How the people who match spread over the values of the filters."""
    records = await graph.run(
        STATEMENTS["alumni_facets"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        anchor=anchor,
        text=text,
        filters=filters,
        degrees=degrees,
        both_sides=both_sides,
        present=present,
        looked_through=looked_through,
        sample_size=sample_size,
        most=most,
    )
    return rows_as(FacetCount, records)


async def alumnus_network(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, alumnus_id: str, hops: int, limit: int, breadth: int
) -> Network | None:
    """The people around one person; None when there is nobody of that id whom the viewer may see."""
    records = await graph.run(
        STATEMENTS["alumnus_network"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        alumnus_id=alumnus_id,
        hops=hops,
        limit=limit,
        breadth=breadth,
    )
    rows = rows_as(Network, records)
    return rows[0] if rows else None


async def industries(graph: Runner, *, text: str | None, after: str | None, limit: int) -> list[IndustryEntry]:
    """The next industries in the order of their codes."""
    return rows_as(IndustryEntry, await graph.run(STATEMENTS["industries"], text=text, after=after, limit=limit))


async def places(
    graph: Runner, *, text: str | None, within: str | None, after: Sequence[Any] | None, limit: int
) -> list[PlaceEntry]:
    """The next places that the text finds."""
    records = await graph.run(STATEMENTS["places"], text=text, within=within, after=after, limit=limit)
    return rows_as(PlaceEntry, records)


async def cohorts(graph: Runner, *, words: Sequence[str], after: Sequence[Any] | None, limit: int) -> list[CohortEntry]:
    """The next cohorts that the words find, the latest first."""
    return rows_as(CohortEntry, await graph.run(STATEMENTS["cohorts"], words=words, after=after, limit=limit))


async def all_employers(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, from_name: str, limit: int
) -> list[EmployerEntry]:
    """The next employers by name."""
    records = await graph.run(
        STATEMENTS["all_employers"], viewer_id=viewer_id, sees_all=sees_all, from_name=from_name, limit=limit
    )
    return rows_as(EmployerEntry, records)


async def employers(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    text: str,
    query: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[EmployerEntry]:
    """The next employers that the text finds."""
    records = await graph.run(
        STATEMENTS["employers"],
        viewer_id=viewer_id,
        sees_all=sees_all,
        text=text,
        query=query,
        after=after,
        limit=limit,
    )
    return rows_as(EmployerEntry, records)


async def skills(
    graph: Runner,
    *,
    viewer_id: str | None,
    sees_all: bool,
    text: str | None,
    after: Sequence[Any] | None,
    limit: int,
) -> list[SkillEntry]:
    """The next skills that the text finds."""
    records = await graph.run(
        STATEMENTS["skills"], viewer_id=viewer_id, sees_all=sees_all, text=text, after=after, limit=limit
    )
    return rows_as(SkillEntry, records)


async def employer(graph: Runner, *, viewer_id: str | None, sees_all: bool, employer_id: str) -> EmployerFacts | None:
    """One employer; None when there is none of that id that the viewer may see."""
    records = await graph.run(STATEMENTS["employer"], viewer_id=viewer_id, sees_all=sees_all, employer_id=employer_id)
    rows = rows_as(EmployerFacts, records)
    return rows[0] if rows else None


async def cohort(graph: Runner, *, viewer_id: str | None, sees_all: bool, cohort_id: str) -> CohortFacts | None:
    """One cohort; None when there is none of that id."""
    records = await graph.run(STATEMENTS["cohort"], viewer_id=viewer_id, sees_all=sees_all, cohort_id=cohort_id)
    rows = rows_as(CohortFacts, records)
    return rows[0] if rows else None


# --- staff: create and correct ----------------------------------------------------------------------------------------
class Held(Row):
    """A person's record while it is being corrected."""

    version: str
    name: str
    pinyin: str | None


class HeldEmployer(Row):
    """An employer while it is being corrected."""

    version: str
    name: str


class Made(Row):
    """The id of what was made or changed."""

    id: str


class Written(Row):
    """How many facts were written."""

    written: int


class Changed(Row):
    """Whether it was changed."""

    changed: bool


class SearchSource(Row):
    """What a person's search text and recency are made of."""

    id: str
    name: str
    name_latin: str | None
    pinyin: str | None
    initials: str | None
    employers: list[str]
    titles: list[str]
    months: list[int]


class Colleague(Row):
    """Somebody who works or worked at an employer."""

    id: str
    order_key: int


async def create_alumnus(graph: Runner, *, alumnus_id: str, properties: Mapping[str, Any]) -> Made:
    """A new person, without facts yet."""
    records = await graph.run(STATEMENTS["create_alumnus"], alumnus_id=alumnus_id, properties=properties)
    return rows_as(Made, records)[0]


async def begin_correction(graph: Runner, *, alumnus_id: str) -> Held | None:
    """The person's record, held until the transaction ends; None when there is no such person."""
    rows = rows_as(Held, await graph.run(STATEMENTS["begin_correction"], alumnus_id=alumnus_id))
    return rows[0] if rows else None


async def change_alumnus(graph: Runner, *, alumnus_id: str, changes: Mapping[str, Any]) -> None:
    """Changes a person's own properties."""
    await graph.run(STATEMENTS["change_alumnus"], alumnus_id=alumnus_id, changes=changes)


async def replace_jobs(graph: Runner, *, alumnus_id: str, jobs: Sequence[Mapping[str, Any]]) -> Written:
    """Gives a person these jobs in place of all others."""
    return rows_as(Written, await graph.run(STATEMENTS["replace_jobs"], alumnus_id=alumnus_id, jobs=jobs))[0]


async def replace_memberships(graph: Runner, *, alumnus_id: str, memberships: Sequence[Mapping[str, Any]]) -> Written:
    """Gives a person these cohorts in place of all others."""
    records = await graph.run(STATEMENTS["replace_memberships"], alumnus_id=alumnus_id, memberships=memberships)
    return rows_as(Written, records)[0]


async def replace_residences(graph: Runner, *, alumnus_id: str, residences: Sequence[Mapping[str, Any]]) -> Written:
    """Gives a person these places to live in, in place of all others."""
    records = await graph.run(STATEMENTS["replace_residences"], alumnus_id=alumnus_id, residences=residences)
    return rows_as(Written, records)[0]


async def replace_skills(graph: Runner, *, alumnus_id: str, skills: Sequence[Mapping[str, Any]]) -> None:
    """Gives a person these skills in place of all others."""
    await graph.run(STATEMENTS["replace_skills"], alumnus_id=alumnus_id, skills=skills)


async def search_sources(graph: Runner, *, ids: Sequence[str]) -> list[SearchSource]:
    """What these people's search text and recency are made of."""
    return rows_as(SearchSource, await graph.run(STATEMENTS["search_sources"], ids=ids))


async def write_search(graph: Runner, *, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes what search and the order by recency read."""
    await graph.run(STATEMENTS["write_search"], rows=rows)


async def people_of_employer(graph: Runner, *, employer_id: str, after: int, limit: int) -> list[Colleague]:
    """The next people who work or worked there."""
    records = await graph.run(STATEMENTS["people_of_employer"], employer_id=employer_id, after=after, limit=limit)
    return rows_as(Colleague, records)


async def create_employer(graph: Runner, *, employer_id: str, properties: Mapping[str, Any]) -> Made:
    """A new employer."""
    records = await graph.run(STATEMENTS["create_employer"], employer_id=employer_id, properties=properties)
    return rows_as(Made, records)[0]


async def begin_employer_correction(graph: Runner, *, employer_id: str) -> HeldEmployer | None:
    """The employer, held until the transaction ends; None when there is no such employer."""
    rows = rows_as(HeldEmployer, await graph.run(STATEMENTS["begin_employer_correction"], employer_id=employer_id))
    return rows[0] if rows else None


async def change_employer(graph: Runner, *, employer_id: str, changes: Mapping[str, Any]) -> None:
    """Changes an employer's own properties."""
    await graph.run(STATEMENTS["change_employer"], employer_id=employer_id, changes=changes)


async def set_employer_industry(graph: Runner, *, employer_id: str, industry: str | None) -> Made | None:
    """Puts an employer into one industry, or none; None when there is no such industry."""
    records = await graph.run(STATEMENTS["set_employer_industry"], employer_id=employer_id, industry=industry)
    rows = rows_as(Made, records)
    return rows[0] if rows else None


async def mark_employer(graph: Runner, *, employer_id: str, pending: bool) -> None:
    """Marks an employer whose people are yet to be refreshed, or takes the mark away."""
    await graph.run(STATEMENTS["mark_employer"], employer_id=employer_id, pending=pending)


async def marked_employers(graph: Runner, *, limit: int) -> list[Made]:
    """Employers that are marked."""
    return rows_as(Made, await graph.run(STATEMENTS["marked_employers"], limit=limit))


async def create_cohort(graph: Runner, *, cohort_id: str, properties: Mapping[str, Any]) -> Made:
    """A new cohort."""
    records = await graph.run(STATEMENTS["create_cohort"], cohort_id=cohort_id, properties=properties)
    return rows_as(Made, records)[0]


async def change_cohort(graph: Runner, *, cohort_id: str, version: str, changes: Mapping[str, Any]) -> Changed | None:
    """Whether the cohort was changed, False when somebody else has since; None when there is no such cohort."""
    records = await graph.run(STATEMENTS["change_cohort"], cohort_id=cohort_id, version=version, changes=changes)
    rows = rows_as(Changed, records)
    return rows[0] if rows else None
