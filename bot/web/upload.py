"""The page that takes a spreadsheet where the chat takes none: its link is the right to send one (M03)."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from bot.errands.fetching import MOST
from bot.errands.wanted import TRIAL, Trial
from bot.handlers.transfers import LINK
from bot.texts import Texts, texts
from bot.transfer import upload as uploads
from bot.web.sessions import LARGEST_FORM, find_session
from bot.web.signing import Unsigned
from bot.web.site import Site, page, spoken
from core.attachments.model import Attachment, AttachmentId, AttachmentKind, AttachmentState
from core.ledger.model import Act
from core.people.model import Employee, EmployeeId, EmployeeState
from core.people.viewers import viewer
from core.ports import UnitOfWork

LIFE = timedelta(minutes=30)
LARGEST = MOST[AttachmentKind.FILE]
_USED = "upload-link"
_LINK: TypeAdapter[tuple[str, str, str]] = TypeAdapter(tuple[str, str, str])


@dataclass(frozen=True, slots=True)
class _Guest:
    """Whose link it is, where he is answered, and what makes it good once."""

    employee: Employee
    address: str
    once: str
    say: Texts


class _Closed(Exception):
    """The page takes nothing: which sentence says why."""

    def __init__(self, key: str, say: Texts, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.say = say
        self.status = status


def upload_pages(site: Site) -> APIRouter:
    """`/upload/{signed}`: a form, and what came of it."""
    router = APIRouter()

    @router.get("/upload/{signed}")
    async def form(signed: str, request: Request) -> Response:
        try:
            guest = await _guest(signed, request, site)
        except _Closed as closed:
            return _said(closed)
        return page("upload.html", guest.say, key="form", signed=signed, name=guest.employee.name)

    @router.post("/upload/{signed}")
    async def take(signed: str, request: Request) -> Response:
        try:
            guest = await _guest(signed, request, site)
            name, content = await _file(request, guest.say)
            await _kept(name, content, guest, site)
        except _Closed as closed:
            return _said(closed)
        return page("upload.html", guest.say, key="taken", signed="", name=name)

    return router


def _said(closed: _Closed) -> Response:
    return page("upload.html", closed.say, status=closed.status, key=closed.key, signed="", name="")


async def _guest(signed: str, request: Request, site: Site) -> _Guest:
    """Whoever the link was made for.

    Raises:
        _Closed: it is not ours, too old or used; he has left; somebody else is logged in here.
    """
    try:
        number, address, once = _LINK.validate_python(site.signing.read(LINK, signed, life=LIFE))
    except (Unsigned, ValidationError):
        raise _Closed("expired", spoken(request), 410) from None
    session = find_session(request, site)
    async with site.look() as uow:
        found = await uow.people.find(EmployeeId(number))
        used = await uow.memory.get(_USED, once, site.given.clock())
        may = found is not None and bool(await _kinds(found, uow, site))
    if found is None or found.state is EmployeeState.LEFT or not may:
        raise _Closed("no_right", spoken(request), 403)
    say = texts(found.language)
    if session is not None and session.employee != found.id:
        raise _Closed("somebody_else", say, 403)
    if used is not None:
        raise _Closed("used", say, 410)
    return _Guest(found, address, once, say)


async def _kinds(person: Employee, uow: UnitOfWork, site: Site) -> tuple[str, ...]:
    return uploads.kinds_for(await viewer(person, uow.people, site.given.rules.company.reaches))


async def _file(request: Request, say: Texts) -> tuple[str, bytes]:
    """The file of the form, its length checked before it is read.

    Raises:
        _Closed: none, none that we read, or too large.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST + LARGEST_FORM:
        raise _Closed("too_large", say, 413)
    async with request.form(max_files=1, max_fields=4) as form:
        sent = form.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise _Closed("no_file", say, 400)
        content = await sent.read(LARGEST + 1)
        name = sent.filename.replace("\0", "").replace("\\", "/").rpartition("/")[2][-200:]
    if len(content) > LARGEST:
        raise _Closed("too_large", say, 413)
    if not content or not name.lower().endswith(uploads.SHEETS):
        raise _Closed("no_file", say, 400)
    return name, content


async def _kept(name: str, content: bytes, guest: _Guest, site: Site) -> None:
    """Keep the file and have it tried once; the link is used up in the same transaction.

    Raises:
        _Closed: it was used meanwhile.
    """
    given = site.given
    digest = await given.files.keep(content)
    number, now = AttachmentId(given.new_id()), given.clock()
    channel = guest.address.partition(":")[0]
    act = Act(id=f"upload:{guest.once}", actor=guest.employee.id, channel=channel, at=now)
    async with site.unit(act) as uow:
        if await uow.memory.first(_USED, guest.once, number, now + LIFE * 2) != number:
            raise _Closed("used", guest.say, 410)
        await uow.attachments.add(
            Attachment(
                id=number,
                employee=guest.employee.id,
                kind=AttachmentKind.FILE,
                name=name,
                digest=digest,
                size=len(content),
                state=AttachmentState.KEPT,
                draft=uploads.PLACE,
                sent_at=now,
            )
        )
        await uow.errands.put(
            f"trial:{guest.once}",
            TRIAL,
            Trial(number, page=True).written(),
            employee=guest.employee.id,
            address=guest.address,
        )
