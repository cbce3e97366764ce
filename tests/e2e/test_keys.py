"""Keys of buttons that nobody made, that are out of date, or that lie on somebody else's cards:
refused, nothing written, the next one served (acceptance 4)."""

from collections.abc import Iterator

import pytest

from adapters.chat import Platform
from adapters.emulator.exchanges import Bubble
from tests.e2e.kept import records
from tests.e2e.world import World

VISIT = "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"


async def pressed(world: World, who: str, bubble: Bubble, key: str) -> str:
    """Press a button with this key, wherever it comes from; returns what the person sees then."""
    user = world.account(who)
    if world.platform is Platform.WECOM:
        await world.emulator.press(user, bubble, key)
    else:
        element = {"behaviors": [{"type": "callback", "value": {"key": key}}]}
        await world._while_working(world.emulator.press(user, bubble, element))
    await world.app.settle()
    assert {"done"} == set(await world.store.inbox.depth())
    return world.seen(who)


def keys(card: object) -> Iterator[str]:
    """Every key on a platform's card."""
    if isinstance(card, dict):
        if isinstance(card.get("key"), str):
            yield card["key"]
        for part in card.values():
            yield from keys(part)
    elif isinstance(card, list):
        for part in card:
            yield from keys(part)


@pytest.mark.parametrize("key", ["", "Claim", 'Claim{"customers":5}', "SaveDraft{}", "x" * 900])
async def test_keys_nobody_made_write_nothing(world: World, key: str) -> None:
    await world.say("周明", "远帆")
    before = await records(world)

    await pressed(world, "周明", world.last("周明"), key)

    assert await records(world) == before


@pytest.mark.parametrize(
    "key",
    [
        'ShowReturning{"days":999999999999}',
        'SearchPool{"page":-5}',
        'SearchPool{"page":99999999999999999999}',
        'Today{"period":{"since":"9999-12-31","until":"9999-12-31"}}',
        'SearchOpportunities{"over":{"least":{"fen":99999999999999999999},"most":null}}',
        'UpdateOpportunity{"target":{"opportunity":"O1"},"amount":'
        '{"least":{"fen":99999999999999999999},"most":{"fen":99999999999999999999}}}',
    ],
)
async def test_what_no_calendar_and_no_database_holds_is_refused_at_once(
    world: World, key: str
) -> None:
    await world.say("周明", "远帆")
    before = await records(world)

    assert "超出范围" in await pressed(world, "周明", world.last("周明"), key)

    assert await records(world) == before


async def test_an_amount_beyond_all_money_is_refused_in_words(world: World) -> None:
    await world.say("周明", "给北重建个商机 行车改造 60w")

    said = await world.say("周明", "金额9999999999999999999999999元")
    await world.press("周明", "保存")

    assert "金额不对：超出范围" in world.text(said)
    assert set(await world.store.inbox.depth()) == {"done"}


async def test_an_amount_beyond_all_money_is_refused_in_a_form(world: World) -> None:
    if world.platform is Platform.WECOM:
        return  # has no forms to type in
    await world.say("周明", "给北重建个商机 行车改造 60w")
    await world.press("周明", "修改")
    user = world.account("周明")

    form = {"amount": "999999999999亿"}
    await world._while_working(world.emulator.press_label(user, "保存", form=form))
    await world.app.settle()

    assert "金额不对：超出范围" in world.seen("周明")
    assert set(await world.store.inbox.depth()) == {"done"}


async def test_a_folded_list_with_no_row_chosen_says_so(world: World) -> None:
    if world.platform is not Platform.WECOM:
        return  # has its buttons on the rows
    listed = await world.say("周明", "公海里有啥")
    before = await records(world)

    user = world.account("周明")
    await world.emulator.press(user, listed, "pick:认领", selected={})
    await world.app.settle()

    assert "先在「选一个」里选一行" in world.seen("周明")
    assert await records(world) == before


async def test_what_is_on_anothers_card_does_nothing(world: World) -> None:
    for step in (VISIT, "[保存", "领海川", "远帆", "恒泰", "给北重建个商机 行车改造 60w"):
        await (world.press("周明", step[1:]) if step[0] == "[" else world.say("周明", step))
    cards = [one for one in world.emulator.timeline(world.account("周明")) if one.card]
    found = {key: one for one in cards for card in (*one.versions, one.card) for key in keys(card)}
    found = {key: one for key, one in found.items() if "{" in key}
    before = await records(world)

    for key, card in found.items():
        await pressed(world, "林悦", card, key)

    assert len(found) > 10
    assert await records(world) == before
    await world.say("林悦", "领光联")
    async with world.look() as uow:
        assert (await uow.customers.find("C08")).owner == "E2"


async def test_a_card_whose_draft_went_on_shows_it_as_it_stands(world: World) -> None:
    await world.say("周明", VISIT)
    old = world.last("周明")
    (save,) = (key for key in keys(old.card) if key.startswith("SaveDraft"))
    await world.say("周明", "不是远帆，是蓝鲸")
    before = await records(world)

    seen = await pressed(world, "周明", old, save)

    assert await records(world) == before
    assert "深圳市蓝鲸电子有限公司" in seen


async def test_an_entry_that_no_card_has_shows_the_draft_as_it_stands(world: World) -> None:
    await world.say("周明", "去了恒泰，见了刘厂长，他说要等预算")
    choice = world.last("周明")
    key = next(key for key in keys(choice.card) if key.startswith("ChooseCustomer"))

    seen = await pressed(world, "周明", choice, key.replace("}", ',"entry":7}'))

    assert "“恒泰”是哪一家" in seen
    assert "处理出错了" not in seen


async def test_what_a_draft_keeps_is_on_no_button(world: World) -> None:
    await world.say("周明", "去了远帆，见了王总，顺便建个商机 负极材料")
    before = await records(world)

    key = 'Together{"wishes":[{"intent":"Today"}]}'
    seen = await pressed(world, "周明", world.last("周明"), key)

    assert "没有找到，或者你没有权限" in seen
    assert await records(world) == before
