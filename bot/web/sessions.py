"""Who is logged in: a signed cookie, believed only as long as the CRM still knows the person."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from pydantic import TypeAdapter, ValidationError

from adapters.chat import Address, Platform
from bot.accounts import account
from bot.texts import texts
from bot.turn import Turn
from bot.web.signing import Unsigned
from bot.web.site import Site
from core.people.model import Employee, EmployeeState
from core.people.viewers import viewer
from core.ports import UnitOfWork

LIFE = timedelta(hours=12)
_PURPOSE = "session"


@dataclass(frozen=True, slots=True)
class Session:
    """A browser of one person.

    Args:
        proof: what a form of his pages sends with it; no other site can know it.
    """

    employee: str
    platform: Platform
    user: str
    proof: str

    @property
    def address(self) -> Address:
        return Address(self.platform, self.user)


_SESSION: TypeAdapter[Session] = TypeAdapter(Session)


def cookie(name: str, site: Site) -> str:
    """A cookie's name: one that no other host and no plain connection can set, where there is https."""
    return f"__Host-{name}" if site.is_secure else name


def begin(response: Response, site: Site, employee: Employee, address: Address) -> None:
    """Log `employee` in."""
    session = Session(employee.id, address.platform, address.user, secrets.token_urlsafe(16))
    keep(response, site, "liaoke", (_PURPOSE, _SESSION.dump_python(session, mode="json")), LIFE)


def keep(
    response: Response, site: Site, name: str, value: tuple[str, object], life: timedelta
) -> None:
    """Set a cookie for the pages alone, signed for its purpose (`value` is purpose and content)."""
    response.set_cookie(
        cookie(name, site),
        site.signing.sign(*value),
        max_age=int(life.total_seconds()),
        path="/",
        secure=site.is_secure,
        httponly=True,
        samesite="lax",
    )


def end(response: Response, site: Site) -> None:
    """Log out."""
    response.delete_cookie(cookie("liaoke", site), path="/", secure=site.is_secure, httponly=True)


def find_session(request: Request, site: Site) -> Session | None:
    """The session a browser shows; None when it has none, or one that is not ours or over."""
    shown = request.cookies.get(cookie("liaoke", site), "")
    try:
        return _SESSION.validate_python(site.signing.read(_PURPOSE, shown, life=LIFE))
    except (Unsigned, ValidationError):
        return None


async def find_bound(uow: UnitOfWork, address: Address) -> Employee | None:
    """Who writes to the bot from there; None for strangers and for whoever has left."""
    known = await account(address, uow)
    employee = await uow.people.find(known.employee) if known else None
    return None if employee is None or employee.state is EmployeeState.LEFT else employee


async def find_turn(session: Session, uow: UnitOfWork, site: Site) -> Turn | None:
    """The turn of whoever a session names, looked at anew each time; None when he left or is unbound."""
    employee = await find_bound(uow, session.address)
    if employee is None or employee.id != session.employee:
        return None
    given = site.given
    return Turn(
        uow=uow,
        viewer=await viewer(employee, uow.people, given.rules.company.reaches),
        sender=session.address,
        now=given.clock(),
        zone=given.zone,
        rules=given.rules.company,
        calendar=given.rules.calendar,
        say=texts(employee.language),
        new_id=given.new_id,
        origin="pressed",
        public_url=site.base,
    )


LARGEST_FORM = 64 << 10
"""Bytes of a form without a file in it."""


async def is_meant(request: Request, session: Session, site: Site) -> bool:
    """Whether a form was sent by a page of ours: it knows the session's proof, and comes from here."""
    length = request.headers.get("content-length", "")
    if not _comes_from_here(request, site) or not length.isdecimal() or int(length) > LARGEST_FORM:
        return False
    async with request.form(max_files=0) as form:
        proof = form.get("proof")
    return isinstance(proof, str) and hmac.compare_digest(proof.encode(), session.proof.encode())


def _comes_from_here(request: Request, site: Site) -> bool:
    """What the browser says of it; our pages tell nobody their address, so that theirs is `null`."""
    sender = request.headers.get("sec-fetch-site")
    if sender is not None:
        return sender == "same-origin"
    origin = request.headers.get("origin", "null")
    return origin == "null" or _host(origin) == _host(site.base)


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
