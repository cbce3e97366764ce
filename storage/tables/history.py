"""What is only ever added: the ledger, the pool's history, digests as they were sent."""

from sqlalchemy import BigInteger, Column, Index, Integer, Sequence, Table

from core.pool.model import PoolEventKind
from storage.tables.base import company, key, maybe, metadata, number, text
from storage.types import Day, Moment, Word

ledger_seq = Sequence("ledger_seq", metadata=metadata)
pool_seq = Sequence("pool_seq", metadata=metadata)

ledger = Table(
    "ledger",
    metadata,
    company(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    text("act"),
    maybe("actor"),
    text("channel"),
    text("message_id"),
    Column("at", Moment, nullable=False),
    text("command"),
    text("kind"),
    text("subject"),
    text("changes"),
    number("rule_version"),
    text("undoes"),
    Column("link", BigInteger),
    text("hash"),
)
Index(None, ledger.c.company_id, ledger.c.act, ledger.c.seq)
Index(None, ledger.c.company_id, ledger.c.undoes)
Index(None, ledger.c.company_id, ledger.c.actor, ledger.c.at)
Index(None, ledger.c.company_id, ledger.c.link)

pool_events = Table(
    "pool_events",
    metadata,
    company(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    text("customer"),
    Column("kind", Word(PoolEventKind), nullable=False),
    maybe("employee"),
    Column("at", Moment, nullable=False),
    text("reason"),
    Column("rule_version", Integer, nullable=False),
)
Index(None, pool_events.c.company_id, pool_events.c.at, pool_events.c.seq)
Index(None, pool_events.c.company_id, pool_events.c.customer, pool_events.c.seq)
Index(None, pool_events.c.company_id, pool_events.c.employee, pool_events.c.kind, pool_events.c.at)
Index(None, pool_events.c.company_id, pool_events.c.kind, pool_events.c.at)

snapshots = Table(
    "snapshots",
    metadata,
    company(),
    key("reader"),
    Column("day", Day, primary_key=True),
    key("period"),
    text("content"),
    text("hash"),
    Column("made_at", Moment, nullable=False),
    text("mark"),
    Column("rules", Integer, nullable=False, server_default="0"),
)
