"""The digest as a card: figures, results with their measures, why, charts, who; thirty lines as text (K01)."""

from collections.abc import Iterator, Sequence
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
GROUPS = {
    "process": ("visits", "effective", "follow_ups", "moved", "plans", "contacted"),
    "exceptions": ("overdue", "missed", "stuck", "slipped", "neglected", "silent"),
    "result": ("signed", "signed_month", "expected", "new_customers", "new_deals", "lost"),
    "pool": ("claimable", "returning", "claimed", "returned", "unclaimed", "idle"),
    "records": ("without_next", "without_amount", "without_close", "without_tier", "late"),
}
"""The numbers that open, six in a group: WeCom shows six buttons, so each is two taps away (F14).
A notice has a place for the first: what is behind a result."""
EVERY_GROUP = ""
"""What opens the groups themselves, where there is no place for each."""


NUMBERS = tuple(chain.from_iterable(GROUPS.values()))
"""What a digest's buttons open."""
_NOBODYS = ("claimable", "unclaimed")
_WHOSE = 12
"""So much of a name stands before what a list is called: WeCom's titles have 36 characters."""


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
        buttons=(Button(say("digest.poster"), encode(poster), primary=True),),
        menus=_menus(found, person, say),
        more=encode(OpenNumbers(EVERY_GROUP, found.first, found.last, person, found.as_of)),
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


def numbers(wish: OpenNumbers, who: str, say: Texts) -> Card:
    """The buttons of a group, or one for each of the groups.

    Args:
        who: whose numbers they are.

    Raises:
        KeyError: there is no such group.
    """
    return Card(
        title=say(f"digest.group.{wish.group or 'every'}"),
        subtitle=f"{_span(wish.since, wish.until, say)} · {who}",
        buttons=tuple(_opened(wish, say)),
    )


def _opened(wish: OpenNumbers, say: Texts) -> Iterator[Button]:
    if wish.group == EVERY_GROUP:
        for group in GROUPS:
            yield Button(say(f"digest.group.{group}"), encode(replace(wish, group=group)))
        return
    for name in GROUPS[wish.group]:
        number = OpenNumber(name, wish.since, wish.until, person=wish.person, as_of=wish.as_of)
        yield Button(say(f"digest.open.{name}"), encode(number))


def called(number: str, flows: Sequence[Flow], say: Texts) -> str:
    """What the list behind a number is called."""
    if place := stage_of(number):
        return say("digest.open.stage", stage=stages.among(place[1], flows, say))
    return say(f"digest.open.{number}")


def listed(
    wish: OpenNumber,
    rows: Sequence[Row],
    count: int,
    flows: Sequence[Flow],
    say: Texts,
    *,
    who: str,
    customers: int = 0,
) -> Card:
    """One page of the list behind a number, which has `count` rows in all.

    Args:
        who: whose they are.
        customers: with how many customers they were, where they are contacts.
    """
    days = _span(wish.since, wish.until, say)
    rest = count - max(wish.page, 0) * PAGE - len(rows)
    more = Button(say("buttons.more"), encode(replace(wish, page=wish.page + 1)))
    return Card(
        title=_listed(wish.number, who, count, flows, say),
        subtitle=say("digest.at", days=days, count=customers) if customers else days,
        rows=tuple(rows),
        body="" if rows else say("digest.none"),
        buttons=(more,) if rest > 0 else (),
    )


def _listed(number: str, who: str, count: int, flows: Sequence[Flow], say: Texts) -> str:
    what = called(number, flows, say)
    if number in _NOBODYS:
        return say("digest.listed", what=what, count=count)
    whose = phrases.shortened(who, _WHOSE)
    return say("digest.listed_of", who=whose, what=what, count=count)


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
