"""The schema: what the scripts make is what the tables say, with the company first."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import OperationalError

from core.attachments.model import Attachment
from core.customers.model import Contact, Customer
from core.customers.names import person_key
from core.drafts import Draft
from core.opportunities.model import Opportunity, StageMove
from core.people.model import BindingRequest, ChatIdentity, Employee
from core.people.permissions import Scope
from core.plans.model import Plan
from core.visits.model import FollowUp
from storage import tables
from storage.store import Store
from tests.contracts.given import ALL, C1, contact, customer, kept

QUEUES = {"inbox", "outbox", "errands"}
"""Worked through for all companies at once."""
INSTALLATION = {"companies", "shared"}
"""Above the companies."""


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": False})
    return list(compare_metadata(context, tables.metadata))


async def test_the_scripts_make_what_the_tables_say(store) -> None:
    async with store.database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_table_that_no_script_makes_is_noticed(store) -> None:
    async with store.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE sentences")
        assert len(await connection.run_sync(differences)) > 0


def keeps_rows_apart(connection: Connection) -> bool:
    """Whether the rows of a key lie where each was written: SQLite then numbers them."""
    try:
        connection.exec_driver_sql("SELECT rowid FROM customer_keys LIMIT 1")
    except OperationalError:
        return False
    return True


KEYS_BEFORE = (
    "CREATE TABLE keys_before AS SELECT company_id, key, customer, kind FROM customer_keys",
    "DROP TABLE customer_keys",
    "CREATE TABLE customer_keys (company_id INTEGER NOT NULL, key TEXT NOT NULL, customer TEXT NOT NULL,"
    " kind TEXT NOT NULL, CONSTRAINT pk_customer_keys PRIMARY KEY (company_id, key, customer))",
    "INSERT INTO customer_keys SELECT * FROM keys_before",
    "DROP TABLE keys_before",
    "CREATE INDEX ix_customer_keys_company_id_customer ON customer_keys (company_id, customer)",
)


async def test_a_database_of_the_first_schema_is_brought_to_the_newest(store, act) -> None:
    """With its rows: a customer written before has no fields of the company's own."""
    await kept(store, act, customer())
    async with store.unit(act(id="known")) as uow:
        await uow.contacts.add(contact(name="李敏"))
        await uow.ledger.record("add", "contact", "P1")
    async with store.database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM customer_keys WHERE kind = 'called'")
        for table in ("customers", "opportunities"):
            await connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN custom")
        for table in ("live_cards", "attached", "attachments", "errands"):
            await connection.exec_driver_sql(f"DROP TABLE {table}")
        for index in (
            "outbox_message_id",
            "pool_events_company_id_at_seq",
            "ledger_company_id_act_seq",
            "stage_moves_company_id_customer_at",
            "customers_company_id_owner_last_contact_at_version",
        ):
            await connection.exec_driver_sql(f"DROP INDEX ix_{index}")
        for table, column in (("ledger", "act"), ("stage_moves", "customer")):
            await connection.exec_driver_sql(
                f"CREATE INDEX ix_{table}_company_id_{column} ON {table} (company_id, {column})"
            )
        for column in ("figures", "competitors", "topics"):
            await connection.exec_driver_sql(f"ALTER TABLE follow_ups DROP COLUMN {column}")
        await connection.exec_driver_sql("ALTER TABLE customers DROP COLUMN parent")
        for statement in KEYS_BEFORE:
            await connection.exec_driver_sql(statement)
        for column in ("card", "code", "first_try_at"):
            await connection.exec_driver_sql(f"ALTER TABLE outbox DROP COLUMN {column}")
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert not await store.is_current()

    await store.migrate()

    assert await store.is_current()
    async with store.database.read() as connection:
        assert await connection.run_sync(differences) == []
        if store.database.is_sqlite:
            assert not await connection.run_sync(keeps_rows_apart)
    async with store.look() as uow:
        assert (await uow.customers.get(C1, ALL)) == customer()
        (hit,) = await uow.customers.by_keys(["yf"], Scope(frozenset({customer().owner})))
        assert hit.customers == (C1,)
        people = [person_key(one) for one in ("李总", "李敏")]
        hits = await uow.customers.by_keys(people, Scope(frozenset({customer().owner})))
        assert {hit.key: hit.customers for hit in hits} == dict.fromkeys(people, (C1,))


async def test_an_empty_database_is_not_current(tmp_path, new_id) -> None:
    fresh = Store(f"sqlite+aiosqlite:///{tmp_path}/made/here.db", new_id=new_id)
    assert not await fresh.is_current()
    await fresh.migrate()
    assert await fresh.is_current()
    await fresh.close()


@pytest.mark.parametrize("name", sorted(set(tables.metadata.tables) - QUEUES - INSTALLATION))
def test_the_company_stands_first(name) -> None:
    table = tables.metadata.tables[name]
    keys = [list(table.primary_key.columns), *(list(index.columns) for index in table.indexes)]
    assert {columns[0].name for columns in keys} == {"company_id"}


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (tables.employees, Employee),
        (tables.identities, ChatIdentity),
        (tables.binding_requests, BindingRequest),
        (tables.customers, Customer),
        (tables.contacts, Contact),
        (tables.follow_ups, FollowUp),
        (tables.plans, Plan),
        (tables.opportunities, Opportunity),
        (tables.stage_moves, StageMove),
        (tables.drafts, Draft),
        (tables.attachments, Attachment),
    ],
)
def test_every_field_of_a_value_has_its_column(table, kind) -> None:
    assert {column.name for column in table.columns} == {"company_id", *kind.__dataclass_fields__}


async def test_the_store_makes_every_table_it_names(store) -> None:
    async with store.database.read() as connection:
        made = await connection.run_sync(lambda one: set(inspect(one).get_table_names()))
    assert made == {*tables.metadata.tables, "alembic_version"}
