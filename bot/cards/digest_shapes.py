"""What a digest shows beside its words: four figures, charts, who has to do something, lists that open."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, zip_longest

from adapters.chat import Chart, Figure, Fold, Series, Shape, Table, Tone
from bot.cards import phrases, stages
from bot.cards.digest_words import percent
from bot.texts import Texts
from core.money import Money
from core.opportunities.model import Flow
from core.reports.digest import Digest
from core.reports.funnel import Funnel, Step
from core.reports.model import Entry, PoolPart

_EXCEPTIONS = ("overdue", "missed", "stuck", "slipped", "neglected", "returning")
_ROWS, _PEOPLE, _BARS, _FUNNELS = 10, 6, 6, 3
_MANY = 10
"""From so many on an average is told in whole numbers."""


def figures(found: Digest, say: Texts) -> tuple[Figure, ...]:
    """Visits against the weekday's average, what is overdue, the pool, the forecast against the target."""
    counts = found.counts
    forecast = found.signed_month + found.weighted
    of_target = say("digest.figure.of_target", percent=percent(forecast, found.target))
    overdue = counts.get("overdue", 0)
    return (
        _visits(found, say),
        Figure(
            say("digest.figure.overdue"),
            f"{overdue:,}",
            say("digest.figure.missed", count=f"{counts.get('missed', 0):,}"),
            Tone.URGENT if overdue else Tone.MUTED,
        ),
        Figure(
            say("digest.figure.pool"),
            f"{counts.get('claimable', 0):,}",
            say("digest.figure.returning", count=f"{counts.get('returning', 0):,}"),
        ),
        Figure(
            say("digest.figure.forecast"),
            phrases.money(Money(forecast), say),
            of_target if found.target else say("digest.no_target"),
            Tone.ACTIVE,
        ),
    )


def _visits(found: Digest, say: Texts) -> Figure:
    visits, label = found.total["visits"], say(f"digest.figure.visits_{found.period}")
    if not found.before:
        return Figure(label, f"{visits:,}")
    average = sum(found.before) / len(found.before)
    change = round(visits * 100 / average) - 100 if average else 0
    arrow = "↑" if change > 0 else "↓" if change < 0 else "="
    tone = Tone.GOOD if change > 0 else Tone.URGENT if change < 0 else Tone.MUTED
    against = say(
        "digest.figure.average", average=f"{average:,.0f}" if average >= _MANY else f"{average:.1f}"
    )
    return Figure(label, f"{visits:,}", f"{arrow}{abs(change)}% {against}" if average else "", tone)


def charts(found: Digest, flows: Sequence[Flow], say: Texts) -> tuple[Chart, ...]:
    """The funnels of the flows that most deals follow, the fullest first, and the visits of the days."""
    funnels = fullest(found)
    drawn = [_funnel(one, flows, say, among=len(funnels)) for one in funnels[:_FUNNELS]]
    return (*drawn, *([_trend(found, say)] if len(found.trend) > 1 else []))


def fullest(found: Digest) -> list[Funnel]:
    """The funnels of flows that any deal follows, that with the most first."""
    some = [one for one in found.funnels if one.steps and one.steps[0].reached]
    return sorted(some, key=lambda one: -one.steps[0].reached)


def _funnel(one: Funnel, flows: Sequence[Flow], say: Texts, *, among: int) -> Chart:
    """How many came to each stage, and at last how many were won; the worst stage is named (K04).

    Args:
        among: how many funnels there are: one of several says its flow.
    """
    own = stages.of_flow(one.flow, flows)
    names = [stages.among(step.stage, own, say) for step in one.steps]
    came = [step.reached for step in one.steps]
    flow = stages.flow_named(one.flow, flows, say)
    title = say("digest.funnel_of", flow=flow) if among > 1 else say("digest.funnel")
    if one.worst and _loses(one):
        title = say("digest.worst", funnel=title, worst=stages.among(one.worst, own, say))
    won = one.steps[-1].passed
    values = Series(say("digest.deals"), (*came, won))
    return Chart(title, Shape.FUNNEL, (*names, say("digest.won")), (values,))


def _loses(one: Funnel) -> bool:
    """Whether any deal stays behind in its worst stage."""
    return any(step.stage == one.worst and step.passed < step.reached for step in one.steps)


def _trend(found: Digest, say: Texts) -> Chart:
    days = tuple(f"{date.fromisoformat(one.day):%m-%d}" for one in found.trend)
    visits = Series(say("digest.process"), tuple(one.visits for one in found.trend))
    effective = Series(say("digest.effective"), tuple(one.effective for one in found.trend))
    return Chart(say("digest.trend", days=len(days)), Shape.LINE, days, (visits, effective))


def exceptions(found: Digest, say: Texts) -> tuple[Table, ...]:
    """What somebody has to do something about, the first of each kind first, with whose it is."""
    overdue = {one.id for one in found.few.get("overdue", ())}
    few = dict(found.few)
    few["missed"] = [one for one in few.get("missed", ()) if one.id not in overdue]
    kinds = [[(kind, one) for one in few.get(kind, ())] for kind in _EXCEPTIONS]
    some = [one for one in chain.from_iterable(zip_longest(*kinds)) if one][:_ROWS]
    columns = tuple(say(f"digest.column.{name}") for name in ("what", "why", "who"))
    rows = tuple((one.name, _why(kind, one, say), one.person) for kind, one in some)
    return (Table(say("digest.exceptions"), columns, rows),) if rows else ()


def _why(kind: str, one: Entry, say: Texts) -> str:
    since = f" {one.day[5:10]}" if one.day else ""
    return say(f"digest.exception.{kind}") + since


def folds(found: Digest, flows: Sequence[Flow], say: Texts) -> tuple[Fold, ...]:
    """Each one's work; the funnel stage by stage; the pool nobody wants; who uses it (D19, Q01)."""
    pool = [
        say("digest.pool_part", pool=one.pool, tier=_tier(one, say), count=one.count, long=one.long)
        for one in found.pool
        if one.long
    ]
    teams = [
        say(
            "digest.team_line",
            name=one.name or say("digest.no_team"),
            active=one.active,
            reps=one.reps,
            each=f"{one.follow_ups / one.reps:.1f}" if one.reps else "0",
            late=one.late,
        )
        for one in found.teams
    ]
    funnels = fullest(found)
    steps = [_step(one, step, flows, say, len(funnels)) for one in funnels for step in one.steps]
    told = {"people": _people(found, say), "funnel": steps, "pool": pool, "teams": teams}
    boards = {"people": _leaders(found, say)}
    return tuple(
        Fold(say(f"digest.fold.{name}"), tuple(lines), chart=boards.get(name))
        for name, lines in told.items()
        if lines
    )


def _tier(part: PoolPart, say: Texts) -> str:
    return say("customers.tier", tier=part.tier) if part.tier else say("digest.no_tier")


def _leaders(found: Digest, say: Texts) -> Chart:
    some = found.people[:_BARS]
    visits = Series(say("digest.process"), tuple(one.visits for one in some))
    effective = Series(say("digest.effective"), tuple(one.effective for one in some))
    names = tuple(one.name for one in some)
    return Chart(say("digest.fold.people"), Shape.BARS, names, (visits, effective))


def _people(found: Digest, say: Texts) -> list[str]:
    more = len(found.people) - _PEOPLE
    rest = [say("digest.more_people", count=more)] if more > 0 else []
    return [*_named(found, say), *rest]


def _named(found: Digest, say: Texts) -> list[str]:
    return [
        say(
            "digest.person",
            name=one.name,
            visits=one.visits,
            effective=one.effective,
            follow_ups=one.follow_ups,
            kept=one.plans_kept,
            due=one.plans_due,
        )
        for one in found.people[:_PEOPLE]
    ]


def _step(one: Funnel, step: Step, flows: Sequence[Flow], say: Texts, among: int) -> str:
    told = say(
        "digest.step",
        stage=stages.among(step.stage, stages.of_flow(one.flow, flows), say),
        count=step.count,
        worth=phrases.money(Money(step.fen), say),
        on="—" if step.permille is None else f"{step.permille / 10:.0f}%",
    )
    told += "" if step.days is None else say("digest.stays", days=step.days)
    flow = stages.flow_named(one.flow, flows, say)
    return say("digest.of_flow", flow=flow, step=told) if among > 1 else told
