"""What is said of people: role, attitude, title, and the words that say it (E01)."""

import pytest

from bot.understanding.people import people
from bot.understanding.roles import said_of

SAID = (
    ("何总拍板，财务赵总卡付款", "何总 decider 何总拍板", "赵总 approver 财务赵总卡付款"),
    ("技术是张工说了算", "张工 evaluator 技术是张工说了算"),
    ("拍板的是何总", "何总 decider 拍板的是何总"),
    ("马厂长一把手，他说了算", "马厂长 decider 马厂长一把手，他说了算"),
    ("徐工负责技术评估", "徐工 evaluator 徐工负责技术"),
    ("李经理负责采购，王主任管审批", "李经理 buyer 李经理负责采购", "王主任 approver 王主任管审批"),
    ("刘主任是使用方", "刘主任 user 刘主任是使用方"),
    ("张工是我们的内线", "张工 coach 张工是我们的内线"),
    ("李工支持我们", "李工 1 李工支持我们"),
    ("李姐对我们有意见", "李姐 -1 李姐对我们有意见"),
    ("三哥反对用我们", "三哥 -2 三哥反对用我们"),
    ("李工力挺我们", "李工 2 李工力挺我们"),
    ("小马偏向竞品", "小马 -1 小马偏向竞品"),
    ("何总和赵总都认可我们", "何总 1 何总和赵总都认可我们", "赵总 1 赵总都认可我们"),
    ("老周对我们印象不错", "老周 1 老周对我们印象不错"),
    ("采购副总冯建，挺支持我们的", "冯建 采购副总 1 采购副总冯建，挺支持我们"),
    ("见了技术工程师黄磊", "黄磊 技术工程师 技术工程师黄磊"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [(row[0], list(row[1:])) for row in SAID])
def test_a_role_an_attitude_or_a_title_is_whose_it_is(text: str, expected: list[str]) -> None:
    found = [
        " ".join(
            str(part)
            for part in (
                one.value.name,
                one.value.title if one.value.title not in ("财务", "主任") else "",
                one.value.role or "",
                "" if one.value.attitude is None else int(one.value.attitude),
                text[one.start : one.end],
            )
            if part != ""
        )
        for one in said_of(text, people(text))
    ]

    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "谁拍板？王总",
        "王总拍不了板，要总部拍板",
        "王总对我们的价格有意见",
        "采购冯姐嫌贵",
        "张姐和他们品质一起，反馈不错",
        "见了王总，客户对我们有意见",
    ],
)
def test_nothing_is_said_of_a_person_where_nothing_is(text: str) -> None:
    assert said_of(text, people(text)) == []
