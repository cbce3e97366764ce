"""The public pool: look, claim, release, assign; whose is it, why, and until when."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from adapters.chat import Button, Card, Field, Reply, Row, Text, Tone
from bot.asking import Asked
from bot.cards import ownership as ownership_cards
from bot.cards import pool as cards
from bot.cards.profile import context
from bot.dialogue.who import name_of, settled, the_customer
from bot.handlers import conditions
from bot.handlers.customers import open_customer
from bot.intents import (
    Assign,
    Claim,
    ExplainOwnership,
    Release,
    SearchPool,
    ShowQuota,
    ShowReturning,
)
from bot.keys import Intent, encode
from bot.parcel import packed
from bot.refusals import sentence
from bot.router import Router
from bot.shown import Shown, recall, remember
from bot.slots import CustomerRef
from bot.talk import Undo
from bot.texts import texts
from bot.turn import Turn
from core.customers import profile
from core.customers.model import Customer, CustomerId
from core.errors import CrmError
from core.people.model import Employee
from core.plans.model import Plan
from core.plans.queries import PlanQuery
from core.pool import actions
from core.pool.rules import RELEASE_REASONS

router = Router()
Again = Callable[[CustomerRef], Intent]


@router.on(SearchPool)
async def search_pool(wish: SearchPool, turn: Turn) -> Reply:
    """公海里有啥好客户: who fell out last first."""
    query = conditions.query(wish.where, turn, in_pool=True, page=wish.page)
    scope = turn.viewer.scope()
    found = await turn.uow.customers.search(query, scope)
    total = await turn.uow.customers.count(query, scope)
    await _remember(found, turn)
    beyond = query.offset + len(found) < total and wish.where.limit is None
    more = SearchPool(wish.where, wish.page + 1) if beyond else None
    return Reply(
        card=cards.listing(found, conditions.words(wish.where, turn), total, turn, more=more)
    )


@router.on(Claim)
async def claim(wish: Claim, turn: Turn) -> Reply:
    """领海川: one match at once; several names each with their own result; conditions preview first."""
    if wish.where is not None:
        return await _preview(wish, turn)
    ids = await _meant(wish, turn, lambda ref: Claim(customers=(ref,)))
    if len(ids) == 1:
        return await _claim_one(ids[0], turn)
    rows, done = [], 0
    for one in ids:
        name = await _name(one, turn)
        try:
            async with turn.uow.attempt():
                await actions.claim(one, turn.acting)
        except CrmError as refused:
            rows.append(Row(title=name, detail=sentence(refused, turn)))
        else:
            done += 1
            rows.append(Row(title=name, detail=turn.say("pool.claimed")))
    undo = (_undo(turn),) if done else ()
    say = turn.say
    title = (
        say("pool.some", done=done, failed=len(ids) - done)
        if done < len(ids)
        else say("pool.claimed")
    )
    return Reply(card=Card(title=title, rows=tuple(rows), buttons=undo))


async def _claim_one(customer_id: CustomerId, turn: Turn) -> Reply:
    """Claim it and show what is known of it (D18)."""
    await actions.claim(customer_id, turn.acting)
    opened = await open_customer(customer_id, turn)
    if opened.card is None:
        return opened
    facts = await profile.gather(customer_id, turn.acting)
    card = replace(
        opened.card,
        state=turn.say("pool.claimed"),
        tone=Tone.GOOD,
        fields=(*opened.card.fields, *context(facts, turn)),
        buttons=(*opened.card.buttons[:2], _undo(turn)),
    )
    return Reply(card=card, toast=turn.say("pool.claimed"))


@router.on(Release)
async def release(wish: Release, turn: Turn) -> Reply:
    """退回公海: with a reason at once, without one the reasons are offered (D17)."""
    form = turn.press.form if turn.press else {}
    reason = wish.reason or "".join(form.get("reason", ()))
    ids = await _meant(wish, turn, lambda ref: Release(customers=(ref,), reason=reason))
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    if not reason:
        plans: list[Plan] = []
        for one in found:
            plans += await turn.uow.plans.search(PlanQuery(customer=one.id), turn.viewer.scope())
        return Reply(card=cards.reasons(found, RELEASE_REASONS, plans, turn))
    for one in found:
        await actions.release(one.id, turn.acting, reason=reason)
    say = turn.say
    key = f"pool.reason.{reason}"
    card = Card(
        title="、".join(one.full_name for one in found),
        fields=(Field(say("pool.field.reason"), say(key) if say.has(key) else reason),),
        state=say("pool.released"),
        tone=Tone.GOOD,
        buttons=(_undo(turn),),
    )
    return Reply(card=card, toast=card.state)


@router.on(ShowQuota)
async def show_quota(_: ShowQuota, turn: Turn) -> Reply:
    """我还能领几个."""
    quota = await actions.quota(turn.acting)
    return Reply(card=ownership_cards.quota(quota, turn))


@router.on(ShowReturning)
async def show_returning(wish: ShowReturning, turn: Turn) -> Reply:
    """我哪些客户快掉公海了; a supervisor sees his team's."""
    team = wish.team and turn.viewer.employee.leads
    found = await actions.returning(turn.acting, days=wish.days, team=team)
    await _remember(found, turn)
    return Reply(card=ownership_cards.returning(found, wish.days, turn))


@router.on(ExplainOwnership)
async def explain_ownership(wish: ExplainOwnership, turn: Turn) -> Reply:
    """远帆还能留多久, 海川上周三归谁, 华精怎么没了: the rule, its dates and every protection looked at."""
    customer = await the_customer(wish.customer, turn, lambda ref: replace(wish, customer=ref))
    explained = await actions.explain(customer.id, turn.acting, on=wish.on.day if wish.on else None)
    await _remember([customer], turn)
    owner = await name_of(explained.owner, turn) or turn.say("pool.was_in_pool")
    return Reply(card=ownership_cards.explanation(explained, owner, turn))


@router.on(Assign)
async def assign(wish: Assign, turn: Turn) -> Reply:
    """海川给老赵: a supervisor gives a customer of the pool or of his team to somebody."""
    to = await _colleague(wish.to, turn)
    ids = await _meant(wish, turn, lambda ref: Assign((ref,), wish.to))
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    for one in found:
        await actions.assign(one.id, turn.acting, to=to.id)
        words = texts(to.language)(
            "pool.told_assigned", who=turn.viewer.employee.name, customer=one.full_name
        )
        await turn.uow.notices.put(
            f"assigned:{turn.uow.act.id}:{one.id}",
            to=to.id,
            lane=1,
            body=packed(Text(words)),
            kind="assigned",
        )
    card = Card(
        title="、".join(one.full_name for one in found),
        state=turn.say("pool.assigned", name=to.name),
        tone=Tone.GOOD,
        buttons=(_undo(turn),),
    )
    return Reply(card=card)


async def _colleague(name: str, turn: Turn) -> Employee:
    found = await turn.uow.people.named(name)
    if len(found) == 1:
        return found[0]
    key = "pool.several_people" if found else "pool.no_such_person"
    raise Asked(Reply(text=turn.say(key, name=name)))


async def _preview(wish: Claim, turn: Turn) -> Reply:
    """领5个苏州的: never without being seen first."""
    where = wish.where
    if where is None:
        return Reply(text=turn.say("pool.nothing_shown"))
    query = conditions.query(where, turn, in_pool=True)
    found = await turn.uow.customers.search(query, turn.viewer.scope())
    await _remember(found, turn)
    card = cards.listing(found, conditions.words(where, turn), len(found), turn, more=None)
    every = Claim(customers=tuple(CustomerRef((one.id,)) for one in found))
    say = turn.say
    buttons = (Button(say("pool.claim_all"), encode(every), primary=True),) if found else ()
    return Reply(card=replace(card, body=say("pool.preview", count=len(found)), buttons=buttons))


async def _meant(wish: Claim | Release | Assign, turn: Turn, again: Again) -> list[CustomerId]:
    """The customers of a wish: named, by number of the last list, or the one last shown."""
    numbers = getattr(wish, "numbers", ())
    if wish.customers:
        return [await _one_of(ref, turn, again) for ref in wish.customers]
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    if numbers:
        if max(numbers) > len(shown.customers):
            raise Asked(Reply(text=turn.say("choice.no_such_number")))
        return [shown.customers[number - 1] for number in numbers]
    if not shown.customers:
        raise Asked(Reply(text=turn.say("draft.which_customer")))
    return list(shown.customers)


async def _one_of(ref: CustomerRef, turn: Turn, again: Again) -> CustomerId:
    """The customer a name means; a claim reaches for colleagues' too, so that it can be refused
    with the present owner."""
    if ref.only and turn.origin == "said":
        found = await turn.uow.customers.find(ref.only)
        if found is not None:
            return found.id
    kept = await settled(ref, turn)
    if kept.only:
        return kept.only
    return (await the_customer(kept, turn, again)).id


async def _name(customer: CustomerId, turn: Turn) -> str:
    found = await turn.uow.customers.find(customer)
    return found.full_name if found else ""


async def _remember(found: Sequence[Customer], turn: Turn) -> None:
    shown = Shown(customers=tuple(one.id for one in found))
    await remember(turn.uow, turn.sender.conversation, shown, turn.now)


def _undo(turn: Turn) -> Button:
    return Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id)))
