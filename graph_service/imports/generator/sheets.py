"""The generated school as the tables of imports/tables.py: for each column, a way to get any stretch of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from graph_service.directory.occupations import FUNCTIONS
from graph_service.imports.generator import consents, skills, vocabulary
from graph_service.imports.generator.careers import title_texts
from graph_service.imports.generator.chance import Bools, Chance, Ints, numbers
from graph_service.imports.generator.cohorts import KINDS, serial_numbers
from graph_service.imports.generator.connections import CAUSES
from graph_service.imports.generator.gatherings import ROLES
from graph_service.imports.generator.partial_dates import (
    EMPTY,
    LAST_MONTH,
    TEXTS,
    UNKNOWN,
    as_months,
    as_people_write,
    to_the_day,
)
from graph_service.imports.generator.people import parts
from graph_service.imports.generator.school import School
from graph_service.imports.reference import industries, places

Column = Callable[[int, int], pl.Series]
"""The values of a column from one row up to and without another."""

_SOURCES = ("学籍档案", "校友登记表", "校友信息更新", "班级联络人")
_EXPORTED = ["2026-10-31"]
_PHRASES = (
    "愿意为校友提供职业发展建议。", "希望结识同行业的校友。", "曾任班级联络人，热心校友活动。", "正在寻找合作伙伴。",
    "欢迎校友来访交流。", "边工作边学习，一路受益于母校。", "业余时间参与公益项目。", "期待与同城校友多走动。",
)  # fmt: skip


class Sheet(NamedTuple):
    """One file: the table's name, how many rows, and its columns; those that are not there stay empty."""

    table: str
    rows: int
    columns: Mapping[str, Column]


def sheets(school: School) -> list[Sheet]:
    """The sheets of a school, in the order of the tables."""
    keys = alumni_keys(school)
    dates = pl.Series(TEXTS, dtype=pl.String)
    return [
        _industries(),
        _places(),
        _cohorts(school),
        _employers(school),
        _alumni(school, keys, dates),
        _memberships(school, keys, dates),
        _jobs(school, keys, dates),
        _skills(school, keys),
        *_events(school, keys, dates),
        *_groups(school, keys, dates),
        _connections(school, keys, dates),
    ]


def alumni_keys(school: School) -> pl.Series:
    """The key of every person: S, the year of intake, six digits."""
    years, serials = serial_numbers(school.cohorts)
    frame = pl.DataFrame({"year": years, "serial": serials + 1})
    key = pl.concat_str(pl.lit("S"), pl.col("year").cast(pl.String), pl.col("serial").cast(pl.String).str.zfill(6))
    return frame.select(key.alias("key"))["key"]


# --- columns


def _coded(texts: pl.Series, codes: Ints) -> Column:
    """Texts by position; a negative position is nothing."""
    if len(codes) and int(codes.min()) >= 0:
        return lambda start, end: texts.gather(codes[start:end])
    with_nothing = pl.concat([texts, pl.Series([None], dtype=pl.String)])
    nothing = len(texts)
    return lambda start, end: with_nothing.gather(np.where(codes[start:end] < 0, nothing, codes[start:end]))


def _texts(texts: Sequence[str | None]) -> Column:
    column = pl.Series(texts, dtype=pl.String)
    return lambda start, end: column[start:end]


def _chosen(texts: Sequence[str | None], codes: Ints) -> Column:
    return _coded(pl.Series(texts, dtype=pl.String), codes)


def _same(text: str) -> Column:
    return lambda start, end: pl.repeat(text, end - start, dtype=pl.String, eager=True)


def _numbers(values: Ints) -> Column:
    return lambda start, end: pl.Series(values[start:end])


def _joined(separator: str, *columns: Column) -> Column:
    """The columns' texts one after another; those that are nothing are left out."""

    def join(start: int, end: int) -> pl.Series:
        frame = pl.DataFrame([column(start, end).alias(str(number)) for number, column in enumerate(columns)])
        return frame.select(pl.concat_str(pl.all(), separator=separator, ignore_nulls=True).alias("joined"))["joined"]

    return join


def _only(column: Column, rows: Bools) -> Column:
    """The column's value in these rows, nothing in the others."""

    def keep(start: int, end: int) -> pl.Series:
        frame = pl.DataFrame({"value": column(start, end), "keep": rows[start:end]})
        return frame.select(pl.when(pl.col("keep")).then(pl.col("value")).alias("value"))["value"]

    return keep


# --- tables


def _industries() -> Sheet:
    rows = industries()
    fields = {"code": 0, "name": 1, "name_en": 2, "parent": 4, "isic": 5}
    return Sheet(
        "industries", len(rows), {name: _texts([row[field] for row in rows]) for name, field in fields.items()}
    )


def _places() -> Sheet:
    rows = places()
    fields = {"code": 0, "name": 1, "name_en": 2, "kind": 3, "parent": 4}
    return Sheet("places", len(rows), {name: _texts([row[field] for row in rows]) for name, field in fields.items()})


def _cohort_keys(school: School) -> list[str]:
    return [f"C{month // 12}{number:05d}" for number, month in enumerate(numbers(school.cohorts.intake))]


def _cohorts(school: School) -> Sheet:
    found = school.cohorts
    columns = {
        "key": _texts(_cohort_keys(school)),
        "name": _texts(found.names),
        "programme": _texts(found.programmes),
        "programme_type": _chosen([kind.code for kind in KINDS], found.kind),
        "intake_year": _numbers(found.intake // 12),
        "graduation_year": _numbers(found.graduation // 12),
        "source": _same(_SOURCES[0]),
        "as_of": _same(_EXPORTED[0]),
    }
    return Sheet("cohorts", found.size, columns)


def _employers(school: School) -> Sheet:
    work = school.employers
    columns = {
        "name": _texts(work.names),
        "key": _texts([f"U{number:05d}" for number in range(work.size)]),
        "aliases": _texts([text or None for text in work.aliases]),
        "industry": _texts([text or None for text in work.industry_text]),
        "source": _same("单位名录"),
        "as_of": _same(_EXPORTED[0]),
    }
    return Sheet("employers", work.size, columns)


def _alumni(school: School, keys: pl.Series, dates: pl.Series) -> Sheet:
    people, answers = school.people, school.consents
    chance = Chance(school.seed, "contact data")
    names, pinyin, latin, handles = _names(school)
    count = people.size
    known = chance.unit(count)
    about = np.where(chance.happens(count, 0.07), chance.below(count, len(_PHRASES)), -1)
    number = pl.int_range(count, eager=True).cast(pl.String)
    lower_keys = keys.str.to_lowercase()
    columns = {
        "key": _coded(keys, np.arange(count)),
        "name": names,
        "name_latin": latin,
        "pinyin": pinyin,
        "place": _place_texts(school),
        "place_from": _coded(dates, _place_dates(school)),
        "about": _chosen(_PHRASES, about),
        "email": _only(
            _joined("", handles, _same("."), lambda s, e: lower_keys[s:e], _same("@example.com")), known < 0.55
        ),
        "phone": _only(
            _joined("", _same("100"), lambda s, e: number[s:e].str.zfill(8)), (known > 0.3) & (known < 0.92)
        ),
        "wechat": _only(_joined("", _same("example_"), lambda s, e: lower_keys[s:e]), (known > 0.2) & (known < 0.6)),
        "listed": _chosen(consents.LISTED, answers.listed),
        "show_connections": _chosen(consents.YES_NO, answers.show_connections),
        "bridge": _chosen(consents.YES_NO, answers.bridge),
        "mentor": _chosen(consents.YES_NO, answers.mentor),
        "research": _chosen(consents.YES_NO, answers.research),
        "contact_audience": _chosen(consents.CONTACT, answers.contact_audience),
        "source": _chosen(_SOURCES, (known * 7919).astype(np.int64) % len(_SOURCES)),
        "as_of": _coded(dates, to_the_day(chance, _last_heard(school))),
    }
    return Sheet("alumni", count, columns)


def _names(school: School) -> tuple[Column, Column, Column, Column]:
    """The names, their pinyin, their Latin forms, and what an address begins with."""
    names, words = school.people.names, parts()
    latin = vocabulary.latin_names()
    characters, readings = pl.Series(words.characters), pl.Series(words.character_readings)
    surnames, surname_readings = pl.Series(words.surnames), pl.Series(words.surname_readings)
    foreign_name = _joined(
        " ",
        _coded(pl.Series(latin["given"]), names.latin_given),
        _coded(pl.Series(latin["surname"]), names.latin_surname),
    )
    chinese = _joined(
        "", _coded(surnames, names.surname), _coded(characters, names.first), _coded(characters, names.last)
    )
    chinese_pinyin = _joined(
        " ", _coded(surname_readings, names.surname), _coded(readings, names.first), _coded(readings, names.last)
    )
    foreign = names.surname < 0
    english = _joined(
        " ", _coded(pl.Series(latin["english"]), names.english),
        _coded(surname_readings.str.replace_all(" ", "").str.to_titlecase(), names.surname),
    )  # fmt: skip
    name = _joined("", _only(chinese, ~foreign), _only(foreign_name, foreign))
    pinyin = _only(chinese_pinyin, ~foreign)
    has_latin = foreign | (names.english >= 0)
    name_latin = _only(_joined("", _only(english, ~foreign), _only(foreign_name, foreign)), has_latin)

    def handle(start: int, end: int) -> pl.Series:
        whole = _joined("", pinyin, _only(foreign_name, foreign))(start, end)
        return whole.str.replace_all(" ", "").str.to_lowercase()

    return name, pinyin, name_latin, handle


def _place_texts(school: School) -> Column:
    """Codes of towns, of the province where only that is known, and now and then the name."""
    towns, written = vocabulary.towns(), school.people.written_place
    size = len(towns.entries)
    texts = [entry.code for entry in towns.entries] + towns.provinces + [entry.name for entry in towns.entries]
    by_name = Chance(school.seed, "place names").happens(school.people.size, 0.08)
    codes = np.where(
        written == -2, school.people.town + size, np.where(by_name & (written >= 0), written + 2 * size, written)
    )
    return _chosen(texts, codes)


def _place_dates(school: School) -> Ints:
    """Since when people live there: known of a third of those whose place is known."""
    chance = Chance(school.seed, "place dates")
    people = school.people
    grown = people.born + 20 * 12
    since = grown + (chance.unit(people.size) * np.maximum(LAST_MONTH - grown, 1)).astype(np.int64)
    since = np.minimum(since, _last_heard(school))
    known = chance.happens(people.size, 0.35) & (people.written_place != -1)
    return np.where(known, as_people_write(chance, since, 0.6, 0.02), EMPTY)


def _last_heard(school: School) -> Ints:
    """The month in which the school last heard of each person: not before study began, for many long ago."""
    chance = Chance(school.seed, "last heard")
    people = school.people
    first = school.cohorts.intake[people.cohort]
    heard = LAST_MONTH - (chance.unit(people.size) ** 2 * (LAST_MONTH - first)).astype(np.int64)
    return np.minimum(heard, LAST_MONTH)


def _memberships(school: School, keys: pl.Series, dates: pl.Series) -> Sheet:
    attends = school.memberships
    chance = Chance(school.seed, "membership dates")
    count = len(attends.person)
    roll = chance.unit(count)
    begun = np.where(roll < 0.02, EMPTY, as_people_write(chance, attends.since, 0.2, 0.3))
    ended = np.where(roll > 0.985, UNKNOWN, as_people_write(chance, attends.until, 0.25, 0.1))
    columns = {
        "alumnus": _coded(keys, attends.person),
        "cohort": _chosen(_cohort_keys(school), attends.cohort),
        "from": _coded(dates, begun),
        "to": _coded(dates, np.where(attends.until > LAST_MONTH, EMPTY, ended)),
        "source": _same(_SOURCES[0]),
        "as_of": _same(_EXPORTED[0]),
    }
    return Sheet("memberships", count, columns)


def _jobs(school: School, keys: pl.Series, dates: pl.Series) -> Sheet:
    jobs, work = school.jobs, school.employers
    chance = Chance(school.seed, "job sources")
    count = len(jobs.person)
    alias = [text.split(";")[0] if text else name for text, name in zip(work.aliases, work.names, strict=True)]
    by_alias = chance.happens(count, 0.05)
    heard = np.maximum(_last_heard(school)[jobs.person], np.where(jobs.current, jobs.since, jobs.until))
    columns = {
        "alumnus": _coded(keys, jobs.person),
        "employer": _chosen([*work.names, *alias], np.where(by_alias, jobs.employer + work.size, jobs.employer)),
        "title": _chosen(title_texts(), jobs.title),
        "function": _chosen([function.code for function in FUNCTIONS], jobs.function),
        "level": _numbers(jobs.level),
        "from": _coded(dates, jobs.from_text),
        "to": _coded(dates, jobs.to_text),
        "source": _chosen(_SOURCES, 1 + chance.below(count, len(_SOURCES) - 1)),
        "as_of": _coded(dates, to_the_day(chance, heard)),
    }
    return Sheet("jobs", count, columns)


def _skills(school: School, keys: pl.Series) -> Sheet:
    has = school.skills
    columns = {
        "alumnus": _coded(keys, has.person),
        "skill": _chosen(vocabulary.skills()[0], has.skill),
        "kind": _chosen(skills.KINDS, has.kind),
        "source": _same("校友问卷"),
        "as_of": _same(_EXPORTED[0]),
    }
    return Sheet("skills", len(has.person), columns)


def _events(school: School, keys: pl.Series, dates: pl.Series) -> list[Sheet]:
    met = school.events
    about = {
        "key": _texts(met.keys),
        "name": _texts(met.names),
        "date": _coded(dates, met.date),
        "kind": _texts(met.kinds),
        "source": _same("活动档案"),
        "as_of": _same(_EXPORTED[0]),
    }
    who = {
        "alumnus": _coded(keys, met.person),
        "event": _chosen(met.keys, met.event),
        "role": _chosen(ROLES, met.role),
        "source": _same("活动签到"),
        "as_of": _same(_EXPORTED[0]),
    }
    return [Sheet("events", len(met.keys), about), Sheet("attendance", len(met.person), who)]


def _groups(school: School, keys: pl.Series, dates: pl.Series) -> list[Sheet]:
    talks = school.groups
    about = {
        "key": _texts(talks.keys),
        "name": _texts(talks.names),
        "kind": _texts(talks.kinds),
        "source": _same("校友会"),
        "as_of": _same(_EXPORTED[0]),
    }
    who = {
        "alumnus": _coded(keys, talks.person),
        "group": _chosen(talks.keys, talks.group),
        "role": _chosen(ROLES, talks.role),
        "from": _coded(dates, as_months(talks.since)),
        "to": _coded(dates, talks.to_text),
        "source": _same("群名单"),
        "as_of": _same(_EXPORTED[0]),
    }
    return [Sheet("groups", len(talks.keys), about), Sheet("group_members", len(talks.person), who)]


def _connections(school: School, keys: pl.Series, dates: pl.Series) -> Sheet:
    known = school.connections
    since = as_people_write(Chance(school.seed, "connection dates"), known.since, 0.12, 0.05)
    columns = {
        "a": _coded(keys, known.a),
        "b": _coded(keys, known.b),
        "since": _coded(dates, since),
        "source": _chosen(CAUSES, known.cause),
        "as_of": _same(_EXPORTED[0]),
    }
    return Sheet("connections", len(known.a), columns)
