"""The report as one page: readable without a network and without scripts, plots inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from graph_service.analysis.measure import Number, Scalar
from graph_service.analysis.plots import plots
from graph_service.analysis.running import Finished

if TYPE_CHECKING:
    from graph_service.analysis.report import Report

FIRST_ROWS = 12
MOST_COLUMNS = 12
LONGEST_CELL = 60
STYLE = """
body{font:15px/1.5 system-ui,"Segoe UI","PingFang SC","Microsoft YaHei",sans-serif;color:#1c2330;background:#fff;
max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin-bottom:.2rem}h2{font-size:1.25rem;margin-top:2.6rem;border-top:1px solid #d8dce3;
padding-top:1rem}p.about{color:#505a6b}
table{border-collapse:collapse;margin:.8rem 0;font-size:.86rem}th,td{text-align:left;vertical-align:top;
padding:.25rem .7rem .25rem 0;border-bottom:1px solid #e6e9ee}td.n{text-align:right;white-space:nowrap;
font-variant-numeric:tabular-nums}.sampled{color:#b0431f}.note{color:#505a6b}
figure{margin:1rem 0}figure svg{max-width:100%;height:auto}figcaption{color:#505a6b;font-size:.86rem}
nav a{margin-right:.8rem}details{margin:.5rem 0}.wide{overflow-x:auto}
@media print{details{display:none}}
"""


def page(report: Report) -> str:
    """The whole page as HTML."""
    network = report.network
    title = f"A network of {network.order:,} nodes and {network.size:,} edges"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        f"<h1>{title}</h1>",
        _run(report),
        "<nav>" + " ".join(f'<a href="#{one.measure.name}">{escape(one.measure.title)}</a>' for one in report.finished),
        "</nav>",
        *(_section(one) for one in report.finished),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _run(report: Report) -> str:
    course = report.course
    budget = "no limit: exact wherever there is an exact way" if report.budget is None else f"{report.budget:g} s"
    facts: dict[str, Any] = dict(report.network.origin) | {"seed": course.seed, "budget": budget}
    facts["digest of the network"] = report.network.digest
    rows = "".join(
        f"<tr><th>{escape(name.replace('_', ' '))}</th><td>{escape(_said(value))}</td></tr>"
        for name, value in facts.items()
    )
    return (
        f'<p class="about">Numbers marked <span class="sampled">sampled</span> are estimates; ± is the half-width of '
        f"their 95 % interval. Everything here is in report.json as well, every table whole in tables/.</p>"
        f"<details open><summary>What was read and how</summary><table>{rows}</table></details>"
    )


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_said(item)}" for key, item in value.items())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value)) or "none"  # pyright: ignore[reportUnknownArgumentType]
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) and value > 9999 else str(value)


def _section(one: Finished) -> str:
    about = one.measure
    drawn = "".join(
        f"<figure>{plot.svg}<figcaption>{escape(plot.caption)}</figcaption></figure>"
        for plot in plots(about.name, one.findings)
    )
    return (
        f'<h2 id="{about.name}">{escape(about.title)}</h2>\n<p class="about">{escape(about.definition)}</p>\n'
        f"{_numbers(one.findings.numbers)}\n{drawn}\n"
        f"{''.join(_table(name, table) for name, table in one.findings.tables.items())}"
        f'<p class="note">Source: {escape(about.source)}. Missing values: {escape(about.missing)} '
        f"Work: {escape(about.complexity)}.</p>"
    )


def _numbers(numbers: Iterable[Number]) -> str:
    rows = "".join(
        f'<tr><td title="{escape(number.definition)}">{escape(number.name.replace("_", " "))}</td>'
        f'<td class="n">{_value(number)}</td><td class="{number.method}">{number.method}</td>'
        f'<td class="n">{_coverage(number.coverage)}</td>'
        f'<td class="note">{escape(" ".join(filter(None, (number.definition, number.note))))}</td></tr>\n'
        for number in numbers
    )
    heading = "<tr><th>number</th><th>value</th><th>method</th><th>coverage</th><th>what it is</th></tr>"
    return f'<div class="wide"><table>{heading}\n{rows}</table></div>' if rows else ""


def _value(number: Number) -> str:
    error = "" if number.error is None else f" ± {number.error:.2g}"
    return escape(shown(number.value) + error)


def shown(value: Scalar) -> str:
    """A value as it is read: numbers with separators and six digits, what is not defined as a dash.

    >>> shown(1234567), shown(0.123456789), shown(None)
    ('1,234,567', '0.123457', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, bool | str):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


def _coverage(coverage: float | None) -> str:
    return "100 %" if coverage is None or coverage == 1 else f"{100 * coverage:.1f} %"


def _table(name: str, table: Any) -> str:
    head = table.head(FIRST_ROWS)
    columns = head.columns[:MOST_COLUMNS]
    cells = "".join(f"<th>{escape(_cut(column))}</th>" for column in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_cut(_cell(row[column])))}</td>" for column in columns) + "</tr>\n"
        for row in head.iter_rows(named=True)
    )
    count = f"{table.height:,} rows" if table.height != 1 else "1 row"
    return (
        f"<details><summary>Table {escape(name)}: {count}</summary>"
        f'<div class="wide"><table><tr>{cells}</tr>\n{rows}</table></div></details>\n'
    )


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value))  # pyright: ignore[reportUnknownArgumentType]
    return shown(value) if value is None or isinstance(value, int | float | str) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
