"""`liaoke serve`: the real service."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from socket import socket as Socket  # noqa: N812 - the class beside the one that is open

    from adapters.chat import ChatPlatform, Platform
    from adapters.feishu.pushed import Gateway
    from adapters.wecom import WeCom
    from bot.cli.beside import Beside
    from bot.entrance import Entrance
    from bot.running import App
    from bot.settings import Settings
    from storage.store import Store

TURN = 0.001
"""Seconds after which a thread at work lets the loop, where platforms wait, have its turn."""
LATEST = 24.0
"""Seconds after its first signal in which a process ends; whoever ends it waits 30 (deploy/)."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    import uvloop

    from bot.logs import configure
    from bot.memory import sparing

    configure()
    sparing()
    sys.setswitchinterval(TURN)
    gc.disable()  # until all is loaded: nearly all of it stays
    uvloop.run(_serve(arguments))
    return 0


async def _serve(arguments: argparse.Namespace) -> None:
    from bot import settings as configuration
    from bot.cli.listening import listening

    try:
        settings = configuration.read()
        redis_url = settings.redis
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    if arguments.role != "all" and settings.database_file:
        raise Refused("on SQLite one process does everything: --role needs PostgreSQL")
    held = await _prepared(settings)
    try:
        socket = listening(arguments.host, arguments.port)
        await _until_signalled(arguments, settings, socket, redis_url)
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
    arguments: argparse.Namespace, settings: "Settings", socket: "Socket", redis_url: str
) -> None:
    from bot.backups import Backups
    from bot.cli.gateway import kept_by, proof_of
    from bot.cli.listening import address
    from bot.entrance import Entrance
    from bot.plan import Plan
    from bot.recognisers import installed

    proof = proof_of(settings.feishu)
    plan = Plan(
        database_url=settings.database_url,
        redis_url=redis_url,
        zone=settings.zone,
        platforms=lambda store: platforms(settings, store, proof),
        public_url=settings.public_url,
        files=settings.files_dir,
        recognisers=installed(),
        backups=Backups(settings.backup_dir, settings.backup_keep) if settings.backup_dir else None,
    )
    beside = kept_by(arguments.role, proof, address(socket))
    await serving(
        await Entrance.of(plan),
        socket,
        arguments.role,
        proxies=settings.proxies,
        beside=beside,
        delay=0 if arguments.role == "worker" else settings.delay,
    )


async def serving(
    entrance: "Entrance",
    socket: "Socket",
    role: str,
    *,
    schedule: bool = True,
    proxies: Sequence[str] = (),
    beside: "Beside | None" = None,
    delay: float = 0,
    latest: float = LATEST,
    changed: "Callable[[App], None]" = lambda _: None,
) -> None:
    """Serve as `role` until a signal ends it; what is begun then is finished.

    Args:
        delay: seconds for which requests are still answered when it is no longer ready.
        latest: seconds after which it ends, whatever hangs in it.
        changed: called with the installation before it begins.
    """
    from bot.cli.ending import Ending
    from bot.cli.indoors import Indoors
    from bot.cli.server import Server, configured
    from bot.pulse import Pulse

    def give_up() -> None:
        ending.begin()

    indoors = Indoors(entrance, role, schedule=schedule, give_up=give_up, changed=changed)
    config = configured(entrance.health if role == "worker" else entrance.asgi, proxies)
    server = Server(config, beside, indoors, delay=delay)
    ending = Ending(server.end, latest=latest)
    ending.heed()
    pulse = Pulse(asyncio.get_running_loop())
    pulse.start()
    try:
        await server.serve([socket])
    finally:
        pulse.stop()
        await indoors.close()
    if indoors.gave_up:
        raise Refused(
            f"gave up, so that another process takes over: {indoors.gave_up}; see the log"
        )


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


def platforms(
    settings: "Settings", store: "Store", gateway: "Gateway | None" = None
) -> "Mapping[Platform, ChatPlatform]":
    """The platforms the environment names."""
    wecom = _wecom(settings, store)
    robot = _robot(settings, store, wecom)
    made = [wecom, robot, _feishu(settings, store, gateway)]
    return {one.platform: one for one in made if one}


def _wecom(settings: "Settings", store: "Store") -> "WeCom | None":
    from adapters.http import new_client
    from adapters.wecom import WeCom, WeComApp
    from adapters.wecom.client import WeComClient
    from adapters.wecom.login import WeComLogin
    from bot.drawing.gallery import Gallery
    from bot.files import FileStore
    from core.clock import machine_now

    if settings.wecom is None or settings.wecom_transport == "aibot":
        return None
    app = WeComApp(
        corp_id=settings.wecom.corp_id,
        agent_id=settings.wecom.agent_id,
        secret=settings.wecom.secret.get_secret_value(),
        token=settings.wecom.token.get_secret_value(),
        encoding_aes_key=settings.wecom.aes_key.get_secret_value(),
    )
    client = WeComClient(
        new_client(settings.wecom.api),
        store.shared,
        corp_id=app.corp_id,
        agent_id=app.agent_id,
        secret=app.secret,
    )
    login = WeComLogin(
        client=client,
        corp_id=app.corp_id,
        agent_id=app.agent_id,
        inside=settings.wecom.oauth,
        outside=settings.wecom.browser_oauth,
    )
    files, home = Gallery(FileStore(settings.files_dir)), settings.public_url
    return WeCom(app, client, files, store.shared, now=machine_now, home=home, login=login)


def _robot(settings: "Settings", store: "Store", beside: "WeCom | None") -> "ChatPlatform | None":
    from adapters.http import new_client
    from adapters.wecom.robot import Robot, RobotApp, RobotWords
    from bot.drawing.gallery import Gallery
    from bot.files import FileStore
    from bot.texts import texts
    from core.clock import machine_now

    given = settings.robot
    if given is None or settings.wecom_transport == "callback":
        return None
    say = texts("zh-CN")
    return Robot(
        RobotApp(bot_id=given.bot_id, secret=given.secret.get_secret_value(), url=given.url),
        new_client(""),
        Gallery(FileStore(settings.files_dir)),
        store.shared,
        now=machine_now,
        words=RobotWords(looking=say("robot.looking"), elsewhere=say("robot.elsewhere")),
        home=settings.public_url,
        decrypt=beside.decrypted if beside else None,
    )


def _feishu(
    settings: "Settings", store: "Store", gateway: "Gateway | None"
) -> "ChatPlatform | None":
    from adapters.feishu import Feishu, FeishuApp
    from adapters.feishu.client import FeishuClient
    from adapters.feishu.login import FeishuLogin
    from adapters.http import new_client
    from bot.drawing.gallery import Gallery
    from bot.files import FileStore
    from core.clock import machine_now

    given = settings.feishu
    if given is None:
        return None
    token, key = given.hook
    app = FeishuApp(
        app_id=given.app_id,
        app_secret=given.app_secret.get_secret_value(),
        verification_token=token,
        encrypt_key=key,
    )
    client = FeishuClient(
        new_client(given.api), store.shared, app_id=app.app_id, app_secret=app.app_secret
    )
    login = FeishuLogin(client, given.oauth)
    files = Gallery(FileStore(settings.files_dir))
    return Feishu(app, client, files, store.shared, now=machine_now, login=login, gateway=gateway)
