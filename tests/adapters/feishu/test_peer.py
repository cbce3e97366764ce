"""Feishu's own SDK on our emulator, and our callbacks in its dispatcher."""

import asyncio
import json
import sys
from typing import Any

import httpx

from tests.adapters.feishu.bench import PNG, ZHOU, Bot
from tests.adapters.served import served
from tests.cards.samples import DRAFT, FORM


async def test_the_sdk_finds_the_interface_it_knows(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    await bot.emulator.send_image(ZHOU, PNG)
    bot.emulator.mobiles["138"] = ZHOU
    bot.clock.advance(seconds=2)
    card, message = bot.presses()[0].card, bot.messages()[0]
    assert card is not None

    async with served(bot.emulator.app) as address:
        found = await peer(
            "send", address, card.token, message.message_id, message.attachments[0].key
        )

    assert found["codes"] == [0] * 8
    assert found["same"] is True
    assert found["people"] == [["138", ZHOU], ["139", None]]
    assert bytes.fromhex(found["resource"]) == PNG
    assert (found["later"], found["refused"]) == (0, 230013)


async def test_the_sdk_uploads_what_arrives(bot: Bot) -> None:
    await bot.emulator.send_image(ZHOU, PNG)
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    card, message = bot.presses()[0].card, bot.messages()[0]
    assert card is not None

    bot.clock.advance(seconds=2)
    async with served(bot.emulator.app) as address:
        found = await peer(
            "send", address, card.token, message.message_id, message.attachments[0].key
        )

    files = bot.emulator.tenant.files
    assert files[found["image"]].content == PNG
    assert (files[found["file"]].name, files[found["file"]].content) == ("客户.xlsx", b"PK\r\n--x")


async def test_the_sdk_understands_every_callback_of_the_emulator(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.send(FORM)
    callbacks = recorded(bot)
    await bot.emulator.say(ZHOU, "你好")
    await bot.emulator.press_label(ZHOU, "修改")
    await bot.emulator.press_label(ZHOU, "保存")
    await bot.emulator.choose_menu(ZHOU, "today")
    await bot.emulator.enter(ZHOU)
    await bot.emulator.verify_address("crm-1")

    found = await peer("hear", callbacks=callbacks)

    statuses, seen = found[:6], found[6:]
    assert [one["status"] for one in statuses] == [200] * 6
    assert json.loads(statuses[5]["body"]) == {"challenge": "crm-1"}
    assert json.loads(seen[0]["text"]) == {"text": "你好"}
    assert seen[0]["from"] == ZHOU
    assert [one["value"] for one in seen[1:3]] == [{"key": "edit:d1"}, {"key": "apply:d1"}]
    assert seen[2]["form"]["next_on"] == "2026-11-25 +0800"
    assert seen[3:5] == [{"menu": "today"}, {"entered": ZHOU}]
    assert seen[5] == {"opened": "2.0"}


async def test_the_sdk_refuses_what_we_refuse(bot: Bot) -> None:
    callbacks = recorded(bot)
    await bot.emulator.say(ZHOU, "你好")
    forged = [dict(callbacks[0], headers=dict(callbacks[0]["headers"])) for _ in range(2)]
    forged[0]["headers"]["x-lark-signature"] = "0" * 64
    forged[1]["body"] = forged[1]["body"][:-20] + '"}'

    found = await peer("hear", callbacks=[callbacks[0], *forged])
    ours = [
        (await bot.emulator.line.callback.post("/feishu/callback", **sent(one))).status_code
        for one in forged
    ]

    assert [one["status"] for one in found[:3]] == [200, 500, 500]
    assert ours == [403, 403]
    assert sorted(bot.refused) == ["signature", "signature"]


def recorded(bot: Bot) -> list[dict[str, Any]]:
    """Callbacks from now on, as they went over the wire."""
    found: list[dict[str, Any]] = []

    async def keep(request: httpx.Request) -> None:
        found.append({"headers": dict(request.headers), "body": request.content.decode()})

    bot.emulator.line.callback.event_hooks = {"request": [keep]}
    return found


def sent(callback: dict[str, Any]) -> dict[str, Any]:
    headers = {
        name: value for name, value in callback["headers"].items() if name != "content-length"
    }
    return {"headers": headers, "content": callback["body"].encode()}


async def peer(*arguments: str, callbacks: list[dict[str, Any]] | None = None) -> Any:
    """Run the SDK in a process of its own; returns what it writes."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.adapters.feishu.peer",
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate(json.dumps(callbacks).encode())
    assert process.returncode == 0, errors.decode()
    return json.loads(out.decode().splitlines()[-1])
