"""What is said of spreadsheets; where more is told than that, it is something else."""

import pytest

from bot.intents import ExportRecords, ImportHow, SendTemplates
from tests.bot.understanding.speaking import understood


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("导入客户", ImportHow()),
        ("怎么导入", ImportHow()),
        ("上传表格", ImportHow()),
        ("怎么批量导入客户？", ImportHow()),
        ("导入模板", SendTemplates()),
        ("客户导入模板", SendTemplates("customers")),
        ("导出我的客户", ExportRecords()),
        ("帮我导出客户名单", ExportRecords()),
        ("导出团队客户", ExportRecords(whose="team")),
        ("导出所有商机", ExportRecords("opportunities", "all")),
        ("导出A类客户", ExportRecords(narrowed="tier_a")),
        ("把我的跟进记录导出来", ExportRecords("follow_ups")),
        ("export my customers", ExportRecords()),
    ],
)
async def test_it_is_understood(text: str, wanted) -> None:
    assert (await understood(text)).intents == (wanted,)


@pytest.mark.parametrize("text", ["导出上个月成交的客户名单", "交接清单导出来"])
async def test_what_names_more_than_is_built_is_not_taken_for_it(text: str) -> None:
    assert not any(isinstance(one, ExportRecords) for one in (await understood(text)).intents)
