"""Health, metrics and the file that proves a domain to WeCom."""

import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from adapters.chat import Platform
from bot.health import LEAVING
from bot.metrics import Metrics
from bot.turn import Check

_PROOF = re.compile(r"WW_verify_[0-9A-Za-z]{1,64}\.txt")
_NEEDED = ("database", "schema", LEAVING, *Platform)
"""What the service depends on; a letter nobody can deliver is no reason to turn people away."""
Checks = Callable[[], Awaitable[Sequence[Check]]]


def pages(
    checks: Checks,
    measure: Callable[[], Awaitable[object]],
    metrics: Metrics,
    proofs: Path,
    routers: Sequence[APIRouter] = (),
) -> FastAPI:
    """The routes that are no callback.

    Args:
        measure: sets what of `metrics` the database knows.
        proofs: the folder of `WW_verify_….txt` files.
        routers: the pages people open.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/health/live")
    async def live() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        found = await checks()
        content = {check.name: {"ok": check.well, "detail": check.detail} for check in found}
        well = all(check.well for check in found if check.name in _NEEDED)
        return JSONResponse(content, status_code=200 if well else 503)

    @app.get("/metrics")
    async def numbers() -> Response:
        await measure()
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    for router in routers:
        app.include_router(router)

    @app.get("/{name}")
    async def proof(name: str, request: Request) -> Response:  # noqa: ARG001 - FastAPI's shape
        file = proofs / name
        if not _PROOF.fullmatch(name) or not file.is_file():
            return Response(status_code=404)
        return PlainTextResponse(file.read_text(encoding="utf-8"))

    return app
