"""What the reads of mentoring programmes have to answer, worked out plainly from the world."""

from __future__ import annotations

from typing import Any

from tests.privacy.asking import Answer, Ask
from tests.privacy.expected.connections import brief
from tests.worlds import ANSWER_DAYS, Account, Paired, Person, World, id_of, sees, shows_pair

SPRING = id_of("MentoringProgramme", "spring")


def programmes(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds the list of programmes: the one there is, with the viewer's own part."""
    del ask
    if account.role == "researcher":
        assert answer.status == 403
        return
    told = [(one["id"], (one["own_part"] or {}).get("role")) for one in answer.json["items"]]
    assert told == ([(SPRING, dict(world.parts).get(account.person or ""))] if world.has_programme else [])


def programme(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds one programme."""
    if account.role == "researcher":
        assert answer.status == 403
    elif not world.has_programme or not ask.path.endswith(SPRING):
        assert answer.status == 404
    else:
        assert (answer.json["own_part"] or {}).get("role") == dict(world.parts).get(account.person or "")


def shortlist(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds the choices for a shortlist: those of a role whom the viewer sees, by name."""
    if account.role == "researcher":
        assert answer.status == 403
        return
    if not world.has_programme or SPRING not in ask.path:
        assert answer.status == 404
        return
    role = ask.param("role", "mentor")
    chosen = [world.person(handle) for handle, of in world.parts if of == role and handle != account.person]
    seen = [one for one in chosen if account.person is None or sees(world, account.person, one.handle)]
    expected = [brief(one) for one in sorted(seen, key=lambda one: (one.name, one.id))]
    assert [one["person"] for one in answer.json["items"]] == expected


def matches(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds the viewer's own matches, the newest first."""
    if account.person is None:
        assert answer.status == 403
        return
    viewer, state = account.person, ask.param("state")
    mine = [one for one in world.pairs if _told_to(world, one, viewer) and state in (None, told_state(one))]
    newest = sorted(mine, key=lambda one: (one.days_ago, id_of("Match", one.handle)))
    expected = [_told(world, one) for one in newest]
    assert [
        {name: one[name] for name in told} for one, told in zip(answer.json["items"], expected, strict=True)
    ] == expected


def match(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds one match."""
    found = _found(world, account, ask)
    if account.role == "researcher":
        assert answer.status == 403
    elif found is None:
        assert answer.status == 404
    else:
        told = _told(world, found)
        assert {name: answer.json[name] for name in told} == told


def diary(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds what happens in a match: the notes are for the two."""
    found = _found(world, account, ask)
    if account.role == "researcher":
        assert answer.status == 403
    elif found is None:
        assert answer.status == 404
    else:
        notes = [] if found.note is None else [found.note if account.person in found.people else None]
        assert [one["note"] for one in answer.json["meetings"]] == notes


def for_staff(world: World, account: Account, ask: Ask, answer: Answer) -> None:
    """Holds what is for staff alone: nobody else is told anything."""
    del world, ask
    if account.role != "staff":
        assert answer.status == 403


def told_state(one: Paired) -> str:
    """The state that is told at this moment."""
    waits = one.state in ("invited", "accepted")
    return "expired" if waits and one.days_ago >= ANSWER_DAYS else one.state


def _found(world: World, account: Account, ask: Ask) -> Paired | None:
    there = {id_of("Match", one.handle): one for one in world.pairs}
    found = next((one for key, one in there.items() if key in ask.path), None)
    if found is None or account.person is None:
        return found if account.role == "staff" else None
    return found if _told_to(world, found, account.person) else None


def _told_to(world: World, one: Paired, viewer: str) -> bool:
    return shows_pair(one, viewer) and all(sees(world, viewer, other) for other in one.people)


def _told(world: World, one: Paired) -> dict[str, Any]:
    people: dict[str, Person] = world.people_by_handle
    return {
        "id": id_of("Match", one.handle),
        "state": told_state(one),
        "mentor": brief(people[one.mentor]),
        "mentee": brief(people[one.mentee]),
        "accepted_by": list(one.yes),
    }
