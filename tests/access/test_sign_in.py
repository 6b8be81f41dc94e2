"""Signing in and out, and what holds back somebody who guesses."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from graph_service.access import queries, sign_in
from graph_service.access.problems import SignInRefused, TooManySignIns
from graph_service.access.tokens import digest
from graph_service.access.viewer import Role
from graph_service.graph import Graph
from graph_service.settings import Settings
from tests.access.people import PASSWORD, QUICK, add_account, add_people, token
from tests.support import stable_id, statement

JSON = {"content-type": "application/json"}
SHIFT_ATTEMPTS = statement(
    "MATCH (t:SignInThrottle) SET t.attempts_at = [at IN t.attempts_at | at - duration({minutes: $minutes})], "
    "t.last_at = t.last_at - duration({minutes: $minutes})"
)
END_TOKENS = statement("MATCH (t:Token) SET t.expires_at = datetime() - duration({seconds: $seconds})")
STORED = statement("MATCH (t:Token) RETURN t.hash AS hash, t.expires_at > datetime() AS good ORDER BY hash", "read")
THROTTLES = statement("MATCH (t:SignInThrottle) RETURN count(t) AS number", "read")
HASH_OF = statement("MATCH (a:Account {name: $name}) RETURN a.password_hash AS hash", "read")


async def test_name_and_password_give_a_token_that_signs_in(client: httpx.AsyncClient, graph: Graph) -> None:
    await add_people(graph, "han")
    account = await add_account(graph, "Han.XiaoNing", person="han")
    answer = await client.post("/v1/tokens", json={"name": " han.xiaoning ", "password": PASSWORD})
    assert answer.status_code == 201
    body = answer.json()
    assert body["token_type"] == "bearer"
    me = await client.get("/v1/me", headers={"Authorization": f"Bearer {body['token']}"})
    assert me.status_code == 200
    assert me.json()["account"]["id"] == account.id
    assert me.json()["record"]["id"] == stable_id("han")


async def test_a_token_is_stored_as_its_digest_alone(client: httpx.AsyncClient, graph: Graph) -> None:
    await add_account(graph, "han")
    given = (await token(client, "han"))["Authorization"].removeprefix("Bearer ")
    assert len(given) >= 43
    assert [row["hash"] for row in await graph.run(STORED)] == [digest(given)]


async def test_unknown_names_wrong_passwords_and_accounts_out_of_use_get_one_answer(
    client: httpx.AsyncClient, graph: Graph
) -> None:
    await add_account(graph, "han")
    await add_account(graph, "gone")
    await queries.change_account(graph, name="gone", role=None, disabled=True)
    attempts = [("han", "wrong password"), ("nobody", PASSWORD), ("gone", PASSWORD), ("gone", "wrong password")]
    answers = [await client.post("/v1/tokens", json={"name": name, "password": word}) for name, word in attempts]
    bodies = [{**answer.json(), "request_id": None} for answer in answers]
    assert {answer.status_code for answer in answers} == {401}
    assert all(body == bodies[0] for body in bodies)
    assert bodies[0]["type"] == "urn:problem:sign-in-refused"
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}


@pytest.mark.parametrize(
    "body",
    [
        {"name": "han"},
        {"name": "han", "password": "x" * 2000},
        {"name": "han", "password": "geheim", "more": 1},
        {"name": "", "password": "geheim"},
        {"name": ["han"], "password": {"geheim": "geheim"}},
        ["geheim"],
    ],
)
async def test_a_malformed_sign_in_is_told_without_repeating_the_secret(
    client: httpx.AsyncClient, body: object
) -> None:
    answer = await client.post("/v1/tokens", json=body)
    assert answer.status_code == 422
    assert "geheim" not in answer.text
    assert "xxx" not in answer.text


async def test_odd_characters_in_a_name_are_an_unknown_name(client: httpx.AsyncClient, graph: Graph) -> None:
    for name in ('"\\u0000"', '"\\ud800"', '"a\\u202eb"'):
        answer = await client.post("/v1/tokens", content=f'{{"name": {name}, "password": "x"}}', headers=JSON)
        assert answer.status_code in (401, 422), name


async def test_after_too_many_failures_the_right_password_has_to_wait_too(
    client: httpx.AsyncClient, graph: Graph, settings: Settings
) -> None:
    strict = settings.model_copy(update={"sign_in_attempts": 3})
    await add_account(graph, "han")
    for _ in range(3):
        with pytest.raises(SignInRefused):
            await sign_in.sign_in(graph, strict, "han", "wrong password", QUICK)
    with pytest.raises(TooManySignIns) as refused:
        await sign_in.sign_in(graph, strict, "han", PASSWORD, QUICK)
    assert 14 * 60 <= int(refused.value.headers["Retry-After"]) <= 15 * 60 + 1
    await add_account(graph, "li")
    assert (await sign_in.sign_in(graph, strict, "li", PASSWORD, QUICK)).token


async def test_a_throttled_sign_in_is_429_with_retry_after(client: httpx.AsyncClient, graph: Graph, app) -> None:
    kept = app.state.settings
    app.state.settings = kept.model_copy(update={"sign_in_attempts": 1})
    try:
        body = {"name": "nobody at all", "password": "x"}
        assert (await client.post("/v1/tokens", json=body)).status_code == 401
        answer = await client.post("/v1/tokens", json=body)
    finally:
        app.state.settings = kept
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["type"] == "urn:problem:too-many-sign-ins"


async def test_the_wait_is_over_when_the_first_failure_is_fifteen_minutes_old(graph: Graph, settings: Settings) -> None:
    strict = settings.model_copy(update={"sign_in_attempts": 2})
    await add_account(graph, "han")
    for _ in range(2):
        with pytest.raises(SignInRefused):
            await sign_in.sign_in(graph, strict, "han", "wrong password", QUICK)
    await graph.run(SHIFT_ATTEMPTS, minutes=16)
    assert (await sign_in.sign_in(graph, strict, "han", PASSWORD, QUICK)).token


async def test_a_sign_in_forgives_the_failures_before_it(graph: Graph, settings: Settings) -> None:
    strict = settings.model_copy(update={"sign_in_attempts": 2})
    await add_account(graph, "han")
    for _ in range(3):
        with pytest.raises(SignInRefused):
            await sign_in.sign_in(graph, strict, "han", "wrong password", QUICK)
        await sign_in.sign_in(graph, strict, "han", PASSWORD, QUICK)


async def test_many_attempts_at_once_do_not_slip_past_the_limit(graph: Graph, settings: Settings) -> None:
    strict = settings.model_copy(update={"sign_in_attempts": 4})
    tries = (sign_in.sign_in(graph, strict, "han", f"guess {n}", QUICK) for n in range(12))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(result) for result in results].count(SignInRefused) == 4
    assert [type(result) for result in results].count(TooManySignIns) == 8


async def test_unknown_names_are_counted_as_known_ones_are(graph: Graph, settings: Settings) -> None:
    strict = settings.model_copy(update={"sign_in_attempts": 1})
    with pytest.raises(SignInRefused):
        await sign_in.sign_in(graph, strict, "nobody", "x", QUICK)
    with pytest.raises(TooManySignIns):
        await sign_in.sign_in(graph, strict, "nobody", "x", QUICK)


async def test_a_password_that_changes_while_it_is_checked_opens_nothing(graph: Graph, settings) -> None:
    account = await add_account(graph, "han")
    opened = await queries.open_session(
        graph,
        account_id=account.id,
        checked_hash="the hash before the change",
        password_hash="any",
        name_hash=digest("han"),
        token_hash=digest("t"),
        seconds=60,
    )
    assert opened is None
    assert await graph.run(STORED) == []


class ChangesMeanwhile:
    """Passwords that are right, while somebody takes the account out of use."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def check(self, password: str, password_hash: str | None):
        await queries.change_account(self._graph, name="han", role=None, disabled=True)
        return await QUICK.check(password, password_hash)


async def test_an_account_disabled_while_the_password_is_checked_opens_nothing(
    graph: Graph, settings: Settings
) -> None:
    await add_account(graph, "han")
    with pytest.raises(SignInRefused):
        await sign_in.sign_in(graph, settings, "han", PASSWORD, ChangesMeanwhile(graph))  # type: ignore[arg-type]
    assert await graph.run(STORED) == []


async def test_a_hash_of_old_parameters_is_replaced_at_sign_in(client: httpx.AsyncClient, graph: Graph) -> None:
    await add_account(graph, "han")
    [before] = await graph.run(HASH_OF, name="han")
    await token(client, "han")
    [after] = await graph.run(HASH_OF, name="han")
    assert before != after
    await token(client, "han")
    assert [after] == await graph.run(HASH_OF, name="han")


async def test_signing_out_ends_this_token_and_no_other(client: httpx.AsyncClient, graph: Graph) -> None:
    await add_account(graph, "han")
    one, other = await token(client, "han"), await token(client, "han")
    assert (await client.delete("/v1/tokens/current", headers=one)).status_code == 204
    assert (await client.get("/v1/me", headers=one)).status_code == 401
    assert (await client.delete("/v1/tokens/current", headers=one)).status_code == 401
    assert (await client.get("/v1/me", headers=other)).status_code == 200


async def test_signing_out_everywhere_ends_all_tokens_of_that_account(client: httpx.AsyncClient, graph: Graph) -> None:
    await add_account(graph, "han")
    await add_account(graph, "li")
    mine = [await token(client, "han") for _ in range(2)]
    theirs = await token(client, "li")
    assert (await client.delete("/v1/tokens", headers=mine[0])).status_code == 204
    assert [(await client.get("/v1/me", headers=headers)).status_code for headers in mine] == [401, 401]
    assert (await client.get("/v1/me", headers=theirs)).status_code == 200


async def test_two_sign_outs_at_once_both_succeed_or_find_the_token_gone(
    client: httpx.AsyncClient, graph: Graph
) -> None:
    await add_account(graph, "han")
    headers = await token(client, "han")
    paths = ["/v1/tokens/current", "/v1/tokens"] * 3
    answers = await asyncio.gather(*(client.delete(path, headers=headers) for path in paths))
    assert {answer.status_code for answer in answers} <= {204, 401}
    assert 204 in {answer.status_code for answer in answers}
    assert (await client.get("/v1/me", headers=headers)).status_code == 401


async def test_a_token_ends_by_itself(client: httpx.AsyncClient, graph: Graph, settings: Settings) -> None:
    await add_account(graph, "han")
    headers = await token(client, "han")
    await graph.run(END_TOKENS, seconds=1)
    assert (await client.get("/v1/me", headers=headers)).status_code == 401
    assert sign_in.token_seconds(settings.model_copy(update={"token_hours": 0.5})) == 1800
    assert sign_in.token_seconds(settings.model_copy(update={"token_hours": 1e-9})) == 1


async def test_what_has_ended_is_taken_out_of_the_graph(client: httpx.AsyncClient, graph: Graph) -> None:
    await add_account(graph, "han")
    await token(client, "han")
    await client.post("/v1/tokens", json={"name": "somebody", "password": "x"})
    await graph.run(END_TOKENS, seconds=2 * 24 * 3600)
    await graph.run(SHIFT_ATTEMPTS, minutes=20)
    await token(client, "han")
    assert [row["good"] for row in await graph.run(STORED)] == [True]
    assert (await graph.run(THROTTLES))[0]["number"] == 1


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic aGFuOmhhbg==", "Bearer x", "Bearer " + "x" * 5000, "bearer é", "x"]
)
async def test_no_good_token_is_401(client: httpx.AsyncClient, graph: Graph, header: str) -> None:
    answer = await client.get("/v1/me", headers=[(b"authorization", header.encode("latin-1"))])
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_can_be_given_out_at_the_machine(
    client: httpx.AsyncClient, graph: Graph, settings: Settings
) -> None:
    account = await add_account(graph, "han", Role.STAFF)
    issued = await sign_in.issue_token(graph, settings, account.id)
    headers = {"Authorization": f"Bearer {issued.token}"}
    assert (await client.get("/v1/me", headers=headers)).json()["account"]["role"] == "staff"
    await queries.change_account(graph, name="han", role=None, disabled=True)
    with pytest.raises(SignInRefused):
        await sign_in.issue_token(graph, settings, account.id)
