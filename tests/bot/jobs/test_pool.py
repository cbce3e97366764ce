"""The pool by itself: warnings before, returns at night, and who is told (D07, D11, D25)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.company.rules import CompanyRules
from bot.intents import ShowCustomer
from bot.jobs.pool import evaluate, warn
from bot.keys import decode
from bot.slots import CustomerRef
from core.people.model import EmployeeState
from core.pool.nightly import CHUNK
from core.pool.rules import PoolRules
from core.workdays import Calendar
from tests.bot.jobs.given import kept, one, run
from tests.core.builders import DAY, LIN, MONDAY, SUN, ZHOU, at, customer, employee
from tests.features.given import customer_of, load, told_of

MORNING = at(MONDAY.date(), 9, 6)
MINUTE = timedelta(minutes=1)
NIGHT = at((MONDAY + DAY).date(), 0, 20)


def returning(number: str, days: int, **other: object):
    """A customer that returns `days` after Monday by the rule of sixty days."""
    on = (MONDAY + days * DAY).date()
    begun = at(on, 10) - 61 * DAY
    given = {"owned_since": begun, "recycle_on": on, "recycle_rule": "no_deal", "check_on": on}
    return customer(number, full_name=f"{number}公司", aliases=(), **{**given, **other})


@pytest.mark.parametrize(
    ("days", "workdays"), [(1, 1), (3, 3), (4, 4), (7, 5), (8, 6), (9, 7), (10, 8)]
)
async def test_D11_a_warning_comes_seven_three_and_one_working_days_before(
    store, days: int, workdays: int
) -> None:
    await load(store, returning("C01", days, warned_at=MONDAY - 9 * DAY))
    await run(store, warn, MORNING)

    assert bool(await kept(store)) is (workdays in {7, 3, 1})


async def test_D11_all_of_one_rep_are_merged_the_next_first(store) -> None:
    await load(
        store,
        returning("C01", 9),
        returning("C02", 1),
        returning("C03", 3, owner=LIN),
    )
    await run(store, warn, MORNING)

    found = {message.to: message for message in await kept(store)}
    assert found[ZHOU].warns == ("C02", "C01")
    assert found[LIN].warns == ("C03",)
    assert [row.title for row in found[ZHOU].content.rows] == ["C02公司", "C01公司"]
    assert "距回公海 1 天：60天未成交" in found[ZHOU].said
    assert [[button.label for button in row.buttons] for row in found[ZHOU].content.rows] == [
        ["记跟进", "打开"],
        ["记跟进", "打开"],
    ]


@pytest.mark.parametrize("days", [5, 0, -3, -400])
async def test_D11_who_was_never_warned_is_warned_as_soon_as_it_is_late(store, days: int) -> None:
    await load(store, returning("C01", days))
    await run(store, warn, MORNING)

    assert (await one(store)).warns == ("C01",)


async def test_D12_who_is_protected_is_not_warned(store) -> None:
    await load(store, returning("C01", 3, open_moved_at=MONDAY), returning("C02", 3, locked=True))
    await run(store, warn, MORNING)

    assert await kept(store) == []


async def test_D11_days_off_do_not_count(store) -> None:
    holidays = Calendar.of(holidays=[(MONDAY + n * DAY).date() for n in range(1, 5)])
    await load(store, returning("C01", 9, warned_at=MONDAY - 9 * DAY))
    await run(store, warn, MORNING, calendar=holidays)

    assert "距回公海 9 天" in (await one(store)).said


async def test_D11_the_warning_of_who_has_left_goes_to_his_supervisor(store) -> None:
    gone = employee("E9", name="何俊", state=EmployeeState.LEFT)
    await load(store, returning("C01", 1, owner="E9"), people=(gone,))
    await run(store, warn, MORNING)

    message = await one(store)
    assert (message.to, message.warns) == (SUN, ("C01",))


async def test_D11_who_is_on_leave_is_not_warned_of_what_he_keeps(store) -> None:
    away = employee("E9", name="何俊", state=EmployeeState.LEAVE)
    await load(store, returning("C01", 1, owner="E9"), people=(away,))
    await run(store, warn, MORNING)

    assert await kept(store) == []


async def test_D11_everybody_is_warned_some_people_at_a_time(store) -> None:
    people = tuple(employee(f"M{n:03}") for n in range(120))
    await load(store, *(returning(f"C{one.id}", 3, owner=one.id) for one in people), people=people)
    after = ""
    for _ in range(3):
        after = await run(store, warn, MORNING, after=after)

    assert [message.to for message in await kept(store)] == [one.id for one in people]


async def test_without_warning_days_nobody_is_warned(store) -> None:
    await load(store, returning("C01", 1))
    silent = CompanyRules(pool=replace(PoolRules(), warn_days=()))
    await run(store, warn, MORNING, rules=silent)

    assert await kept(store) == []


async def test_D07_who_was_warned_returns_and_reads_of_it_after_eight(store) -> None:
    await load(store, returning("C01", 1, warned_at=MONDAY - DAY))
    assert not await run(store, evaluate, NIGHT, hurried=True)

    assert (await customer_of(store)).owner is None
    assert await told_of(store) == [("recycle", ZHOU, "no_deal"), ("enter", ZHOU, "no_deal")]
    message = await one(store)
    assert (message.to, message.kind) == (ZHOU, "pool_returned")
    assert message.not_before == at(NIGHT.date(), 8)
    assert "昨晚有1家客户回了公海" in message.said
    assert "C01公司 60天未成交" in message.said
    (row,) = message.content.rows
    assert [decode(button.key) for button in row.buttons] == [ShowCustomer(CustomerRef(("C01",)))]


async def test_P09_what_the_night_held_back_does_not_all_go_at_eight(store) -> None:
    people = tuple(employee(f"M{n:03}") for n in range(20))
    lost = (returning(f"C{one.id}", 1, owner=one.id, warned_at=MONDAY - DAY) for one in people)
    await load(store, *lost, people=people)
    await run(store, evaluate, NIGHT)

    eight = at(NIGHT.date(), 8)
    moments = {message.not_before for message in await kept(store)}
    assert len(moments) > 10
    assert eight <= min(moments) <= max(moments) < eight + 3 * MINUTE


@pytest.mark.parametrize("warned", [None, at((MONDAY + DAY).date(), 0, 1)])
async def test_D11_who_was_not_warned_a_working_day_ago_is_kept(store, warned) -> None:
    await load(store, returning("C01", 1, warned_at=warned))
    await run(store, evaluate, NIGHT)

    assert (await customer_of(store)).owner == ZHOU
    assert await kept(store) == []


async def test_D25_a_second_run_changes_nothing(store) -> None:
    await load(store, returning("C01", 1, warned_at=MONDAY - DAY), returning("C02", 9))
    await run(store, evaluate, NIGHT)
    first = await told_of(store)
    await run(store, evaluate, NIGHT)

    assert await told_of(store) == first
    assert len(await kept(store)) == 1
    assert (await customer_of(store, "C02")).owner == ZHOU


async def test_D25_a_step_begins_where_the_one_before_it_ended(store) -> None:
    numbers = [f"C{place:03}" for place in range(CHUNK + 1)]
    await load(store, *(returning(number, 1, warned_at=MONDAY - DAY) for number in numbers))

    assert not await run(store, evaluate, NIGHT, after=numbers[-2])
    assert (await customer_of(store, numbers[0])).owner == ZHOU
    assert await run(store, evaluate, NIGHT) == numbers[-2]
    assert [len(message.content.rows) for message in await kept(store)] == [1, CHUNK]


async def test_D07_who_has_left_reads_of_no_return(store) -> None:
    gone = employee("E9", name="何俊", state=EmployeeState.LEFT)
    await load(store, returning("C01", 1, owner="E9", warned_at=MONDAY - DAY), people=(gone,))
    await run(store, evaluate, NIGHT)

    assert (await customer_of(store)).owner is None
    assert await kept(store) == []
