"""nonebot2 with its Feishu adapter: `python -m benchmarks.peers.nonebot PORT API_BASE`."""

import sys

import nonebot
from nonebot import on_message
from nonebot.adapters.feishu import Adapter

from benchmarks import keys

nonebot.init(
    driver="~fastapi+~httpx",
    log_level="ERROR",
    port=int(sys.argv[1]),
    fastapi_reload=False,
    feishu_bots=[
        {
            "app_id": keys.FEISHU_APP_ID,
            "app_secret": keys.FEISHU_APP_SECRET,
            "encrypt_key": keys.FEISHU_ENCRYPT_KEY,
            "verification_token": keys.FEISHU_VERIFICATION_TOKEN,
            "api_base": sys.argv[2],
        }
    ],
)
nonebot.get_driver().register_adapter(Adapter)


@on_message().handle()
async def received() -> None:
    """Do nothing."""


if __name__ == "__main__":
    nonebot.run()
