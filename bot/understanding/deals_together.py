"""Deals of several states asked for at once: 签掉的加上在谈的合起来值多少, 赢的输的都算上."""

from bot.intents import SearchOpportunities
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.reading import Reading

_STATES = {
    "won": regex(r"(?<![没未待要能会])(?:签|赢|成交)[掉下成来了过]*的|已签"),
    "lost": regex(r"[丢输黄][掉了]*的"),
    "open": regex(r"在[谈跟](?:的|着)?|[没未待要]签的?"),
}
_JOINED = regex(
    r"的(?:单子?)?(?:加上?|和|跟|与|连同?|连着|、|以及)|(?:已签|在[谈跟])的?(?:加上?|和|跟|与|连同?|连着|、|以及)|都算|一起算|算一?[起块]|全加|合(?:起来|计|到一[起块])"
)
_ASKED = regex(r"多少|几|哪|合计|总[共额]|一共|啥|什么")
_AGAINST = regex(r"比|谁|还是|占")
_LONGEST = 30


def together(reading: Reading) -> tuple[SearchOpportunities, ...] | None:
    """The deals of each state that is named, one list after the other, each with its sum."""
    text = reading.text
    named = [state for state, words in _STATES.items() if words.search(text)]
    joined = _JOINED.search(text) and _ASKED.search(text) and not _AGAINST.search(text)
    if len(named) < 2 or not joined or reading.customers or len(text) > _LONGEST:
        return None
    over = period_of(reading, ahead=False)
    return tuple(
        SearchOpportunities(state=state, close=None if state == "open" else over) for state in named
    )
