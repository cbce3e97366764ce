"""The pages people open, put together."""

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI


def pages(routers: Iterable[APIRouter]) -> FastAPI:
    """All of them; none is described to strangers."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in routers:
        app.include_router(router)
    return app
