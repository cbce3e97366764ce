"""Files that people sent, what they belong to, and long work beside the chat."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from core.attachments.model import AttachmentKind, AttachmentState
from storage.tables.base import big, company, key, metadata, number, text
from storage.types import Moment, Word

_SERIAL = BigInteger().with_variant(Integer, "sqlite")

attachments = Table(
    "attachments",
    metadata,
    company(),
    key("id"),
    text("employee"),
    Column("kind", Word(AttachmentKind), nullable=False),
    text("name"),
    text("handle"),
    text("message_id"),
    text("draft"),
    text("customer"),
    text("digest"),
    big("size"),
    Column("state", Word(AttachmentState), nullable=False),
    Column("sent_at", Moment, nullable=False),
)
Index(None, attachments.c.company_id, attachments.c.employee, attachments.c.sent_at)
Index(None, attachments.c.company_id, attachments.c.draft)
Index(None, attachments.c.company_id, attachments.c.digest)

attached = Table(
    "attached",
    metadata,
    company(),
    key("follow_up"),
    key("attachment"),
)
Index(None, attached.c.company_id, attached.c.attachment)

errands = Table(
    "errands",
    metadata,
    Column("seq", _SERIAL, primary_key=True, autoincrement=True),
    number("company_id"),
    text("key"),
    text("kind"),
    text("employee"),
    text("address"),
    text("value"),
    text("place"),
    text("state"),
    number("attempts"),
    number("fence"),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("lease_until", Moment),
    Column("done_at", Moment),
    text("error"),
    sqlite_autoincrement=True,
)
Index(None, errands.c.company_id, errands.c.key, unique=True)
Index(None, errands.c.state, errands.c.seq)
