"""Whose day a day is: the contact's, the next one's, or that of a thing; and days that are corrected."""

from dataclasses import dataclass

import pytest

from bot.intents import Claim, Entry, LogFollowUps, SetPlan
from bot.understanding import understand
from bot.understanding.visits import entries
from tests.bot.understanding.moments import clock, day
from tests.bot.understanding.speaking import listed, understood


@dataclass(frozen=True, slots=True)
class Days:
    """When the contact was, empty for today without a word; and when the next one is."""

    on: str = ""
    next_on: str = ""


async def entry(text: str) -> Entry:
    [found] = entries((await understood(text)).reading)
    return found


async def days(text: str) -> Days:
    found = await entry(text)
    return Days(
        f"{found.when.day:%m-%d}" if found.when else "",
        f"{found.next_when.day:%m-%d}" if found.next_when else "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "去了远帆，样品周四寄出来了，王总说不错",
        "去了远帆，合同上周五签回来了",
        "远帆王总电话里说不错，样机周三就到了",
    ],
)
async def test_the_day_a_thing_came_is_not_the_contacts(text: str) -> None:
    assert (await days(text)).on in ("", "11-23")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("前两天去了远帆，见了王总", Days("11-21")),
        ("前几天拜访了远帆，聊得不错", Days("11-20")),
    ],
)
async def test_a_few_days_ago_is_behind(text: str, meant: Days) -> None:
    assert await days(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("去了远帆，王总让我下周三，不对，是周四再去", Days(next_on="12-03")),
        ("昨天去的远帆，说错了，前天去的", Days("11-21")),
        ("昨天下午去的远帆啊不对是前天下午，王总不在", Days("11-21")),
        ("今天去了远帆，下周二再去，不对，周三", Days("11-23", "12-02")),
    ],
)
async def test_of_a_correction_the_later_day_counts_in_the_week_that_was_named(
    text: str, meant: Days
) -> None:
    assert await days(text) == meant


async def test_a_corrected_hour_stays_on_its_day() -> None:
    found = (await entry("下周三下午三点，不对，四点去远帆")).next_when

    assert found is not None
    assert found.at is not None
    assert (found.day, found.at.hour) == (day("12-02"), 16)


async def test_a_day_of_ones_own_goes_before_a_range_of_theirs() -> None:
    assert (await days("远帆王总周一到周三都在厂里，周二过去")).next_on == "11-24"


@pytest.mark.parametrize(
    ("text", "next_on"),
    [
        ("去了远帆，王总让我周四把注册证带过去，对了他们新开了个车间", "11-26"),
        ("去了远帆，少17件，周三补", "11-25"),
        ("去了远帆，验厂提前到这周五了", "11-27"),
        ("去了远帆，说26号开会，让我提前两天把材料送去", "11-24"),
        ("去了远帆，26号开会 我前一天送材料去", "11-25"),
        ("去了远帆，王总让我周四去，我周四有事，那就改成下周一", "11-30"),
        ("去了远帆，本来25号，客户要改，挪到28号", "11-28"),
        ("去了远帆，说年前别催，下周三我再去", "12-02"),
        ("远帆王总休假，下周三才来上班，我到时候再去", "12-02"),
        ("去了远帆，我答应周四前到货", "11-26"),
        ("去了远帆，等了四十分钟后来见到了，周四再去", "11-26"),
    ],
)
async def test_what_is_asked_for_moved_or_taken_on_is_the_next_step(
    text: str, next_on: str
) -> None:
    assert (await days(text)).next_on == next_on


@pytest.mark.parametrize(
    "text",
    [
        "去了远帆，尾款八千三，说月底打",
        "去了远帆，聊得不错，过年回来打三成定金",
        "去了远帆，二期款11万要等元旦以后",
        "去了远帆，说年前别催",
        "去了远帆，年底前不会加订单",
        "去了远帆，王总不在，周三才来上班",
        "去了远帆，预计签约时间推到12月中",
        "去了远帆，说改天再聊",
        "去了远帆，下个月起换一家货代",
        "去了远帆，王总出差到30号",
        "今天远帆年前最后一次发货，聊了聊",
    ],
)
async def test_what_others_do_or_nobody_does_is_no_next_step(text: str) -> None:
    assert (await days(text)).next_on == ""


@pytest.mark.parametrize(
    "text",
    [
        "昨天约的远帆今天面谈，聊得不错",
        "昨天一直下雨，今天才去的远帆，见了王总",
    ],
)
async def test_the_day_of_the_meeting_is_the_contacts_and_not_one_before_it(text: str) -> None:
    assert (await days(text)).on == "11-23"


@pytest.mark.parametrize("text", ["远帆王总说这个月不进货，嫌贵", "去了远帆，货昨天就发了"])
async def test_a_month_or_the_day_of_a_delivery_is_no_contact(text: str) -> None:
    assert (await days(text)).on in ("", "11-23")


async def test_an_hour_in_the_next_clause_is_of_the_day_before_it() -> None:
    found = (await entry("去了远帆，约了下周一吧，上午十点")).next_when

    assert found is not None
    assert (f"{found.day:%m-%d}", f"{found.at:%H:%M}") == ("11-30", "10:00")


async def test_of_two_customers_each_has_the_time_that_is_said_of_both() -> None:
    both = entries((await understood("远帆报了31万 蓝鲸报了27万 两家都说下周三给回话")).reading)

    assert [f"{one.next_when.day:%m-%d}" for one in both if one.next_when] == ["12-02", "12-02"]


@pytest.mark.parametrize(
    "text",
    [
        "远帆王总说咱上周五那个价太高",
        "远帆王总说前天送的样不对",
        "去了远帆，前天送的样有问题",
        "远帆王总嫌我们上周报的价高了",
        "远帆打电话投诉，昨天一车货少了两箱",
        "远帆样板昨天寄的，今天王总收到了，说不错",
        "远帆王总上周说这周批，结果今天又改口",
        "远帆王总周五就松口了，今天把合同敲定了",
        "远帆上周五催的报告，今天给了王总",
        "远帆上周的会改今天开的，王总说行",
        "远帆王总说前天就该来，今天补了趟",
    ],
)
async def test_a_past_day_of_a_thing_or_of_a_promise_is_not_the_contacts(text: str) -> None:
    assert (await days(text)).on in ("", "11-23")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("远帆王总 周五加的微信 要资料", "11-20"),
        ("远帆王总 周五打的电话 说行", "11-20"),
        ("远帆王总 周五晚上的微信 说行", "11-20"),
        ("昨天没去成远帆，今天补去的，王总说行", "11-23"),
        ("前天扑空，今天才见到远帆王总", "11-23"),
        ("远帆王总上个月聊过一次，今天又去了", "11-23"),
    ],
)
async def test_the_day_one_met_is_the_contacts_and_not_one_that_came_to_nothing(
    text: str, on: str
) -> None:
    assert (await days(text)).on == on


@pytest.mark.parametrize(
    "text",
    [
        "去了远帆，剩下的月底前结清",
        "去了远帆，尾款得挂到年底",
        "去了远帆，货款还差一万二，说下周补",
        "去了远帆，首付款老说没到，最迟下周二",
        "去了远帆，经费年底前必须花完",
        "去了远帆，论证会下周四",
        "去了远帆，招标公告下周三挂出来",
        "去了远帆，SOP推到明年3月",
        "去了远帆，预计成交从12月底改到1月20号",
        "去了远帆，内部审批要到12月上旬",
        "去了远帆，他下周一出国",
        "去了远帆，12月展会要租屏300平",
    ],
)
async def test_what_they_keep_among_themselves_or_pay_is_no_next_step(text: str) -> None:
    assert (await days(text)).next_on == ""


@pytest.mark.parametrize(
    ("text", "next_on"),
    [
        ("去了远帆，论证会下周四，让咱周二前把说明备齐给他", "11-24"),
        ("去了远帆，经费年底前必须花完，12月9号把报价补过去", "12-09"),
        ("去了远帆，老合同1月底到期，12月中旬启动招标，到时候再约", "12-15"),
        ("去了远帆，王总说周四跟老板过一下，周五回你", "11-27"),
        ("去了远帆，他周二去三亚，周四找他", "11-26"),
        ("去了远帆，约25号，他又改口说26号", "11-26"),
        ("去了远帆，方案我周五做预算", "11-27"),
        ("去了远帆，我们周四备货", "11-26"),
        ("去了远帆，王总说周三必须到货", "11-25"),
        ("去了远帆，周三前先到岗一半", "11-25"),
        ("去了远帆，要我们十天后交图纸", "12-03"),
        ("去了远帆，他出差，周三回，周四我去堵他", "11-26"),
        ("去了远帆，12月10号开标，开标前两天把标书送过去", "12-08"),
        ("去了远帆，约12月6号验机，提醒我头一天打电话确认", "12-05"),
        ("去了远帆，12月8号上会，会后第二天问结果", "12-09"),
    ],
)
async def test_what_is_ours_to_do_is_the_next_step_beside_whatever_day_is_theirs(
    text: str, next_on: str
) -> None:
    assert (await days(text)).next_on == next_on


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("去了远帆，方案周五过", Days(next_on="11-27")),
        ("远帆被投诉了周四去处理", Days(next_on="11-26")),
        ("去了远帆，报了八万她嫌贵礼拜五给她回话", Days(next_on="11-27")),
        ("去了远帆，王总急着要，28号前到货", Days(next_on="11-28")),
        ("去了远帆，王总说过完元旦再约", Days(next_on="01-04")),
    ],
)
async def test_what_is_still_to_be_done_is_next(text: str, meant: Days) -> None:
    assert (await days(text)).next_on == meant.next_on


@pytest.mark.parametrize(
    "text",
    [
        "去了远帆，预算还没批，要等到月底",
        "去了远帆，招标推到十二月份去了",
        "去了远帆，标周五开",
        "去了远帆，剩下的七万月底结清",
        "去了远帆，十二月份要加两条线",
        "去了远帆，王总说年底有个大项目",
    ],
)
async def test_what_becomes_of_the_deal_is_no_next_contact(text: str) -> None:
    assert (await days(text)).next_on == ""


async def test_an_hour_on_the_same_day_is_on_the_day_before_it() -> None:
    reading = (await understood("约了王总周四上午九点，李工同一天下午三点")).reading

    days_named = [one.value.when.day for one in reading.times if one.value.when]
    assert len(set(days_named)) == 1


@pytest.mark.parametrize(
    "text",
    ["去了远帆，收了五万货款，还差一万二说五一后补", "远帆王总把年终的服务费打过来了"],
)
async def test_when_others_pay_the_rest_is_no_next_contact(text: str) -> None:
    assert (await days(text)).next_on == ""


@pytest.mark.parametrize(
    "text", ["远帆在公海，我领了，下周四给王总回电", "远帆给我领了 下周四上门去拜访"]
)
async def test_a_claim_sets_the_plan_that_is_told_beside_it(text: str) -> None:
    claimed, plan = (await understood(text)).intents

    assert isinstance(claimed, Claim)
    assert isinstance(plan, SetPlan)
    assert plan.when is not None
    assert plan.when.day == day("12-03")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("今天下午2点拜访远帆王总", SetPlan),
        ("10点半拜访远帆", SetPlan),
        ("提醒我下午2点拜访远帆王总", SetPlan),
        ("9点拜访远帆王总，聊了样机", LogFollowUps),
        ("下午2点拜访了远帆王总", LogFollowUps),
    ],
)
async def test_at_an_hour_still_to_come_nothing_has_been_yet(text: str, kind: type) -> None:
    [intent] = (await understood(text)).intents
    assert isinstance(intent, kind)
    if isinstance(intent, SetPlan):
        assert intent.when is not None
        assert intent.when.at is not None


@pytest.mark.parametrize(
    ("at", "said", "on"),
    [
        ("2026-11-25T09:30", "周三", "11-25"),
        ("2026-11-25T18:30", "周三", "12-02"),
        ("2026-11-25T18:30", "周三晚上", "11-25"),
        ("2026-11-25T15:30", "周三下午两点", "12-02"),
        ("2026-11-25T13:30", "周三上午", "12-02"),
    ],
)
async def test_a_weekday_that_is_today_and_over_is_of_the_next_week(
    at: str, said: str, on: str
) -> None:
    moment = clock(at)
    found = await understand(
        f"{said}提醒我给远帆打电话", names=listed(), now=moment.now, calendar=moment.calendar
    )
    [plan] = found.intents

    assert isinstance(plan, SetPlan)
    assert f"{plan.when.day:%m-%d}" == on
