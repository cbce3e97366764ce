"""One errand at work: what it may use, and how each of its steps is kept."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from adapters.chat import UPDATE, Address, Content, Update
from bot.files import FileStore
from bot.parcel import packed
from bot.replies import REPLY, place
from bot.surroundings import Surroundings
from bot.texts import Texts, texts
from core.ledger.model import Act
from core.people.model import Employee, EmployeeState
from core.ports import UnitOfWork
from storage.errands import Errand
from storage.inbox import NewEvent
from storage.store import Store
from storage.unit_of_work import SqlUnitOfWork

LEASE = timedelta(seconds=60)


@dataclass(slots=True)
class Work:
    """What the function of an errand is given.

    Every effect is committed together with the mark of its step: whoever is killed goes on at
    `errand.place`, and nothing happens twice.

    Args:
        went_on: called after each step: the patience for the next begins.
    """

    errand: Errand
    store: Store
    given: Surroundings
    says: Callable[[], None]
    went_on: Callable[[], None]

    @property
    def files(self) -> FileStore:
        return self.given.files

    @property
    def address(self) -> Address:
        """Where it was asked for."""
        return place(self.errand.address).private

    async def asker(self, uow: UnitOfWork) -> Employee | None:
        """Whoever wants it; None when he has left."""
        found = await uow.people.find(self.errand.employee)
        return found if found and found.state is not EmployeeState.LEFT else None

    async def say(self, uow: UnitOfWork) -> Texts:
        asker = await self.asker(uow)
        return texts(asker.language if asker else "")

    @asynccontextmanager
    async def step(
        self, place_: Callable[[], str], *, keeps: bool = True
    ) -> AsyncIterator[SqlUnitOfWork]:
        """A transaction that ends at `place_`; with `keeps` False nothing of it is kept."""
        try:
            async with self.store.unit(self._act, self.errand.company) as uow:
                yield uow
                if not keeps:
                    raise _NothingKept
                moved = await self.store.errands.moved(uow.connection, self.errand, place_(), LEASE)
        except _NothingKept:
            await self.store.errands.held(self.errand, LEASE)
        else:
            self.errand = moved
            self.says()
        self.went_on()

    @asynccontextmanager
    async def end(self) -> AsyncIterator[SqlUnitOfWork]:
        """The last transaction."""
        async with self.store.unit(self._act, self.errand.company) as uow:
            yield uow
            await self.store.errands.done(uow.connection, self.errand)
        self.says()

    async def tell(
        self, uow: UnitOfWork, content: Content, name: str = "told", *, card: str = ""
    ) -> None:
        """Put a message for the asker into the outbox; with `card` it is that card's next face."""
        await uow.notices.put(
            f"{self.errand.key}:{name}",
            to=self.errand.employee,
            address=self.errand.address,
            lane=REPLY,
            body=packed(content, card=card),
            kind="reply",
            card=card,
        )

    async def hear(self, update: Update) -> None:
        """Let the chat work on something as if the asker had just sent it; once for its key."""
        body = UPDATE.dump_json(update)
        await self.store.inbox.store(NewEvent(update.key, update.sender.conversation, body))

    @property
    def _act(self) -> Act:
        now = self.given.clock()
        channel = self.errand.address.partition(":")[0]
        return Act(id=self.errand.key, actor=self.errand.employee, channel=channel, at=now)


class _NothingKept(Exception):
    """Rolls a trial back."""


Run = Callable[[Work], Coroutine[None, None, None]]
"""Works an errand to its end, from `work.errand.place` on."""
Lost = Callable[[Work, SqlUnitOfWork], Awaitable[None]]
"""Says that it will never be done, in the transaction that gives it up."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of errand."""

    run: Run
    lost: Lost
