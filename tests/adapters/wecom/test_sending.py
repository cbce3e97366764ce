"""What the bot shows on WeCom, and what becomes of refusals."""

import asyncio
import json
from collections import Counter
from datetime import timedelta

import httpx
import pytest

from adapters.chat import (
    Address,
    Card,
    DeliveryError,
    Document,
    Failure,
    Field,
    Picture,
    Platform,
    Reply,
    Text,
)
from tests.adapters.wecom.bench import APP, TO, ZHOU, Bot
from tests.cards.samples import DRAFT, FORM, HOSTILE, HUGE, SAMPLES, SAVED

SEND = "message/send"


@pytest.mark.parametrize("name", SAMPLES)
async def test_every_card_arrives(bot: Bot, name: str) -> None:
    await bot.send(SAMPLES[name])

    assert bot.emulator.received_by(ZHOU)[-1].card is not None
    assert list(bot.emulator.corp.warnings) == []


async def test_what_a_card_cannot_show_is_written_before_it(bot: Bot) -> None:
    await bot.send(Card(title="简报", body="一行\n" * 200, link="https://crm.example"))

    assert bot.texts()[0].count("一行") == 200
    assert bot.emulator.received_by(ZHOU)[-1].card


async def test_a_card_that_leads_nowhere_is_a_text(bot: Bot) -> None:
    homeless = bot.restarted(home="")

    body = homeless.render(TO, Card(title="今日", fields=(Field("客户", "远帆"),)), key="k")
    await homeless.deliver(body)

    assert bot.texts() == ["今日\n客户：远帆"]


async def test_pictures_and_files_arrive(bot: Bot) -> None:
    await bot.send(Picture("digest.png"))
    await bot.send(Document("客户.xlsx", "客户名单.xlsx"))

    kept = [bot.emulator.corp.files[one.media] for one in bot.emulator.received_by(ZHOU)]
    assert [(one.kind, one.name) for one in kept] == [
        ("image", "digest.png"),
        ("file", "客户名单.xlsx"),
    ]
    assert kept[1].content == b"PK\x03\x04sheet"


async def test_a_file_sent_again_is_uploaded_once_and_seen_once(bot: Bot) -> None:
    await bot.client.check()
    bot.emulator.faults.extend([0, 502])
    with pytest.raises(DeliveryError):
        await bot.send(Document("客户.xlsx", "客户.xlsx"), key="m")
    await bot.send(Document("客户.xlsx", "客户.xlsx"), key="m")

    assert len(bot.emulator.received_by(ZHOU)) == 1
    assert bot.calls("media/upload") == 1


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://evil.example">点我</a>',
        "<A HREF=x>点</A>",
        "<at id=all></at> <@all>",
        "</a><br><div class='highlight'>x",
    ],
)
async def test_what_people_wrote_is_no_markup(bot: Bot, text: str) -> None:
    await bot.send(Text(text))

    shown = bot.texts()[0]
    assert "<a" not in shown.lower()
    assert "</" not in shown
    assert shown.replace("＜", "<") == text


async def test_text_of_any_script_is_shown_without_what_turns_it_around(bot: Bot) -> None:
    await bot.send(Text("😀👨‍👩‍👧 مرحبا **粗** =1+1 \u202egnp.exe\x07"))

    written = bot.emulator.received_by(ZHOU)[0].text
    assert "\u202e" not in written
    assert "\x07" not in written
    assert "👨\u200d👩\u200d👧 مرحبا **粗** =1+1 gnp.exe" in written


async def test_a_hostile_card_holds_no_markup_and_no_marks(bot: Bot) -> None:
    await bot.send(HOSTILE)

    drawn = json.dumps(bot.emulator.received_by(ZHOU)[-1].card, ensure_ascii=False)
    assert "\u202e" not in drawn
    assert "\\u0000" not in drawn


async def test_a_text_of_ten_thousand_characters_comes_whole_in_pieces(bot: Bot) -> None:
    text = "今天去了远帆😀，" * 1_250

    await bot.send(Text(text))

    assert "".join(bot.texts()) == text
    assert max(len(one.text.encode()) for one in bot.emulator.received_by(ZHOU)) <= 2048


async def test_more_pieces_than_a_minute_takes_come_whole_and_once(bot: Bot) -> None:
    text = "很长的一行。\n" * 5_000
    body = bot.platform.render(TO, Text(text), key="m")

    waits = 0
    while (wait := await wait_for(bot, body)) is not None:
        bot.clock.now += wait
        waits += 1

    assert "".join(bot.texts()) == text
    assert waits == 1
    assert bot.emulator.dropped == 0


async def test_the_same_message_sent_again_arrives_once(bot: Bot) -> None:
    body = bot.platform.render(TO, Text("你好"), key="m")
    await bot.platform.deliver(body)
    await bot.restarted().deliver(body)

    assert bot.texts() == ["你好"]
    assert bot.calls(SEND) == 2


async def test_the_same_words_said_twice_arrive_twice(bot: Bot) -> None:
    await bot.send(Text("你好"), key="a")
    await bot.send(Text("你好"), key="b")

    assert bot.texts() == ["你好", "你好"]


async def test_a_retry_is_byte_for_byte_the_same(bot: Bot) -> None:
    draws = {bot.platform.render(TO, content, key="m") for content in (FORM, FORM)}
    step = json.loads(draws.pop())[0]["send"]

    assert draws == set()
    assert (step["enable_duplicate_check"], step["duplicate_check_interval"]) == (1, 14_400)


@pytest.mark.parametrize("content", [Text("你好"), DRAFT], ids=["text", "card"])
async def test_a_lost_answer_doubles_nothing(bot: Bot, content: Text | Card) -> None:
    await bot.client.check()
    bot.emulator.swallow = 1
    with pytest.raises(DeliveryError) as lost:
        await bot.send(content, key="m")

    await bot.send(content, key="m")
    assert lost.value.failure is Failure.RETRY
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_card_whose_task_is_known_after_the_window_has_arrived_before(bot: Bot) -> None:
    body = bot.platform.render(TO, DRAFT, key="m")
    await bot.platform.deliver(body)
    bot.clock.advance(hours=5)

    await bot.restarted().deliver(body)

    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_key_wecom_would_not_take_still_makes_its_card_arrive_once(bot: Bot) -> None:
    for key in ("计划:1", "计划:2", "k" * 200):
        await bot.send(DRAFT, key=key)

    tasks = [(one.card or {})["task_id"] for one in bot.emulator.received_by(ZHOU)]
    assert len(set(tasks)) == 3


async def test_a_pressed_card_shows_its_end_state(bot: Bot) -> None:
    await press_draft(bot)

    await bot.change(SAVED)

    card = bot.emulator.received_by(ZHOU)[0].card
    assert card
    assert card["sub_title_text"].startswith("【已保存】")
    assert [one["text"] for one in card["button_list"]] == ["撤销"]


async def test_a_card_without_buttons_left_shows_its_state_in_grey(bot: Bot) -> None:
    await press_draft(bot)

    await bot.change(Card(title="记跟进 · 远帆", state="已取消"))

    card = bot.emulator.received_by(ZHOU)[0].card or {}
    assert card["replace_text"] == "已取消"


async def test_the_changed_card_can_be_pressed_and_changed_again(bot: Bot) -> None:
    await press_draft(bot)
    await bot.change(SAVED)
    await bot.emulator.press_label(ZHOU, "撤销")
    await bot.change(Card(title="记跟进 · 远帆", state="已撤销"))

    assert bot.emulator.received_by(ZHOU)[0].updates == 2


async def test_P10_a_card_of_three_days_is_said_to_be_too_old(bot: Bot) -> None:
    await press_draft(bot)
    bot.clock.advance(hours=72, seconds=1)

    assert await failure(bot.change(SAVED)) == (Failure.STALE_CARD, "60140")


async def test_P10_a_card_of_nearly_three_days_is_changed(bot: Bot) -> None:
    await press_draft(bot)
    bot.clock.advance(hours=71, minutes=59)

    await bot.change(SAVED)

    assert bot.emulator.received_by(ZHOU)[0].updates == 1


async def test_a_right_that_was_used_is_used_up(bot: Bot) -> None:
    await press_draft(bot)
    await bot.change(SAVED)

    assert await failure(bot.change(DRAFT)) == (Failure.STALE_CARD, "60140")


async def test_a_change_whose_answer_was_lost_is_done(bot: Bot) -> None:
    await press_draft(bot)
    bot.emulator.swallow = 1
    assert (await failure(bot.change(SAVED)))[0] is Failure.RETRY

    await bot.change(SAVED)

    assert bot.emulator.received_by(ZHOU)[0].updates == 1


async def test_wecom_answers_no_press_in_its_callback(bot: Bot) -> None:
    assert bot.platform.answer(Reply(card=SAVED, toast="已保存")) is None


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [(-1, Failure.RETRY), (502, Failure.RETRY), (45009, Failure.WAIT), (81013, Failure.DEAD)],
)
async def test_what_was_refused_once_may_be_sent_again(
    bot: Bot, fault: int, wanted: Failure
) -> None:
    await bot.client.check()
    bot.emulator.faults.append(fault)

    assert (await failure(bot.send(Text("你好"), key="m")))[0] is wanted
    bot.clock.advance(seconds=60)
    await bot.send(Text("你好"), key="m")
    assert bot.texts() == ["你好"]


async def test_an_address_that_is_not_trusted_is_named(bot: Bot) -> None:
    bot.emulator.corp.standing = 60020

    with pytest.raises(DeliveryError) as error:
        await bot.platform.check()

    assert (error.value.code, error.value.seen_from) == ("60020", "203.0.113.7")


@pytest.mark.parametrize("fault", [40001, 301002, 60020])
async def test_a_check_sees_what_a_token_alone_does_not(bot: Bot, fault: int) -> None:
    await bot.send(Text("你好"))
    bot.emulator.corp.standing = fault

    assert (await failure(bot.platform.check()))[1] == str(fault)


async def test_an_application_without_a_menu_is_well(bot: Bot) -> None:
    await bot.platform.check()
    await bot.platform.push_menu({"button": [{"type": "click", "name": "今天", "key": "today"}]})
    await bot.platform.check()

    assert bot.calls("menu/get") == 2


async def test_a_person_who_is_not_there_is_a_dead_end(bot: Bot) -> None:
    to = Address(Platform.WECOM, "gone")

    assert await failure(bot.send(Text("x"), to=to)) == (Failure.DEAD, "81013")


async def test_a_success_that_names_the_person_as_invalid_is_none(bot: Bot) -> None:
    to = Address(Platform.WECOM, f"{ZHOU}|gone")

    assert await failure(bot.send(Text("x"), to=to)) == (Failure.DEAD, "invaliduser")


@pytest.mark.parametrize("end", ["expire_tokens", "revoke_tokens"])
async def test_a_refused_token_is_renewed_once_and_the_call_repeated(bot: Bot, end: str) -> None:
    await bot.send(Text("一"))
    getattr(bot.emulator, end)()
    bot.clock.advance(seconds=61)
    bot.emulator.corp.failures.delay = 0.001

    await asyncio.gather(*(bot.send(Text(str(number))) for number in range(16)))

    assert len(bot.texts()) == 17
    assert bot.calls("gettoken") == 2


async def test_sixteen_cold_callers_fetch_one_token(bot: Bot) -> None:
    bot.emulator.corp.failures.delay = 0.001

    await asyncio.gather(*(bot.client.check() for _ in range(16)))

    assert bot.calls("gettoken") == 1


async def test_a_token_that_is_nearly_over_is_not_used(bot: Bot) -> None:
    await bot.send(Text("一"))
    bot.clock.advance(minutes=116)
    await bot.send(Text("二"))

    assert bot.calls("gettoken") == 2


async def test_a_token_that_is_never_good_is_not_fetched_for_ever(bot: Bot) -> None:
    failures: Counter[Failure] = Counter()
    for _ in range(50):
        bot.emulator.revoke_tokens()
        bot.emulator.faults.clear()
        # what is issued is refused at once
        bot.emulator.faults.extend([40014, 0, 40014])
        failures[(await failure(bot.client.check()))[0]] += 1

    assert bot.calls("gettoken") <= 6
    assert failures[Failure.WAIT] > 40


async def test_a_wrong_secret_is_asked_with_less_and_less_often(bot: Bot) -> None:
    bot.client._secret = "wrong"
    for _ in range(600):
        with pytest.raises(DeliveryError) as error:
            await bot.send(Text("x"))
        assert (error.value.failure, error.value.code) == (Failure.WAIT, "40001")
        bot.clock.advance(seconds=60)

    assert bot.calls("gettoken") <= 17


async def test_P09_the_thirty_first_message_of_a_minute_waits_and_none_is_dropped(
    bot: Bot,
) -> None:
    for number in range(30):
        await bot.send(Text(str(number)))

    assert await failure(bot.send(Text("30"))) == (Failure.WAIT, "own-limit")
    bot.clock.advance(seconds=61)
    await bot.send(Text("30"))
    assert (len(bot.texts()), bot.emulator.dropped) == (31, 0)


async def test_P09_a_restart_is_no_way_around_the_limit(bot: Bot) -> None:
    for number in range(30):
        await bot.send(Text(str(number)))
    bot.platform = bot.restarted()

    assert await failure(bot.send(Text("30"))) == (Failure.WAIT, "own-limit")
    assert (len(bot.texts()), bot.emulator.dropped) == (30, 0)


async def test_P09_one_persons_limit_holds_up_nobody_else(bot: Bot) -> None:
    bot.emulator.people["LiNa"] = "李娜"
    for number in range(30):
        await bot.send(Text(str(number)))

    await bot.send(Text("你好"), to=Address(Platform.WECOM, "LiNa"))

    assert len(bot.emulator.received_by("LiNa")) == 1


@pytest.mark.parametrize(
    ("response", "wanted"),
    [
        pytest.param(httpx.Response(200, text="<html>"), (Failure.RETRY, "no-json"), id="a page"),
        pytest.param(httpx.Response(200, json=[]), (Failure.RETRY, "no-object"), id="a list"),
        pytest.param(
            httpx.Response(200, json={"errcode": "x"}), (Failure.RETRY, "no-code"), id="?"
        ),
        pytest.param(httpx.Response(429), (Failure.RETRY, "http-429"), id="a busy proxy"),
        pytest.param(httpx.Response(404, json={}), (Failure.DEAD, "http-404"), id="no such path"),
        pytest.param(httpx.Response(503), (Failure.RETRY, "http-503"), id="busy"),
        pytest.param(httpx.ConnectError("gone"), (Failure.RETRY, "ConnectError"), id="not there"),
        pytest.param(httpx.ReadTimeout("slow"), (Failure.RETRY, "timeout"), id="too slow"),
    ],
)
async def test_an_answer_that_is_none_has_a_remedy_too(
    bot: Bot, response: httpx.Response | Exception, wanted: tuple[Failure, str]
) -> None:
    await bot.client.check()
    answering(bot, response)

    assert await failure(bot.send(Text("x"))) == wanted


@pytest.mark.parametrize("answer", [{}, {"access_token": "t"}, {"expires_in": 7200}])
async def test_a_token_that_is_none_is_asked_for_again(bot: Bot, answer: dict[str, object]) -> None:
    answering(bot, httpx.Response(200, json=answer))

    assert (await failure(bot.send(Text("x"))))[0] is Failure.RETRY


async def test_an_answer_without_a_code_is_a_success(bot: Bot) -> None:
    await bot.client.check()
    answering(bot, httpx.Response(200, json={"msgid": "m"}))

    assert (await bot.send(Text("x"))).message == "m"


async def test_a_huge_card_is_within_every_limit(bot: Bot) -> None:
    await bot.send(HUGE)

    assert max(len(one.text.encode()) for one in bot.emulator.received_by(ZHOU)) <= 2048


async def test_no_secret_is_in_the_log_of_what_was_called(bot: Bot) -> None:
    await bot.send(Text("x"))

    seen = json.dumps([(one.path, one.request, one.answer) for one in bot.emulator.exchanges])
    assert APP.secret not in seen
    assert not any(token in seen for token in bot.emulator.corp.tokens)


async def press_draft(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")


async def failure(call) -> tuple[Failure, str]:
    with pytest.raises(DeliveryError) as error:
        await call
    return error.value.failure, error.value.code


async def wait_for(bot: Bot, body: bytes) -> timedelta | None:
    """How long the delivery is to wait; None when it is done."""
    try:
        await bot.platform.deliver(body)
    except DeliveryError as error:
        return error.after
    return None


def answering(bot: Bot, answer: httpx.Response | Exception) -> None:
    """Let something else stand at the platform's address."""

    def respond(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    bot.client._http = httpx.AsyncClient(
        base_url="http://wecom.test", transport=httpx.MockTransport(respond)
    )
