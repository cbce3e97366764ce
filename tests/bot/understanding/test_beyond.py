"""Days that no plan reaches, questions of what is not built, and reports kept as they were typed."""

import pytest

from bot.intents import LogFollowUps, MovePlan, SetPlan
from bot.talk import NotSupported, OutOfRange
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9999年3月1号提醒我去远帆", "9999年3月1号"),
        ("3026年5月去华精", "3026年5月"),
        ("蓝鲸推迟99999天", "推迟99999天"),
        ("博远那个往后推5000周", "往后推5000周"),
        ("99999天后提醒我联系北重", "99999天后"),
    ],
)
async def test_a_day_more_than_ten_years_away_is_said_to_be_out_of_range(text, words) -> None:
    assert (await understood(text)).intents == (OutOfRange(words),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2027年3月1号提醒我去远帆", SetPlan),
        ("蓝鲸推迟99天", MovePlan),
        ("刚去了1998年成立的远帆，见了王总", LogFollowUps),
    ],
)
async def test_a_day_that_can_be_kept_is(text, kind) -> None:
    (found,) = (await understood(text)).intents
    assert isinstance(found, kind)


@pytest.mark.parametrize("asks", [True, False], ids=["asked", "ordered"])
async def test_what_is_not_built_is_answered_as_it_was_said(asks: bool) -> None:
    text = "远帆还欠我们多少钱？" if asks else "远帆回款登记一下"
    assert (await understood(text)).intents == (NotSupported("money", asks=asks),)


@pytest.mark.parametrize(
    "told",
    [
        "就是交期太长 问能不能分批",
        "就是交期太长。问能不能分批",
    ],
)
async def test_what_was_said_stays_as_it_was_dictated(told) -> None:
    (report,) = (await understood(f"上午去了远帆 {told}")).intents
    assert isinstance(report, LogFollowUps)
    (entry,) = report.entries
    assert told in (entry.content, entry.result)
