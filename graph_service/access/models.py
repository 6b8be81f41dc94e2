"""What goes in and out of the access room's addresses."""

import unicodedata
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from graph_service.access.fields import ContactAudience, Listed, SeenBy
from graph_service.access.passwords import MAX_LENGTH
from graph_service.access.viewer import Role

T = TypeVar("T")


class SignInRequest(BaseModel):
    """A name and a password."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "han.xiaoning", "password": "zevu-gode-gane-hosi"}]}
    )

    name: Annotated[
        str, Field(min_length=1, max_length=200, description="The account's sign-in name; case does not matter.")
    ]
    password: Annotated[SecretStr, Field(min_length=1, max_length=MAX_LENGTH, description="Its password.")]


class NewToken(BaseModel):
    """A bearer token."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "token": "Jr3…", "token_type": "bearer", "expires_at": "2026-11-24T06:00:00Z",
    }]})  # fmt: skip

    token: str = Field(description="Send it as `Authorization: Bearer …`. It is shown this once.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (the kind of a token, not one)
    expires_at: str = Field(description="When it ends, ISO 8601.")


class Model(BaseModel):
    """What every answer of this room is: fields by their name in Python or in JSON."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)


class Held(Model, Generic[T]):
    """One field that the school holds about you."""

    value: T | None = Field(description="What it says; null when it is empty.")
    seen_by: SeenBy = Field(
        description="The widest circle that sees it: all signed-in `members` who find you, your `connections`, the "
        "school's `staff`, or only `me`. Each circle holds those after it, `staff` save where it says `me`."
    )
    source: str | None = Field(description="Where it is from; `self` for what you said yourself.")
    as_of: str | None = Field(description="When that was said, as a date.")


class HeldList(Model, Generic[T]):
    """Facts of one kind that the school holds about you, each with its own source."""

    seen_by: SeenBy
    items: list[T]


class Fact(Model):
    """A fact with where it is from."""

    id: str
    name: str | None
    source: str | None
    as_of: str | None


class Period(Fact):
    """A fact with a time."""

    from_: str | None = Field(alias="from", description="When it began: 2019, 2019-07 or 2019-07-15.")
    to: str | None = Field(description="When it ended; null when it goes on, or nobody knows.")


class OwnCohort(Period):
    """Your time in a cohort."""

    programme: str | None
    programme_type: str | None


class OwnJob(Period):
    """A job; `id` and `name` are the employer's."""

    title: str | None
    function: str | None
    level: int | None
    current: bool | None


class OwnPlace(Period):
    """Where you live or lived."""

    current: bool | None


class OwnSkill(Fact):
    """A skill that you offer or want."""

    kind: str | None


class OwnEvent(Fact):
    """An event that you attended."""

    date: str | None
    role: str | None


class OwnGroup(Period):
    """A group that you are in."""

    role: str | None


class OwnRecord(Model):
    """Everything the school holds about you, who sees it, and where it is from."""

    id: str
    key: Held[str]
    name: Held[str]
    name_latin: Held[str]
    about: Held[str]
    email: Held[str]
    phone: Held[str]
    wechat: Held[str]
    cohorts: HeldList[OwnCohort]
    jobs: HeldList[OwnJob]
    places: HeldList[OwnPlace]
    skills: HeldList[OwnSkill]
    events: HeldList[OwnEvent]
    groups: HeldList[OwnGroup]
    connections: int = Field(description="How many connections you have that you can see.")
    created_at: str | None
    updated_at: str | None


class Answer(Model, Generic[T]):
    """A question about your visibility: what you answered, and what holds."""

    answer: T | None = Field(description="Your answer; null when you never gave one, and the school's default holds.")
    effective: T


class OwnChoices(Model):
    """What you decided about your record. Consents are true, false, or null when you were never asked."""

    listed: Answer[Listed] = Field(description="Who finds you.")
    show_connections: Answer[bool] = Field(description="Whether others see with whom you are connected.")
    contact_audience: Answer[ContactAudience] = Field(description="Who sees your email, phone and WeChat, besides you.")
    bridge: bool | None = Field(description="Whether you may be proposed as somebody who introduces.")
    mentor: bool | None = Field(description="Whether you are open to mentoring.")
    research: bool | None = Field(description="Whether your record may be in pseudonymised research exports.")


class OwnAccount(Model):
    """The account that you are signed in with."""

    id: str
    name: str
    role: Role
    created_at: str
    signed_in_at: str | None


class Me(Model):
    """You: your account, and your record if the account is linked to one."""

    account: OwnAccount
    record: OwnRecord | None
    choices: OwnChoices | None


def _without_controls(value: str) -> str:
    if any(character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs") for character in value):
        raise PydanticCustomError("control_characters", "has to be free of control characters")
    return value


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_without_controls)
]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_without_controls)
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]+$"
    ),
]
Phone = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^\+?[0-9][0-9 ()/.\-]{2,}[0-9]$")
]
Wechat = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64, pattern=r"^[^\s\x00-\x1f]+$")]


class UpdateMeRequest(BaseModel):
    """What to change. A field that is left out stays; null clears it, or takes an answer back."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"listed": "connections", "mentor": True, "phone": None}]}
    )

    name_latin: Line | None = Field(None, description="Your name in Latin letters.")
    about: Text | None = Field(None, description="What others should know about you.")
    email: Email | None = Field(None, examples=["han@example.org"])
    phone: Phone | None = Field(None, examples=["+86 571 8820 1234"])
    wechat: Wechat | None = None
    place_id: str | None = Field(
        None, max_length=64, description="Where you live: the id of a place of GET /v1/places."
    )
    listed: Listed | None = Field(None, description="Who finds you; null for the school's default.")
    show_connections: StrictBool | None = Field(None, description="Null for the school's default.")
    contact_audience: ContactAudience | None = Field(None, description="Null for staff.")
    bridge: StrictBool | None = None
    mentor: StrictBool | None = None
    research: StrictBool | None = None


class Block(Model):
    """Somebody whom you block."""

    id: str
    name: str | None = Field(description="Their name when you blocked them.")
    created_at: str
