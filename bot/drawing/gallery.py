"""Pictures of cards in the file store: kept as what they show, drawn when they are first looked at."""

import asyncio
import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

import resvg_py

from adapters.chat import CONTENT, Banner, Card, Picture
from bot.drawing.lettering import lettering
from bot.drawing.pictures import RATIO, small_svg
from bot.drawing.poster import poster_svg
from bot.files import FileStore, NoSuchFile

DRAWN = "drawn"
SHOWN = timedelta(days=30)
"""How long a picture is kept; a card that is shown again keeps it anew."""
_NAME = re.compile(r"(small|long)-[0-9a-f]{40}\.png")


class Format(StrEnum):
    SMALL = "small"
    LONG = "long"


_SVG = {Format.SMALL: small_svg, Format.LONG: poster_svg}


class Gallery:
    """A file store that draws what lies in it as a card.

    To keep a picture costs nothing: it is drawn beside the work of the process, once, when a platform
    or a person asks for it. Its name is a keyed digest of what it shows: the same card is the same
    picture, whatever its buttons carry, and whoever knows a card cannot tell the name.

    Args:
        files: where everything else lies; pictures lie in a folder of it.
    """

    def __init__(self, files: FileStore) -> None:
        self._files = files
        self._drawn = files.within(DRAWN)
        self._drawing = asyncio.Lock()

    async def keep(self, card: Card, format_: Format, secret: str) -> str:
        """The name under which the picture of `card` can be read from now on."""
        content = CONTENT.dump_json(replace(card, buttons=(), menus=(), link=""))
        key, message = secret.encode(), b"%s\n%s" % (format_.encode(), content)
        name = f"{format_}-{hmac.new(key, message, hashlib.sha256).hexdigest()[:40]}.png"
        await self._drawn.write(_source(name), content)
        return name

    async def read(self, file: str) -> bytes:
        """The bytes of a file; a picture that was never looked at is drawn.

        Raises:
            NoSuchFile: there is nothing of that name.
        """
        if not is_picture(file):
            return await self._files.read(file)
        async with self._drawing:  # a second one who asks finds it drawn
            try:
                return await self._drawn.read(file)
            except NoSuchFile:
                card = CONTENT.validate_json(await self._drawn.read(_source(file)))
            if not isinstance(card, Card):
                raise NoSuchFile(file)
            png = await asyncio.to_thread(draw, card, Format(file.partition("-")[0]))
            await self._drawn.write(file, png)
            return png


@dataclass(frozen=True, slots=True)
class Studio:
    """Gives cards their pictures.

    Args:
        secret: what names are keyed with.
        public_url: where platforms reach us; without it cards have no picture.
    """

    gallery: Gallery
    secret: str
    public_url: str = ""

    async def pictured(self, card: Card) -> Card:
        """`card` with its picture, where a platform could fetch it."""
        if not self.public_url:
            return card
        name = await self.gallery.keep(card, Format.SMALL, self.secret)
        shown = Banner(f"{self.public_url.rstrip('/')}/pictures/{name}", card.title, RATIO)
        return replace(card, picture=shown)

    async def poster(self, card: Card) -> Picture:
        """The long picture of `card`, as a message of its own."""
        return Picture(await self.gallery.keep(card, Format.LONG, self.secret))


def is_picture(name: str) -> bool:
    """Whether `name` is one that `Gallery.keep` gives."""
    return _NAME.fullmatch(name) is not None


def draw(card: Card, format_: Format) -> bytes:
    """The picture of a card as PNG; the same card is the same bytes."""
    svg = _SVG[format_](card, lettering())
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))


def _source(name: str) -> str:
    return f"{name}.card"
