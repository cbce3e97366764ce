"""Amounts of money as they are said; quantities, discounts and numbers of things are none."""

import pytest

from bot.slots import Amount, AmountRole
from bot.understanding.amounts import amounts, settled
from core.money import Money
from tests.bot.understanding.moments import table


def the_amount(words: str) -> Amount:
    [found] = amounts(words)
    return found.value


def yuan(text: str) -> Money:
    return Money.yuan(text.replace("_", ""))


EXACT = table("""
135万 1_350_000
20w 200_000
20W 200_000
100w 1_000_000
25.5w 255_000
38.6万 386_000
一百二十万 1_200_000
两百万 2_000_000
2百万 2_000_000
两百零五万 2_050_000
三百五十万 3_500_000
一千万 10_000_000
1千万 10_000_000
一千二百万 12_000_000
三千五百万 35_000_000
0.8亿 80_000_000
1.2亿 120_000_000
1.5亿 150_000_000
1.5亿元 150_000_000
一个亿 100_000_000
1个亿 100_000_000
1.2个亿 120_000_000
半个亿 50_000_000
两亿 200_000_000
一万二 12_000
1万2 12_000
三万五 35_000
6万6 66_000
8万5 85_000
十五万八 158_000
43万5 435_000
一百五十块 150
两千五百块 2_500
8千块 8_000
8千元 8_000
5000块 5_000
5000元 5_000
12,800元 12_800
128000元 128_000
¥5,000 5_000
￥12800 12_800
50万元 500_000
五十万块钱 500_000
五十万人民币 500_000
50万RMB 500_000
""")


@pytest.mark.parametrize(("words", "expected"), EXACT)
def test_an_amount_is_read_as_it_is_said(words: str, expected: str) -> None:
    assert the_amount(words) == Amount(yuan(expected), yuan(expected), words=words)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("预算5000", "5000"), ("报价128000", "128000"), ("报价8k", "8000"), ("报价8千", "8000")],
)
def test_a_bare_figure_is_money_behind_a_word_for_money(words: str, expected: str) -> None:
    found = the_amount(words)

    assert (found.least, found.most) == (yuan(expected), yuan(expected))


ROUND = table("""
十来万 100_000
百来万 1_000_000
五十来万 500_000
50万左右 500_000
约30万 300_000
差不多80万 800_000
将近100万 1_000_000
三百万出头 3_000_000
""")


@pytest.mark.parametrize(("words", "expected"), ROUND)
def test_about_keeps_the_round_figure_and_says_so(words: str, expected: str) -> None:
    found = the_amount(words)

    assert (found.least, found.most, found.about) == (yuan(expected), yuan(expected), True)


RANGES = table("""
三四万 30_000 40_000
四五十万 400_000 500_000
一二十万 100_000 200_000
一两百万 1_000_000 2_000_000
两三百万 2_000_000 3_000_000
五六百万 5_000_000 6_000_000
两三千万 20_000_000 30_000_000
十几万 100_000 200_000
二十多万 200_000 300_000
三十几万 300_000 400_000
八十多万 800_000 900_000
二十五多万 250_000 260_000
一百多万 1_000_000 2_000_000
150多万 1_500_000 1_600_000
200多万 2_000_000 3_000_000
一千多万 10_000_000 20_000_000
三千多块 3_000 4_000
30-40万 300_000 400_000
五十至六十万 500_000 600_000
50万-60万 500_000 600_000
80到100万 800_000 1_000_000
80万到100万 800_000 1_000_000
100~120万 1_000_000 1_200_000
一百到一百二十万 1_000_000 1_200_000
8千到1万 8_000 10_000
""")


@pytest.mark.parametrize(("words", "least", "most"), RANGES)
def test_a_range_keeps_both_ends(words: str, least: str, most: str) -> None:
    found = the_amount(words)

    assert (found.least, found.most) == (yuan(least), yuan(most))


@pytest.mark.parametrize(
    ("words", "most"), [("七十万以内", "700000"), ("50万以下", "500000"), ("100万封顶", "1000000")]
)
def test_within_has_no_least(words: str, most: str) -> None:
    found = the_amount(words)

    assert (found.least, found.most) == (None, yuan(most))


@pytest.mark.parametrize(
    ("words", "expected", "currency"),
    [
        ("3万美元", "30000", "USD"),
        ("20万美金", "200000", "USD"),
        ("$2000", "2000", "USD"),
        ("5万欧元", "50000", "EUR"),
        ("3万欧", "30000", "EUR"),
    ],
)
def test_another_currency_is_kept(words: str, expected: str, currency: str) -> None:
    found = the_amount(words)

    assert (found.least, found.currency) == (yuan(expected), currency)


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("预算80万", AmountRole.BUDGET),
        ("预算大概五十万", AmountRole.BUDGET),
        ("她说预算批了80万", AmountRole.BUDGET),
        ("竞品报了102万", AmountRole.COMPETITOR),
        ("对手报价90万", AmountRole.COMPETITOR),
        ("同行才要80万", AmountRole.COMPETITOR),
        ("合同金额38.6万", AmountRole.DEAL),
        ("成交价120万", AmountRole.DEAL),
        ("尾款20万", AmountRole.PAYMENT),
        ("首付三十万", AmountRole.PAYMENT),
        ("打了20万", AmountRole.PAYMENT),
        ("我们报68万", AmountRole.QUOTE),
        ("报价68万", AmountRole.QUOTE),
        ("单价8万5", AmountRole.UNIT_PRICE),
        ("35万/台", AmountRole.UNIT_PRICE),
    ],
)
def test_the_words_before_an_amount_say_what_it_is(words: str, role: AmountRole) -> None:
    assert the_amount(words).role is role


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("不是50万是60万", ["500000", "600000"]),
        ("从120万改成135万", ["1200000", "1350000"]),
        ("首期30万，尾款20万", ["300000", "200000"]),
        ("我们报68万，对手报60万", ["680000", "600000"]),
        ("六期，每期11万", ["110000"]),
    ],
)
def test_several_amounts_keep_their_order(words: str, expected: list[str]) -> None:
    assert [found.value.most for found in amounts(words)] == [yuan(one) for one in expected]


@pytest.mark.parametrize(
    "words",
    (
        "八五折 95折 9折 百分之八十 80% 毛利35% 3个点 让三个点 三成 预付三成 三七付款 2:1 1/3 5万套 "
        "五万套 三万台 一万次 2万平米 10万公里 二十吨 1.5吨 8公斤 3kg 400柜 3台 两台 七八台 200多台 "
        "几百台 一百二十台 一百二十套 20件 十个 十来个 12家 四五家 三十家 十几家 上千家 50人 百来人 "
        "一百多人 两三个人 80人天 账期90天 30天没联系 三五天 每天8小时 2.5MWh 50kW 12瓦 600V 10A 40℃ "
        "5000毫安 2.5mm 3.5米 200米 15寸 1080p 5G 3D 4S店 ISO9001 固含量0.5以内 1.5倍 0.8秒 13800001234 "
        "电话13700009999 HT-2026-081 合同号HT-2026-095 SF123 O4 K2 V2 5楼 3号 25号 11月23号 2026 2026年 "
        "下午三点 九点 六期 第二类 三类 第2、4个"
    ).split(),
)
def test_what_is_counted_measured_or_named_is_no_money(words: str) -> None:
    assert amounts(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("我们268万 海视威251 第三家299", ["2680000", "2510000", "2990000"]),
        ("从13万6砍到9.9", ["136000", "99000"]),
        ("预算80万，按65重新报", ["800000", "650000"]),
        ("三千万批了两千四", ["30000000", "24000000"]),
        ("报29.6，含税", ["296000"]),
        ("quote 大概 48 到 52 个，", ["520000"]),
        ("报价单68.5改成66，", ["685000", "660000"]),
        ("报180万 42个点位", ["1800000"]),
        ("9万8 26个门店改33个，", ["98000"]),
    ],
)
def test_a_price_that_leaves_its_unit_out_is_measured_by_the_others(
    words: str, expected: list[str]
) -> None:
    assert [found.value.most for found in amounts(words)] == [yuan(one) for one in expected]


def test_a_figure_beside_a_price_in_dollars_is_in_dollars_too() -> None:
    found = amounts("我报4850美金一柜 有一家报4600")

    assert [one.value.currency for one in found] == ["USD", "USD"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("两万四一吨", "24000"),
        ("2万6一台", "26000"),
        ("41万2千8", "412800"),
        ("10万3200", "103200"),
        ("30万零4500", "304500"),
        ("一共十万零二", "102000"),
        ("一共十万零二块", "100002"),
        ("总价138万一分不还", "1380000"),
        ("十九块半一个平方", "19.5"),
        ("三蚊六", "3.6"),
        ("28个w", "280000"),
        ("1.2M RMB", "1200000"),
        ("合计40500", "40500"),
    ],
)
def test_a_figure_ends_where_what_it_is_the_price_of_begins(words: str, expected: str) -> None:
    assert [found.value.most for found in amounts(words)] == [yuan(expected)]


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("差价一万五六", "15000", "16000"),
        ("四万多", "40000", "50000"),
        ("35万元至40万元", "350000", "400000"),
    ],
)
def test_what_lies_below_the_unit_is_a_range_too(words: str, least: str, most: str) -> None:
    found = the_amount(words)

    assert (found.least, found.most) == (yuan(least), yuan(most))


@pytest.mark.parametrize(
    "words", ["俩班一块儿上", "两块一起", "扣百分之十", "800万像素", "6千瓦", "20k pcs"]
)
def test_together_shares_and_sizes_are_no_money(words: str) -> None:
    assert amounts(words) == []


@pytest.mark.parametrize(
    "words", ["预算不是80万了，砍到65万", "报80万 不对 65万", "原金额80万，现金额65万"]
)
def test_a_sum_that_is_taken_back_counts_no_more(words: str) -> None:
    assert [one.value.most for one in settled(amounts(words), words)] == [yuan("650000")]
