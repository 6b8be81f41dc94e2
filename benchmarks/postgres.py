"""The questions of `compare` asked of PostgreSQL, with recursive queries, where its server is installed.

A cluster of its own is made in a temporary folder, filled from the school's files as somebody would who knows
PostgreSQL (integer keys, covering indexes, vacuumed and analysed), and asked through one `psql` over a local socket:
statements are prepared, and `\\timing` takes the time, so what is measured is the server and one round trip. Nothing of
it is needed by the service, and nothing of it stays.
"""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BIG_ENOUGH = ("-c", "shared_buffers=1GB", "-c", "work_mem=64MB", "-c", "jit=off", "-c", "fsync=off")
UP_WITHIN_S = 60.0
LONGEST_S = 10
ORDINARY_USER = "postgres"
"""Whose processes the server's are when everything else is root's, whom PostgreSQL refuses."""
DEBIAN = Path("/usr/lib/postgresql")
END = "that was all"

TABLES = """
CREATE UNLOGGED TABLE knows (a int NOT NULL, b int NOT NULL);
CREATE UNLOGGED TABLE jobs (person int NOT NULL, employer int NOT NULL, current boolean NOT NULL);
CREATE UNLOGGED TABLE people (id int NOT NULL, place text);
CREATE UNLOGGED TABLE employers (id int NOT NULL, industry text);
"""
INDEXES = """
CREATE UNIQUE INDEX ON knows (a, b);
CREATE INDEX ON jobs (employer) INCLUDE (person, current);
CREATE INDEX ON jobs (person) INCLUDE (employer);
CREATE UNIQUE INDEX ON people (id) INCLUDE (place);
CREATE INDEX ON employers (industry) INCLUDE (id);
VACUUM ANALYZE;
"""
# A recursive query from either end, three steps each: a shortest way of up to six steps meets in the middle.
QUESTIONS: Mapping[str, str] = {
    "distance": """PREPARE distance(int, int) AS
WITH RECURSIVE
  here(person, steps) AS (
    SELECT $1, 0 UNION SELECT knows.b, here.steps + 1 FROM here JOIN knows ON knows.a = here.person WHERE here.steps < 3
  ),
  there(person, steps) AS (
    SELECT $2, 0 UNION SELECT knows.b, there.steps + 1 FROM there JOIN knows ON knows.a = there.person
    WHERE there.steps < 3
  )
SELECT min(here.steps + there.steps) FROM here JOIN there USING (person);""",
    "friends_of_friends": """PREPARE friends_of_friends(int) AS
SELECT array_to_string(array_agg(score ORDER BY score DESC), ' ') FROM (
  SELECT sum(1 / ln(part.degree)) AS score
  FROM knows AS near
  CROSS JOIN LATERAL (SELECT count(*)::float8 AS degree FROM knows WHERE a = near.b) AS part
  JOIN knows AS far ON far.a = near.b
  WHERE near.a = $1 AND far.b <> $1 AND NOT EXISTS (SELECT FROM knows WHERE a = $1 AND b = far.b)
  GROUP BY far.b ORDER BY score DESC LIMIT 20
) AS best;""",
    "friends_at": """PREPARE friends_at(int, int) AS
SELECT count(DISTINCT person) FROM jobs JOIN knows ON knows.a = $1 AND knows.b = person WHERE employer = $2;""",
    "introductions": """PREPARE introductions(int, int) AS
SELECT count(*) FROM (SELECT DISTINCT person FROM jobs WHERE employer = $2 AND person <> $1) AS target
WHERE NOT EXISTS (SELECT FROM knows WHERE a = $1 AND b = target.person)
  AND EXISTS (
    SELECT FROM knows AS near JOIN knows AS far ON far.a = near.b WHERE near.a = $1 AND far.b = target.person
  );""",
    "industry": """PREPARE industry(text) AS
SELECT array_to_string(array_agg(people ORDER BY people DESC), ' ') FROM (
  SELECT count(DISTINCT person) AS people
  FROM employers JOIN jobs ON jobs.employer = employers.id AND current JOIN people ON people.id = jobs.person
  WHERE industry = $1 AND place <> '' GROUP BY place
) AS places;""",
}


class PostgresMissing(Exception):
    """There is no PostgreSQL server here that could be asked; the message says what is missing."""


class Postgres:
    """A school in PostgreSQL, asked one question after the other."""

    def __init__(self, psql: subprocess.Popen[str], files: Path) -> None:
        self._psql = psql
        self._people: dict[str, int] = {}
        self._employers: dict[str, int] = {}
        self._fill(files)

    def ask(self, kind: str, params: Mapping[str, str]) -> tuple[Any, float]:
        """The answer in the shape of the others' answers, and what it took in ms."""
        text, took = self._run(f"EXECUTE {kind}({', '.join(self._literal(*pair) for pair in params.items())});")
        if kind in ("friends_of_friends", "industry"):
            return [float(part) for part in text.split()], took
        return (int(text) if text else None), took

    def _literal(self, name: str, value: str) -> str:
        if name == "industry":
            return "'" + value.replace("'", "''") + "'"
        return str((self._employers if name == "employer" else self._people).get(value, 0))

    def _fill(self, files: Path) -> None:
        self._run("\\pset format unaligned\n\\pset tuples_only on\n" + TABLES)
        employers = list(_rows(files / "employers.csv"))
        people = list(_rows(files / "alumni.csv"))
        self._people = {row["key"]: number for number, row in enumerate(people, 1)}
        names = {row["employer"] for row in _rows(files / "jobs.csv")} | {row["name"] for row in employers}
        self._employers = {name: number for number, name in enumerate(sorted(names), 1)}
        industries = {row["name"]: row["industry"] for row in employers}
        self._copy("people", ((self._people[row["key"]], row["place"]) for row in people))
        self._copy("employers", ((number, industries.get(name, "")) for name, number in self._employers.items()))
        self._copy("knows", self._connections(files))
        self._copy("jobs", self._jobs(files))
        self._run(INDEXES + "\n".join(QUESTIONS.values()) + f"\nSET statement_timeout = '{LONGEST_S}s';\n\\timing on")

    def _connections(self, files: Path) -> Iterable[tuple[int, int]]:
        for pair in {
            tuple(sorted((self._people[row["a"]], self._people[row["b"]]))) for row in _rows(files / "connections.csv")
        }:
            yield pair[0], pair[1]
            yield pair[1], pair[0]

    def _jobs(self, files: Path) -> Iterable[tuple[int, int, str]]:
        for row in _rows(files / "jobs.csv"):
            yield self._people[row["alumnus"]], self._employers[row["employer"]], "f" if row["to"] else "t"

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._write(f"COPY {table} FROM STDIN (FORMAT csv);\n")
        for row in rows:
            self._write(",".join(str(cell) for cell in row) + "\n")
        self._run("\\.")

    def _write(self, text: str) -> None:
        assert self._psql.stdin is not None
        self._psql.stdin.write(text)

    def _run(self, text: str) -> tuple[str, float]:
        """What is printed, the first line of it, and the time of the last statement in ms."""
        self._write(f"{text}\n\\echo {END}\n")
        assert self._psql.stdin is not None
        assert self._psql.stdout is not None
        self._psql.stdin.flush()
        answer, took = "", 0.0
        for line in self._psql.stdout:
            if line.strip() == END:
                return answer, took
            if line.startswith("Time: "):
                took = float(line.split()[1])
            elif line.startswith(("ERROR", "FATAL")) and "statement timeout" not in line:
                raise PostgresMissing(f"PostgreSQL did not take the school: {line.strip()}")
            else:
                answer = answer or line.strip()
        raise PostgresMissing("psql ended before it had answered.")


@contextmanager
def postgres_with(files: Path) -> Generator[Postgres]:
    """The school in a PostgreSQL of its own, for the time of the `with`. Raises PostgresMissing."""
    folder = _binaries()
    user = _user()
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as place:
        if user:
            os.chown(place, pwd.getpwnam(user).pw_uid, -1)
        data = str(Path(place) / "data")
        made = subprocess.run(
            [folder / "initdb", "-D", data, "-A", "trust", "-U", "bench", "-E", "UTF8", "--no-sync"],
            user=user,
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise PostgresMissing(f"initdb failed: {made.stderr.strip()[-300:]}")
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", place, "-c", "listen_addresses=", *BIG_ENOUGH],
            user=user,
            cwd=place,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _until_up(folder, place)
            with subprocess.Popen(
                [folder / "psql", "-X", "-q", "-h", place, "-U", "bench", "-d", "postgres"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PGCLIENTENCODING": "UTF8", "LC_ALL": "C.UTF-8"},
            ) as psql:
                try:
                    yield Postgres(psql, files)
                finally:
                    psql.kill()
        finally:
            server.terminate()
            server.wait()


def _until_up(folder: Path, place: str) -> None:
    deadline = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < deadline:
        if subprocess.run([folder / "pg_isready", "-q", "-h", place], check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise PostgresMissing("PostgreSQL did not start.")


def _binaries() -> Path:
    """Where the server's programs are: on the path, or where Debian keeps them."""
    on_path = shutil.which("initdb")
    places = [*([Path(on_path).resolve().parent] if on_path else []), *sorted(DEBIAN.glob("*/bin"), reverse=True)]
    for folder in places:
        if all((folder / name).exists() for name in ("initdb", "postgres", "psql", "pg_isready")):
            return folder
    raise PostgresMissing("PostgreSQL is not installed, so it was not asked.")


def _user() -> str | None:
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam(ORDINARY_USER).pw_name
    except KeyError as unknown:
        raise PostgresMissing(f"PostgreSQL refuses root, and there is no user {ORDINARY_USER}.") from unknown


def _rows(file: Path) -> Any:
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
