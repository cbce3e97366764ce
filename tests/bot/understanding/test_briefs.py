"""When a brief is asked for, and which plans are visits (L03)."""

import pytest

from bot.intents import ShowBrief
from bot.slots import CustomerRef
from bot.talk import ShowDigest
from bot.understanding import Context
from bot.understanding.visiting import is_visit
from core.customers.model import CustomerId
from tests.bot.understanding.moments import table
from tests.bot.understanding.speaking import understood

YUANFAN = Context(focus=CustomerRef((CustomerId("C01"),)), shown=True)

ASKED = table("""
给我份远帆的简报 C01
远帆的简报 C01
远帆简报 C01
来份北重的简报 C12
要一份蓝鲸的简报 C03
发我一份远帆的客户简报 C01
远帆的客户简报发给我 C01
帮我准备一下远帆的拜访简报 C01
给我一份远帆的背景资料 C01
远帆简介发我 C01
/简报远帆 C01
明天去博远，给我份简报 C10
我马上去远帆，给个简报 C01
我到远帆楼下了，给我份简报 C01
去海川拜访，给份简报 C07
拜访前给我讲讲华精 C02
去之前给我说说远帆 C01
拜访恒泰化工前给我补补课 C04
下午见何总，帮我过一遍 C10
明天要去华精，帮我梳理一下情况 C02
等下去蓝鲸，给我介绍一下 C03
周五去博远开会，先给我盘一下情况 C10
给我讲讲天府医疗 C09
去远帆之前要注意什么 C01
见马厂长该问什么问题 C12
跟何总聊点什么好 C10
去北重前我该知道些什么 C12
去远帆要问啥 C01
""")


@pytest.mark.parametrize(("words", "customer"), ASKED)
async def test_L03_a_brief_is_asked_for_in_many_words(words: str, customer: str) -> None:
    (intent,) = (await understood(words)).intents

    assert isinstance(intent, ShowBrief)
    assert intent.customer.ids == (customer,)


@pytest.mark.parametrize(
    "words",
    [
        "昨天去了远帆，给王总讲讲了方案",
        "王总让我给他讲讲产品",
        "明天给远帆讲讲方案",
        "提醒我去远帆前看简报",
        "上次跟何总聊了啥",
        "上次去远帆问了什么",
        "远帆问什么时候能到货",
        "今天见了王总，他问我们准备什么时候开标",
        "下午去远帆讲方案",
        "去蓝鲸之前先给张姐打个电话",
        "明天去远帆前把样品准备好",
        "把公司简介发给远帆",
        "今天把简报发给远帆王总了",
        "给我讲讲公海规则",
        "给我讲讲远帆二期那个单子",
        "见李工聊了什么",
        "跟王总约好了，周五见面聊什么再定",
        "远帆要准备什么材料",
        "给我份老赵的简报",
    ],
)
async def test_L03_what_is_told_or_to_be_done_asks_for_no_brief(words: str) -> None:
    assert not isinstance((await understood(words)).intents[0], ShowBrief)


@pytest.mark.parametrize("words", ["给我份简报", "来一份简报", "拜访前给我讲讲", "客户简报"])
async def test_L03_where_nobody_is_named_it_is_the_customer_that_is_shown(words: str) -> None:
    assert (await understood(words, YUANFAN)).intents == (ShowBrief(YUANFAN.focus),)


async def test_L03_much_that_is_to_be_done_before_a_visit_asks_for_no_brief() -> None:
    words = "出发前帮我准备一下样机，我给他介绍新产品"

    assert not isinstance((await understood(words, YUANFAN)).intents[0], ShowBrief)


@pytest.mark.parametrize("words", ["拜访前给我讲讲", "去之前给我捋一下", "客户简报", "拜访简报"])
async def test_L03_a_visit_to_nobody_named_is_asked_about(words: str) -> None:
    assert (await understood(words)).intents == (ShowBrief(),)


@pytest.mark.parametrize("words", ["简报", "/简报", "给我份简报", "昨天的简报", "团队上周的简报"])
async def test_K01_a_brief_of_no_customer_is_the_digest(words: str) -> None:
    assert isinstance((await understood(words)).intents[0], ShowDigest)


@pytest.mark.parametrize("words", ["简报", "昨天的简报", "团队的简报"])
async def test_K01_the_digest_is_the_digest_though_a_customer_is_shown(words: str) -> None:
    assert isinstance((await understood(words, YUANFAN)).intents[0], ShowDigest)


async def test_L03_a_name_that_is_nobodys_is_told_without_the_order_before_it() -> None:
    (intent,) = (await understood("给我份三一重工的简报")).intents

    assert intent == ShowBrief(CustomerRef((), "三一重工", certain=intent.customer.certain))


@pytest.mark.parametrize(
    "content",
    [
        "拜访王总",
        "去一趟",
        "再去",
        "见李工",
        "上门",
        "去送样",
        "技术会",
        "谈价格",
        "到他们厂里看看",
        "约好面谈",
        "当面交合同，先打电话",
        "请王总吃饭",
        "王总来公司参观",
        "设备验收",
        "跑一趟",
    ],
)
def test_L03_a_plan_in_such_words_is_a_visit(content: str) -> None:
    assert is_visit(content)


@pytest.mark.parametrize(
    "content",
    [
        "给王总回电话",
        "电话拜访",
        "寄样品",
        "送样机",
        "把资料发过去",
        "打过去",
        "寄出去",
        "催合同",
        "视频会",
        "线上会议",
        "跟进",
        "发报价",
        "加微信",
        "",
    ],
)
def test_L03_a_plan_in_such_words_is_none(content: str) -> None:
    assert not is_visit(content)
