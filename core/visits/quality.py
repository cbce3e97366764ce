"""Whether a contact counts as effective: computed, never typed (product.md 4.6)."""

from datetime import timedelta

from core.visits.model import ContactKind, FollowUp

CHECKS = ("who", "when", "content", "result", "next")
"""Named contact · kind and time · what was said or needed · result · next step or why none."""

AHEAD = timedelta(minutes=10)
VISITS = (ContactKind.VISIT, ContactKind.VISIT_TO_US, ContactKind.DINNER)
"""What is counted as 拜访 in digests, beside 跟进."""


def lacking(follow_up: FollowUp) -> tuple[str, ...]:
    """The names of the checks that fail, in order; none: the contact is effective."""
    met = {
        "who": bool(follow_up.contacts) and not follow_up.not_met,
        "when": follow_up.occurred_at <= follow_up.created_at + AHEAD,
        "content": bool(follow_up.content or follow_up.goal),
        "result": bool(follow_up.result) and not follow_up.not_met,
        "next": bool(follow_up.next_step or follow_up.none_reason),
    }
    return tuple(name for name in CHECKS if not met[name])


def is_effective(follow_up: FollowUp) -> bool:
    return not lacking(follow_up)


def is_visit(follow_up: FollowUp) -> bool:
    """Whether it is counted as 拜访 in digests, beside 跟进."""
    return follow_up.kind in VISITS
