"""Lists are one indexed query each, whatever they ask for."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from core.customers.queries import CustomerQuery
from core.ledger.model import Act
from core.opportunities.queries import MoveQuery, OpportunityQuery
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery
from storage.session import Session
from storage.store import COMPANY, Store
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts.given import ALL, C1, C2, E1, NOW, customer, kept, scope

DAY = timedelta(days=1)
Read = Callable[[Any], Coroutine[Any, Any, object]]

READS: dict[str, Read] = {
    "one's customers": lambda u: u.customers.search(CustomerQuery(), scope(E1)),
    "several": lambda u: u.customers.several([C1, C2], ALL),
    "to check": lambda u: u.customers.to_check(date(2026, 12, 1), after=None, limit=100),
    "returning": lambda u: u.customers.returning(date(2026, 12, 1), date(2026, 12, 8)),
    "contacts": lambda u: u.contacts.at(C1),
    "who is known at customers": lambda u: u.contacts.names_at([C1, C2]),
    "a customer's visits": lambda u: u.follow_ups.search(FollowUpQuery(customer=C1), scope(E1)),
    "one's visits": lambda u: u.follow_ups.search(FollowUpQuery(employee=E1, since=NOW), ALL),
    "one's plans": lambda u: u.plans.search(PlanQuery(employee=E1), scope(E1)),
    "reminders": lambda u: u.plans.to_remind(NOW, limit=100),
    "plans of the next hour": lambda u: u.plans.coming(NOW, NOW + timedelta(hours=1)),
    "deals": lambda u: u.opportunities.search(OpportunityQuery(customer=C1), scope(E1)),
    "moves": lambda u: u.opportunities.moves(MoveQuery(since=NOW - DAY, until=NOW)),
    "a deal's moves": lambda u: u.opportunities.moves(MoveQuery(customer=C1, limit=10)),
    "an act": lambda u: u.ledger.of_act("a"),
    "history": lambda u: u.pool.of(C1),
    "claims": lambda u: u.pool.claims(E1, NOW),
    "last act": lambda u: u.ledger.last_act(E1, NOW),
    "an account": lambda u: u.people.identity("wecom", "zhouming"),
    "an open draft": lambda u: u.drafts.open_in("wecom:zhouming", NOW),
    "a slot": lambda u: u.memory.get("wecom:zhouming", "shown", NOW),
    "slots": lambda u: u.memory.several("learned:E1", ["远帆", "恒泰"], NOW),
    "a card's id": lambda u: u.live_cards.named("om_1"),
    "cards that show it": lambda u: u.live_cards.showing(["f1", "f2"], NOW),
    "the budget": lambda u: u.notices.sent_today(E1, NOW),
}


@pytest.fixture
async def opened(sqlite_url, new_id, machine) -> AsyncIterator[Store]:
    store = Store(sqlite_url, new_id=new_id, now=machine)
    yield store
    await store.close()


async def statements(store: Store, read: Read) -> list[str]:
    """What `read` asks the database for, with its values in it."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if statement.startswith(("SELECT", "WITH")):
            seen.append(statement)

    async with store.database.read() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        uow = SqlUnitOfWork(
            Session(connection, COMPANY, Act(id="", actor=None, channel="read", at=NOW)),
            store.database,
            new_id=store.new_id,
            machine_now=store.now,
        )
        await driver.set_trace_callback(note)
        await read(uow)
        await driver.set_trace_callback(None)
    return seen


async def scans(store: Store, statement: str, parameters: Any = ()) -> list[str]:
    """The tables that are read from end to end, or through a whole company.

    What a statement brings along is none.
    """
    async with store.database.read() as connection:
        found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        whole = (row[3] for row in found)
        read = [one for one in whole if one.startswith("SCAN ") or one.endswith("(company_id=?)")]
        brought = (
            "SCAN json_each",
            "SCAN anon",
            "SCAN (subquery",
            "SCAN asked",
            "SCAN near",
            "SCAN few",
        )
        return [one for one in read if not one.startswith(brought)]


@pytest.mark.parametrize("name", READS)
async def test_a_list_is_one_query_that_reads_no_table_from_end_to_end(opened, act, name) -> None:
    await kept(opened, act, customer())
    (asked,) = await statements(opened, READS[name])
    assert await scans(opened, asked) == []


async def test_names_are_looked_up_in_one_query_that_reads_no_table_from_end_to_end(
    opened, act
) -> None:
    await kept(opened, act, customer())
    names, seen = ["远帆", "蓝鲸", "yf"], scope(E1, pools=True)
    (asked,) = await statements(opened, lambda uow: uow.customers.by_keys(names, seen))
    assert await scans(opened, asked) == []


async def test_a_query_without_an_index_is_noticed(opened) -> None:
    assert await scans(opened, "SELECT * FROM customers WHERE city = ?", ("x",)) != []


@pytest.mark.parametrize("queue", ["inbox", "outbox", "left in the inbox", "left in the outbox"])
async def test_claiming_looks_at_what_waits_only(opened, queue) -> None:
    seen: list[tuple[str, Any]] = []

    def note(_a, _b, statement, parameters, _c, _d) -> None:
        seen.append((statement, parameters))

    engine = opened.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    lease, inbox, outbox = timedelta(seconds=30), opened.inbox, opened.outbox
    claims = {
        "inbox": lambda: inbox.claim(10, lease),
        "outbox": lambda: outbox.claim(10, lease, NOW),
        "left in the inbox": lambda: inbox.suspect(lease),
        "left in the outbox": lambda: outbox.suspect(lease, NOW),
    }
    await claims[queue]()
    event.remove(engine, "before_cursor_execute", note)
    asked = [one for one in seen if one[0].startswith(("SELECT", "UPDATE"))]
    assert asked
    for statement, parameters in asked:
        assert await scans(opened, statement, parameters) == []
