"""`liaoke inbox|outbox list|retry`."""

import argparse
import asyncio
import sys

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
    asyncio.run(_retry_inbox(arguments.id))
    return 0


async def _retry_inbox(keys: list[str]) -> None:
    async with opened() as (store, _):
        sys.stdout.write(f"{await store.inbox.retry(keys)} events will be tried again\n")


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
    asyncio.run(_retry_outbox(arguments.id))
    return 0


async def _retry_outbox(ids: list[str]) -> None:
    async with opened() as (store, _):
        sys.stdout.write(f"{await store.outbox.retry(ids)} messages will be tried again\n")
