"""People's hands on the phones: what is typed, pressed, sent and chosen there."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from bot.texts import texts
from bot.web.desk.drawn.frame import GIVEN
from bot.web.desk.phones import PlatformName
from bot.web.desk.rehearsal import Rehearsal
from bot.web.desk.routes import RELOAD, viewing
from bot.web.desk.views import View

LONGEST_TEXT = 10_000
LARGEST_FILE = 20 << 20


def hands(rehearsal: Rehearsal) -> APIRouter:
    """The routes of both phones; each answers with what the client shows over the chat."""
    router = APIRouter()
    _talk(router, rehearsal)
    _attach(router, rehearsal)
    return router


def _toast(rehearsal: Rehearsal, view: View | None, platform: PlatformName, text: str) -> Response:
    return HTMLResponse(rehearsal.pages.toast(view, platform, text)) if view else RELOAD


def _talk(router: APIRouter, rehearsal: Rehearsal) -> None:
    phones = rehearsal.phones

    @router.post("/emulator/desk/{platform}/{user}/say")
    async def say(
        platform: PlatformName,
        user: str,
        *,
        text: Annotated[str, Form(max_length=LONGEST_TEXT)],
        view: str = "",
        dictated: Annotated[str, Form()] = "",
    ) -> Response:
        seen = viewing(rehearsal, view)
        note = seen.say("desk.dictated") if seen and dictated else ""
        if text.strip():
            await phones.say(platform, user, text.strip(), note)
        return _toast(rehearsal, seen, platform, "")

    @router.post("/emulator/desk/{platform}/{user}/press")
    async def press(
        platform: PlatformName,
        user: str,
        *,
        bubble: Annotated[str, Form()],
        place: Annotated[int, Form(ge=0)],
        request: Request,
        view: str = "",
    ) -> Response:
        seen = viewing(rehearsal, view)
        words = seen.say if seen else texts("zh-CN")
        form = _given(await request.form())
        try:
            shown = await phones.press(platform, user, bubble, place, form=form, say=words)
        except LookupError:
            shown = words("desk.phone.gone")
        return _toast(rehearsal, seen, platform, shown)


def _attach(router: APIRouter, rehearsal: Rehearsal) -> None:
    phones = rehearsal.phones

    @router.post("/emulator/desk/{platform}/{user}/send")
    async def send(platform: PlatformName, user: str, file: UploadFile, view: str = "") -> Response:
        seen = viewing(rehearsal, view)
        content = await file.read(LARGEST_FILE + 1)
        why = "desk.phone.too_large"
        if len(content) <= LARGEST_FILE:
            why = await phones.send(platform, user, content, file.filename or "")
        return _toast(rehearsal, seen, platform, seen.say(why) if seen and why else "")

    @router.post("/emulator/desk/{platform}/{user}/voice")
    async def voice(platform: PlatformName, user: str, view: str = "") -> Response:
        await phones.of(platform).send_voice(user, b"#!AMR\n\x3c\x08\x00")
        return _toast(rehearsal, viewing(rehearsal, view), platform, "")

    @router.post("/emulator/desk/{platform}/{user}/menu")
    async def menu(
        platform: PlatformName, user: str, key: Annotated[str, Form()], view: str = ""
    ) -> Response:
        await phones.of(platform).choose_menu(user, key)
        return _toast(rehearsal, viewing(rehearsal, view), platform, "")

    @router.post("/emulator/desk/{platform}/refused/{what}")
    async def refused(platform: PlatformName, what: str, view: str = "") -> Response:
        seen = viewing(rehearsal, view)
        key = f"desk.phone.no_{what}"
        return _toast(
            rehearsal, seen, platform, seen.say(key) if seen and seen.say.has(key) else ""
        )


def _given(form: FormData) -> Mapping[str, list[str]]:
    """What the card's own inputs hold."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in form.multi_items():
        if name.startswith(GIVEN) and isinstance(value, str):
            found[name.removeprefix(GIVEN)].append(value)
    return found
