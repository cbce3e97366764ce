"""Who is this? A platform that knows people by their mobiles binds those of the people file."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from adapters.chat import Address, DeliveryError, Text
from bot.accounts import account
from bot.handlers.binding import SLOT
from bot.parcel import packed
from bot.replies import where
from bot.texts import texts
from core.people.model import ChatIdentity, Employee, EmployeeId, EmployeeState
from core.ports import UnitOfWork

FindMobiles = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]
"""Mobiles → accounts, where the platform knows them."""
FindAccount = Callable[[str], Awaitable[str]]
"""An account → the one of the same person that the company knows; empty: nobody can say."""
Found = Mapping[EmployeeId, str]
"""Employees and the accounts their mobiles lead to."""
_PATIENCE = 3.0
_LANE = 1


async def recognise(
    sender: Address, uow: UnitOfWork, ways: tuple[FindAccount | None, FindMobiles], now: datetime
) -> Found:
    """Look up who writes, or all who are not bound yet; once a day for each stranger who writes."""
    private = sender.private.conversation
    if await uow.memory.get(private, SLOT, now) is not None:
        return {}
    resolve, find = ways
    if resolve is not None:
        return await _resolved(sender, uow, resolve)
    unbound = await uow.people.unbound(sender.platform)
    working = [one for one in unbound if one.mobile and one.state is not EmployeeState.LEFT]
    shared = Counter(one.mobile for one in working)
    wanted = {one.mobile: one.id for one in working if shared[one.mobile] == 1}
    try:
        async with asyncio.timeout(_PATIENCE):
            accounts = await find(list(wanted))
    except (DeliveryError, TimeoutError):
        return {}
    return {wanted[mobile]: account for mobile, account in accounts.items() if mobile in wanted}


async def _resolved(sender: Address, uow: UnitOfWork, find: FindAccount) -> Found:
    """Who hides behind an account that a platform names in its own way."""
    try:
        async with asyncio.timeout(_PATIENCE):
            name = await find(sender.user)
    except (DeliveryError, TimeoutError):
        return {}
    known = await account(Address(sender.platform, name), uow) if name else None
    return {known.employee: sender.user} if known else {}


async def bind_found(found: Found, sender: Address, uow: UnitOfWork, now: datetime) -> None:
    """Bind whoever is still free, and greet the one who wrote."""
    for employee in await uow.people.unbound(sender.platform):
        account = found.get(employee.id, "")
        if account and await uow.people.identity(sender.platform, account) is None:
            await uow.people.bind(
                ChatIdentity(
                    platform=sender.platform,
                    external_id=account,
                    employee=employee.id,
                    bound_at=now,
                )
            )
            await uow.ledger.record("bind", "binding", employee.id)
            if account == sender.user:
                await _greet(employee, sender, uow)


async def _greet(employee: Employee, sender: Address, uow: UnitOfWork) -> None:
    words = texts(employee.language)("binding.bound", name=employee.name)
    await uow.notices.put(
        f"bound:{uow.act.id}",
        to=employee.id,
        address=where(sender.private),
        lane=_LANE,
        body=packed(Text(words)),
        kind="bound",
    )
