"""Fields of the company's own on customers and opportunities (N03)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column where it is missing: a database made since then has it from 0001."""
    looked = sa.inspect(op.get_bind())
    for table in ("customers", "opportunities"):
        if "custom" not in {column["name"] for column in looked.get_columns(table)}:
            op.add_column(table, sa.Column("custom", sa.Text, nullable=False, server_default="{}"))
