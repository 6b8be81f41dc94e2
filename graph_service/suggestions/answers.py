"""Suggestions as they are told: every feature with its points, a sentence, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph_service.connections.answers import Names, hop_of
from graph_service.connections.evidence import Language
from graph_service.connections.models import Person, SharedThing
from graph_service.connections.ties import Tie
from graph_service.suggestions.candidates import Candidate
from graph_service.suggestions.models import Suggestion, SuggestionEvidence, SuggestionFeature, Wished
from graph_service.suggestions.queries import Suggested
from graph_service.suggestions.scoring import Feature, FeatureName, WantedName
from graph_service.suggestions.words import (
    acquaintance_text,
    ignored_text,
    in_common_text,
    intake_text,
    mutual_text,
    wanted_text,
)

MUTUAL_TOLD = 10
WANTED: Mapping[str, WantedName] = {
    "industry": "wanted_industry",
    "employer": "wanted_employer",
    "function": "wanted_function",
    "place": "wanted_place",
    "skill": "wanted_skill",
}


class Found(NamedTuple):
    """Somebody who comes into question, and the features of that."""

    who: Suggested
    candidate: Candidate
    features: Sequence[Feature]

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(one.points for one in self.features)


def told(me: Person, found: Found, language: Language) -> Suggestion:
    """Somebody suggested to the viewer, `me`, with every reason in words."""
    return Suggestion(
        person=found.who.person,
        score=found.score,
        mutual_count=len(found.candidate.through),
        features=[_told_feature(me, found, one, language) for one in found.features],
    )


def _told_feature(me: Person, found: Found, feature: Feature, language: Language) -> SuggestionFeature:
    text, evidence = _reasons(me, found, feature.name, language)
    return SuggestionFeature(**feature._asdict(), text=text, evidence=evidence)


def _reasons(
    me: Person, found: Found, name: FeatureName | WantedName, language: Language
) -> tuple[str, list[SuggestionEvidence]]:
    who = found.who
    match name:
        case "mutual":
            people = [
                one.person for one in sorted(found.candidate.through, key=lambda one: (-one.value, one.person.id))
            ]
            return mutual_text(people, language), [_person(one) for one in people[:MUTUAL_TOLD]]
        case "cohort" | "employer" | "event" | "group":
            return _in_contexts(me, found, name, language)
        case "place" | "industry":
            things = who.places if name == "place" else who.industries
            names = [_name(one, language) for one in things]
            return in_common_text(name, names, language), [
                SuggestionEvidence(kind=name, id=one.id, name=one.name) for one in things
            ]
        case "intake":
            return intake_text(who.years or 0, language), []
        case "acquaintance":
            people = [one.person for one in found.candidate.through]
            told = [_person(one) for one in people[:MUTUAL_TOLD]]
            return acquaintance_text(len(people), language), told
        case "ignored":
            return ignored_text(who.times, language), []
        case _:
            wished = [wish for wish in who.wished if WANTED[wish.kind] == name]
            return wanted_text([wish.name or wish.id for wish in wished], language), [_wish(one) for one in wished]


def _in_contexts(me: Person, found: Found, kind: str, language: Language) -> tuple[str, list[SuggestionEvidence]]:
    pieces = [piece for piece in found.candidate.pieces if piece.evidence.kind == kind]
    pieces.sort(key=lambda piece: (-piece.value, piece.context.id))
    other = found.who.person
    names = Names(
        {me.id: me, other.id: other},
        {piece.context.id: piece.context.name or "" for piece in pieces},
        {piece.context.id: piece.context.date for piece in pieces},
        {},
    )
    tie = Tie(found.candidate.tie, [piece.evidence for piece in pieces])
    hop = hop_of(names, me.id, other.id, tie, language, me.id)
    between = "" if language == "zh" else " "
    return between.join(one.text for one in hop.evidence), [
        SuggestionEvidence(kind=piece.context.kind, id=piece.context.id, name=piece.context.name) for piece in pieces
    ]


def _person(one: Person) -> SuggestionEvidence:
    return SuggestionEvidence(kind="person", id=one.id, name=one.name)


def _wish(one: Wished) -> SuggestionEvidence:
    return SuggestionEvidence(kind=one.kind, id=one.id, name=one.name)


def _name(one: SharedThing, language: Language) -> str:
    return (one.name_en or one.name) if language == "en" else one.name
