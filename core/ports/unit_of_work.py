"""One transaction of one company, with every repository on it."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from core.ledger.model import Act, Mark
from core.ports.accounts import Ledger, Reports
from core.ports.chat import Drafts, LiveCards, Memory, Notices, Sentences
from core.ports.files import Attachments, Errands
from core.ports.records import (
    Contacts,
    Customers,
    FollowUps,
    Opportunities,
    People,
    Plans,
    PoolHistory,
)


class UnitOfWork(Protocol):
    """One transaction of one company; `act` says on whose behalf."""

    @property
    def company(self) -> int: ...
    def attempt(self) -> AbstractAsyncContextManager[None]:
        """A part that may be refused without taking the rest with it."""

    def as_of(self, mark: Mark | None = None) -> "AbstractAsyncContextManager[UnitOfWork]":
        """All there was at `mark`, by default all that is committed, as at one moment.

        It is for reading: whatever is written there is gone at its end.
        """
        ...

    @property
    def act(self) -> Act: ...
    @property
    def people(self) -> People: ...
    @property
    def customers(self) -> Customers: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def pool(self) -> PoolHistory: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def opportunities(self) -> Opportunities: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def live_cards(self) -> LiveCards: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def sentences(self) -> Sentences: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def errands(self) -> Errands: ...
