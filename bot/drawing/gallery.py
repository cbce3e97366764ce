"""Pictures of cards in the file store: kept as what they show, drawn when they are first looked at."""

import asyncio
import hashlib
import hmac
import re
from enum import StrEnum

import resvg_py

from adapters.chat import CONTENT, Card
from bot.drawing.lettering import lettering
from bot.drawing.pictures import small_svg
from bot.drawing.poster import poster_svg
from bot.files import FileStore

_NAME = re.compile(r"(small|long)-[0-9a-f]{40}\.png")


class Format(StrEnum):
    SMALL = "small"
    LONG = "long"


_SVG = {Format.SMALL: small_svg, Format.LONG: poster_svg}


class Gallery:
    """A file store that draws what lies in it as a card.

    To keep a picture costs nothing: it is drawn beside the work of the process, once, when a platform
    or a person asks for it. Its name is a keyed digest of what it shows: the same card is the same
    picture, and whoever knows a card cannot tell the name.

    Args:
        font: a font file that is asked before ours; empty for none.
    """

    def __init__(self, files: FileStore, font: str = "") -> None:
        self._files = files
        self._font = font
        self._drawing = asyncio.Lock()

    async def keep(self, card: Card, format_: Format, secret: str) -> str:
        """The name under which the picture of `card` can be read from now on."""
        content = CONTENT.dump_json(card)
        key, message = secret.encode(), b"%s\n%s" % (format_.encode(), content)
        name = f"{format_}-{hmac.new(key, message, hashlib.sha256).hexdigest()[:40]}.png"
        await self._files.write(_source(name), content)
        return name

    async def read(self, file: str) -> bytes:
        """The bytes of a file; a picture that was never looked at is drawn.

        Raises:
            FileNotFoundError: there is nothing of that name.
        """
        if not is_picture(file):
            return await self._files.read(file)
        async with self._drawing:  # a second one who asks finds it drawn
            try:
                return await self._files.read(file)
            except FileNotFoundError:
                card = CONTENT.validate_json(await self._files.read(_source(file)))
            if not isinstance(card, Card):
                raise FileNotFoundError(file)
            png = await asyncio.to_thread(draw, card, Format(file.partition("-")[0]), self._font)
            await self._files.write(file, png)
            return png


def is_picture(name: str) -> bool:
    """Whether `name` is one that `Gallery.keep` gives."""
    return _NAME.fullmatch(name) is not None


def draw(card: Card, format_: Format, font: str = "") -> bytes:
    """The picture of a card as PNG; the same card is the same bytes."""
    svg = _SVG[format_](card, lettering(font))
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))


def _source(name: str) -> str:
    return f"{name}.card"
