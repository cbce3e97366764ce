"""What has the form of a question is one, and never opens a draft (L02)."""

import pytest

from bot.understanding.questions import is_asked

ASKED = (
    "张姐礼拜天电话里头咋说的嘛 预算批没批",
    "华精的样品人家到底收到没啊 别又寄丢了",
    "宝润联系人手机发我 我先打一个再说",
    "徐工当时说固含量得控制在多少以内",
    "青岛礼拜五落雨伐",
    "恒泰那两家都是小周的不",
    "蓝鲸那个单子丢没丢啊",
    "王总离婚没离",
    "周厂长是正的副的",
    "丢给绿源那单多大盘子",
    "王总讲十二月定得下来定不下来",
    "11月拜访比10月多了几趟",
    "领导问我刘总底价是多少 快点",
    "博远明年会不会垮 听说在裁员",
    "刘总昨个还是今儿来的电话 说礼拜几给答复",
    "北重年检延到哪个月 我答应马厂长到时候再约的 忘了",
    "别瞎报 我就问样品给没给",
    "从没联系过的客户揪出来",
    "天府灭菌柜算成了吧",
    "天府那个应该算赢了吧",
    "去华精问样品本来是几号",
    "刘总说低于多少不卖",
)
TOLD = (
    "王总问什么时候送样，我说下周",
    "李工说要多少给多少",
    "跟张姐聊了，没什么问题",
    "陈浩没说什么",
    "昨天见了何总 谁都不敢拍板",
    "酷玩放掉，谁爱要谁要",
    "补遗15号发，我15号去领",
    "提醒我问王总哪天有空",
    "王总说今天还是明天来",
    "客户问几号交货 忘了",
    "能不能建个客户",
    "这单就算丢了吧",
    "丢了就丢了吧",
)


@pytest.mark.parametrize("text", ASKED)
def test_L02_a_clause_that_asks_makes_a_question(text: str) -> None:
    assert is_asked(text)


@pytest.mark.parametrize("text", TOLD)
def test_F01_what_somebody_is_told_to_ask_makes_none(text: str) -> None:
    assert not is_asked(text)
