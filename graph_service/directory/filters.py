"""What the directory can be asked for, what it means in the graph, and where the search for it begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from graph_service.directory.facts import INITIALS, OPEN, PINYIN, Kind, both, can_ask, facts_query
from graph_service.directory.occupations import function_code, level_number
from graph_service.directory.words import Words, words_of
from graph_service.web.paging import Cursor, Limit

ProgrammeType = Literal["adult", "online", "fulltime", "parttime", "other"]
Sort = Literal["closeness", "relevance", "recency", "name"]
Anchor = Literal[
    "self",
    "around",
    "first",
    "second",
    "near",
    "third",
    "third_found",
    "text",
    "employer",
    "cohort",
    "graduation",
    "skill",
    "industry",
    "place",
    "everybody",
]
MAX_VALUES = 50
TEXT_LIMIT = 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2200


def separated(value: Any) -> Any:
    """A list whose entries may themselves be lists with commas: `degree=1,2` and `degree=1&degree=2` are the same."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return value
    entries: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    return [part.strip() for entry in entries for part in str(entry).split(",") if part.strip()]


def _function(value: Any) -> Any:
    if (code := function_code(str(value))) is None:
        raise ValueError(f"{value!r} is no function; see the facet `functions` for those there are")
    return code


def _level(value: Any) -> Any:
    if (number := level_number(str(value))) is None:
        raise ValueError(f"{value!r} is no level; write 1 to 6, or a name such as manager")
    return number


Code = Annotated[str, Field(min_length=1, max_length=100)]
Codes = Annotated[list[Code], BeforeValidator(separated), Field(max_length=MAX_VALUES)]
FunctionCode = Annotated[str, BeforeValidator(_function)]
Functions = Annotated[list[FunctionCode], BeforeValidator(separated)]
LevelNumber = Annotated[int, BeforeValidator(_level)]
Levels = Annotated[list[LevelNumber], BeforeValidator(separated)]
Degrees = Annotated[list[Annotated[int, Field(ge=1, le=3)]], BeforeValidator(separated)]
ProgrammeTypes = Annotated[list[ProgrammeType], BeforeValidator(separated)]


class Question(BaseModel):
    """Which people. Every filter that is given has to be met; of several values of one filter, any."""

    model_config = ConfigDict(extra="forbid")

    q: str | None = Field(
        None,
        max_length=100,
        description="Words of the name (Chinese, pinyin, initials, Latin), of employers or of job titles. All of them "
        "have to be met; one that is not Chinese from its beginning.",
        examples=["韩小宁"],
    )
    industry: Codes = Field(
        [], description="Codes or ids of industries of the present job, with everything below them."
    )
    place: Codes = Field([], description="Codes or ids of places people live in now, with everything below them.")
    cohort: Codes = Field([], description="Ids of cohorts.")
    programme_type: ProgrammeTypes = Field([], description="Types of the programme.")
    graduation_from: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="First year of graduation.")
    graduation_to: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="Last year of graduation.")
    employer: Codes = Field([], description="Ids of employers.")
    employer_when: Literal["now", "ever"] = Field("ever", description="Whether `employer` is the present one or any.")
    function: Functions = Field([], description="Functions of the present job: code, Chinese or English name.")
    level: Levels = Field([], description="Levels of the present job, 1 to 6.")
    level_min: LevelNumber | None = Field(None, description="Lowest level of the present job.")
    level_max: LevelNumber | None = Field(None, description="Highest level of the present job.")
    skill: Codes = Field([], description="Ids of skills that people offer.")
    degree: Degrees = Field([], description="How close to you: 1, 2, 3.")
    open_to_mentoring: bool | None = Field(None, description="Whether they are in the mentor pool.")

    def levels(self) -> list[int] | None:
        """The levels that are let through; None when any is."""
        if not self.level and self.level_min is None and self.level_max is None:
            return None
        between = range(self.level_min or 1, (self.level_max or 6) + 1)
        return [level for level in between if not self.level or level in self.level]

    def words(self) -> Words | None:
        """The words of `q`."""
        return None if self.q is None else words_of(self.q)

    def graduation(self) -> list[int]:
        """The first and the last year of graduation that are let through; empty when any is."""
        if self.graduation_from is None and self.graduation_to is None:
            return []
        return [self.graduation_from or FIRST_YEAR, self.graduation_to or LAST_YEAR]


class Search(Question):
    """Which people, in which order, and which page of them."""

    sort: Sort | None = Field(
        None,
        description="closeness: the nearest to you first. relevance: the best fit to `q` first. recency: the latest "
        "start of a job or a programme first. name: by pinyin. Default: relevance with `q`, else closeness.",
    )
    limit: Limit = 20
    cursor: Cursor = None


def contradictions(search: Search, *, is_member: bool) -> list[tuple[str, str]]:
    """Every field that contradicts another, or that cannot be asked by this viewer, and what to do about it."""
    wrong: list[tuple[str, str]] = []
    if search.q is not None and search.words() is None:
        wrong.append(("query.q", "has no letter, digit or Chinese character; write at least one, or leave q out"))
    if search.q is None and search.sort == "relevance":
        wrong.append(("query.sort", "relevance needs words to be relevant to; give q, or choose another order"))
    if search.graduation_from and search.graduation_to and search.graduation_from > search.graduation_to:
        wrong.append(("query.graduation_from", "is later than graduation_to; exchange the two"))
    if search.level_min and search.level_max and search.level_min > search.level_max:
        wrong.append(("query.level_min", "is higher than level_max; exchange the two"))
    elif search.levels() == []:
        wrong.append(("query.level", "does not lie between level_min and level_max; leave one of them out"))
    if not is_member and search.degree:
        wrong.append(
            ("query.degree", "counts from yourself, and your account belongs to nobody in the graph; leave it out")
        )
    if not is_member and search.sort == "closeness":
        wrong.append(("query.sort", "closeness counts from yourself, and your account belongs to nobody in the graph"))
    return wrong


class Value(NamedTuple):
    """What one value of a filter stands for: things of the graph, and about how many people they lead to."""

    kind: str
    asked: str
    ids: Sequence[str]
    reach: int


FRIENDS = 33  # that those have, on average, whom somebody's connections know: who is known by many is met often


class Surroundings(NamedTuple):
    """Roughly how many people there are around the viewer: known to them, known to those, and one step further."""

    first: int
    second: int
    third: int

    def of(self, degree: int) -> int:
        """About how many people are so far from the viewer, up to three steps."""
        return [1, self.first, self.second, self.third][degree]


class Plan(NamedTuple):
    """How the graph is asked: what has to be met, where to begin, and what is known of the numbers of people.

    `reach` is how many people the beginning meets, `everybody` how many there are, `share` the part of them that is
    expected to meet what is asked for, `tests` how many reads it takes to see whether somebody does. `text` is the
    query of the full-text index with which the anchor `text` begins, `indexed` the one that asks for all it can tell,
    `told` whether that is all that is asked, `by_month` whether it knows of everybody how recent they are, and
    `counted` how many it finds where the store's counts tell that.
    """

    filters: Mapping[str, Any]
    checked: Mapping[str, Any]  # the same for any other way in, which makes sure of nothing
    anchor: Anchor
    text: str | None
    reach: int
    everybody: int
    share: float
    tests: float
    surroundings: Surroundings
    indexed: str | None = None
    told: bool = True
    by_month: bool = True
    counted: int | None = None


PARAMETER = {"industry": "industry", "place": "place", "cohort": "cohort", "employer": "employer", "skill": "skill"}


# What is told of the graph and the viewer's surroundings, whatever the filters are.
AROUND = ("everybody", "first", "second", "graduates", "unfinished")


def unknown_values(values: Iterable[Value]) -> list[Value]:
    """The values that stand for nothing that the viewer may see."""
    return [value for value in values if value.kind in PARAMETER and not value.ids]


def plan_of(question: Question, values: Iterable[Value], *, steady: bool = False) -> Plan:
    """How to ask for it: the filters for `matches` (cypher/fragments), and the most selective way in.

    `steady` takes the way in from the question alone: when a sample is drawn of those whom the way in meets, it must
    not depend on people who are hidden.
    """
    values = list(values)
    ids = {
        kind: sorted({one for value in values if value.kind == kind for one in value.ids}) or None for kind in PARAMETER
    }
    now = question.employer_when == "now"
    words, graduation, levels = question.words(), question.graduation(), question.levels()
    of_job = {
        "functions": question.function or None,
        "levels": levels,
        "employers_now": ids["employer"] if now else None,
        "industries": ids["industry"],
    }
    of_cohort = {
        "cohorts": ids["cohort"],
        "programme_types": question.programme_type or None,
        "graduation_from": graduation[0] if graduation else None,
        "graduation_to": graduation[1] if graduation else None,
    }
    filters: dict[str, Any] = {
        **of_job,
        **of_cohort,
        "employers_ever": None if now else ids["employer"],
        "places": ids["place"],
        "skills": ids["skill"],
        "mentoring": question.open_to_mentoring,
        "contained": list(words.contained) if words else None,
        "separate": list(words.separate) if words else None,
        "whole": words.whole if words else None,
        "may_be_a_name": words.may_be_a_name if words else None,
        "joined": words.joined if words else None,
        "romanised": words.romanised if words else None,
    }
    around = {value.kind: value.reach for value in values if value.kind in AROUND}
    filtered = [value for value in values if value.kind not in AROUND]
    anchor, reach = _anchor(filtered, steady=steady)
    checked = filters | _to_check("everybody", of_job, of_cohort, filters)
    filters |= _to_check(anchor, of_job, of_cohort, filters)
    everybody = max(around.get("everybody", 0), 1)
    text = search_query(words)
    said = _facts(question, of_job, filters, filtered)
    unfinished = around.get("unfinished", 0) > 0
    facts = None if unfinished else facts_query(said)
    return Plan(
        filters,
        checked,
        anchor,
        text,
        reach,
        everybody,
        _share(question, filtered, everybody),
        _reads_of_tests(checked),
        Surroundings(around.get("first", 0), around.get("second", 0), FRIENDS * around.get("second", 0)),
        both(text, facts) if facts else None,
        can_ask(said) and question.open_to_mentoring is not False and not (question.programme_type and not graduation),
        not unfinished,
        around.get("graduates") if text is None and _kinds(said) == {"cohort"} and not question.cohort else None,
    )


def tier_queries(plan: Plan, words: Words) -> list[tuple[int, str]]:
    """The tiers of relevance (cypher/fragments/relevance.cypher), the best first, each with a query of the index.

    The query finds everybody of the tier, and others. Empty when the index cannot tell.
    """
    if not words.query or not words.exact:
        return []
    one_term = words.joined if words.is_one_term else None
    beginning = _called(words.query, one_term and f"{one_term}*")
    queries = [(1, beginning), (2, f"search:({words.exact})"), (3, f"search:({words.query})")]
    if words.may_be_a_name:
        queries.insert(0, (0, _called(words.query, one_term) if one_term else beginning))
    found = plan.indexed or plan.text
    return [(tier, both(query, found) or query) for tier, query in queries if tier < 3 or words.separate]


def _called(name: str, joined: str | None) -> str:
    asked = [f"name:({name})", f"name_latin:({name})"]
    if joined:
        asked += [f"facts:({letter}{joined})" for letter in (PINYIN, INITIALS)]
    return f"({' OR '.join(asked)})"


def search_query(words: Words | None) -> str | None:
    """The query of the full-text index for people whose records have these words."""
    return f"search:({words.query})" if words and words.query else None


def _facts(
    question: Question, of_job: Mapping[str, Any], filters: Mapping[str, Any], values: Sequence[Value]
) -> Mapping[Kind, Iterable[Any] | None]:
    """What is asked for that the index knows of everybody."""
    of_years = [one for value in values if value.kind == "graduation" for one in value.ids]
    return {
        "industry": of_job["industries"],
        "function": of_job["functions"],
        "level": of_job["levels"],
        "present_employer": of_job["employers_now"],
        "employer": filters["employers_ever"],
        "place": filters["places"],
        "cohort": filters["cohorts"] or of_years,
        "skill": filters["skills"],
        "mentoring": [OPEN] if question.open_to_mentoring else None,
    }


def _kinds(said: Mapping[Kind, Iterable[Any] | None]) -> set[Kind]:
    return {kind for kind, values in said.items() if values}


def from_index(plan: Plan, found: int) -> Plan:
    """The plan that begins at the index, which finds so many for all that it can tell."""
    return plan._replace(
        anchor="text", text=plan.indexed, reach=found, share=min(found / plan.everybody, 1.0), filters=plan.checked
    )


# What part of all people one value of a filter lets through whose size nobody counts.
USUAL_SHARE = {"function": 1 / 12, "level": 1 / 6, "programme_type": 1 / 4, "open_to_mentoring": 1 / 10}
# Store reads for one person, as PROFILE counted them.
READS = {"present_job": 14.0, "membership": 8.0, "residence": 9.0, "any_job": 11.0, "skilled": 8.0, "contained": 3.0}


def _share(question: Question, values: Iterable[Value], everybody: int) -> float:
    """The part of all people that is expected to match, if the filters are independent of each other."""
    reach: dict[str, int] = {}
    for value in values:
        reach[value.kind] = reach.get(value.kind, 0) + value.reach
    shares = [min(met / everybody, 1.0) for met in reach.values()]
    counted = {
        "function": len(question.function),
        "level": len(question.levels() or []),
        "programme_type": len(question.programme_type),
        "open_to_mentoring": int(question.open_to_mentoring is True),
    }
    shares += [min(number * USUAL_SHARE[name], 1.0) for name, number in counted.items() if number]
    return prod(shares)


def with_third(plan: Plan, steps: int, beyond: int) -> Plan:
    """The plan, the size of the third degree taken from so many steps to people of the second, who know so many."""
    if steps == 0:
        return plan
    third = beyond * max(plan.surroundings.second, steps) // steps
    return plan._replace(surroundings=plan.surroundings._replace(third=third))


def with_share(plan: Plan, matching: int, looked_at: int) -> Plan:
    """The plan, the share of those who match taken from a sample; from one with hardly any, that it is small."""
    if looked_at == 0:
        return plan
    if matching < RELIABLE:
        return plan._replace(share=min(plan.share, (matching + 1) / looked_at))
    return plan._replace(share=matching / looked_at)


RELIABLE = 4


def each_alone(checked: Mapping[str, Any]) -> dict[Anchor, dict[str, Any]]:
    """For each filter that very many people may meet: the filters with that one only."""
    parts: dict[Anchor, tuple[str, ...]] = {
        "industry": ("industries", "present_job"),
        "place": ("places", "residence"),
        "graduation": ("graduation_from", "graduation_to", "membership"),
    }
    return {
        anchor: {name: value if name in names else None for name, value in checked.items()}
        for anchor, names in parts.items()
        if checked[names[0]] is not None
    }


def _reads_of_tests(checked: Mapping[str, Any]) -> float:
    """The reads for one person of whom there are many: most of them fail one of the first tests."""
    reads = sorted(reads for name, reads in READS.items() if checked[name] is not None)
    return sum(reads) / 3 + (reads[-1] * 2 / 3 if reads else 0.0)


def _to_check(
    anchor: Anchor, of_job: Mapping[str, Any], of_cohort: Mapping[str, Any], filters: Mapping[str, Any]
) -> dict[str, bool | None]:
    """Which kinds of filters `matches` has to look at: those that are asked and that the way in does not imply."""
    job_asked = {name for name, value in of_job.items() if value is not None}
    cohort_asked = {name for name, value in of_cohort.items() if value is not None}
    implied_job = {"industry": {"industries"}, "employer": {"employers_now"}}.get(anchor)
    implied_cohort = {"cohort": {"cohorts"}, "graduation": {"graduation_from", "graduation_to"}}.get(anchor)
    return {
        "present_job": _yes(job_asked and job_asked != implied_job),
        "membership": _yes(cohort_asked and cohort_asked != implied_cohort),
        "residence": _yes(filters["places"] and anchor != "place"),
        "any_job": _yes(filters["employers_ever"] and anchor != "employer"),
        "skilled": _yes(filters["skills"] and anchor != "skill"),
    }


def _yes(condition: object) -> bool | None:
    return True if condition else None


EVERYBODY_REACH = 10**9
MANY_TIMES = 3  # the limit up to which the people whom a text finds are counted, when there are more


STEADY: tuple[Anchor, ...] = ("cohort", "employer", "skill", "text", "graduation", "industry", "place", "everybody")


def _anchor(values: Iterable[Value], *, steady: bool) -> tuple[Anchor, int]:
    reach: dict[Anchor, int] = {"everybody": EVERYBODY_REACH}
    for value in values:
        kind: Anchor = value.kind  # pyright: ignore[reportAssignmentType]
        far = kind == "text" and value.reach >= TEXT_LIMIT
        reach[kind] = reach.get(kind, 0) + (MANY_TIMES * TEXT_LIMIT if far else value.reach)
    anchor = min(reach, key=STEADY.index if steady else lambda kind: (reach[kind], kind))
    return anchor, reach[anchor]
