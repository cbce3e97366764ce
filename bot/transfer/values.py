"""Cells as values, each with its reason when it cannot be one."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from bot.transfer.tables import parts
from bot.transfer.wrong import WrongRow
from core.customers.model import ContactRole, Tier
from core.money import Money
from core.people.model import EmployeeState, Role

_DATED = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_BIRTHDAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?", re.ASCII)
_MOBILE = re.compile(r"\+?[\d() -]{5,20}", re.ASCII)
_YEARS = range(1900, 2200)
_MOST = 10**15
_FLAGS = {
    **dict.fromkeys(("true", "1", "yes", "y"), True),
    **dict.fromkeys(("", "false", "0", "no", "n"), False),
}
"""Beside the words of each language, which are codes by then."""


def half(cell: str) -> str:
    """Full-width figures and marks as those a keyboard has: １３８ is 138."""
    return unicodedata.normalize("NFKC", cell)


def needed(cell: str, name: str, *, longest: int = 200) -> str:
    if not cell:
        raise WrongRow("empty", name=name)
    if len(cell) > longest:
        raise WrongRow("long", name=name, most=longest)
    return cell


def identifier(cell: str, name: str) -> str:
    """The company's own number; buttons carry it, so it cannot be of any length."""
    return needed(cell, name, longest=64)


def names(cell: str, name: str) -> tuple[str, ...]:
    """What people are or call things, each as long as a name may be."""
    return tuple(needed(part, name) for part in parts(cell))


def flag(cell: str, name: str) -> bool:
    cell = half(cell).lower()
    if cell not in _FLAGS:
        raise WrongRow("yes_no", name=name, cell=cell[:20])
    return _FLAGS[cell]


def moment(cell: str, name: str, zone: ZoneInfo) -> datetime | None:
    """An instant: ISO 8601, or a day and a time of the company's zone."""
    cell = half(cell)
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        match = _DATED.fullmatch(cell)
        if match is None:
            raise WrongRow("no_date", name=name, cell=cell[:40]) from None
        year, month, number, hour, minute, second = (int(part or 0) for part in match.groups())
        try:
            found = datetime(year, month, number, hour, minute, second, tzinfo=zone)
        except ValueError:
            raise WrongRow("no_date", name=name, cell=cell[:40]) from None
    if not _YEARS.start <= found.year < _YEARS.stop:
        raise WrongRow("early", name=name, year=_YEARS.start, cell=cell[:40])
    return found if found.tzinfo else found.replace(tzinfo=zone)


def past(cell: str, name: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """An instant that has come."""
    found = moment(cell, name, zone)
    if found and found > now:
        raise WrongRow("future", name=name, cell=cell[:40])
    return found


def birthday(cell: str) -> str:
    """A day with or without its year, as it is written; what names no figures is kept as said."""
    cell = half(cell)
    match = _BIRTHDAY.fullmatch(cell)
    if match is None:
        return cell
    year, month, number = (int(part) if part else 2000 for part in match.groups())
    try:
        date(year, month, number)
    except ValueError:
        raise WrongRow("no_date", name="birthday", cell=cell[:40]) from None
    return cell


def mobile(cell: str) -> str:
    cell = half(cell)
    if cell and not _MOBILE.fullmatch(cell):
        raise WrongRow("no_number", name="mobile", cell=cell[:40])
    return cell


def day(cell: str, name: str, zone: ZoneInfo) -> date | None:
    found = moment(cell, name, zone)
    return found.date() if found else None


def month(cell: str, name: str) -> str:
    """A month as YYYY-MM."""
    cell = half(cell)
    if not _MONTH.fullmatch(cell):
        raise WrongRow("no_month", name=name, cell=cell[:20])
    return cell


def money(cell: str, name: str) -> Money | None:
    """Yuan as a decimal."""
    cell = half(cell)
    if not cell:
        return None
    try:
        amount = Decimal(cell.replace(",", "").replace("，", "").removeprefix("¥"))
        if not 0 <= amount <= _MOST:
            raise WrongRow("no_sum", name=name, most=f"{_MOST:,}", cell=cell[:40])
        return Money.yuan(amount)
    except (InvalidOperation, ValueError):
        raise WrongRow("no_amount", name=name, cell=cell[:40]) from None


def percent(cell: str, name: str) -> int | None:
    cell = half(cell)
    if not cell:
        return None
    if not (cell.isascii() and cell.isdecimal() and int(cell) <= 100):
        raise WrongRow("no_percent", name=name, cell=cell[:20])
    return int(cell)


def tier(cell: str) -> Tier | None:
    cell = half(cell)
    if not cell:
        return None
    if cell.upper() not in Tier.__members__:
        raise WrongRow("tier", cell=cell[:20])
    return Tier(cell.upper())


def category(cell: str) -> int | None:
    cell = half(cell)
    if not cell:
        return None
    if cell not in ("1", "2", "3", "4", "5"):
        raise WrongRow("category", cell=cell[:20])
    return int(cell)


def roles(cells: tuple[str, ...]) -> frozenset[Role]:
    known = {role.value for role in Role}
    if wrong := [cell for cell in cells if cell not in known]:
        raise WrongRow("no_role", cell=wrong[0][:20])
    return frozenset(Role(cell) for cell in cells) or frozenset({Role.REP})


def state(cell: str) -> EmployeeState:
    known = {one.value for one in EmployeeState}
    if cell and cell not in known:
        raise WrongRow("state", cell=cell[:20])
    return EmployeeState(cell or "active")


def role(cell: str) -> ContactRole:
    known = {one.value for one in ContactRole}
    if cell and cell not in known:
        raise WrongRow("no_role", cell=cell[:20])
    return ContactRole(cell or "unknown")


def attitude(cell: str) -> int | None:
    cell = half(cell)
    if not cell:
        return None
    if cell not in ("-2", "-1", "0", "1", "2", "+1", "+2"):
        raise WrongRow("attitude", cell=cell[:20])
    return int(cell)
