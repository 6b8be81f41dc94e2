"""The table of fields: deny by default."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.access.fields import FIELDS, Audience, Relation, fields_for, relation_of, seen_by, shown

AUDIENCES = [None, "nobody", "connections", "staff"]
CONTACT = {"email", "phone", "wechat"}

relations = st.sampled_from(Relation)
audiences = st.sampled_from(AUDIENCES)


@given(st.dictionaries(st.text(), st.integers()), relations, audiences)
def test_a_field_that_the_table_does_not_know_is_shown_to_nobody(record, relation, audience) -> None:
    assert set(shown({**record, "password_hash": 1, "search": 2}, relation, audience)) <= set(FIELDS)


@given(relations, audiences)
def test_what_is_shown_is_exactly_what_the_table_admits(relation, audience) -> None:
    record = dict.fromkeys(FIELDS, "value")
    kept = {field for field, value in shown(record, relation, audience).items() if value is not None}
    assert kept == fields_for(relation, audience)


@pytest.mark.parametrize(
    ("relation", "audience", "sees"),
    [
        (Relation.SELF, "nobody", True),
        (Relation.STAFF, "nobody", False),
        (Relation.STAFF, None, True),
        (Relation.STAFF, "staff", True),
        (Relation.STAFF, "connections", True),
        (Relation.CONNECTION, "connections", True),
        (Relation.CONNECTION, "staff", False),
        (Relation.CONNECTION, None, False),
        (Relation.MEMBER, "connections", False),
        (Relation.MEMBER, None, False),
    ],
)
def test_contact_follows_its_audience(relation, audience, sees) -> None:
    assert (fields_for(relation, audience) >= CONTACT) is sees
    assert sees or not fields_for(relation, audience) & CONTACT


@pytest.mark.parametrize("field", ["key", "source", "as_of", "bridge", "mentor", "research", "listed", "updated_at"])
def test_answers_and_provenance_are_for_staff_and_oneself(field) -> None:
    assert FIELDS[field] is Audience.STAFF
    seen = {relation for relation in Relation if field in fields_for(relation, "connections")}
    assert seen == {Relation.SELF, Relation.STAFF}


def test_blocks_are_for_oneself_alone() -> None:
    assert {relation for relation in Relation if "blocks" in fields_for(relation, None)} == {Relation.SELF}


@given(relations, audiences)
def test_a_member_never_sees_more_than_a_connection_nor_a_connection_more_than_the_person(relation, audience) -> None:
    member, connection = fields_for(Relation.MEMBER, audience), fields_for(Relation.CONNECTION, audience)
    assert member <= connection <= fields_for(Relation.SELF, audience)
    assert fields_for(relation, audience) <= fields_for(Relation.SELF, audience) == set(FIELDS)


@given(st.sampled_from(sorted(FIELDS)), st.sampled_from(["members", "connections", "nobody"]), audiences)
def test_whom_a_person_is_told_of_is_who_sees_the_field(field, listed, audience) -> None:
    circle = seen_by(field, listed, audience)
    relation = {
        "members": Relation.MEMBER,
        "connections": Relation.CONNECTION,
        "staff": Relation.STAFF,
        "me": Relation.SELF,
    }[circle]
    assert field in fields_for(relation, audience)
    found_by = {"members": 0, "connections": 1, "nobody": 2}[listed]
    wider = [Relation.MEMBER, Relation.CONNECTION, Relation.STAFF, Relation.SELF]
    for narrower in wider[found_by : wider.index(relation)]:
        assert field not in fields_for(narrower, audience)


def test_a_relation_is_the_one_that_sees_most() -> None:
    assert relation_of(is_self=True, sees_all=True, knows=True) is Relation.SELF
    assert relation_of(is_self=False, sees_all=True, knows=True) is Relation.STAFF
    assert relation_of(is_self=False, sees_all=False, knows=True) is Relation.CONNECTION
    assert relation_of(is_self=False, sees_all=False, knows=False) is Relation.MEMBER


def test_the_table_in_the_documentation_is_this_table(repository: Path) -> None:
    page = (repository / "docs" / "privacy.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    told = {row[1].strip().strip("`"): row[2].strip() for row in rows}
    assert told == {field: audience.value for field, audience in FIELDS.items()}
