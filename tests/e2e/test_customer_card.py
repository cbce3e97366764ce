"""What stands on the card of a customer: opened by its owner, by who claims it, by its last owner."""

import pytest

from bot.installation import keep_rules
from tests.e2e.test_rep import VISIT, forge
from tests.e2e.world import World

OLDER = ("11月16日去了远帆，见了徐工，样品不合格", "11月18日给远帆打了电话，王总在出差")


async def saved(world: World, *said: str, who: str = "周明") -> None:
    for words in said:
        await world.say(who, words)
        await world.press(who, "保存")


async def ruled(world: World, text: str) -> None:
    """The company loads another file."""
    await keep_rules(world.store, text)
    await world.app.clockwork.look()
    await world.app.settle()


async def answer(world: World, who: str, words: str) -> str:
    """All that the bot says to it: WeCom sends beside a card what is too long for it."""
    before = len(world.emulator.timeline(world.account(who)))
    await world.say(who, words)
    told = [one for one in world.emulator.timeline(world.account(who))[before:] if not one.mine]
    return "\n".join(map(world.text, told)).replace('", "value": "', "：")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("负责人", "周明"), id="owner"),
        pytest.param(("归属", "受保护：进行中的商机"), id="why it is his"),
        pytest.param(("样品不合格", "王总在出差", "12月定"), id="the last three contacts"),
        pytest.param(("下次计划：12月2日",), id="the next plan"),
        pytest.param(("进行中商机", "导电浆料二期", "方案报价", "120万"), id="open deals"),
        pytest.param(("联系人", "王建国", "徐磊"), id="people"),
    ],
)
async def test_C01_each_part_stands_on_the_card(world: World, words: tuple[str, ...]) -> None:
    await saved(world, *OLDER, VISIT, "12月9日提醒我给远帆寄合同")

    text = await answer(world, "周明", "远帆")

    assert [one for one in words if one not in text] == []


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("样品不合格", "王总在出差", "12月定"), id="the last three contacts"),
        pytest.param(("回公海的原因", "没预算：明年再看"), id="why it was returned"),
        pytest.param(("以前的负责人：周明",), id="who had it"),
        pytest.param(("进行中商机", "导电浆料二期"), id="open matters"),
        pytest.param(("联系人", "王建国", "13800000100"), id="people with their numbers"),
    ],
)
async def test_D18_each_part_of_what_was_known_is_shown_to_who_claims(
    world: World, words: tuple[str, ...]
) -> None:
    await saved(world, *OLDER, VISIT)
    await world.say("周明", "远帆退公海，没预算，明年再看")

    text = await answer(world, "林悦", "领远帆")

    assert "已认领" in text
    assert [one for one in words if one not in text] == []


async def test_A08_a_forged_button_for_several_names_none_of_them(world: World) -> None:
    await world.say("周明", "远帆")
    both = '"customers":[{"ids":["C06"]},{"ids":["C99"]}]'
    for wish in ('Release{{{0},"reason":"busy"}}', 'Assign{{{0},"to":"赵强"}}', "Claim{{{0}}}"):
        await forge(world, world.last("周明"), wish.format(both))

    assert "云谷" not in world.seen("周明")
    assert "林悦" not in world.seen("周明")
    async with world.look() as uow:
        assert (await uow.customers.find("C06")).owner == "E2"


async def test_A08_what_was_given_away_is_open_to_its_last_owner_no_more(world: World) -> None:
    await saved(world, VISIT)
    await world.say("周明", "远帆退公海，没预算")
    await world.say("林悦", "领远帆")
    before = world.seen("周明").count("12月定")

    said = world.text(await world.say("周明", "远帆"))
    for intent in ("ShowCustomer", "ShowTimeline"):
        await forge(world, world.last("周明"), f'{intent}{{"customer":{{"ids":["C01"]}}}}')

    assert "这是同事的客户" in said
    assert world.seen("周明").count("没有找到，或者你没有权限") == 2
    assert world.seen("周明").count("12月定") == before


async def test_C11_the_starred_one_is_the_first_of_the_list(world: World) -> None:
    before = await answer(world, "周明", "我的客户")
    await world.say("周明", "北重加重点")

    after = await answer(world, "周明", "我的客户")

    first, last = "华东精密仪器有限公司", "青岛北海重工有限公司"
    assert before.index(first) < before.index(last)
    assert after.index(last) < after.index(first)


async def test_C08_who_has_it_already_is_told_before_anything_is_asked(world: World) -> None:
    own = world.text(await world.say("周明", "建个客户 苏州远帆新能源科技有限公司"))
    others = world.text(await world.say("周明", "建个客户 北京中科云谷信息技术有限公司"))

    assert "远帆" in own
    assert "保存" not in own
    assert "云谷" in others
    assert "林悦" in others
    assert "保存" not in others


async def test_D03_a_refused_claim_names_used_limit_and_reset(world: World) -> None:
    await ruled(world, "[pool]\nclaims_per_day = 1")
    await world.say("周明", "领海川")

    refused = world.text(await world.say("周明", "领光联"))

    assert "已用1个" in refused
    assert "上限1个" in refused
    assert "11月24日" in refused or "明天" in refused
    async with world.look() as uow:
        assert (await uow.customers.find("C08")).owner is None


@pytest.mark.parametrize(
    ("key", "customer", "name"),
    [
        pytest.param("protect_open_opportunity", "远帆", "进行中的商机", id="an open deal"),
        pytest.param("protect_lock", "北重", "人工锁定", id="a lock"),
    ],
)
async def test_D12_the_company_file_switches_a_protection_off(
    world: World, key: str, customer: str, name: str
) -> None:
    await world.say("孙涛", "锁定北重")
    ask = f"{customer}还能留多久"
    assert f"受保护：{name}" in world.text(await world.say("周明", ask))

    await ruled(world, f"[pool]\n{key} = false")

    assert f"✗{name}" in world.text(await world.say("周明", ask))
