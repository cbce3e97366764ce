"""What people say in Canton, Harbin and between: answers that are promised, orders, rates, signatures."""

import pytest

from bot.intents import Claim, CloseOpportunity, Entry, LogFollowUps, MovePlan, PutContact, SetPlan
from bot.keys import Intent
from bot.understanding.amounts import amounts
from bot.understanding.people import people
from bot.understanding.spelling import normalised
from bot.understanding.stages import is_won, moved_to
from bot.understanding.times import times
from bot.understanding.visits import entries
from tests.bot.understanding.moments import clock
from tests.bot.understanding.speaking import understood


async def entry(text: str) -> Entry:
    [found] = entries((await understood(text)).reading)
    return found


async def intents(text: str) -> list[type[Intent]]:
    return [type(one) for one in (await understood(text)).intents]


@pytest.mark.parametrize(
    ("text", "next_on"),
    [
        ("远帆王总话睇完方案礼拜三覆返我", "11-25"),
        ("去了远帆，徐工话听日同王总倾完覆我", "11-24"),
        ("去了远帆，他说再报一次，三五天给我回话", "11-26"),
        ("跟远帆王总聊完了，他要跟老板商量，一两个礼拜给答复", "11-30"),
        ("去了远帆，王总要月底前看到方案，我答应他二十八号之前给", "11-28"),
        ("远帆徐工测了一半，约好28号补测完一起碰", "11-28"),
        ("今天去了远帆，说好28号一起看数据", "11-28"),
        ("远帆王总说合同条款下周起谈", "11-30"),
        ("去远帆送样，徐工说一周左右出结果", "11-30"),
        ("今天去了远帆，徐工喊我礼拜五把合同带过克", "11-27"),
    ],
)
async def test_a_promised_answer_and_what_is_agreed_are_the_next_contact(
    text: str, next_on: str
) -> None:
    found = (await entry(text)).next_when

    assert found is not None
    assert f"{found.day:%m-%d}" == next_on


@pytest.mark.parametrize("text", ["远帆王总说好周五来的，没来", "远帆徐工约好周四见的，他又放鸽子"])
async def test_what_was_agreed_and_not_kept_is_told(text: str) -> None:
    assert await intents(text) == [LogFollowUps]


@pytest.mark.parametrize(
    "text",
    [
        "远帆王总说年底有个新项目四十多万能给我们做",
        "去了远帆，甲方十二月中旬来复检",
        "去了远帆，单价由12.8去到14.5，量不变",
        "远帆王总松口了，三年期12.5，我们要批，估计12.6能下来",
        "远帆王总松口了，按年化12.2做三年",
    ],
)
async def test_what_others_expect_then_and_a_rate_set_no_next_contact(text: str) -> None:
    assert (await entry(text)).next_when is None


@pytest.mark.parametrize("text", ["改到2.5见面", "约了12.8碰头"])
def test_a_dotted_day_beside_no_rate_stays_a_day(text: str) -> None:
    assert times(text, clock())


@pytest.mark.parametrize(
    "text",
    [
        "远帆王总上周还跟我说不投，今儿个自己找上门了，问报价",
        "远帆王总上礼拜还在犹豫，今天拍板了，要三台",
    ],
)
async def test_what_was_still_so_before_gives_way_to_today(text: str) -> None:
    assert await intents(text) == [LogFollowUps]
    found = (await entry(text)).when

    assert found is not None
    assert f"{found.day:%m-%d}" == "11-23"


@pytest.mark.parametrize(
    "text",
    [
        "海川冇人郁过 我执咗佢",
        "海川 喺公海冇人理 我执返佢",
        "海川 执佢",
        "海川 给俺",
        "海川俺要了",
        "海川冇人跟，我执返嚟",
        "海川这家我吃下了",
        "海川咱拿下来跟",
        "海川给我留着",
    ],
)
async def test_a_customer_is_claimed_in_dialect(text: str) -> None:
    assert await intents(text) == [Claim]


async def test_others_who_strive_for_a_customer_claim_none() -> None:
    assert Claim not in await intents("昨天跟远帆王总吃饭，好几家行都在抢，这周内先给一版测算")


async def test_what_somebody_releases_is_no_customer() -> None:
    assert await intents("远帆王总那边QA release小批量，没意见") == [LogFollowUps]


@pytest.mark.parametrize(
    "text",
    [
        "远帆徐工 后晌去给他送发票 记着",
        "远帆徐工今天下午视频定方案 别放我鸽子",
        "远帆王总 周五上午打电话 莫让我鸽了",
        "明儿下半天三点去远帆找王总，设个提醒",
        "远帆王总约起了哈 12月6号苏州 上午到厂",
        "记一下 周四晚上请远帆王总吃饭 订蜀香阁",
        "赶明儿个一早给远帆徐工回个话，别给整忘了",
    ],
)
async def test_what_is_not_to_be_missed_is_a_plan(text: str) -> None:
    assert await intents(text) == [SetPlan]


async def test_what_somebody_said_of_a_deal_asks_for_nothing() -> None:
    text = "远帆那单价格谈到9.6就差最后一哆嗦了 王总说老板回来拍板"

    assert await intents(text) == [LogFollowUps]


async def test_why_a_meeting_is_put_off_makes_no_report() -> None:
    assert await intents("远帆王总说明天停电不上班，见面改到下周二上午十点") == [MovePlan]


async def test_an_order_of_the_books_is_none_beside_the_end_of_a_deal() -> None:
    text = "远帆章盖完了！首付款20万两礼拜内到账，赢了，系统里也给我标赢单"

    assert await intents(text) == [CloseOpportunity]


@pytest.mark.parametrize(
    "text",
    [
        "PPAP签了",
        "封样签了，下周小批量",
        "技术协议签了，商务下周谈",
        "今天调解完了，赔三千，双方没话说，字都签了",
        "让一家叫金宏达的拿下了",
    ],
)
def test_a_signature_of_a_paper_or_a_quarrel_wins_no_deal(text: str) -> None:
    assert not is_won(text)


async def test_what_others_won_is_lost_and_nothing_else() -> None:
    text = "远帆丢了 让一家叫金宏达的拿下了 报价比我们低两万"

    assert await intents(text) == [CloseOpportunity, LogFollowUps]


def test_a_contract_that_is_signed_wins_one() -> None:
    assert is_won("合同签了")


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("这步算试样啦 你帮我转过去 下星期一来厂里看", "sample"),
        ("呢步算投标，帮我改过来", "bidding"),
        ("甲方来复检，过了就能往下走", ""),
        ("方案过了，往下走", "+1"),
    ],
)
def test_a_step_is_a_stage_and_what_may_follow_is_none(text: str, stage: str) -> None:
    assert moved_to(normalised(text)) == stage


@pytest.mark.parametrize(
    "text", ["账期75天，380万年框，章盖完了", "口头定了380万年单", "谈了380万年度框架"]
)
def test_a_sum_of_a_yearly_contract_is_no_count_of_years(text: str) -> None:
    assert [one.value.most.fen for one in amounts(text)] == [380_000_000]


async def test_a_rate_is_no_sum() -> None:
    assert not (await entry("远帆王总问利息，我报的3.85，他要3.6")).amounts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("钟经里说不行", ["钟经理"]),
        ("今天见了李径理和高师付", ["李经理", "高师傅"]),
        ("粱师傅拍大腿说行", ["梁师傅"]),
        ("候总今天不在", ["侯总"]),
        ("崔主管不在，仅与其同事小孟交流", ["崔主管", "小孟"]),
        ("带同事小孟去的", []),
        ("跟财务总监吃海鲜，姓游，名片没带", ["游总监"]),
        ("让一个叫安达讯的给拿走了", []),
        ("曾经里面有人", []),
    ],
)
def test_slips_colleagues_and_surnames_said_later_are_people(text: str, names: list[str]) -> None:
    assert [one.value for one in people(normalised(text))] == names


async def test_a_number_that_is_spoken_is_of_whoever_is_named_before_it() -> None:
    text = "远帆那个徐工调走了啊现在对接的是一个姓钱的钱玉梅对钱玉梅电话一三八零零零零七七八八你给改一下"
    [intent] = (await understood(text)).intents

    assert isinstance(intent, PutContact)
    assert (intent.name, intent.mobile) == ("钱玉梅", "13800007788")


async def test_how_a_number_was_come_by_makes_no_report_of_an_order() -> None:
    text = "远帆新来个品质的叫贺晓燕 微信手机同号13700112233 帮我录上"

    assert await intents(text) == [PutContact]
