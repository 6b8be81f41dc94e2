"""Small and nasty networks, and changes to them that one viewer must not notice.

Menus rather than free draws: few names, employers and dates, so that namesakes, ties and overlaps are common, and all
combinations of a person's settings as one number, so that each is as likely as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise, permutations, product
from typing import Any

from hypothesis import strategies as st

from tests.worlds import (
    Account,
    Asked,
    Employer,
    Introduce,
    Job,
    Knows,
    Paired,
    Person,
    Says,
    Skilled,
    Stay,
    World,
    view,
)

VIEWER, SECOND = "v", "w"
HANDLES = (VIEWER, SECOND, *(f"p{number}" for number in range(1, 9)))
NEWCOMERS = ("n1", "n2", "n3")

NAMES = (
    ("王伟", None),
    ("王伟", "Wei Wang"),
    ("王薇", None),
    ("韩小宁", "Ning Han"),
    ("欧阳娜", None),
    ("李娜", "Anna Li"),
    ("Acme Nova", None),
    ("José O'Neil", None),
)
EMPLOYERS = (
    Employer("acme", "Acme", "I65", ("ACM Software",), "E-1"),
    Employer("nova", "杭州新星软件有限公司", "I651", ("Nova",)),
    Employer("acme2", "Acme Bank", "J66"),
    Employer("loose", "Acme Nowhere", None),
    Employer("rare", "稀有公司", "I64", ("Rarity",), "E-5"),
)
JOBS: tuple[tuple[Job, ...], ...] = (
    (),
    (Job("acme", "Engineer", "2019-07", None, "software", 3),),
    (Job("acme", "工程师", "2018", "2020-06", "software", 2),),
    (Job("nova", "Engineer", "2021-02", None, "software", 4), Job("acme", "Tester", "2017", "2019-12", "quality", 1)),
    (Job("nova", "经理", "2020", None, "sales", 4),),
    (Job("acme2", "Analyst", "2019-07", None, "finance", 3),),
    (Job("acme2", "Director", None, None, "finance", 5), Job("acme", "Adviser", "2019-07", None, None, None)),
    (Job("loose", "Owner", "2015", None, "general_management", 6),),
    (Job("rare", "Secret Agent", "2016-03", None, "other", 2),),
    (Job("rare", "Engineer", "2016-03", "2019-08", "software", 2), Job("nova", "Engineer", "2019-09", None, None, 3)),
    (Job("acme", "Engineer", "2015", "2016"), Job("acme", "Manager", "2017-01", None, "software", 4)),
)
COHORTS: tuple[tuple[Stay, ...], ...] = (
    (),
    (Stay("law19", "2019-09", "2022-06"),),
    (Stay("cs19", "2019", "2022"),),
    (Stay("law20", "2020-09"),),
    (Stay("law19", "2019-09", "2020-06"), Stay("law20", "2020-09", "2023-06")),
)
PLACES: tuple[tuple[Stay, ...], ...] = (
    (),
    (Stay("330100", "2019"),),
    (Stay("330200"),),
    (Stay("310000", "2021-05"), Stay("330100", "2010", "2021-04")),
    (Stay("330000", "2018"),),
)
SKILLSETS: tuple[tuple[Skilled, ...], ...] = (
    (),
    (Skilled("python"),),
    (Skilled("negotiation", "wanted"),),
    (Skilled("python", "wanted"), Skilled("accounting")),
)
EVENTSETS: tuple[tuple[Stay, ...], ...] = (
    (),
    (Stay("spring", role="speaker"),),
    (Stay("webinar"),),
    (Stay("spring"), Stay("webinar")),
)
GROUPSETS: tuple[tuple[Stay, ...], ...] = (
    (),
    (Stay("wx1"),),
    (Stay("chap", "2022-01", role="chair"),),
    (Stay("wx1"), Stay("chap")),
)
SAID: tuple[Says | None, ...] = (
    None,
    Says(experience=("changed_field", "founded"), languages=(("zh", 4),), hours=(20, 44, 68), capacity=1),
    Says(
        goal_industries=("I65", "J66"),
        goal_functions=("software",),
        goal_level=4,
        goal_types=("change_field",),
        languages=(("en", 2), ("zh", 4)),
        hours=(20,),
        in_person=True,
        shortlist=("p1", "p2", "w"),
        reports_to=("p3",),
    ),
    Says(experience=("led_people",), languages=(("en", 3),), paused=True, shortlist=("v", "p2"), reports_to=("v",)),
    Says(goal_level=5, goal_types=("found", "advance"), shortlist=("p4", "v"), experience=("founded",)),
    Says(goal_functions=("finance",), hours=(1, 2, 20), capacity=2, reports_to=("p1",)),
)
SINCE = (None, "2019", "2021-06", "2021-06-15")
_SINCE = st.sampled_from(SINCE)
ANSWER = (None, True, False)
SETTINGS: tuple[dict[str, Any], ...] = tuple(
    dict(zip(("listed", "show_connections", "bridge", "mentor", "research", "contact_audience"), chosen, strict=True))
    for chosen in product(
        (None, "members", "connections", "nobody"),
        ANSWER,
        ANSWER,
        ANSWER,
        ANSWER,
        (None, "nobody", "connections", "staff"),
    )
)
OPEN = tuple(
    answers
    for answers in SETTINGS
    if answers["listed"] in (None, "members") and answers["show_connections"] is not False
)
_SETTINGS = st.sampled_from(SETTINGS)
_ANY_ANSWERS = _SETTINGS | _SETTINGS | st.sampled_from(OPEN)


# What draws is made once: to make it anew for each person took longer than the drawing itself.
_NAMES = st.sampled_from(NAMES)
_FACTS: Mapping[str, st.SearchStrategy[Any]] = {
    "jobs": st.sampled_from(JOBS),
    "cohorts": st.sampled_from(COHORTS),
    "places": st.sampled_from(PLACES),
    "skills": st.sampled_from(SKILLSETS),
    "events": st.sampled_from(EVENTSETS),
    "groups": st.sampled_from(GROUPSETS),
    "says": st.sampled_from(SAID),
}
_EITHER = st.booleans()


def _facts(draw: st.DrawFn) -> dict[str, Any]:
    name, latin = draw(_NAMES)
    return {"name": name, "name_latin": latin, **{fact: draw(values) for fact, values in _FACTS.items()}}


def _person(draw: st.DrawFn, handle: str, answers: st.SearchStrategy[dict[str, Any]] = _ANY_ANSWERS) -> Person:
    """A person with any settings, or with those that `answers` draws."""
    contact = {"email": f"{handle}@example.org", "phone": f"+86-{handle}", "wechat": f"wx-{handle}"}
    about = f"About {handle}." if draw(_EITHER) else None
    settings = draw(answers)
    return Person(handle, **_facts(draw), **contact, about=about, key=f"K-{handle}", **settings)


@cache
def _pairs(handles: tuple[str, ...], fewest: int, most: int) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.sampled_from(list(combinations(handles, 2))), min_size=fewest, max_size=most, unique=True)


@cache
def _ordered(handles: tuple[str, ...], number: int, most: int) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Up to so many pairs, or threes, of different people."""
    return st.lists(st.sampled_from(list(permutations(handles, number))), max_size=most, unique=True)


@st.composite
def worlds(draw: st.DrawFn, smallest: int = 5, largest: int = len(HANDLES)) -> World:
    """A network of that many people, `v` and `w` among them with accounts, beside staff and a researcher."""
    handles = HANDLES[: draw(st.integers(smallest, largest))]
    everybody = tuple(_person(draw, handle) for handle in handles)
    if draw(_EITHER):
        known = draw(_pairs(handles, len(handles), 2 * len(handles)))
    else:  # among few people long ways are rare unless there is a chain
        known = list(dict.fromkeys([*pairwise(draw(st.permutations(handles))), *draw(_pairs(handles, 0, 3))]))
    known = list({frozenset(pair): pair for pair in known}.values())
    knows = tuple(Knows(a, b, draw(_SINCE)) for a, b in known)
    blocks = draw(_ordered(handles, 2, 3))
    return World(
        people=everybody,
        employers=EMPLOYERS,
        knows=knows,
        blocks=tuple(blocks),
        requests=draw(_requests(handles, knows)),
        introductions=draw(_introductions(handles)),
        shown=draw(_shown(handles)),
        dismissed=tuple(draw(_ordered(handles, 2, 3))),
        mentoring=draw(_mentoring(handles)),
        shown_mentors=tuple(draw(_ordered(handles, 2, 5))),
        parts=tuple((handle, role) for handle in handles if (role := draw(_ROLES)) is not None),
        pairs=draw(_matched(handles)),
        accounts=ACCOUNTS,
    )


ACCOUNTS = (
    Account("account-v", "alumnus", VIEWER),
    Account("account-w", "alumnus", SECOND),
    Account("account-staff", "staff"),
    Account("account-researcher", "researcher"),
)


@st.composite
def _requests(draw: st.DrawFn, handles: tuple[str, ...], knows: tuple[Knows, ...]) -> tuple[Asked, ...]:
    acquainted = {edge.ends for edge in knows}
    made: list[Asked] = []
    for day, (a, b) in enumerate(draw(_pairs(handles, 0, 5))):
        sender, receiver = draw(st.sampled_from(((a, b), (b, a))))
        state = draw(st.sampled_from(("pending", "declined", "withdrawn")))
        if frozenset((a, b)) in acquainted:
            state = "accepted"
        made.append(Asked(f"r-{a}-{b}", sender, receiver, state, draw(st.sampled_from((None, "你好"))), day // 2))
    return tuple(made)


FATES = (
    {},
    {},
    {"passed": True},
    {"passed": True, "days_ago": 3},
    {"days_ago": 20},
    {"passed": True, "days_ago": 20},
    {"days_ago": 40},
    {"state": "accepted", "passed": True},
    {"state": "withdrawn"},
    {"state": "withdrawn", "passed": True},
    {"state": "declined", "by": "introducer"},
    {"state": "declined", "by": "target", "passed": True},
    {"state": "declined", "by": "target", "passed": True, "days_ago": 20},
)
_FATES = st.sampled_from(FATES)


@st.composite
def _introductions(draw: st.DrawFn, handles: tuple[str, ...]) -> tuple[Introduce, ...]:
    asked = draw(_ordered(handles, 3, 6))
    return tuple(Introduce("-".join(("i", *three)), *three, to_target="您好", **draw(_FATES)) for three in asked)


_TIMES = st.integers(1, 3)


@st.composite
def _shown(draw: st.DrawFn, handles: tuple[str, ...]) -> tuple[tuple[str, str, int], ...]:
    pairs = draw(_ordered(handles, 2, 12))
    return tuple((a, b, draw(_TIMES)) for a, b in pairs)


ROLES = ("mentor", "mentee", None)
_ROLES = st.sampled_from(ROLES)
_BOTH = ("mentor", "mentee")
PAIR_FATES: tuple[dict[str, Any], ...] = (
    {"state": "proposed"},
    {"state": "invited"},
    {"state": "invited", "days_ago": 40},
    {"state": "accepted", "yes": ("mentee",), "days_ago": 3},
    {"state": "active", "yes": _BOTH, "note": "between the two"},
    {"state": "declined", "days_ago": 2},
    {"state": "withdrawn"},
)
_PAIR_FATES = st.sampled_from(PAIR_FATES)


@st.composite
def _matched(draw: st.DrawFn, handles: tuple[str, ...]) -> tuple[Paired, ...]:
    asked = draw(_ordered(handles, 2, 5))
    return tuple(Paired("-".join(("p", *two)), *two, **draw(_PAIR_FATES)) for two in asked)


@st.composite
def _mentoring(draw: st.DrawFn, handles: tuple[str, ...]) -> tuple[tuple[str, str, bool], ...]:
    pairs = draw(_ordered(handles, 2, 4))
    return tuple((mentor, mentee, draw(_EITHER)) for mentor, mentee in pairs)


# --- changes that a viewer must not notice ----------------------------------------------------------------------------
Change = Callable[[st.DrawFn, World, str], World]


def same_view(one: World, other: World, viewer: str) -> bool:
    """Whether both worlds look the same to that viewer, the order of things left aside."""
    return _sorted(view(one, viewer)) == _sorted(view(other, viewer))


def _sorted(world: World) -> World:
    knows = (replace(edge, a=min(edge.ends), b=max(edge.ends)) for edge in world.knows)
    return replace(
        world,
        people=tuple(sorted(map(_facts_sorted, world.people), key=lambda one: one.handle)),
        knows=tuple(sorted(knows, key=lambda edge: (edge.a, edge.b))),
        employers=tuple(sorted(world.employers, key=lambda one: one.handle)),
        skills=tuple(sorted(world.skills)),
        blocks=tuple(sorted(world.blocks)),
        shown=tuple(sorted(world.shown)),
        dismissed=tuple(sorted(world.dismissed)),
        mentoring=tuple(sorted(world.mentoring)),
        parts=tuple(sorted(world.parts)),
        pairs=tuple(sorted(world.pairs, key=lambda one: one.handle)),
        shown_mentors=tuple(sorted(world.shown_mentors)),
        requests=tuple(sorted(world.requests, key=lambda one: one.handle)),
        introductions=tuple(sorted(world.introductions, key=lambda one: one.handle)),
        cohorts=tuple(sorted(world.cohorts, key=lambda one: one.handle)),
        events=tuple(sorted(world.events, key=lambda one: one.handle)),
        groups=tuple(sorted(world.groups, key=lambda one: one.handle)),
    )


def _facts_sorted(one: Person) -> Person:
    return replace(one, jobs=tuple(sorted(one.jobs, key=repr)), cohorts=tuple(sorted(one.cohorts, key=repr)))


@st.composite
def twins(draw: st.DrawFn, world: World, viewer: str) -> World:
    """The world after up to eight changes that the viewer must not notice, with everything stored in another order."""
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8)):
        changed = change(draw, world, viewer)
        if same_view(world, changed, viewer):
            world = changed
    return stored_otherwise(world)


def stored_otherwise(world: World) -> World:
    """The same world, stored in the opposite order, so that no answer may follow the order of storing."""
    turned = tuple(replace(edge, a=edge.b, b=edge.a) for edge in reversed(world.knows))
    return replace(
        world,
        people=tuple(replace(one, jobs=one.jobs[::-1], cohorts=one.cohorts[::-1]) for one in reversed(world.people)),
        knows=turned,
        employers=world.employers[::-1],
        skills=world.skills[::-1],
        mentoring=world.mentoring[::-1],
        parts=world.parts[::-1],
        pairs=world.pairs[::-1],
        shown_mentors=world.shown_mentors[::-1],
        requests=world.requests[::-1],
        introductions=world.introductions[::-1],
        cohorts=world.cohorts[::-1],
        events=world.events[::-1],
        groups=world.groups[::-1],
    )


def _hidden(world: World, viewer: str) -> list[str]:
    shown = {one.handle for one in view(world, viewer).people}
    return [one.handle for one in world.people if one.handle not in shown]


def _with_person(world: World, changed: Person) -> World:
    return replace(world, people=tuple(changed if one.handle == changed.handle else one for one in world.people))


def without_person(world: World, handle: str) -> World:
    """The world after that person was erased."""
    return replace(
        world,
        people=tuple(one for one in world.people if one.handle != handle),
        knows=tuple(edge for edge in world.knows if handle not in edge.ends),
        blocks=tuple(pair for pair in world.blocks if handle not in pair),
        shown=tuple(one for one in world.shown if handle not in one),
        dismissed=tuple(pair for pair in world.dismissed if handle not in pair),
        mentoring=tuple(one for one in world.mentoring if handle not in one),
        parts=tuple(part for part in world.parts if part[0] != handle),
        pairs=tuple(one for one in world.pairs if handle not in one.people),
        shown_mentors=tuple(pair for pair in world.shown_mentors if handle not in pair),
        requests=tuple(one for one in world.requests if handle not in (one.sender, one.receiver)),
        introductions=tuple(one for one in world.introductions if handle not in one.people),
        accounts=tuple(account for account in world.accounts if account.person != handle),
    )


def _another_life(draw: st.DrawFn, world: World, viewer: str) -> World:
    hidden = _hidden(world, viewer)
    if not hidden:
        return world
    handle = draw(st.sampled_from(hidden))
    return _with_person(world, _person(draw, handle))


def _erased(draw: st.DrawFn, world: World, viewer: str) -> World:
    hidden = _hidden(world, viewer)
    return without_person(world, draw(st.sampled_from(hidden))) if hidden else world


_UNLISTED = st.sampled_from([answers for answers in SETTINGS if answers["listed"] in ("nobody", "connections")])


def _newcomer(draw: st.DrawFn, world: World, viewer: str) -> World:
    there = world.people_by_handle
    fresh = [handle for handle in NEWCOMERS if handle not in there]
    if not fresh:
        return world
    newcomer = _person(draw, fresh[0], _UNLISTED)
    friends = draw(st.lists(st.sampled_from(sorted(there)), max_size=5, unique=True))
    edges = tuple(Knows(fresh[0], friend) for friend in friends if newcomer.listed == "nobody" or friend != viewer)
    return replace(world, people=(*world.people, newcomer), knows=(*world.knows, *edges))


def _another_edge(draw: st.DrawFn, world: World, viewer: str) -> World:
    pair = draw(st.sampled_from(list(combinations(sorted(world.people_by_handle), 2))))
    others = tuple(edge for edge in world.knows if edge.ends != set(pair))
    return replace(world, knows=others if len(others) < len(world.knows) else (*others, Knows(*pair)))


def _another_answer(draw: st.DrawFn, world: World, viewer: str) -> World:
    handle = draw(st.sampled_from([handle for handle in world.people_by_handle if handle != viewer]))
    answers = draw(_SETTINGS)
    setting = draw(st.sampled_from(sorted(answers)))
    return _with_person(world, replace(world.person(handle), **{setting: answers[setting]}))


_PRIVATE = ("key", "email", "phone", "wechat", "source", "as_of")


def _another_private_field(draw: st.DrawFn, world: World, viewer: str) -> World:
    handle = draw(st.sampled_from([handle for handle in world.people_by_handle if handle != viewer]))
    name = draw(st.sampled_from(_PRIVATE))
    value = draw(st.sampled_from((None, f"other {name} of {handle}")))
    return _with_person(world, replace(world.person(handle), **{name: value}))


def _another_block(draw: st.DrawFn, world: World, viewer: str) -> World:
    a, b = draw(st.sampled_from(list(combinations(sorted(world.people_by_handle), 2))))
    pair = draw(st.sampled_from(((a, b), (b, a))))
    blocks = tuple(block for block in world.blocks if block != pair)
    return replace(world, blocks=blocks if len(blocks) < len(world.blocks) else (*blocks, pair))


def _another_showing(draw: st.DrawFn, world: World, viewer: str) -> World:
    a, b = draw(st.sampled_from(list(permutations(sorted(world.people_by_handle), 2))))
    others = tuple(one for one in world.shown if one[:2] != (a, b))
    return replace(world, shown=others if len(others) < len(world.shown) else (*others, (a, b, 2)))


def _another_dismissal(draw: st.DrawFn, world: World, viewer: str) -> World:
    pair = draw(st.sampled_from(list(permutations(sorted(world.people_by_handle), 2))))
    others = tuple(one for one in world.dismissed if one != pair)
    return replace(world, dismissed=others if len(others) < len(world.dismissed) else (*others, pair))


def _another_mentoring(draw: st.DrawFn, world: World, viewer: str) -> World:
    a, b = draw(st.sampled_from(list(permutations(sorted(world.people_by_handle), 2))))
    others = tuple(one for one in world.mentoring if one[:2] != (a, b))
    shown = tuple(one for one in world.shown_mentors if one != (a, b))
    if draw(_EITHER):
        return replace(world, mentoring=others if len(others) < len(world.mentoring) else (*others, (a, b, True)))
    return replace(world, shown_mentors=shown if len(shown) < len(world.shown_mentors) else (*shown, (a, b)))


def _another_pair(draw: st.DrawFn, world: World, viewer: str) -> World:
    a, b = draw(st.sampled_from(list(permutations(sorted(world.people_by_handle), 2))))
    handle = "-".join(("p", a, b))
    others = tuple(one for one in world.pairs if one.handle != handle)
    if len(others) < len(world.pairs):
        return replace(world, pairs=others)
    return replace(world, pairs=(*others, Paired(handle, a, b, **draw(_PAIR_FATES))))


def _another_part(draw: st.DrawFn, world: World, viewer: str) -> World:
    handle = draw(st.sampled_from(sorted(world.people_by_handle)))
    role = draw(st.sampled_from(_BOTH))
    others = tuple(part for part in world.parts if part[0] != handle)
    return replace(world, parts=others if len(others) < len(world.parts) else (*others, (handle, role)))


def _another_aim(draw: st.DrawFn, world: World, viewer: str) -> World:
    """Somebody tells the school alone something else."""
    one = draw(st.sampled_from([one for one in world.people if one.handle != viewer]))
    private = draw(st.sampled_from([said for said in SAID if said]))
    said = one.says or Says()
    names = ("goal_industries", "goal_functions", "goal_level", "goal_types", "reports_to", "shortlist")
    return _with_person(world, replace(one, says=replace(said, **{name: getattr(private, name) for name in names})))


def _another_decision(draw: st.DrawFn, world: World, viewer: str) -> World:
    if not world.requests:
        return world
    one = draw(st.sampled_from(world.requests))
    state = draw(st.sampled_from(("pending", "declined")))
    if one.state == "accepted":
        return world
    return replace(world, requests=tuple(replace(r, state=state) if r is one else r for r in world.requests))


def _another_request(draw: st.DrawFn, world: World, viewer: str) -> World:
    if world.requests and draw(_EITHER):
        gone = draw(st.sampled_from(world.requests))
        return replace(world, requests=tuple(one for one in world.requests if one != gone))
    a, b = draw(st.sampled_from(list(combinations(sorted(world.people_by_handle), 2))))
    if any({one.sender, one.receiver} == {a, b} for one in world.requests):
        return world
    known = any(edge.ends == {a, b} for edge in world.knows)
    state = "accepted" if known else draw(st.sampled_from(("pending", "declined")))
    return replace(world, requests=(*world.requests, Asked(f"r-{a}-{b}", a, b, state, "secret", 3)))


def _another_introduction(draw: st.DrawFn, world: World, viewer: str) -> World:
    if world.introductions and draw(_EITHER):
        one = draw(st.sampled_from(world.introductions))
        others = tuple(other for other in world.introductions if other != one)
        if draw(_EITHER):
            return replace(world, introductions=others)
        fate = draw(_FATES)
        fresh = Introduce(one.handle, one.asker, one.introducer, one.target, to_target=one.to_target)
        return replace(world, introductions=(*others, replace(fresh, **{"days_ago": one.days_ago, **fate})))
    if len(world.people) < 3:
        return world
    three = draw(st.permutations(sorted(world.people_by_handle)))[:3]
    handle = "-".join(("i", *three))
    if any(one.handle == handle for one in world.introductions):
        return world
    made = Introduce(handle, *three, to_introducer="secret", **draw(_FATES))
    return replace(world, introductions=(*world.introductions, made))


def _another_employer(draw: st.DrawFn, world: World, viewer: str) -> World:
    shown = {one.handle for one in view(world, viewer).employers}
    hidden = [one for one in world.employers if one.handle not in shown]
    if not hidden:
        return world
    one = draw(st.sampled_from(hidden))
    name = draw(st.sampled_from(("Acme Secret", "隐秘公司", "Engineer")))
    if any(other.name == name for other in world.employers):
        return world
    industry = draw(st.sampled_from((None, "I65", "J66")))
    changed = replace(one, name=name, industry=industry, aliases=("Acme Alias",))
    return replace(world, employers=tuple(changed if other is one else other for other in world.employers))


def _another_skill(draw: st.DrawFn, world: World, viewer: str) -> World:
    added = draw(st.sampled_from(("python internals", "pottery")))
    if added in world.skills:
        return replace(world, skills=tuple(skill for skill in world.skills if skill != added))
    return replace(world, skills=(*world.skills, added))


CHANGES: tuple[Change, ...] = (
    _another_life,
    _another_life,
    _erased,
    _newcomer,
    _newcomer,
    _another_edge,
    _another_edge,
    _another_edge,
    _another_answer,
    _another_answer,
    _another_private_field,
    _another_block,
    _another_showing,
    _another_dismissal,
    _another_mentoring,
    _another_pair,
    _another_part,
    _another_aim,
    _another_request,
    _another_decision,
    _another_introduction,
    _another_introduction,
    _another_employer,
    _another_skill,
)
