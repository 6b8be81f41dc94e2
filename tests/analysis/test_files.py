"""A network from files: what counts, what is merged, and what is refused with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.analysis.errors import FileRefused, OptionRefused
from graph_service.analysis.files import Choice, read_network
from graph_service.analysis.network import Network

NODES = "id,name,year,dorm\na,Ann,2004,01\nb,Bea,0,02\nc,韩小宁,2006,\nd,Dan,,01\n"


class Files:
    """Writes files of nodes and edges and reads them."""

    def __init__(self, folder: Path) -> None:
        self.nodes, self.edges = folder / "nodes.csv", folder / "edges.csv"

    def read(self, edges: str | bytes, nodes: str | bytes | None = NODES, **choice: Any) -> Network:
        for path, text in ((self.nodes, nodes), (self.edges, edges)):
            if text is not None:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_network(self.nodes if nodes is not None else None, self.edges, Choice(**choice))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_loops_are_dropped_and_edges_that_come_again_count_once(files: Files) -> None:
    network = files.read("source,target\na,b\nb,a\nc,c\na,b\nd,c\n")
    assert network.ids == ("a", "b", "c", "d")
    assert network.edges.tolist() == [[0, 1], [2, 3]]
    counts = {name: network.origin[name] for name in ("edge_lines", "self_loops_dropped", "repeated_edges_merged")}
    assert counts == {"edge_lines": 5, "self_loops_dropped": 1, "repeated_edges_merged": 2}
    assert network.origin["reversed_among_them"] == 1


def test_missing_values_are_null_and_columns_of_numbers_are_numbers(files: Files) -> None:
    network = files.read("s,t\na,b\n", missing=("0", "01"))
    assert network.attributes.to_dict(as_series=False) == {
        "year": [2004, None, 2006, None],
        "dorm": [None, "02", None, None],
    }
    assert network.origin["columns_left_out"] == ["name"]


def test_what_means_missing_is_compared_as_a_number_in_columns_of_numbers(files: Files) -> None:
    network = files.read("s,t\n", "id,height\na,0.0\nb,1.75\nc,-1\n", missing=("0", "-1.0", "none"))
    assert network.attributes["height"].to_list() == [None, 1.75, None]


def test_words_for_not_a_number_and_padded_numbers_are_text(files: Files) -> None:
    network = files.read("s,t\n", "id,x,y,z\na,nan,01.5,1e999\nb,1,2.5,2\nc,nan,2.5,2\n", attributes=("x", "y", "z"))
    assert network.attributes.to_dict(as_series=False) == {
        "x": ["nan", "1", "nan"],
        "y": ["01.5", "2.5", "2.5"],
        "z": ["1e999", "2", "2"],
    }


def test_only_the_chosen_attributes_are_read_names_included(files: Files) -> None:
    assert files.read("s,t\n", attributes=("name", "year")).attributes.columns == ["name", "year"]
    assert files.read("s,t\n", attributes=()).attributes.width == 0


def test_ids_are_text_of_any_script_without_the_spaces_around_them(files: Files) -> None:
    network = files.read("s,t\n1,01\n 韩小宁 ,1\n", "\ufeffid\n01\n1\n韩小宁 \n\n")
    assert network.ids == ("01", "1", "韩小宁")
    assert network.edges.tolist() == [[0, 1], [1, 2]]


def test_weights_and_dates_are_read_by_the_names_of_their_columns(files: Files) -> None:
    network = files.read("s,t,note,Since,Weight\na,b,x,2019-07,2.5\nb,a,,2018,2.5\nc,d,,,1\n")
    assert network.weights is not None
    assert network.weights.tolist() == [2.5, 1.0]
    assert network.months is not None
    assert network.months.tolist() == [2018 * 12, -1]
    assert network.to_networkx().edges["a", "b"] == {"weight": 2.5, "since_month": 2018 * 12}


@pytest.mark.parametrize("edges", ["s,t,weight\na,b,1\nc,d,1.0\n", "s,t,weight\na,b,\nc,d,\n", "s,t\na,b\nc,d\n"])
def test_weights_that_say_nothing_are_none(files: Files, edges: str) -> None:
    assert files.read(edges).weights is None


def test_dates_that_say_nothing_are_none(files: Files) -> None:
    assert files.read("s,t,date\na,b,\n").months is None


def test_without_a_file_of_nodes_the_edges_name_them(files: Files) -> None:
    network = files.read("s,t\nx,y\nz,x\n", None)
    assert network.ids == ("x", "y", "z")
    assert network.edges.tolist() == [[0, 1], [0, 2]]


def test_unknown_ids_are_added_or_their_edges_dropped(files: Files) -> None:
    added = files.read("s,t\na,zoe\n", unknown="add")
    assert (added.ids[-1], added.size, added.attributes.height) == ("zoe", 1, 5)
    assert added.attributes["year"][-1] is None
    dropped = files.read("s,t\na,zoe\na,b\n", unknown="drop")
    assert (dropped.order, dropped.size, dropped.origin["edges_of_unknown_ids"]) == (4, 1, 1)


@pytest.mark.parametrize("edges", ["s,t\n", "s;t\n", "s\tt\r\n"])
def test_a_network_may_have_no_edges_and_no_nodes(files: Files, edges: str) -> None:
    assert (files.read(edges).order, files.read(edges).size) == (4, 0)
    empty = files.read(edges, "id\n")
    assert (empty.order, empty.size, empty.to_networkx().number_of_nodes()) == (0, 0, 0)
    assert files.read(edges, None).order == 0


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ("", "edges.csv: it is empty"),
        ("s\na\n", "edges.csv, line 1: the heading has 1 column"),
        ("s,t\na,b\na\n", "edges.csv, line 3: 1 cells"),
        ("s,t\na,b,c\n", "edges.csv, line 2: 3 cells"),
        ("s,t\n\na,\n", "edges.csv, line 3: an id is missing"),
        ("s,t\na,b\nb,zoe\n", "edges.csv, line 3: 'zoe' is not among the nodes"),
        ("a,b\nb,c\n", "edges.csv, line 1: 'a' and 'b' stand where the heading has to be"),
        ("s,t,weight\na,b,1\nb,c,-1\n", "edges.csv, line 3: the weight '-1' is not a number above 0"),
        ("s,t,weight\na,b,0\n", "line 2: the weight '0'"),
        ("s,t,weight\na,b,much\n", "line 2: the weight 'much'"),
        ("s,t,weight\na,b,nan\n", "line 2: the weight 'nan'"),
        ("s,t,weight\na,b,inf\n", "line 2: the weight 'inf'"),
        ("s,t,weight\na,b,1\nb,c,1e308\n", "line 3: the weight '1e308' is not from 1e-100 to 1e+100"),
        ("s,t,weight\na,b,1e-300\n", "line 2: the weight '1e-300'"),
        ("s,t,weight\na,b,1\nb,c,\n", "line 3: the weight is missing"),
        ("s,t,weight\na,b,1\na,a,2\nb,a,2\n", "line 4: the edge of line 2 again, with the weight 2 instead of 1"),
        ("s,t,since\na,b,soon\n", "line 2: 'soon' is no date"),
        ("s,t\n\xe4,b\n".encode("latin1"), "edges.csv, line 2: a character is damaged"),
        ('s,t\n"a,b\n', "line 2: a quotation mark opens here"),
    ],
)
def test_edges_against_the_rules_are_refused_with_file_and_line(files: Files, edges: str | bytes, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        files.read(edges)
    assert said in str(refused.value)
    assert refused.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ("id,year\na,1\n,2\n", "nodes.csv, line 3: the id is missing"),
        ("id\na\nb\na\n", "nodes.csv, line 4: 'a' is the id of line 2 already"),
        ("1,x\n2,y\n", "nodes.csv, line 1: '1' stand"),
        ("id,year\na\n", "nodes.csv, line 2: 1 cells"),
        ("", "nodes.csv: it is empty"),
    ],
)
def test_nodes_against_the_rules_are_refused_with_file_and_line(files: Files, nodes: str, said: str) -> None:
    with pytest.raises(FileRefused) as refused:
        files.read("s,t\n", nodes)
    assert said in str(refused.value)


def test_an_edge_list_of_numbers_without_heading_is_refused(files: Files) -> None:
    with pytest.raises(FileRefused, match="line 1: '1' and '2' stand where the heading has to be"):
        files.read("1,2\n2,3\n", None)


def test_files_that_are_none_are_refused(files: Files, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="there is no such file"):
        read_network(None, tmp_path / "nothing.csv")
    other = tmp_path / "edges.pdf"
    other.write_text("s,t\n")
    with pytest.raises(FileRefused, match=r"this is none of \.csv"):
        read_network(None, other)


def test_attributes_that_are_not_there_are_refused_with_those_that_are(files: Files) -> None:
    with pytest.raises(OptionRefused, match="no column named 'height'") as refused:
        files.read("s,t\n", attributes=("height",))
    assert "name, year, dorm" in refused.value.remedy
    with pytest.raises(OptionRefused) as refused:
        files.read("s,t\n", "id\na\n", attributes=("height",))
    assert refused.value.remedy == "It has ids alone."
    with pytest.raises(OptionRefused, match="columns of a file of nodes"):
        files.read("s,t\n", None, attributes=("height",))


pairs = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=pairs)
def test_the_network_is_the_one_that_networkx_makes_of_the_same_edges(
    files: Files, pairs: list[tuple[int, int]]
) -> None:
    text = "s,t\n" + "".join(f"n{a},n{b}\n" for a, b in pairs)
    network = files.read(text, "id\n" + "".join(f"n{node}\n" for node in range(13)))
    theirs: nx.Graph[str] = nx.Graph()
    theirs.add_nodes_from(f"n{node}" for node in range(13))
    theirs.add_edges_from((f"n{a}", f"n{b}") for a, b in pairs if a != b)
    assert nx.utils.graphs_equal(network.to_networkx(), nx.Graph(theirs, **network.origin))
    assert (np.diff(network.edges @ [13, 1]) > 0).all()
    assert (network.edges[:, 0] < network.edges[:, 1]).all()


def test_the_order_of_lines_and_ends_does_not_matter(files: Files) -> None:
    one = files.read("s,t,weight\na,b,2\nc,d,3\n")
    other = files.read("s,t,weight\nd,c,3\nb,a,2\n")
    assert one.digest == other.digest
    assert one.digest != files.read("s,t,weight\na,b,2\nc,d,4\n").digest
