"""What is recorded nowhere is said to be, beside the answer to the rest (L05)."""

from adapters.chat import Reply
from bot.dialogue.who import settled
from bot.router import Router
from bot.talk import NotRecorded
from bot.turn import Turn
from core.customers.model import CustomerId
from core.opportunities.model import OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery

router = Router()
_LAST = 20
_EVERY = tuple(OpportunityState)
_PAIR = 2
"""Characters that a word of a question and a word of a record have in common where they say the same."""


@router.on(NotRecorded)
async def not_recorded(wish: NotRecorded, turn: Turn) -> Reply:
    """何总平时爱喝什么茶: nothing recorded of the customer speaks of it."""
    about = (await settled(wish.customer, turn)).only
    recorded = await (_recorded(about, turn) if about else _named(turn))
    if _speaks(recorded, wish.sought):
        return Reply()
    return Reply(text=turn.say("talk.not_recorded", words=wish.words))


def _speaks(recorded: str, sought: tuple[str, ...]) -> bool:
    """Whether any two characters of what is sought stand in what is recorded."""
    return any(
        word[place : place + _PAIR] in recorded
        for word in sought
        for place in range(max(len(word) - _PAIR + 1, 0))
    )


async def _recorded(customer: CustomerId, turn: Turn) -> str:
    """All that contacts, plans and deals of a customer say in words."""
    scope = turn.viewer.scope()
    talks = await turn.uow.follow_ups.search(FollowUpQuery(customer=customer, limit=_LAST), scope)
    plans = await turn.uow.plans.search(PlanQuery(customer=customer, limit=_LAST), scope)
    query = OpportunityQuery(customer=customer, states=_EVERY, limit=_LAST)
    deals = await turn.uow.opportunities.search(query, scope)
    said = [words for one in talks for words in (one.content, one.result, one.next_step)]
    return "\n".join([*said, *(one.content for one in plans), *(one.name for one in deals)])


async def _named(turn: Turn) -> str:
    """What is planned, and what the deals are called, of all that the person may see."""
    scope = turn.viewer.scope()
    plans = await turn.uow.plans.search(PlanQuery(), scope)
    deals = await turn.uow.opportunities.search(OpportunityQuery(states=_EVERY, limit=50), scope)
    return "\n".join([*(one.content for one in plans), *(one.name for one in deals)])
