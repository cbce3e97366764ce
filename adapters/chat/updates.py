"""What people do in a chat: write, press, enter; and where they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import TypeAdapter


class Platform(StrEnum):
    WECOM = "wecom"
    FEISHU = "feishu"
    CONSOLE = "console"
    AIBOT = "aibot"
    """WeCom's smart robot: another way to WeCom's people."""

    @property
    def name_of_all(self) -> "Platform":
        """What people call it: they know of one WeCom."""
        return Platform.WECOM if self is Platform.AIBOT else self

    @property
    def kin(self) -> "tuple[Platform, ...]":
        """The platforms whose accounts name the same people, this one first."""
        return (self, *(one for one in _WECOMS if one is not self)) if self in _WECOMS else (self,)


_WECOMS = (Platform.WECOM, Platform.AIBOT)


@dataclass(frozen=True, slots=True)
class Address:
    """A place a message can go to.

    Args:
        platform: which platform.
        user: the person's id there (WeCom userid, Feishu open_id).
        group: the group's chat id when the place is a group, where everybody reads; empty in private.
        token: the right to answer what was said there, where a platform gives one; short-lived, and
            no part of the place.
    """

    platform: Platform
    user: str
    group: str = ""
    token: str = field(default="", compare=False)

    @property
    def conversation(self) -> str:
        """The key under which messages keep their order: one person in one place."""
        return f"{self.platform}:{self.group}:{self.user}"

    @property
    def private(self) -> "Address":
        """Where this person alone reads; the right to answer a group is none there."""
        return Address(self.platform, self.user) if self.group else self


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
    """Something a person wrote, said or sent.

    Args:
        heard: the words were heard in a recording: what they ask for is shown before it is done.
    """

    key: str
    sender: Address
    at: datetime
    message_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    place: Place | None = None
    heard: bool = False
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
