"""A rehearsal of the whole: emulated platforms, real wire, real bot, real database, one process."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import httpx

from adapters.chat import ChatPlatform, Platform
from adapters.emulator.exchanges import Bubble
from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.wecom import WeComEmulator
from adapters.feishu import Feishu, FeishuApp
from adapters.feishu.client import FeishuClient
from adapters.feishu.login import FeishuLogin
from adapters.feishu.pushed import Gateway
from adapters.http import new_client
from adapters.wecom import WeCom, WeComApp
from adapters.wecom.client import WeComClient
from adapters.wecom.login import WeComLogin
from bot.app import build
from bot.backups import Backups
from bot.drawing.gallery import Gallery
from bot.files import FileStore
from bot.ids import Ids
from bot.plan import Plan
from bot.recognisers import NONE, Recognisers
from bot.running import App
from core.ledger.model import Act
from core.people.permissions import EVERYBODY
from storage.store import Store
from tests.e2e import company
from tests.e2e.founding import found

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
APP = WeComApp(
    corp_id="ww0000000000000001",
    agent_id=1000002,
    secret="s3cret",
    token="crmtoken2026",
    encoding_aes_key="0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
)


FEISHU = FeishuApp(
    app_id="cli_a1b2c3d4e5f60718",
    app_secret="s3cret",
    verification_token="vt-1",
    encrypt_key="crm-key",
)
GATEWAY = Gateway("a-secret-of-the-gateway-0123456789abcdef")
_BASES = ("http://bot.test", "https://bot.test")
_LOOKS = timedelta(minutes=10)
PATIENCE = timedelta(minutes=1)
"""Of the platforms, in real time: a busy machine is no slow bot."""


class Time:
    """The machine's clock of a rehearsal: stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, delta: timedelta) -> None:
        self.now += delta


class NoFiles:
    """For whom sends none."""

    async def read(self, file: str) -> bytes:
        return file.encode()


class World:
    """The company of product.md 6.1 on a Monday at ten."""

    everybody = EVERYBODY

    def __init__(
        self, app: App, time: Time, emulators: Mapping[Platform, object], files: Path
    ) -> None:
        self.app = app
        self.files = files
        self.time = time
        self.emulators = emulators
        self.platform = next(iter(emulators))

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def emulator(self) -> WeComEmulator:
        return self.emulators[self.platform]

    async def say(self, who: str, text: str, *, times: int = 1) -> Bubble:
        """Write to the bot; returns the newest thing it answered."""
        self.time.advance(timedelta(seconds=1))
        await self.emulator.say(self.account(who), text, times=times)
        await self.app.settle()
        return self.last(who)

    async def press(
        self,
        who: str,
        label: str,
        *,
        option: str = "",
        form: Mapping[str, str] | None = None,
        times: int = 1,
    ) -> Bubble:
        """Press the newest button with `label`; returns the card it stands on."""
        self.time.advance(timedelta(seconds=1))
        filled = _filled(self.platform, form) if form else {}
        pressed = self.emulator.press_label(
            self.account(who), label, option=option, times=times, **filled
        )
        if self.platform is Platform.FEISHU:
            await self._while_working(pressed)
        else:
            await pressed
        await self.app.settle()
        return self.last(who)

    async def _while_working(self, pressed) -> None:
        """Press while the worker works, so that the answer comes in the callback itself."""
        press = asyncio.create_task(pressed)
        while not press.done():
            if not await self.app.worker.once():
                await self.app.bells.incoming.wait(0.05)
        await press

    async def wait(self, delta: timedelta) -> None:
        """Let product time pass and the schedule look at it: every ten minutes, in a long wait every hour."""
        end = self.time.now + delta
        step = max(_LOOKS, min(delta / 24, 6 * _LOOKS))
        while self.time.now < end:
            self.time.advance(min(step, end - self.time.now))
            await self.app.clockwork.look()
            await self.app.settle()

    def last(self, who: str) -> Bubble:
        return self.emulator.timeline(self.account(who))[-1]

    def seen(self, who: str) -> str:
        """Everything the person sees, as one text."""
        return "\n".join(self.text(one) for one in self.emulator.timeline(self.account(who)))

    def text(self, bubble: Bubble) -> str:
        return bubble.text or json.dumps(bubble.card, ensure_ascii=False)

    def account(self, who: str) -> str:
        account = company.ACCOUNTS[who]
        return account if self.platform is Platform.WECOM else f"ou_{account}"

    @asynccontextmanager
    async def look(self):
        async with self.store.look() as uow:
            yield uow

    async def act(self, number: str = "test") -> Act:
        return Act(id=number, actor=None, channel="test", at=self.time())


def _filled(platform: Platform, form: Mapping[str, str]) -> dict[str, object]:
    """A form's values as the platform's emulator takes them; WeCom has choices only."""
    if platform is Platform.FEISHU:
        return {"form": form}
    return {"selected": {name: (value,) for name, value in form.items()}}


@asynccontextmanager
async def world(
    database_url: str,
    *,
    platforms: tuple[Platform, ...] = (Platform.WECOM,),
    recognisers: Recognisers = NONE,
    public_url: str = "",
    backups: Backups | None = None,
):
    """A running company on `database_url`; with `public_url` it has pages and links."""
    time = Time(MONDAY)
    emulators: dict[Platform, object] = {}
    late = _Late()
    callback = httpx.AsyncClient(transport=late, base_url="http://bot.test")

    files = TemporaryDirectory()
    kept = Gallery(FileStore(Path(files.name)))

    def made(store: Store) -> dict[Platform, ChatPlatform]:
        return {name: _MADE[name](store, time, callback, emulators, kept) for name in platforms}

    fresh = Store(database_url, new_id=Ids(), now=time)
    await fresh.migrate()
    await found(fresh, time())
    await fresh.close()
    plan = Plan(
        database_url=database_url,
        zone=ZONE,
        platforms=made,
        now=time,
        files=Path(files.name),
        recognisers=recognisers,
        backups=backups,
        public_url=public_url,
    )
    app = await build(plan)
    late.inner = httpx.ASGITransport(app.asgi)
    try:
        yield World(app, time, emulators, Path(files.name))
    finally:
        await app.stop()
        await callback.aclose()
        files.cleanup()


class _Late(httpx.AsyncBaseTransport):
    """The bot's address, known once it is built."""

    inner: httpx.AsyncBaseTransport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self.inner.handle_async_request(request)


def _wecom(
    store: Store, time: Time, callback: httpx.AsyncClient, emulators, files: Gallery
) -> WeCom:
    emulator = WeComEmulator(APP, callback, now=time, patience=PATIENCE)
    emulator.people = {account: name for name, account in company.ACCOUNTS.items()}
    emulators[Platform.WECOM] = emulator
    http = new_client("http://wecom.test", transport=httpx.ASGITransport(emulator.app))
    client = WeComClient(
        http, store.shared, corp_id=APP.corp_id, agent_id=APP.agent_id, secret=APP.secret
    )
    emulator.corp.trusted = "bot.test"
    login = WeComLogin(
        client=client,
        corp_id=APP.corp_id,
        agent_id=APP.agent_id,
        inside="http://bot.test/emulator/wecom",
        outside="http://bot.test/emulator/wecom",
    )
    return WeCom(APP, client, files, store.shared, now=time, login=login)


def _feishu(
    store: Store, time: Time, callback: httpx.AsyncClient, emulators, files: Gallery
) -> Feishu:
    emulator = FeishuEmulator(FEISHU, callback, now=time, patience=PATIENCE)
    emulator.people = {f"ou_{account}": name for name, account in company.ACCOUNTS.items()}
    emulators[Platform.FEISHU] = emulator
    http = new_client("http://feishu.test", transport=httpx.ASGITransport(emulator.app))
    client = FeishuClient(http, store.shared, app_id=FEISHU.app_id, app_secret=FEISHU.app_secret)
    emulator.tenant.redirects |= {f"{base}/login/feishu/back" for base in _BASES}
    login = FeishuLogin(client, "http://bot.test/emulator/feishu")
    return Feishu(FEISHU, client, files, store.shared, now=time, login=login, gateway=GATEWAY)


_MADE = {Platform.WECOM: _wecom, Platform.FEISHU: _feishu}
