"""Sentences said by a rep on Monday 2026-11-23 at ten, with his customers and the pool."""

from bot.cli.listed import ListedNames
from bot.understanding import Context, Understood, understand
from bot.understanding.linking import Names
from tests.bot.understanding.moments import clock

CUSTOMERS = (
    ("C01", "苏州远帆新能源科技股份有限公司", "远帆", "E01", "王总;王建国;徐工"),
    ("C02", "华东精密仪器有限公司", "华精", "E01", "李工;李敏"),
    ("C03", "深圳市蓝鲸电子有限公司", "蓝鲸", "E01", "张姐;张丽"),
    ("C04", "江苏恒泰化工集团有限公司", "恒泰化工;恒泰", "E01", "陈浩"),
    ("C05", "湖州恒泰建材有限公司", "恒泰建材;恒泰", "E01", ""),
    ("C06", "北京中科云谷信息技术有限公司", "云谷", "E02", "刘总"),
    ("C07", "宁波海川模具有限公司", "海川", "", ""),
    ("C08", "武汉光联通信技术有限公司", "光联", "", ""),
    ("C09", "成都天府医疗器械有限公司", "天府医疗", "E01", ""),
    ("C10", "上海博远汽车零部件有限公司", "博远", "E01", "何总"),
    ("C11", "广州南粤食品股份有限公司", "南粤", "", ""),
    ("C12", "青岛北海重工有限公司", "北重", "E01", "马厂长"),
    ("C15", "天津市三友机械制造有限公司", "", "E01", "王总"),
)
COLUMNS = ("customer_id", "full_name", "aliases", "owner_rep", "contacts")


def listed() -> ListedNames:
    return ListedNames([dict(zip(COLUMNS, one, strict=True)) for one in CUSTOMERS], "E01")


async def understood(
    text: str, context: Context | None = None, *, names: Names | None = None
) -> Understood:
    at = clock()
    return await understand(
        text, names=names or listed(), now=at.now, calendar=at.calendar, context=context
    )
