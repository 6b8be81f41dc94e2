"""The report: its files, their bytes, what happens when it is interrupted, and what the command refuses."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from filelock import FileLock
from rich.console import Console
from typer.testing import CliRunner

from graph_service.analysis import making, running
from graph_service.analysis.budget import seconds_of, shares
from graph_service.analysis.errors import AnalysisRefused, MeasureUnknown, OptionRefused, PlaceTaken
from graph_service.analysis.making import Plan, made
from graph_service.analysis.measure import Course, Findings, Measure, Number
from graph_service.analysis.network import Network
from graph_service.analysis.plots import plots
from graph_service.analysis.registry import MEASURES, measures_named
from graph_service.analysis.report import rounded_up
from graph_service.analysis.unfinished import Unfinished
from graph_service.cli import app, explain
from tests.analysis.networks import network_of

RUN = CliRunner()
QUICK = ("size", "degrees", "components", "distances", "clustering", "cores", "rich_club", "growth", "homophily")
EVIL = '<script>alert("$x")</script>'


def school(parts: int = 3) -> Network:
    """Some groups of friends, with dates and with attributes, one of which wants to be markup."""
    graph = nx.connected_caveman_graph(parts, 6)
    graph.add_nodes_from(["alone", "and", "apart"])
    graph.add_edge("and", "apart")
    draw = np.random.default_rng(1)
    months = (2000 * 12 + draw.integers(0, 120, graph.number_of_edges())).tolist()
    values = ["城", EVIL, "$\\frac$", None]
    nodes = graph.number_of_nodes()
    return network_of(graph, months, place=[values[node // 6 % 4] for node in range(nodes)], year=[2000] * nodes)


def plan(*names: str, **more: Any) -> Plan:
    return Plan(measures_named(names or QUICK), 60.0, **more)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole") / "report"
    made(school, plan(), out)
    return out


def test_every_number_has_all_that_is_needed_to_repeat_it(report: Path) -> None:
    told = json.loads((report / "report.json").read_text("utf-8"))
    assert [measure["name"] for measure in told["measures"]] == list(QUICK)
    assert told["network"]["nodes"] == 21
    assert told["run"]["seed"] == 1
    keys = {"name", "value", "definition", "parameters", "method", "error", "coverage", "seed", "note", "seconds"}
    for measure in told["measures"]:
        for number in measure["numbers"]:
            assert set(number) == keys
            assert (number["seed"] == 1) == (number["method"] == "sampled")
            assert 0 <= number["coverage"] <= 1
            assert number["value"] is not None or number["note"]


def test_every_table_is_there_as_csv_and_as_parquet_with_the_same_rows(report: Path) -> None:
    told = json.loads((report / "report.json").read_text("utf-8"))
    assert sum(len(measure["tables"]) for measure in told["measures"]) * 2 == len(list((report / "tables").iterdir()))
    for path in (report / "tables").glob("*.parquet"):
        table = pl.read_parquet(path)
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            headings, *rows = csv.reader(file)
        assert (headings, len(rows)) == (table.columns, table.height)


class Page(HTMLParser):
    """What a page loads from elsewhere, its scripts, and the tags that stay open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.foreign: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.foreign += [str(value) for name, value in attrs if name in ("src", "href", "xlink:href", "data")]


def test_the_page_has_its_plots_inside_and_needs_nothing_from_elsewhere(report: Path) -> None:
    text = (report / "report.html").read_text("utf-8")
    page = Page(text)
    assert page.tags.count("svg") >= 9
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert [link for link in page.foreign if not link.startswith(("#", "data:"))] == []
    assert "@import" not in text
    assert EVIL not in text
    assert "&lt;script&gt;" in text
    assert "城" in text


@pytest.mark.usefixtures("unmeasured")
def test_the_same_seed_gives_the_same_bytes_and_another_another_number(report: Path, tmp_path: Path) -> None:
    made(school, plan(), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(report)
    made(school, plan(seed=2), tmp_path / "other")
    assert contents(tmp_path / "other")["report.json"] != contents(report)["report.json"]


def test_an_interrupted_run_leaves_no_report_and_the_next_one_goes_on(
    tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    out = tmp_path / "report"

    def watched(measure: Measure, stops: bool) -> Measure:
        def run(network: Network, course: Course) -> Findings:
            if stops:
                raise KeyboardInterrupt
            ran.append(measure.name)
            return measure.run(network, course)

        return Measure(**{**vars(measure), "run": run})

    first = [watched(measure, stops=measure.name == "cores") for measure in measures_named(QUICK)]
    with pytest.raises(KeyboardInterrupt):
        made(school, Plan(tuple(first), 60.0), out)
    assert not out.exists()
    assert ran == ["size", "degrees", "components", "distances", "clustering"]
    made(school, Plan(tuple(watched(measure, stops=False) for measure in measures_named(QUICK)), 60.0), out)
    assert ran == list(QUICK)
    assert contents(out) == contents(report)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_what_is_kept_is_not_taken_for_another_question(tmp_path: Path) -> None:
    measure, course = measures_named(("size",))[0], Course(seed=1)
    findings = Findings((Number("share", float("nan"), "A share.", {"of": np.int64(3)}),))
    kept = Unfinished(tmp_path, "digest")
    kept.keep(measure, course, findings, 1.5)
    again = kept.found(measure, Course(seed=1, threads=9))
    assert again is not None
    assert (again[0].numbers[0].value, again[0].numbers[0].parameters, again[1]) == (None, {"of": 3}, 1.5)
    assert kept.found(measure, Course(seed=2)) is None
    assert kept.found(measures_named(("cores",))[0], course) is None
    assert Unfinished(tmp_path, "other digest").found(measure, course) is None
    next(tmp_path.glob("*.json")).write_text("{")
    assert kept.found(measure, course) is None


def test_an_earlier_report_is_replaced_and_anything_else_is_not(tmp_path: Path) -> None:
    made(school, plan("size"), tmp_path / "report")
    made(school, plan("cores", with_timings=True), tmp_path / "report")
    assert json.loads((tmp_path / "report" / "timings.json").read_text()).keys() == {"cores"}
    assert not (tmp_path / "report" / "tables" / "size.csv").exists()
    (tmp_path / "empty").mkdir()
    made(school, plan("size"), tmp_path / "empty")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "report.json").write_text("[]")
    (tmp_path / "file").write_text("mine")
    for name in ("mine", "file"):
        with pytest.raises(PlaceTaken, match=name):
            made(school, plan("size"), tmp_path / name)
    assert (tmp_path / "mine" / "report.json").read_text() == "[]"


def test_two_analyses_do_not_write_to_one_place(tmp_path: Path) -> None:
    (tmp_path / ".report.unfinished").mkdir()
    with FileLock(tmp_path / ".report.unfinished" / "lock"), pytest.raises(PlaceTaken, match="another analysis"):
        made(school, plan("size"), tmp_path / "report")


def test_the_largest_component_alone_is_analysed_on_demand(tmp_path: Path) -> None:
    found = made(school, plan("size", only_largest=True), tmp_path / "report")
    assert found.network.order == 18
    assert found.network.origin["nodes_of_other_components"] == 3
    with pytest.raises(OptionRefused, match="no attribute 'height'"):
        made(school, plan("size", attributes=("height",)), tmp_path / "report")


def test_tables_with_names_that_no_file_can_have_are_written_all_the_same(tmp_path: Path) -> None:
    table = pl.DataFrame({"a": [[1, 2], []]})
    findings = Findings((), {"mixing_a/b": table, "mixing_a:b": table, "../..": table})
    measure = Measure("odd", "Odd", "d", "s", "m", "c", lambda network, course: findings)
    made(school, Plan((measure,)), tmp_path / "report")
    names = sorted(path.name for path in (tmp_path / "report" / "tables").glob("*.csv"))
    assert names == ["_.csv", "mixing_a_b-2.csv", "mixing_a_b.csv"]
    assert (tmp_path / "report" / "tables" / "mixing_a_b.csv").read_text() == 'a\n1; 2\n""\n'


def test_progress_is_shown_at_a_terminal(tmp_path: Path) -> None:
    screen = io.StringIO()
    kept = Unfinished(tmp_path / "kept", "digest")
    measures = measures_named(("size", "distances"))
    console = Console(force_terminal=True, width=100, file=screen)
    running.analysed(school(), measures, Course(), shares(measures, 60.0), kept, console)
    assert "Distances" in screen.getvalue()


def test_reading_is_shown_at_a_terminal_with_the_time_left() -> None:
    screen = io.StringIO()
    console = Console(force_terminal=True, width=100, file=screen)
    with running.told_at_terminal("Reading the database", console) as tick:
        tick(0.4)
    assert "Reading the database" in screen.getvalue()
    assert " 40% -:--:--" in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", screen.getvalue())


@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(4), nx.path_graph(2)])
def test_networks_with_next_to_nothing_have_a_report(tmp_path: Path, graph: nx.Graph[Any]) -> None:
    nodes = graph.number_of_nodes()
    network = network_of(graph, place=[None] * nodes)
    made(lambda: network, Plan(MEASURES, 60.0), tmp_path / "report")
    told = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    assert told["network"]["nodes"] == nodes
    assert len(told["measures"]) == len(MEASURES)


def test_a_matrix_without_edges_and_a_network_of_one_degree_have_no_plot() -> None:
    nothing = pl.DataFrame({"value": ["a", "b"], "a": [0, 0], "b": [0, 0]})
    assert plots("homophily", Findings((), {"mixing_x": nothing})) == []
    assert plots("no such measure", Findings(())) == []


def test_brokers_resilience_reach_and_dyads_are_drawn() -> None:
    network = school(4)
    draws = {
        name: plots(name, measures_named([name])[0].run(network, Course())) for name in ("brokerage", "resilience")
    }
    assert [len(one) for one in draws.values()] == [1, 1]
    assert "highest betweenness first" in draws["resilience"][0].svg
    steps = pl.DataFrame({"attribute": ["mentor"] * 2, "value": ["any"] * 2, "nodes": [3] * 2, "steps": [0, 1]})
    (reach,) = plots("reach", Findings((), {"reach": steps.with_columns(share=pl.col("steps") / 2)}))
    assert "mentor" in reach.svg
    ratios = {"odds_ratio": [2.0, 1.0, 1e9], "odds_ratio_low": [1.5, 0.5, 1e-9], "odds_ratio_high": [3.0, 2.0, 1e12]}
    (dyads,) = plots(
        "dyads", Findings((), {"dyads": pl.DataFrame({"attribute": ["city", "intercept", "x"], **ratios})})
    )
    assert "city" in dyads.svg
    assert "intercept" not in dyads.svg
    nobody = steps.with_columns(nodes=pl.lit(0), share=pl.lit(0.0))
    assert plots("reach", Findings((), {"reach": nobody})) == []
    unsure = pl.DataFrame({"attribute": ["x"], **{name: [1e9] for name in ratios}})
    assert plots("dyads", Findings((), {"dyads": unsure})) == []


def test_long_tables_of_components_and_long_labels_are_drawn() -> None:
    sizes = pl.DataFrame({"size": list(range(1, 30)), "components": list(range(29, 0, -1))})
    assert "nodes in a component" in plots("components", Findings((), {"component_sizes": sizes}))[0].svg
    label = "a very long name of a place that goes on"
    matrix = pl.DataFrame({"value": [label, "b"], label: [4, 1], "b": [1, 2]})
    assert "a very long name of a p…" in plots("homophily", Findings((), {"mixing_x": matrix}))[0].svg


# --- budget ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"), [("5m", 300), ("90s", 90), ("1h30m", 5400), ("45", 45), ("1.5M", 90), ("unlimited", None)]
)
def test_a_budget_is_a_time(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "0", "-5m", "5x", "5m later"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(OptionRefused, match="is no time"):
        seconds_of(text)


def test_measures_share_the_budget_and_have_no_limit_without_one() -> None:
    shared = shares(MEASURES, 300.0)
    assert sum(share or 0 for share in shared.values()) == pytest.approx(180)
    assert set(shares(MEASURES, None).values()) == {None}
    assert shares(measures_named(("size",)), 10.0) == {"size": 0.0}


def test_seconds_are_rounded_up_to_few_steps() -> None:
    assert [rounded_up(seconds) for seconds in (0, 600, 601, 3601, 40_000)] == [600, 600, 3600, 36_000, 360_000]


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "nodes.csv").write_text("id,dorm\na,1\nb,2\nc,0\nd,1\n")
    (tmp_path / "edges.csv").write_text("s,t\na,b\nb,c\nb,a\n")
    return ["analyse", "--nodes", str(tmp_path / "nodes.csv"), "--edges", str(tmp_path / "edges.csv")]


def test_the_command_writes_a_report_of_files(files: list[str], tmp_path: Path) -> None:
    options = ["--missing", "0", "--component", "largest", "--measures", "size,cores", "--attributes", "dorm"]
    done = RUN.invoke(app, [*files, *options, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "3 nodes, 2 edges" in done.output
    told = json.loads((tmp_path / "out" / "report.json").read_text())
    assert told["run"]["attributes"] == ["dorm"]
    assert told["network"]["origin"]["nodes_of_other_components"] == 1


@pytest.mark.parametrize(("budget", "late"), [("0.000001s", True), ("9999h", False), ("unlimited", False)])
def test_a_report_that_took_longer_than_its_budget_says_so(
    files: list[str], tmp_path: Path, budget: str, late: bool
) -> None:
    done = RUN.invoke(app, [*files, "--measures", "size", "--budget", budget, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert ("longer than the budget" in done.output) == late


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--component", "some"], "--component is largest or all"),
        (["--unknown", "guess"], "--unknown is refuse, add or drop"),
        (["--seed", "-1"], "--seed"),
        (["--as-of", "2015"], "--as-of is for the database"),
    ],
)
def test_options_with_other_values_are_refused(files: list[str], tmp_path: Path, options: list[str], said: str) -> None:
    refused = RUN.invoke(app, [*files, *options, "--out", str(tmp_path / "out")])
    assert refused.exit_code == 2
    assert said in re.sub(r"[\s│]+", " ", refused.output)


def test_nodes_without_edges_are_not_enough(files: list[str], tmp_path: Path) -> None:
    for options in (files[:3], ["analyse", "--missing", "0"]):
        refused = RUN.invoke(app, [*options, "--out", str(tmp_path / "out")])
        assert refused.exit_code == 2


@pytest.mark.parametrize(
    ("options", "kind"), [(["--measures", "size,beauty"], MeasureUnknown), (["--budget", "soon"], OptionRefused)]
)
def test_what_cannot_be_done_has_a_cause_and_a_remedy(
    files: list[str], tmp_path: Path, options: list[str], kind: type[AnalysisRefused]
) -> None:
    refused = RUN.invoke(app, [*files, *options, "--out", str(tmp_path / "out")])
    assert isinstance(refused.exception, kind)
    assert explain(refused.exception).remedy == refused.exception.remedy
    assert not (tmp_path / "out").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edges.csv", "nodes.csv"]


def test_an_interrupted_command_says_that_it_can_go_on(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "analysed", stopped)
    stop = RUN.invoke(app, [*files, "--out", str(tmp_path / "out")])
    assert "goes on from there" in stop.output
    assert not (tmp_path / "out").exists()


def test_without_files_the_database_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def network_from_database(open_graph: Callable[..., Any], data: Path | None, **options: Any) -> Network:
        asked.update(options, data=data)
        return school()

    monkeypatch.setattr("graph_service.analysis.snapshots.network_from_database", network_from_database)
    out = ["--measures", "size", "--out", str(tmp_path / "out")]
    done = RUN.invoke(app, ["analyse", "--as-of", "2015-06", "--data", str(tmp_path), *out])
    assert done.exit_code == 0, done.output
    assert (asked["as_of"], asked["projection"], asked["data"]) == ("2015-06", "knows", tmp_path)
