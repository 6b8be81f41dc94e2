"""What the answers about introductions look like, and what a request for one is sent as."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict, JsonValue

from graph_service.connections.models import ACME, HAN, LI, ME, MESSAGE_LENGTH, Person, StrongHop

Kind = Literal["employer", "industry", "place", "alumnus"]
MOST_SHOWN = 50

HOPS: list[JsonValue] = [
    {"a": ME, "b": LI, "strength": 0.8, "evidence": [
        {"kind": "knows", "id": None, "since": "2018", "until": None, "months": None,
         "text": "You and 李娜 have known each other since 2018.", "strength": 0.8}]},
    {"a": LI, "b": HAN, "strength": 0.5, "evidence": [
        {"kind": "cohort", "id": "6f1d0c3b-20a4-4f27-8d70-50c5a3d7d7ab", "since": None, "until": None, "months": None,
         "text": "李娜 and Han Xiaoning studied in the same cohort, 法学2019级.", "strength": 0.5}]},
]  # fmt: skip
INTRODUCTION: JsonDict = {
    "introducer": LI, "target": HAN,
    "summary": "李娜 could introduce you to Han Xiaoning, who works at 杭州云图科技有限公司.",
    "there": {"id": ACME["id"], "name": ACME["name"], "title": "经理", "present": True,
              "since": "2021-03", "until": None},
    "hops": HOPS,
    "factors": {"near": 0.8, "far": 0.5, "strength": 0.4, "recency": 1.0, "load": 0.8},
    "asked_lately": 3, "score": 0.32, "arithmetic": "0.8 × 0.5 × 1 × 0.8 = 0.32",
}  # fmt: skip
REQUEST: JsonDict = {
    "id": "f5f0d8d4-94c3-4d4f-b6a9-8a0d5f2b3c71", "box": "sent", "asker": ME, "introducer": LI, "target": HAN,
    "state": "asked", "to_introducer": "好久不见！可以请你帮个忙吗？", "to_target": "想向您请教云图的团队。",
    "created_at": "2026-03-02T08:15:00Z", "forwarded_at": None, "decided_at": None,
    "expires_at": "2026-03-16T08:15:00Z",
}  # fmt: skip


class Destination(BaseModel):
    """What was asked for."""

    kind: Kind
    id: str
    name: str
    name_en: str | None = Field(description="Its English name, or a person's name in Latin letters.")


class There(BaseModel):
    """What the target has to do with what was asked for: their present time there, or their latest."""

    id: str = Field(description="The employer, or the place.")
    name: str
    title: str | None = Field(description="Of the job; null for a place.")
    present: bool = Field(description="Whether they are there now.")
    since: str | None = Field(description="As it was written down.")
    until: str | None = Field(description="As it was written down; null when they are there now, or nobody knows.")


class Factors(BaseModel):
    """What the score is the product of."""

    near: float = Field(description="Strength of the tie between you and the introducer.")
    far: float = Field(description="Strength of the tie between the introducer and the target.")
    strength: float = Field(description="near × far.")
    recency: float = Field(description="1 for somebody who is there now; less the longer ago they left.")
    load: float = Field(description="1 for an introducer who was hardly asked lately; less for each step of requests.")


class Introduction(BaseModel):
    """Somebody who could introduce you to somebody, why, and how the score comes about."""

    model_config = ConfigDict(json_schema_extra={"examples": [INTRODUCTION]})

    introducer: Person
    target: Person
    summary: str = Field(description="The answer in a sentence, in the language asked for with `Accept-Language`.")
    there: There | None = Field(description="Null when a person was asked for.")
    hops: list[StrongHop] = Field(description="From you to the introducer, and from them to the target.")
    factors: Factors
    asked_lately: int = Field(
        description="The introducer was asked for at least this many introductions lately, in whole steps; requests "
        "that concern people whom you may not see do not count."
    )
    score: float = Field(description="strength × recency × load.")
    arithmetic: str = Field(description="The multiplication, written out with rounded numbers.")


class Budget(BaseModel):
    """A limit at which the search stopped."""

    name: Literal["bridges", "targets"] = Field(description="The people in the middle, or those at the other end.")
    limit: int = Field(description="How many were looked at, the best first.")
    met: int = Field(description="How many there are.")


class Rule(BaseModel):
    """The numbers that the factors are made of."""

    half_life_years: float = Field(description="recency = 2 ^ -(years since they left / this).")
    load_days: int = Field(description="Requests of so many days count for the load.")
    load_step: int = Field(description="So many requests make a step.")
    load_factor: float = Field(description="load = this ^ steps.")


class Introductions(BaseModel):
    """Who could introduce you to somebody there, the best first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "destination": {"kind": "employer", "id": ACME["id"], "name": ACME["name"], "name_en": None},
        "items": [INTRODUCTION], "found": 1, "limited": False, "budgets": [],
        "rule": {"half_life_years": 5, "load_days": 30, "load_step": 3, "load_factor": 0.8},
    }]})  # fmt: skip

    destination: Destination
    items: list[Introduction]
    found: int = Field(description="How many pairs of an introducer and a target there are, within the budgets.")
    limited: bool = Field(description="Whether `items` leaves some of them out; a larger `limit` shows more.")
    budgets: list[Budget] = Field(description="The limits at which the search stopped; empty when nobody was left out.")
    rule: Rule


class IntroductionBox(StrEnum):
    """Which requests: those that you made, those that you were asked to pass on, those that were passed on to you."""

    SENT = "sent"
    THROUGH_ME = "through_me"
    TO_ME = "to_me"


class IntroductionState(StrEnum):
    """What became of a request for an introduction."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class IntroduceRequest(BaseModel):
    """Who should introduce you to whom, and a word to each."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{
            "introducer": LI["id"], "target": HAN["id"],
            "to_introducer": REQUEST["to_introducer"], "to_target": REQUEST["to_target"],
        }]},
    )  # fmt: skip

    introducer: str = Field(max_length=64, description="The id of the one in the middle.")
    target: str = Field(max_length=64, description="The id of the one whom you would like to meet.")
    to_introducer: str | None = Field(
        default=None,
        max_length=MESSAGE_LENGTH,
        description=f"A word to the one in the middle, up to {MESSAGE_LENGTH} characters; the target does not see it.",
    )
    to_target: str | None = Field(
        default=None,
        max_length=MESSAGE_LENGTH,
        description=f"A word to the target, at most {MESSAGE_LENGTH} characters; the one in the middle passes it on.",
    )


class IntroductionRequest(BaseModel):
    """A request for an introduction as you are told it."""

    model_config = ConfigDict(json_schema_extra={"examples": [REQUEST]})

    id: str
    box: IntroductionBox
    asker: Person
    introducer: Person
    target: Person
    state: IntroductionState = Field(
        description="`declined` is told to nobody but the one who declined; to the others it is open until it expires."
    )
    to_introducer: str | None = Field(description="Null for the target.")
    to_target: str | None
    created_at: datetime
    forwarded_at: datetime | None
    decided_at: datetime | None = Field(description="When it was accepted, declined or withdrawn, or expired.")
    expires_at: datetime = Field(description="When it expires, or expired, without an answer.")
