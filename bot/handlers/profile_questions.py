"""What is still to be known of a customer is asked when a deal moves on (C08)."""

from datetime import timedelta

from bot.turn import Turn
from core.customers.model import CustomerId

_ASKED = "profile_asked"
_AGAIN = timedelta(days=7)
_AT_ONCE = 2


async def question(customer: CustomerId, turn: Turn) -> str:
    """Ask for at most two facts that are missing, none of them again within seven days."""
    lacking = [
        fact
        for fact in await _lacking(customer, turn)
        if await turn.uow.memory.get(_ASKED, f"{customer}:{fact}", turn.now) is None
    ][:_AT_ONCE]
    if not lacking:
        return ""
    for fact in lacking:
        slot = f"{customer}:{fact}"
        await turn.uow.memory.put(_ASKED, slot, turn.viewer.id, turn.now + _AGAIN)
    say = turn.say
    names = say("draft.and").join(say(f"customers.fact.{fact}") for fact in lacking)
    return say("customers.ask_facts", names=names, example=say(f"customers.fact_said.{lacking[0]}"))


async def _lacking(customer: CustomerId, turn: Turn) -> list[str]:
    """The facts nobody gave yet, what is asked first in front."""
    one = await turn.uow.customers.get(customer, turn.viewer.scope())
    people = await turn.uow.contacts.at(customer)
    missing = {"industry": not one.industry, "people": not people, "city": not one.city}
    return [fact for fact, is_missing in missing.items() if is_missing]
