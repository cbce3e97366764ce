"""What the bot shows: cards, said once for every platform, texts, pictures and files."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from adapters.chat.elements import Banner, Chart, Figure, Fold, Note, Table, Words
from adapters.chat.tones import Tone


@dataclass(frozen=True, slots=True)
class Button:
    """A button; exactly one of `key` and `url` is given.

    Args:
        label: what is on it; at most 10 characters are sure to be seen.
        key: comes back as `Press.action`; at most 900 bytes.
        primary: the one the person most likely wants.
        danger: takes something away.
        submits: sends the card's inputs with it.
    """

    label: str
    key: str = ""
    url: str = ""
    primary: bool = False
    danger: bool = False
    submits: bool = False

    def __post_init__(self) -> None:
        if bool(self.key) == bool(self.url):
            raise ValueError(f"button {self.label!r} needs either a key or an address")
        if len(self.key.encode()) > 900:
            raise ValueError(f"button {self.label!r} carries more than 900 bytes")


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons that may stand behind one: where there is no room, `key` opens a card of them."""

    label: str
    key: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A named value; `source` are the words of the person it was understood from."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a list, numbered by its place (1, 2, …), with its own buttons.

    A platform that cannot put buttons on rows offers a choice of the rows and the union of their
    buttons once; `short` is what stands in the choice ("恒泰化工"; the number is put before it).
    """

    title: str
    detail: str = ""
    short: str = ""
    buttons: tuple[Button, ...] = ()
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TextInput:
    name: str
    label: str
    value: str = ""
    multiline: bool = False
    required: bool = False
    max_length: int = 200
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Select:
    """A choice of one. On WeCom it is a select of at most 10 options."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    required: bool = False
    kind: Literal["select"] = "select"


@dataclass(frozen=True, slots=True)
class MultiSelect:
    name: str
    label: str
    options: tuple[Option, ...]
    values: tuple[str, ...] = ()
    required: bool = False
    kind: Literal["multi"] = "multi"


@dataclass(frozen=True, slots=True)
class DateInput:
    """A day, or a day and a minute (`with_time`); value as in `Press.form`."""

    name: str
    label: str
    value: str = ""
    with_time: bool = False
    required: bool = False
    kind: Literal["date"] = "date"


Input = TextInput | Select | MultiSelect | DateInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card, said once; each platform draws it.

    Everything is plain text: a platform must make it inert (no markup, no mention, no formula).

    Args:
        title: one line.
        subtitle: a second, quieter line.
        tone: the mood of the head.
        body: text of any length, in lines; platforms cut with "…" at their documented limits.
        quote: words of a person, shown as a quotation.
        fields: named values, in order of importance.
        rows: a list.
        inputs: a form; needs a button that `submits`. WeCom shows selects and leaves out the rest.
        buttons: what can be done.
        state: the end state ("已保存"): stands where the pressed button was.
        link: where the card leads as a whole; empty when nowhere.
        number: one big figure with its caption.
        figures: the numbers that are looked for first, side by side; four at most are sure of a place.
        notes: paragraphs under headings of their own, in order of importance.
        charts, tables, folds: numbers and lists to look into, in this order, below the words.
        menus: further buttons, in groups.
        more: the key that opens the menus as a card, where there is no place for one each.
        picture: the whole card as one picture, where the platform has no charts of its own.
        words: what the platform itself says on the card.
    """

    title: str
    subtitle: str = ""
    tone: Tone = Tone.PLAIN
    body: str = ""
    quote: str = ""
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    inputs: tuple[Input, ...] = ()
    buttons: tuple[Button, ...] = ()
    state: str = ""
    link: str = ""
    number: Field | None = None
    figures: tuple[Figure, ...] = ()
    notes: tuple[Note, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    folds: tuple[Fold, ...] = ()
    menus: tuple[Menu, ...] = ()
    more: str = ""
    picture: Banner | None = None
    words: Words = Words()
    kind: Literal["card"] = "card"

    @property
    def every_button(self) -> tuple[Button, ...]:
        """Those of the card, then those of its menus."""
        return (*self.buttons, *(one for menu in self.menus for one in menu.buttons))


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, kept in the file store under `file`."""

    file: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person, kept in the file store under `file`, shown as `name`."""

    file: str
    name: str
    kind: Literal["document"] = "document"


Content = Text | Card | Picture | Document
CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


@dataclass(frozen=True, slots=True)
class Live:
    """What a card goes on showing after it was sent.

    Args:
        key: what draws it again, as on a button.
        about: ids of the records it shows.
    """

    key: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a handler answers.

    Args:
        card: after a press it takes the place of the pressed card; otherwise it is a new message.
        text: a new message of its own (after a press too).
        toast: a short line over the chat after a press, where the platform has toasts.
        more: further new messages, in order.
        live: the card is drawn again when what it shows is corrected; None: it stays as it is.
    """

    card: Card | None = None
    text: str = ""
    toast: str = ""
    more: tuple[Content, ...] = ()
    live: Live | None = None
