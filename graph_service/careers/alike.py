"""Who is in a group of alumni: what is asked, and what the viewer's own record adds to it when they say "like me"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from graph_service.directory.filters import (
    FIRST_YEAR,
    LAST_YEAR,
    Codes,
    Functions,
    LevelNumber,
    Levels,
    ProgrammeTypes,
    Question,
    separated,
)

Like = Literal["programme", "years", "start", "anybody"]
Likes = Annotated[list[Like], BeforeValidator(separated)]
YEARS_AROUND = 1


class InsightsQuestion(BaseModel):
    """Whose careers. Every filter that is given has to be met; of several values of one filter, any."""

    model_config = ConfigDict(extra="forbid")

    like: Likes = Field(
        [],
        description="What they have in common with you: programme (the same programme), years (they began within a "
        "year of you), start (they began in the same function, or the same section of industries when yours is not "
        "known), anybody. Filters below take the place of what your own record says. Default: programme, unless such a "
        "filter is given or you are not in the graph.",
    )
    programme: Codes = Field([], description="Names of programmes, as GET /v1/cohorts gives them.")
    programme_type: ProgrammeTypes = Field([], description="Types of the programme.")
    intake_from: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="First year of intake.")
    intake_to: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="Last year of intake.")
    graduation_from: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="First year of graduation.")
    graduation_to: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="Last year of graduation.")
    start_function: Functions = Field([], description="Functions of the first job.")
    start_industry: Codes = Field([], description="Codes or ids of industries of the first job.")
    industry: Codes = Field([], description="Codes or ids of industries of the present job.")
    place: Codes = Field([], description="Codes or ids of places people live in now.")
    employer: Codes = Field([], description="Ids of present employers.")
    function: Functions = Field([], description="Functions of the present job.")
    level: Levels = Field([], description="Levels of the present job, 1 to 6.")
    level_min: LevelNumber | None = Field(None, description="Lowest level of the present job.")
    level_max: LevelNumber | None = Field(None, description="Highest level of the present job.")

    def of_the_present(self) -> Question:
        """What is asked of the present, as a question to the directory."""
        names = ("industry", "place", "employer", "function", "level", "level_min", "level_max")
        return Question(employer_when="now", **{name: getattr(self, name) for name in names})

    @property
    def by_programme(self) -> bool:
        """Whether the programme is asked for."""
        return bool(self.programme or self.programme_type)

    @property
    def by_years(self) -> bool:
        """Whether years are asked for."""
        return any((self.intake_from, self.intake_to, self.graduation_from, self.graduation_to))

    @property
    def by_start(self) -> bool:
        """Whether it is asked how careers began."""
        return bool(self.start_function or self.start_industry)


class Beginning(NamedTuple):
    """What the viewer's own record says; all empty for somebody who is not in the graph."""

    programmes: Sequence[str] = ()
    intake_years: Sequence[int] = ()
    start_functions: Sequence[str] = ()
    start_sections: Sequence[str] = ()

    def tells(self, like: Like) -> bool:
        """Whether it says enough for that."""
        return bool(
            {"programme": self.programmes, "years": self.intake_years, "anybody": True}.get(
                like, self.start_functions or self.start_sections
            )
        )


def likes_of(asked: InsightsQuestion, own: Beginning) -> list[Like]:
    """What the group has in common with the viewer, filters given left out.

    >>> own = Beginning(["law"])
    >>> likes_of(InsightsQuestion(), own), likes_of(InsightsQuestion(intake_from=2019), own)
    (['programme'], [])
    """
    given = {"programme": asked.by_programme, "years": asked.by_years, "start": asked.by_start, "anybody": True}
    if asked.like:
        return [like for like in dict.fromkeys(asked.like) if not given[like]]
    usual = own.programmes and not (asked.by_programme or asked.by_years or asked.by_start)
    return ["programme"] if usual else []


def contradictions(asked: InsightsQuestion, own: Beginning) -> list[tuple[str, str]]:
    """Every field that contradicts another, or that the viewer's record cannot answer, and what to do about it."""
    wrong: list[tuple[str, str]] = []
    for first, last in (("intake_from", "intake_to"), ("graduation_from", "graduation_to"), ("level_min", "level_max")):
        low, high = getattr(asked, first), getattr(asked, last)
        if low is not None and high is not None and low > high:
            wrong.append((f"query.{first}", f"is above {last}; exchange the two"))
    if not wrong and asked.of_the_present().levels() == []:
        wrong.append(("query.level", "does not lie between level_min and level_max; leave one of them out"))
    if "anybody" in asked.like and len(set(asked.like)) > 1:
        wrong.append(("query.like", "anybody has nothing to do with you; leave it or the others out"))
    wrong += [
        ("query.like", f"your record does not say your {like}; leave it out, or give {_INSTEAD[like]}")
        for like in likes_of(asked, own)
        if not own.tells(like)
    ]
    return wrong


_INSTEAD: Mapping[Like, str] = {
    "programme": "programme or programme_type",
    "years": "intake_from and intake_to",
    "start": "start_function or start_industry",
}


def completed(asked: InsightsQuestion, own: Beginning) -> InsightsQuestion:
    """The question with what the viewer's own record adds to it put in."""
    added: dict[str, Any] = {"like": likes_of(asked, own)}
    if "programme" in added["like"]:
        added["programme"] = list(own.programmes)
    if "years" in added["like"]:
        added["intake_from"] = min(own.intake_years) - YEARS_AROUND
        added["intake_to"] = max(own.intake_years) + YEARS_AROUND
    if "start" in added["like"]:
        added["start_function"] = list(own.start_functions)
        added["start_industry"] = [] if own.start_functions else list(own.start_sections)
    return asked.model_copy(update=added)


def group_of(asked: InsightsQuestion, start_industries: Sequence[str]) -> dict[str, Any]:
    """What the fragment `alike` tests; `start_industries` are ids."""
    return {
        "by_cohort": True if asked.by_programme or asked.by_years else None,
        "programmes": asked.programme or None,
        "programme_types": asked.programme_type or None,
        "intake_from": asked.intake_from,
        "intake_to": asked.intake_to,
        "graduation_from": asked.graduation_from,
        "graduation_to": asked.graduation_to,
        "by_start": True if asked.by_start else None,
        "start_functions": asked.start_function or None,
        "start_industries": list(start_industries) or None,
    }


def cohort_anchor(asked: InsightsQuestion) -> str | None:
    """The way in over cohorts, None when the question has none that an index finds."""
    if asked.programme:
        return "programme"
    if asked.graduation_from or asked.graduation_to:
        return "graduation"
    return "intake" if asked.intake_from or asked.intake_to else None


def narrowing(asked: InsightsQuestion) -> list[str]:
    """The parameters that make the group smaller, those first that are best left out when it is too small."""
    order = ("employer", "level", "level_min", "level_max", "function", "industry", "place", "start_industry")
    order += ("start_function", "intake_from", "intake_to", "graduation_from", "graduation_to", "programme")
    return [name for name in (*order, "programme_type") if getattr(asked, name) not in (None, [])]
