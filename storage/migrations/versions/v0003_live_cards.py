"""Cards that are drawn again when what they show is corrected (F10)."""

import sqlalchemy as sa
from alembic import op

from storage.tables import live_cards, outbox

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is missing: a database made since then has it from 0001."""
    bind = op.get_bind()
    live_cards.create(bind, checkfirst=True)
    known = {column["name"] for column in sa.inspect(bind).get_columns("outbox")}
    for name in ("card", "code"):
        if name not in known:
            op.add_column("outbox", sa.Column(name, sa.Text, nullable=False, server_default=""))
    by_message = next(one for one in outbox.indexes if one.name == "ix_outbox_message_id")
    by_message.create(bind, checkfirst=True)
