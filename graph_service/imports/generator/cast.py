"""The cast of the demo: people of the generated school who make its questions interesting, found by rule."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator.careers import Callings, Jobs
from graph_service.imports.generator.chance import Ints, numbers
from graph_service.imports.generator.connections import Connections, degrees
from graph_service.imports.generator.consents import Consents
from graph_service.imports.generator.employers import Employers
from graph_service.imports.generator.people import People

FEWEST_PEERS = 15
_MOST_FRIENDS = 120  # the demo shows an ordinary member, not a hub


class Cast(NamedTuple):
    """Rows of people, all living in one town and working in one division of industry now.

    The viewer knows `hidden`, who is listed for their own connections only; the second viewer does not know `hidden`.
    """

    viewer: int
    second_viewer: int
    hidden: int
    industry: int
    town: int
    peers: int


def cast_of(people: People, jobs: Jobs, employers: Employers, known: Connections, skilled: Ints) -> Cast | None:
    """The cast, or None for a school too small to have one. The viewer is one of the `skilled` if that is possible."""
    place, size = _largest_scene(people, jobs, employers)
    if size < FEWEST_PEERS + 1:
        return None
    industry, town = divmod(place, 1_000)
    here = _present(people, jobs, employers, place)
    degree = degrees(known, people.size)
    friends = {
        person: _friends(known, person) for person in numbers(here[np.argsort(-degree[here], kind="stable")][:50])
    }
    inside = {person: np.intersect1d(found, here) for person, found in friends.items() if len(found) <= _MOST_FRIENDS}
    if not inside:
        return None
    with_skills = set(numbers(skilled))
    inside = {person: found for person, found in inside.items() if person in with_skills} or inside
    viewer = max(inside, key=lambda person: (len(inside[person]), -person))
    for hidden in sorted(numbers(inside[viewer]), key=lambda person: (-degree[person], person)):
        strangers = np.setdiff1d(here, np.concatenate([_friends(known, hidden), [hidden, viewer]]))
        if len(strangers):
            second = min(numbers(strangers), key=lambda person: (abs(degree[person] - 30), person))
            return Cast(viewer, second, hidden, industry, town, len(here) - 1)
    return None


def with_cast(answers: Consents, cast: Cast | None) -> Consents:
    """The consents, with those of the cast as the demo needs them."""
    if cast is None:
        return answers
    listed, shown = answers.listed.copy(), answers.show_connections.copy()
    listed[[cast.viewer, cast.second_viewer]] = 1
    listed[cast.hidden] = 2
    shown[[cast.viewer, cast.second_viewer, cast.hidden]] = 1
    return answers._replace(listed=listed, show_connections=shown)


def _scenes(people: People, jobs: Jobs, employers: Employers) -> tuple[Ints, Ints]:
    """The present jobs of people whose town is known: who, and the industry and town as one number."""
    rows = jobs.current & (people.written_place[jobs.person] >= 0)
    rows &= np.array([bool(text) for text in employers.industry_text])[jobs.employer]
    person = jobs.person[rows]
    return person, employers.industry[jobs.employer[rows]] * 1_000 + people.town[person]


def _largest_scene(people: People, jobs: Jobs, employers: Employers) -> tuple[int, int]:
    person, place = _scenes(people, jobs, employers)
    if not len(person):
        return 0, 0
    sizes = np.bincount(place)
    return int(sizes.argmax()), int(sizes.max())


def _present(people: People, jobs: Jobs, employers: Employers, scene: int) -> Ints:
    person, place = _scenes(people, jobs, employers)
    return np.unique(person[place == scene])


def _friends(known: Connections, person: int) -> Ints:
    return np.concatenate([known.b[known.a == person], known.a[known.b == person]])


def main_industry(called: Callings, jobs: Jobs, employers: Employers) -> Ints:
    """The industry each person works in now, or mainly."""
    industry = called.industry.copy()
    industry[jobs.person[jobs.current]] = employers.industry[jobs.employer[jobs.current]]
    return industry
