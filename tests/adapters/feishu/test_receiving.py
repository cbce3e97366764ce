"""What people do on Feishu, as the bot gets to know it."""

import json
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
from tests.adapters.feishu.bench import MONDAY, PNG, ZHOU, Bot
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
            await bot.platform.download(one, one.attachments[0]),
        )
        for one in bot.messages()
    ]
    assert found == [
        (AttachmentKind.IMAGE, "", PNG),
        (AttachmentKind.FILE, "报价.xlsx", b"PK"),
        (AttachmentKind.VOICE, "", b"opus"),
    ]


async def test_a_place_has_its_degrees(bot: Bot) -> None:
    await bot.emulator.send_location(ZHOU, 31.3, 120.6, "苏州工业园")

    assert bot.messages()[0].place == Place(31.3, 120.6, "苏州工业园")


async def test_a_place_nobody_can_be_is_refused(bot: Bot) -> None:
    await bot.emulator.send_location(ZHOU, float("nan"), 120.6, "?")

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


async def test_the_first_meeting_of_the_old_schema_is_heard(bot: Bot) -> None:
    event = {"type": "p2p_chat_create", "app_id": APP_ID, "user": {"open_id": ZHOU}}
    old = {"ts": "1.7", "uuid": "u1", "token": "vt-1", "type": "event_callback", "event": event}

    assert (await bot.emulator.deliver(old)).status_code == 200
    assert bot.received == [
        Entered(key="feishu:u1", sender=ZHOU_HERE, at=MONDAY, first=True),
    ]


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
    ],
)
async def test_an_event_that_is_none_is_refused_and_the_next_one_served(
    bot: Bot, event: object
) -> None:
    envelope = a_message()
    envelope["event"] = event

    assert (await bot.emulator.deliver(envelope)).status_code == 403
    await bot.emulator.say(ZHOU, "你好")
    assert [one.text for one in bot.messages()] == ["你好"]


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
    bot.emulator._line.tenant.now = lambda: sent - late

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


async def deliver(bot: Bot, text: str, **message: object) -> httpx.Response:
    return await bot.emulator.deliver(a_message(text, **message))


def without(bot: Bot, header: str) -> list[str]:
    """Take a header off every callback; returns what was taken."""
    taken: list[str] = []

    async def strip(request: httpx.Request) -> None:
        if request.headers.pop(header, None):
            taken.append(header)

    bot.emulator._line.callback.event_hooks = {"request": [strip]}
    return taken
