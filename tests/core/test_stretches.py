"""The stretches of a text that may be a customer's name."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.customers import stretches
from core.customers.names import LONGEST, SHORTEST, keys, normalise
from core.customers.sounds import pinyin
from core.customers.stretches import Stretches, beginning


def written(text: str) -> set[str]:
    return set(Stretches(text).sought())


def test_a_key_says_where_a_name_stands() -> None:
    found = Stretches("昨天去了远帆，见王总，回头再去远帆").sought()
    assert found["远帆"] == [(4, 6), (15, 17)]
    assert found[pinyin("元帆")] == [(4, 6), (15, 17)]


def test_stretches_cross_no_mark_and_no_blank() -> None:
    found = written("远帆，蓝鲸 华精")
    assert "远帆蓝鲸" not in found
    assert "蓝鲸华精" not in found


def test_stretches_cut_no_number_and_no_latin_word() -> None:
    found = written("去ABB3次花了2500元")
    assert {"abb", "abb3", "3次"} <= found
    assert not {"ab", "bb", "25", "00元", "500元"} & found


@pytest.mark.parametrize("said", ["远帆（苏州）新能源有限公司", "远帆(苏州)新能源有限公司"])
def test_a_region_in_brackets_is_inside_the_name(said: str) -> None:
    (full,) = (key for key, kind in keys("远帆（苏州）新能源有限公司") if kind == "full")
    assert full in written(f"昨天去了{said}见王总")


def test_a_long_stretch_is_a_name_where_it_ends_like_one() -> None:
    found = written("去了中国建筑第三工程局第二建设集团见了王总他说项目已经立项")
    assert "中国建筑第三工程局第二建设集团" in found
    assert "中国建筑第三工程局第二建设集团见" not in found


@given(st.text("远帆苏州AB1，。 （）👍", max_size=60))
def test_every_key_is_the_text_it_names(text: str) -> None:
    for key, places in Stretches(text).sought().items():
        assert places == sorted(set(places))
        for start, end in places:
            assert SHORTEST <= end - start <= LONGEST
            assert key in (normalise(text[start:end]), pinyin(normalise(text[start:end])))


@given(st.text("远帆苏州AB1，。 （）👍", max_size=60))
def test_every_key_is_found_by_what_it_begins_with(text: str) -> None:
    found = Stretches(text)
    begun = {beginning(key) for key in found.sought()}
    assert begun <= found.beginnings()
    assert found.sought(begun) == found.sought()


def test_no_key_is_made_of_what_no_key_begins_with() -> None:
    found = Stretches("昨天去了远帆")
    assert found.sought({"远帆", "~yuan'fan"}) == {"远帆": [(4, 6)], "~yuan'fan": [(4, 6)]}
    assert found.sought(()) == {}


@given(st.text("远帆苏州新能源公司ＡＢ（）㎡", min_size=2, max_size=24))
def test_no_stretch_of_a_plain_text_is_left_out(text: str) -> None:
    found = Stretches(text).sought()
    plain = all("\u4e00" <= one <= "\u9fff" for one in text)
    for start in range(len(text)):
        for end in range(start + SHORTEST, min(start + 10, len(text)) + 1):
            if plain:
                assert (start, end) in found[text[start:end]]
                assert (start, end) in found[pinyin(text[start:end])]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20))
def test_whatever_is_a_customers_full_name_finds_it_in_a_sentence(name: str) -> None:
    sought = normalise(name)
    assert dict(keys(name))[sought] == "full"
    assert sought in written(f"昨天去了 {name}，见了王总")


def test_the_examples_hold() -> None:
    assert doctest.testmod(stretches).failed == 0
