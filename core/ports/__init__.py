"""What the CRM asks of its storage: repositories, and the unit of work that holds them.

Every repository belongs to one company and one transaction. Reads take a `Scope`; a record outside
it is `NotFound`. Every `save` writes over the version that was read and raises `Stale` otherwise.
Nothing here commits: whoever opened the unit of work does.
"""

from core.ports.accounts import Ledger, Reports
from core.ports.chat import Drafts, LiveCard, LiveCards, Memory, Notices, Sentences
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
from core.ports.unit_of_work import UnitOfWork

__all__ = [
    "Attachments",
    "Contacts",
    "Customers",
    "Drafts",
    "Errands",
    "FollowUps",
    "Ledger",
    "LiveCard",
    "LiveCards",
    "Memory",
    "Notices",
    "Opportunities",
    "People",
    "Plans",
    "PoolHistory",
    "Reports",
    "Sentences",
    "UnitOfWork",
]
