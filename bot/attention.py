"""When and how often people are pushed to: quiet hours, a budget a day, the rest merged (G08)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from adapters.chat import Card, Text
from bot.company.rules import CompanyRules
from bot.parcel import packed
from bot.texts import texts
from bot.wording import worded
from core.people.model import Employee
from core.ports import UnitOfWork

LANE = 2
_BUDGET = "attention"
_MERGED = "merged"
_DAY = timedelta(days=1)
_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """A message nobody asked for.

    Args:
        opens: the page it leads to, by `bot.places`.
        spread: how long after its moment it is sent, so that not everybody is sent to at once.
        life: how long after its moment it is still worth sending.
        warns: customers whose owner knows of their return once it has arrived.
        merges: whether it waits for the morning's list when the day's budget is used.
    """

    key: str
    kind: str
    content: Card | Text
    opens: str
    life: timedelta
    lane: int = LANE
    spread: timedelta = timedelta()
    warns: tuple[str, ...] = ()
    merges: bool = True


@dataclass(frozen=True, slots=True)
class Merged:
    """What waits for the morning's list: one line each, and what its arrival means."""

    lines: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


_KEPT_AS: TypeAdapter[Merged] = TypeAdapter(Merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The rules of pushing, at one moment.

    Args:
        at: the product's time.
    """

    uow: UnitOfWork
    rules: CompanyRules
    zone: ZoneInfo
    at: datetime

    def not_before(self, person: Employee, spread: timedelta = timedelta()) -> datetime:
        """When `person` may be pushed to: not in his quiet hours, and after `spread` of them too."""
        start = person.quiet_from or self.rules.quiet_from
        end = person.quiet_until or self.rules.quiet_until
        wanted = (self.at + spread).astimezone(self.zone)
        allowed = after_quiet(wanted, start, end)
        return wanted if allowed == wanted else allowed + spread

    async def push(self, person: Employee, push: Push) -> bool:
        """Keep a message for `person`; False when it was merged, or kept before."""
        moment = self.not_before(person, push.spread)
        slot = f"{person.id}:{moment.astimezone(self.zone).date().isoformat()}"
        used = int(await self.uow.memory.get(_BUDGET, slot, self.at) or 0)
        limit = self.rules.pushes_per_day
        if limit and used >= limit and push.merges:
            await self._merge(person, push)
            return False
        kept = await self.uow.notices.put(
            push.key,
            to=person.id,
            lane=push.lane,
            body=packed(
                worded(push.content, texts(person.language)), warns=push.warns, opens=push.opens
            ),
            kind=push.kind,
            not_before=moment if moment > self.at else None,
            expires_at=moment + push.life,
        )
        if kept:
            await self.uow.memory.put(_BUDGET, slot, str(used + 1), moment + 2 * _DAY)
        return kept is not None

    async def take_merged(self, person: Employee) -> Merged:
        """What was merged for `person`; it is his morning's now."""
        kept = await self.uow.memory.get(_MERGED, person.id, self.at)
        if not kept:
            return Merged()
        await self.uow.memory.forget(_MERGED, person.id)
        return _KEPT_AS.validate_json(kept)

    async def _merge(self, person: Employee, push: Push) -> None:
        kept = await self.uow.memory.get(_MERGED, person.id, self.at)
        known = _KEPT_AS.validate_json(kept) if kept else Merged()
        if push.key in known.keys:
            return
        more = Merged(
            (*known.lines, _line(push.content)),
            (*known.warns, *push.warns),
            (*known.keys, push.key),
        )
        value = _KEPT_AS.dump_json(more).decode()
        await self.uow.memory.put(_MERGED, person.id, value, self.at + _KEPT)


def after_quiet(at: datetime, start: time, end: time) -> datetime:
    """`at`, or the end of the quiet hours it lies in."""
    now = at.time()
    inside = start <= now or now < end if start > end else start <= now < end
    if not inside:
        return at
    morning = datetime.combine(at.date(), end, at.tzinfo)
    return morning if morning > at else morning + _DAY


def _line(content: Card | Text) -> str:
    if isinstance(content, Text):
        return content.text.splitlines()[0]
    if content.body:
        return content.body.splitlines()[0]
    named = "、".join(filter(None, (row.short for row in content.rows)))
    return "：".join(filter(None, (content.title, named)))
