"""What people do, in two short vocabularies: the function of a job and its level.

They are the values of the columns `function` and `level` of an import, of the properties of WORKED_AT, and of the
filters of the directory. A school writes them as a code, in Chinese or in English.
"""

from __future__ import annotations

from typing import NamedTuple


class Function(NamedTuple):
    """A kind of work: its code, and its names."""

    code: str
    zh: str
    en: str


class Level(NamedTuple):
    """A step of seniority, 1 (lowest) to 6: its number, its code, and its names."""

    number: int
    code: str
    zh: str
    en: str


FUNCTIONS: tuple[Function, ...] = (
    Function("general_management", "综合管理", "General management"),
    Function("administration", "行政", "Administration"),
    Function("human_resources", "人力资源", "Human resources"),
    Function("finance", "财务", "Finance and accounting"),
    Function("legal", "法务", "Legal"),
    Function("sales", "销售", "Sales"),
    Function("marketing", "市场", "Marketing"),
    Function("customer_service", "客户服务", "Customer service"),
    Function("operations", "运营", "Operations"),
    Function("procurement", "采购与供应链", "Procurement and supply chain"),
    Function("production", "生产制造", "Production"),
    Function("quality", "质量与安全", "Quality and safety"),
    Function("engineering", "工程技术", "Engineering"),
    Function("software", "软件开发", "Software development"),
    Function("data", "数据", "Data"),
    Function("product", "产品", "Product"),
    Function("design", "设计", "Design"),
    Function("research", "研究", "Research"),
    Function("teaching", "教学", "Teaching"),
    Function("healthcare", "医护", "Healthcare"),
    Function("public_service", "公共事务", "Public service"),
    Function("judiciary", "司法", "Judiciary"),
    Function("media", "传媒", "Media"),
    Function("construction", "建筑施工", "Construction"),
    Function("agriculture", "农林", "Agriculture"),
    Function("other", "其他", "Other"),
)

LEVELS: tuple[Level, ...] = (
    Level(1, "assistant", "助理", "Assistant"),
    Level(2, "professional", "专员", "Professional"),
    Level(3, "senior", "资深", "Senior professional"),
    Level(4, "manager", "经理", "Manager"),
    Level(5, "director", "总监", "Director"),
    Level(6, "executive", "高管", "Executive"),
)


def function_code(text: str) -> str | None:
    """The code of a function written as code, in Chinese or in English; None when there is none such.

    >>> function_code("软件开发"), function_code("Sales"), function_code("wizardry")
    ('software', 'sales', None)
    """
    return _FUNCTIONS_BY_NAME.get(text.strip().casefold())


def level_number(text: str) -> int | None:
    """The number, 1 to 6, of a level written as number, code, in Chinese or in English; None when there is none such.

    >>> level_number("经理"), level_number("6"), level_number("director"), level_number("99")
    (4, 6, 5, None)
    """
    return _LEVELS_BY_NAME.get(text.strip().casefold())


_FUNCTIONS_BY_NAME = {name.casefold(): f.code for f in FUNCTIONS for name in (f.code, f.zh, f.en)}
_LEVELS_BY_NAME = {
    name.casefold(): level.number for level in LEVELS for name in (str(level.number), level.code, level.zh, level.en)
}
