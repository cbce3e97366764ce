"""The desk's pages: whole, and what has changed on one that is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from bot.clock import ProductClock
from bot.web.desk.cast import Player
from bot.web.desk.drawn.icons import icon
from bot.web.desk.drawn.markup import Html, joined
from bot.web.desk.failures import Switches
from bot.web.desk.phones import PLATFORMS, Phones, PlatformName
from bot.web.desk.scenes import STORIES
from bot.web.desk.views import MOST_ROWS, View, added, changed
from bot.web.desk.wire import Passed, Wire

CORE = ("S002", "S003", "S004", "S001", "S011")
"""Who is offered first: three reps, their supervisor, the admin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a page is made of besides the phones."""

    wire: Wire
    switches: Switches
    clock: ProductClock
    zone: Any
    players: Sequence[Player]


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.web.desk"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["icon"] = icon
    return made


class Pages:
    """Draws pages and their parts."""

    def __init__(self, phones: Phones) -> None:
        self._phones = phones
        self._templates = _environment()

    def whole(self, view: View, told: Told) -> str:
        """The page as it is opened."""
        phones = [self.phone(view, name, told) for name in PLATFORMS]
        rows = [self._row(view, one, told) for one in list(told.wire)[-MOST_ROWS:]]
        view.differs("clock", _clock_mark(told))
        view.differs("switches", tuple(told.switches.states().values()))
        return self._drawn(
            "page.html",
            view,
            phones=phones,
            rows=rows,
            stories=STORIES,
            clock=self._clock(view, told),
            switches=self._switches(view, told),
        )

    def phone(self, view: View, platform: PlatformName, told: Told) -> Html:
        """One phone with its messages as they stand."""
        user = view.users[platform]
        able = [one for one in told.players if platform in one["accounts"]]
        holder = next((one for one in able if one["accounts"][platform] == user), None)
        return self._drawn(
            "phone.html",
            view,
            platform=platform,
            user=user,
            bubbles=list(view.timeline(platform, self._phones)),
            first=[one for one in able if one["id"] in CORE],
            others=[one for one in able if one["id"] not in CORE],
            examples=holder["examples"] if holder else (),
            menu=self._phones.menu(platform),
        )

    def changes(self, view: View, told: Told) -> str:
        """What is new or different, as swaps out of band; empty when nothing is."""
        found = [*view.changes(self._phones), *self._rows(view, told)]
        if view.differs("clock", _clock_mark(told)):
            found.append(changed(self._clock(view, told)))
        if view.differs("switches", tuple(told.switches.states().values())):
            found.append(changed(self._switches(view, told)))
        return joined(found)

    def exchange(self, view: View, passed: Passed, told: Told) -> Html:
        """What one exchange held."""
        sides = (told.wire.request(passed), told.wire.answer(passed))
        return self._drawn("exchange.html", view, one=passed, sides=sides)

    def result(self, view: View, text: str) -> Html:
        return self._drawn("result.html", view, text=text)

    def toast(self, view: View, platform: PlatformName, text: str) -> Html:
        return self._drawn("toast.html", view, platform=platform, text=text)

    def notice(self, view: View, text: str) -> Html:
        return self._drawn("notice.html", view, text=text)

    def _rows(self, view: View, told: Told) -> Iterator[Html]:
        for passed in list(told.wire)[-MOST_ROWS:]:
            before = f"x-{passed.id}" in view.marks
            if before and view.marks[f"x-{passed.id}"] == (passed.is_over,):
                continue
            row = self._row(view, passed, told)
            yield changed(self._summary(view, passed, told)) if before else added(row, "wire")

    def _row(self, view: View, passed: Passed, told: Told) -> Html:
        view.marks[f"x-{passed.id}"] = (passed.is_over,)
        return self._drawn("row.html", view, one=passed, summary=self._summary(view, passed, told))

    def _summary(self, view: View, passed: Passed, told: Told) -> Html:
        view.marks[f"x-{passed.id}"] = (passed.is_over,)
        return self._drawn("summary.html", view, one=passed, target=told.wire.target(passed))

    def _clock(self, view: View, told: Told) -> Html:
        now: datetime = told.clock().astimezone(told.zone)
        return self._drawn("clock.html", view, now=now, is_moved=_clock_mark(told) != (0,))

    def _switches(self, view: View, told: Told) -> Html:
        return self._drawn("switches.html", view, states=told.switches.states())

    def _drawn(self, name: str, view: View, **values: Any) -> Html:
        template = self._templates.get_template(name)
        return Html(template.render(view=view, say=view.say, **values).strip())


def _clock_mark(told: Told) -> tuple[object, ...]:
    return (round(told.clock.offset.total_seconds()),)


def language_of(asked: str, accepted: str) -> str:
    """The page's language: the one that was chosen, else the browser's first that there is."""
    for one in (asked, *accepted.split(",")):
        name = one.partition(";")[0].strip().lower()
        if name.startswith("zh"):
            return "zh-CN"
        if name.startswith("en"):
            return "en"
    return "zh-CN"
