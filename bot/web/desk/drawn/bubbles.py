"""A message on a phone: whose it is, a text, a picture, a file or a card."""

from collections.abc import Callable

from bot.web.desk.drawn import feishu, wecom
from bot.web.desk.drawn.frame import Frame
from bot.web.desk.drawn.icons import icon
from bot.web.desk.drawn.markup import Html, tag

Kind = Callable[[str], tuple[str, str]]
"""The kind and the name of a file, by its key."""


def element_id(bubble_id: str) -> str:
    """The id of a message on the page."""
    return f"b-{bubble_id}"


def draw(frame: Frame, name: str, kind_of: Kind) -> Html:
    """The message as a list item.

    Args:
        name: of the person whose phone it is.
    """
    bubble = frame.bubble
    avatar = tag(
        "span", name[-2:] if bubble.mine else icon("bot"), class_="avatar", aria_hidden="true"
    )
    whose = "mine" if bubble.mine else "theirs"
    body = _body(frame, kind_of)
    shape = "carded" if bubble.card else "written"
    return tag("li", avatar, body, class_=f"bubble {whose} {shape}", id=element_id(bubble.id))


def _body(frame: Frame, kind_of: Kind) -> Html:
    bubble = frame.bubble
    if bubble.card:
        draw_card = feishu.draw if frame.platform == "feishu" else wecom.draw
        return draw_card(bubble.card, frame)
    if bubble.media:
        return _file(frame, *kind_of(bubble.media))
    note = tag("small", icon("mic"), bubble.note, class_="note") if bubble.note else None
    return tag("div", tag("p", bubble.text), note, class_="words")


def _file(frame: Frame, kind: str, name: str) -> Html:
    address = frame.media(frame.bubble.media)
    if kind == "image":
        picture = tag("img", src=address, alt=frame.say("desk.picture"), class_="photo")
        return tag("a", picture, href=address, target="_blank", rel="noopener")
    if kind == "voice":
        return tag("div", icon("voice"), frame.say("desk.voice"), class_="words voice")
    shown = tag("span", name or frame.say("desk.file"))
    return tag("a", icon("file"), shown, href=address, download=name or True, class_="words file")
