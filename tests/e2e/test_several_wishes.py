"""A message that wants several things, and a record that is named while something else is open."""

from core.people.permissions import Scope
from core.plans.queries import PlanQuery
from tests.e2e.world import World

ALL = Scope(None)

VISIT = "上午拜访了远帆王总，他说方案没问题，没有下一步，等通知"


async def test_an_order_behind_a_report_is_no_part_of_it(world: World) -> None:
    said = "远帆王总来电话说方案老板点头了，报了86万，顺便帮我建个商机 三期改造 30万"
    await world.say("周明", said)

    seen = world.seen("周明").replace(said, "")
    assert "记电话" in seen
    assert "报了86万" in seen
    assert "三期改造" in seen
    assert "顺便" not in seen
    assert "帮我" not in seen


async def test_F10_a_record_that_is_named_is_amended_though_a_deal_is_open(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")
    await world.say("周明", "远帆建个商机 三期改造 30万")

    seen = world.text(await world.say("周明", "今天远帆那条记录写错了，见的是徐工不是王总"))

    assert "徐工" in seen
    assert "三期改造" not in seen


async def test_F10_a_record_that_is_named_is_deleted_and_no_visit_is_logged(world: World) -> None:
    await world.say("周明", VISIT)
    await world.press("周明", "保存")

    seen = world.text(await world.say("周明", "把远帆今天那条拜访删了"))

    assert "已撤销" in seen


async def test_a_reminder_asked_for_is_the_next_step_that_the_report_would_lack(
    world: World,
) -> None:
    await world.say(
        "周明",
        "今儿头晌跑了趟远帆，王总说预算批了90万，推到商务谈判吧，顺便提醒我下周三下午三点再去一趟",
    )
    await world.press("周明", "保存")

    seen = world.seen("周明")
    assert "还缺：下一步" not in seen
    assert "再去一趟" in seen
    async with world.look() as uow:
        plans = await uow.plans.search(PlanQuery(customer="C01"), ALL)
    assert [one.content for one in plans if one.remind_at] == ["再去一趟"]


async def test_what_is_to_be_done_with_somebody_new_is_no_part_of_the_contact(
    world: World,
) -> None:
    await world.say("周明", "远帆人事加上了，姓鲍，鲍经理，想先看个报价单，明天发她")
    await world.press("周明", "保存")

    async with world.look() as uow:
        plans = await uow.plans.search(PlanQuery(customer="C01"), ALL)
        people = await uow.contacts.at("C01")
    assert "发她" in [one.content for one in plans]
    assert "鲍经理" in [one.name for one in people]


async def test_the_step_that_is_told_beside_a_deal_is_planned_with_it(world: World) -> None:
    await world.say("周明", "远帆二期推到商务谈判，下周三再去")
    await world.press("周明", "保存")

    async with world.look() as uow:
        plans = await uow.plans.search(PlanQuery(customer="C01"), ALL)
    zone = world.app.given.zone
    assert ("12-02", "去一趟") in [
        (f"{one.due_at.astimezone(zone):%m-%d}", one.content) for one in plans
    ]
    assert "商务谈判" in world.seen("周明")
