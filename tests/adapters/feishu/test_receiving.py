"""What people do on Feishu, as the bot gets to know it."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.chat import (
    Address,
    Attachment,
    AttachmentKind,
    CardHandle,
    Entered,
    Message,
    Place,
    Platform,
)
from adapters.feishu.wire import encrypt, signature
from tests.adapters.bench import never, seconds_until
from tests.adapters.feishu.bench import APP, MONDAY, PNG, ZHOU, Bot, bench
from tests.cards.samples import DRAFT, FORM

ZHOU_HERE = Address(Platform.FEISHU, ZHOU)


async def test_the_address_is_proved_with_its_challenge(bot: Bot) -> None:
    assert await bot.emulator.verify_address("crm-1") == {"challenge": "crm-1"}


async def test_a_text_arrives_with_its_words_and_its_time(bot: Bot) -> None:
    number = await bot.emulator.say(ZHOU, "给远帆打了电话")

    assert bot.received == [
        Message(
            key=f"feishu:{number}",
            sender=ZHOU_HERE,
            at=MONDAY,
            message_id=number,
            text="给远帆打了电话",
        )
    ]


async def test_a_message_sent_again_has_the_same_key(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "你好", times=3)

    assert len({message.key for message in bot.messages()}) == 1
    assert len(bot.received) == 3


async def test_a_group_is_heard_only_when_the_bot_is_mentioned(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "中午吃什么", group="oc_sales", mention=False)
    await bot.emulator.say(ZHOU, "公海有啥", group="oc_sales")

    assert [(one.text, one.sender) for one in bot.messages()] == [
        ("公海有啥", Address(Platform.FEISHU, ZHOU, "oc_sales"))
    ]


async def test_another_bot_that_is_mentioned_is_not_us(bot: Bot) -> None:
    mention = {"key": "@_user_1", "id": {"open_id": "ou_other"}, "mentioned_type": "bot"}

    await deliver(bot, "@_user_1 你好", chat_type="group", mentions=[mention])

    assert bot.received == []


async def test_a_person_who_is_mentioned_is_not_us(bot: Bot) -> None:
    mention = {"key": "@_user_1", "id": {"open_id": "ou_li"}, "mentioned_type": "user"}

    await deliver(bot, "@_user_1 你好", chat_type="group", mentions=[mention])

    assert bot.received == []


async def test_any_bot_may_be_us_while_the_platform_does_not_tell_who_we_are(bot: Bot) -> None:
    bot.emulator.faults.append(99991672)

    await bot.emulator.say(ZHOU, "公海有啥", group="oc_sales")

    assert [one.text for one in bot.messages()] == ["公海有啥"]


@pytest.mark.parametrize("mentioned", [[], [{"key": "@_user_1", "id": {"open_id": "ou_li"}}]])
async def test_nobody_but_a_bot_may_be_us_while_the_platform_does_not_tell(
    bot: Bot, mentioned: list[dict[str, object]]
) -> None:
    bot.emulator.faults.append(99991672)
    people = [{**one, "mentioned_type": "user"} for one in mentioned]

    await deliver(bot, "你好", chat_type="group", mentions=people)

    assert bot.received == []


async def test_a_mention_of_us_that_does_not_say_what_we_are_is_one(bot: Bot) -> None:
    mention = {"key": "@_user_1", "id": {"open_id": "ou_bot"}}

    await deliver(bot, "@_user_1 你好", chat_type="group", mentions=[mention])

    assert [one.text for one in bot.messages()] == ["你好"]


async def test_a_platform_that_does_not_tell_who_we_are_is_asked_again_after_ten_minutes(
    bot: Bot,
) -> None:
    asked = []
    bot.emulator.faults.append(99991672)
    for minutes in (0, 9, 1, 60):
        bot.clock.advance(minutes=minutes, seconds=1)
        await bot.emulator.say(ZHOU, "公海有啥", group="oc_sales")
        asked.append(sum(one.path.endswith("bot/v3/info") for one in bot.emulator.exchanges))

    assert asked == [1, 1, 2, 2]
    assert len(bot.messages()) == 4


async def test_a_platform_that_does_not_answer_who_we_are_is_waited_for_a_second(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.http.event_hooks = {"request": [never]}
    heard = bot.emulator.say(ZHOU, "公海有啥", group="oc_sales")

    assert await seconds_until(heard, monkeypatch) == 1
    assert len(bot.messages()) == 1


async def test_people_who_are_mentioned_keep_their_names(bot: Bot) -> None:
    mentions = [
        {"key": "@_user_1", "id": {"open_id": "ou_bot"}, "mentioned_type": "bot", "name": "CRM"},
        *(
            {"key": f"@_user_{number}", "id": {}, "mentioned_type": "user", "name": f"人{number}"}
            for number in range(2, 12)
        ),
    ]

    await deliver(bot, "@_user_1 把远帆给@_user_11 和@_user_2 @_all", mentions=mentions)

    assert bot.messages()[0].text == "把远帆给人11 和人2"


async def test_a_post_is_read_line_by_line_with_its_pictures(bot: Bot) -> None:
    lines = [
        [{"tag": "text", "text": "给"}, {"tag": "a", "text": "远帆", "href": "https://x.example"}],
        [{"tag": "img", "image_key": "img_1"}, {"tag": "code_block", "text": "报价 12万"}],
    ]

    await bot.emulator.send_post(ZHOU, "拜访", lines)

    assert bot.messages()[0].text == "拜访\n给远帆\n报价 12万"
    assert bot.messages()[0].attachments == (Attachment(AttachmentKind.IMAGE, "img_1"),)


async def test_files_are_fetched_through_their_message(bot: Bot) -> None:
    await bot.emulator.send_image(ZHOU, PNG)
    await bot.emulator.send_file(ZHOU, b"PK", "报价.xlsx")
    await bot.emulator.send_voice(ZHOU, b"opus")

    found = [
        (
            one.attachments[0].kind,
            one.attachments[0].name,
            (await bot.platform.download(one, one.attachments[0])).content,
        )
        for one in bot.messages()
    ]
    assert found == [
        (AttachmentKind.IMAGE, "", PNG),
        (AttachmentKind.FILE, "报价.xlsx", b"PK"),
        (AttachmentKind.VOICE, "", b"opus"),
    ]


async def test_a_video_is_known_by_its_handle(bot: Bot) -> None:
    content = json.dumps({"file_key": "file_1", "image_key": "img_1", "file_name": "现场.mp4"})
    await deliver(bot, "", message_type="media", content=content)

    assert bot.messages()[0].attachments == (
        Attachment(AttachmentKind.VIDEO, "file_1", "现场.mp4"),
    )


async def test_who_is_mentioned_in_a_post_is_named(bot: Bot) -> None:
    mentions = [{"key": "@_user_1", "id": {}, "mentioned_type": "user", "name": "林悦"}]
    line = [{"tag": "text", "text": "转给 "}, {"tag": "at", "user_id": "@_user_1"}]
    content = json.dumps({"title": "", "content": [line, [{"tag": "hr"}], [{"text": "谢谢"}]]})
    await deliver(bot, "", message_type="post", content=content, mentions=mentions)

    assert bot.messages()[0].text == "转给 林悦\n谢谢"


async def test_a_place_has_its_degrees(bot: Bot) -> None:
    await bot.emulator.send_location(ZHOU, 31.3, 120.6, "苏州工业园")

    assert bot.messages()[0].place == Place(31.3, 120.6, "苏州工业园")


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("nan", 120.6), (31.3, "-Infinity"), (31.3, "north"), ("", 120.6)]
)
async def test_a_place_nobody_can_be_is_refused(
    bot: Bot, latitude: object, longitude: object
) -> None:
    content = json.dumps({"name": "?", "latitude": latitude, "longitude": longitude})
    await deliver(bot, "", message_type="location", content=content)

    assert bot.refused == ["event"]


async def test_the_first_meeting_is_told_from_later_ones(bot: Bot) -> None:
    await bot.emulator.enter(ZHOU)
    await bot.emulator.say(ZHOU, "你好")
    await bot.emulator.enter(ZHOU)

    entered = [one for one in bot.received if isinstance(one, Entered)]
    assert [one.first for one in entered] == [True, False]


async def test_a_menu_entry_is_a_press_without_a_card(bot: Bot) -> None:
    assert await bot.emulator.choose_menu(ZHOU, "today") == 200

    press = bot.presses()[0]
    assert (press.action, press.card, press.sender) == ("today", None, ZHOU_HERE)


async def test_a_button_brings_its_key_and_its_card(bot: Bot) -> None:
    message = (await bot.send(DRAFT)).message

    await bot.emulator.press_label(ZHOU, "保存")

    press = bot.presses()[0]
    assert press.action == "save:d1"
    assert isinstance(press.card, CardHandle)
    assert (press.card.message, press.card.pressed_at) == (message, MONDAY)


async def test_one_press_sent_three_times_has_one_key(bot: Bot) -> None:
    await bot.send(DRAFT)

    await bot.emulator.press_label(ZHOU, "保存", times=3)

    assert len({press.key for press in bot.presses()}) == 1
    assert len(bot.presses()) == 3


async def test_a_form_brings_what_was_filled_in_and_what_stood_there(bot: Bot) -> None:
    await bot.send(FORM)

    await bot.emulator.press_label(
        ZHOU, "保存", form={"content": "换了 +0800", "kind": "拜访", "next_on": "2026-12-01"}
    )

    assert bot.presses()[0].form == {
        "content": ("换了 +0800",),
        "kind": ("visit",),
        "contacts": ("c1",),
        "next_on": ("2026-12-01",),
        "remind_at": ("2026-11-25 09:30",),
    }


async def test_what_does_not_submit_brings_no_form(bot: Bot) -> None:
    await bot.send(FORM)

    await bot.emulator.press_label(ZHOU, "不改了")

    assert (bot.presses()[0].action, bot.presses()[0].form) == ("back:d1", {})


@pytest.mark.parametrize(
    ("value", "action"),
    [({"key": "save:d1"}, "save:d1"), ("save:d1", "save:d1"), ({}, ""), (None, "")],
)
async def test_a_button_brings_its_key_as_an_object_or_a_string(
    bot: Bot, value: object, action: str
) -> None:
    await bot.emulator.deliver(a_press({"tag": "button", "value": value}))

    assert bot.presses()[0].action == action


async def test_each_kind_of_input_brings_its_values_and_days_lose_their_zone(bot: Bot) -> None:
    given = {
        "one": "visit",
        "many": ["c1", "c2"],
        "yes": True,
        "no": False,
        "none": None,
        "number": 7,
        "day": "2026-12-01 +0800",
        "hour": "09:30 +0800",
        "both": "2026-12-01 09:30 +0800",
        "words": "2026-12-01 +0800 再去",
    }
    await bot.emulator.deliver(a_press({"value": {"key": "k"}, "form_value": given}))

    assert bot.presses()[0].form == {
        "one": ("visit",),
        "many": ("c1", "c2"),
        "yes": ("true",),
        "no": ("false",),
        "none": ("",),
        "number": ("7",),
        "day": ("2026-12-01",),
        "hour": ("09:30",),
        "both": ("2026-12-01 09:30",),
        "words": ("2026-12-01 +0800 再去",),
    }


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        pytest.param("1795399200123", "2026-11-23T02:00:00.123000+00:00", id="milliseconds"),
        pytest.param("1795399200123456", "2026-11-23T02:00:00.123456+00:00", id="microseconds"),
        pytest.param("", MONDAY.isoformat(), id="none: when it came"),
        pytest.param("soon", MONDAY.isoformat(), id="no number: when it came"),
        pytest.param("١٢٣", MONDAY.isoformat(), id="other digits: when it came"),
    ],
)
async def test_a_time_is_told_by_its_length(bot: Bot, stamp: str, at: str) -> None:
    envelope = a_press({"value": {"key": "k"}})
    envelope["header"]["create_time"] = stamp
    await bot.emulator.deliver(envelope)
    await deliver(bot, "你好", create_time=stamp)

    assert [one.at.isoformat() for one in (*bot.presses(), *bot.messages())] == [at, at]


async def test_a_press_without_its_message_has_no_card(bot: Bot) -> None:
    envelope = a_press({"value": {"key": "k"}})
    del envelope["event"]["context"]
    await bot.emulator.deliver(envelope)

    assert bot.presses()[0].card is None


async def test_the_first_meeting_of_the_old_schema_is_heard(bot: Bot) -> None:
    event = {"type": "p2p_chat_create", "app_id": APP_ID, "user": {"open_id": ZHOU}}
    old = {"ts": "1.7", "uuid": "u1", "token": "vt-1", "type": "event_callback", "event": event}

    assert (await bot.emulator.deliver(old)).status_code == 200
    assert bot.received == [
        Entered(key="feishu:u1", sender=ZHOU_HERE, at=MONDAY, first=True),
    ]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        pytest.param({"token": "vt-2", "event": {"app_id": "APP"}}, "token", id="another token"),
        pytest.param({"event": {"type": "p2p_chat_create"}}, "receiver", id="no application"),
        pytest.param({"event": {"type": "approval", "app_id": "cli_0"}}, "receiver", id="another"),
        pytest.param({"event": {"type": "approval", "app_id": "APP"}}, "", id="nobody needs it"),
    ],
)
async def test_the_old_schema_proves_where_it_comes_from_too(
    bot: Bot, changes: dict[str, object], outcome: str
) -> None:
    old = {"uuid": "u1", "token": "vt-1", "type": "event_callback", **changes}
    body = json.loads(json.dumps(old).replace('"APP"', f'"{APP_ID}"'))

    assert (await bot.emulator.deliver(body)).status_code == (403 if outcome else 200)
    assert (bot.refused, bot.received) == ([outcome] if outcome else [], [])


async def test_what_nobody_needs_is_acknowledged_and_forgotten(bot: Bot) -> None:
    envelope = a_message()
    envelope["header"]["event_type"] = "im.message.message_read_v1"

    assert (await bot.emulator.deliver(envelope)).status_code == 200
    assert bot.received == []


@pytest.mark.parametrize("kind", ["sticker", "system", "hongbao", "merge_forward"])
async def test_a_kind_that_says_nothing_is_forgotten(bot: Bot, kind: str) -> None:
    assert (await deliver(bot, "x", message_type=kind)).status_code == 200
    assert bot.received == []


async def test_another_bots_message_is_forgotten(bot: Bot) -> None:
    envelope = a_message()
    envelope["event"]["sender"]["sender_type"] = "bot"

    assert (await bot.emulator.deliver(envelope)).status_code == 200
    assert bot.received == []


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        pytest.param("token", "vt-2", "token", id="another token"),
        pytest.param("token", None, "token", id="no token"),
        pytest.param("app_id", "cli_0000000000000000", "receiver", id="another application"),
        pytest.param("event_type", None, "", id="no type is a type nobody needs"),
        pytest.param("create_time", "9" * 40, "event", id="a time beyond all times"),
    ],
)
async def test_a_head_that_is_not_ours_is_refused(
    bot: Bot, part: str, value: str | None, reason: str
) -> None:
    envelope = a_message(kind="im.chat.access_event.bot_p2p_chat_entered_v1")
    envelope["event"] = {"operator_id": {"open_id": ZHOU}}
    envelope["header"][part] = value

    await bot.emulator.deliver(envelope)

    assert bot.refused == ([reason] if reason else [])
    assert bot.received == []


@pytest.mark.parametrize(
    "event",
    [
        pytest.param([], id="no object"),
        pytest.param({}, id="empty"),
        pytest.param({"message": 1, "sender": 2}, id="no objects inside"),
        pytest.param({"message": {"chat_type": "p2p"}, "sender": {}}, id="halves"),
        pytest.param({"sender": {"sender_id": {"open_id": ""}}}, id="nobody"),
        pytest.param({"sender": {"sender_id": {"open_id": {}}}}, id="nobody who is one"),
    ],
)
async def test_an_event_that_is_none_is_refused_and_the_next_one_served(
    bot: Bot, event: dict[str, object] | list[object]
) -> None:
    envelope = a_message()
    is_whole = not event or "message" in event
    envelope["event"] = event if is_whole else {**envelope["event"], **event}

    assert (await bot.emulator.deliver(envelope)).status_code == 403
    await bot.emulator.say(ZHOU, "你好")
    assert [one.text for one in bot.messages()] == ["你好"]


@pytest.mark.parametrize(
    ("method", "body", "reason"),
    [
        pytest.param("GET", b"", "method", id="nothing is asked for by GET"),
        pytest.param("POST", b'{"schema":"2.0"}', "plain", id="signed and not sealed"),
        pytest.param("POST", b'{"encrypt":7}', "base64", id="sealed as a number"),
        pytest.param("POST", b'{"encrypt":"\xff"}', "utf-8", id="signed and no UTF-8"),
        pytest.param("POST", b"[" * 100_000, "depth", id="signed and too deep"),
        pytest.param("POST", b"{", "json", id="signed and no JSON"),
    ],
)
async def test_an_envelope_that_is_none_is_refused(
    bot: Bot, method: str, body: bytes, reason: str
) -> None:
    stamp = str(int(bot.clock().timestamp()))
    headers = {
        "x-lark-request-timestamp": stamp,
        "x-lark-request-nonce": "n",
        "x-lark-signature": signature(stamp, "n", APP.encrypt_key, body),
    }

    await bot.reach().request(method, "/feishu/callback", content=body, headers=headers)

    assert (bot.refused, bot.received) == ([reason], [])


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "9" * 12])
async def test_a_signed_time_that_is_none_is_refused(bot: Bot, stamp: str) -> None:
    body = json.dumps({"encrypt": encrypt(APP.encrypt_key, json.dumps(a_message()).encode())})
    headers = {
        "x-lark-request-timestamp": stamp,
        "x-lark-request-nonce": "n",
        "x-lark-signature": signature(stamp, "n", APP.encrypt_key, body.encode()),
    }

    await bot.reach().post("/feishu/callback", content=body, headers=headers)

    assert (bot.refused, bot.received) == (["timestamp"], [])


async def test_an_address_check_with_another_token_is_refused(bot: Bot) -> None:
    plain = {"challenge": "crm-1", "token": "vt-2", "type": "url_verification"}

    assert (await bot.emulator.deliver(plain)).status_code == 403
    assert bot.refused == ["token"]


@pytest.mark.parametrize("key", ["", APP.encrypt_key])
async def test_a_bot_without_a_token_or_a_key_believes_nobody(key: str) -> None:
    async with bench(replace(APP, verification_token="", encrypt_key=key)) as bot:
        await bot.emulator.say(ZHOU, "你好")

        assert (bot.refused, bot.received) == (["token" if key else "key"], [])


@pytest.mark.parametrize("part", ["header", "event"])
async def test_an_envelope_whose_parts_are_no_objects_is_refused(bot: Bot, part: str) -> None:
    await bot.emulator.deliver(a_message() | {part: "x"})

    assert bot.refused == ["envelope"]


async def test_an_unsigned_event_is_refused(bot: Bot) -> None:
    post = without(bot, "x-lark-signature")

    await bot.emulator.say(ZHOU, "你好")

    assert (bot.received, bot.refused) == ([], ["signature"])
    assert post == ["x-lark-signature"]


@pytest.mark.parametrize(
    ("late", "is_served"),
    [
        pytest.param(timedelta(days=6, hours=23), True, id="an honest redelivery"),
        pytest.param(timedelta(days=7, seconds=1), False, id="too old"),
        pytest.param(-timedelta(minutes=9), True, id="clocks differ"),
        pytest.param(-timedelta(minutes=11), False, id="from the future"),
    ],
)
async def test_a_signed_time_may_be_a_week_old(bot: Bot, late: timedelta, is_served: bool) -> None:
    sent = bot.clock.now
    bot.emulator.line.tenant.now = lambda: sent - late

    await bot.emulator.say(ZHOU, "你好")

    assert len(bot.received) == is_served
    assert bot.refused == ([] if is_served else ["timestamp"])


async def test_text_of_any_kind_arrives_as_it_is(bot: Bot) -> None:
    text = "😀" * 10 + "\u202eabc" + '<at user_id="all"></at> [x](y) =1+1 ' + "长" * 10_000

    await bot.emulator.say(ZHOU, text)

    assert bot.messages()[0].text == text


APP_ID = "cli_a1b2c3d4e5f60718"


def a_message(text: str = "你好", kind: str = "im.message.receive_v1", **message: object) -> dict:
    """A genuine envelope."""
    return {
        "schema": "2.0",
        "header": {
            "event_id": "e1",
            "event_type": kind,
            "create_time": "1795399200000",
            "token": "vt-1",
            "app_id": APP_ID,
            "tenant_key": "tk01",
        },
        "event": {
            "sender": {"sender_id": {"open_id": ZHOU}, "sender_type": "user"},
            "message": {
                "message_id": "om_1",
                "create_time": "1795399200000",
                "chat_id": "oc_1",
                "chat_type": "p2p",
                "message_type": "text",
                "content": json.dumps({"text": text}),
                **message,
            },
        },
    }


def a_press(action: dict[str, object]) -> dict:
    """A genuine press."""
    envelope = a_message(kind="card.action.trigger")
    envelope["event"] = {
        "operator": {"open_id": ZHOU},
        "token": "c-1",
        "action": action,
        "context": {"open_message_id": "om_1", "open_chat_id": "oc_1"},
    }
    return envelope


async def deliver(bot: Bot, text: str, **message: object) -> httpx.Response:
    return await bot.emulator.deliver(a_message(text, **message))


def without(bot: Bot, header: str) -> list[str]:
    """Take a header off every callback; returns what was taken."""
    taken: list[str] = []

    async def strip(request: httpx.Request) -> None:
        if request.headers.pop(header, None):
            taken.append(header)

    bot.emulator.line.callback.event_hooks = {"request": [strip]}
    return taken
