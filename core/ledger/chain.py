"""The chain of hashes over the ledger: whoever changes an old event changes every later hash (O01)."""

import hashlib
import json
from collections.abc import Iterable, Mapping

GENESIS = "0" * 64


def link(previous: str, event: Mapping[str, object]) -> str:
    """The hash of an event that follows the one with hash `previous`; `event` is JSON values."""
    content = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def broken_at(
    events: Iterable[tuple[int, str, Mapping[str, object]]], previous: str = GENESIS
) -> int | None:
    """The number of the first event whose hash does not follow; None when all do.

    Args:
        events: (number, stored hash, content) in order.
    """
    for number, stored, content in events:
        previous = link(previous, content)
        if previous != stored:
            return number
    return None
