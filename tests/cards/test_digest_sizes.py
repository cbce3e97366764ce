"""Each form of a digest with the longest names that are allowed: platforms take it, and it stays under 30 KB (D4)."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from adapters.chat import Banner, Button, Card, Row
from adapters.emulator.feishu_cards import fault as feishu_fault
from adapters.emulator.wecom_cards import fault as wecom_fault
from adapters.emulator.wecom_shown import longer_than_shown
from adapters.feishu import cards as feishu_cards
from adapters.feishu.cards import draw as feishu
from adapters.plain import plain
from adapters.wecom.cards import BUTTON
from adapters.wecom.cards import draw as wecom
from adapters.wecom.folds import still
from bot.cards import digest as cards
from bot.company.rules import CompanyRules
from bot.drawing.gallery import Format, draw
from bot.drawing.lettering import STAND_IN, lettering
from bot.drawing.poster import poster
from bot.intents import OpenNumbers, RemindOwner
from bot.keys import encode
from bot.talk import OpenNumber
from bot.texts import texts
from bot.wording import worded
from core.reports.digest import Digest, Person
from core.reports.funnel import Funnel
from core.reports.lists import LISTS
from core.reports.model import Entry, PoolPart
from tests.bot.digests import FULL, MONTH, STEPS, TODAY, WEEK

MOST_BYTES, MOST_LINES = 30 * 1024, 30
BOARD = "https://crm.example/board?day=2026-11-23"
NOBODYS = ("claimable", "unclaimed")
"""Lists of what lies in the pool."""
HIGHEST = 16_000
"""Pixels; phones show no higher picture sharply."""
MOST_OF_A_PICTURE = 2 * 1024 * 1024
"""A message's picture on WeCom; Feishu takes five times as much [D 90253]."""
NAMES = {"汉": "苏州" * 250, "𠮷": "𠮷野" * 250, "W": "W" * 500, "markup": "<a>\"\\'&" * 70}
"""A plan's content has 500 characters at most, a customer's name 80, a deal's 60."""
SPANS = {"day": FULL, "week": WEEK, "month": MONTH}


def longest(found: Digest, name: str) -> Digest:
    """Every name as long as it can be, in as many places as there are, and every number large."""
    some = [Entry(f"X{n}", name, "E1", name, "2026-11-02", words=(name, name)) for n in range(5)]
    people = [Person(name, *(10**6,) * 5, str(n)) for n in range(60)]
    steps = tuple(replace(step, fen=10**15) for step in STEPS)
    return replace(
        found,
        few=dict.fromkeys((*FULL.few, "missed", "returning"), some),
        people=people,
        counts=dict.fromkeys(LISTS, 10**6),
        funnels=[Funnel(f"{name}{n}", steps, "needs") for n in range(5)],
        pool=[PoolPart(name, name, 10**6, 10**6) for _ in range(20)],
        idle=[Entry(f"E{n}", "", f"E{n}", name, words=("4",)) for n in range(20)],
        signed=10**15, signed_month=10**15, target=2 * 10**15, weighted=10**15,
    )  # fmt: skip


def a_digest(found: Digest) -> Callable[[str, str], Card]:
    def made(name: str, language: str) -> Card:
        flows, say = CompanyRules().flows, texts(language)
        return cards.digest(longest(found, name), name, say, TODAY, flows=flows, link=BOARD)

    return made


def a_list(name: str, language: str) -> Card:
    """Ten rows, each with 提醒, and a further page."""
    say, day = texts(language), date(2026, 11, 23).isoformat()
    reminder = Button(say("board.remind_button"), encode(RemindOwner("overdue", "x" * 26)))
    rows = [Row(name, f"{name} · {name}", name, buttons=(reminder,)) for _ in range(10)]
    wish = OpenNumber("overdue", day, day, as_of="1.2-3@1732356420000000")
    return cards.listed(wish, rows, 10**6, CompanyRules().flows, say, who=name)


def a_group(name: str, language: str) -> Card:
    wish = OpenNumbers("exceptions", "2026-11-23", "2026-11-23", "E1", "1.2-3@1732356420000000")
    return cards.numbers(wish, name, texts(language))


FORMS: dict[str, Callable[[str, str], Card]] = {
    **{name: a_digest(found) for name, found in SPANS.items()},
    "list": a_list,
    "group": a_group,
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_name = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
both_languages = pytest.mark.parametrize("language", ["zh-CN", "en"])


def size(drawn: object) -> int:
    """As sent: bytes of UTF-8."""
    return len(json.dumps(drawn, ensure_ascii=False).encode())


@pytest.mark.parametrize("form", [FORMS[name] for name in SPANS], ids=SPANS)
@both_languages
def test_D19_a_digest_of_ordinary_names_is_whole_on_feishu(
    form: Callable[[str, str], Card], language: str
) -> None:
    card = worded(form("远帆", language), texts(language))

    shown = json.dumps(feishu(card), ensure_ascii=False)

    assert card.folds
    assert [one.title for one in card.folds if one.title not in shown] == []
    assert card.words.rest not in shown


@every_form
@every_name
@both_languages
def test_D4_feishu_takes_it(form: Callable[[str, str], Card], name: str, language: str) -> None:
    shown = feishu(worded(form(name, language), texts(language)))

    assert (feishu_fault(shown), size(shown) <= MOST_BYTES) == ("", True)


@every_form
@every_name
@both_languages
@pytest.mark.parametrize("is_pictured", [False, True], ids=["words", "picture"])
def test_D4_wecom_takes_it(
    form: Callable[[str, str], Card], name: str, language: str, is_pictured: bool
) -> None:
    card = worded(form(name, language), texts(language))
    banner = Banner(f"https://crm.example/pictures/{'0' * 40}.png", card.title, 1.78)
    notice = wecom(replace(card, picture=banner if is_pictured else None), "t", url=BOARD)

    assert (wecom_fault(notice), longer_than_shown(notice)) == (0, [])
    assert size(notice) <= MOST_BYTES


@both_languages
def test_no_label_of_ours_is_longer_than_wecom_shows(language: str) -> None:
    say = texts(language)
    labels = [say(f"digest.open.{name}") for name in cards.NUMBERS]
    labels += [say(f"digest.group.{name}") for name in cards.GROUPS]
    labels += [say("digest.poster"), say("buttons.more"), worded(Card(title=""), say).words.more]

    assert [one for one in labels if len(one) > BUTTON] == []


@pytest.mark.parametrize("number", cards.NUMBERS)
@every_name
@both_languages
def test_F12_a_list_on_wecom_says_whose_it_is_what_it_is_and_how_long_however_long_the_name(
    number: str, name: str, language: str
) -> None:
    say, day = texts(language), TODAY.isoformat()
    wish, flows = OpenNumber(number, day, day), CompanyRules().flows
    card = worded(cards.listed(wish, [], 10**6, flows, say, who=name), say)

    title = wecom(card, "t", url=BOARD)["main_title"]["title"]

    assert title.endswith(say("digest.listed", what=cards.called(number, flows, say), count=10**6))
    assert title.startswith(still(name)[:8]) == (number not in NOBODYS)


@pytest.mark.parametrize("form", [FORMS[name] for name in SPANS], ids=SPANS)
@every_name
@both_languages
def test_K18_what_is_lacking_stands_whole_on_wecoms_notice_and_what_is_cut_ends_with_dots(
    form: Callable[[str, str], Card], name: str, language: str
) -> None:
    card = worded(form(name, language), texts(language))
    banner = Banner(f"https://crm.example/pictures/{'0' * 40}.png", card.title, 1.78)
    drawn = wecom(replace(card, picture=banner), "t", url=BOARD)["vertical_content_list"]

    assert [one["title"] for one in drawn] == [one.title for one in card.notes[:4]]
    assert sum(card.body in one["desc"] for one in drawn) == 1
    told = [one["desc"].removesuffix(f"\n{card.body}") for one in drawn]
    for note, text in zip(card.notes, told, strict=False):
        assert text == still(note.text) or text.endswith("…")


@pytest.mark.parametrize("form", [FORMS[name] for name in SPANS], ids=SPANS)
@every_name
@both_languages
def test_K01_as_text_it_has_no_more_than_thirty_lines(
    form: Callable[[str, str], Card], name: str, language: str
) -> None:
    assert len(plain(worded(form(name, language), texts(language))).splitlines()) <= MOST_LINES


@pytest.mark.parametrize("form", [FORMS[name] for name in SPANS], ids=SPANS)
def test_D4_as_a_long_picture_it_is_one_that_can_be_sent(form: Callable[[str, str], Card]) -> None:
    card = form(NAMES["汉"], "zh-CN")

    _, high = poster(card, lettering())
    assert high <= HIGHEST
    assert len(draw(card, Format.LONG)) <= MOST_OF_A_PICTURE
    assert len(draw(card, Format.SMALL)) <= MOST_OF_A_PICTURE


def test_what_no_font_has_stands_on_the_long_picture_as_something() -> None:
    canvas, _ = poster(FORMS["day"]("苏州\U0001f9ff机床", "zh-CN"), lettering())

    drawn = "".join(one.text for one in canvas.writings)
    assert (f"苏州{STAND_IN}机床" in drawn, "\U0001f9ff" in drawn) == (True, False)


def test_D4_without_being_lessened_such_a_list_would_be_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feishu_cards, "LARGEST", 10**9)

    assert size(feishu(FORMS["list"](NAMES["汉"], "zh-CN"))) > MOST_BYTES
