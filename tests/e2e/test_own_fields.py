"""A company's own fields on the cards of its customers and opportunities (N03)."""

from dataclasses import replace

from adapters.chat import Platform
from bot.installation import keep_rules
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import EVERYBODY, Scope
from tests.e2e.world import World

FIELDS = """
[[fields.customer]]
key = "payment"
label = "付款方式"
kind = "choice"
options = ["月结", "现款"]
[[fields.customer]]
key = "audited"
label = "已验厂"
kind = "yes_no"
[[fields.customer]]
key = "renews"
label = "续约日"
kind = "date"
[[fields.customer]]
key = "hint"
label = "提示"
kind = "text"
[[fields.opportunity]]
key = "demand"
label = "年用量"
kind = "number"
"""
MARKUP = '<a href="http://x">点</a><at id=all></at> **粗** =1+1'
OWN = {"hint": MARKUP, "renews": "2026-12-01", "payment": "月结", "audited": False, "gone": "旧"}


async def declare(world: World, text: str) -> None:
    await keep_rules(world.store, text)
    await world.app.clockwork.look()
    await world.app.settle()


async def fill(world: World) -> None:
    async with world.store.unit(await world.act()) as uow:
        one = await uow.customers.get("C12", EVERYBODY)
        await uow.customers.save(replace(one, custom=OWN))
        await uow.ledger.record("edit_customer", "customer", "C12")


async def test_N03_the_customers_card_shows_them_in_the_files_order(world: World) -> None:
    await declare(world, FIELDS)
    await fill(world)

    card = world.text(await world.say("周明", "北重"))

    places = [card.index(label) for label in ("付款方式", "已验厂", "续约日", "提示")]
    assert places == sorted(places)
    assert "月结" in card
    assert "12月1日 周二" in card
    assert "旧" not in card


async def test_N03_what_stands_in_them_is_inert(world: World) -> None:
    await declare(world, FIELDS)
    await fill(world)

    card = world.text(await world.say("周明", "北重"))

    assert "粗" in card
    if world.platform is Platform.FEISHU:
        assert list(world.emulator.tenant.mentions) == []
    else:
        assert "<a" not in card


async def test_N03_a_value_of_another_kind_is_shown_as_it_is(world: World) -> None:
    await fill(world)
    await declare(world, FIELDS.replace("choice", "date").replace('options = ["月结", "现款"]', ""))

    assert "月结" in world.text(await world.say("周明", "北重"))


async def test_N03_the_opportunitys_card_shows_them(world: World) -> None:
    await declare(world, FIELDS)
    await world.say("周明", "给北重建个商机 二期 60w")
    await world.press("周明", "保存")
    async with world.store.unit(await world.act()) as uow:
        (deal,) = await uow.opportunities.search(OpportunityQuery(customer="C12"), Scope(None))
        await uow.opportunities.save(replace(deal, custom={"demand": "80.5"}))
        await uow.ledger.record("edit_opportunity", "opportunity", deal.id)

    card = world.text(await world.say("周明", "北重的商机到哪一步了"))

    assert "年用量" in card
    assert "80.5" in card
