"""What a follow-up said beside its texts: amounts by role, competitors, topics; whose branch a customer is."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns where they are missing: a database made since then has them from 0001."""
    looked = sa.inspect(op.get_bind())
    known = {column["name"] for column in looked.get_columns("follow_ups")}
    for name in ("figures", "competitors", "topics"):
        if name not in known:
            listed = sa.Column(name, sa.Text, nullable=False, server_default="[]")
            op.add_column("follow_ups", listed)
    if "parent" not in {column["name"] for column in looked.get_columns("customers")}:
        op.add_column("customers", sa.Column("parent", sa.Text))
