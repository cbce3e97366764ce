"""Taking back what one message or press did, as a whole (O04)."""

from collections.abc import Sequence
from datetime import timedelta

from core.acting import Acting
from core.customers.model import CustomerId
from core.errors import NotFound, NothingToUndo
from core.ledger.model import LedgerEvent
from core.people.permissions import Command
from core.pool.model import PoolEvent, PoolEventKind

WINDOW = timedelta(minutes=10)
_OWNERSHIP = frozenset({"claim", "release", "assign", "create_customer"})


async def undo(acting: Acting, *, act: str = "", kind: str = "") -> Sequence[LedgerEvent]:
    """Take back an act of one's own, by default the last one (of a kind); returns its events.

    A claim that is taken back stays a claim of the day's quota (D03).

    Raises:
        NothingToUndo: none, another's, undone already, or older than ten minutes.
        UndoBlocked: something later rests on it; nothing was changed.
    """
    acting.viewer.check(Command.UNDO, acting.viewer.id)
    ledger = acting.uow.ledger
    since = acting.now - WINDOW
    wanted = act or await ledger.last_act(acting.viewer.id, since, kind=kind)
    if not wanted:
        raise NothingToUndo(late=await _had_older(acting, kind))
    events = await ledger.of_act(wanted)
    if not events or await ledger.undone(wanted):
        raise NothingToUndo
    if any(event.act.actor != acting.viewer.id for event in events):
        raise NotFound(kind="act", key=wanted)
    if events[0].act.at < since:
        raise NothingToUndo(late=True)
    changes = [change for event in events for change in event.changes]
    await ledger.revert(changes)
    await _tell_pool(events, acting)
    await ledger.record("undo", events[0].kind, events[0].subject, undoes=wanted)
    return events


async def redo(acting: Acting) -> Sequence[LedgerEvent]:
    """Bring back what one's last undo took away; returns the events that stand again.

    Raises:
        NothingToUndo: nothing was taken back within ten minutes.
        UndoBlocked: something later rests on it; nothing was changed.
    """
    acting.viewer.check(Command.UNDO, acting.viewer.id)
    ledger = acting.uow.ledger
    since = acting.now - WINDOW
    wanted = await ledger.last_act(acting.viewer.id, since, command="undo")
    if not wanted:
        raise NothingToUndo
    undos = await ledger.of_act(wanted)
    events = [event for one in reversed(undos) for event in await ledger.of_act(one.undoes)]
    await ledger.revert([change for one in undos for change in one.changes])
    await _tell_pool(events, acting, reason="redo")
    await ledger.record("redo", undos[0].kind, undos[0].subject, undoes=wanted)
    return events


async def _had_older(acting: Acting, kind: str) -> bool:
    older = acting.now - timedelta(days=1)
    return await acting.uow.ledger.last_act(acting.viewer.id, older, kind=kind) is not None


async def _tell_pool(
    events: Sequence[LedgerEvent], acting: Acting, *, reason: str = "undo"
) -> None:
    """Ownership went back: one more line in the history, which itself is never changed."""
    for event in events:
        if event.command not in _OWNERSHIP or event.kind != "customer":
            continue
        customer = await acting.uow.customers.find(CustomerId(event.subject))
        if customer is None:
            continue
        kind = PoolEventKind.ASSIGN if customer.owner else PoolEventKind.ENTER
        await acting.uow.pool.add(
            PoolEvent(
                customer=customer.id,
                kind=kind,
                employee=customer.owner or acting.viewer.id,
                at=acting.now,
                reason=reason,
                rule_version=acting.pool.version,
            )
        )
