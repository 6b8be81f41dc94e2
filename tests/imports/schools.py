"""Schools for the tests of importing: tables written as files, and graphs read back as values to compare."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graph_service.graph import Graph
from graph_service.imports.options import ImportOptions
from graph_service.imports.report import ImportReport
from graph_service.imports.service import import_school
from tests.freshness import assert_facts_are_fresh
from tests.support import statement

Rows = Sequence[Mapping[str, str]]
School = Mapping[str, Rows]

AS_OF = "2026-11-01"
NODES = statement(
    "MATCH (n) WHERE NOT n:ImportRun AND NOT n:ImportLock AND NOT n:SchemaMigration AND NOT n:School "
    "RETURN labels(n) AS labels, properties(n) AS properties",
    "read",
)
EDGES = statement(
    "MATCH (a)-[r]->(b) RETURN labels(a) AS a_labels, properties(a) AS a, type(r) AS type, "
    "properties(r) AS properties, "
    "labels(b) AS b_labels, properties(b) AS b",
    "read",
)
RANDOM = ("id", "order_key", "created_at", "updated_at", "facts")

SMALL: School = {
    "cohorts": [
        {"key": "C1", "name": "2015级一班", "programme": "会计", "programme_type": "adult", "intake_year": "2015"},
        {"key": "C2", "name": "2016级", "programme_type": "网络教育", "graduation_year": "2019"},
    ],
    "employers": [
        {"name": "华为技术有限公司", "key": "E1", "aliases": "华为；Huawei", "industry": "I65"},
        {"name": "Acme Co., Ltd.", "industry": "制造业"},
    ],
    "alumni": [
        {"key": "A1", "name": "韩小宁", "place": "福州", "mentor": "yes", "email": "han@example.org"},
        {"key": "A2", "name": "欧阳娜", "place": "福建省厦门市", "listed": "nobody", "place_from": "2019-05"},
        {"key": "A3", "name": "John Smith", "show_connections": "否", "about": 'He said "yes",\nand left.'},
        {"key": "A4", "name": "王伟", "listed": "仅我的人脉"},
    ],
    "memberships": [
        {"alumnus": "A1", "cohort": "C1", "from": "2015-09", "to": "2018-06"},
        {"alumnus": "A2", "cohort": "C1", "from": "", "to": ""},
        {"alumnus": "A3", "cohort": "C2", "from": "2016", "to": "unknown"},
    ],
    "jobs": [
        {
            "alumnus": "A1",
            "employer": "华为",
            "title": "经理",
            "from": "2019",
            "to": "",
            "function": "软件开发",
            "level": "4",
        },
        {"alumnus": "A2", "employer": "acme co ltd", "title": "", "from": "2018-07-01", "to": "不详"},
        {"alumnus": "A3", "employer": "新公司", "title": "Boss", "from": "2001", "to": "2003-04", "industry": "ISIC J"},
        {"alumnus": "A3", "employer": "新公司", "title": "Boss", "from": "2005", "to": "", "level": "高管"},
    ],
    "skills": [
        {"alumnus": "A1", "skill": "Python", "kind": ""},
        {"alumnus": "A2", "skill": "python", "kind": "想学习"},
    ],
    "events": [{"key": "V1", "name": "校友代表会", "date": "2024-03-16", "kind": "onsite"}],
    "attendance": [{"alumnus": "A1", "event": "V1", "role": "host"}],
    "groups": [{"key": "G1", "name": "福州校友群", "kind": "wechat"}],
    "group_members": [{"alumnus": "A2", "group": "G1", "role": "", "from": "2020"}],
    "connections": [
        {"a": "A1", "b": "A2", "since": "2019"},
        {"a": "A3", "b": "A1", "since": "2020-02-29"},
    ],
}


def csv_text(rows: Rows, separator: str = ",", columns: Sequence[str] | None = None) -> str:
    """The rows as CSV."""
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_school(folder: Path, school: School, encoding: str = "utf-8") -> Path:
    """The school as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.csv"):
        file.unlink()
    for name, rows in school.items():
        (folder / f"{name}.csv").write_bytes(csv_text(rows).encode(encoding))
    return folder


def changed(school: School, **tables: Rows) -> School:
    """The school with other rows in some tables."""
    return {**school, **tables}


async def imported(graph: Graph, path: Path, **options: Any) -> ImportReport:
    """The report of importing that path."""
    given: dict[str, Any] = {"source": "school", "as_of": AS_OF, **options}
    report = await import_school(graph, path, ImportOptions(**given))
    assert all(entry.balances for entry in report.ledger), report.text()
    return report


async def contents(graph: Graph) -> list[str]:
    """Everything in the graph but what is random, as sorted text; what is made of ids is held to the records."""
    await assert_facts_are_fresh(graph)
    nodes = [f"{sorted(row['labels'])} {_plain(row['properties'])}" for row in await graph.run(NODES)]
    edges: list[str] = []
    for row in await graph.run(EDGES):
        ends = [_name(row["a_labels"], row["a"]), _name(row["b_labels"], row["b"])]
        if row["type"] == "KNOWS":
            ends.sort()
        edges.append(f"{ends[0]} {row['type']} {ends[1]} {_plain(row['properties'])}")
    return sorted(nodes) + sorted(edges)


async def export(graph: Graph) -> str:
    """Everything in the graph, ids, times and runs included."""
    every = [f"{sorted(row['labels'])} {sorted(row['properties'].items())}" for row in await graph.run(NODES)]
    edges = [str(sorted((key, str(value)) for key, value in row.items())) for row in await graph.run(EDGES)]
    runs = await graph.run(statement("MATCH (n:ImportRun|ImportLock) RETURN properties(n) AS p", "read"))
    return "\n".join(sorted(every) + sorted(edges) + [str(row) for row in runs])


def _plain(properties: Mapping[str, Any]) -> str:
    return str(sorted((name, value) for name, value in properties.items() if name not in RANDOM))


def _name(labels: Sequence[str], properties: Mapping[str, Any]) -> str:
    keys = (properties.get(name) for name in ("key", "code", "normal_name", "name"))
    return f"{sorted(labels)[0]}:{next(key for key in keys if key)}"
