"""What mentoring reads of people from the graph: profiles, and what is between those who take part."""

from __future__ import annotations

from datetime import date

from graph_service.graph import Neo4jGraph
from graph_service.mentoring.facts import profile_of
from graph_service.mentoring.profiles import Experience, Goal, GoalType, Position, Profile
from graph_service.mentoring.service import pool_of, profiles_of
from tests.support import stable_id
from tests.worlds import Employer, Knows, Says, Skilled, Stay, World, id_of, job, load_world, person

WORLD = World(
    people=(
        person(
            "ann",
            mentor=True,
            jobs=(job("acme", since="2019-07", until="2021", function="data", level=2), job("bank", since="2022-01")),
            cohorts=(Stay("law19"),),
            places=(Stay("330100"),),
            skills=(Skilled("python"), Skilled("accounting", "wanted")),
            says=Says(
                goal_industries=("J66",),
                goal_functions=("finance",),
                goal_level=4,
                goal_types=("advance",),
                experience=("founded", "unheard of"),
                languages=(("zh", 4), ("en", 3)),
                hours=(20, 30),
                in_person=True,
                reports_to=("ben",),
                shortlist=("cleo", "ben"),
                capacity=2,
                paused=True,
            ),
        ),
        person("ben"),
        person("cleo", mentor=True, skills=(Skilled("python"),)),
        person("dan", listed="connections"),
        person("eve", listed="nobody"),
        person("fay", show_connections=False),
    ),
    employers=(Employer("acme", "Acme", "I651"), Employer("bank", "Bank")),
    knows=(
        Knows("ben", "ann"), Knows("ben", "cleo"), Knows("dan", "ann"), Knows("dan", "cleo"), Knows("fay", "ann"),
        Knows("fay", "ben"), Knows("eve", "cleo"), Knows("eve", "ben"),
    ),
    blocks=(("cleo", "ben"),),
    mentoring=(("ann", "ben", True), ("ann", "cleo", False), ("cleo", "ben", False)),
)  # fmt: skip
ANN, BEN, CLEO, DAN, EVE, FAY = map(stable_id, ("ann", "ben", "cleo", "dan", "eve", "fay"))


async def test_a_profile_is_what_the_graph_holds(graph: Neo4jGraph) -> None:
    await load_world(graph, WORLD)
    found = await profiles_of(graph, alumnus_ids=[ANN, BEN, "nobody", ANN])
    assert set(found) == {ANN, BEN}
    acme, bank = id_of("Employer", "acme"), id_of("Employer", "bank")
    assert found[ANN] == Profile(
        id=ANN,
        positions=(
            Position(acme, ("I", "I65", "I651"), "data", 2, 2019 * 12 + 6, 2021 * 12 + 11),
            Position(bank, (), None, None, 2022 * 12, None, True),
        ),
        goal=Goal(("J66",), ("finance",), 4, frozenset({GoalType.ADVANCE})),
        experience=frozenset({Experience.FOUNDED}),
        skills_offered=frozenset({id_of("Skill", "python")}),
        skills_wanted=frozenset({id_of("Skill", "accounting")}),
        programmes=frozenset({"法学"}),
        cohorts=frozenset({id_of("Cohort", "law19")}),
        places=("CN", "330000", "330100"),
        languages=(("zh", 4), ("en", 3)),
        hours=frozenset({20, 30}),
        in_person=True,
        reports_to=frozenset({BEN}),
        shortlist=(CLEO, BEN),
        capacity=2,
        active=1,
        paused=True,
        mentor=True,
    )
    assert found[BEN] == Profile(BEN)


async def test_a_pool_knows_what_is_between_mentees_and_mentors(graph: Neo4jGraph) -> None:
    await load_world(graph, WORLD)
    people = await profiles_of(graph, alumnus_ids=[ANN, BEN, CLEO, DAN, EVE])
    gone = Profile("erased since")
    pool = await pool_of(
        graph, [people[one] for one in (BEN, DAN, EVE)], [people[ANN], people[CLEO], gone], date(2026, 3, 1)
    )
    assert pool.now == 2026 * 12 + 2
    assert pool.blocked == {(BEN, CLEO)}
    assert pool.ended == {(BEN, ANN)}
    assert pool.acquainted == {(BEN, ANN), (BEN, CLEO), (DAN, ANN), (DAN, CLEO), (EVE, CLEO)}
    # Dan knows both mentors, who therefore see him; nobody sees Eve.
    assert pool.unseen == {(EVE, ANN), (EVE, CLEO)}
    assert pool.rarity == {id_of("Skill", "python"): 1415}
    assert (pool.mentees, pool.mentors) == ({BEN, DAN, EVE}, {ANN, CLEO, gone.id})


async def test_whom_both_know_counts_when_every_member_may_see_it(graph: Neo4jGraph) -> None:
    await load_world(graph, WORLD)
    people = await profiles_of(graph, alumnus_ids=[ANN, BEN, CLEO])
    pool = await pool_of(graph, [people[CLEO]], [people[ANN], people[CLEO]], date(2026, 3, 1))
    # Dan and Fay know both of some pairs as well, but not everybody may see that.
    assert pool.mutual == {(CLEO, ANN): (BEN,)}
    assert pool.unseen == frozenset()


def test_what_nobody_can_read_is_left_out() -> None:
    facts = {
        "id": "a",
        "positions": [["x", [], None, 9, None, None, None]],
        "said": {"languages": ["zh:4", "en:9", ":3", "fr"], "hours": [-1, 167, 168], "goal_types": ["wealth"],
                 "goal_level": 0},
    }  # fmt: skip
    assert profile_of(facts) == Profile("a", positions=(Position("x"),), languages=(("zh", 4),), hours=frozenset({167}))
