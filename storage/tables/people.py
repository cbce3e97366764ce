"""Employees, their chat identities, requests to be bound, targets."""

from sqlalchemy import Column, Index, Table

from core.people.model import EmployeeState, RequestState, Role
from storage.tables.base import company, key, maybe, metadata, text, version
from storage.types import Clock, Fen, Moment, Word, WordSet

employees = Table(
    "employees",
    metadata,
    company(),
    key("id"),
    text("name"),
    text("department"),
    maybe("superior"),
    Column("roles", WordSet(Role), nullable=False),
    Column("state", Word(EmployeeState), nullable=False),
    text("mobile"),
    text("language"),
    Column("quiet_from", Clock),
    Column("quiet_until", Clock),
    text("push_platform"),
    version(),
)
Index(None, employees.c.company_id, employees.c.superior)
Index(
    "ix_employees_called",
    employees.c.company_id,
    employees.c.name,
    postgresql_ops={"name": "text_pattern_ops"},
)
Index(None, employees.c.company_id, employees.c.mobile)

identities = Table(
    "identities",
    metadata,
    company(),
    key("platform"),
    key("external_id"),
    text("employee"),
    Column("bound_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    Column("welcomed_at", Moment),
    version(),
)
Index(None, identities.c.company_id, identities.c.employee, identities.c.platform, unique=True)

binding_requests = Table(
    "binding_requests",
    metadata,
    company(),
    key("id"),
    text("platform"),
    text("external_id"),
    text("claimed_name"),
    Column("asked_at", Moment, nullable=False),
    Column("state", Word(RequestState), nullable=False),
    version(),
)
Index(
    None,
    binding_requests.c.company_id,
    binding_requests.c.platform,
    binding_requests.c.external_id,
)

targets = Table(
    "targets",
    metadata,
    company(),
    key("employee"),
    key("period"),
    key("measure"),
    Column("value", Fen, nullable=False),
)
