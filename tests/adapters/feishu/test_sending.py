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
from tests.adapters.feishu.bench import APP, ZHOU, Bot
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


async def test_a_short_line_alone_is_shown_whatever_is_in_it(bot: Bot) -> None:
    await bot.send(DRAFT)
    bot.reply = Reply(toast="\u202e" + "长" * 300)

    outcome = await bot.emulator.press_label(ZHOU, "保存")

    assert (outcome.toast, outcome.changed, outcome.error) == ("长" * 199 + "…", False, "")


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
    bot.clock.advance(minutes=29)

    await change(bot)

    assert shown(bot) == "【已保存】"
    assert paths(bot)[-1].startswith("/open-apis/im/v1/messages/om_")
    assert "/open-apis/interactive/v1/card/update" not in paths(bot)


async def test_a_token_that_lives_is_used(bot: Bot) -> None:
    await press_draft(bot)
    bot.clock.advance(minutes=28, seconds=59)

    await change(bot)

    assert paths(bot)[-1] == "/open-apis/interactive/v1/card/update"


async def test_a_change_that_is_held_up_is_not_tried_the_other_way(bot: Bot) -> None:
    await press_draft(bot)
    bot.emulator.faults.append(99991400)

    assert await failure(change(bot)) == (Failure.WAIT, "99991400")
    assert paths(bot)[-1] == "/open-apis/interactive/v1/card/update"


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
    ("fault", "wanted"),
    [(502, Failure.RETRY), (429, Failure.WAIT), (230020, Failure.WAIT), (230099, Failure.DEAD)],
)
async def test_what_was_refused_once_may_be_sent_again(
    bot: Bot, fault: int, wanted: Failure
) -> None:
    await bot.client.check()
    bot.emulator.faults.append(fault)

    assert (await failure(bot.send(Text("你好"))))[0] is wanted
    bot.clock.advance(seconds=2)
    await bot.send(Text("你好"))
    assert len(bot.emulator.received_by(ZHOU)) == 1


async def test_a_card_in_use_is_tried_again_however_the_platform_says_so(bot: Bot) -> None:
    msg = "Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock; "
    await bot.client.check()
    refused = httpx.Response(400, json={"code": 230099, "msg": msg})
    answering(bot, refused)

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


async def test_a_check_does_not_mind_what_says_nothing_about_rights(bot: Bot) -> None:
    await bot.client.check()
    bot.emulator.faults.extend([0, 230099])  # it knows itself; of the colleague it hears nothing

    await bot.client.check()


@pytest.mark.parametrize("fault", [10015, 99991401, 502])
async def test_a_check_fails_when_nothing_can_be_asked(bot: Bot, fault: int) -> None:
    bot.emulator.faults.append(fault)
    if fault == 10015:
        bot.client._secret = "wrong"

    with pytest.raises(DeliveryError):
        await bot.client.check()


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
    called: list[str] = []

    async def keep(request: httpx.Request) -> None:
        called.append(request.url.path.rpartition("/")[2])
        await asyncio.sleep(0)

    bot.http.event_hooks = {"request": [keep]}
    await asyncio.gather(*(bot.platform.find_mobiles([str(number)]) for number in range(20)))

    assert (called.count("internal"), called.count("batch_get_id")) == (1, 20)


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


async def test_P09_the_fifty_first_message_of_a_second_waits_whoever_it_is_for(bot: Bot) -> None:
    for number in range(51):
        bot.emulator.people[f"ou_{number}"] = "某人"
    bodies = [
        bot.platform.render(Address(Platform.FEISHU, f"ou_{number}"), Text("好"), key=f"k{number}")
        for number in range(51)
    ]
    for body in bodies[:50]:
        await bot.platform.deliver(body)

    assert await failure(bot.platform.deliver(bodies[50])) == (Failure.WAIT, "own-limit")
    bot.clock.advance(seconds=1.2)
    await bot.platform.deliver(bodies[50])


async def test_P09_the_thousand_and_first_message_of_a_minute_waits(bot: Bot) -> None:
    for _ in range(1_000):
        await bot.shelf.take({f"feishu/{APP.app_id}/send": ()})
        bot.clock.advance(seconds=0.06)

    assert await failure(bot.send(Text("好"))) == (Failure.WAIT, "own-limit")
    bot.clock.advance(seconds=2)
    await bot.send(Text("好"))


async def test_P09_a_change_by_a_press_takes_its_slot_too(bot: Bot) -> None:
    await press_draft(bot)
    message = bot.emulator.received_by(ZHOU)[0].id
    for _ in range(5):
        await bot.shelf.take({f"feishu:{message}": ()})

    assert await failure(change(bot)) == (Failure.WAIT, "own-limit")


async def test_P09_a_card_is_changed_five_times_a_second(bot: Bot) -> None:
    await press_draft(bot)
    for _ in range(2):
        await change(bot)
    bot.clock.advance(minutes=29)
    for _ in range(5):
        await change(bot)

    assert await failure(change(bot)) == (Failure.WAIT, "own-limit")


@pytest.mark.parametrize(("said", "seconds"), [("9", 9), ("0", 1), ("soon", 1)])
async def test_a_limit_is_waited_for_as_long_as_its_header_says(
    bot: Bot, said: str, seconds: int
) -> None:
    await bot.client.check()
    answering(bot, httpx.Response(429, headers={"x-ogw-ratelimit-reset": said}))

    with pytest.raises(DeliveryError) as error:
        await bot.send(Text("你好"))

    assert (error.value.scope, error.value.after) == ("api", timedelta(seconds=seconds))


async def test_a_header_of_the_limit_on_a_good_answer_is_no_refusal(bot: Bot) -> None:
    headers = {"x-ogw-ratelimit-limit": "1000", "x-ogw-ratelimit-reset": "9"}
    token = {"tenant_access_token": "t-1", "expire": 7200}
    answering(bot, httpx.Response(200, json={"code": 0, "data": {}, **token}, headers=headers))

    assert await bot.platform.find_mobiles(["138"]) == {}


async def test_a_success_that_brings_nothing_is_tried_again(bot: Bot) -> None:
    answering(bot, httpx.Response(200, json={"code": 0, "data": {}}))
    assert await failure(bot.send(Text("x"))) == (Failure.RETRY, "no-token")

    bot.client._http = bot.http
    await bot.client.check()
    answering(bot, httpx.Response(200, json={"code": 0, "data": {}}))
    assert await failure(bot.send(Picture("digest.png"))) == (Failure.RETRY, "no-image_key")


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(400, json={"code": 234003}), httpx.Response(200, json={"code": 234003})],
    ids=["status 400", "status 200"],
)
async def test_an_error_in_a_files_place_is_no_file(bot: Bot, answer: httpx.Response) -> None:
    await bot.client.check()
    answering(bot, answer)

    assert await failure(bot.client.download("/x", {})) == (Failure.DEAD, "234003")


@pytest.mark.parametrize(
    ("response", "wanted"),
    [
        pytest.param(httpx.Response(200, text="<html>"), (Failure.RETRY, "no-json"), id="a page"),
        pytest.param(httpx.Response(200, json=[]), (Failure.RETRY, "no-object"), id="a list"),
        pytest.param(httpx.Response(404, json={}), (Failure.DEAD, "http-404"), id="no code"),
        pytest.param(httpx.Response(200, json={"code": "x"}), (Failure.DEAD, "http-200"), id="?"),
        pytest.param(httpx.Response(200, json={"code": 1}), (Failure.RETRY, "1"), id="code 1"),
        pytest.param(httpx.Response(429), (Failure.WAIT, "99991400"), id="a limit, in no words"),
        pytest.param(httpx.Response(503), (Failure.RETRY, "http-503"), id="busy"),
    ],
)
async def test_an_answer_that_is_none_has_a_remedy_too(
    bot: Bot, response: httpx.Response, wanted: tuple[Failure, str]
) -> None:
    await bot.client.check()
    answering(bot, response)

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


def answering(bot: Bot, answer: httpx.Response) -> None:
    """Let something else stand at the platform's address."""
    bot.client._http = httpx.AsyncClient(
        base_url="http://feishu.test", transport=httpx.MockTransport(lambda _: answer)
    )


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
