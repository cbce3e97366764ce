"""What is asked of the process that reads a spreadsheet, and what it answers."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from core.fields import CustomFields


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose file, and what it may be.

    Args:
        own: it is a salesperson's, with customers of his own alone.
        most: rows.
    """

    kinds: tuple[str, ...]
    fields: CustomFields
    own: bool
    most: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is.

    Args:
        kinds: the kinds it may be of; with one, its rows were written.
        fault: why it is none, as a key among `transfer.unread`; `about` names the columns.
        near: the kind it is nearly.
    """

    kinds: tuple[str, ...] = ()
    rows: int = 0
    hidden: int = 0
    fault: str = ""
    about: str = ""
    near: str = ""


FOUND: TypeAdapter[Found] = TypeAdapter(Found)
WISH: TypeAdapter[Wish] = TypeAdapter(Wish)
