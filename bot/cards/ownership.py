"""Whose, why and until when: deadlines, protections, quotas in words."""

from collections.abc import Mapping, Sequence

from adapters.chat import Card, Field, Row
from bot.cards import phrases
from bot.cards.customers import Owners, rows_of
from bot.texts import Texts
from bot.turn import Turn
from core.customers.model import Customer
from core.people.model import EmployeeId
from core.pool.actions import Explanation, Quota
from core.pool.model import PoolEvent
from core.pool.rules import Look, PoolRules, limit_of


def short(customer: Customer, look: Look, turn: Turn) -> str:
    """One line: what protects it, or `距回公海 5 天：60天未成交`."""
    say = turn.say
    protected = look.protected_by
    if protected:
        return say("pool.protected", names=say(f"pool.protection.{protected.name}"))
    deadline = look.deadline
    if deadline is None:
        return say("pool.never_returns")
    days = max((deadline.on - turn.today).days, 0)
    why = rule(deadline.rule, customer, turn.rules.pool, say)
    return say("pool.returns_in", days=days, rule=why)


def rule(code: str, customer: Customer, rules: PoolRules, say: Texts) -> str:
    """A recycle rule with the days it gives this customer."""
    if not code:
        return ""
    key, days = f"pool.limit.{code}", limit_of(code, customer, rules)
    return say(key, days=days) if days and say.has(key) else say(f"pool.rule.{code}")


def explanation(explained: Explanation, owner: str, turn: Turn) -> Card:
    """The rule with its dates, and every protection that was looked at."""
    say = turn.say
    customer = explained.customer
    day = phrases.day(explained.on, say, today=turn.today)
    fields = [Field(say("customers.field.owner"), say("pool.owner_then", day=day, owner=owner))]
    if customer.owned_since:
        since = phrases.day(
            customer.owned_since.astimezone(turn.zone).date(), say, today=turn.today
        )
        basis = say(f"pool.basis.{customer.basis}") if customer.basis else ""
        fields.append(
            Field(say("pool.field.basis"), say("pool.basis_since", basis=basis, since=since))
        )
    if explained.look:
        fields += _deadlines(customer, explained.look, turn)
    version = max((event.rule_version for event in explained.history), default=0)
    return Card(
        title=say("pool.why_mine", customer=customer.full_name),
        subtitle=say("pool.by_rule", version=turn.rules.version or version),
        fields=tuple(fields),
        rows=tuple(_history(explained, turn)),
        body=short(customer, explained.look, turn) if explained.look else _waiting(explained, turn),
    )


def _waiting(explained: Explanation, turn: Turn) -> str:
    """It lies in the pool; until when whoever asks may not claim it again."""
    say, until = turn.say, explained.waits_until
    lies = _lies(explained.customer, turn)
    if until is None:
        return f"{lies}{say('pool.no_cooling')}"
    day = phrases.day(until, say, today=turn.today)
    told = say("refusals.cooling", customer=explained.customer.short, until=day)
    return f"{lies}\n{told}"


def _lies(customer: Customer, turn: Turn) -> str:
    """That it is in the pool, and since when."""
    if customer.entered_pool_at is None:
        return turn.say("pool.in_pool")
    since = customer.entered_pool_at.astimezone(turn.zone).date()
    return turn.say("pool.in_pool_since", since=phrases.day(since, turn.say, today=turn.today))


def quota(known: Quota, turn: Turn) -> Card:
    """今天领取名额: used, limit and when it is counted anew."""
    say = turn.say
    if not known.limit:
        return Card(title=say("pool.quota"), body=say("pool.quota_off"))
    at = phrases.moment(known.resets_at, turn.zone, say, today=turn.today)
    return Card(
        title=say("pool.quota"),
        number=Field(say("pool.quota"), str(known.left)),
        fields=(
            Field(say("pool.quota"), say("pool.quota_used", used=known.used, limit=known.limit)),
        ),
        body=say("pool.quota_resets", at=at),
    )


def returning(found: Sequence[Customer], days: int, turn: Turn, owners: Owners) -> Card:
    """Who returns soon, the next first."""
    return Card(
        title=turn.say("pool.returning", count=len(found)),
        rows=rows_of(found, turn, owners),
        body="" if found else turn.say("pool.none_returning", days=days),
    )


def event_row(
    event: PoolEvent, customer: Customer | None, names: Mapping[EmployeeId, str], turn: Turn
) -> Row:
    """What happened to whose customer."""
    who = names.get(event.employee, "") if event.employee else ""
    facts = (kind(event.kind, turn), who, reason(event.reason, turn))
    return Row(
        title=customer.full_name if customer else "—",
        detail=" · ".join(filter(None, facts)),
        short=customer.short[:8] if customer else "",
    )


def reason(told: str, turn: Turn) -> str:
    """A release reason with its note, or a recycle rule, in words; own words as they are."""
    code, colon, note = told.partition("：")
    if code in ("undo", "redo"):
        return turn.say(f"talk.did.{code}")
    for area in ("reason", "rule", "basis"):
        key = f"pool.{area}.{code}"
        if code and turn.say.has(key):
            return f"{turn.say(key)}{colon}{note}"
    return told


def kind(code: str, turn: Turn) -> str:
    key = f"pool.kind.{code}"
    return turn.say(key) if turn.say.has(key) else code


def _deadlines(customer: Customer, look: Look, turn: Turn) -> list[Field]:
    say = turn.say
    fields = []
    clocks = [
        say(
            "pool.returns_on",
            day=phrases.day(one.on, say, today=turn.today),
            rule=rule(one.rule, customer, turn.rules.pool, say),
        )
        for one in sorted(look.clocks, key=lambda one: one.on)
    ]
    if clocks:
        fields.append(Field(say("pool.field.clocks"), "；".join(clocks)))
    checked = [
        f"{say('pool.checked' if one.applies else 'pool.not_applying')}"
        f"{say(f'pool.protection.{one.name}')}"
        + (
            f"（{phrases.day(one.until, say, today=turn.today)}）"
            if one.applies and one.until
            else ""
        )
        for one in look.protections
    ]
    fields.append(Field(say("pool.field.protections"), " ".join(checked)))
    return fields


def _history(explained: Explanation, turn: Turn) -> list[Row]:
    rows = []
    for event in explained.history[:5]:
        day = phrases.day(event.at.astimezone(turn.zone).date(), turn.say, today=turn.today)
        who = explained.names.get(event.employee, "") if event.employee else ""
        detail = " · ".join(filter(None, (who, reason(event.reason, turn))))
        rows.append(Row(title=f"{day} {kind(event.kind, turn)}", detail=detail))
    return rows
