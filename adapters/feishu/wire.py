"""Feishu's callbacks: signature over the raw body, cipher, JSON. Source: platforms/feishu.md 2."""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.chat import Refused

_BLOCK = 16


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
    opener = _opener(key).decryptor()
    padded = (opener.update(content) + opener.finalize())[_BLOCK:]
    pad = padded[-1]
    if not 1 <= pad <= _BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise Refused("padding")
    return padded[:-pad]


@lru_cache(maxsize=8)
def _cipher(key: str) -> algorithms.AES:
    return algorithms.AES(hashlib.sha256(key.encode()).digest())


@lru_cache(maxsize=8)
def _opener(key: str) -> Cipher[modes.CBC]:
    """With any vector: each block is opened by the one before it, and the first is the vector of the rest."""
    return Cipher(_cipher(key), modes.CBC(bytes(_BLOCK)))


def encrypt(key: str, plain: bytes, *, salt: bytes | None = None) -> str:
    """Seal as the platform does."""
    vector = salt or os.urandom(_BLOCK)
    pad = _BLOCK - len(plain) % _BLOCK
    sealer = Cipher(_cipher(key), modes.CBC(vector)).encryptor()
    sealed = sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()
    return base64.b64encode(vector + sealed).decode()
