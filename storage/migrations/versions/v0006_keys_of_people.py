"""Customers are found by the people known there; whether one's customers changed is told by an index alone."""

from alembic import op

from storage.tables import customers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the keys of the people there are: by the name, and by its first character."""
    op.execute(
        "INSERT INTO customer_keys (company_id, key, owner, customer, kind) "
        "SELECT DISTINCT p.company_id, '·' || CASE said.whole WHEN 1 THEN p.name ELSE substr(p.name, 1, 1) || '*' END, "
        "COALESCE(c.owner, ''), p.customer, 'called' "
        "FROM contacts p JOIN customers c ON c.company_id = p.company_id AND c.id = p.customer "
        "CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1) said "
        "WHERE p.name <> '' ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE customer_keys ALTER COLUMN key TYPE text COLLATE "C"')
    op.execute("DROP INDEX IF EXISTS ix_customers_company_id_owner_last_contact_at")
    for index in customers.indexes:
        index.create(op.get_bind(), checkfirst=True)
