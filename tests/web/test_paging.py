"""Cursors come back as they went out, and nothing else gets in."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.web.paging import decode_cursor, encode_cursor, question_digest
from graph_service.web.problems import InvalidCursor

scalars = st.one_of(
    st.text(),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
)


@given(st.lists(scalars, max_size=4))
def test_a_cursor_comes_back_as_it_went_out(position: list[object]) -> None:
    digest = question_digest({"q": "x"})
    assert decode_cursor(encode_cursor(position, digest), digest) == position  # type: ignore[arg-type]
    assert decode_cursor(encode_cursor(position, digest), digest, [type(value) for value in position]) == position  # type: ignore[arg-type]


@given(st.text(max_size=40))
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor, "0123456789ab", (int,))


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "value",
    [
        ["other", 1],
        [],
        {"d": 1},
        "d",
        1,
        None,
        ["d", "1"],
        ["d", True],
        ["d", 1, 2],
        ["d", 2**63],
        ["d", [1]],
        ["d", None],
    ],
)
def test_a_cursor_of_another_question_or_shape_is_refused(value: object) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(packed(value), "d", (int,))


def test_a_text_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(packed(["d", "\ud800"]), "d", (str,))


def test_a_question_is_the_same_in_any_order_and_another_with_any_other_value() -> None:
    assert question_digest({"a": 1, "b": "韩"}) == question_digest({"b": "韩", "a": 1})
    assert question_digest({"a": 1}) != question_digest({"a": "1"})
