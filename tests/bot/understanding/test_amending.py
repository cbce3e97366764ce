"""Corrections of what is recorded of a customer that is named: what is right, or that it is not to stand."""

import pytest

from bot.talk import Correct, Undo
from tests.bot.understanding.moments import day
from tests.bot.understanding.speaking import understood


async def corrected(text: str) -> Correct:
    [intent] = (await understood(text)).intents
    assert isinstance(intent, Correct)
    assert intent.of.only == "C01"
    return intent


@pytest.mark.parametrize(
    "text", ["远帆那条记错了，见的不是李工是王总", "远帆那条记错了，是王总不是李工"]
)
async def test_whoever_is_not_said_to_be_the_wrong_one_is_right(text: str) -> None:
    assert (await corrected(text)).contact == "王总"


async def test_the_sum_that_is_named_is_right_and_the_day_of_the_record_none() -> None:
    found = await corrected("远帆昨天那条记错了，是26万8")

    assert found.amount is not None
    assert (str(found.amount.most), found.when) == ("¥268,000.00", None)


async def test_a_day_is_right_where_a_day_is_spoken_of() -> None:
    found = await corrected("远帆那条日期记错了，是前天")

    assert found.when is not None
    assert found.when.day == day("11-21")


@pytest.mark.parametrize("text", ["把远帆今天那条记录删了", "把远帆周五那条记录删了"])
async def test_a_record_of_what_was_is_taken_back(text: str) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, Undo)
    assert (intent.kind, intent.customer.only) == ("follow_up", "C01")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("把远帆周五的拜访删了", id="a visit that is planned"),
        pytest.param("远帆那条提醒删了", id="a plan"),
        pytest.param("远帆那条记错了吗", id="a question"),
        pytest.param("拜访记录删了", id="of nobody"),
    ],
)
async def test_nothing_else_is_taken_for_a_record(text: str) -> None:
    assert not any(isinstance(one, Undo | Correct) for one in (await understood(text)).intents)
