"""Files that belong to contacts, on the page of their customer: pictures are seen, the rest is taken down."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.files import NoSuchFile
from bot.turn import Turn
from bot.web.reading import read
from bot.web.sessions import Session
from bot.web.site import Site
from core.attachments.model import Attachment, AttachmentKind, AttachmentState
from core.errors import NotFound
from core.visits.model import FollowUpId

_PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=600",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file on a page.

    Args:
        href: where its bytes are; empty while they are not here.
        is_picture: whether a browser shows it.
    """

    label: str
    href: str
    is_picture: bool


def shown(follow_up: FollowUpId, found: Sequence[Attachment], turn: Turn) -> list[Shown]:
    """The files of a contact in the order in which they were sent."""
    return [_shown(follow_up, place, one, turn) for place, one in enumerate(found)]


def attached_pages(site: Site) -> APIRouter:
    """`/board/contacts/{contact}/files/{place}`, under the rights of the contact."""
    router = APIRouter()

    @router.get("/board/contacts/{contact}/files/{place}")
    async def content(contact: str, place: int, request: Request) -> Response:
        async def draw(turn: Turn, _: Session) -> Response:
            return await _content(await _one(FollowUpId(contact), place, turn), turn, site)

        return await read(request, site, draw)

    return router


async def _one(contact: FollowUpId, place: int, turn: Turn) -> Attachment:
    known = await turn.uow.follow_ups.get(contact, turn.viewer.scope())
    found = (await turn.uow.attachments.of([known.id])).get(known.id, ())
    if not 0 <= place < len(found):
        raise NotFound(kind="attachment", key=str(place)[:9])
    return found[place]


async def _content(one: Attachment, turn: Turn, site: Site) -> Response:
    if one.state is not AttachmentState.KEPT:
        raise NotFound(kind="attachment", key=one.id)
    try:
        content = await site.given.files.read(one.digest)
    except NoSuchFile:
        raise NotFound(kind="attachment", key=one.id) from None
    if picture := _picture(one):
        return Response(content, media_type=picture, headers=_HEADERS)
    name = quote(one.name if "." in one.name[1:] else f"{_label(one, 1, turn)}{one.name}", safe="")
    taken = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/octet-stream", headers=_HEADERS | taken)


def _shown(follow_up: FollowUpId, place: int, one: Attachment, turn: Turn) -> Shown:
    is_here = one.state is AttachmentState.KEPT
    href = f"/board/contacts/{quote(follow_up, safe='')}/files/{place}" if is_here else ""
    label = _label(one, place + 1, turn) if is_here else turn.say("attachments.coming")
    return Shown(label=label, href=href, is_picture=is_here and bool(_picture(one)))


def _picture(one: Attachment) -> str:
    """The media type of what browsers show; empty for everything else."""
    ending = one.name[one.name.rfind(".") :].lower() if "." in one.name else ""
    return _PICTURES.get(ending, "") if one.kind is AttachmentKind.IMAGE else ""


def _label(one: Attachment, number: int, turn: Turn) -> str:
    at = one.sent_at.astimezone(turn.zone)
    return turn.say(f"attachments.name.{one.kind}", at=f"{at:%Y-%m-%d %H.%M}", number=number)
