"""One transaction with all repositories; what it changed is in the ledger or it does not commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from core.clock import NewId, Now
from core.ledger.model import Act, Mark
from storage.attachments import SqlAttachments
from storage.contacts import SqlContacts
from storage.conversations import SqlDrafts, SqlMemory, SqlSentences
from storage.customers import SqlCustomers
from storage.database import Database
from storage.errands import SqlErrands
from storage.ledger import SqlLedger
from storage.live_cards import SqlLiveCards
from storage.notices import SqlNotices
from storage.opportunities import SqlOpportunities
from storage.people import SqlPeople
from storage.plans import SqlPlans
from storage.pool import SqlPool
from storage.reports import SqlReports
from storage.rewound import go_back
from storage.session import Session
from storage.visits import SqlFollowUps


class Unrecorded(RuntimeError):
    """A use case changed rows and wrote no ledger event: a fault of ours."""


class SqlUnitOfWork:
    """`core.ports.UnitOfWork`."""

    def __init__(
        self, session: Session, database: Database, *, new_id: NewId, machine_now: Now
    ) -> None:
        self.session = session
        self._database, self._new_id, self._machine_now = database, new_id, machine_now
        self.people = SqlPeople(session)
        self.customers = SqlCustomers(session)
        self.contacts = SqlContacts(session)
        self.pool = SqlPool(session)
        self.follow_ups = SqlFollowUps(session)
        self.plans = SqlPlans(session)
        self.opportunities = SqlOpportunities(session)
        self.reports = SqlReports(session)
        self.ledger = SqlLedger(session)
        self.notices = SqlNotices(session, machine_now)
        self.live_cards = SqlLiveCards(session)
        self.memory = SqlMemory(session)
        self.drafts = SqlDrafts(session)
        self.sentences = SqlSentences(session, new_id)
        self.attachments = SqlAttachments(session)
        self.errands = SqlErrands(session, machine_now)

    @property
    def company(self) -> int:
        return self.session.company

    @property
    def act(self) -> Act:
        return self.session.act

    @property
    def connection(self) -> AsyncConnection:
        return self.session.connection

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may be refused without taking the rest with it."""
        async with self.session.attempt():
            yield

    @asynccontextmanager
    async def as_of(self, mark: Mark | None = None) -> AsyncIterator["SqlUnitOfWork"]:
        """The records as they were at `mark`, by default as they are committed, at one moment.

        It is for reading, beside this transaction, which it neither sees nor touches.
        """
        async with self._database.still() as connection:
            past = Past(
                Session(connection, self.company, self.act),
                self._database,
                new_id=self._new_id,
                machine_now=self._machine_now,
            )
            async with past.as_of(mark):
                yield past


class Past(SqlUnitOfWork):
    """What was: it goes further back, and returns at the end of each `as_of`."""

    _at: Mark | None = None

    @asynccontextmanager
    async def as_of(self, mark: Mark | None = None) -> AsyncIterator["SqlUnitOfWork"]:
        before = self._at
        async with self.session.connection.begin_nested() as point:
            try:
                if mark is not None:
                    await go_back(self.session, mark, before)
                    self._at = mark
                yield self
            finally:
                self._at = before
                await point.rollback()


@asynccontextmanager
async def unit_of_work(
    database: Database, company: int, act: Act, *, new_id: NewId, machine_now: Now
) -> AsyncIterator[SqlUnitOfWork]:
    """Open a transaction; it commits at the end, or rolls back with whatever was raised.

    Raises:
        Unrecorded: rows changed without a ledger event; nothing was committed.
    """
    async with database.write() as connection:
        session = Session(connection, company, act)
        yield SqlUnitOfWork(session, database, new_id=new_id, machine_now=machine_now)
        if session.changes:
            raise Unrecorded(", ".join(sorted({change.table for change in session.changes})))
