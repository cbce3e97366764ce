"""Files both ways: uploaded in chunks, fetched from an address and opened. Source: 7.2 and 7.5."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from email.message import Message as Headers
from typing import Any
from urllib.parse import unquote

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.chat import DeliveryError, Failure, Fetched
from adapters.http import LARGEST, answered, fetched
from adapters.wecom.robot.line import Line

CHUNK, MOST_CHUNKS = 512 * 1024, 100
_BLOCK = 32
_PNG = b"\x89PNG"


async def upload(line: Line, kind: str, name: str, content: bytes) -> str:
    """Upload a file and return its media_id.

    Raises:
        DeliveryError: it is larger than the robot takes.
        Denied, Unsent, Unanswered: as `Line.ask`.
    """
    chunks = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)]
    if not 0 < len(chunks) <= MOST_CHUNKS:
        raise DeliveryError(Failure.DEAD, code="too-large")
    head = {
        "type": kind,
        "filename": name or ("picture.png" if content.startswith(_PNG) else "picture.jpg"),
        "total_size": len(content),
        "total_chunks": len(chunks),
        "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
    }
    begun = await line.ask("aibot_upload_media_init", head)
    upload_id = _given(begun, "upload_id")
    for place, chunk in enumerate(chunks):
        part = {"upload_id": upload_id, "chunk_index": place}
        part["base64_data"] = base64.b64encode(chunk).decode()
        await line.ask("aibot_upload_media_chunk", part)
    done = await line.ask("aibot_upload_media_finish", {"upload_id": upload_id})
    return _given(done, "media_id")


async def fetch(http: httpx.AsyncClient, key: str) -> Fetched:
    """A file somebody sent, with its name where the server tells it.

    Args:
        key: as `events` wrote it: the address, good for five minutes, and the key it is sealed with.

    Raises:
        DeliveryError: it is gone, or cannot be opened.
    """
    told = json.loads(key)
    try:
        response = await answered(fetched(http, "GET", told["url"]))
    except httpx.InvalidURL:
        raise DeliveryError(Failure.DEAD, code="no-address") from None
    if response.status_code != httpx.codes.OK:
        raise DeliveryError(Failure.DEAD, code=f"http-{response.status_code}")
    content = response.content
    if len(content) > LARGEST:  # larger than anything is kept: nobody needs it opened
        return Fetched(content)
    return Fetched(opened(content, told["aeskey"]), _name(response.headers))


def opened(content: bytes, aes_key: str) -> bytes:
    """Decrypt: AES-256-CBC, the vector is the key's first 16 bytes, PKCS#7 to 32 bytes.

    Raises:
        DeliveryError: it is not what that key sealed; every padding byte is looked at.
    """
    try:
        key = base64.b64decode(aes_key + "=" * (-len(aes_key) % 4), validate=True)
        opener = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
        padded = opener.update(content) + opener.finalize()
    except (binascii.Error, ValueError):
        raise DeliveryError(Failure.DEAD, code="sealed") from None
    pad = padded[-1] if padded else 0
    if not 1 <= pad <= _BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise DeliveryError(Failure.DEAD, code="padding")
    return padded[:-pad]


def _name(headers: Mapping[str, str]) -> str:
    told = Headers()
    told["content-disposition"] = headers.get("content-disposition", "")
    return unquote(told.get_filename() or "").replace("\\", "/").rpartition("/")[2]


def _given(answer: Mapping[str, Any], name: str) -> str:
    if not answer.get(name):
        raise DeliveryError(Failure.RETRY, code=f"no-{name}")
    return str(answer[name])
