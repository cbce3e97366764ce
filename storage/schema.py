"""The schema's versions: Alembic's scripts, run from here."""

from importlib.resources import files

from sqlalchemy import Connection, func, inspect, select, text

from storage.database import Database

_SCRIPTS = files("storage").joinpath("migrations")
_TABLE = "alembic_version"
_UPGRADING = 0x11A0CE
"""The advisory lock of whoever brings a schema up to date."""


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

    from alembic.command import upgrade as alembic_upgrade  # noqa: PLC0415 - a tenth of a second
    from alembic.config import Config  # noqa: PLC0415 - seldom needed

    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    alembic_upgrade(made, "head")


def versions(connection: Connection) -> list[str]:
    """The versions a database is at: one, or none while it is empty."""
    if not inspect(connection).has_table(_TABLE):
        return []
    return sorted(connection.scalars(text(f"SELECT version_num FROM {_TABLE}")))  # noqa: S608 - ours


def _is_current(connection: Connection) -> bool:
    found, known = versions(connection), _known()
    return found == known[-1:] or not set(found) <= set(known)


def _known() -> list[str]:
    """The versions known here, in order: each is the number in its script's name."""
    scripts = _SCRIPTS.joinpath("versions").iterdir()
    return sorted(
        one.name[1:5] for one in scripts if one.name.endswith(".py") and one.name[1:5].isdigit()
    )
