"""Small helps that tests of several rooms share: set-up Cypher, and ids that can be read."""

from __future__ import annotations

import uuid

from graph_service.graph import Statement
from graph_service.graph.statements import Mode, Parameter, in_one_map, trusted, used_parameters

_NAMESPACE = uuid.UUID("6f1c1a52-7b54-4d39-9d5f-2b6f0a4f1e11")


def statement(text: str, mode: Mode = "write") -> Statement:
    """Set-up Cypher of a test as a statement that a graph runs; its parameters are those of its text."""
    params = tuple(Parameter(name, "any", "") for name in sorted(used_parameters(text)))
    wire = trusted(in_one_map(text))
    return Statement("tests", "inline", "set-up of a test", mode, params, (), text, trusted(text), wire)


def stable_id(name: str) -> str:
    """A random-looking UUID that is always the same for one name.

    >>> stable_id("anna") == stable_id("anna") != stable_id("ben")
    True
    """
    return str(uuid.uuid5(_NAMESPACE, name))
