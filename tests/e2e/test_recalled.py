"""Questions that no rule knows, answered by the records that speak of their words (L02, L05)."""

from collections.abc import AsyncIterator

import pytest

from adapters.chat import Platform
from tests.e2e.asked import ask
from tests.e2e.working import at_work
from tests.e2e.world import World
from tests.e2e.world import world as running


@pytest.fixture
async def busy(sqlite_url: str) -> AsyncIterator[World]:
    """The company after two months of work."""
    async with running(sqlite_url, platforms=(Platform.FEISHU,)) as world:
        await at_work(world)
        yield world


async def test_L02_the_record_that_speaks_of_it_is_shown(busy: World) -> None:
    trained = await ask(busy, "周明", "年前给谁家做培训")
    assert "“培训”" in trained
    assert "天府医疗 · 培训操作员" in trained
    assert "年检延到明年3月" in await ask(busy, "周明", "年检嗯延到啥时候来着")


async def test_L02_a_deal_alone_opens_and_says_whose_it_is(busy: World) -> None:
    assert "赢率" in await ask(busy, "周明", "传感器年框是哪家的")
    shown = await ask(busy, "孙涛", "数据平台谁在跟")
    assert "林悦" in shown
    assert "负责人" in shown


async def test_L05_what_no_record_holds_or_only_without_a_figure_is_said_to_be_unknown(
    busy: World,
) -> None:
    for words in ("绿源报价多少", "量子计算几时交货", "绿源给恒泰化工报了多少"):
        assert "没有记录可查" in await ask(busy, "周明", words)
    assert "没有记录可查" in await ask(busy, "周明", "检测设备的交货期多长")


async def test_L05_nothing_of_others_is_found(busy: World) -> None:
    assert "接口" not in await ask(busy, "周明", "接口文档什么时候发")


async def test_L02_a_day_without_plans_says_so_though_a_deal_is_near(busy: World) -> None:
    assert "没有安排" in await ask(busy, "周明", "周四有空没")


async def test_L02_what_is_planned_with_a_customer_is_shown_to_its_owner_and_whoever_leads(
    busy: World,
) -> None:
    for who in ("周明", "孙涛"):
        planned = await ask(busy, who, "远帆周三几点开会")
        assert "10:00 · 远帆 · 技术会" in planned.replace("11月25日 周三 ", "")
        assert "回电话" not in planned


async def test_L02_whoever_leads_reads_what_everybody_is_to_do_and_a_rep_his_own(
    busy: World,
) -> None:
    planned = await ask(busy, "孙涛", "团队明天都有哪些安排")
    assert "周明 · 11月24日 周二 09:00" in planned.replace("★ ", "")
    assert "签维保合同" in planned
    assert "签维保合同" not in await ask(busy, "周明", "团队明天都有哪些安排")


async def test_L02_calls_are_counted_where_they_are_asked_for(busy: World) -> None:
    assert "电话 · 2 次" in await ask(busy, "周明", "本月打了多少个电话出去")


async def test_A08_what_is_asked_of_a_colleagues_customer_shows_it_once(busy: World) -> None:
    told = await ask(busy, "周明", "云谷的竞争对手是谁")
    assert told.count("同事的客户") == 1


async def test_L01_a_team_reads_whose_each_customer_and_deal_is(busy: World) -> None:
    assert "周明 · 湖州" in await ask(busy, "孙涛", "组里快掉的客户有哪些")
    assert "赵强 · 金桥" in await ask(busy, "孙涛", "10月份成交的是哪家")
    assert "周明 · 湖州" not in await ask(busy, "周明", "我快掉的客户有哪些")
