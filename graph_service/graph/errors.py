"""What the database can do to us.

GraphError
├── GraphUnavailable      away, not yet there, or lost on the way
├── StatementTimedOut     the statement's own time limit ended it
├── GraphRefused          wrong user or password, or no right to do this
├── SchemaMissing         an index or a constraint that the statement needs is not there
├── ConstraintViolated    another node has this value already
├── GraphFull             no room left on the database's disk or in its memory
└── StatementFailed       anything else: a fault of ours
"""

from __future__ import annotations

from neo4j import exceptions as neo4j


class GraphError(Exception):
    """The database did not do what it was asked. `code` is the database's own name for what happened.

    Its text may quote values of the graph: it is for an operator's terminal, never for a log or a client.
    """

    def __init__(self, message: str = "", code: str = "") -> None:
        super().__init__(message)
        self.code = code


class GraphUnavailable(GraphError):
    """The database is away; it may come back."""


class StatementTimedOut(GraphError):
    """The database ended the statement at its time limit."""


class GraphRefused(GraphError):
    """The database does not accept the user, the password, or what was asked with them."""


class SchemaMissing(GraphError):
    """An index, constraint or database that the statement needs does not exist."""


class ConstraintViolated(GraphError):
    """A uniqueness constraint holds the value already."""


class GraphFull(GraphError):
    """The database has no disk space or memory left for this."""


class StatementFailed(GraphError):
    """The database could not run the statement: a fault of this service."""


_BY_CODE: tuple[tuple[str, type[GraphError]], ...] = (
    ("Neo.ClientError.Transaction.TransactionTimedOut", StatementTimedOut),
    ("Neo.TransientError.Transaction.LockAcquisitionTimeout", StatementTimedOut),
    ("Neo.ClientError.Transaction.LockClientStopped", StatementTimedOut),  # its time was over while it waited
    ("Neo.ClientError.Schema.ConstraintValidationFailed", ConstraintViolated),
    ("Neo.ClientError.Schema.", SchemaMissing),
    ("Neo.ClientError.Procedure.ProcedureCallFailed", SchemaMissing),
    ("Neo.ClientError.Database.DatabaseNotFound", SchemaMissing),
    ("Neo.ClientError.Security.", GraphRefused),
    ("Neo.TransientError.General.OutOfMemoryError", GraphFull),
    ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", GraphFull),
    ("Neo.TransientError.General.TransactionMemoryLimit", GraphFull),
    ("Neo.DatabaseError.Transaction.TransactionLogError", GraphFull),
    ("Neo.DatabaseError.General.OutOfDisk", GraphFull),
    ("Neo.TransientError.", GraphUnavailable),
)


def translated(error: neo4j.Neo4jError | neo4j.DriverError) -> GraphError:
    """The error of this service that says what the driver's error means."""
    if isinstance(error, neo4j.DriverError):
        refused = isinstance(error, neo4j.ConfigurationError)
        return (GraphRefused if refused else GraphUnavailable)(str(error), type(error).__name__)
    code = error.code or ""
    text = f"{error.message or error} ({code})" if code else str(error)
    if "No space left on device" in text:
        return GraphFull(text, code)
    for prefix, kind in _BY_CODE:
        if code.startswith(prefix):
            return kind(text, code)
    return StatementFailed(text, code)
