"""What both ways to WeCom do alike, the application's and the robot's: draw, carry, read what was picked."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from adapters.chat import Address, Card, CardHandle, Content, Delivered, Press, Reply
from adapters.wecom import folds


class Drawing(Protocol):
    """Makes bytes of what is said."""

    def message(self, to: Address, content: Content, *, key: str) -> bytes: ...
    def update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes: ...


class Carrier(Protocol):
    """Carries out what was drawn."""

    async def carry(self, body: bytes) -> Delivered: ...


class Way:
    """The half of `ChatPlatform` that does not depend on how WeCom is reached."""

    def __init__(self, drawing: Drawing, carrier: Carrier) -> None:
        self._drawing = drawing
        self._carries = carrier

    def acknowledge(self, reply: bytes | None = None) -> tuple[bytes, str]:  # noqa: ARG002
        return b"", "text/plain"

    def answer(self, reply: Reply) -> bytes | None:  # noqa: ARG002
        return None

    def picked(self, card: Card, press: Press) -> str | None:
        option = "".join(press.form.get(folds.PICK, ()))
        return folds.chosen(card, press.action, option)

    def render(self, to: Address, content: Content, *, key: str) -> bytes:
        return self._drawing.message(to, content, key=key)

    def render_update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:
        return self._drawing.update(to, card, handle, key=key)

    async def deliver(self, body: bytes, *, hurry: bool = True) -> Delivered:  # noqa: ARG002
        return await self._carries.carry(body)

    async def find_mobiles(self, mobiles: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002
        """Nobody: an application would need a call for each number, a robot cannot ask; the people
        file names the userids."""
        return {}
