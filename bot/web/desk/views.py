"""What one open page shows, and what has changed on it since it was told last."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from adapters.emulator.exchanges import Bubble
from bot.texts import Texts
from bot.web.desk.drawn import bubbles
from bot.web.desk.drawn.frame import Frame
from bot.web.desk.drawn.markup import Html, tag
from bot.web.desk.phones import PLATFORMS, Phones, PlatformName

MOST_BUBBLES = 60
MOST_ROWS = 120
_MOST_VIEWS = 50
_BREATH = 0.03
"""Seconds in which changes are gathered before they are told together."""

Mark = tuple[object, ...]
Drawer = Callable[[], Html]


class Pulse:
    """Wakes whoever waits for something to change."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def count(self) -> int:
        return self._count

    def beat(self) -> None:
        self._count += 1
        for one in self._waiting:
            if not one.done():
                one.set_result(None)
        self._waiting.clear()

    async def since(self, count: int) -> None:
        """Return once it beat after `count`."""
        if self._count > count:
            return
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            await waiting
        finally:
            self._waiting.discard(waiting)


@dataclass(slots=True)
class View:
    """One open page.

    Args:
        users: who holds each phone.
        marks: what was told of each element, by its id: as long as it stays, so does the element.
    """

    say: Texts
    users: dict[PlatformName, str]
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    marks: dict[str, Mark] = field(default_factory=dict)

    def bubbles(self, platform: PlatformName, phones: Phones) -> list[tuple[Bubble, Mark]]:
        """The phone's newest messages; a message whose mark changed is to be drawn again."""
        timeline = phones.of(platform).timeline(self.users[platform])
        return [
            (one, (self.users[platform], one.updates, one.pressed, one.note, bool(one.media)))
            for one in timeline[-MOST_BUBBLES:]
        ]

    def draw(self, platform: PlatformName, bubble: Bubble, phones: Phones) -> Html:
        user = self.users[platform]
        name = phones.of(platform).people.get(user, "")
        frame = Frame(platform, user, bubble, self.say)
        return bubbles.draw(frame, name, lambda key: phones.kind_of(platform, key))

    def timeline(self, platform: PlatformName, phones: Phones) -> Iterator[Html]:
        """The phone's messages as they stand; from here on only changes are told."""
        for bubble, mark in self.bubbles(platform, phones):
            self.marks[bubbles.element_id(bubble.id)] = mark
            yield self.draw(platform, bubble, phones)

    def forget(self, platform: PlatformName, phones: Phones) -> None:
        """Nothing of this phone is on the page any more."""
        for bubble, _ in self.bubbles(platform, phones):
            self.marks.pop(bubbles.element_id(bubble.id), None)

    def changes(self, phones: Phones) -> Iterator[Html]:
        """What is new or different on the phones, as swaps out of band."""
        for platform in PLATFORMS:
            for bubble, mark in self.bubbles(platform, phones):
                id_ = bubbles.element_id(bubble.id)
                before = self.marks.get(id_)
                if before == mark:
                    continue
                self.marks[id_] = mark
                drawn = self.draw(platform, bubble, phones)
                yield changed(drawn) if before else added(drawn, f"talk-{platform}")

    def differs(self, id_: str, mark: Mark) -> bool:
        """Whether an element is to be told again; from now on it was."""
        before = self.marks.get(id_)
        self.marks[id_] = mark
        return before != mark


def changed(drawn: Html) -> Html:
    """Takes the place of the element with its id."""
    name, _, rest = drawn.partition(" ")
    return Html(f'{name} hx-swap-oob="true" {rest}')


def added(drawn: Html, to: str) -> Html:
    """Comes behind what the element `to` holds."""
    return tag("div", drawn, hx_swap_oob=f"beforeend:#{to}")


class Views:
    """The open pages; the oldest are forgotten."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self.pulse = Pulse()

    def open(self, say: Texts, users: Mapping[PlatformName, str]) -> View:
        view = View(say, dict(users))
        self._views[view.id] = view
        while len(self._views) > _MOST_VIEWS:
            del self._views[next(iter(self._views))]
        return view

    def get(self, id_: str) -> View:
        """Raises:
        LookupError: that page was forgotten: it has to be loaded again.
        """
        return self._views[id_]

    def clear(self) -> None:
        """Every page has to be loaded again."""
        self._views.clear()
        self.pulse.beat()

    def is_open(self, view: View) -> bool:
        return view.id in self._views

    async def told(
        self, view: View, changes: Callable[[View], str]
    ) -> AsyncIterator[dict[str, str]]:
        """What changes, as it happens; `gone` once the page has to be loaded again."""
        while self.is_open(view):
            count = self.pulse.count
            if news := changes(view):
                yield {"data": news}
            await self.pulse.since(count)
            await asyncio.sleep(_BREATH)
        yield {"event": "gone", "data": ""}
