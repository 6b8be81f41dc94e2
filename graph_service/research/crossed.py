"""Which cells of a crossed table may be shown, when everybody knows the sums of its rows and columns.

A cell of few people is hidden (primary suppression). Whoever knows the sums may work it out again, so others are hidden
with it (complementary suppression) until, for all that is shown,

- what is hidden of a row or a column is nobody, or not few;
- each small cell could as well be larger by as many people as a number has to have behind it, without any other cell
  becoming negative. How much larger it could be is a flow: people move from hidden cell to hidden cell, along rows and
  columns (Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17, 1988).

Nothing here asks a database anything.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

Place = tuple[str, str]


def cells_to_show(people: Mapping[Place, int], smallest: int) -> set[Place]:
    """The cells, by row and column, that may be shown. Every sum of a row or a column is known, and is not small.

    >>> table = {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40, ("c", "x"): 50, ("c", "y"): 60}
    >>> sorted(cells_to_show(table, 10))
    [('c', 'x'), ('c', 'y')]
    """
    rows, columns = sorted({row for row, _ in people}), sorted({column for _, column in people})
    table = {(row, column): people.get((row, column), 0) for row in rows for column in columns}
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    hidden = {place for place, number in table.items() if number < smallest}
    _leave_no_few(table, lines, hidden, smallest)
    for place in sorted(place for place, number in table.items() if 0 < number < smallest):
        while _could_grow(table, hidden, place, smallest) < smallest:
            more = _next_to_hide(table, hidden, place)
            if more is None:
                return set()
            hidden.add(more)
            _leave_no_few(table, lines, hidden, smallest)
    return set(table) - hidden


def _leave_no_few(table: Mapping[Place, int], lines: Iterable[list[Place]], hidden: set[Place], smallest: int) -> None:
    """Hides more of each row and column until what is hidden of it is nobody, or not few."""
    settled = False
    while not settled:
        settled = True
        for line in lines:
            left_out = sum(table[place] for place in line if place in hidden)
            shown = [place for place in line if place not in hidden]
            if 0 < left_out < smallest and shown:
                hidden.add(min(shown, key=lambda place: (table[place], place)))
                settled = False


def _next_to_hide(table: Mapping[Place, int], hidden: set[Place], place: Place) -> Place | None:
    """The smallest cell that is shown and closes a rectangle with hidden ones; else one of the same row or column."""
    row, column = place

    def rank(other: Place) -> tuple[int, int, Place]:
        across, along = (row, other[1]), (other[0], column)
        closes = across in hidden and along in hidden and min(table[across], table[along]) > 0
        return 0 if closes else 1 if row == other[0] or column == other[1] else 2, table[other], other

    return min((other for other in table if other not in hidden), key=rank, default=None)


def _could_grow(table: Mapping[Place, int], hidden: set[Place], place: Place, enough: int) -> int:
    """By how many people the cell could be larger, for all that is known; `enough` is as good as more."""
    left = {other: table[other] for other in sorted(hidden) if other != place}
    cells: dict[Line, list[Place]] = {}
    for other in left:
        cells.setdefault(("row", other[0]), []).append(other)
        cells.setdefault(("column", other[1]), []).append(other)
    grown = 0
    while grown < enough and (way := _way(left, cells, place)):
        by = min(enough - grown, *(left[other] for other in way[::2]))
        for at, other in enumerate(way):
            left[other] += by if at % 2 else -by
        grown += by
    return grown


Line = tuple[str, str]
"""A row or a column: which of both, and its name."""


def _way(left: Mapping[Place, int], cells: Mapping[Line, list[Place]], place: Place) -> list[Place]:
    """Hidden cells from the row of the place to its column: one that loses people, one that gains them, and so on."""
    start: Line = ("row", place[0])
    end: Line = ("column", place[1])
    came: dict[Line, tuple[Line, Place]] = {}
    waiting: deque[Line] = deque([start])
    while waiting and end not in came:
        at = waiting.popleft()
        for cell in cells.get(at, ()):
            onwards: Line = ("column", cell[1]) if at[0] == "row" else ("row", cell[0])
            if onwards != start and onwards not in came and (at[0] == "column" or left[cell]):
                came[onwards] = (at, cell)
                waiting.append(onwards)
    way: list[Place] = []
    at = end
    while at in came:
        at, cell = came[at]
        way.append(cell)
    return way[::-1]
