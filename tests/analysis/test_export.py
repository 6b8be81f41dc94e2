"""Exports: nobody's name, at least k alike, tried against attackers, and files that other programs open."""

from __future__ import annotations

import csv
import itertools
import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer import Typer
from typer.testing import CliRunner

from graph_service.access.accounts import add_account
from graph_service.access.viewer import Role
from graph_service.analysis import export as exporting
from graph_service.analysis.anonymity import k_anonymity
from graph_service.analysis.errors import OptionRefused, PlaceTaken
from graph_service.analysis.export import (
    Export,
    Signature,
    SignatureRefused,
    TooFewPeople,
    TooIdentifiable,
    check,
    check_place,
    pseudonymised,
    signature_of,
    write_export,
)
from graph_service.analysis.export_commands import register
from graph_service.analysis.generalising import EXACT, HIERARCHIES, Step, generalise
from graph_service.analysis.graph_files import FORMATS, flattened
from graph_service.analysis.network import Network
from graph_service.analysis.pseudonyms import keep_secret, new_secret, pseudonyms
from graph_service.analysis.reidentification import attack, reidentification
from graph_service.analysis.snapshots import network_at, read_snapshot
from graph_service.graph import Neo4jGraph
from graph_service.settings import Settings
from tests.analysis.canned import BORING, opening
from tests.analysis.lives import random_facts
from tests.analysis.networks import network_of
from tests.support import statement


def a_network(**changes: Any) -> Network:
    """Sixty people of whom each knows six, so that numbers of connections tell nobody apart."""
    years = [2010 + place % 2 for place in range(60)]
    return network_of(BORING, intake_year=years, level=[1 + place % 6 for place in range(60)], **changes)


# --- pseudonyms -------------------------------------------------------------------------------------------------------
def test_a_pseudonym_tells_nothing_without_its_secret() -> None:
    ids = [f"person-{number}" for number in range(500)]
    first, second = new_secret(), new_secret()
    assert pseudonyms(ids, first) == pseudonyms(ids, first)
    assert len(set(pseudonyms(ids, first)) | set(pseudonyms(ids, second))) == 1000


def test_an_export_has_no_id_and_no_order_of_the_network() -> None:
    network = a_network()
    made = pseudonymised(network)
    assert list(made.network.ids) == sorted(made.network.ids)
    back = dict(zip(pseudonyms(network.ids, made.secret), network.ids, strict=True))
    known = nx.relabel_nodes(made.network.to_networkx(), back)
    assert set(map(frozenset, known.edges)) == {frozenset(map(str, edge)) for edge in BORING.edges}
    assert "hash" not in made.network.origin
    again = pseudonymised(network)
    assert not set(again.network.ids) & set(made.network.ids)


def test_months_are_left_out_and_weights_are_told_roughly() -> None:
    network = network_at(random_facts(4), projection="cohort")
    assert network.weights is not None
    made = pseudonymised(network)
    assert made.network.months is None
    assert made.network.weights is not None
    assert {float(f"{weight:.1e}") for weight in network.weights} == set(made.network.weights)
    assert pseudonymised(network_at(random_facts(4))).network.months is None


def test_a_secret_that_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    keep_secret(b"\1" * 32, tmp_path / "vault", "the export")
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "vault").read_text())["secret"] == "01" * 32
    with pytest.raises(PlaceTaken, match="overwrites nothing"):
        keep_secret(b"\2" * 32, tmp_path / "vault", "another")


# --- alike ------------------------------------------------------------------------------------------------------------
values = st.fixed_dictionaries(
    {
        "intake_year": st.sampled_from([1999, 2004, 2005, 2011, None]),
        "industry": st.sampled_from(["A", "C", "I", "J", None]),
        "level": st.sampled_from([1, 3, 4, 6, None]),
        "province": st.sampled_from(["Zhejiang", "Shanghai", "Mars", None]),
        "mentor": st.booleans(),
        "cohort": st.sampled_from(["a", "b"]),
    }
)
SCHEMA = {"intake_year": pl.Int32, "industry": pl.String, "level": pl.Int32, "province": pl.String,
          "mentor": pl.Boolean, "cohort": pl.String}  # fmt: skip


@given(st.lists(values, max_size=150), st.sampled_from([2, 5, 10]))
@hypothesis_settings(deadline=None)
def test_everybody_is_among_k_who_are_alike(people: list[dict[str, Any]], k: int) -> None:
    told = generalise(pl.DataFrame(people, schema=SCHEMA), k)
    assert "cohort" not in told.attributes.columns
    assert told.blanked == 0 or k <= told.blanked <= 0.05 * len(people)
    if told.attributes.width:
        classes = list(told.attributes.rows())
        assert min(classes.count(one) for one in set(classes)) == told.smallest >= k
    else:
        assert told.smallest == len(people)


def test_nothing_finer_could_be_told() -> None:
    people = pl.DataFrame({"level": [1, 2, 3] * 4 + [4, 5, 6] * 4, "mentor": [True] * 12 + [False] * 12})
    told = generalise(people, 12)
    assert told.steps == {"level": "leading or not", "mentor": "exact"}
    assert told.smallest == 12
    assert generalise(people, 4).steps == {"level": "exact", "mentor": "exact"}


def test_a_few_who_stand_alone_are_told_nothing_of() -> None:
    people = pl.DataFrame({"industry": ["C"] * 300 + ["A"] * 6 + ["Z"] * 6})
    told = generalise(people, 10, hierarchies={"industry": (EXACT,)})
    assert told.blanked == 12
    assert told.attributes["industry"].null_count() == 12


def test_each_step_is_finer_than_the_one_before() -> None:
    examples: dict[str, list[Any]] = {
        "intake_year": [1999, 2000, 2004, 2005, 2009],
        "industry": ["A", "B", "C", "I", "T"],
        "function": ["sales", "software", "media", "wizardry"],
        "level": [1, 2, 3, 4, 5, 6],
        "province": ["Zhejiang", "Shanghai", "Inner Mongolia", "Mars"],
        "events": [0, 1, 2],
    }
    for name, wanted in examples.items():
        for coarse, fine in itertools.pairwise(HIERARCHIES[name]):
            for one, other in itertools.product(wanted, repeat=2):
                assert fine.of(one) != fine.of(other) or coarse.of(one) == coarse.of(other)
    assert Step("x", str).of(3) == "3"


def test_pycanon_counts_missing_values_as_alike() -> None:
    assert k_anonymity(pl.DataFrame({"a": [None, None, "x", "x"], "b": [1, 1, 2, 2]})) == 2


# --- found again ------------------------------------------------------------------------------------------------------
def test_a_star_shows_its_middle() -> None:
    risk = reidentification(network_of(nx.star_graph(9)))
    assert risk.by_degree == pytest.approx(0.1)
    assert risk.by_neighbours_degrees == pytest.approx(0.1)
    assert reidentification(network_of(nx.empty_graph(5))).most == 0
    assert reidentification(network_of(nx.empty_graph(0))).most == 0


@pytest.mark.parametrize("seed", range(3))
def test_people_alone_with_their_neighbours_degrees_are_counted(seed: int) -> None:
    graph = nx.gnp_random_graph(60, 0.1, seed=seed)
    signs = [tuple(sorted(graph.degree(near) for near in graph[node])) for node in graph]
    risk = reidentification(network_of(graph))
    assert risk.by_neighbours_degrees == pytest.approx(sum(signs.count(one) == 1 for one in signs) / 60)
    with_names = reidentification(network_of(graph, name=[str(node) for node in graph]))
    assert with_names.by_degree_and_attributes == 1


def test_an_attacker_who_knows_much_finds_many() -> None:
    graph = network_of(nx.powerlaw_cluster_graph(400, 6, 0.3, seed=3))
    weak, strong = attack(graph, 0.02, known_edges=0.3), attack(graph, 0.2, known_edges=1.0)
    assert strong.right > 0.5 > weak.right
    assert strong.wrong < 0.05
    assert attack(graph, 0.2) == attack(graph, 0.2)


def test_in_a_small_network_the_most_successful_attacker_counts() -> None:
    graph = network_of(nx.powerlaw_cluster_graph(100, 4, 0.3, seed=3))
    found = [[attack(graph, share, seed).right for seed in range(1, 6)] for share in (0.05, 0.1, 0.2)]
    assert [one.right for one in reidentification(graph).attacks] == [max(tries) for tries in found]
    assert len(set(found[2])) > 1


def test_nobody_is_found_where_all_look_the_same() -> None:
    assert attack(network_of(nx.complete_graph(50)), 0.1).right == 0
    assert attack(network_of(nx.empty_graph(50)), 0.1).wrong == 0


def test_of_a_large_network_a_part_is_attacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_service.analysis.reidentification.LARGEST_ATTACKED", 50)
    parts = nx.disjoint_union(nx.path_graph(30), nx.gnp_random_graph(100, 0.1, seed=1))
    assert reidentification(network_of(parts)).attacked == 50


# --- files ------------------------------------------------------------------------------------------------------------
ODD = network_of(
    nx.path_graph(4),
    name=["王伟", 'a "quoted" <b> & c', None, ""],
    born=[date(1990, 5, 1), None, None, date(2000, 1, 1)],
    skills=[["x", "y"], [], None, ["z"]],
    height=[1.5, float("nan"), None, 2.0],
    mentor=[True, False, None, True],
    year=[2010, 2011, None, 2013],
)
ODD = replace(
    ODD,
    weights=np.array([0.5, 1.0, 2.0]),
    months=np.array([24_000, -1, 24_001], dtype=np.int32),
    origin={"kind": "database", "as_of": None, "counts": {"a": 1}, "people": 4, "share": 0.5, "is": True},
)
TOLD: dict[str, dict[str, Any]] = {
    "0": {"name": "王伟", "born": "1990-05-01", "skills": "x; y", "height": 1.5, "mentor": True, "year": 2010},
    "1": {"name": 'a "quoted" <b> & c', "skills": "", "mentor": False, "year": 2011},
    "2": {},
    "3": {"name": "", "born": "2000-01-01", "skills": "z", "height": 2.0, "mentor": True, "year": 2013},
}


def read_graphml(folder: Path) -> nx.Graph[str]:
    return nx.read_graphml(folder / "network.graphml")


def read_gexf(folder: Path) -> nx.Graph[str]:
    graph = nx.read_gexf(folder / "network.gexf")
    for facts in graph.nodes.values():
        facts.pop("label")
    for *_, facts in graph.edges(data=True):
        facts.pop("id")
    return graph


def read_json(folder: Path) -> nx.Graph[str]:
    return nx.node_link_graph(json.loads((folder / "network.json").read_text("utf-8")), edges="edges")


@pytest.mark.parametrize(("kind", "read"), [("graphml", read_graphml), ("gexf", read_gexf), ("json", read_json)])
def test_networkx_reads_what_was_written(tmp_path: Path, kind: str, read: Any) -> None:
    FORMATS[kind](ODD, tmp_path)
    graph = read(tmp_path)
    assert not graph.is_directed()
    assert not graph.is_multigraph()
    assert dict(graph.nodes(data=True)) == TOLD
    assert {(min(a, b), max(a, b)): facts for a, b, facts in graph.edges(data=True)} == {
        ("0", "1"): {"weight": 0.5, "since_month": 24_000},
        ("1", "2"): {"weight": 1.0},
        ("2", "3"): {"weight": 2.0, "since_month": 24_001},
    }
    if kind != "gexf":
        assert graph.graph["counts"] == '{"a": 1}'
        assert (graph.graph["people"], graph.graph["share"], graph.graph["is"]) == (4, 0.5, True)


@pytest.mark.parametrize(("kind", "read"), [("graphml", read_graphml), ("gexf", read_gexf)])
def test_what_xml_cannot_say_spoils_no_file(tmp_path: Path, kind: str, read: Any) -> None:
    FORMATS[kind](network_of(nx.path_graph(2), name=["a\x00b\x0b", "\uffff 𝄞"]), tmp_path)
    assert [facts["name"] for _, facts in read(tmp_path).nodes(data=True)] == ["a\ufffdb\ufffd", "\ufffd 𝄞"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_network_without_attributes_and_edges_is_written(tmp_path: Path, kind: str) -> None:
    FORMATS[kind](network_of(nx.empty_graph(2)), tmp_path)
    readers = {"graphml": read_graphml, "gexf": read_gexf, "json": read_json}
    if kind in readers:
        assert sorted(readers[kind](tmp_path)) == ["0", "1"]


def test_gephi_knows_the_headings_of_the_tables(tmp_path: Path) -> None:
    FORMATS["csv"](ODD, tmp_path)
    nodes = list(csv.DictReader((tmp_path / "nodes.csv").read_text("utf-8").splitlines()))
    edges = list(csv.DictReader((tmp_path / "edges.csv").read_text("utf-8").splitlines()))
    assert nodes[0] == {"Id": "0", "name": "王伟", "born": "1990-05-01", "skills": "x; y", "height": "1.5",
                        "mentor": "true", "year": "2010"}  # fmt: skip
    assert nodes[2]["name"] == ""
    assert edges[1] == {"Source": "1", "Target": "2", "Weight": "1.0", "since_month": ""}


def test_parquet_has_the_network_and_where_it_is_from(tmp_path: Path) -> None:
    made = pseudonymised(a_network())
    FORMATS["parquet"](made.network, tmp_path)
    assert read_snapshot(tmp_path).digest == made.network.digest


def test_everything_becomes_text_numbers_or_truth_values() -> None:
    kinds = set(map(str, flattened(ODD.attributes).schema.values()))
    assert kinds == {"String", "Float64", "Boolean", "Int64"}


# --- whole or not at all ----------------------------------------------------------------------------------------------
def write(made: Export, out: Path, **options: Any) -> None:
    write_export(made, "graphml", out, **{"threshold": 0.2, "signature": None, **options})


def test_an_export_says_that_it_is_still_personal(tmp_path: Path) -> None:
    write(pseudonymised(a_network()), tmp_path / "out", signature=Signature("id", "boss"), vault=tmp_path / "vault")
    words = (tmp_path / "out" / exporting.WORDS).read_text("utf-8")
    assert "STILL PERSONAL DATA" in words
    assert "仍属个人信息" in words
    report = json.loads((tmp_path / "out" / exporting.REPORT).read_text("utf-8"))
    assert report["signed_by"] == "boss"
    assert report["k_anonymity"]["smallest_class"] >= 10
    assert [one["seeds"] for one in report["structure"]["attacks"]] == [0.05, 0.1, 0.2]
    assert json.loads((tmp_path / "vault").read_text())["export"] == report["export"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "vault"]


def test_an_export_overwrites_nothing(tmp_path: Path) -> None:
    made = pseudonymised(a_network())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    for place in ("full", "full/thesis.txt"):
        with pytest.raises(PlaceTaken):
            write(made, tmp_path / place)
    (tmp_path / "vault").write_text("another secret")
    with pytest.raises(PlaceTaken, match="overwrites nothing"):
        write(made, tmp_path / "out", vault=tmp_path / "vault")
    with pytest.raises(OptionRefused, match="beside the export"):
        check_place(tmp_path / "out", "csv", tmp_path / "out" / "vault")
    with pytest.raises(OptionRefused, match="no format 'xls'"):
        check_place(tmp_path / "out", "xls", None)
    assert not (tmp_path / "out").exists()


def test_an_export_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_places: object) -> None:
        raise OSError("no")

    monkeypatch.setattr("graph_service.analysis.export.os.replace", refuse)
    with pytest.raises(OSError, match="no"):
        write(pseudonymised(a_network()), tmp_path / "out", vault=tmp_path / "vault")
    with pytest.raises(OSError, match="no"):
        write(pseudonymised(a_network()), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_export_of_few_is_refused() -> None:
    with pytest.raises(TooFewPeople, match="has 9 people"):
        pseudonymised(network_of(nx.path_graph(9)))


# --- on the database --------------------------------------------------------------------------------------------------
PASSWORD = "correct horse battery"
LOGGED = statement(
    "MATCH (entry:AuditEntry) MATCH (account:Account {id: entry.account_id}) "
    "RETURN entry.action AS action, account.name AS name",
    "read",
)


async def test_an_administrator_signs_with_a_password(graph: Neo4jGraph, settings: Settings) -> None:
    await add_account(graph, "boss", PASSWORD, Role.ADMIN)
    await add_account(graph, "clerk", PASSWORD, Role.STAFF)
    made = pseudonymised(network_of(nx.barabasi_albert_graph(60, 3, seed=1)))
    with pytest.raises(TooIdentifiable, match="could be found again"):
        await check(graph, made, 0.2, None)
    await check(graph, made, 1.0, None)
    with pytest.raises(SignatureRefused, match="'clerk' is staff"):
        await signature_of(graph, settings, "clerk", PASSWORD)
    with pytest.raises(SignatureRefused, match="cannot sign"):
        await signature_of(graph, settings, "boss", "wrong horse battery")
    signature = await signature_of(graph, settings, "Boss", PASSWORD)
    await check(graph, made, 0.2, signature)
    (entry,) = await graph.run(LOGGED)
    assert entry["name"] == "boss"
    assert made.network.digest[:16] in entry["action"]
    tokens = await graph.run(statement("MATCH (t:Token {revoked: false}) RETURN count(t) AS number", "read"))
    assert tokens == [{"number": 0}]


# --- as a command -----------------------------------------------------------------------------------------------------
def run(*arguments: str, known: nx.Graph[int] = BORING, stdin: str | None = None) -> Any:
    command = Typer()
    register(command, opening(known))
    command.command("other")(lambda: None)
    return CliRunner().invoke(command, ["export", "--format", "csv", *arguments], input=stdin)


def test_the_command_writes_an_export(tmp_path: Path) -> None:
    out, vault = str(tmp_path / "out"), str(tmp_path / "vault")
    cliques = nx.disjoint_union_all([nx.complete_graph(6)] * 10)
    done = run("--pseudonymise", "--out", out, "--threshold", "0.1", "--keep-secret", vault, known=cliques)
    assert done.exit_code == 0, done.output
    assert "60 people, 150 connections" in done.output
    assert "still personal data" in done.output
    assert "id-" not in (tmp_path / "out" / "nodes.csv").read_text("utf-8")
    assert len((tmp_path / "out" / "edges.csv").read_text("utf-8").splitlines()) == 151


def test_the_command_refuses_what_shows_too_much(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    telling = nx.barabasi_albert_graph(60, 3, seed=1)
    assert isinstance(run("--pseudonymise", "--out", out, known=telling).exception, TooIdentifiable)
    assert run("--out", out).exit_code == 2
    assert run("--pseudonymise", "--out", out, "--k", "5").exit_code == 2
    assert run("--pseudonymise", "--out", out, "--threshold", "0.3").exit_code == 2
    flows = run("--pseudonymise", "--out", out, "--projection", "industry-flows")
    assert isinstance(flows.exception, OptionRefused)
    assert list(tmp_path.iterdir()) == []


def test_the_command_has_the_signature_checked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    async def refused(_graph: object, _settings: Settings, name: str, password: str) -> Signature:
        asked.append((name, password))
        raise SignatureRefused("no")

    monkeypatch.setattr("graph_service.analysis.export.signature_of", refused)
    signed = ("--pseudonymise", "--out", str(tmp_path / "out"), "--sign", "boss")
    assert isinstance(run(*signed, "--password-stdin", stdin="a password\n").exception, SignatureRefused)
    assert isinstance(run(*signed, stdin="typed\n").exception, SignatureRefused)
    assert asked == [("boss", "a password"), ("boss", "typed")]
