"""What came in and what goes out. Times here are the machine's, but `expires_at`."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table

from storage.tables.base import maybe, metadata, number, text
from storage.types import Moment

_SERIAL = BigInteger().with_variant(Integer, "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    number("company_id"),
    text("key"),
    text("conversation"),
    Column("body", LargeBinary, nullable=False),
    text("state"),
    number("attempts"),
    number("fence"),
    Column("deaths", Integer, nullable=False, default=0, server_default="0"),
    Column("received_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("lease_until", Moment),
    Column("done_at", Moment),
    Column("answer", LargeBinary),
    text("error"),
    sqlite_autoincrement=True,
)
Index(None, inbox.c.company_id, inbox.c.key, unique=True)
Index(None, inbox.c.state, inbox.c.seq)
Index(None, inbox.c.conversation, inbox.c.state, inbox.c.seq)
Index(None, inbox.c.done_at)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    number("company_id"),
    text("id"),
    text("dedupe_key"),
    maybe("employee"),
    text("platform"),
    text("address"),
    text("recipient"),
    number("lane"),
    text("kind"),
    Column("body", LargeBinary, nullable=False),
    text("state"),
    number("attempts"),
    number("fence"),
    Column("deaths", Integer, nullable=False, default=0, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("send_after", Moment),
    Column("first_try_at", Moment),
    Column("expires_at", Moment),
    Column("lease_until", Moment),
    Column("sent_at", Moment),
    text("message_id"),
    text("card"),
    text("code"),
    text("error"),
    sqlite_autoincrement=True,
)
Index(None, outbox.c.company_id, outbox.c.dedupe_key, unique=True)
Index(
    "ix_outbox_message_id",
    outbox.c.company_id,
    outbox.c.message_id,
    sqlite_where=outbox.c.message_id != "",
    postgresql_where=outbox.c.message_id != "",
)
Index(None, outbox.c.company_id, outbox.c.id)
Index(None, outbox.c.state, outbox.c.lane, outbox.c.seq)
Index(None, outbox.c.recipient, outbox.c.state, outbox.c.seq)
Index(None, outbox.c.company_id, outbox.c.employee, outbox.c.sent_at)
