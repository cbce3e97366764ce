"""The schema's versions: Alembic's scripts, run from here."""

from importlib.resources import files

from alembic.command import upgrade as alembic_upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from storage.database import Database

_UPGRADING = 0x11A0CE
"""The advisory lock of whoever brings a schema up to date."""


def config() -> Config:
    """Alembic's settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(files("storage").joinpath("migrations")))
    made.set_main_option("path_separator", "os")
    return made


async def upgrade(database: Database) -> None:
    """Run the scripts that have not run yet, in one transaction."""
    async with database.write() as connection:
        await connection.run_sync(_upgrade)


async def is_current(database: Database) -> bool:
    """Whether the schema is the newest known here, or newer: what a later version added is left alone."""
    async with database.read() as connection:
        return await connection.run_sync(_is_current)


def _upgrade(connection: Connection) -> None:
    """One process at a time; who comes second, or is older than the schema, finds nothing to do."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADING)))
    if _is_current(connection):
        return
    made = config()
    made.attributes["connection"] = connection
    alembic_upgrade(made, "head")


def _is_current(connection: Connection) -> bool:
    scripts = ScriptDirectory.from_config(config())
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    return found == set(scripts.get_heads()) or not found <= known
