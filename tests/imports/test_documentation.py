"""docs/import.md says what tables.py says, and its examples are imported without a word."""

from __future__ import annotations

import re
from pathlib import Path

from graph_service.graph import Neo4jGraph
from graph_service.imports.catalogues import Industries, Known
from graph_service.imports.checking import CLEAR_TOKENS
from graph_service.imports.reference import industries
from graph_service.imports.tables import TABLES
from tests.imports.schools import imported

PAGE = Path(__file__).parents[2].joinpath("docs", "import.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)` · .*?$\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_table_and_column_is_on_the_page() -> None:
    assert list(SECTIONS) == [table.name for table in TABLES]
    for table in TABLES:
        rows = re.findall(r"^\| `(\w+)`( \*)? \| (\S+) \| (.*?) \|", SECTIONS[table.name], re.MULTILINE)
        assert [(name, bool(star), zh) for name, star, zh, _ in rows] == [
            (c.name, c.required, c.zh) for c in table.columns
        ]
        assert f"`{table.name}` · {table.zh}" in PAGE
        for column, (_, _, _, holds) in zip(table.columns, rows, strict=True):
            assert all(f"`{code}` {zh}" in holds for code, zh in column.choices)


def test_the_page_names_the_tokens() -> None:
    assert all(f"`{token}`" in PAGE for token in CLEAR_TOKENS)


async def test_the_examples_are_a_school_that_goes_in(graph: Neo4jGraph, tmp_path: Path) -> None:
    for name, section in SECTIONS.items():
        example = re.search(r"```csv\n(.*?)```", section, re.DOTALL)
        assert example is not None, name
        tail = "S2015002,李四\n" if name == "alumni" else ""
        (tmp_path / f"{name}.csv").write_text(example[1], "utf-8")
        if tail:
            with (tmp_path / "alumni-2.csv").open("w", encoding="utf-8") as file:
                file.write("学号,姓名\n" + tail)
    (tmp_path / "alumni-2.csv").rename(tmp_path / "校友.csv")
    report = await imported(graph, tmp_path)
    assert report.findings == ()
    assert report.notes == ()
    assert [entry.table for entry in report.ledger] == [table.name for table in TABLES]
    assert all(entry.created + entry.updated == entry.rows for entry in report.ledger), report.text()


def test_industries_are_read_in_the_order_of_the_page() -> None:
    known = Industries(Known(e.code, e.name, e.name_en, e.parent, e.level, e.isic) for e in industries())
    means = {
        "I65": "I65", "i65": "I65", "65": "I65", "J": "J", "ISIC J": "I", "isic rev.4: j": "I",
        "I65 软件和信息技术服务业": "I65", "软件和信息技术服务业": "I65",
        "J 金融业": "J", "J Information and communication": "I",
        "Information and communication": "I", "教育": "P", "P 教育": "P", "Ｉ６５": "I65", "J Financial services": "J",
    }  # fmt: skip
    assert {text: known.meaning(text).code for text in means} == means
    assert known.meaning("wizardry").codes == ()
    assert known.meaning("I65 教育").code == "P"
