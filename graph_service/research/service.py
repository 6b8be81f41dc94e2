"""How questions of researchers are answered: counts of those who agreed, and what of them may be told.

Groups are formed once for each attribute, whatever they are asked for: values that few people have are one group,
`others`, with as many more as it takes not to be small. So all tables have the same margins, everybody may know them,
and no two tables together say more of a group than one of them does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from graph_service.access.suppression import Told, shown, teller, tree
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Graph
from graph_service.research import queries
from graph_service.research.crossed import cells_to_show
from graph_service.research.models import (
    Attribute,
    GroupCounts,
    GroupOfPeople,
    Growth,
    Mixed,
    Mixing,
    ResearchRules,
    YearOfGrowth,
)

LOOKED_THROUGH = 20_000  # alumni whose answers and attributes are looked at; of more a sample
CONNECTIONS_OF = 5_000  # the same for their connections
ORDER_KEYS = 2**60
EVERYBODY = 2**63 - 1
ESTIMATE_STEP = 10
UNKNOWN, OTHERS = "unknown", "others"


class _Sample(NamedTuple):
    """Who is looked at, and how what is found is told."""

    order_below: int
    told: Told
    rules: ResearchRules


async def _sample(graph: Graph, viewer: Viewer, smallest: int, at_most: int) -> _Sample:
    people = await queries.people_there(graph)
    part = at_most if people > at_most else people
    estimated = part < people
    step = ESTIMATE_STEP if estimated else max(smallest // 2, 1) if viewer.role is Role.RESEARCHER else 1
    below = ORDER_KEYS * part // people if estimated else EVERYBODY
    rules = ResearchRules(smallest_count=smallest, rounded_down_to=step, estimated=estimated)
    return _Sample(below, teller(people, part, step), rules)


async def count_groups(graph: Graph, viewer: Viewer, by: Sequence[Attribute], smallest: int) -> GroupCounts:
    """How many people there are in each group by one attribute or by two crossed ones."""
    sample = await _sample(graph, viewer, smallest, LOOKED_THROUGH)
    one, other = by[0], by[1] if len(by) > 1 else ""
    rows = await queries.group_sizes(graph, one=one, other=other, order_below=sample.order_below)
    whole = sum(row.people for row in rows)
    first = Groups.of([(row.one, row.people) for row in rows], smallest)
    if not other:
        sizes: dict[tuple[str, ...], int] = {(group,): people for group, people in first.sizes.items()}
    else:
        second = Groups.of([(row.other, row.people) for row in rows], smallest)
        sizes = _crossed([(first.group(row.one), second.group(row.other), row.people) for row in rows], smallest)
    return GroupCounts(
        by=list(by),
        rules=sample.rules,
        people=sample.told(whole) if whole >= smallest else None,
        groups=[GroupOfPeople(values=list(values), people=sample.told(sizes[values])) for values in sorted(sizes)],
    )


def _crossed(rows: Sequence[tuple[str, str, int]], smallest: int) -> dict[tuple[str, ...], int]:
    sizes: dict[tuple[str, str], int] = {}
    for one, other, people in rows:
        sizes[one, other] = sizes.get((one, other), 0) + people
    if sum(sizes.values()) < smallest:
        return {}
    return {place: sizes[place] for place in cells_to_show(sizes, smallest)}


class Groups:
    """The groups of one attribute: values that enough people have, and all the others together."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = sizes

    @classmethod
    def of(cls, values: Sequence[tuple[str | None, int]], smallest: int) -> Groups:
        """The groups of these values, each with how many people have it. None of them is small.

        >>> Groups.of([("law", 30), ("art", 12), ("tea", 3), (None, 10)], 10).sizes
        {'law': 30, 'art': 12, 'others': 13}
        """
        whole = sum(people for _, people in values)
        table = shown(tree(whole, [([{"value": UNKNOWN if value is None else value}], people)
                                   for value, people in values]), smallest, lambda people: people)  # fmt: skip
        if table is None:
            return cls({})
        sizes = {str(part.value): part.people for part in table.parts}
        if left_out := whole - sum(sizes.values()):
            sizes[OTHERS] = left_out
        return cls(sizes)

    def group(self, value: str | None) -> str:
        """The group that somebody with this value is in."""
        name = UNKNOWN if value is None else value
        return name if name in self.sizes else OTHERS


async def mix_groups(graph: Graph, viewer: Viewer, by: Attribute, smallest: int) -> Mixing:
    """How many connections there are between groups by one attribute, and within them."""
    sample = await _sample(graph, viewer, smallest, CONNECTIONS_OF)
    sizes = await queries.group_sizes(graph, one=by, other="", order_below=sample.order_below)
    groups = Groups.of([(row.one, row.people) for row in sizes], smallest)
    rows = await queries.group_connections(graph, one=by, order_below=sample.order_below)
    cells: dict[tuple[str, str], _Cell] = {}
    for row in rows:
        pair = groups.group(row.group), groups.group(row.other)
        before = cells.get(pair, _Cell(0, 0))
        # People of several values in one group are counted for the value with the most of them: never too many.
        cells[pair] = _Cell(before.number + row.ends, max(before.people, row.people))
    pairs = {
        (one, other): _Cell(
            cell.number // 2 if one == other else cell.number, min(cell.people, cells[other, one].people)
        )
        for (one, other), cell in cells.items()
        if one <= other and (other, one) in cells
    }
    kept = enough_behind(pairs, smallest)
    return Mixing(
        by=by,
        rules=sample.rules,
        groups=[GroupOfPeople(values=[name], people=sample.told(groups.sizes[name])) for name in sorted(groups.sizes)],
        connections=[Mixed(groups=list(pair), connections=sample.told(pairs[pair].number)) for pair in sorted(kept)],
    )


class _Cell(NamedTuple):
    """A number, and how many people are behind it."""

    number: int
    people: int


P = TypeVar("P", bound=tuple[str, ...])


def enough_behind(cells: Mapping[P, _Cell], smallest: int) -> set[P]:
    """The cells of a table that may be shown when somebody knows the sum of all of them.

    What is hidden is nothing, or two cells at least with as many in them as a number has to have people behind it.
    """
    hidden = {place for place, cell in cells.items() if cell.number and min(cell.people, cell.number) < smallest}
    kept = {place for place, cell in cells.items() if cell.number and place not in hidden}
    while hidden and kept and (len(hidden) < 2 or sum(cells[place].number for place in hidden) < smallest):
        least = min(kept, key=lambda place: (cells[place].number, place))
        hidden.add(least)
        kept.remove(least)
    return kept


async def grow(graph: Graph, viewer: Viewer, smallest: int) -> Growth:
    """How many people and connections began in each year."""
    sample = await _sample(graph, viewer, smallest, CONNECTIONS_OF)
    rows = await queries.growth(graph, order_below=sample.order_below)
    joined = Groups.of([(_year(row.year), row.people) for row in rows if row.kind == "people"], smallest)
    begun = {(_year(row.year),): _Cell(row.number // 2, row.people) for row in rows if row.kind == "connections"}
    people = {
        (int(year) if year.isdigit() else None): number for year, number in joined.sizes.items() if year != OTHERS
    }
    connections = {
        (int(year) if year.isdigit() else None): begun[year,].number for (year,) in enough_behind(begun, smallest)
    }
    years = sorted({*people, *connections}, key=lambda year: (year is None, year or 0))
    return Growth(
        rules=sample.rules,
        years=[
            YearOfGrowth(
                year=year,
                people=sample.told(people[year]) if year in people else None,
                connections=sample.told(connections[year]) if year in connections else None,
            )
            for year in years
        ],
    )


def _year(year: int | None) -> str:
    return UNKNOWN if year is None else str(year)
