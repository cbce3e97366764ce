"""The emulator is as strict as Feishu: one line of its checklist a test."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from adapters.chat import Button, Reply, Text
from adapters.emulator.exchanges import NoSuchButton
from adapters.emulator.feishu_cards import fault
from adapters.emulator.feishu_client import button
from adapters.emulator.feishu_tenant import (
    ALL_OF_A_GROUP,
    CONTACTS,
    EMPLOYEE_IDS,
    FILES,
    MENTIONS,
    PRIVATE,
    SENDING,
)
from tests.adapters.bench import never, seconds_until
from tests.adapters.feishu.bench import MONDAY, PNG, ZHOU, Bot
from tests.adapters.feishu.caller import BLANK, LATER, MESSAGES, TOKEN, Caller
from tests.cards.samples import DRAFT, FORM, SAVED


def text_of_bytes(size: int) -> str:
    """The content of a text, so many bytes long and a third as many characters."""
    short = len('{"text":""}')
    long, rest = divmod(size - short, 3)
    return '{"text":"' + "长" * long + "x" * rest + '"}'


async def test_a_token_stays_the_same_until_half_an_hour_is_left(bot: Bot, caller: Caller) -> None:
    first = await caller.fetch()
    bot.clock.advance(minutes=90)
    same = await caller.fetch()
    bot.clock.advance(seconds=1)
    other = await caller.fetch()

    assert (first["expire"], same["expire"], other["expire"]) == (7200, 30 * 60, 7200)
    assert same["tenant_access_token"] == first["tenant_access_token"]
    assert other["tenant_access_token"] != first["tenant_access_token"]


async def test_both_tokens_are_good_until_their_own_ends(bot: Bot, caller: Caller) -> None:
    old = caller.token
    bot.clock.advance(minutes=95)
    await caller.fetch()
    new, caller.token = caller.token, old

    assert (await caller.send())["code"] == 0
    bot.clock.advance(minutes=26)
    assert (await caller.send())["code"] == 99991663
    caller.token = new
    assert (await caller.send())["code"] == 0


@pytest.mark.parametrize(
    ("token", "code"),
    [("", 99991661), ("t-unknown", 99991663), ("what", 99991671)],
)
async def test_a_token_is_needed(caller: Caller, token: str, code: int) -> None:
    caller.token = token

    assert (await caller.send())["code"] == code


async def test_a_token_stands_behind_its_word(caller: Caller) -> None:
    headers = {"authorization": caller.token}

    assert (await caller.http.post(MESSAGES, json={}, headers=headers)).json()["code"] == 99991661


async def test_a_wrong_secret_gets_no_token(caller: Caller) -> None:
    assert (await caller.fetch("wrong"))["code"] == 10015
    for body in (b"{", b"[]", b"{}", b'{"app_id":"cli_a1b2c3d4e5f60718"}'):
        assert (await caller.http.post(TOKEN, content=body)).json()["code"] == 10003


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"receive_id": "ou_gone"}, 230013, id="out of range"),
        pytest.param({"receive_id": "ou_bot"}, 230013, id="the bot itself"),
        pytest.param({"receive_id": "oc_gone", "kind": "chat_id"}, 230002, id="not in the group"),
        pytest.param({"receive_id": "oc_sales"}, 230013, id="a group is no person"),
        pytest.param({"receive_id": ZHOU, "kind": "union_id"}, 230001, id="another id"),
        pytest.param({"kind": "nickname"}, 230001, id="an unknown kind of receiver"),
        pytest.param({"receive_id": 7}, 230001, id="a receiver that is no text"),
        pytest.param({"msg_type": "poem"}, 230001, id="an unknown kind of message"),
        pytest.param({"content": {"text": "x"}}, 230001, id="content that is no string"),
        pytest.param({"content": "{"}, 230001, id="content that is no JSON"),
        pytest.param({"content": "[]"}, 230001, id="content that is no object"),
        pytest.param({"content": '{"text":""}'}, 230001, id="no words"),
        pytest.param({"content": '{"text":7}'}, 230001, id="words that are a number"),
        pytest.param({"uuid": "u" * 51}, 230001, id="a long uuid"),
        pytest.param({"uuid": 7}, 230001, id="a uuid that is a number"),
        pytest.param({"content": text_of_bytes(150 * 1_024 + 1)}, 230025, id="a long text"),
        pytest.param(
            {"msg_type": "interactive", "content": BLANK + " " * (30_721 - len(BLANK))},
            230025,
            id="a large card",
        ),
        pytest.param(
            {"msg_type": "interactive", "content": '{"elements":[]}'}, 230099, id="a card of 1.0"
        ),
        pytest.param(
            {"msg_type": "image", "content": '{"image_key":"img_v3_x"}'}, 230017, id="no such image"
        ),
        pytest.param({"msg_type": "audio", "content": "{}"}, 230017, id="no file"),
    ],
)
async def test_a_message_that_is_wrong_is_refused(
    bot: Bot, caller: Caller, changes: dict[str, Any], code: int
) -> None:
    bot.emulator.people["ou_bot"] = "CRM"

    assert (await caller.send(**changes))["code"] == code
    assert bot.emulator.received_by(ZHOU) == []


async def test_what_is_just_small_enough_is_sent(bot: Bot, caller: Caller) -> None:
    text, card = text_of_bytes(150 * 1_024), BLANK.ljust(30 * 1_024)

    assert (await caller.send(content=text, uuid="u" * 50))["code"] == 0
    message = await caller.send_card(card)
    assert await caller.code("PATCH", f"{MESSAGES}/{message}", json={"content": card}) == 0
    assert len(bot.emulator.received_by(ZHOU)) == 2


@pytest.mark.parametrize("tag", ['<at user_id="all">', "<at user_id='all'>", "<at user_id=all>"])
async def test_a_text_calls_whom_it_mentions(bot: Bot, caller: Caller, tag: str) -> None:
    await caller.send(content=json.dumps({"text": f"{tag}所有人</at> 开会"}))

    assert list(bot.emulator.tenant.mentions) == ["all"]


async def test_answers_stand_in_the_platforms_envelope(caller: Caller) -> None:
    refused = await caller.call("POST", MESSAGES, json={})
    patched = await caller.call(
        "PATCH", f"{MESSAGES}/{await caller.send_card()}", json={"content": BLANK}
    )

    assert refused.status_code == 400
    assert refused.json() == {
        "code": 230001,
        "msg": "error 230001",
        "error": {"log_id": "emulated"},
    }
    assert (patched.status_code, patched.json()) == (200, {"code": 0, "msg": "ok", "data": {}})


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        (SENDING, "POST", MESSAGES),
        (SENDING, "PATCH", f"{MESSAGES}/om_x"),
        (SENDING, "POST", f"{MESSAGES}/om_x/reply"),
        (CONTACTS, "POST", "/open-apis/contact/v3/users/batch_get_id"),
        (FILES, "POST", "/open-apis/im/v1/images"),
        (FILES, "POST", "/open-apis/im/v1/files"),
        (FILES, "GET", f"{MESSAGES}/om_x/resources/img_x"),
    ],
)
async def test_each_interface_wants_its_permission(
    bot: Bot, caller: Caller, scope: str, method: str, path: str
) -> None:
    bot.emulator.tenant.scopes.remove(scope)

    refused = (await caller.call(method, path, json={})).json()

    assert refused["code"] == 99991672
    assert refused["error"]["permission_violations"][0]["subject"] == scope


@pytest.mark.parametrize(
    ("without", "heard"),
    [
        (PRIVATE, ["在群里"]),
        (MENTIONS, ["私聊"]),
        ("", ["私聊", "在群里"]),
    ],
)
async def test_only_messages_a_permission_covers_are_told(
    bot: Bot, without: str, heard: list[str]
) -> None:
    bot.emulator.tenant.scopes.discard(without)

    await bot.emulator.say(ZHOU, "私聊")
    await bot.emulator.say(ZHOU, "在群里", group="oc_sales")
    await bot.emulator.say(ZHOU, "没有提到", group="oc_sales", mention=False)

    assert [one.text for one in bot.messages()] == heard
    assert len(events(bot)) == len(heard)


async def test_a_permission_for_all_of_a_group_brings_what_mentions_nobody(bot: Bot) -> None:
    bot.emulator.tenant.scopes.add(ALL_OF_A_GROUP)

    bot.emulator.tenant.scopes.remove(MENTIONS)
    await bot.emulator.say(ZHOU, "没有提到", group="oc_sales", mention=False)

    (sent,) = events(bot)
    assert "mentions" not in sent["event"]["message"]
    assert bot.received == []


async def test_a_number_in_the_company_is_told_with_its_permission_only(bot: Bot) -> None:
    for granted in (False, True):
        if granted:
            bot.emulator.tenant.scopes.add(EMPLOYEE_IDS)
        await bot.send(DRAFT)
        await bot.emulator.press_label(ZHOU, "保存")
        await bot.emulator.say(ZHOU, "你好")
        await bot.emulator.enter(ZHOU)
        await bot.emulator.choose_menu(ZHOU, "today")

    named = ["user_id" in json.dumps(one["event"]) for one in events(bot)]
    assert named == [False] * 4 + [True] * 4
    assert len(bot.received) == 8


async def test_a_private_chat_has_an_id_too(bot: Bot, caller: Caller) -> None:
    sent = await caller.send(receive_id=f"oc_{ZHOU}", kind="chat_id")

    assert sent["data"]["chat_id"] == f"oc_{ZHOU}"
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_one_uuid_is_one_message_for_an_hour(bot: Bot, caller: Caller) -> None:
    first = await caller.send(uuid="u")
    bot.clock.advance(minutes=59)
    again = await caller.send(uuid="u")
    bot.clock.advance(minutes=1)
    later = await caller.send(uuid="u")

    assert again["data"]["message_id"] == first["data"]["message_id"]
    assert later["data"]["message_id"] != first["data"]["message_id"]


async def test_a_person_gets_five_a_second(bot: Bot, caller: Caller) -> None:
    codes = [(await caller.send())["code"] for _ in range(6)]
    bot.clock.advance(seconds=1)

    assert codes == [0, 0, 0, 0, 0, 230020]
    assert (await caller.send())["code"] == 0


async def test_an_interface_is_called_fifty_times_a_second(bot: Bot, caller: Caller) -> None:
    for _ in range(50):
        await caller.code("GET", "/open-apis/bot/v3/info")
    response = await caller.call("GET", "/open-apis/bot/v3/info")

    assert (response.status_code, response.json()["code"]) == (429, 99991400)
    assert response.headers["x-ogw-ratelimit-limit"] == "1000"
    assert response.headers["x-ogw-ratelimit-reset"] == "1"


async def test_an_interface_is_called_a_thousand_times_a_minute(bot: Bot, caller: Caller) -> None:
    codes = []
    for _ in range(1_001):
        bot.clock.advance(seconds=0.03)
        codes.append(await caller.code("GET", "/open-apis/bot/v3/info"))

    assert codes[-2:] == [0, 99991400]


async def test_a_load_may_call_an_interface_twice_as_often(bot: Bot, caller: Caller) -> None:
    bot.emulator.tenant.wide = 2
    codes = [await caller.code("GET", "/open-apis/bot/v3/info") for _ in range(101)]

    assert codes == [0] * 100 + [99991400]


async def test_an_answer_names_message_chat_and_sender(caller: Caller) -> None:
    data = (await caller.send())["data"]

    assert data["message_id"].startswith("om_")
    assert data["sender"] == {
        "id": "cli_a1b2c3d4e5f60718",
        "id_type": "app_id",
        "sender_type": "app",
        "tenant_key": "tk01",
    }


async def test_a_card_is_changed_for_two_weeks(bot: Bot, caller: Caller) -> None:
    path = f"{MESSAGES}/{await caller.send_card()}"

    bot.clock.advance(days=14)
    await caller.fetch()
    assert await caller.code("PATCH", path, json={"content": BLANK}) == 0
    bot.clock.advance(seconds=1)
    assert await caller.code("PATCH", path, json={"content": BLANK}) == 230031


async def test_a_card_is_changed_five_times_a_second(caller: Caller) -> None:
    path = f"{MESSAGES}/{await caller.send_card()}"

    codes = [await caller.code("PATCH", path, json={"content": BLANK}) for _ in range(6)]

    assert codes == [0, 0, 0, 0, 0, 230020]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param({"schema": "2.0"}, 230001, id="an object"),
        pytest.param("{", 230001, id="no JSON"),
        pytest.param('{"schema":"2.0","config":{"update_multi":false}}', 230099, id="private"),
        pytest.param('{"a":"' + "x" * 30_720 + '"}', 230025, id="too large"),
    ],
)
async def test_a_change_that_is_wrong_is_refused(
    caller: Caller, content: object, code: int
) -> None:
    path = f"{MESSAGES}/{await caller.send_card()}"

    assert await caller.code("PATCH", path, json={"content": content}) == code


async def test_only_cards_of_this_bot_are_changed(bot: Bot, caller: Caller) -> None:
    text = (await caller.send())["data"]["message_id"]

    assert await caller.code("PATCH", f"{MESSAGES}/{text}", json={"content": BLANK}) == 230001
    assert await caller.code("PATCH", f"{MESSAGES}/om_x", json={"content": BLANK}) == 99992354


async def test_a_press_gives_the_right_to_two_changes_in_half_an_hour(
    bot: Bot, caller: Caller
) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    await bot.emulator.press_label(ZHOU, "修改")
    first, second = (press.card.token for press in bot.presses() if press.card)

    card = json.loads(BLANK)
    codes = [await caller.code("POST", LATER, json={"token": first, "card": card}) for _ in "abc"]
    assert codes == [0, 0, 300040]
    assert await caller.code("POST", LATER, json={"token": second, "card": BLANK}) == 11311
    assert await caller.code("POST", LATER, json={"token": "c-x", "card": card}) == 300020
    bot.clock.advance(minutes=30, seconds=1)
    assert await caller.code("POST", LATER, json={"token": second, "card": card}) == 300030


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"elements": []}, 200830),
        ({"schema": "2.0", "note": 1}, 10002),
        ({"schema": "2.0", "body": {"elements": ["长" * 34_200]}}, 100000),
    ],
)
async def test_a_later_change_that_is_wrong_is_refused_and_costs_no_use(
    bot: Bot, caller: Caller, card: dict[str, Any], code: int
) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    handle = bot.presses()[0].card
    assert handle is not None

    for _ in range(3):
        assert await caller.code("POST", LATER, json={"token": handle.token, "card": card}) == code
    good = {"token": handle.token, "card": json.loads(BLANK)}
    assert await caller.code("POST", LATER, json=good) == 0


async def test_a_card_that_was_taken_back_is_changed_by_no_press(bot: Bot, caller: Caller) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")
    handle = bot.presses()[0].card
    assert handle is not None
    bot.emulator.recall(bot.emulator.received_by(ZHOU)[0])

    body = {"token": handle.token, "card": json.loads(BLANK)}
    assert await caller.code("POST", LATER, json=body) == 200000


async def test_a_message_is_answered_and_shown_by_its_id(bot: Bot, caller: Caller) -> None:
    first = (await caller.send())["data"]["message_id"]
    text = {"msg_type": "text", "content": json.dumps({"text": "接着说"})}

    assert await caller.code("POST", f"{MESSAGES}/{first}/reply", json=text) == 0
    assert await caller.code("POST", f"{MESSAGES}/om_x/reply", json=text) == 230011
    shown = (await caller.call("GET", f"{MESSAGES}/{first}")).json()["data"]["items"]
    assert [one["message_id"] for one in shown] == [first]
    assert await caller.code("GET", f"{MESSAGES}/om_x") == 99992354
    assert [one.text for one in bot.emulator.received_by(ZHOU)] == ["好", "接着说"]


async def test_a_change_before_the_press_is_answered_is_refused(bot: Bot, caller: Caller) -> None:
    await bot.send(DRAFT)
    codes: list[int] = []

    async def hasten(request: httpx.Request) -> None:
        token = next(iter(bot.emulator.tenant.pressed))
        body = {"token": token, "card": json.loads(BLANK)}
        codes.append(await caller.code("POST", LATER, json=body))

    bot.emulator.line.callback.event_hooks = {"request": [hasten]}
    await bot.emulator.press_label(ZHOU, "保存")

    assert codes == [11310]


async def test_a_card_of_two_weeks_cannot_be_pressed(bot: Bot) -> None:
    await bot.send(DRAFT)
    bot.clock.advance(days=14, seconds=1)

    outcome = await bot.emulator.press_label(ZHOU, "保存")

    assert (outcome.error, bot.received) == ("expired", [])


async def test_the_client_stops_at_a_required_input_that_is_empty(bot: Bot) -> None:
    await bot.send(FORM)

    outcome = await bot.emulator.press_label(ZHOU, "保存", form={"kind": ""})

    assert (outcome.error, bot.received) == ("required: kind", [])


async def test_only_a_button_that_is_shown_can_be_pressed(bot: Bot) -> None:
    link = Button("打开", url="https://crm.example")
    await bot.send(replace(DRAFT, buttons=(*DRAFT.buttons, link)))

    for label in ("删除一切", "打开"):
        with pytest.raises(NoSuchButton):
            await bot.emulator.press_label(ZHOU, label)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(b"{", "200672", id="no JSON"),
        pytest.param(b"[]", "200672", id="no object"),
        pytest.param(b'{"toast":{"type":"loud","content":"x"}}', "200672", id="a toast"),
        pytest.param(b'{"card":{"type":"raw","data":"x"}}', "200672", id="a card as a string"),
        pytest.param(
            b'{"card":{"type":"raw","data":{"schema":"2.0","note":1}}}', "200673", id="a bad card"
        ),
        pytest.param(
            b'{"card":{"type":"raw","data":{"elements":[]}}}', "200830", id="back to schema 1.0"
        ),
    ],
)
async def test_a_bad_answer_to_a_press_is_shown_as_its_code(
    bot: Bot, answer: bytes, error: str
) -> None:
    await bot.send(DRAFT)
    answering(bot, httpx.Response(200, content=answer))

    outcome = await bot.emulator.press_label(ZHOU, "保存")

    assert (outcome.error, outcome.changed) == (error, False)


@pytest.mark.parametrize("status", [204, 302, 403, 500])
async def test_an_answer_to_a_press_has_status_200(bot: Bot, status: int) -> None:
    await bot.send(DRAFT)
    bot.status = status

    assert (await bot.emulator.press_label(ZHOU, "保存")).error == "200671"


async def test_a_press_that_nobody_answers_in_three_seconds_is_said_to_be(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.send(DRAFT)
    stall(bot)
    pressed = asyncio.ensure_future(bot.emulator.press_label(ZHOU, "保存"))

    assert await seconds_until(pressed, monkeypatch) == 3
    assert (await pressed).error == "200341"


async def test_a_press_told_in_the_old_way_too_is_done_once_and_answered_once(bot: Bot) -> None:
    await bot.send(DRAFT)
    bot.emulator.calls_back_twice = True
    bot.reply = Reply(card=SAVED, toast="已保存")

    outcome = await bot.emulator.press_label(ZHOU, "保存")

    assert (outcome.toast, outcome.changed) == ("已保存", True)
    assert (len(bot.presses()), bot.refused) == (1, ["signature"])


async def test_a_press_in_a_group_names_the_group(bot: Bot) -> None:
    await bot.send(DRAFT, group="oc_sales")
    (bubble,) = bot.emulator.received_by("oc_sales")
    button_ = button(bubble.card, "保存", "")
    assert button_ is not None
    await bot.emulator.press(ZHOU, bubble, button_)

    assert events(bot)[-1]["event"]["context"]["open_chat_id"] == "oc_sales"


async def test_the_address_is_to_be_proved_in_one_second(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stall(bot)
    asked = asyncio.ensure_future(bot.emulator.verify_address("crm-1"))

    assert await seconds_until(asked, monkeypatch) == 1
    assert isinstance(asked.exception(), TimeoutError)


async def test_a_press_is_not_sent_again(bot: Bot) -> None:
    await bot.send(DRAFT)
    bot.status = 500
    await bot.emulator.press_label(ZHOU, "保存")
    bot.clock.advance(days=1)

    assert await bot.emulator.redeliver() == 0


async def test_a_press_changes_its_card_at_once(bot: Bot) -> None:
    await bot.send(DRAFT)
    bot.reply = Reply(card=SAVED)

    assert (await bot.emulator.press_label(ZHOU, "保存")).changed
    assert bot.emulator.received_by(ZHOU)[0].updates == 1


async def test_an_event_is_sent_four_more_times(bot: Bot) -> None:
    bot.status = 500
    number = await bot.emulator.say(ZHOU, "你好")

    tries = []
    for delay in (
        timedelta(seconds=15),
        timedelta(minutes=5),
        timedelta(hours=1),
        timedelta(hours=6),
    ):
        bot.clock.now += delay - timedelta(seconds=1)
        early = await bot.emulator.redeliver()
        bot.clock.advance(seconds=1)
        tries.append((early, await bot.emulator.redeliver()))
    bot.status = 200
    bot.clock.advance(days=2)

    assert tries == [(0, 1)] * 4
    assert (await bot.emulator.redeliver(), bot.received) == (0, [])
    assert number.startswith("om_")


async def test_what_was_acknowledged_does_not_come_again(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "你好")
    bot.clock.advance(days=1)

    assert await bot.emulator.redeliver() == 0


async def test_an_event_that_comes_again_is_the_same_event(bot: Bot) -> None:
    bot.status = 500
    await bot.emulator.say(ZHOU, "你好")
    bot.status = 200
    bot.clock.advance(seconds=15)
    await bot.emulator.redeliver()

    bodies = [one.request for one in bot.emulator.exchanges if one.direction == "callback"]
    assert bodies[0] == bodies[1]
    assert [one.text for one in bot.messages()] == ["你好"]


async def test_a_bot_that_is_not_there_gets_its_events_later(bot: Bot) -> None:
    answering(bot, httpx.ConnectError("gone"))
    await bot.emulator.say(ZHOU, "你好")
    bot.emulator.line.callback = bot.reach()
    bot.clock.advance(seconds=15)

    assert await bot.emulator.redeliver() == 1
    assert [one.text for one in bot.messages()] == ["你好"]


async def test_an_answer_after_three_seconds_is_none(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stall(bot)

    assert await seconds_until(bot.emulator.say(ZHOU, "你好"), monkeypatch) == 3
    bot.emulator.line.callback = bot.reach()
    bot.clock.advance(seconds=15)

    assert await bot.emulator.redeliver() == 1


async def test_each_try_is_sealed_and_signed_anew_but_the_address_check_is_not_signed(
    bot: Bot,
) -> None:
    sent: list[httpx.Request] = []

    async def keep(request: httpx.Request) -> None:
        sent.append(request)

    bot.emulator.line.callback.event_hooks = {"request": [keep]}
    await bot.emulator.deliver({"schema": "2.0"}, times=2)
    await bot.emulator.verify_address()

    assert len({one.content for one in sent}) == 3
    assert len({one.headers.get("x-lark-signature") for one in sent[:2]}) == 2
    assert "x-lark-signature" not in sent[2].headers


async def test_a_message_has_its_time_in_milliseconds_and_a_press_in_microseconds(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.say(ZHOU, "你好")
    await bot.emulator.press_label(ZHOU, "保存")

    message, press = (one["header"]["create_time"] for one in events(bot))
    assert (message, press) == (f"{MONDAY.timestamp():.0f}000", f"{MONDAY.timestamp():.0f}000000")


@pytest.mark.parametrize(
    ("path", "data", "content", "code"),
    [
        pytest.param("images", {"image_type": "message"}, PNG, 0, id="an image"),
        pytest.param("images", {"image_type": "poster"}, PNG, 234001, id="another type"),
        pytest.param("images", {"image_type": "message"}, b"", 234010, id="an empty image"),
        pytest.param("images", {"image_type": "message"}, b"MZ..", 234011, id="no image"),
        pytest.param("images", {"image_type": "avatar"}, b"GIF89a", 0, id="a portrait"),
        pytest.param("images", {"image_type": "message"}, PNG.ljust(10 << 20), 0, id="10 MiB"),
        pytest.param(
            "images", {"image_type": "message"}, PNG.ljust((10 << 20) + 1), 234006, id="large"
        ),
        pytest.param("files", {"file_type": "stream", "file_name": "a.txt"}, b"x", 0, id="a file"),
        pytest.param("files", {"file_type": "exe", "file_name": "a"}, b"x", 234001, id="a type"),
        pytest.param("files", {"file_type": "stream"}, b"x", 234001, id="no name"),
        pytest.param("files", {"file_type": "pdf", "file_name": "a"}, b"", 234010, id="empty"),
        pytest.param(
            "files", {"file_type": "mp4", "file_name": "a"}, bytes(30 << 20), 0, id="30 MiB"
        ),
        pytest.param(
            "files",
            {"file_type": "stream", "file_name": "a"},
            bytes((30 << 20) + 1),
            234006,
            id="a large file",
        ),
    ],
)
async def test_uploads_are_looked_at(
    caller: Caller, path: str, data: dict[str, str], content: bytes, code: int
) -> None:
    files = {path[:-1]: ("upload", content)}

    assert await caller.code("POST", f"/open-apis/im/v1/{path}", data=data, files=files) == code


async def test_an_upload_of_the_wrong_kind_is_refused(caller: Caller) -> None:
    files = {"file": ("a", b"x")}
    data = {"file_type": "stream", "file_name": "a"}
    answer = await caller.call("POST", "/open-apis/im/v1/files", data=data, files=files)
    key = answer.json()["data"]["file_key"]

    image, file = json.dumps({"image_key": key}), json.dumps({"file_key": key})
    assert (await caller.send(msg_type="image", content=image))["code"] == 230055
    assert (await caller.send(msg_type="file", content=file))["code"] == 0
    picture = await caller.call(
        "POST",
        "/open-apis/im/v1/images",
        data={"image_type": "message"},
        files={"image": ("a", PNG)},
    )
    image = json.dumps({"file_key": picture.json()["data"]["image_key"]})
    assert (await caller.send(msg_type="file", content=image))["code"] == 230055


async def test_what_people_sent_is_fetched_with_their_message_only(
    bot: Bot, caller: Caller
) -> None:
    await bot.emulator.send_image(ZHOU, PNG)
    message = bot.messages()[0]
    resource = f"resources/{message.attachments[0].key}"
    path = f"{MESSAGES}/{message.message_id}/{resource}"

    assert (await caller.call("GET", path, params={"type": "image"})).content == PNG
    assert await caller.code("GET", path, params={"type": "file"}) == 234001
    assert await caller.code("GET", f"{MESSAGES}/om_x/{resource}") == 234003
    assert await caller.code("GET", f"{MESSAGES}/{message.message_id}/resources/img_x") == 234003
    caller.token = "t-unknown"
    assert await caller.code("GET", path, params={"type": "image"}) == 99991663


async def test_what_people_sent_cannot_be_sent_on(bot: Bot, caller: Caller) -> None:
    await bot.emulator.send_image(ZHOU, PNG)
    content = json.dumps({"image_key": bot.messages()[0].attachments[0].key})

    assert (await caller.send(msg_type="image", content=content))["code"] == 230017


async def test_a_bot_knows_itself(caller: Caller) -> None:
    answer = (await caller.call("GET", "/open-apis/bot/v3/info")).json()

    assert answer["bot"]["open_id"] == "ou_bot"
    assert "data" not in answer


async def test_people_are_found_fifty_at_a_time(bot: Bot, caller: Caller) -> None:
    bot.emulator.mobiles["1"] = ZHOU
    path = "/open-apis/contact/v3/users/batch_get_id"
    found = await caller.call("POST", path, json={"mobiles": ["1", "2"]})

    assert found.json()["data"]["user_list"] == [{"mobile": "1", "user_id": ZHOU}, {"mobile": "2"}]
    union = await caller.call("POST", f"{path}?user_id_type=union_id", json={"mobiles": ["1"]})
    assert union.json()["data"]["user_list"] == [{"mobile": "1", "user_id": "on_zhou"}]
    assert await caller.code("POST", f"{path}?user_id_type=nickname", json={}) == 99992402
    fifty = await caller.call("POST", path, json={"mobiles": ["1"] * 50, "emails": ["x"] * 50})
    assert len(fifty.json()["data"]["user_list"]) == 50
    for kind in ("mobiles", "emails"):
        assert await caller.code("POST", path, json={kind: ["1"] * 51}) == 99992402


@pytest.mark.parametrize("body", [b"[", b"[]", b'"x"'])
async def test_a_body_that_is_no_object_is_refused(caller: Caller, body: bytes) -> None:
    assert await caller.code("POST", MESSAGES, content=body) == 9499


async def test_memory_is_bounded(bot: Bot) -> None:
    for number in range(300):
        await bot.emulator.say(ZHOU, str(number))

    assert len(bot.emulator.timeline(ZHOU)) == 200
    assert bot.emulator.timeline(ZHOU)[-1].text == "299"


async def test_a_planned_fault_comes_before_anything_happens(bot: Bot, caller: Caller) -> None:
    bot.emulator.faults.extend([502, 230099])

    assert (await caller.call("POST", MESSAGES, json={})).status_code == 502
    assert (await caller.send())["code"] == 230099
    bot.emulator.faults.extend([500, 99991400])
    lost = await caller.call("POST", MESSAGES, json={})
    limited = await caller.call("POST", MESSAGES, json={})
    assert (lost.status_code, lost.content) == (500, b"")
    assert (limited.status_code, limited.json()["code"]) == (429, 99991400)
    assert limited.headers["x-ogw-ratelimit-reset"] == "1"
    assert bot.emulator.received_by(ZHOU) == []


async def test_no_secret_stands_in_the_log(bot: Bot) -> None:
    await bot.send(Text("你好"))

    seen = "".join(f"{one.path}{one.request}{one.answer}" for one in bot.emulator.exchanges)
    assert "s3cret" not in seen
    assert next(iter(bot.emulator.tenant.tokens)) not in seen


BUTTON = {"tag": "button", "text": {"tag": "plain_text", "content": "好"}}
SUBMIT = {**BUTTON, "name": "s", "form_action_type": "submit"}
SELECT = {"tag": "select_static", "options": [{"value": "a"}, {"value": "b"}]}


def form(*inside: dict[str, Any]) -> dict[str, Any]:
    return {"tag": "form", "name": "f", "elements": [*inside, SUBMIT]}


def nested(depth: int) -> dict[str, Any]:
    element: dict[str, Any] = {"tag": "hr"}
    for _ in range(depth):
        element = {"tag": "column_set", "columns": [{"tag": "column", "elements": [element]}]}
    return element


@pytest.mark.parametrize(
    ("elements", "code"),
    [
        pytest.param([BUTTON, form(), nested(2)], "", id="all is well"),
        pytest.param([{"tag": "note"}], "200861", id="a note"),
        pytest.param([{"tag": "action"}], "200861", id="an action"),
        pytest.param([{"tag": "marquee"}], "200621", id="an unknown tag"),
        pytest.param([{"tag": "hr", "colour": "red"}], "200621", id="an unknown property"),
        pytest.param(["hr"], "200621", id="no object"),
        pytest.param([nested(3)], "200621", id="too deep"),
        pytest.param([{"tag": "hr"}] * 201, "11310", id="too many"),
        pytest.param(
            [{"tag": "form", "name": "f", "elements": [BUTTON]}], "200621", id="no submit"
        ),
        pytest.param([form(), form()], "200530", id="the same name twice"),
        pytest.param([form(SELECT)], "200530", id="an input without a name"),
        pytest.param([form({**BUTTON})], "200530", id="a button in a form without a name"),
        pytest.param([form(form())], "200621", id="a form in a form"),
        pytest.param(
            [{"tag": "column_set", "columns": [{"tag": "column", "elements": [form()]}]}],
            "200621",
            id="a form not at the root",
        ),
        pytest.param([form({**SELECT, "name": "x", "options": []})], "200621", id="no options"),
        pytest.param(
            [form({**SELECT, "name": "x", "options": [{"value": "a"}] * 2})], "200621", id="twice"
        ),
        pytest.param([form({**SELECT, "name": "x", "initial_index": 3})], "200621", id="no third"),
        pytest.param(
            [{"tag": "multi_select_static", "options": [{"value": "a"}]}],
            "200621",
            id="a multiple choice outside of a form",
        ),
        pytest.param(
            [form({"tag": "input", "name": "x", "max_length": 1001})], "200621", id="1001"
        ),
        pytest.param(
            [form({"tag": "input", "name": "x", "max_length": 1, "default_value": "ab"})],
            "200621",
            id="a value that is too long",
        ),
        pytest.param(
            [{"tag": "date_picker", "initial_date": "2026/12/1"}], "200621", id="another date"
        ),
        pytest.param(
            [{**BUTTON, "text": {"tag": "plain_text", "content": "长" * 101}}], "200621", id="label"
        ),
        pytest.param(
            [{**BUTTON, "behaviors": [{"type": "callback", "value": "x"}]}], "200621", id="value"
        ),
        pytest.param(
            [{**BUTTON, "behaviors": [{"type": "open_url", "default_url": "javascript:1"}]}],
            "200621",
            id="an address that is none",
        ),
        pytest.param([{"tag": "hr", "element_id": "1a"}], "300301", id="a bad element_id"),
        pytest.param([{"tag": "hr", "element_id": "a"}] * 2, "300301", id="element_id twice"),
        pytest.param([{"tag": "div", "text": "words"}], "200621", id="text that is no object"),
    ],
)
def test_elements_are_checked(elements: list[Any], code: str) -> None:
    assert fault({"schema": "2.0", "body": {"elements": elements}}).split(":")[0] == code


@pytest.mark.parametrize(
    ("card", "code"),
    [
        pytest.param({}, "", id="a blank card"),
        pytest.param({"elements": []}, "200621", id="schema 1.0"),
        pytest.param({"schema": "2.0", "i18n_elements": {}}, "200621", id="a part of 1.0"),
        pytest.param({"schema": "2.0", "config": {"wide_screen_mode": 1}}, "200621", id="config"),
        pytest.param({"schema": "2.0", "config": {"update_multi": False}}, "300302", id="private"),
        pytest.param({"schema": "2.0", "header": {"template": "pink"}}, "200621", id="colour"),
        pytest.param({"schema": "2.0", "header": "x"}, "200621", id="no header"),
        pytest.param({"schema": "2.0", "card_link": {"url": "ftp://x"}}, "200621", id="link"),
        pytest.param(
            {
                "schema": "2.0",
                "header": {
                    "title": {"tag": "plain_text", "content": ""},
                    "text_tag_list": [{}] * 4,
                },
            },
            "200621",
            id="four tags",
        ),
    ],
)
def test_the_frame_is_checked(card: dict[str, Any], code: str) -> None:
    assert fault(card).split(":")[0] == code


def events(bot: Bot) -> list[dict[str, Any]]:
    """What the platform told the bot, oldest first."""
    return [json.loads(one.request) for one in bot.emulator.exchanges if "callback" in one.path]


def stall(bot: Bot) -> None:
    """Let nobody answer."""
    bot.emulator.line.callback.event_hooks = {"request": [never]}


def answering(bot: Bot, answer: httpx.Response | Exception) -> None:
    """Let something else stand at the bot's address."""

    def respond(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx.MockTransport(respond)
    bot.emulator.line.callback = httpx.AsyncClient(transport=transport, base_url="http://x.test")
