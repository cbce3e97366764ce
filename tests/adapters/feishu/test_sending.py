"""What the bot shows on Feishu, and what becomes of refusals."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from adapters.chat import (
    Address,
    Card,
    CardHandle,
    DeliveryError,
    Document,
    Failure,
    Picture,
    Platform,
    Reply,
    Text,
)
from tests.adapters.feishu.bench import ZHOU, Bot
from tests.cards.samples import DRAFT, FORM, HOSTILE, SAMPLES, SAVED

TO = Address(Platform.FEISHU, ZHOU)


async def test_an_echo_goes_all_the_way_round(bot: Bot) -> None:
    await bot.emulator.say(ZHOU, "你好")
    await bot.echo()

    assert [one.text for one in bot.emulator.timeline(ZHOU)] == ["你好", "你说：你好"]


async def test_a_group_reads_what_is_sent_to_it(bot: Bot) -> None:
    await bot.send(Text("大家好"), group="oc_sales")

    assert [one.text for one in bot.emulator.received_by("oc_sales")] == ["大家好"]
    assert bot.emulator.received_by(ZHOU) == []


@pytest.mark.parametrize("name", SAMPLES)
async def test_every_card_arrives(bot: Bot, name: str) -> None:
    await bot.send(SAMPLES[name])

    assert bot.emulator.received_by(ZHOU)[0].card is not None


async def test_pictures_and_files_arrive(bot: Bot) -> None:
    await bot.send(Picture("digest.png"))
    await bot.send(Document("客户.xlsx", "客户.xlsx"))

    kept = [bot.emulator.tenant.files[one.media] for one in bot.emulator.received_by(ZHOU)]
    assert [(one.kind, one.name) for one in kept] == [("image", ""), ("file", "客户.xlsx")]
    assert kept[1].content == b"PK\x03\x04sheet"


async def test_nobody_is_called_by_what_people_wrote(bot: Bot) -> None:
    await bot.send(Text('<at user_id="all"></at> [点](https://x.example) <b>粗</b>'))
    await bot.send(HOSTILE)

    assert list(bot.emulator.tenant.mentions) == []
    assert "](" not in bot.emulator.received_by(ZHOU)[0].text


async def test_a_long_text_comes_in_pieces(bot: Bot) -> None:
    text = "很长的一行。\n" * 10_000

    await bot.send(Text(text))

    assert "".join(one.text for one in bot.emulator.received_by(ZHOU)) == text


async def test_the_same_message_sent_again_arrives_once(bot: Bot) -> None:
    first = await bot.send(Text("你好"), key="m")
    again = await bot.send(Text("你好"), key="m")

    assert first == again
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_lost_answer_doubles_nothing(bot: Bot) -> None:
    bot.emulator.swallow = 1
    with pytest.raises(DeliveryError) as lost:
        await bot.send(Text("你好"), key="m")

    await bot.send(Text("你好"), key="m")
    assert lost.value.failure is Failure.RETRY
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_long_key_still_makes_its_message_arrive_once(bot: Bot) -> None:
    await bot.send(Text("一"), key="k" * 60 + "1")
    await bot.send(Text("二"), key="k" * 60 + "2")

    assert [one.text for one in bot.emulator.received_by(ZHOU)] == ["一", "二"]


async def test_a_message_the_platform_says_it_has_is_delivered(bot: Bot) -> None:
    await bot.client.check()
    bot.emulator.faults.append(230049)

    assert (await bot.send(Text("你好"))).message == ""


async def test_the_pressed_card_changes_in_its_callback(bot: Bot) -> None:
    await bot.send(DRAFT)
    bot.reply = Reply(card=SAVED, toast="已保存")

    outcome = await bot.emulator.press_label(ZHOU, "保存")

    assert (outcome.toast, outcome.changed, outcome.error) == ("已保存", True, "")
    assert shown(bot) == "【已保存】"


async def test_a_press_without_an_answer_changes_nothing(bot: Bot) -> None:
    await bot.send(DRAFT)

    outcome = await bot.emulator.press_label(ZHOU, "保存")

    assert (outcome.status, outcome.toast, outcome.changed) == (200, "", False)


@pytest.mark.parametrize("reply", [Reply(), Reply(text="好")])
def test_only_toast_and_card_fit_into_a_callback(bot: Bot, reply: Reply) -> None:
    assert bot.platform.answer(reply) is None


async def test_the_pressed_card_is_changed_later_by_its_token(bot: Bot) -> None:
    await press_draft(bot)

    await change(bot)

    assert shown(bot) == "【已保存】"
    assert paths(bot)[-1] == "/open-apis/interactive/v1/card/update"


async def test_an_old_token_gives_way_to_the_messages_id(bot: Bot) -> None:
    await press_draft(bot)
    bot.clock.advance(minutes=31)

    await change(bot)

    assert shown(bot) == "【已保存】"
    assert paths(bot)[-1].startswith("/open-apis/im/v1/messages/om_")


async def test_a_used_token_gives_way_to_the_messages_id(bot: Bot) -> None:
    await press_draft(bot)

    for _ in range(3):
        await change(bot)

    assert paths(bot)[-1].startswith("/open-apis/im/v1/messages/om_")
    assert len(bot.emulator.received_by(ZHOU)[0].versions) == 4


async def test_P10_a_card_of_two_weeks_is_said_to_be_too_old(bot: Bot) -> None:
    await press_draft(bot)
    bot.clock.advance(days=14, seconds=1)

    assert await failure(change(bot)) == (Failure.STALE_CARD, "230031")


async def test_a_card_that_was_taken_back_is_said_to_be_gone(bot: Bot) -> None:
    await press_draft(bot)
    bot.emulator.recall(bot.emulator.received_by(ZHOU)[0])

    assert await failure(change(bot)) == (Failure.STALE_CARD, "230011")


async def test_somebody_is_found_by_mobile(bot: Bot) -> None:
    bot.emulator.mobiles["13800000059"] = ZHOU
    asked = [str(13_800_000_000 + number) for number in range(120)]

    assert await bot.platform.find_mobiles(asked) == {"13800000059": ZHOU}
    assert await bot.platform.find_mobiles([]) == {}


@pytest.mark.parametrize(
    ("fault", "failure_"),
    [
        pytest.param(502, Failure.RETRY, id="a gateway"),
        pytest.param(99991400, Failure.WAIT, id="the interface's limit"),
        pytest.param(429, Failure.WAIT, id="the same by status"),
        pytest.param(230020, Failure.WAIT, id="the person's limit"),
        pytest.param(2200, Failure.RETRY, id="an inner fault"),
        pytest.param(230013, Failure.DEAD, id="out of range"),
        pytest.param(230099, Failure.DEAD, id="a card it cannot draw"),
        pytest.param(99991672, Failure.DEAD, id="a missing right"),
        pytest.param(11310, Failure.RETRY, id="a card that is in use"),
        pytest.param(99991401, Failure.WAIT, id="an address nobody trusts"),
        pytest.param(99991403, Failure.WAIT, id="a quota that is used up"),
        pytest.param(99991662, Failure.WAIT, id="an application that is switched off"),
        pytest.param(230006, Failure.WAIT, id="a bot that is switched off"),
        pytest.param(230053, Failure.DEAD, id="a person who has muted the bot"),
        pytest.param(230022, Failure.DEAD, id="words the platform does not carry"),
    ],
)
async def test_each_code_asks_for_its_own_remedy(bot: Bot, fault: int, failure_: Failure) -> None:
    await bot.client.check()
    bot.emulator.faults.append(fault)

    assert (await failure(bot.send(Text("你好"))))[0] is failure_
    bot.clock.advance(seconds=2)
    await bot.send(Text("你好"))
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_card_in_use_is_tried_again_however_the_platform_says_so(bot: Bot) -> None:
    msg = "Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock; "
    await bot.client.check()
    refused = httpx.Response(400, json={"code": 230099, "msg": msg})
    bot.client._http = httpx.AsyncClient(
        base_url="http://feishu.test", transport=httpx.MockTransport(lambda _: refused)
    )

    assert await failure(bot.send(DRAFT)) == (Failure.RETRY, "230099")


@pytest.mark.parametrize(
    ("scope", "code"),
    [("contact:user.id:readonly", "99991672"), ("im:message:send_as_bot", "")],
)
async def test_a_check_names_a_right_that_is_missing(bot: Bot, scope: str, code: str) -> None:
    bot.emulator.tenant.scopes.remove(scope)

    if code:
        assert await failure(bot.client.check()) == (Failure.DEAD, code)
    else:
        await bot.client.check()


@pytest.mark.parametrize("fault", [10015, 99991401, 502])
async def test_a_check_fails_when_nothing_can_be_asked(bot: Bot, fault: int) -> None:
    bot.emulator.faults.append(fault)
    if fault == 10015:
        bot.client._secret = "wrong"

    with pytest.raises(DeliveryError):
        await bot.client.check()


async def test_the_interfaces_limit_holds_everybody_up(bot: Bot) -> None:
    await bot.client.check()
    bot.emulator.faults.append(99991400)

    with pytest.raises(DeliveryError) as error:
        await bot.send(Text("你好"))

    assert (error.value.scope, error.value.after) == ("api", timedelta(seconds=1))


async def test_a_person_who_is_not_there_is_a_dead_end(bot: Bot) -> None:
    body = bot.platform.render(Address(Platform.FEISHU, "ou_gone"), Text("x"), key="x")

    assert await failure(bot.platform.deliver(body)) == (Failure.DEAD, "230013")


async def test_a_refused_token_is_renewed_and_the_call_repeated(bot: Bot) -> None:
    await bot.send(Text("一"))
    bot.emulator.expire_tokens()
    bot.clock.advance(seconds=61)

    await bot.send(Text("二"))

    assert [one.text for one in bot.emulator.received_by(ZHOU)] == ["一", "二"]


async def test_a_token_that_is_nearly_over_is_not_used(bot: Bot) -> None:
    await bot.send(Text("一"))
    bot.clock.advance(minutes=116)
    await bot.send(Text("二"))

    assert len(bot.emulator.tenant.tokens) == 2


async def test_many_calls_fetch_one_token(bot: Bot) -> None:
    await asyncio.gather(*(bot.platform.find_mobiles([str(number)]) for number in range(20)))

    assert len(bot.emulator.tenant.tokens) == 1


async def test_a_wrong_secret_stops_all_calls_for_a_while(bot: Bot) -> None:
    bot.client._secret = "wrong"

    with pytest.raises(DeliveryError) as error:
        await bot.send(Text("x"))

    assert (error.value.failure, error.value.code, error.value.scope) == (
        Failure.WAIT,
        "10015",
        "api",
    )


async def test_P09_the_sixth_message_of_a_second_waits(bot: Bot) -> None:
    for number in range(5):
        await bot.send(Text(str(number)))

    assert await failure(bot.send(Text("5"))) == (Failure.WAIT, "own-limit")
    bot.clock.advance(seconds=1.2)
    await bot.send(Text("5"))
    assert len(bot.emulator.received_by(ZHOU)) == 6


async def test_a_header_of_the_limit_on_a_good_answer_is_no_refusal(bot: Bot) -> None:
    def good(_: httpx.Request) -> httpx.Response:
        headers = {"x-ogw-ratelimit-limit": "1000", "x-ogw-ratelimit-reset": "9"}
        token = {"tenant_access_token": "t-1", "expire": 7200}
        return httpx.Response(200, json={"code": 0, "data": {}, **token}, headers=headers)

    bot.client._http = httpx.AsyncClient(
        base_url="http://feishu.test", transport=httpx.MockTransport(good)
    )

    assert await bot.platform.find_mobiles(["138"]) == {}


@pytest.mark.parametrize(
    ("response", "wanted"),
    [
        pytest.param(httpx.Response(200, text="<html>"), (Failure.RETRY, "no-json"), id="a page"),
        pytest.param(httpx.Response(200, json=[]), (Failure.RETRY, "no-object"), id="a list"),
        pytest.param(httpx.Response(404, json={}), (Failure.DEAD, "http-404"), id="no code"),
        pytest.param(httpx.Response(200, json={"code": "x"}), (Failure.DEAD, "http-200"), id="?"),
        pytest.param(httpx.Response(503), (Failure.RETRY, "http-503"), id="busy"),
    ],
)
async def test_an_answer_that_is_none_has_a_remedy_too(
    bot: Bot, response: httpx.Response, wanted: tuple[Failure, str]
) -> None:
    await bot.client.check()
    bot.client._http = httpx.AsyncClient(
        base_url="http://feishu.test", transport=httpx.MockTransport(lambda _: response)
    )

    assert await failure(bot.platform.find_mobiles(["138"])) == wanted


async def test_a_platform_that_is_not_there_is_tried_again(bot: Bot) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("gone", request=request)

    bot.client._http = httpx.AsyncClient(
        base_url="http://feishu.test", transport=httpx.MockTransport(fail)
    )

    assert await failure(bot.send(Text("x"))) == (Failure.RETRY, "ConnectError")


def test_the_same_content_is_drawn_the_same(bot: Bot) -> None:
    draws = {bot.platform.render(TO, FORM, key="m1") for _ in range(2)}

    assert len(draws) == 1


async def press_draft(bot: Bot) -> None:
    await bot.send(DRAFT)
    await bot.emulator.press_label(ZHOU, "保存")


async def change(bot: Bot, card: Card = SAVED) -> None:
    """What the outbox does with the pressed card."""
    handle = bot.presses()[-1].card
    assert isinstance(handle, CardHandle)
    await bot.platform.deliver(bot.platform.render_update(TO, card, handle, key="u"))


async def failure(call) -> tuple[Failure, str]:
    with pytest.raises(DeliveryError) as error:
        await call
    return error.value.failure, error.value.code


def shown(bot: Bot) -> str:
    """The first line of the newest card."""
    card = bot.emulator.received_by(ZHOU)[-1].card or {}
    return card["body"]["elements"][0]["text"]["content"]


def paths(bot: Bot) -> list[str]:
    return [one.path for one in bot.emulator.exchanges if one.direction == "api"]
