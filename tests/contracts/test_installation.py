"""What runs once, what is configured, who the companies are."""

import asyncio
from datetime import timedelta

import pytest

from storage.inbox import NewEvent
from storage.outbox import NewMessage
from storage.store import REPEATS, TEXTS, Store
from tests.contracts.given import NOW

DAY = timedelta(days=1)


async def take(store, act, job: str, due) -> bool:
    async with store.unit(act()) as uow:
        return await store.ticks.take(uow.connection, 1, job, due)


async def test_an_occurrence_runs_once(store, act) -> None:
    assert await take(store, act, "digest", NOW)
    assert not await take(store, act, "digest", NOW)
    assert await take(store, act, "digest", NOW + DAY)
    assert await take(store, act, "recycle", NOW)
    assert await store.ticks.last(1) == {"digest": NOW + DAY, "recycle": NOW}
    assert await store.ticks.last(2) == {}


async def test_of_many_clocks_one_runs_it(store, act, database_url, machine, new_id) -> None:
    others = [Store(database_url, new_id=new_id, now=machine) for _ in range(3)]
    took = await asyncio.gather(*(take(one, act, "digest", NOW) for one in [store, *others] * 2))
    assert sorted(took) == [False] * 7 + [True]
    for one in others:
        await one.close()


async def test_an_occurrence_whose_work_failed_did_not_run(store, act) -> None:
    async def fails() -> None:
        async with store.unit(act()) as uow:
            assert await store.ticks.take(uow.connection, 1, "digest", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await take(store, act, "digest", NOW)


async def test_old_occurrences_are_forgotten(store, act) -> None:
    await take(store, act, "digest", NOW - DAY)
    await take(store, act, "digest", NOW)
    assert await store.ticks.forget(NOW) == 1
    assert not await take(store, act, "digest", NOW)


async def test_a_setting_has_a_version_that_rises(store) -> None:
    assert await store.settings.get(1, "rules") is None
    assert await store.settings.put(1, "rules", "quota = 3") == 1
    assert await store.settings.put(1, "rules", "quota = 5") == 2
    assert await store.settings.put(2, "rules", "other") == 1
    assert await store.settings.get(1, "rules") == (2, "quota = 5")


async def test_an_earlier_version_stays_where_it_is_wanted(store) -> None:
    assert await store.settings.put(1, "rules", "quota = 3", keeps=True) == 1
    assert await store.settings.put(1, "rules", "quota = 5", keeps=True) == 2
    assert (await store.settings.get(1, "rules:1"))[1] == "quota = 3"
    assert (await store.settings.get(1, "rules:2"))[1] == "quota = 5"


async def test_a_company_has_a_name(store) -> None:
    await store.companies.add(1, "苏州示例工业")
    assert await store.companies.name(1) == "苏州示例工业"
    assert await store.companies.name(2) is None


async def test_the_schema_is_current_and_coming_again_does_no_harm(store) -> None:
    assert await store.is_current()
    await store.settings.put(1, "rules", "kept")
    await store.migrate()
    assert await store.settings.get(1, "rules") == (1, "kept")
    await store.database.check()


async def test_tidying_up_keeps_what_is_still_asked_for(store, act, machine) -> None:
    for key in ("old", "waits"):
        await store.inbox.store(NewEvent(key, key, b"{}"))
        message = NewMessage(key=key, body=b"x", kind="text", lane=0, recipient=key)
        await store.outbox.put(1, message)
    (event, _) = await store.inbox.claim(9, DAY)
    (sent, waits) = await store.outbox.claim(9, DAY, NOW)
    async with store.database.write() as connection:
        await store.inbox.done(connection, event)
    await store.outbox.sent(sent, message_id="m")
    await take(store, act, "digest", NOW)
    await store.shared.put("token", "x", DAY)
    machine.advance(REPEATS)
    await store.tidy(machine())
    assert not await store.inbox.store(NewEvent("old", "old", b"{}"))
    machine.advance(TEXTS)
    await store.tidy(machine())
    assert await store.inbox.store(NewEvent("old", "old", b"{}"))
    assert (await store.inbox.depth())["working"] == 1
    assert await take(store, act, "digest", NOW)
    async with store.look() as uow:
        assert await uow.notices.body(sent.id) is None
        assert await uow.notices.body(waits.id) == b"x"


async def test_of_many_who_bring_a_first_value_all_get_the_same(
    store, database_url, machine, new_id
) -> None:
    others = [Store(database_url, new_id=new_id, now=machine) for _ in range(3)]
    kept = await asyncio.gather(
        *(one.settings.first(1, "secret", f"s{place}") for place, one in enumerate(others))
    )

    assert len(set(kept)) == 1
    assert await store.settings.first(1, "secret", "another") == kept[0]
    assert await store.settings.first(2, "secret", "another") == "another"
    for one in others:
        await one.close()
