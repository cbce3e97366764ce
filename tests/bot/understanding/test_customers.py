"""Which customers a sentence names: by full and short names, misheard, several, shared or denied."""

import pytest

from bot.intents import LogFollowUps
from tests.bot.understanding.moments import table
from tests.bot.understanding.speaking import understood

NAMED = table("""
苏州远帆新能源科技股份有限公司 C01
远帆新能源科技 C01
远帆新能源 C01
苏州远帆 C01
远帆 C01
远帆公司 C01
「远帆」 C01
《远帆》项目 C01
远帆（苏州） C01
华东精密仪器 C02
华精 C02
华精仪器 C02
深圳蓝鲸 C03
蓝鲸电子 C03
恒泰化工 C04
恒泰建材 C05
海川模具 C07
宁波海川 C07
一直联系不上海川 C07
天府 C09
天府医疗 C09
上海博远汽车 C10
北海重工 C12
青岛北海 C12
北重 C12
三友 C15
天津三友 C15
三友机械 C15
""")


@pytest.mark.parametrize(("words", "customer"), NAMED)
async def test_a_customer_is_found_by_whatever_is_left_of_the_name(
    words: str, customer: str
) -> None:
    [found] = (await understood(words)).reading.customers

    assert (found.value.ids, found.value.certain) == ((customer,), True)
    assert words[found.start : found.end] == found.value.words


MISHEARD = table("""
元帆新能源 C01
去了元帆 C01
拜访原帆王总 C01
南鲸电子 C03
去蓝京聊了聊 C03
恒太化工 C04
横泰化工 C04
拜访博源 C10
跟北众的马厂长 C12
""")


@pytest.mark.parametrize(("words", "customer"), MISHEARD)
async def test_a_name_by_its_sound_is_found_and_looked_at_before_it_is_written(
    words: str, customer: str
) -> None:
    [found] = (await understood(words)).reading.customers

    assert (found.value.ids, found.value.certain) == ((customer,), False)


@pytest.mark.parametrize(
    ("words", "customers"),
    [
        ("上午跑了华精和北重", ["C02", "C12"]),
        ("海川和博远都去了", ["C07", "C10"]),
        ("北重、华精、蓝鲸都见了", ["C12", "C02", "C03"]),
        ("远帆王总和蓝鲸张姐都说要样品", ["C01", "C03"]),
        ("恒泰化工和恒泰建材都去了", ["C04", "C05"]),
        ("今天去了远帆，下午又去了远帆", ["C01"]),
    ],
)
async def test_each_customer_of_a_report_has_its_entry(words: str, customers: list[str]) -> None:
    [intent] = (await understood(words)).intents

    assert isinstance(intent, LogFollowUps)
    assert [entry.customer.only for entry in intent.entries] == customers


async def test_what_was_said_of_one_customer_is_not_said_of_the_other() -> None:
    [intent] = (await understood("上午跑了华精和北重，华精李工要看样，北重没见到人")).intents

    assert isinstance(intent, LogFollowUps)
    assert [entry.contacts for entry in intent.entries] == [("李工",), ()]
    assert [str(entry.outcome) for entry in intent.entries] == ["neutral", "not_met"]


async def test_a_name_two_customers_share_is_both() -> None:
    [found] = (await understood("20号拜访恒泰，谈了环保改造")).reading.customers

    assert found.value.ids == ("C04", "C05")
    assert found.value.only is None


@pytest.mark.parametrize("words", ["不是远帆，是蓝鲸", "是蓝鲸，不是远帆", "是蓝鲸而不是远帆"])
async def test_who_is_denied_is_not_meant(words: str) -> None:
    found = (await understood(words)).reading.customers

    assert [one.value.ids for one in found] == [("C03",)]


@pytest.mark.parametrize(
    ("words", "customers"),
    [
        pytest.param("陪王总吃了个饭", ("C01", "C15"), id="a contact of two customers"),
        pytest.param("见了李工", ("C02",), id="a contact of one"),
        pytest.param("给何总发了方案", ("C10",), id="somebody who was sent something"),
        pytest.param("见了刘总", (), id="a contact of somebody else's customer"),
    ],
)
async def test_without_a_name_the_contact_tells_the_customer(
    words: str, customers: tuple[str, ...]
) -> None:
    assert (await understood(words)).reading.customer.ids == customers


@pytest.mark.parametrize(
    "words",
    "云谷 去了云谷 方案 样品 天天 元凡 远航 去了远航 去了一家叫明泰的 下周去华东 华东战区 苏州那边的客户".split(),
)
async def test_nobody_is_found_who_is_not_named_or_not_to_be_seen(words: str) -> None:
    assert (await understood(words)).reading.customers == []
