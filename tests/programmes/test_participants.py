"""Who takes part: by themselves, entered by staff, from files; and who is not entered."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from tests.programmes.school import BLOCK, PEOPLE, PROFILE, School, of, person
from tests.support import statement


async def test_members_see_open_programmes_and_those_in_which_they_take_part(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    draft = (await school.done("staff", "POST", "/programmes", json={"name": "draft"}))["id"]
    programme = await school.programme()
    assert [one["id"] for one in (await school.done("E0", "GET", "/programmes"))["items"]] == [programme]
    assert (await school.ask("E0", "GET", f"/programmes/{draft}")).status_code == 404
    part = await school.join(programme, "E0", "mentee")
    await school.close(programme)
    assert (await school.done("E0", "GET", f"/programmes/{programme}"))["own_part"] == part
    assert (await school.ask("M0", "GET", f"/programmes/{programme}")).status_code == 404
    late = await school.ask("M0", "PUT", f"/programmes/{programme}/part", json={"role": "mentor"})
    assert late.status_code == 404
    assert len((await school.done("staff", "GET", "/programmes?limit=1"))["items"]) == 1


async def test_pages_of_programmes_follow_one_another(school: School) -> None:
    ids = [await school.programme(name=f"p{number}") for number in range(3)]
    first = await school.done("staff", "GET", "/programmes?limit=2&state=open")
    second = await school.done("staff", "GET", f"/programmes?limit=2&state=open&cursor={first['next_cursor']}")
    assert [one["id"] for one in (*first["items"], *second["items"])] == ids[::-1]
    assert (await school.ask("staff", "GET", f"/programmes?cursor={first['next_cursor']}")).status_code == 422


async def test_a_shortlist_holds_only_people_of_the_other_role_whom_one_sees(school: School) -> None:
    await school.load(mentors=2, mentees=1)
    await school.graph.run(PEOPLE, people=[person("H", 5000, mentor=True, hidden=True)])
    programme = await school.programme(topics=["law"])
    await school.join(programme, "M0", "mentor", topic_places={"law": 1})
    await school.join(programme, "M1", "mentor")
    await school.join(programme, "H", "mentor")
    await school.graph.run(BLOCK, a=of("M1"), b=of("E0"))
    choices = await school.done("E0", "GET", f"/programmes/{programme}/shortlist")
    assert [(one["person"]["name"], one["employer"], one["topics"]) for one in choices["items"]] == [
        ("M0", "employer of M0", ["law"])
    ]
    everybody = await school.done("staff", "GET", f"/programmes/{programme}/shortlist?limit=2")
    more = await school.done(
        "staff", "GET", f"/programmes/{programme}/shortlist?limit=2&cursor={everybody['next_cursor']}"
    )
    assert [one["person"]["name"] for one in (*everybody["items"], *more["items"])] == ["H", "M0", "M1"]
    for wrong in ("M1", "H", "E0", "nobody"):
        answer = await school.ask(
            "E0", "PUT", f"/programmes/{programme}/part", json={"role": "mentee", "shortlist": [of("M0"), of(wrong)]}
        )
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "body.shortlist.1")


@pytest.mark.parametrize(
    "said",
    [
        {"role": "mentee", "capacity": 2},
        {"role": "mentor", "topic": "law"},
        {"role": "mentor", "capacity": 1, "minimum": 2},
        {"role": "mentee", "shortlist": ["a", "a"]},
        {"role": "mentee", "topic": "cooking"},
        {"role": "mentor", "topic_places": {"cooking": 1}},
    ],
)
async def test_a_part_that_cannot_be_is_refused(said: dict[str, object], school: School) -> None:
    await school.load(mentors=0, mentees=1)
    programme = await school.programme(topics=["law"])
    assert (await school.ask("E0", "PUT", f"/programmes/{programme}/part", json=said)).status_code == 422


async def test_a_role_can_change_while_sign_up_is_open(school: School) -> None:
    await school.load(mentors=1, mentees=0)
    programme = await school.programme()
    await school.join(programme, "M0", "mentor")
    assert (await school.join(programme, "M0", "mentee"))["role"] == "mentee"
    await school.close(programme)
    answer = await school.ask("M0", "PUT", f"/programmes/{programme}/part", json={"role": "mentor"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem:role-taken")


async def test_staff_do_not_enter_whoever_said_no(school: School) -> None:
    await school.load(mentors=1, mentees=2)
    await school.graph.run(PEOPLE, people=[person("H", 5000, hidden=True)])
    await school.graph.run(statement("MATCH (one:Alumnus {id: $id}) SET one.mentor = false"), id=of("E1"))
    programme = await school.programme()
    await school.join(programme, "E0", "mentee")
    await school.done("E0", "DELETE", f"/programmes/{programme}/part")
    for who, role, why in (("H", "mentee", "listed for nobody"), ("E1", "mentor", "no to"), ("E0", "mentee", "left")):
        body = {"person": of(who), "role": role, "purpose": "to match"}
        answer = await school.ask("staff", "POST", f"/programmes/{programme}/participants", json=body)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem:opted-out")
        assert why in answer.json()["detail"]
    unknown = await school.ask(
        "staff",
        "POST",
        f"/programmes/{programme}/participants",
        json={"person": "nobody", "role": "mentee", "purpose": "x"},
    )
    assert unknown.status_code == 404
    again = await school.join(programme, "E0", "mentee")
    assert again["state"] == "joined"
    await school.enter(programme, {"M0": "mentor"})
    gone = await school.done("staff", "DELETE", f"/programmes/{programme}/participants/{of('M0')}")
    assert gone["state"] == "withdrawn"
    back = await school.done(
        "staff",
        "POST",
        f"/programmes/{programme}/participants",
        json={"person": of("M0"), "role": "mentor", "purpose": "x"},
    )
    assert back["state"] == "joined"
    assert (await school.ask("staff", "DELETE", f"/programmes/{programme}/participants/{of('E1')}")).status_code == 404


async def test_leaving_withdraws_what_waits_for_an_answer(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    pair = (await school.published(programme))[0]
    await school.done("M0", "DELETE", f"/programmes/{programme}/part")
    assert [one["state"] for one in await school.matches()] == ["withdrawn"]
    assert (await school.ask("E0", "POST", f"/matches/{pair['id']}/accept")).status_code == 404


CSV = """学号,角色,名额,主题,意向名单
M0,导师,2,,
E0,学员,,law,
E1,mentee,,cooking,
nobody,mentee,,,
E2,boss,,,
,mentee,,,
M1,mentor,many,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_file_is_entered_row_by_row_and_comes_back(encoding: str, school: School) -> None:
    await school.load(mentors=2, mentees=3)
    programme = await school.programme(topics=["law"])
    came = await school.done(
        "staff",
        "POST",
        f"/programmes/{programme}/participants/file?purpose=spring",
        content=CSV.encode(encoding),
        headers={**await school.headers("staff"), "Content-Type": "text/csv"},
    )
    assert (came["rows"], came["added"], came["changed"]) == (7, 2, 0)
    assert [one["line"] for one in came["rejected"]] == [4, 5, 6, 7, 8]
    people = (await school.done("staff", "GET", f"/programmes/{programme}/participants"))["items"]
    assert [(one["person"]["name"], one["role"], one["capacity"]) for one in people] == [
        ("E0", "mentee", None),
        ("M0", "mentor", 2),
    ]
    for kind in ("csv", "xlsx"):
        answer = await school.ask("staff", "GET", f"/programmes/{programme}/participants/file?format={kind}")
        assert answer.is_success
        again = await school.done(
            "staff",
            "POST",
            f"/programmes/{programme}/participants/file?purpose=spring",
            content=answer.content,
            headers=await school.headers("staff"),
        )
        assert (again["rows"], again["changed"], again["rejected"]) == (2, 2, [])


@pytest.mark.parametrize("content", [b"", b"name,role\nx,mentee\n", b"PK\x03\x04broken", b"\x00\xff\xfe\x00"])
async def test_a_file_that_cannot_be_read_is_refused(content: bytes, school: School) -> None:
    programme = await school.programme()
    answer = await school.ask("staff", "POST", f"/programmes/{programme}/participants/file?purpose=x", content=content)
    assert answer.status_code == 422


async def test_reports_are_files_that_no_spreadsheet_runs(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme(name="=HYPERLINK(1)")
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    solved = await school.solved(programme)
    text = (await school.ask("staff", "GET", f"/programmes/{programme}/report/file?format=csv")).content.decode()
    cells = {row["what"]: row["value"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert (cells["programme"], cells["placed"], cells["optimal"]) == ("'=HYPERLINK(1)", "1", "yes")
    book = openpyxl.load_workbook(
        io.BytesIO((await school.ask("staff", "GET", f"/programmes/{programme}/report/file")).content)
    )
    assert book.sheetnames == ["figures", "groups", "unplaced"]
    assert (book["figures"]["B2"].value, book["figures"]["B2"].data_type) == ("=HYPERLINK(1)", "s")
    pairs = (await school.ask("staff", "GET", f"/rounds/{solved['id']}/proposals/file?format=csv")).content.decode()
    assert pairs.splitlines()[1].startswith("E0,M0,")


async def test_a_mentors_own_limit_holds_across_programmes(school: School) -> None:
    await school.load(mentors=1, mentees=3)
    await school.graph.run(PROFILE, id=of("M0"), values={"capacity": 1})
    first, second = await school.programme(), await school.programme()
    await school.enter(first, {"M0": "mentor", "E0": "mentee"}, capacity=5)
    await school.enter(second, {"M0": "mentor", "E1": "mentee", "E2": "mentee"}, capacity=5)
    await school.close(first)
    await school.close(second)
    assert (await school.solved(second))["placed"] == 1
    pair = (await school.published(first))[0]
    for side in ("mentor", "mentee"):
        await school.done("staff", "POST", f"/matches/{pair['id']}/accept", json={"as_side": side})
    assert (await school.solved(second))["placed"] == 0
    again = await school.solved(first)
    assert (again["placed"], again["error"]) == (1, None)


async def test_a_flash_programme_is_one_talk_and_has_no_survey_in_the_middle(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme(format="flash", mid_survey_days=1)
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    match = (await school.published(programme))[0]["id"]
    for who in ("E0", "M0"):
        await school.done(who, "POST", f"/matches/{match}/accept")
    long_ago = statement("MATCH (pair:Match) SET pair.active_at = pair.active_at - duration({days: 200})")
    await school.graph.run(long_ago)
    assert (await school.done("staff", "GET", f"/programmes/{programme}/report"))["due_for_mid_survey"] == 0
    await school.done("E0", "POST", f"/matches/{match}/meetings", json={"on": "2026-12-01"})
    again = await school.ask("M0", "POST", f"/matches/{match}/meetings", json={"on": "2026-12-08"})
    assert (again.status_code, again.json()["type"]) == (409, "urn:problem:talk-held")


async def test_staff_say_for_whom_they_decide(school: School) -> None:
    await school.load(mentors=1, mentees=1)
    programme = await school.programme()
    await school.enter(programme, {"M0": "mentor", "E0": "mentee"})
    await school.close(programme)
    pair = (await school.published(programme))[0]
    answer = await school.ask("staff", "POST", f"/matches/{pair['id']}/accept")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:problem:side-missing")
    assert (await school.ask("staff", "POST", "/matches/nothing/accept")).status_code == 404
    meeting = {"on": "2026-12-01", "as_side": "mentor"}
    early = await school.ask("staff", "POST", f"/matches/{pair['id']}/meetings", json=meeting)
    assert (early.status_code, early.json()["type"]) == (409, "urn:problem:match-closed")
    for path, body in (("goals", {"text": "x"}), ("meetings", {"on": "2026-12-01"})):
        assert (await school.ask("staff", "POST", f"/matches/{pair['id']}/{path}", json=body)).status_code == 422
        assert (await school.ask("E0", "POST", f"/matches/{pair['id']}/{path}", json=body)).status_code == 409
        assert (await school.ask("E0", "POST", f"/matches/nothing/{path}", json=body)).status_code == 404
    assert (
        await school.ask("E0", "PUT", f"/matches/{pair['id']}/goals/nothing", json={"text": "x"})
    ).status_code == 404
    for survey_answer, status in ((pair["id"], 409), ("nothing", 404)):
        answer = await school.ask("E0", "PUT", f"/matches/{survey_answer}/surveys/mid", json={"rating": 3})
        assert answer.status_code == status
    assert (await school.ask("E0", "GET", "/matches/nothing/diary")).status_code == 404
    assert (await school.ask("researcher", "GET", f"/matches/{pair['id']}")).status_code == 403
    assert (await school.ask("E0", "GET", f"/rounds/{pair['round_id']}")).status_code == 403
