"""What is asked of parts that are not built yet: said so, counted, nothing written."""

from datetime import timedelta

import pytest

from core.people.model import EmployeeId
from tests.e2e.world import World

# One of each family.
WISHES = [
    "60天改45天会怎样",
    "@小周 这条写得好，把竞品价格补上",
    "HT-2026-081分6期，每月15号，每期11万",
    "下午打哪些新线索",
    "领了不动的有哪些",
    "写日报",
    "北重申请升A",
    "博远年框出合同，300万，三七付款",
    "同意",
    "吐槽：领客户按钮点了没反应",
    "启明光电转客户",
    "小何离职，客户给小林和老赵对半",
    "小周这个月提成多少",
    "恒泰化工谁说了算",
    "把小周30天没动的收回来",
    "拉小林一起跟远帆",
    "新线索：杭州启明光电 李先生 13800001234 展会来的",
    "漏斗",
    "给蓝鲸报检测设备 2台 单价38万 95折",
    "让小何周三前出远帆方案",
    "这50条线索平均分给华东5个人",
    "远帆二期提立项",
    "看看北重的合同",
    "我A类还差几个满",
]


async def test_whatever_is_not_built_is_said_so_counted_and_writes_nothing(world: World) -> None:
    began = world.time()

    answers = {text: world.text(await world.say("周明", text)) for text in WISHES}

    assert len(WISHES) > 20
    assert [text for text, answer in answers.items() if "还不支持" not in answer] == []
    async with world.look() as uow:
        kept = await uow.sentences.since(began - timedelta(minutes=1), 100)
        assert await uow.ledger.last_act(EmployeeId("E1"), began) is None
    assert sorted(text for *_, text in kept) == sorted(WISHES)
    assert [text for _, _, intent, text in kept if not intent] == []


async def test_the_admin_reads_what_was_asked_for_and_not_built_and_how_often(
    world: World,
) -> None:
    for said in ("漏斗", "日报加一句：明天重点跑苏州", "写日报", "asdfgh"):
        await world.say("周明", said)

    listed = world.text(await world.say("吴敏", "没听懂的"))

    assert "写日报 2次、没听懂 1次、看漏斗和预测 1次" in listed
    assert all(said in listed for said in ("明天重点跑苏州", "asdfgh", "周明"))
    assert "你没有" in world.text(await world.say("孙涛", "没听懂的"))
    assert "asdfgh" not in world.seen("孙涛")


@pytest.mark.parametrize("text", ["asdfgh", "嗯哼哈嘿呀", "？？？"])
async def test_what_nobody_understands_writes_nothing(world: World, text: str) -> None:
    began = world.time()

    answer = world.text(await world.say("周明", text))

    async with world.look() as uow:
        assert await uow.ledger.last_act(EmployeeId("E1"), began) is None
    assert "保存" not in answer


async def test_A11_who_may_log_for_nobody_is_refused_before_any_draft(world: World) -> None:
    said = {
        "昨天下午去了远帆，见了王总，他说12月定，下周三再去": "记跟进",
        "周五下午三点提醒我给王总回电话": "定计划",
        "给北重建个商机 行车改造 60w": "管商机",
        "蓝鲸那个推到方案报价": "管商机",
        "建个客户 无锡明泰电子": "建客户",
        "华精的行业改成仪器仪表": "改客户资料",
        "远帆新来了个采购副总，姓冯": "改客户资料",
    }
    for words, right in said.items():
        answer = world.text(await world.say("钱峰", words))

        assert f"你没有{right}的权限" in answer
        assert "保存" not in answer
