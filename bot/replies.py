"""Answers on their way: each new message and each new face of a card lies in the outbox."""

from collections.abc import Sequence
from datetime import timedelta

from adapters.chat import Address, CardHandle, Content, Live, Platform, Reply, Text
from bot.keys import Intent
from bot.parcel import packed
from bot.turn import Gathered, Turn
from bot.wording import worded
from core.ports import LiveCard

REPLY = 0
INLINE_WAIT = timedelta(seconds=3)


async def answer(reply: Reply | None, to: Address, turn: Turn) -> None:
    """Put the answer into the outbox: the pressed card's new face, and new messages."""
    if reply is None:
        return
    handle = turn.press.card if turn.press else None
    if reply.card:
        await put(reply.card, to, turn, handle=handle, live=reply.live)
    if reply.text:
        await put(Text(reply.text), to, turn)
    for content in reply.more:
        await put(content, to, turn)


async def put(
    content: Content,
    to: Address,
    turn: Turn,
    *,
    handle: CardHandle | None = None,
    live: Live | None = None,
) -> None:
    """Put one message into the outbox, with `handle` as the new face of that card."""
    act = turn.uow.act.id
    inline = handle is not None and to.platform is Platform.FEISHU
    card = await turn.uow.live_cards.named(handle.message) if handle else ""
    sent = await turn.uow.notices.put(
        f"{act}:card" if handle else f"{act}:{turn.new_id()}",
        to=turn.viewer.id,
        address=where(to),
        lane=REPLY,
        body=packed(worded(content, turn.say), handle=handle, answers=to.token),
        kind="reply",
        wait=INLINE_WAIT if inline else None,
        card=card,
    )
    await _keep(card or sent or "", live, to, turn)


async def _keep(card: str, live: Live | None, to: Address, turn: Turn) -> None:
    """Keep what the card shows from now on."""
    if live is not None:
        kept = LiveCard(card=card, key=live.key, employee=turn.viewer.id, address=where(to))
        await turn.uow.live_cards.shows(kept, live.about, turn.now)
    elif turn.press:
        await turn.uow.live_cards.ended(card)


async def shown(card: str, at: Address, turn: Turn) -> bytes | None:
    """What stands on a card that was pressed: a robot's keeps its id through every change."""
    if at.platform is Platform.AIBOT:
        newest = await turn.uow.notices.face(card, where(at))
        if newest is not None:
            return newest
    return await turn.uow.notices.body(card)


def where(address: Address) -> str:
    """A place as the outbox writes it; the inverse of `place`."""
    return f"{address.platform}:{address.group}:{address.user}"


def place(written: str) -> Address:
    """The place that `where` wrote."""
    platform, group, user = written.split(":", 2)
    return Address(Platform(platform), user, group)


def one_question(
    replies: Sequence[Reply], intents: Sequence[Intent], gathered: Sequence[Gathered], turn: Turn
) -> list[Reply]:
    """Of several orders that ask what they are about the first asks; the others are told to wait."""
    asking = [place for place, its in enumerate(gathered) if its.asked]
    left = list(replies)
    for place in asking[1:]:
        key = f"talk.did.{type(intents[place]).__name__.lower()}"
        did = turn.say(key) if turn.say.has(key) else ""
        left[place] = Reply(text=turn.say("choice.later", did=did))
        gathered[place].asked = 0
    return left
