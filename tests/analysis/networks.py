"""Networks to measure: from NetworkX graphs, with the nodes in their order."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import polars as pl

from graph_service.analysis.measure import Findings
from graph_service.analysis.network import Network


def network_of(
    graph: nx.Graph[Any], months: Sequence[int] | None = None, weight: str | None = None, **attributes: Sequence[Any]
) -> Network:
    """The graph as a network; months belong to its edges in ascending order, attributes to its nodes.

    `weight` names the attribute of the edges that weighs them.
    """
    places: dict[Hashable, int] = {node: place for place, node in enumerate(graph)}
    pairs = sorted(sorted((places[a], places[b])) for a, b in graph.edges)
    nodes = list(graph)
    weights = None if weight is None else [float(graph.edges[nodes[a], nodes[b]][weight]) for a, b in pairs]
    return Network(
        ids=tuple(str(node) for node in graph),
        edges=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        weights=None if weights is None else np.array(weights),
        months=None if months is None else np.array(months, dtype=np.int32),
        attributes=pl.DataFrame(attributes) if attributes else pl.DataFrame(),
    )


def values(findings: Findings) -> dict[str, Any]:
    """The numbers by name."""
    return {number.name: number.value for number in findings.numbers}
