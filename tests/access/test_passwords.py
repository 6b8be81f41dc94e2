"""Argon2id, off the event loop."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from graph_service.access.passwords import HASHER, Passwords, suggested_password
from graph_service.access.problems import SignInBusy
from tests.access.people import PASSWORD, QUICK


def test_the_service_hashes_with_argon2id_and_at_least_the_memory_of_rfc_9106() -> None:
    parameters = extract_parameters(HASHER.hash("x"))
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 64 * 1024
    assert parameters.time_cost >= 3


async def test_a_password_is_right_only_if_it_is_the_same() -> None:
    kept = await QUICK.hash(PASSWORD)
    assert PASSWORD not in kept
    assert await QUICK.check(PASSWORD, kept) == (True, kept)
    assert not (await QUICK.check(PASSWORD + " ", kept)).right


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=64,t=1,p=1$broken"])
async def test_nothing_to_check_against_is_a_no(kept: str | None) -> None:
    assert not (await QUICK.check(PASSWORD, kept)).right


async def test_a_hash_of_other_parameters_is_made_anew_when_the_password_is_right() -> None:
    weak = await QUICK.hash(PASSWORD)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    right, renewed = await stronger.check(PASSWORD, weak)
    assert right
    assert renewed != weak
    assert extract_parameters(renewed).memory_cost == 128
    assert (await stronger.check("wrong", weak)).password_hash == weak


async def test_the_event_loop_goes_on_while_a_password_is_hashed() -> None:
    working = asyncio.ensure_future(Passwords().hash(PASSWORD))
    turns = 0
    while not working.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 1


async def test_more_than_can_be_served_in_time_are_sent_away() -> None:
    narrow = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1), waiting_at_most=2)
    results = await asyncio.gather(*(narrow.hash(PASSWORD) for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results].count(SignInBusy) == 3
    assert isinstance(await narrow.hash(PASSWORD), str)


async def test_any_text_can_be_tried_as_a_password() -> None:
    kept = await QUICK.hash("\ud800 密码 \x00")
    assert (await QUICK.check("\ud800 密码 \x00", kept)).right


def test_suggested_passwords_differ() -> None:
    assert len({suggested_password() for _ in range(50)}) == 50
