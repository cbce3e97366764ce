"""Health, metrics and the file that proves a domain to WeCom: what is there before any page is."""

import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.chat import Platform
from bot.checks import Check
from bot.health import LEAVING
from bot.metrics import Metrics

_PROOF = re.compile(r"/WW_verify_[0-9A-Za-z]{1,64}\.txt")
_NEEDED = ("database", "schema", LEAVING, *Platform)
"""What the service depends on; a letter nobody can deliver is no reason to turn people away."""
NOTHING = Response(status_code=404)
Checks = Callable[[], Awaitable[Sequence[Check]]]


def looks(
    checks: Checks,
    measure: Callable[[], Awaitable[object]],
    metrics: Metrics,
    proofs: Path,
    rest: ASGIApp = NOTHING,
) -> ASGIApp:
    """The routes by which machines look at the service.

    Args:
        measure: sets what of `metrics` the database knows.
        proofs: the folder of `WW_verify_….txt` files.
        rest: where all other requests go.
    """

    async def live(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        found = await checks()
        content = {check.name: {"ok": check.well, "detail": check.detail} for check in found}
        well = all(check.well for check in found if check.name in _NEEDED)
        return JSONResponse(content, status_code=200 if well else 503)

    async def numbers(_: Request) -> Response:
        await measure()
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    routes = (("/health/live", live), ("/health/ready", ready), ("/metrics", numbers))
    return Router(
        [Route(*one) for one in routes], redirect_slashes=False, default=_Proofs(proofs, rest)
    )


class _Proofs:
    """Serves the files that prove a domain and hands everything else on."""

    def __init__(self, folder: Path, rest: ASGIApp) -> None:
        self._folder = folder
        self.rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        file = self._folder / path[1:]
        if _PROOF.fullmatch(path) and file.is_file():
            await PlainTextResponse(file.read_text(encoding="utf-8"))(scope, receive, send)
        else:
            await self.rest(scope, receive, send)
