"""The neutral language of chat: what people send, what the bot shows, who carries it.

Nothing here knows a platform or the CRM. A platform translates its wire into `Update` and draws
`Card` and the other contents on its wire; the bot speaks only this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import TypeAdapter


class Platform(StrEnum):
    WECOM = "wecom"
    FEISHU = "feishu"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Address:
    """A place a message can go to.

    Args:
        platform: which platform.
        user: the person's id there (WeCom userid, Feishu open_id).
        group: the group's chat id when the place is a group, where everybody reads; empty in private.
    """

    platform: Platform
    user: str
    group: str = ""

    @property
    def conversation(self) -> str:
        """The key under which messages keep their order: one person in one place."""
        return f"{self.platform}:{self.group}:{self.user}"


# --- what comes in -------------------------------------------------------------------------------


class AttachmentKind(StrEnum):
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a person sent; `key` is the platform's handle for `ChatPlatform.download`."""

    kind: AttachmentKind
    key: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is, as sent by him: WGS/GCJ degrees as the platform gives them."""

    latitude: float
    longitude: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class CardHandle:
    """What a platform needs to update the card that was pressed.

    Args:
        message: the platform's id of the card's message (Feishu open_message_id, WeCom task_id).
        token: the right to update it (WeCom response_code, Feishu callback token); short-lived.
        pressed_at: when the token was given; its age decides between an update and a fresh card.
    """

    message: str
    token: str
    pressed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something a person wrote, said or sent."""

    key: str
    sender: Address
    at: datetime
    message_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    place: Place | None = None
    kind: Literal["message"] = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button, a form's submit button or a menu entry.

    Args:
        action: the key of the button, as the bot gave it. Data from a client: proves nothing.
        form: name → what was chosen or typed; several values for a multiple choice. Dates are
            `YYYY-MM-DD`, date-times `YYYY-MM-DD HH:MM`, whatever the platform sends.
        card: None for a menu entry.
    """

    key: str
    sender: Address
    at: datetime
    action: str
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    card: CardHandle | None = None
    kind: Literal["press"] = "press"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A person opened the conversation or came into the application's range.

    Args:
        first: as far as the platform knows, the first time.
    """

    key: str
    sender: Address
    at: datetime
    first: bool = False
    kind: Literal["entered"] = "entered"


Update = Message | Press | Entered
UPDATE: TypeAdapter[Update] = TypeAdapter(Update)
"""How an update is kept as bytes: `UPDATE.dump_json(update)`, `UPDATE.validate_json(data)`."""


# --- what goes out -------------------------------------------------------------------------------


class Tone(StrEnum):
    PLAIN = "plain"
    ACTIVE = "active"
    GOOD = "good"
    WARNING = "warning"
    URGENT = "urgent"
    MUTED = "muted"


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
    kind: Literal["card"] = "card"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a handler answers.

    Args:
        card: after a press it takes the place of the pressed card; otherwise it is a new message.
        text: a new message of its own (after a press too).
        toast: a short line over the chat after a press, where the platform has toasts.
        more: further new messages, in order.
        private: in a group, send it to the person alone and say so there in one line (A09).
    """

    card: Card | None = None
    text: str = ""
    toast: str = ""
    more: tuple[Content, ...] = ()
    private: bool = False


# --- who carries it ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A request of a platform, unread. Header names are lower-case; query is decoded once."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handshake:
    """An address check: answer `body` and nothing else happens."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A genuine event nobody needs: acknowledge it and keep nothing."""

    event: str


Received = Update | Handshake | Ignored


class Refused(Exception):
    """A callback that is not genuine or cannot be read; always answered 403 with an empty body.

    Args:
        reason: for the log and the metrics only ("signature", "receiver", "padding", …).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Failure(StrEnum):
    """What to do about a delivery that failed."""

    RETRY = "retry"
    """Try again by the outbox's own backoff (5xx, time-outs, busy)."""
    WAIT = "wait"
    """The platform said how long (`after`)."""
    DEAD = "dead"
    """Will never work: keep the code and stop."""
    STALE_CARD = "stale_card"
    """The card can no longer be updated: post a fresh one."""


class DeliveryError(Exception):
    """A delivery that did not succeed.

    Args:
        failure: what to do.
        code: the platform's code, or "http-502", "timeout".
        after: how long to wait, with `Failure.WAIT`.
        scope: what the wait is for: "api" closes the whole API, "recipient" only this person.
    """

    def __init__(
        self,
        failure: Failure,
        *,
        code: str,
        after: timedelta | None = None,
        scope: Literal["api", "recipient"] = "recipient",
    ) -> None:
        super().__init__(f"{failure}: {code}")
        self.failure = failure
        self.code = code
        self.after = after
        self.scope = scope


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery that succeeded; `message` is the platform's id of it, `code` WeCom's response_code."""

    message: str = ""
    code: str = ""


class Files(Protocol):
    """Where the bytes of pictures and documents are kept."""

    async def read(self, file: str) -> bytes: ...


class ChatPlatform(Protocol):
    """One platform: reads its wire, draws on it, carries it out."""

    platform: Platform

    async def receive(self, callback: Callback) -> Received:
        """Verify, decrypt and translate.

        Raises:
            Refused: not genuine, too old, or not readable.
        """
        ...

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:
        """The body and content type that acknowledge a callback.

        Args:
            reply: what `answer` rendered, when it was ready in time; only for a press.
        """
        ...

    def answer(self, reply: Reply) -> bytes | None:
        """Render `reply` as the answer to a press inside the callback, or None where the platform
        has no such thing (WeCom)."""
        ...

    def picked(self, card: Card, press: Press) -> str | None:
        """The key behind a choice that drawing `card` folded; None when there is none."""
        ...

    def render(self, to: Address, content: Content, *, key: str) -> bytes:
        """Render a new message once; these bytes are sent at each try.

        Args:
            key: unique for this message; becomes the idempotency field, the task_id and so on.
        """
        ...

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:
        """Render the card that takes the place of the pressed one."""
        ...

    async def deliver(self, body: bytes) -> Delivered:
        """Carry out what `render` or `render_update` made.

        Raises:
            DeliveryError: with what to do about it.
        """
        ...

    async def download(self, message: Message, attachment: Attachment) -> bytes:
        """The bytes of a file a person sent.

        Raises:
            DeliveryError: the platform did not give it.
        """
        ...

    async def find_mobile(self, mobile: str) -> str | None:
        """The platform id of whoever has this mobile number, where the platform can tell."""
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...
