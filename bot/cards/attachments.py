"""How files that people sent are named on cards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from adapters.chat import Button, Field, Row
from bot.intents import ShowAttachments
from bot.keys import encode
from bot.texts import Texts
from core.attachments.model import Attachment
from core.visits.model import FollowUp, FollowUpId

OfFollowUps = Mapping[FollowUpId, Sequence[Attachment]]
NONE: OfFollowUps = MappingProxyType({})


def counted(found: Sequence[Attachment], say: Texts) -> str:
    """照片 2、语音 1."""
    kinds = Counter(one.kind for one in found)
    named = (say(f"attachments.kind.{kind}", count=count) for kind, count in kinds.items())
    return say("draft.and").join(named)


def field(found: Sequence[Attachment], say: Texts) -> tuple[Field, ...]:
    """The line of a draft that says what goes with it; none without."""
    return (Field(say("attachments.label"), counted(found, say)),) if found else ()


def with_attachments(row: Row, one: FollowUp, attached: OfFollowUps, say: Texts) -> Row:
    """The row of a contact with what belongs to it, and a way to see that again."""
    found = attached.get(one.id)
    if not found:
        return row
    said = say("attachments.with", what=counted(found, say))
    show = Button(say("buttons.attachments"), encode(ShowAttachments(one.id)))
    detail = "；".join(filter(None, (row.detail, said)))
    return replace(row, detail=detail, buttons=(*row.buttons, show))
