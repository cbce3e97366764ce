"""A recogniser that a package beside ours offers: its words are shown before anything is written."""

import sys
from pathlib import Path

import pytest

from bot.recognisers import NONE, installed
from core.people.model import EmployeeId
from core.visits.queries import FollowUpQuery
from tests.e2e.sent import jpeg, send_image, send_voice
from tests.e2e.world import world as running

PLUG = '''
"""Hears what the bytes say, and sees what they name."""
from bot.recognisers import NameCard, Seen


class Ear:
    async def listen(self, recording):
        return recording.removeprefix(b"#!AMR\\n").decode()


class Eye:
    async def look(self, picture):
        words = picture.partition(b"\\xff\\xdb")[2][2:].partition(b"\\xff\\xda")[0].decode()
        if "," not in words:
            return Seen(text=words)
        name, company, title, mobile = words.split(",")
        return Seen(name_card=NameCard(name=name, company=company, title=title, mobile=mobile))
'''
POINTS = "[liaoke.recognisers]\nvoice = plugged_ear:Ear\npicture = plugged_ear:Eye\n"


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A package beside ours, as an installer would put it there."""
    (tmp_path / "plugged_ear.py").write_text(PLUG)
    info = tmp_path / "plugged_ear-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged-ear\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield installed()
    sys.modules.pop("plugged_ear", None)


@pytest.fixture
async def world(place, plugged):
    platform, url = place
    async with running(url, platforms=(platform,), recognisers=plugged) as made:
        yield made


def voice(words: str) -> bytes:
    return b"#!AMR\n" + words.encode()


async def written(world) -> bool:
    async with world.look() as uow:
        return await uow.ledger.last_act(EmployeeId("E1"), world.time().replace(hour=0)) is not None


def test_without_a_package_there_is_none() -> None:
    assert installed() == NONE


async def test_P05_what_was_heard_is_shown_as_a_draft_and_saved_with_the_recording(world) -> None:
    said = "下午去了远帆，见了王总，他说12月定，下周三再去"

    drafted = world.text(await send_voice(world, "周明", voice(said)))
    before = await written(world)
    saved = world.text(await world.press("周明", "保存"))

    assert f"听到的是：“{said}”" in world.seen("周明")
    assert "语音 1" in drafted
    assert not before
    assert "已保存" in saved
    async with world.look() as uow:
        (contact,) = await uow.follow_ups.search(FollowUpQuery(), world.everybody)
        assert [one.kind for one in (await uow.attachments.of([contact.id]))[contact.id]] == [
            "voice"
        ]


async def test_P05_what_was_heard_and_would_take_effect_at_once_is_asked_first(world) -> None:
    asked = world.text(await send_voice(world, "周明", voice("领海川")))
    before = await written(world)

    done = world.text(await world.press("周明", "对，就这样"))

    assert "领海川" in asked
    assert "照办" in asked
    assert not before
    assert "已认领" in done


async def test_P05_a_recording_without_words_is_said_to_have_none(world) -> None:
    assert "没听出话来" in world.text(await send_voice(world, "周明", voice(" ")))


async def test_P06_the_fields_of_a_name_card_are_confirmed_by_a_tap(world) -> None:
    card = "冯磊,苏州远帆新能源科技股份有限公司,采购副总,13811112222"

    await send_image(world, "周明", jpeg(card.encode()))
    drafted = world.text(world.last("周明"))
    before = await written(world)
    await world.press("周明", "保存")

    assert all(part in drafted for part in ("冯磊", "采购副总", "13811112222", "保存"))
    assert not before
    async with world.look() as uow:
        people = {one.name: one.mobile for one in await uow.contacts.at("C01")}
    assert people["冯磊"] == "13811112222"


async def test_P06_a_card_of_a_company_nobody_knows_is_a_new_customer_to_confirm(world) -> None:
    await send_image(world, "周明", jpeg("冯磊,无锡明泰电子有限公司,采购,13811112222".encode()))

    drafted = world.text(world.last("周明"))

    assert "无锡明泰电子有限公司" in drafted
    assert not await written(world)


async def test_P06_words_in_a_picture_are_told_and_nothing_is_written(world) -> None:
    await send_image(world, "周明", jpeg("交期12月".encode()))

    assert "图上的字：“交期12月”" in world.seen("周明")
    assert not await written(world)
