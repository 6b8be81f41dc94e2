"""People for tests of scoring: drawn at random, or made by hand from a few facts."""

from __future__ import annotations

from hypothesis import strategies as st

from graph_service.mentoring.profiles import Experience, Goal, GoalType, Position, Profile
from graph_service.mentoring.weights import Pool

NOW = 24_300
CHAINS = [(), ("I",), ("I", "I64"), ("I", "I65"), ("I", "I65", "I651"), ("J", "J66")]
CODES = ["I", "I64", "I65", "I651", "I652", "J66", "K70"]
FUNCTIONS = ["software", "data", "legal"]
SKILLS = ["python", "law", "cooking", "sales"]
PLACES = [(), ("CN",), ("CN", "310000"), ("CN", "330000", "330100"), ("CN", "330000", "330200")]
IDS = [f"mentee-{number}" for number in range(4)] + [f"mentor-{number}" for number in range(6)]
few_ids = st.lists(st.sampled_from(IDS), max_size=3, unique=True)
maybe_month = st.none() | st.sampled_from([NOW - 400, NOW - 100, NOW - 99, NOW - 12, NOW - 1, NOW, NOW + 3])

positions = st.builds(
    Position,
    employer_id=st.sampled_from(["acme", "birch", "cedar"]),
    industries=st.sampled_from(CHAINS),
    function=st.none() | st.sampled_from(FUNCTIONS),
    level=st.none() | st.integers(1, 6),
    first_month=maybe_month,
    last_month=maybe_month,
    current=st.booleans(),
)
goals = st.builds(
    Goal,
    industries=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    functions=st.lists(st.sampled_from(FUNCTIONS), max_size=2, unique=True).map(tuple),
    level=st.none() | st.integers(1, 6),
    types=st.frozensets(st.sampled_from(GoalType), max_size=3),
)


def profiles(person_id: str) -> st.SearchStrategy[Profile]:
    """Somebody of that id, of whom anything may be known or not."""
    return st.builds(
        Profile,
        id=st.just(person_id),
        positions=st.lists(positions, max_size=4).map(tuple),
        goal=goals,
        experience=st.frozensets(st.sampled_from(Experience), max_size=3),
        skills_offered=st.frozensets(st.sampled_from(SKILLS), max_size=3),
        skills_wanted=st.frozensets(st.sampled_from([*SKILLS, "unheard of"]), max_size=3),
        programmes=st.frozensets(st.sampled_from(["law", "computing", "nursing"]), max_size=2),
        places=st.sampled_from(PLACES),
        languages=st.dictionaries(st.sampled_from(["zh", "en", "fr"]), st.integers(1, 4), max_size=2).map(
            lambda levels: tuple(levels.items())
        ),
        hours=st.frozensets(st.sampled_from([0, 20, 63, 64, 100, 128, 167]), max_size=5),
        in_person=st.none() | st.booleans(),
        reports_to=few_ids.map(frozenset),
        shortlist=few_ids.map(tuple),
        capacity=st.none() | st.integers(0, 3),
        active=st.integers(0, 3),
        paused=st.booleans(),
        mentor=st.booleans(),
    )


_pairs = st.frozensets(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=6)
pools = st.builds(
    Pool,
    now=st.just(NOW),
    rarity=st.dictionaries(st.sampled_from(SKILLS), st.integers(1000, 9000)),
    blocked=_pairs,
    unseen=_pairs,
    ended=_pairs,
    acquainted=_pairs,
    mutual=st.dictionaries(
        st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), st.lists(st.just("x"), max_size=7).map(tuple), max_size=6
    ),
    mentees=st.none() | st.frozensets(st.sampled_from(IDS)),
    mentors=st.none() | st.frozensets(st.sampled_from(IDS)),
)
