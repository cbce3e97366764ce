"""How a plan is drafted and saved, and how several plans of a day are changed together."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.chat import Card, Input
from bot.cards import plans as cards
from bot.dialogue.asks import of_day
from bot.dialogue.draftable import Draftable, Form, Saved, draftables
from bot.dialogue.forms import one, when_of
from bot.handlers.plans import Acting, apply, meant, names
from bot.intents import CancelPlan, CompletePlan, MovePlan, SetPlan
from bot.moments import planned
from bot.router import Router
from bot.shown import Shown, remember
from bot.slots import CustomerRef
from bot.talk import Correct
from bot.turn import Turn
from core.errors import Invalid
from core.opportunities.queries import OpportunityQuery
from core.people.permissions import Command
from core.plans import actions

router = Router()


async def _face(wish: SetPlan, turn: Turn) -> Card:
    ids = [wish.customer.only] if wish.customer.only else []
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    deals = OpportunityQuery(among=(wish.opportunity,) if wish.opportunity else ())
    about = await turn.uow.opportunities.search(deals, turn.viewer.scope())
    deal = about[0].name if about else ""
    return cards.draft(wish, {each.id: each for each in found}, deal, turn)


async def _inputs(wish: SetPlan, turn: Turn) -> Sequence[Input]:
    return cards.form(wish, turn)


async def _save(wish: SetPlan, turn: Turn) -> Saved:
    if wish.when is None:
        raise Invalid("when", "empty")
    due, timed = planned(wish.when, turn.zone)
    words = " ".join(filter(None, ("、".join(wish.contacts), wish.content)))
    plan = await actions.set_plan(
        acting=turn.acting,
        due_at=due,
        has_time=timed,
        content=words if wish.contacts and wish.contacts[0] not in wish.content else wish.content,
        customer=wish.customer.only,
        opportunity=wish.opportunity,
        recurrence=wish.recurrence,
    )
    customers = (plan.customer,) if plan.customer else ()
    shown = Shown(plans=(plan.id,), customers=customers)
    await remember(turn.uow, turn.answered_in, shown, turn.now)
    return Saved()


def _filled(wish: SetPlan, form: Form, _: Turn) -> SetPlan:
    when = when_of(form, "when", wish.when)
    return replace(wish, when=when, content=one(form, "content", wish.content))


def _customers(wish: SetPlan) -> Sequence[CustomerRef]:
    """A plan may be one's own, without a customer; a named one has to be known."""
    return [wish.customer] if wish.customer.ids or wish.customer.words else []


def _corrected(wish: SetPlan, correction: Correct) -> SetPlan | None:
    when = correction.next_when or correction.when
    when = when.on(wish.when.day) if when and wish.when else when
    changed = replace(
        wish,
        customer=correction.customer or wish.customer,
        opportunity=None if correction.customer else wish.opportunity,
        when=when or wish.when,
        content=correction.content or wish.content,
        contacts=(correction.contact,) if correction.contact else wish.contacts,
    )
    return None if changed == wish else changed


draftables.add(
    SetPlan,
    Draftable(
        face=_face,
        command=Command.PLAN,
        save=_save,
        inputs=_inputs,
        filled=_filled,
        customers=_customers,
        with_customer=lambda wish, _, ref: replace(wish, customer=ref),
        missing=lambda wish: [] if wish.when else ["when"],
        asks=lambda wish, turn: of_day(wish.when, turn, lambda when: replace(wish, when=when)),
        corrected=_corrected,
    ),
)


_WORDS = {CompletePlan: "done", MovePlan: "move", CancelPlan: "cancel"}


async def _many_face(wish: Acting, turn: Turn) -> Card:
    """The preview: every plan it will change."""
    plans = await meant(wish, turn)
    known = await names(plans, turn)
    word = _WORDS[type(wish)]
    asked = turn.say(f"plans.preview_{word}", count=len(plans))
    return Card(
        title=asked if plans else turn.say(f"plans.many_{word}"),
        rows=tuple(cards.row(plan, known, turn) for plan in plans),
    )


async def _many_save(wish: Acting, turn: Turn) -> Saved:
    plans = await meant(wish, turn)
    known = await names(plans, turn)
    for plan in plans:
        await apply(wish, plan, turn)
    return Saved("\n".join(cards.row(plan, known, turn).title for plan in plans))


def _moved(wish: MovePlan, correction: Correct) -> MovePlan | None:
    when = correction.next_when or correction.when
    return replace(wish, when=when, shift=None) if when else None


for _kind in (CompletePlan, CancelPlan):
    draftables.add(_kind, Draftable(face=_many_face, command=Command.PLAN, save=_many_save))
draftables.add(
    MovePlan,
    Draftable(
        face=_many_face,
        command=Command.PLAN,
        save=_many_save,
        corrected=_moved,
    ),
)
