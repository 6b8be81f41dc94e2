"""The way of the tables: read the tables one after the other, compare each with the graph, write what differs.

Every table goes the same way: rows are read and checked (loading.py), what they speak of is found, duplicates are set
aside, the rest is compared with what the graph holds (changes.py), and what is new or different is given to a sink
(sinks.py): the graph, nowhere (a dry run), or the files of a bulk import. Nothing depends on where an interrupted
import stopped: what it wrote is found in the graph and is right as it is.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import polars as pl

from graph_service.directory.names import initials_of, normal_name, pinyin_of
from graph_service.graph import Graph
from graph_service.imports import employers as firms
from graph_service.imports import findings, queries, stored
from graph_service.imports.arranging import Arrangement
from graph_service.imports.catalogues import Industries, Known, Meanings, Places
from graph_service.imports.changes import AT, CREATED, ID, STATUS, UNCHANGED, UPDATED, compared, was
from graph_service.imports.checking import CLEAR, CLEAR_NUMBER, UNKNOWN_END, date_code
from graph_service.imports.distinct import mapped
from graph_service.imports.findings import Fault, Finding
from graph_service.imports.loading import FILE, Rows, checked_blocks
from graph_service.imports.options import ImportOptions, Progress, Tell, silent
from graph_service.imports.reading import LINE
from graph_service.imports.reference import industries as standard_industries
from graph_service.imports.reference import places as standard_places
from graph_service.imports.registry import KEY, Place, Registry, new_ids
from graph_service.imports.report import Entry, counted
from graph_service.imports.sinks import Facts, Sink
from graph_service.imports.stored import FROM, TO
from graph_service.imports.tables import table

RESOLVED_AT_ONCE = 500_000
"""So many rows at least are held against the known nodes at once: each time, an index of all these is made."""
GIVEN = "\0given "
INDUSTRY = "\0industry"


class _LinkKind(NamedTuple):
    """A table of facts about people: the column of the other end, and what else says which fact is which."""

    table: str
    other: str
    others: str
    identity: tuple[str, ...] = ()


LINKS = {
    "memberships": _LinkKind("memberships", "cohort", "cohorts"),
    "jobs": _LinkKind("jobs", "employer", "employers", ("title", "from")),
    "skills": _LinkKind("skills", "skill", "skills", ("kind",)),
    "attendance": _LinkKind("attendance", "event", "events"),
    "group_members": _LinkKind("group_members", "group", "groups"),
    "connections": _LinkKind("connections", "b", "alumni"),
}
READ_FACTS = {
    "memberships": queries.memberships_of,
    "jobs": queries.jobs_of,
    "skills": queries.skills_of,
    "attendance": queries.attendance_of,
    "group_members": queries.group_members_of,
    "connections": queries.connections_of,
}
GONE_NODES = {
    "cohorts": queries.cohorts_of_sources,
    "events": queries.events_of_sources,
    "groups": queries.groups_of_sources,
    "alumni": queries.alumni_of_sources,
}
READ_NODES = {
    "cohorts": queries.cohorts_by_key,
    "events": queries.events_by_key,
    "groups": queries.groups_by_key,
    "alumni": queries.alumni_by_key,
}


@dataclass
class Pipeline:
    """One import on its way. `graph` is where the present state is read from; None when there is none (bulk)."""

    arrangement: Arrangement
    options: ImportOptions
    source: str
    graph: Graph | None
    sink: Sink
    tell: Tell = silent
    registries: dict[str, Registry] = field(
        default_factory=lambda: {
            name: Registry() for name in ("cohorts", "events", "groups", "employers", "alumni", "skills")
        }
    )
    ledger: dict[str, Entry] = field(default_factory=dict[str, Entry])
    findings: list[Finding] = field(default_factory=list[Finding])
    notes: list[str] = field(default_factory=list[str])
    made: Counter[str] = field(default_factory=Counter[str])
    alike: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        self._files = list(dict.fromkeys(feed.name for feed in self.arrangement.feeds))
        self._as_of = int(pl.select(date_code(pl.lit(self.options.as_of))).item())
        self._employers = firms.Employers()
        self._industries = Industries(())
        self._places = Places(())
        self._place_ids: dict[str, str] = {}
        self._industry_ids: dict[str, str] = {}
        self._with_industry: set[int] = set()
        self._gone: list[pl.DataFrame] = []

    async def run(self) -> None:
        """Takes all tables, in an order in which nothing speaks of what comes later."""
        await self._industries_table()
        await self._places_table()
        for name in ("cohorts", "events", "groups"):
            await self._keyed_table(name)
        await self._employers_table()
        await self._alumni_table()
        for name in LINKS:
            await self._link_table(name)
        for rows in self._gone:
            await self.sink.remove_nodes(rows)
        await self.sink.finish()

    # --- reading ----------------------------------------------------------------------------------------------------

    async def _rows(self, name: str, resolve: Callable[[Rows], Awaitable[None]] | None = None) -> tuple[Rows, int]:
        """All good rows of a table and how many there were in all; `resolve` gets them in large parts on their way."""
        feeds = [feed for feed in self.arrangement.feeds if feed.table.name == name]
        parts: list[pl.DataFrame] = []
        count = 0
        blocks = checked_blocks(feeds, self._files)
        total = sum(feed.lines for feed in feeds)
        registry = self.registries.get(name)
        waiting: list[pl.DataFrame] = []

        async def take(frames: list[pl.DataFrame]) -> None:
            rows = Rows(table(name), self._files, pl.concat(frames))
            if resolve is not None:
                await resolve(rows)
            parts.append(rows.frame)
            self.findings += rows.findings

        while (block := await asyncio.to_thread(next, blocks, None)) is not None:
            if registry is not None:
                registry.refused.update(block.refused)
            self.findings += block.findings
            waiting.append(block.frame)
            if sum(frame.height for frame in waiting) >= RESOLVED_AT_ONCE:
                await take(waiting)
                waiting = []
            count += block.total
            self.tell(Progress(f"reading {name}", count, total))
        if waiting or not parts:
            await take(waiting or [_empty(name)])
        return Rows(table(name), self._files, pl.concat(parts)), count

    def _has(self, name: str) -> bool:
        return any(feed.table.name == name for feed in self.arrangement.feeds)

    def _enter(self, name: str, count: int, rows: Rows, status: pl.Series, removed: int = 0) -> None:
        """Writes the table's line of the ledger."""
        self.findings += rows.findings
        counts = Counter(status.to_list()) if status.len() < 1000 else dict(status.value_counts().iter_rows())
        refused = counted(finding for finding in self.findings if finding.table == name)[name]
        self.ledger[name] = Entry(
            name,
            count,
            counts.get(CREATED, 0),
            counts.get(UPDATED, 0),
            counts.get(UNCHANGED, 0) + rows.duplicates,
            refused,
            removed,
        )

    # --- comparing --------------------------------------------------------------------------------------------------

    def _compared(self, name: str, rows: pl.DataFrame, state: pl.DataFrame, skip: Sequence[str] = ()) -> pl.DataFrame:
        """The rows with STATUS, ID for those that are new, and their sources filled in."""
        columns = [c.name for c in table(name).columns if c.name in rows.columns and c.name not in skip]
        given = [pl.col(c).alias(GIVEN + c) for c in ("source", "as_of") if c in columns]
        merged = compared(rows.with_columns(given), state, columns)
        changed = pl.col(STATUS) != UNCHANGED
        if "source" in columns:
            merged = merged.with_columns(
                pl.when(changed & (pl.col(GIVEN + "source").is_null() | pl.col("source").is_null()))
                .then(pl.lit(self.source))
                .otherwise(pl.col("source"))
                .alias("source"),
                pl.when(changed & (pl.col(GIVEN + "as_of").is_null() | pl.col("as_of").is_null()))
                .then(pl.lit(self._as_of, pl.Int32))
                .otherwise(pl.col("as_of"))
                .alias("as_of"),
            )
        return merged

    def _with_ids(self, rows: pl.DataFrame) -> pl.DataFrame:
        """ID for every row: that of the graph, or a new one."""
        missing = rows[ID].is_null()
        fresh = pl.Series(ID, new_ids(int(missing.sum())), dtype=pl.String)
        at = missing.cast(pl.Int64).cum_sum() - 1
        return rows.with_columns(
            pl.when(missing).then(fresh.gather(at.clip(0)) if fresh.len() else None).otherwise(pl.col(ID)).alias(ID)
        )

    # --- tables that are keyed by a number of the school's -----------------------------------------------------------

    async def _keyed_table(self, name: str) -> None:
        rows, count = await self._rows(name)
        rows.drop_duplicates(("key",))
        state = await self._stored_nodes(name, rows.frame["key"].to_list())
        frame = self._with_ids(
            rows.frame.join(state.select("key", AT, ID), on="key", how="left", maintain_order="left")
        )
        merged = await asyncio.to_thread(self._compared, name, frame, state)
        self.registries[name].add(merged["key"], merged[ID], merged[AT])
        await self.sink.nodes(name, merged)
        if self._has(name):
            self._enter(name, count, rows, merged[STATUS])
            await self._find_gone_nodes(name, merged)

    async def _stored_nodes(self, name: str, keys: Sequence[str]) -> pl.DataFrame:
        if self.graph is None:
            return stored.node_frame(table(name), [])
        return await stored.nodes_by_key(self.graph, READ_NODES[name], table(name), keys)

    # --- industries and places ----------------------------------------------------------------------------------------

    async def _industries_table(self) -> None:
        standard = [Known(e.code, e.name, e.name_en, e.parent, e.level, e.isic) for e in standard_industries()]
        known, merged = await self._tree("industries", standard, queries.industries_after)
        self._industries = Industries(known)
        self._industry_ids = dict(zip(merged["code"], merged[ID], strict=True))

    async def _places_table(self) -> None:
        standard = [Known(e.code, e.name, e.name_en, e.parent, e.kind) for e in standard_places()]
        known, merged = await self._tree("places", standard, queries.places_after)
        self._places = Places(known)
        self._place_ids = dict(zip(merged["code"], merged[ID], strict=True))

    async def _tree(self, name: str, standard: list[Known], read: Any) -> tuple[list[Known], pl.DataFrame]:
        """Industries or places: the standard ones, those of the graph and those of the files, and how they nest."""
        rows, count = await self._rows(name)
        rows.drop_duplicates(("code",))
        nodes = [] if self.graph is None else await stored.all_nodes(self.graph, read)
        state = stored.node_frame(table(name), nodes)
        level = pl.Series("level", [node.properties.get("level") for node in nodes], dtype=pl.String)
        extra = "level" if name == "industries" else "kind"
        state = state.with_columns(level) if name == "industries" else state
        parents = dict(state.select("code", "parent").iter_rows())
        parents |= {entry.code: entry.parent for entry in standard if parents.get(entry.code) is None}
        by_name = dict(state.select("name", "code").iter_rows())
        by_name |= {entry.name: entry.code for entry in standard} | dict(rows.frame.select("name", "code").iter_rows())
        codes = set(parents) | set(rows.frame["code"])
        parent = rows.frame["parent"]
        found = pl.Series(
            "parent", [c if c is None or c in codes or c == CLEAR else by_name.get(c) for c in parent], dtype=pl.String
        )
        rows.frame = rows.frame.with_columns(found.alias("\0found"))
        fault = findings.UNKNOWN_REF._replace(reason=findings.UNKNOWN_REF.reason.format(name))
        rows.refuse(parent.is_not_null() & found.is_null(), "parent", fault)
        rows.frame = rows.frame.with_columns(pl.col("\0found").alias("parent")).drop("\0found")
        parents |= {c: p for c, p in rows.frame.select("code", "parent").iter_rows() if p is not None}
        circular = pl.Series([_circular(code, parents) for code in rows.frame["code"]], dtype=pl.Boolean)
        rows.refuse(circular, "code", findings.CIRCULAR)
        nested = dict(state.select("code", "parent").iter_rows())
        seeds = _seeds(name, standard, nested, set(rows.frame["code"]))
        frame = pl.concat([rows.frame.with_columns(pl.lit(False).alias("\0seed")), seeds], how="diagonal")
        frame = frame.join(state.select("code", AT, ID), on="code", how="left", maintain_order="left")
        frame = self._with_ids(frame)
        frame = _with_levels(name, frame, parents, dict(zip(state["code"], state[extra], strict=True)))
        merged = compared(frame, state, [c for c in frame.columns if c in state.columns and c not in (AT, ID)])
        await self.sink.nodes(name, merged)
        ids = dict(zip(state["code"], state[ID], strict=True)) | dict(zip(merged["code"], merged[ID], strict=True))
        moved = merged.filter(pl.col("parent").ne_missing(was("parent")))
        targets = pl.Series(TO, [ids.get(code or "") for code in moved["parent"]], dtype=pl.String)
        await self.sink.pointers(name, pl.DataFrame([moved[ID].alias(FROM), targets]))
        if self._has(name):
            self._enter(name, count, rows, merged.filter(~pl.col("\0seed"))[STATUS])
        whole = pl.concat(
            [
                merged.select(*_KNOWN[name], ID),
                state.filter(~pl.col("code").is_in(merged["code"].implode())).select(*_KNOWN[name], ID),
            ]
        )
        known = [Known(*row[:-1]) for row in whole.select(*_KNOWN[name], ID).iter_rows()]
        return known, whole

    # --- employers ----------------------------------------------------------------------------------------------------

    async def _employers_table(self) -> None:
        rows, count = await self._rows("employers")
        frame = rows.frame.with_columns(mapped(rows.frame["name"], normal_name).alias("normal_name"))
        rows.frame = frame
        rows.refuse(frame["normal_name"] == "", "name", findings.EMPTY)
        self._refuse_industries(rows)
        self._set_apart_same_names(rows)
        state = await self._stored_employers()
        merged = self._matched_employers(rows.frame, state)
        merged = await asyncio.to_thread(self._compared, "employers", merged, state)
        merged = _with_normal_names(merged, state)
        await self._put_employers(merged)
        self._know_employers(state.filter(~pl.col(ID).is_in(merged[ID].implode())))
        if self._has("employers"):
            self._enter("employers", count, rows, merged[STATUS])
        self._note_alike(state["name"].to_list(), merged.filter(pl.col(STATUS) == CREATED)["name"].to_list())

    def _refuse_industries(self, rows: Rows) -> None:
        """Finds the industries that rows name, in INDUSTRY; refuses rows that name none or several."""
        column = rows.frame["industry"]
        meanings = {text: self._industries.meaning(text) for text in column.unique().drop_nulls() if text != CLEAR}
        codes = {text: meaning.code for text, meaning in meanings.items()} | {CLEAR: CLEAR}
        rows.frame = rows.frame.with_columns(
            column.replace_strict(codes, default=None, return_dtype=pl.String).alias(INDUSTRY)
        )
        bad = column.is_not_null() & rows.frame[INDUSTRY].is_null()
        faults = [_meaning_fault(meanings[text], findings.UNKNOWN_INDUSTRY) for text in column.filter(bad)]
        rows.refuse(bad, "industry", faults)
        rows.frame = rows.frame.with_columns(pl.col(INDUSTRY).alias("industry")).drop(INDUSTRY)

    def _set_apart_same_names(self, rows: Rows) -> None:
        rows.drop_duplicates(("key",), rows.frame["key"].is_not_null())
        rows.drop_duplicates(("normal_name",), rows.frame["key"].is_null())

    async def _stored_employers(self) -> pl.DataFrame:
        nodes = [] if self.graph is None else await stored.all_nodes(self.graph, queries.employers_after)
        normal = pl.Series("normal_name", [node.properties.get("normal_name") for node in nodes], dtype=pl.String)
        return stored.node_frame(table("employers"), nodes).with_columns(normal)

    def _matched_employers(self, frame: pl.DataFrame, state: pl.DataFrame) -> pl.DataFrame:
        """The rows with AT and ID of the employer of the graph that each means."""
        by_key = {
            key: (at, id_)
            for key, at, id_ in state.filter(pl.col("key").is_not_null()).select("key", AT, ID).iter_rows()
        }
        by_name = {n: (at, id_, k) for n, at, id_, k in state.select("normal_name", AT, ID, "key").iter_rows()}
        found: list[tuple[str | None, str | None]] = []
        for key, normal in frame.select("key", "normal_name").iter_rows():
            match = by_key.get(key) if key is not None else None
            if match is None and (named := by_name.get(normal)) and (key is None or named[2] is None):
                match = named[:2]
            if match is None and key is not None and (named := by_name.get(f"{normal} #{key}")):
                match = named[:2]
            found.append(match or (None, None))
        return self._with_ids(
            frame.with_columns(
                pl.Series(AT, [at for at, _ in found], dtype=pl.String),
                pl.Series(ID, [i for _, i in found], dtype=pl.String),
            )
        )

    async def _put_employers(self, merged: pl.DataFrame) -> None:
        await self.sink.nodes("employers", merged)
        moved = merged.filter((pl.col(STATUS) != UNCHANGED) & pl.col("industry").ne_missing(was("industry")))
        targets = pl.Series(TO, [self._industry_ids.get(code or "") for code in moved["industry"]], dtype=pl.String)
        await self.sink.pointers("employers", pl.DataFrame([moved[ID].alias(FROM), targets]))
        self._know_employers(merged)

    def _know_employers(self, rows: pl.DataFrame) -> None:
        numbers = self.registries["employers"].add(rows["normal_name"], rows[ID], rows[AT])
        columns = rows.select("name", "key", "aliases", "industry").iter_rows()
        for nr, (name, key, aliases, industry) in zip(numbers, columns, strict=True):
            listed = tuple(aliases.split(";")) if aliases else ()
            self._employers.add(firms.Employer(nr, name, normal_name(name), key, listed))
            if industry is not None:
                self._with_industry.add(nr)

    def _note_alike(self, old: Iterable[str], new: Sequence[str]) -> None:
        self.alike = tuple(sorted({*self.alike, *firms.alike({*old, *new}, new)}))

    # --- alumni -------------------------------------------------------------------------------------------------------

    async def _alumni_table(self) -> None:
        rows, count = await self._rows("alumni")
        rows.drop_duplicates(("key",))
        self._refuse_places(rows)
        self.registries["alumni"].refused.update(rows.refused)
        state = await self._stored_nodes("alumni", rows.frame["key"].to_list())
        frame = self._with_ids(
            rows.frame.join(state.select("key", AT, ID), on="key", how="left", maintain_order="left")
        )
        merged = await asyncio.to_thread(self._compared, "alumni", frame, state)
        merged = _with_pinyin(merged)
        self.registries["alumni"].add(merged["key"], merged[ID], merged[AT])
        await self.sink.nodes("alumni", merged)
        changed = pl.col("place").ne_missing(was("place")) | pl.col("place_from").ne_missing(was("place_from"))
        moved = merged.filter((pl.col(STATUS) != UNCHANGED) & changed)
        homes = pl.Series(TO, [self._place_ids.get(code or "") for code in moved["place"]], dtype=pl.String)
        await self.sink.homes(moved.with_columns(homes))
        self._enter("alumni", count, rows, merged[STATUS])
        await self._find_gone_nodes("alumni", merged)
        await self._know_everybody()

    def _refuse_places(self, rows: Rows) -> None:
        column = rows.frame["place"]
        meanings = {text: self._places.meaning(text) for text in column.unique().drop_nulls() if text != CLEAR}
        codes = {text: meaning.code for text, meaning in meanings.items()} | {CLEAR: CLEAR}
        rows.frame = rows.frame.with_columns(
            column.replace_strict(codes, default=None, return_dtype=pl.String).alias("\0place")
        )
        bad = column.is_not_null() & rows.frame["\0place"].is_null()
        unknown = findings.UNKNOWN_REF._replace(reason=findings.UNKNOWN_REF.reason.format("places"))
        rows.refuse(bad, "place", [_meaning_fault(meanings[text], unknown) for text in column.filter(bad)])
        rows.frame = rows.frame.with_columns(pl.col("\0place").alias("place")).drop("\0place")

    # --- facts --------------------------------------------------------------------------------------------------------

    async def _link_table(self, name: str) -> None:
        if not self._has(name):
            return
        link = LINKS[name]
        person = "a" if name == "connections" else "alumnus"

        async def resolve(rows: Rows) -> None:
            await self._resolve(rows, person, "alumni", FROM)
            if name == "jobs":
                self._refuse_industries(rows)
            elif name == "skills":
                await self._resolve_skills(rows)
            else:
                await self._resolve(rows, link.other, link.others, TO)
            if name == "connections":
                rows.frame = _in_order(rows.frame)
            rows.frame = rows.frame.drop(person, *(() if name == "jobs" else (link.other,)))

        rows, count = await self._rows(name, resolve)
        if name == "jobs":
            await self._resolve_employers(rows)
        if name == "skills":
            await self._make_skills(rows)
        if name in ("memberships", "group_members"):
            # Over, nobody knows when, is the same as not written there.
            rows.frame = rows.frame.with_columns(
                pl.when(pl.col("to") == UNKNOWN_END).then(CLEAR_NUMBER).otherwise(pl.col("to")).alias("to")
            )
        identity = (FROM, TO, *link.identity)
        if name == "jobs":
            rows.drop_duplicates(("key",), rows.frame["key"].is_not_null())
            rows.drop_duplicates(identity, rows.frame["key"].is_null())
        else:
            rows.drop_duplicates(identity)
        state = await self._stored_facts(name, link)
        frame, gone = _matched(name, rows.frame, state, identity)
        merged = await asyncio.to_thread(self._compared, name, frame, state)
        merged, replaced = _replaced(merged, gone)
        people, others = self.registries["alumni"], self.registries[link.others]
        self._enter(name, count, rows, _told(merged))
        removed = self._gone_facts(name, merged, state)
        gone = pl.concat([replaced, removed])
        await self.sink.facts(name, Facts(merged.filter(pl.col(STATUS) != UNCHANGED), gone, people, others))

    async def _resolve(self, rows: Rows, column: str, others: str, into: str) -> None:
        """Finds the nodes that a column names; refuses the rows that name none."""
        registry = self.registries[others]
        numbers = registry.numbers(rows.frame[column])
        if numbers.null_count() and self.graph is not None:
            missing = rows.frame[column].filter(numbers.is_null()).unique()
            await self._look_up(others, [key for key in missing if key not in registry.refused])
            numbers = registry.numbers(rows.frame[column])
        rows.frame = rows.frame.with_columns(numbers.alias(into))
        unknown = numbers.is_null()
        if unknown.any():
            faults = [_reference_fault(others, registry.refused.get(key)) for key in rows.frame[column].filter(unknown)]
            rows.refuse(unknown, column, faults)

    async def _look_up(self, name: str, keys: list[str]) -> None:
        """Makes those of the keys known that are in the graph."""
        keys = sorted(keys)
        state = await self._stored_nodes(name, keys)
        self.registries[name].add(state["key"], state[ID], state[AT])

    async def _stored_facts(self, name: str, link: _LinkKind) -> pl.DataFrame:
        people, others = self.registries["alumni"], self.registries[link.others]
        if self.graph is None:
            return stored.fact_frame(table(name), [], people, others)
        state = await stored.facts_of(self.graph, READ_FACTS[name], table(name), people, others)
        if not self.options.missing_means_gone:
            state = state.filter(pl.col(TO).is_not_null())
        if name == "connections":
            low, high = pl.min_horizontal(FROM, TO), pl.max_horizontal(FROM, TO)
            state = state.with_columns(low.alias(FROM), high.alias(TO))
        return state

    # --- what is missing, when missing means gone ---------------------------------------------------------------------

    def _may_remove(self, name: str) -> bool:
        """Whether facts that are missing here are to go: not where a row was refused, which may be one of them."""
        if not self.options.missing_means_gone or self.graph is None:
            return False
        if self.ledger[name].quarantined:
            self.notes.append(
                f"{name}: nothing is removed, because rows of this table were refused; correct them first"
            )
            return False
        return True

    def _sources(self, merged: pl.DataFrame) -> list[str]:
        return sorted({self.source, *merged[GIVEN + "source"].unique().drop_nulls()} - {CLEAR})

    async def _find_gone_nodes(self, name: str, merged: pl.DataFrame) -> None:
        """Remembers the nodes that came from the same source and are not in the files; they go at the end."""
        if not self._may_remove(name) or self.graph is None:
            return
        there = set(merged["key"])
        gone: list[str] = []
        after = ""
        while page := await GONE_NODES[name](self.graph, sources=self._sources(merged), after=after, limit=stored.PAGE):
            gone += [node.at for node in page if node.key not in there]
            after = page[-1].id
        self._removed(name, len(gone))
        self._gone.append(pl.DataFrame([pl.Series(AT, gone, dtype=pl.String)]))

    def _gone_facts(self, name: str, merged: pl.DataFrame, state: pl.DataFrame) -> pl.Series:
        if state.is_empty() or not self._may_remove(name):
            return pl.Series(AT, [], dtype=pl.String)
        missing = state.filter(
            pl.col("source").is_in(self._sources(merged)) & ~pl.col(AT).is_in(merged[AT].drop_nulls().implode())
        )
        self._removed(name, missing.height)
        return missing[AT]

    def _removed(self, name: str, count: int) -> None:
        self.ledger[name] = replace(self.ledger[name], removed=count)

    async def _know_everybody(self) -> None:
        """Numbers for all people of the graph, so that the facts of those who are not in the files are found too."""
        if not self.options.missing_means_gone or self.graph is None:
            return
        registry, after = self.registries["alumni"], ""
        known = set(registry.frame[ID])
        while page := await queries.alumni_after(self.graph, after=after, limit=stored.PAGE):
            others = [person for person in page if person.id not in known]
            ids = pl.Series([person.id for person in others], dtype=pl.String)
            registry.add(pl.Series([person.key for person in others], dtype=pl.String), ids, ids)
            after = page[-1].id

    # skills and employers that rows speak of are made when they are new

    async def _resolve_skills(self, rows: Rows) -> None:
        normal = mapped(rows.frame["skill"], normal_name)
        rows.refuse(normal == "", "skill", findings.EMPTY)
        normal = normal.filter(normal != "")
        kind = pl.when(pl.col("kind").is_null()).then(pl.lit("offered")).otherwise(pl.col("kind")).alias("kind")
        rows.frame = rows.frame.with_columns(kind, normal.alias("\0normal"), pl.col("skill").alias("\0skill"))

    async def _make_skills(self, rows: Rows) -> None:
        registry = self.registries["skills"]
        nodes = [] if self.graph is None else await stored.all_nodes(self.graph, queries.skills_after)
        registry.add(
            pl.Series([node.properties["normal_name"] for node in nodes], dtype=pl.String),
            pl.Series([node.properties["id"] for node in nodes], dtype=pl.String),
            pl.Series([node.at for node in nodes], dtype=pl.String),
        )
        known = set(registry.frame[KEY])
        written = rows.frame.filter(~pl.col("\0normal").is_in(list(known))).group_by("\0normal", "\0skill").len()
        spellings: dict[str, dict[str, int]] = {}
        for normal, text, times in written.iter_rows():
            spellings.setdefault(normal, {})[text] = times
        fresh = sorted(spellings)
        new = pl.DataFrame(
            {"normal_name": fresh, "name": [firms.commonest(spellings[normal]) for normal in fresh]},
            schema={"normal_name": pl.String, "name": pl.String},
        ).with_columns(new_ids(len(fresh)))
        registry.add(new["normal_name"], new[ID], pl.Series([None] * len(fresh), dtype=pl.String))
        await self.sink.skills(new)
        self.made["skills"] += len(fresh)
        rows.frame = rows.frame.with_columns(registry.numbers(rows.frame["\0normal"]).alias(TO)).drop(
            "\0normal", "\0skill"
        )

    async def _resolve_employers(self, rows: Rows) -> None:
        """Finds the employers that jobs name by key, name or alias, and makes the new ones."""
        texts = rows.frame["employer"].unique(maintain_order=True).to_list()
        meanings = {text: self._employers.meaning(text) for text in texts}
        faults = {text: found for text, found in meanings.items() if isinstance(found, Fault)}
        faults |= {text: findings.EMPTY for text in texts if not normal_name(text)}
        bad = rows.frame["employer"].is_in(list(faults))
        rows.refuse(bad, "employer", [faults[text] for text in rows.frame["employer"].filter(bad)])
        await self._make_employers(
            rows.frame, [text for text in texts if meanings[text] is None and text not in faults]
        )
        numbers = {text: self._employers.meaning(text) for text in texts if text not in faults}
        rows.frame = rows.frame.with_columns(
            rows.frame["employer"].replace_strict(numbers, default=None, return_dtype=pl.UInt32).alias(TO)
        )
        await self._fill_industries(rows.frame)
        rows.frame = rows.frame.drop("employer", "industry")

    async def _make_employers(self, frame: pl.DataFrame, texts: Sequence[str]) -> None:
        written = frame.filter(pl.col("employer").is_in(list(texts))).group_by("employer").len()
        spellings: dict[str, dict[str, int]] = {}
        for text, times in written.iter_rows():
            spellings.setdefault(normal_name(text), {})[text] = times
        names = [firms.commonest(spellings[normal]) for normal in sorted(spellings)]
        if not names:
            return
        rows = _empty("employers").select(c.name for c in table("employers").columns)
        rows = pl.concat([rows, pl.DataFrame({"name": names})], how="diagonal")
        rows = rows.with_columns(
            pl.Series("normal_name", sorted(spellings)), new_ids(len(names)), pl.lit(None, pl.String).alias(AT)
        )
        merged = self._compared("employers", rows, stored.node_frame(table("employers"), []))
        merged = merged.with_columns(_mapped_list(merged["aliases"]).alias("alias_names"))
        old = list(self._employers.names.values())
        await self._put_employers(merged)
        self._note_alike(old, names)
        self.made["employers"] += len(names)

    async def _fill_industries(self, frame: pl.DataFrame) -> None:
        """Gives employers without an industry the one that most of their jobs in the files say."""
        said = frame.filter(pl.col("industry").is_not_null() & (pl.col("industry") != CLEAR))
        if said.is_empty():
            return
        votes = said.group_by(TO, "industry").len().sort(TO, pl.col("len"), "industry", descending=[False, True, False])
        chosen = votes.group_by(TO, maintain_order=True).first().select(TO, "industry")
        chosen = chosen.filter(~pl.col(TO).is_in(list(self._with_industry)))
        registry = self.registries["employers"]
        targets = pl.Series(TO, [self._industry_ids[code] for code in chosen["industry"]], dtype=pl.String)
        await self.sink.pointers("employers", pl.DataFrame([registry.ids(chosen[TO]).alias(FROM), targets]))


_KNOWN = {
    "industries": ("code", "name", "name_en", "parent", "level", "isic"),
    "places": ("code", "name", "name_en", "parent", "kind"),
}


def _empty(name: str) -> pl.DataFrame:
    from graph_service.imports.checking import value_type

    schema: dict[str, Any] = {LINE: pl.UInt32, **{c.name: value_type(c) for c in table(name).columns}, FILE: pl.UInt16}
    return pl.DataFrame(schema=schema)


def _circular(code: str, parents: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    at: str | None = code
    while at is not None and at in parents:
        if at in seen:
            return True
        seen.add(at)
        at = parents[at]
    return False


def _seeds(name: str, standard: Iterable[Known], nested: Mapping[str, str | None], in_files: set[str]) -> pl.DataFrame:
    """The standard entries that neither the graph nor the files have; and those whose place in the tree is missing.

    The latter were written by an import that was interrupted; a name that the school has changed stays.
    """
    others = [entry for entry in standard if entry.code not in in_files]
    missing: list[tuple[str | None, ...]] = [tuple(entry) for entry in others if entry.code not in nested]
    for entry in others:
        if entry.parent is not None and entry.code in nested and nested[entry.code] is None:
            missing.append((entry.code, None, None, entry.parent, None, None))
    columns = ("code", "name", "name_en", "parent", "level" if name == "industries" else "kind", "isic")
    frame = pl.DataFrame(missing, schema=dict.fromkeys(columns, pl.String), orient="row")
    return (frame if name == "industries" else frame.drop("isic")).with_columns(pl.lit(True).alias("\0seed"))


def _with_levels(
    name: str, frame: pl.DataFrame, parents: dict[str, str | None], before: dict[str, str | None]
) -> pl.DataFrame:
    """The level of industries and the kind of places, from how deep they are when nobody says it."""
    steps = (
        ("section", "division", "group", "class")
        if name == "industries"
        else ("country", "province", "city", "district")
    )
    column = "level" if name == "industries" else "kind"
    stated = frame[column] if column in frame.columns else pl.Series(column, [None] * frame.height, dtype=pl.String)
    levels = dict(before) | {c: s for c, s in zip(frame["code"], stated, strict=True) if s is not None and s != CLEAR}

    def level(code: str) -> str:
        if (known := levels.get(code)) is not None:
            return known
        parent = parents.get(code)
        found = steps[min(3, steps.index(level(parent)) + 1)] if parent else steps[0]
        levels[code] = found
        return found

    return frame.with_columns(pl.Series(column, [level(code) for code in frame["code"]], dtype=pl.String))


def _meaning_fault(meaning: Meanings, unknown: Fault) -> Fault:
    if not meaning.codes:
        return unknown
    return findings.AMBIGUOUS._replace(reason=findings.AMBIGUOUS.reason.format(" or ".join(meaning.codes[:5])))


def _reference_fault(others: str, refused: Place | None) -> Fault:
    if refused is None:
        return findings.UNKNOWN_REF._replace(reason=findings.UNKNOWN_REF.reason.format(others))
    return findings.REFUSED_REF._replace(reason=findings.REFUSED_REF.reason.format(others, refused.file, refused.line))


def _mapped_list(texts: pl.Series) -> pl.Series:
    return mapped(texts, lambda text: ";".join(normal_name(alias) for alias in text.split(";")))


def _with_normal_names(merged: pl.DataFrame, state: pl.DataFrame) -> pl.DataFrame:
    """`normal_name` as it is stored, which only one employer may have: with the key, where several have one name."""
    stored_names = dict(zip(state[AT], state["normal_name"], strict=True))
    holders = dict(zip(state["normal_name"], state[AT], strict=True))
    times = Counter(merged["normal_name"])
    names: list[str] = []
    for at, key, name in merged.select(AT, "key", "name").iter_rows():
        normal = normal_name(name)
        kept = stored_names.get(at) if at is not None else None
        if kept is not None and kept in (normal, f"{normal} #{key}"):
            names.append(kept)
        elif key is not None and (times[normal] > 1 or holders.get(normal, at) != at):
            names.append(f"{normal} #{key}")
        else:
            names.append(normal)
    return merged.with_columns(
        pl.Series("normal_name", names, dtype=pl.String), _mapped_list(merged["aliases"]).alias("alias_names")
    )


def _with_pinyin(merged: pl.DataFrame) -> pl.DataFrame:
    """Pinyin where none is given or the name has changed, and the initials."""
    renamed = (
        was("name").is_not_null() & pl.col("name").ne_missing(was("name")) & pl.col("pinyin").eq_missing(was("pinyin"))
    )
    merged = merged.with_columns(pl.when(renamed).then(None).otherwise(pl.col("pinyin")).alias("pinyin"))
    needing = merged["pinyin"].is_null()
    pinyin = mapped(pl.select(pl.when(needing).then(merged["name"])).to_series(), pinyin_of)
    merged = merged.with_columns(pl.coalesce("pinyin", pinyin.alias("pinyin")))
    return merged.with_columns(mapped(merged["pinyin"], initials_of).alias("initials"))


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    low, high = pl.min_horizontal(FROM, TO), pl.max_horizontal(FROM, TO)
    return frame.with_columns(low.alias(FROM), high.alias(TO))


def _matched(
    name: str, frame: pl.DataFrame, state: pl.DataFrame, identity: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with AT of the fact of the graph that each means, and for each AT what its other end is."""
    if state.is_empty():
        return frame.with_columns(pl.lit(None, pl.String).alias(AT)), state
    first = state.unique(identity, keep="first", maintain_order=True).select(*identity, AT)
    if name != "jobs":
        return frame.join(first, on=identity, how="left", nulls_equal=True, maintain_order="left"), state
    by_key = state.filter(pl.col("key").is_not_null()).unique((FROM, "key"), keep="first", maintain_order=True)
    frame = frame.join(by_key.select(FROM, "key", AT), on=(FROM, "key"), how="left", maintain_order="left")
    open_ = state.filter(pl.col("key").is_null()).unique(identity, keep="first", maintain_order=True)
    frame = frame.join(
        open_.select(*identity, pl.col(AT).alias("\0adopted")),
        on=identity,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    frame = frame.join(
        first.select(*identity, pl.col(AT).alias("\0any")),
        on=identity,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    found = pl.coalesce(AT, "\0adopted", pl.when(pl.col("key").is_null()).then(pl.col("\0any")))
    return frame.with_columns(found.alias(AT)).drop("\0adopted", "\0any"), state


def _replaced(merged: pl.DataFrame, state: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """A job whose employer changed is taken away and made anew: the element ids of those that go."""
    none = pl.Series(AT, [], dtype=pl.String)
    if state.is_empty():
        return merged, none
    ends = state.select(AT, pl.col(TO).alias("\0end"))
    merged = merged.join(ends, on=AT, how="left", maintain_order="left")
    moved = merged["\0end"].is_not_null() & (merged["\0end"] != merged[TO])
    if not moved.any():
        return merged, none
    gone = merged[AT].filter(moved)
    again = pl.when(moved).then(pl.lit(CREATED)).otherwise(pl.col(STATUS)).alias(STATUS)
    return merged.with_columns(again, moved.alias("\0moved")), gone


def _told(merged: pl.DataFrame) -> pl.Series:
    if "\0moved" not in merged.columns:
        return merged[STATUS]
    return merged.select(pl.when("\0moved").then(pl.lit(UPDATED)).otherwise(pl.col(STATUS)).alias(STATUS)).to_series()


__all__ = ["LINKS", "Pipeline"]
