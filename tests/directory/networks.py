"""Random small networks for the directory, as Hypothesis strategies, and questions to ask them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.worlds import Account, Employer, Job, Knows, Person, Skilled, Stay, World, id_of, person

NAMES = ("韩小宁", "韩晓宁", "单雄信", "欧阳娜", "李娜", "王伟", "吕布", "John Smith", "Ànne O'Neil", "王　伟")
EMPLOYERS = (
    Employer("acme", "Acme 软件有限公司", "I65", aliases=("爱克米",)),
    Employer("bank", "宁波银行", "J66"),
    Employer("lab", "小宁实验室", "I651"),
    Employer("shop", "无行业商店"),
)
TITLES = ("经理", "Engineer", "软件工程师", "Head of sales")
HANDLES = ("a", "b", "c", "d", "e", "f", "g", "h")


def jobs() -> st.SearchStrategy[tuple[Job, ...]]:
    dates = st.sampled_from((None, "2015", "2018-07", "2021-03-01"))
    one = st.builds(
        Job,
        employer=st.sampled_from([employer.handle for employer in EMPLOYERS]),
        title=st.sampled_from(TITLES),
        since=dates,
        until=st.sampled_from((None, None, "2022", "2023-05")),
        function=st.sampled_from((None, "software", "sales")),
        level=st.sampled_from((None, 2, 4, 5)),
    )
    return st.lists(one, max_size=3, unique_by=lambda held: (held.employer, held.title, held.since)).map(tuple)


def stays(*where: str) -> st.SearchStrategy[tuple[Stay, ...]]:
    since, until = st.sampled_from((None, "2019-09", "2020")), st.sampled_from((None, None, "2023-06"))
    one = st.builds(Stay, st.sampled_from(where), since, until)
    return st.lists(one, max_size=2, unique_by=lambda stay: stay.where).map(tuple)


@st.composite
def people(draw: st.DrawFn, handle: str) -> Person:
    skilled = st.builds(Skilled, st.sampled_from(("python", "accounting")), st.sampled_from(("offered", "wanted")))
    return person(
        handle,
        draw(st.sampled_from(NAMES)),
        name_latin=draw(st.sampled_from((None, None, "Anna Lee", "hxn"))),
        listed=draw(st.sampled_from((None, None, None, "connections", "nobody"))),
        show_connections=draw(st.sampled_from((None, None, True, False))),
        mentor=draw(st.sampled_from((None, True, False))),
        jobs=draw(jobs()),
        cohorts=draw(stays("law19", "cs19", "law20")),
        places=draw(stays("330100", "330200", "310000")),
        skills=draw(st.lists(skilled, max_size=2, unique=True).map(tuple)),
        events=draw(stays("spring", "webinar")),
        groups=draw(stays("wx1", "chap")),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to eight people who know, hide from and block each other at random; everybody has an account, so has staff."""
    handles = HANDLES[: draw(st.integers(3, len(HANDLES)))]
    pairs = [(a, b) for a in handles for b in handles if a < b]
    some_pairs = st.lists(st.sampled_from(pairs), max_size=12, unique=True)
    return World(
        people=tuple(draw(people(handle)) for handle in handles),
        employers=EMPLOYERS,
        knows=tuple(Knows(a, b) for a, b in draw(some_pairs)),
        blocks=tuple(draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))),
        accounts=(*(Account(f"of {handle}", person=handle) for handle in handles), Account("staff", "staff")),
    )


WORDS = (
    *("小宁", "宁", "hxn", "han", "hanxiao", "xiaoning", "SHAN", "lü", "lvbu", "王伟", "经理", "软件", "acme"),
    *("o'neil anne", "王 经理", "anna", "smith j", "ouyang", "zzz"),
)


def questions() -> st.SearchStrategy[dict[str, Any]]:
    """Query parameters of a search, a few filters at a time."""

    def ids(label: str, *handles: str) -> st.SearchStrategy[list[str]]:
        return st.lists(st.sampled_from([id_of(label, one) for one in handles]), min_size=1, max_size=2, unique=True)

    filters: dict[str, st.SearchStrategy[Any]] = {
        "q": st.sampled_from(WORDS),
        "industry": st.lists(st.sampled_from(("I", "I65", "J", id_of("Industry", "I651"))), min_size=1, max_size=2),
        "place": st.lists(
            st.sampled_from(("CN", "330000", "330200", id_of("Place", "310000"))), min_size=1, max_size=2
        ),
        "cohort": ids("Cohort", "law19", "cs19"),
        "programme_type": st.sampled_from((["adult"], ["online"], ["adult", "online"], ["other"])),
        "graduation_from": st.sampled_from((2020, 2023)),
        "graduation_to": st.sampled_from((2023, 2024)),
        "function": st.sampled_from((["software"], ["销售"], ["software", "sales"])),
        "level": st.sampled_from(([4], [2, 5])),
        "level_min": st.sampled_from((2, 4)),
        "level_max": st.sampled_from((5, 6)),
        "degree": st.sampled_from(([1], [2], [3], [1, 2], [2, 3], [1, 2, 3])),
        "open_to_mentoring": st.booleans(),
    }
    chosen = st.lists(st.sampled_from(sorted(filters)), max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: filters[name] for name in names}))
