"""What the map of a customer lacks, by what is recorded of it."""

from collections.abc import Iterator, Sequence

from core.briefs.model import Facts, Gap
from core.customers.model import Contact, ContactRole

_ROLES = tuple(
    role for role in ContactRole if role not in (ContactRole.DECIDER, ContactRole.UNKNOWN)
)


def gaps(facts: Facts) -> tuple[Gap, ...]:
    """The gaps: who, in which role, how they stand to us, who else is after the business."""
    rival = [Gap("rival")] if facts.deals and not facts.rivals else []
    return (*_of_people(facts), *rival)


def _of_people(facts: Facts) -> Iterator[Gap]:
    people = facts.people
    if not people:
        yield Gap("people")
        return
    held = {one.role for one in people} - {ContactRole.UNKNOWN}
    if ContactRole.DECIDER not in held:
        yield Gap("decider")
    absent = tuple(role for role in _ROLES if role not in held)
    if held and absent:
        yield Gap("roles", roles=absent)
    if nameless := [one for one in people if one.role is ContactRole.UNKNOWN]:
        yield Gap("role", _names(nameless))
    if unsure := [one for one in people if one.attitude is None]:
        yield Gap("attitude", _names(unsure))
    if facts.neglected:
        yield Gap("neglected", _names(facts.neglected))


def _names(people: Sequence[Contact]) -> tuple[str, ...]:
    return tuple(one.name for one in people)
