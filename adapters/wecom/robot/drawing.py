"""What the robot says: texts as markdown, template cards within its own limits. Source: 7.4, [D 101032].

The cards are those of an application (`adapters.wecom.cards`), shortened: a robot's have less room.
What is cut on a card is said as a text beside it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.chat import Address, Card, CardHandle, Content, Document, Picture, Text
from adapters.plain import cut, pieces, plain
from adapters.wecom import cards
from adapters.wecom.folds import full_text, still

MOST_BYTES = 20_480
TITLE, DESC, LINES, VALUE, SENDER, LINK = 26, 30, 112, 26, 13, 13
OPTION, BUTTON = 10, 10
_MARKS = str.maketrans({"*": "＊", "`": "｀", "[": "［", "]": "］", "~": "～", "|": "｜"})
_HEADS = re.compile(r"^(\s*)([#>]|[-+](?=\s))", re.MULTILINE)
_EDGE = re.compile(r"(?<!\w)_|_(?!\w)")
_ADDRESS = re.compile(r"https?://\S+")
_WIDE = {"#": "＃", ">": "＞", "-": "－", "+": "＋"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the robot writes.

    Args:
        home: where a card without a link leads; without it such a card, when it has no buttons
            either, is written as a text.
    """

    home: str = ""

    def message(self, to: Address, content: Content, *, key: str) -> bytes:
        """A new message, or several; the first uses the right to answer."""
        steps = self._steps(content, key, together=bool(to.token))
        return _packed(
            {**_where(to), "token": to.token if place == 0 else "", "key": f"{key}{place}", **one}
            for place, one in enumerate(steps)
        )

    def update(self, to: Address, card: Card, handle: CardHandle, *, key: str) -> bytes:
        """The card that takes the place of the pressed one, under the name of that."""
        drawn = cards.draw(card, handle.message, url=self.home, is_update=True)
        beside = full_text(card) if fitted(drawn) or cards.is_cut(drawn) else ""
        change: dict[str, Any] = {"card": drawn, "token": handle.token, "users": [to.user]}
        told = ({"text": one} for one in _texts(beside))
        steps = (change, *({**one, "token": ""} for one in told))
        return _packed(
            {**_where(to), "key": f"{key}{place}", **one} for place, one in enumerate(steps)
        )

    def _steps(self, content: Content, key: str, *, together: bool) -> Sequence[Mapping[str, Any]]:
        match content:
            case Text(text):
                return [{"text": one} for one in _texts(text)]
            case Card():
                return self._card(content, key, together=together)
            case Picture(file):
                return [{"file": file, "kind": "image"}]
            case Document(file, name):
                return [{"file": file, "kind": "file", "name": name}]

    def _card(self, card: Card, key: str, *, together: bool) -> Sequence[Mapping[str, Any]]:
        """A card, with the text beside it that it has no room for; `together` as one answer."""
        if not (cards.can_be_pressed(card) or card.link or self.home):
            return [{"text": one} for one in _texts(plain(card))]
        drawn = cards.draw(card, key, url=self.home)
        if not (fitted(drawn) or cards.is_cut(drawn)):
            return [{"card": drawn}]
        first, *rest = _texts(full_text(card))
        if together:
            return [{"text": first, "card": drawn}, *({"text": one} for one in rest)]
        return [*({"text": one} for one in (first, *rest)), {"card": drawn}]


def marked(text: str) -> str:
    """A text as markdown that shows it as it is: what people wrote is no mark-up.

    >>> marked("# **赢单** [x](https://a.example/b_c*d) a_b")
    '＃ ＊＊赢单＊＊ ［x］(https://a.example/b_c*d) a_b'
    """
    found, end = [], 0
    whole = still(text)
    for address in _ADDRESS.finditer(whole):
        found += [_unmarked(whole[end : address.start()]), address.group()]
        end = address.end()
    joined = "".join([*found, _unmarked(whole[end:])])
    return _HEADS.sub(lambda head: head[1] + _WIDE[head[2]], joined)


def _unmarked(text: str) -> str:
    return _EDGE.sub("＿", text.translate(_MARKS))


def fitted(drawn: dict[str, Any]) -> bool:
    """Shorten a drawn card to the robot's limits, in place; returns whether what it says was cut."""
    for part, name, most in _ROOM:
        if part in drawn:
            _cut(drawn[part], name, most)
    for part, name, most in _ROOMS:
        for one in drawn.get(part, ()):
            _cut(one, name, most)
    for question in _questions(drawn):
        for option in question["option_list"]:
            _cut(option, "text", OPTION)
    said = [_cut(drawn["main_title"], "title", TITLE), _cut(drawn["main_title"], "desc", DESC)]
    said.append(_cut(drawn, "sub_title_text", LINES))
    said += [_cut(one, "value", VALUE) for one in drawn.get("horizontal_content_list", ())]
    return any(said)


_ROOM = (("source", "desc", SENDER), ("submit_button", "text", BUTTON))
_ROOMS = (("jump_list", "title", LINK), ("button_list", "text", BUTTON))


def _questions(drawn: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found = [drawn.get("button_selection"), drawn.get("checkbox"), *drawn.get("select_list", ())]
    return [one for one in found if one]


def _cut(part: dict[str, Any], name: str, most: int) -> bool:
    whole = part.get(name, "")
    if len(whole) <= most:
        return False
    part[name] = cut(whole, most)
    return True


def _texts(text: str) -> list[str]:
    return pieces(marked(text), MOST_BYTES) if text else []


def _where(to: Address) -> dict[str, Any]:
    return {"chat": to.group or to.user, "type": 2 if to.group else 1}


def _packed(steps: Any) -> bytes:
    return json.dumps(list(steps), ensure_ascii=False).encode()
