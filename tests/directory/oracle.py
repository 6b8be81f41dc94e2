"""What the directory has to answer, in plain Python on a world from which everything hidden is gone already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from graph_service.directory.filters import Question
from graph_service.directory.names import initials_of, pinyin_of
from tests.worlds import Cohort, Job, Person, World, id_of, recent_month, search_text


def below(tree: Iterable[Any], asked: Iterable[str], label: str) -> set[str]:
    """The codes of the asked branches, given as codes or ids, and of everything below them."""
    tree = list(tree)
    found = {one.code for one in tree if one.code in asked or id_of(label, one.code) in asked}
    while more := {one.code for one in tree if one.parent in found} - found:
        found |= more
    return found


class Oracle:
    """The answers to one viewer: `world` is what the viewer may see, `viewer` a handle or None for staff."""

    def __init__(self, world: World, viewer: str | None) -> None:
        self.world = world
        self.viewer = viewer
        self.employers = {one.handle: one for one in world.employers}
        self.cohorts = {one.handle: one for one in world.cohorts}
        self.friends: nx.Graph[str] = world.graph()
        self.degrees: Mapping[str, int] = (
            nx.single_source_shortest_path_length(self.friends, viewer, cutoff=3) if viewer else {}
        )

    def degree(self, handle: str) -> int | None:
        return self.degrees.get(handle)

    def mutual(self, handle: str) -> int | None:
        if self.viewer is None or handle == self.viewer:
            return None
        return len(set(self.friends[self.viewer]) & set(self.friends[handle]))

    # --- filters --------------------------------------------------------------------------------------------------
    def found(self, question: Question) -> list[Person]:
        return [one for one in self.world.people if self.matches(one, question)]

    def matches(self, one: Person, asked: Question) -> bool:
        return (
            self._text(one, asked)
            and (asked.open_to_mentoring is None or bool(one.mentor) == asked.open_to_mentoring)
            and (not asked.degree or self.degree(one.handle) in asked.degree)
            and self._places(one, asked)
            and self._skills(one, asked)
            and self._employers(one, asked)
            and (not self._asks_job(asked) or any(True for _ in self.jobs(one, asked)))
            and (not self._asks_cohort(asked) or any(True for _ in self.memberships(one, asked)))
        )

    def _text(self, one: Person, asked: Question) -> bool:
        if asked.q is None:
            return True
        text = f" {search_text(self.world, one)}"
        words = asked.words()
        assert words is not None
        return all((word if "\u4e00" <= word[0] <= "\u9fff" else f" {word}") in text for word in words.whole.split())

    def _places(self, one: Person, asked: Question) -> bool:
        wanted = below(self.world.places, asked.place, "Place")
        return not asked.place or any(stay.where in wanted and stay.until is None for stay in one.places)

    def _skills(self, one: Person, asked: Question) -> bool:
        return not asked.skill or any(
            held.kind == "offered" and id_of("Skill", held.skill) in asked.skill for held in one.skills
        )

    def _employers(self, one: Person, asked: Question) -> bool:
        if not asked.employer or asked.employer_when == "now":
            return True
        return any(id_of("Employer", held.employer) in asked.employer for held in one.jobs)

    @staticmethod
    def _asks_job(asked: Question) -> bool:
        now = asked.employer and asked.employer_when == "now"
        return bool(asked.industry or asked.function or asked.levels() is not None or now)

    @staticmethod
    def _asks_cohort(asked: Question) -> bool:
        return bool(asked.cohort or asked.programme_type or asked.graduation())

    def jobs(self, one: Person, asked: Question) -> Iterable[Job]:
        """The present jobs that are what is asked of a present job."""
        industries, levels = below(self.world.industries, asked.industry, "Industry"), asked.levels()
        for held in one.jobs:
            if (
                held.current
                and (not asked.industry or self.employers[held.employer].industry in industries)
                and (not asked.function or held.function in asked.function)
                and (levels is None or held.level in levels)
                and (
                    not asked.employer
                    or asked.employer_when == "ever"
                    or id_of("Employer", held.employer) in asked.employer
                )
            ):
                yield held

    def memberships(self, one: Person, asked: Question) -> Iterable[Cohort]:
        """The cohorts that are what is asked of the time at school."""
        years = asked.graduation()
        for cohort in (self.cohorts[stay.where] for stay in one.cohorts):
            if (
                (not asked.cohort or id_of("Cohort", cohort.handle) in asked.cohort)
                and (not asked.programme_type or cohort.programme_type in asked.programme_type)
                and (not years or years[0] <= cohort.graduation_year <= years[1])
            ):
                yield cohort

    # --- orders ---------------------------------------------------------------------------------------------------
    def page(self, question: Question, sort: str) -> list[str]:
        """The ids of everybody found, in order."""
        return [one.id for one in sorted(self.found(question), key=lambda one: self.position(one, question, sort))]

    def position(self, one: Person, question: Question, sort: str) -> tuple[Any, ...]:
        recency = (-recent_month(one), -one.order_key)
        if sort == "name":
            return (pinyin_of(one.name), one.name, one.order_key)
        if sort == "closeness":
            return (4 if (degree := self.degree(one.handle)) is None else degree, *recency)
        return (self.relevance(one, question) if sort == "relevance" else 0, *recency)

    def relevance(self, one: Person, question: Question) -> int:
        words = question.words()
        if words is None:
            return 0
        pinyin = pinyin_of(one.name)
        spellings = [(one.name.lower(), words.whole), ((one.name_latin or "").lower(), words.whole)]
        spellings += [(pinyin.replace(" ", ""), words.joined), (initials_of(pinyin), words.joined)]
        if len(words.whole) > 1 and any(has == asked for has, asked in spellings):
            return 0
        if any(has.startswith(asked) for has, asked in spellings):
            return 1
        return 2 if all(word in search_text(self.world, one).split() for word in words.separate) else 3
