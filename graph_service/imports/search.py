"""What full-text search reads of many people, as columns: the same as `search_text` makes of one, for a bulk import.

People and employers are numbers here, in the order in which they came.
"""

from __future__ import annotations

import polars as pl

from graph_service.directory.names import folded, names_in_search
from graph_service.imports.distinct import mapped
from graph_service.imports.stored import FROM, TO

PART = "part"
NAMES = ("name", "name_latin", "pinyin", "initials")
_BETWEEN = "\n"  # never in a part: these are words with blanks between


class SearchTextsOfPeople:
    """Made of everybody's jobs, with the names of all employers in the order of their numbers."""

    def __init__(self, jobs: pl.DataFrame, employer_names: pl.Series) -> None:
        """`jobs` are rows of person, employer and title."""
        at = jobs.select(FROM, employer_names.gather(jobs[TO]).alias(PART))
        self._said = [_folded_in_order(at), _folded_in_order(jobs.select(FROM, pl.col("title").alias(PART)))]

    def of(self, people: pl.DataFrame) -> pl.Series:
        """The texts of these people: rows of number and NAMES, in the order of their numbers, none left out."""
        own = people.select(pl.first().cast(pl.UInt32).alias(FROM), *NAMES)
        parts = _names(own)
        within = pl.col(FROM).is_between(pl.lit(own[FROM].min()), pl.lit(own[FROM].max()))
        for number, said in enumerate(self._said):
            of_each = said.filter(within).group_by(FROM, maintain_order=True).agg(pl.col(PART).alias(str(number)))
            parts = parts.join(of_each, on=FROM, how="left", maintain_order="left")
        lists = [pl.col(column).fill_null([]) for column in parts.columns if column != FROM]
        return parts.select(pl.concat_list(lists).list.unique(maintain_order=True).list.join(" ")).to_series()


def _folded_in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """What is said of each person once, in order, folded; without what says nothing."""
    distinct = rows.drop_nulls().unique().sort(FROM, PART)
    return distinct.with_columns(mapped(distinct[PART], folded)).filter(pl.col(PART) != "")


def _names(people: pl.DataFrame) -> pl.DataFrame:
    """FROM and the parts that come from names."""
    distinct = people.select(NAMES).unique()
    texts = [_BETWEEN.join(part for part in names_in_search(*row) if part) for row in distinct.iter_rows()]
    written = pl.Series("names", texts, dtype=pl.String).replace("", None)  # who is called nothing has no part
    named = distinct.with_columns(written.str.split(_BETWEEN))
    return people.join(named, on=NAMES, how="left", nulls_equal=True, maintain_order="left").select(FROM, "names")
