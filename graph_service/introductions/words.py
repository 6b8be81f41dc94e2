"""An introduction in a sentence, in Chinese or English. Nothing here asks a database anything."""

from __future__ import annotations

from graph_service.connections.evidence import Language
from graph_service.connections.models import Person
from graph_service.introductions.models import Kind, There


def summary_of(introducer: Person, target: Person, kind: Kind, there: There | None, language: Language) -> str:
    """Who could introduce the viewer to whom, and what that person has to do with what was asked for.

    >>> summary_of(Person(id="a", name="李娜"), Person(id="b", name="韩小宁"), "alumnus", None, "en")
    '李娜 could introduce you to 韩小宁.'
    """
    a, b = _called(introducer, language), _called(target, language)
    if language == "zh":
        return f"{a}可以把您引荐给{b}{_there_zh(kind, there) if there else ''}。"
    return f"{a} could introduce you to {b}{_there_en(kind, there) if there else ''}."


def _called(person: Person, language: Language) -> str:
    return (person.name_latin or person.name) if language == "en" else person.name


def _there_en(kind: Kind, there: There) -> str:
    if there.present:
        return f", who {'lives in' if kind == 'place' else 'works at'} {there.name}"
    until = f" until {there.until}" if there.until else " before"
    return f", who {'lived in' if kind == 'place' else 'worked at'} {there.name}{until}"


def _there_zh(kind: Kind, there: There) -> str:
    what = f"在{there.name}居住" if kind == "place" else f"在{there.name}任职"
    if there.present:
        return f"（现{what}）"
    return f"（{what}至{there.until}）" if there.until else f"（曾{what}）"
