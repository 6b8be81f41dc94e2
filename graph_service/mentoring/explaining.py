"""A score explained: each feature with its arithmetic, its evidence and a sentence, the gates, and who else there was.

The same for the API and for a screen. Names come from a question that the reader's view answers: what is not among them
is in no sentence and in no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.directory.dates import month_text
from graph_service.mentoring.features import Evidence
from graph_service.mentoring.gates import Gate, gates_of
from graph_service.mentoring.models import Alternative, Explanation, MentorEvidence, MentorFeature, MentorGate, WhyNot
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.scoring import DEFAULT_RULES, DEFAULT_WEIGHTS, Feature, Pool, Rules, Score, Weights, score
from graph_service.mentoring.words import Called, feature_text, gate_text

ALTERNATIVES = 3
NAMED_BY_ID = ("position", "skill", "place", "person")
YOU: Mapping[Language, str] = {"en": "you", "zh": "您"}


class Names(NamedTuple):
    """What the reader may know by name: people by id, employers and skills by id, places by code; who reads it.

    `english` has the English names of places. `reader` is an id: whoever it is, is called `you`.
    """

    people: Mapping[str, Person] = {}
    things: Mapping[str, str] = {}
    english: Mapping[str, str] = {}
    reader: str | None = None


class Other(NamedTuple):
    """A mentor who is not the one: the score, and why not."""

    mentor_id: str
    score: int
    why: WhyNot
    gates: tuple[Gate, ...] = ()


class ToName(NamedTuple):
    """Ids and codes whose names sentences need."""

    employers: list[str]
    skills: list[str]
    places: list[str]
    people: list[str]


def explain(
    mentee: Profile,
    mentor: Profile,
    pool: Pool,
    weights: Weights,
    names: Names,
    language: Language,
    *,
    rules: Rules = DEFAULT_RULES,
    others: Sequence[Other] = (),
) -> Explanation:
    """Why this mentor suits this mentee as well as that, to somebody who may know these names."""
    return explained(
        mentee, mentor, score(mentee, mentor, pool, weights), pool, names, language, weights, rules, others
    )


def explained(
    mentee: Profile,
    mentor: Profile,
    scored: Score,
    pool: Pool,
    names: Names,
    language: Language,
    weights: Weights = DEFAULT_WEIGHTS,
    rules: Rules = DEFAULT_RULES,
    others: Sequence[Other] = (),
) -> Explanation:
    """The same of a score that is there already."""
    called = called_of(mentee.id, mentor.id, names, language)
    closed = gates_of(mentee, mentor, pool, rules, scored.total)
    return Explanation(
        score=scored.total,
        coverage=scored.coverage,
        weights_version=weights.version,
        features=[_feature(one, called, language) for one in scored.features],
        gates=told_gates(closed, called, language),
        alternatives=[alternative(mentee.id, one, names, language) for one in others[:ALTERNATIVES]],
    )


def alternative(mentee_id: str, other: Other, names: Names, language: Language) -> Alternative:
    """Somebody else who came near, and why not; only for a reader who may know the name."""
    called = called_of(mentee_id, other.mentor_id, names, language)
    gates = told_gates(other.gates, called, language)
    text = " ".join(one.text for one in gates) if gates else _WHY_NOT[language][other.why].format(mentor=called.mentor)
    person = names.people[other.mentor_id]
    return Alternative(person=person, score=other.score, why_not=other.why, gates=gates, text=text)


def called_of(mentee_id: str, mentor_id: str, names: Names, language: Language) -> Called:
    """What the two are called by this reader."""

    def name(one: str) -> str:
        if one == names.reader:
            return YOU[language]
        person = names.people.get(one)
        if person is None:
            return "…"
        return (person.name_latin or person.name) if language == "en" else person.name

    people = {one: name(one) for one in names.people}
    places: Mapping[str, str] = names.english if language == "en" else {}
    return Called(name(mentee_id), name(mentor_id), {**names.things, **places, **people})


def to_name(scores: Iterable[Score], people: Iterable[str] = ()) -> ToName:
    """What the evidence of these scores is about, and these people, each once and in order."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in NAMED_BY_ID}
    found["person"].update(dict.fromkeys(people))
    for feature in (feature for one in scores for feature in one.features):
        for piece in feature.evidence:
            if piece.kind in found:
                found[piece.kind][piece.id] = None
    return ToName(*(list(found[kind]) for kind in NAMED_BY_ID))


def told_gates(gates: Sequence[Gate], called: Called, language: Language) -> list[MentorGate]:
    """Gates with their sentences."""
    return [MentorGate(code=gate, text=gate_text(gate, called, language)) for gate in gates]


def _feature(feature: Feature, called: Called, language: Language) -> MentorFeature:
    return MentorFeature(
        name=feature.name,
        value=feature.value,
        weight=feature.weight,
        points=feature.points,
        text=feature_text(feature.name, feature.value, feature.evidence, called, language),
        evidence=[told for one in feature.evidence if (told := _evidence(one, called))],
    )


def _evidence(one: Evidence, called: Called) -> MentorEvidence | None:
    name = called.name(one)
    if one.kind in NAMED_BY_ID and name is None:
        return None
    return MentorEvidence(
        kind="employer" if one.kind == "position" else one.kind,
        id=one.id,
        name=name,
        whose=one.whose,
        since=month_text(one.first_month) if one.first_month is not None else None,
        until=month_text(one.last_month) if one.last_month is not None else None,
        detail=one.detail,
        number=one.number,
    )


_WHY_NOT: Mapping[Language, Mapping[WhyNot, str]] = {
    "en": {
        "lower_score": "The score of {mentor} is lower.",
        "shown_often": "{mentor} is shown to many already; others suit about as well.",
        "better_for_another": "{mentor} suits another mentee better.",
        "full": "{mentor} has no free place.",
        "gated": "{mentor} does not come into question.",
    },
    "zh": {
        "lower_score": "{mentor}的分数较低。",
        "shown_often": "{mentor}已被推荐给很多人，其他人同样合适。",
        "better_for_another": "{mentor}更适合另一位学员。",
        "full": "{mentor}没有空余名额。",
        "gated": "{mentor}不符合条件。",
    },
}
