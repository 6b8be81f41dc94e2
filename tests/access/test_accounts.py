"""Accounts: what is refused, and what happens when two people do the same at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable

import pytest

from graph_service.access import accounts, queries
from graph_service.access.accounts import (
    AccountError,
    AccountNameTaken,
    AccountNameUnusable,
    AccountNotFound,
    LastAdministrator,
    PasswordTooWeak,
    PersonHasAccount,
    PersonNotFound,
)
from graph_service.access.viewer import Role
from graph_service.graph import Graph
from tests.access.people import PASSWORD, QUICK, add_account, add_people
from tests.support import stable_id, statement

LINKS = statement("MATCH (a:Account)-[:IS]->(p:Alumnus) RETURN a.name AS name, p.key AS key ORDER BY name", "read")


async def outcomes(*attempts: Awaitable[object]) -> Counter[str]:
    """How often each outcome came: `done`, or the name of an error."""
    results = await asyncio.gather(*attempts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, AccountError):
            raise result
    return Counter(type(result).__name__ if isinstance(result, BaseException) else "done" for result in results)


async def links(graph: Graph) -> dict[str, str]:
    return {row["name"]: row["key"] for row in await graph.run(LINKS)}


async def test_an_account_belongs_to_the_person_of_that_key_or_id(graph: Graph) -> None:
    await add_people(graph, "han", "li")
    by_key = await add_account(graph, "Han", person="han")
    by_id = await add_account(graph, "Li", person=stable_id("li"))
    assert (by_key.name, by_key.alumnus_name, by_key.alumnus_key) == ("han", "Han", "han")
    assert (by_id.alumnus_id, by_id.role, by_id.disabled, by_id.tokens) == (stable_id("li"), Role.ALUMNUS, False, 0)


async def test_one_name_is_one_account_however_it_is_written(graph: Graph) -> None:
    await add_account(graph, "han")
    with pytest.raises(AccountNameTaken):
        await add_account(graph, " ＨＡＮ ")


async def test_of_two_accounts_with_one_name_at_once_one_is_made(graph: Graph) -> None:
    await add_people(graph, "a", "b", "c", "d")
    made = await outcomes(*(add_account(graph, "han", person=person) for person in "abcd"))
    assert made == {"done": 1, "AccountNameTaken": 3}
    assert len(await links(graph)) == 1


async def test_of_two_accounts_for_one_person_at_once_one_is_made(graph: Graph) -> None:
    await add_people(graph, "han")
    made = await outcomes(*(add_account(graph, name, person="han") for name in "abcd"))
    assert made == {"done": 1, "PersonHasAccount": 3}
    assert len(await links(graph)) == 1
    assert len(await queries.accounts(graph, role=None, limit=10)) == 1, "what is refused leaves nothing behind"


async def test_of_two_links_to_one_person_at_once_one_holds(graph: Graph) -> None:
    await add_people(graph, "han")
    for name in "abcd":
        await add_account(graph, name)
    assert await outcomes(*(accounts.link_account(graph, name, "han") for name in "abcd")) == {
        "done": 1,
        "PersonHasAccount": 3,
    }
    assert len(await links(graph)) == 1


async def test_of_two_links_of_one_account_at_once_one_holds(graph: Graph) -> None:
    await add_people(graph, "a", "b", "c", "d")
    await add_account(graph, "han")
    assert await outcomes(*(accounts.link_account(graph, "han", person) for person in "abcd")) == {"done": 4}
    assert len(await links(graph)) == 1


async def test_linking_again_changes_nothing_and_elsewhere_moves(graph: Graph) -> None:
    await add_people(graph, "han", "li")
    await add_account(graph, "somebody", person="han")
    await accounts.link_account(graph, "somebody", "han")
    assert await links(graph) == {"somebody": "han"}
    await accounts.link_account(graph, "somebody", "li")
    assert await links(graph) == {"somebody": "li"}
    await accounts.unlink_account(graph, "somebody")
    await accounts.unlink_account(graph, "somebody")
    assert await links(graph) == {}


async def test_a_refused_link_keeps_the_one_before(graph: Graph) -> None:
    await add_people(graph, "han", "li")
    await add_account(graph, "one", person="han")
    await add_account(graph, "two", person="li")
    with pytest.raises(PersonHasAccount) as refused:
        await accounts.link_account(graph, "two", "han")
    assert "one" in refused.value.cause
    assert await links(graph) == {"one": "han", "two": "li"}


async def test_two_administrators_do_not_put_each_other_out(graph: Graph) -> None:
    for name in ("one", "two"):
        await add_account(graph, name, Role.ADMIN)
    assert await outcomes(
        accounts.change_account(graph, "one", disabled=True),
        accounts.change_account(graph, "two", role=Role.STAFF),
    ) == {"done": 1, "LastAdministrator": 1}


async def test_the_last_administrator_stays(graph: Graph) -> None:
    await add_account(graph, "boss", Role.ADMIN)
    await add_account(graph, "former", Role.ADMIN)
    await accounts.change_account(graph, "former", disabled=True)
    with pytest.raises(LastAdministrator):
        await accounts.change_account(graph, "boss", disabled=True)
    with pytest.raises(LastAdministrator):
        await accounts.change_account(graph, "boss", role=Role.STAFF)
    assert (await accounts.change_account(graph, "boss", role=Role.ADMIN)).role is Role.ADMIN
    await accounts.change_account(graph, "former", disabled=False)
    assert (await accounts.change_account(graph, "boss", role=Role.STAFF)).role is Role.STAFF


async def test_others_can_be_put_out_although_there_is_no_administrator(graph: Graph) -> None:
    await add_account(graph, "han")
    assert (await accounts.change_account(graph, "han", disabled=True)).disabled
    assert not (await accounts.change_account(graph, "han", disabled=False)).disabled


async def test_revoking_at_the_same_moment_ends_each_token_once(graph: Graph, settings) -> None:
    from graph_service.access.sign_in import issue_token

    account = await add_account(graph, "han")
    for _ in range(3):
        await issue_token(graph, settings, account.id)
    assert (await accounts.find_account(graph, "han")).tokens == 3
    ended = await asyncio.gather(*(accounts.revoke_tokens(graph, "han") for _ in range(4)))
    assert sorted(ended) == [0, 0, 0, 3]
    assert (await accounts.find_account(graph, "han")).tokens == 0


async def test_a_new_password_ends_tokens_and_opens_the_account_again(graph: Graph, settings) -> None:
    from graph_service.access.problems import SignInRefused
    from graph_service.access.sign_in import sign_in

    strict = settings.model_copy(update={"sign_in_attempts": 1})
    await add_account(graph, "han")
    await sign_in(graph, settings, "han", PASSWORD, QUICK)
    with pytest.raises(SignInRefused):
        await sign_in(graph, strict, "han", "forgotten", QUICK)
    assert await accounts.set_password(graph, "HAN", "another horse", QUICK) == 1
    assert (await sign_in(graph, strict, "han", "another horse", QUICK)).token
    with pytest.raises(SignInRefused):
        await sign_in(graph, settings, "han", PASSWORD, QUICK)


@pytest.mark.parametrize("name", ["", "  ", "a b", "a\nb", "a\u0000", "\ud800", "x" * 201, "a\u202eb"])
async def test_a_name_that_cannot_be_one_is_refused(graph: Graph, name: str) -> None:
    with pytest.raises(AccountNameUnusable):
        await add_account(graph, name)


@pytest.mark.parametrize("password", ["", "short", "han.xiaoning", "HAN.Xiaoning", "x" * 1025])
async def test_a_password_that_is_no_secret_is_refused(graph: Graph, password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        await accounts.add_account(graph, "han.xiaoning", password, Role.ALUMNUS, passwords=QUICK)


async def test_nobody_and_nothing_of_that_name(graph: Graph) -> None:
    await add_account(graph, "han")
    with pytest.raises(PersonNotFound):
        await add_account(graph, "li", person="nobody")
    with pytest.raises(PersonNotFound):
        await accounts.link_account(graph, "han", "nobody")
    for attempt in (
        accounts.find_account(graph, "li"),
        accounts.change_account(graph, "li", disabled=True),
        accounts.set_password(graph, "li", PASSWORD, QUICK),
        accounts.link_account(graph, "li", "nobody"),
        accounts.unlink_account(graph, "li"),
        accounts.revoke_tokens(graph, "li"),
    ):
        with pytest.raises(AccountNotFound) as refused:
            await attempt
        assert refused.value.cause in str(refused.value)
        assert refused.value.remedy in str(refused.value)


async def test_accounts_are_listed_by_name_and_role(graph: Graph) -> None:
    await add_people(graph, "han")
    await add_account(graph, "zoe", Role.STAFF)
    await add_account(graph, "han", person="han")
    assert [row.name for row in await queries.accounts(graph, role=None, limit=10)] == ["han", "zoe"]
    assert [row.name for row in await queries.accounts(graph, role="staff", limit=10)] == ["zoe"]
    assert [row.name for row in await queries.accounts(graph, role=None, limit=1)] == ["han"]
