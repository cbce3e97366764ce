"""What looks like a report, search or release, and is a plan, lead, handing over or office talk."""

import pytest

from bot.intents import (
    Assign,
    Claim,
    CloseOpportunity,
    LogFollowUps,
    MovePlan,
    MoveStage,
    Release,
    SetPlan,
)
from bot.keys import Intent
from bot.talk import NotSupported, SmallTalk
from bot.understanding.reading import Context
from tests.bot.understanding.speaking import understood


async def wanted(text: str) -> tuple[type[Intent], ...]:
    return tuple(type(one) for one in (await understood(text)).intents)


@pytest.mark.parametrize(
    "text",
    [
        "马厂长说周五开门，我当天去给他拜个年，帮我记到",
        "天府医疗招标12月20截止报名，我16号之前得把资质交上去，到点喊我",
        "北重马厂长周二都开会 别约周二 定26号上午去找他",
    ],
)
async def test_what_one_is_to_do_then_and_keeps_in_mind_is_a_plan(text: str) -> None:
    assert await wanted(text) == (SetPlan,)


@pytest.mark.parametrize(
    "text",
    [
        "上午见了马厂长，他让我周五送样，帮我记一下",
        "马厂长发来的：先拿两车，款子月底结，帮我记上",
    ],
)
async def test_what_is_told_of_a_contact_stays_a_report_though_it_is_to_be_noted(text: str) -> None:
    assert await wanted(text) == (LogFollowUps,)


@pytest.mark.parametrize(
    "text",
    [
        "博远那个技术会，先说的29号，又改30号早上8:30，以这个为准",
        "博远何总说周四不行，换周五下午，别搞错了",
    ],
)
async def test_a_day_that_takes_the_place_of_another_moves_the_plan(text: str) -> None:
    assert await wanted(text) == (MovePlan,)


async def test_a_note_that_ends_with_being_a_lead_is_one() -> None:
    text = "扫楼扫到个新的 同禾口腔 门口牌子抄的电话0576-8812345 找蒋院长 记成线索"

    intents = (await understood(text)).intents

    assert intents == (NotSupported("new_lead"),)


@pytest.mark.parametrize(
    "text",
    [
        "下个月我休产假 北重转给小邹接着跟",
        "以后北重归小郑管",
        "北重转小冯，我十月起休产假",
        "我要去进修三个月，北重转到小宋名下",
    ],
)
async def test_a_customer_handed_over_with_why_is_no_leave_and_no_claim(text: str) -> None:
    assert await wanted(text) == (Assign,)


async def test_of_sentences_each_is_what_it_is_beside_an_order() -> None:
    text = "博远何总那单签了，21万6，赢单；北重电话打了两遍没人接；帮我把海川从公海认领过来，别让别人抢先了"

    first, *others, last = await wanted(text)

    assert (first, set(others), last) == (CloseOpportunity, {LogFollowUps}, Claim)


@pytest.mark.parametrize("text", ["马厂长把图纸退了让重出一版", "马厂长来电，阶段退回去，退到试样"])
async def test_a_thing_or_a_stage_that_goes_back_releases_nobody(text: str) -> None:
    assert Release not in await wanted(text)


@pytest.mark.parametrize(
    "text",
    [
        "投影仪我搁前台了 谁要用自己拿",
        "今天谁值班",
        "谁拿了我的充电宝 放回我桌上",
        "公司WiFi密码多少来着",
    ],
)
async def test_what_is_said_to_everybody_at_the_office_is_sought_nowhere(text: str) -> None:
    assert await wanted(text) == (SmallTalk,)


@pytest.mark.parametrize("text", ["空调那单谁在跟", "谁签的打印机年框"])
async def test_a_question_about_work_is_none_of_the_office(text: str) -> None:
    assert SmallTalk not in await wanted(text)


@pytest.mark.parametrize(
    "text",
    [
        "今天北重定点会，我们没进前二，按丢单走",
        "今天远帆王总把样机验收了，全过，阶段给我往商务谈判那边靠",
        "远帆王总\n价格谈到一万零二百\n账期要九十天\n进商务谈判",
    ],
)
async def test_what_is_told_of_a_meeting_is_the_report_and_the_stage_beside_it(text: str) -> None:
    first, *others = await wanted(text)

    assert first is LogFollowUps
    assert len(others) == 1


async def test_a_stage_is_told_though_something_is_undecided() -> None:
    text = "今天北重马厂长开会说名额砍半，还没定给谁，阶段先挂谈判"

    assert await wanted(text) == (LogFollowUps, MoveStage)


@pytest.mark.parametrize(
    ("text", "cities", "industries"),
    [
        ("我要苏州的电子客户", ("苏州",), ("电子",)),
        ("我要宁波的模具客户", ("宁波",), ("模具",)),
        ("给我来一家广州的客户", ("广州",), ()),
    ],
)
async def test_whoever_wants_customers_that_are_so_claims_by_all_he_says_of_them(
    text: str, cities: tuple[str, ...], industries: tuple[str, ...]
) -> None:
    shown = Context(shown=True, listed=3)
    (wish,) = (await understood(text, shown)).intents

    assert isinstance(wish, Claim)
    assert (wish.customers, wish.where.cities, wish.where.industries) == ((), cities, industries)
