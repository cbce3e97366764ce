"""What a person does with a draft: save, change, drop, choose, correct, by tap or by words."""

from dataclasses import replace

from adapters.chat import Reply, Text
from bot.asking import Asked
from bot.dialogue import answers, drafts, entries
from bot.dialogue.corrections import asked_of, corrected, meant
from bot.dialogue.draftable import draftables
from bot.dialogue.faces import within
from bot.dialogue.who import picked_of, settled
from bot.handlers.customers import show_customer
from bot.handlers.opportunities import open_deal
from bot.handlers.opportunity_changes import Changing, aimed_at
from bot.handlers.plans import move_plan, open_plan
from bot.intents import LogFollowUps, MovePlan, PlanRef, ReviseFollowUp, ShowCustomer
from bot.keys import Intent, decode
from bot.router import Router
from bot.shown import recall
from bot.slots import CustomerRef, Listed, When
from bot.talk import (
    AnswerDraft,
    Cancel,
    ChooseCustomer,
    Confirm,
    Correct,
    DropDraft,
    EditDraft,
    Pick,
    SaveDraft,
    ShowDraft,
    SubmitDraft,
    Together,
)
from bot.turn import Turn
from core.customers.model import CustomerId
from core.drafts import Draft, DraftState
from core.errors import NotFound
from core.visits.queries import FollowUpQuery

router = Router()


@router.on(SaveDraft)
async def save_draft(press: SaveDraft, turn: Turn) -> Reply:
    draft = await drafts.mine(press.draft, turn)
    if _passed(draft, press.version):
        return await drafts.show(draft, turn)
    intent = decode(draft.intent)
    return await drafts.save(draft, intent, turn, places=_pressed(intent, press.entry))


@router.on(DropDraft)
async def drop_draft(press: DropDraft, turn: Turn) -> Reply:
    draft = await drafts.mine(press.draft, turn)
    if _passed(draft, press.version):
        return await drafts.show(draft, turn)
    intent = decode(draft.intent)
    return await drafts.drop(draft, intent, turn, places=_pressed(intent, press.entry))


def _pressed(intent: Intent, entry: int | None) -> list[int]:
    """The open entries a button is about: all of them, or its own."""
    return [place for place in entries.open_entries(intent) if entry in (None, place)]


@router.on(EditDraft)
async def edit_draft(press: EditDraft, turn: Turn) -> Reply:
    draft = await drafts.mine(press.draft, turn)
    if _passed(draft, press.version):
        return await drafts.show(draft, turn)
    return await drafts.form(draft, turn)


@router.on(SubmitDraft)
async def submit_draft(press: SubmitDraft, turn: Turn) -> Reply:
    draft = await drafts.mine(press.draft, turn)
    if _passed(draft, press.version):
        return await drafts.show(draft, turn)
    intent = decode(draft.intent)
    values = turn.press.form if turn.press else {}
    place = entries.current(intent, turn)  # the form was one entry's: the others stay
    one = entries.one(intent, place)
    filled = draftables.of(one).filled(one, values, within(draft, turn))
    return await drafts.save(draft, entries.put(intent, place, filled), turn, places=[place])


@router.on(Together)
async def together(_: Together, __: Turn) -> Reply:
    """What a draft keeps is on no button.

    Raises:
        NotFound: always.
    """
    raise NotFound(kind="draft", key="")


@router.on(ShowDraft)
async def show_draft(wish: ShowDraft, turn: Turn) -> Reply:
    return await drafts.show(await drafts.mine(wish.draft, turn), turn)


@router.on(ChooseCustomer)
async def choose_customer(press: ChooseCustomer, turn: Turn) -> Reply:
    draft = await drafts.mine(press.draft, turn)
    if _passed(draft, press.version):
        return await drafts.show(draft, turn)
    customer = await turn.uow.customers.get(press.customer, turn.viewer.scope())
    intent = decode(draft.intent)
    if press.entry not in entries.unsettled(intent):
        return await drafts.show(draft, turn)
    chosen = picked_of(entries.customer_at(intent, press.entry), customer.id)
    changed = draftables.of(intent).with_customer(intent, press.entry, chosen)
    return await drafts.change(draft, changed, turn)


@router.on(AnswerDraft)
async def answer_draft(press: AnswerDraft, turn: Turn) -> Reply:
    draft = await drafts.mine(press.draft, turn)
    if _passed(draft, press.version):
        return await drafts.show(draft, turn)
    return await answers.answer(draft, press.option, turn)


@router.on(Correct)
async def correct(correction: Correct, turn: Turn) -> Reply:
    draft = await _open(turn)
    if draft is None or _is_of_another(correction, draft):
        return await _correct_saved(correction, turn)
    intent = decode(draft.intent)
    correction = await _of_his(correction, turn)
    changed = _settled(intent, correction) or await corrected(intent, correction, turn)
    changed = await _with_deals(intent, changed or intent, correction, turn) or changed
    if changed is None:
        return Reply(text=turn.say("draft.nothing_to_correct"))
    return await drafts.change(draft, changed, turn)


async def _of_his(correction: Correct, turn: Turn) -> Correct:
    """The correction with the customers whom he may see.

    Raises:
        Asked: it names a colleague's: the draft stays about whom it was.
    """
    if correction.customer is None:
        return correction
    try:
        return replace(correction, customer=await settled(correction.customer, turn))
    except Asked as asked:
        kept = Text(turn.say("draft.kept"))
        raise Asked(replace(asked.reply, more=(*asked.reply.more, kept))) from asked


async def _with_deals(
    before: Intent, changed: Intent, correction: Correct, turn: Turn
) -> Intent | None:
    """With the deals of the customer that is right, where those of the wrong one were to change."""
    right, aimed = correction.customer, False
    if right is None or not right.ids:
        return None
    wrong = {id_ for ref in draftables.of(before).customers(before) for id_ in ref.ids}
    for place in entries.open_entries(changed):
        one = entries.one(changed, place)
        if isinstance(one, Changing) and await _is_of(one, wrong - set(right.ids), turn):
            changed = entries.put(changed, place, await aimed_at(one, right, turn))
            aimed = True
    return changed if aimed else None


async def _is_of(wish: Changing, customers: set[CustomerId], turn: Turn) -> bool:
    """Whether its deal is one of theirs; of whomever, where nobody else is spoken of."""
    if not customers or wish.target.opportunity is None:
        return not customers
    deal = await turn.uow.opportunities.get(wish.target.opportunity, turn.viewer.scope())
    return deal.customer in customers


def _is_of_another(correction: Correct, draft: Draft) -> bool:
    """Whether it names a customer whose contact the open draft does not report."""
    reports = [
        one
        for one in entries.wishes(decode(draft.intent))
        if isinstance(one, LogFollowUps | ReviseFollowUp)
    ]
    about = {id_ for one in reports for ref in draftables.of(one).customers(one) for id_ in ref.ids}
    return bool(correction.of.ids) and not about & set(correction.of.ids)


def _settled(intent: Intent, correction: Correct) -> Intent | None:
    """The intent about the customer that was named, where the draft asks for one."""
    if correction.customer is None:
        return None
    asked = asked_of(intent, correction)
    if not asked:
        return None
    return draftables.of(intent).with_customer(intent, asked[0], correction.customer)


@router.on(Cancel)
async def cancel(wish: Cancel, turn: Turn) -> Reply:
    """算了: the whole draft; 商机不要了: that of it."""
    draft = await _open(turn)
    if draft is None:
        return Reply(text=turn.say("draft.none_open"))
    intent = decode(draft.intent)
    places = meant(intent, wish)
    if not places:
        return Reply(text=turn.say("draft.none_such"))
    return await drafts.drop(draft, intent, turn, places=places)


@router.on(Confirm)
async def confirm(_: Confirm, turn: Turn) -> Reply:
    draft = await _open(turn)
    if draft is None:
        return Reply(text=turn.say("draft.nothing_to_save"))
    return await drafts.save(draft, decode(draft.intent), turn)


@router.on(Pick)
async def pick(picked: Pick, turn: Turn) -> Reply:
    """第2个: of the choice that is open, else of the list last shown."""
    number = picked.numbers[0]
    draft = await _open(turn)
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    if draft is not None and (drafts.is_counted(draft, shown.at) or not shown.rows):
        return await _pick_for(draft, number, turn)
    rows = [row for one in picked.numbers if (row := shown.row(one))]
    if len(rows) < len(picked.numbers):
        return Reply(text=turn.say("choice.no_such_number"))
    return await _open_row(rows[0], turn)


async def _open_row(row: Listed, turn: Turn) -> Reply:
    """What 打开 in that row opens; a plan of nobody's is shown as it stands."""
    scope = turn.viewer.scope()
    if row.opportunity:
        return await open_deal(await turn.uow.opportunities.get(row.opportunity, scope), turn)
    if row.plan and not row.customer:
        return await open_plan(await turn.uow.plans.get(row.plan, scope), turn)
    return await show_customer(ShowCustomer(CustomerRef(row.ids)), turn)


def _passed(draft: Draft, version: int) -> bool:
    """Whether the card that was pressed is not the draft's last one any more."""
    return draft.state is not DraftState.OPEN or draft.version != version


async def _open(turn: Turn) -> Draft | None:
    return await turn.uow.drafts.open_in(turn.sender.conversation, turn.now)


async def _pick_for(draft: Draft, number: int, turn: Turn) -> Reply:
    intent = decode(draft.intent)
    kind = draftables.of(intent)
    for place in entries.unsettled(intent):
        customer = entries.customer_at(intent, place)
        if 0 < number <= len(customer.ids):
            chosen = picked_of(customer, customer.ids[number - 1])
            return await drafts.change(draft, kind.with_customer(intent, place, chosen), turn)
    return Reply(text=turn.say("choice.no_such_number"))


def _is_past(when: When, turn: Turn) -> bool:
    """Whether it can only have been: no plan is moved there, a contact may have been then."""
    if when.day != turn.today or when.at is None:
        return when.day < turn.today
    return when.at < turn.now.astimezone(turn.zone).time()


async def _correct_saved(correction: Correct, turn: Turn) -> Reply:
    """A correction with no draft open changes the record last shown: a plan at once, a contact by a
    draft of its own."""
    if correction.of.ids:
        return await _correct_named(correction, turn)
    shown = await recall(turn.uow, turn.sender.conversation, turn.now)
    when = correction.next_when or correction.when
    if shown.plans and when and not (shown.follow_ups and _is_past(when, turn)):
        return await move_plan(MovePlan(PlanRef(plan=shown.plans[0]), when=when), turn)
    if not shown.follow_ups:
        return Reply(text=turn.say("draft.nothing_open"))
    revision = ReviseFollowUp(shown.follow_ups[0])
    changed = draftables.of(revision).corrected(revision, correction)
    return await drafts.offer(changed or revision, turn)


async def _correct_named(correction: Correct, turn: Turn) -> Reply:
    """What whoever corrects recorded last of the customer that is named."""
    found = [
        known
        for one in correction.of.ids
        for known in await turn.uow.follow_ups.search(
            FollowUpQuery(customer=one, employee=turn.viewer.id, limit=1), turn.viewer.scope()
        )
    ]
    if len(found) != 1:
        return Reply(text=turn.say("draft.nothing_open"))
    revision = ReviseFollowUp(found[0].id)
    changed = draftables.of(revision).corrected(revision, correction)
    return await drafts.offer(changed or revision, turn)
