"""What the database says: whether it answers, its schema, its clock, its people, its queues, its jobs."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

from bot.cli.doctor.finding import Finding, Verdict
from bot.installation import clock_offset
from bot.remedies import remedy
from bot.texts import texts
from core.people.model import EmployeeState, Role
from storage.store import COMPANY, Store

_say = texts("en")
_LATE = timedelta(minutes=10)


async def findings(store: Store) -> AsyncIterator[Finding]:
    """Database, schema, clock first; where one of them fails nothing else is asked."""
    try:
        await store.database.check()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering is the reason
        words = f"{type(error).__name__}: check LIAOKE_DATABASE_URL, and that the server runs"
        yield Finding("database", Verdict.FAIL, words)
        return
    yield Finding("database", Verdict.OK, store.database.url.get_backend_name())
    if not await store.is_current():
        fresh = store.database.is_sqlite
        words = "old: `liaoke serve` brings it up to date" if fresh else "old: run `liaoke migrate`"
        yield Finding("schema", Verdict.NOTE if fresh else Verdict.FAIL, words)
        return
    yield Finding("schema", Verdict.OK)
    offset = await clock_offset(store)
    words = f"the product's clock is moved by {offset} for a rehearsal" if offset else ""
    yield Finding("clock", Verdict.NOTE if offset else Verdict.OK, words)
    yield await _admins(store)
    for finding in await _queues(store):
        yield finding
    yield await _jobs(store, offset)


async def _admins(store: Store) -> Finding:
    async with store.look() as uow:
        people = [one for one in await uow.people.everybody() if one.state is EmployeeState.ACTIVE]
        admins = [one for one in people if Role.ADMIN in one.roles]
        bound = [one for one in admins if await uow.people.identities(one.id)]
    if not admins:
        verdict = Verdict.FAIL if people else Verdict.NOTE
        return Finding("admins", verdict, _say("doctor.admins.none"))
    if not bound:
        names = ", ".join(one.id for one in admins)
        return Finding("admins", Verdict.FAIL, _say("doctor.admins.unbound", who=names))
    return Finding("admins", Verdict.OK, str(len(bound)))


async def _queues(store: Store) -> list[Finding]:
    found = []
    for name, queue in (("inbox", store.inbox), ("outbox", store.outbox)):
        dead = list(await queue.listed(("dead",), limit=1000))
        if not dead:
            found.append(Finding(name, Verdict.OK))
            continue
        words = _say(f"doctor.{name}.dead", count=len(dead))
        found.append(Finding(name, Verdict.NOTE, " ".join([words, *_reasons(dead, name)])))
    return found


def _reasons(dead: list[Any], name: str) -> Iterator[str]:
    """The commonest reasons, each with what mends it where that is known."""
    if name == "inbox":
        return
    for (platform, error), count in Counter((row.platform, row.error) for row in dead).most_common(
        3
    ):
        yield f"[{error} x{count}] {remedy(_say, platform, error)}".rstrip()


async def _jobs(store: Store, offset: timedelta) -> Finding:
    last = await store.ticks.last(COMPANY)
    newest = max(last.values(), default=None)
    if newest is None:
        return Finding("jobs", Verdict.OK, "none ran yet")
    late = store.now() + offset - newest
    if late > _LATE:
        words = _say("doctor.jobs.late", minutes=int(late.total_seconds() // 60))
        return Finding("jobs", Verdict.NOTE, words)
    return Finding("jobs", Verdict.OK)
