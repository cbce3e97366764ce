"""One occurrence of a job, and what it left in the outbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from adapters.chat import Card, Text
from bot.company.rules import CompanyRules
from bot.jobs.tick import Job, Tick
from bot.parcel import unpacked
from core.ledger.model import Act
from core.workdays import Calendar
from storage.store import Store
from tests.core.builders import ZONE

RULES = CompanyRules()


@dataclass(frozen=True)
class Kept:
    """A message of the outbox."""

    key: str
    to: str
    kind: str
    content: Card | Text
    warns: tuple[str, ...]
    not_before: datetime | None
    expires_at: datetime
    opens: str

    @property
    def said(self) -> str:
        """All its words."""
        if isinstance(self.content, Text):
            return self.content.text
        card = self.content
        rows = [f"{row.title} {row.detail}" for row in card.rows]
        fields = [f"{field.label} {field.value}" for field in card.fields]
        return "\n".join((card.title, card.subtitle, card.body, *fields, *rows))


@asynccontextmanager
async def ticking(
    store: Store,
    due: datetime,
    *,
    rules: CompanyRules = RULES,
    calendar: Calendar = Calendar(),  # noqa: B008 - frozen
    hurried: bool = False,
    after: str = "",
) -> AsyncIterator[Tick]:
    async with store.unit(Act(id=f"job:{due}", actor=None, channel="job", at=due)) as uow:
        yield Tick(
            uow=uow,
            due=due,
            zone=ZONE,
            rules=rules,
            calendar=calendar,
            new_id=store.new_id,
            hurried=hurried,
            after=after,
        )


async def run(store: Store, job: Job, due: datetime, **how: object) -> str:
    async with ticking(store, due, **how) as tick:  # type: ignore[arg-type]
        return await job(tick)


async def kept(store: Store) -> list[Kept]:
    """What waits to be sent, oldest first."""
    found = []
    for row in await store.outbox.listed(["waiting"], limit=1_000):
        parcel = unpacked(bytes(row.body))
        found.append(
            Kept(
                key=row.dedupe_key,
                to=row.employee,
                kind=row.kind,
                content=parcel.content,
                warns=parcel.warns,
                not_before=row.send_after,
                expires_at=row.expires_at,
                opens=parcel.opens,
            )
        )
    return found


async def one(store: Store) -> Kept:
    """The only message that waits."""
    (message,) = await kept(store)
    return message
