"""Small networks as plain descriptions: written down in a test, loaded into Neo4j, cut down to what one person may see.

A handle such as `"han"` names a thing in a test; its id in the graph is `stable_id("han")`. What the graph derives
(months, search text, pinyin, labels) is derived here as well, so that a description holds only facts.

    world = World(
        people=(person("han", jobs=(job("acme", "Engineer", since="2019-07"),)), person("li", listed="nobody")),
        employers=(Employer("acme", "Acme", "I65"),),
        knows=(Knows("han", "li"),),
    )
    await load_world(graph, world)
    seen = view(world, "han")     # a World again, without `li`
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import networkx as nx

from graph_service.directory import names
from graph_service.directory.dates import months_of
from graph_service.directory.facts import Kind, facts_text
from graph_service.graph import Graph, Runner
from graph_service.programmes.models import ProgrammeSettings
from graph_service.programmes.service import kept_settings
from tests.support import stable_id, statement

SOURCE, AS_OF = "registry", "2026-01-31"
CREATED_AT = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
NOW = datetime.now(UTC).replace(microsecond=0)
"""The present moment, the same for the whole run."""
ANSWER_DAYS = 14


# --- what a network is made of ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Industry:
    """A branch of the tree of industries."""

    code: str
    name: str
    level: str
    parent: str | None = None
    isic: str = "J"
    name_en: str = ""


@dataclass(frozen=True)
class Place:
    """A branch of the tree of places."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    name_en: str = ""


@dataclass(frozen=True)
class Cohort:
    """One intake of one programme."""

    handle: str
    name: str
    programme: str
    programme_type: str
    intake_year: int
    graduation_year: int


@dataclass(frozen=True)
class Employer:
    """Where people work, and the code of its industry."""

    handle: str
    name: str
    industry: str | None = None
    aliases: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True)
class Happening:
    """An event."""

    handle: str
    name: str
    date: str
    kind: str = "onsite"


@dataclass(frozen=True)
class Group:
    """A group."""

    handle: str
    name: str
    kind: str = "wechat"


@dataclass(frozen=True)
class Job:
    """A job; no `until` and not `over` is the present one."""

    employer: str
    title: str
    since: str | None = None
    until: str | None = None
    function: str | None = None
    level: int | None = None
    over: bool = False

    @property
    def current(self) -> bool:
        """Whether it is a present job."""
        return self.until is None and not self.over


@dataclass(frozen=True)
class Stay:
    """Being in a cohort, a place or a group for a time."""

    where: str
    since: str | None = None
    until: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Skilled:
    """A skill that is offered or wanted."""

    skill: str
    kind: str = "offered"


@dataclass(frozen=True)
class Says:
    """What somebody says for mentoring; of `reports_to` and `shortlist` handles."""

    goal_industries: tuple[str, ...] = ()
    goal_functions: tuple[str, ...] = ()
    goal_level: int | None = None
    goal_types: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    hours: tuple[int, ...] = ()
    in_person: bool | None = None
    reports_to: tuple[str, ...] = ()
    shortlist: tuple[str, ...] = ()
    capacity: int | None = None
    paused: bool = False


@dataclass(frozen=True)
class Person:
    """An alumnus with all settings; None is an answer that was never given."""

    handle: str
    name: str
    name_latin: str | None = None
    key: str | None = None
    about: str | None = None
    email: str | None = None
    phone: str | None = None
    wechat: str | None = None
    listed: str | None = None
    show_connections: bool | None = None
    bridge: bool | None = None
    mentor: bool | None = None
    research: bool | None = None
    contact_audience: str | None = None
    jobs: tuple[Job, ...] = ()
    cohorts: tuple[Stay, ...] = ()
    places: tuple[Stay, ...] = ()
    skills: tuple[Skilled, ...] = ()
    events: tuple[Stay, ...] = ()
    groups: tuple[Stay, ...] = ()
    says: Says | None = None
    mentees: int | None = None  # how many at present; None: as many as the world has
    source: str | None = SOURCE
    as_of: str | None = AS_OF

    @property
    def id(self) -> str:
        """The id it has in the graph."""
        return stable_id(self.handle)

    @property
    def order_key(self) -> int:
        """What decides between equals."""
        return names.order_key_of(self.id)


@dataclass(frozen=True, order=True)
class Knows:
    """Two people who know each other."""

    a: str
    b: str
    since: str | None = None

    @property
    def ends(self) -> frozenset[str]:
        """Both handles."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True, order=True)
class Asked:
    """A connection request."""

    handle: str
    sender: str
    receiver: str
    state: str = "pending"
    message: str | None = None
    day: int = 0


@dataclass(frozen=True, order=True)
class Paired:
    """A match of the world's mentoring programme, invited so many days ago; `yes` are the sides that said so."""

    handle: str
    mentor: str
    mentee: str
    state: str = "invited"
    yes: tuple[str, ...] = ()
    note: str | None = None
    days_ago: int = 1

    @property
    def people(self) -> set[str]:
        """Both."""
        return {self.mentor, self.mentee}

    @property
    def invited_at(self) -> datetime | None:
        """When they were invited; None while it is a proposal."""
        return None if self.state == "proposed" else NOW - timedelta(days=self.days_ago, hours=1)


@dataclass(frozen=True, order=True)
class Introduce:
    """A request for an introduction, made so many days ago; `passed` is whether it was passed on, a day later.

    `by` is who declined: introducer or target.
    """

    handle: str
    asker: str
    introducer: str
    target: str
    state: str = "open"
    by: str | None = None
    passed: bool = False
    to_introducer: str | None = None
    to_target: str | None = None
    days_ago: int = 1

    @property
    def people(self) -> set[str]:
        """All three."""
        return {self.asker, self.introducer, self.target}

    @property
    def created_at(self) -> datetime:
        """When it was made."""
        return NOW - timedelta(days=self.days_ago, hours=1)

    @property
    def expires_at(self) -> datetime:
        """When it expires without an answer."""
        return self.created_at + timedelta(days=ANSWER_DAYS + self.passed)

    def told(self, role: str) -> str:
        """The state that one of the three is told."""
        if self.by == role:
            return "declined"
        if self.state in ("accepted", "withdrawn"):
            return self.state
        if self.expires_at <= NOW:
            return "expired"
        return "forwarded" if self.passed else "asked"


@dataclass(frozen=True)
class Account:
    """An account that can ask at once: its token is made with it. `person` is a handle."""

    name: str
    role: str = "alumnus"
    person: str | None = None

    @property
    def token(self) -> str:
        """The bearer token."""
        return hashlib.sha256(f"token of {self.name}".encode()).hexdigest()[:43]


INDUSTRIES = (
    Industry("I", "信息传输、软件和信息技术服务业", "section", None, "J", "Information"),
    Industry("I64", "互联网和相关服务", "division", "I", "J", "Internet"),
    Industry("I65", "软件和信息技术服务业", "division", "I", "J", "Software"),
    Industry("I651", "软件开发", "group", "I65", "J", "Software development"),
    Industry("J", "金融业", "section", None, "K", "Finance"),
    Industry("J66", "货币金融服务", "division", "J", "K", "Banking"),
)
PLACES = (
    Place("CN", "中国", "country", None, "China"),
    Place("330000", "浙江省", "province", "CN", "Zhejiang"),
    Place("330100", "杭州市", "city", "330000", "Hangzhou"),
    Place("330200", "宁波市", "city", "330000", "Ningbo"),
    Place("310000", "上海市", "province", "CN", "Shanghai"),
)
COHORTS = (
    Cohort("law19", "法学2019级", "法学", "adult", 2019, 2022),
    Cohort("cs19", "计算机2019级", "计算机", "online", 2019, 2022),
    Cohort("law20", "法学2020级", "法学", "adult", 2020, 2023),
)
EVENTS = (Happening("spring", "春季校友会", "2024-03-16"), Happening("webinar", "线上讲座", "2023", "online"))
GROUPS = (Group("wx1", "法学校友群"), Group("chap", "杭州分会", "chapter"))
SKILLS = ("python", "negotiation", "accounting")


@dataclass(frozen=True)
class World:
    """A whole network: people and what connects them, the school's catalogue, accounts."""

    people: tuple[Person, ...] = ()
    employers: tuple[Employer, ...] = ()
    knows: tuple[Knows, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    requests: tuple[Asked, ...] = ()
    introductions: tuple[Introduce, ...] = ()
    shown: tuple[tuple[str, str, int], ...] = ()  # to whom, who was suggested, how often
    dismissed: tuple[tuple[str, str], ...] = ()  # by whom, who is not to be suggested
    mentoring: tuple[tuple[str, str, bool], ...] = ()  # the mentor, the mentee, whether it ended
    shown_mentors: tuple[tuple[str, str], ...] = ()  # to whom, which mentor was suggested
    parts: tuple[tuple[str, str], ...] = ()  # who takes part in the mentoring programme, as what
    pairs: tuple[Paired, ...] = ()
    accounts: tuple[Account, ...] = ()
    skills: tuple[str, ...] = SKILLS
    industries: tuple[Industry, ...] = INDUSTRIES
    places: tuple[Place, ...] = PLACES
    cohorts: tuple[Cohort, ...] = COHORTS
    events: tuple[Happening, ...] = EVENTS
    groups: tuple[Group, ...] = GROUPS
    ends_only: frozenset[str] = frozenset()
    default_listed: str = "members"
    default_show_connections: bool = True
    has_programme: bool = False  # it is there for everybody, also for those who see nobody that takes part in it

    def __post_init__(self) -> None:
        if self.parts or self.pairs:
            object.__setattr__(self, "has_programme", True)

    def person(self, handle: str) -> Person:
        """The person of that handle; KeyError when there is none."""
        return self.people_by_handle[handle]

    @property
    def people_by_handle(self) -> Mapping[str, Person]:
        """Everybody by handle."""
        return {one.handle: one for one in self.people}

    def listed(self, one: Person) -> str:
        """Who finds that person: the person's own answer, or the school's."""
        return one.listed or self.default_listed

    def discreet(self, one: Person) -> bool:
        """Whether that person hides connections: the person's own answer, or the school's."""
        return not (self.default_show_connections if one.show_connections is None else one.show_connections)

    def graph(self) -> nx.Graph[str]:
        """Who knows whom, as NetworkX has it; nodes are handles."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(one.handle for one in self.people)
        graph.add_edges_from((edge.a, edge.b, {"since": edge.since}) for edge in self.knows)
        return graph


def person(handle: str, name: str | None = None, **facts: Any) -> Person:
    """A person; without a name, the handle is the name."""
    return Person(handle, name or handle.title(), **facts)


def job(employer: str, title: str = "Engineer", **facts: Any) -> Job:
    """A job, the present one unless `until` is given."""
    return Job(employer, title, **facts)


# --- what one person may see ------------------------------------------------------------------------------------------
def sees(world: World, viewer: str, handle: str) -> bool:
    """Whether that member may know of that person at all."""
    if viewer == handle:
        return True
    listed = world.listed(world.person(handle))
    if listed == "nobody":
        return False
    if listed == "connections" and not any(edge.ends == {viewer, handle} for edge in world.knows):
        return False
    return not any({a, b} == {viewer, handle} for a, b in world.blocks)


def view(world: World, viewer: str) -> World:
    """The world without everything that the member may not see; on it nothing needs to be hidden any more.

    People and edges that are hidden are gone, so are employers and skills that only hidden people have. Of the others,
    what is theirs alone is None: settings, provenance, and contact fields meant for somebody else. `mentor` is True or
    None, because openness to mentoring is shown; so is `bridge`, for those who show their connections. Of what is said
    for mentoring the goal, the reporting line and the shortlist are not shown; how many mentees a mentor has is. Of
    requests for introductions between others it is left that they were made. Who hides connections is told apart
    (`ends_only`), because they are in the middle of nobody else's route.
    """
    visible = {one.handle for one in world.people if sees(world, viewer, one.handle)}
    acquainted = {other for edge in world.knows if viewer in edge.ends for other in edge.ends}
    discreet = {one.handle for one in world.people if world.discreet(one)}
    mentees = Counter(mentor for mentor, _, ended in world.mentoring if not ended)
    shown = (_as_shown(one, viewer, acquainted, discreet) for one in world.people if one.handle in visible)
    people = tuple(replace(one, mentees=mentees[one.handle], says=_naming(one.says, visible)) for one in shown)
    knows = tuple(
        edge for edge in world.knows if edge.ends <= visible and (viewer in edge.ends or not edge.ends & discreet)
    )
    workplaces = {held.employer for one in people for held in one.jobs}
    skills = {held.skill for one in people for held in one.skills}
    return replace(
        world,
        people=people,
        ends_only=frozenset(visible & discreet - {viewer}),
        knows=knows,
        blocks=tuple(block for block in world.blocks if block[0] == viewer),
        employers=tuple(replace(one, key=None) for one in world.employers if one.handle in workplaces),
        skills=tuple(skill for skill in world.skills if skill in skills),
        requests=tuple(
            _as_told(one, viewer)
            for one in world.requests
            if viewer in (pair := {one.sender, one.receiver}) and pair <= visible
        ),
        introductions=tuple(_as_introduced(world, one, viewer) for one in world.introductions if one.people <= visible),
        shown=tuple((a, b, times if a == viewer else 1) for a, b, times in world.shown if {a, b} <= visible),
        dismissed=tuple(pair for pair in world.dismissed if pair[0] == viewer and pair[1] in visible),
        mentoring=tuple(one for one in world.mentoring if {one[0], one[1]} <= visible),
        shown_mentors=tuple(pair for pair in world.shown_mentors if set(pair) <= visible),
        parts=tuple(part for part in world.parts if part[0] in visible),
        pairs=tuple(one for one in world.pairs if shows_pair(one, viewer) and one.people <= visible),
        accounts=tuple(account for account in world.accounts if account.person == viewer),
    )


def _as_shown(one: Person, viewer: str, acquainted: set[str], discreet: set[str]) -> Person:
    if one.handle == viewer:
        return one
    contact_shown = one.contact_audience == "connections" and one.handle in acquainted
    contact = {} if contact_shown else {"email": None, "phone": None, "wechat": None}
    private = ("key", "listed", "show_connections", "research", "contact_audience", "source", "as_of")
    bridge = True if one.bridge and one.handle not in discreet else None
    says = replace(
        one.says, goal_industries=(), goal_functions=(), goal_level=None, goal_types=(), reports_to=(), shortlist=()
    ) if one.says else None  # fmt: skip
    shown = {"bridge": bridge, "mentor": True if one.mentor else None, "says": says}
    return replace(one, **contact, **dict.fromkeys(private), **shown)


def _naming(says: Says | None, visible: set[str]) -> Says | None:
    """What somebody says without those whom they may not see."""
    if says is None:
        return None
    named = {name: tuple(one for one in getattr(says, name) if one in visible) for name in ("reports_to", "shortlist")}
    return replace(says, **named)


def _as_told(asked: Asked, viewer: str) -> Asked:
    """That a request was declined is not told to the one who asked."""
    return replace(asked, state="pending") if asked.sender == viewer and asked.state == "declined" else asked


def shows_pair(one: Paired, viewer: str) -> bool:
    """Whether a match is told to the viewer, if both can be seen: their own, once they were invited."""
    return viewer in one.people and one.invited_at is not None and one.state != "withdrawn"


def box_of(world: World, one: Introduce, viewer: str) -> str | None:
    """Which of the viewer's boxes a request for an introduction is in, if all three can be seen: by their role."""
    if viewer == one.asker:
        return "asker"
    if viewer == one.introducer and (one.passed or one.by == "introducer" or world.person(viewer).bridge):
        return "introducer"
    return "target" if viewer == one.target and one.passed else None


def _as_introduced(world: World, one: Introduce, viewer: str) -> Introduce:
    """What is told of a request for an introduction: to those who have it their part, to others that it was made."""
    role = box_of(world, one, viewer)
    if role is None:
        return replace(one, state="open", by=None, passed=False, to_introducer=None, to_target=None)
    to_introducer = None if role == "target" else one.to_introducer
    return replace(one, state=one.told(role), by=None, to_introducer=to_introducer)


# --- into Neo4j -------------------------------------------------------------------------------------------------------
_REPLACE = statement("MATCH (old) WHERE NOT old:SchemaMigration AND NOT old:School DETACH DELETE old")
_LOAD = statement(
    """
    UNWIND $nodes AS row
    CREATE (node:$(row.labels)) SET node = row.properties
    WITH collect(node) AS nodes
    UNWIND $edges AS row
    WITH nodes[row.a] AS a, nodes[row.b] AS b, row
    CREATE (a)-[edge:$(row.type)]->(b) SET edge = row.properties
    """
)


async def load_world(graph: Graph, world: World) -> None:
    """Makes the graph that world and nothing else, in one transaction."""
    rows = _Rows(world)

    async def replace_all(transaction: Runner) -> None:
        await transaction.run(_REPLACE)
        await transaction.run(_LOAD, nodes=rows.nodes, edges=rows.edges)

    await graph.transact(replace_all)


def search_text(world: World, one: Person) -> str:
    """What full-text search reads of that person."""
    pinyin = names.pinyin_of(one.name)
    employers = {employer.handle: employer.name for employer in world.employers}
    workplaces, titles = [employers[held.employer] for held in one.jobs], [held.title for held in one.jobs]
    return names.search_text(one.name, one.name_latin, pinyin, names.initials_of(pinyin), workplaces, titles)


def month_span(since: str | None, until: str | None) -> tuple[int | None, int | None]:
    """The first month of the beginning and the last month of the end."""
    return (months_of(since)[0] if since else None, months_of(until)[1] if until else None)


def recent_month(one: Person) -> int:
    """The latest month in which a job or a cohort of that person began, 0 when that is not known."""
    starts = [month_span(held.since, None)[0] for held in (*one.jobs, *one.cohorts)]
    return max((start for start in starts if start is not None), default=0)


@dataclass
class _Rows:
    """A world as rows of nodes and edges; an edge names its ends by their places in the list of nodes."""

    world: World
    nodes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    edges: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _places: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def __post_init__(self) -> None:
        self._catalogue()
        for one in self.world.people:
            self._node("Alumnus", one.handle, _alumnus(self.world, one), *_states(self.world, one))
        for one in self.world.people:
            self._facts(one)
        self._sizes()
        for edge in self.world.knows:
            since = {"since": edge.since, "since_month": month_span(edge.since, None)[0]}
            self._edge("Alumnus", edge.a, "KNOWS", "Alumnus", edge.b, **since, **_PROVENANCE)
        for blocker, blocked in self.world.blocks:
            was_called = f"{blocked} as they were called"
            self._edge("Alumnus", blocker, "BLOCKS", "Alumnus", blocked, created_at=CREATED_AT, name=was_called)
        for looker, other, times in self.world.shown:
            self._edge("Alumnus", looker, "WAS_SHOWN", "Alumnus", other, times=times, at=CREATED_AT)
        for looker, other in self.world.dismissed:
            self._edge("Alumnus", looker, "DISMISSED", "Alumnus", other, at=CREATED_AT)
        for mentor, mentee, ended in self.world.mentoring:
            over = {"to": "2025-06-30", "ended": "completed"} if ended else {}
            about = {"match_id": f"{mentor} {mentee}", "from": "2025-01-01", **over}
            self._edge("Alumnus", mentor, "MENTORS", "Alumnus", mentee, **about)
        for looker, mentor in self.world.shown_mentors:
            self._edge("Alumnus", looker, "WAS_SHOWN_MENTOR", "Alumnus", mentor, times=1, at=CREATED_AT)
        for asked in self.world.requests:
            self._request(asked)
        for one in self.world.introductions:
            self._introduction(one)
        if self.world.has_programme:
            self._programme()
        for account in self.world.accounts:
            self._account(account)

    def _node(self, label: str, handle: str, properties: Mapping[str, Any], *states: str) -> None:
        self._places[label, handle] = len(self.nodes)
        kept = {name: value for name, value in properties.items() if value is not None}
        self.nodes.append({"labels": [label, *states], "properties": {"id": stable_id(f"{label}:{handle}"), **kept}})

    def _edge(self, from_label: str, a: str, relation: str, to_label: str, b: str, /, **properties: Any) -> None:
        kept = {name: value for name, value in properties.items() if value is not None}
        ends = {"a": self._places[from_label, a], "b": self._places[to_label, b]}
        self.edges.append({**ends, "type": relation, "properties": kept})

    def _catalogue(self) -> None:
        world = self.world
        for one in world.industries:
            self._node("Industry", one.code, _fields(one, "code", "name", "name_en", "level", "isic"))
        for one in world.places:
            self._node("Place", one.code, _fields(one, "code", "name", "name_en", "kind"))
        for label, tree in (("Industry", world.industries), ("Place", world.places)):
            for one in tree:
                if one.parent:
                    self._edge(label, one.code, "PART_OF", label, one.parent)
        for one in world.cohorts:
            years = _fields(one, "name", "programme", "programme_type", "intake_year", "graduation_year")
            self._node("Cohort", one.handle, {"key": one.handle, **years, **_PROVENANCE})
        for one in world.events:
            month = {"month": month_span(one.date, None)[0]}
            self._node("Event", one.handle, {"key": one.handle, **_fields(one, "name", "date", "kind"), **month})
        for one in world.groups:
            self._node("Group", one.handle, {"key": one.handle, **_fields(one, "name", "kind")})
        for skill in world.skills:
            self._node("Skill", skill, {"name": skill, "normal_name": names.normal_name(skill)})
        for one in world.employers:
            normal = {
                "normal_name": names.normal_name(one.name),
                "alias_names": [names.normal_name(alias) for alias in one.aliases],
            }
            properties = {"name": one.name, "key": one.key, "aliases": list(one.aliases), **normal, **_PROVENANCE}
            self._node("Employer", one.handle, properties)
            if one.industry:
                self._edge("Employer", one.handle, "IN_INDUSTRY", "Industry", one.industry)

    def _facts(self, one: Person) -> None:
        for held in one.jobs:
            about = _fields(held, "title", "function", "level", "current")
            self._edge("Alumnus", one.handle, "WORKED_AT", "Employer", held.employer, **about, **_period(held))
        for stay in one.cohorts:
            self._edge("Alumnus", one.handle, "MEMBER_OF", "Cohort", stay.where, **_period(stay))
        for stay in one.places:
            current = stay.until is None
            self._edge("Alumnus", one.handle, "LIVES_IN", "Place", stay.where, current=current, **_period(stay))
        for held in one.skills:
            self._edge("Alumnus", one.handle, "HAS_SKILL", "Skill", held.skill, kind=held.kind, **_PROVENANCE)
        for stay in one.events:
            self._edge("Alumnus", one.handle, "ATTENDED", "Event", stay.where, role=stay.role, **_PROVENANCE)
        for stay in one.groups:
            self._edge("Alumnus", one.handle, "IN_GROUP", "Group", stay.where, role=stay.role, **_period(stay))
        if one.says:
            said = {**one.says.__dict__, "languages": [f"{code}:{level}" for code, level in one.says.languages]}
            for named in ("reports_to", "shortlist"):
                said[named] = [stable_id(handle) for handle in said[named]]
            self._node("MentoringProfile", one.handle, {"alumnus_id": one.id, **said})
            self._edge("MentoringProfile", one.handle, "OF", "Alumnus", one.handle)

    def _sizes(self) -> None:
        """How many people every member may see in each context, as the service keeps it."""
        listed: dict[tuple[str, str], set[str]] = {}
        for one in self.world.people:
            if self.world.listed(one) == "members":
                held = [("Employer", job.employer) for job in one.jobs]
                stays = (("Cohort", one.cohorts), ("Event", one.events), ("Group", one.groups))
                held += [(label, stay.where) for label, all_of_them in stays for stay in all_of_them]
                for context in held:
                    listed.setdefault(context, set()).add(one.handle)
        for context, people in listed.items():
            self.nodes[self._places[context]]["properties"]["listed_size"] = len(people)

    def _request(self, asked: Asked) -> None:
        sent = CREATED_AT + timedelta(days=asked.day)
        decided = None if asked.state == "pending" else sent + timedelta(days=1)
        about = {"state": asked.state, "message": asked.message, "created_at": sent, "decided_at": decided}
        self._node("ConnectionRequest", asked.handle, about)
        self._edge("Alumnus", asked.sender, "SENT", "ConnectionRequest", asked.handle)
        self._edge("ConnectionRequest", asked.handle, "TO", "Alumnus", asked.receiver)

    def _introduction(self, one: Introduce) -> None:
        decided = one.created_at + timedelta(days=1)
        about = {
            "state": one.state,
            "declined_by": one.by,
            "to_introducer": one.to_introducer,
            "to_target": one.to_target,
            "created_at": one.created_at,
            "forwarded_at": decided if one.passed else None,
            "decided_at": decided if one.state in ("accepted", "declined") else None,
            "withdrawn_at": decided if one.state == "withdrawn" else None,
            "expires_at": one.expires_at,
        }
        self._node("IntroductionRequest", one.handle, about)
        self._edge("Alumnus", one.asker, "ASKED", "IntroductionRequest", one.handle)
        self._edge("IntroductionRequest", one.handle, "THROUGH", "Alumnus", one.introducer)
        self._edge("IntroductionRequest", one.handle, "TOWARDS", "Alumnus", one.target)

    def _programme(self) -> None:
        settings = kept_settings(ProgrammeSettings(name="spring"))
        moments = {"created_at": CREATED_AT, "updated_at": CREATED_AT}
        self._node(
            "MentoringProgramme", "spring", {**settings, "salt": "", "state": "open", "weights_version": 1, **moments}
        )
        round_of = {"programme_id": id_of("MentoringProgramme", "spring"), "number": 1, "state": "published"}
        self._node("MatchingRound", "first", {**round_of, "mode": "fair", "progress": 1.0, "created_at": CREATED_AT})
        self._edge("MatchingRound", "first", "ROUND_OF", "MentoringProgramme", "spring")
        for handle, role in self.world.parts:
            self._node(
                "Participant", handle, {"role": role, "state": "joined", "added_by": "self", "joined_at": CREATED_AT}
            )
            self._edge("Alumnus", handle, "TAKES_PART", "Participant", handle)
            self._edge("Participant", handle, "IN_PROGRAMME", "MentoringProgramme", "spring")
        for one in self.world.pairs:
            self._pair(one)

    def _pair(self, one: Paired) -> None:
        about = {
            "programme_id": id_of("MentoringProgramme", "spring"),
            "round_id": id_of("MatchingRound", "first"),
            "state": one.state,
            "score": 500,
            "locked": False,
            "invited_at": one.invited_at,
            "expires_at": one.invited_at and one.invited_at + timedelta(days=ANSWER_DAYS),
            "active_at": one.invited_at if one.state in ("active", "completed", "ended") else None,
            **{f"{side}_accepted_at": one.invited_at for side in one.yes},
        }
        self._node("Match", one.handle, about)
        self._edge("Match", one.handle, "IN_ROUND", "MatchingRound", "first")
        self._edge("Match", one.handle, "PAIRS_MENTOR", "Alumnus", one.mentor)
        self._edge("Match", one.handle, "PAIRS_MENTEE", "Alumnus", one.mentee)
        if one.note is not None:
            meeting = {"on": "2025-01-15", "minutes": 30, "kind": "online", "note": one.note, "created_at": CREATED_AT}
            self._node("MentoringMeeting", one.handle, meeting)
            self._edge("MentoringMeeting", one.handle, "MEETING_OF", "Match", one.handle)

    def _account(self, account: Account) -> None:
        about = {"name": account.name, "role": account.role, "disabled": False, "created_at": CREATED_AT}
        self._node("Account", account.name, {**about, "password_hash": "none"})
        now = datetime.now(UTC)
        digest = hashlib.sha256(account.token.encode()).hexdigest()
        token = {"hash": digest, "created_at": now, "expires_at": now + timedelta(hours=1), "revoked": False}
        self._node("Token", account.name, token)
        self._edge("Token", account.name, "OF", "Account", account.name)
        if account.person:
            self._edge("Account", account.name, "IS", "Alumnus", account.person)


_PROVENANCE = {"source": SOURCE, "as_of": AS_OF}


def _fields(one: object, *names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _period(stay: Job | Stay) -> dict[str, Any]:
    first, last = month_span(stay.since, stay.until)
    return {"from": stay.since, "to": stay.until, "from_month": first, "to_month": last, **_PROVENANCE}


def _alumnus(world: World, one: Person) -> dict[str, Any]:
    pinyin = names.pinyin_of(one.name)
    stored = ("key", "name", "name_latin", "about", "email", "phone", "wechat", "listed", "show_connections", "bridge")
    return {
        **_fields(one, *stored, "mentor", "research", "contact_audience", "source", "as_of", "id", "order_key"),
        "pinyin": pinyin,
        "initials": names.initials_of(pinyin),
        "search": search_text(world, one),
        "facts": facts_text(
            _said(world, one),
            pinyin,
            names.initials_of(pinyin),
            one.order_key,
            recent_month(one),
            open_to_mentoring=one.mentor,
        ),
        "recent_month": recent_month(one),
        "created_at": CREATED_AT,
        "updated_at": CREATED_AT,
    }


def _said(world: World, one: Person) -> Iterable[tuple[Kind, Any]]:
    industries = {employer.handle: employer.industry for employer in world.employers}
    for job in one.jobs:
        yield "employer", id_of("Employer", job.employer)
        if job.current:
            yield "present_employer", id_of("Employer", job.employer)
            yield "function", job.function
            yield "level", job.level
            if code := industries[job.employer]:
                yield "industry", id_of("Industry", code)
    yield from (("place", id_of("Place", stay.where)) for stay in one.places if stay.until is None)
    yield from (("cohort", id_of("Cohort", stay.where)) for stay in one.cohorts)
    yield from (("skill", id_of("Skill", held.skill)) for held in one.skills if held.kind == "offered")


def _states(world: World, one: Person) -> Iterable[str]:
    yield from {"nobody": ("Hidden",), "connections": ("ConnectionsOnly",)}.get(world.listed(one), ())
    if world.discreet(one):
        yield "Discreet"
    if one.mentor:
        yield "Mentor"
    if one.bridge:
        yield "Bridge"


def id_of(label: str, handle: str) -> str:
    """The id of a thing of the graph: `id_of("Employer", "acme")`; of a person, `Person.id`."""
    return stable_id(handle) if label == "Alumnus" else stable_id(f"{label}:{handle}")
