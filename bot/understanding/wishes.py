"""What a sentence wants: ordered rules, the first that holds; a question never writes, nor answers."""

from collections.abc import Callable
from itertools import chain, pairwise

from bot.intents import (
    CloseOpportunity,
    LogFollowUps,
    MoveStage,
    PutContact,
    ReopenOpportunity,
    SetPlan,
    UpdateOpportunity,
)
from bot.keys import Intent
from bot.talk import NotUnderstood, OutOfRange, Pick
from bot.understanding import (
    amending,
    answering,
    asking,
    beginning,
    briefing,
    changing,
    claiming,
    comparing,
    dealing,
    dropping,
    families,
    forms,
    frames,
    guessing,
    looking,
    manners,
    planning,
    pool_asked,
    preferring,
    rescheduling,
    talking,
)
from bot.understanding.beyond import beyond
from bot.understanding.deal_steps import of_one_deal, with_step
from bot.understanding.deals_told import (
    begins_with_a_day,
    deals_told,
    ends_with_order,
    is_listed,
    is_no_order,
    is_of_deal,
    of_others,
    tells_besides,
    tells_more,
    tells_much,
    tells_of_a_past_day,
)
from bot.understanding.kinds import AT_ONCE, BESIDE, LOOKING, OF_A_ROW, OF_EACH
from bot.understanding.office import office
from bot.understanding.patterns import regex
from bot.understanding.questioning import asks, is_question
from bot.understanding.reading import Reading, about_focus, within
from bot.understanding.reminding import REMIND, is_told_before
from bot.understanding.reported import (
    goes_on,
    is_any_report,
    is_contacted,
    is_long_report,
    is_reported,
    is_told,
)
from bot.understanding.several import parts
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.turns import by_customer
from bot.understanding.visits import entries, entries_of

Rule = Callable[[Reading], Intent | tuple[Intent, ...] | None]

_OF_TALK: tuple[Rule, ...] = (
    talking.slash,
    preferring.settings,
    dropping.part,
    talking.draft,
    talking.undo,
    amending.amends,
)
_OF_DRAFT: tuple[Rule, ...] = (answering.reason, answering.answer, talking.correction)
_RULES: tuple[Rule, ...] = (
    claiming.lock,
    office,
    planning.bare,
    briefing.brief,
    planning.step,
    forms.formed,
    comparing.asked,
    changing.succeeded,
    families.unsupported,
    claiming.release,
    asking.ownership,
    claiming.claim,
    asking.digest,
    rescheduling.plan_action,
    asking.agenda,
    pool_asked.pool,
    changing.create_customer,
    dealing.create,
    dealing.change,
    changing.star,
    claiming.assign,
    changing.customer,
    changing.contact,
    frames.framed,
    planning.set_plan,
    frames.moves_plan,
    looking.lookup,
    manners.small,
    guessing.left,
)


def wishes(reading: Reading) -> tuple[Intent, ...]:
    """The intents of a sentence, at least one."""
    if not reading.text.strip():
        return (NotUnderstood(),)
    found = _first(_OF_TALK, reading)
    if found is not None:
        return found
    if (words := beyond(reading)) and not is_question(reading):
        return (OutOfRange(words),)
    free = _first((_orders, _beside, _apart, _one), reading)
    if reading.astray and _is_of_a_row(reading, free):
        return (Pick(reading.astray),)
    looks = free is not None and isinstance(free[0], LOOKING)
    answered = None if looks else _first(_OF_DRAFT, reading)
    return answered or free or _first((beginning.begun, answering.more), reading) or _rest(reading)


def _is_of_a_row(reading: Reading, free: tuple[Intent, ...] | None) -> bool:
    """Whether a number that the last list lacks is all that says what is meant."""
    return bool(reading.context.rows) or any(isinstance(one, OF_A_ROW) for one in free or ())


def _one(reading: Reading) -> tuple[Intent, ...] | None:
    """What the first rule that holds says; where a contact is told, beside its report."""
    if is_long_report(reading):
        return _reported(reading)
    found = _first(_RULES, reading)
    if found and is_no_order(found[0], reading):
        return _reported(reading)
    if not found or not isinstance(found[0], CloseOpportunity | MoveStage | ReopenOpportunity):
        return with_step(found, reading)
    if begins_with_a_day(reading) or (is_told(reading) and not ends_with_order(reading)):
        return _reported(reading)
    if tells_of_a_past_day(reading):
        report, *deals = _reported(reading)
        return report, *(deals or found)
    if not (tells_more(reading) or is_told(reading)):
        return with_step(found, reading)
    report, *deals = _reported(reading)
    return *(deals or found), report


def _reported(reading: Reading) -> tuple[Intent, ...]:
    """The report, and what it tells to have become of deals."""
    parts = by_customer(reading)
    return LogFollowUps(entries_of(parts, reading)), *deals_told(parts)


def _beside(reading: Reading) -> tuple[Intent, ...] | None:
    """聊得不错，推到商务谈判，顺便认领光联: what is told, then each of the orders behind it."""
    head, *orders = parts(reading)
    if not orders:
        return None
    told = is_contacted(head) or is_told_before(reading) or is_listed(head)
    first = _told_first(head, told=told)
    then = [_first(_RULES, part) or () for part in orders]
    clear = all(wish and isinstance(wish[0], BESIDE) for wish in then)
    if not first or not clear or not isinstance(first[0], (*BESIDE[1:], LogFollowUps)):
        return None
    if _is_overtaken(first[0], then):
        first = (LogFollowUps(entries(head)),) if told or tells_besides(head) else ()
    return of_one_deal((*first, *of_others(head, first, [*chain(*then)]), *chain(*then)))


def _told_first(head: Reading, *, told: bool) -> tuple[Intent, ...]:
    """What stands before the orders: a wish, a report, or nothing of either."""
    found = None if is_long_report(head) or is_listed(head) else _first(_RULES, head)
    reported = told or tells_of_a_past_day(head)
    if reported and found and isinstance(found[0], UpdateOpportunity | PutContact):
        return (LogFollowUps(entries(head)), *found)
    return found or (_rest(head) if told else ())


def _is_overtaken(first: Intent, then: list[tuple[Intent, ...]]) -> bool:
    """维保合同谈妥了，商机推合同: where the deal goes is said at the end, and told before it."""
    if not is_of_deal(first):
        return False
    about = first.target.customer.ids
    deals = [one for wish in then for one in wish if is_of_deal(one)]
    named = [one for one in deals if isinstance(one, CloseOpportunity) or one.stage[:1].isalpha()]
    return any(one.target.customer.ids == about for one in named)


def _orders(reading: Reading) -> tuple[Intent, ...] | None:
    """退回华精，没意向了；认领光联: the order of each sentence, or what it tells beside such orders."""
    ends = [match.start() for match in _STOPS.finditer(reading.text)]
    spots = list(pairwise([0, *ends, len(reading.text)]))
    told = [spot for spot in spots if reading.text[slice(*spot)].strip("；;。 \n")]
    parts = [within(reading, [spot]) for spot in told] if len(told) > 1 else []
    if not parts or not all(part.customers for part in parts):
        return None
    wanted = [_first(_RULES, part) or () for part in parts]
    ordered = [bool(wish) and all(isinstance(one, AT_ONCE) for one in wish) for wish in wanted]
    if not any(ordered):
        return None
    found = [
        wish if order else _one(part) or _rest(part)
        for part, wish, order in zip(parts, wanted, ordered, strict=True)
    ]
    clear = all(isinstance(one, (*AT_ONCE, *_TOLD)) for wish in found for one in wish)
    return tuple(chain(*found)) if clear else None


_TOLD = (LogFollowUps, CloseOpportunity, MoveStage)
_STOPS = regex(r"[；;。\n]")


def _is_report(reading: Reading) -> bool:
    return (is_told(reading) or tells_more(reading)) and not is_question(reading)


def _apart(reading: Reading) -> tuple[Intent, ...] | None:
    """远帆和华精的跟进都推到下周四, 远帆改到周三，华精推到投标: the same for each, or to each its own."""
    if len(reading.customers) < 2 or len(reading.text) > _ORDERED:
        return None
    if mixed := _orders_and_reports(by_customer(reading)):
        return mixed
    found = [_first(_RULES, part) or (NotUnderstood(),) for part in by_customer(reading)]
    clear = all(len(one) == 1 and isinstance(one[0], OF_EACH) for one in found)
    wanted = tuple(one[0] for one in found)
    return wanted if clear and _is_wanted_apart(wanted, reading) else None


def _orders_and_reports(parts: list[Reading]) -> tuple[Intent, ...] | None:
    """认领光联，远帆王总今天说预算批了: an order about one customer, what is told of another."""
    wanted = [_with_report(_ordered(part), part) for part in parts]
    told = [part for part, wish in zip(parts, wanted, strict=True) if not wish]
    if len(told) in (0, len(parts)) or not all(_tells(part) for part in told):
        return None
    rest = [_one(part) or (LogFollowUps(entries(part)),) for part in parts]
    return tuple(
        intent for wish, other in zip(wanted, rest, strict=True) for intent in wish or other
    )


def _with_report(wish: tuple[Intent, ...], part: Reading) -> tuple[Intent, ...]:
    """环监站的标没中，输给聚光了: of a deal so much is told beside other reports that it is one too."""
    told = any(map(is_of_deal, wish)) and tells_much(part)
    return (*wish, LogFollowUps(entries(part))) if told else wish


def _tells(part: Reading) -> bool:
    said = part.contacts and (SAID.search(part.text) or HAPPENED.search(part.text))
    return bool(said) or is_told(part) or is_reported(part)


def _ordered(part: Reading) -> tuple[Intent, ...]:
    """What is to be done at once or planned with somebody of whom nothing is told."""
    if _tells(part):
        return ()
    wish = _first(_RULES, part) or ()
    clear = wish and all(isinstance(one, (*AT_ONCE, CloseOpportunity, MoveStage)) for one in wish)
    return wish if clear or (wish and REMIND.search(part.text)) else ()


_ORDERED = 200
"""Characters above which a message tells of its customers and orders nothing for each of them."""


def _is_wanted_apart(wanted: tuple[Intent, ...], reading: Reading) -> bool:
    """Whether each wish is one of its own, and nothing that a report tells."""
    at_once = [one for one in wanted if isinstance(one, AT_ONCE)]
    planned = [one for one in wanted if isinstance(one, SetPlan)]
    if len(wanted) < 2 or len(wanted) in (len(at_once), len(planned)):
        return False
    return bool(at_once or rescheduling.plan_action(reading)) or not _is_report(reading)


def _first(rules: tuple[Rule, ...], reading: Reading) -> tuple[Intent, ...] | None:
    for rule in rules:
        wish = rule(reading)
        if wish is not None:
            return wish if isinstance(wish, tuple) else (wish,)
    return None


def _rest(reading: Reading) -> tuple[Intent, ...]:
    """A report, a customer's name alone, or nothing that is understood."""
    reading = about_focus(reading) if goes_on(reading) else reading
    if is_any_report(reading) and not asks(reading, tells=False):
        return (LogFollowUps(entries(reading)),)
    return (looking.name_only(reading) or guessing.accounted(reading),)
