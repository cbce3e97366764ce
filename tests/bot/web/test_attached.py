"""Pictures and recordings on the page of their customer: for whoever sees the contact, and nobody else (F06, P06)."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.chat import Platform
from tests.bot.web.browsing import browser, company, opened
from tests.e2e.sent import jpeg, send_image, send_voice
from tests.e2e.world import World

FILE = re.compile(r"/board/contacts/[^\"]+/files/\d+")


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    """A visit of 周明 at 远帆 with a picture and a recording."""
    async with company(tmp_path, platforms=(Platform.WECOM,)) as found:
        await found.say("周明", "上午拜访远帆王总，聊了导电浆料，他说12月定，下周三再去")
        await found.press("周明", "保存")
        await send_image(found, "周明", jpeg())
        await send_voice(found, "周明")
        yield found


@pytest.fixture
async def http(made: World) -> AsyncIterator[httpx.AsyncClient]:
    """The browser of 周明."""
    async with browser(made) as found:
        await opened(found, "wecom", "zhouming", "/board")
        yield found


async def addresses(http: httpx.AsyncClient) -> list[str]:
    page = (await http.get("/board/customers/C01")).text
    return list(dict.fromkeys(FILE.findall(page)))


async def test_F06_a_picture_is_seen_at_its_contact(http: httpx.AsyncClient) -> None:
    page = (await http.get("/board/customers/C01")).text
    picture, _ = await addresses(http)

    answer = await http.get(picture)

    assert f'<img src="{picture}"' in page
    assert (answer.status_code, answer.content) == (200, jpeg())
    told = ("content-type", "x-content-type-options", "content-security-policy")
    assert [answer.headers[name] for name in told] == [
        "image/jpeg",
        "nosniff",
        "default-src 'none'; sandbox",
    ]
    assert answer.headers["cache-control"].startswith("private")


async def test_P05_a_recording_is_taken_down_and_never_opened(http: httpx.AsyncClient) -> None:
    _, recording = await addresses(http)

    answer = await http.get(recording)

    assert answer.content == b"#!AMR\n words"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


@pytest.mark.parametrize(
    ("account", "status"),
    [
        pytest.param("linyue", 404, id="a colleague"),
        pytest.param("suntao", 200, id="his leader"),
    ],
)
async def test_A08_an_address_is_for_whoever_sees_the_contact(
    made: World, http: httpx.AsyncClient, account: str, status: int
) -> None:
    picture, _ = await addresses(http)
    async with browser(made) as other:
        await opened(other, "wecom", account, "/board")

        assert (await other.get(picture)).status_code == status


async def test_without_a_login_there_is_no_file(made: World, http: httpx.AsyncClient) -> None:
    picture, _ = await addresses(http)
    async with browser(made) as stranger:
        answer = await stranger.get(picture)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("place", ["2", "-1", "99999999999999999999"])
async def test_a_place_that_is_guessed_holds_nothing(http: httpx.AsyncClient, place: str) -> None:
    picture, _ = await addresses(http)

    assert (await http.get(f"{picture.rpartition('/')[0]}/{place}")).status_code == 404
