"""What the README's rep says is what the bot understands."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendars import calendar_of
from bot.cli.understand import ListedNames
from bot.company import CompanyRules
from bot.understanding import understand
from tests.house.sources import TOP

_SAID = re.compile(r"^(?:rep|销售) +(?![ 〔])(.+)$", re.MULTILINE)
_CUSTOMERS = [
    {
        "customer_id": "C1",
        "full_name": "苏州远帆新能源有限公司",
        "aliases": "远帆",
        "contacts": "王总",
    },
    {
        "customer_id": "C3",
        "full_name": "深圳蓝鲸电子有限公司",
        "aliases": "蓝鲸",
        "contacts": "张姐",
    },
]
_NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


async def intents(sentences: list[str]) -> list[str]:
    """Return the name of the first intent of each sentence."""
    names, calendar = ListedNames(_CUSTOMERS, None), calendar_of(CompanyRules())
    found = [await understand(s, names=names, now=_NOW, calendar=calendar) for s in sentences]
    return [type(one.intents[0]).__name__ for one in found]


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
async def test_the_readme_promises_what_is_understood(page: str) -> None:
    said = _SAID.findall((TOP / page).read_text(encoding="utf-8"))

    assert await intents(said) == ["LogFollowUps", "Correct", "SearchPool", "Claim"]
