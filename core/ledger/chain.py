"""The chain of hashes over the ledger: whoever changes an old event changes every later hash (O01)."""

import hashlib
import json
from collections.abc import Iterable, Mapping

GENESIS = "0" * 64


def link(previous: str, event: Mapping[str, object]) -> str:
    """The hash of an event that follows the one with hash `previous`; `event` is JSON values."""
    return hashlib.sha256(f"{previous}\n{_canonical(event)}".encode()).hexdigest()


def digest_of(event: Mapping[str, object]) -> str:
    """What an event is known by that is no longer as it was sealed."""
    return hashlib.sha256(_canonical(event).encode()).hexdigest()


def broken_at(
    events: Iterable[tuple[int, str, Mapping[str, object]]],
    previous: str = GENESIS,
    *,
    scrubbed: Mapping[int, str] | None = None,
) -> int | None:
    """The number of the first event whose hash does not follow; None when all do.

    The hash of a scrubbed event cannot be made again: it stands in the next one's, and the event
    itself has to be as it was scrubbed, which a later event of the same chain says.

    Args:
        events: (number, stored hash, content) in order.
        scrubbed: the digests of those that lost what they told of somebody, by number.
    """
    known = scrubbed or {}
    for number, stored, content in events:
        if number in known:
            if digest_of(content) != known[number]:
                return number
        elif link(previous, content) != stored:
            return number
        previous = stored
    return None


def _canonical(event: Mapping[str, object]) -> str:
    return json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
