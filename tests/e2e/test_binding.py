"""A stranger says who he is, corrects himself, is refused or bound (A01)."""

from dataclasses import replace
from datetime import timedelta

from core.people.model import EmployeeId, RequestState
from tests.e2e.test_people import answers, asks, bound
from tests.e2e.test_rep import forge
from tests.e2e.world import World

STATES = ["waiting", "sending", "sent", "failed", "dead"]


async def test_A01_only_a_name_is_taken_for_one_and_the_rest_is_told_hourly(world: World) -> None:
    for words in ("下午去了远帆，见了王总", "看公海", "我的客户"):
        await world.say("路人", words)
    assert len(answers(world, "路人")) == 1
    assert await kept(world, "binding") == []

    world.time.advance(timedelta(hours=1, minutes=1))
    for words in ("看公海", "我的客户"):
        await world.say("路人", words)

    assert "还没有绑定员工" in world.text(answers(world, "路人")[-1])
    assert await kept(world, "binding") == []


async def test_A01_a_better_name_takes_the_place_of_the_first(world: World) -> None:
    request, first = await asks(world), world.last("吴敏")

    for words in ("13900000001", "我是谢婷", "我是谢婷", "路人"):
        await world.say("路人", words)
    assert len(await kept(world, "binding")) == 4
    key = f'DecideBinding{{"request":"{request.id}","approve":true,"employee":"E9"}}'
    await forge(world, first, key, who="吴敏")

    assert await bound(world) is None
    async with world.look() as uow:
        assert (await uow.people.request(request.id)).state is RequestState.REPLACED


async def test_A01_names_are_brought_before_the_admins_five_times_a_day(world: World) -> None:
    await world.say("路人", "你好")
    for place in range(8):
        await world.say("路人", f"1390000100{place}")

    assert len(await kept(world, "binding")) == 5
    assert "直接找管理员" in world.seen("路人")


async def test_A01_a_refusal_is_told_and_he_may_ask_again(world: World) -> None:
    await asks(world)
    await world.press("吴敏", "拒绝")
    assert "管理员没有同意" in world.text(answers(world, "路人")[-1])

    await world.say("路人", "路人")
    await world.press("吴敏", "同意")

    assert await bound(world) == "E9"


async def test_A01_the_account_that_was_bound_is_told_wherever_he_wrote_last(world: World) -> None:
    await asks(world)
    async with world.store.unit(await world.act("used")) as uow:
        other = (await uow.people.identities(EmployeeId("E9")))[0]
        await uow.people.touch(replace(other, last_used_at=world.time()))

    await world.press("吴敏", "同意")

    assert [one.recipient for one in await kept(world, "bound")] == [
        f"{world.platform}::{world.account('路人')}"
    ]


async def test_A01_who_has_another_account_here_is_named_with_what_to_do(world: World) -> None:
    await world.say("路人", "你好")
    await world.say("路人", "周明")

    await world.press("吴敏", "同意")

    told = world.text(world.last("吴敏"))
    assert all(part in told for part in ("另一个账号", world.account("周明"), "import people"))
    assert await bound(world) is None
    await world.press("吴敏", "拒绝")
    assert "管理员没有同意" in world.seen("路人")


async def kept(world: World, kind: str):
    return [one for one in await world.store.outbox.listed(STATES) if one.kind == kind]
