"""What the answers about careers look like. Every number in them has enough people behind it, or is null."""

from pydantic import BaseModel, Field

from graph_service.connections.models import Person
from graph_service.directory.models import Named


class Count(BaseModel):
    """One value, and how many people have it."""

    value: str | int | None = Field(description="What to send as the filter's value; null: not known.")
    name: str | None
    name_en: str | None = None
    people: int


class CountWithParts(Count):
    """One value, how many people have it, and how they spread over its parts."""

    parts: list[Count] = Field(description="Its cities or divisions. Parts that are not shown are no fewer than a few.")


class Moves(Count):
    """People who once worked there or as that and went on to a later job, and what the next one was."""

    next: list[Count]


class Group(BaseModel):
    """Who was counted, with what your own record added to the question."""

    like: list[str]
    programme: list[str]
    programme_type: list[str]
    intake_from: int | None
    intake_to: int | None
    graduation_from: int | None
    graduation_to: int | None
    start_function: list[str]
    start_industry: list[str]


class Rules(BaseModel):
    """How the numbers were made."""

    smallest_count: int = Field(description="No number is shown that fewer people are behind.")
    rounded_down_to: int = Field(description="Every number is rounded down to a multiple of this; 1 is not rounded.")
    estimated: bool = Field(description="Whether the numbers are estimates from a random sample of very many people.")
    looked_at: int | None = Field(description="How many people the numbers come from; null when that is too few.")


class Insights(BaseModel):
    """Where the people of a group are, and where they went next."""

    group: Group
    rules: Rules
    people: int | None = Field(description="How many there are; null when there are too few to say anything.")
    note: str | None = Field(description="What to do when too little can be shown, in the language asked for.")
    widen: list[str] = Field(description="Parameters to leave out or to widen then, the most promising first.")
    places: list[CountWithParts] = Field(description="Where they live: provinces with their cities.")
    industries: list[CountWithParts] = Field(description="What they work in: sections with their divisions.")
    employers: list[Count] = Field(description="Where they work; filter `employer`.")
    functions: list[Count] = Field(description="What they do.")
    levels: list[Count]
    next_functions: list[Moves] = Field(description="After their first job of a function: that of the next one.")
    next_industries: list[Moves] = Field(description="After their first job in a section: that of the next one.")


class Quartiles(BaseModel):
    """How many months it took: a quarter of the people took at most `lower`, half of them at most `median`."""

    lower: int
    median: int
    upper: int


class Step(BaseModel):
    """A job on the way."""

    model_config = {"populate_by_name": True}

    title: str | None
    function: str | None
    level: int | None
    from_: str | None = Field(alias="from")
    to: str | None
    current: bool | None
    employer: Named


class Traveller(BaseModel):
    """Somebody who made the move, whom you may see."""

    person: Person
    months: int = Field(description="From the first start there to the first start here.")
    steps: list[Step]
    degree: int | None = Field(description="1, 2 or 3 steps from you, exactly; null is farther, or unknown.")
    mutual_connections: int | None
    text: str = Field(description="The same in a sentence, in the language asked for with `Accept-Language`.")
    connection: str | None = Field(description="The address that says how you are connected.")


class CareerPaths(BaseModel):
    """Careers that made a move."""

    rules: Rules
    people: int | None = Field(description="How many made it; null when there are too few to say.")
    months: Quartiles | None = Field(description="How long it took; null when too few made it.")
    from_employers: list[Count] = Field(description="Where they began it.")
    to_employers: list[Count] = Field(description="Where they arrived.")
    note: str | None
    travellers: list[Traveller] = Field(description="Who made it, the nearest to you first; nobody for researchers.")
