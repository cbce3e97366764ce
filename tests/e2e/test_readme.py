"""What README and first Monday show takes place: the conversation word for word, each sentence."""

import re

import pytest

from adapters.emulator.exchanges import Bubble
from bot.texts import texts
from bot.web.desk.drawn import bubbles
from bot.web.desk.drawn.frame import Frame
from tests.bot.web.tree import tree
from tests.e2e.world import World
from tests.house.sources import TOP

_TRANSCRIPT = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| (.+?) \|.*\|$", re.MULTILINE)
_BUTTON = re.compile(r"〔(.+?)〕")
_WHO = {"rep": "rep", "销售": "rep", "bot": "bot", "聊客": "bot"}


def turns(page: str) -> list[tuple[str, list[str]]]:
    """Who speaks, and the pieces of what is said: what stands two spaces apart, and buttons."""
    [transcript] = _TRANSCRIPT.findall((TOP / page).read_text(encoding="utf-8"))
    found: list[tuple[str, list[str]]] = []
    for line in transcript.splitlines():
        who, _, said = line.partition(" ")
        pieces = [one for one in re.split(r" {2,}|(?<=〕) ", said.strip()) if one]
        if who:
            found.append((_WHO[who], pieces))
        else:
            found[-1][1].extend(pieces)
    return found


def flat(text: str) -> str:
    """Without what only sets names and values apart."""
    return re.sub(r"[\s：]", "", text)


def read(world: World, bubble: Bubble) -> str:
    """What the rehearsal desk shows of a message."""
    frame = Frame(world.platform, "zhouming", bubble, texts("zh-CN"))
    return flat(tree(bubbles.draw(frame, "周明", lambda _: ("file", ""))).text)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
async def test_the_readme_shows_what_happens(world: World, page: str) -> None:
    spoken = turns(page)
    assert len(spoken) == 10

    for who, pieces in spoken:
        if who == "rep":
            pressed = _BUTTON.fullmatch(pieces[0])
            act = world.press("周明", pressed[1]) if pressed else world.say("周明", pieces[0])
            seen = read(world, await act)
        else:
            assert [one for one in pieces if flat(_BUTTON.sub(r"\1", one)) not in seen] == []


@pytest.mark.parametrize("page", ["docs/first-monday.md", "docs/first-monday.zh-CN.md"])
async def test_what_a_team_is_told_to_say_is_understood(world: World, page: str) -> None:
    rows = _ROW.findall((TOP / page).read_text(encoding="utf-8").partition("## 5.")[2])
    said = [sentence for row in rows[1:] for sentence in row.split(" · ")]
    assert len(said) == 14

    answers = {one: world.text(await world.say("周明", one)) for one in said}

    lost = (texts("zh-CN")("talk.not_understood"), texts("en")("talk.not_understood"))
    assert [one for one, seen in answers.items() if seen.startswith(lost)] == []
    assert len(set(answers.values())) == len(said)
