"""Drawn pictures by their names, which cannot be guessed: a platform fetches them without a login."""

from fastapi import APIRouter
from fastapi.responses import Response

from bot.drawing.gallery import Format, Gallery, is_picture
from bot.files import NoSuchFile

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


def pictures(gallery: Gallery) -> APIRouter:
    """`/pictures/{name}`; what is no small picture of ours is not there."""
    router = APIRouter()

    @router.get("/pictures/{name}")
    async def picture(name: str) -> Response:
        if not is_picture(name) or not name.startswith(Format.SMALL):
            return Response(status_code=404)
        try:
            content = await gallery.read(name)
        except NoSuchFile:
            return Response(status_code=404)
        return Response(content, media_type="image/png", headers=_HEADERS)

    return router
