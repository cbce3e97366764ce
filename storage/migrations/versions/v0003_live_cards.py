"""Cards that are drawn again when what they show is corrected (F10); indexes that hold the order too."""

import sqlalchemy as sa
from alembic import op

from storage.tables import ledger, live_cards, outbox, pool_events, stage_moves

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
    for name in ("ix_ledger_company_id_act", "ix_stage_moves_company_id_customer"):
        op.execute(sa.text(f"DROP INDEX IF EXISTS {name}"))
    for table in (outbox, ledger, stage_moves, pool_events):
        for index in table.indexes:
            index.create(bind, checkfirst=True)
