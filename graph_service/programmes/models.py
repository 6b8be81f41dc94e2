"""What the addresses of mentoring programmes take and give."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from graph_service.connections.models import HAN, LI, ME, Person
from graph_service.programmes.life import MatchState, ProgrammeState, RoundState

Role = Literal["mentor", "mentee"]
Mode = Literal["fair", "participation", "score", "stable"]
Format = Literal["flash", "series", "group"]
RuleKind = Literal["lock", "forbid"]

MOST_PLACES = 500
MOST_TOPICS = 50
MOST_ON_SHORTLIST = 20
MOST_CHANGES = 20
TEXT_LENGTH = 2_000
WEIGHTS_SUM = 1_000

PROGRAMME_ID = "8d0f3f0a-7c0e-4f29-a3a1-5f5d0b4f6a11"
ROUND_ID = "b6a5f3d2-1c70-4b4e-9a52-0d2f0f0f7c21"
MATCH_ID = "e1b9c7a4-52aa-4e0b-8a7d-3f7b8f2c9d31"

Topic = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True, pattern=r"^[^:\n\r]+$")]
AlumnusId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Weights(BaseModel):
    """What each feature counts for, in thousandths; together a thousand."""

    model_config = ConfigDict(extra="forbid")

    path_walked: int = Field(default=200, ge=0, le=WEIGHTS_SUM)
    skills: int = Field(default=180, ge=0, le=WEIGHTS_SUM)
    industry: int = Field(default=140, ge=0, le=WEIGHTS_SUM)
    goal_experience: int = Field(default=130, ge=0, le=WEIGHTS_SUM)
    preference: int = Field(default=130, ge=0, le=WEIGHTS_SUM)
    programme: int = Field(default=60, ge=0, le=WEIGHTS_SUM)
    seniority_gap: int = Field(default=50, ge=0, le=WEIGHTS_SUM)
    meeting: int = Field(default=50, ge=0, le=WEIGHTS_SUM)
    language: int = Field(default=30, ge=0, le=WEIGHTS_SUM)
    network: int = Field(default=30, ge=0, le=WEIGHTS_SUM)

    @model_validator(mode="after")
    def _sums_to_a_thousand(self) -> Self:
        if (total := sum(self.as_list())) != WEIGHTS_SUM:
            raise ValueError(f"the weights add up to {total}; make them add up to {WEIGHTS_SUM}")
        return self

    def as_list(self) -> list[int]:
        """The weights in the order of their fields, as the graph keeps them."""
        return [int(getattr(self, name)) for name in type(self).model_fields]

    @classmethod
    def of(cls, kept: list[int]) -> Self:
        """The weights that the graph keeps."""
        return cls(**dict(zip(cls.model_fields, kept, strict=True)))


class ProgrammeSettings(BaseModel):
    """What staff decide about a programme."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "name": "职业导师计划 2027 春", "description": "在职学习者与校友导师结对半年。", "topics": ["转行", "晋升"],
        "default_capacity": 2, "reply_days": 14}]})  # fmt: skip

    name: ShortText
    description: Text = ""
    format: Format = Field(
        default="series", description="One talk (flash), several meetings (series), or a mentor with a group."
    )
    mode: Mode = Field(default="fair", description="How a round is solved; docs/matching.md says what each mode wants.")
    max_total_loss: float = Field(
        default=0.02, ge=0, le=1, description="What share of the total `fair` may give up to raise the worst score."
    )
    minimum_score: int = Field(default=0, ge=0, le=1000, description="Pairs below it are not made.")
    weights: Weights = Field(default_factory=Weights)
    default_capacity: int = Field(
        default=1, ge=0, le=MOST_PLACES, description="Places of a mentor who did not say how many."
    )
    need_common_hour: bool = Field(
        default=False, description="Whether two people who both said when they have time need an hour in common."
    )
    language_level: int = Field(
        default=2, ge=1, le=4, description="The level at which both have to speak a language: 1 (basic) to 4 (native)."
    )
    reply_days: int = Field(default=14, ge=1, le=180, description="After so many days an invitation expires.")
    reminder_days: int = Field(default=7, ge=1, le=180, description="After so many days staff are told to remind.")
    mid_survey_days: int = Field(
        default=90, ge=1, le=730, description="After so many days a match is due for the survey in the middle."
    )
    topics: list[Topic] = Field(
        default_factory=list[str], max_length=MOST_TOPICS, description="What a mentee may pick."
    )
    agreement: Text = Field(default="", description="The agreement that each pair starts from.")
    sign_up_until: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [day for day in (self.sign_up_until, self.starts_on, self.ends_on) if day is not None]
        if dates != sorted(dates):
            raise ValueError("sign_up_until, starts_on and ends_on have to follow one another")
        if len(set(self.topics)) != len(self.topics):
            raise ValueError("topics has the same topic twice")
        return self


class ProgrammeSettingsChanges(ProgrammeSettings):
    """The settings that change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reply_days": 21}]})

    name: ShortText = "unchanged"


class Part(BaseModel):
    """Somebody's part in a programme."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": "0a4d8d4e-6d8f-4b9f-9d1e-8a4f1a2b3c41", "role": "mentor", "state": "joined", "person": HAN, "capacity": 2,
        "minimum": 0, "topic": None, "topic_places": {"转行": 1}, "shortlist": [], "paused": False, "added_by": "self",
        "joined_at": "2026-11-02T08:00:00Z"}]})  # fmt: skip

    id: str
    role: Role
    state: Literal["joined", "withdrawn"]
    person: Person
    capacity: int | None = Field(description="A mentor's places; null is what the programme gives everybody.")
    minimum: int = Field(description="How many mentees a mentor wants at least, if they are to have any.")
    topic: str | None = Field(description="What a mentee looks for.")
    topic_places: dict[str, int] = Field(description="How many of a mentor's places are for a topic at most.")
    shortlist: list[str] = Field(description="Ids of people, the most wanted first.")
    paused: bool
    added_by: Literal["self", "staff"]
    joined_at: datetime


class Programme(BaseModel):
    """A mentoring programme."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": PROGRAMME_ID, "state": "open"}]})

    id: str
    state: ProgrammeState
    settings: ProgrammeSettings
    weights_version: int = Field(description="Counts how often the weights were changed.")
    created_at: datetime
    updated_at: datetime
    own_part: Part | None = Field(default=None, description="Your own part in it.")


class PartRequest(BaseModel):
    """How somebody takes part."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"role": "mentee", "topic": "转行", "shortlist": [HAN["id"]]}, {"role": "mentor", "capacity": 2}]})  # fmt: skip

    role: Role
    capacity: int | None = Field(default=None, ge=0, le=MOST_PLACES)
    minimum: int = Field(default=0, ge=0, le=MOST_PLACES)
    topic: Topic | None = None
    topic_places: dict[Topic, Annotated[int, Field(ge=0, le=MOST_PLACES)]] = Field(
        default_factory=dict[str, int], max_length=MOST_TOPICS
    )
    shortlist: list[AlumnusId] = Field(default_factory=list[str], max_length=MOST_ON_SHORTLIST)
    paused: bool = False

    @model_validator(mode="after")
    def _fits_the_role(self) -> Self:
        if self.role == "mentee" and (self.capacity is not None or self.minimum or self.topic_places or self.paused):
            raise ValueError("capacity, minimum, topic_places and paused are a mentor's; leave them out for a mentee")
        if self.role == "mentor" and self.topic is not None:
            raise ValueError("topic is a mentee's; a mentor says topic_places")
        if self.capacity is not None and self.minimum > self.capacity:
            raise ValueError("minimum is more than capacity")
        if len(set(self.shortlist)) != len(self.shortlist):
            raise ValueError("shortlist has the same person twice")
        return self


class AddPartRequest(PartRequest):
    """How staff enter somebody, and for what purpose."""

    person: AlumnusId = Field(description="The id of the person, or the school's key.")
    purpose: ShortText = Field(description="Why staff enter somebody who did not join themselves; it is recorded.")


class ListedPart(Part):
    """Somebody's part in a programme, as staff list it."""

    key: str | None = Field(description="The school's key of the person.")
    taken: int = Field(description="A mentor's places that are taken, or a mentee's matches.")


class Shortlisted(BaseModel):
    """Somebody whom you could put on your shortlist."""

    person: Person
    title: str | None
    employer: str | None
    topics: list[str]


class RejectedRow(BaseModel):
    """A row that was left out."""

    line: int
    person: str
    reason: str


class Entered(BaseModel):
    """What became of the rows of a file."""

    rows: int
    added: int
    changed: int
    rejected: list[RejectedRow]


class TopicReadiness(BaseModel):
    """Sign-ups and places for one topic."""

    topic: str | None
    mentees: int


class Readiness(BaseModel):
    """Whether there are places enough, and what is missing."""

    mentees: int
    mentors: int
    paused: int
    places: int = Field(description="The places of all mentors who do not pause.")
    free: int = Field(description="Those of them that nobody has taken.")
    with_profile: int = Field(description="How many of all said what they look for, or offer.")
    topics: list[TopicReadiness]
    advice: list[str]


class PairRuleRequest(BaseModel):
    """A pair that staff lock or forbid."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{
        "kind": "lock", "mentor": HAN["id"], "mentee": LI["id"], "reason": "both asked for it"}]})  # fmt: skip

    kind: RuleKind
    mentor: AlumnusId
    mentee: AlumnusId
    reason: ShortText | None = None


class PairRule(BaseModel):
    """A pair that is locked or forbidden."""

    kind: RuleKind
    mentor: Person
    mentee: Person
    reason: str | None


class SolveRequest(BaseModel):
    """How a round is to be solved."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"mode": "fair"}]})

    mode: Mode | None = Field(default=None, description="Otherwise the programme's own.")


class GateCount(BaseModel):
    """How many mentors a gate kept away."""

    gate: str
    mentors: int


class UnplacedMentee(BaseModel):
    """Somebody who has no mentor, and why."""

    mentee: str
    reasons: list[str]
    gates: list[GateCount]


class Relaxation(BaseModel):
    """The one rule that, lifted, would let most of the unplaced have somebody."""

    gate: str
    mentees: int = Field(description="How many of the unplaced would have a mentor whom nothing else keeps away.")
    advice: str


class RoundDetails(BaseModel):
    """What a round is told with beside its numbers."""

    unplaced: list[UnplacedMentee] = Field(default_factory=list[UnplacedMentee])
    relaxation: Relaxation | None = None
    minimums_missed: list[str] = Field(
        default_factory=list[str], description="Mentors who have fewer than they wanted."
    )
    bound_kept: int = Field(default=0, description="Pairs that were invited or at work before, and stay.")


class Round(BaseModel):
    """A round of a programme: one solution of who is matched with whom, with its proof."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": ROUND_ID, "programme_id": PROGRAMME_ID, "number": 1, "state": "draft", "progress": 1.0, "step": "solved",
        "error": None, "mode": "fair", "placed": 287, "mentees": 300, "mentors": 150, "total": 168_204, "worst": 402,
        "upper_bound": 168_204, "optimal": True, "blocking_pairs": 31, "favours": None, "configuration": "5be1…",
        "seconds": 1.9, "created_at": "2026-11-20T09:00:00Z", "solved_at": "2026-11-20T09:00:03Z",
        "published_at": None, "details": {}}]})  # fmt: skip

    id: str
    programme_id: str
    number: int
    state: RoundState
    progress: float = Field(description="The share that is done, 0 to 1.")
    step: str | None = Field(description="What is being done.")
    error: str | None = Field(description="Why it failed, and what to do.")
    mode: Mode
    placed: int | None = Field(description="How many mentees have a mentor.")
    mentees: int | None
    mentors: int | None
    total: int | None = Field(description="The sum of the scores of all pairs.")
    worst: int | None = Field(description="The lowest score among the pairs.")
    upper_bound: int | None = Field(description="No solution of this mode has more; proved by prices over all pairs.")
    optimal: bool | None = Field(description="Whether the total meets the bound.")
    blocking_pairs: int | None = Field(description="Pairs of whom both would rather have each other.")
    favours: str | None = Field(description="In the mode `stable`, the side that does best.")
    configuration: str | None = Field(description="A digest of all that it was computed from.")
    seconds: float | None
    created_at: datetime
    solved_at: datetime | None
    published_at: datetime | None
    details: RoundDetails


class Pair(BaseModel):
    """A mentor and a mentee, by id."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"mentor": HAN["id"], "mentee": LI["id"]}]}
    )

    mentor: AlumnusId
    mentee: AlumnusId


class WhatIfRequest(BaseModel):
    """Pairs that would be forced, and pairs that would be forbidden."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"force": [{"mentor": HAN["id"], "mentee": LI["id"]}], "forbid": []}]})  # fmt: skip

    force: list[Pair] = Field(default_factory=list[Pair], max_length=MOST_CHANGES)
    forbid: list[Pair] = Field(default_factory=list[Pair], max_length=MOST_CHANGES)


class Moved(BaseModel):
    """A mentee who would have another mentor."""

    mentee: str
    before: str | None = Field(description="The mentor now; null when there is none.")
    after: str | None


class Figures(BaseModel):
    """What a solution is worth."""

    placed: int
    total: int
    worst: int | None
    blocking_pairs: int


class WhatIf(BaseModel):
    """What a change would cost."""

    before: Figures
    after: Figures
    cost: int = Field(description="How much of the total it takes; negative when it gives.")
    moved: list[Moved]


class Match(BaseModel):
    """A mentor and a mentee who were brought together."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": MATCH_ID, "programme_id": PROGRAMME_ID, "round_id": ROUND_ID, "state": "invited", "score": 612,
        "locked": False, "mentor": HAN, "mentee": ME, "side": "mentee", "accepted_by": [], "agreement": None,
        "end_reason": None, "rematch_wanted": False, "invited_at": "2026-11-21T08:00:00Z",
        "expires_at": "2026-12-05T08:00:00Z", "active_at": None, "ended_at": None}]})  # fmt: skip

    id: str
    programme_id: str
    round_id: str
    state: MatchState
    score: int
    locked: bool
    mentor: Person
    mentee: Person
    side: Role | None = Field(default=None, description="Which of the two you are; null for staff.")
    accepted_by: list[Role]
    agreement: str | None
    end_reason: str | None = Field(description="Why it was declined or ended; told to staff and to nobody else.")
    rematch_wanted: bool = Field(description="The mentee would like another mentor; it is nobody's fault.")
    invited_at: datetime | None
    expires_at: datetime | None
    active_at: datetime | None
    ended_at: datetime | None


class Published(BaseModel):
    """What became of a draft's pairs when it was published."""

    round: Round
    invited: int
    withdrawn: int = Field(description="Pairs that are not possible any more; solve again for them.")


class DecideRequest(BaseModel):
    """For whom staff decide; the two themselves leave it out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}]})

    as_side: Role | None = None


class DeclineRequest(DecideRequest):
    """Why, if one likes."""

    reason: Text | None = None


class EndRequest(DecideRequest):
    """How a match ends."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"how": "completed"}]})

    how: Literal["completed", "ended"] = Field(default="ended", description="As planned, or before its time.")
    reason: Text | None = None


class AgreementRequest(DecideRequest):
    """What the two agree on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"agreement": "每月一次，线上。"}]})

    agreement: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LENGTH)]


class GoalRequest(DecideRequest):
    """A goal."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "投出五份简历", "due": "2027-03-01"}]}
    )

    text: ShortText
    due: date | None = None
    done: bool = False


class Goal(BaseModel):
    """A goal that the two set themselves."""

    id: str
    text: str
    due: str | None
    done: bool
    created_at: datetime


class MeetingRequest(DecideRequest):
    """A meeting."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"on": "2027-01-15", "minutes": 60}]})

    on: date
    minutes: int | None = Field(default=None, ge=1, le=24 * 60)
    kind: Literal["onsite", "online"] = "online"
    note: Text | None = Field(default=None, description="For the two alone.")


class Meeting(BaseModel):
    """A meeting of the two."""

    id: str
    on: str
    minutes: int | None
    kind: str
    note: str | None
    created_at: datetime


class SurveyRequest(DecideRequest):
    """How it goes, or how it went."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"rating": 5, "meets": True}]})

    rating: int = Field(ge=1, le=5)
    meets: bool | None = Field(default=None, description="Whether the two do meet.")
    text: Text | None = None


class SurveyAnswer(BaseModel):
    """What one of the two said."""

    survey: Literal["mid", "end"]
    side: Role
    rating: int
    meets: bool | None
    text: str | None
    answered_at: datetime


class Diary(BaseModel):
    """What happens in a match."""

    goals: list[Goal]
    meetings: list[Meeting]
    answers: list[SurveyAnswer] = Field(description="Your own; staff are told all.")


class GroupFairness(BaseModel):
    """How a group of at least ten mentees fared."""

    attribute: Literal["programme_type", "intake_year", "industry", "province"]
    group: str
    mentees: int
    placed: int
    share: float = Field(description="Placed of all of the group.")
    mean_score: float | None


class StateCount(BaseModel):
    """Matches in one state."""

    state: MatchState
    matches: int


class ProgrammeReport(BaseModel):
    """How a programme goes, in numbers."""

    programme: Programme
    round: Round | None = Field(description="The last one that was solved.")
    matches: list[StateCount]
    due_for_reminder: int
    due_for_mid_survey: int
    mean_rating: float | None
    meetings: int
    fairness: list[GroupFairness]
    largest_gap: float | None = Field(description="The widest gap of placement between two groups of one attribute.")


def parsed_topics(kept: list[str]) -> dict[str, int]:
    """Places by topic as the graph keeps them.

    >>> parsed_topics(["转行:2"])
    {'转行': 2}
    """
    return {topic: int(places) for topic, _, places in (one.rpartition(":") for one in kept)}
