"""The reader of .cypher files: what it takes, what it refuses and with which words."""

from __future__ import annotations

import pytest

from graph_service.graph.statements import (
    Fragment,
    StatementFileInvalid,
    expand_fragments,
    in_one_map,
    load_statements,
    parse_fragment,
    parse_statement,
    used_parameters,
)

GOOD = """// name: person
// purpose: One person,
//   on two lines.
// mode: read
// params:
//   id: string   who
//     exactly
// returns: at most one row
//   name: string   what they are called
MATCH (n:Alumnus {id: $id}) // $not_this
RETURN n.name AS name, '$nor_this' AS other
LIMIT 1
"""


def test_a_statement_has_what_its_header_declares() -> None:
    read = parse_statement("room", "person.cypher", GOOD, {})
    assert (read.room, read.name, read.mode) == ("room", "person", "read")
    assert read.purpose == "One person, on two lines."
    assert [tuple(param) for param in read.params] == [("id", "string", "who exactly")]
    assert [column.name for column in read.returns] == ["name"]
    assert "{id: $p.id}" in read.wire
    assert "'$nor_this'" in read.wire


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("name: person", "name: human"), "has to be the file's stem"),
        (("mode: read", "mode: peek"), "has to be one of read, write"),
        (("// purpose: One person,\n//   on two lines.\n", ""), "`// purpose:` is missing"),
        (("//   id: string   who\n//     exactly\n", ""), "uses \\$id without declaring"),
        (("{id: $id}", ""), "declares id and never uses it"),
        (("// mode: read", "//mode read"), "cypher/room/person.cypher:4"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_with_its_place(change: tuple[str, str], said: str) -> None:
    with pytest.raises(StatementFileInvalid, match=said):
        parse_statement("room", "person.cypher", GOOD.replace(*change), {})


def test_a_fragment_takes_the_names_of_its_caller() -> None:
    fragment = parse_fragment(
        "sees.cypher",
        "// fragment: sees(viewer, person)\n// purpose: x\n(person = viewer // same\nOR NOT person:Hidden "
        "AND EXISTS { (viewer)-[:KNOWS]-(person) } AND x.person = 'person')\n",
    )
    expanded = expand_fragments("WHERE sees(me, other)", {"sees": fragment})
    assert "other = me" in expanded
    assert "NOT other:Hidden" in expanded
    assert "(me)-[:KNOWS]-(other)" in expanded
    assert "x.person = 'person'" in expanded
    assert "//" not in expanded


def test_a_fragment_may_use_another() -> None:
    inner = Fragment("inner", ("n",), "", (), "n:Hidden")
    outer = Fragment("outer", ("m",), "", (), "NOT inner(m)")
    assert expand_fragments("outer(x)", {"inner": inner, "outer": outer}) == "NOT x:Hidden"


def test_a_fragment_in_a_comment_stays_as_it_is() -> None:
    fragment = Fragment("inner", ("n",), "", (), "n:Hidden")
    assert expand_fragments("// inner(n)", {"inner": fragment}) == "// inner(n)"


def test_a_fragment_called_with_another_number_of_names_is_refused() -> None:
    fragment = Fragment("inner", ("n",), "", (), "n:Hidden")
    with pytest.raises(StatementFileInvalid, match=r"takes \(n\)"):
        expand_fragments("inner(a, b)", {"inner": fragment})


def test_a_fragment_file_has_to_begin_with_its_name() -> None:
    with pytest.raises(StatementFileInvalid, match="has to begin with"):
        parse_fragment("a.cypher", "// fragment: b(x)\nx")


def test_a_fragment_without_arguments_keeps_its_text() -> None:
    fragment = parse_fragment("now.cypher", "// fragment: now()\ndate()")
    assert expand_fragments("RETURN now()", {"now": fragment}) == "RETURN date()"


def test_parameters_in_strings_comments_and_quoted_names_do_not_count() -> None:
    text = "MATCH (a {id: $id}) // $no\nWHERE a.x = '$no' AND a.`$no` = \"$no\" /* $no */ RETURN $limit"
    assert used_parameters(text) == {"id", "limit"}
    assert in_one_map(text).count("$p.") == 2


def test_every_file_of_the_project_is_read() -> None:
    assert ("graph", "applied_migrations") in load_statements()
