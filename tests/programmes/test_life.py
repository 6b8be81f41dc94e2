"""A programme from its first draft to its report, over HTTP and on real Neo4j."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.programmes.school import AGE, AUDITED, BLOCK, School, of


async def test_a_programme_runs_from_draft_to_report(school: School) -> None:
    await school.load(mentors=2, mentees=4)
    programme = await school.programme(default_capacity=2, topics=["law"])
    for number in range(2):
        await school.join(programme, f"M{number}", "mentor", capacity=2)
    for number in range(4):
        await school.join(programme, f"E{number}", "mentee", topic="law", shortlist=[of("M0")])
    ready = await school.done("staff", "GET", f"/programmes/{programme}/readiness")
    assert (ready["mentees"], ready["mentors"], ready["places"], ready["free"]) == (4, 2, 4, 4)
    assert ready["topics"] == [{"topic": "law", "mentees": 4}]
    await school.close(programme)
    solved = await school.solved(programme)
    assert (solved["state"], solved["placed"], solved["mentees"], solved["optimal"]) == ("draft", 4, 4, True)
    assert solved["total"] == solved["upper_bound"]
    published = await school.done("staff", "POST", f"/rounds/{solved['id']}/publish")
    assert (published["invited"], published["withdrawn"]) == (4, 0)
    mine = (await school.done("E0", "GET", "/matches"))["items"]
    assert [(one["state"], one["side"]) for one in mine] == [("invited", "mentee")]
    match = mine[0]["id"]
    mentor = "M0" if mine[0]["mentor"]["id"] == of("M0") else "M1"
    assert (await school.done("E0", "POST", f"/matches/{match}/accept"))["state"] == "accepted"
    assert (await school.done("E0", "POST", f"/matches/{match}/accept"))["accepted_by"] == ["mentee"]
    active = await school.done(mentor, "POST", f"/matches/{match}/accept")
    assert (active["state"], active["accepted_by"]) == ("active", ["mentor", "mentee"])
    await school.done("E0", "PUT", f"/matches/{match}/agreement", json={"agreement": "monthly"})
    goal = await school.done("E0", "POST", f"/matches/{match}/goals", json={"text": "a first talk"})
    await school.done(
        mentor, "PUT", f"/matches/{match}/goals/{goal['id']}", json={"text": "a first talk", "done": True}
    )
    await school.done(
        mentor, "POST", f"/matches/{match}/meetings", json={"on": "2026-12-01", "minutes": 45, "note": "between us"}
    )
    await school.done("E0", "PUT", f"/matches/{match}/surveys/mid", json={"rating": 4, "text": "good"})
    for who, note, answers in (("E0", "between us", 1), (mentor, "between us", 0), ("staff", None, 1)):
        diary = await school.done(who, "GET", f"/matches/{match}/diary")
        assert [one["done"] for one in diary["goals"]] == [True]
        assert [one["note"] for one in diary["meetings"]] == [note]
        assert len(diary["answers"]) == answers
    done = await school.done(mentor, "POST", f"/matches/{match}/end", json={"how": "completed"})
    assert done["state"] == "completed"
    report = await school.done("staff", "GET", f"/programmes/{programme}/report")
    assert {one["state"]: one["matches"] for one in report["matches"]} == {"completed": 1, "invited": 3}
    assert (report["mean_rating"], report["meetings"], report["round"]["id"]) == (4, 1, solved["id"])
    assert (await school.done("staff", "POST", f"/programmes/{programme}/steps/complete"))["state"] == "completed"
    audited = [row["action"] for row in await school.graph.run(AUDITED)]
    assert "mentoring.published" in audited
    assert "mentoring.solved" in audited


async def test_declined_and_expired_are_matched_anew_and_accepted_pairs_stay(school: School) -> None:
    await school.load(mentors=2, mentees=3)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "M1": "mentor"}, capacity=2)
    await school.enter(programme, {f"E{number}": "mentee" for number in range(3)})
    await school.close(programme)
    first = {one["mentee"]["id"]: one for one in await school.published(programme)}
    await school.done("E0", "POST", f"/matches/{first[of('E0')]['id']}/accept")
    declined = first[of("E1")]
    await school.done("E1", "POST", f"/matches/{declined['id']}/decline", json={"reason": "no time"})
    told = await school.done("staff", "GET", f"/matches/{declined['id']}")
    assert (told["state"], told["end_reason"]) == ("declined", "no time")
    assert (await school.done("E1", "GET", f"/matches/{declined['id']}"))["end_reason"] is None
    again = await school.published(programme)
    assert {one["mentee"]["id"] for one in again} == {of("E1")}
    rounds = await school.done("staff", "GET", f"/programmes/{programme}/rounds")
    assert [one["number"] for one in rounds] == [2, 1]
    assert (rounds[0]["placed"], rounds[0]["details"]["bound_kept"]) == (3, 2)
    past = datetime.now(UTC) - timedelta(days=1)
    await school.graph.run(AGE, at=(past - timedelta(days=20)).isoformat(), until=past.isoformat())
    late = await school.ask("E1", "POST", f"/matches/{again[0]['id']}/accept")
    assert (late.status_code, late.json()["type"]) == (409, "urn:problem:match-closed")
    assert (await school.done("E1", "GET", "/matches?state=expired"))["items"][0]["state"] == "expired"
    third = await school.published(programme)
    assert {one["mentee"]["id"] for one in third} == {of("E0"), of("E1"), of("E2")}


async def test_a_rematch_ends_the_pair_for_good_and_frees_both(school: School) -> None:
    await school.load(mentors=2, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "M1": "mentor", "E0": "mentee"})
    await school.close(programme)
    pair = (await school.published(programme))[0]
    for side in ("mentor", "mentee"):
        await school.done("staff", "POST", f"/matches/{pair['id']}/accept", json={"as_side": side})
    ended = await school.done("E0", "POST", f"/matches/{pair['id']}/rematch", json={"reason": "other hours"})
    assert (ended["state"], ended["rematch_wanted"]) == ("ended", True)
    other = (await school.published(programme))[0]
    assert other["mentor"]["id"] != pair["mentor"]["id"]
    assert [one["works"] for one in await school.matches()] == [0, 0]


async def test_what_if_tells_the_cost_and_a_lock_takes_it(school: School) -> None:
    await school.load(mentors=2, mentees=2)
    programme = await school.programme()
    await school.join(programme, "M0", "mentor", capacity=1)
    await school.join(programme, "M1", "mentor", capacity=1)
    await school.join(programme, "E0", "mentee", shortlist=[of("M0")])
    await school.join(programme, "E1", "mentee", shortlist=[of("M1")])
    await school.close(programme)
    solved = await school.solved(programme)
    proposals = (await school.done("staff", "GET", f"/rounds/{solved['id']}/proposals"))["items"]
    assert {(one["mentee"]["name"], one["mentor"]["name"]) for one in proposals} == {("E0", "M0"), ("E1", "M1")}
    swapped = {"mentor": of("M1"), "mentee": of("E0")}
    told = await school.done("staff", "POST", f"/rounds/{solved['id']}/what-if", json={"force": [swapped]})
    assert told["cost"] == told["before"]["total"] - told["after"]["total"] > 0
    assert {move["mentee"] for move in told["moved"]} == {of("E0"), of("E1")}
    rules = await school.done("staff", "PUT", f"/programmes/{programme}/rules", json={"kind": "lock", **swapped})
    assert [(rule["kind"], rule["mentor"]["name"]) for rule in rules] == [("lock", "M1")]
    locked = await school.solved(programme)
    assert locked["total"] == told["after"]["total"]
    assert (await school.done("staff", "GET", f"/rounds/{solved['id']}"))["state"] == "superseded"
    refused = await school.ask("staff", "POST", f"/rounds/{solved['id']}/publish")
    assert refused.status_code == 409
    left = await school.ask("staff", "DELETE", f"/programmes/{programme}/rules", params=swapped)
    assert left.json() == []
    forbidden = await school.done("staff", "POST", f"/rounds/{locked['id']}/what-if", json={"forbid": [swapped]})
    assert forbidden["after"]["total"] == solved["total"]
    unknown = {"mentor": of("M0"), "mentee": of("nobody")}
    refused = await school.ask("staff", "POST", f"/rounds/{locked['id']}/what-if", json={"force": [unknown]})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:problem:pair-not-in-round")


async def test_the_unplaced_are_told_with_the_gates_and_what_would_help(school: School) -> None:
    await school.load(mentors=1, mentees=2, employer="the same")
    programme = await school.programme(default_capacity=5)
    await school.enter(programme, {"M0": "mentor", "E0": "mentee", "E1": "mentee"})
    await school.close(programme)
    solved = await school.solved(programme)
    details = solved["details"]
    assert solved["placed"] == 0
    assert {one["mentee"] for one in details["unplaced"]} == {of("E0"), of("E1")}
    assert details["unplaced"][0]["gates"] == [{"gate": "same_employer", "mentors": 1}]
    assert (details["relaxation"]["gate"], details["relaxation"]["mentees"]) == ("same_employer", 2)


async def test_a_lock_does_not_open_a_block(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    await school.graph.run(BLOCK, a=of("E0"), b=of("M0"))
    pair = {"mentor": of("M0"), "mentee": of("E0")}
    await school.done("staff", "PUT", f"/programmes/{programme}/rules", json={"kind": "lock", **pair})
    solved = await school.solved(programme)
    assert solved["state"] == "failed"
    assert "blocked" in solved["error"]


async def test_who_is_blocked_after_the_draft_is_not_invited(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    solved = await school.solved(programme)
    await school.graph.run(BLOCK, a=of("M0"), b=of("E0"))
    published = await school.done("staff", "POST", f"/rounds/{solved['id']}/publish")
    assert (published["invited"], published["withdrawn"]) == (0, 1)
    assert (await school.done("E0", "GET", "/matches"))["items"] == []


async def test_a_programme_without_mentees_says_so(school: School) -> None:
    await school.load(mentors=1, mentees=0)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor"})
    await school.close(programme)
    solved = await school.solved(programme)
    assert solved["state"] == "failed"
    assert "No mentee" in solved["error"]


@pytest.mark.parametrize("step", ["close", "complete"])
async def test_a_step_that_the_state_does_not_allow_is_refused(step: str, school: School) -> None:
    made = await school.done("staff", "POST", "/programmes", json={"name": "spring"})
    answer = await school.ask("staff", "POST", f"/programmes/{made['id']}/steps/{step}")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem:programme-closed")
    assert (await school.ask("staff", "POST", f"/programmes/{made['id']}/solve")).status_code == 409


async def test_changed_weights_count_up_their_version(school: School) -> None:
    programme = await school.programme()
    weights = {"path_walked": 100, "skills": 280}
    changed = await school.done("staff", "PATCH", f"/programmes/{programme}", json={"weights": weights})
    assert (changed["weights_version"], changed["settings"]["weights"]["skills"]) == (2, 280)
    same = await school.done("staff", "PATCH", f"/programmes/{programme}", json={"reply_days": 3})
    assert (same["weights_version"], same["settings"]["reply_days"], same["settings"]["name"]) == (2, 3, "spring")
    wrong = await school.ask("staff", "PATCH", f"/programmes/{programme}", json={"weights": {"skills": 281}})
    assert wrong.status_code == 422
    wrong = await school.ask(
        "staff", "PATCH", f"/programmes/{programme}", json={"starts_on": "2027-02-01", "ends_on": "2027-01-01"}
    )
    assert wrong.status_code == 422
    await school.done("staff", "POST", f"/programmes/{programme}/steps/cancel")
    assert (await school.ask("staff", "PATCH", f"/programmes/{programme}", json={"name": "x"})).status_code == 409


async def test_a_pair_is_explained_with_its_points_and_who_else_there_was(school: School) -> None:
    await school.load(mentors=4, mentees=2)
    programme = await school.programme(default_capacity=1)
    for number in range(4):
        await school.join(programme, f"M{number}", "mentor")
    await school.join(programme, "E0", "mentee", shortlist=[of("M0"), of("M1")])
    await school.join(programme, "E1", "mentee", shortlist=[of("M1")])
    await school.graph.run(BLOCK, a=of("E0"), b=of("M3"))
    await school.close(programme)
    solved = await school.solved(programme)
    proposals = (await school.done("staff", "GET", f"/rounds/{solved['id']}/proposals"))["items"]
    pair = next(one for one in proposals if one["mentee"]["id"] == of("E0"))
    told = await school.done("staff", "GET", f"/matches/{pair['id']}/explanation")
    assert told["score"] == pair["score"] == sum(feature["points"] for feature in told["features"])
    preference = next(feature for feature in told["features"] if feature["name"] == "preference")
    assert preference["value"] is not None
    others = {one["person"]["name"]: (one["why_not"], one["score"]) for one in told["alternatives"]}
    assert others["M1"][0] in ("full", "lower_score")
    assert others["M3"][0] == "gated"
    assert (await school.ask("E0", "GET", f"/matches/{pair['id']}/explanation")).status_code == 403
