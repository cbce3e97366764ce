"""Whom a sentence names at the customer: by surname and title, familiarly, in English."""

import pytest

from bot.understanding.people import people
from tests.bot.understanding.moments import table
from tests.bot.understanding.speaking import understood

NAMED = table("""
见了王总 王总
李工要看样 李工
采购冯姐 冯姐
刘主任说 刘主任
技术部何工 何工
财务赵总卡付款 赵总
董事长王总 王总
王副总 王副总
孙总工 孙总工
欧阳总监拍板 欧阳总监
司马经理 司马经理
诸葛先生 诸葛先生
陆工程师 陆工程师
马厂长 马厂长
魏院长 魏院长
胡局长 胡局长
龚科长 龚科长
安经理 安经理
曾老师 曾老师
郑博士 郑博士
林女士 林女士
白老板 白老板
黄董 黄董
陈处 陈处
韩队 韩队
跟老周聊了 老周
小马说再等等 小马
老金 老金
Kevin同意了 Kevin
王总监和李经理 王总监 李经理
张经理、赵会计都在 张经理 赵会计
张姐带着小李 张姐 小李
Jason和Lily Jason Lily
王总说王总定 王总
周总周五过来 周总
见了采购副总冯建，聊了二期 冯建
拜访了王建国总，聊检测设备 王建国
冯建副总说可以 冯建
财务总监李红梅卡付款 李红梅
刘建军主任不在 刘建军
副总黄志明在场 黄志明
采购经理陈晓东和技术工程师黄磊 陈晓东 黄磊
采购部门的周婷婷电话 周婷婷
阿强也在 阿强
三哥打了电话 三哥
小王总和王总都在 小王总 王总
小段说行 小段
采购杜一鸣说行 杜一鸣
赵工资料发了 赵工
刘财务说可以 刘财务
Kevin曾说过 Kevin
Lily毕竟是新人 Lily
Vivian吴说行 Vivian吴
May说下周来 May
张生说行 张生
符总工：小郑，材料款先付 符总工
符总工：王总，材料款先付 符总工 王总
刘工说下周三给回话，不对，是柳工 柳工
不是张科长是罗行长 罗行长
不是王总的意思 王总
李总、李工、李姐都在 李总 李工 李姐
""")


@pytest.mark.parametrize("row", NAMED, ids=lambda row: row[0])
def test_people_are_found_in_order_each_once(row: tuple[str, ...]) -> None:
    words, *expected = row

    found = people(words)

    assert [one.value for one in found] == expected
    assert all(one.value in words[one.start : one.end] for one in found)


@pytest.mark.parametrize(
    "words", "我们小林 让小何跟进 带徐工去 同事老赵 叫上小林 转给老赵 我们公司王总 咱们李工".split()
)
def test_people_of_our_own_are_no_contacts(words: str) -> None:
    assert people(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "和小林一起去\u3000见了徐工",
        "跟孙经理跑了\u3000，见了徐工",
        "小林陪我去的\u3000，徐工接待",
    ],
)
def test_who_came_along_from_our_side_is_no_contact(words: str) -> None:
    assert [one.value for one in people(words)] == ["徐工"]


def test_an_english_name_with_a_surname_is_one_person() -> None:
    assert [one.value for one in people("跟Tony Chen聊了，Lily也在")] == ["Tony Chen", "Lily"]


@pytest.mark.parametrize(
    "words",
    (
        "老板不在 老客户 老厂 老规矩 太老了 小试通过 小批量 小问题 小时 半小时 小区物业 小额 小计 很小 最小 大小姐 "
        "高工资 王工程 方案 何时 白板 周五 电工 人工 加工 员工 手工 职工 时总 一部 从总部 等总部 OK Monday Review会 "
        "这一小段 仓管经理说 张财务部的 卫生要达标"
    ).split(),
)
def test_what_only_looks_like_a_person_is_none(words: str) -> None:
    assert people(words) == []


def test_the_old_boss_by_his_surname_is_called_so_without_old() -> None:
    assert [one.value for one in people("老总姓王")] == ["王总"]


@pytest.mark.parametrize("words", ["delivery in May", "since April we wait", "May 3 可以"])
def test_a_month_in_english_is_nobody(words: str) -> None:
    assert people(words) == []


async def test_whoever_is_known_at_the_customer_is_found_without_a_word_around_his_name() -> None:
    [report] = (await understood("恒泰化工这边陈浩刚通过气")).intents

    assert report.entries[0].contacts == ("陈浩",)


async def test_somebody_known_who_is_taken_back_stays_out() -> None:
    [report] = (await understood("华精李工喊我补报告，不对，是李敏要的")).intents

    assert report.entries[0].contacts == ("李敏",)
