"""Fields that a company adds to its customers and opportunities (N03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Custom: TypeAlias = Mapping[str, str | bool]
"""Key of a field → its value: text, a decimal as text, an ISO day, an option, yes or no. Absent: none."""


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField:
    """A field of a company's own.

    Args:
        key: its column in files and its name in stored records.
        label: what people read; as good as the key at the head of a column.
        options: what a choice may be, in the order they are shown; empty for the other kinds.
    """

    key: str
    label: str
    kind: FieldKind
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFields:
    """What a company added to each kind of record, in the order its cards show them."""

    customer: tuple[CustomField, ...] = ()
    opportunity: tuple[CustomField, ...] = ()


NO_FIELDS = CustomFields()
