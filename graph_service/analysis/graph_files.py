"""A network as files for other programs: GraphML and GEXF for Gephi and NetworkX, CSV, JSON, Parquet.

Formats know text, whole numbers, numbers and truth values; everything else is flattened: a missing value is left out
(an empty cell in CSV), a list becomes its values with `; ` between them, a date its ISO text. Files are written as they
go, so that a million people need no tree of them in memory.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from graph_service.analysis.network import Network
from graph_service.analysis.snapshots import edge_table, write_snapshot
from graph_service.analysis.unfinished import plain

ROWS_AT_ONCE = 20_000
Write = Callable[[Network, Path], None]


def flattened(attributes: pl.DataFrame) -> pl.DataFrame:
    """The attributes as text, whole numbers, numbers and truth values.

    >>> flattened(pl.DataFrame({"skills": [["a", "b"], None]})).to_dicts()
    [{'skills': 'a; b'}, {'skills': None}]
    """
    return attributes.select(_flat(pl.col(name), kind).alias(name) for name, kind in attributes.schema.items())


def _flat(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.List | pl.Array):
        return column.cast(pl.List(pl.String)).list.join("; ", ignore_nulls=True)
    if kind.is_integer():
        return column.cast(pl.Int64)
    if kind.is_float() or kind.is_decimal():
        return column.cast(pl.Float64).fill_nan(None)
    if kind == pl.Boolean:
        return column
    return column.cast(pl.String)


def _kind(kind: pl.DataType) -> str:
    if kind == pl.Boolean:
        return "boolean"
    return "long" if kind.is_integer() else "double" if kind.is_float() else "string"


# What XML 1.0 has no way to write, however it is escaped: nearly all control characters, and halves of characters.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(value: Any) -> str:
    r"""The value as a text that XML can have.

    >>> _xml(True), _xml("a\x0bb")
    ('true', 'a\ufffdb')
    """
    return ("true" if value else "false") if isinstance(value, bool) else _NOT_IN_XML.sub("\ufffd", str(value))


def _origin(network: Network) -> dict[str, Any]:
    """What is said of the network, as single values."""
    return {
        str(name): json.dumps(plain(value), ensure_ascii=False)
        if isinstance(value, list | dict | tuple)
        else plain(value)
        for name, value in network.origin.items()
        if value is not None
    }


def _nodes(network: Network) -> Iterator[tuple[str, dict[str, Any]]]:
    """The id of each node and its attributes, missing ones left out."""
    attributes = flattened(network.attributes)
    nothing: dict[str, Any] = {}
    rows = attributes.iter_rows(named=True) if attributes.width else itertools.repeat(nothing, network.order)
    for name, row in zip(network.ids, rows, strict=True):
        yield name, {key: value for key, value in row.items() if value is not None}


def _edges(network: Network) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The ids of both ends of each edge and what is known of it."""
    for row in edge_table(network).iter_rows(named=True, buffer_size=ROWS_AT_ONCE):
        facts = {name: value for name, value in row.items() if value is not None and name not in ("one", "other")}
        yield row["one"], row["other"], facts


def _edge_kinds(network: Network) -> dict[str, str]:
    return {name: _kind(kind) for name, kind in edge_table(network).schema.items() if name not in ("one", "other")}


# --- GraphML --------------------------------------------------------------------------------------------------------
_GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'


def write_graphml(network: Network, folder: Path) -> None:
    """Writes `network.graphml` (GraphML, Brandes et al., GD 2001)."""
    with (folder / "network.graphml").open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + _GRAPHML)
        attributes = flattened(network.attributes)
        nodes = {name: (f"n{at}", _kind(kind)) for at, (name, kind) in enumerate(attributes.schema.items())}
        edges = {name: (f"e{at}", kind) for at, (name, kind) in enumerate(_edge_kinds(network).items())}
        origin = _origin(network)
        told = {name: (f"g{at}", _kind_of(value)) for at, (name, value) in enumerate(origin.items())}
        for domain, keys in (("graph", told), ("node", nodes), ("edge", edges)):
            for name, (key, kind) in keys.items():
                out.write(f'<key id="{key}" for="{domain}" attr.name={quoteattr(name)} attr.type="{kind}"/>\n')
        out.write('<graph edgedefault="undirected">\n')
        out.write(_data(origin, told))
        for name, facts in _nodes(network):
            out.write(f"<node id={quoteattr(name)}>{_data(facts, nodes)}</node>\n")
        for one, other, facts in _edges(network):
            out.write(f"<edge source={quoteattr(one)} target={quoteattr(other)}>{_data(facts, edges)}</edge>\n")
        out.write("</graph>\n</graphml>\n")


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "long" if isinstance(value, int) else "double" if isinstance(value, float) else "string"


def _data(facts: Mapping[str, Any], keys: Mapping[str, tuple[str, str]]) -> str:
    return "".join(f'<data key="{keys[name][0]}">{escape(_xml(value))}</data>' for name, value in facts.items())


# --- GEXF -----------------------------------------------------------------------------------------------------------
_GEXF = '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'


def write_gexf(network: Network, folder: Path) -> None:
    """Writes `network.gexf` (GEXF 1.2, which Gephi and NetworkX both read)."""
    with (folder / "network.gexf").open("w", encoding="utf-8", newline="\n") as out:
        described = json.dumps(_origin(network), ensure_ascii=False)
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + _GEXF)
        out.write(f"<meta><creator>graph-service</creator><description>{escape(described)}</description></meta>\n")
        out.write('<graph defaultedgetype="undirected" mode="static">\n')
        nodes = {name: _kind(kind) for name, kind in flattened(network.attributes).schema.items()}
        edges = {name: kind for name, kind in _edge_kinds(network).items() if name != "weight"}
        node_keys, edge_keys = _declare(out, "node", nodes), _declare(out, "edge", edges)
        out.write("<nodes>\n")
        for name, facts in _nodes(network):
            out.write(f"<node id={quoteattr(name)} label={quoteattr(name)}>{_values(facts, node_keys)}</node>\n")
        out.write("</nodes>\n<edges>\n")
        for at, (one, other, facts) in enumerate(_edges(network)):
            weight = f' weight="{facts.pop("weight")}"' if "weight" in facts else ""
            ends = f"source={quoteattr(one)} target={quoteattr(other)}"
            out.write(f'<edge id="{at}" {ends}{weight}>{_values(facts, edge_keys)}</edge>\n')
        out.write("</edges>\n</graph>\n</gexf>\n")


def _declare(out: TextIO, domain: str, kinds: Mapping[str, str]) -> dict[str, int]:
    if kinds:
        out.write(f'<attributes class="{domain}" mode="static">\n')
        for at, (name, kind) in enumerate(kinds.items()):
            out.write(f'<attribute id="{at}" title={quoteattr(name)} type="{kind}"/>\n')
        out.write("</attributes>\n")
    return {name: at for at, name in enumerate(kinds)}


def _values(facts: Mapping[str, Any], keys: Mapping[str, int]) -> str:
    values = "".join(f'<attvalue for="{keys[name]}" value={quoteattr(_xml(value))}/>' for name, value in facts.items())
    return f"<attvalues>{values}</attvalues>" if values else ""


# --- tables and JSON ------------------------------------------------------------------------------------------------
def write_csv(network: Network, folder: Path) -> None:
    """Writes `nodes.csv` and `edges.csv` with the headings that Gephi knows: Id; Source, Target, Weight."""
    nodes = pl.DataFrame({"Id": pl.Series(network.ids, dtype=pl.String)}).hstack(flattened(network.attributes))
    nodes.write_csv(folder / "nodes.csv")
    headings = {"one": "Source", "other": "Target", "weight": "Weight"}
    edge_table(network).rename(headings, strict=False).write_csv(folder / "edges.csv")


def write_json(network: Network, folder: Path) -> None:
    """Writes `network.json` as `networkx.node_link_graph(…, edges="edges")` reads it."""
    with (folder / "network.json").open("w", encoding="utf-8", newline="\n") as out:
        told = json.dumps(_origin(network), ensure_ascii=False)
        out.write(f'{{"directed": false, "multigraph": false, "graph": {told},\n"nodes": [\n')
        _list(out, ({"id": name, **facts} for name, facts in _nodes(network)))
        out.write('],\n"edges": [\n')
        _list(out, ({"source": one, "target": other, **facts} for one, other, facts in _edges(network)))
        out.write("]}\n")


def _list(out: TextIO, entries: Iterator[Mapping[str, Any]]) -> None:
    for at, entry in enumerate(entries):
        out.write((",\n" if at else "") + json.dumps(entry, ensure_ascii=False))
    out.write("\n")


FORMATS: Mapping[str, Write] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
    "parquet": write_snapshot,
    "csv": write_csv,
    "json": write_json,
}
