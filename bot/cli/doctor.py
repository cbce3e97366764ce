"""`liaoke doctor`: one line a check and what to do about it."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable

from bot.cli.refused import Refused


def run(_: argparse.Namespace) -> int:
    return asyncio.run(_doctor())


async def _doctor() -> int:
    from bot import settings as configuration
    from bot.calendars import calendar_of, is_covered
    from bot.cli.opened import ready
    from bot.cli.serve import platforms
    from bot.company import CompanyRules

    try:
        settings = configuration.read()
    except configuration.Misconfigured as wrong:
        return _said("settings", str(wrong))
    failed = _said("settings", "")
    try:
        store = await ready(settings.database_url)
    except Refused as refused:
        return failed + _said("database", str(refused)) > 0
    failed += _said("database", "")
    covered = is_covered(calendar_of(CompanyRules()), store.now().date())
    note = "" if covered else "the official days off of next year are not in the library yet"
    sys.stdout.write(f"{'ok  ' if covered else 'note'} calendar{': ' + note if note else ''}\n")
    made = platforms(settings, store)
    if not made:
        failed += _said("platforms", "none is configured: fill in WECOM_… or FEISHU_… in .env")
    for name, platform in made.items():
        failed += _said(str(name), await _reason(platform.check()))  # type: ignore[attr-defined]  # both have it
    await store.close()
    return 1 if failed else 0


async def _reason(check: Awaitable[None]) -> str:
    from adapters.chat import DeliveryError

    try:
        await check
    except DeliveryError as error:
        seen = f"; the platform sees us as {error.seen_from}" if error.seen_from else ""
        return f"{error.code}: check id and secret, and the addresses the console trusts{seen}"
    return ""


def _said(name: str, reason: str) -> int:
    sys.stdout.write(f"{'FAIL' if reason else 'ok  '} {name}{': ' + reason if reason else ''}\n")
    return 1 if reason else 0
