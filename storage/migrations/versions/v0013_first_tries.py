"""When a message was first tried: after the platform's memory of it a repeat would arrive again."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing: a database made since then has it from 0001."""
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("outbox")}
    if "first_try_at" not in known:
        op.add_column("outbox", sa.Column("first_try_at", Moment))
