"""What staff send to create and correct: checked as far as that is possible without asking the graph."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graph_service.access.fields import ContactAudience, Listed
from graph_service.directory.dates import NotAPartialDate, months_of
from graph_service.directory.filters import ProgrammeType
from graph_service.directory.occupations import function_code, level_number

UNKNOWN_END = "unknown"


def _partial_date(value: str) -> str:
    try:
        months_of(value)
    except NotAPartialDate:
        raise ValueError("is no date; write 2019, 2019-07 or 2019-07-15") from None
    return value


def _end(value: str) -> str:
    return value if value == UNKNOWN_END else _partial_date(value)


def _function(value: Any) -> Any:
    code = None if value is None else function_code(str(value))
    if code is None and value is not None:
        raise ValueError(f"{value!r} is no function")
    return code


def _level(value: Any) -> Any:
    number = None if value is None else level_number(str(value))
    if number is None and value is not None:
        raise ValueError(f"{value!r} is no level; write 1 to 6, or a name such as manager")
    return number


def _trimmed(value: Any) -> Any:
    return value.strip() or None if isinstance(value, str) else value


Text = Annotated[Annotated[str, Field(max_length=300)] | None, BeforeValidator(_trimmed)]
LongText = Annotated[Annotated[str, Field(max_length=5000)] | None, BeforeValidator(_trimmed)]
Name = Annotated[str, BeforeValidator(_trimmed), Field(min_length=1, max_length=200)]
Date = Annotated[str, AfterValidator(_partial_date)]
End = Annotated[str, AfterValidator(_end)]
Email = Annotated[Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")] | None, BeforeValidator(_trimmed)]
Function = Annotated[str | None, BeforeValidator(_function)]
Level = Annotated[int | None, BeforeValidator(_level)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Request(BaseModel):
    """A request body: unknown fields are refused, and only what was sent counts."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, by their names in the graph."""
        return self.model_dump(exclude_unset=True, by_alias=True)


class Provenance(Request):
    """Where a fact comes from; the staff member's own knowledge of today when left out."""

    source: Text = None
    as_of: Date | None = None


class AlumnusFields(Provenance):
    """What staff may write of a person."""

    key: Text = Field(None, description="The school's own number.")
    name_latin: Text = None
    pinyin: Text = Field(None, description="Syllables separated by blanks; derived from the name when left out.")
    about: LongText = None
    email: Email = None
    phone: Text = None
    wechat: Text = None
    listed: Listed | None = None
    show_connections: bool | None = None
    bridge: bool | None = None
    mentor: bool | None = None
    research: bool | None = None
    contact_audience: ContactAudience | None = None


class CreateAlumnusRequest(AlumnusFields):
    """A new person."""

    name: Name


class CorrectAlumnusRequest(AlumnusFields):
    """What to change of a person: fields left out stay, null takes one away."""

    name: Name = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("send at least one field")
        return self


class Period(Provenance):
    """A fact with a beginning and an end, as far as they are known."""

    from_: Date | None = Field(None, alias="from", description="2019, 2019-07 or 2019-07-15.")
    to: End | None = Field(
        None, description="The same, or `unknown` for an end that nobody knows; null: still going on."
    )

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.from_ and self.to and self.to != UNKNOWN_END and months_of(self.from_)[0] > months_of(self.to)[1]:
            raise ValueError("`to` is before `from`")
        return self

    def period(self) -> dict[str, Any]:
        """The properties that say when: as written, and in months."""
        over_unknown = self.to == UNKNOWN_END
        return {
            "from": self.from_,
            "to": None if over_unknown else self.to,
            "from_month": months_of(self.from_)[0] if self.from_ else None,
            "to_month": months_of(self.to)[1] if self.to and not over_unknown else None,
        }

    @property
    def current(self) -> bool:
        """Whether it is still so."""
        return self.to is None


class JobRequest(Period):
    """A job."""

    employer_id: str = Field(max_length=100)
    key: Text = Field(None, description="The school's own number of the job.")
    title: Text = None
    function: Function = None
    level: Level = None


class MembershipRequest(Period):
    """A time in a cohort."""

    cohort_id: str = Field(max_length=100)


class ResidenceRequest(Period):
    """A time of living somewhere."""

    place_id: str = Field(max_length=100)


class SkillRequest(Provenance):
    """A skill that somebody offers or wants."""

    skill: Name
    kind: Literal["offered", "wanted"] = "offered"


class EmployerFields(Provenance):
    """What staff may write of an employer."""

    key: Text = None
    aliases: list[Name] = Field([], max_length=50, description="Other names of the same employer.")
    industry: Text = Field(None, description="Code or id of its industry.")


class CreateEmployerRequest(EmployerFields):
    """A new employer."""

    name: Name


class CorrectEmployerRequest(EmployerFields):
    """What to change of an employer: fields left out stay, null takes one away."""

    name: Name = ""


class CohortFields(Provenance):
    """What staff may write of a cohort."""

    key: Text = None
    programme: Text = None
    programme_type: ProgrammeType | None = None
    intake_year: Year | None = None
    graduation_year: Year | None = None

    @model_validator(mode="after")
    def _graduates_after_it_began(self) -> Self:
        if self.intake_year and self.graduation_year and self.intake_year > self.graduation_year:
            raise ValueError("graduation_year is before intake_year")
        return self


class CreateCohortRequest(CohortFields):
    """A new cohort."""

    name: Name


class CorrectCohortRequest(CohortFields):
    """What to change of a cohort: fields left out stay, null takes one away."""

    name: Name = ""


JobList = Annotated[list[JobRequest], Field(max_length=200)]
MembershipList = Annotated[list[MembershipRequest], Field(max_length=50)]
ResidenceList = Annotated[list[ResidenceRequest], Field(max_length=50)]
SkillList = Annotated[list[SkillRequest], Field(max_length=200)]
