"""The one door to Neo4j: statements from .cypher files in managed transactions; nothing else imports the driver."""

from __future__ import annotations

from graph_service.graph import _lean as _lean  # before the driver
from graph_service.graph.driver import Neo4jGraph, open_graph
from graph_service.graph.errors import (
    ConstraintViolated,
    GraphError,
    GraphFull,
    GraphRefused,
    GraphUnavailable,
    SchemaMissing,
    StatementTimedOut,
)
from graph_service.graph.heartbeat import beating
from graph_service.graph.migrations import apply_migrations, form_of_data_now
from graph_service.graph.protocol import Graph, OpenGraph, Plan, Row, Runner, rows_as
from graph_service.graph.statements import (
    Parameter,
    Statement,
    load_statements,
    room_statements,
)

__all__ = [
    "ConstraintViolated",
    "Graph",
    "GraphError",
    "GraphFull",
    "GraphRefused",
    "GraphUnavailable",
    "Neo4jGraph",
    "OpenGraph",
    "Parameter",
    "Plan",
    "Row",
    "Runner",
    "SchemaMissing",
    "Statement",
    "StatementTimedOut",
    "apply_migrations",
    "beating",
    "form_of_data_now",
    "load_statements",
    "open_graph",
    "room_statements",
    "rows_as",
]
