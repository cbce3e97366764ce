"""Each page of the board is of one moment, however much is saved while it is read."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import get_ident

import pytest
from sqlalchemy import Engine, event

from adapters.chat import Platform
from bot.ids import Ids
from core.customers.model import CustomerId
from core.people.permissions import EVERYBODY
from core.plans.model import PlanId
from storage.store import Store
from tests.bot.web.browsing import HERE, browser, opened
from tests.contracts.given import follow_up
from tests.core.builders import MONDAY, act, plan
from tests.e2e.world import world as running

LATE = PlanId("LATE")
CUTS = 12
"""At so many places, evenly among the queries of a page, something is saved."""


async def add_late(store: Store) -> None:
    """A plan that is overdue since yesterday."""
    async with store.unit(act()) as uow:
        await uow.plans.add(plan(LATE, due_at=MONDAY - timedelta(days=1)))
        await uow.ledger.record("test", "plan", LATE)


async def _save(url: str, number: int) -> None:
    """A visit at one more customer, and the overdue plan in other words, in one transaction."""
    store = Store(url, new_id=Ids())
    try:
        async with store.unit(act()) as uow:
            where = CustomerId(f"C{number:02}")
            await uow.follow_ups.add(follow_up(f"F{number}", customer=where, occurred_at=MONDAY))
            [late] = await uow.plans.several([LATE], EVERYBODY)
            await uow.plans.save(replace(late, content=f"送第{number}批样机"))
            await uow.ledger.record("test", "follow_up", f"F{number}")
    finally:
        await store.close()


def save(url: str, number: int) -> None:
    """As another process does: the page waits meanwhile in the midst of its reading."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(_save(url, number))).result()


@contextmanager
def after(number: int, do: Callable[[], None]) -> Iterator[list[str]]:
    """Do it once this thread's queries are so many; yields them."""
    here, said = get_ident(), list[str]()

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if get_ident() == here:
            said.append(statement)
            if len(said) == number:
                do()

    event.listen(Engine, "after_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "after_cursor_execute", note)


@pytest.mark.parametrize(
    "path", ["/board", "/board?period=month", "/board/list/visits", "/board/list/overdue"]
)
async def test_what_is_saved_while_a_page_is_read_is_in_all_of_it_or_in_none(
    database_url: str, path: str
) -> None:
    made_at = running(database_url, platforms=(Platform.WECOM,), public_url=HERE)
    async with made_at as made, browser(made) as http:
        await add_late(made.store)
        before = (await opened(http, "wecom", "suntao", path)).text
        with after(0, lambda: None) as queries:
            assert (await http.get(path)).text == before

        seen, step = [], -(-len(queries) // CUTS)
        for number, place in enumerate(range(1, len(queries) + 1, step), 1):
            with after(place, partial(save, database_url, number)):
                during = (await http.get(path)).text
            later = (await http.get(path)).text
            assert before != later
            seen.append({before: "none", later: "all"}.get(during, f"some after {place}"))
            before = later

    assert set(seen) == {"all", "none"}
