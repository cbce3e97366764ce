"""A digest as the sections of the board: numbers with their lists, exceptions, bars and a trend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards import phrases
from bot.cards.digest import called
from bot.cards.digest_shapes import fullest
from bot.cards.stages import among, flow_named, of_flow
from bot.turn import Turn
from bot.web.asked import Asked
from core.money import Money
from core.reports.digest import Digest, Person
from core.reports.funnel import Funnel, Step
from core.reports.lists import LACKING, stage_list
from core.reports.ranges import TREND
from core.visits.quality import CHECKS

_SATURDAY = 5
_TREND_HEIGHT = 96
_THICK = 0.6
"""The share of a day's room that its bar takes."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A number that opens its list; the list has as many rows."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the four: `value` opens `href`; beside it what it is compared with, and other lists."""

    label: str
    value: str
    href: str
    note: str
    tone: str = "quiet"
    openings: Sequence[Opening] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the funnel; `top` and `bottom` are per cent of the widest."""

    name: str
    opening: Opening
    amount: str
    goes_on: str
    stays: str
    top: float
    bottom: float
    is_worst: bool


@dataclass(frozen=True, slots=True)
class Leader:
    """A line of the ranking with its two bars in per cent of the longest."""

    name: str
    href: str
    visits: int
    effective: int
    long: float
    short: float


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of an effective visit, met by `met` of all."""

    name: str
    met: int
    percent: float


@dataclass(frozen=True, slots=True)
class Lack:
    """What the records do not say: how many of how many rows."""

    opening: Opening
    of: int
    percent: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the trend: where it stands and how wide it is (per cent), how high its two parts are (px).

    Args:
        is_second: every other one of a long trend, which has no words on a narrow screen.
    """

    day: str
    spoken: str
    at: float
    wide: float
    visits: int
    height: float
    effective: float
    is_free: bool
    is_second: bool


def figures(found: Digest, asked: Asked, turn: Turn) -> Sequence[Figure]:
    """The four numbers."""
    say, counts = turn.say, found.counts

    def opening(number: str) -> Opening:
        return Opening(say(f"board.opens.{number}"), counts.get(number, 0), listing(number, asked))

    forecast = found.signed_month + found.weighted
    return (
        Figure(
            label=say(f"board.visits_{asked.period}"),
            value=str(counts["visits"]),
            href=listing("visits", asked),
            openings=(opening("effective"),),
            **_compared(found, asked, turn),
        ),
        Figure(
            label=say("board.overdue"),
            value=str(counts.get("overdue", 0)),
            href=listing("overdue", asked),
            note=say("board.overdue_note"),
            tone="bad" if counts.get("overdue") else "quiet",
            openings=(opening("missed"),),
        ),
        Figure(
            label=say("board.claimable"),
            value=str(counts["claimable"]),
            href=listing("claimable", asked),
            note=say("board.claimable_note"),
            openings=(opening("returning"),),
        ),
        Figure(
            label=say("board.forecast"),
            value=phrases.money(Money(forecast), say),
            href=listing("expected", asked),
            openings=(opening("signed_month"), opening("expected")),
            **_against(forecast, found.target, turn),
        ),
    )


def _compared(found: Digest, asked: Asked, turn: Turn) -> Mapping[str, str]:
    """Against the usual of that weekday, or of that long."""
    if not found.before:
        return {"note": turn.say("board.nothing_before"), "tone": "quiet"}
    usual = sum(found.before) / len(found.before)
    weekday = turn.say(f"phrases.weekday.{asked.day.isoweekday()}")
    key = "board.usual_day" if asked.period == "day" else "board.usual_week"
    note = turn.say(key, weekday=weekday, usual=f"{usual:.1f}")
    if not usual:
        return {"note": note, "tone": "quiet"}
    percent = round((found.counts["visits"] / usual - 1) * 100)
    sign = "▲" if percent > 0 else "▼" if percent < 0 else "＝"
    tone = "good" if percent >= 0 else "warn"
    return {"note": f"{sign} {abs(percent)}% · {note}", "tone": tone}


def _against(forecast: int, target: int, turn: Turn) -> Mapping[str, str]:
    if not target:
        return {"note": turn.say("digest.no_target"), "tone": "quiet"}
    percent = forecast * 100 // target
    note = turn.say(
        "board.of_target", percent=percent, target=phrases.money(Money(target), turn.say)
    )
    return {"note": note, "tone": "good" if percent >= 100 else "warn"}


def listing(number: str, asked: Asked) -> str:
    """The address of the list behind a number."""
    return asked.address(f"/board/list/{number}")


def funnels(found: Digest, asked: Asked, turn: Turn) -> Sequence[tuple[str, Sequence[Stage]]]:
    """Each flow that deals follow, the fullest first; one of several is named."""
    some = fullest(found)
    flows, say = turn.rules.known, turn.say
    return [
        (flow_named(one.flow, flows, say) if len(some) > 1 else "", stages(one, asked, turn))
        for one in some
    ]


def stages(funnel: Funnel, asked: Asked, turn: Turn) -> Sequence[Stage]:
    """Its steps, each as wide as the share of deals that came so far."""
    most = max((step.reached for step in funnel.steps), default=0) or 1
    return [
        Stage(
            name := among(step.stage, of_flow(funnel.flow, turn.rules.known), turn.say),
            Opening(name, step.count, listing(stage_list(funnel.flow, step.stage), asked)),
            phrases.money(Money(step.fen), turn.say) if step.fen else "",
            f"{step.permille / 10:.0f}%" if step.permille is not None else "—",
            turn.say("board.stays", days=step.days) if step.days is not None else "",
            _percent(step.reached, most),
            _percent(step.passed, most),
            _is_worst(step, funnel),
        )
        for step in funnel.steps
    ]


def _is_worst(step: Step, funnel: Funnel) -> bool:
    return step.stage == funnel.worst and step.permille is not None and step.permille < 1000


def ranking(people: Sequence[Person], asked: Asked) -> Sequence[Leader]:
    """The best first; each name opens his own board."""
    most = max((one.visits for one in people), default=0) or 1
    return [
        Leader(
            one.name,
            asked.address(who=one.id),
            one.visits,
            one.effective,
            _percent(one.visits, most),
            _percent(one.effective, most),
        )
        for one in people
    ]


def checks(found: Digest, turn: Turn) -> Sequence[Check]:
    """How many of the visits meet each condition."""
    visits = found.quality.get("visits", 0)
    return [
        Check(turn.say(f"board.check.{name}"), met, _percent(met, visits or 1))
        for name in CHECKS
        for met in (found.quality.get(name, 0),)
    ]


def lacking(found: Digest, asked: Asked, turn: Turn) -> Sequence[Lack]:
    """Which share of the rows lacks a field that is used here, and what was entered afterwards (K18)."""
    shares = {LACKING[name]: of for name, (_, of) in found.lacking.items()}
    shares = {
        **{name: shares[name] for name in LACKING.values()},
        "late": found.total["follow_ups"],
    }
    return [
        Lack(
            Opening(called_list(name, turn), count, listing(name, asked)),
            of,
            _percent(count, of or 1),
        )
        for name, of in shares.items()
        for count in (found.counts.get(name, 0),)
    ]


def trend(found: Digest, turn: Turn) -> Sequence[Bar]:
    """The visits of two weeks, or of the month, the effective ones below."""
    most = max((one.visits for one in found.trend), default=0) or 1
    wide = 100 / (len(found.trend) or 1)
    return [
        Bar(
            str(day.day),
            phrases.day(day, turn.say, today=turn.today),
            round((place + 0.5) * wide, 2),
            round(wide * _THICK, 2),
            one.visits,
            round(one.visits * _TREND_HEIGHT / most, 1),
            round(one.effective * _TREND_HEIGHT / most, 1),
            day.weekday() >= _SATURDAY,
            len(found.trend) > TREND and (len(found.trend) - place) % 2 == 0,
        )
        for place, one in enumerate(found.trend)
        if (day := date.fromisoformat(one.day))
    ]


def called_list(number: str, turn: Turn) -> str:
    """What a list is called.

    Raises:
        KeyError: there is no such list.
    """
    return called(number, turn.rules.known, turn.say)


def _percent(part: int, whole: int) -> float:
    return round(part * 100 / whole, 1)
