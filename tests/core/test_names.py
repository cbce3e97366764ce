"""The keys a customer is found by."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.customers import names
from core.customers.names import (
    LONGEST,
    SHORTEST,
    core_name,
    keys,
    may_be_one,
    normalise,
    surname,
)
from core.customers.sounds import pinyin

YUANFAN = "苏州远帆新能源科技股份有限公司"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param(YUANFAN, "full", id="the registered name"),
        pytest.param("ＹＦ", "alias", id="an alias in full width"),
        pytest.param("远帆新能源科技", "core", id="without region and legal form"),
        pytest.param("苏州远帆新能源科技", "core", id="without legal form"),
        pytest.param("远帆新能源", "core", id="without 科技"),
        pytest.param("苏州远帆", "region_brand", id="region and brand"),
        pytest.param("远帆", "brand", id="the brand"),
    ],
)
def test_a_customer_is_found_by_what_people_write(said: str, kind: str) -> None:
    assert dict(keys(YUANFAN, ["YF"]))[normalise(said)] == kind


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param("元帆", id="another character of the same sound"),
        pytest.param("圆翻", id="both characters"),
        pytest.param("苏粥远帆新能源科技", id="in a longer name"),
    ],
)
def test_a_misheard_name_sounds_like_one_of_its_keys(heard: str) -> None:
    assert pinyin(heard) in dict(keys(YUANFAN))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("张", "脏", id="zh and z"),
        pytest.param("城", "岑", id="ng and n, ch and c"),
        pytest.param("林", "宁", id="l and n"),
    ],
)
def test_sounds_that_are_confused_are_folded(one: str, other: str) -> None:
    assert pinyin(f"{one}天") == pinyin(f"{other}天") != ""


@pytest.mark.parametrize("text", ["A天", "天", "", "12", "天a"])
def test_only_chinese_words_have_a_sound(text: str) -> None:
    assert pinyin(text) == ""


@pytest.mark.parametrize(
    ("full", "core"),
    [
        pytest.param("宁波市海川模具有限公司", "海川模具", id="a city with 市"),
        pytest.param("江苏苏州博远汽车零部件有限公司", "博远汽车零部件", id="province and city"),
        pytest.param("ABB（中国）有限公司", "abb", id="a region in brackets"),
        pytest.param("上海", "上海", id="nothing but a region"),
        pytest.param("中集集团股份有限公司", "中集", id="two legal forms"),
        pytest.param("青岛北海重工有限公司", "北海重工", id="a brand that sounds like a region"),
    ],
)
def test_the_core_is_what_region_and_legal_form_leave(full: str, core: str) -> None:
    assert core_name(full) == core


@pytest.mark.parametrize("word", ["公司", "方案", "客户", "今天", "2026"])
def test_everyday_words_are_no_names_unless_somebody_says_so(word: str) -> None:
    assert word not in dict(keys(f"苏州{word}有限公司"))
    said = dict(keys(YUANFAN, [word]))
    assert (word in said) is not word.isdigit()


def test_a_key_stands_once_under_its_strongest_kind() -> None:
    found = [key for key, _ in keys("远帆", ["远帆", "苏州远帆"])]
    assert len(found) == len(set(found))
    assert dict(keys("远帆", ["远帆"]))["远帆"] == "full"


@pytest.mark.parametrize(
    ("new", "known", "aliases", "same"),
    [
        ("远帆", YUANFAN, ("远帆",), True),
        ("苏州远帆新能源有限公司", YUANFAN, (), True),
        ("杭州远帆新能源有限公司", YUANFAN, (), False),
        ("远帆新能源有限公司", YUANFAN, (), True),
        ("苏州远帆新能源有限公司", "远帆新能源", (), True),
        ("湖州恒泰建材有限公司", "江苏恒泰化工集团有限公司", ("恒泰化工",), False),
        ("恒泰", "江苏恒泰化工集团有限公司", ("恒泰化工", "恒泰"), True),
        ("南京恒泰有限公司", "江苏恒泰化工集团有限公司", ("恒泰",), False),
    ],
)
def test_the_same_company_is_told_from_one_with_a_like_name(new, known, aliases, same) -> None:
    assert may_be_one(new, known, aliases) is same


@pytest.mark.parametrize(
    ("said", "family"),
    [("王总", "王"), ("陈工", "陈"), ("马厂长", "马"), ("王建国", ""), ("总", ""), ("", "")],
)
def test_a_surname_is_read_from_how_somebody_is_called(said: str, family: str) -> None:
    assert surname(said) == family


@given(st.text(max_size=100), st.lists(st.text(max_size=30), max_size=3))
def test_any_name_has_keys_that_fit_and_are_the_same_each_time(full, aliases) -> None:
    found = keys(full, aliases)
    assert found == keys(full, aliases)
    for key, kind in found:
        assert len(key) >= SHORTEST
        assert kind == "pinyin" or (len(key) <= LONGEST and key == normalise(key))


def test_the_examples_hold() -> None:
    assert doctest.testmod(names).failed == 0
