"""A bot in a process of its own that may die at a named step: what `liaoke serve` runs, with a probe."""

import json
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from adapters.chat import ChatPlatform, Platform
from adapters.feishu import Feishu
from adapters.feishu.client import FeishuClient
from adapters.http import new_client
from adapters.limits import Limits, Rate
from adapters.wecom import WeCom
from adapters.wecom.client import WeComClient
from bot.cli.listening import listening
from bot.cli.serve import LATEST, serving
from bot.entrance import Entrance
from bot.logs import configure
from bot.plan import FINISHING, Plan
from bot.running import App
from bot.understanding.lexicon import Topics
from core.clock import machine_now
from storage.probes import Probe, Step
from storage.store import Store
from tests.e2e.world import APP, FEISHU, NoFiles

_OF_THE_WHOLE = ("wecom", "feishu/")
"""What limits of an application are called, or begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """How a process runs, and when it dies.

    Args:
        step: where it ends itself; empty: nowhere.
        passing: at which time it comes by there.
        lease: seconds.
        wide: by how much the application's limit is wider than the platform's.
        deadly: the customers whose message ends its worker and its sender (`tests.chaos.deadly`).
        delay: seconds for which one that ends still answers.
        finishing, latest: seconds in which what is in hand may be finished, and in which it ends.
    """

    platform: str
    database: str
    api: str
    port: int
    role: str = "all"
    step: str = ""
    passing: int = 1
    lease: float = 30.0
    redis: str = ""
    wide: int = 1
    schedule: bool = False
    deadly: tuple[str, str] = ("", "")
    delay: float = 0
    finishing: float = FINISHING
    latest: float = LATEST


def warm() -> None:
    """Load what takes each process its first seconds."""
    Topics().load()


async def run(line: str, changed: Callable[[App], None] = lambda _: None) -> None:
    """Serve by `line`, a JSON object of `Orders`, until a signal ends it.

    Args:
        changed: called with the installation before it begins.
    """
    configure()
    orders = Orders(**json.loads(line))
    if orders.role == "all":
        await _recover(orders.database)
    platform = Platform(orders.platform)

    def platforms(store: Store) -> dict[Platform, ChatPlatform]:
        return {platform: _MADE[platform](store, orders.api, Wider(store.shared, orders.wide))}

    plan = Plan(
        database_url=orders.database,
        redis_url=orders.redis,
        zone=ZoneInfo("Asia/Shanghai"),
        platforms=platforms,
        probe=dying(orders.step, orders.passing),
        lease=timedelta(seconds=orders.lease),
        finishing=orders.finishing,
    )
    await serving(
        await Entrance.of(plan),
        listening("127.0.0.1", orders.port),
        orders.role,
        schedule=orders.schedule,
        delay=orders.delay,
        latest=orders.latest,
        changed=changed,
    )


async def _recover(url: str) -> None:
    store = Store(url, new_id=str)
    await store.recover()
    await store.close()


def dying(step: str, passing: int) -> Probe:
    """Ends the process the `passing`th time it comes by `step`."""
    passed = 0

    async def probe(at: Step) -> None:
        nonlocal passed
        passed += at == step
        if at == step and passed == passing:
            os.kill(os.getpid(), signal.SIGKILL)

    return probe


class Wider:
    """Limits of the whole application `wide` times as wide, so that a load ends in minutes; each
    person's and chat's are the platform's own."""

    def __init__(self, inner: Limits, wide: int) -> None:
        self._inner = inner
        self._wide = wide

    async def take(self, wanted: Mapping[str, tuple[Rate, ...]]) -> float:
        return await self._inner.take(
            {
                key: [Rate(one.amount * self._wide, one.per) for one in rates]
                if key in _OF_THE_WHOLE or key.startswith(_OF_THE_WHOLE[1])
                else rates
                for key, rates in wanted.items()
            }
        )

    async def shut(self, key: str, life: timedelta) -> None:
        await self._inner.shut(key, life)


def wecom(store: Store, api: str, limits: Limits) -> WeCom:
    client = WeComClient(
        new_client(api),
        store.shared,
        corp_id=APP.corp_id,
        agent_id=APP.agent_id,
        secret=APP.secret,
    )
    return WeCom(APP, client, NoFiles(), limits, now=machine_now)


def _feishu(store: Store, api: str, limits: Limits) -> Feishu:
    http = new_client(api)
    client = FeishuClient(http, store.shared, app_id=FEISHU.app_id, app_secret=FEISHU.app_secret)
    return Feishu(FEISHU, client, NoFiles(), limits, now=machine_now)


_MADE = {Platform.WECOM: wecom, Platform.FEISHU: _feishu}
