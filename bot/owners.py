"""Whoever's record somebody else has worked on is told, once an act (A04), and of its taking back (O04)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.attention import Attention, Push
from bot.cards.notices import notice
from bot.places import records
from bot.texts import Texts, texts
from bot.turn import Turn
from core.customers.model import Customer, CustomerId
from core.ledger.model import LedgerEvent, RowChange, RowImage
from core.people.model import EmployeeId, EmployeeState
from core.people.permissions import EVERYBODY, Command, Reach, Viewer
from core.people.viewers import viewer

_LIFE = timedelta(days=3)
_OWNED = {"customers": "owner", "opportunities": "employee", "plans": "employee"}
"""The tables whose rows are somebody's, and the column that says whose."""
_AT = ("follow_ups", "contacts", *_OWNED)
"""The tables whose rows belong to a customer."""


async def tell_owners(events: Sequence[LedgerEvent], turn: Turn) -> None:
    """Tell the owners of what the act's events changed, unless it is their own act.

    Of what is taken back or stands again, those are told too who own it now: whoever lost a record
    or was given it knows of the act.
    """
    again = any(event.undoes for event in events)
    changes = [change for event in events for change in event.changes if change.table in _AT]
    if not changes or not (again or _may_be_anothers(changes, turn.viewer)):
        return
    ids = {found for change in changes if (found := _customer(change))}
    at = {one.id: one for one in await turn.uow.customers.several(sorted(ids), EVERYBODY)}
    for owner, customers in sorted(_concerned(changes, at, now=again).items()):
        if owner != turn.viewer.id:
            await _tell(owner, customers, events, turn)


def _may_be_anothers(changes: Sequence[RowChange], viewer: Viewer) -> bool:
    """Whether a row was somebody else's; who works on his own records only is not asked further."""
    if viewer.reach(Command.ASSIGN) not in (Reach.NONE, Reach.OWN):
        return True
    owners = {_owner(change.before, change.table) for change in changes}
    return bool(owners - {None, viewer.id})


def _customer(change: RowChange) -> CustomerId | None:
    row = change.before or change.after or {}
    found = row.get("id" if change.table == "customers" else "customer")
    return CustomerId(str(found)) if found else None


def _concerned(
    changes: Sequence[RowChange], at: Mapping[CustomerId, Customer], *, now: bool
) -> dict[EmployeeId, list[Customer]]:
    """Who owned what was changed before it was changed, or owns it `now`, and of which customers."""
    moved = {
        found: change.before.get("owner")
        for change in reversed(changes)
        if change.table == "customers" and change.before and (found := _customer(change))
    }
    told: dict[EmployeeId, list[Customer]] = {}
    for change in changes:
        customer = at.get(_customer(change) or CustomerId(""))
        if customer is None:
            continue
        owners = [moved.get(customer.id, customer.owner), _owner(change.before, change.table)]
        owners += [_owner(change.after, change.table)] if now else []
        for owner in filter(None, owners):
            about = told.setdefault(EmployeeId(str(owner)), [])
            if customer not in about:
                about.append(customer)
    return told


def _owner(row: RowImage | None, table: str) -> object:
    """Whose the row is."""
    column = _OWNED.get(table)
    return row.get(column) if row and column else None


async def _tell(
    owner: EmployeeId, customers: Sequence[Customer], events: Sequence[LedgerEvent], turn: Turn
) -> None:
    person = await turn.uow.people.find(owner)
    if person is None or person.state is EmployeeState.LEFT:
        return
    say = texts(person.language)
    names = say("draft.and").join(one.short for one in customers[:5])
    seen = (await viewer(person, turn.uow.people, turn.rules.reaches)).scope()
    left = await turn.uow.customers.several([one.id for one in customers], seen)
    words = _words(names, events, turn.viewer.employee.name, say)
    push = Push(
        key=f"told:{turn.uow.act.id}:{owner}",
        kind="owner_told",
        content=notice(names, words, left, say),
        opens=records([one.id for one in customers], "owned"),
        life=_LIFE,
        lane=1,
    )
    attention = Attention(uow=turn.uow, rules=turn.rules, zone=turn.zone, at=turn.now)
    await attention.push(person, push)


def _words(customers: str, events: Sequence[LedgerEvent], who: str, say: Texts) -> str:
    for event in events:
        if event.undoes:
            return say(f"talk.told_{event.command}", who=who, customers=customers)
    what = say("draft.and").join(dict.fromkeys(_what(event, say) for event in events))
    return say("talk.owner_told", who=who, customers=customers, what=what)


def _what(event: LedgerEvent, say: Texts) -> str:
    key = f"talk.did.{event.command}"
    return say(key) if say.has(key) else event.command
