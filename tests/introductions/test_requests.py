"""The life of a request for an introduction, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph_service.web.paging import encode_cursor, question_digest
from tests.conftest import SignIn
from tests.introductions.school import School, kind
from tests.support import stable_id
from tests.worlds import Introduce, Knows, Stay, id_of, person


# --- asked, forwarded, accepted ---------------------------------------------------------------------------------------
async def test_an_introduction_that_is_accepted_makes_a_connection(school: School) -> None:
    sent = await school.ask("a", "b", "c", to_introducer="帮个忙", to_target="想认识您")
    body = sent.json()
    assert sent.status_code == 201
    assert [body[role]["id"] for role in ("asker", "introducer", "target")] == list(map(school.id, "abc"))
    assert (body["state"], body["forwarded_at"], body["decided_at"]) == ("asked", None, None)
    assert await school.states() == ("asked", "asked", None)
    (waiting,) = await school.box("b", "through_me")
    assert (waiting["to_introducer"], waiting["to_target"]) == ("帮个忙", "想认识您")
    assert (await school.do("b", "forward", body["id"])).json()["state"] == "forwarded"
    (came,) = await school.box("c", "to_me")
    assert (came["to_introducer"], came["to_target"]) == (None, "想认识您")
    assert await school.states() == ("forwarded", "forwarded", "forwarded")
    assert await school.between("a", "c") == []
    accepted = await school.do("c", "accept", body["id"])
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert await school.states() == ("accepted", "accepted", "accepted")
    now = datetime.now(UTC)
    today = now.date().isoformat()
    assert await school.between("a", "c") == [
        {
            "since": today,
            "since_month": now.year * 12 + now.month - 1,
            "source": "agreed by both after an introduction",
            "as_of": today,
        }
    ]


async def test_contact_fields_are_hidden_until_it_is_accepted(school: School) -> None:
    async def email() -> str | None:
        return (await school.call("a", "GET", f"/alumni/{school.id('c')}")).json()["email"]

    request_id = await school.forwarded()
    assert await email() is None
    await school.do("c", "accept", request_id)
    assert await email() == "c@example.org"


async def test_each_step_taken_twice_is_taken_once(school: School) -> None:
    request_id = await school.asked("a", "b", "c")
    for who, what in (("b", "forward"), ("c", "accept"), ("b", "forward")):
        first, second = await school.do(who, what, request_id), await school.do(who, what, request_id)
        assert first.status_code == 200
        assert second.json() == first.json()
    assert len(await school.between("a", "c")) == 1
    for what, by in (("decline", "b"), ("withdraw", "a")):
        other = await school.asked("a", "b", "d")
        assert (await school.do(by, what, other)).json() == (await school.do(by, what, other)).json()
        await school.load()


CLOSED = (409, "introduction-closed")
NOT_FOUND = (404, "introduction-not-found")


@pytest.mark.parametrize(
    ("steps", "then", "refused"),
    [
        (("b forward",), "b decline", CLOSED),
        (("b decline",), "b forward", CLOSED),
        (("a withdraw",), "b forward", CLOSED),
        (("a withdraw",), "b decline", CLOSED),
        (("b forward", "c decline"), "c accept", CLOSED),
        (("b forward", "c accept"), "c decline", CLOSED),
        (("b forward", "c accept"), "a withdraw", CLOSED),
        (("b forward", "a withdraw"), "c accept", CLOSED),
        (("b forward", "a withdraw"), "c decline", CLOSED),
        ((), "c accept", NOT_FOUND),
        ((), "c decline", NOT_FOUND),
        ((), "a forward", NOT_FOUND),
        ((), "a accept", NOT_FOUND),
        ((), "b withdraw", NOT_FOUND),
        (("b forward",), "b accept", NOT_FOUND),
        (("b forward",), "d accept", NOT_FOUND),
        (("b forward",), "a decline", NOT_FOUND),
    ],
)
async def test_what_contradicts_is_refused(
    school: School, steps: tuple[str, ...], then: str, refused: tuple[int, str]
) -> None:
    request_id = await school.asked("a", "b", "c")
    for step in steps:
        assert (await school.do(*step.split(), request_id)).status_code == 200
    connected, told = await school.between("a", "c"), await school.states()
    answer = await school.do(*then.split(), request_id)
    assert kind(answer) == refused
    if refused == NOT_FOUND:
        assert answer.content == (await school.do(*then.split(), stable_id("never"))).content
    assert (await school.between("a", "c"), await school.states()) == (connected, told)


# --- declining is not told --------------------------------------------------------------------------------------------
async def test_nobody_is_told_that_the_one_in_the_middle_declined(school: School) -> None:
    declined, waiting = await school.asked("a", "b", "c"), await school.asked("a", "b", "d")
    await school.do("b", "decline", declined)
    sent = {one["id"]: one for one in await school.box("a", "sent", state="asked")}
    assert set(sent) == {declined, waiting}
    assert sent[declined]["decided_at"] is None
    assert await school.box("c", "to_me") == []
    assert [one["id"] for one in await school.box("b", "through_me", state="declined")] == [declined]
    assert (await school.ask("a", "b", "c")).content == (await school.ask("a", "b", "d")).content
    await school.later(14.5)
    assert {one["state"] for one in await school.box("a", "sent")} == {"expired"}
    assert {one["state"] for one in await school.box("b", "through_me")} == {"declined", "expired"}


async def test_nobody_is_told_that_the_target_declined(school: School) -> None:
    request_id = await school.forwarded()
    await school.do("c", "decline", request_id)
    assert await school.states() == ("forwarded", "forwarded", "declined")
    assert (await school.do("b", "forward", request_id)).json()["state"] == "forwarded"
    await school.later(14.5)
    assert await school.states() == ("expired", "expired", "declined")


async def test_what_was_declined_can_be_withdrawn_as_it_looks_open(school: School) -> None:
    request_id = await school.forwarded()
    await school.do("c", "decline", request_id)
    withdrawn = await school.do("a", "withdraw", request_id)
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    assert await school.states() == ("withdrawn", "withdrawn", "declined")


# --- time -------------------------------------------------------------------------------------------------------------
async def test_a_request_expires_without_an_answer(school: School) -> None:
    request_id = await school.asked("a", "b", "c")
    await school.later(13.9)
    assert await school.states() == ("asked", "asked", None)
    await school.later(0.2)
    assert await school.states() == ("expired", "expired", None)
    for who, what in (("b", "forward"), ("b", "decline"), ("a", "withdraw")):
        assert kind(await school.do(who, what, request_id)) == CLOSED


async def test_the_target_has_as_long_as_the_one_in_the_middle_had(school: School) -> None:
    request_id = await school.asked("a", "b", "c")
    await school.later(13)
    await school.do("b", "forward", request_id)
    await school.later(13)
    assert await school.states() == ("forwarded", "forwarded", "forwarded")
    await school.later(1.1)
    assert await school.states() == ("expired", "expired", "expired")
    assert kind(await school.do("c", "accept", request_id)) == CLOSED
    assert await school.between("a", "c") == []


async def test_asking_again_is_possible_thirty_days_after_the_end(school: School) -> None:
    await school.do("a", "withdraw", await school.asked("a", "b", "c"))
    assert kind(await school.ask("a", "b", "c")) == (409, "introduction-asked")
    await school.later(29.9)
    assert kind(await school.ask("a", "b", "c")) == (409, "introduction-asked")
    await school.later(0.2)
    assert (await school.ask("a", "b", "c")).status_code == 201


async def test_no_more_than_so_many_requests_are_open(school: School) -> None:
    others = [f"t{number}" for number in range(11)]
    base = school.world
    waiting = tuple(Introduce(f"r-{one}", "a", "b", one) for one in others[:10])
    school.world = replace(base, people=(*base.people, *map(person, others)), introductions=waiting)
    await school.load()
    full = await school.ask("a", "b", "c")
    assert kind(full) == (409, "too-many-open")
    assert "10 requests" in full.json()["detail"]
    assert (await school.do("a", "withdraw", id_of("IntroductionRequest", "r-t0"))).status_code == 200
    assert (await school.ask("a", "b", "c")).status_code == 201
    # One that concerns somebody whom the asker does not see any more does not count.
    await school.answers("t1", listed="nobody")
    assert (await school.ask("a", "b", "d")).status_code == 201


# --- who can be asked -------------------------------------------------------------------------------------------------
async def test_impossible_requests_are_refused(school: School) -> None:
    never = stable_id("never")
    assert kind(await school.ask("a", "a", "c")) == (422, "that-is-you")
    assert kind(await school.ask("a", "b", "a")) == (422, "that-is-you")
    assert kind(await school.ask("a", "c", "c")) == (422, "three-different-people")
    assert kind(await school.ask("a", "e", "c")) == (409, "no-bridge-there")
    assert kind(await school.ask("a", "b", "e")) == (409, "no-bridge-there")
    assert kind(await school.ask("a", "d", "c")) == (409, "no-bridge-there")
    assert kind(await school.ask("c", "b", "b")) == (422, "three-different-people")
    nobody = await school.call("a", "POST", "/introductions", json={"introducer": school.id("b"), "target": never})
    assert kind(nobody) == (404, "alumnus-not-found")
    await school.answers("c", listed="nobody")
    assert (await school.ask("a", "b", "c")).content == nobody.content
    long = await school.ask("a", "b", "d", to_target="长" * 501)
    assert long.status_code == 422


async def test_whom_one_knows_is_not_asked_for(school: School) -> None:
    request_id = await school.forwarded()
    await school.do("c", "accept", request_id)
    assert kind(await school.ask("a", "b", "c")) == (409, "already-connected")


@pytest.mark.parametrize("listed", ["nobody", "connections"])
async def test_who_cannot_be_seen_is_told_so_when_asking(school: School, listed: str) -> None:
    await school.answers("a", listed=listed)
    assert kind(await school.ask("a", "b", "c")) == (409, "unseen-by-one")
    assert await school.box("b", "through_me") == []


async def test_a_bridge_whom_the_target_cannot_see_is_told_so(school: School) -> None:
    world = school.world
    classmates = (replace(one, cohorts=(Stay("law19"),)) if one.handle in "bc" else one for one in world.people)
    school.world = replace(world, people=tuple(classmates), knows=(Knows("a", "b"),))
    await school.load()
    request_id = await school.asked("a", "b", "c")
    await school.answers("b", listed="connections", bridge=True)
    assert kind(await school.do("b", "forward", request_id)) == (409, "unseen-by-target")
    assert await school.states() == ("asked", "asked", None)
    await school.answers("b", bridge=True)
    assert (await school.do("b", "forward", request_id)).status_code == 200


# --- who sees what ----------------------------------------------------------------------------------------------------
async def test_a_bridge_who_takes_the_consent_back_has_nothing_to_decide(school: School) -> None:
    request_id = await school.asked("a", "b", "c")
    await school.answers("b", bridge=False)
    assert await school.states() == ("asked", None, None)
    for what in ("forward", "decline"):
        assert kind(await school.do("b", what, request_id)) == NOT_FOUND
    assert kind(await school.ask("a", "b", "d")) == (409, "no-bridge-there")


async def test_what_was_passed_on_stays_when_the_bridge_takes_the_consent_back(school: School) -> None:
    request_id = await school.forwarded()
    await school.answers("b", bridge=False)
    assert await school.states() == ("forwarded", "forwarded", "forwarded")
    assert (await school.do("c", "accept", request_id)).status_code == 200


@pytest.mark.parametrize(
    ("hides", "told"),
    [
        ("a", ("forwarded", None, None)),
        ("b", (None, "forwarded", None)),
        ("c", (None, None, "forwarded")),
    ],
)
async def test_a_request_is_gone_for_those_who_do_not_see_one_of_the_others(
    school: School, hides: str, told: tuple[str | None, ...]
) -> None:
    request_id = await school.forwarded()
    await school.answers(hides, listed="nobody", bridge=hides == "b")
    assert await school.states() == told
    steps = {"a": "withdraw", "b": "forward", "c": "decline"}
    for who, what in steps.items():
        assert (await school.do(who, what, request_id)).status_code == (200 if who == hides else 404)


@pytest.mark.parametrize(
    ("by", "whom", "told", "afterwards"),
    [
        ("a", "b", (None, None, "withdrawn"), ("withdrawn", "withdrawn", "withdrawn")),
        ("c", "a", (None, "withdrawn", None), ("withdrawn", "withdrawn", "withdrawn")),
        ("b", "c", ("forwarded", None, None), ("forwarded", "withdrawn", "withdrawn")),
        ("c", "b", ("forwarded", None, None), ("forwarded", "withdrawn", "withdrawn")),
    ],
)
async def test_a_block_ends_a_request(
    school: School, by: str, whom: str, told: tuple[str | None, ...], afterwards: tuple[str, ...]
) -> None:
    """The one who asked is not told of a block between the two others."""
    request_id = await school.forwarded()
    await school.block(by, whom)
    assert await school.states() == told
    assert (await school.do("c", "accept", request_id)).status_code in (404, 409)
    await school.unblock(by, whom)
    assert await school.states() == afterwards
    assert kind(await school.do("c", "accept", request_id)) == CLOSED
    assert await school.between("a", "c") == []


# --- lists ------------------------------------------------------------------------------------------------------------
async def test_pages_follow_each_other(school: School) -> None:
    targets = [f"t{number}" for number in range(7)]
    base = school.world
    asked = tuple(Introduce(f"r-{one}", "a", "b", one, days_ago=number // 2) for number, one in enumerate(targets))
    school.world = replace(base, people=(*base.people, *map(person, targets)), introductions=asked)
    await school.load()
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": 2, "box": "sent"}
    while True:
        page = (await school.call("a", "GET", "/introductions/requests", params=params)).json()
        seen += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    newest_first = sorted(asked, key=lambda one: (one.days_ago, id_of("IntroductionRequest", one.handle)))
    assert seen == [id_of("IntroductionRequest", one.handle) for one in newest_first]


async def test_a_made_up_cursor_is_refused(school: School) -> None:
    digest = question_digest({"box": "sent", "state": None, "viewer": school.id("a")})
    for cursor in ("x", encode_cursor(("yesterday", "x"), digest), encode_cursor((1, "x"), digest)):
        answer = await school.call("a", "GET", "/introductions/requests", params={"box": "sent", "cursor": cursor})
        assert kind(answer) == (422, "invalid-cursor")


async def test_staff_and_researchers_have_no_introductions(school: School, sign_in: SignIn) -> None:
    for role in ("staff", "researcher"):
        headers = await sign_in(role)
        for path in ("/v1/introductions?employer=x", "/v1/introductions/requests"):
            assert (await school.client.get(path, headers=headers)).status_code == 403
