"""A bot in a process of its own that dies once at a named step.

`python -m tests.chaos.bot DATABASE_URL API_BASE PORT STEP`; an empty step never dies.
"""

import asyncio
import os
import signal
import sys
import time
from zoneinfo import ZoneInfo

import uvicorn

from adapters.chat import Platform
from adapters.http import new_client
from adapters.limits import Limiter
from adapters.wecom import WeCom
from adapters.wecom.client import WeComClient
from bot.app import Plan, build
from core.clock import machine_now
from storage.probes import Step
from storage.store import Store
from tests.e2e.world import APP, NoFiles


async def main(url: str, api: str, port: int, step: str) -> None:
    async def probe(at: Step) -> None:
        if at == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def platforms(store: Store) -> dict[Platform, WeCom]:
        client = WeComClient(
            new_client(api),
            store.shared,
            corp_id=APP.corp_id,
            agent_id=APP.agent_id,
            secret=APP.secret,
        )
        limiter = Limiter(time.monotonic)
        return {Platform.WECOM: WeCom(APP, client, NoFiles(), limiter, now=machine_now)}

    plan = Plan(database_url=url, zone=ZoneInfo("Asia/Shanghai"), platforms=platforms, probe=probe)
    app = await build(plan)
    await app.store.recover()
    await app.start(schedule=False)
    config = uvicorn.Config(app.asgi, port=port, log_config=None, lifespan="off")
    try:
        await uvicorn.Server(config).serve()
    finally:
        await app.stop()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
