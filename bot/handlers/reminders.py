"""提醒: whoever leads sends the owner of an exception one push about it, once a day (K02)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from adapters.chat import Button, Card, Field, Reply, Row, Tone
from bot import places
from bot.attention import Attention, Push
from bot.cards import phrases
from bot.cards.digest import called
from bot.intents import Entry, LogFollowUps, OpportunityRef, ShowCustomer, ShowOpportunity
from bot.intents.reminders import RemindOwner
from bot.keys import Intent, encode
from bot.moments import end_of
from bot.router import Router
from bot.slots import CustomerRef
from bot.talk import OpenNumber
from bot.texts import Texts, texts
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.errors import Forbidden, NotFound
from core.opportunities.model import Opportunity, OpportunityId
from core.people.model import Employee, EmployeeId, EmployeeState
from core.people.permissions import Command, Scope
from core.plans.model import PlanId, PlanState
from core.reports.lists import LISTS, Rows
from core.reports.ranges import Range

router = Router()
REMINDED = "reminded"
EXCEPTIONS = ("overdue", "missed", "stuck", "slipped", "returning", "neglected", "idle", "silent")
"""The lists of a report whose rows ask for somebody to act."""
_LIFE = timedelta(days=1)
_MOST = 1_000
"""Rows of one person's list that are looked through."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What an owner is reminded of; `since` is the day the exception goes by."""

    owner: EmployeeId
    what: str
    opens: str
    customer: Customer | None = None
    deal: Opportunity | None = None
    since: date | None = None
    is_open: bool = True


@router.on(RemindOwner)
async def remind(wish: RemindOwner, turn: Turn) -> Reply:
    """Push it to the owner, whoever presses and however often: one a record and day.

    What was dealt with since the list was shown is said to be, and nobody is pushed to.

    Raises:
        NotFound: there is no such exception, or it is outside his reach.
        Forbidden: it is nobody's whom he leads.
    """
    if wish.number not in EXCEPTIONS:
        raise NotFound(kind="number", key=wish.number[:40])
    matter = await _matter(wish, turn)
    if matter.owner == turn.viewer.id:
        raise Forbidden(action=Command.DIGEST)
    turn.viewer.check(Command.DIGEST, matter.owner)
    owner = await turn.uow.people.get(matter.owner)
    if owner.state is EmployeeState.LEFT:
        raise NotFound(kind="employee", key=owner.id)
    if not matter.is_open or not await _stands(wish, owner.id, turn):
        return _said(turn.say("board.dealt_with"))
    kept, until = slot(wish.number, wish.record), end_of(turn.today, turn.zone)
    if not await _push(wish, matter, owner, turn):
        before = await turn.uow.memory.get(REMINDED, kept, turn.now)
        return _said(turn.say("board.reminded_at", name=owner.name, at=before or ""))
    at = f"{turn.now.astimezone(turn.zone):%H:%M}"
    await turn.uow.memory.put(REMINDED, kept, at, until)
    await turn.uow.ledger.record("remind", "employee", owner.id)
    return _said(turn.say("board.reminded", name=owner.name))


async def offered(
    opened: OpenNumber,
    ids: Sequence[str],
    owners: Sequence[EmployeeId | None],
    rows: Sequence[Row],
    turn: Turn,
) -> list[Row]:
    """The rows of an exception with 提醒 on each whose owner the reader leads, or when that was done today."""
    number = opened.number
    if number not in EXCEPTIONS:
        return list(rows)
    days = (opened.since, opened.until) if LISTS[number] is Rows.PEOPLE else ("", "")
    slots = [slot(number, one) for one in ids]
    done = await turn.uow.memory.several(REMINDED, slots, turn.now)
    return [
        _offered(RemindOwner(number, one, *days), row, done.get(slot(number, one)), turn.say)
        if owner and leads(owner, turn)
        else row
        for one, owner, row in zip(ids, owners, rows, strict=True)
    ]


def _offered(wish: RemindOwner, row: Row, at: str | None, say: Texts) -> Row:
    if at is not None:
        told = say("board.reminded_before", at=at)
        return replace(row, detail=" · ".join(filter(None, (row.detail, told))))
    button = Button(say("board.remind_button"), encode(wish))
    return replace(row, buttons=(button, *row.buttons))


def leads(employee: EmployeeId, turn: Turn) -> bool:
    """Whether he is somebody the reader leads, and not himself."""
    return employee != turn.viewer.id and turn.viewer.may(Command.DIGEST, employee)


def slot(number: str, record: str) -> str:
    """Under what it is remembered when its owner was reminded today."""
    return f"{number}:{record}"


def _said(words: str) -> Reply:
    return Reply(text=words, toast=words)


async def _push(wish: RemindOwner, matter: _Matter, owner: Employee, turn: Turn) -> bool:
    push = Push(
        key=f"remind:{wish.number}:{wish.record}:{owner.id}:{turn.today.isoformat()}",
        kind="reminded",
        content=_card(wish.number, matter, turn, texts(owner.language)),
        opens=matter.opens,
        life=_LIFE,
        lane=1,
        merges=False,
    )
    attention = Attention(uow=turn.uow, rules=turn.rules, zone=turn.zone, at=turn.now)
    return await attention.push(owner, push)


def _card(number: str, matter: _Matter, turn: Turn, say: Texts) -> Card:
    """Who reminds of what, at whom, since when; and the two ways to do something about it."""
    customer, since = matter.customer, matter.since
    values = (
        ("about", matter.what),
        ("customer", customer.full_name if customer else ""),
        ("since", phrases.day(since, say, today=turn.today) if since else ""),
    )
    return Card(
        title=say("board.remind.title", who=turn.viewer.employee.name),
        subtitle=called(number, turn.rules.known, say),
        tone=Tone.WARNING,
        fields=tuple(Field(say(f"board.remind.{name}"), value) for name, value in values if value),
        body="" if customer else say("board.remind.silent"),
        buttons=tuple(
            Button(say(f"buttons.{word}"), encode(intent), primary=place == 0)
            for place, (word, intent) in enumerate(_ways(matter))
        ),
    )


def _ways(matter: _Matter) -> list[tuple[str, Intent]]:
    if matter.customer is None:
        return []
    ref = CustomerRef((matter.customer.id,))
    opened = (
        ShowOpportunity(OpportunityRef(opportunity=matter.deal.id))
        if matter.deal
        else ShowCustomer(ref)
    )
    return [("log", LogFollowUps((Entry(customer=ref),))), ("open", opened)]


async def _matter(wish: RemindOwner, turn: Turn) -> _Matter:
    """The record behind an exception, looked up anew: a button proves nothing."""
    match LISTS[wish.number]:
        case Rows.PLANS:
            return await _of_plan(PlanId(wish.record), turn)
        case Rows.DEALS:
            return await _of_deal(OpportunityId(wish.record), wish.number, turn)
        case Rows.CUSTOMERS:
            return await _of_customer(CustomerId(wish.record), wish.number, turn)
        case _:
            return _Matter(EmployeeId(wish.record), "", places.BOARD)


async def _stands(wish: RemindOwner, owner: EmployeeId, turn: Turn) -> bool:
    """Whether the list still has it, by the list's own rule; of a plan its state says so.

    Raises:
        NotFound: there are no such days.
    """
    if LISTS[wish.number] is Rows.PLANS:
        return True
    try:
        days = [
            date.fromisoformat(one or turn.today.isoformat()) for one in (wish.since, wish.until)
        ]
    except ValueError:
        raise NotFound(kind="number", key=wish.number) from None
    span, his = Range(days[0], days[1], turn.zone), Scope(frozenset({owner}), pools=False)
    _, ids = await turn.uow.reports.page(wish.number, span, his, now=turn.now, rows=slice(0, _MOST))
    return wish.record in ids


async def _of_plan(plan_id: PlanId, turn: Turn) -> _Matter:
    scope = turn.viewer.scope()
    for plan in await turn.uow.plans.several([plan_id], scope):
        at = await turn.uow.customers.find(plan.customer) if plan.customer else None
        opens = places.record(at.id) if at else places.behind("overdue")
        due, is_open = _day(plan.due_at, turn), plan.state is PlanState.OPEN
        return _Matter(plan.employee, plan.content, opens, at, since=due, is_open=is_open)
    raise NotFound(kind="plan", key=plan_id)


async def _of_deal(deal_id: OpportunityId, number: str, turn: Turn) -> _Matter:
    deal = await turn.uow.opportunities.get(deal_id, turn.viewer.scope())
    at = await turn.uow.customers.find(deal.customer)
    since = deal.expected_close if number == "slipped" else _day(deal.moved_at, turn)
    return _Matter(deal.employee, deal.name, places.deal(deal.id), at, deal, since)


async def _of_customer(customer_id: CustomerId, number: str, turn: Turn) -> _Matter:
    one = await turn.uow.customers.get(customer_id, turn.viewer.scope())
    if one.owner is None:
        raise NotFound(kind="customer", key=customer_id)
    touched = one.last_contact_at or one.owned_since
    days = {
        "returning": one.recycle_on,
        "idle": _day(one.owned_since, turn) if one.owned_since else None,
    }
    since = days.get(number, _day(touched, turn) if touched else None)
    return _Matter(one.owner, "", places.record(one.id), one, since=since)


def _day(at: datetime, turn: Turn) -> date:
    return at.astimezone(turn.zone).date()
