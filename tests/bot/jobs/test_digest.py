"""Who is sent a digest, when, and what is kept of it (K01)."""

import hashlib
from datetime import timedelta

from adapters.chat import Text
from adapters.plain import plain
from bot.attention import Push
from bot.company.rules import CompanyRules
from bot.jobs.digest import send
from bot.jobs.registry import named
from core.money import Money
from core.opportunities.actions import Facts, create, win
from core.people.model import EmployeeState, Role
from core.visits.actions import log
from tests.bot.jobs.given import kept, one, run, ticking
from tests.core.builders import DAY, MONDAY, SUN, YUANFAN, ZHOU, at, customer, employee, report
from tests.features.given import load, work

EVENING = at(MONDAY.date(), 18, 7)


async def test_K01_supervisors_and_executives_get_one_a_day_and_a_second_run_none(store) -> None:
    away = employee("E8", name="钱峰", roles=frozenset({Role.EXECUTIVE}), state=EmployeeState.LEAVE)
    boss = employee("E7", name="李总", roles=frozenset({Role.EXECUTIVE}))
    asks = employee("E6", name="吴敏", roles=frozenset({Role.SALES_OPS}))
    await load(store, customer(), people=(away, boss, asks))
    for _ in range(2):
        await run(store, send, EVENING)

    assert sorted(each.to for each in await kept(store)) == [SUN, "E7"]
    await run(store, send, EVENING + DAY)
    assert sorted(each.to for each in await kept(store)) == [SUN, SUN, "E7", "E7"]


async def test_K01_what_was_sent_is_kept_with_its_hash(store) -> None:
    await load(store, customer())
    async with work(store) as acting:
        await log(report(), acting)
    await run(store, send, EVENING)

    async with store.look() as uow:
        snapshot = await uow.reports.snapshot(SUN, MONDAY.date(), "day")
        for reader, day, period in ((ZHOU, 0, "day"), (SUN, 1, "day"), (SUN, 0, "week")):
            assert await uow.reports.snapshot(reader, (MONDAY + day * DAY).date(), period) is None
    assert snapshot
    assert snapshot.hash == hashlib.sha256(snapshot.content.encode()).hexdigest()
    assert "拜访 1 次（有效 1 次）" in (await one(store)).said


async def test_K12_a_second_run_of_the_day_leaves_what_was_sent(store) -> None:
    await load(store, customer())
    await run(store, send, EVENING)
    async with store.look() as uow:
        before = await uow.reports.snapshot(SUN, MONDAY.date(), "day")
    async with work(store, now=EVENING + timedelta(minutes=5)) as acting:
        await log(report(), acting)
    await run(store, send, EVENING + timedelta(hours=1))

    assert len(await kept(store)) == 1
    async with store.look() as uow:
        assert await uow.reports.snapshot(SUN, MONDAY.date(), "day") == before


async def test_K01_it_is_thirty_lines_at_most(store) -> None:
    crowd = tuple(employee(f"R{n:02}", name=f"销售{n:02}") for n in range(30))
    await load(
        store,
        *(
            customer(
                f"C{n:02}", full_name=f"客户{n:02}", aliases=(), owner=f"R{n:02}", starred=True
            )
            for n in range(30)
        ),
        people=crowd,
    )
    for person in crowd:
        async with work(store, person) as acting:
            await log(report(customer=f"C{person.id[1:]}"), acting)
    await run(store, send, EVENING)

    message = await one(store)
    shown = plain(message.content).splitlines()
    assert 16 < len(shown) <= 30


async def test_K01_each_reads_his_own_language_and_team_spread_within_the_day(store) -> None:
    """Nor does a day's budget of pushes that is used up hold it back."""
    boss = employee("E7", name="李总", roles=frozenset({Role.EXECUTIVE}), language="en")
    lead = employee("E8", name="钱峰", roles=frozenset({Role.SUPERVISOR}), superior="E7")
    await load(store, customer(), people=(boss, lead))
    async with work(store, now=EVENING - 5 * DAY) as acting:
        deal = await create(YUANFAN, Facts(name="一期"), acting)
        await win(deal.id, acting, amount=Money.yuan(100_000))
    rules = CompanyRules(pushes_per_day=1)
    async with ticking(store, EVENING, rules=rules) as tick:
        for person in (boss, lead):
            early = Push(key=f"early:{person.id}", kind="x", content=Text("早"), opens="", life=DAY)
            await tick.attention.push(person, early)
        spreads = {person.id: tick.spread(person) for person in (boss, lead)}

    await run(store, send, EVENING, rules=rules)

    sent = {each.to: each for each in await kept(store) if each.kind == "manager_digest"}
    months = {who: each.content.fields[0] for who, each in sent.items()}
    assert {who: (each.label, each.value) for who, each in months.items()} == {
        SUN: ("当月签约", "10万（未设目标）"),
        "E7": ("Signed in the month", "¥100,000 (no target)"),
        "E8": ("当月签约", "0元（未设目标）"),
    }
    for who, spread in spreads.items():
        assert sent[who].not_before == EVENING + spread
        assert sent[who].expires_at == EVENING + spread + timedelta(hours=14)


async def test_K01_it_is_due_at_seven_past_six_on_working_days() -> None:
    scheduled = named("manager_digest")

    assert scheduled
    assert (scheduled.at.hour, scheduled.at.minute, scheduled.workdays) == (18, 7, True)
