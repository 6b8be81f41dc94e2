"""How insights answer: who is in the group, where its count begins, and which of the numbers may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graph_service.access.suppression import Cell, Told, shown, teller, tree
from graph_service.access.viewer import Role, Viewer
from graph_service.careers import queries
from graph_service.careers.alike import (
    Beginning,
    InsightsQuestion,
    cohort_anchor,
    completed,
    contradictions,
    group_of,
    narrowing,
)
from graph_service.careers.models import Count, CountWithParts, Group, Insights, Moves, Rules
from graph_service.careers.problems import ContradictoryFilters, UnknownStart
from graph_service.careers.queries import GroupCount
from graph_service.careers.sentences import too_few
from graph_service.connections.evidence import Language
from graph_service.directory.filters import Question
from graph_service.directory.occupations import FUNCTIONS, LEVELS
from graph_service.directory.service import plan_search
from graph_service.graph import Graph

SAMPLED_FROM = 12_000  # from so many people on a count of everybody looks at a sample
LOOKED_THROUGH = 12_000  # people of whom it is found out whether they are of the group
SAMPLE_SIZE = 2_000  # people of the group who are counted
SHARES_SAMPLE = 1_000  # people by whom it is decided where a count begins
MANY_MEET = 0.06  # a way in that meets a larger part of everybody is no better than a sample of everybody
ORDER_KEYS = 2**60
ESTIMATE_STEP = 10
MOST_EMPLOYERS = 50


class Viewpoint(NamedTuple):
    """As whom the graph is asked: a researcher, linked to a record or not, sees what every member may see."""

    viewer_id: str | None
    sees_all: bool
    researcher: bool


def viewpoint_of(viewer: Viewer) -> Viewpoint:
    """As whom the graph is asked."""
    researcher = viewer.role is Role.RESEARCHER
    return Viewpoint(None if researcher else viewer.alumnus_id, viewer.sees_all, researcher)


async def insights_for(
    graph: Graph, viewer: Viewer, asked: InsightsQuestion, smallest: int, language: Language
) -> Insights:
    """Where the people of the group are. Raises ContradictoryFilters, UnknownFilterValue, UnknownStart."""
    point = viewpoint_of(viewer)
    own = await _own(graph, point)
    if wrong := contradictions(asked, own):
        raise ContradictoryFilters(errors=wrong)
    full = completed(asked, own)
    await _refuse_unknown_programmes(graph, full)
    searcher = viewer._replace(alumnus_id=point.viewer_id)
    plan = await plan_search(graph, searcher, full.of_the_present(), steady=True)
    group = group_of(full, await _start_industries(graph, searcher, full))
    anchor, sample = await _beginning(graph, point, full, plan.checked, group, plan.everybody)
    rows = await queries.group_counts(
        graph,
        viewer_id=point.viewer_id,
        sees_all=point.sees_all,
        anchor=anchor,
        filters={**plan.checked, "order_below": int(sample * ORDER_KEYS)},
        group=group,
        most=LOOKED_THROUGH,
        sample_size=SAMPLE_SIZE,
        smallest=smallest,
    )
    return _answer(full, rows, sample, smallest, point, language)


async def _own(graph: Graph, point: Viewpoint) -> Beginning:
    if point.viewer_id is None:
        return Beginning()
    own = await queries.own_beginning(graph, viewer_id=point.viewer_id)
    return Beginning(own.programmes, own.intake_years, own.start_functions, own.start_sections) if own else Beginning()


async def _refuse_unknown_programmes(graph: Graph, asked: InsightsQuestion) -> None:
    if not asked.programme:
        return
    known = (await queries.known_programmes(graph, programmes=asked.programme)).known
    if unknown := [name for name in asked.programme if name not in known]:
        raise UnknownStart(
            errors=[
                ("query.programme", f"{name!r} is no programme's name; GET /v1/cohorts?q= finds them")
                for name in unknown
            ]
        )


async def _start_industries(graph: Graph, viewer: Viewer, asked: InsightsQuestion) -> Sequence[str]:
    if not asked.start_industry:
        return []
    plan = await plan_search(graph, viewer, Question.model_validate({"industry": asked.start_industry}), steady=True)
    return plan.checked["industries"]


async def _beginning(
    graph: Graph,
    point: Viewpoint,
    asked: InsightsQuestion,
    filters: Mapping[str, Any],
    group: Mapping[str, Any],
    everybody: int,
) -> tuple[str, float]:
    """The way in, and the part of everybody that is looked through when it is everybody.

    It is decided by people whom the viewer may see, as the sample's estimates depend on it.
    """
    if everybody <= SAMPLED_FROM:
        return "everybody", 1.0
    shares = await queries.group_shares(
        graph,
        viewer_id=point.viewer_id,
        sees_all=point.sees_all,
        filters=filters,
        group=group,
        sample_size=SHARES_SAMPLE,
    )
    ways = {
        "employer": shares.employer if filters["employers_now"] else None,
        cohort_anchor(asked): shares.cohort,
        "place": shares.place if filters["places"] else None,
        "industry": shares.industry if filters["industries"] else None,
    }
    met = [(people, anchor) for anchor, people in ways.items() if anchor is not None and people is not None]
    fewest, anchor = min(met, key=lambda way: way[0], default=(shares.looked_at, "everybody"))
    if anchor == "everybody" or fewest > MANY_MEET * shares.looked_at:
        return "everybody", min(LOOKED_THROUGH / everybody, 1.0)
    return anchor, 1.0


def _answer(
    asked: InsightsQuestion,
    rows: Sequence[GroupCount],
    sample: float,
    smallest: int,
    point: Viewpoint,
    language: Language,
) -> Insights:
    number = {row.facet: row.people for row in rows if not row.path}
    looked_at = number["looked_at"]
    matching = number["total"] * number["candidates"] // max(number["looked_through"], 1)
    population = round(matching / sample)
    rules = rules_for(population, looked_at, smallest, researcher=point.researcher)
    told = teller(population, looked_at, rules.rounded_down_to)
    tables = _Tables(rows, smallest, told, looked_at)
    enough = looked_at >= smallest
    shown_at_all = any(tables.cells(name) for name in ("places", "industries", "functions", "levels"))
    return Insights(
        group=Group(**{name: getattr(asked, name) for name in Group.model_fields}),
        rules=rules,
        people=told(looked_at) if enough else None,
        note=None if shown_at_all else too_few(smallest, language),
        widen=[] if shown_at_all else narrowing(asked),
        places=[_with_parts(cell, told) for cell in tables.cells("places")],
        industries=[_with_parts(cell, told) for cell in tables.cells("industries")],
        employers=_employers(tables.cells("industries"), told),
        functions=[_count(cell, told, _FUNCTIONS) for cell in tables.cells("functions")],
        levels=[_count(cell, told, _LEVELS) for cell in tables.cells("levels")],
        next_functions=[_moves(cell, told, _FUNCTIONS) for cell in tables.rows_of("function_moves")],
        next_industries=[_moves(cell, told, {}) for cell in tables.rows_of("industry_moves")],
    )


def rules_for(population: int, looked_at: int, smallest: int, *, researcher: bool) -> Rules:
    """How numbers are told: exactly to those who may read the records behind them, roughly to researchers."""
    estimated = looked_at < population
    step = ESTIMATE_STEP if estimated else max(smallest // 2, 1) if researcher else 1
    return Rules(
        smallest_count=smallest,
        rounded_down_to=step,
        estimated=estimated,
        looked_at=None if looked_at < smallest else looked_at // step * step if researcher else looked_at,
    )


class _Tables:
    """The tables of an answer, with the cells that may be shown."""

    def __init__(self, rows: Sequence[GroupCount], smallest: int, told: Told, looked_at: int) -> None:
        self._rows, self._smallest, self._told, self._whole = rows, smallest, told, looked_at

    def _of(self, table: str) -> list[tuple[list[dict[str, Any]], int]]:
        rows = (row for row in self._rows if row.facet == table)
        return [([step or {"value": None} for step in row.path], row.people) for row in rows]

    def cells(self, table: str) -> tuple[Cell, ...]:
        """The cells of a table whose whole is the group."""
        whole = shown(tree(self._whole, self._of(table)), self._smallest, self._told)
        return whole.parts if whole else ()

    def rows_of(self, table: str) -> list[Cell]:
        """The rows of a table each of which is a whole of its own, as people can be in several."""
        rows = tree(0, self._of(table)).parts
        shown_rows = (shown(row, self._smallest, self._told) for row in rows)
        return sorted((row for row in shown_rows if row), key=lambda row: (-row.people, str(row.value)))


Names = Mapping[Any, tuple[str, str]]
_FUNCTIONS: Names = {function.code: (function.zh, function.en) for function in FUNCTIONS}
_LEVELS: Names = {level.number: (level.zh, level.en) for level in LEVELS}


def _count(cell: Cell, told: Told, names: Names) -> Count:
    name, name_en = names.get(cell.value, (cell.about.get("name"), cell.about.get("name_en")))
    return Count(value=cell.value, name=name, name_en=name_en, people=told(cell.people))


def _with_parts(cell: Cell, told: Told) -> CountWithParts:
    parts = [_count(part, told, {}) for part in cell.parts if part.value is not None]
    return CountWithParts(**_count(cell, told, {}).model_dump(), parts=parts)


def _moves(cell: Cell, told: Told, names: Names) -> Moves:
    return Moves(**_count(cell, told, names).model_dump(), next=[_count(part, told, names) for part in cell.parts])


def _employers(sections: Sequence[Cell], told: Told) -> list[Count]:
    employers = [one for section in sections for division in section.parts for one in division.parts]
    counts = [_count(one, told, {}) for one in employers if one.value is not None]
    return sorted(counts, key=lambda one: (-one.people, str(one.value)))[:MOST_EMPLOYERS]
