"""Somebody who was told of in chat is erased on request: he is found nowhere afterwards, and what was counted stays."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, Text, cast, select

from bot.calendars import calendar_of
from bot.installation import rules_of
from bot.transfer import erasing
from bot.transfer.erasing import Place
from core.customers.erasing import BAR
from core.customers.queries import CustomerQuery
from core.ledger.model import Act
from core.reports.model import Snapshot
from core.reports.readers import rebuild
from core.visits.queries import FollowUpQuery
from storage.store import Store
from storage.tables import metadata
from tests.e2e import ZONE
from tests.e2e.sent import jpeg, send_image
from tests.e2e.world import MONDAY, World
from tests.e2e.world import world as running

FULL, BRAND, WHO, PHONE, OLD_PHONE = (
    "苏州鲲鹏羽化精密有限公司",
    "鲲鹏羽化",
    "欧阳青竹",
    "13712345679",
    "13712345678",
)
LIKES = "爱喝老白茶"
PICTURE = b"a card with 13712345679 on it"
NAMES = (BRAND, WHO, PHONE, OLD_PHONE, LIKES)


def place(world: World) -> Place:
    return Place(world.store, world.files, [world.files / "list"])


async def seed(world: World) -> None:
    """The customer and whoever is there, told of in every way the chat knows."""
    await world.say("周明", f"新客户 {FULL}，联系人{WHO}，电话{OLD_PHONE}")
    await world.press("周明", "保存")
    await send_image(world, "周明", jpeg(PICTURE))
    await world.say("周明", f"下午去了{BRAND}，见了{WHO}，他说预算80万，{LIKES}，下周三再去")
    await world.press("周明", "保存")
    await world.say("周明", f"{WHO}电话换了{PHONE}")
    await world.press("周明", "保存")
    await world.say("周明", f"{BRAND}建商机 检测设备 120万")
    await world.press("周明", "保存")
    await world.say("周明", f"下午去了远帆，见了王总，{WHO}也在，他说12月定，下周三再去")
    await world.press("周明", "保存")
    await world.say("周明", f"呜啦啦嘎嘎{WHO}")
    await world.say("周明", f"提醒我后天上午10点给{BRAND}的{WHO}送样品")
    await world.press("周明", "保存")
    await world.say("孙涛", "导出团队客户")
    await world.wait(timedelta(hours=26))
    await world.say("周明", f"下周三去{BRAND}拜访{WHO}")


async def erased(world: World, who: str = FULL) -> dict[str, int]:
    (person, *_) = await erasing.find(place(world), who)
    found = await erasing.read(place(world), person)
    counts = await erasing.erase(place(world), found, world.time())
    assert await world.store.database.compact()
    return dict(counts)


async def traces_in_tables(store: Store, words: Iterable[str]) -> list[str]:
    """Where one of the words stands: every value of every row of every table, as it lies there."""
    found = []
    async with store.database.read() as connection:
        for table in metadata.sorted_tables:
            columns = [_as_it_lies(one) for one in table.columns]
            for row in await connection.execute(select(*columns)):
                for column, value in zip(table.columns, row, strict=True):
                    said = value.decode() if isinstance(value, bytes) else str(value)
                    found += [f"{table.name}.{column.name}: {one}" for one in words if one in said]
    return found


def _as_it_lies(column):
    return column if isinstance(column.type, LargeBinary) else cast(column, Text)


def traces_in_files(folder: Path, words: Iterable[str]) -> list[str]:
    """Which files hold one of the words, unpacked where they are workbooks."""
    return [
        f"{path.name}: {word}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for content in _unpacked(path.read_bytes())
        for word in words
        if word.encode() in content
    ]


def _unpacked(content: bytes) -> list[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name) for name in packed.namelist()]


async def traces(world: World, words: Iterable[str] = NAMES) -> list[str]:
    left = await traces_in_tables(world.store, words)
    left += traces_in_files(world.files, words)
    if world.store.database.is_sqlite:
        path = Path(world.store.database.url.database)
        left += traces_in_files(path.parent, words)
    return left


async def holds(world: World) -> bool:
    act = Act(id="look", actor=None, channel="test", at=world.time())
    while await world.store.seal(act):
        pass
    return await world.store.ledger_broken_at(act) is None


async def test_whoever_was_erased_is_found_nowhere(world: World) -> None:
    await seed(world)
    before = await traces(world)

    counts = await erased(world)

    assert {
        "customers", "contacts", "follow_ups", "plans", "customer_keys", "ledger",
        "inbox", "outbox", "drafts", "sentences", "snapshots",
    } <= {one.partition(".")[0] for one in before}  # fmt: skip
    assert await traces(world) == []
    assert counts["customers"] == counts["contacts"] == 1
    assert await holds(world)


@pytest.fixture
async def one(sqlite_url: str):
    """A rehearsal on WeCom and SQLite, for what does not depend on them."""
    async with running(sqlite_url) as made:
        yield made


async def test_the_chat_says_how_somebody_is_erased_and_changes_nothing(one: World) -> None:
    said = one.text(await one.say("吴敏", "删除客户远帆"))

    assert "liaoke erase" in said
    assert len(await erasing.find(place(one), "远帆")) == 1


async def test_digests_keep_their_numbers_and_are_made_again_to_the_byte(one: World) -> None:
    await seed(one)
    sent = await snapshot(one)

    await erased(one)

    now = await snapshot(one)
    assert BRAND in sent.content
    assert BAR in now.content
    assert numbers(json.loads(sent.content)) == numbers(json.loads(now.content))
    rules = await rules_of(one.store, now.rules)
    told = {"flows": rules.flows, "reaches": rules.reaches, "calendar": calendar_of(rules)}
    async with one.store.look() as uow:
        assert (await rebuild(uow, now, ZONE, **told)).canonical() == now.content


async def snapshot(world: World) -> Snapshot:
    """What 孙涛 was sent the morning after."""
    async with world.store.look() as uow:
        found = await uow.reports.snapshot("E5", MONDAY.date(), "day")
    assert found is not None
    return found


def numbers(said: object) -> object:
    """Everything of a digest that is no text."""
    match said:
        case dict():
            return {name: numbers(one) for name, one in said.items()}
        case list():
            return [numbers(one) for one in said]
        case str():
            return len(said)
    return said


async def test_what_came_before_is_not_taken_back_over_somebody_who_was_erased(one: World) -> None:
    await one.say("周明", f"新客户 {FULL}，联系人{WHO}，电话{PHONE}")
    await one.press("周明", "保存")
    await erased(one)

    answer = one.text(await one.say("周明", "撤销"))

    assert "已按要求清除" in answer
    assert await traces(one) == []


async def test_the_pool_never_sees_him_again_and_nothing_is_reminded_of(one: World) -> None:
    await seed(one)
    await erased(one)
    seen = len(one.seen("周明"))

    await one.wait(timedelta(days=1))

    assert FULL not in one.seen("周明")[seen:]
    assert WHO not in one.seen("周明")[seen:]
    async with one.look() as uow:
        pooled = await uow.customers.search(CustomerQuery(in_pool=True, limit=50), one.everybody)
    assert [each for each in pooled if BAR in each.full_name or each.created_at > MONDAY] == []


async def test_a_contact_goes_alone_and_his_namesake_stays(one: World) -> None:
    for customer in (FULL, "无锡白鹭阀门有限公司"):
        await one.say("周明", f"新客户 {customer}，联系人{WHO}")
        await one.press("周明", "保存")
    await one.say("周明", f"下午去了{BRAND}，见了{WHO}，{WHO}说预算80万，下周三再去")
    await one.press("周明", "保存")
    await one.say("周明", f"下午去了白鹭阀门，见了{WHO}，{WHO}说不急，下周四再去")
    await one.press("周明", "保存")

    found = await erasing.find(place(one), WHO)
    (his,) = [each for each in found if each.at == FULL]
    await erasing.erase(place(one), await erasing.read(place(one), his), one.time())

    async with one.look() as uow:
        talks = await uow.follow_ups.search(FollowUpQuery(limit=50), one.everybody)
        (customer,) = await uow.customers.search(CustomerQuery(text=BRAND), one.everybody)
        left = await uow.contacts.at(customer.id)
    told = {talk.customer == customer.id: talk for talk in talks}
    assert len(found) == 2
    assert left == []
    assert WHO not in f"{told[True].contacts} {told[True].content} {told[True].result}"
    assert "80万" in told[True].source_text
    assert told[False].contacts == (WHO,)
    assert WHO in told[False].source_text
    assert await holds(one)
