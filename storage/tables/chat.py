"""What a conversation remembers: drafts, what was shown, sentences nobody understood."""

from sqlalchemy import Column, Index, Table

from core.drafts import DraftState
from storage.tables.base import company, key, metadata, text, version
from storage.types import Moment, Word, Words

drafts = Table(
    "drafts",
    metadata,
    company(),
    key("id"),
    text("conversation"),
    text("employee"),
    text("intent"),
    Column("asked", Words, nullable=False),
    Column("state", Word(DraftState), nullable=False),
    text("act"),
    text("source_text"),
    text("source_message_id"),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    version(),
)
Index(None, drafts.c.company_id, drafts.c.conversation, drafts.c.state)

memory = Table(
    "memory",
    metadata,
    company(),
    key("conversation"),
    key("slot"),
    text("value"),
    Column("until", Moment, nullable=False),
)

live_cards = Table(
    "live_cards",
    metadata,
    company(),
    key("record"),
    key("card"),
    text("key"),
    text("employee"),
    text("address"),
    text("act"),
    Column("at", Moment, nullable=False),
)
Index(None, live_cards.c.company_id, live_cards.c.card)

sentences = Table(
    "sentences",
    metadata,
    company(),
    key("id"),
    Column("at", Moment, nullable=False),
    text("employee"),
    text("intent"),
    text("text"),
)
Index(None, sentences.c.company_id, sentences.c.at)
