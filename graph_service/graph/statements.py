"""Reads the .cypher files: each a header that declares the statement, and its text.

A statement declares its name (its file's stem), purpose, mode, parameters and columns, and what it declares is checked
against its text here. Fragments (cypher/fragments/) are Cypher that several statements share. They are written as a
call, `visible(viewer, person)`, and the call is replaced with the fragment's text before the statement is run.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, LiteralString, NamedTuple, cast

Mode = Literal["read", "write", "auto", "schema"]
MODES: tuple[Mode, ...] = ("read", "write", "auto", "schema")

_TEXT_OR_PARAMETER = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|\$(\w+)""", re.DOTALL
)


class StatementFileInvalid(ValueError):
    """A .cypher file does not say what it must; the message names the file and the line."""


class Parameter(NamedTuple):
    """One declared parameter or column: its name, its type in words, and what it is."""

    name: str
    type: str
    about: str


class Statement(NamedTuple):
    """One statement, ready to run.

    `mode` is `read`, `write`, `auto` (writes in transactions of its own: CALL … IN TRANSACTIONS) or `schema`.
    `source` is the text as the file has it, `text` the same with its fragments in place, and `wire` the same again with
    all parameters in one map: Neo4j plans a statement anew for every combination of parameter types (null, text, short
    and long lists are different ones), which costs 0.2–0.5 s each; with one map there is one plan.
    """

    room: str
    name: str
    purpose: str
    mode: Mode
    params: tuple[Parameter, ...]
    returns: tuple[Parameter, ...]
    source: str
    text: LiteralString
    wire: LiteralString

    @property
    def param_names(self) -> frozenset[str]:
        """The names of all parameters."""
        return frozenset(parameter.name for parameter in self.params)


class Fragment(NamedTuple):
    """Cypher that statements share, with the variables it is written for."""

    name: str
    arguments: tuple[str, ...]
    purpose: str
    params: tuple[Parameter, ...]
    body: str


class _Header(NamedTuple):
    fields: dict[str, str]
    params: tuple[Parameter, ...]
    returns: tuple[Parameter, ...]
    body: str


def cypher_folder() -> Traversable:
    """The folder of .cypher files: inside the installed package, or beside it in a checkout."""
    installed = files("graph_service") / "_cypher"
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parents[2] / "cypher"


@cache
def load_statements() -> Mapping[tuple[str, str], Statement]:
    """Every statement by (room, name). Raises StatementFileInvalid at the first file that is not right."""
    fragments = _load_fragments()
    statements: dict[tuple[str, str], Statement] = {}
    for room, file in _cypher_files():
        if room not in ("fragments", "schema"):
            statement = parse_statement(room, file.name, file.read_text("utf-8"), fragments)
            statements[room, statement.name] = statement
    return statements


def room_statements(room: str) -> Mapping[str, Statement]:
    """The statements of one room by name."""
    return {name: statement for (of_room, name), statement in load_statements().items() if of_room == room}


@cache
def _load_fragments() -> Mapping[str, Fragment]:
    found = [
        parse_fragment(file.name, file.read_text("utf-8")) for room, file in _cypher_files() if room == "fragments"
    ]
    return {fragment.name: fragment for fragment in found}


def _cypher_files() -> Iterator[tuple[str, Traversable]]:
    for room in sorted(cypher_folder().iterdir(), key=lambda entry: entry.name):
        if room.is_dir():
            for file in sorted(room.iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".cypher"):
                    yield room.name, file


def parse_statement(room: str, file: str, content: str, fragments: Mapping[str, Fragment]) -> Statement:
    """One statement file, checked: its name is its stem, its mode is known, its parameters are those of its text."""
    where = f"cypher/{room}/{file}"
    header = _parse_header(where, content)
    name, mode = header.fields.get("name", ""), header.fields.get("mode", "")
    if name != file.removesuffix(".cypher"):
        raise StatementFileInvalid(f"{where}:1: the name is {name!r}; it has to be the file's stem")
    if not header.fields.get("purpose"):
        raise StatementFileInvalid(f"{where}: `// purpose:` is missing")
    if mode not in MODES:
        raise StatementFileInvalid(f"{where}: the mode is {mode!r}; it has to be one of {', '.join(MODES)}")
    text = expand_fragments(header.body, fragments)
    _check_parameters(where, header.params, text)
    purpose, params, returns = header.fields["purpose"], header.params, header.returns
    return Statement(room, name, purpose, mode, params, returns, header.body, trusted(text), trusted(in_one_map(text)))


def trusted(text: str) -> LiteralString:
    """A .cypher file's text as one that may be run. The one cast to LiteralString: all that is run comes from there."""
    return cast(LiteralString, text)


def in_one_map(text: str) -> str:
    """The text with every parameter taken from the map `$p`.

    >>> in_one_map("MATCH (a {id: $id}) WHERE a.note <> '$5' RETURN a")
    "MATCH (a {id: $p.id}) WHERE a.note <> '$5' RETURN a"
    """
    return _TEXT_OR_PARAMETER.sub(lambda match: f"$p.{match[1]}" if match[1] else match[0], text)


def parse_fragment(file: str, content: str) -> Fragment:
    """One fragment file: `// fragment: name(argument, …)`, and a body without comments."""
    where = f"cypher/fragments/{file}"
    header = _parse_header(where, content)
    match = re.fullmatch(r"(\w+)\(([\w\s,]*)\)", header.fields.get("fragment", ""))
    if match is None or match[1] != file.removesuffix(".cypher"):
        raise StatementFileInvalid(f"{where}:1: it has to begin with `// fragment: {file.removesuffix('.cypher')}(…)`")
    arguments = tuple(argument.strip() for argument in match[2].split(",") if argument.strip())
    lines = (re.sub(r"\s*//.*$", "", line) for line in header.body.splitlines())
    body = "\n".join(line for line in lines if line.strip())
    return Fragment(match[1], arguments, header.fields.get("purpose", ""), header.params, body)


def expand_fragments(text: str, fragments: Mapping[str, Fragment]) -> str:
    """The text with every call of a fragment replaced by that fragment, its variables renamed to the caller's.

    >>> knows = Fragment("knows", ("a", "b"), "", (), "EXISTS { (a)-[:KNOWS]-(b) }")
    >>> expand_fragments("WHERE knows(viewer, x)", {"knows": knows})
    'WHERE EXISTS { (viewer)-[:KNOWS]-(x) }'
    """
    if not fragments:
        return text
    call = re.compile(rf"(?<![\w.$:`])({'|'.join(map(re.escape, fragments))})\(([\w\s,]*)\)")

    def replaced(match: re.Match[str]) -> str:
        fragment = fragments[match[1]]
        given = [argument.strip() for argument in match[2].split(",") if argument.strip()]
        if len(given) != len(fragment.arguments):
            raise StatementFileInvalid(f"{match[0]}: the fragment takes ({', '.join(fragment.arguments)})")
        return expand_fragments(_renamed(fragment.body, dict(zip(fragment.arguments, given, strict=True))), fragments)

    return "\n".join(line if line.lstrip().startswith("//") else call.sub(replaced, line) for line in text.split("\n"))


def _renamed(body: str, names: Mapping[str, str]) -> str:
    if not names:
        return body
    variable = re.compile(rf"(?<![\w.$:`'])({'|'.join(map(re.escape, names))})(?![\w(:`'])")
    labelled = re.compile(rf"(?<![\w.$:`'])({'|'.join(map(re.escape, names))})(?=:)")
    return labelled.sub(lambda m: names[m[1]], variable.sub(lambda m: names[m[1]], body))


def used_parameters(text: str) -> frozenset[str]:
    """The parameters that a statement's text uses, comments and strings left out."""
    return frozenset(match[1] for match in _TEXT_OR_PARAMETER.finditer(text) if match[1])


def _check_parameters(where: str, declared: tuple[Parameter, ...], text: str) -> None:
    names, used = {parameter.name for parameter in declared}, used_parameters(text)
    if undeclared := sorted(used - names):
        raise StatementFileInvalid(f"{where}: uses ${', $'.join(undeclared)} without declaring it under `// params:`")
    if unused := sorted(names - used):
        raise StatementFileInvalid(f"{where}: declares {', '.join(unused)} and never uses it")


def _parse_header(where: str, content: str) -> _Header:
    fields: dict[str, str] = {}
    lists: dict[str, list[Parameter]] = {"params": [], "returns": []}
    current = ""
    lines = content.splitlines()
    header = list(itertools.takewhile(lambda line: line.startswith("//"), lines))
    for number, line in enumerate(header, 1):
        entry = line[2:]
        if match := re.match(r" (\w+):\s*(.*)$", entry):
            current, fields[match[1]] = match[1], match[2].strip()
        elif (match := re.match(r"   (\w+):\s*(.*)$", entry)) and current in lists:
            kind, _, about = match[2].partition("  ")
            lists[current].append(Parameter(match[1], kind.strip(), about.strip()))
        elif match := re.match(r"   \s*(\S.*)$", entry):
            _continue(fields, lists, current, match[1])
        elif entry.strip():
            raise StatementFileInvalid(f"{where}:{number}: the header line {line!r} is not `// field: text`")
    body = "\n".join(lines[len(header) :]).strip()
    return _Header(fields, tuple(lists["params"]), tuple(lists["returns"]), body)


def _continue(fields: dict[str, str], lists: dict[str, list[Parameter]], current: str, more: str) -> None:
    if entries := lists.get(current):
        last = entries[-1]
        entries[-1] = last._replace(about=f"{last.about} {more}")
    else:
        fields[current] = f"{fields.get(current, '')} {more}".strip()
