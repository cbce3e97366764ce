"""Our callbacks and nothing behind them: `python -m benchmarks.acknowledging PORT DATABASE_URL`.

What a process of the role web does: verify, decrypt, store with a flush, acknowledge.
"""

import gc
import sys
from zoneinfo import ZoneInfo

import uvloop

from adapters.chat import ChatPlatform, Platform
from adapters.feishu import Feishu
from adapters.feishu.client import FeishuClient
from adapters.http import new_client
from adapters.wecom import WeCom
from adapters.wecom.client import WeComClient
from benchmarks.installation import NOWHERE
from benchmarks.phones import FEISHU, WECOM
from bot.cli.listening import listening
from bot.cli.serve import TURN, serving
from bot.entrance import Entrance
from bot.plan import Plan
from core.clock import machine_now
from storage.store import Store


class _NoFiles:
    async def read(self, file: str) -> bytes:
        raise FileNotFoundError(file)


def platforms(store: Store) -> dict[Platform, ChatPlatform]:
    files = _NoFiles()
    wecom = WeComClient(
        new_client(NOWHERE),
        store.shared,
        corp_id=WECOM.corp_id,
        agent_id=WECOM.agent_id,
        secret=WECOM.secret,
    )
    feishu = FeishuClient(
        new_client(NOWHERE), store.shared, app_id=FEISHU.app_id, app_secret=FEISHU.app_secret
    )
    return {
        Platform.WECOM: WeCom(WECOM, wecom, files, store.shared, now=machine_now),
        Platform.FEISHU: Feishu(FEISHU, feishu, files, store.shared, now=machine_now),
    }


async def serve(port: int, url: str) -> None:
    plan = Plan(database_url=url, zone=ZoneInfo("Asia/Shanghai"), platforms=platforms)
    await serving(await Entrance.of(plan), listening("127.0.0.1", port), "web")


if __name__ == "__main__":
    sys.setswitchinterval(TURN)
    gc.disable()  # as `liaoke serve` begins
    uvloop.run(serve(int(sys.argv[1]), sys.argv[2]))
