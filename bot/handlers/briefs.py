"""给我份远帆的简报: what to know before a visit, asked for (L03)."""

from adapters.chat import Button, Live, Reply
from bot.cards import brief as cards
from bot.dialogue.who import the_customer
from bot.intents import Entry, LogFollowUps, SetPlan, ShowBrief, ShowCustomer
from bot.keys import Intent, encode
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import CustomerRef
from bot.turn import Turn
from core.briefs.compose import compose
from core.briefs.model import Brief
from core.customers.model import Customer

router = Router()


@router.on(ShowBrief)
async def show_brief(wish: ShowBrief, turn: Turn) -> Reply:
    """The brief of one customer, of whom the conversation is then."""
    customer = await the_customer(wish.customer, turn, ShowBrief)
    scope = turn.viewer.scope()
    found = await compose(customer.id, turn.uow, scope, now=turn.now, zone=turn.zone)
    reader = cards.Reader(id=turn.viewer.id, say=turn.say, zone=turn.zone, rules=turn.rules)
    await remember(turn.uow, turn.answered_in, _shown(found), turn.now)
    live = Live(encode(ShowBrief(CustomerRef((customer.id,)))), (customer.id,))
    return Reply(card=cards.brief(found, reader, _buttons(customer, turn)), live=live)


def _shown(found: Brief) -> Shown:
    """What it shows, for 那个单子 and 刚才那条."""
    facts = found.facts
    return Shown(
        customers=(facts.customer.id,),
        opportunities=tuple(deal.id for deal in facts.deals),
        follow_ups=tuple(one.id for one in facts.last),
        plans=tuple(plan.id for plan in facts.plans),
    )


def _buttons(customer: Customer, turn: Turn) -> tuple[Button, ...]:
    ref = CustomerRef((customer.id,))
    offered: list[tuple[str, Intent]] = [("open", ShowCustomer(ref))]
    if customer.owner == turn.viewer.id:
        offered += [
            ("log", LogFollowUps((Entry(customer=ref),))),
            ("plan", SetPlan(customer=ref)),
        ]
    return tuple(Button(turn.say(f"buttons.{word}"), encode(intent)) for word, intent in offered)
