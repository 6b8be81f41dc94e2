"""What routes ask for: the graph of this process and its settings.

They are coroutines because the framework runs plain functions in a thread, which costs more than they do.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from graph_service.graph import Graph
from graph_service.settings import Settings


async def graph_of(request: Request) -> Graph:
    """The graph that this process serves."""
    return request.app.state.graph


async def settings_of(request: Request) -> Settings:
    """The settings that this process runs with."""
    return request.app.state.settings


GraphDependency = Annotated[Graph, Depends(graph_of)]
SettingsDependency = Annotated[Settings, Depends(settings_of)]
