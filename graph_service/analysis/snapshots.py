"""Networks of the database, and networks in files: each with what it takes to know it again.

A snapshot is a folder of `nodes.parquet` and `edges.parquet`. Both carry the network's digest and its origin in their
metadata: the projection, the month, the day it was read on, and how many people were left out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from graph_service.analysis.errors import AnalysisRefused, FileRefused, OptionRefused
from graph_service.analysis.extract import read_facts
from graph_service.analysis.facts import Facts
from graph_service.analysis.network import Network
from graph_service.analysis.projections import LARGEST, check_projection, network_of
from graph_service.directory.dates import NotAPartialDate, months_of
from graph_service.graph import OpenGraph

METADATA_KEY = "graph-service"
SNAPSHOT_FORMAT = 1
NODES, EDGES = "nodes.parquet", "edges.parquet"


class NobodyAgreed(AnalysisRefused):
    """Nobody in the database agreed to be in research."""

    remedy = "Ask people (`PATCH /v1/me`, or the column `research` of an import): only those who say yes are in."

    def __init__(self, alumni: int) -> None:
        super().__init__(f"None of {alumni:,} alumni agreed to be in research, so there is no network to look at.")


def network_from_database(
    open_graph: OpenGraph,
    data: Path | None,
    *,
    as_of: str | None = None,
    projection: str = "knows",
    largest: int = LARGEST,
    allow_drift: bool = False,
    say: Callable[[str], None] = lambda text: None,
    tick: Callable[[float], None] = lambda share: None,
) -> Network:
    """The network of everybody who agreed to be in research, as of a month or as it is now.

    Raises NobodyAgreed, NetworkInMotion, OptionRefused, ProjectionTooLarge, GraphError.
    """
    month_of(as_of)
    check_projection(projection)
    facts = asyncio.run(_read(open_graph, data, allow_drift, tick))
    say(
        f"{facts.counted['agreed']:,} of {facts.counted['alumni']:,} alumni agreed to be in research; "
        f"{facts.counted['declined']:,} declined, {facts.counted['never_answered']:,} never answered."
    )
    return network_at(facts, as_of=as_of, projection=projection, largest=largest)


async def _read(open_graph: OpenGraph, data: Path | None, allow_drift: bool, tick: Callable[[float], None]) -> Facts:
    async with open_graph(data) as graph:
        return await read_facts(graph, allow_drift=allow_drift, tick=tick)


def network_at(facts: Facts, *, as_of: str | None = None, projection: str = "knows", largest: int = LARGEST) -> Network:
    """The network of that projection at the end of that month or year, with an origin that tells where it is from.

    Raises NobodyAgreed, OptionRefused, ProjectionTooLarge.
    """
    if not facts.ids:
        raise NobodyAgreed(facts.counted.get("alumni", 0))
    network = network_of(facts, projection, month_of(as_of), largest=largest)
    counts = {f"people_{name}": count for name, count in facts.counted.items() if name != "connections_left_out"}
    origin = {
        "kind": "database",
        "projection": projection,
        "as_of": as_of,
        "read_on": facts.read_on,
        "consistency": facts.consistency,
        **counts,
        "connections_left_out": facts.counted.get("connections_left_out", 0),
        **network.origin,
    }
    return replace(network, origin={**origin, "hash": network.digest})


def month_of(as_of: str | None) -> int | None:
    """The last month that the date means; None for no date. Raises OptionRefused.

    >>> month_of("2015-06"), month_of("2015"), month_of(None)
    (24185, 24191, None)
    """
    if as_of is None:
        return None
    try:
        return months_of(as_of)[1]
    except NotAPartialDate as wrong:
        raise OptionRefused(
            f"--as-of {as_of!r} is no date.", "Write a year, a month or a day: 2015, 2015-06, 2015-06-30."
        ) from wrong


def write_snapshot(network: Network, folder: Path) -> None:
    """Writes the network into a folder that is there, nodes and edges by their ids."""
    metadata = {METADATA_KEY: json.dumps(_about(network), ensure_ascii=False, sort_keys=True)}
    nodes = pl.DataFrame({"node": pl.Series(network.ids, dtype=pl.String)}).hstack(network.attributes)
    nodes.write_parquet(folder / NODES, metadata=metadata)
    edge_table(network).write_parquet(folder / EDGES, metadata=metadata)


def edge_table(network: Network) -> pl.DataFrame:
    """One row for each edge: the ids of both ends, and its weight and month if there are any."""
    names = pl.Series(network.ids, dtype=pl.String)
    ends = {"one": names.gather(network.edges[:, 0]), "other": names.gather(network.edges[:, 1])}
    table = pl.DataFrame(ends)
    if network.weights is not None:
        table = table.with_columns(pl.Series("weight", network.weights))
    if network.months is not None:
        months = pl.Series("since_month", network.months).cast(pl.Int32)
        table = table.with_columns(months.set(months < 0, None))
    return table


def _about(network: Network) -> dict[str, Any]:
    return {"format": SNAPSHOT_FORMAT, "digest": network.digest, "origin": dict(network.origin)}


def read_snapshot(folder: Path) -> Network:
    """The network of a folder that `write_snapshot` wrote. Raises FileRefused when it is not what its digest says."""
    path = folder / NODES
    remedy = "Write the snapshot again; its files belong together and are not meant to be changed."
    if not path.is_file() or not (folder / EDGES).is_file():
        raise FileRefused(path, None, f"there is no snapshot: {NODES} and {EDGES}.", remedy)
    about = json.loads(pl.read_parquet_metadata(path).get(METADATA_KEY, "{}"))
    nodes, edges = pl.read_parquet(path), pl.read_parquet(folder / EDGES)
    network = _network_of(nodes, edges, about.get("origin", {}))
    if about.get("format") != SNAPSHOT_FORMAT or network.digest != about.get("digest"):
        raise FileRefused(path, None, "the network is not the one that its digest is of.", remedy)
    return network


def _network_of(nodes: pl.DataFrame, edges: pl.DataFrame, origin: dict[str, Any]) -> Network:
    ids = nodes["node"]
    places = pl.DataFrame({"node": ids, "at": pl.Series(np.arange(len(ids)), dtype=pl.Int64)})
    ends = [
        edges.select(end).join(places, left_on=end, right_on="node", how="left", maintain_order="left")["at"]
        for end in ("one", "other")
    ]
    return Network(
        ids=tuple(ids.to_list()),
        edges=np.column_stack([end.to_numpy() for end in ends]).astype(np.int64),
        weights=edges["weight"].to_numpy() if "weight" in edges.columns else None,
        months=edges["since_month"].fill_null(-1).to_numpy() if "since_month" in edges.columns else None,
        attributes=nodes.drop("node"),
        origin=origin,
    )
