"""`liaoke demo`: both platforms emulated, a demo company, a page with two phones."""

import argparse
import asyncio
import secrets
import string
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    import httpx

    from adapters.chat import ChatPlatform, Platform
    from bot.web.desk import Phones
    from storage.store import Store

_SYMBOLS = string.ascii_letters + string.digits


def run(arguments: argparse.Namespace) -> int:
    """Serve the rehearsal until a signal ends it; no variable of the environment but LIAOKE_NOW."""
    from bot.logs import configure

    configure()
    asyncio.run(_demo(arguments))
    return 0


async def _demo(arguments: argparse.Namespace) -> None:
    import httpx
    import uvicorn

    from bot import settings as configuration
    from bot.app import Plan, build
    from bot.cli.opened import clock_of_store, ready
    from bot.demo.load import load
    from bot.installation import current_rules, set_clock
    from bot.web.desk import Phones, desk

    data: Path = arguments.data or Path("var/demo")
    url = f"sqlite+aiosqlite:///{data / 'liaoke.db'}"
    zone = configuration.Settings.model_validate({}).zone
    try:
        starts_at = configuration.read_clock()
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    store = await ready(url)
    if starts_at:
        await set_clock(store, starts_at)
    rules = await current_rules(store)
    await load(store, rules, (await clock_of_store(store))(), zone)
    await store.close()
    base = f"http://{arguments.host}:{arguments.port}"
    phones = Phones()
    callback = httpx.AsyncClient(base_url=base, timeout=10.0)
    plan = Plan(
        database_url=url, zone=zone, platforms=lambda store: platforms(store, phones, callback)
    )
    app = await build(plan)
    page = desk(app, phones)
    await page.people()
    where = {"host": arguments.host, "port": arguments.port}
    server = uvicorn.Server(uvicorn.Config(page, **where, log_config=None, lifespan="off"))
    await app.start()
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.02)
        if server.started:
            sys.stdout.write(f"{base}/\n")
            sys.stdout.flush()
        await serving
    except SystemExit:
        raise Refused(f"port {arguments.port} is taken; choose another with --port") from None
    finally:
        await app.stop()
        await callback.aclose()


def platforms(
    store: "Store", phones: "Phones", callback: "httpx.AsyncClient"
) -> "dict[Platform, ChatPlatform]":
    """Both platforms, talking to their emulators over their own wire, in this process."""
    import httpx

    from adapters.emulator.feishu import FeishuEmulator
    from adapters.emulator.wecom import WeComEmulator
    from adapters.feishu import Feishu, FeishuApp
    from adapters.feishu.client import FeishuClient
    from adapters.http import new_client
    from adapters.limits import Limiter
    from adapters.wecom import WeCom, WeComApp
    from adapters.wecom.client import WeComClient
    from bot.files import FileStore
    from core.clock import machine_now

    limiter, files = Limiter(time.monotonic), FileStore(Path("var/files"))
    wecom_app = WeComApp(
        corp_id="wwdemo0000000001",
        agent_id=1000002,
        secret=secrets.token_urlsafe(24),
        token=secrets.token_hex(8),
        encoding_aes_key="".join(secrets.choice(_SYMBOLS) for _ in range(42)) + "A",
    )
    feishu_app = FeishuApp(
        app_id="cli_" + secrets.token_hex(8),
        app_secret=secrets.token_urlsafe(24),
        verification_token=secrets.token_hex(8),
        encrypt_key=secrets.token_hex(8),
    )
    wecom = WeComEmulator(wecom_app, callback, now=machine_now)
    feishu = FeishuEmulator(feishu_app, callback, now=machine_now)
    phones.wecom, phones.feishu = wecom, feishu
    wecom_http = new_client("http://wecom.demo", transport=httpx.ASGITransport(wecom.app))
    feishu_http = new_client("http://feishu.demo", transport=httpx.ASGITransport(feishu.app))
    wecom_client = WeComClient(
        wecom_http,
        store.shared,
        corp_id=wecom_app.corp_id,
        agent_id=wecom_app.agent_id,
        secret=wecom_app.secret,
    )
    feishu_client = FeishuClient(
        feishu_http, store.shared, app_id=feishu_app.app_id, app_secret=feishu_app.app_secret
    )
    return {
        WeCom.platform: WeCom(wecom_app, wecom_client, files, limiter, now=machine_now),
        Feishu.platform: Feishu(feishu_app, feishu_client, files, limiter, now=machine_now),
    }
