"""`liaoke feishu-gateway`: Feishu's long connection in a process of its own, without a database."""

import argparse
import asyncio
import secrets
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot.cli.refused import Refused

if TYPE_CHECKING:
    from adapters.feishu.gateway import Wanted
    from adapters.feishu.pushed import Gateway
    from bot.cli.beside import Beside
    from bot.credentials import Feishu

_NOT_CHOSEN = (
    "FEISHU_TRANSPORT=websocket, FEISHU_APP_ID and FEISHU_APP_SECRET are needed for a gateway"
)
_ALONE = (
    "alone a gateway needs FEISHU_GATEWAY_SECRET, the same as the service it hands on to;"
    " without it `liaoke serve` starts a gateway of its own"
)
_TOO_MANY = (
    "the application has 50 long connections already: end other gateways or lower"
    " FEISHU_CONNECTIONS"
)
_ADVICE = {
    403: "the application may not connect: is it self-built, and is a version published?",
    514: _TOO_MANY,
    1000040350: _TOO_MANY,
}


def run(arguments: argparse.Namespace) -> int:
    """Keep the connection up until a signal ends it, or whoever started it is gone."""
    from bot.logs import configure

    configure()
    asyncio.run(_run(arguments, _settings()))
    return 0


def advice(code: int) -> str:
    """Why Feishu wants no long connection, and what to do about it."""
    words = _ADVICE.get(code, "check FEISHU_APP_ID, FEISHU_APP_SECRET and FEISHU_DOMAIN")
    return f"Feishu refuses the long connection ({code}): {words}"


def proof_of(feishu: "Feishu | None") -> "Gateway | None":
    """What a gateway proves itself with to a service: what is set for one that runs apart, else a
    secret made here for the one that is started beside; None where there is no long connection."""
    from adapters.feishu.pushed import Gateway

    if feishu is None or feishu.transport != "websocket":
        return None
    if feishu.gateway_secret is not None:
        return Gateway(feishu.gateway_secret.get_secret_value(), is_apart=True)
    return Gateway(secrets.token_urlsafe(32))


def kept_by(role: str, proof: "Gateway | None", to: str) -> "Beside | None":
    """The gateway that a service of this role keeps beside it, None where it keeps none."""
    from bot.cli.beside import Beside

    if proof is None or proof.is_apart or role == "worker":
        return None
    return Beside(("feishu-gateway", "--beside", "--to", to), proof.secret)


async def refusal(feishu: "Feishu") -> str:
    """What keeps a long connection from being made, as one sentence; empty when nothing does."""
    from adapters.feishu.endpoint import Away, Denied, find
    from adapters.http import new_client

    secret = feishu.app_secret.get_secret_value()
    async with new_client(feishu.api) as api:
        try:
            await find(api, app_id=feishu.app_id, app_secret=secret)
        except Denied as denied:
            return advice(denied.code)
        except Away as away:
            return f"Feishu gives no address for the long connection now ({away.code}): try again"
    return ""


def _settings() -> "Feishu":
    from bot import settings as configuration

    try:
        feishu = configuration.read().feishu
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    if feishu is None or feishu.transport != "websocket":
        raise Refused(_NOT_CHOSEN)
    return feishu


async def _run(arguments: argparse.Namespace, settings: "Feishu") -> None:
    over = asyncio.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(end, over.set)
    parent = await _Parent.of(over) if arguments.beside else None
    secret = parent.secret if parent else _own(settings)

    from adapters.feishu.endpoint import Denied
    from adapters.feishu.gateway import keep

    async with _wanted(arguments, settings, secret) as wanted:
        try:
            await keep(wanted, over)
        except Denied as denied:
            raise Refused(advice(denied.code)) from None


def _own(settings: "Feishu") -> str:
    if settings.gateway_secret is None:
        raise Refused(_ALONE)
    return settings.gateway_secret.get_secret_value()


@asynccontextmanager
async def _wanted(
    arguments: argparse.Namespace, settings: "Feishu", secret: str
) -> "AsyncIterator[Wanted]":
    from adapters.feishu.gateway import Wanted
    from adapters.feishu.handing import tell
    from adapters.feishu.pulse import SILENCE
    from adapters.feishu.pushed import Gateway
    from adapters.http import new_client

    async with new_client(arguments.to) as web, new_client(settings.api) as api:
        web.headers.update(Gateway(secret).header)
        yield Wanted(
            app_id=settings.app_id,
            app_secret=settings.app_secret.get_secret_value(),
            api=api,
            hand=partial(tell, web),
            connections=settings.connections,
            silence=arguments.silence or SILENCE,
        )


class _Parent:
    """The service this process was started by: its secret comes first, its end is heard."""

    def __init__(self, secret: str, listening: "asyncio.Task[None]") -> None:
        self.secret = secret
        self._listening = listening

    @classmethod
    async def of(cls, over: asyncio.Event) -> "_Parent":
        loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        secret = (await reader.readline()).decode().strip()

        async def listen() -> None:
            await reader.read()
            over.set()

        return cls(secret, asyncio.create_task(listen()))
