"""The life of a draft: offered, settled question by question, saved or dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from adapters.chat import Content, Live, Reply, Text
from bot.bounds import bounded
from bot.dialogue import entries, kept_with
from bot.dialogue.draftable import Saved, draftables
from bot.dialogue.faces import MOST, end_card, form_card, open_card, within
from bot.dialogue.learning import learn
from bot.keys import Intent, decode, encode
from bot.refusals import sentence
from bot.shown import Shown, recall, remember, united
from bot.talk import ShowDraft
from bot.turn import Turn
from core.drafts import Draft, DraftState
from core.errors import CrmError, NotFound

LIFE = timedelta(minutes=30)
"""How long a text continues a draft; its buttons live as long as the platform's card."""


async def offer(intent: Intent, turn: Turn) -> Reply:
    """Keep `intent` as a draft and show its card, or the question that comes first.

    What a message wishes is gathered first, and stands on one card: the answer is empty then.

    Raises:
        Forbidden: he may do such a thing to nobody's records.
    """
    turn.viewer.check_any(draftables.of(intent).command)
    if turn.gathered is not None:
        turn.gathered.wishes.append(intent)
        return Reply()
    return await begin(intent, turn)


async def begin(intent: Intent, turn: Turn, *, most: int = MOST) -> Reply:
    """A new draft with its card, which asks `most` questions at most."""
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
    await kept_with.join(draft, intent, turn)
    return Reply(card=await open_card(draft, intent, turn, most=most))


async def change(draft: Draft, intent: Intent, turn: Turn) -> Reply:
    """Put `intent` in the place of the draft's and show it anew."""
    changed = replace(draft, intent=encode(intent), expires_at=turn.now + LIFE)
    return await show(await turn.uow.drafts.save(changed), turn)


async def show(draft: Draft, turn: Turn) -> Reply:
    """The draft's card as it stands: a question, the draft with its buttons, or its end state."""
    intent = decode(draft.intent)
    if draft.state is DraftState.OPEN:
        return Reply(card=await open_card(draft, intent, turn), live=live(draft, intent))
    return Reply(card=await end_card(draft, turn, now=True), live=live(draft, intent))


async def form(draft: Draft, turn: Turn) -> Reply:
    """The draft's card with the form of 修改."""
    return Reply(card=await form_card(draft, turn))


@dataclass(slots=True)
class _Done:
    """What came of saving or dropping entries one after the other."""

    intent: Intent
    notes: list[str] = field(default_factory=list)
    learned: list[str] = field(default_factory=list)
    more: list[Content] = field(default_factory=list)
    shown: Shown = Shown()
    saved: bool = False


async def save(
    draft: Draft, intent: Intent, turn: Turn, *, places: Sequence[int] | None = None
) -> Reply:
    """Do what the draft says, or those entries of it, and end it when nothing is left.

    What cannot be saved yet is asked for; what is refused stays open beside what was saved.

    Raises:
        CrmError: the only thing to be saved was refused.
    """
    chosen = entries.open_entries(intent) if places is None else places
    ready = [] if entries.asked_first(intent) else [p for p in chosen if _is_ready(intent, p)]
    if not ready:
        return await change(draft, intent, turn)
    done = _Done(intent)
    for place in ready:
        try:
            async with turn.uow.attempt():
                await _save_entry(draft, place, done, turn)
        except CrmError as error:
            if len(ready) == 1:
                raise
            reason = turn.say("draft.refused", number=place + 1, reason=sentence(error, turn))
            done.more.append(Text(reason))
    await kept_with.attach(draft, done.shown, turn)
    await _remember(done, turn)
    acted = replace(draft, act=turn.uow.act.id) if done.saved else draft
    return await _left(acted, done, turn)


def _is_ready(intent: Intent, place: int) -> bool:
    one = entries.one(intent, place)
    return not entries.unsettled(one) and not draftables.of(one).missing(one)


async def _save_entry(draft: Draft, place: int, done: _Done, turn: Turn) -> None:
    one = entries.one(done.intent, place)
    kind = draftables.of(one)
    before = await recall(turn.uow, turn.answered_in, turn.now)
    saved: Saved = await kind.save(bounded(one), within(draft, turn))
    after = await recall(turn.uow, turn.answered_in, turn.now)
    done.learned += filter(None, [await learn(kind.customers(one), turn)])
    put = entries.put(done.intent, place, saved.intent or one)
    done.intent = _ended(put, [place], "saved", turn.uow.act.id)
    done.notes += filter(None, [saved.note])
    done.more += saved.more
    done.shown = united(done.shown, after) if after != before else done.shown
    done.saved = True


async def _remember(done: _Done, turn: Turn) -> None:
    """Everything that was saved is what was shown last, not its last part alone."""
    if done.shown != Shown():
        await remember(turn.uow, turn.answered_in, done.shown, turn.now)


def _ended(intent: Intent, places: Sequence[int], word: str, act: str = "") -> Intent:
    for place in places:
        intent = draftables.of(intent).ended(intent, place, word, act)
    return intent


async def _left(draft: Draft, done: _Done, turn: Turn) -> Reply:
    """The draft with what is left of it, ended when that is nothing."""
    intent = done.intent
    if entries.is_several(intent) and entries.open_entries(intent):
        reply = await change(draft, intent, turn)
        return replace(reply, more=(*done.more, *map(Text, done.learned)))
    state = DraftState.SAVED if draft.act else DraftState.CANCELLED
    ended = await turn.uow.drafts.save(replace(draft, intent=encode(intent), state=state))
    card = await end_card(ended, turn, "\n".join((*done.notes, *done.learned)))
    said = turn.say(f"draft.{state.value}")
    return Reply(card=card, toast=said, more=tuple(done.more), live=live(ended, intent))


def live(draft: Draft, intent: Intent) -> Live | None:
    """What the card of a saved draft goes on showing: its records, and whether its acts stand."""
    kind = draftables.of(intent)
    about = tuple(
        dict.fromkeys(filter(None, (*kind.records(intent), *kind.acts(intent), draft.act)))
    )
    return Live(encode(ShowDraft(draft.id)), about) if about else None


async def drop(
    draft: Draft, intent: Intent, turn: Turn, *, places: Sequence[int] | None = None
) -> Reply:
    """End the draft, or those entries of it; of them nothing was written."""
    chosen = entries.open_entries(intent) if places is None else places
    return await _left(draft, _Done(_ended(intent, chosen, "cancelled")), turn)


async def mine(draft_id: str, turn: Turn) -> Draft:
    """The draft of a card, for whoever it was made for.

    Raises:
        NotFound: no such draft, or it is somebody else's: a key proves nothing.
    """
    draft = await turn.uow.drafts.get(draft_id)
    if draft.employee != turn.viewer.id:
        raise NotFound(kind="draft", key=draft_id)
    return draft


def is_counted(draft: Draft, listed_at: datetime | None) -> bool:
    """Whether a number means one of its entries or its choice: no list was shown since it was."""
    intent = decode(draft.intent)
    counts = entries.is_several(intent) or bool(entries.unsettled(intent))
    return counts and (listed_at is None or listed_at <= draft.expires_at - LIFE)
