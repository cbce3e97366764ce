"""A bot in a process of its own that dies once at a named step.

`python -m tests.chaos.bot PLATFORM DATABASE_URL API_BASE PORT STEP`; an empty step never dies, and
is a service that was started a minute later, when the leases of the dead one have run out.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import uvicorn

from adapters.chat import ChatPlatform, Platform
from adapters.feishu import Feishu
from adapters.feishu.client import FeishuClient
from adapters.http import new_client
from adapters.wecom import WeCom
from adapters.wecom.client import WeComClient
from bot.app import Plan, build
from core.clock import Now, machine_now
from storage.probes import Step
from storage.store import Store
from tests.e2e.world import APP, FEISHU, NoFiles


async def main(platform: Platform, url: str, api: str, port: int, step: str) -> None:
    late = timedelta(0) if step else timedelta(minutes=1)

    def now() -> datetime:
        return machine_now() + late

    async def probe(at: Step) -> None:
        if at == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def platforms(store: Store) -> dict[Platform, ChatPlatform]:
        return {platform: _MADE[platform](store, api, now)}

    plan = Plan(
        database_url=url,
        zone=ZoneInfo("Asia/Shanghai"),
        platforms=platforms,
        now=now,
        probe=probe,
    )
    app = await build(plan)
    await app.store.recover()
    await app.start(schedule=False)
    config = uvicorn.Config(app.asgi, port=port, log_config=None, lifespan="off")
    try:
        await uvicorn.Server(config).serve()
    finally:
        await app.stop()


def _wecom(store: Store, api: str, now: Now) -> WeCom:
    client = WeComClient(
        new_client(api),
        store.shared,
        corp_id=APP.corp_id,
        agent_id=APP.agent_id,
        secret=APP.secret,
    )
    return WeCom(APP, client, NoFiles(), store.shared, now=now)


def _feishu(store: Store, api: str, now: Now) -> Feishu:
    http = new_client(api)
    client = FeishuClient(http, store.shared, app_id=FEISHU.app_id, app_secret=FEISHU.app_secret)
    return Feishu(FEISHU, client, NoFiles(), store.shared, now=now)


_MADE = {Platform.WECOM: _wecom, Platform.FEISHU: _feishu}


if __name__ == "__main__":
    _, name, database, base, number, dies_at = sys.argv
    asyncio.run(main(Platform(name), database, base, int(number), dies_at))
