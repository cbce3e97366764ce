"""Who chose English reads no Chinese but names, what people said, and examples of what to say."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.chat import Platform
from tests.e2e.working import at_work
from tests.e2e.world import World, world

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_EXAMPLES = "「", "例如", "such as:", "say why:", "for example:"
_OWN = "中文"
"""A language is called by its own name."""
_SAID = (
    "你好",
    "今天怎么样",
    "看公海",
    "领海川",
    "下午去了远帆，王总说12月定，下周三再去",
    "不是远帆，是蓝鲸；金额135万",
    "今天要跟谁",
    "远帆",
    "远帆的商机",
    "我的商机",
    "远帆推进到谈判，下周三再去",
    "华精加李工 13800001111 技术",
    "周五下午三点提醒我给王总回电话",
    "推到周五",
    "加星远帆",
    "我的客户",
    "公海规则是啥",
    "远帆还有几天掉公海",
    "为什么光联不能领",
    "上次跟何总聊了啥",
    "王总电话多少",
    "这周拜访了几家",
    "我的设置",
    "天府灭菌柜赢单 26万",
    "远帆输单，价格高，输给绿源",
    "新客户：杭州测试科技有限公司，联系人李四",
    "明天去博远，给我份简报",
    "今天天气怎么样",
    "漏斗",
    "把北重转给老赵",
    "北重退回公海，没预算",
    "恒泰",
    "拜访恒泰陈经理 谈了环保改造 预算两三百万",
    "华精的完成了，但没谈成",
    "公海有没有光联",
    "上周汇总",
    "/自检",
    "每两周问一次华精进度",
    "远帆改成B类",
)


@pytest.fixture(params=[Platform.FEISHU, Platform.WECOM])
async def rehearsal(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path
) -> AsyncIterator[World]:
    path = tmp_path / "liaoke.db"
    shutil.copy(sqlite_template, path)
    async with world(f"sqlite+aiosqlite:///{path}", platforms=(request.param,)) as made:
        await at_work(made)
        yield made


async def _data(rehearsal: World) -> str:
    """Every text of the company's records."""
    tables = ("customers", "contacts", "follow_ups", "plans", "opportunities", "employees")
    kept: list[str] = []
    async with rehearsal.look() as uow:
        for table in tables:
            rows = await uow.connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
            kept += [str(value) for row in rows for value in row]
    return "\n".join(kept)


@pytest.mark.parametrize("who", ["周明", "孙涛", "吴敏"])
async def test_an_english_reader_reads_no_chinese_of_ours(rehearsal: World, who: str) -> None:
    await rehearsal.say(who, "用英文跟我说")
    seen = len(rehearsal.emulator.timeline(rehearsal.account(who)))

    for words in _SAID:
        rehearsal.time.advance(timedelta(seconds=5))
        await rehearsal.say(who, words)

    told = [
        rehearsal.text(one)
        for one in rehearsal.emulator.timeline(rehearsal.account(who))[seen:]
        if not one.mine
    ]
    known = await _data(rehearsal) + "\n".join((_OWN, *_SAID))
    ours = {
        (words, answer[:120])
        for answer in told
        if not any(mark in answer for mark in _EXAMPLES)
        for words in _CHINESE.findall(answer)
        if words not in known
    }
    assert len(told) >= len(_SAID)
    assert ours == set()
