"""What the addresses of suggestions take and give."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph_service.connections.models import HAN, LI, Person
from graph_service.directory.filters import Codes, Functions
from graph_service.suggestions.scoring import FeatureName, WantedName

Mode = Literal["known", "new"]
MOST_SHOWN = 50
MOST_WISHES = 20


class Wished(BaseModel):
    """Something the viewer looks for and somebody has."""

    kind: Literal["industry", "employer", "function", "place", "skill"]
    id: str = Field(description="Its id; of a function its code.")
    name: str | None


class LookingFor(BaseModel):
    """What somebody looks for in others; of several values of one kind, any. The present job and place count."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "industry": ["I65"], "employer": [], "function": ["software"], "place": ["330100"], "skill": []}]})  # fmt: skip

    industry: Annotated[Codes, Field(max_length=MOST_WISHES)] = Field(
        default_factory=list[str], description="Codes or ids, with everything below them."
    )
    employer: Annotated[Codes, Field(max_length=MOST_WISHES)] = Field(default_factory=list[str], description="Ids.")
    function: Annotated[Functions, Field(max_length=MOST_WISHES)] = Field(
        default_factory=list[str], description="Codes, or names in Chinese or English."
    )
    place: Annotated[Codes, Field(max_length=MOST_WISHES)] = Field(
        default_factory=list[str], description="Codes or ids, with everything below them."
    )
    skill: Annotated[Codes, Field(max_length=MOST_WISHES)] = Field(
        default_factory=list[str], description="Ids of skills that people offer."
    )

    @property
    def anything(self) -> bool:
        """Whether anything is looked for at all."""
        return any((self.industry, self.employer, self.function, self.place, self.skill))


class SuggestionEvidence(BaseModel):
    """What a feature rests on: people, or a thing that both have. You may see all of it."""

    kind: Literal["person", "cohort", "employer", "event", "group", "place", "industry", "function", "skill"]
    id: str
    name: str | None


class SuggestionFeature(BaseModel):
    """One reason of a score."""

    name: FeatureName | WantedName = Field(description="Which one; docs/suggestions.md has the table.")
    value: float = Field(description="What was found, without a unit.")
    weight: int = Field(description="Points for a value of 1.")
    points: int = Field(description="Value times weight, rounded. Those of all features add up to the score.")
    text: str = Field(description="The same in a sentence, in the language asked for with `Accept-Language`.")
    evidence: list[SuggestionEvidence]


class Suggestion(BaseModel):
    """Somebody to be connected with, and why."""

    person: Person
    score: int = Field(description="The sum of the features' points. It puts people in order and is no probability.")
    mutual_count: int = Field(description="How many mutual connections count for it.", ge=0)
    features: list[SuggestionFeature]


class Suggestions(BaseModel):
    """People to be connected with, the best first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "mode": "known", "sampled": False, "better": [], "items": [{
            "person": HAN, "score": 125000, "mutual_count": 1, "features": [{
                "name": "mutual", "value": 0.125, "weight": 1000000, "points": 125000,
                "text": "You both know 李娜.", "evidence": [{"kind": "person", "id": LI["id"], "name": LI["name"]}]}]}],
    }]})  # fmt: skip

    mode: Mode
    items: list[Suggestion]
    sampled: bool = Field(
        description="Whether you have so many connections that only the first of them, in the service's fixed order, "
        "were looked at."
    )
    better: list[str] = Field(description="What would make suggestions better, in sentences.")


class DismissRequest(BaseModel):
    """For how long somebody is not to be suggested."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    how_long: Literal["good", "now"] = Field(
        default="good",
        alias="for",
        description="`good`: never again. `now`: not for some time; a setting says how long.",
    )


class SeenRequest(BaseModel):
    """Whom a person was shown."""

    model_config = ConfigDict(extra="forbid")

    people: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(
        min_length=1, max_length=MOST_SHOWN, description="Ids of the people of an answer that were on the screen."
    )
