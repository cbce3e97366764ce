"""What people do on WeCom, as the bot gets to know it."""

from datetime import timedelta
from xml.sax.saxutils import escape

import httpx
import pytest

from adapters.chat import (
    UPDATE,
    Attachment,
    AttachmentKind,
    Card,
    CardHandle,
    Entered,
    Message,
    MultiSelect,
    Option,
    Place,
    Select,
)
from adapters.emulator.wecom_line import cdata, elements
from adapters.wecom.wire import Keys, encrypt, signature
from tests.adapters.wecom.bench import APP, MONDAY, PNG, TO, ZHOU, Bot
from tests.cards.samples import DRAFT, FORM, POOL

KEYS = Keys.of(APP.token, APP.encoding_aes_key, APP.corp_id)
SUBMIT = FORM.buttons[0]
SELECTS = Card(
    title="补两项",
    inputs=(
        Select("kind", "方式", (Option("call", "电话"), Option("visit", "拜访")), value="call"),
        Select("kept", "谁", (Option("", "没有"), Option("li", "李总")), value="li"),
    ),
    buttons=(SUBMIT,),
)
VOTE = Card(
    title="谁在场",
    inputs=(
        MultiSelect("who", "在场", tuple(Option(f"c{n}", f"第{n}位") for n in range(4)), ("c1",)),
    ),
    buttons=(SUBMIT,),
)


async def test_the_address_is_proved_with_the_plain_echo(bot: Bot) -> None:
    assert await bot.emulator.verify_address("8314159265358979323") == b"8314159265358979323"


async def test_an_echo_with_a_plus_is_decoded_once(bot: Bot) -> None:
    asked: list[str] = []

    async def look(request: httpx.Request) -> None:
        asked.append(request.url.query.decode())

    bot.emulator.line.callback.event_hooks = {"request": [look]}
    while not any("%2B" in one for one in asked):
        assert await bot.emulator.verify_address("42") == b"42"


@pytest.mark.parametrize("spoil", ["echostr", "msg_signature", "nonce", "timestamp"])
async def test_an_address_check_that_is_not_genuine_is_refused(bot: Bot, spoil: str) -> None:
    query = signed(encrypt(KEYS, b"42"), bot, name="echostr") | {spoil: "1700000000"}

    answer = await bot.reach().get("/wecom/callback", params=query)

    assert (answer.status_code, answer.content) == (403, b"")


async def test_a_text_arrives_with_its_words_its_time_and_its_number(bot: Bot) -> None:
    number = await bot.emulator.say(ZHOU, "给远帆打了电话")

    assert bot.received == [
        Message(
            key=f"wecom:1000002:{ZHOU}:{number}",
            sender=TO,
            at=MONDAY,
            message_id=number,
            text="给远帆打了电话",
        )
    ]
    assert int(number) > 2**53
    assert number in UPDATE.dump_json(bot.messages()[0]).decode()


async def test_a_message_sent_again_has_the_same_key(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "你好", times=3)

    assert len({message.key for message in bot.messages()}) == 1
    assert len(bot.received) == 3


async def test_one_number_of_two_people_is_two_messages(bot: Bot) -> None:
    for user in (ZHOU, "lisi"):
        await bot.emulator.deliver(bot.emulator.text(user, "好", "7"))

    assert len({message.key for message in bot.messages()}) == 2


async def test_what_is_said_to_another_application_is_acknowledged_and_forgotten(bot: Bot) -> None:
    for plain in (bot.emulator.text(ZHOU, "好"), bot.emulator.line.event(ZHOU, "click", "today")):
        assert await bot.emulator.deliver(plain.replace("1000002", "1000003")) == 200
    assert bot.received == []

    assert await bot.emulator.deliver(plain.replace("<AgentID>1000002</AgentID>", "")) == 200
    assert len(bot.presses()) == 1


async def test_pictures_and_voices_are_fetched(bot: Bot) -> None:
    await bot.emulator.send_image(ZHOU, PNG)
    await bot.emulator.send_voice(ZHOU, b"#!AMR\nvoice")

    found = [
        (one.attachments[0].kind, (await bot.platform.download(one, one.attachments[0])).content)
        for one in bot.messages()
    ]
    assert found == [(AttachmentKind.IMAGE, PNG), (AttachmentKind.VOICE, b"#!AMR\nvoice")]


async def test_a_video_is_known_by_its_handle(bot: Bot) -> None:
    await deliver(bot, "video", MediaId="1aBc", ThumbMediaId="1tHu", MsgId=4)

    assert bot.messages()[0].attachments == (Attachment(AttachmentKind.VIDEO, "1aBc"),)


async def test_a_place_has_its_degrees(bot: Bot) -> None:
    await bot.emulator.send_location(ZHOU, 31.23, 121.47, "上海市黄浦区")

    assert bot.messages()[0].place == Place(31.23, 121.47, "上海市黄浦区")


@pytest.mark.parametrize("degree", ["nan", "inf", "-Infinity", "", "north"])
async def test_a_place_nobody_can_be_is_refused_and_the_next_message_served(
    bot: Bot, degree: str
) -> None:
    bot.emulator.line.again_on_refusal = False
    await deliver(bot, "location", Location_X=31.2, Location_Y=degree, Label="?", MsgId=5)
    await bot.emulator.say(ZHOU, "你好")

    assert (bot.refused, [one.text for one in bot.messages()]) == (["place"], ["你好"])


async def test_a_link_is_its_title_and_its_address(bot: Bot) -> None:
    await bot.emulator.send_link(ZHOU, "远帆的官网", "https://yuanfan.example")

    assert bot.messages()[0].text == "远帆的官网 https://yuanfan.example"


@pytest.mark.parametrize("kind", ["sticker", "file", "mixed", ""])
async def test_a_kind_nobody_knows_is_acknowledged_and_forgotten(bot: Bot, kind: str) -> None:
    assert await deliver(bot, kind, Content="x", MsgId=6) == 200
    assert bot.received == []


async def test_elements_nobody_knows_are_passed_over(bot: Bot) -> None:
    await deliver(bot, "text", Content="你好", MsgId=7, Novelty="<b>x</b>", AgentID2=3)

    assert bot.messages()[0].text == "你好"


async def test_the_first_meeting_is_told_from_later_ones(bot: Bot) -> None:
    await bot.emulator.subscribe(ZHOU)
    await bot.emulator.enter(ZHOU)

    assert [one.first for one in bot.received if isinstance(one, Entered)] == [True, False]


async def test_a_menu_entry_is_a_press_without_a_card(bot: Bot) -> None:
    await bot.emulator.choose_menu(ZHOU, "today")

    press = bot.presses()[0]
    assert (press.action, press.card, press.form, press.sender) == ("today", None, {}, TO)


@pytest.mark.parametrize(
    "event",
    [
        "unsubscribe", "LOCATION", "view", "scancode_push", "pic_weixin", "location_select",
        "batch_job_result", "change_contact", "open_approval_change", "sys_approval_change",
        "inactive_alert", "switch_workbench_mode", "upload_media_job_finish", "taskcard_click",
        "an_event_of_next_year", "",
    ],
)  # fmt: skip
async def test_an_event_nobody_needs_is_acknowledged_and_forgotten(bot: Bot, event: str) -> None:
    assert await bot.emulator.deliver(bot.emulator.line.event(ZHOU, event, "k")) == 200
    assert bot.received == []


async def test_a_button_brings_its_key_its_card_and_the_right_to_change_it(bot: Bot) -> None:
    await bot.send(DRAFT, key="d-1")

    await bot.emulator.press_label(ZHOU, "保存")

    press = bot.presses()[0]
    assert (press.action, press.form) == ("save:d1", {})
    assert isinstance(press.card, CardHandle)
    assert (press.card.message, press.card.pressed_at) == ("d-1", MONDAY)
    assert press.card.token


async def test_one_press_sent_three_times_has_one_key_and_two_presses_have_two(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存", times=3)
    await bot.emulator.press_label(ZHOU, "保存")

    keys = [press.key for press in bot.presses()]
    assert (len(keys), len(set(keys))) == (4, 2)


async def test_an_entry_of_a_cards_menu_is_a_press(bot: Bot) -> None:
    parts = elements({"TaskId": "t1", "CardType": "text_notice", "ResponseCode": "rc"})

    await bot.emulator.deliver(
        bot.emulator.line.event(ZHOU, "template_card_menu_event", "mute", parts)
    )

    press = bot.presses()[0]
    assert press.action == "mute"
    assert press.card == CardHandle("t1", "rc", MONDAY)


async def test_two_selects_bring_both_choices(bot: Bot) -> None:
    await bot.send(SELECTS)

    await bot.emulator.press_label(ZHOU, "保存", option="拜访")

    assert bot.presses()[0].form == {"kind": ("visit",), "kept": ("li",)}


async def test_a_choice_of_nothing_comes_back_as_nothing(bot: Bot) -> None:
    await bot.send(SELECTS)

    await bot.emulator.press_label(ZHOU, "保存", option="没有")

    assert bot.presses()[0].form["kept"] == ("",)


async def test_a_vote_brings_every_tick(bot: Bot) -> None:
    await bot.send(VOTE)

    await bot.emulator.press_label(ZHOU, "保存", selected={"who": ("c0", "c1", "c3")})

    assert bot.presses()[0].form == {"who": ("c0", "c1", "c3")}


async def test_a_choice_of_rows_leads_to_the_rows_own_button(bot: Bot) -> None:
    await bot.send(POOL)

    await bot.emulator.press_label(ZHOU, "查看", option="3 云谷信息")

    press = bot.presses()[0]
    assert press.action == "pick:查看"
    assert bot.platform.picked(POOL, press) == "show:3"


@pytest.mark.parametrize(
    ("action", "option"),
    [
        ("pick:认领", "9"), ("pick:认领", "-1"), ("pick:认领", "²"), ("pick:认领", ""),
        ("pick:删除", "0"), ("pick:more", "7"), ("pick:more", "9" * 9), ("other", "0"),
    ],
)  # fmt: skip
async def test_a_choice_nobody_drew_leads_nowhere(bot: Bot, action: str, option: str) -> None:
    await bot.send(POOL)
    bubble = bot.emulator.received_by(ZHOU)[0]
    await bot.emulator.press(ZHOU, bubble, action, selected={"pick": (option,)})

    assert bot.platform.picked(POOL, bot.presses()[0]) is None


async def test_two_events_in_one_second_are_two(bot: Bot) -> None:
    await bot.emulator.enter(ZHOU)
    await bot.emulator.choose_menu(ZHOU, "today")
    await bot.emulator.choose_menu(ZHOU, "pool")

    assert len({one.key for one in bot.received if not isinstance(one, Message)}) == 3


async def test_the_acknowledgement_is_empty(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "你好")

    exchange = list(bot.emulator.exchanges)[-1]
    assert (exchange.status, exchange.answer) == (200, "")


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
    bot.emulator.corp.now = lambda: sent - late

    await bot.emulator.deliver(bot.emulator.text(ZHOU, "你好"))

    assert len(bot.received) == is_served
    assert bot.refused == ([] if is_served else ["timestamp"])


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "9" * 12, "١٢٣"])
async def test_a_signed_time_that_is_none_is_refused(bot: Bot, stamp: str) -> None:
    sealed = encrypt(KEYS, bot.emulator.text(ZHOU, "你好").encode())

    await post(bot, sealed, stamp=stamp)

    assert bot.refused == ["timestamp"]


@pytest.mark.parametrize(
    ("plain", "reason"),
    [
        pytest.param("<xml></xml>", "receiver", id="nothing in it"),
        pytest.param(
            "<xml><ToUserName>ww0000000000000002</ToUserName></xml>", "receiver", id="another corp"
        ),
        pytest.param(
            f"<xml><ToUserName>{APP.corp_id}</ToUserName></xml>", "sender", id="nobody sent it"
        ),
        pytest.param("你好", "xml", id="no XML"),
    ],
)
async def test_what_is_sealed_and_says_nothing_is_refused(
    bot: Bot, plain: str, reason: str
) -> None:
    await post(bot, encrypt(KEYS, plain.encode()))

    assert (bot.refused, bot.received) == ([reason], [])


async def test_a_forged_signature_is_refused(bot: Bot) -> None:
    await bot.emulator.deliver(bot.emulator.text(ZHOU, "你好"), forged="0" * 40)

    assert (bot.refused, bot.received) == (["signature"], [])


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 10 + "\u202eabc" + "长" * 10_000,
        '<at id=all></at> <a href="https://evil.example">点</a> **粗** =HYPERLINK(1)',
        "a]]>b<![CDATA[c]]>",
        "مرحبا بالعالم",
    ],
)
async def test_text_of_any_kind_arrives_as_it_is(bot: Bot, text: str) -> None:
    await bot.emulator.say(ZHOU, text)

    assert bot.messages()[0].text == text


async def deliver(bot: Bot, kind: str, **parts: object) -> int:
    """A genuine message with these elements."""
    body = "".join(
        f"<{name}>{cdata(value) if isinstance(value, str) else escape(str(value))}</{name}>"
        for name, value in parts.items()
    )
    head = bot.emulator.text(ZHOU, "").partition("<MsgType>")[0]
    return await bot.emulator.deliver(f"{head}<MsgType>{cdata(kind)}</MsgType>{body}</xml>")


def signed(sealed: str, bot: Bot, *, stamp: str | None = None, name: str = "") -> dict[str, str]:
    when = str(int(bot.clock().timestamp())) if stamp is None else stamp
    query = {
        "msg_signature": signature(APP.token, when, "n", sealed),
        "timestamp": when,
        "nonce": "n",
    }
    return query | ({name: sealed} if name else {})


async def post(bot: Bot, sealed: str, *, stamp: str | None = None) -> None:
    body = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
    query = signed(sealed, bot, stamp=stamp)
    await bot.reach().post("/wecom/callback", params=query, content=body.encode())
