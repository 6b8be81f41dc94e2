"""The real server: one engine for the questions that can share it, and one for each that needs a crash of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase
from typer.testing import CliRunner

from graph_service.engine import Engine, ImportFiles, bolt, bulk_import, check, dump, errors, load, open_engine, pages
from graph_service.engine.commands import NOT_RUNNING, app
from graph_service.engine.home import DataDirectory
from graph_service.engine.jars import JarStore
from graph_service.engine.lock import server_lock
from graph_service.engine.ownership import read_note
from graph_service.engine.processes import ProcessId
from graph_service.engine.progress import Progress
from graph_service.engine.replacement import Replacement
from graph_service.settings import Settings

DEADLINE_S = 120
SMALL = {"engine_heap_mb": 512, "engine_page_cache_mb": 64}


def small(data_dir: Path, **changes: Any) -> Settings:
    """Settings for an engine that leaves room for others."""
    return Settings(data_dir=data_dir, engine_start_timeout_s=DEADLINE_S, **(SMALL | changes))


def driver(engine: Engine) -> Driver:
    return GraphDatabase.driver(engine.uri, auth=(engine.user, engine.password))


def ask(engine: Engine, statement: str) -> list[Any]:
    """The first column of a statement's rows, in a transaction that is tried again while the server is away."""
    with driver(engine) as connected, connected.session() as session:
        return session.execute_write(lambda transaction: transaction.run(statement).value())  # type: ignore[arg-type]


def names(engine: Engine) -> list[str]:
    return ask(engine, "MATCH (n:Alumnus) RETURN n.name ORDER BY n.name")


def eventually(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"not within {DEADLINE_S} s: {what}"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    with open_engine(small(home)) as running:
        yield running


def test_the_server_answers_with_the_generated_password_and_no_other(engine: Engine) -> None:
    versions = ask(engine, "CALL dbms.components() YIELD versions, edition RETURN versions[0] + ' ' + edition")
    assert "2026.08.1 community" in versions
    with (
        GraphDatabase.driver(engine.uri, auth=("neo4j", "neo4j")) as other,
        pytest.raises(Exception, match="nauthorized"),
    ):
        other.verify_connectivity()
    assert 100 < engine.memory() < 1500


def test_only_bolt_listens_and_only_on_the_loopback_interface(engine: Engine) -> None:
    process = ProcessId.of(engine.pid)
    assert process is not None
    java = process.process()
    assert java is not None
    listening = {connection.laddr for connection in java.net_connections() if connection.status == "LISTEN"}
    assert {(address.ip.removeprefix("::ffff:"), address.port) for address in listening} == {("127.0.0.1", engine.port)}


@pytest.mark.skipif(not pages.given_to_those_who_ask(), reason="this machine gives no huge pages")
def test_heap_and_page_cache_lie_in_huge_pages(engine: Engine) -> None:
    ask(engine, "UNWIND range(1, 100000) AS n RETURN count(n)")
    mapped = Path(f"/proc/{engine.pid}/smaps_rollup").read_text("ascii")
    assert int(re.findall(r"AnonHugePages: *(\d+) kB", mapped)[0]) > 0


def test_the_server_puts_a_ceiling_on_every_transaction(engine: Engine) -> None:
    assert ask(engine, "SHOW SETTINGS 'db.transaction.timeout' YIELD value RETURN value") == ["1h"]


def test_a_killed_server_comes_back_with_its_data_and_the_driver_just_goes_on(engine: Engine) -> None:
    ask(engine, "CREATE (:Alumnus {name: '韩小宁'})")
    with driver(engine) as connected, connected.session() as session:
        assert session.execute_read(lambda transaction: transaction.run("RETURN 1").value()) == [1]
        before = engine.pid
        os.kill(before, signal.SIGKILL)
        eventually(lambda: engine.pid not in (0, before) and bolt.answers(engine.port), "another server")
        found = session.execute_read(lambda transaction: transaction.run("MATCH (n:Alumnus) RETURN n.name").value())
    assert found == ["韩小宁"]


def test_tools_do_not_touch_a_graph_that_is_in_use(engine: Engine, home: Path, tmp_path: Path) -> None:
    with pytest.raises(errors.DataDirectoryInUse):
        dump(small(home), tmp_path / "x.dump")
    assert not (tmp_path / "x.dump").exists()


def test_dump_check_load_and_back_again(tmp_path: Path) -> None:
    settings, file = small(tmp_path / "data"), tmp_path / "graph.dump"
    with open_engine(settings) as engine:
        ask(engine, "CREATE (:Alumnus {name: 'before'})")
        java = engine.pid
        note = engine.note
        assert note is not None
        os.kill(note.holder.pid, signal.SIGSTOP)  # so that it cannot start another one
        os.kill(java, signal.SIGKILL)
        os.kill(note.holder.pid, signal.SIGKILL)
        engine_dead = ProcessId(java, 0)
        eventually(lambda: not engine_dead.alive, "the server is dead")
    steps: set[str] = set()

    def note_step(progress: Progress) -> None:
        steps.add(progress.step)

    check(settings, progress=note_step)  # after a crash: recovers first
    dump(settings, file, progress=note_step)
    assert {"check", "dump"} <= steps
    with pytest.raises(errors.FileUnusable, match="exists already"):
        dump(settings, file)
    with pytest.raises(errors.FileUnusable, match="folder"):
        dump(settings, tmp_path / "no" / "such.dump")

    with open_engine(settings) as engine:
        ask(engine, "MATCH (n:Alumnus) SET n.name = 'after'")
    with pytest.raises(errors.DataNotEmpty, match="--force") as raised:
        load(settings, file)
    assert "is a graph" in raised.value.cause
    damaged = tmp_path / "damaged.dump"
    damaged.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(errors.ToolFailed):
        load(settings, damaged, overwrite=True)
    with open_engine(settings) as engine:
        assert names(engine) == ["after"]
    load(settings, file, overwrite=True)
    with open_engine(settings) as engine:
        assert names(engine) == ["before"]

    other = small(tmp_path / "elsewhere")
    with pytest.raises(errors.NoGraph):
        dump(other, tmp_path / "nothing.dump")
    with pytest.raises(errors.NoGraph):
        check(other)
    with pytest.raises(errors.FileUnusable, match="no such file"):
        load(other, tmp_path / "missing.dump")
    load(other, file)
    with open_engine(other) as engine:
        assert names(engine) == ["before"]
        ask(engine, "UNWIND range(1, 500) AS i CREATE (:A)-[:R]->(:B)")
    records = engine.home.database / "neostore.relationshipstore.db"
    content = bytearray(records.read_bytes())
    for place in range(8192 + 40, 8192 + 4000, 3):
        content[place] ^= 0x5A
    records.write_bytes(content)
    with pytest.raises(errors.DataDamaged, match="report") as damage:
        check(other)
    assert "db load" in damage.value.remedy


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_bulk_import_fills_an_empty_graph_and_replaces_another_only_when_asked(tmp_path: Path) -> None:
    settings = small(tmp_path / "data")
    header = write(tmp_path / "people-header.csv", "id:ID,name,order_key:long,aliases:string[]\n")
    people = write(tmp_path / "people.csv", "a,韩小宁,1,x;y\nb,李雷,2,\n")
    knows = write(tmp_path / "knows.csv", ":START_ID,:END_ID,since_month:long\na,b,24000\n")
    nodes = [ImportFiles("Alumnus:Mentor", [header, people])]
    seen: list[Progress] = []
    bulk_import(settings, nodes, [ImportFiles("KNOWS", [knows])], progress=seen.append)
    assert any(progress.step == "import" and progress.units_done == 100 for progress in seen)
    with open_engine(settings) as engine:
        assert names(engine) == ["李雷", "韩小宁"]
        assert ask(engine, "MATCH (:Mentor {id: 'a', order_key: 1})-[r:KNOWS]->({id: 'b'}) RETURN r.since_month") == [
            24000
        ]
        assert ask(engine, "MATCH (n {id: 'a'}) RETURN n.aliases") == [["x", "y"]]
    with pytest.raises(errors.DataNotEmpty):
        bulk_import(settings, nodes, [])
    broken = write(tmp_path / "broken.csv", ":START_ID,:END_ID\na,nobody\n")
    with pytest.raises(errors.ToolFailed, match="nobody"):
        bulk_import(settings, nodes, [ImportFiles("KNOWS", [broken])], overwrite=True)
    one = write(tmp_path / "one.csv", "c,王芳,3,\n")
    bulk_import(settings, [ImportFiles("Alumnus", [header, one])], [], overwrite=True)
    with open_engine(settings) as engine:
        assert names(engine) == ["王芳"]
    check(settings)


def test_a_damaged_jar_is_found_when_the_start_fails_and_is_fetched_again(tmp_path: Path, cached_jars: Path) -> None:
    settings = small(tmp_path / "data", cache_dir=cached_jars)
    JarStore(server_lock(), cached_jars).ensure()
    place = next(cached_jars.rglob("neo4j-kernel-2*.jar"))
    size, times = place.stat().st_size, place.stat()
    place.unlink()  # it shares its content with the jars of others
    place.write_bytes(b"\0" * size)
    os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))
    seen: list[str] = []

    def watch(progress: Progress) -> None:
        seen.append(progress.step)
        if progress.step == "cache":  # this cache directory is not used again
            raise KeyboardInterrupt

    with open_engine(settings, watch) as engine:
        assert ask(engine, "RETURN 1") == [1]
    assert "download" in seen


def test_the_command_line_starts_shows_and_stops_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SERVICE_ENGINE_HEAP_MB", "512")
    monkeypatch.setenv("GRAPH_SERVICE_ENGINE_PAGE_CACHE_MB", "64")
    data, file, run = str(tmp_path / "data"), str(tmp_path / "graph.dump"), CliRunner().invoke
    stopped = run(app, ["status", "--json", "--data", data])
    assert (stopped.exit_code, json.loads(stopped.stdout)["state"]) == (NOT_RUNNING, "stopped")
    assert run(app, ["stop", "--data", data]).exit_code == 1

    started = run(app, ["start", "--data", data])
    assert started.exit_code == 0, started.output
    note = read_note(DataDirectory(tmp_path / "data"))
    assert note is not None
    assert f"bolt://127.0.0.1:{note.port}" in started.stdout
    assert str(tmp_path / "data" / "password") in started.stdout.replace("\n", "")
    shown = json.loads(run(app, ["status", "--json", "--data", data]).stdout)
    assert (shown["state"], shown["uri"], shown["detached"]) == ("running", f"bolt://127.0.0.1:{note.port}", True)
    assert shown["memory_mb"] > 100
    assert "running" in run(app, ["status", "--data", data]).stdout

    refused = run(app, ["dump", file, "--data", data])
    assert refused.exit_code == 1
    assert "is in use by process" in refused.stderr.replace("\n", " ")
    assert "db stop" in refused.stderr
    assert "Traceback" not in refused.output

    assert run(app, ["stop", "--data", data]).exit_code == 0
    assert not note.holder.alive
    assert run(app, ["check", "--data", data]).stdout == "No damage found.\n"
    assert run(app, ["dump", file, "--data", data]).exit_code == 0
    assert run(app, ["load", file, "--data", data]).exit_code == 1
    assert run(app, ["load", file, "--data", data, "--force"]).exit_code == 0
    assert not Replacement(DataDirectory(tmp_path / "data")).path.exists()
