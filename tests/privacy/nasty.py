"""One network written by hand in which everything that may hide does, and behind it is somebody seen by leaks alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, groupby, pairwise

from tests.privacy.asking import Ask
from tests.privacy.cases import MINE, Case
from tests.privacy.reads import READS, Menu
from tests.privacy.strategies import (
    ACCOUNTS,
    COHORTS,
    EMPLOYERS,
    EVENTSETS,
    GROUPSETS,
    JOBS,
    PLACES,
    SAID,
    SECOND,
    SKILLSETS,
    VIEWER,
    same_view,
    stored_otherwise,
    without_person,
)
from tests.support import stable_id
from tests.worlds import Asked, Employer, Introduce, Job, Knows, Paired, Person, Says, Skilled, World, person, view

# Whoever is in the middle hides in one way; who comes after is seen by everybody, and reached by leaks alone.
# What only people have whom `v` does not see: their work and what they can do. Others have an ordinary life.
_SECRET = {
    "jobs": (*JOBS[8], Job("rare", "Secret Agent", "2018", "2019", "software", 2)),
    "skills": (*SKILLSETS[3], Skilled("negotiation")),
}
_AIMS = replace(SAID[2] or Says(), shortlist=("near-hidden", "second"), goal_functions=("finance", "software"))
_WISHES = (*SKILLSETS[1], Skilled("python", "wanted"), Skilled("negotiation", "wanted"))
_TEACHES = (Skilled("python"), Skilled("negotiation"))
_OFFERS = Says(languages=(("zh", 4),), hours=(20,), experience=("changed_field",), shortlist=("third",), capacity=4)
_ORDINARY = {"jobs": JOBS[1], "skills": SKILLSETS[1]}
_HIDING = {"hidden": {"listed": "nobody"}, "discreet": {"show_connections": False}, "closed": {"listed": "connections"}}
_SEEN_NEAR = ("discreet", "closed")
_WAYS = ("hidden", "discreet", "blocked", "blocking", "closed")


def nasty_world() -> World:
    """`v` knows somebody of each kind (`near-…`), who knows somebody `beyond-…`; so does `friend`, one step on."""
    people = [
        _person(VIEWER, 1, jobs=JOBS[3], skills=_WISHES, says=_AIMS),
        _person(SECOND, 2, bridge=True, mentor=True, says=_OFFERS),
        _person("friend", 3, contact_audience="connections", bridge=True),
        _person("second", 4, jobs=JOBS[4], mentor=True, bridge=True, skills=_TEACHES[1:], says=_OFFERS),
        _person("third", 5, jobs=JOBS[1]),
    ]
    knows = [
        Knows(VIEWER, SECOND),
        Knows(VIEWER, "friend", "2019"),
        Knows("friend", "second"),
        Knows("second", "third", "2020"),
    ]
    # Two mentors who suit alike, and best; only hidden people were shown the first, or had them.
    first, other = sorted(("even-a", "even-b"), key=lambda one: stable_order(one) ^ stable_order(VIEWER))
    people += [person(one, mentor=True, jobs=JOBS[10], skills=_TEACHES, says=_OFFERS) for one in (first, other)]
    for number, way in enumerate(_WAYS):
        hiding = _HIDING.get(way, {})
        people += [
            _person(
                f"near-{way}",
                number,
                mentor=True,
                bridge=True,
                **(hiding | (_ORDINARY if way in _SEEN_NEAR else _SECRET)),
            ),
            _person(
                f"far-{way}",
                number,
                mentor=True,
                bridge=True,
                **(hiding | (_ORDINARY if way == "discreet" else _SECRET)),
            ),
            _person(f"beyond-near-{way}", number, jobs=JOBS[6]),
            _person(f"beyond-far-{way}", number, jobs=JOBS[7]),
            _person(f"past-near-{way}", number, jobs=JOBS[2]),
        ]
        knows += [
            Knows(VIEWER, f"near-{way}", "2021-06"),
            Knows(f"near-{way}", f"beyond-near-{way}"),
            Knows(f"beyond-near-{way}", f"past-near-{way}"),
            Knows("second", f"near-{way}"),
            Knows(SECOND, f"near-{way}"),
            Knows("friend", f"near-{way}"),
            Knows("friend", f"far-{way}"),
            Knows(f"far-{way}", f"beyond-far-{way}"),
        ]
    return World(
        people=tuple(people),
        employers=EMPLOYERS,
        knows=tuple(knows),
        blocks=(
            (VIEWER, "near-blocked"),
            (VIEWER, "far-blocked"),
            ("near-blocking", VIEWER),
            ("far-blocking", VIEWER),
            ("second", "third"),
        ),
        requests=(
            Asked("r1", "far-hidden", VIEWER, message="from somebody hidden"),
            Asked("r2", "far-blocking", VIEWER, day=1),
            Asked("r3", VIEWER, "far-closed", day=2),
            Asked("r4", "second", VIEWER, day=3),
            Asked("r5", VIEWER, "third", "declined", day=4),
            Asked("r6", "second", "far-hidden", day=5),
        ),
        shown=(("far-hidden", "second", 2), (VIEWER, "third", 1), ("far-closed", "third", 1)),
        dismissed=(("far-hidden", "second"), ("far-blocking", "third")),
        mentoring=(
            (first, "far-hidden", True),
            ("second", "far-hidden", True),
            (SECOND, "third", False),
            ("third", VIEWER, True),
        ),
        shown_mentors=(
            ("far-hidden", first),
            ("far-hidden", "second"),
            ("near-hidden", SECOND),
            (VIEWER, "second"),
            ("third", SECOND),
        ),
        parts=(
            *((handle, "mentor") for handle in ("second", "far-hidden", "far-blocking", "near-blocked", "third")),
            (VIEWER, "mentee"),
            (SECOND, "mentee"),
        ),
        pairs=(
            Paired("p1", "second", VIEWER, "active", ("mentor", "mentee"), "between the two"),
            Paired("p2", "far-hidden", VIEWER),
            Paired("p3", "far-blocking", VIEWER, "accepted", ("mentor",)),
            Paired("p4", "third", SECOND, "declined"),
            Paired("p5", "second", "far-hidden", "active", ("mentor", "mentee"), "of others"),
            Paired("p6", VIEWER, "near-blocked", "active", ("mentor", "mentee"), "with somebody blocked"),
            Paired("p7", "third", VIEWER, "proposed"),
            Paired("p8", "friend", VIEWER, days_ago=40),
        ),
        introductions=(
            Introduce("i1", "far-hidden", "friend", "third"),
            Introduce("i2", SECOND, "friend", "far-hidden"),
            Introduce("i3", "far-blocking", SECOND, "third"),
            Introduce("i4", VIEWER, "friend", "third", "declined", "introducer"),
            Introduce("i5", VIEWER, "far-hidden", "second"),
            Introduce("i6", "second", VIEWER, "far-hidden"),
            Introduce("i7", "third", "near-hidden", VIEWER, passed=True),
            Introduce("i8", "far-hidden", "friend", VIEWER, passed=True),
            Introduce("i9", "third", "friend", VIEWER, passed=True),
            Introduce("i10", "third", "second", VIEWER),
            Introduce("i11", "third", SECOND, VIEWER, "withdrawn", passed=True, days_ago=2),
            Introduce("i12", VIEWER, "friend", "far-blocked"),
            Introduce("i13", "third", VIEWER, "near-blocking", passed=True),
            Introduce("i14", "far-hidden", VIEWER, "third", passed=True),
        ),
        accounts=ACCOUNTS,
    )


def stable_order(handle: str) -> int:
    """The order key of somebody of that handle."""
    return person(handle).order_key


def _person(handle: str, number: int, **facts: object) -> Person:
    life = {
        "cohorts": COHORTS[1 + number % 4],
        "places": PLACES[1 + number % 4],
        "groups": GROUPSETS[1 + number % 3],
        "email": f"{handle}@example.org",
        "key": f"K-{handle}",
    }
    return person(handle, ("王伟", "李娜", "韩小宁")[number % 3], **(life | facts))


def nasty_twin(world: World) -> World:
    """The same to `v`: hidden people are gone or others, hidden edges are gone, private fields say something else."""
    seen = view(world, VIEWER)
    shown = seen.people_by_handle
    twin = replace(
        world,
        knows=tuple(edge for edge in world.knows if edge in seen.knows),
        people=tuple(_privately_another(one) if one.handle in shown else _another(one) for one in world.people),
        blocks=tuple(block for block in world.blocks if VIEWER in block),
        pairs=tuple(one for one in world.pairs if one in seen.pairs),
    )
    for one in world.people:
        erased = without_person(twin, one.handle)
        if one.handle not in shown and same_view(world, erased, VIEWER):
            twin = erased
    twin = replace(twin, employers=_without_strangers(twin), skills=seen.skills)
    assert same_view(world, twin, VIEWER)
    return stored_otherwise(twin)


def _without_strangers(world: World) -> tuple[Employer, ...]:
    workplaces = {held.employer for one in world.people for held in one.jobs}
    return tuple(one for one in world.employers if one.handle in workplaces)


def _privately_another(one: Person) -> Person:
    if one.handle == VIEWER:
        return one
    email = one.email if one.contact_audience == "connections" else "another@example.org"
    says = one.says and replace(one.says, shortlist=("v",), reports_to=("v",), goal_level=3)
    return replace(
        one, says=says, email=email, key=f"other-{one.handle}", bridge=one.bridge, research=False, source="elsewhere"
    )


def _another(one: Person) -> Person:
    return replace(
        one, name="隐名", jobs=JOBS[5], cohorts=(), places=PLACES[3], skills=(), mentor=None, about="Somebody else."
    )


def ladder_world(hops: int) -> World:
    """One open way of that many hops from `v` to `far-end`, and many on which somebody hides: as long as it, shorter
    than it, and parting from it after the first step.

    Of equally short ways the one counts whose people come first by order keys; those of the open way come last.
    """
    ladder = _Ladder()
    for way in _WAYS:
        for position in range(1, hops):
            ladder.add(f"{way}-{position}", way, position, (VIEWER, *[""] * (hops - 1), "far-end"))
        if hops > 2:
            ladder.add(f"short-{way}", way, hops - 2, (VIEWER, *[""] * (hops - 2), "far-end"))
    first = ladder.last("open-first")
    for way in _WAYS:
        for position in range(1, hops - 1):
            ladder.add(f"parting-{way}-{position}", way, position, (first, *[""] * (hops - 2), "far-end"))
    steps = [ladder.last(f"open-{step}") for step in range(2, hops)]
    ladder.people += [person(handle) for handle in (VIEWER, SECOND, "far-end", first, *steps)]
    ladder.knows += _chain([VIEWER, first, *steps, "far-end"])
    return World(tuple(ladder.people), EMPLOYERS, tuple(ladder.knows), tuple(ladder.blocks), accounts=ACCOUNTS)


class _Ladder:
    """Ways from one person to another, each with somebody hiding on it."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.knows: list[Knows] = []
        self.blocks: list[tuple[str, str]] = []

    def add(self, name: str, way: str, position: int, steps: tuple[str, ...]) -> None:
        """A way whose people are new where `steps` has no handle; the one at that position hides in that way."""
        if way == "closed" and steps[position - 1] == VIEWER:
            return  # whoever is listed for their connections is seen by `v`, who is one
        handles = [step or f"{name}-{number}" for number, step in enumerate(steps)]
        hides = handles[position]
        self.people += [person(one, **(_HIDING.get(way, {}) if one == hides else {})) for one in handles[1:-1]]
        self.knows += _chain(handles)
        self.blocks += {"blocked": [(VIEWER, hides)], "blocking": [(hides, VIEWER)]}.get(way, [])

    def last(self, name: str) -> str:
        """A handle whose order key comes after those of everybody on these ways."""
        greatest = max(one.order_key for one in self.people)
        return next(one for number in count() if person(one := f"{name}-{number}").order_key > greatest)


def _chain(handles: list[str]) -> list[Knows]:
    return [Knows(a, b) for a, b in pairwise(handles)]


def ladder_cases() -> list[Case]:
    """The way to `far-end`, for each length from 2 to 6."""
    ask = READS["/v1/connections/{alumnus_id}"].ask(stable_id("far-end"), ())
    worlds = [ladder_world(hops) for hops in range(2, 7)]
    return [Case(world, nasty_twin(world), ((MINE, (ask,)),)) for world in worlds]


def estimated_case() -> Case:
    """Estimates about a network in whose twin friends, some of them blocked, are listed for fewer than before."""
    friends = tuple(person(f"f{number}", jobs=JOBS[1 + number % 9]) for number in range(9))
    closed = tuple(replace(one, listed="connections") for one in friends[:6])
    world = World(
        people=(person(VIEWER), person(SECOND), *friends),
        employers=EMPLOYERS,
        knows=tuple(Knows(VIEWER, one.handle) for one in friends),
        blocks=((VIEWER, friends[0].handle), (VIEWER, friends[6].handle)),
        accounts=ACCOUNTS,
    )
    hidden = replace(friends[6], listed="nobody")
    twin = replace(world, people=(person(VIEWER), person(SECOND), *closed, hidden, *friends[7:]))
    assert same_view(world, twin, VIEWER)
    return Case(world, twin, ((MINE, (READS["/v1/alumni/facets"].ask("", ()),)),), large=True)


def sizes_case() -> Case:
    """How `v` is connected with somebody through meetings and groups that are just too large for a full tie.

    `v`, who is listed for connections only, is counted by `v` alone. Of those whom `v` blocked, each in another of
    them, only whom others see is counted less.
    """
    everywhere = {"events": EVENTSETS[3], "groups": GROUPSETS[3]}
    world = World(
        people=(
            person(VIEWER, listed="connections", **everywhere),
            person(SECOND),
            *(person(f"m{number}", **everywhere) for number in range(11)),
            person("blocked-hidden", listed="nobody", events=EVENTSETS[1]),
            person("blocked-closed", listed="connections", events=EVENTSETS[2]),
            person("blocked-known", listed="connections", groups=GROUPSETS[1]),
            person("blocked-open", groups=GROUPSETS[2]),
        ),
        employers=EMPLOYERS,
        knows=(Knows(VIEWER, "blocked-known"),),
        blocks=tuple((VIEWER, f"blocked-{one}") for one in ("hidden", "closed", "known", "open")),
        accounts=ACCOUNTS,
    )
    ask = READS["/v1/connections/{alumnus_id}"].ask(stable_id("m0"), ())
    return Case(world, nasty_twin(world), ((MINE, (ask,)),))


def nasty_cases() -> list[Case]:
    """A case for each read: everything that can be asked of it, as `v`."""
    world = nasty_world()
    twin = nasty_twin(world)
    menu = Menu(world, twin)
    asks = [ask for read in READS.values() for ask in (*read.every(menu), *read.paged(menu))]
    asks += [
        READS["/v1/alumni"].ask("", (("sort", "recency"), ("cohort", one), ("limit", "5"))) for one in menu.cohorts
    ]
    moves = (("from_function", "other"), ("to_function", "software"), ("limit", "50"))
    asks.append(READS["/v1/paths"].ask("", moves))
    return [Case(world, twin, ((MINE, tuple(of_read)),)) for of_read in _by_read(asks)]


def _by_read(asks: list[Ask]) -> list[list[Ask]]:
    """The questions by address; those that name an employer or have pages, which say most, come first."""

    def order(ask: Ask) -> tuple[str, bool]:
        return ask.read, not {"employer", "limit"} & {name for name, _ in ask.params}

    return [list(of_read) for _, of_read in groupby(sorted(asks, key=order), key=lambda ask: ask.read)]
