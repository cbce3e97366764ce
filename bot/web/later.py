"""Requests that come before what answers them is loaded."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send


class Later:
    """Lets requests wait until `open` says who answers."""

    def __init__(self) -> None:
        self._opened = asyncio.Event()
        self.answers: ASGIApp | None = None

    def open(self, answers: ASGIApp) -> None:
        self.answers = answers
        self._opened.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._opened.wait()
        if self.answers is not None:
            await self.answers(scope, receive, send)
