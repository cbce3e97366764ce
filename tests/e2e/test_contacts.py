"""People at a customer, told by words and by the form of 修改."""

from adapters.chat import Platform
from core.people.permissions import Scope
from tests.e2e.world import World

_ALL = Scope(None)

MOVED = "王总电话换了 13700009999"


async def wang(world: World) -> list[tuple[str, str, str]]:
    """Name, telephone and role of the Wangs at 远帆."""
    async with world.look() as uow:
        people = await uow.contacts.at("C01")
    return [(one.name, one.mobile, one.role) for one in people if one.name.startswith("王")]


async def test_who_is_called_by_his_title_is_the_one_who_is_known(world: World) -> None:
    await world.say("周明", MOVED)
    await world.press("周明", "保存")

    assert await wang(world) == [("王建国", "13700009999", "unknown")]


async def test_a_form_starts_with_what_is_kept_and_changes_nothing_else(world: World) -> None:
    await world.say("周明", MOVED)
    await world.press("周明", "修改")
    await world.press("周明", "保存", form={"role": "decider"})
    await world.say("周明", "王总电话换了 13600008888")
    await world.press("周明", "修改")
    await world.press("周明", "保存")

    assert await wang(world) == [("王建国", "13600008888", "decider")]


async def test_a_known_person_is_renamed_before_saving(world: World) -> None:
    await world.say("周明", MOVED)
    if world.platform is Platform.FEISHU:
        await world.press("周明", "修改")
        await world.press("周明", "保存", form={"called": "王建军"})
    else:
        await world.say("周明", "取消")
        await world.say("周明", "王总改名叫王建军了")
        await world.press("周明", "保存")

    (only,) = await wang(world)
    assert only[0] == "王建军"


async def test_another_person_may_be_meant(world: World) -> None:
    await world.say("周明", MOVED)
    await world.say("周明", "不是王总，是徐工")
    await world.press("周明", "保存")

    assert await wang(world) == [("王建国", "13800000100", "unknown")]
    async with world.look() as uow:
        people = await uow.contacts.at("C01")
    assert {one.name: one.mobile for one in people}["徐磊"] == "13700009999"


async def test_a_person_is_added_by_name_and_number(world: World) -> None:
    await world.say("周明", "远帆加个联系人 王建军 13912345678")
    await world.press("周明", "保存")

    assert ("王建军", "13912345678", "unknown") in await wang(world)


async def test_nobody_takes_the_name_of_another_person_there(world: World) -> None:
    if world.platform is not Platform.FEISHU:
        return
    await world.say("周明", MOVED)
    await world.press("周明", "修改")
    await world.press("周明", "保存", form={"called": "徐磊"})

    assert "已经有了：徐磊" in world.seen("周明")
    assert await wang(world) == [("王建国", "13800000100", "unknown")]


async def test_how_somebody_stands_to_us_is_read_and_chosen_in_words(world: World) -> None:
    told = world.text(await world.say("周明", "徐工是支持我们的"))
    assert "支持" in told.replace("支持我们的", "")
    await world.press("周明", "修改")
    await world.press("周明", "保存", form={"attitude": "-2"})

    shown = world.text(await world.say("周明", "远帆徐工电话多少"))

    assert "反对" in shown
    async with world.look() as uow:
        people = await uow.contacts.at("C01")
    assert [one.attitude for one in people if one.name == "徐磊"] == [-2]


async def test_whoever_is_introduced_with_a_title_is_somebody_new(world: World) -> None:
    await world.say("周明", "远帆新来了个采购副总，姓王")
    await world.press("周明", "保存")

    assert [name for name, *_ in await wang(world)] == ["王建国", "王总"]


async def test_a_new_customer_gets_no_tier_by_a_form_nobody_filled(world: World) -> None:
    await world.say("周明", "建个客户 无锡明泰电子")
    await world.press("周明", "修改")
    await world.press("周明", "保存")

    async with world.look() as uow:
        (made,) = await uow.customers.by_keys(["明泰"], _ALL)
        customer = await uow.customers.find(made.customers[0])
    assert customer.tier is None
