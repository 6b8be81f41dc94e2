"""A Java that only looks like one: it says its version, and as the server it answers Bolt's handshake and nothing else.

What it shall do differently stands in `orders.json` beside `bin/`; what it was called with it writes to `calls.jsonl`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from pathlib import Path


def main() -> int:
    home = Path(sys.argv[0]).resolve().parents[1]
    orders_file = home / "orders.json"
    orders = json.loads(orders_file.read_text()) if orders_file.exists() else {}
    arguments = sys.argv[1:]
    if arguments == ["-version"]:
        print(f'openjdk version "{orders.get("version", "25.0.1")}" 2026-01-01', file=sys.stderr)
        return 0
    with (home / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps(arguments) + "\n")
    flags = dict(argument.split("=", 1) for argument in arguments if argument.startswith("-") and "=" in argument)
    if flags.get("-XX:AOTMode") == "create":
        time.sleep(orders.get("seconds_for_the_cache", 0))
        Path(flags["-XX:AOTCache"]).write_text("cache")
        return int(orders.get("cache_code", 0))
    data = Path(os.environ["NEO4J_HOME"], "data")
    if "org.neo4j.cli.AdminTool" in arguments:
        return admin(data, arguments, orders)
    return serve(data, flags, orders, home)


def admin(data: Path, arguments: list[str], orders: dict) -> int:
    print(orders.get("admin_prints", "fine"))
    if "set-initial-password" in arguments:
        password = Path(arguments[-1].removeprefix("@")).read_text().strip()
        (data / "dbms").mkdir(parents=True, exist_ok=True)
        (data / "dbms" / "auth.ini").write_text(password)
    return int(orders.get("admin_code", 0))


def serve(data: Path, flags: dict[str, str], orders: dict, home: Path) -> int:
    failures = orders.get("failures", [])
    starts = home / "starts"
    number = int(starts.read_text()) if starts.exists() else 0
    starts.write_text(str(number + 1))
    if number < len(failures) and failures[number] is not None:
        print(failures[number], flush=True)
        return 1
    stores = data / "databases" / "system", data / "databases" / "neo4j", data / "transactions" / "neo4j"
    for store in stores:
        store.mkdir(parents=True, exist_ok=True)
        (store / "neostore").touch()
    print(orders.get("prints", "Started."), flush=True)
    conf = dict(line.split("=", 1) for line in Path(flags["--config-dir"], "neo4j.conf").read_text().splitlines())
    host, port = conf["server.bolt.listen_address"].split(":")

    def stop(_number: int, _frame: object) -> None:
        if "-XX:AOTConfiguration" in flags:
            Path(flags["-XX:AOTConfiguration"]).write_text("record")
        os._exit(0)

    signal.signal(signal.SIGTERM, signal.SIG_IGN if orders.get("deaf") else stop)
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((host, int(port)))
        if orders.get("mute"):
            signal.pause()
        server.listen()
        while True:
            connection, _ = server.accept()
            with connection:
                connection.recv(20)
                connection.sendall(bytes(4))


if __name__ == "__main__":
    sys.exit(main())
