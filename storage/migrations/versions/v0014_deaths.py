"""How many processes ended with a row alone in hand: what ends the third is given up."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing: a database made since then has it from 0001."""
    inspector = sa.inspect(op.get_bind())
    for table in ("inbox", "outbox"):
        if "deaths" not in {column["name"] for column in inspector.get_columns(table)}:
            deaths = sa.Column("deaths", sa.Integer, nullable=False, server_default="0")
            op.add_column(table, deaths)
