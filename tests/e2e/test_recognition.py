"""On Feishu the contact interface binds those of the people file by their mobiles (A01)."""

import pytest

from adapters.chat import Platform
from core.people.model import Employee, EmployeeId, EmployeeState
from tests.e2e.world import World
from tests.e2e.world import world as running

MOBILE = "13700000001"
NO_RIGHT = 99991672


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest):
    """路人 writes; the contact interface knows his mobile."""
    url = request.getfixturevalue(f"{request.param}_url")
    async with running(url, platforms=(Platform.FEISHU,)) as made:
        made.emulator.mobiles[MOBILE] = made.account("路人")
        yield made


async def test_A01_who_writes_first_is_bound_by_his_mobile_and_served_at_once(world: World) -> None:
    await hired(world, "E9", MOBILE)

    await world.say("路人", "领海川")

    assert await bound(world) == "E9"
    assert "绑定好了" in world.seen("路人")
    assert "已认领" in world.seen("路人")
    async with world.look() as uow:
        assert (await uow.customers.find("C07")).owner == "E9"


async def test_A01_one_look_binds_everybody_whose_mobile_is_known(world: World) -> None:
    await hired(world, "E9", MOBILE)
    await hired(world, "E8", "13700000002")
    await hired(world, "E10", "13700000003")
    world.emulator.mobiles["13700000002"] = "ou_new"
    world.emulator.mobiles["13700000003"] = world.account("吴敏")
    world.emulator.people["ou_new"] = "新人"

    await world.say("路人", "你好")

    async with world.look() as uow:
        bound_to = [
            await uow.people.by_chat("feishu", one) for one in ("ou_new", world.account("吴敏"))
        ]
    assert [one.name for one in bound_to] == ["新人E8", "吴敏"]
    assert await bound(world) == "E9"
    assert lookups(world) == 1
    assert world.emulator.received_by("ou_new") == []


@pytest.mark.parametrize(
    ("state", "mobile", "others", "asked"),
    [
        pytest.param(EmployeeState.ACTIVE, "13700000009", (), 1, id="another number"),
        pytest.param(EmployeeState.ACTIVE, "", (), 0, id="no number"),
        pytest.param(EmployeeState.ACTIVE, MOBILE, (MOBILE,), 0, id="a number two people share"),
        pytest.param(EmployeeState.LEFT, MOBILE, (), 0, id="one who has left"),
    ],
)
async def test_A01_who_is_not_known_for_certain_stays_a_stranger(
    world: World, state: EmployeeState, mobile: str, others: tuple[str, ...], asked: int
) -> None:
    await hired(world, "E9", mobile, state)
    for other in others:
        await hired(world, "E8", other)

    world.emulator.add_group("oc_sales", [world.account("路人")])

    await world.say("路人", "领海川")
    await world.say("路人", "领海川")
    await world.emulator.say(world.account("路人"), "领海川", group="oc_sales")
    await world.app.settle()

    assert await bound(world) is None
    assert "还没有绑定员工" in world.seen("路人")
    assert "已认领" not in world.seen("路人")
    assert lookups(world) == asked


@pytest.mark.parametrize("fault", [NO_RIGHT, 502, 99991400])
async def test_A01_a_contact_interface_that_does_not_answer_leaves_the_card(
    world: World, fault: int
) -> None:
    await hired(world, "E9", MOBILE)
    await world.say("吴敏", "你好")
    world.emulator.faults.append(fault)

    await world.say("路人", "领海川")

    assert await bound(world) is None
    assert "还没有绑定员工" in world.seen("路人")


async def test_A01_who_is_bound_elsewhere_is_not_bound_again(world: World) -> None:
    world.emulator.mobiles["13900000001"] = world.account("路人")

    await world.say("路人", "领海川")

    assert await bound(world) is None


async def hired(
    world: World, number: str, mobile: str, state: EmployeeState = EmployeeState.ACTIVE
) -> None:
    async with world.store.unit(await world.act(number)) as uow:
        await uow.people.add(
            Employee(
                id=EmployeeId(number),
                name=f"新人{number}",
                superior=EmployeeId("E5"),
                mobile=mobile,
                state=state,
            )
        )
        await uow.ledger.record("import", "people", "1")


async def bound(world: World) -> str | None:
    async with world.look() as uow:
        found = await uow.people.by_chat("feishu", world.account("路人"))
    return found.id if found else None


def lookups(world: World) -> int:
    return sum("batch_get_id" in one.path for one in world.emulator.exchanges)
