"""The wire panel: every exchange as it passed, to be read, copied and sent again."""

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from adapters.emulator.carrying import again
from adapters.emulator.exchanges import Exchange, Headers
from bot.metrics import Metrics
from bot.web.desk.phones import PLATFORMS, Phones, PlatformName
from bot.web.desk.pretty import pretty

Way = Literal["again", "twice", "forged"]
_SHOWN = (
    "content-type", "content-length", "authorization", "user-agent", "x-lark-request-timestamp",
    "x-lark-request-nonce", "x-lark-signature", "error-code", "x-ogw-ratelimit-reset",
)  # fmt: skip
_RESULTS = ("accepted", "repeated", "refused")


class CannotRepeat(Exception):
    """Not every byte is kept, or the connection would be cut."""


@dataclass(frozen=True, slots=True)
class Passed:
    """An exchange of one platform."""

    platform: PlatformName
    exchange: Exchange

    @property
    def id(self) -> str:
        return f"{self.platform}-{self.exchange.number}"

    @property
    def is_over(self) -> bool:
        return self.exchange.took is not None

    @property
    def code(self) -> int:
        """The platform's own code in an answer of its interface; 0 when it is well."""
        found = _object(self.exchange.answered)
        code = found.get("errcode", found.get("code", 0))
        return code if isinstance(code, int) else 0

    @property
    def has_failed(self) -> bool:
        return self.is_over and (self.exchange.status != 200 or self.code != 0)


@dataclass(frozen=True, slots=True)
class Side:
    """A request or an answer: its first line, its headers, its bytes and what they say."""

    head: str
    headers: Headers
    raw: str
    plain: str


class Wire:
    """Both platforms' exchanges, in the order in which they began."""

    def __init__(self, phones: Phones) -> None:
        self._phones = phones

    def __iter__(self) -> Iterator[Passed]:
        both = [Passed(name, one) for name in PLATFORMS for one in self._phones.exchanges(name)]
        return iter(sorted(both, key=lambda one: one.exchange.began))

    def get(self, platform: PlatformName, number: int) -> Passed:
        """That exchange.

        Raises:
            LookupError: it is forgotten.
        """
        for one in self._phones.exchanges(platform):
            if one.number == number:
                return Passed(platform, one)
        raise LookupError(number)

    def target(self, passed: Passed) -> str:
        """Path and query, without secrets."""
        return self._phones.exchanges(passed.platform).hide(passed.exchange.target)

    def request(self, passed: Passed) -> Side:
        one = passed.exchange
        plain = one.plain or _text(one.sent, one.size)
        return self._side(
            passed, f"{one.method} {one.target}", one.headers, (one.sent, one.size), plain
        )

    def answer(self, passed: Passed) -> Side:
        one = passed.exchange
        plain = _text(one.answered, one.answer_size)
        body = (one.answered, one.answer_size)
        return self._side(passed, str(one.status), one.answer_headers, body, plain)

    def curl(self, passed: Passed, base: str) -> str:
        """The request as a command line; a secret is to be put in by whoever has it."""
        one, hide = passed.exchange, self._phones.exchanges(passed.platform).hide
        below = "" if one.direction == "callback" else f"/emulator/{passed.platform}"
        words = ["curl", "-X", one.method, f"{base}{below}{one.target}"]
        for name, value in _headers(one.headers):
            if name != "content-length":
                words += ["-H", f"{name}: {value}"]
        if one.sent:
            words += ["--data-binary", _text(one.sent, one.size)]
        return hide(shlex.join(words))

    async def repeat(
        self, passed: Passed, way: Way, metrics: Metrics
    ) -> tuple[list[int], dict[str, int]]:
        """Send it again; returns the statuses, and what the bot counted them as.

        Raises:
            CannotRepeat: not every byte is kept, or a switched failure would cut the connection.
        """
        if not passed.exchange.is_whole or self._phones.failures(passed.platform).cuts:
            raise CannotRepeat
        before = _counted(metrics, passed.platform)
        times = 2 if way == "twice" else 1
        statuses = [await self._once(passed, is_forged=way == "forged") for _ in range(times)]
        after = _counted(metrics, passed.platform)
        return statuses, {name: after[name] - before[name] for name in _RESULTS}

    async def _once(self, passed: Passed, *, is_forged: bool) -> int:
        emulator = self._phones.of(passed.platform)
        if passed.exchange.direction == "callback":
            return await emulator.line.replay(passed.exchange, forged=is_forged)
        transport = httpx.ASGITransport(emulator.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://platform") as client:
            request = again(client, passed.exchange, forged=is_forged)
            return (await client.send(request)).status_code

    def _side(
        self, passed: Passed, head: str, headers: Headers, body: tuple[bytes, int], plain: str
    ) -> Side:
        hide = self._phones.exchanges(passed.platform).hide
        return Side(
            head=hide(head),
            headers=tuple((name, hide(value)) for name, value in _headers(headers)),
            raw=hide(_text(*body)),
            plain=hide(pretty(plain)),
        )


def _headers(headers: Headers) -> Headers:
    return tuple((name.lower(), value) for name, value in headers if name.lower() in _SHOWN)


def _text(content: bytes, size: int) -> str:
    """The bytes as text; of a file their number."""
    if size > len(content):
        return f"[{size} bytes]"
    try:
        return content.decode()
    except UnicodeDecodeError:
        return f"[{size} bytes]"


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _counted(metrics: Metrics, platform: str) -> dict[str, int]:
    return {
        name: int(
            metrics.registry.get_sample_value(
                "liaoke_callbacks_total", {"platform": platform, "result": name}
            )
            or 0
        )
        for name in _RESULTS
    }
