"""Amounts without a unit: read as 万 and marked, where money is spoken of and nothing is counted."""

import pytest

from bot.understanding.amounts import amounts
from bot.understanding.unitless import unitless


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算50万，我们报46，嫌贵", [("50万", 500_000, False), ("46", 460_000, True)]),
        ("预算80个，我们报价120个", [("80个", 800_000, True), ("120个", 1_200_000, True)]),
        ("金额改成135", [("135", 1_350_000, True)]),
        ("价格降到四十五了", [("四十五", 450_000, True)]),
        ("报了128000", [("128000", 128_000, False)]),
        ("单价180，要100套", [("180", 180, False)]),
        ("单价180压到九百", [("180", 180, False), ("九百", 900, False)]),
        ("26个门店改33个，", []),
    ],
)
def test_a_unit_that_was_left_out_is_ten_thousand(
    text: str, expected: list[tuple[str, int, bool]]
) -> None:
    found = unitless(text, amounts(text))

    assert [
        (text[one.start : one.end], one.value.most.in_yuan, one.value.elided) for one in found
    ] == expected


@pytest.mark.parametrize(
    "text",
    "报了三个方案 报了3份方案 批了，25号签 谈了3次 改到12 报价30% 报5个型号 报价8折 第2版报价".split(),
)
def test_what_counts_something_is_no_amount(text: str) -> None:
    assert unitless(text, amounts(text)) == []
