"""What other rooms ask of mentoring: the profiles of people who take part, and what is between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from graph_service.connections.models import Person
from graph_service.directory.dates import month_of
from graph_service.graph import Runner
from graph_service.mentoring import queries
from graph_service.mentoring.explaining import Names, ToName
from graph_service.mentoring.facts import profile_of
from graph_service.mentoring.likeness import rarity_of
from graph_service.mentoring.profiles import Profile
from graph_service.mentoring.queries import Bonds
from graph_service.mentoring.weights import Pool


async def profiles_of(graph: Runner, *, alumnus_ids: Sequence[str]) -> dict[str, Profile]:
    """All that mentoring knows of these people, by id; whoever is not in the graph is not in it.

    For staff, who match those who take part: what people tell the school alone is in it.
    """
    rows = await queries.profiles(graph, alumnus_ids=list(dict.fromkeys(alumnus_ids)))
    return {profile.id: profile for profile in (profile_of(row.facts) for row in rows)}


async def names_for(
    graph: Runner, *, viewer_id: str | None, sees_all: bool, reader: str | None, wanted: ToName
) -> Names:
    """What these are called, as far as that viewer may see them; `reader` is called `you`."""
    rows = await queries.mentoring_names(graph, viewer_id=viewer_id, sees_all=sees_all, **wanted._asdict())
    return Names(
        people={
            row.id: Person(id=row.id, name=row.name, name_latin=row.name_other) for row in rows if row.kind == "person"
        },
        things={row.id: row.name for row in rows if row.kind != "person"},
        english={row.id: row.name_other for row in rows if row.kind == "place" and row.name_other},
        reader=reader,
    )


async def pool_of(graph: Runner, mentees: Iterable[Profile], mentors: Iterable[Profile], now: date) -> Pool:
    """What scoring needs to know beside the profiles of those who take part as mentees and as mentors.

    Whom people know counts as far as every member may see it, so that nobody learns from a score, or from the reasons
    for it, whom somebody knows who does not show it. Whether two know each other they know themselves.
    """
    seeking, offering = list(mentees), list(mentors)
    mentor_ids = frozenset(one.id for one in offering)
    ids = dict.fromkeys(one.id for one in [*seeking, *offering])
    bonds = {row.id: row for row in await queries.pairs_between(graph, alumnus_ids=list(ids))}
    sought = {one.id: bonds[one.id] for one in seeking if one.id in bonds}
    offered = [bonds[one] for one in sorted(mentor_ids) if one in bonds]
    return Pool(
        now=month_of(now),
        rarity=rarities(offering),
        blocked=frozenset((one, other) for one, own in sought.items() for other in own.blocks if other in mentor_ids),
        unseen=frozenset((own.id, mentor.id) for own in sought.values() for mentor in offered if _unseen(own, mentor)),
        ended=frozenset(
            (one, other) for one, own in sought.items() for other in own.mentored_by if other in mentor_ids
        ),
        acquainted=frozenset(
            (one, other) for one, own in sought.items() for other, _ in own.knows if other in mentor_ids
        ),
        mutual=_mutual(list(sought.values()), offered),
        mentees=frozenset(one.id for one in seeking),
        mentors=mentor_ids,
    )


def rarities(mentors: Iterable[Profile]) -> dict[str, int]:
    """What each skill weighs that any of these mentors offers.

    >>> rarities([Profile("a", skills_offered=frozenset({"law"})), Profile("b")])
    {'law': 1585}
    """
    everybody = list(mentors)
    offered = Counter(skill for one in everybody for skill in one.skills_offered)
    return {skill: rarity_of(count, len(everybody)) for skill, count in offered.items()}


def _unseen(own: Bonds, other: Bonds) -> bool:
    """Whether one of the two may not see the other."""
    hidden = {own.listed, other.listed}
    return "nobody" in hidden or ("connections" in hidden and all(one != other.id for one, _ in own.knows))


def _mutual(mentees: Sequence[Bonds], mentors: Sequence[Bonds]) -> dict[tuple[str, str], tuple[str, ...]]:
    by_friend: dict[str, list[str]] = {}
    for mentor in mentors:
        for friend, shown in mentor.knows:
            if shown:
                by_friend.setdefault(friend, []).append(mentor.id)
    found: dict[tuple[str, str], list[str]] = {}
    for mentee in mentees:
        for friend, shown in mentee.knows:
            for mentor_id in by_friend.get(friend, ()) if shown else ():
                if mentor_id != mentee.id:
                    found.setdefault((mentee.id, mentor_id), []).append(friend)
    return {pair: tuple(people) for pair, people in found.items()}
