"""What every turn and every job is given beside its occasion."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from adapters.chat import Attachment, Card, Fetched, Message, Platform, Press
from bot.backups import Backups
from bot.checks import Check
from bot.clock import ProductClock
from bot.company.rules import Rules
from bot.drawing.gallery import Studio
from bot.files import FileStore
from bot.handlers.recognition import FindAccount, FindMobiles
from bot.keys import Intent
from bot.recognisers import NONE, Recognisers
from bot.router import Router
from bot.turn import Turn
from core.clock import NewId


class Understand(Protocol):
    """Text → intents, inside a turn."""

    async def __call__(self, text: str, turn: Turn) -> Sequence[Intent]: ...


Download = Callable[[Message, Attachment], Awaitable[Fetched]]
"""`ChatPlatform.download`."""


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """What every turn is given beside its message."""

    router: Router
    understand: Understand
    clock: ProductClock
    zone: ZoneInfo
    rules: Rules
    new_id: NewId
    public_url: str = ""
    sign: Callable[[str, object], str]
    picked: Mapping[Platform, Callable[[Card, Press], str | None]]
    find_mobiles: Mapping[Platform, FindMobiles]
    download: Mapping[Platform, Download]
    find_account: Mapping[Platform, FindAccount] = field(default_factory=dict)
    files: FileStore
    studio: Studio
    recognisers: Recognisers = NONE
    backups: Backups | None = None
    checks: Callable[[], Awaitable[Sequence[Check]]] | None = None
