"""Whose account writes: one person may be known by several ways to the same platform."""

from adapters.chat import Address
from core.people.model import ChatIdentity
from core.ports import UnitOfWork


async def account(address: Address, uow: UnitOfWork) -> ChatIdentity | None:
    """The account that writes from there, or the one of the same name next to it; None for strangers."""
    for platform in address.platform.kin:
        found = await uow.people.identity(platform, address.user)
        if found is not None:
            return found
    return None
