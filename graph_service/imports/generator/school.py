"""A whole generated school as columns of numbers: who, where, since when; the writer turns them into files."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph_service.imports.generator.careers import Jobs, callings, careers
from graph_service.imports.generator.cast import Cast, cast_of, main_industry, with_cast
from graph_service.imports.generator.chance import Ints
from graph_service.imports.generator.cohorts import Cohorts, Memberships, cohorts, memberships
from graph_service.imports.generator.connections import Connections, Contexts, connections
from graph_service.imports.generator.consents import Consents, consents
from graph_service.imports.generator.employers import Employers, employers
from graph_service.imports.generator.gatherings import Events, Groups, events, groups
from graph_service.imports.generator.generation import Progress
from graph_service.imports.generator.people import People, people
from graph_service.imports.generator.skills import Skills, skills


class School(NamedTuple):
    """Everything there is to write."""

    seed: int
    people: People
    cohorts: Cohorts
    memberships: Memberships
    employers: Employers
    function: Ints
    jobs: Jobs
    skills: Skills
    events: Events
    groups: Groups
    connections: Connections
    consents: Consents
    cast: Cast | None


def make_school(alumni: int, seed: int, progress: Progress) -> School:
    """A school of `alumni` people; the same numbers give the same school."""
    progress("people", 0, alumni)
    found = cohorts(seed, alumni)
    attends = memberships(seed, found)
    everybody = people(seed, found)
    progress("people", alumni, alumni)
    progress("careers", 0, alumni)
    work = employers(seed, alumni)
    called = callings(seed, everybody, found, work)
    jobs = careers(seed, everybody, found, work, called)
    progress("careers", alumni, alumni)
    met = events(seed, everybody, found)
    talks = groups(seed, everybody, found, attends, main_industry(called, jobs, work))
    known = connections(seed, Contexts(everybody, found, attends, jobs, met, talks), progress)
    abilities = skills(seed, called.function)
    cast = cast_of(everybody, jobs, work, known, abilities.person)
    answers = with_cast(consents(seed, _highest_levels(jobs, alumni)), cast)
    return School(
        seed, everybody, found, attends, work, called.function, jobs, abilities,
        met, talks, known, answers, cast,
    )  # fmt: skip


def _highest_levels(jobs: Jobs, alumni: int) -> Ints:
    highest = np.zeros(alumni, dtype=np.int64)
    np.maximum.at(highest, jobs.person, jobs.level)
    return highest
