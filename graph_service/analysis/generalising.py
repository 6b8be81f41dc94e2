"""What is told of people made so coarse that at least k of them are alike in all of it (k-anonymity).

Everything that is told is taken for something that others may know too (a quasi-identifier), and what is not known
counts as a value of its own. Each attribute has steps from nothing at all to the exact value. Generalisation starts
with nothing and takes, step by step, the one that tells the most (the gain in entropy of the classes) of those that
leave everybody among k (top-down specialisation: Fung, Wang and Yu, ICDE 2005). Of a few people who stand alone nothing
may be told, when that lets more be told of the others: they are k or more themselves, or nobody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

BLANKED_AT_MOST = 0.05

_SECTORS = {"A": "primary", **dict.fromkeys("BCDE", "secondary")}
_TRADES = {
    "business": ("general_management", "administration", "human_resources", "finance", "legal", "procurement"),
    "market": ("sales", "marketing", "customer_service", "media"),
    "technology": ("engineering", "software", "data", "product", "design", "research"),
    "production": ("operations", "production", "quality", "construction", "agriculture"),
    "public": ("teaching", "healthcare", "public_service", "judiciary"),
}
_TRADE_OF = {function: trade for trade, functions in _TRADES.items() for function in functions}
_REGIONS = {
    "North": ("Beijing", "Tianjin", "Hebei", "Shanxi", "Inner Mongolia"),
    "Northeast": ("Liaoning", "Jilin", "Heilongjiang"),
    "East": ("Shanghai", "Jiangsu", "Zhejiang", "Anhui", "Fujian", "Jiangxi", "Shandong"),
    "South and centre": ("Henan", "Hubei", "Hunan", "Guangdong", "Guangxi", "Hainan"),
    "Southwest": ("Chongqing", "Sichuan", "Guizhou", "Yunnan", "Tibet"),
    "Northwest": ("Shaanxi", "Gansu", "Qinghai", "Ningxia", "Xinjiang"),
}
_REGION_OF = {province: region for region, provinces in _REGIONS.items() for province in provinces}


class Step(NamedTuple):
    """One way to tell an attribute: its name, and what it makes of a value."""

    name: str
    of: Callable[[Any], Any]


def _as_it_is(value: Any) -> Any:
    return value


EXACT = Step("exact", _as_it_is)


def _grouped(name: str, groups: Mapping[str, str], otherwise: str) -> Step:
    def group(value: str) -> str:
        return groups.get(value, otherwise)

    return Step(name, group)


def _leading(level: int) -> str:
    return "4-6" if level >= 4 else "1-3"


def _any(events: int) -> str:
    return "some" if events else "none"


def _years(width: int) -> Step:
    def band(year: int) -> str:
        first = year // width * width
        return f"{first}-{first + width - 1}"

    return Step(f"{width} years", band)


HIERARCHIES: Mapping[str, tuple[Step, ...]] = {
    "programme": (EXACT,),
    "programme_type": (EXACT,),
    "intake_year": (_years(10), _years(5), EXACT),
    "industry": (_grouped("sector of the economy", _SECTORS, "tertiary"), EXACT),
    "function": (_grouped("kind of work", _TRADE_OF, "other"), EXACT),
    "level": (Step("leading or not", _leading), EXACT),
    "province": (_grouped("region", _REGION_OF, "elsewhere"), EXACT),
    "events": (Step("any or none", _any),),
    "mentor": (EXACT,),
}
"""From coarse to exact, the step of telling nothing left out. What is not here is not told: cohorts, cities, names."""


class Generalised(NamedTuple):
    """What is told, how coarsely, and of how many it is not told anything.

    `steps` has the name of the step for each attribute, None for one that is not told. `smallest` is the size of the
    smallest class of people alike, 0 when there is nobody.
    """

    attributes: pl.DataFrame
    steps: Mapping[str, str | None]
    blanked: int
    smallest: int


def generalise(
    attributes: pl.DataFrame,
    k: int = 10,
    *,
    hierarchies: Mapping[str, Sequence[Step]] = HIERARCHIES,
    blanked_at_most: float = BLANKED_AT_MOST,
) -> Generalised:
    """The attributes told as finely as leaves everybody among at least k who are alike in all that is told.

    Missing values stay missing. With fewer than k people nothing is told. Takes O(attributes² × steps × people) time.
    """
    names = [name for name in hierarchies if name in attributes.columns]
    columns = {name: [_stepped(attributes[name], step) for step in hierarchies[name]] for name in names}
    best, nobody = dict.fromkeys(names, 0), pl.Series([False] * attributes.height, dtype=pl.Boolean)
    alone = nobody
    while finer := [{**best, name: best[name] + 1} for name in names if best[name] < len(columns[name])]:
        tried = [(one, _alone(_told(columns, one), k)) for one in finer]
        allowed = [(one, few) for one, few in tried if _few_enough(few, k, blanked_at_most)]
        if not allowed:
            break
        best, alone = max(allowed, key=lambda choice: _entropy(_told(columns, choice[0]), choice[1]))
    told = _told(columns, best)
    told = told.select(pl.when(~alone).then(pl.col(name)).alias(name) for name in told.columns)
    known = {name: hierarchies[name][step - 1].name if step else None for name, step in best.items()}
    left_out = {name: None for name in attributes.columns if name not in names}
    return Generalised(told, {**known, **left_out}, int(alone.sum()), smallest_class(told, attributes.height))


def smallest_class(told: pl.DataFrame, people: int) -> int:
    """How many people are in the smallest class of those alike in everything, by pyCANON; all, when nothing is told."""
    if not told.width or not people:
        return people
    from graph_service.analysis.anonymity import k_anonymity

    return k_anonymity(told)


def _stepped(column: pl.Series, step: Step) -> pl.Series:
    values = column.drop_nulls().unique().to_list()
    if step is EXACT or not values:
        return column
    return column.replace_strict(values, [step.of(value) for value in values], default=None, return_dtype=pl.String)


def _told(columns: Mapping[str, Sequence[pl.Series]], steps: Mapping[str, int]) -> pl.DataFrame:
    return pl.DataFrame([columns[name][step - 1] for name, step in steps.items() if step])


def _alone(told: pl.DataFrame, k: int) -> pl.Series:
    """Who is among fewer than k people who are alike."""
    return told.select(pl.len().over(told.columns) < k).to_series()


def _few_enough(alone: pl.Series, k: int, at_most: float) -> bool:
    count = int(alone.sum())
    return len(alone) >= k and (count == 0 or k <= count <= at_most * len(alone))


def _entropy(told: pl.DataFrame, alone: pl.Series) -> float:
    """Bits that the classes tell of somebody, those who are told nothing of being one class."""
    sizes = [*told.filter(~alone).group_by(told.columns).len()["len"].to_list(), int(alone.sum())]
    return sum(size / len(alone) * math.log2(len(alone) / size) for size in sorted(sizes) if size)
