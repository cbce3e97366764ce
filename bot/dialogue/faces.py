"""The cards of a draft: a question, the draft with its buttons, its form, its end state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.chat import Button, Card, Field, Row, Tone
from bot.cards.attachments import field
from bot.dialogue import entries
from bot.dialogue.asks import Ask
from bot.dialogue.choice import choice_card
from bot.dialogue.draftable import draftables
from bot.dialogue.who import offered
from bot.intents import CreateCustomer
from bot.keys import Intent, decode, encode
from bot.talk import (
    AnswerDraft,
    ChooseCustomer,
    DropDraft,
    EditDraft,
    SaveDraft,
    SubmitDraft,
    Undo,
)
from bot.turn import Turn
from core.drafts import Draft, DraftState
from core.errors import NotFound

MOST = 2
"""Questions at a time: nobody answers a questionnaire."""


def within(draft: Draft, turn: Turn) -> Turn:
    """The turn as the draft's own message had it: its words are the evidence of every value."""
    return replace(turn, source_text=draft.source_text, message_id=draft.source_message_id)


async def open_card(draft: Draft, intent: Intent, turn: Turn, *, most: int = MOST) -> Card:
    """The card of an open draft, with `most` questions at most."""
    if first := entries.asked_first(intent):
        return await _which_customer(draft, intent, first[0], turn)
    as_it_stands, _ = await _standing(draft, intent, turn)
    card = await draftables.of(intent).face(as_it_stands, within(draft, turn))
    card = replace(card, fields=(*card.fields, *await _sent_with(draft, turn)))
    questions = _questions(intent, turn, most)
    card = _asking(card, questions, above=entries.is_several(intent))
    card = replace(card, rows=_rows(card.rows, draft, intent, turn, names=questions.names))
    edit, drop = _edit(draft, turn), _drop(draft, turn)
    if not _can_be_saved(intent):
        first_of_all = () if questions.names else (replace(edit, primary=True),)
        return replace(card, tone=Tone.WARNING, buttons=(*first_of_all, drop))
    save = _button(SaveDraft(draft.id, draft.version), "save", turn)
    answers = () if card.rows else _answers(questions.asks, draft)
    buttons = (*answers, replace(save, primary=True), edit, drop)
    return replace(card, tone=Tone.ACTIVE, buttons=buttons)


def _can_be_saved(intent: Intent) -> bool:
    """Whether 保存 would save anything of it."""
    return any(
        not entries.unsettled(one) and not draftables.of(one).missing(one)
        for one in entries.wishes(intent)
    )


@dataclass(frozen=True, slots=True)
class _Questions:
    """What a card asks.

    Args:
        names: the places of names that are nobody's, each a question.
        asks: what has buttons for answers.
    """

    lines: tuple[str, ...]
    names: tuple[int, ...] = ()
    asks: tuple[Ask, ...] = ()


def _questions(intent: Intent, turn: Turn, most: int) -> _Questions:
    """What one entry lacks; beside it names that are nobody's."""
    names = tuple(entries.new_names(intent)[:most])
    unknown = [_unknown(intent, place, turn) for place in names]
    place, left = entries.asking(intent, turn), most - len(names)
    if place is None or not left:
        return _Questions(tuple(unknown), names)
    one = entries.one(intent, place)
    kind = draftables.of(one)
    missing = kind.missing(one)[:left]
    asks = () if missing else tuple(kind.asks(one, turn)[:1])
    wanted = () if missing else kind.wanted(one)[: left - len(asks)]
    lines = (
        _named("draft.missing", missing, turn),
        *(ask.words for ask in asks),
        _named("draft.wanted", wanted, turn),
    )
    said = "\n".join(filter(None, lines))
    if entries.is_several(intent):
        said = turn.say("draft.of_entry", number=place + 1, asked=said)
    return _Questions((*unknown, said), names, asks)


def _asking(card: Card, questions: _Questions, *, above: bool) -> Card:
    """The card with its questions; above the rows of several, where no platform cuts them off."""
    asked = "\n".join(questions.lines)
    if above:
        return replace(card, subtitle=asked)
    return replace(card, body="\n".join(filter(None, (card.body, asked))))


def _unknown(intent: Intent, place: int, turn: Turn) -> str:
    name = entries.customer_at(intent, place).words
    asked = turn.say("draft.no_such_customer", name=name)
    return turn.say("draft.of_entry", number=place + 1, asked=asked)


def _named(key: str, names: Sequence[str], turn: Turn) -> str:
    said = turn.say("draft.and").join(turn.say(f"draft.name.{name}") for name in names)
    return turn.say(key, names=said) if said else ""


def _answers(asked: Sequence[Ask], draft: Draft) -> list[Button]:
    """A button for each answer to what is asked."""
    return [
        Button(label, encode(AnswerDraft(draft.id, draft.version, place)))
        for one in asked
        for place, (label, _) in enumerate(one.options)
    ]


def _rows(
    rows: Sequence[Row], draft: Draft, intent: Intent, turn: Turn, *, names: Sequence[int]
) -> tuple[Row, ...]:
    """Give each open entry of several its own buttons."""
    if not entries.is_several(intent):
        return tuple(rows)
    new = entries.new_names(intent)
    buttons: dict[int, tuple[Button, ...]] = {}
    for place in entries.open_entries(intent):
        drop = _button(DropDraft(draft.id, draft.version, place), "drop_one", turn)
        save = _button(SaveDraft(draft.id, draft.version, place), "save_one", turn)
        buttons[place] = (drop,) if place in new else (save, drop)
        if place in names:
            name = entries.customer_at(intent, place).words
            create = CreateCustomer(name=name, then=draft.id, then_at=place)
            buttons[place] = (_button(create, "create", turn), drop)
    return tuple(replace(row, buttons=buttons.get(place, ())) for place, row in enumerate(rows))


def _button(key: Intent, word: str, turn: Turn) -> Button:
    return Button(turn.say(f"buttons.{word}"), encode(key))


def _edit(draft: Draft, turn: Turn) -> Button:
    return _button(EditDraft(draft.id, draft.version), "edit", turn)


def _drop(draft: Draft, turn: Turn) -> Button:
    return _button(DropDraft(draft.id, draft.version), "cancel", turn)


async def _which_customer(draft: Draft, intent: Intent, place: int, turn: Turn) -> Card:
    customer = entries.customer_at(intent, place)
    drop = _drop(draft, turn)
    if customer.ids:
        card = await choice_card(
            customer,
            turn,
            key=lambda chosen: encode(ChooseCustomer(draft.id, draft.version, chosen, place)),
        )
        new = offered(customer, turn, then=draft.id, at=place).buttons if customer.guess else ()
        return replace(card, buttons=(*card.buttons, *new, drop))
    say = turn.say
    if not customer.words:
        asked = Card(title=say("draft.which_customer"), body=say("draft.say_the_name"))
        return replace(asked, tone=Tone.WARNING, buttons=(drop,))
    card = offered(customer, turn, then=draft.id, at=place)
    return replace(card, buttons=(*card.buttons, drop))


async def form_card(draft: Draft, turn: Turn) -> Card:
    """The card with the form of 修改; of several entries the one that is asked about, by its name."""
    intent = decode(draft.intent)
    shown = entries.one(intent, entries.current(intent, turn))
    kind, its = draftables.of(shown), within(draft, turn)
    say = turn.say
    submit = Button(
        say("buttons.save"),
        encode(SubmitDraft(draft.id, draft.version)),
        primary=True,
        submits=True,
    )
    return replace(
        await kind.face(shown, its),
        tone=Tone.ACTIVE,
        fields=(),
        rows=(),
        body=say("draft.say_the_change"),
        inputs=tuple(await kind.inputs(shown, its)),
        buttons=(submit, _drop(draft, turn)),
    )


async def end_card(draft: Draft, turn: Turn, note: str = "", *, now: bool = False) -> Card:
    """The card of a draft that was dealt with, its end state, and 撤销 while it helps.

    It shows what was saved, or with `now` what the records say now.
    """
    intent, acts = await _standing(draft, decode(draft.intent), turn)
    saved, stands = draft.state is DraftState.SAVED, bool(acts)
    try:
        face = await _end_face(draft, intent, turn, now=now and stands)
    except NotFound:  # what it corrected was taken back with it
        if stands:
            raise
        face = Card(title=turn.say("draft.ended"))
    word = "taken_back" if saved and not stands else draft.state.value
    undo = [_button(Undo(act, draft.id), "undo", turn) for act in acts[-1:]]
    return replace(
        face,
        fields=(*face.fields, *await _sent_with(draft, turn)),
        tone=Tone.GOOD if stands else Tone.MUTED,
        body=note or (face.body if now and stands else ""),
        state=turn.say(f"draft.{word}"),
        buttons=tuple(undo),
    )


async def _sent_with(draft: Draft, turn: Turn) -> tuple[Field, ...]:
    """The line of what was sent with it, where something was."""
    return field(await turn.uow.attachments.of_draft(draft.id), turn.say)


async def _standing(draft: Draft, intent: Intent, turn: Turn) -> tuple[Intent, list[str]]:
    """The draft with the entries marked that were taken back, and the acts that stand, oldest first."""
    kind = draftables.of(intent)
    acts = [*dict.fromkeys((*filter(None, kind.acts(intent)), draft.act))] if draft.act else []
    gone = {act for act in acts if await turn.uow.ledger.undone(act)}
    for place, act in enumerate(kind.acts(intent)):
        if act in gone:
            intent = kind.ended(intent, place, "taken_back", act)
    left = [act for act in acts if act not in gone]
    return intent, sorted(left, key=lambda act: act == draft.act)


async def _end_face(draft: Draft, intent: Intent, turn: Turn, *, now: bool) -> Card:
    kind = draftables.of(intent)
    if entries.unsettled(intent):
        return Card(title=turn.say("draft.ended"))
    draw = kind.now if now and kind.now else kind.face
    return await draw(intent, within(draft, turn))
