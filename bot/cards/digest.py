"""The digest as a card: figures, results with their measures, why, charts, who; thirty lines as text (K01)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from adapters.chat import Button, Card, Menu, Row, Tone
from bot.cards import phrases, stages
from bot.cards.digest_shapes import charts, exceptions, figures, folds
from bot.cards.digest_words import fields, incomplete, notes, quote
from bot.intents import OpenNumbers, ShowPoster
from bot.keys import encode
from bot.slots import Period
from bot.talk import OpenNumber
from bot.texts import Texts
from core.opportunities.model import Flow
from core.reports.digest import Digest
from core.reports.lists import stage_of

PAGE = 10
"""Rows of a list that are shown at once."""
_WEEK = 7
FIRST = "visits"
"""The number whose button stands for itself."""
GROUPS = {
    "exceptions": ("overdue", "missed", "stuck", "slipped", "neglected", "silent"),
    "process": ("effective", "follow_ups", "without_next", "moved", "plans", "contacted"),
    "result": ("signed", "signed_month", "expected", "new_customers", "new_deals", "lost"),
    "pool": ("claimable", "returning", "claimed", "returned", "unclaimed", "idle"),
}
"""The numbers that open, six in a group: WeCom shows six buttons, so each is two taps away (F14)."""


NUMBERS = (FIRST, *chain.from_iterable(GROUPS.values()))
"""What a digest's buttons open."""


def digest(
    found: Digest,
    who: str,
    say: Texts,
    today: date,
    *,
    flows: Sequence[Flow],
    person: str = "",
    link: str = "",
) -> Card:
    """The eight blocks; an empty one is one short line.

    Args:
        person: of him alone.
        link: the page of these days; empty without a public address.
    """
    first, last = date.fromisoformat(found.first), date.fromisoformat(found.last)
    poster = ShowPoster(Period(first, last), person)
    return Card(
        title=_title(first, last, say, today),
        subtitle=who,
        tone=Tone.ACTIVE,
        figures=figures(found, say),
        fields=fields(found, say),
        body=incomplete(found, say),
        notes=notes(found, flows, say),
        charts=charts(found, flows, say),
        tables=exceptions(found, say),
        folds=folds(found, flows, say),
        quote=quote(found, say),
        buttons=(
            Button(say("digest.poster"), encode(poster), primary=True),
            _button(FIRST, found, person, say),
        ),
        menus=_menus(found, person, say),
        link=link,
    )


def _title(first: date, last: date, say: Texts, today: date) -> str:
    """简报, of a whole week or month 周简报 or 月简报."""
    begins = "month" if first.day == 1 and (last - first).days >= _WEEK else "day"
    kind = "week" if first.weekday() == 0 and 0 < (last - first).days < _WEEK else begins
    span = phrases.day(last, say, today=today)
    if first != last:
        span = f"{phrases.day(first, say, today=today)} - {span}"
    return say(f"digest.title_{kind}", day=span)


def _span(since: str, until: str, say: Texts) -> str:
    """The days that a list is of."""
    days = dict.fromkeys((since, until))
    return " - ".join(phrases.day(date.fromisoformat(one), say) for one in days)


def numbers(wish: OpenNumbers, say: Texts) -> Card:
    """The buttons of a group.

    Raises:
        KeyError: there is no such group.
    """
    opened = [
        (name, OpenNumber(name, wish.since, wish.until, person=wish.person, as_of=wish.as_of))
        for name in GROUPS[wish.group]
    ]
    return Card(
        title=say(f"digest.group.{wish.group}"),
        subtitle=_span(wish.since, wish.until, say),
        buttons=tuple(Button(say(f"digest.open.{name}"), encode(key)) for name, key in opened),
    )


def called(number: str, flows: Sequence[Flow], say: Texts) -> str:
    """What the list behind a number is called."""
    if place := stage_of(number):
        return say("digest.open.stage", stage=stages.among(place[1], flows, say))
    return say(f"digest.open.{number}")


def listed(
    wish: OpenNumber, rows: Sequence[Row], count: int, flows: Sequence[Flow], say: Texts
) -> Card:
    """One page of the list behind a number, which has `count` rows in all."""
    rest = count - max(wish.page, 0) * PAGE - len(rows)
    more = Button(say("buttons.more"), encode(replace(wish, page=wish.page + 1)))
    return Card(
        title=say("digest.listed", what=called(wish.number, flows, say), count=count),
        subtitle=_span(wish.since, wish.until, say),
        rows=tuple(rows),
        body="" if rows else say("digest.none"),
        buttons=(more,) if rest > 0 else (),
    )


def _menus(found: Digest, person: str, say: Texts) -> tuple[Menu, ...]:
    return tuple(
        Menu(
            say(f"digest.group.{group}"),
            encode(OpenNumbers(group, found.first, found.last, person, found.as_of)),
            tuple(_button(name, found, person, say) for name in names),
        )
        for group, names in GROUPS.items()
    )


def _button(name: str, found: Digest, person: str, say: Texts) -> Button:
    opened = OpenNumber(name, found.first, found.last, person=person, as_of=found.as_of)
    return Button(say(f"digest.open.{name}"), encode(opened))
