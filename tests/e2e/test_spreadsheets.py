"""Spreadsheets in the chat: tried first, carried out when confirmed, the refused rows back (M03, M06)."""

import asyncio

import pytest
from sqlalchemy import select

from core.customers.queries import CustomerQuery
from storage.tables import attachments, metadata
from tests.e2e.sent import media, send_file
from tests.e2e.sheets import cells, colours, customers, many, xlsx
from tests.e2e.world import World

NEW = ["X1", "无锡明泰电子有限公司", "E2", "无锡", "冯磊", 13811112222]
KNOWN = ["C01", "苏州远帆新能源科技股份有限公司", "E1", "昆山", "", ""]
SAME = ["C07", "宁波海川模具有限公司", "", "宁波", "", ""]
WRONG = ["X2", "", "E1", "上海", "", ""]
NOBODY = ["X3", "上海无人有限公司", "E99", "上海", "", ""]
_PASSING = {"inbox", "outbox", "errands", "attachments", "memory", "shared", "live_cards", "ticks"}


@pytest.fixture
def world(on_feishu: World) -> World:
    return on_feishu


async def records(world: World) -> dict[str, list]:
    """Every table of the CRM, whole."""
    found = {}
    async with world.store.database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in _PASSING:
                rows = (await connection.execute(select(table))).all()
                found[table.name] = sorted(map(repr, rows))
    return found


async def find(world: World, text: str):
    async with world.look() as uow:
        return await uow.customers.search(CustomerQuery(text=text), world.everybody)


async def test_M06_a_trial_run_counts_and_writes_nothing(world: World) -> None:
    before = await records(world)

    await send_file(world, "吴敏", customers(NEW, KNOWN, SAME, WRONG, NOBODY), "客户.xlsx")

    shown = world.text(world.last("吴敏"))
    assert "可导入 2 行（新增 1，更新 1），重复 1，错误 2，共 5 行" in shown
    assert "第 5 行：客户名称是空的" in shown
    assert "第 6 行：负责人工号 E99 不在员工名单里" in shown
    assert "确认导入" in shown
    after = await records(world)
    identities = {"identities"}  # who wrote last
    assert {name for name in before if before[name] != after[name]} <= identities


async def test_M03_confirmed_it_is_carried_out_and_the_refused_rows_come_back(
    world: World,
) -> None:
    await send_file(world, "吴敏", customers(NEW, KNOWN, SAME, WRONG, NOBODY), "客户.xlsx")
    await world.press("吴敏", "确认导入")

    shown = world.seen("吴敏")
    assert "新增 1，更新 1，重复 1，错误 2" in shown
    (new,) = await find(world, "无锡明泰")
    assert (new.owner, new.city, new.mobile) == ("E2", "无锡", "13811112222")
    (book,) = media(world, "吴敏")
    head, *rows = cells(book)
    assert (head[0], head[-1]) == ("原行号", "失败原因")
    assert [(row[0], row[-1]) for row in rows] == [
        ("5", "客户名称是空的"),
        ("6", "负责人工号 E99 不在员工名单里"),
    ]
    assert colours(book) == {"FFFDECEA"}


async def test_M03_the_file_of_refused_rows_goes_up_again_repaired(world: World) -> None:
    await send_file(world, "吴敏", customers(NEW, WRONG), "客户.xlsx")
    await world.press("吴敏", "确认导入")
    (book,) = media(world, "吴敏")
    head, row = cells(book)

    row[head.index("客户名称")] = "上海修好有限公司"
    await send_file(world, "吴敏", xlsx(head, row), "客户-失败1行.xlsx")
    await world.press("吴敏", "确认导入")

    assert [one.id for one in await find(world, "上海修好")] == ["X2"]


async def test_a_cancelled_import_writes_nothing_and_stays_cancelled(world: World) -> None:
    await send_file(world, "吴敏", customers(NEW), "客户.xlsx")
    card = world.last("吴敏").card

    shown = world.text(await world.press("吴敏", "取消"))

    assert "已取消" in shown
    assert card is not None
    assert await find(world, "无锡明泰") == []


async def test_what_is_confirmed_twice_is_done_once(world: World) -> None:
    await send_file(world, "吴敏", customers(NEW, WRONG), "客户.xlsx")

    await world.press("吴敏", "确认导入", times=2)

    assert len(media(world, "吴敏")) == 1
    assert len(await find(world, "无锡明泰")) == 1


async def test_a_rep_brings_in_his_own_customers_alone(world: World) -> None:
    rows = (
        ["", "无锡明泰电子有限公司", "", "无锡", "冯磊", ""],
        ["C06", "北京中科云谷信息技术有限公司", "", "上海", "", ""],
        ["C07", "宁波海川模具有限公司", "", "上海", "", ""],
        ["X9", "上海别人有限公司", "E2", "上海", "", ""],
        ["", "深圳市蓝鲸电子有限公司", "", "东莞", "", ""],
    )
    await send_file(world, "周明", customers(*rows), "客户.xlsx")
    shown = world.text(world.last("周明"))
    await world.press("周明", "确认导入")

    assert "可导入 2 行（新增 1，更新 1），重复 0，错误 3" in shown
    (new,) = await find(world, "无锡明泰")
    assert new.owner == "E1"
    (known,) = await find(world, "蓝鲸")
    assert known.city == "东莞"
    (book,) = media(world, "周明")
    assert [row[-1] for row in cells(book)[1:]] == [
        "不是你的客户",
        "客户在公海，请先认领",
        "负责人 E2 不是你本人",
    ]


async def test_a_row_without_a_name_is_told_by_the_column_that_the_sheet_has(world: World) -> None:
    heads = ("客户名称", "等级", "城市")
    rows = (["无锡明泰电子有限公司", "B", "无锡"], ["", "A", "上海"])
    await send_file(world, "吴敏", customers(*rows, heads=heads), "客户.xlsx")

    assert "可导入 1 行（新增 1，更新 0），重复 0，错误 1" in world.seen("吴敏")
    assert "客户名称是空的" in world.seen("吴敏")


async def test_a_rep_moves_no_clock_and_no_tier_by_a_file(world: World) -> None:
    (before,) = await find(world, "蓝鲸")
    row = ["C03", "深圳市蓝鲸电子有限公司", "东莞", "A", "2026-11-20", "2026-11-22"]
    heads = ("客户编号", "客户名称", "城市", "分级", "归属日期", "最近联系")

    await send_file(world, "周明", customers(row, heads=heads), "客户.xlsx")
    await world.press("周明", "确认导入")

    (after,) = await find(world, "蓝鲸")
    assert after.city == "东莞"
    assert (after.tier, after.owned_since, after.last_contact_at) == (
        before.tier,
        before.owned_since,
        before.last_contact_at,
    )


async def test_M05_follow_ups_keep_their_author_and_time(world: World) -> None:
    heads = ("客户名称", "跟进人", "跟进时间", "方式", "联系人", "内容", "结果", "下一步")
    row = ["远帆", "E2", "2026.11.02 14:30", "电话", "王建国", "谈价格", "同意报价", "周三报价"]

    await send_file(world, "吴敏", xlsx(heads, row), "跟进.xlsx")
    await world.press("吴敏", "确认导入")

    async with world.look() as uow:
        from core.visits.queries import FollowUpQuery

        (one,) = await uow.follow_ups.search(FollowUpQuery(customer="C01"), world.everybody)
    assert (one.employee, one.kind, one.effective) == ("E2", "call", True)
    assert one.occurred_at.isoformat() == "2026-11-02T06:30:00+00:00"


async def test_a_header_of_two_kinds_is_asked_about(world: World) -> None:
    heads, row = ("客户名称", "联系人", "电话"), ["深圳市蓝鲸电子有限公司", "孙工", "13811113333"]

    asked = world.text(await send_file(world, "吴敏", xlsx(heads, row), "名单.xlsx"))
    await world.press("吴敏", "联系人")
    await world.press("吴敏", "确认导入")

    assert "是哪一种表" in asked
    async with world.look() as uow:
        assert "孙工" in [one.name for one in await uow.contacts.at("C03")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (xlsx(("线索", "公司", "电话"), ("a", "b", "1")), "线索表，这个还不支持导入"),
        (xlsx(("客户名称", "城市", "秘密"), ("a", "b", "1")), "有不认识的列：秘密"),
        (b"\xd0\xcf\x11\xe0 old", "另存为 .xlsx"),
        (b"PK\x03\x04 broken", "不是能打开的表格"),
    ],
    ids=["leads", "unknown column", "xls", "broken"],
)
async def test_what_cannot_be_brought_in_is_said_why(world: World, content, said: str) -> None:
    assert said in world.text(await send_file(world, "吴敏", content, "表.xlsx"))


async def test_a_spreadsheet_that_is_no_list_of_ours_is_kept_with_the_visit(world: World) -> None:
    await world.say("周明", "下午去了远帆，见了王总，他说12月定，下周三再去")

    shown = world.text(
        await send_file(world, "周明", xlsx(("型号", "单价"), ("A", "1")), "报价.xlsx")
    )

    assert "文件 1" in shown
    assert "保存" in shown


async def test_a_refused_spreadsheet_is_no_document_of_what_is_said_next(world: World) -> None:
    await send_file(world, "周明", xlsx(["客户名称", "不认识的列"], ["无锡明泰", "x"]), "客户.xlsx")
    assert "有不认识的列" in world.seen("周明")

    shown = world.text(await world.say("周明", "今天拜访远帆王总，聊了样机"))

    assert "附件" not in shown


async def test_who_may_not_import_keeps_a_document(world: World) -> None:
    shown = world.text(await send_file(world, "钱峰", customers(NEW), "客户.xlsx"))

    assert "可导入" not in world.seen("钱峰")
    assert "文件" in shown


async def test_a_key_of_somebody_elses_upload_is_nothing(world: World) -> None:
    await send_file(world, "吴敏", customers(NEW), "客户.xlsx")
    async with world.look() as uow:
        (sent,) = await uow.session.all(select(attachments))
    from tests.e2e.test_attachments import forged

    await forged(world, "周明", "ConfirmImport" + '{"upload":"' + sent.id + '"}')

    assert "没有找到" in world.seen("周明") or "找不到" in world.seen("周明")
    assert await find(world, "无锡明泰") == []


async def test_who_left_since_is_not_obeyed(world: World) -> None:
    await world.emulator.send_file(world.account("吴敏"), customers(NEW), "客户.xlsx")
    while await world.app.worker.once():
        pass
    async with world.store.unit(await world.act()) as uow:
        from dataclasses import replace

        from core.people.model import EmployeeState

        person = await uow.people.find("E6")
        await uow.people.save(replace(person, state=EmployeeState.LEFT))
        await uow.ledger.record("left", "employee", "E6")

    await world.app.settle()

    assert "可导入" not in world.seen("吴敏")


async def test_a_large_file_lets_the_chat_go_on(world: World) -> None:
    """By the order of events: whoever writes meanwhile is answered before the import is over."""
    await send_file(world, "吴敏", many(range(3_000)), "客户.xlsx")
    assert "可导入 3000 行" in world.text(world.last("吴敏"))
    await world._while_working(world.emulator.press_label(world.account("吴敏"), "确认导入"))
    order: list[str] = []

    async def imports() -> None:
        await world.app.errands.once()
        order.append("imported")

    async def chats() -> None:
        await world.emulator.say(world.account("周明"), "远帆还能留多久")
        assert await world.app.worker.once()
        order.append("answered")

    await asyncio.gather(imports(), chats())

    assert order == ["answered", "imported"]
    await world.app.settle()
    assert len(await find(world, "批量2999号")) == 1


async def test_M04_why_an_import_is_not_taken_back_and_what_to_do_instead(world: World) -> None:
    await send_file(world, "吴敏", customers(NEW), "客户.xlsx")
    await world.press("吴敏", "确认导入")
    await world.say("林悦", "星标无锡明泰")

    told = world.text(await world.say("吴敏", "撤销"))

    assert "撤不了，什么都没有改动" in told
    assert "导入新增了客户1家（无锡明泰电子有限公司）" in told
    assert "联系人1位（冯磊）" in told
    assert "导入的行没有留底，林悦之后还改过" in told
    assert "改好表格再导一次" in told
    assert "恢复导入前的备份" in told
    (still,) = await find(world, "无锡明泰")
    assert still.id == "X1"
