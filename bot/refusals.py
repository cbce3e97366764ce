"""Every refusal of the CRM in the person's words: which rule, and its figures (interfaces.md 7)."""

from adapters.chat import Reply
from bot.cards import phrases, stages
from bot.cards.obstacles import blocked
from bot.keys import NotChosen, UnknownKey
from bot.turn import Turn
from core.errors import (
    AlreadyOwned,
    CoolingDown,
    CrmError,
    Duplicate,
    FactsMissing,
    Forbidden,
    IllegalMove,
    Invalid,
    LocksUsed,
    NotFound,
    NothingToUndo,
    QuotaUsed,
    Stale,
    UndoBlocked,
)


def refusal(error: CrmError | UnknownKey, turn: Turn) -> Reply:
    """What to answer when the CRM refused or a key was not ours; nothing was written."""
    words = sentence(error, turn)
    return Reply(text=words, toast=words)


def sentence(error: CrmError | UnknownKey, turn: Turn) -> str:
    """The refusal as one sentence.

    What does not exist, what the person may not see and what nobody made read the same (A08);
    what he sees and may not do names the missing right.
    """
    say = turn.say
    match error:
        case NotFound() | UnknownKey():
            is_ours = isinstance(error, NotChosen)
            return say("refusals.not_chosen" if is_ours else "refusals.not_found")
        case Forbidden(action):
            return say("refusals.forbidden", action=say(f"refusals.action.{action}"))
        case Stale():
            return say("refusals.stale")
        case Invalid(name, reason):
            return _invalid(name, reason, turn)
        case Duplicate(_, _, title):
            return say("refusals.duplicate", title=title)
        case AlreadyOwned():
            return _owned(error, turn)
        case QuotaUsed(used, limit, resets_at):
            at = phrases.moment(resets_at, turn.zone, say, today=turn.today)
            return say("refusals.quota", used=used, limit=limit, at=at)
        case LocksUsed(used, limit):
            return say("refusals.locks", used=used, limit=limit)
        case CoolingDown(customer, until, receiver):
            key = "refusals.cooling_of" if receiver else "refusals.cooling"
            day = phrases.day(until, say, today=turn.today)
            return say(key, customer=customer, until=day, who=receiver)
        case _:
            return _moved(error, turn)


def _moved(error: CrmError | UnknownKey, turn: Turn) -> str:
    say = turn.say
    match error:
        case IllegalMove(kind, source, target, (name, version)):
            flow = turn.rules.flow(name, version)
            words = {
                "source": stages.in_flow(source, flow, turn),
                "target": stages.in_flow(target, flow, turn),
            }
            return say(f"refusals.move.{kind}", **words)
        case FactsMissing(target, missing, (name, version)):
            stage = stages.in_flow(target, turn.rules.flow(name, version), turn)
            names = say("draft.and").join(_fact(one, turn) for one in missing)
            more = say("refusals.override") if turn.viewer.employee.leads else ""
            return say("refusals.facts", stage=stage, names=names) + more
        case NothingToUndo(late):
            return say("refusals.too_late" if late else "refusals.nothing_to_undo")
        case UndoBlocked(obstacles):
            return blocked(obstacles, say)
        case _:
            return say("refusals.other")


def _invalid(name: str, reason: str, turn: Turn) -> str:
    key = f"refusals.invalid.{name}"
    label = turn.say(key) if turn.say.has(key) else name
    why = f"refusals.reason.{reason}"
    if turn.say.has(why):
        return turn.say("refusals.invalid_because", name=label, reason=turn.say(why))
    return turn.say("refusals.invalid_value", name=label)


def _owned(error: AlreadyOwned, turn: Turn) -> str:
    say = turn.say
    if error.mine:
        return say("refusals.yours", customer=error.customer)
    since = (
        phrases.day(error.since.astimezone(turn.zone).date(), say, today=turn.today)
        if (error.since)
        else ""
    )
    key = "refusals.owned_since" if since else "refusals.owned"
    return say(key, customer=error.customer, owner=error.owner, since=since)


def _fact(name: str, turn: Turn) -> str:
    key = f"draft.name.{name}"
    return turn.say(key) if turn.say.has(key) else name
