"""Which numbers of a table may be shown, so that none shown is small and none small can be worked out from those
shown.

A table is a tree of cells: a whole, its parts, theirs. Every person of a whole is in exactly one of its parts, so
whoever knows the whole and all parts but one knows that one as well. Therefore a part that is too small takes
another with it when what is left out would be too small together: the smallest part that is shown, which does the
least harm (complementary suppression). Below a part that is not shown nothing is. What is left out of a whole is
nothing at all, or at least as many people as a number has to have behind it; never few.

The same is asked of the numbers as they are told, rounded or scaled up from a sample: their differences are what
somebody who reads the table works out. Nothing here asks a database anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Value = str | int | None


class Cell(NamedTuple):
    """One number of a table: which value, how many people, what is said of it, how they spread over its parts."""

    value: Value
    people: int
    about: dict[str, Any]
    parts: tuple[Cell, ...] = ()


Told = Callable[[int], int]


def tree(whole: int, rows: Iterable[tuple[list[dict[str, Any]], int]]) -> Cell:
    """The table whose rows say how many people are in each innermost cell.

    >>> small = tree(5, [([{"value": "a"}, {"value": "x"}], 3), ([{"value": "a"}, {"value": None}], 2)])
    >>> [(part.value, part.people, len(part.parts)) for part in small.parts]
    [('a', 5, 2)]
    """
    by_value: dict[Value, list[tuple[list[dict[str, Any]], int]]] = {}
    about: dict[Value, dict[str, Any]] = {}
    for path, people in rows:
        if path:
            value = path[0].get("value")
            about.setdefault(value, path[0])
            by_value.setdefault(value, []).append((path[1:], people))
    parts = (tree(sum(people for _, people in below), below)._replace(value=value, about=about[value])
             for value, below in by_value.items())  # fmt: skip
    return Cell(None, whole, {}, tuple(parts))


def shown(cell: Cell, smallest: int, told: Told) -> Cell | None:
    """The cell with those of its parts that may be shown, the largest first; None when it may not be shown itself.

    >>> town = Cell(None, 30, {}, (Cell("a", 14, {}), Cell("b", 12, {}), Cell("c", 4, {})))
    >>> [part.value for part in shown(town, 10, lambda people: people).parts]
    ['a']
    """
    if cell.people < smallest:
        return None
    large = sorted(
        (part for part in cell.parts if part.people >= smallest), key=lambda part: (-part.people, str(part.value))
    )
    while large and not _harmless(cell, large, smallest, told):
        large.pop()
    parts = (shown(part, smallest, told) for part in large)
    return cell._replace(parts=tuple(part for part in parts if part is not None))


def _harmless(cell: Cell, parts: list[Cell], smallest: int, told: Told) -> bool:
    """Whether what is left out of the cell is nothing or not few, in truth and as it is told."""
    left_out = cell.people - sum(part.people for part in parts)
    seems_left_out = told(cell.people) - sum(told(part.people) for part in parts)
    return all(rest == 0 or rest >= smallest for rest in (left_out, seems_left_out))


def teller(population: int, looked_at: int, step: int) -> Told:
    """How a count of those looked at is told: scaled up to all of them, and down to a multiple of `step`.

    >>> teller(4000, 1000, 10)(13), teller(100, 100, 1)(13), teller(100, 100, 5)(13)
    (50, 13, 10)
    """
    return lambda people: people * max(population, 1) // max(looked_at, 1) // step * step
