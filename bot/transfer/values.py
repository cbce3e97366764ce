"""Cells as values, each with its reason when it cannot be one."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from bot.transfer.result import WrongRow
from bot.transfer.tables import parts
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


def needed(cell: str, name: str, *, longest: int = 200) -> str:
    if not cell:
        raise WrongRow(f"{name} is empty")
    if len(cell) > longest:
        raise WrongRow(f"{name} is longer than {longest} characters")
    return cell


def identifier(cell: str, name: str) -> str:
    """The company's own number; buttons carry it, so it cannot be of any length."""
    return needed(cell, name, longest=64)


def names(cell: str, name: str) -> tuple[str, ...]:
    """What people are or call things, each as long as a name may be."""
    return tuple(needed(part, name) for part in parts(cell))


def flag(cell: str) -> bool:
    return cell.lower() in ("true", "1", "是")


def moment(cell: str, name: str, zone: ZoneInfo) -> datetime | None:
    """An instant: ISO 8601, or a day and a time of the company's zone."""
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        match = _DATED.fullmatch(cell)
        if match is None:
            raise WrongRow(f"{name} is no date: {cell[:40]}") from None
        year, month, number, hour, minute, second = (int(part or 0) for part in match.groups())
        try:
            found = datetime(year, month, number, hour, minute, second, tzinfo=zone)
        except ValueError:
            raise WrongRow(f"{name} is no date: {cell[:40]}") from None
    if not _YEARS.start <= found.year < _YEARS.stop:
        raise WrongRow(f"{name} is no date from {_YEARS.start} on: {cell[:40]}")
    return found if found.tzinfo else found.replace(tzinfo=zone)


def past(cell: str, name: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """An instant that has come."""
    found = moment(cell, name, zone)
    if found and found > now:
        raise WrongRow(f"{name} is in the future: {cell[:40]}")
    return found


def birthday(cell: str) -> str:
    """A day with or without its year, as it is written; what names no figures is kept as said."""
    match = _BIRTHDAY.fullmatch(cell)
    if match is None:
        return cell
    year, month, number = (int(part) if part else 2000 for part in match.groups())
    try:
        date(year, month, number)
    except ValueError:
        raise WrongRow(f"birthday is no date: {cell[:40]}") from None
    return cell


def mobile(cell: str) -> str:
    if cell and not _MOBILE.fullmatch(cell):
        raise WrongRow(f"mobile is no number: {cell[:40]}")
    return cell


def day(cell: str, name: str, zone: ZoneInfo) -> date | None:
    found = moment(cell, name, zone)
    return found.date() if found else None


def month(cell: str, name: str) -> str:
    """A month as YYYY-MM."""
    if not _MONTH.fullmatch(cell):
        raise WrongRow(f"{name} is YYYY-MM, not {cell[:20]}")
    return cell


def money(cell: str, name: str) -> Money | None:
    """Yuan as a decimal."""
    if not cell:
        return None
    try:
        amount = Decimal(cell.replace(",", "").replace("，", "").removeprefix("¥"))
        if not 0 <= amount <= _MOST:
            raise WrongRow(f"{name} is no amount from 0 to {_MOST:,}: {cell[:40]}")
        return Money.yuan(amount)
    except (InvalidOperation, ValueError):
        raise WrongRow(f"{name} is no amount: {cell[:40]}") from None


def percent(cell: str, name: str) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdecimal() and int(cell) <= 100):
        raise WrongRow(f"{name} is 0 to 100, not {cell[:20]}")
    return int(cell)


def tier(cell: str) -> Tier | None:
    if not cell:
        return None
    if cell.upper() not in Tier.__members__:
        raise WrongRow(f"tier is A, B or C, not {cell[:20]}")
    return Tier(cell.upper())


def category(cell: str) -> int | None:
    if not cell:
        return None
    if cell not in ("1", "2", "3", "4", "5"):
        raise WrongRow(f"category is 1 to 5, not {cell[:20]}")
    return int(cell)


def roles(cells: tuple[str, ...]) -> frozenset[Role]:
    known = {role.value for role in Role}
    if wrong := [cell for cell in cells if cell not in known]:
        raise WrongRow(f"there is no role {wrong[0][:20]}")
    return frozenset(Role(cell) for cell in cells) or frozenset({Role.REP})


def state(cell: str) -> EmployeeState:
    known = {one.value for one in EmployeeState}
    if cell and cell not in known:
        raise WrongRow(f"state is active, leave or left, not {cell[:20]}")
    return EmployeeState(cell or "active")


def role(cell: str) -> ContactRole:
    known = {one.value for one in ContactRole}
    if cell and cell not in known:
        raise WrongRow(f"there is no role {cell[:20]}")
    return ContactRole(cell or "unknown")


def attitude(cell: str) -> int | None:
    if not cell:
        return None
    if cell not in ("-2", "-1", "0", "1", "2", "+1", "+2"):
        raise WrongRow(f"attitude is -2 to 2, not {cell[:20]}")
    return int(cell)
