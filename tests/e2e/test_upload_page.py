"""WeCom's applications receive no files: a page takes the spreadsheet, its link is the right (M03)."""

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.chat import Platform
from bot.web.upload import LARGEST
from core.customers.queries import CustomerQuery
from core.people.model import EmployeeState
from tests.e2e.sent import media
from tests.e2e.sheets import cells, customers
from tests.e2e.world import World
from tests.e2e.world import world as running

NEW = ["X1", "无锡明泰电子有限公司", "E2", "无锡", "冯磊", ""]
WRONG = ["X2", "", "E1", "上海", "", ""]
_LINK = re.compile(r"http://bot\.test(/upload/[\w.\-]+)")


@pytest.fixture
async def world(sqlite_url: str):
    async with running(sqlite_url, public_url="http://bot.test") as made:
        yield made


@asynccontextmanager
async def browser(world: World):
    transport = httpx.ASGITransport(world.app.asgi)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as made:
        yield made


async def link(world: World, who: str = "吴敏") -> str:
    return _LINK.search(world.text(await world.say(who, "导入客户")))[1]


async def send(world: World, path: str, content: bytes, name: str = "客户.xlsx") -> httpx.Response:
    async with browser(world) as page:
        answer = await page.post(path, files={"file": (name, content)})
    await world.app.settle()
    return answer


async def test_M03_a_page_takes_the_file_and_the_chat_goes_on_with_it(world: World) -> None:
    path = await link(world)
    async with browser(world) as page:
        form = await page.get(path)

    taken = await send(world, path, customers(NEW, WRONG))
    tried = world.text(world.last("吴敏"))
    world.time.advance(timedelta(seconds=2))
    await world.press("吴敏", "确认导入")

    assert form.status_code == 200
    assert '<label class="drop" for="file">' in form.text
    assert "script" not in form.headers["content-security-policy"].replace("script-src 'self'", "")
    assert "收到了" in taken.text
    assert "可导入 1 行（新增 1，更新 0），重复 0，错误 1" in tried
    async with world.look() as uow:
        found = await uow.customers.search(CustomerQuery(text="无锡明泰"), world.everybody)
    assert [one.id for one in found] == ["X1"]
    assert cells(media(world, "吴敏")[-1])[1][-1] == "客户名称是空的"
    assert "已导入" in world.seen("吴敏")


async def test_a_link_takes_one_of_the_files_that_come_at_once(postgresql_url: str) -> None:
    async with running(postgresql_url, public_url="http://bot.test") as world:
        path = await link(world)
        some = await asyncio.gather(*(send(world, path, customers(NEW)) for _ in range(6)))
        tried = world.seen("吴敏").count("可导入 1 行")

    assert sorted(one.status_code for one in some) == [200, *[410] * 5]
    assert tried == 1


async def test_a_link_takes_one_file(world: World) -> None:
    path = await link(world)
    await send(world, path, customers(NEW))

    again = await send(world, path, customers(NEW))

    assert again.status_code == 410
    assert "用过了" in again.text


async def test_a_link_is_over_after_half_an_hour(world: World, monkeypatch) -> None:
    import time

    path = await link(world)
    late = time.time() + 31 * 60
    monkeypatch.setattr(time, "time", lambda: late)

    answer = await send(world, path, customers(NEW))

    assert answer.status_code == 410
    assert "过期" in answer.text


@pytest.mark.parametrize("change", [lambda path: path[:-2] + "xx", lambda _: "/upload/x.y.z"])
async def test_a_link_that_is_not_ours_opens_nothing(world: World, change) -> None:
    answer = await send(world, change(await link(world)), customers(NEW))

    assert answer.status_code == 410
    assert "可导入" not in world.seen("吴敏")


async def test_who_has_left_since_uploads_nothing(world: World) -> None:
    path = await link(world)
    async with world.store.unit(await world.act()) as uow:
        person = await uow.people.find("E6")
        await uow.people.save(replace(person, state=EmployeeState.LEFT))
        await uow.ledger.record("left", "employee", "E6")

    answer = await send(world, path, customers(NEW))

    assert answer.status_code == 403


async def test_somebody_else_who_is_logged_in_is_turned_away(world: World) -> None:
    from bot.installation import web_secret
    from bot.web.signing import Signing

    path = await link(world)
    session = {"employee": "E1", "platform": "wecom", "user": "zhouming", "proof": "p"}
    signed = Signing(await web_secret(world.store)).sign("session", session)
    async with browser(world) as page:
        page.cookies.set("liaoke", signed)
        answer = await page.get(path)

    assert answer.status_code == 403
    assert "别人的链接" in answer.text


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (bytes(LARGEST + 1), "客户.xlsx", 413, "超过 20 MB"),
        (b"MZ", "客户.exe", 400, "没有收到表格"),
        (b"", "客户.xlsx", 400, "没有收到表格"),
    ],
    ids=["large", "program", "empty"],
)
async def test_what_is_no_spreadsheet_is_refused_and_the_link_stays_good(
    world: World, content: bytes, name: str, status: int, said: str
) -> None:
    path = await link(world)

    answer = await send(world, path, content, name)

    assert answer.status_code == status
    assert said in answer.text
    assert (await send(world, path, customers(NEW))).status_code == 200


async def test_without_an_address_the_bot_says_what_is_missing(sqlite_url: str) -> None:
    async with running(sqlite_url, platforms=(Platform.WECOM,)) as world:
        assert "LIAOKE_PUBLIC_URL" in world.text(await world.say("吴敏", "上传表格"))


async def test_on_feishu_the_file_is_simply_sent(sqlite_url: str) -> None:
    async with running(sqlite_url, platforms=(Platform.FEISHU,)) as world:
        assert "直接发给我" in world.text(await world.say("吴敏", "怎么导入"))


async def test_who_may_import_nothing_gets_no_link(world: World) -> None:
    said = world.text(await world.say("钱峰", "导入客户"))

    assert "没有导入的权限" in said
    assert "/upload/" not in said


async def test_a_link_is_good_until_its_file_is_kept(world: World) -> None:
    path = await link(world)
    folder = world.app.given.files.path("0" * 64).parent.parent
    folder.write_bytes(b"the disk takes no more")
    with pytest.raises(OSError, match=str(folder)):
        await send(world, path, customers(NEW))

    folder.unlink()
    again = await send(world, path, customers(NEW))

    assert "收到了" in again.text
    assert "可导入 1 行" in world.text(world.last("吴敏"))
