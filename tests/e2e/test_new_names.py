"""A name that nobody knows becomes a customer, and what was told of it goes on (C08, F05)."""

from core.people.permissions import Scope
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

_ALL = Scope(None)


async def logged(world: World) -> list[tuple[str, str]]:
    async with world.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(), _ALL)
        names = {one.customer: await uow.customers.find(one.customer) for one in found}
    return sorted((names[one.customer].full_name, one.content) for one in found)


async def test_a_report_on_a_new_company_goes_on_when_it_is_created(world: World) -> None:
    asked = await world.say("周明", "刚拜访了火星公司，聊得不错")
    assert "没有找到“火星公司”" in world.text(asked)
    await world.press("周明", "建客户")
    await world.press("周明", "保存")
    await world.press("周明", "保存")

    assert await logged(world) == [("火星公司", "刚拜访了火星公司")]


async def test_a_known_and_a_new_one_are_saved_each_alone(world: World) -> None:
    await world.say("周明", "今天跑了远帆和火星")
    await world.press("周明", "保存")
    assert [name for name, _ in await logged(world)] == ["苏州远帆新能源科技股份有限公司"]

    await world.press("周明", "建客户")
    await world.press("周明", "保存")
    await world.press("周明", "保存")

    assert [name for name, _ in await logged(world)] == ["火星", "苏州远帆新能源科技股份有限公司"]


async def test_a_new_customer_keeps_its_contact_title_and_parent(world: World) -> None:
    await world.say("周明", "建个客户 无锡明泰电子，联系人周总，采购总监")
    await world.press("周明", "保存")
    await world.say("周明", "加个远帆的子公司 远帆储能")
    await world.press("周明", "保存")

    card = world.text(await world.say("周明", "远帆储能"))
    assert "苏州远帆新能源科技股份有限公司" in card
    assert "采购总监" in world.text(await world.say("周明", "无锡明泰电子"))
