"""What is stored: the properties of nodes and relationships, made from the columns of a table after comparing.

The same expressions feed the ordinary import and the bulk import, so both write the same graph.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from graph_service.imports.checking import UNKNOWN_END, date_text, first_month, last_month

PLAIN = {
    "industries": ("code", "name", "name_en", "isic", "level"),
    "places": ("code", "name", "name_en", "kind"),
    "cohorts": ("key", "name", "programme", "programme_type", "intake_year", "graduation_year"),
    "events": ("key", "name", "kind"),
    "groups": ("key", "name", "kind"),
    "employers": ("key", "name", "normal_name"),
    "alumni": (
        "key",
        "name",
        "name_latin",
        "pinyin",
        "initials",
        "about",
        "email",
        "phone",
        "wechat",
        "listed",
        "contact_audience",
    ),
    "jobs": ("key", "title", "function", "level"),
    "skills": ("kind",),
    "attendance": ("role",),
    "group_members": ("role",),
    "memberships": (),
    "connections": (),
}
ANSWERS = ("show_connections", "bridge", "mentor", "research")


def property_columns(table: str) -> list[pl.Expr]:
    """The properties of a node or a relationship of that table, but for what all nodes have (id and times)."""
    columns = [pl.col(name) for name in PLAIN[table]]
    if table == "alumni":
        columns += [pl.col(name).cast(pl.Boolean) for name in ANSWERS]
    if table == "employers":
        columns += [pl.col(name).str.split(";") for name in ("aliases", "alias_names")]
    if table == "events":
        columns += [date_text(pl.col("date")), first_month(pl.col("date")).alias("month")]
    if table in ("memberships", "jobs", "group_members"):
        columns += _period()
    if table == "jobs":
        columns.append((pl.col("to").is_null()).alias("current"))
    if table == "connections":
        columns += [date_text(pl.col("since")), first_month(pl.col("since")).alias("since_month")]
    if table not in ("industries", "places"):
        columns += [pl.col("source"), date_text(pl.col("as_of"))]
    return columns


def _period() -> Sequence[pl.Expr]:
    begin, end = pl.col("from"), pl.col("to")
    known = pl.when(end != UNKNOWN_END).then(end)
    return (
        date_text(begin),
        date_text(known).alias("to"),
        first_month(begin).alias("from_month"),
        last_month(known).alias("to_month"),
    )
