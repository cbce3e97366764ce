"""The day a report opens with is the contact's, without a verb that says so; and days that are not."""

import pytest

from bot.intents import Claim, LogFollowUps, SetPlan
from bot.understanding.stages import is_lost, moved_to
from tests.bot.understanding.moments import day, when
from tests.bot.understanding.speaking import understood
from tests.bot.understanding.test_directions import Days, days


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("周三下午远帆复盘会 王总嫌交货慢 要求免费换泵", "11-18"),
        ("周五远帆王总 不考虑了", "11-20"),
        ("18号在远帆做的应用试验 王总打了7分", "11-18"),
        ("远帆王总 19号谈崩 他要的价我们做不了", "11-19"),
        ("周四远帆那边 onsite，王总要 8D report", "11-19"),
        ("周五远帆换型，现场网络调不通 我远程弄到后半夜", "11-20"),
        ("18号远帆王总直播复盘 转化低 成交才两单", "11-18"),
        ("远帆水泵房，周三，跟他们一起测漏，漏得厉害", "11-18"),
        ("周三在远帆卸货 磅差八百公斤 他们仓管不签字", "11-18"),
        ("远帆王总 周二 不对 周三下午去装的镜头 效果他认", "11-18"),
        ("18号远帆新店开业，洗碗机漏电跳闸了", "11-18"),
        ("礼拜四礼拜五两天都在青岛 远帆王总把方案过了一遍", "11-19"),
    ],
)
async def test_a_bare_day_at_the_head_of_what_is_told_is_behind(text: str, on: str) -> None:
    assert await days(text) == Days(on)


@pytest.mark.parametrize(
    "text",
    [
        "周三九点半 远帆视频会 我拉设计院的人一起",
        "远帆王总，周五晚上七点请他吃饭",
        "周四下午三点半 远帆二轮面谈",
        "26号上午 远帆产品培训",
        "周五去远帆送样",
        "周三远帆保养 带两桶油",
    ],
)
async def test_a_bare_day_at_the_head_of_which_nothing_is_told_is_planned(text: str) -> None:
    [intent] = (await understood(text)).intents
    assert isinstance(intent, SetPlan)


@pytest.mark.parametrize(
    "text",
    [
        "远帆王总周五晚上碰的头，不对，是周四晚上。他要分成",
        "周五去的远帆，哦不是，周四，王总说行",
    ],
)
async def test_of_a_corrected_day_that_is_behind_the_later_is_behind_too(text: str) -> None:
    assert await days(text) == Days("11-19")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("今天补班 昨天白天去的远帆 王总说行", "11-22"),
        ("上周三远帆王总来我们厂里看的货 他嫌薄 今天才想起来写", "11-18"),
        ("今天补记一条 上周四在远帆见了王总", "11-19"),
        ("昨下午远帆王总电话会 条款僵着", "11-22"),
        ("前日在远帆同王总倾咗样机", "11-21"),
        ("寻晚去远帆见了王总", "11-22"),
        ("夜儿个去远帆蹲了一天，王总说不好使", "11-22"),
        ("昨个擦黑跟远帆王总通的话 说续", "11-22"),
        ("上个礼拜最后一个工作日去的远帆 王总签了收货单", "11-20"),
        ("前天上午九点到远帆，王总拖到十一点才见", "11-21"),
    ],
)
async def test_a_day_in_other_words_or_beside_that_of_writing_is_the_contacts(
    text: str, on: str
) -> None:
    assert (await days(text)).on == on


@pytest.mark.parametrize(
    "text",
    [
        "刚挂了远帆王总的电话 上礼拜四发他的方案看了",
        "刚从远帆出来，周五那次的问题王总说不追了",
        "刚才收了远帆王总电话，昨天装的蒸柜漏水",
        "上周五送的两颗镜头远帆今天装上了，对焦没问题",
        "上周四报给远帆的涨价函，王总刚才回话了，只认三个点",
        "18号开给远帆的发票抬头错了，财务早上打电话骂过来",
        "昨天发过去的合同远帆王总刚打电话来改了两条",
        "上周一报的样机价远帆王总刚回我，说贵两分",
        "上周五挂的问题，远帆王总今天线上跟我过了，还剩一个",
    ],
)
async def test_what_was_just_now_is_of_today_whatever_day_is_said_beside_it(text: str) -> None:
    assert (await days(text)).on in ("", "11-23")


@pytest.mark.parametrize(
    ("text", "next_on"),
    [
        ("去了远帆，技术科收的样，说礼拜五试完给话", "11-27"),
        ("去了远帆，周四开完会定", "11-26"),
        ("去了远帆，12月28验厂，我提前两天到合肥", "12-26"),
        ("went to 远帆, 8D report by this Friday", "11-27"),
        ("去了远帆，王总要 8D report, next Wed", "12-02"),
    ],
)
async def test_what_is_given_after_something_or_so_long_before_it_is_next(
    text: str, next_on: str
) -> None:
    assert (await days(text)).next_on == next_on


@pytest.mark.parametrize(
    "text",
    [
        "远帆王总 昨天上午十点 半小时就完了 明年再说",
        "昨天去了远帆，标准木托一块一毛五一天",
    ],
)
async def test_what_was_over_soon_and_the_price_of_a_day_is_no_next_contact(text: str) -> None:
    assert (await days(text)).next_on == ""


async def test_so_much_a_month_is_no_plan_that_comes_again() -> None:
    [intent] = (await understood("刚挂了远帆王总的电话 量是每月五千片 一片次三毛八")).intents

    assert isinstance(intent, LogFollowUps)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("海川，公海那个，昨天路过进去坐了坐，前台收了本画册，没让见采购", LogFollowUps),
        ("远帆白跑一趟 王总被叫去开会了 前台让留了份资料", LogFollowUps),
        ("刚跟远帆的人通完电话 续约他们要降到两万五 没谈下来 礼拜四再打一个", LogFollowUps),
        ("海川要是没人跟 算我的", Claim),
    ],
)
async def test_a_report_is_one_whatever_it_ends_with_and_a_claim_in_other_words(
    text: str, kind: type
) -> None:
    [intent] = (await understood(text)).intents

    assert isinstance(intent, kind)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("托盘丢了四十几块", False),
        ("单子丢了", True),
        ("没谈下来 礼拜四再打一个", False),
        ("价格没谈下来，给别人了", True),
    ],
)
def test_what_is_missing_or_goes_on_is_no_deal_that_is_lost(text: str, lost: bool) -> None:
    assert is_lost(text) is lost


def test_the_stage_a_deal_is_taken_by_is_its_stage() -> None:
    assert moved_to("阶段按商务谈判走") == "negotiation"


@pytest.mark.parametrize(
    "text",
    [
        "周三远帆 王总 保函的事黄了 他们总部统一找银行",
        "上周五远帆王总点头续签，口头的",
        "昨天一大早王总把我叫到远帆，盘扣有几根弯的",
        "星期三去的远帆，记错了，是星期二，王总陪着做的喷涂，干得慢",
        "昨上午在远帆，王总领着看了两个岗亭，老化得厉害",
        "远帆王总，周五说好的图，拖到今儿下午才给我，顺带聊了聊工期",
        "本来就该去的远帆，拖到今天才去，王总没意见",
    ],
)
async def test_what_begins_with_the_day_somebody_was_met_is_a_report(text: str) -> None:
    first, *_ = (await understood(text)).intents

    assert isinstance(first, LogFollowUps)


async def test_the_31st_said_after_a_shorter_month_is_the_last_one() -> None:
    assert when("31号", "2026-04-02T15:00", future=False).day == day("03-31")
