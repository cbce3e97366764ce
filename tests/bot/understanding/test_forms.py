"""Orders by their form: of nothing but known classes of words, whatever these are."""

import pytest

from bot.intents import Assign, CancelPlan, Claim, LogFollowUps, MovePlan, Release
from tests.bot.understanding.moments import day
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    "text", ["远帆的拜访往后错一个礼拜", "远帆那个会挪后一周", "远帆那边的约拖一个星期"]
)
async def test_a_plan_is_moved_by_a_length_of_time_in_whatever_words(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, MovePlan)
    assert intent.shift is not None
    assert intent.shift.by.days == 7


@pytest.mark.parametrize(
    "text", ["远帆明天去不了，26号再去", "远帆别周三了，26号去", "远帆明天的拜访顺到26号"]
)
async def test_another_day_instead_of_the_one_that_cannot_be_kept(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, MovePlan)
    assert intent.when is not None
    assert intent.when.day == day("11-26")


@pytest.mark.parametrize("text", ["远帆别再催我了", "撤掉远帆的回访安排", "远帆甭去了，行程销了"])
async def test_what_was_planned_is_spared(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, CancelPlan)


@pytest.mark.parametrize("text", ["海川没人跟吧？我拿了", "从公海取一下海川", "海川想要"])
async def test_a_customer_is_taken(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, Claim)


@pytest.mark.parametrize("text", ["远帆松手了，谁爱跟谁跟", "远帆甭留我这儿了，公海见"])
async def test_a_customer_is_let_go(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, Release)


@pytest.mark.parametrize("text", ["远帆拨给新来的小高", "远帆请小高接着跟，我不跟了"])
async def test_a_customer_goes_to_somebody_who_is_named(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, Assign)
    assert intent.to == "小高"


async def test_one_word_of_no_class_makes_it_no_order() -> None:
    [intent] = (await understood("远帆老蔡说别来了")).intents

    assert isinstance(intent, LogFollowUps)
