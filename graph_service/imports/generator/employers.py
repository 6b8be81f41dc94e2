"""Employers: fictional companies and institutions, a few of them very large, each industry with its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator import vocabulary
from graph_service.imports.generator.chance import (
    Bools,
    Chance,
    Floats,
    Ints,
    numbers,
    places_in_groups,
    weighted_within,
)

NATIONAL = -1
_NATIONAL_SHARE = 0.08
_UNKNOWN_INDUSTRY = 0.02
_INDUSTRY_BY_NAME = 0.06
_ENGLISH = {
    "A": "Agri", "B": "Mining", "C": "Industries", "D": "Energy", "E": "Construction", "F": "Trading", "G": "Logistics",
    "H": "Hospitality", "I": "Technology", "J": "Financial", "K": "Estates", "L": "Consulting", "M": "Research",
    "N": "Environment", "O": "Services", "P": "Education", "Q": "Health", "R": "Culture", "S": "Public",
    "T": "International",
}  # fmt: skip


class Employers(NamedTuple):
    """Columns of the employers, in the order of `bucket`: industry, then town (national ones first)."""

    industry: Ints
    town: Ints
    weight: Floats
    bucket: Ints
    names: list[str]
    aliases: list[str]
    industry_text: list[str]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.industry)

    def pick(self, chance: Chance, industry: Ints, town: Ints, national: float) -> Ints:
        """An employer for each industry and town: one of that town, or a national one of that industry."""
        cumulative = np.cumsum(self.weight)
        wants_national = chance.happens(len(industry), national)
        local = _bucket(industry, np.where(wants_national, NATIONAL, town))
        low, high = np.searchsorted(self.bucket, local), np.searchsorted(self.bucket, local, side="right")
        fallback = _bucket(industry, np.full(len(industry), NATIONAL))
        low = np.where(low == high, np.searchsorted(self.bucket, fallback), low)
        high = np.where(low >= high, np.searchsorted(self.bucket, fallback, side="right"), high)
        return weighted_within(cumulative, low, high, chance.unit(len(industry)))


def employer_count(alumni: int) -> int:
    """How many employers a school of that size knows: 25,000 at a million, growing slower than the school.

    >>> employer_count(1_000_000), employer_count(5_000)
    (25000, 470)
    """
    return max(12, int(25_000 * (alumni / 1_000_000) ** 0.75))


def employers(seed: int, alumni: int) -> Employers:
    """The employers of a school of that size."""
    chance = Chance(seed, "employers")
    count = employer_count(alumni)
    weights, _ = vocabulary.industry_weights()
    industry = np.sort(chance.among(weights, count))
    sizes = np.unique(industry, return_counts=True)[1]
    rank = places_in_groups(sizes)
    nationals = np.repeat(np.maximum(1, (sizes * _NATIONAL_SHARE).astype(np.int64)), sizes)
    is_national = rank < nationals
    town = np.where(is_national, NATIONAL, chance.among(vocabulary.towns().weights, count))
    weight = np.where(is_national, (rank + 1.0) ** -1.15, (np.maximum(rank - nationals, 0) + 3.0) ** -0.6)
    order = np.argsort(_bucket(industry, town), kind="stable")
    industry, town, weight = industry[order], town[order], weight[order]
    names, aliases = _names(chance, industry, town)
    texts = _industry_texts(chance, industry, town == NATIONAL)
    return Employers(industry, town, weight, _bucket(industry, town), names, aliases, texts)


def _bucket(industry: Ints, town: Ints) -> Ints:
    return industry * 1_000 + town + 1


def _names(chance: Chance, industry: Ints, town: Ints) -> tuple[list[str], list[str]]:
    """Names, and other names of some; no two employers share one, whatever legal form is left out."""
    brands = vocabulary.brand_characters()
    count, kinds = len(industry), len(brands.texts)
    # several attempts are drawn for each, because a name may be taken
    draws = [numbers(chance.below(count, kinds**2)) for _ in range(6)]
    words = numbers(chance.below(count, 1_000))
    has_alias = chance.happens(count, 0.35)
    taken: set[str] = set()
    names: list[str] = []
    aliases: list[str] = []
    for number, (i, t) in enumerate(zip(numbers(industry), numbers(town), strict=True)):
        style = vocabulary.employer_words()[vocabulary.DIVISIONS[i].code]
        word = style.words[words[number] % len(style.words)]
        place = "" if t == NATIONAL else vocabulary.towns().short_name(t)
        first, second, core = _core(place, word, [draw[number] for draw in draws], taken)
        names.append(_full_name(core, national=t == NATIONAL, company=style.company, large=words[number] % 3 == 0))
        brand = (brands.readings[first] + brands.readings[second]).capitalize()
        latin = f"{brand} {_ENGLISH[vocabulary.DIVISIONS[i].code[0]]}"
        others = [core] if style.company and (t == NATIONAL or has_alias[number]) else []
        if t == NATIONAL and style.company and latin not in taken:
            taken.add(latin)
            others.append(latin)
        aliases.append(";".join(others))
    return names, aliases


def _core(place: str, word: str, draws: list[int], taken: set[str]) -> tuple[int, int, str]:
    """The first name that nobody has yet: a town, two characters and what it does."""
    texts = vocabulary.brand_characters().texts
    draw = draws[0]
    while True:
        for draw in draws:
            first, second = divmod(draw, len(texts))
            core = f"{place}{texts[first]}{texts[second]}{word}"
            if first != second and core not in taken:
                taken.add(core)
                return first, second, core
        draws = [(draw + step) % len(texts) ** 2 for step in range(1, 7)]


def _full_name(core: str, *, national: bool, company: bool, large: bool) -> str:
    if not company:
        return core
    if national:
        return core + ("集团有限公司" if large else "股份有限公司")
    return core + "有限公司"


def _industry_texts(chance: Chance, industry: Ints, national: Bools) -> list[str]:
    """The industry as a school writes it: mostly the code, sometimes the division's name, sometimes nothing."""
    sections = {entry.name for entry in vocabulary.DIVISIONS if entry.name in ("教育", "房地产业", "国际组织")}
    texts: list[str] = []
    rolls = np.where(national, 1.0, chance.unit(len(industry)))
    for number, roll in zip(numbers(industry), rolls, strict=True):
        entry = vocabulary.DIVISIONS[number]
        by_name = roll < _UNKNOWN_INDUSTRY + _INDUSTRY_BY_NAME and entry.name not in sections
        texts.append("" if roll < _UNKNOWN_INDUSTRY else entry.name if by_name else entry.code)
    return texts
