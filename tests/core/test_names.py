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
    spans,
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


def test_spans_say_where_a_name_stands() -> None:
    text = "昨天去了远帆，见王总"
    assert spans(text)["远帆"] == [(4, 6)]
    assert spans(text)[pinyin("元帆")] == [(4, 6)]


def test_spans_cross_no_mark_and_no_blank() -> None:
    found = spans("远帆，蓝鲸 华精")
    assert "远帆蓝鲸" not in found
    assert "蓝鲸华精" not in found


def test_spans_cut_no_number_and_no_latin_word() -> None:
    found = spans("去ABB3次花了2500元")
    assert {"abb", "abb3", "3次"} <= set(found)
    assert not {"ab", "bb", "25", "00元", "500元"} & set(found)


@pytest.mark.parametrize("said", ["远帆（苏州）新能源有限公司", "远帆(苏州)新能源有限公司"])
def test_a_region_in_brackets_is_inside_the_name(said: str) -> None:
    (full,) = (key for key, kind in keys("远帆（苏州）新能源有限公司") if kind == "full")
    assert full in spans(f"昨天去了{said}见王总")


def test_a_long_stretch_is_a_name_where_it_ends_like_one() -> None:
    found = spans("去了中国建筑第三工程局第二建设集团见了王总他说项目已经立项")
    assert "中国建筑第三工程局第二建设集团" in found
    assert "中国建筑第三工程局第二建设集团见" not in found


@given(st.text("远帆苏州AB1，。 （）👍", max_size=60))
def test_every_span_is_the_text_it_names(text: str) -> None:
    for key, places in spans(text).items():
        for start, end in places:
            assert SHORTEST <= end - start <= LONGEST
            assert key in (normalise(text[start:end]), pinyin(normalise(text[start:end])))


@given(st.text(max_size=100), st.lists(st.text(max_size=30), max_size=3))
def test_any_name_has_keys_that_fit_and_are_the_same_each_time(full, aliases) -> None:
    found = keys(full, aliases)
    assert found == keys(full, aliases)
    for key, kind in found:
        assert len(key) >= SHORTEST
        assert kind == "pinyin" or (len(key) <= LONGEST and key == normalise(key))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20))
def test_whatever_is_a_customers_full_name_finds_it_in_a_sentence(name: str) -> None:
    sought = normalise(name)
    assert dict(keys(name))[sought] == "full"
    assert sought in spans(f"昨天去了 {name}，见了王总")


def test_the_examples_hold() -> None:
    assert doctest.testmod(names).failed == 0
