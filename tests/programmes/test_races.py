"""Many press buttons at the same moment, on real Neo4j: one consistent end, and fitting answers."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.programmes.school import School, of
from tests.support import statement

ROUNDS = 20
INVITE = statement(
    "MATCH (programme:MentoringProgramme {id: $programme}) MATCH (mentor:Alumnus {id: $mentor}) "
    "CREATE (round:MatchingRound {id: randomUUID(), programme_id: $programme, number: 1, state: 'published'})"
    "-[:ROUND_OF]->(programme) "
    "WITH round, mentor UNWIND $mentees AS one MATCH (mentee:Alumnus {id: one}) "
    "CREATE (pair:Match {id: randomUUID(), key: one, programme_id: $programme, round_id: round.id, state: 'invited', "
    "score: 500, locked: false, invited_at: $now, expires_at: $until})-[:IN_ROUND]->(round) "
    "CREATE (pair)-[:PAIRS_MENTOR]->(mentor) CREATE (pair)-[:PAIRS_MENTEE]->(mentee) "
    "RETURN pair.id AS id, mentee.name AS mentee"
)


async def invited(school: School, mentees: int, capacity: int) -> tuple[str, dict[str, str]]:
    """A programme with one mentor, who has invitations to more people than places: match ids by mentee."""
    await school.load(mentors=1, mentees=mentees)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor"}, capacity=capacity)
    now = datetime.now(UTC)
    rows = await school.graph.run(
        INVITE,
        programme=programme,
        mentor=of("M0"),
        mentees=[of(f"E{number}") for number in range(mentees)],
        now=now,
        until=now + timedelta(days=1),
    )
    return programme, {row["mentee"]: row["id"] for row in rows}


async def persistently(school: School, who: str, path: str) -> httpx.Response:
    """The answer once the database has a connection free, as the 503 before asks for."""
    while (answer := await school.ask(who, "POST", path)).status_code == 503:  # noqa: ASYNC110
        await asyncio.sleep(float(answer.headers["Retry-After"]) / 10)
    return answer


async def test_two_hundred_accept_at_once_and_three_get_the_places(school: School) -> None:
    _, pairs = await invited(school, mentees=200, capacity=3)
    for mentee in pairs:
        await school.headers(mentee)
    assert (await school.ask("E0", "POST", "/matches/nothing/accept")).status_code == 404  # planned, as in the service
    answers = await asyncio.gather(
        *(persistently(school, mentee, f"/matches/{match}/accept") for mentee, match in pairs.items())
    )
    assert Counter(answer.status_code for answer in answers) == {200: 3, 409: 197}
    told = {answer.json().get("type") for answer in answers if answer.status_code == 409}
    assert told == {"urn:problem:mentor-full"}
    states = Counter(one["state"] for one in await school.matches())
    assert states == {"accepted": 3, "invited": 197}


async def test_a_place_that_is_given_back_is_free_again(school: School) -> None:
    _, pairs = await invited(school, mentees=2, capacity=1)
    first, second = pairs.items()
    await school.done(first[0], "POST", f"/matches/{first[1]}/accept")
    assert (await school.ask(second[0], "POST", f"/matches/{second[1]}/accept")).status_code == 409
    await school.done(first[0], "POST", f"/matches/{first[1]}/decline")
    assert (await school.done(second[0], "POST", f"/matches/{second[1]}/accept"))["state"] == "accepted"


async def test_a_mentor_who_pauses_is_not_accepted_any_more(school: School) -> None:
    programme, pairs = await invited(school, mentees=2, capacity=2)
    (early, early_match), (late, late_match) = pairs.items()
    await school.done(early, "POST", f"/matches/{early_match}/accept")
    await school.join(programme, "M0", "mentor", capacity=2, paused=True)
    refused = await school.ask(late, "POST", f"/matches/{late_match}/accept")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:problem:mentor-paused")
    assert (await school.done("M0", "POST", f"/matches/{early_match}/accept"))["state"] == "active"


ENDS: dict[str, tuple[list[tuple[str, str]], set[tuple[str, tuple[int, ...]]]]] = {
    "both accept": ([("M0", "accept"), ("E0", "accept")], {("active", (200, 200))}),
    "accept or decline": (
        [("E0", "accept"), ("E0", "decline")],
        {("declined", (200, 200)), ("declined", (409, 200))},
    ),
    "the mentor declines while the mentee accepts": (
        [("M0", "decline"), ("E0", "accept")],
        {("declined", (200, 200)), ("declined", (200, 409))},
    ),
    "accept three times": ([("E0", "accept")] * 3, {("accepted", (200, 200, 200))}),
}


@pytest.mark.parametrize("name", ENDS)
async def test_whatever_comes_first_the_end_is_consistent(name: str, school: School) -> None:
    acts, right = ENDS[name]
    await school.load(mentors=1, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor"}, capacity=5)
    for who in ("M0", "E0"):
        await school.headers(who)
    remove = statement("MATCH (pair:Match) DETACH DELETE pair")
    for _ in range(ROUNDS):
        await school.graph.run(remove)
        now = datetime.now(UTC)
        made = await school.graph.run(
            INVITE, programme=programme, mentor=of("M0"), mentees=[of("E0")], now=now, until=now + timedelta(days=1)
        )
        match = made[0]["id"]
        answers = await asyncio.gather(*(school.ask(who, "POST", f"/matches/{match}/{act}") for who, act in acts))
        end = (await school.matches())[0]
        assert (end["state"], tuple(answer.status_code for answer in answers)) in right
        assert end["works"] == (1 if end["state"] == "active" else 0)


async def test_two_who_solve_at_once_get_the_same_round(school: School) -> None:
    await school.load(mentors=1, mentees=2)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee", "E1": "mentee"})
    await school.close(programme)
    begun = await asyncio.gather(*(school.done("staff", "POST", f"/programmes/{programme}/solve") for _ in range(5)))
    assert len({one["id"] for one in begun}) == 1
    await settled(school, begun[0]["id"])
    rounds = await school.done("staff", "GET", f"/programmes/{programme}/rounds")
    assert [one["state"] for one in rounds] == ["draft"]


async def test_two_who_publish_at_once_invite_once(school: School) -> None:
    await school.load(mentors=1, mentees=2)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee", "E1": "mentee"}, capacity=2)
    await school.close(programme)
    solved = await school.solved(programme)
    answers = await asyncio.gather(*(school.done("staff", "POST", f"/rounds/{solved['id']}/publish") for _ in range(5)))
    assert sorted(one["invited"] for one in answers) == [0, 0, 0, 0, 2]
    assert Counter(one["state"] for one in await school.matches()) == {"invited": 2}


async def test_a_round_whose_service_died_is_given_up_and_solved_anew(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    dead = statement(
        "MATCH (programme:MentoringProgramme {id: $programme}) CREATE (:MatchingRound {id: 'dead', number: 1, "
        "programme_id: $programme, state: 'solving', mode: 'fair', progress: 0.5, created_at: datetime(), "
        "beat_at: datetime() - duration({minutes: 2})})-[:ROUND_OF]->(programme)"
    )
    await school.graph.run(dead, programme=programme)
    solved = await school.solved(programme)
    assert (solved["state"], solved["number"]) == ("draft", 2)
    told = await school.done("staff", "GET", "/rounds/dead")
    assert (told["state"], "Solve it again" in told["error"]) == ("failed", True)


async def settled(school: School, round_id: str) -> dict[str, Any]:
    """The round when it is solved."""
    for _ in range(600):
        now: dict[str, Any] = await school.done("staff", "GET", f"/rounds/{round_id}")
        if now["state"] != "solving":
            return now
        await asyncio.sleep(0.1)
    raise AssertionError("the round was not solved in a minute")
