"""The measures of `graph-service analyse` as somebody would write them with NetworkX alone, timed one by one.

`python -m benchmarks.plain NODES.csv EDGES.csv MEASURE SECONDS SOURCES` prints what one measure took, as JSON. What a
measure does for many sources, nodes, swaps or runs alike is done for as many as fit into the seconds, and the time for
all of them is estimated from that. It runs in a process of its own, so that it can be ended and its memory counted.
Patience and `processor` are seconds of the processor, which a busy machine changes little.
"""

from __future__ import annotations

import csv
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import networkx as nx

Graph = nx.Graph
GLOBAL_SWAPS = {"rich_club": 20, "mixing": 30}
COMMUNITY_RUNS = 5
AT_LEAST = 3


@dataclass
class Told:
    """Seconds of a measure, by the clock and of the processor; `of` says how much was done when the rest is estimated.

    `numbers` are by the names of a report; `nodes` has values of some nodes, by the names of tables and columns.
    """

    seconds: float = 0.0
    processor: float = 0.0
    of: str = ""
    numbers: dict[str, float] = field(default_factory=dict)
    nodes: dict[str, dict[str, float]] = field(default_factory=dict)

    def timed(self, work: Callable[[], Any]) -> Any:
        """What the work gives; its time is added."""
        began, busy = time.perf_counter(), time.process_time()
        answer = work()
        self.seconds += time.perf_counter() - began
        self.processor += time.process_time() - busy
        return answer

    def each(self, what: str, work: Callable[[Any], Any], items: Iterable[Any], wanted: int, patience: float) -> None:
        """Does the work for the items until patience ends, at least three; adds the time that all wanted would take."""
        began, busy, done = time.perf_counter(), time.process_time(), 0
        for item in islice(items, wanted):
            work(item)
            done += 1
            if done >= AT_LEAST and time.process_time() - busy > patience:
                break
        self.seconds += (time.perf_counter() - began) * wanted / max(1, done)
        self.processor += (time.process_time() - busy) * wanted / max(1, done)
        if done < wanted:
            self.of = f"{self.of}; {done:,} of {wanted:,} {what}".removeprefix("; ")


def read(nodes: Path, edges: Path) -> Graph:
    """The files as a graph, with dates on its edges as years."""
    graph: Graph = nx.Graph()
    with nodes.open(encoding="utf-8", newline="") as file:
        graph.add_nodes_from((row.pop("id"), row) for row in csv.DictReader(file))
    with edges.open(encoding="utf-8", newline="") as file:
        graph.add_edges_from((row["a"], row["b"], {"year": int(row["since"])}) for row in csv.DictReader(file))
    return graph


def _largest(graph: Graph) -> Graph:
    return graph.subgraph(max(nx.connected_components(graph), key=len)).copy()


def _shuffled(graph: Graph) -> Sequence[Any]:
    return random.Random(1).sample(list(graph), graph.number_of_nodes())


def size(graph: Graph, told: Told, patience: float, sources: int) -> None:
    told.numbers["density"] = told.timed(lambda: nx.density(graph))


def degrees(graph: Graph, told: Told, patience: float, sources: int) -> None:
    histogram = told.timed(lambda: nx.degree_histogram(graph))
    told.numbers["max_degree"] = len(histogram) - 1


def components(graph: Graph, told: Told, patience: float, sources: int) -> None:
    found = told.timed(lambda: list(nx.connected_components(graph)))
    told.numbers |= {"components": len(found), "largest_component": max(map(len, found))}


def distances(graph: Graph, told: Told, patience: float, sources: int) -> None:
    part = _largest(graph)
    share = (len(part) - 1) / (len(graph) - 1)
    farthest, closeness = (
        told.nodes.setdefault(f"nodes_distances.{name}", {}) for name in ("eccentricity", "closeness")
    )

    def search(node: Any) -> None:
        steps = nx.single_source_shortest_path_length(part, node).values()
        farthest[node] = max(steps)
        closeness[node] = (len(part) - 1) / sum(steps) * share

    told.each("sources", search, _shuffled(part), sources, patience)


def clustering(graph: Graph, told: Told, patience: float, sources: int) -> None:
    told.numbers["triangles"] = sum(told.timed(lambda: nx.triangles(graph)).values()) // 3
    told.numbers["transitivity"] = told.timed(lambda: nx.transitivity(graph))
    told.numbers["average_clustering"] = told.timed(lambda: nx.average_clustering(graph))


def cores(graph: Graph, told: Told, patience: float, sources: int) -> None:
    told.numbers["degeneracy"] = max(told.timed(lambda: nx.core_number(graph)).values())


def rich_club(graph: Graph, told: Told, patience: float, sources: int) -> None:
    found = told.timed(lambda: nx.rich_club_coefficient(graph, normalized=False))
    degrees = sorted((degree for _, degree in graph.degree), reverse=True)
    # The last degree that at least ten nodes exceed, and a hundredth of all.
    told.numbers["rich_club"] = found[degrees[max(10, math.ceil(len(degrees) / 100)) - 1] - 1]
    _rewire(graph, told, patience, GLOBAL_SWAPS["rich_club"])


def growth(graph: Graph, told: Told, patience: float, sources: int) -> None:
    by_year: dict[int, list[Any]] = {}
    for a, b, year in graph.edges(data="year"):
        by_year.setdefault(year, []).append((a, b))

    def grow() -> None:
        grown: Graph = nx.Graph()
        for year in sorted(by_year):
            grown.add_edges_from(by_year[year])
            max(map(len, nx.connected_components(grown)))

    told.timed(grow)


def mixing(graph: Graph, told: Told, patience: float, sources: int) -> None:
    told.numbers["degree_assortativity"] = told.timed(lambda: nx.degree_assortativity_coefficient(graph))
    for name in ("group", "year"):
        found = told.timed(lambda name=name: nx.attribute_assortativity_coefficient(graph, name))
        told.numbers[f"assortativity.{name}.nominal"] = found
    _rewire(graph, told, patience, GLOBAL_SWAPS["mixing"])


def homophily(graph: Graph, told: Told, patience: float, sources: int) -> None:
    for name in ("group", "year"):
        cells = told.timed(lambda name=name: nx.attribute_mixing_dict(graph, name))
        ends = sum(sum(row.values()) for row in cells.values())
        within = sum(row.get(value, 0) for value, row in cells.items())
        told.numbers[f"external_internal.{name}"] = (ends - 2 * within) / ends


def communities(graph: Graph, told: Told, patience: float, sources: int) -> None:
    told.each("runs", lambda seed: nx.community.louvain_communities(graph, seed=seed), range(99), COMMUNITY_RUNS, 0)


def brokerage(graph: Graph, told: Told, patience: float, sources: int) -> None:
    order = _shuffled(graph)

    def between(node: Any) -> None:
        nx.betweenness_centrality_subset(graph, [node], order)

    told.each("sources of betweenness", between, order, sources, patience / 2)
    nodes = graph.number_of_nodes()
    for name, holes in (("constraint", nx.constraint), ("effective_size", nx.effective_size)):
        values = told.nodes.setdefault(f"brokerage.{name}", {})

        def measure(node: Any, holes: Any = holes, values: dict[str, float] = values) -> None:
            values |= holes(graph, [node])

        told.each(f"nodes of {name}", measure, order, nodes, patience / 4)


def cut_points(graph: Graph, told: Told, patience: float, sources: int) -> None:
    told.numbers["articulation_points"] = told.timed(lambda: sum(1 for _ in nx.articulation_points(graph)))
    told.numbers["bridges"] = told.timed(lambda: sum(1 for _ in nx.bridges(graph)))


def _rewire(graph: Graph, told: Told, patience: float, global_swaps: int) -> None:
    """As many swaps of two edges as so many global swaps try, in steps of a thousand."""
    copy = graph.copy()
    steps = global_swaps * graph.number_of_edges() // 2 // 1_000 + 1

    def swap(step: int) -> None:
        nx.double_edge_swap(copy, 1_000, max_tries=1_000_000, seed=step)

    told.each("thousand swaps", swap, range(steps), steps, patience / 2)


PLAIN: dict[str, Callable[[Graph, Told, float, int], None]] = {
    one.__name__: one
    for one in (
        *(size, degrees, components, distances, clustering, cores, rich_club, growth),
        *(mixing, homophily, communities, brokerage, cut_points),
    )
}


def main(arguments: Sequence[str]) -> None:
    """Reads the graph, runs one measure (or none, for `reading`) and prints what it told."""
    nodes, edges, name, patience, sources = arguments
    told, reading = Told(), Told()
    graph = reading.timed(lambda: read(Path(nodes), Path(edges)))
    if name == "reading":
        told = reading
    else:
        PLAIN[name](graph, told, float(patience), int(sources) or graph.number_of_nodes())
    print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main(sys.argv[1:])
