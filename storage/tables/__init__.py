"""The schema: one module an area; `company_id` stands first in every key."""

from storage.tables.base import metadata
from storage.tables.chat import drafts, live_cards, memory, sentences
from storage.tables.crm import (
    contacts,
    customer_keys,
    customers,
    follow_ups,
    opportunities,
    plans,
    stage_moves,
)
from storage.tables.files import attached, attachments, errands
from storage.tables.history import ledger, pool_events, snapshots
from storage.tables.installation import companies, settings, shared, ticks
from storage.tables.people import binding_requests, employees, identities, targets
from storage.tables.queues import inbox, outbox

__all__ = [
    "attached",
    "attachments",
    "binding_requests",
    "companies",
    "contacts",
    "customer_keys",
    "customers",
    "drafts",
    "employees",
    "errands",
    "follow_ups",
    "identities",
    "inbox",
    "ledger",
    "live_cards",
    "memory",
    "metadata",
    "opportunities",
    "outbox",
    "plans",
    "pool_events",
    "sentences",
    "settings",
    "shared",
    "snapshots",
    "stage_moves",
    "targets",
    "ticks",
]
