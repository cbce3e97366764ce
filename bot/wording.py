"""What a platform itself says on a card, in the words of whoever reads it."""

from dataclasses import replace
from typing import TypeVar

from adapters.chat import Card, Content, Reply, Words
from bot.texts import Texts

AnyContent = TypeVar("AnyContent", bound=Content)


def worded(content: AnyContent, say: Texts) -> AnyContent:
    """`content`; a card with the words of `say`."""
    if not isinstance(content, Card):
        return content
    rest = say("cards.rest_behind" if content.link else "cards.rest")
    words = Words(
        sender=say("cards.sender"),
        choose=say("cards.choose"),
        more=say("cards.more"),
        confirm=say("cards.confirm"),
        rest=rest,
    )
    return replace(content, words=words)


def worded_reply(reply: Reply, say: Texts) -> Reply:
    """`reply`, its card worded: it may be answered at once, past the outbox."""
    return replace(reply, card=worded(reply.card, say)) if reply.card else reply
