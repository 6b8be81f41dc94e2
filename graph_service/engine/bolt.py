"""The engine's port on the loopback interface: a free one, a taken one, and whether Bolt answers there."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"
_HANDSHAKE = bytes.fromhex("6060b017") + bytes.fromhex("00000405000000000000000000000000")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether a server could listen on this port."""
    with socket.socket() as probe:
        # As a server does: connections of an earlier one that are still closing are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int, timeout_s: float = 2) -> bool:
    """Whether a server that speaks Bolt accepts connections on this port."""
    try:
        with socket.create_connection((HOST, port), timeout_s) as connection:
            connection.sendall(_HANDSHAKE)
            return len(connection.recv(4)) == 4
    except OSError:
        return False
