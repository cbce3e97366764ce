"""`liaoke digest rebuild`: a digest that was sent, made again from the ledger."""

import argparse
import asyncio
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from core.reports.digest import Digest
    from core.reports.model import Snapshot
    from storage.store import Store


def rebuild(arguments: argparse.Namespace) -> int:
    """Print it, say whether it equals the sent one and what does not; 1 where it does not."""
    try:
        day = date.fromisoformat(arguments.day)
    except ValueError:
        raise Refused(f"{arguments.day} is no day such as 2026-11-23") from None
    sent, content = asyncio.run(_rebuild(arguments.reader, day, arguments.period))
    hashed = hashlib.sha256(content.encode()).hexdigest()
    sys.stdout.write(f"{content}\n")
    equal = content == sent.content and hashed == sent.hash
    sys.stderr.write(f"{'equal' if equal else 'not equal'}\tsent {sent.hash}\trebuilt {hashed}\n")
    for line in _differences(json.loads(sent.content), json.loads(content)):
        sys.stderr.write(f"{line}\n")
    return 0 if equal else 1


def _differences(sent: object, made: object, at: str = "") -> Iterator[str]:
    """What is not as it was sent, by its name."""
    if isinstance(sent, dict) and isinstance(made, dict):
        for name in sorted(sent.keys() | made.keys()):
            yield from _differences(sent.get(name), made.get(name), f"{at}.{name}" if at else name)
    elif sent != made:
        was, now = (json.dumps(one, ensure_ascii=False) for one in (sent, made))
        yield f"{at}\tsent {was}\trebuilt {now}"


async def _rebuild(reader: str, day: date, period: str) -> "tuple[Snapshot, str]":
    from bot.cli.opened import opened
    from core.people.model import EmployeeId

    async with opened() as (store, settings):
        async with store.look() as uow:
            sent = await uow.reports.snapshot(EmployeeId(reader), day, period)
        if sent is None:
            raise Refused(f"no digest of a {period} that ends on {day} was sent to {reader}")
        if not sent.mark:
            raise Refused("it was sent before digests kept what they were made of")
        return sent, (await _made(store, sent, settings.zone.key)).canonical()


async def _made(store: "Store", sent: "Snapshot", zone: str) -> "Digest":
    from zoneinfo import ZoneInfo

    from bot.calendars import calendar_of
    from bot.company.file import WrongFile
    from bot.installation import rules_of
    from core.reports.readers import rebuild as again

    try:
        rules = await rules_of(store, sent.rules)
    except WrongFile as wrong:
        raise Refused(f"the rules that it was made by cannot be read: {wrong}") from None
    async with store.look() as uow:
        return await again(
            uow,
            sent,
            ZoneInfo(zone),
            flows=rules.flows,
            reaches=rules.reaches,
            calendar=calendar_of(rules),
        )
