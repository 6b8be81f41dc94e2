"""What search reads of people: the same from columns, for a bulk import, as from one record after the other."""

from __future__ import annotations

from uuid import UUID

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph_service.directory.names import order_key_of, search_text
from graph_service.imports.search import NAMES, SearchTextsOfPeople
from graph_service.imports.sinks import order_keys
from graph_service.imports.stored import FROM, TO

EMPLOYERS = ("甲公司", "Acme Co.", "ACME CO", "甲公司", "—")
TEXTS = st.sampled_from(["韩小宁", "吕布", "lv bu", "lü bu", "Lü Bu", "Manager", "经理", "ＡＢＣ", "?!", "acme co"])
PEOPLE = st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.none() | TEXTS, st.none() | TEXTS), min_size=1, max_size=6)


@given(people=PEOPLE, data=st.data())
def test_columns_make_the_text_that_records_make(people: list[tuple[str, ...]], data: st.DataObject) -> None:
    numbers = st.integers(0, len(people) - 1)
    held = data.draw(st.lists(st.tuples(numbers, st.integers(0, len(EMPLOYERS) - 1), st.none() | TEXTS), max_size=12))
    jobs = pl.DataFrame(held, schema={FROM: pl.UInt32, TO: pl.UInt32, "title": pl.String}, orient="row")
    rows = pl.DataFrame(people, schema=dict.fromkeys(NAMES, pl.String), orient="row").with_row_index("number")
    made = SearchTextsOfPeople(jobs, pl.Series(EMPLOYERS)).of(rows).to_list()
    for number, names in enumerate(people):
        at = sorted({EMPLOYERS[employer] for person, employer, _ in held if person == number})
        titles = sorted({title for person, _, title in held if person == number and title is not None})
        assert made[number] == search_text(*names, employers=at, titles=titles)


def test_some_people_of_many_are_made_alone() -> None:
    jobs = pl.DataFrame({FROM: [0, 1, 2], TO: [0, 0, 1], "title": ["Manager", "经理", None]})
    named = [(1, "韩", None, None, None), (2, "吕", None, None, None)]
    people = pl.DataFrame(named, schema={"number": pl.UInt32, **dict.fromkeys(NAMES, pl.String)}, orient="row")
    assert SearchTextsOfPeople(jobs, pl.Series(EMPLOYERS)).of(people).to_list() == ["韩 甲公司 经理", "吕 acme co"]


@given(ids=st.lists(st.uuids()))
def test_order_keys_made_as_a_column_are_those_of_each_id(ids: list[UUID]) -> None:
    texts = [str(one) for one in ids]
    assert order_keys(pl.Series("id", texts, dtype=pl.String)).to_list() == [order_key_of(text) for text in texts]


def test_nobody_has_no_order_key() -> None:
    assert order_keys(pl.Series("id", [], dtype=pl.String)).to_list() == []
