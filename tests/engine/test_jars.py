"""Fetching and keeping the jars, against a repository of our own on the loopback interface."""

from __future__ import annotations

import errno
import gc
import hashlib
import http.server
import os
import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph_service.engine import download, errors
from graph_service.engine.disk import free_bytes
from graph_service.engine.jars import JarStore
from graph_service.engine.lock import Lock, parse_lock, server_lock
from graph_service.engine.progress import Progress

# jgo leaves an answer that it could not use to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONTENTS = {f"part-{number}": f"content {number}".encode() * 500 for number in range(6)} | {"neo4j": b"server" * 9000}


def lock_of(contents: dict[str, bytes]) -> Lock:
    entries = [
        f'[[dependencies]]\ngroupId = "org.neo4j"\nartifactId = "{name}"\nversion = "1.0"\nsize = {len(content)}\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        for name, content in contents.items()
    ]
    return parse_lock("[metadata]\nmin_java_version = 21\n" + "\n".join(entries))


class Repository:
    """A Maven repository that counts what it was asked for and can misbehave."""

    def __init__(self) -> None:
        self.files = {f"/org/neo4j/{name}/1.0/{name}-1.0.jar": content for name, content in CONTENTS.items()}
        self.asked: list[str] = []
        self.broken: dict[str, int] = {}
        repository = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                repository.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: http.server.BaseHTTPRequestHandler) -> None:
        content = self.files.get(request.path)
        if not request.path.endswith(".sha1"):
            self.asked.append(request.path)
        if content is None:
            request.send_error(404)
            return
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        if self.broken.get(request.path, 0) > 0:
            self.broken[request.path] -= 1
            request.wfile.write(content[: len(content) // 2])
        else:
            request.wfile.write(content)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """The only repository that jgo's configuration names."""
    made = Repository()
    configuration = tmp_path / "jgo.conf"
    configuration.write_text(f"[repositories]\ncentral = {made.address}\n")
    monkeypatch.setenv("JGO_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("M2_REPO", str(tmp_path / "m2"))
    monkeypatch.setattr(download, "RETRY_PAUSE_S", 0)
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


@pytest.fixture
def store(tmp_path: Path) -> JarStore:
    return JarStore(lock_of(CONTENTS), tmp_path / "cache")


def is_complete(store: JarStore) -> bool:
    return all(download.sha256_of(store.place(jar)) == jar.sha256 for jar in store.lock.jars)


def test_everything_is_fetched_once_and_shown(store: JarStore, repository: Repository) -> None:
    seen: list[Progress] = []
    files = store.ensure(seen.append)
    assert files == [store.place(jar) for jar in store.lock.jars]
    assert is_complete(store)
    assert (seen[-1].files_done, seen[-1].files_total) == (7, 7)
    assert seen[-1].bytes_done == seen[-1].bytes_total == store.lock.total_bytes
    assert not (store.root / ".incoming").exists()
    repository.asked.clear()
    assert store.ensure(seen.append) == files
    assert repository.asked == []


def test_what_was_checked_once_is_not_hashed_at_each_start(
    store: JarStore, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ensure()
    monkeypatch.setattr(download, "sha256_of", lambda _file: pytest.fail("hashed again"))
    store.ensure()


def test_a_download_that_was_killed_goes_on_where_it_was(store: JarStore, repository: Repository) -> None:
    store.ensure()
    lost, kept = store.lock.jars[0], store.lock.jars[1]
    store.place(lost).unlink()
    store.place(kept).touch()
    (store.root / ".incoming" / lost.path.parent).mkdir(parents=True)
    (store.root / ".incoming" / lost.path).write_bytes(b"half of it")
    repository.asked.clear()
    store.ensure()
    assert repository.asked == [f"/{lost.path}"]
    assert is_complete(store)


def test_a_file_of_another_size_is_fetched_again(store: JarStore, repository: Repository) -> None:
    store.ensure()
    store.place(store.lock.jars[2]).write_bytes(b"short")
    store.ensure()
    assert is_complete(store)


def test_damage_that_keeps_size_and_time_is_found_when_asked_for(store: JarStore, repository: Repository) -> None:
    store.ensure()
    jar = store.lock.jars[3]
    place = store.place(jar)
    times = place.stat()
    place.write_bytes(b"x" * jar.size)
    os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))
    store.ensure()
    assert not is_complete(store)
    assert store.repair() == [jar.name]
    assert is_complete(store)
    assert store.repair() == []


def test_a_wrong_file_from_the_repository_is_refused_by_name(store: JarStore, repository: Repository) -> None:
    wrong = store.lock.jars[4]
    repository.files[f"/{wrong.path}"] = b"y" * wrong.size
    with pytest.raises(errors.JarDamaged, match=wrong.name) as raised:
        store.ensure()
    assert wrong.sha256 in raised.value.cause
    assert "mirror" in raised.value.remedy
    assert not store.place(wrong).exists()
    assert not (store.root / ".incoming").exists()


def test_a_file_that_no_repository_has_is_named(store: JarStore, repository: Repository) -> None:
    missing = store.lock.jars[5]
    del repository.files[f"/{missing.path}"]
    with pytest.raises(errors.JarUnavailable, match=f"{missing.name} could not be downloaded .no repository has it"):
        store.ensure()


def test_a_connection_that_breaks_is_tried_again(store: JarStore, repository: Repository) -> None:
    repository.broken[f"/{store.lock.jars[0].path}"] = 2
    store.ensure()
    assert is_complete(store)


def test_a_connection_that_breaks_for_good_is_an_error_and_the_rest_is_kept(
    store: JarStore, repository: Repository
) -> None:
    broken = store.lock.jars[0]
    repository.broken[f"/{broken.path}"] = 99
    with pytest.raises(errors.JarUnavailable, match=broken.name):
        store.ensure()
    repository.broken.clear()
    repository.asked.clear()
    store.ensure()
    assert f"/{broken.path}" in repository.asked
    assert is_complete(store)


def test_no_network_is_an_error_with_a_remedy(store: JarStore, repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "jgo.conf").write_text("[repositories]\ncentral = http://127.0.0.1:9\n")
    with pytest.raises(errors.JarUnavailable, match="no connection") as raised:
        store.ensure()
    assert "mirror" in raised.value.remedy


def test_a_file_in_the_users_own_repository_is_copied_from_there(
    store: JarStore, repository: Repository, tmp_path: Path
) -> None:
    right, wrong = store.lock.jars[0], store.lock.jars[1]
    for jar, content in ((right, CONTENTS[right.artifact]), (wrong, b"z" * wrong.size)):
        local = tmp_path / "m2" / jar.path
        local.parent.mkdir(parents=True)
        local.write_bytes(content)
    store.ensure()
    assert f"/{right.path}" not in repository.asked
    assert f"/{wrong.path}" in repository.asked
    assert is_complete(store)


def test_too_little_room_is_noticed_before_the_download(store: JarStore, repository: Repository) -> None:
    with pytest.raises(errors.DiskFull, match="has 3 MB left"):
        replace(store, free=lambda _place: 3 * 1024 * 1024).ensure()
    assert repository.asked == []


@pytest.mark.parametrize(("code", "error"), [(errno.ENOSPC, errors.DiskFull), (errno.EIO, OSError)])
def test_a_disk_that_fails_during_the_download_is_an_error(
    store: JarStore, repository: Repository, monkeypatch: pytest.MonkeyPatch, code: int, error: type[Exception]
) -> None:
    def fail(_self: JarStore, _jar: object, _file: Path) -> None:
        raise OSError(code, "cannot")

    monkeypatch.setattr(JarStore, "_deliver", fail)
    with pytest.raises(error):
        store.ensure()


def test_a_stamp_that_cannot_be_read_is_made_again(store: JarStore, repository: Repository) -> None:
    store.ensure()
    stamp = next(store.root.glob("verified-*.json"))
    stamp.write_text("{")
    repository.asked.clear()
    store.ensure()
    assert repository.asked == []
    assert stamp.read_text() != "{"


def test_the_lock_of_the_server_is_whole() -> None:
    lock = server_lock()
    assert lock.version == "2026.08.1"
    assert lock.minimum_java == 21
    assert len({jar.path for jar in lock.jars}) == len(lock.jars) > 200
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in lock.jars)
    assert not {"junit", "mockito-core", "byte-buddy", "hamcrest", "objenesis"} & {jar.artifact for jar in lock.jars}


def test_free_space_is_that_of_the_nearest_folder_that_exists(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "there") > 0
