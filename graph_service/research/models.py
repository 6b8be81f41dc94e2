"""What the answers for researchers look like. Every number in them has enough people behind it."""

from enum import StrEnum

from pydantic import BaseModel, Field


class Attribute(StrEnum):
    """What people are counted by."""

    PROGRAMME = "programme"
    PROGRAMME_TYPE = "programme_type"
    INTAKE_YEAR = "intake_year"
    INDUSTRY = "industry"
    FUNCTION = "function"
    LEVEL = "level"
    PROVINCE = "province"
    MENTOR = "mentor"


class ResearchRules(BaseModel):
    """How the numbers were made."""

    smallest_count: int = Field(description="No number is shown that fewer people are behind.")
    rounded_down_to: int = Field(description="Every number is rounded down to a multiple of this; 1 is not rounded.")
    estimated: bool = Field(description="Whether the numbers are estimates from a random sample of very many people.")


class GroupOfPeople(BaseModel):
    """How many people have these values."""

    values: list[str] = Field(
        description="One for each attribute. `unknown`: it is not known; `others`: all values that fewer people have."
    )
    people: int


class GroupCounts(BaseModel):
    """How many people are in each group."""

    by: list[Attribute]
    rules: ResearchRules
    people: int | None = Field(description="How many agreed to be in research; null when there are too few.")
    groups: list[GroupOfPeople] = Field(description="A group that is missing has few people, or would give one away.")


class Mixed(BaseModel):
    """How many connections there are between two groups, or within one."""

    groups: list[str] = Field(min_length=2, max_length=2)
    connections: int


class Mixing(BaseModel):
    """Who is connected with whom."""

    by: Attribute
    rules: ResearchRules
    groups: list[GroupOfPeople]
    connections: list[Mixed] = Field(description="A pair of groups that is missing has few people, or none.")


class YearOfGrowth(BaseModel):
    """What began in a year."""

    year: int | None = Field(description="The year; null: it is not known.")
    people: int | None = Field(description="How many people's first cohort began; null when that is too few to say.")
    connections: int | None = Field(description="How many connections did; null when too few people have them.")


class Growth(BaseModel):
    """How the network grew."""

    rules: ResearchRules
    years: list[YearOfGrowth]
