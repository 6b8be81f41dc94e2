"""The statements of cypher/directory as functions: one for each, typed as its header says."""

from __future__ import annotations

from graph_service.graph import room_statements

STATEMENTS = room_statements("directory")
HOT: tuple[str, ...] = ()
