"""A customer's keys stand by whose the customer is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = ("company_id", "key", "owner", "customer")


def upgrade() -> None:
    """Write the keys anew by owner: a database made since then has them so from 0001."""
    bind = op.get_bind()
    known = {column["name"] for column in sa.inspect(bind).get_columns("customer_keys")}
    if "owner" in known:
        return
    op.drop_index("ix_customer_keys_company_id_customer", "customer_keys")
    op.rename_table("customer_keys", "customer_keys_before")
    if bind.dialect.name == "postgresql":
        op.drop_constraint("pk_customer_keys", "customer_keys_before", type_="primary")
    op.create_table(
        "customer_keys",
        sa.Column("company_id", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _KEY[1:]),
        sa.Column("kind", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(*_KEY, name="pk_customer_keys"),
    )
    op.execute(
        "INSERT INTO customer_keys (company_id, key, owner, customer, kind) "
        "SELECT k.company_id, k.key, COALESCE(c.owner, ''), k.customer, k.kind "
        "FROM customer_keys_before k JOIN customers c ON c.company_id = k.company_id AND c.id = k.customer "
        "ORDER BY 1, 2, 3, 4"
    )
    op.drop_table("customer_keys_before")
    op.create_index(
        "ix_customer_keys_company_id_customer", "customer_keys", ["company_id", "customer"]
    )
