"""What to know before a visit, as a card: who, what is open, the money, the gaps, three questions (L03)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from adapters.chat import Button, Card, Field, Row, Tone
from bot.cards import opportunities as deals
from bot.cards import phrases, stages
from bot.company.rules import CompanyRules
from bot.texts import Texts
from core.briefs.model import NEGLECTED_DAYS, Brief, Facts, Gap, Named, Question
from core.customers.model import Contact, ContactRole
from core.money import Money
from core.opportunities.model import Opportunity
from core.people.model import EmployeeId
from core.plans.model import Plan
from core.visits.model import FollowUp

_PEOPLE = 5
_FEW = 3
_LINE = 60
"""Characters of what somebody wrote: a line of it is enough at the door."""
_ROLES = ("budget", "quote", "deal", "payment", "competitor", "unit_price")
_WANTED = ("budget", "quote")
"""The amounts of which it is said that nobody recorded them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads it, in which words and under which rules: what a turn and a job both know."""

    id: EmployeeId
    say: Texts
    zone: ZoneInfo
    rules: CompanyRules

    def day(self, value: date, today: date) -> str:
        return phrases.day(value, self.say, today=today)


def brief(
    found: Brief, reader: Reader, buttons: tuple[Button, ...], *, visit: Plan | None = None
) -> Card:
    """The brief of a customer; of a planned `visit` with its minute in front."""
    facts, say = found.facts, reader.say
    asked = [_question(number, one, facts, reader) for number, one in enumerate(found.questions, 1)]
    none_yet = () if facts.last else (say("visits.none_yet"),)
    return Card(
        title=say("brief.title", customer=facts.customer.short),
        subtitle=facts.customer.full_name,
        tone=Tone.ACTIVE,
        fields=tuple(
            Field(say(f"brief.field.{name}"), value)
            for name, value in _values(found, reader, visit)
        ),
        rows=tuple(_row(one, facts, reader) for one in facts.last),
        body="\n".join((*none_yet, say("brief.ask"), *asked)),
        buttons=buttons,
    )


def _values(found: Brief, reader: Reader, visit: Plan | None) -> Iterator[tuple[str, str]]:
    """What stands by name, in the order it is needed at the door."""
    facts = found.facts
    if visit:
        yield "visit", _plan(visit, facts, reader)
    yield "people", _people(facts.people, reader.say)
    for deal in facts.deals[:_FEW]:
        yield "deals", _deal(deal, facts, reader)
    if not facts.deals:
        yield "deals", reader.say("brief.no_deal")
    others = [plan for plan in facts.plans if visit is None or plan.id != visit.id]
    for plan in others[:_FEW]:
        yield "plans", _late(plan, facts, reader)
    if facts.promised:
        day = _day_of(facts.promised.occurred_at, facts, reader)
        yield "promised", reader.say("brief.dated", what=_line(facts.promised.next_step), day=day)
    yield "money", _money(facts, reader)
    if found.gaps:
        yield "gaps", reader.say("brief.stop").join(_gap(one, reader.say) for one in found.gaps)


def _people(people: Sequence[Contact], say: Texts) -> str:
    """`王建国（采购总监 决策人 支持）`; what nobody said is left out, and stands among the gaps."""
    return _listed([_person(one, say) for one in people], say) if people else say("brief.none")


def _listed(names: Sequence[str], say: Texts) -> str:
    """The first few, and how many there are in all."""
    named = say("brief.and").join(names[:_PEOPLE])
    more = say("brief.people_more", people=named, count=len(names))
    return more if len(names) > _PEOPLE else named


def _line(words: str) -> str:
    """The beginning of what somebody wrote, on one line."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _LINE else f"{flat[: _LINE - 1]}…"


def _person(one: Contact, say: Texts) -> str:
    role = "" if one.role is ContactRole.UNKNOWN else say(f"customers.role.{one.role}")
    attitude = "" if one.attitude is None else say(f"customers.attitude.{one.attitude}")
    known = " ".join(filter(None, (one.title, role, attitude)))
    return f"{one.name}（{known}）" if known else one.name


def _deal(deal: Opportunity, facts: Facts, reader: Reader) -> str:
    """`导电浆料二期 · 方案报价 · 120万 · 预计12月31日 周四签`."""
    say = reader.say
    flow = reader.rules.flow(deal.flow, deal.flow_version)
    stage = stages.among(deal.stage, (flow,) if flow else (), say)
    amount = deals.amount(deal, say) or say("brief.no_amount")
    return " · ".join((deal.name, stage, amount, _closing(deal, facts, reader)))


def _closing(deal: Opportunity, facts: Facts, reader: Reader) -> str:
    if deal.expected_close is None:
        return reader.say("brief.no_close")
    key = "brief.late_close" if deal.expected_close < facts.today else "opportunities.closes"
    return reader.say(key, day=reader.day(deal.expected_close, facts.today))


def _plan(plan: Plan, facts: Facts, reader: Reader) -> str:
    day = _day_of(plan.due_at, facts, reader)
    hour = f" {plan.due_at.astimezone(reader.zone):%H:%M}" if plan.has_time else ""
    return " · ".join(filter(None, (day + hour, _line(plan.content))))


def _late(plan: Plan, facts: Facts, reader: Reader) -> str:
    said = _plan(plan, facts, reader)
    is_late = plan.due_at.astimezone(reader.zone).date() < facts.today
    return reader.say("brief.late_plan", plan=said) if is_late else said


def _money(facts: Facts, reader: Reader) -> str:
    """What the deals come to, and the newest amount of each role; no figure is made up."""
    say = reader.say
    parts = [*_total(facts.deals, say)]
    parts += [
        _named(facts.figures[role], facts, reader) for role in _ROLES if role in facts.figures
    ]
    parts += [say(f"brief.unknown_{role}") for role in _WANTED if role not in facts.figures]
    return say("brief.stop").join(parts)


def _total(found: Sequence[Opportunity], say: Texts) -> Iterator[str]:
    priced = [deal.amount for deal in found if deal.amount]
    if len(priced) > 1:
        amount = phrases.money(sum(priced, Money(0)), say)
        yield say("brief.total", count=len(priced), amount=amount)
    if len(found) > 1 and len(priced) < len(found):
        yield say("brief.unpriced", count=len(found) - len(priced))


def _named(named: Named, facts: Facts, reader: Reader) -> str:
    what = phrases.figure(phrases.amount_of(named.figure), reader.say)
    return reader.say("brief.dated", what=what, day=_day_of(named.at, facts, reader))


def _gap(one: Gap, say: Texts) -> str:
    roles = say("brief.and").join(say(f"customers.role.{role}") for role in one.roles)
    names = _listed(one.names, say)
    return say(f"brief.gap.{one.kind}", names=names, roles=roles, days=NEGLECTED_DAYS)


def _row(one: FollowUp, facts: Facts, reader: Reader) -> Row:
    """When, how, who; and in one line what it was about."""
    say = reader.say
    logger = "" if one.employee == reader.id else facts.names.get(one.employee, "")
    head = (
        _day_of(one.occurred_at, facts, reader),
        say(f"visits.kind.{one.kind}"),
        say("brief.and").join(one.contacts),
        logger,
    )
    said = (one.content, one.result and say("brief.said", result=one.result))
    line = say("brief.stop").join(filter(None, said))
    return Row(title=" · ".join(filter(None, head)), detail=_line(line))


def _question(number: int, one: Question, facts: Facts, reader: Reader) -> str:
    """`1 最后谁拍板，走什么流程？（没有记决策人）`."""
    say = reader.say
    said = {
        "about": one.about,
        "words": _line(one.words),
        "day": reader.day(one.day, facts.today) if one.day else "",
        "times": one.times,
        "days": NEGLECTED_DAYS,
    }
    ask, why = (say(f"brief.{part}.{one.kind}", **said) for part in ("asks", "why"))
    return say("brief.question", number=number, ask=ask, why=why)


def _day_of(at: datetime, facts: Facts, reader: Reader) -> str:
    return reader.day(at.astimezone(reader.zone).date(), facts.today)
