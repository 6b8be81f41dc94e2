"""What the addresses of mentoring take and give."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph_service.connections.models import HAN, Person
from graph_service.directory.filters import Codes, Functions
from graph_service.mentoring.features import Whose
from graph_service.mentoring.gates import Gate
from graph_service.mentoring.profiles import Experience, GoalType
from graph_service.mentoring.weights import FeatureName

MOST_SUGGESTED = 20
MOST_GOALS = 10
MOST_LISTED = 20
MOST_MENTEES = 20

WhyNot = Literal["lower_score", "shown_often", "better_for_another", "full", "gated"]
PersonId = Annotated[str, Field(min_length=1, max_length=64)]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
LanguageLevel = Annotated[int, Field(ge=1, le=4)]
Hour = Annotated[int, Field(ge=0, le=167)]


class MentorEvidence(BaseModel):
    """What a feature rests on. You may see all of it."""

    kind: Literal[
        "employer", "skill", "experience", "shortlist", "programme", "level", "hour", "place", "language", "person"
    ]
    id: str = Field(description="An id; of a place, language, experience or programme its code or name.")
    name: str | None
    whose: Whose
    since: str | None = Field(default=None, description="Of a job: its first month.")
    until: str | None = Field(default=None, description="Of a job: its last month; null when it goes on or is unknown.")
    detail: str | None = None
    number: int | None = Field(default=None, description="A level, an hour of the week, or a place on a shortlist.")


class MentorFeature(BaseModel):
    """One reason of a score."""

    name: FeatureName = Field(description="Which one; docs/mentoring.md has the table.")
    value: float | None = Field(description="From 0 to 1; null when unknown, which counts as the programme's prior.")
    weight: float = Field(description="Its share of the whole score.")
    points: int = Field(
        description="Value times weight, in thousandths and rounded. Those of all features make the score."
    )
    text: str = Field(description="The same in a sentence, in the language asked for with `Accept-Language`.")
    evidence: list[MentorEvidence]


class MentorGate(BaseModel):
    """Why a pair is not allowed."""

    code: Gate
    text: str


class Alternative(BaseModel):
    """Somebody else who came near, and why it is not them."""

    person: Person
    score: int
    why_not: WhyNot
    gates: list[MentorGate]
    text: str


class Explanation(BaseModel):
    """Why a mentor suits a mentee as well as that."""

    score: int = Field(ge=0, le=1000, description="The sum of the features' points.")
    coverage: float = Field(ge=0, le=1, description="How much of the weight is on features that are known.")
    weights_version: str = Field(description="Which weights and priors were used.")
    features: list[MentorFeature]
    gates: list[MentorGate] = Field(description="Why the pair is not allowed; none when it is.")
    alternatives: list[Alternative] = Field(default_factory=list[Alternative])


class MentorSuggestion(BaseModel):
    """A mentor for somebody, and why."""

    person: Person
    score: int = Field(ge=0, le=1000, description="The sum of the features' points.")
    coverage: float = Field(ge=0, le=1, description="How much of the weight is on features that are known.")
    places_left: int = Field(description="How many more mentees this mentor takes.", ge=0)
    features: list[MentorFeature]


class MentorSuggestions(BaseModel):
    """Mentors for somebody, the best first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "weights_version": "2026-11", "alternatives": [], "better": [], "items": [{
            "person": HAN, "score": 512, "coverage": 0.18, "places_left": 2, "features": [{
                "name": "skills", "value": 1.0, "weight": 0.18, "points": 180,
                "text": "Han Xiaoning offers negotiation, asked for here.", "evidence": [{
                    "kind": "skill", "id": "8f0c9d1e-52b7-4a2c-9a6d-6d2b90a1c001", "name": "negotiation",
                    "whose": "mentor"}]}]}]}],
    })  # fmt: skip

    items: list[MentorSuggestion]
    alternatives: list[Alternative] = Field(description="Up to three others who came near, and why it is not them.")
    weights_version: str = Field(description="Which weights and priors were used.")
    better: list[str] = Field(description="What would make these suggestions better, in sentences.")


class SeenMentorsRequest(BaseModel):
    """Which mentors a person was shown."""

    model_config = ConfigDict(extra="forbid")

    people: list[PersonId] = Field(
        min_length=1, max_length=MOST_SUGGESTED, description="Ids of the people of an answer that were on the screen."
    )


class MentoringAnswers(BaseModel):
    """What somebody says for mentoring, as mentor or as mentee. Nobody has to say any of it.

    Members see of a mentor what the mentor offers: experience, languages, hours, meetings in person, free places. Goal,
    shortlist and reporting line are for the school's staff alone.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "goal_industries": ["I65"], "goal_functions": ["data"], "goal_level": 4, "goal_types": ["change_field"],
        "experience": ["studied_beside_work"], "languages": {"zh": 4, "en": 3}, "hours": [20, 44, 68],
        "in_person": False, "reports_to": [], "shortlist": [], "capacity": 2, "paused": False}]})  # fmt: skip

    goal_industries: Annotated[Codes, Field(max_length=MOST_GOALS)] = Field(
        default_factory=list[str], description="Codes or ids of industries where you want to be; any of them."
    )
    goal_functions: Annotated[Functions, Field(max_length=MOST_GOALS)] = Field(
        default_factory=list[str], description="Kinds of work you want to do: codes, or names in Chinese or English."
    )
    goal_level: int | None = Field(default=None, ge=1, le=6, description="The level you want to reach, 1 to 6.")
    goal_types: list[GoalType] = Field(default_factory=list[GoalType], max_length=7, description="What it is about.")
    experience: list[Experience] = Field(
        default_factory=list[Experience], max_length=7, description="What you have lived through and can speak of."
    )
    languages: dict[LanguageCode, LanguageLevel] = Field(
        default_factory=dict[str, int], max_length=10, description="Codes with levels from 1 (basic) to 4 (native)."
    )
    hours: list[Hour] = Field(
        default_factory=list[int],
        max_length=168,
        description="Hours of the week when you can meet: 0 is Monday 00:00 to 01:00 in the school's time zone.",
    )
    in_person: bool | None = Field(default=None, description="Whether you want to meet in person.")
    reports_to: list[PersonId] = Field(
        default_factory=list[str], max_length=MOST_LISTED, description="Ids of people above or below you at work."
    )
    shortlist: list[PersonId] = Field(
        default_factory=list[str], max_length=MOST_LISTED, description="Ids of people you would like, the first first."
    )
    capacity: int | None = Field(
        default=None, ge=0, le=MOST_MENTEES, description="As a mentor: how many mentees at a time; null leaves it open."
    )
    paused: bool = Field(default=False, description="As a mentor: whether you take a break.")


class OwnMentoring(MentoringAnswers):
    """What you say for mentoring, and where you stand."""

    mentor: bool = Field(description="Whether you are in the mentor pool: `mentor` at PATCH /v1/me.")
    mentees: int = Field(ge=0, description="How many mentees you have now.")
    updated_at: str | None = Field(description="When you said it last.")
