"""What all tables share: the metadata, the company, texts and flags that are never null."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Text

from core.fields import Custom
from storage.types import CustomValues, Kept, T

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def company() -> Column[int]:
    """The first part of every key."""
    return Column("company_id", Integer, primary_key=True, autoincrement=False)


def key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def ordered_key(name: str) -> Column[str]:
    """A key whose rows stand in the order of its characters, however the database sorts words."""
    return Column(name, Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="", server_default="")


def maybe(name: str) -> Column[str | None]:
    return Column(name, Text)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def big(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def listed(name: str, kind: type[Kept[tuple[T, ...]]]) -> Column[tuple[T, ...]]:
    """Several values in one column, none of them as `[]`."""
    return Column(name, kind, nullable=False, default=(), server_default="[]")


def custom() -> Column[Custom]:
    """What the company itself added to the record (N03)."""
    return Column("custom", CustomValues, nullable=False, default=dict, server_default="{}")


def version() -> Column[int]:
    """Rises with every save; a save over another version is stale."""
    return Column("version", Integer, nullable=False, default=0)
