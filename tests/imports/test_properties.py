"""Importing twice is importing once, the order of rows does not matter, the ledger balances: schools of chance."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.graph import Neo4jGraph
from tests.imports.schools import Rows, School, contents, imported, write_school
from tests.support import statement

EMPTY = statement("MATCH (n) WHERE NOT n:SchemaMigration AND NOT n:School DETACH DELETE n")
PEOPLE = [f"A{number}" for number in range(5)]
EMPLOYERS = ["甲公司", "甲 公司", "乙集团", "Acme Ltd", "acme limited", "", "—"]
DATES = ["", "2019", "2019-07", "2019-07-15", "2019年8月", "2019-99", "不详"]


def rows(identity: list[str], **columns: st.SearchStrategy[str]) -> st.SearchStrategy[Rows]:
    """Rows whose identity is there once, so that none contradicts another."""
    row = st.fixed_dictionaries(columns)
    return st.lists(row, max_size=5, unique_by=lambda r: tuple(r[name] for name in identity))


person = st.sampled_from(PEOPLE)
SCHOOLS: st.SearchStrategy[School] = st.fixed_dictionaries(
    {
        "alumni": rows(
            ["key"],
            key=st.sampled_from(["", *PEOPLE]),
            name=st.sampled_from(["韩小宁", "欧阳娜", "Jo", ""]),
            place=st.sampled_from(["", "福州", "厦门市", "Atlantis"]),
            listed=st.sampled_from(["", "nobody", "仅我的人脉", "?"]),
            about=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=6),
        ),
        "jobs": rows(
            ["alumnus"],
            alumnus=person,
            employer=st.sampled_from(EMPLOYERS),
            title=st.sampled_from(["", "经理"]),
            to=st.sampled_from(DATES),
            industry=st.sampled_from(["", "I65", "教育", "nothing"]),
        ),
        "connections": rows(["a"], a=person, b=st.just("A0"), since=st.sampled_from(DATES)),
        "skills": rows(["alumnus"], alumnus=person, skill=st.sampled_from(["Python", "ＰＹＴＨＯＮ", "会计"])),
    }
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(school=SCHOOLS, seed=st.integers(0, 9))
async def test_twice_is_once_in_any_order(database: Neo4jGraph, tmp_path: Path, school: School, seed: int) -> None:
    await database.run(EMPTY)
    first = await imported(database, write_school(tmp_path / "a", with_headings(school)))
    once = await contents(database)
    again = await imported(database, write_school(tmp_path / "a", with_headings(school)))
    assert await contents(database) == once
    assert all(entry.created == entry.updated == 0 for entry in again.ledger), again.text()
    await database.run(EMPTY)
    shuffled = {name: random.Random(seed).sample(list(table), len(table)) for name, table in school.items()}
    other = await imported(database, write_school(tmp_path / "b", with_headings(shuffled)))
    assert await contents(database) == once
    assert first.ledger == other.ledger


def with_headings(school: School) -> School:
    """A table without rows has a heading all the same; the row that gives it is blank."""
    headings = {"alumni": ("key", "name"), "jobs": ("alumnus", "employer"), "connections": ("a", "b")}
    blank = {name: dict.fromkeys(columns, "") for name, columns in {**headings, "skills": ("alumnus", "skill")}.items()}
    return {name: table or [blank[name]] for name, table in school.items()}
