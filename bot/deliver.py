"""One message of the outbox: where it goes, how it is drawn, what its fate asks for."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from adapters.chat import (
    Address,
    Card,
    CardHandle,
    ChatPlatform,
    Delivered,
    DeliveryError,
    Failure,
    LongConnection,
    Platform,
)
from bot.clock import ProductClock
from bot.fate import UNREACHABLE
from bot.metrics import Metrics
from bot.parcel import Parcel, packed, unpacked
from bot.places import leading
from core.people.model import ChatIdentity, EmployeeId
from storage.claims import Outgoing
from storage.leasing import ENDED
from storage.live_cards import Faces
from storage.outbox import NewMessage, Outbox
from storage.probes import Probe, Step
from storage.turns import AFRESH, FAILED

BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (1, 4, 15, 60, 300, 1800))
"""interfaces.md 5: 1, 4, 15, 60 s, then 5 and 30 minutes, then dead."""

Reach = Callable[[EmployeeId], Awaitable[ChatIdentity | None]]
"""Where an employee is pushed to."""
Arrived = Callable[[Outgoing, Parcel, Delivered], Awaitable[None]]
"""Marks a message as sent, with what the platform calls it."""
Lost = Callable[[Outgoing, Parcel | None, str], Awaitable[None]]
"""Marks a message as lost, with the reason; no parcel: what is in it must not be read."""
LEISURE = 2
"""The first lane in which nobody waits for what is sent."""
SOON = timedelta(seconds=2)
"""How long a message stands in line for its slot."""
UNCERTAIN = "uncertain"
"""It may have arrived, and the platform does not know it as the same, or not any more: never twice."""
PATIENCE = 20.0
"""Seconds for one try: who takes longer would send past his lease."""


@dataclass(slots=True, kw_only=True)
class Delivery:
    """What sends.

    Args:
        sent, lost: mark a message that arrived, or never will.
        public_url: where the pages are that messages lead to; empty: they lead nowhere.
    """

    outbox: Outbox
    faces: Faces
    platforms: Mapping[Platform, ChatPlatform]
    reach: Reach
    clock: ProductClock
    sent: Arrived
    lost: Lost
    metrics: Metrics
    probe: Probe
    public_url: str = ""
    timer: Callable[[], float] = time.monotonic
    _lines: Mapping[Platform, LongConnection] = field(init=False)

    def __post_init__(self) -> None:
        """Which of them are long connections: to ask a protocol takes 0.1 ms, and each message asks."""
        self._lines = {
            name: one for name, one in self.platforms.items() if isinstance(one, LongConnection)
        }

    async def deliver(self, message: Outgoing) -> None:
        """Send one claimed message and mark it."""
        if message.is_deadly:
            await self.lost(message, None, ENDED)
            return
        if message.expires_at and message.expires_at <= self.clock():
            await self.outbox.failed(message, error="expired", state=FAILED)
            return
        parcel = unpacked(message.body)
        where = await self._where(message)
        if where is None or where.platform not in self.platforms:
            await self.lost(message, parcel, UNREACHABLE)
            return
        if where.platform in self.elsewhere():
            place = f"{where.group}:{where.user}"
            await self.outbox.hand_over(message, platform=where.platform, address=place)
            return
        if self._would_be_seen_twice(message, parcel, where.platform):
            await self.lost(message, parcel, UNCERTAIN)
            return
        await self.probe(Step.INTENT)
        try:
            async with asyncio.timeout(PATIENCE):
                delivered = await self._in_its_turn(message, parcel, where)
        except DeliveryError as error:
            everybody = error.scope == "api" or error.failure is Failure.RETRY
            self.metrics.refused(where.platform, message.kind, error.code, everybody=everybody)
            await self._failed(message, parcel, error)
            return
        await self.probe(Step.CALLED)
        await self.sent(message, parcel, delivered)
        await self.probe(Step.MARKED)
        self.metrics.sent(where.platform, message.kind)

    def elsewhere(self) -> Collection[Platform]:
        """The platforms that only another process sends to now, or none: who has the connection."""
        return [name for name, one in self._lines.items() if not one.is_live]

    def _would_be_seen_twice(self, message: Outgoing, parcel: Parcel, platform: Platform) -> bool:
        """Whether it may have arrived, and would not be known as the same."""
        remembers = self.platforms[platform].remembers
        if not remembers:
            return message.doubtful and not parcel.answers
        return message.tried_for > remembers

    async def again(self, message: Outgoing, reason: str) -> None:
        """Try later, as long as that makes sense."""
        if message.attempts <= len(BACKOFF):
            after = BACKOFF[message.attempts - 1]
            await self.outbox.later(message, after=after, error=reason)
        else:
            await self.lost(message, unpacked(message.body), reason)

    async def _in_its_turn(self, message: Outgoing, parcel: Parcel, where: Address) -> Delivered:
        """Send; what nobody waits for stands in line for a slot, where its row would come and go."""
        until = self.timer() + PATIENCE / 2
        while True:
            try:
                return await self._send(message, parcel, where)
            except DeliveryError as error:
                after = error.after or SOON
                if message.lane < LEISURE or error.failure is not Failure.WAIT or after > SOON:
                    raise
                if self.timer() + after.total_seconds() > until:
                    raise
                await asyncio.sleep(after.total_seconds())

    async def _send(self, message: Outgoing, parcel: Parcel, where: Address) -> Delivered:
        platform, hurry = self.platforms[where.platform], message.lane < LEISURE
        if not isinstance(parcel.content, Card) or not (parcel.handle or parcel.card):
            content = leading(parcel.content, parcel.opens, self.public_url)
            where = replace(where, token=parcel.answers)
            return await platform.deliver(
                platform.render(where, content, key=message.id), hurry=hurry
            )
        handle = parcel.handle or await self._handle(message, parcel)
        body = platform.render_update(where, parcel.content, handle, key=message.id)
        delivered = await platform.deliver(body, hurry=hurry)
        if parcel.card and handle.token:
            await self.faces.used(message.company, parcel.card)
        return delivered

    async def _handle(self, message: Outgoing, parcel: Parcel) -> CardHandle:
        face = await self.faces.of(message.company, parcel.card)
        if face is None:
            raise DeliveryError(Failure.STALE_CARD, code="not-sent")
        return CardHandle(face.message, face.code, face.sent_at)

    async def _failed(self, message: Outgoing, parcel: Parcel, error: DeliveryError) -> None:
        if error.failure is Failure.WAIT:
            await self.outbox.wait(message, after=error.after or timedelta(seconds=1))
        elif error.failure is Failure.RETRY:
            await self.again(message, error.code)
        elif error.failure is Failure.UNREACHABLE:
            await self.lost(message, parcel, f"{UNREACHABLE} {error.code}")
        elif parcel.card:  # nobody asked for it: the card stays as it was
            await self.outbox.failed(message, error=error.code, state=FAILED)
        elif error.failure is Failure.STALE_CARD and parcel.handle is not None:
            await self._afresh(message, parcel)
        else:
            await self.lost(message, parcel, error.code)

    async def _afresh(self, message: Outgoing, parcel: Parcel) -> None:
        """The card is too old to change: the same content as a new one (P10)."""
        fresh = NewMessage(
            key=f"fresh:{message.id}",
            body=packed(parcel.content, warns=parcel.warns, opens=parcel.opens),
            kind=message.kind,
            lane=message.lane,
            recipient=f"{message.platform}:{message.address}",
            employee=message.employee,
            platform=message.platform,
            address=message.address,
        )
        await self.outbox.put(message.company, fresh)
        await self.outbox.sent(message, message_id=AFRESH)

    async def _where(self, message: Outgoing) -> Address | None:
        if message.platform:
            group, _, user = message.address.partition(":")
            return Address(Platform(message.platform), user, group)
        identity = await self.reach(message.employee) if message.employee else None
        return Address(Platform(identity.platform), identity.external_id) if identity else None
