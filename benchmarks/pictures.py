"""Pictures of a large company's digests: drawn, and found drawn."""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from adapters.chat import Card
from benchmarks.measure import Row, percentile, times
from benchmarks.team import FLOWS, digests
from bot.cards.digest import digest
from bot.drawing.gallery import Format, Gallery
from bot.files import FileStore
from bot.texts import texts
from bot.wording import worded
from core.reports.digest import Digest

_TODAY = date(2026, 11, 24)
_LONG = 11


async def pictures() -> list[Row]:
    """Draw pictures that nobody has seen, then look at one again."""
    cards = [_card(one) for one in digests()]
    with tempfile.TemporaryDirectory() as folder:
        gallery = Gallery(FileStore(Path(folder)))
        small = [await gallery.keep(card, Format.SMALL, "s") for card in cards]
        long = [await gallery.keep(card, Format.LONG, "s") for card in cards[:_LONG]]
        await gallery.read(small[0])  # the fonts are read once a process
        drawn = await times([partial(gallery.read, name) for name in small[1:]])
        posters = await times([partial(gallery.read, name) for name in long])
        again = await times([partial(gallery.read, small[0])] * len(cards))
    return [
        Row("picture of a digest, drawn, p50", percentile(drawn, 0.5), "ms", len(drawn), 150.0, "limit"),
        Row("picture of a digest, drawn, p99", percentile(drawn, 0.99), "ms", len(drawn)),
        Row("picture of a digest, found drawn, p50", percentile(again, 0.5), "ms", len(again)),
        Row("long picture of a digest, drawn, p50", percentile(posters, 0.5), "ms", len(posters)),
    ]  # fmt: skip


def _card(found: Digest) -> Card:
    say = texts("zh-CN")
    return worded(digest(found, say("digest.team"), say, _TODAY, flows=FLOWS), say)
