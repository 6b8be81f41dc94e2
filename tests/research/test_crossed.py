"""Crossed tables before an attacker who knows all sums and solves for what is hidden."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph_service.research.crossed import Place, cells_to_show

SMALLEST = 10


@st.composite
def tables(draw: st.DrawFn) -> dict[Place, int]:
    """Tables of up to five by five whose sums of rows and columns are not small."""
    shape = draw(st.tuples(st.integers(2, 5), st.integers(2, 5)))
    numbers = draw(
        st.lists(
            st.sampled_from([0, 0, 1, 3, 7, 9, 10, 12, 25, 60]),
            min_size=shape[0] * shape[1],
            max_size=shape[0] * shape[1],
        )
    )
    grid = np.array(numbers).reshape(shape)
    grid[grid.sum(axis=1) < SMALLEST, 0] += SMALLEST
    grid[0, grid.sum(axis=0) < SMALLEST] += SMALLEST
    return {(f"r{row}", f"c{column}"): int(grid[row, column]) for row in range(shape[0]) for column in range(shape[1])}


def between(people: dict[Place, int], shown: set[Place], wanted: Place) -> tuple[float, float]:
    """The least and the most that the attacker finds possible for a cell: two linear programs."""
    places = sorted(people)
    sums = [[float(place[axis] == name) for place in places]
            for axis in (0, 1) for name in sorted({place[axis] for place in places})]  # fmt: skip
    known = [[float(place == one) for place in places] for one in sorted(shown)]
    equal = np.array(sums + known)
    target = equal @ np.array([people[place] for place in places])
    goal = np.array([float(place == wanted) for place in places])
    least, most = (linprog(sign * goal, A_eq=equal, b_eq=target, method="highs") for sign in (1, -1))
    return float(least.fun), float(-most.fun)


@given(tables())
@hypothesis_settings(max_examples=80, deadline=None)
def test_an_attacker_cannot_tell_that_a_cell_is_small(people: dict[Place, int]) -> None:
    shown = cells_to_show(people, SMALLEST)
    assert all(people[place] >= SMALLEST for place in shown)
    if not shown:
        return
    for place, number in people.items():
        if 0 < number < SMALLEST:
            least, most = between(people, shown, place)
            assert most - number >= SMALLEST - 1e-6
            assert least <= number


@given(tables())
@hypothesis_settings(deadline=None)
def test_what_is_hidden_of_a_line_is_nobody_or_not_few(people: dict[Place, int]) -> None:
    shown = cells_to_show(people, SMALLEST)
    for axis in (0, 1):
        for name in {place[axis] for place in people}:
            hidden = sum(number for place, number in people.items() if place[axis] == name and place not in shown)
            assert hidden == 0 or hidden >= SMALLEST


def test_a_table_without_small_cells_is_shown_whole() -> None:
    people = {("a", "x"): 10, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40}
    assert cells_to_show(people, SMALLEST) == set(people)


def test_nobody_in_a_cell_hides_that_cell_alone() -> None:
    people = {("a", "x"): 10, ("a", "y"): 0, ("b", "x"): 30, ("b", "y"): 40}
    assert cells_to_show(people, SMALLEST) == set(people) - {("a", "y")}


def test_a_large_table_is_a_matter_of_moments() -> None:
    chance = np.random.default_rng(3)
    people = {(f"r{row}", f"c{column}"): int(chance.poisson(9)) for row in range(25) for column in range(25)}
    shown = cells_to_show(people, SMALLEST)
    assert shown
    assert all(people[place] >= SMALLEST for place in shown)


@pytest.mark.parametrize("small", range(1, 10))
def test_one_small_cell_takes_three_with_it(small: int) -> None:
    people = {("a", "x"): small, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40, ("c", "x"): 50, ("c", "y"): 60}
    assert cells_to_show(people, SMALLEST) == {("c", "x"), ("c", "y")}
