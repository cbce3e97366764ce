"""On SQLite the rows of a key stand beside one another in the file, not each where it was written."""

from alembic import op

from storage.tables import customer_keys

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_IS_TOGETHER = "SELECT sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE name = 'customer_keys'"
_COLUMNS = "company_id, key, owner, customer, kind"


def upgrade() -> None:
    """Write the keys anew: a database made since then has them so from 0001."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite" or bind.exec_driver_sql(_IS_TOGETHER).scalar():
        return
    op.drop_index("ix_customer_keys_company_id_customer", "customer_keys")
    op.rename_table("customer_keys", "customer_keys_before")
    customer_keys.create(bind)
    op.execute(
        f"INSERT INTO customer_keys ({_COLUMNS}) SELECT {_COLUMNS} FROM customer_keys_before "  # noqa: S608 - our own names
        "ORDER BY 1, 2, 3, 4"
    )
    op.drop_table("customer_keys_before")
