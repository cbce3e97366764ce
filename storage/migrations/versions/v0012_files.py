"""Files that people send with what they report, and long work beside the chat."""

from alembic import op

from storage.tables import attached, attachments, errands

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables where they are missing: a database made since then has them from 0001."""
    for table in (attachments, attached, errands):
        table.create(op.get_bind(), checkfirst=True)
