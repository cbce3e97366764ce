"""The life of a draft: offered, settled question by question, saved or dropped."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.chat import Button, Card, Live, Reply, Row, Tone
from bot.bounds import bounded
from bot.dialogue.asks import Ask
from bot.dialogue.choice import choice_card
from bot.dialogue.draftable import draftables
from bot.dialogue.learning import learn
from bot.dialogue.who import offered
from bot.keys import Intent, decode, encode
from bot.slots import CustomerRef
from bot.talk import (
    AnswerDraft,
    ChooseCustomer,
    DropDraft,
    EditDraft,
    SaveDraft,
    ShowDraft,
    SubmitDraft,
    Undo,
)
from bot.turn import Turn
from core.drafts import Draft, DraftState
from core.errors import NotFound

MOST = 2
"""Questions at a time: nobody answers a questionnaire."""
LIFE = timedelta(minutes=30)
"""How long a text continues a draft; its buttons live as long as the platform's card."""


async def offer(intent: Intent, turn: Turn) -> Reply:
    """Keep `intent` as a draft and show its card, or the question that comes first.

    Raises:
        Forbidden: he may do such a thing to nobody's records.
    """
    turn.viewer.check_any(draftables.of(intent).command)
    draft = Draft(
        id=turn.new_id(),
        conversation=turn.answered_in,
        employee=turn.viewer.id,
        intent=encode(intent),
        source_text=turn.source_text,
        source_message_id=turn.message_id,
        created_at=turn.now,
        expires_at=turn.now + LIFE,
    )
    await turn.uow.drafts.add(draft)
    return await show(draft, turn)


async def change(draft: Draft, intent: Intent, turn: Turn) -> Reply:
    """Put `intent` in the place of the draft's and show it anew."""
    changed = replace(draft, intent=encode(intent), expires_at=turn.now + LIFE)
    return await show(await turn.uow.drafts.save(changed), turn)


async def save(draft: Draft, intent: Intent, turn: Turn) -> Reply:
    """Do what the draft says and end it; what cannot be saved yet is asked for first."""
    kind = draftables.of(intent)
    if unsettled(intent) or kind.missing(intent):
        return await change(draft, intent, turn)
    saved = await kind.save(bounded(intent), within(draft, turn))
    learned = await learn(kind.customers(intent), turn)
    became = saved.intent or intent
    ended = replace(draft, intent=encode(became), state=DraftState.SAVED, act=turn.uow.act.id)
    note = "\n".join(filter(None, (saved.note, learned)))
    card = await end_card(await turn.uow.drafts.save(ended), turn, note)
    said = turn.say("draft.saved")
    return Reply(card=card, toast=said, more=saved.more, live=live(ended, became))


def live(draft: Draft, intent: Intent) -> Live | None:
    """What the card of a saved draft goes on showing."""
    records = tuple(draftables.of(intent).records(intent))
    return Live(encode(ShowDraft(draft.id)), records) if records else None


async def drop(draft: Draft, turn: Turn) -> Reply:
    """End the draft; nothing was written."""
    dropped = await turn.uow.drafts.save(replace(draft, state=DraftState.CANCELLED))
    return Reply(card=await end_card(dropped, turn), toast=turn.say("draft.cancelled"))


async def show(draft: Draft, turn: Turn) -> Reply:
    """The draft's card as it stands: a question, the draft with its buttons, or its end state."""
    intent = decode(draft.intent)
    if draft.state is not DraftState.OPEN:
        card = await end_card(draft, turn, now=True)
        return Reply(card=card, live=live(draft, intent))
    kind = draftables.of(intent)
    place = unsettled(intent)
    if place:
        return await _which_customer(draft, place[0], kind.customers(intent)[place[0]], turn)
    card = await kind.face(intent, within(draft, turn))
    missing = kind.missing(intent)
    if missing:
        return Reply(card=_asking(card, draft, missing, turn))
    return Reply(card=_ready(card, draft, intent, turn))


async def form(draft: Draft, turn: Turn) -> Reply:
    """The draft's card with the form of 修改; of several entries the first open one's, by its name."""
    intent = decode(draft.intent)
    kind = draftables.of(intent)
    is_one_of_several = len(kind.entries(intent)) > 1
    shown = kind.picked(intent, open_entries(intent)[0]) if is_one_of_several else intent
    face = await kind.face(shown, within(draft, turn))
    say = turn.say
    submit = Button(
        say("buttons.save"),
        encode(SubmitDraft(draft.id, draft.version)),
        primary=True,
        submits=True,
    )
    card = replace(
        face,
        tone=Tone.ACTIVE,
        fields=(),
        rows=(),
        body=say("draft.say_the_change"),
        inputs=tuple(await kind.inputs(intent, within(draft, turn))),
        buttons=(submit, _drop(draft, turn)),
    )
    return Reply(card=card)


async def end_card(draft: Draft, turn: Turn, note: str = "", *, now: bool = False) -> Card:
    """The card of a draft that was dealt with, its end state, and 撤销 while it helps.

    It shows what was saved, or with `now` what the records say now.
    """
    saved = draft.state is DraftState.SAVED
    taken_back = saved and await turn.uow.ledger.undone(draft.act)
    stands = saved and not taken_back
    face = await _face(draft, turn, now=now and stands)
    word = "taken_back" if taken_back else draft.state.value
    undo = Button(turn.say("buttons.undo"), encode(Undo(draft.act, draft.id)))
    return replace(
        face,
        tone=Tone.GOOD if stands else Tone.MUTED,
        body=note or (face.body if now and stands else ""),
        state=turn.say(f"draft.{word}"),
        buttons=(undo,) if stands else (),
    )


async def _face(draft: Draft, turn: Turn, *, now: bool) -> Card:
    intent = decode(draft.intent)
    kind = draftables.of(intent)
    if unsettled(intent):
        return Card(title=turn.say("draft.ended"))
    draw = kind.now if now and kind.now else kind.face
    return await draw(intent, within(draft, turn))


async def mine(draft_id: str, turn: Turn) -> Draft:
    """The draft of a card, for whoever it was made for.

    Raises:
        NotFound: no such draft, or it is somebody else's: a key proves nothing.
    """
    draft = await turn.uow.drafts.get(draft_id)
    if draft.employee != turn.viewer.id:
        raise NotFound(kind="draft", key=draft_id)
    return draft


def unsettled(intent: Intent) -> list[int]:
    """The places of the customers that are not known yet."""
    customers = draftables.of(intent).customers(intent)
    return [place for place, customer in enumerate(customers) if customer.only is None]


def is_counted(draft: Draft, listed_at: datetime | None) -> bool:
    """Whether a number means one of its entries or its choice: no list was shown since it was."""
    intent = decode(draft.intent)
    counts = len(draftables.of(intent).entries(intent)) > 1 or bool(unsettled(intent))
    return counts and (listed_at is None or listed_at <= draft.expires_at - LIFE)


def open_entries(intent: Intent) -> list[int]:
    """The places of the entries that were neither saved nor dropped."""
    entries = draftables.of(intent).entries(intent)
    return [place for place, state in enumerate(entries) if state == "open"]


def within(draft: Draft, turn: Turn) -> Turn:
    """The turn as the draft's own message had it: its words are the evidence of every value."""
    return replace(turn, source_text=draft.source_text, message_id=draft.source_message_id)


def _ready(card: Card, draft: Draft, intent: Intent, turn: Turn) -> Card:
    say = turn.say
    kind = draftables.of(intent)
    asked = kind.asks(intent, turn)[:1]
    wanted = _named(kind.wanted(intent)[: MOST - len(asked)], turn)
    hint = say("draft.wanted", names=wanted) if wanted else ""
    save_all = Button(say("buttons.save"), encode(SaveDraft(draft.id, draft.version)), primary=True)
    return replace(
        card,
        tone=Tone.ACTIVE,
        body="\n".join(filter(None, (card.body, *(one.words for one in asked), hint))),
        rows=_entry_rows(card.rows, draft, kind.entries(intent), turn),
        buttons=(
            *(() if card.rows else _answers(asked, draft)),
            save_all,
            _edit(draft, turn),
            _drop(draft, turn),
        ),
    )


def _answers(asked: Sequence[Ask], draft: Draft) -> list[Button]:
    """A button for each answer to what is asked."""
    return [
        Button(label, encode(AnswerDraft(draft.id, draft.version, place)))
        for one in asked
        for place, (label, _) in enumerate(one.options)
    ]


def _entry_rows(
    rows: Sequence[Row], draft: Draft, entries: Sequence[str], turn: Turn
) -> tuple[Row, ...]:
    """Give each open entry of several its own 保存 and 取消."""
    if len(entries) < 2:
        return tuple(rows)
    return tuple(
        replace(row, buttons=_entry_buttons(draft, place, turn)) if state == "open" else row
        for place, (row, state) in enumerate(zip(rows, entries, strict=True))
    )


def _entry_buttons(draft: Draft, place: int, turn: Turn) -> tuple[Button, ...]:
    keys: tuple[Intent, ...] = (
        SaveDraft(draft.id, draft.version, place),
        DropDraft(draft.id, draft.version, place),
    )
    words = ("buttons.save_one", "buttons.drop_one")
    return tuple(Button(turn.say(word), encode(key)) for word, key in zip(words, keys, strict=True))


def _asking(card: Card, draft: Draft, missing: Sequence[str], turn: Turn) -> Card:
    ask = turn.say("draft.missing", names=_named(missing, turn))
    return replace(
        card,
        tone=Tone.WARNING,
        body="\n".join(filter(None, (card.body, ask))),
        buttons=(replace(_edit(draft, turn), primary=True), _drop(draft, turn)),
    )


def _named(names: Sequence[str], turn: Turn) -> str:
    return turn.say("draft.and").join(turn.say(f"draft.name.{name}") for name in names[:MOST])


def _edit(draft: Draft, turn: Turn) -> Button:
    return Button(turn.say("buttons.edit"), encode(EditDraft(draft.id, draft.version)))


def _drop(draft: Draft, turn: Turn) -> Button:
    return Button(turn.say("buttons.cancel"), encode(DropDraft(draft.id, draft.version)))


async def _which_customer(draft: Draft, place: int, customer: CustomerRef, turn: Turn) -> Reply:
    if customer.ids:
        card = await choice_card(
            customer,
            turn,
            key=lambda chosen: encode(ChooseCustomer(draft.id, draft.version, chosen, place)),
        )
        new = offered(customer, turn, then=draft.id).buttons if customer.guess else ()
        return Reply(card=replace(card, buttons=(*card.buttons, *new, _drop(draft, turn))))
    say = turn.say
    if not customer.words:
        asked = Card(title=say("draft.which_customer"), body=say("draft.say_the_name"))
        return Reply(card=replace(asked, tone=Tone.WARNING, buttons=(_drop(draft, turn),)))
    card = offered(customer, turn, then=draft.id)
    return Reply(card=replace(card, buttons=(*card.buttons, _drop(draft, turn))))
