"""Whom a question leaves out: 除了远帆还有哪些A类, 远帆除了王总还认识谁."""

import re

from bot.talk import NotRecorded
from bot.understanding.conditions import is_question
from bot.understanding.reading import Reading, within

_BUT = re.compile(
    r"(?:除[了去开]|除(?!湿|尘|锈|臭|气|草|虫|名|夕|非)|撇开|刨[去开掉])(?P<whom>[^，,。]{1,10}?)(?:以外|之外|外)?(?=还|都|[，,\s]|其他|别的|剩|$)"
)


def without_excluded(reading: Reading) -> tuple[Reading, NotRecorded | None]:
    """The question without whom it leaves out; that a list holds the customer all the same is said."""
    match = _BUT.search(reading.text)
    if match is None or not is_question(reading):
        return reading, None
    start, end = match.span()
    customer, person = (
        any(start <= one.start < end for one in named)
        for named in (reading.customers, reading.contacts)
    )
    if not (customer or person):
        return reading, None
    asked = within(reading, [(0, start), (end, len(reading.text))])
    return asked, NotRecorded(match.group()) if customer else None
