"""What can listen to a recording or look at a picture: a plug, empty unless somebody fills it (P05, P06)."""

from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

GROUP = "liaoke.recognisers"
"""The entry points' group; `voice` and `picture` name a function that makes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCard:
    """What stands on a name card; empty where it does not say."""

    name: str
    company: str = ""
    title: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen in a picture: the words in it, and the name card that it shows."""

    text: str = ""
    name_card: NameCard | None = None


class Listener(Protocol):
    async def listen(self, recording: bytes) -> str:
        """The words that are spoken; empty when there are none. AMR, Speex or Opus as it was sent."""
        ...


class Looker(Protocol):
    async def look(self, picture: bytes) -> Seen:
        """What is seen in a JPEG, PNG, GIF or WebP."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognisers:
    """Those of an installation."""

    voice: Listener | None = None
    picture: Looker | None = None

    def reads(self, kind: str) -> bool:
        """Whether an attachment of this kind becomes words."""
        return {"voice": self.voice, "image": self.picture}.get(kind) is not None


NONE = Recognisers()


def installed() -> Recognisers:
    """Those that packages beside this one offer; of several of a kind the first by its name."""
    found = {
        one.name: one.load()
        for one in sorted(entry_points(group=GROUP), key=lambda one: one.value, reverse=True)
    }
    made = {name: found[name]() for name in ("voice", "picture") if name in found}
    return Recognisers(**made)
