"""How careers that made a move are found: a sample tells how long it took and by way of whom, and those near the viewer
who made it are looked for around the viewer.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import quantiles
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from graph_service.access.audit import audit
from graph_service.access.suppression import Told, shown, teller, tree
from graph_service.access.viewer import Viewer
from graph_service.careers import queries
from graph_service.careers.models import CareerPaths, Count, Quartiles, Traveller
from graph_service.careers.problems import UnclearMove
from graph_service.careers.queries import MoverCareer
from graph_service.careers.sentences import too_few, travelled
from graph_service.careers.service import ORDER_KEYS, rules_for, viewpoint_of
from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.directory.filters import Code, FunctionCode, Question
from graph_service.directory.occupations import FUNCTIONS
from graph_service.directory.service import Nearness, nearness_of, plan_search
from graph_service.graph import Graph

MOVERS_FROM = 15_000  # people of whom it is found out whether they made the move
MOST_TRAVELLERS = 50
OTHERS = 100  # of those found in the sample, so many are asked how near they are


class PathsQuestion(BaseModel):
    """From where to where: two functions, or two industries with everything below them."""

    model_config = ConfigDict(extra="forbid")

    from_function: FunctionCode | None = Field(None, description="Function where the move starts.", examples=["sales"])
    to_function: FunctionCode | None = Field(None, description="Function where it leads.", examples=["marketing"])
    from_industry: Code | None = Field(None, description="Code or id of the industry where the move starts.")
    to_industry: Code | None = Field(None, description="Code or id of the industry where it leads.")
    limit: int = Field(10, ge=1, le=MOST_TRAVELLERS, description="How many people are listed at most.")


class Move(NamedTuple):
    """A move: what the fragment `move_months` takes, and the names of both ends."""

    given: Mapping[str, Any]
    origin: str
    target: str


def contradictions(asked: PathsQuestion) -> list[tuple[str, str]]:
    """What is missing or mixed in a move, and what to do about it.

    >>> contradictions(PathsQuestion(from_function="sales", to_function="sales"))
    [('query.to_function', 'is where the move starts; give another one')]
    """
    functions, industries = (asked.from_function, asked.to_function), (asked.from_industry, asked.to_industry)
    if any(functions) and any(industries):
        return [
            (f"query.{name}", "a move is between two functions or between two industries; leave the others out")
            for name in ("from_industry", "to_industry")
            if getattr(asked, name)
        ]
    kind = "industry" if any(industries) else "function"
    missing = [name for name in (f"from_{kind}", f"to_{kind}") if not getattr(asked, name)]
    if missing:
        return [(f"query.{name}", "is missing; a move needs where it starts and where it leads") for name in missing]
    if getattr(asked, f"from_{kind}") == getattr(asked, f"to_{kind}"):
        return [(f"query.to_{kind}", "is where the move starts; give another one")]
    return []


async def paths_for(
    graph: Graph, viewer: Viewer, asked: PathsQuestion, smallest: int, language: Language
) -> CareerPaths:
    """Careers that made that move. Raises UnclearMove, UnknownFilterValue."""
    if wrong := contradictions(asked):
        raise UnclearMove(errors=wrong)
    point = viewpoint_of(viewer)
    searcher = viewer._replace(alumnus_id=point.viewer_id)
    move, everybody = await _move(graph, searcher, asked, language)
    share = min(1.0, MOVERS_FROM / everybody)
    found, near = await asyncio.gather(
        queries.movers(
            graph,
            viewer_id=point.viewer_id,
            sees_all=point.sees_all,
            move=move.given,
            order_below=int(share * ORDER_KEYS),
        ),
        _near(graph, searcher, move, asked.limit),
    )
    population = round(len(found.movers) / share)
    rules = rules_for(population, len(found.movers), smallest, researcher=point.researcher)
    told = teller(population, len(found.movers), rules.rounded_down_to)
    enough = len(found.movers) >= smallest
    travellers: list[Traveller] = []
    if not point.researcher:
        travellers = await _travellers(graph, searcher, move, asked.limit, near, found, language)
    await audit(graph, viewer, "paths.read", [one.person.id for one in travellers])
    return CareerPaths(
        rules=rules,
        people=told(len(found.movers)) if enough else None,
        months=quartiles_of([one["months"] for one in found.movers]) if enough else None,
        from_employers=_employers([one["before"] for one in found.movers], smallest, told),
        to_employers=_employers([one["after"] for one in found.movers], smallest, told),
        note=None if enough else too_few(smallest, language),
        travellers=travellers,
    )


async def _move(graph: Graph, viewer: Viewer, asked: PathsQuestion, language: Language) -> tuple[Move, int]:
    """The move, and how many people the viewer sees. Raises UnknownFilterValue, UnclearMove."""
    if asked.from_function and asked.to_function:
        plan = await plan_search(graph, viewer, Question.model_validate({}), steady=True)
        given = {"by_function": True, "origin": [asked.from_function], "target": [asked.to_function]}
        names = {one.code: one.zh if language == "zh" else one.en for one in FUNCTIONS}
        return Move(given, names[asked.from_function], names[asked.to_function]), plan.everybody
    codes = [asked.from_industry or "", asked.to_industry or ""]
    plans = [
        await plan_search(graph, viewer, Question.model_validate({"industry": [code]}), steady=True) for code in codes
    ]
    origin, target = (plan.checked["industries"] for plan in plans)
    if set(origin) & set(target):
        raise UnclearMove(
            errors=[("query.to_industry", "is part of the industry where the move starts, or contains it")]
        )
    return Move({"by_function": False, "origin": origin, "target": target}, *codes), plans[0].everybody


async def _near(graph: Graph, viewer: Viewer, move: Move, limit: int) -> dict[str, int]:
    """Those one or two steps away who made it, the nearest first, with their degrees."""
    if viewer.alumnus_id is None:
        return {}
    rows = await queries.movers_near(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, move=move.given, limit=limit
    )
    return {row.id: row.degree for row in rows}


async def _travellers(
    graph: Graph,
    viewer: Viewer,
    move: Move,
    limit: int,
    near: Mapping[str, int],
    found: queries.Movers,
    language: Language,
) -> list[Traveller]:
    """The people who made it, the nearest first; beyond two steps, of those whom the sample found."""
    known: dict[str, int | None] = dict(near)
    if len(near) < limit:
        others = [one["id"] for one in found.movers if one["id"] not in near and one["id"] != viewer.alumnus_id]
        known |= dict.fromkeys(others[: OTHERS - len(near)])
    nearness = await nearness_of(graph, viewer, known)
    stranger = Nearness(None, None)
    ids = sorted(known, key=lambda one: nearness.get(one, stranger).degree or 4)[:limit]
    rows = await queries.mover_careers(
        graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all, move=move.given, ids=ids
    )
    careers = {row.id: row for row in rows}
    return [
        _traveller(careers[one], nearness.get(one, stranger), move, viewer, language) for one in ids if one in careers
    ]


def _traveller(career: MoverCareer, near: Nearness, move: Move, viewer: Viewer, language: Language) -> Traveller:
    person = Person(id=career.id, name=career.name, name_latin=career.name_latin)
    name = (person.name_latin or person.name) if language == "en" else person.name
    return Traveller.model_validate({
        "person": person,
        "months": career.months,
        "steps": sorted(career.steps, key=_begun),
        "degree": near.degree,
        "mutual_connections": near.mutual_connections,
        "text": travelled(name, move.origin, move.target, career.months, near.degree, language),
        "connection": f"/v1/connections/{person.id}" if viewer.alumnus_id else None,
    })  # fmt: skip


def _begun(step: dict[str, Any]) -> tuple[Any, ...]:
    return step["month"], step["employer"]["id"], step["title"] or "", step["function"] or ""


def quartiles_of(months: Sequence[int]) -> Quartiles:
    """The quartiles of at least two numbers, rounded to whole months.

    >>> quartiles_of([6, 12, 18, 24, 30])
    Quartiles(lower=12, median=18, upper=24)
    """
    lower, median, upper = (round(value) for value in quantiles(months, n=4, method="inclusive"))
    return Quartiles(lower=lower, median=median, upper=upper)


def _employers(workplaces: Sequence[dict[str, Any]], smallest: int, told: Told) -> list[Count]:
    counted = Counter(one["value"] for one in workplaces)
    about = {one["value"]: one for one in workplaces}
    whole = shown(tree(len(workplaces), [([about[one]], n) for one, n in counted.items()]), smallest, told)
    parts = whole.parts if whole else ()
    return [Count(value=one.value, name=one.about["name"], people=told(one.people)) for one in parts]
