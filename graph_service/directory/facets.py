"""Facets: the rows of the graph as the lists that a client shows, names and estimates included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph_service.directory.models import Facets, FacetValue
from graph_service.directory.occupations import FUNCTIONS, LEVELS
from graph_service.directory.queries import FacetCount

SAMPLE_SIZE = 2_500
MOST_VALUES = 50

_FIELDS = {
    "section": "sections",
    "division": "divisions",
    "province": "provinces",
    "city": "cities",
    "programme_type": "programme_types",
    "graduation_year": "graduation_years",
    "employer": "employers",
    "function": "functions",
    "level": "levels",
}
_NAMES: dict[tuple[str, str | int], tuple[str, str]] = {
    **{("function", function.code): (function.zh, function.en) for function in FUNCTIONS},
    **{("level", level.number): (level.zh, level.en) for level in LEVELS},
}


def facets_of(rows: Iterable[FacetCount], sample: float = 1) -> Facets:
    """The facets, the most frequent values first; counts of a sample are scaled up to the whole.

    `sample` is the share of all people among whom the matching ones were looked for.
    """
    by_facet: dict[str, list[FacetCount]] = defaultdict(list)
    for row in rows:
        by_facet[row.facet].append(row)
    looked_at, looked_through = _only(by_facet["looked_at"]), _only(by_facet["looked_through"])
    found = scaled(_only(by_facet["total"]), _only(by_facet["candidates"]), looked_through)
    total = round(found / sample)
    lists = {
        field: [_value(row, total, looked_at) for row in by_facet[facet][:MOST_VALUES]]
        for facet, field in _FIELDS.items()
    }
    return Facets(total=total, sampled=looked_at < total, **lists)


def _only(rows: Sequence[FacetCount]) -> int:
    return rows[0].people if rows else 0


def _value(row: FacetCount, total: int, looked_at: int) -> FacetValue:
    name, name_en = _NAMES.get((row.facet, row.value), (row.name, row.name_en))
    return FacetValue(value=row.value, name=name, name_en=name_en, count=scaled(row.people, total, looked_at))


def scaled(count: int, total: int, looked_at: int) -> int:
    """What a count among those looked at means for all of them, to the nearest whole number.

    >>> scaled(3, 1000, 100), scaled(3, 100, 100)
    (30, 3)
    """
    return count if looked_at in (0, total) else (count * total * 2 + looked_at) // (looked_at * 2)
