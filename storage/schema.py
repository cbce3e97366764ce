"""The schema's versions: Alembic's scripts, run from here."""

from importlib.resources import files

from alembic.command import upgrade as alembic_upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database


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
    async with database.read() as connection:
        return await connection.run_sync(_is_current)


def _upgrade(connection: Connection) -> None:
    made = config()
    made.attributes["connection"] = connection
    alembic_upgrade(made, "head")


def _is_current(connection: Connection) -> bool:
    heads = set(ScriptDirectory.from_config(config()).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads
