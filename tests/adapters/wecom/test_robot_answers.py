"""What the robot says, on its own strict wire: as an answer while that is possible, else unasked."""

import base64

import pytest

from adapters.chat import (
    Button,
    Card,
    DeliveryError,
    Document,
    Failure,
    Field,
    MultiSelect,
    Option,
    Picture,
    Row,
    Select,
    Text,
)
from adapters.wecom.robot.drawing import MOST_BYTES, marked
from adapters.wecom.robot.media import CHUNK, opened
from tests.adapters.bench import PNG
from tests.adapters.wecom.robot_bench import TO, ZHOU, Bot, bench

CARD = Card(title="拜访", buttons=(Button("保存", "save:1", primary=True), Button("取消", "no:1")))

OPTIONS = (Option("1", "一" * 30), Option("2", "二"))
SUBMIT = (Button("好", "k", submits=True),)


@pytest.fixture
async def bot():
    async with bench() as made:
        yield made


def commands(bot: Bot) -> list[str]:
    return [str(one["cmd"]) for one in bot.emulator.frames]


async def later(bot: Bot) -> None:
    """Until an answer that was not ready would have been begun: two questions whether anybody is there."""
    pings = bot.emulator.pings
    await bot.emulator.until(lambda: bot.emulator.pings >= pings + 3)


async def test_an_answer_in_time_is_said_once_and_nothing_before_it(bot: Bot) -> None:
    message = await bot.say("我的客户")
    await bot.reply(message.sender, Text("三位"))
    await later(bot)

    assert commands(bot) == ["aibot_respond_msg"]
    assert bot.texts() == ["三位"]


async def test_an_answer_that_takes_long_is_begun_and_then_said_in_the_same_bubble(
    bot: Bot,
) -> None:
    message = await bot.say("我的客户")
    await bot.emulator.until(lambda: bot.texts() == ["正在看…"])
    begun = bot.emulator.received_by(ZHOU)[0].note
    await bot.reply(message.sender, Text("三位"))

    (bubble,) = bot.emulator.received_by(ZHOU)
    assert (begun, bubble.text, bubble.note) == ("stream", "三位", "")


async def test_a_card_comes_with_the_end_of_what_was_begun(bot: Bot) -> None:
    message = await bot.say("昨天去了远帆")
    await bot.emulator.until(lambda: bot.texts() == ["正在看…"])
    await bot.reply(message.sender, CARD)

    words, card = bot.emulator.received_by(ZHOU)
    assert (words.text, words.note) == ("拜访", "")
    assert card.card
    assert card.card["card_type"] == "button_interaction"


async def test_a_message_told_twice_is_not_begun_twice(bot: Bot) -> None:
    message = await bot.say("我的客户", times=2)
    await bot.emulator.until(lambda: bot.texts() == ["正在看…"])
    await bot.reply(message.sender, Text("三位"))
    await later(bot)

    assert len([one for one in bot.texts() if one == "三位"]) == 1
    assert "stream" not in [one.note for one in bot.emulator.received_by(ZHOU)]


async def test_a_second_message_of_an_answer_is_sent_unasked(bot: Bot) -> None:
    message = await bot.say("我的客户")
    await bot.reply(message.sender, Text("一"))
    await bot.reply(message.sender, Text("二"))

    assert commands(bot) == ["aibot_respond_msg", "aibot_send_msg"]
    assert bot.texts() == ["一", "二"]


async def test_an_answer_nobody_confirmed_is_said_again_and_shown_once(bot: Bot) -> None:
    message = await bot.say("我的客户")
    bot.emulator.swallow = 1
    with pytest.raises(DeliveryError) as lost:
        await bot.reply(message.sender, Text("三位"), key="r1")
    await bot.reply(message.sender, Text("三位"), key="r1")

    assert lost.value.failure is Failure.RETRY
    assert bot.texts() == ["三位"]


async def test_a_push_nobody_confirmed_is_not_sent_again(bot: Bot) -> None:
    await bot.say("你好")
    bot.emulator.swallow = 1
    with pytest.raises(DeliveryError) as lost:
        await bot.reply(TO, Text("提醒"))

    assert lost.value.failure is Failure.DEAD


async def test_the_right_to_answer_ends_with_its_connection(bot: Bot) -> None:
    message = await bot.say("我的客户")
    await bot.emulator.cut()
    await bot.emulator.until(lambda: bot.emulator.subscribed == 2 and bot.robot.is_live)
    await bot.reply(message.sender, Text("三位"))

    assert commands(bot)[-1] == "aibot_send_msg"
    assert bot.texts()[-1] == "三位"


async def test_who_never_wrote_is_unreachable_and_who_did_waits_for_the_limit(bot: Bot) -> None:
    with pytest.raises(DeliveryError) as unmet:
        await bot.reply(TO, Text("提醒"))
    message = await bot.say("我的客户")
    bot.emulator.faults.append(846607)
    with pytest.raises(DeliveryError) as limited:
        await bot.reply(message.sender, Text("三位"))

    assert (unmet.value.failure, unmet.value.code) == (Failure.UNREACHABLE, "846607")
    assert limited.value.failure is Failure.WAIT


async def test_no_conversation_gets_more_than_thirty_a_minute(bot: Bot) -> None:
    await bot.say("你好")
    waits = []
    for number in range(40):
        try:
            await bot.reply(TO, Text(f"提醒 {number}"))
        except DeliveryError as error:
            waits.append(error.failure)

    assert len(bot.texts()) == 30
    assert waits == [Failure.WAIT] * 10
    assert bot.emulator.dropped == 0


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**赢单** `x`", "＊＊赢单＊＊ ｀x｀"),
        ("# 一\n> 二\n- 三", "＃ 一\n＞ 二\n－ 三"),
        ("[看](https://a.example)", "［看］(https://a.example)"),
        ("<font color=red>", "＜font color=red>"),
        ("https://a.example/x_y*z", "https://a.example/x_y*z"),
        ("_斜_ a_b 1-2", "＿斜＿ a_b 1-2"),
    ],
)
def test_what_people_wrote_is_no_mark_up(written: str, shown: str) -> None:
    assert marked(written) == shown


async def test_a_long_text_is_sent_in_parts_within_the_limit(bot: Bot) -> None:
    message = await bot.say("全部")
    await bot.reply(message.sender, Text("客户" * 5_000))

    assert len(bot.texts()) == 2
    assert "".join(bot.texts()) == "客户" * 5_000
    assert all(len(one.encode()) <= MOST_BYTES for one in bot.texts())


async def test_a_card_with_more_than_its_room_says_the_rest_beside_it(bot: Bot) -> None:
    message = await bot.say("查")
    long = Card(
        title="一" * 40,
        subtitle="二" * 40,
        body="三" * 150,
        fields=(Field("负责人", "四" * 29),),
        buttons=(Button("五" * 20, "a:1"),),
    )
    await bot.reply(message.sender, long)

    beside, card = bot.emulator.received_by(ZHOU)
    assert "三" * 150 in beside.text
    assert "四" * 29 in beside.text
    assert card.card is not None


async def test_what_was_said_beside_a_card_is_not_said_again_with_it(bot: Bot) -> None:
    message = await bot.say("查")
    await bot.emulator.cut()
    await bot.emulator.until(lambda: bot.emulator.subscribed == 2 and bot.robot.is_live)
    for number in range(29):
        await bot.reply(TO, Text(f"提醒{number}"))
    long = Card(title="合计", body="三" * 150, buttons=(Button("看", "a:1"),))

    with pytest.raises(DeliveryError) as over:
        await bot.reply(message.sender, long, key="r1")
    bot.clock.advance(seconds=62)
    await bot.reply(message.sender, long, key="r1")

    assert over.value.failure is Failure.WAIT
    assert bot.emulator.dropped == 0
    assert ["三" * 150 in one.text for one in bot.emulator.received_by(ZHOU)[29:]] == [True, False]


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        Card(title="t", inputs=(Select("s", "选", OPTIONS),), buttons=SUBMIT),
        Card(title="t", inputs=(MultiSelect("s", "选", OPTIONS),), buttons=SUBMIT),
        Card(title="t", rows=tuple(Row(f"客户{n}" * 8, buttons=(Button("认领", f"c:{n}"),)) for n in range(9))),
        Card(title="t", link="https://crm.example/x", body="没有按钮"),
    ],
)  # fmt: skip
async def test_every_kind_of_card_is_within_the_robots_limits(bot: Bot, card: Card) -> None:
    message = await bot.say("卡")
    await bot.reply(message.sender, card)

    assert bot.emulator.received_by(ZHOU)[-1].card is not None


async def test_a_pressed_card_changes_under_its_own_name(bot: Bot) -> None:
    message = await bot.say("昨天去了远帆")
    key = await bot.reply(message.sender, CARD)
    press = await bot.press("保存")
    await bot.change(press, Card(title="拜访", state="已保存"))

    (bubble,) = bot.emulator.received_by(ZHOU)
    assert (press.action, press.card and press.card.message) == ("save:1", key)
    assert bubble.card
    assert (bubble.card["replace_text"], bubble.card["task_id"]) == ("已保存", key)


async def test_a_press_that_is_over_five_seconds_old_asks_for_a_fresh_card(bot: Bot) -> None:
    message = await bot.say("昨天去了远帆")
    await bot.reply(message.sender, CARD)
    press = await bot.press("保存")
    bot.clock.advance(seconds=6)
    with pytest.raises(DeliveryError) as late:
        await bot.change(press, Card(title="拜访", state="已保存"))

    assert late.value.failure is Failure.STALE_CARD


async def test_a_change_nobody_confirmed_is_said_again_and_taken_for_done(bot: Bot) -> None:
    message = await bot.say("昨天去了远帆")
    await bot.reply(message.sender, CARD)
    press = await bot.press("保存")
    body = bot.robot.render_update(
        press.sender, Card(title="拜访", state="已保存"), press.card, key="u"
    )
    bot.emulator.swallow = 1
    with pytest.raises(DeliveryError) as lost:
        await bot.robot.deliver(body)
    await bot.robot.deliver(body)

    assert lost.value.failure is Failure.RETRY
    assert bot.emulator.received_by(ZHOU)[0].updates == 1


async def test_files_go_out_in_chunks(bot: Bot) -> None:
    message = await bot.say("导出")
    await bot.reply(message.sender, Document("客户.xlsx", "客户.xlsx"))
    await bot.reply(message.sender, Picture("digest.png"))

    assert bot.texts() == ["[客户.xlsx]", "[picture.png]"]
    assert bot.emulator.uploaded(ZHOU) == [b"PK\x03\x04sheet", PNG]
    assert CHUNK == 512 * 1024


async def test_an_empty_file_is_refused_at_once(bot: Bot) -> None:
    message = await bot.say("导出")
    with pytest.raises(DeliveryError) as refused:
        await bot.reply(message.sender, Document("empty", "空.xlsx"))

    assert refused.value.failure is Failure.DEAD


async def test_files_come_in_sealed_and_are_opened(bot: Bot) -> None:
    for kind, name in (("image", "a.png"), ("file", "客户.xlsx"), ("video", "a.mp4")):
        await bot.emulator.give(ZHOU, kind, PNG, name)
    await bot.emulator.mix(ZHOU, "名片", PNG)
    await bot.emulator.until(lambda: len(bot.heard) == 4)

    found = [
        (one.attachments[0].kind, await bot.robot.download(one, one.attachments[0]))
        for one in bot.heard.values()
    ]
    assert [str(kind) for kind, _ in found] == ["image", "file", "video", "image"]
    assert [one.content for _, one in found] == [PNG] * 4
    assert found[1][1].name == "客户.xlsx"
    assert list(bot.heard.values())[-1].text == "名片"


async def test_a_file_older_than_five_minutes_is_gone(bot: Bot) -> None:
    await bot.emulator.give(ZHOU, "file", PNG, "a.xlsx")
    message = await bot.next(0)
    bot.clock.advance(minutes=6)
    with pytest.raises(DeliveryError) as gone:
        await bot.robot.download(message, message.attachments[0])

    assert gone.value.failure is Failure.DEAD


@pytest.mark.parametrize("content", [b"", b"x" * 32, b"short"])
def test_what_that_key_did_not_seal_is_refused(content: bytes) -> None:
    with pytest.raises(DeliveryError):
        opened(content, base64.b64encode(bytes(32)).decode())


async def test_a_quoted_file_comes_with_what_is_said_of_it(bot: Bot) -> None:
    quote = {"msgtype": "image", "image": {"url": "https://a.example/1", "aeskey": "a" * 43}}
    content = {"msgtype": "text", "text": {"content": "记到远帆"}, "quote": quote}
    await bot.emulator.send(ZHOU, content, "记到远帆")
    message = await bot.next(0)

    assert message.text == "记到远帆"
    assert [str(one.kind) for one in message.attachments] == ["image"]


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("@聊客 查远帆", "查远帆"),
        ("查远帆 @聊客", "查远帆"),
        ("@聊客 提醒 @林悦 交报告", "提醒 @林悦 交报告"),
    ],
)
async def test_in_a_group_its_own_name_is_left_out(bot: Bot, written: str, understood: str) -> None:
    message = await bot.say(written, group="wr1")
    assert (message.text, message.sender.group) == (understood, "wr1")


async def test_what_was_heard_says_that_it_was_spoken(bot: Bot) -> None:
    await bot.emulator.speak(ZHOU, "昨天去了远帆")
    message = await bot.next(0)
    assert (message.text, message.heard, message.attachments) == ("昨天去了远帆", True, ())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"from": "x", "msgid": 3},
        {"from": {"userid": "a"}, "msgid": "m", "msgtype": "text", "text": None},
        {"from": {"userid": "a"}, "msgid": "m", "msgtype": "mixed", "mixed": {"msg_item": ["x"]}},
        {"from": {"userid": "a"}, "msgid": "m", "msgtype": "event", "event": {"eventtype": 7}},
    ],
)
async def test_what_cannot_be_read_is_left_alone(bot: Bot, body: dict) -> None:
    await bot.emulator.tell_raw(body)
    message = await bot.say("还在吗")
    assert list(bot.heard.values()) == [message]
