"""In a group, on Feishu: what everybody may read, and what is said in private (A09, P11)."""

import pytest

from adapters.chat import Platform
from core.people.permissions import EVERYBODY
from core.visits.queries import FollowUpQuery
from tests.bot.test_work import SORRY, broken, tries
from tests.e2e.world import World
from tests.e2e.world import world as running

SALES = "oc_sales"
TOLD_TO_ALL = (
    "谢谢",
    "今天天气怎么样",
    "给远帆开一张发票",
    "嗯嗯哈哈呵呵",
    "9999年3月1号提醒我交报表",
)
PRIVATELY = "已私聊回复你。"
NAMED = ("远帆", "华精", "蓝鲸", "恒泰", "博远", "北重", "天府", "海川", "光联", "南粤", "云谷")


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest):
    url = request.getfixturevalue(f"{request.param}_url")
    async with running(url, platforms=(Platform.FEISHU,)) as made:
        made.emulator.add_group(SALES, [made.account(who) for who in ("周明", "林悦", "路人")])
        yield made


@pytest.mark.parametrize(
    ("text", "in_private"),
    [
        pytest.param("远帆", "导电浆料", id="a customer"),
        pytest.param("怎么用", "给", id="help names the asker's customers"),
        pytest.param("", "给", id="a bare mention is answered with help"),
        pytest.param("公海有啥", "海川", id="the pool"),
        pytest.param("去了远帆见了王总", "保存", id="a draft"),
        pytest.param("云谷的刘总电话多少", "云谷", id="a refusal"),
        pytest.param("/自检", "权限", id="what only an admin may see"),
    ],
)
async def test_A09_what_names_customers_is_answered_in_private_and_a_group_reads_one_line(
    world: World, text: str, in_private: str
) -> None:
    await in_group(world, "周明", text)

    assert read_by_group(world) == [PRIVATELY]
    assert in_private in world.seen("周明")


async def test_A09_several_wishes_in_one_message_are_one_line(world: World) -> None:
    await in_group(world, "周明", "认领海川；认领光联")

    assert read_by_group(world) == [PRIVATELY]
    assert len(world.emulator.received_by(world.account("周明"))) == 2


@pytest.mark.parametrize("text", TOLD_TO_ALL)
async def test_A09_what_everybody_may_see_is_said_in_the_group(world: World, text: str) -> None:
    await in_group(world, "周明", text)

    (line,) = read_by_group(world)
    assert line != PRIVATELY
    assert not any(name in line for name in NAMED)


async def test_A09_one_private_answer_beside_a_public_one_is_told_of(world: World) -> None:
    understand = world.app.given.understand

    async def both(_: str, turn: object) -> list[object]:
        return [one for text in ("谢谢", "公海有啥") for one in await understand(text, turn)]

    world.app.given.understand = both
    await in_group(world, "周明", "谢谢，公海有啥")

    told, thanked = read_by_group(world)
    assert told == PRIVATELY
    assert not any(name in thanked for name in NAMED)
    assert "海川" in world.seen("周明")


async def test_A09_nobody_bound_gets_his_card_in_private_and_asks_no_admin(world: World) -> None:
    await in_group(world, "路人", "公海有啥")
    await in_group(world, "路人", "周明")

    assert read_by_group(world) == []
    assert world.seen("路人").count("绑定") >= 1
    assert world.emulator.timeline(world.account("吴敏")) == []


async def test_A09_what_could_not_be_worked_on_is_said_in_private(world: World) -> None:
    world.app.given.understand = broken
    await in_group(world, "周明", "领海川")
    await tries(world)

    assert read_by_group(world) == []
    assert SORRY in world.seen("周明")


async def test_P11_the_draft_of_a_private_answer_goes_on_where_it_is_read(world: World) -> None:
    await in_group(world, "周明", "昨天去了远帆，见了王总，他说12月定")

    await world.say("周明", "不是远帆，是蓝鲸")
    await world.say("周明", "保存")

    assert [one.customer for one in await follow_ups(world)] == ["C03"]


async def test_P11_what_is_said_in_a_group_answers_nothing_asked_in_private(world: World) -> None:
    await world.say("周明", "昨天去了远帆，见了王总，他说12月定")

    for text in ("保存", "算了", "第1个"):
        await in_group(world, "周明", text)

    assert await follow_ups(world) == []
    await world.press("周明", "保存")
    assert [one.customer for one in await follow_ups(world)] == ["C01"]


async def test_P11_a_list_shown_in_private_has_no_numbers_in_a_group(world: World) -> None:
    await world.say("周明", "公海有啥")

    await in_group(world, "周明", "认领第1个")

    assert "已认领" not in world.seen("周明")


async def test_P11_two_people_in_one_group_answer_for_themselves(world: World) -> None:
    await in_group(world, "周明", "昨天去了远帆，见了王总，他说12月定")

    for text in ("保存", "不是远帆，是蓝鲸"):
        await in_group(world, "林悦", text)
        await world.say("林悦", text)

    assert await follow_ups(world) == []
    assert "苏州远帆" not in world.seen("林悦")


async def in_group(world: World, who: str, text: str) -> None:
    await world.emulator.say(world.account(who), text, group=SALES)
    await world.app.settle()


def read_by_group(world: World) -> list[str]:
    return [world.text(one) for one in world.emulator.received_by(SALES)]


async def follow_ups(world: World):
    async with world.look() as uow:
        return await uow.follow_ups.search(FollowUpQuery(), EVERYBODY)
