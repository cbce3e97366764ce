"""The first meeting: who I am and three things to say; never again after that."""

from dataclasses import replace

from adapters.chat import Reply
from bot.handlers.talk import help_by_example
from bot.talk import Help
from bot.turn import Turn
from core.people.model import ChatIdentity


async def welcome(identity: ChatIdentity, turn: Turn) -> Reply | None:
    """Greet whoever opens the conversation for the first time; WeCom says so at each opening."""
    if identity.welcomed_at is not None:
        return None
    touched = replace(identity, welcomed_at=turn.now, last_used_at=turn.now)
    await turn.uow.people.touch(touched)
    shown = await help_by_example(Help(), turn)
    if shown.card is None:
        return shown
    title = turn.say("talk.welcome", name=turn.viewer.employee.name)
    return Reply(card=replace(shown.card, title=title, subtitle=turn.say("talk.help")))
