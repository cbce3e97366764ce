"""Companies that nobody knows: told by their form where a customer is gone to (C18, F05)."""

import pytest

from bot.understanding.newcomers import newcomer
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今天拜访了一家新公司叫火星智能，见了李总", "火星智能"),
        ("刚拜访了火星公司", "火星公司"),
        ("刚拜访了无锡明泰电子，聊得不错", "无锡明泰电子"),
        ("跟无锡启明光电的李总聊了", "无锡启明光电"),
        ("今天下午去合肥科晶半导体，见了周总", "合肥科晶半导体"),
        ("拜访华为技术有限公司", "华为技术有限公司"),
    ],
)
def test_a_company_by_its_form_is_one_that_nobody_knows(text: str, name: str) -> None:
    found = newcomer(text)

    assert found is not None
    assert (found.value.words, text[found.start : found.end]) == (name, name)


@pytest.mark.parametrize(
    "text",
    "去电子厂看了设备 去了趟现场设备 跑了苏州工业园 到公司了 去工厂技术交流 从设备科技公司出来 去新能源公司 "
    "看了检测设备 去参观自动化设备展 今天去了一家新厂 跟对方公司签合同 今天去客户公司 跟他们集团谈 "
    "下午去熊总公司了 去李老板厂".split(),
)
def test_a_place_or_a_trade_is_no_company(text: str) -> None:
    assert newcomer(text) is None


async def test_who_is_met_at_a_new_company_is_not_looked_for_elsewhere() -> None:
    """李工 is somebody at 华精, and not the one who was met."""
    [report] = (await understood("今天拜访了一家新公司叫火星智能，见了李工")).intents

    assert [(one.customer.ids, one.customer.words) for one in report.entries] == [((), "火星智能")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("今天跑了远帆和火星", ["火星"]),
        ("上午去了远帆、蓝图和华精", ["蓝图"]),
        ("跑了远帆和车间", []),
        ("去了远帆和华精聊方案", []),
        ("去了远帆和技术部开会", []),
    ],
)
async def test_a_word_in_a_row_of_visits_is_a_name_and_a_place_is_none(
    text: str, names: list[str]
) -> None:
    [report] = (await understood(text)).intents

    assert [one.customer.words for one in report.entries if not one.customer.ids] == names
