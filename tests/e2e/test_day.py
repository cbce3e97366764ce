"""A rep's and a manager's day in forty steps: equal records on both platforms, and when all is
delivered three times (acceptance 2, P03, P08)."""

import shutil
from datetime import timedelta

import pytest

from adapters.chat import Platform
from tests.e2e.kept import Kept, everything, seen
from tests.e2e.world import World, world

SCRIPT = (
    ("周明", "今天要跟谁"),
    ("周明", "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去"),
    ("周明", "[保存"),
    ("周明", "给蓝鲸张姐打了电话，她说预算批了80万，三天后再联系"),
    ("周明", "[保存"),
    ("周明", "上午跑了华精和北重，华精李工要看样，北重没见到人"),
    ("周明", "[保存"),
    ("周明", "今天下午三点提醒我给博远何总回电话"),
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
    ("周明", "[完成"),
)

_LEFT = {"follow_ups": 4, "plans": 3, "opportunities": 5, "inbox": 40}


async def live(day: World, times: int = 1) -> None:
    """Go through the script; each callback delivered `times` times.

    The last step answers what is pushed in the afternoon; after it the day goes on to its digest.
    """
    for who, step in SCRIPT[:-1]:
        await take(day, who, step, times)
    await day.wait(timedelta(hours=5, minutes=10))
    await take(day, *SCRIPT[-1], times)
    await day.wait(timedelta(hours=4))


async def take(day: World, who: str, step: str, times: int) -> None:
    """Write, or press what stands after `[`."""
    if step.startswith("["):
        await day.press(who, step[1:], times=times)
    else:
        await day.say(who, step, times=times)


async def rehearsed(platform: Platform, url: str, times: int = 1) -> tuple[Kept, list[str]]:
    """All that a day leaves in the database, and what each person saw last of each message."""
    async with world(url, platforms=(platform,)) as day:
        await live(day, times)
        phones = [seen(day, who) for who in dict(SCRIPT)]
        return await everything(day), phones


@pytest.fixture
def fresh(sqlite_template, tmp_path):
    """Another empty file."""

    def made(name: str) -> str:
        path = tmp_path / f"{name}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    return made


def test_the_script_is_a_day_of_forty_steps() -> None:
    assert len(SCRIPT) == 40


async def test_P03_one_script_leaves_equal_records_on_both_platforms(
    sqlite_url: str, postgresql_url: str
) -> None:
    wecom, _ = await rehearsed(Platform.WECOM, sqlite_url)
    feishu, _ = await rehearsed(Platform.FEISHU, postgresql_url)

    for table, rows in wecom.items():
        assert rows == feishu[table], table
    left = {table: len(wecom[table]) for table in _LEFT}
    assert left == _LEFT


@pytest.mark.parametrize("platform", [Platform.WECOM, Platform.FEISHU])
async def test_P08_three_deliveries_of_everything_leave_the_same(platform: Platform, fresh) -> None:
    once, phones_once = await rehearsed(platform, fresh("once"))
    thrice, phones_thrice = await rehearsed(platform, fresh("thrice"), times=3)

    for table, rows in once.items():
        assert rows == thrice[table], table
    assert phones_once == phones_thrice
