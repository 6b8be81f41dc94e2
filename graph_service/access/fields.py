"""Who sees which field of a person's record: one table, and whatever is not in it is shown to nobody.

Whether a person is seen at all is decided before, inside the statement that reads them (`visible` in cypher/fragments).
This table says what is shown of somebody who is seen. docs/privacy.md repeats it in words, and a test holds both
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

ContactAudience = Literal["nobody", "connections", "staff"]
Listed = Literal["members", "connections", "nobody"]
SeenBy = Literal["members", "connections", "staff", "me"]


class Audience(StrEnum):
    """Who a field is for, besides the person it is about."""

    MEMBERS = "members"  # everybody who sees the person, and staff
    CONTACT = "contact"  # as the person answered: my connections and staff, staff, nobody
    STAFF = "staff"  # staff alone
    SELF = "self"  # nobody else


class Relation(StrEnum):
    """What the one who looks is to the person who is looked at."""

    SELF = "self"
    STAFF = "staff"
    CONNECTION = "connection"
    MEMBER = "member"


FIELDS: Mapping[str, Audience] = MappingProxyType({
    "id": Audience.MEMBERS,
    "name": Audience.MEMBERS,
    "name_latin": Audience.MEMBERS,
    "about": Audience.MEMBERS,
    "cohorts": Audience.MEMBERS,
    "jobs": Audience.MEMBERS,
    "places": Audience.MEMBERS,
    "industry": Audience.MEMBERS,
    "skills": Audience.MEMBERS,
    "events": Audience.MEMBERS,
    "groups": Audience.MEMBERS,
    "open_to_mentoring": Audience.MEMBERS,
    "email": Audience.CONTACT,
    "phone": Audience.CONTACT,
    "wechat": Audience.CONTACT,
    "key": Audience.STAFF,
    "listed": Audience.STAFF,
    "show_connections": Audience.STAFF,
    "contact_audience": Audience.STAFF,
    "bridge": Audience.STAFF,
    "mentor": Audience.STAFF,
    "research": Audience.STAFF,
    "source": Audience.STAFF,
    "as_of": Audience.STAFF,
    "created_at": Audience.STAFF,
    "updated_at": Audience.STAFF,
    "blocks": Audience.SELF,
})  # fmt: skip


def relation_of(*, is_self: bool, sees_all: bool, knows: bool) -> Relation:
    """What the viewer is to the person; whoever is several things is the one that sees most.

    >>> relation_of(is_self=False, sees_all=False, knows=True)
    <Relation.CONNECTION: 'connection'>
    """
    if is_self:
        return Relation.SELF
    if sees_all:
        return Relation.STAFF
    return Relation.CONNECTION if knows else Relation.MEMBER


@cache
def fields_for(relation: Relation, contact_audience: ContactAudience | None) -> frozenset[str]:
    """The fields of a person that somebody of that relation is shown; no answer about contact means staff.

    >>> "email" in fields_for(Relation.CONNECTION, "connections"), "email" in fields_for(Relation.STAFF, "nobody")
    (True, False)
    """
    return frozenset(field for field, audience in FIELDS.items() if _admits(audience, relation, contact_audience))


def _admits(audience: Audience, relation: Relation, contact_audience: ContactAudience | None) -> bool:
    if relation is Relation.SELF:
        return True
    match audience:
        case Audience.MEMBERS:
            return True
        case Audience.CONTACT:
            return _contact_admits(relation, contact_audience)
        case Audience.STAFF:
            return relation is Relation.STAFF
        case Audience.SELF:
            return False


def _contact_admits(relation: Relation, contact_audience: ContactAudience | None) -> bool:
    match contact_audience:
        case "nobody":
            return False
        case "connections":
            return relation in (Relation.CONNECTION, Relation.STAFF)
        case _:
            return relation is Relation.STAFF


def shown(record: Mapping[str, Any], relation: Relation, contact_audience: ContactAudience | None) -> dict[str, Any]:
    """The record with the fields that are not for that viewer as None; fields that the table does not know are gone.

    >>> shown({"name": "Li", "email": "li@example.org", "password": "x"}, Relation.MEMBER, None)
    {'name': 'Li', 'email': None}
    """
    allowed = fields_for(relation, contact_audience)
    return {field: value if field in allowed else None for field, value in record.items() if field in FIELDS}


def seen_by(field: str, listed: Listed, contact_audience: ContactAudience | None) -> SeenBy:
    """The widest circle that sees a field of somebody with these settings, in the words that this person is told.

    >>> seen_by("jobs", "members", None), seen_by("jobs", "nobody", None), seen_by("email", "members", "nobody")
    ('members', 'staff', 'me')
    """
    first = ("members", "connections", "nobody").index(listed)
    for relation, circle in _CIRCLES[first:]:
        if field in fields_for(relation, contact_audience):
            return circle
    return "me"


_CIRCLES: tuple[tuple[Relation, SeenBy], ...] = (
    (Relation.MEMBER, "members"),
    (Relation.CONNECTION, "connections"),
    (Relation.STAFF, "staff"),
)
