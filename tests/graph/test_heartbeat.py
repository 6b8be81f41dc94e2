"""Whoever holds something is heard of every few seconds, and no statement of a beat is broken off without need."""

from __future__ import annotations

import asyncio

import pytest

from graph_service.graph import GraphUnavailable, beating, heartbeat

OFTEN_S = 0.01
DEADLINE_S = 30


async def test_it_beats_until_the_block_is_left_whatever_the_graph_says() -> None:
    enough = asyncio.Event()
    beats = 0

    async def beat() -> None:
        nonlocal beats
        beats += 1
        if beats == 3:
            enough.set()
        raise GraphUnavailable("away", "code")

    async with beating(beat, OFTEN_S), asyncio.timeout(DEADLINE_S):
        await enough.wait()
    after = beats
    await asyncio.sleep(5 * OFTEN_S)
    assert beats == after


async def test_a_beat_under_way_at_the_end_is_waited_for() -> None:
    begun = asyncio.Event()
    ended = False

    async def beat() -> None:
        nonlocal ended
        begun.set()
        await asyncio.sleep(5 * OFTEN_S)
        ended = True

    async with beating(beat, OFTEN_S), asyncio.timeout(DEADLINE_S):
        await begun.wait()
    assert ended


@pytest.mark.parametrize("interrupted", [False, True])
async def test_a_beat_that_does_not_end_is_broken_off(monkeypatch: pytest.MonkeyPatch, interrupted: bool) -> None:
    monkeypatch.setattr(heartbeat, "LAST_BEAT_S", DEADLINE_S if interrupted else OFTEN_S)
    begun, broken_off = asyncio.Event(), asyncio.Event()

    async def beat() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()

    async def work() -> None:
        async with beating(beat, OFTEN_S):
            await begun.wait()

    working = asyncio.create_task(work())
    await begun.wait()
    if interrupted:
        await asyncio.sleep(OFTEN_S)
        working.cancel()
    async with asyncio.timeout(DEADLINE_S):
        await asyncio.wait({working})
        await broken_off.wait()
    assert working.cancelled() == interrupted


async def test_another_failure_of_a_beat_is_told_at_the_end() -> None:
    begun = asyncio.Event()

    async def beat() -> None:
        begun.set()
        raise ValueError("wrong")

    async def work() -> None:
        async with beating(beat, OFTEN_S), asyncio.timeout(DEADLINE_S):
            await begun.wait()

    with pytest.raises(ValueError, match="wrong"):
        await work()
