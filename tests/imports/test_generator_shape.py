"""The shape of a generated school: who knows whom and why, careers, names, and what everybody shares."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import polars as pl
import pytest
from pypinyin import Style, pinyin

from graph_service.directory.occupations import FUNCTIONS
from graph_service.imports.generator import connections, vocabulary
from graph_service.imports.generator.chance import Ints, numbers
from graph_service.imports.generator.generation import silent
from graph_service.imports.generator.partial_dates import LAST_MONTH
from graph_service.imports.generator.school import School, make_school
from graph_service.imports.generator.sheets import sheets


@pytest.fixture(scope="module")
def school() -> School:
    return make_school(5_000, 1, silent)


@pytest.fixture(scope="module")
def graph(school: School) -> nx.Graph[int]:
    found: nx.Graph[int] = nx.Graph()
    found.add_nodes_from(range(school.people.size))
    found.add_edges_from(zip(numbers(school.connections.a), numbers(school.connections.b), strict=True))
    return found


def of_cause(school: School, cause: int) -> connections.Connections:
    known = school.connections
    these = known.cause == cause
    return connections.Connections(known.a[these], known.b[these], known.since[these], known.cause[these])


def shared(person: Ints, context: Ints) -> Callable[[int, int], set[int]]:
    contexts: dict[int, set[int]] = {}
    for one, of in zip(numbers(person), numbers(context), strict=True):
        contexts.setdefault(one, set()).add(of)
    return lambda a, b: contexts.get(a, set()) & contexts.get(b, set())


def test_everybody_is_connected_and_a_few_know_very_many(school: School) -> None:
    degree = connections.degrees(school.connections, school.people.size)
    assert degree.mean() == pytest.approx(connections.MEAN_DEGREE, abs=0.01)
    assert np.median(degree) < degree.mean()
    assert degree.max() > 15 * degree.mean()
    assert np.percentile(degree, 99) > 2.2 * degree.mean()
    assert (degree == 0).mean() < 0.01


def test_larger_schools_have_the_same_mean_and_a_longer_tail(school: School) -> None:
    large = make_school(30_000, 1, silent)
    degree = connections.degrees(large.connections, large.people.size)
    assert degree.mean() == pytest.approx(connections.MEAN_DEGREE, abs=0.01)
    assert degree.max() > 1.8 * connections.degrees(school.connections, school.people.size).max()
    assert 1.8 < len(large.jobs.person) / large.people.size < 2.2


def test_friends_know_each_other_far_more_than_by_chance(graph: nx.Graph[int]) -> None:
    by_chance = nx.density(graph)
    assert nx.average_clustering(graph) > 25 * by_chance
    largest = max(nx.connected_components(graph), key=len)
    assert len(largest) > 0.98 * len(graph)


def test_every_cause_has_its_share(school: School) -> None:
    share = np.bincount(school.connections.cause, minlength=len(connections.CAUSES)) / len(school.connections.a)
    assert 0.3 < share[connections.CLASSMATES] < 0.55
    assert 0.1 < share[connections.COLLEAGUES] < 0.3
    assert 0.2 < share[connections.FRIENDS] < 0.45
    for cause in (connections.EVENT, connections.GROUP, connections.HUB, connections.RANDOM):
        assert 0.005 < share[cause] < 0.08


def test_no_pair_is_connected_twice_or_with_itself(school: School) -> None:
    known = school.connections
    assert (known.a < known.b).all()
    pairs = known.a * school.people.size + known.b
    assert len(np.unique(pairs)) == len(pairs)
    assert (np.diff(known.since) >= 0).all()
    assert known.since.max() <= LAST_MONTH


def test_classmates_share_a_cohort_from_its_beginning(school: School) -> None:
    attends = school.memberships
    cohorts_of = shared(attends.person, attends.cohort)
    intake = school.cohorts.intake
    known = of_cause(school, connections.CLASSMATES)
    for a, b, since in zip(numbers(known.a), numbers(known.b), numbers(known.since), strict=True):
        assert any(intake[cohort] <= since for cohort in cohorts_of(a, b))


def test_colleagues_were_at_one_employer_when_they_met(school: School) -> None:
    jobs = school.jobs
    of_person: dict[int, list[int]] = {}
    for row, person in enumerate(numbers(jobs.person)):
        of_person.setdefault(person, []).append(row)
    known = of_cause(school, connections.COLLEAGUES)

    def there(person: int, month: int) -> set[int]:
        rows = of_person.get(person, [])
        return {int(jobs.employer[row]) for row in rows if jobs.since[row] <= month <= jobs.until[row]}

    for a, b, since in zip(numbers(known.a), numbers(known.b), numbers(known.since), strict=True):
        assert there(a, since) & there(b, since)


def test_people_who_met_at_an_event_were_both_there(school: School) -> None:
    met = school.events
    events_of = shared(met.person, met.event)
    known = of_cause(school, connections.EVENT)
    for a, b, since in zip(numbers(known.a), numbers(known.b), numbers(known.since), strict=True):
        assert any(met.month[event] <= since <= met.month[event] + 1 for event in events_of(a, b))


def test_people_who_met_in_a_group_had_both_joined(school: School) -> None:
    talks = school.groups
    groups_of = shared(talks.person, talks.group)
    joined = {
        (person, group): since
        for person, group, since in zip(numbers(talks.person), numbers(talks.group), numbers(talks.since), strict=True)
    }
    known = of_cause(school, connections.GROUP)
    for a, b, since in zip(numbers(known.a), numbers(known.b), numbers(known.since), strict=True):
        assert any(max(joined[a, group], joined[b, group]) <= since for group in groups_of(a, b))


def test_friends_of_friends_met_after_a_common_friend_knew_both(school: School, graph: nx.Graph[int]) -> None:
    everything = school.connections
    month = {
        frozenset(pair): since
        for *pair, since in zip(numbers(everything.a), numbers(everything.b), numbers(everything.since), strict=True)
    }
    known = of_cause(school, connections.FRIENDS)
    for a, b, since in zip(numbers(known.a), numbers(known.b), numbers(known.since), strict=True):
        common = set(graph[a]) & set(graph[b])
        assert any(max(month[frozenset((a, c))], month[frozenset((b, c))]) <= since for c in common)


def test_careers_move_through_levels_functions_employers_and_industries(school: School) -> None:
    jobs = school.jobs
    assert 1.9 < len(jobs.person) / school.people.size < 2.2
    assert set(np.unique(jobs.level)) == {1, 2, 3, 4, 5, 6}
    assert len(np.unique(jobs.function)) == len(FUNCTIONS) or len(np.unique(jobs.function)) > 22
    frame = pl.DataFrame({"person": jobs.person, "level": jobs.level, "employer": jobs.employer, "f": jobs.function})
    later = frame.group_by("person", maintain_order=True).agg(
        pl.col("level").first().alias("first"), pl.col("level").last().alias("last"), pl.len(),
        pl.col("employer").n_unique(), pl.col("f").n_unique(),
    ).filter(pl.col("len") > 1)  # fmt: skip
    assert (later["last"] > later["first"]).mean() > 0.25
    assert (later["last"] < later["first"]).mean() < 0.15
    assert (later["employer"] > 1).mean() > 0.7
    assert 0.1 < (later["f"] > 1).mean() < 0.7
    present = np.bincount(jobs.person[jobs.current])
    assert (present > 1).sum() > 50


def test_jobs_end_after_they_begin_and_begin_in_working_age(school: School) -> None:
    jobs, people = school.jobs, school.people
    assert (jobs.since <= jobs.until).all()
    assert jobs.until.max() <= LAST_MONTH
    age = (jobs.since - people.born[jobs.person]) / 12
    assert age.min() > 14
    assert np.percentile(age, 1) >= 18


def test_many_work_while_they_study_and_colleagues_enrol_together(school: School) -> None:
    jobs, cohorts, people = school.jobs, school.cohorts, school.people
    intake = cohorts.intake[people.cohort[jobs.person]]
    studying = (jobs.since < intake) & (jobs.until >= intake)
    assert len(np.unique(jobs.person[studying])) > 0.4 * people.size
    together = people.cohort[jobs.person[studying]] * school.employers.size + jobs.employer[studying]
    assert (np.unique(together, return_counts=True)[1] >= 5).sum() > 0.2 * cohorts.size


def test_a_few_employers_and_industries_have_most_people(school: School) -> None:
    at = np.sort(np.bincount(school.jobs.employer, minlength=school.employers.size))[::-1]
    assert at[: school.employers.size // 10].sum() > 0.5 * at.sum()
    industry = np.sort(np.bincount(school.employers.industry[school.jobs.employer]))[::-1]
    assert industry[:10].sum() > 0.4 * industry.sum()


def test_cohorts_are_of_plausible_size_and_length(school: School) -> None:
    cohorts = school.cohorts
    assert (np.diff(cohorts.intake) >= 0).all()
    assert cohorts.sizes.max() <= 250
    assert np.median(cohorts.sizes) >= 20
    assert int(cohorts.sizes.sum()) == school.people.size
    adult_or_online = cohorts.kind <= 1
    assert cohorts.sizes[adult_or_online].sum() > 0.75 * school.people.size
    months = (cohorts.graduation - cohorts.intake)[adult_or_online]
    assert months.min() >= 30
    assert months.max() <= 60
    assert len(set(cohorts.names)) == cohorts.size


def test_surnames_are_read_as_surnames() -> None:
    readings = dict(zip(vocabulary.surnames().texts, vocabulary.surnames().readings, strict=True))
    expected = {
        "单": "shan", "解": "xie", "仇": "qiu", "任": "ren", "曾": "zeng", "查": "zha", "区": "ou", "朴": "piao",
        "盖": "ge", "乐": "yue", "欧阳": "ou yang", "尉迟": "yu chi", "司马": "si ma", "吕": "lv",
    }  # fmt: skip
    assert {name: readings[name] for name in expected} == expected


def test_every_reading_is_one_the_character_has() -> None:
    words = [vocabulary.surnames(), vocabulary.brand_characters(), *vocabulary.given_characters()[1].values()]
    for table in words:
        for text, reading in zip(table.texts, table.readings, strict=True):
            for character, syllable in zip(text, reading.split(), strict=True):
                possible = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
                assert syllable in possible, (character, syllable, possible)


def test_names_have_their_pinyin_and_people_from_abroad_have_latin_names(school: School) -> None:
    alumni = next(sheet for sheet in sheets(school) if sheet.table == "alumni")
    frame = pl.DataFrame({name: alumni.columns[name](0, alumni.rows) for name in ("name", "name_latin", "pinyin")})
    foreign = frame.filter(pl.col("name").str.contains(r"^[A-Za-z ]+$"))
    assert 3 < len(foreign) < 60
    assert (foreign["name"] == foreign["name_latin"]).all()
    assert foreign["pinyin"].null_count() == len(foreign)
    chinese = frame.filter(~pl.col("name").str.contains(r"[A-Za-z]"))
    assert (chinese["name"].str.len_chars() == chinese["pinyin"].str.split(" ").list.len()).all()
    assert chinese["name"].str.len_chars().is_between(2, 4).all()
    compound = set(chinese.filter(pl.col("name").str.len_chars() == 4)["name"].str.head(2))
    assert compound <= {name for name in vocabulary.surnames().texts if len(name) == 2}
    assert 100 < chinese["name_latin"].drop_nulls().len() < 500


def test_skills_are_a_vocabulary_with_some_for_every_function() -> None:
    names, by_function = vocabulary.skills()
    assert len(set(names)) == len(names) >= 150
    assert set(by_function) == set(range(len(FUNCTIONS)))


def test_every_function_has_titles_at_every_level_and_every_division_its_employers() -> None:
    assert set(vocabulary.titles()) == {
        (function, level) for function in range(len(FUNCTIONS)) for level in range(1, 7)
    }
    assert all(words.words for words in vocabulary.employer_words().values())
    assert len(vocabulary.employer_words()) == 97


def test_towns_have_short_names() -> None:
    towns = vocabulary.towns()
    names = {entry.code: towns.short_name(number) for number, entry in enumerate(towns.entries)}
    assert names["310000"] == "上海"
    assert names["532800"] == "西双版纳"
    assert names["222400"] == "延边"
    assert names["810000"] == "香港"
    assert all(2 <= len(name) <= 5 for name in names.values())


def test_a_tiny_school_has_no_cast_and_no_connections() -> None:
    alone = make_school(1, 1, silent)
    assert alone.cast is None
    assert len(alone.connections.a) == 0
