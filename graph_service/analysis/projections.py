"""Networks made of what is known: who knows whom, who shared a cohort, an employer or an event, how careers flow.

A network of people in the same places is a projection of the bipartite one of people and places. In it a place of k
people makes k (k - 1) / 2 edges, so that few large places drown all others; each counts 1 / (k - 1) therefore (Newman,
Scientific collaboration networks II, Phys. Rev. E 64, 2001): what somebody gives to a place is shared out among
the others there, and the strengths of all edges of a person add up to the number of their places with others in them. A
place of more people than `largest` says nothing of who met whom and makes no edges; how many there are is told.

Everything is as of a month: what had begun by then; as of no month, everything that is known, dated or not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.errors import AnalysisRefused, OptionRefused
from graph_service.analysis.facts import UNKNOWN, Bools, Facts, Ints, Months, Stays, attributes_at, there
from graph_service.analysis.network import Network
from graph_service.analysis.sparse import added_up, shared_places

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

LARGEST = 200
PAIRS_AT_MOST = 100_000_000
FEWEST_IN_A_FLOW = 10
ROWS_AT_ONCE = 500


class ProjectionTooLarge(AnalysisRefused):
    """More pairs of people share a place than memory is meant for."""

    remedy = "Choose a smaller --largest: places of more people make no edges."

    def __init__(self, pairs: int) -> None:
        super().__init__(f"{pairs:,} pairs of people share a place, or more; {PAIRS_AT_MOST:,} are the most.")


def acquaintances(facts: Facts, month: int | None = None) -> Network:
    """Who knows whom. Edges carry the month since when; one without a date is in no network of the past."""
    kept = np.ones(len(facts.pairs), dtype=bool) if month is None else _by(facts.since, month)
    return _network(facts, month, facts.pairs[kept], None, facts.since[kept], {"edges_left_out": int((~kept).sum())})


def cohort_mates(facts: Facts, month: int | None = None, largest: int = LARGEST) -> Network:
    """Who was in the same cohort, each cohort counting 1 / (k - 1). Raises ProjectionTooLarge."""
    return _shared(facts, month, facts.memberships, len(facts.cohorts), largest)


def fellow_guests(facts: Facts, month: int | None = None, largest: int = LARGEST) -> Network:
    """Who attended the same event, each event counting 1 / (k - 1). Raises ProjectionTooLarge."""
    return _shared(facts, month, facts.attendance, len(facts.events), largest)


def colleagues(facts: Facts, month: int | None = None, largest: int = LARGEST) -> Network:
    """Who worked for the same employer at the same time.

    Each month together counts 1 / (k - 1) / 12, k being how many people were there in that month: the strengths of all
    edges of a person add up to the years in which they had a colleague. Months of more than `largest` people count
    nothing. A job goes on until its last month; one that is over, nobody knows when, lasts for its first month; one
    without a beginning is left out. Takes O(sum of squares of the employers' jobs) time. Raises ProjectionTooLarge.
    """
    end = int(facts.read_on[:4]) * 12 + int(facts.read_on[5:7]) - 1 if month is None else month
    jobs = facts.jobs.chosen(facts.jobs.begun(end) & there(facts, month)[facts.jobs.people])
    last = np.where(jobs.last != UNKNOWN, jobs.last, np.where(jobs.current, end, jobs.first))
    spans = _merged(jobs.people, jobs.places, jobs.first, np.minimum(last, end))
    pieces: list[tuple[Ints, NDArray[np.float64]]] = []
    pairs = 0
    for employer in spans.employers():
        pieces.append(_overlaps(spans.of(employer), largest))
        pairs += len(pieces[-1][0])
        if pairs > PAIRS_AT_MOST:
            raise ProjectionTooLarge(pairs)
    ends = np.concatenate([np.zeros((0, 2), dtype=np.int64), *(piece[0] for piece in pieces)])
    weights = np.concatenate([np.zeros(0), *(piece[1] for piece in pieces)])
    told = {"largest": largest, "jobs_without_a_beginning": int((facts.jobs.first == UNKNOWN).sum())}
    return _network(facts, month, *added_up(ends, weights, len(facts.ids)), None, told)


SHARED: Mapping[str, Callable[[Facts, int | None, int], Network]] = {
    "cohort": cohort_mates,
    "employer": colleagues,
    "event": fellow_guests,
}


# --- flows of careers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Flows:
    """Where careers went: a directed, weighted graph of employers or of industries, loops included.

    Row i says that `people` [i] different people, in `moves` [i] moves altogether, went from `names` [`sources` [i]]
    to `names` [`targets` [i]]. A move is from a job to the next that the same person began, in a later month. Rows are
    in the order of sources, then targets.
    """

    names: tuple[str, ...]
    sources: Ints
    targets: Ints
    moves: Ints
    people: Ints
    labels: tuple[str, ...]
    origin: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def at_least(self, people: int) -> Flows:
        """Only the flows of so many people."""
        kept = self.people >= people
        return replace(
            self,
            sources=self.sources[kept],
            targets=self.targets[kept],
            moves=self.moves[kept],
            people=self.people[kept],
            origin={**self.origin, "least_people": people, "flows_left_out": int((~kept).sum())},
        )

    def table(self) -> pl.DataFrame:
        """One row for each flow: from, to, moves, people."""
        names = pl.Series(self.names, dtype=pl.String)
        ends = {"from": names.gather(self.sources), "to": names.gather(self.targets)}
        return pl.DataFrame({**ends, "moves": pl.Series(self.moves), "people": pl.Series(self.people)})

    def to_networkx(self) -> nx.DiGraph[str]:
        """The same as a `networkx.DiGraph`: nodes by name with their `label`, edges with `weight` (moves), `people`."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph(**dict(self.origin))
        graph.add_nodes_from((name, {"label": label}) for name, label in zip(self.names, self.labels, strict=True))
        for row in self.table().iter_rows(named=True):
            graph.add_edge(row["from"], row["to"], weight=row["moves"], people=row["people"])
        return graph

    def network(self) -> Network:
        """The same without directions and loops, weighted by the moves both ways: what measures of networks take."""
        ends = np.column_stack([self.sources, self.targets])
        edges, weights = added_up(ends, self.moves.astype(np.float64), len(self.names))
        labels = pl.DataFrame({"label": pl.Series(self.labels, dtype=pl.String)})
        return Network(self.names, edges, weights, None, labels, {**self.origin, "directions": "both ways added up"})


def industry_flows(facts: Facts, month: int | None = None) -> Flows:
    """How careers went from industry to industry (sections of GB/T 4754), jobs of an unknown one passed over."""
    sections = facts.employers["industry"].to_list()
    names = tuple(sorted({section for section in sections if section is not None}))
    at = {name: place for place, name in enumerate(names)}
    places = np.array([at.get(section, UNKNOWN) for section in sections], dtype=np.int64)
    return _flows(facts, month, places, names, names, "industries")


def employer_flows(facts: Facts, month: int | None = None) -> Flows:
    """How careers went from employer to employer; a new job at the same one is no move."""
    names = tuple(facts.employers["id"].to_list())
    labels = tuple(facts.employers["name"].fill_null("").to_list())
    flows = _flows(facts, month, np.arange(len(names)), names, labels, "employers")
    moved = flows.sources != flows.targets
    parts = {name: getattr(flows, name)[moved] for name in ("sources", "targets", "moves", "people")}
    return replace(flows, **parts)


FLOWS: Mapping[str, Callable[[Facts, int | None], Flows]] = {
    "industry-flows": industry_flows,
    "employer-flows": employer_flows,
}


ACQUAINTED = ("knows", *SHARED)
"""Projections whose nodes are people."""
PROJECTIONS = (*ACQUAINTED, *FLOWS)


def check_projection(projection: str, known: Sequence[str] = PROJECTIONS) -> None:
    """Nothing, when there is a projection of that name. Raises OptionRefused."""
    if projection not in known:
        raise OptionRefused(f"There is no projection {projection!r}.", f"Choose one of {', '.join(known)}.")


def network_of(facts: Facts, projection: str, month: int | None = None, *, largest: int = LARGEST) -> Network:
    """The network of that name; flows of careers without directions, and only those of ten people or more.

    Raises OptionRefused for an unknown name, and ProjectionTooLarge.
    """
    check_projection(projection)
    if projection in SHARED:
        return SHARED[projection](facts, month, largest)
    if projection in FLOWS:
        return FLOWS[projection](facts, month).at_least(FEWEST_IN_A_FLOW).network()
    return acquaintances(facts, month)


# --- how --------------------------------------------------------------------------------------------------------------


def _network(
    facts: Facts,
    month: int | None,
    edges: Ints,
    weights: NDArray[np.float64] | None,
    months: Months | None,
    told: Mapping[str, Any],
) -> Network:
    """The network of those who were there by then."""
    present = there(facts, month)
    whole = Network(facts.ids, edges, weights, months, attributes_at(facts, month), {})
    part = whole if month is None else whole.part(present)
    return replace(part, origin={**told, "people_not_there_yet": int((~present).sum())})


def _by(months: Months, month: int) -> Bools:
    return (months != UNKNOWN) & (months <= month)


def _shared(facts: Facts, month: int | None, stays: Stays, places: int, largest: int) -> Network:
    """Who was in the same places, each counting 1 / (k - 1)."""
    present = there(facts, month)
    kept = stays.begun(month) & present[stays.people]
    rows = np.unique(np.column_stack([stays.people[kept], stays.places[kept]]), axis=0)
    sizes = np.bincount(rows[:, 1], minlength=places)
    pairs = int((sizes * (sizes - 1) // 2)[sizes <= largest].sum())
    if pairs > PAIRS_AT_MOST:
        raise ProjectionTooLarge(pairs)
    rows = rows[(sizes[rows[:, 1]] > 1) & (sizes[rows[:, 1]] <= largest)]
    worth = 1.0 / (sizes[rows[:, 1]] - 1)
    edges, weights = shared_places(rows[:, 0], rows[:, 1], worth, len(facts.ids))
    told = {"largest": largest, "places_too_large": int((sizes > largest).sum())}
    return _network(facts, month, edges, weights, None, told)


class _Spans(NamedTuple):
    """When people were at employers, each time once; in the order of employers, people and months."""

    people: Ints
    places: Ints
    first: Ints
    last: Ints

    def employers(self) -> list[tuple[int, int]]:
        """Which rows are about each employer: from, and up to."""
        bounds = [*np.flatnonzero(np.diff(self.places, prepend=-1)).tolist(), len(self.places)]
        return list(itertools.pairwise(bounds))

    def of(self, rows: tuple[int, int]) -> _Spans:
        """These rows."""
        return _Spans(*(column[slice(*rows)] for column in self))


def _merged(people: Ints, places: Ints, first: Months, last: NDArray[Any]) -> _Spans:
    """Stays of one person at one employer that overlap or follow one another as one."""
    order = np.lexsort((last, first, people, places))
    people, places = people[order], places[order]
    begin, end = first[order].astype(np.int64), last[order].astype(np.int64)
    starts = np.ones(len(order), dtype=bool)
    latest = -1
    same = np.zeros(len(order), dtype=bool)
    same[1:] = (np.diff(people) == 0) & (np.diff(places) == 0)
    for at in range(len(order)):
        if same[at] and begin[at] <= latest + 1:
            starts[at] = False
            latest = max(latest, int(end[at]))
        else:
            latest = int(end[at])
    rows = np.flatnonzero(starts)
    ends = np.maximum.reduceat(end, rows) if len(rows) else end
    return _Spans(people[rows], places[rows], begin[rows], ends)


def _overlaps(spans: _Spans, largest: int) -> tuple[Ints, NDArray[np.float64]]:
    """Pairs of people who were at one employer at one time, and how much that counts."""
    start = int(spans.first.min())
    change = np.zeros(int(spans.last.max()) - start + 2, dtype=np.int64)
    np.add.at(change, spans.first - start, 1)
    np.add.at(change, spans.last - start + 1, -1)
    there_then = np.cumsum(change)
    counts = (there_then >= 2) & (there_then <= largest)
    worth = np.where(counts, 1.0 / np.maximum(there_then - 1, 1), 0.0) / 12
    until = np.concatenate([[0.0], np.cumsum(worth)])
    pairs: list[Ints] = []
    weights: list[NDArray[np.float64]] = []
    for at in range(0, len(spans.people), ROWS_AT_ONCE):
        rows = slice(at, at + ROWS_AT_ONCE)
        begin = np.maximum(spans.first[rows, None], spans.first[None, at:]) - start
        end = np.minimum(spans.last[rows, None], spans.last[None, at:]) - start
        weight = np.where(end >= begin, until[np.maximum(end, 0) + 1] - until[begin], 0.0)
        one, other = np.nonzero(np.triu(weight > _NOTHING, k=1))
        people = np.column_stack([spans.people[at + one], spans.people[at + other]])
        different = people[:, 0] != people[:, 1]
        pairs.append(np.sort(people[different], axis=1))
        weights.append(weight[one, other][different])
    return np.concatenate(pairs), np.concatenate(weights)


_NOTHING = 1e-12


def _flows(
    facts: Facts, month: int | None, place_of: Ints, names: tuple[str, ...], labels: tuple[str, ...], kind: str
) -> Flows:
    dated = facts.jobs.begun(month) & (facts.jobs.first != UNKNOWN)
    dated &= place_of[facts.jobs.places] != UNKNOWN if len(facts.jobs) else dated
    jobs = facts.jobs.chosen(dated)
    places = place_of[jobs.places] if len(jobs) else jobs.places
    if len(jobs):
        follows = (np.diff(jobs.people) == 0) & (np.diff(jobs.first) > 0)
        people, sources, targets = jobs.people[:-1][follows], places[:-1][follows], places[1:][follows]
    else:
        people = sources = targets = places
    moves = pl.DataFrame({"source": sources, "target": targets, "person": people})
    flows = (
        moves.group_by("source", "target")
        .agg(pl.len().cast(pl.Int64).alias("moves"), pl.col("person").n_unique().cast(pl.Int64).alias("people"))
        .sort("source", "target")
    )
    columns = {name: flows[name].to_numpy().astype(np.int64) for name in ("moves", "people")}
    return Flows(
        names=names,
        sources=flows["source"].to_numpy().astype(np.int64),
        targets=flows["target"].to_numpy().astype(np.int64),
        labels=labels,
        origin={"flows_of": kind, "jobs_without_a_beginning": int((facts.jobs.first == UNKNOWN).sum())},
        **columns,
    )
