"""The properties have teeth: each leak that is planted here is noticed, most of them by both properties."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pytest

from tests.privacy.begun import only_reading
from tests.privacy.cases import Case
from tests.privacy.leaks import (
    Hole,
    Plant,
    a_budget_of_everybody,
    a_budget_spent_on_the_hidden,
    counting_hidden_mentors,
    every_contact_field,
    everybody_in_the_cursor,
    forbidden_instead_of_not_found,
    holes,
    leaking,
    naming_an_employer_of_the_hidden,
    naming_the_hidden_among_mutual_connections,
    naming_the_hidden_in_the_evidence,
    statements_with,
    telling_why,
)
from tests.privacy.nasty import estimated_case, ladder_cases, nasty_cases, sizes_case
from tests.privacy.properties import ESTIMATED, Disagreed, Learned, Service, check

pytestmark = pytest.mark.usefixtures("unmeasured")


class Planted(NamedTuple):
    """A leak, and the address whose answers show it."""

    read: str
    leak: Hole | Plant


# Predicates of the statements, and what they become.
_VISIBLE, _SEEN = ("visible(viewer, person)", "true"), ("seen(viewer, person, blocks, closed)", "true")
_ON_THE_WAY = ("on_the_way(friend, blocks, close)", "true")
_ON_THE_WAY_THERE = ("on_the_way(person, blocks, close)", "true")
_EVERYBODY_THERE = "COUNT { (context)<--(:Alumnus) }"
_SCORE = "person.order_key + (COUNT { (person)-[:KNOWS]-() } % 2) * 1000000000000000000"
_NETWORK, _RECORD = "/v1/alumni/{alumnus_id}/network", "/v1/alumni/{alumnus_id}"
_CONNECTION = "/v1/connections/{alumnus_id}"
_INTRODUCTIONS = "/v1/introductions"
_SUGGESTIONS = "/v1/suggestions"
_MENTORS = "/v1/me/mentor-suggestions"
_MATCHES, _MATCH = "/v1/mentoring/matches", "/v1/mentoring/matches/{match_id}"
_SHORTLIST = "/v1/mentoring/programmes/{programme_id}/shortlist"

PLANTED: Mapping[str, Planted] = {
    "path": Planted(_CONNECTION, Hole("fragments/on_the_way", "person:Hidden", "false")),
    "path_through_the_discreet": Planted(_CONNECTION, Hole("fragments/on_the_way", "person:Discreet", "false")),
    "tie_to_the_hidden": Planted(_CONNECTION, Hole("connections/circles", *_ON_THE_WAY)),
    "tie_in_a_context": Planted(_CONNECTION, Hole("connections/people_of_contexts", *_ON_THE_WAY_THERE)),
    "size_of_a_context": Planted(
        _CONNECTION, Hole("connections/times_of_people", "public_size(context)", _EVERYBODY_THERE)
    ),
    "size_with_the_blocked": Planted(_CONNECTION, Hole("fragments/size_changes_of", "THEN -1 ELSE 1", "THEN 0 ELSE 1")),
    "budget_of_routes": Planted(_CONNECTION, a_budget_spent_on_the_hidden),
    "mutual_connections": Planted(_CONNECTION, Hole("connections/connection", "both:Hidden", "false")),
    "mutual_count_of_a_card": Planted("/v1/alumni", Hole("directory/acquaintance", "both:Discreet", "false")),
    "degree": Planted("/v1/alumni", Hole("fragments/second_between", "further:Discreet", "false")),
    "list": Planted("/v1/alumni", Hole("directory/alumni_page", *_SEEN)),
    "list_of_the_nearest": Planted("/v1/alumni", Hole("directory/alumni_nearest", *_SEEN)),
    "list_by_relevance": Planted("/v1/alumni", Hole("directory/alumni_by_relevance", *_SEEN)),
    "order": Planted("/v1/alumni", Hole("directory/alumni_page", "-person.order_key", f"-({_SCORE})")),
    "filter": Planted("/v1/alumni", Hole("directory/filter_values", *_VISIBLE)),
    "facet": Planted("/v1/alumni/facets", Hole("directory/alumni_facets", *_SEEN)),
    "record": Planted(_RECORD, Hole("fragments/visible", "person:Hidden", "false")),
    "block": Planted(_NETWORK, Hole("fragments/seen", "person IN blocks", "false")),
    "drawn_people": Planted(_NETWORK, Hole("directory/alumnus_network", *_SEEN)),
    "drawn_edges": Planted(_NETWORK, Hole("directory/alumnus_network", "shows_connections(center)", "true")),
    "autocomplete_of_employers": Planted("/v1/employers", Hole("directory/employers", *_VISIBLE)),
    "list_of_employers": Planted("/v1/employers", Hole("directory/all_employers", *_VISIBLE)),
    "autocomplete_of_skills": Planted("/v1/skills", Hole("directory/skills", *_VISIBLE)),
    "count_of_an_employer": Planted("/v1/employers/{employer_id}", Hole("directory/employer", *_SEEN)),
    "count_of_a_cohort": Planted("/v1/cohorts/{cohort_id}", Hole("directory/cohort", *_SEEN)),
    "count_of_connections": Planted("/v1/me", Hole("access/own_record", "visible(me, person)", "true")),
    "requests": Planted("/v1/connection-requests", Hole("connections/received_requests", *_VISIBLE)),
    "hidden_bridge": Planted(_INTRODUCTIONS, Hole("introductions/bridges", "bridge:Hidden", "false")),
    "discreet_bridge": Planted(_INTRODUCTIONS, Hole("introductions/bridges", "bridge:Discreet", "false")),
    "hidden_target": Planted(_INTRODUCTIONS, Hole("fragments/can_be_met", "target:Hidden", "false")),
    "discreet_target": Planted(_INTRODUCTIONS, Hole("fragments/can_be_met", "target:Discreet", "false")),
    "load_by_the_hidden": Planted(
        _INTRODUCTIONS, Hole("fragments/asked_lately", "seen(viewer, asker, blocks, closed)", "true")
    ),
    "load_about_the_hidden": Planted(
        _INTRODUCTIONS, Hole("fragments/asked_lately", "seen(viewer, wanted, blocks, closed)", "true")
    ),
    "destination": Planted(_INTRODUCTIONS, Hole("introductions/destination", *_VISIBLE)),
    "evidence_of_an_introduction": Planted(_INTRODUCTIONS, naming_the_hidden_in_the_evidence),
    "budget_of_introductions": Planted(_INTRODUCTIONS, a_budget_of_everybody),
    "requests_for_introductions": Planted(
        "/v1/introductions/requests", Hole("introductions/forwarded_introductions", "visible(viewer, asker)", "true")
    ),
    "suggested_over_the_discreet": Planted(
        _SUGGESTIONS, Hole("suggestions/friends_of_friends", "friend:Discreet", "false")
    ),
    "degree_of_a_mutual_connection": Planted(
        _SUGGESTIONS, Hole("suggestions/friends_of_friends", "on_the_way(other, blocks, close)", "true")
    ),
    "size_of_a_shared_context": Planted(
        _SUGGESTIONS, Hole("suggestions/shared_contexts", "seen(viewer, person, blocks, close)", "true")
    ),
    "shown_to_the_hidden": Planted(
        _SUGGESTIONS, Hole("suggestions/suggested", "seen(viewer, looker, blocks, close)", "true")
    ),
    "dismissed_by_the_hidden": Planted(
        _SUGGESTIONS, Hole("suggestions/suggested", "(viewer)-[dismissal:DISMISSED]", "()-[dismissal:DISMISSED]")
    ),
    "evidence_of_a_suggestion": Planted(_SUGGESTIONS, naming_the_hidden_among_mutual_connections),
    "count_of_a_group": Planted("/v1/insights", Hole("careers/group_counts", *_SEEN)),
    "number_of_movers": Planted("/v1/paths", Hole("careers/movers", *_SEEN)),
    "count_of_the_blocked": Planted("/v1/insights", Hole("fragments/seen", "person IN blocks", "false")),
    "group_of_a_hidden_employer": Planted("/v1/insights", Hole("directory/filter_values", *_VISIBLE)),
    "friends_of_the_hidden_and_mentors": Planted(
        _MENTORS, Hole("mentoring/mutual_mentors", "on_the_way(friend, blocks, close)", "true")
    ),
    "mentors_whom_the_discreet_know": Planted(
        _MENTORS, Hole("mentoring/mutual_mentors", "on_the_way(mentor, blocks, close)", "true")
    ),
    "shortlist_of_a_mentor": Planted(_MENTORS, Hole("mentoring/mentor_candidates", "$told AS told", "true AS told")),
    "rank_below_the_hidden": Planted(
        _MENTORS, Hole("mentoring/surroundings", "seen(viewer, person, blocks, close)", "true")
    ),
    "mentor_shown_to_the_hidden": Planted(
        _MENTORS, Hole("mentoring/mentors_in_sight", "seen(viewer, looker, blocks, close)", "true")
    ),
    "mentor_of_the_hidden": Planted(
        _MENTORS, Hole("mentoring/mentors_in_sight", "seen(viewer, mentee, blocks, close)", "true")
    ),
    "skills_of_hidden_mentors": Planted(_MENTORS, counting_hidden_mentors),
    "shortlist_with_the_hidden": Planted(
        "/v1/me/mentoring", Hole("mentoring/own_mentoring", "visible(viewer, chosen)", "true")
    ),
    "matches_with_the_hidden": Planted(_MATCHES, Hole("programmes/own_matches", "visible(viewer, partner)", "true")),
    "match_with_the_hidden": Planted(_MATCH, Hole("programmes/match", "visible(viewer, partner)", "true")),
    "proposals": Planted(_MATCHES, Hole("programmes/own_matches", "pair.invited_at IS NOT NULL", "true")),
    "choices_for_a_shortlist": Planted(_SHORTLIST, Hole("programmes/programme_mentors", *_VISIBLE)),
    "contact_fields": Planted(_RECORD, every_contact_field),
    "forbidden_instead_of_not_found": Planted(_RECORD, forbidden_instead_of_not_found),
    "text_of_a_404": Planted(_RECORD, telling_why),
    "text_of_a_refused_filter": Planted("/v1/alumni", naming_an_employer_of_the_hidden),
    "cursor": Planted("/v1/alumni", everybody_in_the_cursor),
}

CASES = {case.asks[0][1][0].read: case for case in nasty_cases()}
AT_A_TIME = 8


@pytest.mark.parametrize("read", CASES)
async def test_the_service_itself_passes_on_the_nasty_network(service: Service, read: str) -> None:
    with only_reading(service):
        await check(service, CASES[read])


@pytest.mark.parametrize("case", ladder_cases(), ids=lambda case: f"{len(case.world.people)}_people")
async def test_the_shortest_route_passes_nobody_who_hides(service: Service, case: Case) -> None:
    await check(service, case)


async def test_sizes_are_those_that_the_viewer_sees(service: Service) -> None:
    await check(service, sizes_case())


@pytest.mark.parametrize("hole", [hole for hole in holes() if hole.file == "fragments/size_changes_of"], ids=str)
async def test_a_size_that_the_viewer_does_not_see_is_noticed(service: Service, hole: Hole) -> None:
    with leaking(service, statements_with(hole)):
        assert await _disagrees(service, sizes_case())


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_leak_is_noticed(service: Service, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, leak = PLANTED[name]
    with contextlib.ExitStack() as planted:
        if isinstance(leak, Hole):
            planted.enter_context(leaking(service, statements_with(leak)))
        else:
            leak(monkeypatch, service)
        assert await _noticed(service, CASES[read]), f"{name} is not noticed"


async def _noticed(service: Service, case: Case) -> bool:
    """Whether hidden changes change an answer. A few questions at a time, so that it ends soon."""
    account, asks = case.asks[0]
    for start in range(0, len(asks), AT_A_TIME):
        try:
            await check(service, replace(case, asks=((account, asks[start : start + AT_A_TIME]),)), oracles=False)
        except Learned:
            return True
    return False


# Predicates that another one stands in front of: the statement is asked about people alone whom an earlier one let
# through, or the same is tested again on the way. They stay, for the day on which somebody calls it otherwise.
SECOND_LINES = frozenset({
    "connections/circles[0] seen(viewer, person, blocks, close)",
    "connections/common_ground[0] visible(viewer, a)",
    "connections/common_ground[0] visible(viewer, b)",
    "connections/longer_route[0] visible(viewer, person)",
    "connections/shortest_route[0] visible(viewer, person)",
    "directory/acquaintance[0] visible(viewer, person)",
    "directory/alumnus_record[0] visible(viewer, person)",
    "directory/cards[0] visible(viewer, person)",
    "directory/degrees[0] visible(viewer, person)",
    "introductions/memberships[0] visible(viewer, person)",
})  # fmt: skip
# What the viewer answered themselves; it hides nothing from them.
THEIR_OWN = frozenset({"directory/filter_values[0] viewer:Hidden", "directory/filter_values[0] viewer:ConnectionsOnly"})


def test_the_second_lines_are_there() -> None:
    assert {str(hole) for hole in holes()} >= SECOND_LINES | THEIR_OWN


@pytest.mark.parametrize("hole", [hole for hole in holes() if str(hole) not in SECOND_LINES | THEIR_OWN], ids=str)
async def test_every_predicate_is_needed(service: Service, hole: Hole) -> None:
    """Only with `--every-leak`: it takes minutes."""
    with leaking(service, changed := statements_with(hole)):
        rooms = {room for room, _ in changed}
        cases = [*ladder_cases(), *CASES.values()] if "connections" in rooms else list(CASES.values())
        for case in [
            estimated_case(),
            sizes_case(),
            *cases,
            *(replace(case, large=True) for case in cases if case.asks[0][1][0].read in ESTIMATED),
        ]:
            if await _disagrees(service, case):
                return
    pytest.fail(f"nobody notices when {hole} is gone")


async def _disagrees(service: Service, case: Case) -> bool:
    account, asks = case.asks[0]
    for start in range(0, len(asks), AT_A_TIME):
        try:
            await check(service, replace(case, asks=((account, asks[start : start + AT_A_TIME]),)))
        except (Learned, Disagreed):
            return True
    return False
