"""Feishu's callbacks: signature over the raw body, cipher, JSON. Source: platforms/feishu.md 2."""

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.chat import Refused

_BLOCK = 16
_DEEPEST = 64
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[][{}]', re.DOTALL)


def signature(timestamp: str, nonce: str, key: str, body: bytes) -> str:
    """Lower-case hex SHA-256 over timestamp, nonce, Encrypt Key and the raw body [D 3]."""
    return hashlib.sha256((timestamp + nonce + key).encode() + body).hexdigest()


def check_signature(headers: Mapping[str, str], key: str, body: bytes) -> None:
    """Check before anything is read.

    Raises:
        Refused: it is not ours.
    """
    ours = signature(
        headers.get("x-lark-request-timestamp", ""),
        headers.get("x-lark-request-nonce", ""),
        key,
        body,
    )
    given = headers.get("x-lark-signature", "")
    if not hmac.compare_digest(ours.encode(), given.encode()):
        raise Refused("signature")


def decrypt(key: str, encrypted: str) -> bytes:
    """Open `{"encrypt": …}`: AES-256-CBC, key SHA-256 of the Encrypt Key, IV in front, PKCS#7.

    Raises:
        Refused: not base64, cut, or wrongly padded (every padding byte is looked at).
    """
    try:
        content = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise Refused("base64") from None
    if len(content) < 2 * _BLOCK or len(content) % _BLOCK:
        raise Refused("truncated")
    hashed = hashlib.sha256(key.encode()).digest()
    opener = Cipher(algorithms.AES(hashed), modes.CBC(content[:_BLOCK])).decryptor()
    padded = opener.update(content[_BLOCK:]) + opener.finalize()
    pad = padded[-1]
    if not 1 <= pad <= _BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise Refused("padding")
    return padded[:-pad]


def encrypt(key: str, plain: bytes, *, salt: bytes | None = None) -> str:
    """Seal as the platform does."""
    vector = salt or os.urandom(_BLOCK)
    pad = _BLOCK - len(plain) % _BLOCK
    hashed = hashlib.sha256(key.encode()).digest()
    sealer = Cipher(algorithms.AES(hashed), modes.CBC(vector)).encryptor()
    sealed = sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()
    return base64.b64encode(vector + sealed).decode()


def parse(body: bytes) -> dict[str, Any]:
    """A JSON object, not deeper than anything Feishu sends.

    Raises:
        Refused: no UTF-8, no object, or too deep.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("utf-8") from None
    return load(text)


def load(text: str) -> dict[str, Any]:
    """As `parse`, of text; half surrogates and NUL, which no database keeps, are taken out.

    Raises:
        Refused: no object, or too deep.
    """
    if _is_too_deep(text):
        raise Refused("depth")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("json") from None
    if not isinstance(found, dict):
        raise Refused("json")
    clean: dict[str, Any] = _cleaned(found) if "\\u" in text else found
    return clean


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "").encode(errors="replace").decode()
        case dict():
            return {_cleaned(name): _cleaned(inner) for name, inner in value.items()}
        case list():
            return [_cleaned(inner) for inner in value]
        case _:
            return value


def _is_too_deep(text: str) -> bool:
    """Whether brackets nest deeper outside of strings than anything honest; read no further."""
    depth = 0
    for mark in _BRACKETS.finditer(text):
        if mark[0] in "[{":
            depth += 1
        elif mark[0] in "]}":
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False
