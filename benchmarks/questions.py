"""The questions of the directory and the connections room, each with random parameters that have an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

from benchmarks.cast import Cast, Member, Profile


class Ask(NamedTuple):
    """One request: who asks, and for what."""

    member: Member
    path: str


Draw = Callable[[Cast, Random], Ask]
Accept = Callable[[Any], bool]

PAGE_P99_MS = 200.0
FACETS_P99_MS = 250.0
CONNECTION_P99_MS = 60.0
ROUTES_P99_MS = 100.0
INTRODUCTIONS_P99_MS = 120.0
SUGGESTIONS_P99_MS = 150.0
HUB_P99_MS = 300.0
RATIO = 2.0
SERVICE_MB = 300.0


def any_answer(_: Any) -> bool:
    """Whatever the answer is, if it is one."""
    return True


class Question(NamedTuple):
    """A kind of question. `p99_ms` is the target of the API's p99, if there is one; `accept` says which answers count.

    The draw is repeated when the answer is not 200 or does not count: somebody two steps away by one road may know the
    viewer as well.
    """

    name: str
    about: str
    draw: Draw
    p99_ms: float | None = None
    accept: Accept = any_answer


def questions_named(names: Sequence[str]) -> list[Question]:
    """The questions of these names, or whose names begin so; all of them for no name. Raises KeyError."""
    chosen = [one for one in QUESTIONS if not names or any(one.name.startswith(name) for name in names)]
    if unknown := [name for name in names if not any(one.name.startswith(name) for one in QUESTIONS)]:
        raise KeyError(", ".join(unknown))
    return chosen


def _viewer(cast: Cast, random: Random) -> Member:
    return random.choice(cast.viewers)


def _hub(cast: Cast, random: Random) -> Member:
    return random.choice(cast.hubs)


Filters = Callable[[Cast, Random], dict[str, Any]]
Who = Callable[[Cast, Random], Member]


def _search(filters: Filters, who: Who = _viewer) -> Draw:
    return lambda cast, random: Ask(who(cast, random), _path("/v1/alumni", filters(cast, random)))


def _facets(filters: Filters, who: Who = _viewer) -> Draw:
    return lambda cast, random: Ask(who(cast, random), _path("/v1/alumni/facets", filters(cast, random)))


def _list(where: str, text: Filters) -> Draw:
    return lambda cast, random: Ask(_viewer(cast, random), _path(f"/v1/{where}", text(cast, random)))


def _path(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _somebody(cast: Cast, random: Random) -> Profile:
    return random.choice(cast.profiles)


def _at_work(cast: Cast, random: Random) -> Profile:
    return random.choice(cast.employed())


def _job(cast: Cast, random: Random) -> Any:
    return _at_work(cast, random).job


def _nothing(_cast: Cast, _random: Random) -> dict[str, Any]:
    return {}


def _industry_and_city(cast: Cast, random: Random) -> dict[str, Any]:
    one = _at_work(cast, random)
    return {"industry": (one.job or {})["industry"], "place": one.city}


def _large_industry(cast: Cast, random: Random) -> dict[str, Any]:
    return {"industry": random.choice(cast.largest_industries)}


def _large_industry_and_city(cast: Cast, random: Random) -> dict[str, Any]:
    return {**_large_industry(cast, random), "place": _at_work(cast, random).city}


def _employer(cast: Cast, random: Random) -> dict[str, Any]:
    return {"employer": _job(cast, random)["employer"]}


def _large_employer(cast: Cast, random: Random) -> dict[str, Any]:
    return {"employer": random.choice(cast.largest_employers)}


def _cohort(cast: Cast, random: Random) -> dict[str, Any]:
    return {"cohort": random.choice([one.cohort["id"] for one in cast.profiles if one.cohort])}


def _programme(cast: Cast, random: Random) -> dict[str, Any]:
    cohort = random.choice([one.cohort for one in cast.profiles if one.cohort and one.cohort["graduation_year"]])
    year = cohort["graduation_year"]
    return {"programme_type": cohort["programme_type"], "graduation_from": year - 1, "graduation_to": year + 1}


def _skill(cast: Cast, random: Random) -> dict[str, Any]:
    return {"skill": random.choice([one.skill_id for one in cast.profiles if one.skill_id])}


def _function(cast: Cast, random: Random) -> dict[str, Any]:
    job = random.choice([one.job for one in cast.employed() if one.job and one.job["function"]])
    return {"function": job["function"], "level_min": 4}


def _name(cast: Cast, random: Random) -> dict[str, Any]:
    return {"q": _somebody(cast, random).name}


def _part_of_name(cast: Cast, random: Random) -> dict[str, Any]:
    return {"q": random.choice([one.name for one in cast.profiles if len(one.name) > 2])[1:]}


def _pinyin(cast: Cast, random: Random) -> dict[str, Any]:
    return {"q": random.choice([one.pinyin.replace(" ", "") for one in cast.profiles if one.pinyin])}


def _initials(cast: Cast, random: Random) -> dict[str, Any]:
    return {"q": random.choice([one.initials for one in cast.profiles if one.initials])}


def _employer_words(cast: Cast, random: Random) -> dict[str, Any]:
    return {"q": _job(cast, random)["employer_name"][:4]}


def _title(cast: Cast, random: Random) -> dict[str, Any]:
    return {"q": random.choice([one.job["title"] for one in cast.employed() if one.job and one.job["title"]])}


def _and(filters: Filters, **more: Any) -> Filters:
    return lambda cast, random: {**filters(cast, random), **more}


def _record(cast: Cast, random: Random) -> Ask:
    return Ask(_viewer(cast, random), f"/v1/alumni/{_somebody(cast, random).id}")


def _employer_record(cast: Cast, random: Random) -> Ask:
    return Ask(_viewer(cast, random), f"/v1/employers/{random.choice(cast.largest_employers)}")


def _network(hops: int, who: Who) -> Draw:
    def draw(cast: Cast, random: Random) -> Ask:
        middle = _somebody(cast, random).id if who is _viewer else _hub(cast, random).id
        return Ask(_viewer(cast, random), f"/v1/alumni/{middle}/network?hops={hops}")

    return draw


def _connection(cast: Cast, random: Random) -> Ask:
    member, other = _viewer(cast, random), _somebody(cast, random)
    return _how_connected(member, other.id)


def _how_connected(member: Member, other_id: str) -> Ask:
    return Ask(member, f"/v1/connections/{other_id}?routes=0")


def _connection_of_hub(cast: Cast, random: Random) -> Ask:
    return _how_connected(_hub(cast, random), _somebody(cast, random).id)


def _connection_to_hub(cast: Cast, random: Random) -> Ask:
    return _how_connected(_viewer(cast, random), _hub(cast, random).id)


def _connection_between_hubs(cast: Cast, random: Random) -> Ask:
    one, other = random.sample(list(cast.hubs), 2)
    return _how_connected(one, other.id)


def _with_routes(draw: Draw) -> Draw:
    def drawn(cast: Cast, random: Random) -> Ask:
        ask = draw(cast, random)
        return ask._replace(path=ask.path.replace("routes=0", "routes=3"))

    return drawn


def _connection_at(steps: int) -> Draw:
    def draw(cast: Cast, random: Random) -> Ask:
        member = random.choice([one for one in cast.viewers if cast.walks[one.id][steps]])
        return _how_connected(member, random.choice(list(cast.walks[member.id][steps])))

    return draw


def _at_degree(degree: int) -> Accept:
    return lambda answer: answer["degree"] == degree


def _begins(field: str) -> Filters:
    def filters(cast: Cast, random: Random) -> dict[str, Any]:
        texts = {
            "employer": [one.job["employer_name"] for one in cast.employed() if one.job],
            "cohort": [one.cohort["name"][:4] + " " + one.cohort["name"][5:9] for one in cast.profiles if one.cohort],
            "skill": [one.skill for one in cast.profiles if one.skill],
            "industry": ["制造", "金融", "软件", "教育", "建筑", "批发", "农", "医"],
            "place": ["北", "上海", "广", "江", "shang", "南京", "成都", "武"],
        }[field]
        text = random.choice(texts)
        return {"q": text if field == "cohort" else text[: random.randint(1, 3)]}

    return filters


def _page(name: str, about: str, filters: Filters, who: Who = _viewer) -> Question:
    return Question(f"alumni.{name}", about, _search(filters, who), PAGE_P99_MS)


def _counts(name: str, about: str, filters: Filters, who: Who = _viewer) -> Question:
    return Question(f"facets.{name}", about, _facets(filters, who), FACETS_P99_MS)


def _how(name: str, about: str, draw: Draw, accept: Accept = any_answer) -> Question:
    return Question(f"connections.{name}", about, draw, CONNECTION_P99_MS, accept)


def _routes(name: str, about: str, draw: Draw, accept: Accept = any_answer, p99_ms: float = ROUTES_P99_MS) -> Question:
    return Question(f"routes.{name}", about, _with_routes(draw), p99_ms, accept)


def _introductions(filters: Filters, who: Who = _viewer) -> Draw:
    return lambda cast, random: Ask(who(cast, random), _path("/v1/introductions", filters(cast, random)))


def _city(cast: Cast, random: Random) -> dict[str, Any]:
    return {"place": _at_work(cast, random).city}


def _industry(cast: Cast, random: Random) -> dict[str, Any]:
    return {"industry": _job(cast, random)["industry"]}


def _meeting(
    name: str, about: str, filters: Filters, who: Who = _viewer, p99_ms: float = INTRODUCTIONS_P99_MS
) -> Question:
    return Question(f"introductions.{name}", about, _introductions(filters, who), p99_ms)


def _move(_cast: Cast, random: Random) -> dict[str, Any]:
    start, end = random.sample(["sales", "product", "software", "finance", "operations"], 2)
    return {"from_function": start, "to_function": end}


def _suggested(mode: str, who: Who) -> Draw:
    return lambda cast, random: Ask(who(cast, random), f"/v1/suggestions?mode={mode}")


QUESTIONS: tuple[Question, ...] = (
    _page("industry+city", "industry and city of a random person", _industry_and_city),
    _page("industry+city.hub", "the same, asked by the best-connected", _industry_and_city, _hub),
    _page("large industry", "one of the 10 largest industries", _large_industry),
    _page("large industry.recency", "the same, latest first", _and(_large_industry, sort="recency")),
    _page("large industry.name", "the same, by name", _and(_large_industry, sort="name")),
    _page("large industry+city", "one of them, in a city", _large_industry_and_city),
    _page("employer", "the employer of a random person", _employer),
    _page("large employer", "one of the 10 largest employers", _large_employer),
    _page("large employer.now", "the same, present jobs only", _and(_large_employer, employer_when="now")),
    _page("cohort", "a cohort", _cohort),
    _page("programme+years", "a programme type and three years", _programme),
    _page("programme+years.name", "the same, by name", _and(_programme, sort="name")),
    _page("function+level", "a function from level 4 up", _function),
    _page("skill", "a skill", _skill),
    _page("mentors+industry", "mentors in a large industry", _and(_large_industry, open_to_mentoring="true")),
    _page("text.name", "a whole name in Chinese", _name),
    _page("text.part", "a given name in Chinese", _part_of_name),
    _page("text.pinyin", "a whole name in pinyin", _pinyin),
    _page("text.initials", "initials", _initials),
    _page("text.employer", "the beginning of an employer's name", _employer_words),
    _page("text.title", "a job title", _title),
    _page("text+city", "initials and a city", lambda c, r: {**_initials(c, r), "place": _at_work(c, r).city}),
    _page("degree 1", "my connections", _and(_nothing, degree=1)),
    _page("degree 2", "their connections", _and(_nothing, degree=2)),
    _page("degree 2.hub", "the same, asked by the best-connected", _and(_nothing, degree=2), _hub),
    _page("degree 2+industry", "second degree in an industry", _and(_industry_and_city, degree=2)),
    _page("degree 3+industry", "third degree in a large industry", _and(_large_industry, degree=3)),
    _page("everybody", "no filter, nearest first", _nothing),
    _page("everybody.recency", "no filter, latest first", _and(_nothing, sort="recency")),
    _counts("industry+city", "industry and city of a random person", _industry_and_city),
    _counts("large industry", "one of the 10 largest industries", _large_industry),
    _counts("large employer", "one of the 10 largest employers", _large_employer),
    _counts("programme+years", "a programme type and three years", _programme),
    _counts("text.part", "a given name in Chinese", _part_of_name),
    _counts("degree 2", "their connections", _and(_nothing, degree=2)),
    _counts("everybody", "no filter", _nothing),
    Question("record", "somebody's record", _record),
    Question("network.1 hop", "the people around somebody", _network(1, _viewer)),
    Question("network.2 hops", "and those around them", _network(2, _viewer)),
    Question("network.2 hops.hub", "around one of the best-connected", _network(2, _hub)),
    Question("industries", "the tree of industries", _list("industries", _nothing)),
    Question("industries.q", "autocomplete", _list("industries", _begins("industry"))),
    Question("places.q", "autocomplete", _list("places", _begins("place"))),
    Question("employers", "the first page of employers", _list("employers", _nothing)),
    Question("employers.q", "autocomplete", _list("employers", _begins("employer"))),
    Question("cohorts.q", "autocomplete", _list("cohorts", _begins("cohort"))),
    Question("skills.q", "autocomplete", _list("skills", _begins("skill"))),
    Question("employer", "one of the 10 largest employers", _employer_record),
    _how("random", "somebody at random", _connection),
    _how("degree 2", "somebody at degree 2", _connection_at(2), _at_degree(2)),
    _how("degree 3", "somebody at degree 3", _connection_at(3), _at_degree(3)),
    _how("of hub", "one of the best-connected asks", _connection_of_hub),
    _how("to hub", "about one of the best-connected", _connection_to_hub),
    _how("between hubs", "both are", _connection_between_hubs),
    _routes("random", "with the strongest routes, to somebody at random", _connection),
    _routes("degree 2", "to somebody at degree 2", _connection_at(2), _at_degree(2)),
    _routes("degree 3", "to somebody at degree 3", _connection_at(3), _at_degree(3)),
    _routes("of hub", "one of the best-connected asks", _connection_of_hub, p99_ms=HUB_P99_MS),
    _routes("to hub", "about one of the best-connected", _connection_to_hub, p99_ms=HUB_P99_MS),
    _routes("between hubs", "both are", _connection_between_hubs, p99_ms=HUB_P99_MS),
    _meeting("employer", "to the employer of a random person", _employer),
    _meeting("large employer", "to one of the 10 largest", _large_employer, p99_ms=HUB_P99_MS),
    _meeting("industry", "to the industry of a random person", _industry),
    _meeting("place", "to the city of a random person", _city),
    _meeting("employer.hub", "the best-connected ask", _employer, _hub, HUB_P99_MS),
    _meeting("large employer.hub", "to one of the 10 largest", _large_employer, _hub, HUB_P99_MS),
    Question("suggestions.known", "people I probably know", _suggested("known", _viewer), SUGGESTIONS_P99_MS),
    Question("suggestions.known.hub", "the best-connected ask", _suggested("known", _hub), HUB_P99_MS),
    Question("suggestions.new", "people worth meeting", _suggested("new", _viewer), SUGGESTIONS_P99_MS),
    Question("suggestions.new.hub", "the best-connected ask", _suggested("new", _hub), HUB_P99_MS),
    Question("mentors.suggested", "mentors for me", _list("me/mentor-suggestions", _nothing), SUGGESTIONS_P99_MS),
    Question(
        "mentors.suggested.20", "twenty of them", _list("me/mentor-suggestions", lambda _c, _r: {"k": 20}), HUB_P99_MS
    ),
    Question("insights", "where alumni like me are", _list("insights", _nothing)),
    Question("insights.anybody", "where everybody is", _list("insights", lambda _c, _r: {"like": "anybody"})),
    Question("paths", "who went from one function to another", _list("paths", _move)),
    Question("requests", "my connection requests", _list("connection-requests", _nothing)),
    Question("me", "what the school holds about me", _list("me", _nothing)),
)
