"""The network as every measure gets it: people as numbers, edges as arrays, attributes as columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Network:
    """An undirected graph without loops or parallel edges.

    `edges` has the shape (m, 2): positions of both ends in `ids`, the smaller first, in ascending order, each edge
    once. `weights` (m,) are positive, None means all are 1. `months` (m,) are months of the year 0 (year * 12 +
    month - 1) at which an edge began, -1 where nobody knows; None means nobody knows any. `attributes` has one row for
    each of `ids`, in their order; a missing value is null. `origin` says where the network came from, for the report.
    """

    ids: tuple[str, ...]
    edges: NDArray[np.int64]
    weights: NDArray[np.float64] | None = None
    months: NDArray[np.int32] | None = None
    attributes: pl.DataFrame = field(default_factory=pl.DataFrame)
    origin: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def order(self) -> int:
        """The number of nodes."""
        return len(self.ids)

    @property
    def size(self) -> int:
        """The number of edges."""
        return len(self.edges)

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """How many neighbours each node has; shape (n,)."""
        return np.bincount(self.edges.ravel(), minlength=self.order).astype(np.int64)

    @cached_property
    def adjacency(self) -> csr_array:
        """The symmetric adjacency matrix of ones as int8, shape (n, n), sorted indices, zero diagonal.

        Products of it overflow: convert it first, as in `adjacency.astype(np.int64)`.
        """
        ends = np.concatenate([self.edges, self.edges[:, ::-1]]).astype(np.int32)
        ones = np.ones(len(ends), dtype=np.int8)
        matrix = csr_array((ones, (ends[:, 0], ends[:, 1])), shape=(self.order, self.order))
        matrix.sort_indices()
        return matrix

    @cached_property
    def fast(self) -> Any:
        """The same as an unweighted `networkit.Graph`, nodes by position: for what NetworkX takes minutes for."""
        from graph_service.analysis.accelerated import networkit_graph

        return networkit_graph(self.order, self.edges)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of ids, edges, weights, months and attributes: equal for equal networks, in any process."""
        seen = hashlib.sha256("\n".join(self.ids).encode())
        for array in (self.edges, self.weights, self.months):
            seen.update(b"-" if array is None else np.ascontiguousarray(array).tobytes())
        for name in sorted(self.attributes.columns):
            seen.update(f"\n{name}\n".encode())
            seen.update("\n".join(map(repr, self.attributes[name].to_list())).encode())
        return seen.hexdigest()

    def to_networkx(self) -> nx.Graph[str]:
        """The same as a `networkx.Graph`, nodes by id.

        Nodes have their attributes, missing ones left out; edges have `weight` and `since_month` where these are known.
        """
        import networkx as nx

        graph: nx.Graph[str] = nx.Graph(**dict(self.origin))
        nothing: dict[str, Any] = {}
        rows = self.attributes.iter_rows(named=True) if self.attributes.width else repeat(nothing, self.order)
        graph.add_nodes_from(
            (person, {name: value for name, value in row.items() if value is not None})
            for person, row in zip(self.ids, rows, strict=True)
        )
        weights = None if self.weights is None else self.weights.tolist()
        months = None if self.months is None else self.months.tolist()
        ends: list[list[int]] = self.edges.tolist()
        for place, (first, second) in enumerate(ends):
            facts: dict[str, float | int] = {}
            if weights is not None:
                facts["weight"] = weights[place]
            if months is not None and months[place] >= 0:
                facts["since_month"] = months[place]
            graph.add_edge(self.ids[first], self.ids[second], **facts)
        return graph

    def part(self, chosen: NDArray[np.bool_]) -> Network:
        """The network of the chosen nodes (a mask of shape (n,)) and the edges among them."""
        places = np.cumsum(chosen) - 1
        kept = chosen[self.edges[:, 0]] & chosen[self.edges[:, 1]] if self.size else np.zeros(0, dtype=bool)
        return Network(
            ids=tuple(person for person, is_chosen in zip(self.ids, chosen.tolist(), strict=True) if is_chosen),
            edges=places[self.edges[kept]],
            weights=None if self.weights is None else self.weights[kept],
            months=None if self.months is None else self.months[kept],
            attributes=self.attributes.filter(pl.Series(chosen)) if self.attributes.width else self.attributes,
            origin=self.origin,
        )
