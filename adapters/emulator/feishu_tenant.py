"""What an emulated Feishu tenant remembers: people, chats, messages, tokens, files. Bounded."""

import secrets
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from adapters.emulator.bounded import remember
from adapters.emulator.exchanges import Bubble, Exchanges
from adapters.emulator.failures import Failures
from adapters.feishu.platform import FeishuApp

BOT = "ou_bot"
PRIVATE, MENTIONS, ALL_OF_A_GROUP = (
    "im:message.p2p_msg:readonly",
    "im:message.group_at_msg:readonly",
    "im:message.group_msg",
)
SENDING, FILES, CONTACTS = "im:message:send_as_bot", "im:resource", "contact:user.id:readonly"
EMPLOYEE_IDS = "contact:user.employee_id:readonly"
GRANTED = frozenset({PRIVATE, MENTIONS, SENDING, FILES, CONTACTS})
"""What docs/feishu.md asks for."""
_TIMELINE = 200
_MOST_FILES = 500


@dataclass(slots=True)
class Sent:
    """A message of the bot."""

    chat: str
    at: datetime
    kind: str
    bubble: Bubble
    is_recalled: bool = False


@dataclass(slots=True)
class Pressed:
    """The right to change a card, given with a press."""

    message: str
    at: datetime
    used: int = 0
    is_answered: bool = False


@dataclass(slots=True)
class Consent:
    """Whom a login's code stands for.

    Args:
        proof: method and challenge the code was asked with; empty when with none.
    """

    user: str
    redirect_uri: str
    at: datetime
    proof: str = ""
    scope: str = ""
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class Refresh:
    """The right to a person's next token, good for once."""

    user: str
    scope: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """An uploaded file.

    Args:
        kind: image or file.
        message: the message a person sent it in; empty for the application's own uploads.
    """

    kind: str
    content: bytes
    name: str = ""
    message: str = ""


@dataclass(slots=True)
class Tenant:
    """The state of one tenant with one application.

    Args:
        now: the platform's clock.
        faults: what the next calls of the interface are answered with: a code of Feishu's, or an
            HTTP status when it is below 1000.
        standing: the code or status every call is answered with while it is not 0.
        activated: `activate_status` of the bot: 2 while it is in use.
        swallow: how many accepted calls get no answer.
        redirects: the addresses logins may lead back to, as the console lists them.
        mentions: whom texts of the bot really mentioned.
        scopes: the application's permissions; what they do not cover is refused or not told.
        wide: how many times the usual calls of each API are let through: for loads that end in minutes.
    """

    app: FeishuApp
    now: Callable[[], datetime]
    people: dict[str, str] = field(default_factory=dict)
    mobiles: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    redirects: set[str] = field(default_factory=set)
    codes: dict[str, Consent] = field(default_factory=dict)
    user_tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    refreshes: dict[str, Refresh] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)
    once: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    pressed: dict[str, Pressed] = field(default_factory=dict)
    files: dict[str, Kept] = field(default_factory=dict)
    exchanges: Exchanges = field(init=False)
    failures: Failures = field(default_factory=Failures)
    mentions: deque[str] = field(default_factory=lambda: deque(maxlen=_TIMELINE))
    faults: deque[int] = field(default_factory=deque)
    standing: int = 0
    activated: int = 2
    swallow: int = 0
    wide: int = 1
    scopes: set[str] = field(default_factory=lambda: set(GRANTED))
    timelines: dict[str, deque[Bubble]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_TIMELINE))
    )

    def __post_init__(self) -> None:
        self.exchanges = Exchanges(self.now, self._secrets)

    def fault(self) -> int:
        """The code or status planned for this call; 0 when none is."""
        return self.faults.popleft() if self.faults else self.standing

    def show(self, chat: str, bubble: Bubble) -> None:
        """Put a bubble under what a person or a group sees."""
        self.timelines[chat].append(bubble)
        self.exchanges.stir()

    def send(self, chat: str, kind: str, bubble: Bubble) -> Sent:
        """Put a message of the bot into a chat."""
        self.show(chat, bubble)
        return remember(self.sent, bubble.id, Sent(chat, self.now(), kind, bubble))

    def change(self, message: str, card: dict[str, object]) -> None:
        """Give a card its next face."""
        bubble = self.sent[message].bubble
        bubble.card = card
        bubble.updates += 1
        bubble.versions.append(card)
        self.exchanges.stir()

    def keep(self, kept: Kept) -> str:
        """Keep a file; returns its key."""
        key = f"{'img' if kept.kind == 'image' else 'file'}_v3_{secrets.token_hex(12)}"
        remember(self.files, key, kept, _MOST_FILES)
        return key

    def ids(self, person: str) -> dict[str, str]:
        """A person as events name him; his number in the company takes a permission [D 12]."""
        named = {"open_id": person, "union_id": f"on_{person.removeprefix('ou_')}"}
        if EMPLOYEE_IDS in self.scopes:
            named["user_id"] = person.removeprefix("ou_")
        return named

    def chat_id(self, chat: str) -> str:
        """The id of a group, or of the private chat with a person."""
        return chat if chat in self.groups else f"oc_{chat}"

    def tells(self, *, group: str, mention: bool) -> bool:
        """Whether the bot hears a message there [D 12]."""
        if not group:
            return PRIVATE in self.scopes
        return ALL_OF_A_GROUP in self.scopes or (mention and MENTIONS in self.scopes)

    def _secrets(self) -> list[str]:
        app = self.app
        of_people = (*self.codes, *self.user_tokens, *self.refreshes)
        return [one for one in (app.app_secret, app.verification_token, app.encrypt_key) if one] + [
            *self.tokens,
            *of_people,
        ]


def new_bubble(tenant: Tenant, *, mine: bool, text: str = "") -> Bubble:
    """A message with an id of its own."""
    return Bubble(f"om_{secrets.token_hex(12)}", tenant.now(), mine=mine, text=text)
