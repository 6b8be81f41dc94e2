"""The files a school brings: which tables there are, their columns in English and Chinese, and what each may hold.

This is the one description of the format: reading, checking, the generator and docs/import.md all follow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "key",  # a school's own identifier: unique in its table
    "ref",  # another table's key
    "text",
    "date",  # 2019, 2019-07 or 2019-07-15
    "end",  # a date; empty: still going on; `unknown` or `不详`: over, nobody knows when
    "year",
    "choice",
    "yes_no",
    "function",
    "level",
    "industry",  # GB/T 4754 code, its division's name, or an ISIC section
    "list",  # several texts, separated by ; or ； or |
    "email",
    "phone",
]


class Column(NamedTuple):
    """One column: its English and Chinese heading, what it holds, and what it points at."""

    name: str
    zh: str
    kind: Kind
    required: bool = False
    refers_to: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    about: str = ""


class Table(NamedTuple):
    """One file: its name in English and Chinese, its columns, and the columns that say which row is which."""

    name: str
    zh: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    about: str = ""

    def column(self, name: str) -> Column:
        """The column of that English name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


LISTED = (("members", "全体校友"), ("connections", "仅我的人脉"), ("nobody", "不公开"))
CONTACT_AUDIENCES = (("nobody", "不公开"), ("connections", "我的人脉"), ("staff", "工作人员"))
PROGRAMME_TYPES = (
    ("adult", "成人教育"),
    ("online", "网络教育"),
    ("fulltime", "全日制"),
    ("parttime", "非全日制"),
    ("other", "其他"),
)
PLACE_KINDS = (("country", "国家"), ("province", "省级"), ("city", "地级"), ("district", "县级"))
EVENT_KINDS = (("onsite", "线下"), ("online", "线上"), ("hybrid", "线上线下"))
GROUP_KINDS = (("wechat", "微信群"), ("chapter", "分会"), ("club", "社团"), ("other", "其他"))
SKILL_KINDS = (("offered", "能提供"), ("wanted", "想学习"))

_SOURCE = (
    Column("source", "来源", "text", about="where this row comes from; the import's own source when empty"),
    Column("as_of", "截至日期", "date", about="when it was true; the day of the import when empty"),
)

TABLES: tuple[Table, ...] = (
    Table(
        "industries",
        "行业",
        (
            Column(
                "code",
                "行业代码",
                "key",
                required=True,
                about="a GB/T 4754-2017 code; sections and divisions are there already",
            ),
            Column("name", "行业名称", "text", required=True),
            Column("name_en", "英文名称", "text"),
            Column("parent", "上级代码", "ref", refers_to="industries"),
            Column("isic", "ISIC门类", "text", about="ISIC Rev.4 section, one letter"),
        ),
        ("code",),
        "Deeper levels of the classification, or a school's own.",
    ),
    Table(
        "places",
        "地区",
        (
            Column("code", "地区代码", "key", required=True, about="a GB/T 2260 code; the provinces are there already"),
            Column("name", "地区名称", "text", required=True),
            Column("name_en", "英文名称", "text"),
            Column("kind", "级别", "choice", choices=PLACE_KINDS),
            Column("parent", "上级代码", "ref", refers_to="places"),
        ),
        ("code",),
    ),
    Table(
        "cohorts",
        "班级",
        (
            Column("key", "班级编号", "key", required=True),
            Column("name", "班级名称", "text", required=True),
            Column("programme", "专业", "text"),
            Column("programme_type", "教育类型", "choice", choices=PROGRAMME_TYPES),
            Column("intake_year", "入学年份", "year"),
            Column("graduation_year", "毕业年份", "year"),
            *_SOURCE,
        ),
        ("key",),
        "One intake of one programme.",
    ),
    Table(
        "employers",
        "单位",
        (
            Column("name", "单位名称", "key", required=True, about="as people write it; compared after normalising"),
            Column("key", "单位编号", "text", about="the school's own number of it, so that a name can change"),
            Column("aliases", "别名", "list", about="other names of the same employer"),
            Column("industry", "行业", "industry"),
            *_SOURCE,
        ),
        ("name",),
    ),
    Table(
        "alumni",
        "校友",
        (
            Column("key", "学号", "key", required=True, about="the school's own number of the person"),
            Column("name", "姓名", "text", required=True),
            Column("name_latin", "英文名", "text"),
            Column("pinyin", "姓名拼音", "text", about="derived from the name when empty"),
            Column("place", "所在地", "ref", refers_to="places", about="code or name of the place the person lives in"),
            Column("place_from", "居住起始", "date"),
            Column("about", "简介", "text"),
            Column("email", "电子邮箱", "email"),
            Column("phone", "电话", "phone"),
            Column("wechat", "微信号", "text"),
            Column("listed", "名录可见", "choice", choices=LISTED),
            Column("show_connections", "公开人脉", "yes_no"),
            Column("bridge", "愿意引荐", "yes_no"),
            Column("mentor", "愿做导师", "yes_no"),
            Column("research", "同意研究", "yes_no"),
            Column("contact_audience", "联系方式可见", "choice", choices=CONTACT_AUDIENCES),
            *_SOURCE,
        ),
        ("key",),
    ),
    Table(
        "memberships",
        "学籍",
        (
            Column("alumnus", "学号", "ref", required=True, refers_to="alumni"),
            Column("cohort", "班级编号", "ref", required=True, refers_to="cohorts"),
            Column("from", "入学日期", "date"),
            Column("to", "毕业日期", "end"),
            *_SOURCE,
        ),
        ("alumnus", "cohort"),
    ),
    Table(
        "jobs",
        "任职",
        (
            Column("alumnus", "学号", "ref", required=True, refers_to="alumni"),
            Column(
                "employer",
                "单位",
                "ref",
                required=True,
                refers_to="employers",
                about="name, alias or key; made when new",
            ),
            Column("title", "职务", "text"),
            Column("function", "职能", "function"),
            Column("level", "职级", "level"),
            Column("from", "开始日期", "date"),
            Column("to", "结束日期", "end"),
            Column("industry", "单位行业", "industry", about="of the employer, when it has none yet"),
            Column("key", "任职编号", "text", about="the school's own number of the job, so that all else can change"),
            *_SOURCE,
        ),
        ("alumnus", "employer", "title", "from"),
        "Without `to` it is the present job; several at once are allowed.",
    ),
    Table(
        "skills",
        "技能",
        (
            Column("alumnus", "学号", "ref", required=True, refers_to="alumni"),
            Column("skill", "技能", "text", required=True),
            Column("kind", "类别", "choice", choices=SKILL_KINDS, about="offered when empty"),
            *_SOURCE,
        ),
        ("alumnus", "skill", "kind"),
    ),
    Table(
        "events",
        "活动",
        (
            Column("key", "活动编号", "key", required=True),
            Column("name", "活动名称", "text", required=True),
            Column("date", "日期", "date"),
            Column("kind", "形式", "choice", choices=EVENT_KINDS),
            *_SOURCE,
        ),
        ("key",),
    ),
    Table(
        "attendance",
        "出席",
        (
            Column("alumnus", "学号", "ref", required=True, refers_to="alumni"),
            Column("event", "活动编号", "ref", required=True, refers_to="events"),
            Column("role", "角色", "text"),
            *_SOURCE,
        ),
        ("alumnus", "event"),
    ),
    Table(
        "groups",
        "群组",
        (
            Column("key", "群组编号", "key", required=True),
            Column("name", "群组名称", "text", required=True),
            Column("kind", "类型", "choice", choices=GROUP_KINDS),
            *_SOURCE,
        ),
        ("key",),
    ),
    Table(
        "group_members",
        "群组成员",
        (
            Column("alumnus", "学号", "ref", required=True, refers_to="alumni"),
            Column("group", "群组编号", "ref", required=True, refers_to="groups"),
            Column("role", "角色", "text"),
            Column("from", "加入日期", "date"),
            Column("to", "退出日期", "end"),
            *_SOURCE,
        ),
        ("alumnus", "group"),
    ),
    Table(
        "connections",
        "人脉",
        (
            Column("a", "学号甲", "ref", required=True, refers_to="alumni"),
            Column("b", "学号乙", "ref", required=True, refers_to="alumni"),
            Column("since", "相识日期", "date"),
            *_SOURCE,
        ),
        ("a", "b"),
        "The two know each other; the order of the two does not matter.",
    ),
)


def table(name: str) -> Table:
    """The table of that English name; KeyError when there is none."""
    for found in TABLES:
        if found.name == name:
            return found
    raise KeyError(name)


def headings() -> Iterator[tuple[str, str, str]]:
    """Every (table, column, Chinese heading)."""
    for found in TABLES:
        for column in found.columns:
            yield found.name, column.name, column.zh
