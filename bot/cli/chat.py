"""`liaoke chat`: the bot in a terminal, cards as text, buttons by their label."""

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from core.acting import Acting


def run(arguments: argparse.Namespace) -> int:
    asyncio.run(_chat(arguments.employee))
    return 0


async def _chat(employee: str) -> None:
    from adapters.console import Console
    from bot.app import build
    from bot.cli.opened import acting, opened, rehearse
    from bot.plan import Plan

    async with opened() as (store, settings), acting(store, settings, name="chat") as by:
        await _bind(by, employee)
    console = Console(employee)
    app = await build(
        Plan(
            database_url=settings.database_url,
            zone=settings.zone,
            platforms=lambda _: {console.platform: console},
            only=console.platform,
        )
    )
    rehearse(app.clock, settings)
    sys.stdout.write("Say something; a label such as 保存 presses its button; Ctrl-D ends.\n")
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            update = console.typed(line.strip(), app.store.now(), app.store.new_id())
            from adapters.chat import UPDATE
            from storage.inbox import NewEvent

            event = NewEvent(update.key, update.sender.conversation, UPDATE.dump_json(update))
            await app.store.inbox.store(event)
            await app.settle()
            sys.stdout.write(console.taken() + "\n")
    finally:
        await app.stop()


async def _bind(by: "Acting", employee: str) -> None:
    """Let a terminal speak for somebody of the people file."""
    from core.people.model import ChatIdentity, EmployeeId

    people = by.uow.people
    person = await people.find(EmployeeId(employee))
    if person is None:
        raise Refused(f"there is no employee {employee}")
    if await people.identity("console", employee) is None:
        identity = ChatIdentity(
            platform="console",
            external_id=employee,
            employee=person.id,
            bound_at=by.now,
            welcomed_at=by.now,
        )
        await people.bind(identity)
        await by.uow.ledger.record("bind", "binding", employee)
