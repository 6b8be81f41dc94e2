"""Pinyin, initials, search text and comparable names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.directory.names import folded, initials_of, normal_name, order_key_of, pinyin_of, search_text
from graph_service.directory.words import words_of


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("韩小宁", "han xiao ning", "hxn"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("解晓东", "xie xiao dong", "xxd"),
        ("仇和", "qiu he", "qh"),
        ("曾国藩", "zeng guo fan", "zgf"),
        ("查良镛", "zha liang yong", "zly"),
        ("区伟", "ou wei", "ow"),
        ("欧阳娜", "ou yang na", "oyn"),
        ("万俟 卨", "mo qi xie", "mqx"),
        ("单于", "shan yu", "sy"),  # two characters: a surname and a name
        ("闾丘明", "lv qiu ming", "lqm"),
        ("吕布", "lv bu", "lb"),
        ("王　伟", "wang wei", "ww"),
        ("John Smith", "john smith", "js"),
        ("张三 (Tony)", "zhang san tony", "zst"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti", "ayglmmt"),
        ("", "", ""),
    ],
)
def test_a_name_is_read_as_its_bearer_reads_it(name: str, pinyin: str, initials: str) -> None:
    assert pinyin_of(name) == pinyin
    assert initials_of(pinyin) == initials


def test_a_name_without_a_surname_is_not_read_as_one() -> None:
    assert pinyin_of("单·解") == "dan jie"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华为技术有限责任公司", "华为技术有限公司"),
        ("甲股份公司", "甲股份有限公司"),
        ("华为（中国）有限公司", "华为(中国)有限公司"),
        ("华为【中国】", "华为(中国)"),
        ("ACME Co., Ltd.", "acme company limited"),
        ("Foo L.L.C.", "foo llc"),
        ("Ｂａｒ　Inc.", "bar incorporated"),
        ("北京 大学", "北京大学"),
        ("Foo  Bar", "foo bar"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲集团有限公司", "甲有限公司"),
        ("甲股份有限公司", "甲有限公司"),
        ("甲有限公司", "甲"),
        ("甲集团", "甲"),
        ("甲(北京)有限公司", "甲有限公司"),
        ("甲、乙公司", "甲乙公司"),
        ("Acme Inc", "Acme LLC"),
        ("C", "C++"),
        ("C", "C#"),
        (".NET", "net"),
    ],
)
def test_names_that_can_be_two_are_two(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@given(st.text(max_size=40))
def test_a_comparable_name_is_its_own(text: str) -> None:
    assert normal_name(normal_name(text)) == normal_name(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_folded_text_is_words_with_one_blank_between(one: str, other: str) -> None:
    assert folded(folded(one)) == folded(one)
    assert folded(f"{one} {other}").split() == folded(one).split() + folded(other).split()


def test_search_text_has_each_part_once() -> None:
    text = search_text("吕布", "Lü Bu", "lv bu", "lb", ["甲 Co."], ["经理", "经理"])
    assert text.split().count("经理") == 1
    assert {"lvbu", "lubu", "lyubu", "lb", "bu", "甲", "co"} <= set(text.split())


def test_order_keys_are_integers_that_a_database_holds() -> None:
    assert order_key_of("00000000-0000-001f-8000-000000000000") == 1
    assert 0 <= order_key_of("ffffffff-ffff-ffff-ffff-ffffffffffff") < 2**60


@given(st.text(max_size=40))
def test_any_text_makes_a_query_or_none(text: str) -> None:
    words = words_of(text)
    assert (words is None) == (folded(text) == "")
    if words is not None:
        assert words.joined == words.whole.replace(" ", "")
        assert all(word in words.whole for word in words.separate)


def test_scripts_that_the_index_cuts_differently_are_left_to_the_record() -> None:
    words = words_of("ひらがな")
    assert words is not None
    assert words.query is None
    assert words.contained == (" ひらかな",) or words.contained == (" ひらがな",)
