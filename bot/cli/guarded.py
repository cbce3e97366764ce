"""Connections that bring the head of a request in time and within bounds; uvicorn alone would wait for ever."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 10.0
"""Seconds from a connection, or from the first byte of its next request, to the end of the head."""
LARGEST = 64 << 10
"""Bytes of a head; the platforms send one or two thousand."""
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Guarded(HttpToolsProtocol):
    """uvicorn's protocol; whoever dribbles is let go."""

    _timer: asyncio.TimerHandle | None = None
    _size = 0
    _in_head = False
    """Whether a head has begun that has not ended."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        begins = self.cycle is None or self.cycle.response_complete
        self._in_head = begins or self._timer is not None
        super().data_received(data)
        if self._in_head:
            self._unfinished(len(data))

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._arrived()
        super().on_headers_complete()

    def _unfinished(self, size: int) -> None:
        """What came is part of a head; most come whole and need no timer."""
        if self._timer is None:
            self._wait()
        self._size += size
        if self._size > LARGEST and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def _wait(self) -> None:
        self._size = 0
        self._timer = self.loop.call_later(PATIENCE, self.timeout_keep_alive_handler)

    def _arrived(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
