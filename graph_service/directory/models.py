"""What the directory's addresses take and give."""

from pydantic import BaseModel, Field

from graph_service.access.fields import ContactAudience, Listed


class Named(BaseModel):
    """A thing by its id and name."""

    id: str
    name: str | None


class Coded(Named):
    """A thing of a classification."""

    code: str
    name_en: str | None = None


class PlaceOfCard(Coded):
    """A place."""

    kind: str | None = None


class CohortOfCard(Named):
    """One intake of one programme."""

    programme: str | None
    programme_type: str | None
    graduation_year: int | None


class JobOfCard(BaseModel):
    """A present job."""

    title: str | None
    function: str | None
    level: int | None
    since: str | None
    employer: Named


class InCommon(BaseModel):
    """What the viewer and a person have in common; empty lists on one's own card."""

    cohorts: list[Named] = []
    employers: list[Named] = Field([], description="At any time, together or not.")
    places: list[Named] = Field([], description="Where both live now.")
    industries: list[Named] = Field([], description="Of a present job of each.")
    events: list[Named] = []
    groups: list[Named] = []
    skills: list[Named] = Field([], description="That each offers or wants.")


class Card(BaseModel):
    """What a list shows of a person."""

    id: str
    name: str
    name_latin: str | None
    cohorts: list[CohortOfCard]
    job: JobOfCard | None = Field(
        description="The present job; of several the one of the highest level, then the latest."
    )
    industry: Coded | None = Field(description="Of that job's employer.")
    place: PlaceOfCard | None
    open_to_mentoring: bool
    degree: int | None = Field(
        description="1, 2 or 3 steps from you, exactly; 0 is yourself; null is farther, or unknown."
    )
    mutual_connections: int | None = Field(description="How many people both of you know; null on your own card.")
    in_common: InCommon


class Membership(CohortOfCard):
    """A person's time in a cohort."""

    model_config = {"populate_by_name": True}

    intake_year: int | None
    from_: str | None = Field(alias="from")
    to: str | None
    source: str | None
    as_of: str | None


class Job(BaseModel):
    """A job, present or past."""

    model_config = {"populate_by_name": True}

    title: str | None
    function: str | None
    level: int | None
    from_: str | None = Field(alias="from")
    to: str | None
    current: bool | None
    employer: Named
    industry: Coded | None
    key: str | None = Field(None, description="The school's own number of the job; for the person and staff.")
    source: str | None
    as_of: str | None


class Residence(PlaceOfCard):
    """A place somebody lives or lived in."""

    model_config = {"populate_by_name": True}

    from_: str | None = Field(alias="from")
    to: str | None
    current: bool | None
    source: str | None
    as_of: str | None


class HeldSkill(Named):
    """A skill that somebody offers or wants."""

    kind: str | None
    source: str | None
    as_of: str | None


class Attendance(Named):
    """An event that somebody attended."""

    date: str | None
    kind: str | None
    role: str | None
    source: str | None
    as_of: str | None


class GroupMembership(Named):
    """A group that somebody is in."""

    model_config = {"populate_by_name": True}

    kind: str | None
    role: str | None
    from_: str | None = Field(alias="from")
    to: str | None
    source: str | None
    as_of: str | None


class AlumnusRecord(BaseModel):
    """A person's record. What is not for you is null."""

    id: str
    name: str
    name_latin: str | None
    about: str | None
    open_to_mentoring: bool
    cohorts: list[Membership]
    jobs: list[Job]
    places: list[Residence]
    industry: Coded | None
    skills: list[HeldSkill]
    events: list[Attendance]
    groups: list[GroupMembership]
    degree: int | None = Field(
        description="1, 2 or 3 steps from you, exactly; 0 is yourself; null is farther, or unknown."
    )
    mutual_connections: int | None
    in_common: InCommon
    email: str | None = Field(description="For those whom the person shows it to.")
    phone: str | None = Field(description="For those whom the person shows it to.")
    wechat: str | None = Field(description="For those whom the person shows it to.")
    key: str | None = Field(description="The school's own number; for the person and staff.")
    listed: Listed | None = Field(description="For the person and staff, as everything below.")
    show_connections: bool | None
    contact_audience: ContactAudience | None
    bridge: bool | None
    mentor: bool | None
    research: bool | None
    source: str | None
    as_of: str | None
    created_at: str | None
    updated_at: str | None
    version: str | None = Field(description="Send it as `If-Match` when you correct the record.")


class FacetValue(BaseModel):
    """One value of a facet, and how many of the people found have it."""

    value: str | int = Field(description="What to send as the filter's value.")
    name: str | None
    name_en: str | None = None
    count: int


class Facets(BaseModel):
    """How the people found spread over the values of the filters."""

    total: int = Field(description="How many people were found.")
    sampled: bool = Field(description="Whether these numbers are estimates from a random sample of very many people.")
    sections: list[FacetValue] = Field(description="Sections of the industries of present jobs; filter `industry`.")
    divisions: list[FacetValue] = Field(description="Their divisions; filter `industry`.")
    provinces: list[FacetValue] = Field(description="Provinces people live in; filter `place`.")
    cities: list[FacetValue] = Field(description="Cities people live in; filter `place`.")
    programme_types: list[FacetValue]
    graduation_years: list[FacetValue] = Field(description="Filter `graduation_from` and `graduation_to`.")
    employers: list[FacetValue] = Field(description="The most frequent; filter `employer`.")
    functions: list[FacetValue]
    levels: list[FacetValue]


class NetworkNode(BaseModel):
    """A person in a drawing."""

    id: str
    name: str
    name_latin: str | None
    hop: int = Field(description="Steps from the person in the middle.")


class NetworkDrawing(BaseModel):
    """People and the connections between them, for drawing."""

    nodes: list[NetworkNode]
    edges: list[tuple[str, str]] = Field(description="Pairs of ids; each connection once.")
    limited: bool = Field(description="Whether there are more people than were returned.")
    limit: int = Field(description="How many people are returned at most.")


class Industry(Coded):
    """A branch of the classification of industries (GB/T 4754-2017, or a school's own)."""

    level: str | None
    isic: str | None = Field(description="Section of ISIC Rev.4.")
    parent: str | None = Field(description="Code of the industry it is part of.")


class IndustryBranch(Industry):
    """A branch with what is below it."""

    children: list["IndustryBranch"] = []


class Place(PlaceOfCard):
    """A place."""

    parent: str | None = Field(description="Code of the place it is part of.")


class Cohort(CohortOfCard):
    """One intake of one programme."""

    intake_year: int | None


class CohortRecord(Cohort):
    """A cohort, and how many people of it you may see."""

    people: int
    key: str | None = Field(description="The school's own number; for staff, as everything below.")
    source: str | None
    as_of: str | None
    version: str | None = Field(description="Send it as `If-Match` when you correct the cohort.")


class Employer(Named):
    """An employer."""

    industry: Coded | None


class EmployerRecord(Employer):
    """An employer, and how many people you may see work or worked there."""

    aliases: list[str] = Field(description="Other names of it.")
    people_now: int
    people_ever: int
    key: str | None = Field(description="The school's own number; for staff, as everything below.")
    source: str | None
    as_of: str | None
    version: str | None = Field(description="Send it as `If-Match` when you correct the employer.")


class Skill(Named):
    """Something people can do or want to learn."""
