"""Pages by cursor: the position after the last entry, not a count, so that nothing shifts while data changes.

A cursor holds the sort values of the last entry shown and a digest of the question, so that it cannot be used with
another one. It holds nothing that the page did not show.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar, cast

from fastapi import Query
from pydantic import BaseModel, Field

from graph_service.web.problems import InvalidCursor

T = TypeVar("T")
Scalar = str | int | float | bool | None

MAX_PAGE = 100
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="Entries on one page.", examples=[20])]
Cursor = Annotated[
    str | None, Query(max_length=1000, description="Where the page begins: `next_cursor` of the page before.")
]


class Page(BaseModel, Generic[T]):
    """One page of a longer answer."""

    items: list[T]
    next_cursor: str | None = Field(None, description="Send it as `cursor` for the next page; null on the last one.")


def question_digest(question: Mapping[str, Any]) -> str:
    """A short digest of what was asked, the page itself left out."""
    canonical = json.dumps(question, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2s(canonical.encode(), digest_size=6).hexdigest()


def encode_cursor(position: Sequence[Scalar], digest: str) -> str:
    """The cursor for that position in the answer to that question.

    >>> decode_cursor(encode_cursor([2, "x"], "d1"), "d1")
    [2, 'x']
    """
    packed = json.dumps([digest, *position], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, digest: str, types: Sequence[type] | None = None) -> list[Scalar]:
    """The position that a cursor stands for, checked against the types its values have to have.

    Raises InvalidCursor for anything that this question did not give out.
    """
    try:
        unpacked = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as damaged:
        raise InvalidCursor from damaged
    if not isinstance(unpacked, list) or not unpacked or unpacked[0] != digest:
        raise InvalidCursor
    position = cast("list[Scalar]", unpacked[1:])
    if types is not None and [type(value) for value in position] != list(types):
        raise InvalidCursor
    if not all(_storable(value) for value in position):
        raise InvalidCursor
    return position


def _storable(value: Scalar) -> bool:
    """Whether the database has such a value: an integer of 64 bits, a text that is one."""
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


def moment_position(cursor: str | None, digest: str) -> tuple[str | None, str | None]:
    """The moment and the id after which a page by time begins; None for the first page. Raises InvalidCursor."""
    if cursor is None:
        return None, None
    after_at, after_id = map(str, decode_cursor(cursor, digest, (str, str)))
    try:
        datetime.fromisoformat(after_at)
    except ValueError as made_up:
        raise InvalidCursor from made_up
    return after_at, after_id


def cursor_after_moment(moments: Sequence[tuple[str, str]], limit: int, digest: str) -> str | None:
    """The cursor after a page by time, from moments and ids of which one more was read; None after the last page."""
    return encode_cursor(moments[limit - 1], digest) if len(moments) > limit else None
