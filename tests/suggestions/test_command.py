"""`graph-service evaluate suggestions`: files of edges, what it prints and writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner

from graph_service.cli import app
from graph_service.suggestions.edges import EdgesRefused, read_edges

RUN = CliRunner()


def write(folder: Path, text: str) -> Path:
    path = folder / "edges.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("1,2\n2,3\n", 2),
        ("source,target\n1,2\n", 1),
        ("a,b,date\n1,2,2019\n2,3,2019-07-01\n", 2),
        ("# SNAP\n0 1\n1\t2\n\n", 2),
        ('"x","y"\n"y","x"\n"x","x"\n', 1),
    ],
)
def test_edges_are_read_as_people_have_them(tmp_path: Path, text: str, edges: int) -> None:
    found = read_edges(write(tmp_path, text))
    assert len(found.history.a) == edges


def test_duplicates_and_self_loops_are_counted_and_dropped(tmp_path: Path) -> None:
    found = read_edges(write(tmp_path, "1,2,2020\n2,1,2019\n3,3\n"))
    assert (found.duplicates, found.self_loops, found.history.since.tolist()) == (1, 1, [2019 * 12])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,2\n3\n", "line 2: 1 columns"),
        ("1,2\n,3\n", "line 2: an id is missing"),
        ("1,2,2019\n1,3,last year\n", "line 2: 'last year' is no date"),
        ("", "has no edges"),
    ],
)
def test_what_is_no_edge_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(EdgesRefused, match=told):
        read_edges(write(tmp_path, text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EdgesRefused, match="not a text"):
        read_edges(path)


def test_the_table_and_the_figures_are_written(tmp_path: Path) -> None:
    graph = nx.powerlaw_cluster_graph(80, 4, 0.8, seed=1)
    edges = write(tmp_path, "".join(f"{a},{b},{2000 + (a + b) % 20}\n" for a, b in graph.edges) + "1,1\n")
    out = tmp_path / "out.json"
    for split in ("random", "time"):
        done = RUN.invoke(
            app,
            ["evaluate", "suggestions", "--edges", str(edges), "--split", split, "--seeds", "2", "--json", str(out)],
        )
        assert done.exit_code == 0, done.output
        assert "resource allocation" in done.output
        result = json.loads(out.read_text("utf-8"))
        assert result["self_loops"] == 1
        assert set(result["rankers"]["deployed"]) >= {"auc_d2", "p_at_10", "hit_at_10", "mrr_at_10", "auc_d2_sd"}


def test_json_alone_goes_to_standard_output(tmp_path: Path) -> None:
    edges = write(tmp_path, "".join(f"{a},{b}\n" for a in range(8) for b in range(a)))
    done = RUN.invoke(app, ["evaluate", "suggestions", "--edges", str(edges), "--seeds", "1", "--json", "-"])
    assert json.loads(done.stdout)["seeds"] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "either --edges"),
        (["--edges", "x.csv", "--database"], "either --edges"),
        (["--edges", "EDGES", "--split", "odd"], "random or time"),
        (["--edges", "EDGES", "--holdout", "1.5"], "between 0 and 1"),
        (["--edges", "EDGES"], "at least 10"),
    ],
)
def test_what_cannot_be_evaluated_is_told(tmp_path: Path, arguments: list[str], told: str) -> None:
    edges = str(write(tmp_path, "1,2\n"))
    done = RUN.invoke(app, ["evaluate", "suggestions", *(edges if one == "EDGES" else one for one in arguments)])
    assert done.exit_code != 0
    assert told in " ".join(done.output.replace("│", " ").split())


def test_a_split_by_time_needs_dates(tmp_path: Path) -> None:
    edges = write(tmp_path, "".join(f"{a},{b}\n" for a in range(8) for b in range(a)))
    done = RUN.invoke(app, ["evaluate", "suggestions", "--edges", str(edges), "--split", "time"])
    assert done.exit_code != 0
    assert "needs connections with dates" in " ".join(done.output.replace("│", " ").split())
