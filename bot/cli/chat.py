"""`liaoke chat`: the bot in a terminal, cards as text, buttons by their label."""

import argparse
import asyncio
import sys
from datetime import timedelta

from bot.cli.refused import Refused


def run(arguments: argparse.Namespace) -> int:
    asyncio.run(_chat(arguments.employee))
    return 0


async def _chat(employee: str) -> None:
    from adapters.console import Console
    from bot.app import Plan, build
    from bot.cli.opened import opened

    async with opened() as (store, settings):
        await _bind(store, employee)
    console = Console(employee)
    app = await build(
        Plan(
            database_url=settings.database_url,
            zone=settings.zone,
            platforms=lambda _: {console.platform: console},
            only=console.platform,
        )
    )
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


async def _bind(store: object, employee: str) -> None:
    from core.ledger.model import Act
    from core.people.model import ChatIdentity, EmployeeId
    from storage.store import Store

    if not isinstance(store, Store):
        raise TypeError(type(store))
    act = Act(id=f"chat:{store.new_id()}", actor=None, channel="cli", at=store.now())
    async with store.unit(act) as uow:
        person = await uow.people.find(EmployeeId(employee))
        if person is None:
            raise Refused(f"there is no employee {employee}")
        if await uow.people.identity("console", employee) is None:
            await uow.people.bind(
                ChatIdentity(
                    platform="console",
                    external_id=employee,
                    employee=person.id,
                    bound_at=act.at + timedelta(),
                    welcomed_at=act.at,
                )
            )
            await uow.ledger.record("bind", "binding", employee)
