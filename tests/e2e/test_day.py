"""A rep's and a manager's day in forty steps: equal records on both platforms, and when all is
delivered three times (acceptance 2, P03, P08)."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.chat import Platform
from bot.transfer.outgoing import KEYS, records
from tests.e2e.world import World, world

SCRIPT = (
    ("周明", "今天要跟谁"),
    ("周明", "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"),
    ("周明", "[保存"),
    ("周明", "给蓝鲸张姐打了电话，她说预算批了80万，三天后再联系"),
    ("周明", "[保存"),
    ("周明", "上午跑了华精和北重，华精李工要看样，北重没见到人"),
    ("周明", "[保存"),
    ("周明", "周五下午三点提醒我给博远何总回电话"),
    ("周明", "[保存"),
    ("周明", "公海里有啥好客户"),
    ("周明", "领海川"),
    ("周明", "我还能领几个"),
    ("周明", "领云谷"),
    ("周明", "蓝鲸那个推到方案报价"),
    ("周明", "[保存"),
    ("周明", "博远年框签了！310万"),
    ("周明", "[保存"),
    ("周明", "华精那台丢了，给了蔡司，价格差8%"),
    ("周明", "[保存"),
    ("周明", "给北重建个商机 行车改造 60w"),
    ("周明", "[保存"),
    ("周明", "建个客户 无锡明泰电子"),
    ("周明", "[保存"),
    ("周明", "远帆加重点"),
    ("周明", "天府医疗没戏，退公海，没预算"),
    ("周明", "远帆还能留多久"),
    ("周明", "远帆"),
    ("周明", "恒泰"),
    ("周明", "王总电话换了 13700009999"),
    ("周明", "写日报"),
    ("林悦", "领光联"),
    ("林悦", "[撤销"),
    ("林悦", "给云谷刘总打了电话，他说再考虑考虑，下周二再问"),
    ("林悦", "[保存"),
    ("林悦", "撤销"),
    ("孙涛", "今天怎么样"),
    ("孙涛", "海川给老赵"),
    ("孙涛", "谁的客户快掉公海"),
    ("路人", "你好"),
    ("周明", "谢谢"),
)
_KINDS = ("customers", "contacts", "follow_ups", "plans", "opportunities", "pool_events", "ledger")
_OWN = {
    "id",
    "customer_id",
    "source_message_id",
    "message_id",
    "channel",
    "before",
    "after",
    "subject",
    "seq",
}


async def live(day: World, times: int = 1) -> None:
    """Go through the script; each callback delivered `times` times."""
    for who, step in SCRIPT:
        if step.startswith("["):
            await day.press(who, step[1:], times=times)
        else:
            await day.say(who, step, times=times)
    await day.wait(timedelta(hours=9))


async def kept(day: World) -> dict[str, list[str]]:
    """Every record, without what has to differ: ids of its own and the platform's message ids."""
    found: dict[str, list[str]] = {}
    for kind in _KINDS:
        rows = [row async for row in records(kind, day.store, ZoneInfo("Asia/Shanghai"))]
        plain = [{key: row[key] for key in KEYS[kind] if key not in _OWN} for row in rows]
        found[kind] = sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in plain)
    return found


@pytest.fixture
def urls(sqlite_template, tmp_path):
    def made(name: str) -> str:
        import shutil

        path = tmp_path / f"{name}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    return made


async def test_P03_one_script_leaves_equal_records_on_both_platforms(urls) -> None:
    left = []
    for platform in (Platform.WECOM, Platform.FEISHU):
        async with world(urls(platform), platforms=(platform,)) as day:
            await live(day)
            left.append(await kept(day))

    for kind in _KINDS:
        assert left[0][kind] == left[1][kind], kind
    assert len(left[0]["follow_ups"]) == 4


@pytest.mark.parametrize("platform", [Platform.WECOM, Platform.FEISHU])
async def test_P08_three_deliveries_of_everything_leave_the_same(platform: Platform, urls) -> None:
    left = []
    for times in (1, 3):
        async with world(urls(f"{platform}{times}"), platforms=(platform,)) as day:
            await live(day, times)
            left.append(await kept(day))

    for kind in _KINDS:
        assert left[0][kind] == left[1][kind], kind
