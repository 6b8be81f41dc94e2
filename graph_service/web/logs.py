"""Log lines: JSON by default, each with its time, level, event and request id, never with a person's data."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor

# Without local variables and messages: they hold what people asked and who they are. Where it happened says enough.
_TRACEBACKS = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def without_messages(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The event with the kinds and places of its exceptions, and not their words.

    >>> without_messages(None, "error", {"exception": [{"exc_type": "ValueError", "exc_value": "Li's phone"}]})
    {'exception': [{'exc_type': 'ValueError'}]}
    """
    if "exception" in event:
        event["exception"] = [
            {name: value for name, value in one.items() if name not in ("exc_value", "exc_notes", "exceptions")}
            for one in event["exception"]
        ]
    return event


def configure_logs(level: str, log_format: str) -> None:
    """Sends every log line of the process to standard error in one format."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    if log_format == "json":
        rendering: list[Processor] = [_TRACEBACKS, without_messages, structlog.processors.JSONRenderer()]
    else:
        rendering = [structlog.dev.ConsoleRenderer(colors=False)]
    structlog.configure(
        processors=[*shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # uvicorn writes a line for each request with its full address, which holds what people search for.
    logging.getLogger("uvicorn.access").disabled = True
