"""`liaoke doctor`: one line a check and what to do about it."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.store import Store

_NO_RIGHT = "99991672"
"""Feishu's code for a permission that was not granted."""


class Verdict(StrEnum):
    OK = "ok"
    NOTE = "note"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what is to be known or done."""

    name: str
    verdict: Verdict
    words: str = ""

    def __str__(self) -> str:
        said = f": {self.words}" if self.words else ""
        return f"{self.verdict:<4} {self.name}{said}"


def run(_: argparse.Namespace) -> int:
    """Look at everything; 1 when anything fails."""
    return asyncio.run(_doctor())


async def _doctor() -> int:
    failed = False
    async for finding in _findings():
        sys.stdout.write(f"{finding}\n")
        failed = failed or finding.verdict is Verdict.FAIL
    return 1 if failed else 0


async def _findings() -> AsyncIterator[Finding]:
    from bot import settings as configuration
    from bot.ids import Ids
    from storage.store import Store

    try:
        settings = configuration.read()
    except configuration.Misconfigured as wrong:
        yield Finding("settings", Verdict.FAIL, str(wrong))
        return
    yield Finding("settings", Verdict.OK)
    yield _company(settings)
    store = Store(settings.database_url, new_id=Ids())
    try:
        found = [finding async for finding in _database(store)]
        for finding in found:
            yield finding
        async for finding in _platforms(settings, store, asks=found[-1].name == "clock"):
            yield finding
    finally:
        await store.close()
    yield await _redis(settings)
    yield _calendar()


def _company(settings: "Settings") -> Finding:
    from bot.cli.opened import company_file
    from bot.company.file import WrongFile, read

    file = settings.company_file or company_file()
    if file is None:
        return Finding("company file", Verdict.OK, "none: the defaults, or what was loaded last")
    try:
        read(file)
    except WrongFile as wrong:
        return Finding("company file", Verdict.FAIL, str(wrong))
    return Finding("company file", Verdict.OK, str(file))


async def _database(store: "Store") -> AsyncIterator[Finding]:
    """Whether it answers, whether its schema is the newest, how far its clock was moved."""
    from bot.installation import clock_offset

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


async def _redis(settings: "Settings") -> Finding:
    from bot.ids import Ids
    from bot.settings import Misconfigured
    from storage.shared import RedisShared

    try:
        url = settings.redis
    except Misconfigured as wrong:
        return Finding("redis", Verdict.FAIL, str(wrong))
    if not url:
        return Finding("redis", Verdict.OK, "none: one service process, or several through SQL")
    shared = RedisShared(url, Ids())
    try:
        await shared.ping()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering is the reason
        words = (
            f"{type(error).__name__}: check LIAOKE_REDIS_URL; until it answers SQL does its work"
        )
        return Finding("redis", Verdict.FAIL, words)
    finally:
        await shared.close()
    return Finding("redis", Verdict.OK)


def _calendar() -> Finding:
    from bot.calendars import calendar_of, is_covered
    from bot.company.rules import CompanyRules
    from core.clock import machine_now

    if is_covered(calendar_of(CompanyRules()), machine_now().date()):
        return Finding("calendar", Verdict.OK)
    words = "next year's official days off are not in the library yet: name them in company.toml"
    return Finding("calendar", Verdict.NOTE, words)


async def _platforms(settings: "Settings", store: "Store", *, asks: bool) -> AsyncIterator[Finding]:
    """Whether they know us; without a database, where their tokens are shared, nobody asks."""
    from bot.cli.serve import platforms

    made = platforms(settings, store)
    if not made:
        words = "none is configured: fill in WECOM_… or FEISHU_… in .env"
        yield Finding("platforms", Verdict.FAIL, words)
    for name, platform in made.items():
        if not asks:
            yield Finding(str(name), Verdict.NOTE, "not asked before the database is right")
            continue
        reason = await _reason(platform.check())  # type: ignore[attr-defined]  # both have it
        yield Finding(str(name), Verdict.FAIL if reason else Verdict.OK, reason)


async def _reason(check: Awaitable[None]) -> str:
    from adapters.chat import DeliveryError

    try:
        await check
    except DeliveryError as error:
        if error.code == _NO_RIGHT:
            return f"{error.code}: grant what docs/feishu.md lists and publish a version"
        seen = f"; the platform sees us as {error.seen_from}" if error.seen_from else ""
        return f"{error.code}: check id and secret, and the addresses the console trusts{seen}"
    return ""
