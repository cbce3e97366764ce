"""`liaoke serve`: the real service."""

import argparse
import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from socket import socket as Socket  # noqa: N812 - the class beside the one that is open

    from adapters.chat import ChatPlatform, Platform
    from bot.settings import Settings
    from storage.store import Store


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    from bot.logs import configure

    configure()
    asyncio.run(_serve(arguments))
    return 0


async def _serve(arguments: argparse.Namespace) -> None:
    from bot import settings as configuration
    from bot.cli.listening import listening

    try:
        settings = configuration.read()
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    if arguments.role != "all" and settings.database_file:
        raise Refused("on SQLite one process does everything: --role needs PostgreSQL")
    held = await _prepared(settings)
    try:
        socket = listening(arguments.host, arguments.port)
        await _until_signalled(arguments, settings, socket)
    finally:
        if held:
            held.close()


async def _prepared(settings: "Settings") -> IO[str] | None:
    """Bring database, rules and clock up to date; returns the lock of the only service."""
    from bot.cli.opened import clock_of, load_rules, ready
    from bot.installation import set_clock, wind_clocks

    store = await ready(settings.database_url)
    try:
        held = _alone(settings.database_url)
        await store.recover()
        await load_rules(store, settings.company_file)
        if settings.starts_at:
            await set_clock(store, settings.starts_at)
        clock = await clock_of(store, settings)
        await wind_clocks(store, clock(), settings.zone)
    finally:
        await store.close()
    return held


async def _until_signalled(
    arguments: argparse.Namespace, settings: "Settings", socket: "Socket"
) -> None:
    import uvicorn

    from bot.app import Plan, build

    app = await build(
        Plan(
            database_url=settings.database_url,
            redis_url=settings.redis_url.get_secret_value() if settings.redis_url else "",
            zone=settings.zone,
            platforms=lambda store: platforms(settings, store),
            public_url=settings.public_url,
        )
    )
    works = arguments.role != "web"
    await app.start(work=works, schedule=works)
    config = uvicorn.Config(
        app.pages if arguments.role == "worker" else app.asgi,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=20,
    )
    try:
        await uvicorn.Server(config).serve([socket])
    finally:
        await app.stop()


def _alone(url: str) -> IO[str] | None:
    """A second service on one SQLite file is refused while the first holds its lock file."""
    import fcntl

    if not url.startswith("sqlite"):
        return None
    file = Path(url.partition(":///")[2].partition("?")[0] + ".service")
    held = file.open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Refused(
            "a service runs on this SQLite file already; several need PostgreSQL"
            " (LIAOKE_DATABASE_URL=postgresql+psycopg://…)"
        ) from None
    return held


def platforms(settings: "Settings", store: "Store") -> "Mapping[Platform, ChatPlatform]":
    """The platforms the environment names."""
    from adapters.feishu import Feishu, FeishuApp
    from adapters.feishu.client import FeishuClient
    from adapters.http import new_client
    from adapters.limits import Limiter
    from adapters.wecom import WeCom, WeComApp
    from adapters.wecom.client import WeComClient
    from bot.files import FileStore
    from core.clock import machine_now

    limiter, files = Limiter(time.monotonic), FileStore(Path("var/files"))
    made: dict[Platform, ChatPlatform] = {}
    if wecom := settings.wecom:
        app = WeComApp(
            corp_id=wecom.corp_id,
            agent_id=wecom.agent_id,
            secret=wecom.secret.get_secret_value(),
            token=wecom.token.get_secret_value(),
            encoding_aes_key=wecom.aes_key.get_secret_value(),
        )
        client = WeComClient(
            new_client(wecom.api),
            store.shared,
            corp_id=app.corp_id,
            agent_id=app.agent_id,
            secret=app.secret,
        )
        made[WeCom.platform] = WeCom(
            app, client, files, limiter, now=machine_now, home=settings.public_url
        )
    feishu = settings.feishu
    if feishu and feishu.verification_token and feishu.encrypt_key:
        own = FeishuApp(
            app_id=feishu.app_id,
            app_secret=feishu.app_secret.get_secret_value(),
            verification_token=feishu.verification_token.get_secret_value(),
            encrypt_key=feishu.encrypt_key.get_secret_value(),
        )
        caller = FeishuClient(
            new_client(feishu.api), store.shared, app_id=own.app_id, app_secret=own.app_secret
        )
        made[Feishu.platform] = Feishu(own, caller, files, limiter, now=machine_now)
    return made
