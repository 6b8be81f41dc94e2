"""Whether the process lives and whether it can answer, for whoever restarts and routes."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from pydantic import BaseModel

from graph_service.graph import GraphError
from graph_service.web.dependencies import GraphDependency
from graph_service.web.problems import DatabaseAway, responses

READY_WITHIN_S = 3

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """That all is well."""

    status: str = "ok"


@router.get("/livez", summary="Is the process alive?")
async def live() -> Health:
    """Answers as long as the process can answer anything, whatever the database does."""
    return Health()


@router.get("/readyz", summary="Can it answer questions?", responses=responses(DatabaseAway))
async def ready(request: Request, graph: GraphDependency) -> Health:
    """Answers 200 when the database does and the schema is up to date, 503 otherwise."""
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            await graph.ping()
    except (GraphError, TimeoutError) as away:
        raise DatabaseAway from away
    if not request.app.state.prepared.is_set():
        raise DatabaseAway("The service is still preparing the database. Try again in a few seconds.")
    return Health()
