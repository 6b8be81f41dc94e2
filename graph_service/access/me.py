"""What somebody sees and changes of their own: the record, the answers about visibility, the consents, the blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from graph_service.access import queries
from graph_service.access.fields import ContactAudience, Listed, seen_by
from graph_service.access.models import (
    Answer,
    Block,
    Held,
    HeldList,
    Me,
    OwnAccount,
    OwnChoices,
    OwnCohort,
    OwnEvent,
    OwnGroup,
    OwnJob,
    OwnPlace,
    OwnRecord,
    OwnSkill,
    UpdateMeRequest,
)
from graph_service.access.problems import AlumnusNotFound, CannotBlockYourself, MembersOnly, PlaceNotFound
from graph_service.access.sizes import recount_some
from graph_service.access.viewer import Role, Viewer
from graph_service.graph import Graph, Runner
from graph_service.web.paging import Page, decode_cursor, encode_cursor, question_digest
from graph_service.web.problems import NotSignedIn

SearchText = Callable[[str, str | None, str | None, str | None, Iterable[str], Iterable[str]], str]
"""Makes the text that search reads: from name, Latin name, pinyin, initials, employers and titles."""

SELF = "self"
STATEMENTS_ABOUT_ONESELF = ("name_latin", "about", "email", "phone", "wechat")
ANSWERS = ("listed", "show_connections", "contact_audience", "bridge", "mentor", "research")
RECORD_FIELDS = ("key", "name", *STATEMENTS_ABOUT_ONESELF)


async def describe_me(graph: Runner, viewer: Viewer) -> Me:
    """The viewer's account, and for an alumnus everything the school holds about them."""
    account = await queries.account_of(graph, account_id=viewer.account_id)
    if account is None:
        raise NotSignedIn
    own = OwnAccount(id=viewer.account_id, role=viewer.role, **account.model_dump())
    if viewer.alumnus_id is None or viewer.role is Role.RESEARCHER:
        return Me(account=own, record=None, choices=None)
    facts = await queries.own_record(graph, viewer_id=viewer.alumnus_id, sees_all=viewer.sees_all)
    if facts is None:
        return Me(account=own, record=None, choices=None)
    return Me(account=own, record=own_record(facts), choices=own_choices(facts))


def own_record(facts: queries.OwnFacts) -> OwnRecord:
    """The record as its owner is told of it: each field with who sees it, where it is from and when that was."""
    record = facts.record
    listed: Listed = facts.effective["listed"]
    audience: ContactAudience | None = record["contact_audience"]
    said = set[str](record["self_stated"] or ())

    def held(field: str) -> Held[str]:
        source, as_of = (SELF, record["self_stated_on"]) if field in said else (record["source"], record["as_of"])
        return Held(value=record[field], seen_by=seen_by(field, listed, audience), source=source, as_of=as_of)

    def circle(field: str) -> Any:
        return seen_by(field, listed, audience)

    return OwnRecord(
        id=facts.id,
        **{field: held(field) for field in RECORD_FIELDS},
        cohorts=HeldList(seen_by=circle("cohorts"), items=[OwnCohort(**fact) for fact in facts.cohorts]),
        jobs=HeldList(seen_by=circle("jobs"), items=[OwnJob(**fact) for fact in facts.jobs]),
        places=HeldList(seen_by=circle("places"), items=[OwnPlace(**fact) for fact in facts.places]),
        skills=HeldList(seen_by=circle("skills"), items=[OwnSkill(**fact) for fact in facts.skills]),
        events=HeldList(seen_by=circle("events"), items=[OwnEvent(**fact) for fact in facts.events]),
        groups=HeldList(seen_by=circle("groups"), items=[OwnGroup(**fact) for fact in facts.groups]),
        connections=facts.connections,
        created_at=record["created_at"],
        updated_at=record["updated_at"],
    )


def own_choices(facts: queries.OwnFacts) -> OwnChoices:
    """What somebody answered, and what holds for them."""
    record = facts.record
    return OwnChoices(
        listed=Answer(answer=record["listed"], effective=facts.effective["listed"]),
        show_connections=Answer(answer=record["show_connections"], effective=facts.effective["show_connections"]),
        contact_audience=Answer(answer=record["contact_audience"], effective=record["contact_audience"] or "staff"),
        bridge=record["bridge"],
        mentor=record["mentor"],
        research=record["research"],
    )


async def change_me(
    graph: Graph, viewer: Viewer, wanted: UpdateMeRequest, search_text: SearchText, now: datetime | None = None
) -> Me:
    """What the viewer is after the change: all of it, or nothing of it. Raises PlaceNotFound or MembersOnly."""
    today = now or datetime.now(UTC)

    async def change(transaction: Runner) -> None:
        await _change_record(transaction, viewer.member_id, wanted, search_text, today)
        if "place_id" in wanted.model_fields_set:
            await _change_place(transaction, viewer.member_id, wanted.place_id, today)

    if wanted.model_fields_set:
        await graph.transact(change)
        await recount_some(graph)
    return await describe_me(graph, viewer)


async def _change_record(
    transaction: Runner, viewer_id: str, wanted: UpdateMeRequest, search_text: SearchText, today: datetime
) -> None:
    changes = wanted.model_dump(include={*STATEMENTS_ABOUT_ONESELF, *ANSWERS}, exclude_unset=True)
    names = await queries.change_own_record(
        transaction,
        viewer_id=viewer_id,
        changes=changes,
        stated=[field for field in STATEMENTS_ABOUT_ONESELF if field in changes],
        today=today.date().isoformat(),
    )
    if names is None:
        raise MembersOnly
    if "name_latin" in changes:
        search = search_text(names.name, names.name_latin, names.pinyin, names.initials, names.employers, names.titles)
        await queries.set_own_search(transaction, viewer_id=viewer_id, search=search)


async def _change_place(transaction: Runner, viewer_id: str, place_id: str | None, today: datetime) -> None:
    chosen = await queries.set_own_place(
        transaction,
        viewer_id=viewer_id,
        place_id=place_id,
        this_month=f"{today:%Y-%m}",
        month=today.year * 12 + today.month - 1,
        today=today.date().isoformat(),
    )
    if chosen is None:
        raise PlaceNotFound


async def list_blocks(graph: Runner, viewer: Viewer, limit: int, cursor: str | None) -> Page[Block]:
    """Whom the viewer blocks, the latest first: also those who block the viewer, who would else be found by trying."""
    digest = question_digest({"blocks": viewer.member_id})
    before, before_key = decode_cursor(cursor, digest, (int, int)) if cursor else (None, None)
    rows = await queries.own_blocks(
        graph,
        viewer_id=viewer.member_id,
        before=before if isinstance(before, int) else None,
        before_key=before_key if isinstance(before_key, int) else None,
        limit=limit + 1,
    )
    page = rows[:limit]
    more = encode_cursor([page[-1].created_ms, page[-1].order_key], digest) if len(rows) > limit else None
    items = [Block(id=row.alumnus_id, name=row.name, created_at=row.created_at) for row in page]
    return Page(items=items, next_cursor=more)


async def block(graph: Runner, viewer: Viewer, alumnus_id: str) -> None:
    """Blocks somebody, as often as it is asked. Raises AlumnusNotFound for whom the viewer may not see."""
    if alumnus_id == viewer.alumnus_id:
        raise CannotBlockYourself
    done = await queries.block(graph, viewer_id=viewer.member_id, sees_all=viewer.sees_all, alumnus_id=alumnus_id)
    if done is None:
        raise AlumnusNotFound


async def unblock(graph: Runner, viewer: Viewer, alumnus_id: str) -> None:
    """Ends a block; for anybody else it does nothing, and says nothing."""
    await queries.unblock(graph, viewer_id=viewer.member_id, alumnus_id=alumnus_id)
