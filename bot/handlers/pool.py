"""The public pool: claim, release, assign."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from adapters.chat import Button, Card, Live, Reply, Row, Text, Tone
from bot.asking import Asked
from bot.attention import Attention, Push
from bot.cards import pool as cards
from bot.cards.notices import notice
from bot.cards.profile import context
from bot.dialogue.forms import one as one_of
from bot.dialogue.who import no_such, settled, the_customer
from bot.handlers import conditions
from bot.handlers.customers import open_customer
from bot.intents import Assign, Claim, Release
from bot.keys import Intent, encode
from bot.places import record, records
from bot.refusals import refusal, sentence
from bot.router import Router
from bot.shown import Shown, recall, remember, remember_customers
from bot.slots import CustomerRef
from bot.talk import Undo
from bot.texts import texts
from bot.turn import Turn
from core.customers import profile
from core.customers.model import Customer, CustomerId
from core.errors import CrmError, NotFound
from core.people.model import Employee, EmployeeId
from core.people.permissions import EVERYBODY
from core.plans.model import Plan
from core.pool import actions
from core.pool.dangling import heirs, open_plans
from core.pool.rules import RELEASE_REASONS

router = Router()
_OUT_OF_THE_POOL = ("claim", "assign")
Again = Callable[[CustomerRef], Intent]


@router.on(Claim)
async def claim(wish: Claim, turn: Turn) -> Reply:
    """领海川: one match at once; several names each with their own result; conditions preview first."""
    if wish.where is not None:
        return await _preview(wish, turn)
    named = [ref for ref in wish.customers if ref.ids]
    nobody = [ref for ref in wish.customers if ref.words and not ref.ids]
    if named and nobody:
        return await _beside(replace(wish, customers=tuple(named)), nobody, turn)
    ids = await _meant(wish, turn, lambda ref: Claim(customers=(ref,)))
    if len(ids) == 1:
        return await _claim_one(ids[0], turn)

    async def one(customer: CustomerId) -> None:
        await actions.claim(customer, turn.acting)

    return await _each(ids, one, turn.say("pool.claimed"), turn)


async def _beside(wish: Claim, nobody: Sequence[CustomerRef], turn: Turn) -> Reply:
    """What became of the known ones, and that the others are nobody's names."""
    try:
        async with turn.uow.attempt():
            reply = await claim(wish, turn)
    except CrmError as error:
        reply = refusal(error, turn)
    return replace(reply, more=(*reply.more, *(Text(no_such(ref, turn).text) for ref in nobody)))


async def _claim_one(customer_id: CustomerId, turn: Turn) -> Reply:
    """Claim it and show what is known of it (D18), until the claim is taken back."""
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
    follows = Live(opened.live.key, (turn.uow.act.id,)) if opened.live else None
    return Reply(card=card, toast=turn.say("pool.claimed"), live=follows)


@router.on(Release)
async def release(wish: Release, turn: Turn) -> Reply:
    """退回公海: with a reason at once, without one the reasons are offered (D17)."""
    form = turn.press.form if turn.press else {}
    reason = wish.reason or one_of(form, "reason")
    ids = await _meant(wish, turn, lambda ref: Release(customers=(ref,), reason=reason))
    if not reason:
        return await _ask_why(ids, turn)
    told = "：".join(filter(None, (reason, wish.note or one_of(form, "note"))))
    heir = await _heir(one_of(form, "plans"), turn)
    open_before = await _plans_of(ids, turn)

    async def one(customer: CustomerId) -> None:
        await actions.release(customer, turn.acting, reason=told, heir=heir.id if heir else None)

    reply = await _each(ids, one, turn.say("pool.released"), turn)
    if heir and open_before:
        await _tell_heir(heir, open_before, turn)
    fields = cards.released(told, len(open_before), heir, turn)
    return replace(reply, card=replace(reply.card, fields=fields) if reply.card else None)


async def _ask_why(ids: Sequence[CustomerId], turn: Turn) -> Reply:
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    if not found:
        raise NotFound(kind="customer", key="")
    await remember(turn.uow, turn.answered_in, Shown(customers=tuple(ids)), turn.now)
    plans = await _plans_of(ids, turn)
    others = await heirs(turn.acting) if plans else ()
    return Reply(card=cards.reasons(found, RELEASE_REASONS, plans, others, turn))


async def _plans_of(ids: Sequence[CustomerId], turn: Turn) -> list[Plan]:
    """What is open with the customers that the person may see."""
    found = await turn.uow.customers.several(ids, turn.viewer.scope())
    return [plan for one in found for plan in await open_plans(one, turn.uow)]


async def _heir(chosen: str, turn: Turn) -> Employee | None:
    """The colleague chosen for the plans; nobody when they are to be closed."""
    if not chosen or chosen == cards.CLOSE:
        return None
    return await turn.uow.people.get(EmployeeId(chosen))


async def _tell_heir(heir: Employee, plans: Sequence[Plan], turn: Turn) -> None:
    at = await turn.uow.customers.several(
        [plan.customer for plan in plans if plan.customer], EVERYBODY
    )
    names = "、".join(one.short for one in at)
    say = texts(heir.language)
    who = turn.viewer.employee.name
    words = say("pool.told_heir", who=who, customers=names, count=len(plans))
    told = notice(names, words, at, say)
    await _tell(
        heir, f"inherited:{turn.uow.act.id}", told, records([one.id for one in at], "plans"), turn
    )


@router.on(Assign)
async def assign(wish: Assign, turn: Turn) -> Reply:
    """海川给老赵: a supervisor gives a customer of the pool or of his team to somebody."""
    to = await _colleague(wish.to, turn)
    ids = await _meant(wish, turn, lambda ref: Assign((ref,), wish.to))

    async def one(customer: CustomerId) -> None:
        given = await actions.assign(customer, turn.acting, to=to.id, reason=wish.reason)
        if to.id == turn.viewer.id:
            return
        who = turn.viewer.employee.name
        say = texts(to.language)
        words = say("pool.told_assigned", who=who, customer=given.full_name)
        await _tell(
            to,
            f"assigned:{turn.uow.act.id}:{customer}",
            notice(given.short, words, [given], say),
            record(given.id),
            turn,
        )

    return await _each(ids, one, turn.say("pool.assigned", name=to.name), turn)


async def _tell(person: Employee, key: str, content: Card, opens: str, turn: Turn) -> None:
    """Outside his quiet hours, within his budget (G08)."""
    kind, life = key.partition(":")[0], timedelta(days=3)
    push = Push(key=key, kind=kind, content=content, opens=opens, life=life, lane=1)
    attention = Attention(uow=turn.uow, rules=turn.rules, zone=turn.zone, at=turn.now)
    await attention.push(person, push)


async def _each(
    ids: Sequence[CustomerId], act: Callable[[CustomerId], Awaitable[None]], done: str, turn: Turn
) -> Reply:
    """Do it with each customer: one that is refused leaves the others alone.

    Raises:
        CrmError: of the only one.
    """
    if len(ids) == 1:
        await act(ids[0])
        (name,) = await _names(ids, turn)
        card = Card(title=name, state=done, tone=Tone.GOOD, buttons=(_undo(turn),))
        return Reply(card=card, toast=done)
    rows, failed = [], 0
    names = await _names(ids, turn)
    for one, name in zip(ids, names, strict=True):
        try:
            async with turn.uow.attempt():
                await act(one)
        except CrmError as refused:
            failed += 1
            rows.append(Row(title=name, detail=sentence(refused, turn)))
        else:
            rows.append(Row(title=name, detail=done))
    await remember(turn.uow, turn.answered_in, Shown(customers=tuple(ids)), turn.now)
    title = turn.say("pool.some", done=len(ids) - failed, failed=failed) if failed else done
    buttons = (_undo(turn),) if failed < len(ids) else ()
    return Reply(card=Card(title=title, rows=tuple(rows), buttons=buttons), toast=title)


async def _names(ids: Sequence[CustomerId], turn: Turn) -> list[str]:
    """Full names; a button that names what the person may not see learns none (A08)."""
    scope = EVERYBODY if turn.origin == "said" else turn.viewer.scope()
    known = {one.id: one.full_name for one in await turn.uow.customers.several(ids, scope)}
    return [known.get(one, "—") for one in ids]


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
    await remember_customers(found, turn)
    card = cards.listing(found, conditions.words(where, turn), len(found), turn, more=None)
    every = Claim(customers=tuple(CustomerRef((one.id,)) for one in found))
    say = turn.say
    if not found:
        return Reply(card=card)
    buttons = (Button(say("pool.claim_all"), encode(every), primary=True),)
    return Reply(card=replace(card, body=say("pool.preview", count=len(found)), buttons=buttons))


async def _meant(wish: Claim | Release | Assign, turn: Turn, again: Again) -> list[CustomerId]:
    """The customers of a wish: named, by number of the last list, or the one last shown."""
    numbers = getattr(wish, "numbers", ())
    if wish.customers:
        alone = len(wish.customers) == 1
        return [await _one_of(ref, turn, again, alone=alone) for ref in wish.customers]
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    if numbers:
        return [_by_number(number, shown, turn) for number in numbers]
    return [(await the_customer(CustomerRef(shown.customers), turn, again)).id]


def _by_number(number: int, shown: Shown, turn: Turn) -> CustomerId:
    row = shown.row(number)
    if row is None or row.customer is None:
        raise Asked(Reply(text=turn.say("choice.no_such_number")))
    return row.customer


async def _one_of(ref: CustomerRef, turn: Turn, again: Again, *, alone: bool) -> CustomerId:
    """The customer a name or a button means; what may be done with it is the action's to say."""
    if not ref.only:
        return (await the_customer(await settled(ref, turn), turn, again)).id
    found = await turn.uow.customers.find(ref.only)
    claims = isinstance(again(ref), Claim)
    if alone and turn.origin == "said" and not claims:
        await settled(ref, turn)
    if found is None or (claims and not _may_be_claimed(found, turn)):
        raise NotFound(kind="customer", key=ref.only)
    return found.id


def _may_be_claimed(found: Customer, turn: Turn) -> bool:
    """A claim reaches for colleagues' too, so that it can be refused with the present owner.

    From a button only for what came out of the pool, where everybody could see it (A08, D02).
    """
    common = found.basis in _OUT_OF_THE_POOL
    return turn.origin != "pressed" or common or turn.viewer.scope().covers(found.owner)


def _undo(turn: Turn) -> Button:
    return Button(turn.say("buttons.undo"), encode(Undo(turn.uow.act.id)))
