"""One person's turn: who, where, when, and what a handler may use."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from adapters.chat import Address, Press
from bot.checks import Check
from bot.company.rules import CompanyRules
from bot.drawing.gallery import Studio
from bot.keys import Intent
from bot.texts import Texts
from core.acting import Acting
from core.clock import NewId
from core.people.permissions import Viewer
from core.ports import UnitOfWork
from core.workdays import Calendar


@dataclass(slots=True)
class Gathered:
    """What one wish of a message comes to before all of them were looked at.

    Args:
        wishes: what is to be drafted; it stands on one card with the others.
        asked: how many questions were put beside it.
    """

    wishes: list[Intent] = field(default_factory=list)
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a handler is given beside its intent. It uses `uow` and never commits.

    Args:
        now: the product's clock at the moment the message was sent.
        source_text: what the person wrote; empty for a press.
        press: the press, with the values of its form, when it is one.
        origin: whether the intent was said or pressed.
        checks: looks at every part of the installation, for /自检.
        studio: makes the pictures of cards.
        gathered: where drafts of a message are gathered; without it each has a card at once.
    """

    uow: UnitOfWork
    viewer: Viewer
    sender: Address
    now: datetime
    zone: ZoneInfo
    rules: CompanyRules
    calendar: Calendar
    say: Texts
    new_id: NewId
    source_text: str = ""
    message_id: str = ""
    press: Press | None = None
    origin: Literal["said", "pressed"] = "said"
    public_url: str = ""
    sign: Callable[[str, object], str] | None = None
    studio: Studio | None = None
    checks: Callable[[], Awaitable[Sequence[Check]]] | None = None
    gathered: Gathered | None = None

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(self.zone).date()

    @property
    def acting(self) -> Acting:
        """The person at work, for the core's use cases."""
        return Acting(
            uow=self.uow,
            viewer=self.viewer,
            now=self.now,
            zone=self.zone,
            pool=self.rules.pool,
            flows={flow.id: flow for flow in self.rules.flows},
            past=self.rules.past,
            calendar=self.calendar,
            new_id=self.new_id,
        )

    @property
    def answered_in(self) -> str:
        """The conversation the answer is read in: what is said in a group is answered in private."""
        return self.sender.private.conversation
