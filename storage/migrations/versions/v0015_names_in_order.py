"""Employees are found by how their names begin, in the order of characters."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
_NAME = "ix_employees_called"


def upgrade() -> None:
    """Add what is missing: a database made since then has it from 0001. The index before it stays."""
    if _NAME in {one["name"] for one in sa.inspect(op.get_bind()).get_indexes("employees")}:
        return
    order = {"name": "text_pattern_ops"}
    op.create_index(_NAME, "employees", ["company_id", "name"], postgresql_ops=order)
