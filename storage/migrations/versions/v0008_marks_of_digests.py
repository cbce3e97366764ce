"""A digest that was sent keeps the moment of the ledger it was made of, and the rules' version."""

import sqlalchemy as sa
from alembic import op

from storage.tables import follow_ups

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the indexes where they are missing: a fresh database has them from 0001."""
    bind = op.get_bind()
    known = {column["name"] for column in sa.inspect(bind).get_columns("snapshots")}
    if "mark" not in known:
        op.add_column("snapshots", sa.Column("mark", sa.Text, nullable=False, server_default=""))
    if "rules" not in known:
        op.add_column(
            "snapshots", sa.Column("rules", sa.Integer, nullable=False, server_default="0")
        )
    op.execute("DROP INDEX IF EXISTS ix_follow_ups_company_id_occurred_at")
    for index in follow_ups.indexes:
        index.create(bind, checkfirst=True)
