"""What is left to do, what is late and what was due, in words of work (L02)."""

import pytest

from bot.intents import FindRecords, LogFollowUps, MovePlan, SetPlan, Today
from bot.understanding import Context
from tests.bot.understanding.speaking import understood

PEOPLE = Context(colleagues=frozenset({"周明", "林悦", "何俊"}))


async def agenda(text: str) -> Today:
    (found,) = (await understood(text, PEOPLE)).intents
    assert isinstance(found, Today)
    return found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("这周还有哪些活 帮我捋一遍", "2026-11-23 2026-11-29"),
        ("这周剩下的活儿给我过一遍", "2026-11-23 2026-11-29"),
        ("下周有活吗", "2026-11-30 2026-12-06"),
        ("明后天我有哪些活", "2026-11-24 2026-11-25"),
        ("今明两天有啥安排", "2026-11-23 2026-11-24"),
        ("上周五该干的那个干了没", "2026-11-20 2026-11-20"),
        ("上周二的计划办了没", "2026-11-17 2026-11-17"),
        ("明天我有啥约好的", "2026-11-24 2026-11-24"),
    ],
)
async def test_L02_work_is_what_is_planned_in_those_days(text: str, days: str) -> None:
    period = (await agenda(text)).period
    assert f"{period.since} {period.until}" == days


@pytest.mark.parametrize(
    ("text", "who", "team"),
    [
        ("小林那边计划有拖期的吗", "小林", False),
        ("周明手上有超期的没", "周明", False),
        ("谁的计划拖期了", "", True),
        ("我还欠哪几个客户没联系", "", False),
        ("小林欠着的是哪家客户的事", "小林", False),
        ("上周该干没干完的 是哪个来着", "", False),
    ],
)
async def test_L02_what_is_late_is_asked_in_many_words(text: str, who: str, team: bool) -> None:
    found = await agenda(text)
    assert (found.kind, found.person, found.team) == ("overdue", who, team)


@pytest.mark.parametrize(
    "text",
    ["明天组里都有啥约好的事", "明天他们几个都干啥", "后天弟兄们有啥活", "周五组员都有啥安排"],
)
async def test_L02_those_whom_one_leads_are_the_team(text: str) -> None:
    assert (await agenda(text)).team


@pytest.mark.parametrize("text", ["明天几点跟他们谈", "今天有什么活"])
async def test_L02_a_plan_of_ones_own_is_not_the_teams(text: str) -> None:
    assert not (await agenda(text)).team


async def test_L02_how_late_a_plan_is_is_read_from_the_plan() -> None:
    for text in (
        "问样品进度那条过了几天了",
        "问样品进度那条哪天到期的",
        "问样品进度那条本来定的几号",
    ):
        (found,) = (await understood(text)).intents
        assert found == FindRecords(("样品进度",), plans=True)


async def test_L05_how_late_a_plan_is_moves_it_nowhere() -> None:
    (found,) = (await understood("华精那条计划拖几天了")).intents
    assert isinstance(found, Today)
    assert found.customer.words == "华精"
    (moved,) = (await understood("华精那条计划拖几天")).intents
    assert isinstance(moved, MovePlan)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("下周三去远帆干活", SetPlan), ("今天去了远帆，王总说活儿多，下周再谈", LogFollowUps)],
)
async def test_L02_work_that_is_told_stays_what_it_is(text: str, wanted: type) -> None:
    found = (await understood(text)).intents
    assert isinstance(found[0], wanted)
