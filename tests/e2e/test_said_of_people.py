"""A report proposes what it says of people, of money and of competitors; one tap saves it (E01, F13)."""

from core.people.permissions import Scope
from core.visits.queries import FollowUpQuery
from tests.e2e.world import World

_ALL = Scope(None)
REPORT = "今天去了博远，何总拍板，财务赵总卡付款，聊了年框"


async def people(world: World, customer: str) -> dict[str, tuple[str, str, int | None]]:
    async with world.look() as uow:
        found = await uow.contacts.at(customer)
    return {one.name: (one.title, one.role, one.attitude) for one in found}


async def logged(world: World):
    async with world.look() as uow:
        return (await uow.follow_ups.search(FollowUpQuery(limit=1), _ALL))[0]


async def test_the_roles_of_two_people_are_saved_with_the_report(world: World) -> None:
    draft = await world.say("周明", REPORT)
    assert "何总：决策人" in world.text(draft)
    assert (await people(world, "C10")) == {"何立": ("", "unknown", None)}

    await world.press("周明", "保存")

    assert await people(world, "C10") == {
        "何立": ("", "decider", None),
        "赵总": ("财务", "approver", None),
    }


async def test_what_was_saved_of_people_is_taken_back_with_the_report(world: World) -> None:
    await world.say("周明", REPORT)
    await world.press("周明", "保存")
    await world.press("周明", "撤销")

    assert await people(world, "C10") == {"何立": ("", "unknown", None)}


async def test_of_two_of_one_surname_none_is_changed_without_the_full_name(world: World) -> None:
    await world.say("周明", "联系人加一个 何军 13788889999 博远")
    await world.press("周明", "保存")
    draft = await world.say("周明", REPORT)
    assert "说全名才能记" in world.text(draft)
    await world.press("周明", "保存")

    assert {role for _, role, _ in (await people(world, "C10")).values()} == {"unknown", "approver"}


async def test_which_of_two_of_one_surname_is_asked(world: World) -> None:
    await world.say("周明", "联系人加一个 何军 13788889999 博远")
    await world.press("周明", "保存")
    await world.say("周明", "博远何总电话换了 13700001111")
    await world.press("周明", "2 何军")
    await world.press("周明", "保存")

    async with world.look() as uow:
        found = {one.name: one.mobile for one in await uow.contacts.at("C10")}
    assert found == {"何立": "13800001000", "何军": "13700001111"}


async def test_a_role_shows_the_words_it_was_read_from(world: World) -> None:
    assert "←「何总拍板」" in world.text(await world.say("周明", "博远何总拍板"))


async def test_a_customer_known_by_a_person_shows_that_person(world: World) -> None:
    assert "←「王总」" in world.text(await world.say("周明", "周五提醒我给王总回电话"))


async def test_a_competitor_is_no_customer_and_its_price_no_quote(world: World) -> None:
    draft = await world.say("周明", "去了博远，何总说对手蓝鲸报价250万，我们报280万")
    assert "竞品报价 250万" in world.text(draft)
    await world.press("周明", "保存")

    kept = await logged(world)
    assert (kept.customer, kept.competitors) == ("C10", ("蓝鲸",))
    assert [(one.role, str(one.most)) for one in kept.figures] == [
        ("competitor", "¥2,500,000.00"),
        ("quote", "¥2,800,000.00"),
    ]


async def test_every_saved_value_points_to_characters_that_carry_it(world: World) -> None:
    text = "昨天去远帆见了采购副总冯建，竞品是迈瑞，他们报80万，说技术是徐工说了算，下周三再去"
    await world.say("周明", text)
    await world.press("周明", "保存")

    kept = await logged(world)
    at: dict[str, list[str]] = {}
    for span in kept.spans:
        at.setdefault(span.slot, []).append(text[span.start : span.end])
    assert at["contacts"] == list(kept.contacts) == ["冯建", "徐工"]
    assert at["competitors"] == list(kept.competitors)
    assert at["amounts"] == ["80万"]
    assert at["people"] == ["采购副总冯建", "技术是徐工说了算"]
    assert at["next_when"] == ["下周三"]
