"""The plots of a report, each drawn from the tables and numbers of a measure as an SVG that needs nothing else."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from graph_service.analysis.measure import Findings, Scalar

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

BLUE, ORANGE, GREY = "#2f6690", "#d1603d", "#8a8f98"
WIDE, SQUARE = (6.4, 3.6), (5.4, 5.0)
FEW = 12
MOST_COMMUNITIES = 40
MOST_LINES = 3
CIRCLES = 12_000
MOST_LABELS = 40
MOST_POINTS = 3_000
MOST_SETS = 6
LONGEST_LABEL = 24
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "graph-service",
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
    "font.family": "sans-serif",
    "font.size": 9.0,
}


class Plot(NamedTuple):
    """A drawing and what stands below it."""

    svg: str
    caption: str


class Material(NamedTuple):
    """What a plot is drawn from."""

    tables: Mapping[str, pl.DataFrame]
    numbers: Mapping[str, Scalar]


def plots(measure: str, findings: Findings) -> list[Plot]:
    """The plots of a measure's findings; none when there is nothing to see."""
    material = Material(findings.tables, {number.name: number.value for number in findings.numbers})
    drawn = [draw(material) for draw in DRAWN.get(measure, ())]
    if measure == "homophily":
        drawn += [_mixing(name.removeprefix("mixing_"), table) for name, table in _matrices(findings.tables)]
    return [plot for plot in drawn if plot is not None]


@contextmanager
def _figure(size: tuple[float, float], made: list[str]) -> Generator[tuple[Figure, Axes]]:
    """A figure to draw on; its SVG is in `made` afterwards, the same bytes for the same drawing."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE), warnings.catch_warnings():
        # Readers' fonts draw the letters; it is no matter that matplotlib's own lack some.
        warnings.simplefilter("ignore")
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        yield figure, axes
        for one in figure.axes:
            _plain_numbers(one)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    made.append(_inline(text.getvalue()))


def _plain_numbers(axes: Axes) -> None:
    """Labels of logarithmic axes as plain numbers: at powers of ten, on short axes at their doubles and fives too."""
    from matplotlib.ticker import FuncFormatter, LogLocator

    for axis, scale, bounds in (
        (axes.xaxis, axes.get_xscale(), axes.get_xlim()),
        (axes.yaxis, axes.get_yscale(), axes.get_ylim()),
    ):
        if scale == "log":
            axis.set_major_locator(LogLocator(subs=(1, 2, 5) if bounds[1] / bounds[0] < 1_000 else (1,)))
            axis.set_major_formatter(FuncFormatter(_plain))
            axis.set_minor_formatter(FuncFormatter(_nothing))


def _whole(axis: Axis) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True))


def _nothing(_value: float, _place: int | None = None) -> str:
    return ""


def _plain(value: float, _place: int | None = None) -> str:
    """A number as a label: `10,000`, `0.001`.

    >>> _plain(10000.0), _plain(0.001), _plain(1e-7)
    ('10,000', '0.001', '1e-07')
    """
    return f"{value:,.0f}" if value >= 1 else f"{value:.6g}"


def _inline(svg: str) -> str:
    """The SVG as it can stand in a page: without its prolog, and without names that several plots would share."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    return re.sub(r'<g id="[^"]*"', "<g", body)


def _table(material: Material, name: str, least: int = 1) -> pl.DataFrame | None:
    table = material.tables.get(name)
    return None if table is None or table.height < least else table


def _column(table: pl.DataFrame, name: str) -> NDArray[Any]:
    return table[name].to_numpy()


# --- one for each thing to see --------------------------------------------------------------------------------------


def _degrees(material: Material) -> Plot | None:
    table = _table(material, "degree_distribution")
    if table is None or int(table["degree"].max() or 0) == 0:  # pyright: ignore[reportArgumentType]
        return None
    table, made = table.filter(pl.col("degree") > 0), list[str]()
    with _figure(WIDE, made) as (_, axes):
        axes.loglog(_column(table, "degree"), _column(table, "share_at_least"), ".", color=BLUE, label="nodes")
        exponent, start = material.numbers.get("tail_exponent"), material.numbers.get("tail_start")
        if isinstance(exponent, float) and isinstance(start, int):
            degrees = np.geomspace(start, float(_column(table, "degree")[-1]), 50)
            level = float(table.filter(pl.col("degree") >= start)["share_at_least"][0])
            label = f"power law, exponent {exponent:.2f}, from {start}"
            axes.loglog(degrees, level * (degrees / start) ** (1 - exponent), "--", color=ORANGE, label=label)
        axes.set_xlabel("degree")
        axes.set_ylabel("share with at least that degree")
        axes.legend(frameon=False)
    return Plot(
        made[0], "Degree distribution: the share of nodes with at least so many neighbours, and the fitted tail."
    )


def _components(material: Material) -> Plot | None:
    table, made = _table(material, "component_sizes"), list[str]()
    if table is None:
        return None
    with _figure(WIDE, made) as (_, axes):
        if table.height <= FEW:
            labels = [f"{size:,}" for size in table["size"].to_list()]
            axes.bar(labels, _column(table, "components"), width=0.5, color=BLUE)
            _whole(axes.yaxis)
        else:
            axes.loglog(_column(table, "size"), _column(table, "components"), "o", color=BLUE)
        axes.set_xlabel("nodes in a component")
        axes.set_ylabel("components of that size")
    return Plot(made[0], "Component sizes: how many components have how many nodes.")


def _distances(material: Material) -> Plot | None:
    table, made = _table(material, "distances"), list[str]()
    if table is None:
        return None
    pairs = _column(table, "pairs").astype(np.float64)
    with _figure(WIDE, made) as (_, axes):
        axes.bar(_column(table, "distance"), pairs / max(1.0, pairs.sum()), color=BLUE)
        axes.set_xlabel("steps")
        _whole(axes.xaxis)
        axes.set_ylabel("share of connected pairs")
    return Plot(made[0], "Distances: the share of the connected pairs that are so many steps apart.")


def _clustering(material: Material) -> Plot | None:
    table, made = _table(material, "clustering_by_degree"), list[str]()
    if table is None:
        return None
    with _figure(WIDE, made) as (_, axes):
        axes.semilogx(_column(table, "degree"), _column(table, "mean_clustering"), ".", color=BLUE)
        axes.set_xlabel("degree")
        axes.set_ylabel("mean clustering")
        axes.set_ylim(bottom=0)
    return Plot(made[0], "Clustering by degree: the share of the pairs of neighbours that are joined.")


def _cores(material: Material) -> Plot | None:
    table, made = _table(material, "cores", 2), list[str]()
    if table is None:
        return None
    with _figure(WIDE, made) as (_, axes):
        axes.step(_column(table, "core_number"), _column(table, "nodes_within"), where="post", color=BLUE)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("k")
        axes.set_ylabel("nodes of the k-core", color=BLUE)
        beside = axes.twinx()
        beside.plot(_column(table, "core_number"), _column(table, "density_within"), color=ORANGE)
        beside.set_ylabel("its density", color=ORANGE)
        beside.set_ylim(bottom=0)
    return Plot(made[0], "Cores: how many nodes are left when everybody needs k neighbours among them, and how dense.")


def _core_periphery(material: Material) -> Plot | None:
    names = ("core_density", "core_to_periphery", "periphery_density")
    inside, between, outside = (material.numbers.get(name) for name in names)
    if inside is None and outside is None:
        return None
    made: list[str] = []
    size = material.numbers.get("core_size")
    cells = np.array([[inside, between], [between, outside]], dtype=np.float64)
    with _figure((4.2, 3.4), made) as (figure, axes):
        image = axes.imshow(cells, cmap="Blues", vmin=0, vmax=max(1e-12, float(np.nanmax(cells))))
        sides = [f"core ({size})", "periphery"]
        axes.set_xticks([0, 1], sides)
        axes.set_yticks([0, 1], sides)
        for row, column in np.ndindex(2, 2):
            share = cells[row, column]
            ink = "white" if share > 0.5 * np.nanmax(cells) else "black"
            axes.text(column, row, "none" if np.isnan(share) else f"{share:.3g}", ha="center", color=ink)
        figure.colorbar(image, shrink=0.8)
    return Plot(made[0], "Core and periphery: the share of pairs that are joined within and between them.")


def _rich_club(material: Material) -> Plot | None:
    table, made = _table(material, "rich_club", 2), list[str]()
    if table is None:
        return None
    ratio = "ratio" if table["ratio"].count() else "ratio_configuration"
    table = table.filter(pl.col(ratio).is_not_null() & (pl.col("above_degree") > 0))
    if not table.height:
        return None
    with _figure(WIDE, made) as (_, axes):
        axes.semilogx(_column(table, "above_degree"), _column(table, ratio), color=BLUE)
        axes.axhline(1, color=GREY, linewidth=0.8)
        axes.set_xlabel("nodes above this degree")
        axes.set_ylabel("density, times that by chance")
    return Plot(made[0], "Rich club: above 1, nodes of high degree are joined more than their degrees explain.")


def _growth(material: Material) -> Plot | None:
    table, made = _table(material, "growth", 2), list[str]()
    if table is None:
        return None
    with _figure(WIDE, made) as (_, axes):
        axes.semilogy(_column(table, "year"), _column(table, "edges"), color=BLUE, label="edges")
        axes.semilogy(_column(table, "year"), _column(table, "nodes"), color=ORANGE, label="nodes")
        axes.set_ylabel("at the end of the year")
        axes.legend(frameon=False, loc="center right")
        beside = axes.twinx()
        beside.plot(_column(table, "year"), _column(table, "largest_component_share"), ":", color=GREY)
        beside.set_ylim(0, 1.05)
        beside.set_ylabel("share in the largest component", color=GREY)
    return Plot(
        made[0], "Growth: nodes with an edge and edges at the end of each year, and how far they hang together."
    )


def _matrices(tables: Mapping[str, pl.DataFrame]) -> list[tuple[str, pl.DataFrame]]:
    return [(name, table) for name, table in tables.items() if name.startswith("mixing_") and table.height > 1]


def _mixing(attribute: str, table: pl.DataFrame) -> Plot | None:
    counts = table.drop(table.columns[0]).to_numpy().astype(np.float64)
    ends = counts.sum(axis=1)
    total = ends.sum()
    if not total:
        return None
    chance = np.outer(ends, ends) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.log2(np.where(chance > 0, counts / chance, np.nan))
    # What never occurs is as far from chance as the scale goes.
    ratios = np.clip(np.nan_to_num(ratios, neginf=-3.0), -3, 3)
    labels, made = [_short(str(value)) for value in table[table.columns[0]].to_list()], list[str]()
    with _figure(SQUARE, made) as (figure, axes):
        image = axes.imshow(ratios, cmap="RdBu_r", vmin=-3, vmax=3)
        if len(labels) <= MOST_LABELS:
            axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=7)
            axes.set_yticks(range(len(labels)), labels, fontsize=7)
        bar = figure.colorbar(image, shrink=0.7, ticks=[-3, -2, -1, 0, 1, 2, 3])
        bar.ax.set_yticklabels(["1/8", "1/4", "1/2", "1", "2", "4", "8"])
    return Plot(made[0], f"Mixing by {attribute}: how many times as many edges as chance would put there.")


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _communities(material: Material) -> Plot | None:
    sizes, made = _table(material, "community_map"), list[str]()
    ties = material.tables.get("community_edges")
    if sizes is None or ties is None:
        return None
    shown = sizes.sort("people", "community", descending=[True, False]).head(MOST_COMMUNITIES)
    names: list[int] = shown["community"].to_list()
    between = _strongest(shown, ties)
    places = _layout(names, between)
    spots = np.array([places[name] for name in names])
    people = _column(shown, "people").astype(np.float64)
    with _figure(SQUARE, made) as (_, axes):
        most = max(1.0, float(between["edges"].max() or 1))  # pyright: ignore[reportArgumentType]
        for one, other, edges in between.select("one", "other", "edges").iter_rows():
            ends = np.array([places[one], places[other]])
            axes.plot(ends[:, 0], ends[:, 1], color=GREY, linewidth=0.4 + 3 * edges / most, alpha=0.5, zorder=1)
        axes.scatter(spots[:, 0], spots[:, 1], s=25 + CIRCLES * people / people.sum(), color=BLUE, alpha=0.75, zorder=2)
        for name, count, spot in zip(names, people.astype(int).tolist(), spots, strict=True):
            axes.annotate(f"{name}\n{count:,}", spot, ha="center", va="center", fontsize=6, zorder=3)
        axes.axis("off")
        axes.margins(0.12)
    rest = sizes.height - shown.height
    beyond = f" The {rest:,} smallest are not drawn." if rest else ""
    says = "Community map: circles are communities, with number and people; lines go to the three with the most edges"
    return Plot(made[0], f"{says} between them.{beyond}")


def _strongest(shown: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """Of the edges between communities those to the three that each has most edges with."""
    names = shown["community"].to_list()
    between = ties.filter(
        pl.col("one").is_in(names) & pl.col("other").is_in(names) & (pl.col("one") != pl.col("other"))
    )
    turned = between.select(pl.col("other").alias("one"), pl.col("one").alias("other"), "edges")
    both = pl.concat([between.select("one", "other", "edges"), turned])
    first = both.sort("edges", "one", "other", descending=[True, False, False]).group_by("one", maintain_order=True)
    kept = first.head(MOST_LINES).with_columns(
        low=pl.min_horizontal("one", "other"), high=pl.max_horizontal("one", "other")
    )
    return kept.select(pl.col("low").alias("one"), pl.col("high").alias("other"), "edges").unique().sort("one", "other")


def _layout(names: list[int], between: pl.DataFrame) -> dict[int, NDArray[np.float64]]:
    """Where communities stand: joined ones near each other, the same each time."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(between.select("one", "other").iter_rows())
    return nx.spring_layout(graph, seed=1, iterations=300, k=2.5 / max(1, len(names)) ** 0.5)


def _brokerage(material: Material) -> Plot | None:
    table, made = _table(material, "brokerage"), list[str]()
    if table is None:
        return None
    known = table.filter(pl.col("constraint").is_not_null() & (pl.col("betweenness") > 0))
    known = known.sort("betweenness", descending=True, maintain_order=True).head(MOST_POINTS)
    if known.height < 2:
        return None
    with _figure(WIDE, made) as (_, axes):
        axes.loglog(_column(known, "constraint"), _column(known, "betweenness"), ".", color=BLUE, alpha=0.5)
        axes.set_xlabel("constraint: low where neighbours do not know each other")
        axes.set_ylabel("betweenness")
    return Plot(made[0], f"Brokers are at the upper left: between many, held by few ({known.height:,} nodes).")


def _resilience(material: Material) -> Plot | None:
    table, made = _table(material, "resilience"), list[str]()
    if table is None:
        return None
    with _figure(WIDE, made) as (_, axes):
        for strategy, colour in (("random", GREY), ("degree", BLUE), ("betweenness", ORANGE)):
            rows = table.filter(pl.col("strategy") == strategy)
            label = "by chance" if strategy == "random" else f"highest {strategy} first"
            axes.plot(_column(rows, "left"), _column(rows, "largest"), color=colour, label=label)
        axes.plot([0, 1], [1, 0], ":", color=GREY, linewidth=0.8)
        axes.set_xlabel("share of people who left")
        axes.set_ylabel("share in the largest component")
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)
    return Plot(made[0], "Resilience: who still hangs together; on the dotted line only those who left are lost.")


def _reach(material: Material) -> Plot | None:
    table, made = _table(material, "reach"), list[str]()
    if table is None:
        return None
    sets = table.filter((pl.col("value") == "any") & (pl.col("nodes") > 0))
    names = sets["attribute"].unique(maintain_order=True).to_list()[:MOST_SETS]
    if not names:
        return None
    with _figure(WIDE, made) as (_, axes):
        for name in names:
            rows = sets.filter(pl.col("attribute") == name)
            axes.plot(_column(rows, "steps"), _column(rows, "share"), "o-", label=_short(name))
        axes.set_xlabel("steps")
        _whole(axes.xaxis)
        axes.set_ylabel("share of people reached")
        axes.set_ylim(0, 1)
        axes.legend(frameon=False)
    return Plot(made[0], "Reach: the share of people within so many steps of those with the attribute.")


def _dyads(material: Material) -> Plot | None:
    table, made = _table(material, "dyads"), list[str]()
    if table is None:
        return None
    ratios = ("odds_ratio", "odds_ratio_low", "odds_ratio_high")
    sure = pl.all_horizontal(pl.col(name).is_between(1e-6, 1e6) for name in ratios)
    table = table.filter((pl.col("attribute") != "intercept") & sure)
    if not table.height:
        return None
    middle, low, high = (_column(table, name) for name in ratios)
    places = np.arange(table.height)[::-1]
    with _figure((WIDE[0], 1.2 + 0.3 * table.height), made) as (_, axes):
        axes.errorbar(middle, places, xerr=[middle - low, high - middle], fmt="o", color=BLUE, capsize=3)
        axes.axvline(1, color=GREY, linewidth=0.8)
        axes.set_xscale("log")
        axes.set_yticks(places, [_short(name) for name in table["attribute"].to_list()])
        axes.set_ylim(-0.6, table.height - 0.4)
        axes.set_xlabel("times the odds of a tie")
    return Plot(
        made[0], "What goes with a tie: how many times the odds when both are alike in it, all else being equal."
    )


DRAWN: dict[str, tuple[Callable[[Material], Plot | None], ...]] = {
    "degrees": (_degrees,),
    "components": (_components,),
    "distances": (_distances,),
    "clustering": (_clustering,),
    "cores": (_cores, _core_periphery),
    "rich_club": (_rich_club,),
    "growth": (_growth,),
    "communities": (_communities,),
    "brokerage": (_brokerage,),
    "resilience": (_resilience,),
    "reach": (_reach,),
    "dyads": (_dyads,),
}
