"""`liaoke menu push`: the WeCom application's menu."""

import argparse
import asyncio
import sys

from bot.cli.refused import Refused


def push(_: argparse.Namespace) -> int:
    asyncio.run(_push())
    return 0


def menu() -> dict[str, object]:
    """Three buttons; each carries an intent like any other button."""
    from bot.intents import SearchPool, Today
    from bot.keys import encode
    from bot.talk import Help, ShowDigest

    return {
        "button": [
            {"type": "click", "name": "今天", "key": encode(Today())},
            {"type": "click", "name": "公海", "key": encode(SearchPool())},
            {
                "name": "更多",
                "sub_button": [
                    {"type": "click", "name": "简报", "key": encode(ShowDigest())},
                    {"type": "click", "name": "怎么用", "key": encode(Help())},
                ],
            },
        ]
    }


async def _push() -> None:
    from adapters.chat import DeliveryError, Platform
    from adapters.wecom import WeCom
    from bot.cli.opened import opened
    from bot.cli.serve import platforms

    async with opened() as (store, settings):
        wecom = platforms(settings, store).get(Platform.WECOM)
        if not isinstance(wecom, WeCom):
            raise Refused("WeCom is not configured: fill in WECOM_… in .env")
        try:
            await wecom.push_menu(menu())
        except DeliveryError as error:
            raise Refused(f"WeCom refused the menu: {error.code}") from None
    sys.stdout.write("the menu is in place\n")
