"""The robot's one connection: looked after, made again, given up to a newer one; nothing heard is lost."""

import asyncio

import pytest

from adapters.chat import DeliveryError, Failure, TakenOver, Text
from adapters.wecom.robot.line import Pace
from tests.adapters.wecom.robot_bench import BOT, QUICK, TO, ZHOU, Bot, bench, held


@pytest.fixture
async def bot():
    async with bench() as made:
        yield made


@pytest.fixture
async def apart():
    """Nobody is connected yet."""
    async with bench(connected=False) as made:
        yield made


async def test_what_is_written_is_heard_and_answered(bot: Bot) -> None:
    message = await bot.say("我的客户")

    await bot.reply(message.sender, Text("三位"))

    assert (message.text, message.sender.user, message.sender.group) == ("我的客户", ZHOU, "")
    assert bot.texts() == ["三位"]


async def test_a_message_told_twice_has_one_key(bot: Bot) -> None:
    await bot.say("我的客户", times=2)
    await bot.say("再来")

    assert [one.text for one in bot.heard.values()] == ["我的客户", "再来"]


async def test_nothing_is_answered_before_it_is_kept(bot: Bot) -> None:
    bot.keeping.clear()
    await bot.emulator.say(ZHOU, "我的客户")
    await asyncio.wait(
        {asyncio.create_task(bot.emulator.until(lambda: bool(bot.texts())))},
        timeout=QUICK.interim * 2,
    )
    before = bot.texts()
    bot.keeping.set()

    await bot.emulator.until(lambda: bot.texts() == ["正在看…"])

    assert before == []


async def _heard_and_not_kept(bot: Bot) -> None:
    bot.keeping.clear()
    await bot.emulator.say(ZHOU, "一句")
    await bot.emulator.until(lambda: bot.emulator.pings > 1)


async def test_what_was_heard_is_kept_before_the_connection_is_given_up(
    bot: Bot, apart: Bot
) -> None:
    async with held(apart) as holding:
        await _heard_and_not_kept(apart)
        holding.cancel()
        asyncio.get_running_loop().call_later(0.2, apart.keeping.set)
        await asyncio.wait({holding})

    assert [one.text for one in apart.heard.values()] == ["一句"]


async def test_what_cannot_be_kept_yet_outlives_its_connection(bot: Bot) -> None:
    await _heard_and_not_kept(bot)
    await bot.emulator.cut()
    await bot.emulator.until(lambda: bot.emulator.subscribed == 2 and bot.robot.is_live)
    bot.keeping.set()

    await bot.emulator.until(lambda: [one.text for one in bot.heard.values()] == ["一句"])
    assert bot.robot.is_live


@pytest.mark.parametrize("is_over", [False, True])
async def test_what_cannot_be_kept_yet_outlives_the_turn_but_not_the_process(
    apart: Bot, is_over: bool
) -> None:
    async with held(apart) as holding:
        await _heard_and_not_kept(apart)
        holding.cancel()
        await asyncio.wait({holding})
    if is_over:
        await apart.robot.close()
    apart.keeping.set()
    async with held(apart):
        await apart.say("另一句")

    before = [] if is_over else ["一句"]
    assert [one.text for one in apart.heard.values()] == [*before, "另一句"]


def test_a_half_open_socket_is_noticed_within_thirty_seconds_as_shipped() -> None:
    pace = Pace()
    assert 2 * (pace.ping + pace.answer) + pace.close <= 30


async def test_a_half_open_socket_is_noticed_and_the_connection_made_again(bot: Bot) -> None:
    loop = asyncio.get_running_loop()
    bot.emulator.half_open, began = True, loop.time()
    await bot.emulator.until(lambda: not bot.robot.is_live)
    took = loop.time() - began
    bot.emulator.half_open = False

    await bot.emulator.until(lambda: bot.robot.is_live)

    assert bot.emulator.subscribed == 2
    assert took <= 2 * (QUICK.ping + QUICK.answer) + QUICK.close + 0.3
    assert (await bot.say("还在吗")).text == "还在吗"


async def test_a_broken_connection_is_made_again(bot: Bot) -> None:
    for count in (2, 3):
        await bot.emulator.cut()
        await bot.emulator.until(lambda: bot.emulator.subscribed == count and bot.robot.is_live)  # noqa: B023

    assert (await bot.say("还在吗")).text == "还在吗"


async def test_a_newer_connection_is_not_fought(bot: Bot) -> None:
    newer = bot.another()
    async with held(bot, newer):
        await bot.emulator.until(lambda: not bot.robot.is_live)
        message = await bot.say("新的听到")
        await bot.reply(message.sender, Text("好"), robot=newer)

    assert bot.emulator.subscribed == 2
    assert bot.texts() == ["好"]


async def test_whoever_is_taken_over_says_so(apart: Bot) -> None:
    async with held(apart) as holding:
        await apart.emulator.take_over()
        await asyncio.wait({holding}, timeout=5)
        with pytest.raises(TakenOver):
            holding.result()


async def test_a_wrong_secret_is_given_up_after_five_refusals(apart: Bot) -> None:
    wrong = apart.another(secret="wrong", pace=Pace(first=0.01, longest=0.02))

    with pytest.raises(DeliveryError) as refused:
        await asyncio.wait_for(wrong.hold(apart.took), 10)

    assert (refused.value.failure, refused.value.code) == (Failure.DEAD, "853000")
    assert apart.emulator.refused == 5


async def test_without_a_connection_a_message_waits_and_no_try_is_counted(apart: Bot) -> None:
    with pytest.raises(DeliveryError) as refused:
        await apart.reply(TO, Text("提醒"))

    assert refused.value.failure is Failure.WAIT


async def test_the_subscription_is_the_first_frame(bot: Bot) -> None:
    assert bot.emulator.bot_id == BOT
    assert bot.emulator.unsubscribed == 0


async def test_a_check_reaches_the_server_and_leaves_the_connection_alone(bot: Bot) -> None:
    await bot.another().check()
    message = await bot.say("还在吗")

    assert (message.text, bot.emulator.subscribed, bot.robot.is_live) == ("还在吗", 1, True)


async def test_a_check_says_that_nobody_is_there(bot: Bot) -> None:
    bot.url = "ws://127.0.0.1:9/"
    with pytest.raises(DeliveryError):
        await bot.another().check()
