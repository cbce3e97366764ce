"""Lists of opportunities over the wire: all of them counted, weighted by their stages (H06)."""

from datetime import timedelta

import pytest

from core.ledger.model import Act
from core.money import Money
from core.opportunities.model import Opportunity, OpportunityId, StageCode
from core.opportunities.queries import MoveQuery
from core.people.permissions import Scope
from tests.e2e.opening import open_number
from tests.e2e.world import World

ALL = Scope(None)
_MONTH = timedelta(days=31)


async def many(world: World, count: int) -> None:
    """周明 has `count` more opportunities of 10,000 yuan each in 需求分析, 30 %."""
    act = Act(id="many", actor=None, channel="test", at=world.time())
    async with world.store.unit(act) as uow:
        for number in range(count):
            await uow.opportunities.add(
                Opportunity(
                    id=OpportunityId(f"X{number:02}"),
                    customer="C12",
                    employee="E1",
                    name=f"行车{number:02}",
                    flow="工业品",
                    stage=StageCode("needs"),
                    amount=Money.yuan(10_000),
                    probability=30,
                    moved_at=world.time(),
                    created_at=world.time(),
                )
            )
        await uow.ledger.record("import", "opportunities", str(count))


async def test_H06_count_and_sums_are_those_of_all_pages(world: World) -> None:
    await many(world, 21)

    first = world.text(await world.say("周明", "我的商机列一下"))
    assert "行车20" not in world.seen("周明")
    for _ in range(2):
        await world.press("周明", "下一页")

    assert "25条" in first
    assert "传感器年框" in first
    assert "行车20" in world.seen("周明")
    assert "合计556万，按阶段加权333.8万" in world.seen("周明")


async def test_H06_rates_set_by_hand_stand_beside_the_stages_own(world: World) -> None:
    await world.say("周明", "导电浆料这单概率提到80")
    await world.press("周明", "保存")

    text = world.text(await world.say("周明", "我手上超过50万的单子列一下"))

    assert "合计500万，按阶段加权324万，按手工赢率360万" in text


async def test_H06_a_deals_card_shows_the_hand_beside_the_stage_and_how_often_it_slipped(
    world: World,
) -> None:
    before = world.text(await world.say("周明", "远帆那个项目怎么样"))
    assert "50%" in before
    assert "手工" not in before
    assert "推迟过" not in before

    for words in (
        "导电浆料这单概率提到80",
        "二期金额改成135万，12月25号前签",
        "二期金额改成135万，明年1月20号前签",
    ):
        await world.say("周明", words)
        await world.press("周明", "保存")

    text = world.text(await world.say("周明", "远帆那个项目怎么样"))

    assert "80%（手工，阶段50%）" in text
    assert "（推迟过2次，最早12月23日 周三）" in text


async def test_H08_a_lost_deal_and_the_digest_name_reason_and_rival(world: World) -> None:
    await world.say("周明", "华精那台丢了，给了蔡司，价格差8%")
    saved = world.text(await world.press("周明", "保存"))
    shown = world.text(await world.say("周明", "华精那台输给谁了"))
    digest = world.text(await world.say("孙涛", "今天怎么样"))
    listed = world.text(await open_number(world, "孙涛", "lost"))

    for card in (saved, shown):
        fields = card.replace('", "value": "', "：")
        assert "原因：价格差8%" in fields
        assert "竞争对手：蔡司" in fields
    assert "输单：表面测量仪（价格差8%，蔡司）" in digest
    assert "表面测量仪" in listed


async def test_H06_what_nobody_moved_for_a_month_is_no_date_of_signing(world: World) -> None:
    world.time.advance(_MONTH)

    text = world.text(await world.say("孙涛", "超过一个月没动的单子"))

    assert "4条" in text
    assert "30天没动" in text


@pytest.mark.parametrize("words", ["华精退一步", "华精那个单子退回上一阶段", "华精回到上一步"])
async def test_H02_before_the_first_stage_there_is_none(world: World, words: str) -> None:
    await world.say("周明", words)
    answer = world.text(await world.press("周明", "保存"))

    assert "已经是第一步" in answer
    async with world.look() as uow:
        assert (await uow.opportunities.get("O3", ALL)).stage == "initial"


async def test_H02_a_reason_is_kept_without_the_word_that_leads_to_it(world: World) -> None:
    await world.say("周明", "给天府医疗建个商机 灭菌柜")
    await world.press("周明", "保存")
    for why in ("理由是客户催得急", "因为客户催得急", "原因：客户催得急"):
        await world.say("孙涛", f"天府医疗那个推到方案报价，{why}")
        await world.press("孙涛", "保存")
        async with world.look() as uow:
            (moved, *_) = await uow.opportunities.moves(MoveQuery(customer="C09"))
        assert moved.reason == "客户催得急"
        await world.say("孙涛", "撤销")


async def test_H08_what_is_closed_or_a_colleagues_is_not_meant_any_more(world: World) -> None:
    await world.say("周明", "12月要签的单子")
    await world.say("孙涛", "远帆给老赵")
    await world.say("孙涛", "博远给老赵")
    await world.say("孙涛", "蓝鲸给老赵")

    text = world.text(await world.say("周明", "推到需求分析"))

    assert "表面测量仪" in text
    assert "是哪个商机" not in text


@pytest.mark.parametrize("said", ["蓝鲸的二期推到报价", "蓝鲸检测线推到报价"])
async def test_a_deal_that_is_called_otherwise_is_asked_for(world: World, said: str) -> None:
    """检测设备 is the only deal there, and neither 二期 nor 检测线."""
    asked = world.text(await world.say("周明", said))
    assert "没有叫" in asked

    moved = world.text(await world.press("周明", "1 检测设备"))

    assert "方案报价" in moved
