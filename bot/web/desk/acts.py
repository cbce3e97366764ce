"""What moves the rehearsal itself: its clock, its failures, its stories, what is sent again."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from bot.texts import texts
from bot.web.desk import clock
from bot.web.desk.phones import PlatformName
from bot.web.desk.rehearsal import Rehearsal
from bot.web.desk.routes import RELOAD, viewing
from bot.web.desk.wire import CannotRepeat, Way

Stop = Literal["hour", "tomorrow", "reminder", "digest", "pool", "real", "at"]


def acts(rehearsal: Rehearsal) -> APIRouter:
    """The routes of the bars and of the wire panel."""
    router = APIRouter()
    _clock(router, rehearsal)
    _wire(router, rehearsal)
    _others(router, rehearsal)
    return router


def _clock(router: APIRouter, rehearsal: Rehearsal) -> None:
    @router.post("/emulator/desk/clock/{stop}")
    async def move(stop: Stop, view: str = "", at: Annotated[str, Form()] = "") -> Response:
        seen = viewing(rehearsal, view)
        words = seen.say if seen else texts("zh-CN")
        async with rehearsal.moving:
            said, status = await _moved(rehearsal, stop, at)
        rehearsal.views.pulse.beat()
        now = rehearsal.app.clock().astimezone(rehearsal.app.given.zone)
        text = words(f"desk.clock.{said}", now=now.strftime("%m-%d %H:%M"))
        page = rehearsal.pages.notice(seen, text) if seen else text
        return HTMLResponse(page, status_code=status)


async def _moved(rehearsal: Rehearsal, stop: Stop, at: str) -> tuple[str, int]:
    """Move the clock; the key of what is said of it, and the status."""
    app = rehearsal.app
    if stop == "real":
        await clock.back(app)
        return "real_now", 200
    to = _read(at) if stop == "at" else (await clock.stops(app))[stop]
    if to is None:
        return "nothing", 409
    try:
        await clock.jump(app, to, rehearsal.views.pulse.beat)
    except clock.TooFar:
        return "too_far", 409
    return "arrived", 200


def _read(at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _wire(router: APIRouter, rehearsal: Rehearsal) -> None:
    wire, pages = rehearsal.wire, rehearsal.pages

    @router.get("/emulator/desk/exchanges/{platform}/{number}")
    async def exchange(platform: PlatformName, number: int, view: str = "") -> Response:
        seen = viewing(rehearsal, view)
        try:
            passed = wire.get(platform, number)
        except LookupError:
            return Response(status_code=404)
        return HTMLResponse(pages.exchange(seen, passed, rehearsal.told())) if seen else RELOAD

    @router.get("/emulator/desk/exchanges/{platform}/{number}/curl")
    async def curl(platform: PlatformName, number: int, request: Request) -> Response:
        try:
            passed = wire.get(platform, number)
        except LookupError:
            return Response(status_code=404)
        base = str(request.base_url).rstrip("/")
        return Response(wire.curl(passed, base), media_type="text/plain; charset=utf-8")

    @router.post("/emulator/desk/exchanges/{platform}/{number}/{way}")
    async def repeat(platform: PlatformName, number: int, way: Way, view: str = "") -> Response:
        seen = viewing(rehearsal, view)
        if seen is None:
            return RELOAD
        try:
            passed = wire.get(platform, number)
            statuses, counted = await wire.repeat(passed, way, rehearsal.app.metrics)
        except LookupError:
            return Response(status_code=404)
        except CannotRepeat:
            return HTMLResponse(pages.result(seen, seen.say("desk.wire.cannot")), status_code=200)
        key = "callback" if passed.exchange.direction == "callback" else "api"
        shown = " · ".join(map(str, statuses))
        return HTMLResponse(
            pages.result(seen, seen.say(f"desk.wire.result.{key}", statuses=shown, **counted))
        )


def _others(router: APIRouter, rehearsal: Rehearsal) -> None:
    @router.post("/emulator/desk/failures/{name}")
    async def flip(name: str) -> Response:
        if name not in rehearsal.switches.states():
            return Response(status_code=404)
        rehearsal.switches.flip(name)
        return Response(status_code=204)

    @router.post("/emulator/desk/stories/{name}")
    async def story(name: str, view: str = "") -> Response:
        seen = viewing(rehearsal, view)
        words = seen.say if seen else texts("zh-CN")
        if not rehearsal.scenes.has(name):
            return Response(status_code=404)
        steps = await rehearsal.scenes.steps(name, rehearsal.app, words)
        return JSONResponse(steps)

    @router.post("/emulator/desk/start-over")
    async def start_over() -> Response:
        await rehearsal.start_over()
        return RELOAD
