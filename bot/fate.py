"""What becomes of messages: where people are reached, and what an arrival or a loss means."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from adapters.chat import Delivered, Platform
from bot.alarms import ALARM, tell_admins
from bot.clock import ProductClock
from bot.parcel import Parcel
from core.ledger.model import Act
from core.people.model import ChatIdentity, EmployeeId
from core.pool.model import PoolEvent, PoolEventKind
from storage.claims import Outgoing
from storage.store import Store
from storage.unit_of_work import SqlUnitOfWork

UNREACHABLE = "unreachable"


class Fate:
    """Marks messages together with what their fate means: one transaction, or nothing.

    Args:
        platforms: those of this installation; elsewhere nobody is reached.
    """

    def __init__(
        self, store: Store, clock: ProductClock, zone: ZoneInfo, platforms: Collection[str]
    ) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._platforms = platforms

    async def reach(self, employee: EmployeeId) -> ChatIdentity | None:
        """Where he wants pushes, else where he wrote last, WeCom before the first word."""
        async with self._store.look() as uow:
            person = await uow.people.find(employee)
            known = await uow.people.identities(employee)
        identities = self._reached(known)
        if person is None or not identities:
            return None
        wished = [one for one in identities if _called(one.platform) == person.push_platform]
        used = [one for one in identities if one.last_used_at is not None]
        newest = sorted(used, key=lambda one: one.last_used_at or one.bound_at, reverse=True)
        first = sorted(identities, key=lambda one: _called(one.platform) != Platform.WECOM)
        return (wished or newest or first)[0]

    def _reached(self, known: Sequence[ChatIdentity]) -> Sequence[ChatIdentity]:
        """Each account with the platform that brings it something: an application's before a robot's."""
        found: dict[Platform, ChatIdentity] = {}
        for one in sorted(known, key=lambda one: one.platform == Platform.AIBOT):
            platform = Platform(one.platform)
            ways = [way for way in platform.kin if way in self._platforms]
            if ways:
                found.setdefault(platform.name_of_all, replace(one, platform=ways[0]))
        return list(found.values())

    async def sent(self, message: Outgoing, parcel: Parcel, delivered: Delivered) -> None:
        """It arrived; a warning that arrived begins its working day (invariant 5)."""
        if not parcel.warns:
            await self._store.outbox.sent(
                message, message_id=delivered.message, code=delivered.code
            )
            return
        async with self._store.unit(self._act(message)) as uow:
            await self._store.outbox.sent(
                message,
                message_id=delivered.message,
                code=delivered.code,
                within=uow.connection,
            )
            await self._warned(parcel, uow)

    async def lost(self, message: Outgoing, parcel: Parcel | None, error: str) -> None:
        """It never will; a warning goes to the owner's supervisor, a refused one is told of."""
        async with self._store.unit(self._act(message)) as uow:
            await self._store.outbox.failed(message, error=error, within=uow.connection)
            if parcel and parcel.warns and message.employee:
                await self._upwards(message, message.employee, uow)
            if not error.startswith(UNREACHABLE) and message.kind != ALARM:
                await self._alert(message, error, uow)

    async def _warned(self, parcel: Parcel, uow: SqlUnitOfWork) -> None:
        now = self._clock()
        for id_ in parcel.warns:
            customer = await uow.customers.find(id_)  # type: ignore[arg-type]  # an id we wrote
            if customer is None or customer.owner is None:
                continue
            await uow.customers.save(replace(customer, warned_at=now))
            await uow.pool.add(
                PoolEvent(
                    customer=customer.id,
                    kind=PoolEventKind.WARN,
                    employee=customer.owner,
                    at=now,
                    reason=customer.recycle_rule,
                )
            )
        await uow.ledger.record("warn", "customers", ",".join(parcel.warns[:20]))

    async def _upwards(self, message: Outgoing, owner: EmployeeId, uow: SqlUnitOfWork) -> None:
        person = await uow.people.find(owner)
        if person and person.superior and await uow.people.identities(person.superior):
            await uow.notices.put(
                f"up:{message.id}",
                to=person.superior,
                lane=message.lane,
                body=message.body,
                kind=message.kind,
            )

    async def _alert(self, message: Outgoing, error: str, uow: SqlUnitOfWork) -> None:
        """Tell each admin once a day (interfaces.md 5)."""
        today = self._clock().astimezone(self._zone).date()
        said = {"code": error, "day": today, "id": message.id[:8]}
        await tell_admins(uow, f"undelivered:{today}", "admin.undelivered", **said)

    def _act(self, message: Outgoing) -> Act:
        return Act(id=f"sent:{message.id}", actor=None, channel="job", at=self._clock())


def _called(platform: str) -> Platform:
    """The platform as people call it, and as their settings do."""
    return Platform(platform).name_of_all
