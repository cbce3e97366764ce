"""Of several days that are over the contact's is told by evidence: a meeting, no plan, no thing."""

import pytest

from bot.intents import Assign, CloseOpportunity, LogFollowUps, MoveStage
from bot.understanding.stages import moved_to
from tests.bot.understanding.speaking import understood
from tests.bot.understanding.test_directions import days


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("远帆上周连着催了三次 王总嫌噪音 我20号才过去", "11-20"),
        ("远帆 本来说上周要去来着 拖到前天才去的 见的王总", "11-21"),
        ("远帆 周六到的青岛 周日见的王总 价格他认", "11-22"),
        ("远帆 3号那场团建 复盘会昨天开的 王总满意", "11-22"),
        ("前几天，也就周四吧，远帆王总跟我说泵坏了一个", "11-19"),
        ("远帆王总 20号下午去他们招采部递的资格预审", "11-20"),
        ("远帆 冯姐 十八号审的厂 温度记录缺两天", "11-18"),
        ("远帆 上礼拜四到的工地 礼拜五才见着王总 模板12万", "11-20"),
        ("远帆王总 18号去的昆山 19号见的他", "11-19"),
        ("远帆 18号那次促销的复盘 昨天做的 王总说继续", "11-22"),
        ("远帆 上周答应的图纸 我昨晚才给王总送过去", "11-22"),
        ("远帆王总 周四下午两点到的 等到五点才见上 没谈拢", "11-19"),
        ("远帆 双周会(周四) 退货率降了 续约谈到15万", "11-19"),
        ("远帆王总前些天老催 我周五过去看的 卷材起泡", "11-20"),
        ("前天大前天都在下雨没出门，昨天才去的远帆，王总要六台", "11-22"),
        ("昨远帆王总要补开发票", "11-22"),
        ("昨天下午远帆王总来考察 看完样品当场拍板", "11-22"),
    ],
)
async def test_the_day_that_somebody_was_met_wins_over_any_other(text: str, on: str) -> None:
    assert (await days(text)).on == on


async def test_what_somebody_did_yesterday_as_he_tells_it_now_is_of_today() -> None:
    told = "远帆王总说昨天已经把参数报上去了 刚在电话里讲的"

    assert (await days(told)).on in ("", "11-23")


async def test_a_day_that_no_longer_holds_is_not_the_next_one() -> None:
    assert (await days("去了远帆 王总那个改到下礼拜五 原来周三的不算了")).next_on == "12-04"


async def test_a_later_part_of_the_day_is_on_the_day_that_was_told_by_its_part() -> None:
    [intent] = (await understood("昨天上午在远帆 王总没见上 下午赶到蓝鲸聊了会")).intents

    assert isinstance(intent, LogFollowUps)
    assert {str(one.when and one.when.day)[5:] for one in intent.entries} == {"11-22"}
    assert [one.when and one.when.part for one in intent.entries] == ["am", "pm"]


@pytest.mark.parametrize(
    "text",
    [
        "远帆的保养谈好了，昨日的事，每台每年1800，推到合同那步",
        "远帆王总 昨天 展位合同拟完了 23万8 商机推合同",
        "远帆双周会（上周四）：识别率高，老板满意。续约他们想14万，我们报16万，阶段改合同",
    ],
)
async def test_a_deal_told_on_a_past_day_is_told_in_a_report(text: str) -> None:
    intents = (await understood(text)).intents
    reports = [one for one in intents if isinstance(one, LogFollowUps)]
    moves = [one for one in intents if isinstance(one, MoveStage)]

    assert reports[0].entries[0].when is not None
    assert [one.stage for one in moves] == ["contract"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("那单要先验证 阶段倒回试样", "sample"),
        ("八家报名 商机挪投标", "bidding"),
        ("阶段退回需求", "needs"),
    ],
)
def test_a_stage_stands_behind_other_verbs(text: str, stage: str) -> None:
    assert moved_to(text) == stage


async def test_money_that_is_paid_back_releases_nobody() -> None:
    [intent] = (await understood("远帆王总昨天签字验收了 质保金4.35万明年二月退")).intents

    assert isinstance(intent, LogFollowUps)


async def test_a_customer_goes_under_a_colleagues_name_without_a_preposition() -> None:
    [intent] = (await understood("远帆转老秦名下")).intents

    assert isinstance(intent, Assign)


async def test_an_order_about_a_deal_is_no_report_though_a_past_day_is_told() -> None:
    first, *_ = (await understood("把远帆推到合同吧，昨晚方案定稿了，56万整")).intents

    assert isinstance(first, MoveStage)


async def test_of_a_deal_told_beside_other_reports_there_is_a_report_too() -> None:
    intents = (
        await understood("远帆王总说天平收到了 蓝鲸的标我们没中 输给聚光了 差了两万")
    ).intents
    reports = [one for one in intents if isinstance(one, LogFollowUps)]

    assert sum(len(one.entries) for one in reports) == 2


async def test_a_call_that_somebody_made_is_a_contact() -> None:
    [intent] = (await understood("远帆王总让助理小龚给我打的电话 合同要改三处")).intents

    assert isinstance(intent, LogFollowUps)


async def test_what_they_signed_with_somebody_else_is_no_deal_of_ours() -> None:
    told = "远帆王总那 年框谈崩喽 人家跟本地的博山化签了 三百六十五万 咱丢单"
    closed = [one for one in (await understood(told)).intents if isinstance(one, CloseOpportunity)]

    assert [one.state for one in closed] == ["lost"]
