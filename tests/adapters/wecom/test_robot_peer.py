"""Our frames beside those of the vendor's own client, `wecom-aibot-python-sdk` 1.0.2.

`vendor_frames.json` holds what that client sent to our emulated server for the same acts.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.chat import Button, Card, Text
from tests.adapters.wecom.robot_bench import TO, ZHOU, Bot, bench

VENDOR = json.loads(Path(__file__).with_name("vendor_frames.json").read_text(encoding="utf-8"))
OPTIONAL = {"chat_type", "userids"}
"""What the page knows and that client leaves out: who is meant is said, not guessed."""


@pytest.fixture
async def bot():
    async with bench() as made:
        yield made


def shape(value: object) -> object:
    """Names and kinds, without what they say; a card is a card."""
    if isinstance(value, Mapping):
        return {
            name: "card" if name == "template_card" else shape(one)
            for name, one in value.items()
            if name not in OPTIONAL
        }
    return type(value).__name__


async def test_every_act_has_the_frame_of_the_vendors_client(bot: Bot) -> None:
    card = Card(title="t", buttons=(Button("好", "k"),))
    message = await bot.say("昨天去了远帆")
    await bot.emulator.until(lambda: bool(bot.emulator.frames))
    await bot.reply(message.sender, card)
    await bot.reply(TO, Text("提醒"))
    await bot.emulator.enter(ZHOU)
    entered = await bot.next(1)
    await bot.reply(entered.sender, Text("欢迎"))
    await bot.change(await bot.press("好"), Card(title="t", state="已保存"))

    ours = [(one["cmd"], shape(one["body"])) for one in bot.emulator.frames]
    assert ours == [(one["cmd"], shape(one["body"])) for one in VENDOR]
