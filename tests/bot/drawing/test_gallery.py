"""Pictures are drawn once, under names nobody can guess, and nothing else is given out."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from adapters.chat import Button
from bot.drawing.gallery import DRAWN, SHOWN, Format, Gallery, Studio
from bot.files import FileStore
from bot.web.pictures import pictures
from tests.cards.samples import EXPLAINED, HOSTILE

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def gallery(tmp_path: Path) -> Gallery:
    return Gallery(FileStore(tmp_path))


async def fetched(gallery: Gallery, name: str) -> httpx.Response:
    app = FastAPI()
    app.include_router(pictures(gallery))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://crm.example") as browser:
        return await browser.get(f"/pictures/{name}")


def kinds(folder: Path) -> set[str]:
    return {file.suffix for file in folder.iterdir()}


async def test_a_picture_is_drawn_when_it_is_first_looked_at(
    gallery: Gallery, tmp_path: Path
) -> None:
    name = await gallery.keep(EXPLAINED, Format.SMALL, "secret")
    before = kinds(tmp_path / DRAWN)

    content = await gallery.read(name)

    assert (before, content[:8]) == ({".card"}, PNG)


async def test_a_second_look_draws_nothing(gallery: Gallery, tmp_path: Path) -> None:
    name = await gallery.keep(EXPLAINED, Format.SMALL, "secret")
    await gallery.read(name)
    (tmp_path / DRAWN / name).write_bytes(b"as it was drawn")

    assert await gallery.read(name) == b"as it was drawn"


async def test_the_name_is_of_what_it_shows_in_which_format_and_of_the_secret(
    gallery: Gallery,
) -> None:
    names = [
        await gallery.keep(card, format_, secret)
        for card in (EXPLAINED, replace(EXPLAINED, title="x"))
        for format_ in Format
        for secret in ("a", "b")
    ]

    assert len(set(names)) == 8
    assert await gallery.keep(EXPLAINED, Format.SMALL, "a") == names[0]


async def test_what_buttons_carry_makes_no_other_picture(gallery: Gallery) -> None:
    other = replace(
        EXPLAINED, buttons=(Button("x", key="as_of"),), menus=(), link="https://x.example"
    )

    names = {await gallery.keep(one, Format.SMALL, "s") for one in (EXPLAINED, other)}

    assert len(names) == 1


async def test_a_card_has_a_picture_where_it_could_be_fetched(gallery: Gallery) -> None:
    shown = await Studio(gallery, "secret", "https://crm.example/").pictured(EXPLAINED)
    name = await gallery.keep(EXPLAINED, Format.SMALL, "secret")

    assert shown.picture
    assert shown.picture.url == f"https://crm.example/pictures/{name}"
    assert await Studio(gallery, "secret").pictured(EXPLAINED) == EXPLAINED


async def test_a_picture_is_kept_for_a_month(gallery: Gallery, tmp_path: Path) -> None:
    name = await gallery.keep(EXPLAINED, Format.SMALL, "secret")
    await gallery.read(name)
    drawn, now = FileStore(tmp_path).within(DRAWN), datetime.now(UTC)

    assert await drawn.forget(now - SHOWN) == 0
    assert await drawn.forget(now + SHOWN) == 2


@pytest.mark.parametrize("format_", Format)
async def test_what_people_wrote_is_drawn_and_never_markup(
    gallery: Gallery, format_: Format
) -> None:
    assert (await gallery.read(await gallery.keep(HOSTILE, format_, "s")))[:8] == PNG


async def test_other_files_are_read_as_they_are(gallery: Gallery, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"rows")

    assert await gallery.read("a.xlsx") == b"rows"


async def test_a_picture_is_served_for_ever_as_one(gallery: Gallery) -> None:
    name = await gallery.keep(EXPLAINED, Format.SMALL, "secret")

    answer = await fetched(gallery, name)

    assert (answer.status_code, answer.content[:8]) == (200, PNG)
    assert {key: answer.headers[key] for key in ("cache-control", "x-content-type-options")} == {
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
    }
    assert answer.headers["content-type"] == "image/png"


async def test_a_long_picture_is_given_to_nobody(gallery: Gallery) -> None:
    name = await gallery.keep(EXPLAINED, Format.LONG, "secret")

    assert (await fetched(gallery, name)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        f"small-{'0' * 40}.png",
        "a.xlsx",
        "small-0.png.card",
        "..%2fa.xlsx",
        "%2e%2e%2fa.xlsx",
        f"small-{'0' * 40}.png.card",
        "",
    ],
)
async def test_what_is_no_picture_of_ours_is_not_there(
    gallery: Gallery, tmp_path: Path, name: str
) -> None:
    for file in ("a.xlsx", f"small-{'0' * 40}.png.card.card"):
        (tmp_path / file).write_bytes(b"secret")

    answer = await fetched(gallery, name)

    assert (answer.status_code, b"secret" in answer.content) == (404, False)
