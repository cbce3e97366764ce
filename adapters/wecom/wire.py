"""WeCom's callbacks: signature, cipher, XML. Source: platforms/wecom.md 1, from [D 90968, 90930]."""

import base64
import binascii
import hashlib
import hmac
import os
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.chat import Refused

_BLOCK = 32
_HEAD = 20
_SEALED = re.compile(rb"<Encrypt>(?:<!\[CDATA\[)?\s*+([A-Za-z0-9+/=]++)\s*+(?:\]\]>)?</Encrypt>")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a callback is proved and opened with."""

    token: str
    aes_key: bytes
    receiver: str

    @classmethod
    def of(cls, token: str, encoding_aes_key: str, receiver: str) -> "Keys":
        """From the console's values; the 43rd character may carry spare bits."""
        return cls(token, base64.b64decode(encoding_aes_key + "="), receiver)


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """Lower-case hex SHA-1 over the four values in order."""
    joined = "".join(sorted((token, timestamp, nonce, encrypted)))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


def check_signature(keys: Keys, query: Mapping[str, str], encrypted: str) -> None:
    """Check in constant time.

    Raises:
        Refused: it is not ours.
    """
    given = query.get("msg_signature", "")
    ours = signature(keys.token, query.get("timestamp", ""), query.get("nonce", ""), encrypted)
    if not hmac.compare_digest(given.encode(), ours.encode()):
        raise Refused("signature")


def sealed(body: bytes) -> str:
    """What a callback has in `Encrypt`, found without reading its XML: nothing is read before it is
    proved. Empty where there is none.

    Raises:
        Refused: there is a document type.
    """
    if b"<!DOCTYPE" in body:
        raise Refused("doctype")
    found = _SEALED.search(body)
    return found[1].decode() if found else ""


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def decrypt(keys: Keys, encrypted: str) -> bytes:
    """Open a message: 16 random bytes, length, message, receiver, PKCS#7 to 32 bytes.

    Raises:
        Refused: not base64, cut, wrongly padded (every padding byte is looked at) or for another.
    """
    try:
        cipher = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("base64") from None
    if not cipher or len(cipher) % _BLOCK:
        raise Refused("truncated")
    opener = _cipher(keys.aes_key).decryptor()
    padded = opener.update(cipher) + opener.finalize()
    pad = padded[-1]
    if not 1 <= pad <= _BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise Refused("padding")
    content = padded[:-pad]
    if len(content) < _HEAD:
        raise Refused("truncated")
    (length,) = struct.unpack(">I", content[16:_HEAD])
    message, receiver = content[_HEAD : _HEAD + length], content[_HEAD + length :]
    if len(message) != length:
        raise Refused("length")
    if not hmac.compare_digest(receiver, keys.receiver.encode()):
        raise Refused("receiver")
    return message


def encrypt(keys: Keys, message: bytes, *, salt: bytes | None = None) -> str:
    """Seal a message as the platform does."""
    content = (salt or os.urandom(16)) + struct.pack(">I", len(message)) + message
    content += keys.receiver.encode()
    pad = _BLOCK - len(content) % _BLOCK
    sealer = _cipher(keys.aes_key).encryptor()
    sealed = sealer.update(content + bytes([pad]) * pad) + sealer.finalize()
    return base64.b64encode(sealed).decode()


class _NoDoctype(TreeBuilder):
    """Refuses a document type before anything in it is read; there are no entities without one."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise Refused("doctype")


def parse(body: bytes) -> Element:
    """The root element of an XML document without any DOCTYPE or entity of its own.

    Raises:
        Refused: it has one, is not UTF-8, or is no XML.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("utf-8") from None
    # A person may write the word, so only the parser can tell; it is slower, so it is asked rarely.
    target = _NoDoctype() if "<!DOCTYPE" in text else None
    parser = XMLParser(target=target)  # noqa: S314 - no document type, so no entity
    try:
        parser.feed(text)
        root: Element = parser.close()
    except (ParseError, RecursionError, ValueError):
        raise Refused("xml") from None
    return root


def text_of(root: Element, name: str) -> str:
    """The text of a child, empty when there is none."""
    child = root.find(name)
    return (child.text or "") if child is not None else ""
