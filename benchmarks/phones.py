"""The emulated platforms: callbacks as they arrive, and the interface the bot calls back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx

from adapters.chat import Platform
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.wecom import WeComEmulator
from adapters.feishu import FeishuApp
from adapters.wecom import WeComApp
from benchmarks import keys
from benchmarks.processes import serving
from core.clock import machine_now

WECOM = WeComApp(
    corp_id=keys.WECOM_CORP_ID,
    agent_id=keys.WECOM_AGENT_ID,
    secret=keys.WECOM_SECRET,
    token=keys.WECOM_TOKEN,
    encoding_aes_key=keys.WECOM_ENCODING_AES_KEY,
)
FEISHU = FeishuApp(
    app_id=keys.FEISHU_APP_ID,
    app_secret=keys.FEISHU_APP_SECRET,
    verification_token=keys.FEISHU_VERIFICATION_TOKEN,
    encrypt_key=keys.FEISHU_ENCRYPT_KEY,
)
Emulator = WeComEmulator | FeishuEmulator


class _Kept(httpx.AsyncBaseTransport):
    """Keeps each callback as the bytes of a request, and answers that all is well."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        head = f"{request.method} {request.url.raw_path.decode()} HTTP/1.1\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        self.requests.append(head.encode() + b"\r\n" + body)
        return httpx.Response(200)


async def callbacks(platform: Platform, many: int, *, people: int, path: str = "") -> list[bytes]:
    """Return `many` text messages of `people` reps, sealed and signed as the platform does."""
    notes = [(account(platform, number % people), said(number)) for number in range(many)]
    requests = await written(platform, notes)
    if not path:
        return requests
    return [one.replace(b"/feishu/callback", path.encode(), 1) for one in requests]


async def written(platform: Platform, notes: Sequence[tuple[str, str]]) -> list[bytes]:
    """Who writes what, as requests of the platform."""
    kept = _Kept()
    phone = emulator(platform, httpx.AsyncClient(transport=kept, base_url="http://bench"))
    for who, text in notes:
        await phone.say(who, text)
    return kept.requests


def emulator(platform: Platform, callback: httpx.AsyncClient) -> Emulator:
    if platform is Platform.WECOM:
        return WeComEmulator(WECOM, callback, now=machine_now)
    return FeishuEmulator(FEISHU, callback, now=machine_now)


def account(platform: Platform, number: int) -> str:
    """How a platform calls rep `number`."""
    return f"rep{number}" if platform is Platform.WECOM else f"ou_rep{number}"


def said(number: int, customer: str = "远帆") -> str:
    """What a rep says after his `number`th visit: no two alike."""
    return f"上午去了{customer}，见了王总，报价{100 + number % 900}万，下周三给方案"


@asynccontextmanager
async def interface(phone: Emulator) -> AsyncIterator[str]:
    """The platform's interface on loopback; gives its address."""
    async with serving(phone.app) as address:
        yield address
