"""The first schema."""

from alembic import op

from storage.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until the first release the newest schema is the first one."""
    metadata.create_all(op.get_bind())
