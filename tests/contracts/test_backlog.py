"""What waits in the queues: counted up to a bound, aged by when it was to be done."""

from datetime import timedelta

from sqlalchemy import event

from storage.backlog import Backlog
from storage.inbox import NewEvent
from storage.outbox import NewMessage
from storage.store import COMPANY

LEASE = timedelta(seconds=30)
_EMPTY = {
    "inbox": {"new": 0, "working": 0, "dead": 0},
    "outbox": {"waiting": 0, "sending": 0, "dead": 0},
    "errands": {"waiting": 0, "working": 0, "dead": 0},
}


async def put(store, key: str, lane: int = 0, **more) -> None:
    message = NewMessage(key=key, body=b"hi", kind="text", lane=lane, recipient="wecom:a", **more)
    await store.outbox.put(COMPANY, message)


async def test_where_nothing_waits_nothing_is_old(store, machine) -> None:
    found = await store.queues.backlog(machine())

    assert found == Backlog(counts=_EMPTY, event=None, messages={}, reminder=None)


async def test_an_event_is_old_until_it_is_done(store, machine, act) -> None:
    since = machine()
    await store.inbox.store(NewEvent("k1", "c1", b"1"))
    machine.advance(timedelta(minutes=5))
    await store.inbox.store(NewEvent("k2", "c2", b"2"))
    waiting = await store.queues.backlog(machine())
    first, _ = await store.inbox.claim(10, LEASE)
    at_work = await store.queues.backlog(machine())
    async with store.unit(act()) as uow:
        await store.inbox.done(uow.connection, first)
    done = await store.queues.backlog(machine())

    assert (waiting.event, waiting.counts["inbox"]["new"]) == (since, 2)
    assert (at_work.event, at_work.counts["inbox"]["working"]) == (since, 2)
    assert (done.event, done.counts["inbox"]) == (machine(), {"new": 0, "working": 1, "dead": 0})


async def test_a_message_is_late_from_when_it_was_to_go(store, machine) -> None:
    began = machine()
    await put(store, "digest", 2, send_after=began + timedelta(hours=5))
    before = await store.queues.backlog(machine())
    machine.advance(timedelta(hours=5))
    await put(store, "later", 2)
    machine.advance(timedelta(minutes=3))
    after = await store.queues.backlog(machine())

    assert before.messages == {}
    assert after.messages == {"digest": began + timedelta(hours=5)}


async def test_a_message_that_is_held_back_by_its_retries_is_late(store, machine) -> None:
    since = machine()
    await put(store, "r1")
    (message,) = await store.outbox.claim(10, LEASE, machine())
    await store.outbox.wait(message, after=timedelta(hours=1))
    machine.advance(timedelta(minutes=20))

    found = await store.queues.backlog(machine())

    assert found.messages == {"reply": since}


async def test_where_the_products_clock_is_moved_ages_are_still_the_machines(
    store, machine
) -> None:
    ahead = timedelta(days=30)
    await put(store, "d1", 2, send_after=machine() + ahead - timedelta(minutes=2))

    found = await store.queues.backlog(machine() + ahead)

    assert found.messages == {"digest": machine()}


async def test_no_table_is_looked_through(sqlite_url, machine, new_id) -> None:
    """A scrape touches what waits, by an index, however much is done."""
    from storage.store import Store

    store, asked = Store(sqlite_url, new_id=new_id, now=machine), []
    engine = store.database.engine.sync_engine

    def noted(_connection, _cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", noted)
    await store.queues.backlog(machine())
    await store.ticks.newest(COMPANY, ["plan_due"])
    event.remove(engine, "before_cursor_execute", noted)
    plans = []
    async with store.database.read() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                rows = await connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", parameters
                )
                plans += [row[3] for row in rows]
    await store.close()

    tables = [one for one in plans if "box" in one or "errands" in one or "plans" in one]
    assert len(tables) > 10
    assert [one for one in plans if one.startswith("SCAN") and "anon" not in one] == []
