"""Mapping files: files of another shape feed the tables without code; the judges data with the mapping in docs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graph_service.graph import Neo4jGraph
from graph_service.imports.errors import MappingInvalid, TableMissing
from graph_service.imports.mapping import arrange_mapped, read_mapping
from graph_service.imports.options import ImportOptions
from graph_service.imports.reading import LINE, open_source
from graph_service.imports.report import write_report
from graph_service.imports.service import arranged
from tests.imports.schools import contents, imported
from tests.support import statement

REPOSITORY = Path(__file__).parents[2]
JUDGES = REPOSITORY / "docs" / "mappings" / "judges.yaml"
DATA = Path(os.environ.get("GRAPH_SERVICE_TEST_JUDGES", REPOSITORY.parent / "shared" / "data" / "judges"))

SAME_SHAPE = {
    "people": "id,name\np1,Ada Stone\np2,Ben Wood\np3,Cy Field\n",
    "degrees": (
        "person_id,institution,degree_type,subject,graduated_year\n"
        "p1,Harvard Law School,LL.B.,law,1868\np2,Harvard Law School,LL.B.,law,1868\n"
        "p2,Yale College,,,1865\np3,Yale College,B.A.,,\np3,Harvard Law School,J.D.,,18x8\n"
    ),
    "jobs": (
        "person_id,employer_id,title,start,end,is_past\n"
        "p1,e1,Judge,1895-12-09,,0\np1,e2,Private practice,1868,1895,1\n"
        "p2,e3,Private practice,,,1\np3,e1,Law clerk,1870,1871,1\n"
    ),
    "employers": (
        "id,name,industry,city,country,region,solo\n"
        "e1,District Court,federal judiciary,Boston,US,Massachusetts,0\n"
        'e2,"Private practice, Salem",private legal practice,Salem,US,Massachusetts,1\n'
        'e3,"Private practice, Salem",private legal practice,,US,Maine,1\n'
    ),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A few judges of the shape of the data."""
    folder = tmp_path / "judges"
    folder.mkdir()
    for name, content in SAME_SHAPE.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return folder


async def test_judges_go_in_with_the_mapping_of_the_docs(graph: Neo4jGraph, data: Path, tmp_path: Path) -> None:
    report = await imported(graph, data, mapping=JUDGES)
    assert [(f.file, f.line, f.table, f.code) for f in report.findings] == [
        ("degrees.csv", 6, "cohorts", "not-a-year"), ("degrees.csv", 6, "memberships", "not-a-date"),
    ] or {(f.file, f.line, f.table) for f in report.findings} == {
        ("degrees.csv", 6, "cohorts"), ("degrees.csv", 6, "memberships"),
    }  # fmt: skip
    assert any("1 rows are not meant for cohorts" in note for note in report.notes)
    rows = await graph.run(
        statement(
            "MATCH (p:Alumnus) OPTIONAL MATCH (p)-[:LIVES_IN]->(place) RETURN p.key AS key, place.code AS place, "
            "COLLECT { MATCH (p)-[j:WORKED_AT]->(e)-[:IN_INDUSTRY]->(i) RETURN e.key + ' ' + i.name + ' ' + "
            "toString(j.current) AS t ORDER BY t } AS jobs, COUNT { (p)-[:MEMBER_OF]->() } AS cohorts ORDER BY key",
            "read",
        )
    )
    assert [tuple(row.values()) for row in rows] == [
        ("p1", "US-Massachusetts-Boston", ["e1 federal judiciary true", "e2 private legal practice false"], 1),
        ("p2", "US-Maine", ["e3 private legal practice false"], 2),
        ("p3", "US-Massachusetts-Boston", ["e1 federal judiciary false"], 0),
    ]
    feeds = arranged(open_source(data), ImportOptions(mapping=JUDGES)).feeds
    write_report(report, tmp_path / "report", feeds)
    quarantined = (tmp_path / "report" / "quarantine" / "degrees.csv").read_text("utf-8-sig").splitlines()
    assert quarantined == [
        "person_id,institution,degree_type,subject,graduated_year",
        "p3,Harvard Law School,J.D.,,18x8",
    ]


async def test_the_whole_data_goes_in_when_it_is_there(graph: Neo4jGraph, data: Path) -> None:
    whole = DATA if (DATA / "people.csv").is_file() else data
    people = (whole / "people.csv").read_text("utf-8").count("\n") - 1
    report = await imported(graph, whole, mapping=JUDGES)
    assert report.entry("alumni").created == people
    assert report.entry("jobs").created == (whole / "jobs.csv").read_text("utf-8").count("\n") - 1
    before = await contents(graph)
    again = await imported(graph, whole, mapping=JUDGES)
    assert await contents(graph) == before
    assert all(entry.created == entry.updated == 0 for entry in again.ledger)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("tables: [", "not YAML"),
        ("table: {}", "tables"),
        ("tables: {people: []}", "no table 'people'"),
        ("tables: {alumni: [{file: nobody, columns: {key: a, name: b}}]}", "'nobody'"),
        ("tables: {alumni: [{file: people, columns: {key: '{id}', name: b, hat: c}}]}", "no column 'hat'"),
        ("tables: {alumni: [{file: people, columns: {key: '{id}'}}]}", "fill name"),
        ("tables: {alumni: [{file: people, columns: {key: '{nr}', name: b}}]}", "'nr'"),
        ("tables: {alumni: [{file: people, columns: {key: {default: x}, name: b}}]}", "neither"),
        ("tables: {alumni: [{file: people, where: [{column: hat}], columns: {key: a, name: b}}]}", "'hat'"),
    ],
)
def test_a_mapping_that_is_wrong_is_told(data: Path, tmp_path: Path, text: str, match: str) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(MappingInvalid, match=match):
        arrange_mapped(open_source(data), read_mapping(file), file.name)


def test_a_mapping_file_has_to_be_there_and_text(data: Path, tmp_path: Path) -> None:
    with pytest.raises(MappingInvalid, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")
    (tmp_path / "m.yaml").write_bytes(b"about: \xff\xff")
    with pytest.raises(MappingInvalid, match="UTF-8"):
        read_mapping(tmp_path / "m.yaml")
    (tmp_path / "m.yaml").write_text("tables: {cohorts: []}", "utf-8")
    with pytest.raises(TableMissing):
        arrange_mapped(open_source(data), read_mapping(tmp_path / "m.yaml"), "m.yaml")


def test_values_conditions_and_joins(data: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        """
        tables:
          alumni:
            - file: people.csv
              where: [{column: id, not: p2}, {column: name, in: [Ada Stone, Ben Wood, Cy Field]}]
              join: [{file: jobs, as: job, match: {id: person_id}, order: [start], take: first}]
              columns:
                key: "{id}"
                name: "{name}"
                about: {template: "{job.title}", values: {Law clerk: clerk}, default: other}
        """,
        "utf-8",
    )
    (feed,) = arrange_mapped(open_source(data), read_mapping(tmp_path / "m.yaml"), "m.yaml").feeds
    (block,) = feed.blocks()
    assert block.frame.select(LINE, "key", "about").rows() == [(2, "p1", "other"), (4, "p3", "clerk")]
