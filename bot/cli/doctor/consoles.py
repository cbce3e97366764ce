"""What the platforms say: credentials, permissions, trusted address, range, their clock."""

import re
from collections.abc import AsyncIterator, Awaitable, Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from bot.cli.doctor.finding import Finding, Verdict
from bot.remedies import remedy
from bot.settings import Settings
from bot.texts import texts
from core.clock import machine_now
from storage.store import Store

if TYPE_CHECKING:
    from datetime import datetime

_say = texts("en")
_CORP = re.compile(r"w[wxp][0-9A-Za-z]{16}")
_TOKEN, _KEY = re.compile(r"[0-9A-Za-z]{1,32}"), re.compile(r"[0-9A-Za-z]{43}")
_APP = re.compile(r"cli_[0-9a-z]{16}")
_OFF, _WRONG = timedelta(seconds=5), timedelta(minutes=5)


async def findings(settings: Settings, store: Store) -> AsyncIterator[Finding]:
    """Whether they know us; their tokens are kept in `store`."""
    from bot.cli.gateway import refusal
    from bot.cli.serve import platforms

    for finding in shapes(settings):
        yield finding
    made = platforms(settings, store)
    if not made and settings.feishu is None:
        words = "none is configured: fill in WECOM_… or FEISHU_… in .env"
        yield Finding("platforms", Verdict.FAIL, words)
    for name, platform in made.items():
        reason = await _reason(name, platform.check())  # type: ignore[attr-defined]  # both have it
        await platform.close()
        if name == "aibot":  # only reached: a second subscription would end the service's own
            verdict = Verdict.FAIL if reason else Verdict.NOTE
            yield Finding(str(name), verdict, reason or _say("doctor.aibot.reached"))
            continue
        yield Finding(str(name), Verdict.FAIL if reason else Verdict.OK, reason)
        yield await _clock(name, settings)
    if settings.feishu and settings.feishu.transport == "websocket":
        reason = await refusal(settings.feishu)
        yield Finding("long connection", Verdict.FAIL if reason else Verdict.OK, reason)


def shapes(settings: Settings) -> Iterator[Finding]:
    """Ids that were copied from the wrong field of a console."""
    wecom, feishu = settings.wecom, settings.feishu
    if wecom and not _CORP.fullmatch(wecom.corp_id):
        yield Finding("WECOM_CORP_ID", Verdict.FAIL, _say("doctor.shape.corp_id"))
    if wecom and not 0 < wecom.agent_id < 10**9:
        yield Finding("WECOM_AGENT_ID", Verdict.FAIL, _say("doctor.shape.agent_id"))
    if wecom and not _TOKEN.fullmatch(wecom.token.get_secret_value()):
        yield Finding("WECOM_TOKEN", Verdict.FAIL, _say("doctor.shape.token"))
    if wecom and not _KEY.fullmatch(wecom.aes_key.get_secret_value()):
        yield Finding("WECOM_ENCODING_AES_KEY", Verdict.FAIL, _say("doctor.shape.aes_key"))
    if feishu and not _APP.fullmatch(feishu.app_id):
        yield Finding("FEISHU_APP_ID", Verdict.FAIL, _say("doctor.shape.app_id"))


def clock(name: str, theirs: "datetime", ours: "datetime") -> Finding:
    """Whether the machine's clock agrees with a platform's to the second."""
    off = ours - theirs
    seconds = round(off.total_seconds())
    if abs(off) <= _OFF:
        return Finding(f"{name} clock", Verdict.OK)
    words = _say("doctor.clock.off", seconds=f"{seconds:+}")
    return Finding(f"{name} clock", Verdict.FAIL if abs(off) > _WRONG else Verdict.NOTE, words)


async def _clock(name: str, settings: Settings) -> Finding:
    import httpx

    from adapters.http import new_client

    given = settings.wecom if name == "wecom" else settings.feishu
    async with new_client(given.api if given else "") as http:
        try:
            date = (await http.get("/")).headers.get("date", "")
        except httpx.HTTPError as error:
            words = _say("doctor.clock.unknown", reason=type(error).__name__)
            return Finding(f"{name} clock", Verdict.NOTE, words)
    if not date:
        words = _say("doctor.clock.unknown", reason="no Date")
        return Finding(f"{name} clock", Verdict.NOTE, words)
    return clock(name, parsedate_to_datetime(date), machine_now())


async def _reason(name: str, check: Awaitable[None]) -> str:
    from adapters.chat import DeliveryError

    try:
        await check
    except DeliveryError as error:
        said = remedy(_say, name, error.code) or _say("doctor.unknown_code")
        seen = _say("doctor.seen_from", address=error.seen_from) if error.seen_from else ""
        needs = _say("doctor.needs", scopes=", ".join(error.needs)) if error.needs else ""
        return " ".join(filter(None, (f"{error.code}:", said, seen, needs)))
    return ""
