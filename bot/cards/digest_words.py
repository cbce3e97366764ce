"""The words of a digest: results with their measures, why, and what the records do not say (K01, K02, K18)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from adapters.chat import Field, Note
from bot.cards import phrases, stages
from bot.texts import Texts
from core.money import Money
from core.opportunities.model import Flow
from core.reports.digest import Digest
from core.reports.model import Entry

_WHY = (
    ("deals", ("moved", "stuck", "slipped", "lost")),
    ("key", ("neglected", "contacted")),
    ("people", ("silent", "missed")),
    ("pool", ("returning", "idle")),
)
"""What each block names; an empty one is one line (K01)."""
_NAMED = 5
_LACKS = 10
"""Percent of rows without a field from which on it is said."""


def fields(found: Digest, say: Texts) -> tuple[Field, ...]:
    """Five numbers with their measures; each is short enough for a place of its own on WeCom."""
    total = found.total
    visits = say("digest.visits", count=total["visits"], effective=total["effective_visits"])
    fresh = say(
        "digest.new_ones", customers=total["new_customers"], deals=total["new_opportunities"]
    )
    pool = say(
        "digest.pool_line",
        claimed=total["claimed"],
        returned=total["returned"],
        unclaimed=f"{found.counts.get('unclaimed', 0):,}",
    )
    return (
        Field(say("digest.signed_month"), _of_target(found, say)),
        Field(say("digest.met"), visits),
        Field(say("digest.contacts"), _contacts(total, say)),
        Field(say("digest.new"), fresh),
        Field(say("digest.pool"), pool),
    )


def in_one_line(found: Digest, say: Texts) -> str:
    """The result and its three lead measures (K02)."""
    total = found.total
    return say(
        "digest.in_one_line",
        signed=phrases.money(Money(found.signed), say),
        effective=total["effective_visits"],
        visits=total["visits"],
        moves=total["stage_moves"],
        kept=percent(total["plans_kept"], total["plans_due"]),
    )


def incomplete(found: Digest, say: Texts) -> str:
    """What waits for a decision, and which shares of the records lack a field that is used (K18)."""
    lacks = [
        say(f"digest.lacks.{name}", share=percent(lacking, of))
        for name, (lacking, of) in sorted(found.lacking.items())
        if of and lacking * 100 >= of * _LACKS
    ]
    undecided = say("digest.undecided")
    return (
        undecided + say("digest.lacking", what=say("draft.and").join(lacks)) if lacks else undecided
    )


def notes(found: Digest, flows: Sequence[Flow], say: Texts) -> tuple[Note, ...]:
    """The result with its three measures, then why, a paragraph a block: what stands behind each number."""
    counts = {
        **found.counts,
        "idle": len(found.idle),
    }  # people are named here, not what they let lie
    lines = {
        name: say(f"digest.line.{name}", what=_listed(name, some, counts.get(name, 0), say))
        for name, some in _few(found, flows, say).items()
        if some
    }
    blocks = {block: [lines[one] for one in names if one in lines] for block, names in _WHY}
    result = "\n".join((in_one_line(found, say), _to_go(found, say)))
    return (
        Note(say("digest.block.result"), result),
        *(
            Note(say(f"digest.block.{block}"), "\n".join(told) or say(f"digest.nothing.{block}"))
            for block, told in blocks.items()
        ),
    )


def _listed(name: str, some: Sequence[str], count: int, say: Texts) -> str:
    """The first few, and how many there are when that is more; of plans that they are plans."""
    named = say("draft.and").join(dict.fromkeys(some[:_NAMED]))
    key = "digest.and_more_plans" if name == "missed" else "digest.and_more"
    more = count > (_NAMED if name == "missed" else len(some))
    return say(key, what=named, count=f"{count:,}") if more else named


def quote(found: Digest, say: Texts) -> str:
    """The contact that is worth reading."""
    for one in found.few.get("quoted", ()):
        return say("digest.quoted", who=one.person, customer=one.name, words=one.words[0])
    return ""


def percent(part: int, whole: int) -> str:
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal(1))}%" if whole else "—"


def _few(found: Digest, flows: Sequence[Flow], say: Texts) -> dict[str, list[str]]:
    moved = [
        say(
            "digest.moved_one",
            name=one.name,
            source=stages.among(one.words[0], flows, say),
            target=stages.among(one.words[1], flows, say),
        )
        for one in found.few.get("moved", ())
    ]
    lost = [_lost(one, say) for one in found.few.get("lost", ())]
    missed = _by_person(found, say)
    idle = [say("digest.idle_of", name=one.person, count=one.words[0]) for one in found.idle]
    plain = ("stuck", "slipped", "returning", "contacted", "neglected", "silent")
    told = {"moved": moved, "lost": lost, "missed": missed, "idle": idle}
    return told | {name: found.names(name) for name in plain}


def _by_person(found: Digest, say: Texts) -> list[str]:
    """Who missed plans, with how many where all of them are known."""
    some = found.few.get("missed", ())
    each = Counter(one.person for one in some if one.person)
    if found.counts.get("missed", 0) > len(some):
        return [*each]
    return [say("digest.missed_of", name=name, count=count) for name, count in each.items()]


def _lost(one: Entry, say: Texts) -> str:
    why = say("digest.whys").join(filter(None, one.words))
    return say("digest.lost_one", name=one.name, why=why) if why else one.name


def _of_target(found: Digest, say: Texts) -> str:
    """What was signed in the month, and how much of its target that is."""
    signed = phrases.money(Money(found.signed_month), say)
    if not found.target:
        return say("digest.without_target", signed=signed)
    target, share = Money(found.target), percent(found.signed_month, found.target)
    told = phrases.money(target, say)
    return say("digest.of_target", signed=signed, target=told, percent=share)


def _to_go(found: Digest, say: Texts) -> str:
    """How far the month's target is, and what the deals in hand may bring of it."""
    left = found.target - found.signed_month
    weighted = phrases.money(Money(found.weighted), say)
    if not found.target:
        return say("digest.in_hand", weighted=weighted)
    if left <= 0:
        return say("digest.reached", weighted=weighted) if found.weighted else say("digest.done")
    return say("digest.to_go", left=phrases.money(Money(left), say), weighted=weighted)


def _contacts(total: Mapping[str, int], say: Texts) -> str:
    """How many, and the share that says neither a next step nor why there is none (F07)."""
    count = say("digest.follow_ups", count=total["follow_ups"])
    if not total["follow_ups"]:
        return count
    share = percent(total["without_next"], total["follow_ups"])
    return count + say("digest.without_next", share=share)
