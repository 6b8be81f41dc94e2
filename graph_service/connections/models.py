"""What the answers about connections look like, and what a connection request is sent as."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

MAX_HOPS = 6
MAX_ROUTE_HOPS = 4
MAX_ROUTES = 5
ROUTES_SHOWN = 3
USUAL_BUDGET = 200
LEAST_BUDGET = 20
LARGEST_BUDGET = 2_000
MUTUAL_SHOWN = 10
MESSAGE_LENGTH = 500

HAN: JsonDict = {"id": "3f2c8f4e-6f0e-4f43-9a35-5c1a7f6f0d11", "name": "韩小宁", "name_latin": "Han Xiaoning"}
LI: JsonDict = {"id": "a1d7c7de-93fb-4a4e-8a58-1f9d26c7be02", "name": "李娜", "name_latin": None}
ME: JsonDict = {"id": "0b9b6f0a-42f7-4d38-8f5c-2f8f64c8a6d3", "name": "王伟", "name_latin": None}
COHORT: JsonDict = {"id": "6f1d0c3b-20a4-4f27-8d70-50c5a3d7d7ab", "name": "法学2019级", "name_en": None}
ACME: JsonDict = {
    "id": "c5b2d5a8-0a3f-4a83-9a35-ff6a3e0b9c44",
    "name": "杭州云图科技有限公司",
    "since": "2019-07",
    "until": "2020-03",
    "months": 9,
    "still": False,
}
SHARED: JsonDict = {
    "cohorts": [COHORT],
    "employers": [ACME],
    "events": [],
    "groups": [],
    "places": [],
    "industries": [],
}


class Person(BaseModel):
    """Somebody, as briefly as can be."""

    model_config = ConfigDict(json_schema_extra={"examples": [HAN]})

    id: str
    name: str
    name_latin: str | None = None


class SharedThing(BaseModel):
    """A cohort, group, place or industry that two people have in common."""

    id: str
    name: str
    name_en: str | None = None


class SharedEvent(BaseModel):
    """An event that two people took part in."""

    id: str
    name: str
    date: str | None = Field(default=None, description="As it was written down: a year, a month or a day.")


class SharedEmployer(BaseModel):
    """An employer that two people have in common, and the time they were there together."""

    id: str
    name: str
    since: str | None = Field(
        default=None, description="The first month that both were there; null when none is known.", examples=["2019-07"]
    )
    until: str | None = Field(
        default=None, description="The last one; null when none is known, and when they both still are."
    )
    months: int = Field(default=0, description="How many months both were there; 0 when none is known.")
    still: bool = Field(default=False, description="Whether both are there now.")


class CommonGround(BaseModel):
    """What two people have in common, as far as their records say."""

    cohorts: list[SharedThing] = Field(default_factory=list[SharedThing])
    employers: list[SharedEmployer] = Field(default_factory=list[SharedEmployer])
    events: list[SharedEvent] = Field(default_factory=list[SharedEvent])
    groups: list[SharedThing] = Field(default_factory=list[SharedThing])
    places: list[SharedThing] = Field(default_factory=list[SharedThing], description="Where both live now.")
    industries: list[SharedThing] = Field(default_factory=list[SharedThing], description="What both work in now.")


class Evidence(BaseModel):
    """One reason to believe that two people know each other."""

    kind: Literal["knows", "cohort", "employer", "event", "group"]
    id: str | None = Field(default=None, description="The cohort, employer, event or group; null for `knows`.")
    since: str | None = Field(
        default=None, description="Since when they know each other, or were there together; the day of an event."
    )
    until: str | None = Field(
        default=None, description="Until when they were there together; null when they still are."
    )
    months: int | None = Field(default=None, description="How many months they were there together.")
    strength: float | None = Field(
        default=None,
        description="How strong this evidence alone makes the tie, above 0 up to 1; null on the shortest route.",
    )
    text: str = Field(description="The same in a sentence, in the language asked for with `Accept-Language`.")


class Hop(BaseModel):
    """One step of a route: two people who know each other, and why that is known."""

    a: Person
    b: Person
    evidence: list[Evidence]


class Route(BaseModel):
    """A chain of people, each of whom knows the next."""

    people: list[Person] = Field(description="Everybody on it, from you to the other person.")
    hops: list[Hop]


class StrongHop(Hop):
    """One step of a strong route: two people, why they are likely to know each other, and how strong that makes it."""

    strength: float = Field(
        description="Above 0 up to 1: 1 minus the product of 1 minus the strength of each piece of evidence.",
        gt=0,
        le=1,
    )


class StrongRoute(BaseModel):
    """A chain of ties: people who know each other, or are likely to."""

    people: list[Person] = Field(description="Everybody on it, from you to the other person.")
    strength: float = Field(description="The product of the strengths of its hops.", gt=0, le=1)
    hops: list[StrongHop]


class StrongestRoutes(BaseModel):
    """The strongest routes, through people who know each other and through ties, and whether they surely are."""

    longest: int = Field(default=MAX_ROUTE_HOPS, description="The longest route that is looked for, in hops.")
    exact: bool = Field(description="Whether it is proved that there is no stronger route within that length.")
    stopped_at: Literal["people", "memberships"] | None = Field(
        description="The budget that ran out before it was proved: how many people, or how many memberships of "
        "cohorts, employers, events and groups, were looked at; null when none did."
    )
    budget: int | None = Field(description="How many that budget allows; null when it did not run out.")
    routes: list[StrongRoute] = Field(
        description="The strongest first; of equally strong ones the shorter one, then the one whose ids come first."
    )


class Connection(BaseModel):
    """How you are connected with somebody, as far as you may see: whoever is hidden from you does not count."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "person": HAN, "summary": "Han Xiaoning is a 2nd-degree connection, 2 hops from you.", "degree": 2, "hops": 2,
        "longest_route": MAX_HOPS, "since": None, "mutual_count": 1, "mutual": [LI], "limited": False,
        "in_common": SHARED,
        "route": {"people": [ME, LI, HAN], "hops": [
            {"a": ME, "b": LI, "evidence": [
                {"kind": "knows", "id": None, "since": "2018", "until": None, "months": None,
                 "strength": None,
                 "text": "You and 李娜 have known each other since 2018."}]},
            {"a": LI, "b": HAN, "evidence": [
                {"kind": "knows", "id": None, "since": None, "until": None, "months": None,
                 "strength": None,
                 "text": "李娜 and Han Xiaoning know each other."}]}]},
        "strongest": {"longest": MAX_ROUTE_HOPS, "exact": True, "stopped_at": None, "budget": None, "routes": [
            {"people": [ME, HAN], "strength": 0.3, "hops": [
                {"a": ME, "b": HAN, "strength": 0.3, "evidence": [
                    {"kind": "employer", "id": ACME["id"], "since": "2019-07", "until": "2020-03", "months": 9,
                     "strength": 0.3, "text": "You and Han Xiaoning worked at 杭州云图科技有限公司 at the same time, "
                     "from 2019-07 to 2020-03 (9 months)."}]}]}]},
    }]})  # fmt: skip

    person: Person
    summary: str = Field(description="The answer in one sentence, in the language asked for with `Accept-Language`.")
    degree: Literal[1, 2, 3] | None = Field(description="1, 2 or 3, exact; null beyond.")
    hops: int | None = Field(
        description=f"How many steps the shortest route has; null when there is none of at most {MAX_HOPS}.",
        ge=1,
        le=MAX_HOPS,
    )
    longest_route: int = Field(default=MAX_HOPS, description="The longest route that is looked for, in hops.")
    since: str | None = Field(
        description="Since when you know each other, as it was written down; null when not known, or if you do not."
    )
    mutual_count: int = Field(description="How many people you both know, exact.", ge=0)
    mutual: list[Person] = Field(description=f"The first {MUTUAL_SHOWN} of them, in an order that stays the same.")
    limited: bool = Field(description="Whether `mutual` leaves somebody out.")
    in_common: CommonGround
    route: Route | None = Field(
        description="The shortest chain of people who know each other, and why that is known. Of several equally short "
        "ones it is always the same one: whose people come first in the service's own fixed order, read from you on."
    )
    strongest: StrongestRoutes | None = Field(
        description="The strongest routes, which also go through classmates, colleagues, and people of one event or "
        "group; null when none were asked for."
    )


class RequestState(StrEnum):
    """What became of a connection request."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Box(StrEnum):
    """Which requests: those that came to you, or those that you sent."""

    RECEIVED = "received"
    SENT = "sent"


class ConnectRequest(BaseModel):
    """Whom you would like to be connected with, and a word to them."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"to": HAN["id"], "message": "我们在春季校友会上见过。"}]}
    )

    to: str = Field(max_length=64, description="The id of the person.")
    message: str | None = Field(
        default=None, max_length=MESSAGE_LENGTH, description=f"A word to them, at most {MESSAGE_LENGTH} characters."
    )


class ConnectionRequest(BaseModel):
    """A connection request as you see it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": "f5f0d8d4-94c3-4d4f-b6a9-8a0d5f2b3c71", "box": "sent", "person": HAN, "state": "pending",
        "message": "我们在春季校友会上见过。", "created_at": "2026-03-02T08:15:00Z", "decided_at": None,
    }]})  # fmt: skip

    id: str
    box: Box = Field(description="`received` when it came to you, `sent` when you sent it.")
    person: Person = Field(description="The other one.")
    state: RequestState = Field(
        description="To the one who asked, a request that was declined looks like one that was not answered yet."
    )
    message: str | None
    created_at: datetime
    decided_at: datetime | None = Field(description="When it was accepted, declined or withdrawn.")
