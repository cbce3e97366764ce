"""The installation: companies, their rules' versions, what ran, what processes share."""

from sqlalchemy import Column, Integer, Table

from storage.tables.base import company, key, metadata, number, text
from storage.types import Moment

companies = Table(
    "companies",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    text("name"),
    Column("created_at", Moment, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    company(),
    key("name"),
    number("version"),
    text("value"),
    Column("changed_at", Moment, nullable=False),
)

ticks = Table(
    "ticks",
    metadata,
    company(),
    key("job"),
    Column("due", Moment, primary_key=True),
    Column("ran_at", Moment, nullable=False),
)

shared = Table(
    "shared",
    metadata,
    key("name"),
    text("value"),
    text("holder"),
    Column("until", Moment),
)
