"""Customers with the keys they are found by, contacts, follow-ups, plans, opportunities."""

from sqlalchemy import Column, Index, Integer, Table, Text

from core.customers.model import ContactRole, Tier
from core.opportunities.model import OpportunityState
from core.plans.model import PlanState
from core.visits.model import ContactKind
from storage.tables.base import (
    company,
    custom,
    flag,
    key,
    listed,
    maybe,
    metadata,
    number,
    ordered_key,
    text,
    version,
)
from storage.types import Day, Fen, Figures, Moment, Spans, Word, Words

customers = Table(
    "customers",
    metadata,
    company(),
    key("id"),
    text("full_name"),
    Column("aliases", Words, nullable=False),
    text("industry"),
    text("city"),
    text("mobile"),
    text("source"),
    text("market"),
    maybe("parent"),
    Column("tier", Word(Tier)),
    Column("category", Integer),
    maybe("owner"),
    text("pool"),
    flag("starred"),
    Column("owned_since", Moment),
    text("basis"),
    Column("entered_pool_at", Moment),
    Column("last_contact_at", Moment),
    Column("first_effective_at", Moment),
    Column("last_effective_at", Moment),
    Column("won_at", Moment),
    Column("open_moved_at", Moment),
    flag("locked"),
    Column("hold_until", Day),
    Column("warned_at", Moment),
    Column("recycle_on", Day),
    text("recycle_rule"),
    Column("check_on", Day),
    custom(),
    Column("created_at", Moment, nullable=False),
    version(),
)
_c = customers.c
Index(None, _c.company_id, _c.owner, _c.last_contact_at, _c.version)
Index(None, _c.company_id, _c.check_on, _c.id)
Index(None, _c.company_id, _c.recycle_on)
Index(None, _c.company_id, _c.entered_pool_at)

customer_keys = Table(
    "customer_keys",
    metadata,
    company(),
    ordered_key("key"),
    key("owner"),  # the customer's, empty in the pool: a key's rows stand by whose they are
    key("customer"),
    Column("kind", Text, nullable=False),
    sqlite_with_rowid=False,  # a key's rows stand beside one another, and are read at once
)
Index(None, customer_keys.c.company_id, customer_keys.c.customer)

contacts = Table(
    "contacts",
    metadata,
    company(),
    key("id"),
    text("customer"),
    text("name"),
    text("title"),
    text("mobile"),
    Column("role", Word(ContactRole), nullable=False),
    Column("attitude", Integer),
    text("birthday"),
    Column("created_at", Moment, nullable=False),
    version(),
)
Index(None, contacts.c.company_id, contacts.c.customer)
Index(None, contacts.c.company_id, contacts.c.name)

follow_ups = Table(
    "follow_ups",
    metadata,
    company(),
    key("id"),
    text("customer"),
    text("employee"),
    Column("kind", Word(ContactKind), nullable=False),
    Column("occurred_at", Moment, nullable=False),
    flag("has_time"),
    Column("contacts", Words, nullable=False),
    text("content"),
    text("goal"),
    text("result"),
    text("next_step"),
    text("none_reason"),
    flag("not_met"),
    maybe("opportunity"),
    listed("figures", Figures),
    listed("competitors", Words),
    listed("topics", Words),
    flag("effective"),
    text("source_text"),
    text("source_message_id"),
    Column("spans", Spans, nullable=False),
    Column("previous_content", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    version(),
)
Index(None, follow_ups.c.company_id, follow_ups.c.customer, follow_ups.c.occurred_at)
Index(None, follow_ups.c.company_id, follow_ups.c.employee, follow_ups.c.occurred_at)
_f = follow_ups.c  # a digest counts by the index alone
Index(None, _f.company_id, _f.occurred_at, _f.employee, _f.kind, _f.effective)

plans = Table(
    "plans",
    metadata,
    company(),
    key("id"),
    text("employee"),
    maybe("customer"),
    maybe("opportunity"),
    Column("due_at", Moment, nullable=False),
    flag("has_time"),
    text("content"),
    Column("state", Word(PlanState), nullable=False),
    text("recurrence"),
    Column("remind_at", Moment),
    maybe("moved_from"),
    text("closed_by"),
    Column("closed_at", Moment),
    Column("created_at", Moment, nullable=False),
    version(),
)
Index(None, plans.c.company_id, plans.c.employee, plans.c.state, plans.c.due_at)
Index(None, plans.c.company_id, plans.c.customer, plans.c.state)
Index(None, plans.c.company_id, plans.c.remind_at)

opportunities = Table(
    "opportunities",
    metadata,
    company(),
    key("id"),
    text("customer"),
    text("employee"),
    text("name"),
    text("flow"),
    number("flow_version"),
    text("stage"),
    Column("amount", Fen),
    Column("amount_max", Fen),
    flag("approximate"),
    number("probability"),
    flag("probability_by_hand"),
    Column("expected_close", Day),
    Column("slips", Words, nullable=False),
    Column("state", Word(OpportunityState), nullable=False),
    text("lost_reason"),
    text("competitor"),
    text("source"),
    custom(),
    Column("moved_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("created_at", Moment, nullable=False),
    version(),
)
Index(None, opportunities.c.company_id, opportunities.c.customer)
Index(None, opportunities.c.company_id, opportunities.c.employee, opportunities.c.state)

stage_moves = Table(
    "stage_moves",
    metadata,
    company(),
    key("id"),
    text("opportunity"),
    text("customer"),
    text("source"),
    text("target"),
    text("by"),
    Column("at", Moment, nullable=False),
    text("reason"),
    version(),
)
Index(None, stage_moves.c.company_id, stage_moves.c.at)
Index(None, stage_moves.c.company_id, stage_moves.c.customer, stage_moves.c.at)
