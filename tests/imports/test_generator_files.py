"""The files of a generated school: the same for the same numbers, complete, without an error row."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from graph_service.imports import tables
from graph_service.imports.checking import check_block
from graph_service.imports.generator import (
    SAMPLE_ALUMNI,
    SAMPLE_CAST,
    SAMPLE_SEED,
    FolderNotEmpty,
    ImpossibleSchool,
    NoRoom,
    NotWritable,
    generate_school,
)
from graph_service.imports.reading import open_source

TODAY = "2026-10-31"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    assert generate_school(SAMPLE_ALUMNI, SAMPLE_SEED, folder) == SAMPLE_CAST
    return folder


def rows(folder: Path, table: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{table}.csv", infer_schema=False)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def checked_tables(folder: Path) -> Iterator[tuple[tables.Table, pl.DataFrame, list[object]]]:
    for file in open_source(folder).files:
        table = tables.table(file.stem)
        for block in file.blocks():
            checked = check_block(table, file.name, {name: name for name in file.headings}, block)
            yield table, checked.good, list(checked.findings)


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    generate_school(700, 7, tmp_path / "a")
    generate_school(700, 7, tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    generate_school(700, 7, tmp_path / "here")
    program = (
        "import sys, pathlib; from graph_service.imports.generator import generate_school;"
        "generate_school(700, 7, pathlib.Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1234", "POLARS_MAX_THREADS": "1"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "there")], check=True, env=environment)
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_another_seed_gives_another_school(tmp_path: Path) -> None:
    generate_school(300, 1, tmp_path / "a")
    generate_school(300, 2, tmp_path / "b")
    same = {"industries.csv", "places.csv"}
    a, b = digests(tmp_path / "a"), digests(tmp_path / "b")
    assert {name for name in a if a[name] == b[name]} == same


def test_every_table_has_its_file_with_its_columns(sample: Path) -> None:
    assert {path.name for path in sample.iterdir()} == {f"{table.name}.csv" for table in tables.TABLES}
    for table in tables.TABLES:
        frame = rows(sample, table.name)
        assert frame.columns == [column.name for column in table.columns]
        assert len(frame) > 0
    assert len(rows(sample, "alumni")) == SAMPLE_ALUMNI


@pytest.mark.parametrize("alumni", [1, 2, 23, 400, SAMPLE_ALUMNI])
def test_no_row_is_at_fault(alumni: int, tmp_path: Path) -> None:
    generate_school(alumni, 5, tmp_path)
    counted = 0
    for table, good, findings in checked_tables(tmp_path):
        assert findings == []
        counted += len(good) if table.name == "alumni" else 0
    assert counted == alumni


def test_every_reference_is_there(sample: Path) -> None:
    names = {"alumni": ["key"], "cohorts": ["key"], "events": ["key"], "groups": ["key"], "places": ["code", "name"]}
    known = {table: {v for c in columns for v in rows(sample, table)[c]} for table, columns in names.items()}
    known["industries"] = set(rows(sample, "industries")["code"])
    employers = rows(sample, "employers")
    aliases = {alias for text in employers["aliases"].drop_nulls() for alias in text.split(";")}
    known["employers"] = set(employers["name"]) | aliases
    for table in tables.TABLES:
        for column in table.columns:
            if column.refers_to is not None:
                missing = set(rows(sample, table.name)[column.name].drop_nulls()) - known[column.refers_to]
                assert not missing, (table.name, column.name, missing)


def test_every_row_has_an_identity_of_its_own(sample: Path) -> None:
    for table in tables.TABLES:
        identities = rows(sample, table.name).select(table.identity)
        assert identities.n_unique() == len(identities), table.name
    connections = rows(sample, "connections")
    assert (connections["a"] < connections["b"]).all()


def test_employers_share_no_name_or_alias(sample: Path) -> None:
    employers = rows(sample, "employers")
    aliases = [alias for text in employers["aliases"].drop_nulls() for alias in text.split(";")]
    legal = r"(集团有限公司|股份有限公司|有限公司)$"
    bare = employers["name"].str.replace(legal, "").to_list()
    assert len(set(bare)) == len(bare)
    latin = [alias for alias in aliases if alias.isascii()]
    assert len(set(latin)) == len(latin) > 5
    assert {alias for alias in aliases if not alias.isascii()} <= set(bare)


def test_industries_of_employers_are_codes_or_names_of_divisions(sample: Path) -> None:
    industries = rows(sample, "industries")
    written = rows(sample, "employers")["industry"].drop_nulls()
    assert set(written) <= set(industries["code"]) | set(industries["name"])
    assert len(set(written) & set(industries["name"])) > 0


def test_nothing_happens_after_the_export(sample: Path) -> None:
    for table in tables.TABLES:
        frame = rows(sample, table.name)
        for column in table.columns:
            if column.kind in ("date", "end"):
                dates = frame[column.name].drop_nulls()
                dates = dates.filter(dates != "unknown")
                assert (dates <= TODAY).all(), (table.name, column.name)


def test_dates_are_of_mixed_precision(sample: Path) -> None:
    for table, column in (("jobs", "from"), ("jobs", "to"), ("connections", "since"), ("memberships", "from")):
        lengths = set(rows(sample, table)[column].drop_nulls().str.len_chars())
        assert {4, 7, 10} <= lengths, (table, column)
    assert "unknown" in set(rows(sample, "jobs")["to"])
    assert "unknown" in set(rows(sample, "memberships")["to"])


def test_contact_data_is_plainly_made_up(sample: Path) -> None:
    alumni = rows(sample, "alumni")
    assert alumni["email"].drop_nulls().str.contains(r"^[a-z]+\.s\d{10}@example\.com$").all()
    assert alumni["phone"].drop_nulls().str.contains(r"^100\d{8}$").all()
    assert alumni["wechat"].drop_nulls().str.starts_with("example_").all()
    for column in ("email", "phone", "wechat"):
        assert alumni[column].drop_nulls().is_unique().all()
        assert alumni[column].null_count() > 0


def test_consents_are_mostly_never_asked(sample: Path) -> None:
    alumni = rows(sample, "alumni")
    for column in ("listed", "show_connections", "bridge", "mentor", "research", "contact_audience"):
        shares = alumni[column].value_counts(normalize=True)
        by_answer = dict(shares.iter_rows())
        assert by_answer[None] > 0.5, column
        assert min(by_answer.values()) > 0.01, column
    assert set(alumni["listed"].drop_nulls()) == {"members", "connections", "nobody"}


def test_the_four_representative_meetings_have_24_participants(sample: Path) -> None:
    events = rows(sample, "events").filter(pl.col("key").str.starts_with("R2024"))
    assert events["date"].str.head(7).to_list() == ["2024-03", "2024-04", "2024-05", "2024-06"]
    assert events["kind"].to_list() == ["onsite", "online", "onsite", "online"]
    present = rows(sample, "attendance").filter(pl.col("event").is_in(events["key"].implode()))
    assert present["alumnus"].n_unique() == len(present) == 24
    assert present["event"].value_counts()["count"].to_list() == [6] * 4
    first = rows(sample, "memberships").group_by("alumnus", maintain_order=True).first()
    cohorts = rows(sample, "cohorts").select("key", "programme_type", "graduation_year")
    studied = present.join(first, on="alumnus", suffix="_of_study").join(cohorts, left_on="cohort", right_on="key")
    assert studied.group_by("event", "programme_type").len()["len"].to_list() == [3] * 8
    assert set(studied["programme_type"]) == {"adult", "online"}
    assert (studied["graduation_year"] <= "2024").all()


def test_the_viewer_has_peers_and_one_of_them_is_hidden_from_the_second_viewer(sample: Path) -> None:
    cast = SAMPLE_CAST
    alumni, employers = rows(sample, "alumni"), rows(sample, "employers")
    present = rows(sample, "jobs").filter(pl.col("to").is_null())
    by_alias = employers.with_columns(pl.col("aliases").str.split(";").list.first().alias("alias"))
    named = pl.concat(
        [employers.select("name", "industry"), by_alias.select(pl.col("alias").alias("name"), "industry")]
    )
    present = present.join(named.drop_nulls().unique(), left_on="employer", right_on="name", suffix="_of")
    codes = dict(
        rows(sample, "industries").filter(pl.col("code").str.len_chars() > 1).select("name", "code").iter_rows()
    )
    industry = pl.col("industry_of").replace(codes)
    names = dict(rows(sample, "places").select("code", "name").iter_rows())
    there = alumni.filter(pl.col("place").is_in([cast.place, names[cast.place]]))["key"]
    peers = present.filter(industry == cast.industry, pl.col("alumnus").is_in(there.implode()))["alumnus"].unique()
    assert {cast.viewer, cast.second_viewer, cast.hidden} <= set(peers)
    assert len(peers) == cast.peers + 1 > 10
    listed = dict(alumni.select("key", "listed").iter_rows())
    visible = [key for key in peers if listed[key] in (None, "members") and key != cast.viewer]
    assert len(visible) >= 10
    assert [listed[key] for key in cast[:3]] == ["members", "members", "connections"]
    pairs = {frozenset(pair) for pair in rows(sample, "connections").select("a", "b").iter_rows()}
    assert frozenset((cast.viewer, cast.hidden)) in pairs
    assert frozenset((cast.second_viewer, cast.hidden)) not in pairs


@pytest.mark.parametrize(("alumni", "seed"), [(0, 1), (-5, 1), (1_000_001, 1), (10, -1), (10, 2**63)])
def test_numbers_out_of_range_are_refused(alumni: int, seed: int, tmp_path: Path) -> None:
    with pytest.raises(ImpossibleSchool):
        generate_school(alumni, seed, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_refused_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FolderNotEmpty, match="--force"):
        generate_school(10, 1, tmp_path)
    generate_school(10, 1, tmp_path, force=True)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "alumni.csv").exists()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").symlink_to("/dev/full")
    with pytest.raises(NoRoom, match="full"):
        generate_school(300, 1, tmp_path, force=True)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match="cannot be written"):
        generate_school(10, 1, tmp_path / "file" / "folder")


def test_progress_ends_at_the_whole_of_every_stage(tmp_path: Path) -> None:
    seen: dict[str, tuple[int, int]] = {}

    def watch(stage: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        seen[stage] = (done, total)

    generate_school(50, 1, tmp_path, watch)
    assert {"people", "careers", "who knows whom", "connections.csv"} <= set(seen)
    assert all(done == total for done, total in seen.values())
