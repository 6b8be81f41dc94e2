"""The words a generated school is made of, read from the text files in data/."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from graph_service.directory.occupations import FUNCTIONS, LEVELS
from graph_service.imports.generator.chance import Floats
from graph_service.imports.reference import PlaceEntry, industries, places

FUNCTION_NUMBER = {function.code: number for number, function in enumerate(FUNCTIONS)}
_FORMAL_ENDING = re.compile(
    "(?:(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古)族|蒙古|柯尔克孜|哈萨克)*自治州$|特别行政区$|地区$|[市省盟]$"
)
DIVISIONS = tuple(entry for entry in industries() if entry.level == "division")


class Weighted(NamedTuple):
    """Texts, each with its reading (or nothing) and its weight."""

    texts: list[str]
    readings: list[str]
    weights: Floats


class Programme(NamedTuple):
    """What is studied, how many study it, and how likely each function is among them."""

    name: str
    weight: float
    functions: Floats


class EmployerWords(NamedTuple):
    """What employers of an industry are called, and whether they are companies."""

    company: bool
    words: list[str]


class Towns(NamedTuple):
    """The places people live in, how many live there, and the position of each one's province among the provinces."""

    entries: tuple[PlaceEntry, ...]
    weights: Floats
    provinces: list[str]

    def short_name(self, town: int) -> str:
        """The town as people say it: 上海, 杭州."""
        return _FORMAL_ENDING.sub("", self.entries[town].name)


@lru_cache
def surnames() -> Weighted:
    """Chinese surnames with the reading they have as surnames (syllables by spaces)."""
    rows = [line.split() for line in _lines("surnames.txt")]
    return Weighted(
        [row[0] for row in rows], [row[1].replace("_", " ") for row in rows], np.array([float(row[2]) for row in rows])
    )


@lru_cache
def given_characters() -> tuple[list[int], dict[tuple[int, str, str], Weighted]]:
    """The generations (last year of birth), and the characters by generation, sex and place in the name."""
    tables: dict[tuple[int, str, str], Weighted] = {}
    for line in _lines("given_names.txt"):
        until, sex, place, *words = line.split()
        weights: Floats = 1.0 / (np.arange(len(words), dtype=np.float64) + 4.0)
        tables[int(until), sex, place] = Weighted([word[0] for word in words], [word[1:] for word in words], weights)
    return sorted({until for until, _, _ in tables}), tables


@lru_cache
def latin_names() -> dict[str, list[str]]:
    """Latin `given` names and `surname`s of people from abroad, and `english` names."""
    return {words[0]: words[1:] for words in (line.split() for line in _lines("latin_names.txt"))}


@lru_cache
def towns() -> Towns:
    """Every city, and the municipalities and special regions that have no cities below them."""
    weights = {code: float(weight) for code, weight in (line.split() for line in _lines("cities.txt"))}
    entries = tuple(entry for entry in places() if entry.kind == "city" or entry.code in weights)
    provinces = [entry.code if entry.kind == "province" else entry.parent or "" for entry in entries]
    return Towns(entries, np.array([weights.get(entry.code, 0.25) for entry in entries]), provinces)


@lru_cache
def programmes() -> tuple[Programme, ...]:
    """The programmes of the school."""
    found: list[Programme] = []
    for line in _lines("programmes.txt"):
        name, weight, *functions = line.split()
        likely = np.full(len(FUNCTIONS), 0.15)
        for function, share in (text.split(":") for text in functions):
            likely[FUNCTION_NUMBER[function]] = float(share)
        found.append(Programme(name, float(weight), likely))
    return tuple(found)


@lru_cache
def titles() -> dict[tuple[int, int], list[str]]:
    """The titles of a function (its number) at a level (1 to 6)."""
    found: dict[tuple[int, int], list[str]] = {}
    for line in _lines("titles.txt"):
        function, *levels = line.split()
        for level, words in zip(LEVELS, levels, strict=True):
            found[FUNCTION_NUMBER[function], level.number] = words.split("/")
    return found


@lru_cache
def industry_weights() -> tuple[Floats, dict[int, tuple[float, list[int]]]]:
    """How many work in each division, and the share of a function's people found in the divisions it belongs to."""
    lines = {line.split()[0]: line.split()[1:] for line in _lines("industry_weights.txt")}
    given = {code: float(weight) for code, weight in (text.split("=") for text in lines.pop("weights"))}
    weights = np.array([given.get(entry.code, 0.12) for entry in DIVISIONS])
    homes = {
        FUNCTION_NUMBER[function]: (
            float(share),
            [number for number, entry in enumerate(DIVISIONS) if entry.code in codes or entry.parent in codes],
        )
        for function, (share, *codes) in lines.items()
    }
    return weights, homes


@lru_cache
def employer_words() -> dict[str, EmployerWords]:
    """The words for each division (by code), its section's where it has none of its own."""
    rows = {
        words[0]: EmployerWords(words[1] == "c", words[2:]) for words in map(str.split, _lines("employer_words.txt"))
    }
    return {entry.code: rows.get(entry.code) or rows[entry.code[0]] for entry in DIVISIONS}


@lru_cache
def brand_characters() -> Weighted:
    """The characters that employers' names are made of, all equally likely."""
    rows = [line.split() for line in _lines("brand_characters.txt")]
    return Weighted([row[0] for row in rows], [row[1] for row in rows], np.ones(len(rows)))


@lru_cache
def skills() -> tuple[list[str], dict[int, list[int]]]:
    """Every skill, and the positions of those that belong to a function."""
    names: list[str] = []
    by_function: dict[int, list[int]] = {}
    for line in _lines("skills.txt"):
        function, *words = line.split()
        by_function[FUNCTION_NUMBER[function]] = list(range(len(names), len(names) + len(words)))
        names.extend(words)
    return names, by_function


def _lines(file: str) -> list[str]:
    text = resources.files("graph_service.imports.generator").joinpath("data", file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
