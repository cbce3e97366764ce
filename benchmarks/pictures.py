"""Pictures of a digest: drawn, and found drawn."""

import tempfile
from functools import partial
from pathlib import Path

from adapters.chat import Card, Chart, Figure, Note, Series, Shape, Table, Tone
from benchmarks.measure import Row, percentile, times
from bot.drawing.gallery import Format, Gallery
from bot.files import FileStore

DRAWN = 41
_STAGES = ("验证客户", "需求分析", "方案报价", "样品测试", "投标", "商务谈判", "合同")
_TEAM = tuple(f"销售代表{number}" for number in range(1, 11))
_DAYS = tuple(f"11-{day:02}" for day in range(10, 24))


def _card(number: int) -> Card:
    """A digest of the usual size, no two alike."""
    stages = Series("个", (1280 + number, 642, 318, 147, 96, 71, 63))
    team = (Series("拜访", tuple(range(31, 21, -1))), Series("有效", tuple(range(20, 10, -1))))
    days = (Series("拜访", tuple(range(80, 94))), Series("有效", tuple(range(40, 54))))
    return Card(
        title="销售日报 · 华东一组",
        subtitle="2026年11月23日 周一 · 截至 18:07",
        figures=(
            Figure("今日拜访", "113", "↑ 8%", Tone.GOOD),
            Figure("逾期跟进", "17", "↑ 4", Tone.URGENT),
            Figure("公海可领", "286", "↓ 12"),
            Figure("本月预测", "428万", "达成 71%", Tone.ACTIVE),
        ),
        charts=(
            Chart("商机漏斗", Shape.FUNNEL, _STAGES, (stages,)),
            Chart("拜访排行", Shape.BARS, _TEAM, team),
            Chart("14天趋势", Shape.LINE, _DAYS, days),
        ),
        notes=(Note("商机", "推进：二期（需求分析→方案报价）" * 4),),
        tables=(
            Table("例外", ("客户", "为什么", "负责人"), (("恒泰化工", "31天没联系", "周明"),) * 10),
        ),
    )


async def pictures() -> list[Row]:
    """Draw pictures that nobody has seen, then look at one again."""
    with tempfile.TemporaryDirectory() as folder:
        gallery = Gallery(FileStore(Path(folder)))
        cards = [_card(number) for number in range(DRAWN + 1)]
        small = [await gallery.keep(card, Format.SMALL, "s") for card in cards]
        long = [await gallery.keep(card, Format.LONG, "s") for card in cards[: DRAWN // 4]]
        await gallery.read(small[0])  # the fonts are read once a process
        drawn = await times([partial(gallery.read, name) for name in small[1:]])
        posters = await times([partial(gallery.read, name) for name in long])
        again = await times([partial(gallery.read, small[0])] * DRAWN)
    return [
        Row("picture of a card, drawn, p50", percentile(drawn, 0.5), "ms", DRAWN, 150.0, "limit"),
        Row("picture of a card, found drawn, p50", percentile(again, 0.5), "ms", DRAWN),
        Row("long picture, drawn, p50", percentile(posters, 0.5), "ms", len(posters)),
    ]
