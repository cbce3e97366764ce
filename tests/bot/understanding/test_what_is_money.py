"""Which figures are sums: by their unit, by the words beside them, and by the other sums."""

import pytest

from bot.slots import AmountRole
from bot.understanding.amounts import amounts, settled


def sums(text: str) -> list[str]:
    """The most that each sum of `text` says."""
    return [str(one.value.most) for one in settled(amounts(text), text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一块聊聊", id="together"),
        pytest.param("分一块", id="a share"),
        pytest.param("报价85", id="less than a sum is written in short"),
        pytest.param("一台12", id="less than one thing costs"),
        pytest.param("一台2025", id="a year"),
        pytest.param("6千瓦的换成1万2的", id="what else is measured"),
        pytest.param("报价1万2台", id="so many things"),
    ],
)
def test_a_figure_that_says_something_else_is_no_sum(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(
    ("text", "most"),
    [
        pytest.param("差一块", "¥1.00", id="a coin that lacks"),
        pytest.param("12万批了", "¥120,000.00", id="granted, not so many lots"),
        pytest.param("报价1万2方案发了", "¥12,000.00", id="a word behind it, no measure"),
        pytest.param("八十余万", "¥900,000.00", id="余 adds as 多 does"),
        pytest.param("三块零四", "¥3.04", id="hundredths"),
        pytest.param("三五百块", "¥500.00", id="three to five"),
        pytest.param("大几十万", "¥990,000.00", id="five to ten"),
    ],
)
def test_a_sum_says_so_much(text: str, most: str) -> None:
    assert sums(text) == [most]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        pytest.param("一期50万 二期50万", ["¥500,000.00"] * 2, id="one of several"),
        pytest.param("砍到2万3 行吧就2万3", ["¥23,000.00"], id="said again"),
        pytest.param(
            "我们报268万，客户那边说要再看看预算够不够再说吧先不急着定 对方268",
            ["¥2,680,000.00"],
            id="another's bare figure that is the same",
        ),
    ],
)
def test_a_sum_that_is_said_again_is_one_unless_it_is_of_another_thing(
    text: str, most: list[str]
) -> None:
    assert sums(text) == most


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("我们报68万 产能报了120", id="a word that counts else"),
        pytest.param("我们报68万 毛利谈到25", id="a share"),
        pytest.param("咬定1200.5", id="too much for 万, alone"),
        pytest.param("签约1800到2000", id="a range too much for 万"),
    ],
)
def test_a_bare_figure_that_no_other_sum_is_near_has_no_unit(text: str) -> None:
    assert not any(one.value.elided for one in amounts(text))


@pytest.mark.parametrize(
    ("text", "elided"),
    [
        pytest.param("我们报268万 海视威251", True, id="the other's, right behind a name"),
        pytest.param("我们报268万 首付50", True, id="a part of it"),
        pytest.param("我们报38块 隔壁36", False, id="yuan beside yuan"),
    ],
)
def test_a_bare_figure_beside_a_sum_is_counted_in_its_unit(text: str, elided: bool) -> None:
    _, other = amounts(text)

    assert other.value.elided is elided


def test_a_sum_and_a_smaller_one_behind_it_are_no_range() -> None:
    assert sums("五块七到五块六") == ["¥5.70", "¥5.60"]


def test_a_figure_far_from_a_price_in_dollars_is_not_in_dollars() -> None:
    assert [one.value.currency for one in amounts("我报4850美金 报价46000")] == ["USD", "CNY"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("预算8000一台", AmountRole.BUDGET),
        ("报价8000一台", AmountRole.UNIT_PRICE),
        ("同行报价8万", AmountRole.COMPETITOR),
        ("我们报了8万", AmountRole.QUOTE),
        ("尾款8万", AmountRole.PAYMENT),
    ],
)
def test_a_sum_is_what_the_words_beside_it_call_it(text: str, role: AmountRole) -> None:
    assert [one.value.role for one in amounts(text)] == [role]
