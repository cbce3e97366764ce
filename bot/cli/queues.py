"""`liaoke inbox|outbox list|retry`."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

from bot.cli.opened import opened


def list_inbox(_: argparse.Namespace) -> int:
    asyncio.run(_list_inbox())
    return 0


async def _list_inbox() -> None:
    async with opened() as (store, _):
        for row in await store.inbox.listed(("new", "working", "dead")):
            at = row.received_at.isoformat(timespec="seconds")
            sys.stdout.write(f"{row.key}\t{row.state}\t{row.attempts}\t{at}\t{row.error}\n")


def retry_inbox(arguments: argparse.Namespace) -> int:
    return asyncio.run(_retry_inbox(arguments.id))


async def _retry_inbox(keys: list[str]) -> int:
    async with opened() as (store, _):
        return await _retry(store.inbox.retry, keys, "event")


def list_outbox(_: argparse.Namespace) -> int:
    asyncio.run(_list_outbox())
    return 0


async def _list_outbox() -> None:
    async with opened() as (store, _):
        for row in await store.outbox.listed(("waiting", "sending", "failed", "dead")):
            at = row.created_at.isoformat(timespec="seconds")
            sys.stdout.write(
                f"{row.id}\t{row.state}\t{row.kind}\t{row.recipient}\t{row.attempts}\t{at}\t{row.error}\n"
            )


def retry_outbox(arguments: argparse.Namespace) -> int:
    return asyncio.run(_retry_outbox(arguments.id))


async def _retry_outbox(ids: list[str]) -> int:
    async with opened() as (store, _):
        return await _retry(store.outbox.retry, ids, "message")


async def _retry(
    retry: Callable[[Sequence[str]], Awaitable[int]], ids: Sequence[str], what: str
) -> int:
    """Try those of the ids again, or all that failed; 1 where one of the ids is none of them."""
    if not ids:
        sys.stdout.write(f"{await retry(())} {what}s will be tried again\n")
        return 0
    found = {id_: await retry((id_,)) for id_ in dict.fromkeys(ids)}
    sys.stdout.write(f"{sum(found.values())} {what}s will be tried again\n")
    unknown = [id_ for id_, count in found.items() if not count]
    if unknown:
        sys.stderr.write(f"no {what} that failed has the id {', '.join(unknown)}\n")
    return 1 if unknown else 0
