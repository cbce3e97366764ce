"""The digest as a card: result and its measures on one line, then why; at most thirty lines (K01)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from adapters.chat import Button, Card, Field, Tone
from bot.cards import phrases, stages
from bot.keys import Intent, encode
from bot.talk import OpenNumber
from bot.texts import Texts
from core.money import Money
from core.opportunities.model import Flow
from core.reports.digest import Digest
from core.reports.lists import stage_of

NUMBERS = (
    "follow_ups",
    "moved",
    "returning",
    "stuck",
    "signed",
    "visits",
    "plans",
    "new_customers",
    "new_deals",
    "claimed",
    "returned",
    "unclaimed",
    "neglected",
    "lost",
)
"""What a digest's buttons open; WeCom shows five and a choice of the others, at most ten."""
_PEOPLE = 6


def digest(
    found: Digest, who: str, say: Texts, today: date, *, flows: Sequence[Flow], person: str = ""
) -> Card:
    """The eight blocks; an empty one is one short line or none. `person`: of him alone."""
    first, last = date.fromisoformat(found.first), date.fromisoformat(found.last)
    span = phrases.day(last, say, today=today)
    if first != last:
        span = f"{phrases.day(first, say, today=today)} - {span}"
    lines = [line for block in _blocks(found, flows, say) for line in block]
    return Card(
        title=say("digest.title", day=span),
        subtitle=who,
        tone=Tone.ACTIVE,
        number=Field(say("digest.signed_month"), phrases.money(Money(found.signed_month), say)),
        fields=_fields(found, say),
        body="\n".join(lines),
        buttons=_buttons(found, person, say),
    )


def called(number: str, flows: Sequence[Flow], say: Texts) -> str:
    """What the list behind a number is called."""
    if place := stage_of(number):
        return say("digest.open.stage", stage=stages.among(place[1], flows, say))
    return say(f"digest.open.{number}")


def silent(found: Digest, say: Texts) -> str:
    """Of whom there is no record, in a line."""
    named = say("draft.and").join(found.names("silent"))
    return say("digest.line.silent", what=named) if named else say("digest.nothing.people")


def _fields(found: Digest, say: Texts) -> tuple[Field, ...]:
    total = found.total
    kept = _percent(total["plans_kept"], total["plans_due"])
    visits = say("digest.visits", count=total["visits"], effective=total["effective_visits"])
    signed = phrases.money(Money(found.signed), say)
    return (
        Field(say("digest.result"), f"{signed} · {_of_target(found, say)}"),
        Field(say("digest.process"), visits),
        Field(say("digest.contacts"), _contacts(total, say)),
        Field(say("digest.progress"), say("digest.moves", moves=total["stage_moves"], kept=kept)),
        Field(
            say("digest.new"),
            say(
                "digest.new_ones",
                customers=total["new_customers"],
                deals=total["new_opportunities"],
            ),
        ),
        Field(
            say("digest.pool"),
            say(
                "digest.pool_line",
                claimed=total["claimed"],
                returned=total["returned"],
                unclaimed=found.counts.get("unclaimed", 0),
            ),
        ),
    )


def _of_target(found: Digest, say: Texts) -> str:
    """How much of the month's target is reached, and how much is to go."""
    if not found.target:
        return say("digest.no_target")
    left = found.target - found.signed_month
    return say(
        "digest.short_of_target" if left > 0 else "digest.of_target",
        target=phrases.money(Money(found.target), say),
        percent=_percent(found.signed_month, found.target),
        left=phrases.money(Money(left), say),
    )


def _contacts(total: Mapping[str, int], say: Texts) -> str:
    """How many, and the share that says neither a next step nor why there is none (F07)."""
    count = say("digest.follow_ups", count=total["follow_ups"])
    if not total["follow_ups"]:
        return count
    return count + say(
        "digest.without_next", share=_percent(total["without_next"], total["follow_ups"])
    )


def _blocks(found: Digest, flows: Sequence[Flow], say: Texts) -> list[list[str]]:
    """Why: each line names what stands behind a number."""
    comma = say("draft.and")
    moved = [
        f"{one.name}（{stages.among(one.words[0], flows, say)}→{stages.among(one.words[1], flows, say)}）"
        for one in found.few.get("moved", ())
    ]
    lost = [
        f"{one.name}（{'，'.join(filter(None, one.words))}）" for one in found.few.get("lost", ())
    ]
    plain = ("stuck", "slipped", "returning", "contacted", "neglected", "silent")
    few = {"moved": moved, "lost": lost} | {name: found.names(name) for name in plain}
    lines = {
        name: say(f"digest.line.{name}", what=comma.join(some))
        for name, some in few.items()
        if some
    }
    blocks = [
        [lines[name] for name in names if name in lines] or [say(f"digest.nothing.{block}")]
        for block, names in _WHY
    ]
    return [[_in_one_line(found, say)], *blocks, [say("digest.undecided")], _team(found, say)]


_WHY = (
    ("deals", ("moved", "stuck", "slipped", "lost")),
    ("pool", ("returning",)),
    ("key", ("contacted", "neglected")),
    ("people", ("silent",)),
)
"""An empty block is one line (K01)."""


def _in_one_line(found: Digest, say: Texts) -> str:
    """The result and its three lead measures (K02)."""
    total = found.total
    return say(
        "digest.in_one_line",
        signed=phrases.money(Money(found.signed), say),
        effective=total["effective_visits"],
        visits=total["visits"],
        moves=total["stage_moves"],
        kept=_percent(total["plans_kept"], total["plans_due"]),
    )


def _team(found: Digest, say: Texts) -> list[str]:
    people = [
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
    quoted = [
        say("digest.quoted", who=one.person, customer=one.name, words=one.words[0])
        for one in found.few.get("quoted", ())
    ]
    return [*people, *quoted]


def _buttons(found: Digest, person: str, say: Texts) -> tuple[Button, ...]:
    keys: list[tuple[str, Intent]] = [
        (name, OpenNumber(name, found.first, found.last, person=person)) for name in NUMBERS
    ]
    return tuple(Button(say(f"digest.open.{name}"), encode(key)) for name, key in keys)


def _percent(part: int, whole: int) -> str:
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal(1))}%" if whole else "—"
