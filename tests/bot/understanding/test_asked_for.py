"""What is asked for is shown: who, when, whose, the first of all; else it is said to be unknown (L02, L05)."""

import pytest

from bot.intents import (
    ExplainOwnership,
    FindRecords,
    LastFollowUps,
    LogFollowUps,
    SearchCustomers,
    SearchOpportunities,
    SearchPool,
    ShowContact,
    ShowCustomer,
    ShowOpportunity,
    ShowQuota,
    ShowReturning,
    Tally,
    Today,
)
from bot.talk import ME, NotRecorded, NotUnderstood, OpenNumber, ShowDigest, ShowRules
from bot.understanding import Context
from tests.bot.understanding.speaking import understood

PEOPLE = Context(colleagues=frozenset({"周明", "林悦", "何俊"}))


async def kinds(text: str) -> list[type]:
    return [type(one) for one in (await understood(text, PEOPLE)).intents]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("林悦今天给谁打电话了", [ShowDigest, OpenNumber]),
        ("小周11月10号在哪", [ShowDigest, OpenNumber]),
        ("上周团队都跑了哪些客户", [ShowDigest, OpenNumber]),
        ("17号我见的谁", [ShowDigest, OpenNumber]),
        ("上周我见了哪些人", [ShowDigest, OpenNumber]),
        ("今天谁还没写跟进", [ShowDigest]),
        ("谁没写", [ShowDigest]),
        ("这周谁没写", [ShowDigest]),
        ("昨天还有谁没交", [ShowDigest]),
        ("10月份成交的是哪家", [SearchOpportunities]),
        ("上月丢的是哪家", [SearchOpportunities]),
        ("11月赢了多少钱", [SearchOpportunities]),
        ("我明天要签哪个合同", [Today]),
        ("周明今天下午忙不忙", [Today]),
        ("何俊今天下午两点干嘛", [Today]),
        ("明天几点去博远谈", [Today]),
        ("华精是哪天打的电话", [LastFollowUps]),
        ("王总那电话几点回", [Today]),
        ("差多少完成任务", [ShowDigest]),
        ("我这个月定了目标没", [ShowDigest]),
        ("徐工说固含量要多少以内", [LastFollowUps]),
        ("北重全称叫啥 要写函", [ShowCustomer]),
        ("蓝鲸是干哪行的", [ShowCustomer]),
        ("远帆咱认识哪几个人", [ShowContact]),
        ("光联我现在能再领回来吗", [ExplainOwnership]),
        ("远帆合同约的哪天签", [Today]),
        ("博远约的几点谈", [Today]),
        ("12月有望签下来的有哪些", [SearchOpportunities]),
        ("博远年框签了吧", [ShowOpportunity]),
        ("丢掉那单值多少", [SearchOpportunities]),
        ("月底前要落定的是哪个单", [SearchOpportunities]),
        ("我名下有几加客户", [SearchCustomers]),
        ("40万以下的小单子有几个", [SearchOpportunities]),
        ("我这几个人一人几家客户", [Tally]),
        ("上海的客户谁在跟", [SearchCustomers]),
        ("我手里哪家最危险", [ShowReturning]),
        ("退回来的客户冷却多久", [ShowRules]),
        ("被收回的客户我几天内不能再领", [ShowRules]),
        ("陈浩手机报给我", [ShowContact]),
        ("恒泰建材我找谁", [ShowContact]),
        ("恒泰化工丢的那单是多大的", [ShowOpportunity]),
        ("马厂长说年检啥时候", [LastFollowUps]),
        ("我还能领几个", [ShowQuota]),
        ("林悦18号见刘海波谈的啥", [ShowDigest, OpenNumber]),
        ("华精上回联系是几月几号", [LastFollowUps]),
        ("数据平台几时签得下来", [ShowOpportunity]),
        ("钱总今天啥安排", [NotUnderstood]),
        ("远帆一共几单 分别是啥", [SearchOpportunities]),
        ("北重厂长电话 thx", [ShowContact]),
        ("听日朝早去边间公司倾嘢", [Today]),
        ("李工嗰边样品收到未", [ShowCustomer]),
        ("远帆那单最后黄没黄", [ShowOpportunity]),
        ("下周有啥要提醒我的", [Today]),
        ("明天小林和老赵分别有什么安排", [Today, Today]),
        ("我礼拜三上午是不是有个会来着", [Today]),
        ("小林上个月写了几条跟进", [ShowDigest]),
        ("灭菌柜卖了多少钱", [ShowOpportunity]),
        ("本月打了多少个电话出去", [Tally]),
        ("光联咋个就从我这儿没得了", [ExplainOwnership]),
        ("问一下哈就是那个博远现在是挂在谁名下面的", [ShowCustomer]),
    ],
)
async def test_L02_what_is_asked_for_is_what_the_answer_shows(text: str, wanted: list) -> None:
    found = await kinds(text)
    assert [one for one in found if one is not NotRecorded] == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("博远的对手是谁", "对手"),
        ("王总生日几号", "生日"),
        ("何俊这个月为什么没业绩", "为什么"),
        ("公海里哪家最值得跟", "最值得跟"),
        ("何总为什么要压价", "为什么"),
    ],
)
async def test_L05_what_no_answer_of_its_kind_tells_is_named(text: str, words: str) -> None:
    found = (await understood(text, PEOPLE)).intents
    assert any(words in one.words for one in found if isinstance(one, NotRecorded)), found


@pytest.mark.parametrize(
    "text", ["公海里哪家晾得最久", "我最没把握的是哪一单", "最近联系了哪些客户"]
)
async def test_L05_what_is_ranked_or_dated_is_no_first_that_is_unknown(text: str) -> None:
    assert NotRecorded not in await kinds(text)


async def test_L05_a_figure_that_is_asked_is_told_by_no_record_without_one() -> None:
    *_, left = (await understood("绿源给恒泰化工报了多少")).intents
    assert left.sought == ("绿源",)
    assert left.figure
    *_, named = (await understood("绿源给恒泰化工的是什么")).intents
    assert not named.figure


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("年前给谁家做培训", FindRecords(("培训",))),
        ("年检嗯延到啥时候来着", FindRecords(("年检",))),
        ("送样机是今天还是明天", FindRecords(("送样机",))),
        ("年框赢面多大", FindRecords(("年框",), figure=True, deals=True)),
        ("绿源是用什么价抢走的", FindRecords(("绿源",), figure=True)),
    ],
)
async def test_L02_what_fits_no_rule_is_sought_by_its_words(text: str, wanted: FindRecords) -> None:
    (found,) = (await understood(text, PEOPLE)).intents
    assert isinstance(found, FindRecords)
    assert wanted.words[0] in found.words[0]
    assert (found.figure, found.deals) == (wanted.figure, wanted.deals)


@pytest.mark.parametrize("text", ["谁最懒", "客户怎么样才算好", "今天打了几个电话，都没人接"])
async def test_L05_words_that_mean_no_record_are_not_sought(text: str) -> None:
    assert FindRecords not in await kinds(text)


async def test_L01_deals_at_a_customer_are_its_own() -> None:
    (wish,) = (await understood("远帆一共几单 分别是啥")).intents
    assert wish.customer.only == "C01"


@pytest.mark.parametrize(
    ("text", "told"), [("哪些客户没签保密协议", True), ("我没联系过的客户有哪些", False)]
)
async def test_L01_what_is_denied_and_no_condition_is_named(text: str, told: bool) -> None:
    found = (await understood(text, PEOPLE)).intents
    left = [one for one in found if isinstance(one, NotRecorded)]
    unknown = [one for one in found if isinstance(one, SearchCustomers) and one.where.unknown]
    assert bool(left or unknown) is told


async def test_L02_a_teams_days_are_those_of_everybody() -> None:
    for text in ("团队明天都有哪些安排", "明天手底下几个人都去干嘛"):
        plans = (await understood(text, PEOPLE)).intents[0]
        assert (type(plans), plans.team) == (Today, True)


async def test_L01_deals_are_asked_for_in_words_alone() -> None:
    (wish,) = (await understood("B类 有商机 金额50万往上的")).intents
    assert wish.over.least.in_yuan == 500_000
    (found,) = (await understood("导电浆料二期 阶段 金额")).intents
    assert found.deals


@pytest.mark.parametrize(
    "text",
    [
        "昨天给张丽打电话她讲预算多少",
        "周明跟何总谈得如何了",
        "样品华精那边收到没收到",
        "北重厂长电话…",
    ],
)
async def test_L05_what_ends_open_is_asked_and_not_told(text: str) -> None:
    assert not any(isinstance(one, LogFollowUps) for one in (await understood(text)).intents)


@pytest.mark.parametrize("text", ["王总问我们多少钱", "刚才王总说再看看怎么样", "何总没说几号付款"])
async def test_L05_what_somebody_asked_or_has_not_said_is_told(text: str) -> None:
    assert any(isinstance(one, LogFollowUps) for one in (await understood(text)).intents)


@pytest.mark.parametrize("text", ["王建国信不信佛", "周国平的邮箱", "远帆那边开票信息发我"])
async def test_L05_who_asks_of_somebody_reports_nothing(text: str) -> None:
    found = await kinds(text)
    assert set(found) <= {ShowContact, ShowCustomer, NotRecorded, NotUnderstood, FindRecords}


async def test_L02_a_week_and_a_count_are_no_monday_and_no_limit() -> None:
    (digest,) = (await understood("组里上周一共拜访多少次")).intents
    assert (digest.period.since.day, digest.period.until.day) == (16, 22)
    (wish,) = (await understood("最近一个月没联系的客户有哪些")).intents
    assert wish.where.limit is None


async def test_L02_ones_own_figures_are_ones_own() -> None:
    digest, listed = (await understood("上周我见了哪些人")).intents
    assert (digest.person, listed.person, listed.number) == (ME, ME, "follow_ups")


async def test_L01_the_newest_of_the_pool_is_one() -> None:
    (wish,) = (await understood("公海里哪家是最近掉进来的")).intents
    assert isinstance(wish, SearchPool)
    assert wish.where.limit == 1


async def test_C18_a_town_is_no_customer_that_sounds_like_it() -> None:
    assert (await understood("南京那家化工厂是不是我的")).reading.customers == []


@pytest.mark.parametrize(
    ("text", "list_"),
    [("老赵上个月成的是哪单", "signed"), ("我这月从公海捞了谁", "claimed")],
)
async def test_L02_what_a_colleague_won_or_one_claimed_is_listed(text: str, list_: str) -> None:
    _, behind = (await understood(text, PEOPLE)).intents
    assert isinstance(behind, OpenNumber)
    assert behind.number == list_


@pytest.mark.parametrize(
    ("text", "stage"),
    [("商务谈判现在压了几单 多少钱", "negotiation"), ("刚起步还在验证的是哪单", "initial")],
)
async def test_L02_deals_are_found_by_a_stage_in_other_words(text: str, stage: str) -> None:
    (found,) = (await understood(text, PEOPLE)).intents
    assert isinstance(found, SearchOpportunities)
    assert found.stages == (stage,)


async def test_L02_what_is_to_be_signed_is_not_what_was_won() -> None:
    for text in ("这个月得签下来的是哪单", "12月有望签下来的有哪些"):
        (found,) = (await understood(text, PEOPLE)).intents
        assert isinstance(found, SearchOpportunities)
        assert found.state == "open"


async def test_L02_a_day_of_which_the_talk_is_asked_is_that_day_alone() -> None:
    (found,) = (await understood("20号去远帆都聊啥了", PEOPLE)).intents
    assert isinstance(found, LastFollowUps)
    assert f"{found.period.since} {found.period.until}" == "2026-11-20 2026-11-20"
    (other,) = (await understood("王总说12月几号定", PEOPLE)).intents
    assert isinstance(other, LastFollowUps)
    assert other.period is None


@pytest.mark.parametrize(
    "text", ["谁没写", "谁今天没写跟进", "这周谁还没写", "昨天哪些人没交日报？"]
)
async def test_who_wrote_nothing_is_asked_for_alone(text: str) -> None:
    (found,) = (await understood(text, PEOPLE)).intents

    assert isinstance(found, ShowDigest)
    assert found.silent
