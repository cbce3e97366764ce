"""Templates, and records taken out as a marked file within what the asker may (M01, M02)."""

import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from bot.company.rules import CompanyRules
from bot.errands import exporting
from bot.transfer.outgoing import Only, records
from core.customers.model import CustomerId
from core.opportunities.model import OpportunityId
from core.people.model import EmployeeId
from core.people.permissions import Reach
from tests.e2e import ZONE
from tests.e2e.sent import media, send_file
from tests.e2e.sheets import cells, drop_downs, xlsx
from tests.e2e.test_flows import OLD, begin, load
from tests.e2e.world import World

OF_ZHOU = {"C01", "C02", "C03", "C04", "C05", "C09", "C10", "C12"}
EVERYBODYS = {f"C{number:02}" for number in range(1, 13)}


def rows_of(book: bytes) -> list[dict[str, str]]:
    _, head, *rows = cells(book)
    return [dict(zip(head, row, strict=True)) for row in rows]


def numbers(book: bytes) -> set[str]:
    return {row["客户编号"] for row in rows_of(book)}


@pytest.mark.parametrize(
    ("who", "said", "found"),
    [
        ("周明", "导出我的客户", OF_ZHOU),
        ("周明", "导出客户", OF_ZHOU),
        ("周明", "导出A类客户", {"C01", "C10"}),
        ("孙涛", "导出团队客户", OF_ZHOU | {"C06"}),
        ("吴敏", "导出所有客户", EVERYBODYS),
    ],
)
async def test_M02_the_file_has_what_the_asker_may_take_out(
    world: World, who: str, said: str, found: set[str]
) -> None:
    await world.say(who, said)

    (book,) = media(world, who)
    assert numbers(book) == found


WORDS = {"contacts": "联系人", "opportunities": "商机", "follow_ups": "跟进记录"}
WHOSE = {"mine": "我的", "team": "团队", "all": "所有"}
OF_LIN = {"C06"}
EXPORTS = [
    *((who, "mine", theirs) for who, theirs in (("周明", OF_ZHOU), ("林悦", OF_LIN))),
    ("赵强", "mine", set()),
    ("孙涛", "team", OF_ZHOU | OF_LIN),
    ("钱峰", "all", EVERYBODYS),
    ("吴敏", "all", EVERYBODYS),
]
"""Who exports whose, and the customers whose records he may get: C07, C08 and C11 are in the pool."""


@pytest.mark.parametrize(("who", "whose", "reached"), EXPORTS)
async def test_M02_what_belongs_to_customers_leaves_with_whoever_reaches_them(
    world: World, who: str, whose: str, reached: set[str]
) -> None:
    for rep, note in (("周明", "今天拜访远帆，聊了样机"), ("林悦", "今天拜访云谷，聊了报价")):
        await world.say(rep, note)
        await world.press(rep, "保存")
    for kind, words in WORDS.items():
        every = [one["customer_id"] async for one in records(kind, world.store, ZONE)]
        before = len(media(world, who))

        await world.say(who, f"导出{WHOSE[whose]}{words}")

        books = media(world, who)[before:]
        found = Counter(row["客户编号"] for book in books for row in rows_of(book))
        assert (kind, found) == (kind, Counter(one for one in every if one in reached))


def test_what_belongs_to_nobody_is_not_given_to_some() -> None:
    with pytest.raises(LookupError):
        Only(frozenset({EmployeeId("E1")})).conditions("ledger")


async def test_M02_it_says_who_took_it_out_and_when(world: World) -> None:
    await world.say("周明", "导出我的客户")

    (book,) = media(world, "周明")
    opened = load_workbook(io.BytesIO(book))
    sheet = opened.worksheets[0]
    mark = sheet["A1"].value
    assert mark == "周明 E1 2026-11-23 10:00 导出，仅限内部使用"
    assert mark in str(sheet.oddHeader.center.text)
    assert mark in str(sheet.oddFooter.center.text)
    assert (opened.properties.creator, opened.properties.description) == ("周明 E1", mark)
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)


async def test_M02_the_ledger_knows(world: World) -> None:
    await world.say("周明", "导出我的商机")

    async with world.store.database.read() as connection:
        from sqlalchemy import text

        found = await connection.execute(
            text("SELECT actor, kind, subject FROM ledger WHERE command = 'export'")
        )
        assert [tuple(row) for row in found] == [("E1", "opportunities", "4")]


async def test_M02_beyond_the_limit_it_offers_less(world: World, monkeypatch) -> None:
    monkeypatch.setitem(exporting.LIMITS, Reach.OWN, 3)

    await world.say("周明", "导出我的客户")
    shown = world.text(world.last("周明"))
    await world.press("周明", "只导A类客户")

    assert "一共 8 条，你一次最多导出 3 条" in shown
    (book,) = media(world, "周明")
    assert numbers(book) == {"C01", "C10"}


@pytest.mark.parametrize("said", ["导出团队客户", "导出所有客户"])
async def test_a_rep_takes_out_nothing_of_others(world: World, said: str) -> None:
    assert "没有导出的权限" in world.text(await world.say("周明", said))
    assert media(world, "周明") == []


@pytest.mark.parametrize("kind", ["客户", "联系人", "商机", "跟进"])
async def test_an_export_comes_in_again_and_changes_nothing(on_feishu: World, kind: str) -> None:
    world = on_feishu
    for customer in ("北重", "天府医疗"):
        await begin(world, customer)
        await world.say("周明", f"今天拜访{customer}的高总，聊了样机，他说可以，下周三再去")
        await world.press("周明", "保存")
    await world.say("吴敏", f"导出所有{kind}")
    (book,) = media(world, "吴敏")

    shown = world.text(await send_file(world, "吴敏", book, f"全部{kind}.xlsx"))

    many = len(rows_of(book))
    assert many > 1
    assert f"可导入 0 行（新增 0，更新 0），重复 {many}，错误 0" in shown


async def test_M01_templates_have_rules_and_drop_downs_and_come_in_again(world: World) -> None:
    await world.say("吴敏", "客户导入模板")

    (book,) = media(world, "吴敏")
    opened = load_workbook(io.BytesIO(book))
    assert opened.sheetnames == ["数据", "填写说明", "可选项"]
    sheet = opened.worksheets[0]
    assert drop_downs(book) == {
        "分级": ["A", "B", "C"],
        "分类": ["1", "2", "3", "4", "5"],
        "重点": ["是", "否"],
    }
    assert {cell.number_format for cell in sheet[1]} == {"@"}


async def test_M01_the_words_of_a_drop_down_are_those_the_import_takes(on_feishu: World) -> None:
    world = on_feishu
    await world.say("吴敏", "联系人导入模板")
    choices = drop_downs(media(world, "吴敏")[-1])
    assert choices["角色"][:2] == ["决策人", "审批人"]

    rows = [
        ["C01", f"{role}{attitude}", role, attitude]
        for role in choices["角色"]
        for attitude in choices["态度"]
    ]
    await send_file(world, "吴敏", xlsx(["客户编号", "姓名", "角色", "态度"], *rows), "联系人.xlsx")
    await world.press("吴敏", "确认导入")

    async with world.look() as uow:
        found = {one.name: one for one in await uow.contacts.at(CustomerId("C01"))}
    assert len(set(found) & {row[1] for row in rows}) == len(rows) == 35
    assert (found["内线反对"].role, found["内线反对"].attitude) == ("coach", -2)


async def test_M01_a_deal_of_a_template_is_in_the_stage_it_names(on_feishu: World) -> None:
    world = on_feishu
    await world.say("吴敏", "商机导入模板")
    stages = drop_downs(media(world, "吴敏")[-1])["阶段"]
    assert "方案报价" in stages
    assert len(stages) == len(set(stages))

    head = ["商机编号", "客户编号", "商机名称", "阶段", "状态"]
    rows = [[f"P{number}", "C01", f"单{number}", stage, ""] for number, stage in enumerate(stages)]
    await send_file(
        world, "吴敏", xlsx(head, *rows, ["P99", "C01", "成了", "", "赢单"]), "商机.xlsx"
    )
    shown = world.text(await world.press("吴敏", "确认导入"))

    assert f"新增 {len(rows) + 1}" in world.seen("吴敏"), shown
    async with world.look() as uow:
        won = await uow.opportunities.find(OpportunityId("P99"))
        first = await uow.opportunities.find(OpportunityId("P0"))
    assert (won.state, first.stage) == ("won", CompanyRules().flows[0].stages[0].code)


async def test_M02_an_export_has_words_for_codes_and_comes_in_again(on_feishu: World) -> None:
    world = on_feishu
    await world.say("周明", "下午去了远帆，王总说方案可以，下周三再去")
    await world.press("周明", "保存")
    await world.say("周明", "导出我的跟进")
    _, head, row = cells(media(world, "周明")[-1])

    assert dict(zip(head, row, strict=True))["方式"] == "拜访"


async def test_M02_a_deal_leaves_and_comes_in_again_in_the_flow_it_began_in(
    on_feishu: World,
) -> None:
    world = on_feishu
    await load(world, OLD)
    await begin(world, "北重")
    await load(world, OLD.replace("验证客户", "立项"))
    await world.say("周明", "导出我的商机")
    (book,) = media(world, "周明")

    shown = world.text(await send_file(world, "吴敏", book, "商机.xlsx"))

    stages = {row["商机名称"]: row["阶段"] for row in rows_of(book)}
    assert stages["行车改造"] == "验证客户"
    assert "错误 0" in shown


async def test_M02_more_rows_than_a_sheet_has_are_refused_with_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ROWS", 11)

    shown = world.text(await world.say("吴敏", "导出所有客户"))

    assert "一共 12 条，你一次最多导出 11 条" in shown
    assert media(world, "吴敏") == []


async def test_M01_everybody_gets_what_he_may_bring_in(world: World) -> None:
    await world.say("周明", "导入模板")

    assert len(media(world, "周明")) == 3
