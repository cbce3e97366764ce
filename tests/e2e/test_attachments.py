"""Pictures, recordings and documents go with what is reported (F06)."""

from datetime import timedelta

import pytest

from adapters.emulator.exchanges import Bubble
from core.attachments.model import AttachmentState
from core.visits.queries import FollowUpQuery
from tests.e2e.sent import jpeg, media, png, send_file, send_image, send_voice
from tests.e2e.world import World

SAID = "下午去了远帆，见了王总，他说12月定，下周三再去"
CANNOT = "听不懂"


async def timeline(world: World, who: str) -> Bubble:
    await world.say(who, "打开远帆")
    return await world.press(who, "时间线")


async def attached(world: World) -> dict[str, list[str]]:
    """Customer → kinds of what belongs to contacts there."""
    async with world.look() as uow:
        found = await uow.follow_ups.search(FollowUpQuery(limit=50), world.everybody)
        of = await uow.attachments.of(one.id for one in found)
    return {one.customer: [each.kind for each in of[one.id]] for one in found if one.id in of}


async def test_F06_a_picture_sent_while_a_visit_is_drafted_is_saved_with_it(world: World) -> None:
    await world.say("周明", SAID)

    drafted = world.text(await send_image(world, "周明", jpeg()))
    saved = world.text(await world.press("周明", "保存"))

    assert "照片 1" in drafted
    assert "保存" in drafted
    assert "照片 1" in saved
    assert await attached(world) == {"C01": ["image"]}


async def test_F06_a_picture_sent_before_the_visit_is_told_goes_with_it(world: World) -> None:
    asked = world.text(await send_image(world, "周明", jpeg()))
    drafted = world.text(await world.say("周明", SAID))
    await world.press("周明", "保存")

    assert "这是哪家的" in asked
    assert "照片 1" in drafted
    assert await attached(world) == {"C01": ["image"]}


async def test_F06_a_picture_sent_after_the_visit_was_saved_goes_with_it(world: World) -> None:
    await world.say("周明", SAID)
    await world.press("周明", "保存")

    answer = world.text(await send_image(world, "周明", jpeg()))

    assert "已附上：照片 1" in answer
    assert await attached(world) == {"C01": ["image"]}


async def test_F06_later_it_is_asked_whose_it_is_and_kept(world: World) -> None:
    await world.say("周明", SAID)
    await world.press("周明", "保存")
    world.time.advance(timedelta(minutes=11))

    asked = world.text(await send_image(world, "周明", jpeg()))
    answer = world.text(await world.press("周明", "1 远帆"))

    assert "这是哪家的" in asked
    assert "已附上：照片 1" in answer
    assert await attached(world) == {"C01": ["image"]}


async def test_F06_whose_it_is_opens_a_draft_where_nothing_was_told_today(world: World) -> None:
    await world.say("周明", "华精还能留多久")
    await send_image(world, "周明", jpeg())

    drafted = world.text(await world.press("周明", "1 华精"))
    await world.press("周明", "保存")

    assert "照片 1" in drafted
    assert await attached(world) == {"C02": ["image"]}


async def test_F06_of_several_customers_each_keeps_its_own(world: World) -> None:
    await world.say("周明", "上午去了远帆，见了王总，谈了样品；下午去了华精，见了李敏，谈了价格")
    asked = world.text(await send_image(world, "周明", jpeg()))
    await world.press("周明", "2 华精")
    await world.press("周明", "保存")

    assert "这是哪家的" in asked
    assert await attached(world) == {"C02": ["image"]}


async def test_F06_undo_takes_it_back_with_the_visit(world: World) -> None:
    await world.say("周明", SAID)
    await send_image(world, "周明", jpeg())
    await world.press("周明", "保存")

    await world.say("周明", "撤销")

    assert await attached(world) == {}
    assert "照片" not in world.text(await timeline(world, "周明"))
    await world.say("周明", "恢复刚删的")
    assert await attached(world) == {"C01": ["image"]}


async def test_F06_the_line_of_time_says_so_and_the_bot_sends_it_back(world: World) -> None:
    picture = jpeg(b"the line")
    await world.say("周明", SAID)
    await send_image(world, "周明", picture)
    await world.press("周明", "保存")

    shown = world.text(await timeline(world, "周明"))
    await world.press("周明", "看附件")

    assert "附件：照片 1" in shown
    assert media(world, "周明") == [picture]
    assert "附件：照片 1" in world.text(await world.say("周明", "远帆上次聊了什么"))


async def test_F06_where_a_picture_was_taken_is_not_kept(world: World) -> None:
    await world.say("周明", SAID)
    await send_image(world, "周明", jpeg(b"the hall", place=b"31.2304N 121.4737E"))
    await world.press("周明", "保存")
    await timeline(world, "周明")
    await world.press("周明", "看附件")

    (sent,) = media(world, "周明")

    assert b"31.2304N" not in sent
    assert b"the hall" in sent
    assert b"Exif" in sent, "which way up it is"


async def test_F06_the_same_bytes_are_kept_once(world: World) -> None:
    await world.say("周明", SAID)
    for _ in range(2):
        await send_image(world, "周明", png())
    await world.press("周明", "保存")

    async with world.look() as uow:
        (contact,) = await uow.follow_ups.search(FollowUpQuery(), world.everybody)
        sent = (await uow.attachments.of([contact.id]))[contact.id]
    assert [one.state for one in sent] == [AttachmentState.KEPT] * 2
    assert len({one.digest for one in sent}) == 1
    folder = world.app.given.files.path(sent[0].digest).parents[1]
    assert [one.name for one in folder.rglob("*") if one.is_file()] == [sent[0].digest]


@pytest.mark.parametrize("kind", ["照片", "语音"])
async def test_whoever_sees_the_customer_sees_what_was_sent_and_nobody_else(
    world: World, kind: str
) -> None:
    await world.say("周明", SAID)
    await (send_image(world, "周明", jpeg()) if kind == "照片" else send_voice(world, "周明"))
    await world.press("周明", "保存")

    shown = world.text(await timeline(world, "孙涛"))
    await world.press("孙涛", "看附件")
    key = "ShowAttachments" + '{"follow_up":"' + (await the_contact(world)) + '"}'
    await forged(world, "林悦", key)

    assert f"附件：{kind} 1" in shown
    assert len(media(world, "孙涛")) == 1
    assert media(world, "林悦") == []


async def the_contact(world: World) -> str:
    async with world.look() as uow:
        (contact,) = await uow.follow_ups.search(FollowUpQuery(), world.everybody)
    return contact.id


async def forged(world: World, who: str, key: str) -> None:
    """Press a button that no card of his carries."""
    from adapters.chat import UPDATE, Address, Press
    from storage.inbox import NewEvent

    press = Press(
        key=f"forged:{who}",
        sender=Address(world.platform, world.account(who)),
        at=world.time(),
        action=key,
    )
    event = NewEvent(press.key, press.sender.conversation, UPDATE.dump_json(press))
    await world.store.inbox.store(event)
    await world.app.settle()


async def test_F06_what_the_platform_does_not_give_is_tried_again(world: World) -> None:
    await world.say("周明", SAID)
    world.emulator.faults.append(502)
    await send_image(world, "周明", jpeg())
    await world.press("周明", "保存")
    world.time.advance(timedelta(seconds=2))
    await world.app.settle()

    await timeline(world, "周明")
    await world.press("周明", "看附件")

    assert media(world, "周明") == [jpeg()]


async def test_F06_what_is_too_large_or_no_picture_is_refused_with_a_sentence(world: World) -> None:
    await send_image(world, "周明", b"\xff\xd8\xff" + bytes(10 << 20))
    assert "超过 10 MB" in world.seen("周明")
    await send_image(world, "周明", b"MZ no picture")
    assert "不是能看的图片" in world.seen("周明")


async def test_P05_without_a_recogniser_the_answer_is_there_before_the_file_is(
    world: World,
) -> None:
    """It says so at once, whatever the platform does with the file, and keeps it all the same."""
    await world.emulator.send_voice(world.account("周明"), b"#!AMR\n words")
    while await world.app.worker.once():
        pass
    while await world.app.sender.once():
        pass

    said = world.text(world.last("周明"))
    async with world.look() as uow:
        (before,) = await uow.attachments.loose("E1", world.time() - timedelta(hours=1))
    await world.app.settle()
    async with world.look() as uow:
        (after,) = await uow.attachments.loose("E1", world.time() - timedelta(hours=1))

    assert CANNOT in said
    assert "请打字" in said
    assert before.state is AttachmentState.COMING
    assert after.state is AttachmentState.KEPT


async def test_a_document_is_kept_and_sent_back_by_its_name(on_feishu: World) -> None:
    world = on_feishu
    await world.say("周明", SAID)
    await send_file(world, "周明", b"%PDF-1.7 offer", "报价.pdf")
    await world.press("周明", "保存")
    await timeline(world, "周明")
    await world.press("周明", "看附件")

    assert media(world, "周明") == [b"%PDF-1.7 offer"]
    assert world.last("周明").text == "报价.pdf"
    await send_file(world, "周明", b"MZ", "好看的.exe")
    assert "是程序" in world.seen("周明")
