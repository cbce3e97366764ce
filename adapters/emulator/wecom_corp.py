"""What an emulated corporation remembers: people, messages, tokens, files, rights. Bounded."""

import secrets
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.emulator.bounded import remember
from adapters.emulator.exchanges import Bubble, Exchanges
from adapters.emulator.failures import Failures
from adapters.wecom.platform import WeComApp

MEDIA_LIFE = timedelta(days=3)
CODE_LIFE = timedelta(hours=72)
_TIMELINE = 200
_MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """An uploaded file, or one a person sent.

    Args:
        kind: image, voice, video or file.
    """

    kind: str
    content: bytes
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Right:
    """The right to change a card once, given by a message or a press."""

    message: str
    at: datetime


@dataclass(slots=True)
class Granted:
    """Whom a login's code stands for."""

    user: str
    at: datetime
    is_used: bool = False


@dataclass(slots=True)
class Corp:
    """The state of one corporation with one application.

    Args:
        now: the platform's clock.
        people: userid → name of everybody in the application's range.
        mobiles: mobile → userid.
        encrypted: the id that robots tell of somebody → userid.
        trusted: host and port of the application's trusted domain, where logins lead back to.
        has_callback: whether the console has a callback address; interactive cards need one.
        is_closed: whether the application is switched off.
        strangers: secrets of other corporations' applications.
        faults: the error codes the next calls are answered with; 500 and more below 600 are HTTP.
        standing: the error code every call is answered with while it is not 0: 60020 from an address
            that is not trusted, 45009, -1.
        swallow: how many accepted calls get no answer.
        dropped: how many messages went beyond a member's limit, in silence.
        warnings: texts of cards beyond the recommended lengths, which the client cuts.
    """

    app: WeComApp
    now: Callable[[], datetime]
    people: dict[str, str] = field(default_factory=dict)
    mobiles: dict[str, str] = field(default_factory=dict)
    menu: dict[str, Any] = field(default_factory=dict)
    has_callback: bool = True
    is_closed: bool = False
    strangers: frozenset[str] = frozenset()
    tokens: dict[str, datetime] = field(default_factory=dict)
    encrypted: dict[str, str] = field(default_factory=dict)
    trusted: str = ""
    codes: dict[str, Granted] = field(default_factory=dict)
    rights: dict[str, Right] = field(default_factory=dict)
    files: dict[str, Kept] = field(default_factory=dict)
    sent: dict[str, datetime] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    once: dict[str, tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    exchanges: Exchanges = field(init=False)
    failures: Failures = field(default_factory=Failures)
    warnings: deque[str] = field(default_factory=lambda: deque(maxlen=_TIMELINE))
    faults: deque[int] = field(default_factory=deque)
    standing: int = 0
    swallow: int = 0
    dropped: int = 0
    timelines: dict[str, deque[Bubble]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_TIMELINE))
    )

    def __post_init__(self) -> None:
        self.exchanges = Exchanges(self.now, self._secrets)

    def known(self, user: str) -> str:
        """The userid as the corporation writes it, which knows no case; empty for a stranger."""
        if user in self.people:
            return user
        lower = user.lower()
        return next((one for one in self.people if one.lower() == lower), "")

    def show(self, user: str, bubble: Bubble) -> None:
        """Put a bubble under what a person sees."""
        self.timelines[user].append(bubble)
        self.exchanges.stir()

    def bubble(self, user: str, message: str) -> Bubble | None:
        """A message as one person sees it."""
        return next((one for one in self.timelines[user] if one.id == message), None)

    def grant(self, message: str) -> str:
        """A new response_code for a message."""
        code = secrets.token_urlsafe(16)
        remember(self.rights, code, Right(message, self.now()))
        return code

    def right(self, code: str) -> Right | None:
        """The right a code stands for, unless it is used or older than three days."""
        right = self.rights.get(code)
        return right if right and self.now() - right.at <= CODE_LIFE else None

    def keep(self, kind: str, content: bytes, name: str) -> str:
        """Keep a file; returns its media_id."""
        key = secrets.token_urlsafe(24)
        remember(self.files, key, Kept(kind, content, name, self.now()), _MOST_FILES)
        return key

    def file_fault(self, media_id: str, *kinds: str) -> int:
        """Why a media_id is no good: unknown or of another kind, or older than three days."""
        kept = self.files.get(media_id)
        if kept is None or (kinds and kept.kind not in kinds):
            return 40007
        return 40145 if self.now() - kept.at >= MEDIA_LIFE else 0

    def fault(self) -> int:
        """The error code planned for this call; 0 when none is."""
        return self.faults.popleft() if self.faults else self.standing

    def _secrets(self) -> list[str]:
        own = (self.app.secret, self.app.token, self.app.encoding_aes_key)
        return [*own, *self.tokens, *self.codes]
