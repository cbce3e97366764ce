"""What is recorded nowhere is said to be, beside the answer to the rest (L05)."""

import re
from collections.abc import Sequence

from adapters.chat import Reply
from bot.asking import Asked
from bot.cards.opportunities import amount
from bot.dialogue.who import settled
from bot.handlers.opportunities import open_deal
from bot.handlers.records import find
from bot.router import Router
from bot.talk import NotRecorded
from bot.turn import Turn
from core.customers.model import Contact, CustomerId
from core.opportunities.model import Opportunity, OpportunityState
from core.opportunities.queries import OpportunityQuery
from core.plans.model import Plan
from core.plans.queries import PlanQuery
from core.visits.queries import FollowUpQuery

router = Router()
_LAST = 20
_EVERY = tuple(OpportunityState)
_PAIR = 2
"""Characters that a word of a question and a word of a record have in common where they say the same."""


_RIVALS = "竞争对手 竞品"
"""Said of a customer whose competitors are recorded, in the words that ask for them."""
_FIGURE = re.compile(r"[\d一二三四五六七八九十百千万半]")


@router.on(NotRecorded)
async def not_recorded(wish: NotRecorded, turn: Turn) -> Reply:
    """何总平时爱喝什么茶: nothing recorded of the customer speaks of it."""
    if not wish.sought:
        return _unknown(wish.words, turn)
    try:
        about = (await settled(wish.customer, turn)).only
    except Asked:
        return _unknown(wish.words, turn)
    if about is None:
        return await find(wish.sought, turn, figure=wish.figure) or _unknown(wish.words, turn)
    recorded = await _recorded(about, turn)
    told = [words for words in recorded if not wish.figure or _FIGURE.search(words)]
    left = [word for word in wish.sought if not _speaks("\n".join(told), word)]
    if not left:
        return await _ended(about, wish.sought, turn)
    return _unknown(wish.words if len(left) == len(wish.sought) else "、".join(left), turn)


def _unknown(words: str, turn: Turn) -> Reply:
    return Reply(text=turn.say("talk.not_recorded", words=words))


def _speaks(recorded: str, word: str) -> bool:
    """Whether any two characters of what is sought stand in what is recorded."""
    places = range(max(len(word) - _PAIR + 1, 0))
    return any(word[place : place + _PAIR] in recorded for place in places)


async def _ended(customer: CustomerId, sought: Sequence[str], turn: Turn) -> Reply:
    """天府灭菌柜成交多少钱: the one deal of that name, where it is over and on no card of its customer."""
    over = tuple(state for state in OpportunityState if state is not OpportunityState.OPEN)
    query = OpportunityQuery(customer=customer, states=over, limit=_LAST)
    deals = await turn.uow.opportunities.search(query, turn.viewer.scope())
    named = [one for one in deals if any(_speaks(one.name, word) for word in sought)]
    return await open_deal(named[0], turn) if len(named) == 1 else Reply()


async def _recorded(customer: CustomerId, turn: Turn) -> list[str]:
    """All that contacts, plans and deals of a customer say in words, one after the other."""
    scope = turn.viewer.scope()
    talks = await turn.uow.follow_ups.search(FollowUpQuery(customer=customer, limit=_LAST), scope)
    plans = await turn.uow.plans.search(PlanQuery(customer=customer, limit=_LAST), scope)
    query = OpportunityQuery(customer=customer, states=_EVERY, limit=_LAST)
    deals = await turn.uow.opportunities.search(query, scope)
    at = await turn.uow.customers.get(customer, scope)
    people = await turn.uow.contacts.at(customer)
    is_ = [at.full_name, at.city, at.industry, *(_person(one) for one in people)]
    said = [f"{one.content}，{one.result}，{one.next_step}" for one in talks]
    if any(one.competitor for one in deals) or any(one.competitors for one in talks):
        said.append(_RIVALS)
    return [*is_, *said, *(_planned(one) for one in plans), *(_worth(one, turn) for one in deals)]


def _person(one: Contact) -> str:
    return f"{one.name} {one.title} {'生日' if one.birthday else ''}"


def _planned(one: Plan) -> str:
    return f"{one.content} {one.due_at:%H}"


def _worth(one: Opportunity, turn: Turn) -> str:
    return f"{one.name} {amount(one, turn.say)}"
