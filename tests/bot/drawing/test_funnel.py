"""A funnel's shares stand where the board has them: at the stage that is left, the weakest with the lowest."""

from adapters.chat import Chart, Series
from adapters.chat import Shape as Kind
from bot.drawing.canvas import Box, Canvas
from bot.drawing.charts import draw
from bot.drawing.lettering import lettering


def test_each_stage_says_what_share_of_it_goes_on() -> None:
    canvas = Canvas(lettering())
    stages = ("验证客户", "方案报价", "商务谈判", "赢单")
    chart = Chart("漏斗", Kind.FUNNEL, stages, (Series("单", (40, 20, 20, 5)),))

    draw(canvas, Box(0, 0, 600, 400), chart, 16)

    rows: dict[float, list[str]] = {}
    for one in sorted(canvas.writings, key=lambda one: one.box.x):
        rows.setdefault(one.box.y, []).append(one.text)
    assert sorted(rows.values()) == sorted(
        [
            ["验证客户", "40", "50%"],
            ["方案报价", "20", "100%"],
            ["商务谈判", "20", "25%"],
            ["赢单", "5"],
        ]
    )
