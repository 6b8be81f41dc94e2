"""What a table shows, and that nothing small can be worked out from it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from graph_service.access.suppression import Cell, shown, teller, tree

Rows = list[tuple[list[dict[str, str]], int]]
SMALLEST = 10


def tables() -> st.SearchStrategy[Rows]:
    step = st.sampled_from("abcd").map(lambda value: {"value": value})
    path = st.lists(step, min_size=3, max_size=3)
    return st.lists(st.tuples(path, st.integers(1, 40)), max_size=40)


def wholes(cell: Cell) -> Iterator[Cell]:
    yield cell
    for part in cell.parts:
        yield from wholes(part)


@given(tables(), st.sampled_from([(1, 1), (7, 3), (1000, 10)]), st.sampled_from([1, 5, 10]))
def test_no_number_is_small_and_none_small_is_left_out_of_a_whole(
    rows: Rows, scale: tuple[int, int], step: int
) -> None:
    whole = sum(people for _, people in rows)
    told = teller(whole * scale[0], whole * scale[1], step)
    if scale[0] < scale[1] or (table := shown(tree(whole, rows), SMALLEST, told)) is None:
        assert whole < SMALLEST or scale[0] < scale[1]
        return
    for cell in wholes(table):
        assert cell.people >= SMALLEST
        for number in (lambda people: people, told):
            rest = number(cell.people) - sum(number(part.people) for part in cell.parts)
            assert rest == 0 or rest >= SMALLEST or not cell.parts


@given(tables())
def test_a_cell_that_is_not_shown_could_be_anything(rows: Rows) -> None:
    """Two tables that agree in all that is shown differ in each small cell that is not."""
    whole = sum(people for _, people in rows)
    table = tree(whole, rows)
    seen = shown(table, SMALLEST, lambda people: people)
    pairs = [(table, seen)] if seen else []
    while pairs:
        cell, visible = pairs.pop()
        by_value = {part.value: part for part in visible.parts}
        hidden = [part.people for part in cell.parts if part.value not in by_value]
        assert not hidden or sum(hidden) >= SMALLEST
        assert len(hidden) != 1 or hidden[0] >= SMALLEST
        pairs += [(part, by_value[part.value]) for part in cell.parts if part.value in by_value]


def test_one_small_city_takes_the_smallest_other_one_with_it() -> None:
    cities = [("hz", 50), ("nb", 20), ("wz", 12), ("jx", 3)]
    table = tree(85, [([{"value": "zj"}, {"value": city}], people) for city, people in cities])
    seen = shown(table, SMALLEST, lambda people: people)
    assert seen is not None
    assert [part.value for part in seen.parts[0].parts] == ["hz", "nb"]


def test_what_is_not_known_is_a_cell_like_any_other() -> None:
    rows: list[tuple[list[dict[str, str | None]], int]] = [([{"value": "a"}], 30), ([{"value": None}], 4)]
    seen = shown(tree(34, rows), SMALLEST, lambda people: people)
    assert seen is not None
    assert seen.parts == ()


def test_a_whole_that_is_small_is_not_shown() -> None:
    assert shown(Cell(None, 9, {}), SMALLEST, lambda people: people) is None
