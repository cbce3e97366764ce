"""A terminal as a chat platform: cards as text, a button is pressed by typing its label."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from adapters.chat import (
    CONTENT,
    Address,
    Attachment,
    Callback,
    Card,
    CardHandle,
    Content,
    Delivered,
    Fetched,
    Ignored,
    Login,
    Message,
    Platform,
    Press,
    Received,
    Reply,
    Update,
)
from adapters.plain import plain


class Console:
    """`ChatPlatform` for one person."""

    platform = Platform.CONSOLE
    remembers = timedelta.max
    login: Login | None = None

    def __init__(self, user: str) -> None:
        self._address = Address(Platform.CONSOLE, user)
        self._out: list[str] = []
        self._cards: list[Card] = []

    def typed(self, line: str, at: datetime, id_: str) -> Update:
        """A label of a button that was shown is a press, `2 认领` one of row 2; else a text."""
        key = self._key(line)
        if key:
            handle = CardHandle("", "", at)
            return Press(key=f"console:{id_}", sender=self._address, at=at, action=key, card=handle)
        return Message(key=f"console:{id_}", sender=self._address, at=at, message_id=id_, text=line)

    def taken(self) -> str:
        """What was answered since the last time."""
        text = "\n\n".join(self._out)
        self._out.clear()
        return text

    async def receive(self, callback: Callback) -> Received:  # noqa: ARG002
        return Ignored("console")

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:
        return reply or b"", "text/plain"

    def answer(self, reply: Reply) -> bytes | None:  # noqa: ARG002
        return None

    def picked(self, card: Card, press: Press) -> str | None:  # noqa: ARG002
        return None

    def render(self, to: Address, content: Content, *, key: str) -> bytes:  # noqa: ARG002
        return CONTENT.dump_json(content)

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:  # noqa: ARG002
        return CONTENT.dump_json(card)

    async def deliver(self, body: bytes, *, hurry: bool = True) -> Delivered:  # noqa: ARG002
        content = CONTENT.validate_python(json.loads(body))
        if isinstance(content, Card):
            self._cards.append(content)
        self._out.append(plain(content))
        return Delivered()

    async def download(self, message: Message, attachment: Attachment) -> Fetched:  # noqa: ARG002
        return Fetched(b"")

    async def find_mobiles(self, mobiles: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002
        return {}

    async def check(self) -> None:
        """A terminal is always there."""

    async def close(self) -> None:
        """Nothing is open."""

    def _key(self, line: str) -> str:
        number, _, label = line.partition(" ")
        for card in reversed(self._cards):
            row = (
                card.rows[int(number) - 1 : int(number)]
                if number.isdigit() and number != "0"
                else ()
            )
            for button in (
                *(one for each in row for one in each.buttons if one.label == label),
                *(one for one in card.every_button if one.label == line),
            ):
                return button.key
        return ""
