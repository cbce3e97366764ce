"""Files of the emulated robot: sealed behind addresses for five minutes, and uploaded in chunks."""

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.emulator.bounded import remember

LIFE = timedelta(minutes=5)
_CHUNK, _CHUNKS, _BLOCK = 512 * 1024, 100, 32
_KINDS = ("image", "voice", "video", "file")


@dataclass(slots=True)
class _Upload:
    kind: str
    name: str
    size: int
    chunks: int
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """What people sent, and what the bot uploaded."""

    given: dict[str, tuple[bytes, str, datetime]] = field(default_factory=dict)
    media: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)
    _uploads: dict[str, _Upload] = field(default_factory=dict)

    def put(self, content: bytes, name: str, base: str, now: datetime) -> Mapping[str, str]:
        """Seal a file; returns what a message says of it."""
        key = os.urandom(32)
        pad = _BLOCK - len(content) % _BLOCK
        sealer = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
        sealed = sealer.update(content + bytes([pad]) * pad) + sealer.finalize()
        number = secrets.token_hex(8)
        remember(self.given, number, (sealed, name, now), 200)
        return {"url": f"{base}/file/{number}", "aeskey": base64.b64encode(key).decode()}

    def sealed(self, number: str, now: datetime) -> tuple[bytes, str] | None:
        """A sealed file and its name, for five minutes."""
        found = self.given.get(number)
        return (found[0], found[1]) if found and now - found[2] <= LIFE else None

    def begin(self, body: Mapping[str, Any]) -> int | dict[str, Any]:
        kind, chunks, size = body.get("type"), body.get("total_chunks"), body.get("total_size")
        if kind not in _KINDS or not body.get("filename"):
            return 846697
        if not isinstance(chunks, int) or not 1 <= chunks <= _CHUNKS or not isinstance(size, int):
            return 846612
        upload_id = secrets.token_hex(8)
        name = str(body["filename"])
        remember(self._uploads, upload_id, _Upload(str(kind), name, size, chunks), 50)
        return {"upload_id": upload_id}

    def add(self, body: Mapping[str, Any]) -> int | dict[str, Any]:
        upload, place = self._uploads.get(str(body.get("upload_id"))), body.get("chunk_index")
        if upload is None:
            return 846611
        if not isinstance(place, int) or not 0 <= place < upload.chunks:
            return 846612
        part = base64.b64decode(str(body.get("base64_data")), validate=True)
        if len(part) > _CHUNK:
            return 846613
        upload.parts[place] = part
        return {}

    def finish(self, body: Mapping[str, Any], now: datetime) -> int | dict[str, Any]:
        upload = self._uploads.pop(str(body.get("upload_id")), None)
        if upload is None:
            return 846611
        content = b"".join(upload.parts[place] for place in sorted(upload.parts))
        if len(upload.parts) != upload.chunks or len(content) != upload.size:
            return 846616
        media = secrets.token_urlsafe(24)
        remember(self.media, media, (upload.kind, content, upload.name), 200)
        return {"type": upload.kind, "media_id": media, "created_at": int(now.timestamp())}
