"""The facts of many people as columns: what search can ask of them (directory/facts.py), for files of a bulk import.

People, employers, cohorts and skills are numbers here, in the order in which they came; places and industries are ids.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from graph_service.directory.facts import (
    INITIALS,
    LETTERS,
    MONTH,
    MONTH_DIGITS,
    OF_ID,
    OPEN,
    PART,
    PART_SIZE,
    PARTS,
    PINYIN,
    SAID_BY_CODE,
    Kind,
    fact,
)
from graph_service.imports.stored import FROM, TO

FACT = "fact"
OF_TABLE: Mapping[str, Kind] = {"employers": "employer", "cohorts": "cohort", "skills": "skill"}
COLUMNS = {"jobs": (FROM, TO, "function", "level", "current"), "memberships": (FROM, TO), "skills": (FROM, TO, "kind")}


class FactsOfPeople:
    """Takes in what is said of people, table by table, and makes their facts."""

    def __init__(self) -> None:
        self._ids: dict[str, list[pl.Series]] = {table: [] for table in OF_TABLE}
        self._industries: list[pl.DataFrame] = []
        self._homes: list[pl.DataFrame] = []
        self._said: dict[str, list[pl.DataFrame]] = {table: [] for table in COLUMNS}

    def named(self, table: str, ids: pl.Series) -> None:
        """The ids of some employers, cohorts or skills, in the order of their numbers; other tables do not count."""
        if table in self._ids:
            self._ids[table].append(ids)

    def industries(self, employers: pl.Series, industries: pl.Series) -> None:
        """The industries of some employers, both by id."""
        self._industries.append(pl.DataFrame({"of": employers, "industry": industries}))

    def homes(self, people: pl.Series, places: pl.Series) -> None:
        """Where people live now: their numbers, and ids of places."""
        self._homes.append(_facts(people.alias(FROM).to_frame(), "place", places))

    def said(self, table: str, rows: pl.DataFrame) -> None:
        """Jobs, memberships or skills, with what is told of each; of other tables nothing is kept."""
        if table in COLUMNS:
            self._said[table].append(rows.select(*COLUMNS[table]))

    def of(self, people: pl.DataFrame) -> pl.Series:
        """The facts of these people: rows of number, pinyin, initials, order key, recent month, mentor.

        Several threads may ask at once. They are in the order of their numbers, and none is left out.
        """
        numbers = people.select(pl.first()).to_series()
        first, last = numbers.min(), numbers.max()
        within = pl.col(FROM).is_between(pl.lit(first), pl.lit(last))
        parts = [home.filter(within) for home in self._homes]
        parts += self._of_jobs(within)
        for table, others in (("memberships", "cohorts"), ("skills", "skills")):
            for rows in self._said[table]:
                some = rows.filter(within & (pl.col("kind") == "offered") if table == "skills" else within)
                parts.append(_facts(some, OF_TABLE[others], self._named(others).gather(some[TO])))
        own = numbers.cast(pl.UInt32).alias(FROM).to_frame()
        parts.append(own.with_columns((PINYIN + people["pinyin"].str.replace_all(" ", "", literal=True)).alias(FACT)))
        parts.append(own.with_columns((INITIALS + people["initials"]).alias(FACT)))
        parts.append(own.with_columns((PART + (people["order_key"] // PART_SIZE % PARTS).cast(pl.String)).alias(FACT)))
        words = pl.concat([part.select(pl.col(FROM).cast(pl.UInt32), FACT) for part in parts]).drop_nulls()
        texts = words.group_by(FROM).agg(pl.col(FACT).unique().sort().str.join(" "))
        facts = own.join(texts, on=FROM, how="left", maintain_order="left")[FACT].fill_null("")
        month = MONTH + people["recent_month"].cast(pl.String).str.zfill(MONTH_DIGITS) + " "
        mentor = pl.when(people["mentor"]).then(pl.lit(f" {fact('mentoring', OPEN)}")).otherwise(pl.lit(""))
        return own.select(month + facts + mentor).to_series().alias("facts")

    def _of_jobs(self, within: pl.Expr) -> list[pl.DataFrame]:
        parts: list[pl.DataFrame] = []
        for rows in self._said["jobs"]:
            jobs = rows.filter(within)
            parts.append(_facts(jobs, "employer", self._named("employers").gather(jobs[TO])))
            present = jobs.filter("current")
            employers = self._named("employers").gather(present[TO])
            parts.append(_facts(present, "present_employer", employers))
            parts.append(_facts(present, "function", present["function"]))
            parts.append(_facts(present, "level", present["level"]))
            at = present.select(FROM).with_columns(employers.alias("of"))
            for industries in self._industries:
                found = at.join(industries, on="of", how="inner")
                parts.append(_facts(found, "industry", found["industry"]))
        return parts

    def _named(self, table: str) -> pl.Series:
        held = self._ids[table]
        return pl.concat(held) if held else pl.Series([], dtype=pl.String)


def _facts(rows: pl.DataFrame, kind: Kind, values: pl.Series) -> pl.DataFrame:
    text = values.cast(pl.String)
    return rows.select(FROM).with_columns(
        (LETTERS[kind] + (text if kind in SAID_BY_CODE else text.str.slice(0, OF_ID))).alias(FACT)
    )
