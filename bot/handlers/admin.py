"""For admins and sales operations: self-check, what nobody understood, the rules in force."""

from datetime import timedelta

from adapters.chat import Card, Field, Reply, Row, Tone
from bot.cards import phrases
from bot.checks import Check
from bot.remedies import remedy
from bot.router import Router
from bot.talk import SelfCheck, ShowNotUnderstood, ShowRules
from bot.texts import Texts
from bot.turn import Turn
from core.people.model import EmployeeId
from core.people.permissions import Command
from core.pool.rules import PROTECTIONS, PoolRules

router = Router()
_MONTH = timedelta(days=30)
_MOST = 20


@router.on(SelfCheck)
async def self_check(_: SelfCheck, turn: Turn) -> Reply:
    """/自检: each part of the installation, the last jobs, the queues (Q08).

    Raises:
        Forbidden: he is no admin.
    """
    turn.viewer.check(Command.ADMIN)
    checks = await turn.checks() if turn.checks else ()
    failed = sum(not check.well for check in checks)
    say = turn.say
    rows = tuple(_row(check, say) for check in checks)
    title = say("admin.failed", count=failed) if failed else say("admin.well")
    return Reply(card=Card(title=title, rows=rows, tone=Tone.WARNING if failed else Tone.GOOD))


def _row(check: Check, say: Texts) -> Row:
    """One part: well or not, what it says, and where it is not well what to do about it."""
    name = say(f"admin.part.{check.name}") if say.has(f"admin.part.{check.name}") else check.name
    mended = "" if check.well else _remedy(check, say)
    told = [say(f"admin.said.{word}", value=value) for word, value in check.said]
    known = say("admin.apart").join(told) or check.detail
    detail = " → ".join(filter(None, (known, mended)))
    return Row(title=f"{'✓' if check.well else '✗'} {name}", detail=detail)


def _remedy(check: Check, say: Texts) -> str:
    """What mends it: by the code a platform gave, else by what it is."""
    if check.count:
        return say(f"doctor.{check.name}.dead", count=check.count)
    return remedy(say, check.name, check.detail) or remedy(say, check.name, "failed")


@router.on(ShowNotUnderstood)
async def show_not_understood(_: ShowNotUnderstood, turn: Turn) -> Reply:
    """What nobody understood or is not supported yet, of the last 30 days: how often, the newest.

    Raises:
        Forbidden: he is no admin.
    """
    turn.viewer.check(Command.ADMIN)
    say = turn.say
    since = turn.now - _MONTH
    rows = []
    newest = await turn.uow.sentences.since(since, _MOST)
    names = await turn.uow.people.names(EmployeeId(who) for _, who, _, _ in newest)
    for at, who, intent, text in newest:
        when = phrases.moment(at, turn.zone, say, today=turn.today)
        detail = f"{when} · {names.get(EmployeeId(who), who)} · {_wish(intent, say)}"
        rows.append(Row(title=text[:100], detail=detail))
    counts = [
        say("admin.wished", wish=_wish(intent, say), count=count)
        for intent, count in (await turn.uow.sentences.counted(since)).items()
    ]
    body = say("draft.and").join(counts) or say("admin.all_understood")
    return Reply(card=Card(title=say("admin.not_understood"), rows=tuple(rows), body=body))


def _wish(intent: str, say: Texts) -> str:
    key = f"talk.wish.{intent}"
    return say(key) if say.has(key) else intent or say("admin.not_understood_one")


@router.on(ShowRules)
async def show_rules(_: ShowRules, turn: Turn) -> Reply:
    """现在公海规则是啥: every figure of the pool, with the version of the file."""
    say = turn.say
    pool = turn.rules.pool
    limits = "/".join(str(days) for days in pool.category_days)
    values = (
        ("profile", say(f"admin.profile.{pool.profile}")),
        ("claims_per_day", say("admin.times", count=pool.claims_per_day)),
        ("cooldown_days", say("admin.days", days=pool.cooldown_days)),
        ("no_deal_days", say("admin.days", days=pool.no_deal_days)),
        ("first_visit_days", say("admin.days", days=pool.first_visit_days)),
        ("category_days", say("admin.days", days=limits)),
        ("locks_per_person", say("admin.customers", count=pool.locks_per_person)),
        ("protections", " ".join(_protections(pool, say))),
        ("warn_days", say("admin.workdays", days="/".join(map(str, pool.warn_days)))),
    )
    fields = tuple(Field(say(f"admin.rule.{name}"), value) for name, value in values)
    return Reply(
        card=Card(
            title=say("admin.rules"),
            subtitle=say("admin.version", version=turn.rules.version),
            fields=fields,
            body=say("admin.zero_is_off"),
        )
    )


def _protections(pool: PoolRules, say: Texts) -> list[str]:
    """Every protection in the order in which it is looked at, and whether it is on (D12)."""
    return [
        say("pool.checked" if getattr(pool, f"protect_{name}", True) else "pool.not_applying")
        + say(f"pool.protection.{name}")
        for name in PROTECTIONS
    ]
