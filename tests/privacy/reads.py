"""Every read of the service: how it is asked, and what it has to answer. A new GET address is listed here, and so is
held to both properties; a test fails until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from hypothesis import strategies as st

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected import (
    access,
    careers,
    connections,
    directory,
    introductions,
    mentoring,
    programmes,
    research,
    suggestions,
)
from tests.support import stable_id
from tests.worlds import Account, World, id_of

Oracle = Callable[[World, Account, Ask, Answer], None]
Param = tuple[str, str]


class Menu:
    """What a question can name: everything in a world and in its twin, hidden or not, and things that never were."""

    def __init__(self, world: World, twin: World) -> None:
        self._worlds = (world, twin)

    @cached_property
    def people(self) -> Sequence[str]:
        """Ids of people."""
        handles = dict.fromkeys(one.handle for world in self._worlds for one in world.people)
        return [stable_id(handle) for handle in (*handles, "nobody")]

    @cached_property
    def employers(self) -> Sequence[str]:
        """Ids of employers."""
        handles = dict.fromkeys(one.handle for world in self._worlds for one in world.employers)
        return [id_of("Employer", handle) for handle in (*handles, "none")]

    @cached_property
    def skills(self) -> Sequence[str]:
        """Ids of skills."""
        names = dict.fromkeys(skill for world in self._worlds for skill in world.skills)
        return [id_of("Skill", name) for name in (*names, "none")]

    @cached_property
    def matches(self) -> Sequence[str]:
        """Ids of matches."""
        handles = dict.fromkeys(one.handle for world in self._worlds for one in world.pairs)
        return [id_of("Match", handle) for handle in (*handles, "none")]

    @cached_property
    def cohorts(self) -> Sequence[str]:
        """Ids of cohorts."""
        return [id_of("Cohort", one.handle) for one in self._worlds[0].cohorts]


_SIZES = [st.integers(0, most) for most in range(4)]


class Read(NamedTuple):
    """One GET address: its plain answer, what it is about, its parameters, and how often and how it is asked.

    `about` gives the ids that its address can name, `params` the parameters, of which up to `most` are sent at once;
    one case asks it `times` times.
    """

    template: str
    oracle: Oracle | None
    about: Callable[[Menu], Sequence[str]] = lambda menu: [""]
    params: Callable[[Menu], Sequence[Param]] = lambda menu: ()
    most: int = 1
    times: int = 1

    def ask(self, about: str, params: Iterable[Param]) -> Ask:
        """The question about that thing with those parameters."""
        before, brace, after = self.template.partition("{")
        path = before + about + after.partition("}")[2] if brace else before
        return Ask(self.template, path, tuple(params))

    def drawn(self, draw: st.DrawFn, menu: Menu) -> Ask:
        """Any question to the address."""
        about, params = self.about(menu), self.params(menu)
        chosen: dict[str, Param] = {}
        if params:
            for _ in range(draw(_SIZES[self.most])):
                param = draw(st.sampled_from(params))
                chosen.setdefault(param[0], param)
        return self.ask(about[0] if len(about) == 1 else draw(st.sampled_from(about)), chosen.values())

    def every(self, menu: Menu) -> list[Ask]:
        """A question about each thing, and one with each parameter."""
        about = self.about(menu)
        plain = [self.ask(one, ()) for one in about]
        return plain + [self.ask(one, (param,)) for param in self.params(menu) for one in about[:1] or about]

    def paged(self, menu: Menu) -> list[Ask]:
        """Five entries a page in every order, if the address has pages."""
        params = self.params(menu)
        if ("limit", "5") not in params or self.about(menu) != [""]:
            return []
        return [self.ask("", (param, ("limit", "5"))) for param in params if param[0] in ("sort", "q", "box")]


def _named(name: str, values: Iterable[str]) -> list[Param]:
    return [(name, value) for value in values]


LIMITS = _named("limit", "235")
NAMED = ("王伟", "王", "wang", "ww", "wei wang", "ning", "娜", "anna li")
WORKING = ("acme", "engineer", "工程师", "稀有", "secret", "zzz")


def _filters(menu: Menu) -> list[Param]:
    return [
        *_named("q", (*NAMED, *WORKING)),
        *_named("industry", ("I", "I65", "I651", "J66", "I64", "I99", id_of("Industry", "I"))),
        *_named("place", ("330000", "330100", "310000", "CN", "nowhere")),
        *_named("cohort", menu.cohorts),
        *_named("programme_type", ("adult", "online", "other")),
        *_named("graduation_from", ("2022", "2023")),
        *_named("graduation_to", ("2022", "2021")),
        *_named("employer", menu.employers),
        *_named("employer_when", ("now", "ever")),
        *_named("function", ("software", "finance", "other")),
        *_named("level", ("2", "3", "4")),
        *_named("level_min", ("3",)),
        *_named("level_max", ("4",)),
        *_named("skill", menu.skills),
        *_named("degree", "123"),
        *_named("open_to_mentoring", ("true", "false")),
    ]


def _search(menu: Menu) -> list[Param]:
    return [*_filters(menu), *_named("sort", ("closeness", "relevance", "recency", "name")), *LIMITS]


def _routes(menu: Menu) -> list[Param]:
    return _named("routes", "015")


def _boxes(menu: Menu) -> list[Param]:
    states = _named("state", ("pending", "accepted", "declined", "withdrawn"))
    return [*_named("box", ("received", "sent")), *states, *LIMITS]


def _introductions(menu: Menu) -> list[Param]:
    return [
        *_named("employer", menu.employers),
        *_named("alumnus", menu.people),
        *_named("industry", ("I", "I65", "I651", "J66", "I64", "I99", id_of("Industry", "I"))),
        *_named("place", ("330000", "330100", "310000", "CN", "nowhere")),
        *_named("limit", ("2", "50", "51")),
    ]


def _introduction_boxes(menu: Menu) -> list[Param]:
    states = _named("state", ("asked", "forwarded", "accepted", "declined", "withdrawn", "expired"))
    return [*_named("box", ("sent", "through_me", "to_me")), *states, *LIMITS]


def _suggestions(menu: Menu) -> list[Param]:
    return [
        *_named("mode", ("known", "new")),
        *_named("industry", ("I65", "I", "J66", "I99")),
        *_named("place", ("330100", "310000")),
        *_named("employer", menu.employers),
        *_named("skill", menu.skills),
        *_named("function", ("software", "finance")),
        *_named("limit", ("2", "50")),
    ]


def _programme(menu: Menu) -> Sequence[str]:
    del menu
    return [programmes.SPRING, id_of("MentoringProgramme", "none")]


def _round(menu: Menu) -> Sequence[str]:
    del menu
    return [id_of("MatchingRound", "first"), "none"]


def _match_states(menu: Menu) -> list[Param]:
    del menu
    return [*_named("state", ("invited", "accepted", "active", "expired", "declined", "withdrawn")), *LIMITS]


def _roles(menu: Menu) -> list[Param]:
    del menu
    return [*_named("role", ("mentor", "mentee")), *LIMITS]


def _how_many(menu: Menu) -> list[Param]:
    del menu
    return _named("k", ("1", "3", "20"))


def _how_many_and_why(menu: Menu) -> list[Param]:
    return [*_how_many(menu), *_named("purpose", ("asked us",))]


def _group(menu: Menu) -> list[Param]:
    return [
        *_named("like", ("anybody", "programme", "years", "start")),
        *_named("programme", ("法学", "计算机", "没有")),
        *_named("programme_type", ("adult", "online")),
        *_named("intake_from", ("2019", "2020")),
        *_named("graduation_to", ("2022",)),
        *_named("start_function", ("software", "quality", "finance")),
        *_named("start_industry", ("I", "J66", "I99")),
        *_named("industry", ("I", "I65", "I99")),
        *_named("place", ("330000", "CN", "nowhere")),
        *_named("employer", menu.employers),
        *_named("function", ("software", "finance")),
        *_named("level", ("3", "4")),
    ]


def _move(menu: Menu) -> list[Param]:
    return [
        *_named("from_function", ("quality", "software")),
        *_named("to_function", ("software", "finance", "sales")),
        *_named("from_industry", ("I65", "I64")),
        *_named("to_industry", ("I651", "J", "I65")),
        *_named("limit", ("2", "50")),
    ]


def _research(menu: Menu) -> list[Param]:
    del menu
    return _named("by", ("programme", "programme_type", "intake_year", "industry", "function", "level", "mentor"))


def _drawing(menu: Menu) -> list[Param]:
    return [*_named("hops", "12"), *_named("limit", "234")]


def _looked_up(*texts: str) -> Callable[[Menu], list[Param]]:
    params = [*_named("q", texts), *LIMITS]
    return lambda menu: params


FOR_STAFF = tuple(
    f"/v1/mentoring/programmes/{{programme_id}}/{what}"
    for what in ("participants", "participants/file", "readiness", "rules", "rounds", "report", "report/file")
)
ROUNDS_FOR_STAFF = tuple(f"/v1/mentoring/rounds/{{round_id}}{what}" for what in ("", "/proposals", "/proposals/file"))
_READS = (
    Read("/v1/me", access.me),
    Read("/v1/me/blocks", access.blocks, params=lambda menu: LIMITS),
    Read("/v1/alumni", directory.alumni, params=_search, most=3, times=2),
    Read("/v1/alumni/facets", directory.facets, params=_filters, most=2),
    Read("/v1/alumni/{alumnus_id}", directory.record, lambda menu: menu.people),
    Read("/v1/alumni/{alumnus_id}/network", directory.network, lambda menu: menu.people, _drawing, most=2),
    Read("/v1/employers", directory.employers, params=_looked_up("acme", "nova", "稀有", "secret", "rar"), most=2),
    Read("/v1/employers/{employer_id}", directory.employer, lambda menu: menu.employers),
    Read("/v1/cohorts", directory.cohorts, params=_looked_up("法学", "2019"), most=2),
    Read("/v1/cohorts/{cohort_id}", directory.cohort, lambda menu: [*menu.cohorts, id_of("Cohort", "none")]),
    Read("/v1/skills", directory.skills, params=_looked_up("pyt", "o", "pottery"), most=2),
    Read("/v1/industries", directory.industries, params=_looked_up("i6", "软件", "bank")),
    Read(
        "/v1/places", directory.places, params=lambda menu: [*_looked_up("州", "zhe", "33")(menu), ("within", "330000")]
    ),
    Read("/v1/connections/{alumnus_id}", connections.connection, lambda menu: menu.people, _routes, times=2),
    Read("/v1/connection-requests", connections.requests, params=_boxes, most=3),
    Read("/v1/introductions", introductions.introductions, params=_introductions, most=2, times=2),
    Read("/v1/introductions/requests", introductions.requests, params=_introduction_boxes, most=3),
    Read("/v1/suggestions", suggestions.suggestions, params=_suggestions, most=3, times=2),
    Read("/v1/me/looking-for", suggestions.looking_for),
    Read("/v1/me/mentoring", mentoring.my_mentoring),
    Read("/v1/me/mentor-suggestions", mentoring.my_mentors, params=_how_many),
    Read(
        "/v1/mentoring/mentees/{alumnus_id}/suggestions",
        mentoring.mentors_for,
        lambda menu: menu.people,
        _how_many_and_why,
    ),
    Read("/v1/mentoring/programmes", programmes.programmes),
    Read("/v1/mentoring/programmes/{programme_id}", programmes.programme, _programme),
    Read("/v1/mentoring/programmes/{programme_id}/shortlist", programmes.shortlist, _programme, _roles, most=2),
    Read("/v1/mentoring/matches", programmes.matches, params=_match_states, most=2),
    Read("/v1/mentoring/matches/{match_id}", programmes.match, lambda menu: menu.matches),
    Read("/v1/mentoring/matches/{match_id}/diary", programmes.diary, lambda menu: menu.matches),
    *(Read(template, programmes.for_staff, _programme, times=0) for template in FOR_STAFF),
    *(Read(template, programmes.for_staff, _round, times=0) for template in ROUNDS_FOR_STAFF),
    Read("/v1/mentoring/matches/{match_id}/explanation", programmes.for_staff, lambda menu: menu.matches, times=0),
    Read("/v1/insights", careers.insights, params=_group, most=2),
    Read("/v1/paths", careers.paths, params=_move, most=3, times=2),
    Read("/v1/research/counts", research.counts, params=_research, most=1),
    Read("/v1/research/mixing", research.mixing, params=_research, most=1),
    Read("/v1/research/growth", research.growth),
)
READS: Mapping[str, Read] = {read.template: read for read in _READS}

NOT_ABOUT_PEOPLE = frozenset({"/livez", "/readyz"})
"""Addresses that say nothing of anybody."""
