"""What was said of a colleague's customer goes to its owner, once, when the sender wants it to."""

from datetime import timedelta

from adapters.chat import Reply, Text
from bot.attention import Attention, Push
from bot.dialogue.who import NOTES
from bot.places import record
from bot.router import Router
from bot.slots import Note
from bot.talk import PassOn
from bot.texts import texts
from bot.turn import Turn
from core.customers.model import Customer
from core.people.model import Employee, EmployeeState

router = Router()
_LIFE = timedelta(days=3)


@router.on(PassOn)
async def pass_on(press: PassOn, turn: Turn) -> Reply:
    """Send the owner of now what was said; a note is its sender's and goes out once."""
    slot = f"{turn.viewer.id}:{press.note}"
    kept = await turn.uow.memory.get(NOTES, slot, turn.now)
    if kept is None:
        return Reply(text=turn.say("talk.passed_before"))
    await turn.uow.memory.forget(NOTES, slot)
    note = Note.loaded(kept)
    customer = await turn.uow.customers.find(note.customer)
    owner = await turn.uow.people.find(customer.owner) if customer and customer.owner else None
    if customer is None or owner is None or owner.state is EmployeeState.LEFT:
        return Reply(text=turn.say("talk.nobody_to_tell"))
    await _tell(owner, press.note, customer, note.words, turn)
    said = turn.say("talk.passed", owner=owner.name)
    return Reply(text=said, toast=said)


async def _tell(owner: Employee, note: str, customer: Customer, words: str, turn: Turn) -> None:
    who = turn.viewer.employee.name
    told = texts(owner.language)("talk.told_words", who=who, customer=customer.short, words=words)
    push = Push(
        key=f"passed_on:{note}",
        kind="passed_on",
        content=Text(told),
        opens=record(customer.id),
        life=_LIFE,
        lane=1,
    )
    attention = Attention(uow=turn.uow, rules=turn.rules, zone=turn.zone, at=turn.now)
    await attention.push(owner, push)
