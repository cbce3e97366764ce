"""Whether the platforms reach us: our own callback, asked through the public address as they ask it."""

import asyncio
import ipaddress
import json
import secrets
import socket
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.cli.doctor.finding import Finding, Verdict
from bot.credentials import WeCom
from bot.settings import Settings
from bot.texts import texts

if TYPE_CHECKING:
    import httpx

_say = texts("en")
_NAME = "public address"
_PATIENCE = 1.0
"""Seconds a console waits for the echo when the address is saved (wecom.md 1.1, feishu.md 2.1)."""
_MOST = 8.0
"""Seconds we wait, to tell slow from dead."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question to our own callback, and what its answer has to be."""

    platform: str
    request: "httpx.Request"
    answer: bytes


async def findings(settings: Settings, proofs: Mapping[str, bytes]) -> AsyncIterator[Finding]:
    """Name, encryption, each platform's callback, the file that proves the domain.

    Args:
        proofs: the WW_verify files by their names.
    """
    import httpx

    called = (settings.wecom and settings.wecom_transport != "aibot") or (
        settings.feishu and settings.feishu.transport == "webhook"
    )
    if not settings.public_url:
        if called:
            yield Finding(_NAME, Verdict.NOTE, _say("doctor.address.missing"))
        return
    if not settings.public_url.startswith("https://"):
        yield Finding(_NAME, Verdict.NOTE, _say("doctor.address.http"))
    where = await _resolved(settings.public_url)
    if where.verdict is not Verdict.OK:
        yield where
    if where.verdict is Verdict.FAIL:
        return
    async with httpx.AsyncClient(
        base_url=settings.public_url, timeout=_MOST, trust_env=False
    ) as http:
        for asked in _questions(settings, http):
            yield await _answered(asked, http)
        if settings.wecom:
            yield await _proof(proofs, http)


async def _resolved(url: str) -> Finding:
    host, port = urlsplit(url).hostname or "", urlsplit(url).port or 443
    try:
        found = await asyncio.to_thread(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    except OSError:
        return Finding(_NAME, Verdict.FAIL, _say("doctor.address.unresolved", host=host))
    addresses = sorted({str(one[4][0]) for one in found})
    if not any(ipaddress.ip_address(one.partition("%")[0]).is_global for one in addresses):
        words = _say("doctor.address.private", host=host, address=", ".join(addresses))
        return Finding(_NAME, Verdict.NOTE, words)
    return Finding(_NAME, Verdict.OK)


def _questions(settings: Settings, http: "httpx.AsyncClient") -> list[_Asked]:
    """What each console asks when the address is saved."""
    asked = []
    if settings.wecom and settings.wecom_transport != "aibot":
        asked.append(_of_wecom(settings.wecom, http))
    feishu = settings.feishu
    if feishu and feishu.encrypt_key and feishu.verification_token:
        key, token = feishu.encrypt_key, feishu.verification_token
        asked.append(_of_feishu(key.get_secret_value(), token.get_secret_value(), http))
    return asked


def _of_wecom(given: WeCom, http: "httpx.AsyncClient") -> _Asked:
    from adapters.wecom.wire import Keys, encrypt, signature

    echo, token = secrets.token_hex(10), given.token.get_secret_value()
    keys = Keys.of(token, given.aes_key.get_secret_value(), given.corp_id)
    sealed, stamp, nonce = encrypt(keys, echo.encode()), str(int(time.time())), secrets.token_hex(5)
    query = {
        "msg_signature": signature(token, stamp, nonce, sealed),
        "timestamp": stamp,
        "nonce": nonce,
        "echostr": sealed,
    }
    return _Asked(
        "wecom", http.build_request("GET", "/wecom/callback", params=query), echo.encode()
    )


def _of_feishu(key: str, token: str, http: "httpx.AsyncClient") -> _Asked:
    from adapters.feishu.wire import encrypt

    challenge = secrets.token_hex(10)
    plain = {"challenge": challenge, "token": token, "type": "url_verification"}
    body = {"encrypt": encrypt(key, json.dumps(plain).encode())}
    request = http.build_request("POST", "/feishu/callback", json=body)
    return _Asked("feishu", request, challenge.encode())


async def _answered(asked: _Asked, http: "httpx.AsyncClient") -> Finding:
    import httpx

    name, began = f"{asked.platform} callback", time.perf_counter()
    try:
        response = await http.send(asked.request)
    except httpx.TimeoutException:
        return Finding(name, Verdict.FAIL, _say("doctor.address.slow", seconds=f">{_MOST:.0f}"))
    except httpx.HTTPError as error:
        return Finding(name, Verdict.FAIL, _unreached(error, asked))
    took = time.perf_counter() - began
    if key := _fault(response, asked):
        words = _say(f"doctor.address.{key}", status=response.status_code, url=_bare(asked))
        return Finding(name, Verdict.FAIL, words)
    if took > _PATIENCE:
        words = _say("doctor.address.slow", seconds=f"{took:.1f}")
        return Finding(name, Verdict.FAIL, words)
    return Finding(name, Verdict.OK, f"{took * 1000:.0f} ms")


def _unreached(error: Exception, asked: _Asked) -> str:
    """Why nobody answered: its certificate, or nothing listens."""
    tls = "SSL" in str(error) or "certificate" in str(error).lower()
    key = "doctor.address.tls" if tls else "doctor.address.closed"
    return _say(key, url=_bare(asked), reason=type(error).__name__)


def _fault(response: "httpx.Response", asked: _Asked) -> str:
    """What is wrong with an answer; empty: nothing."""
    status = response.status_code
    if 300 <= status < 400:
        return "redirected"
    if status in (502, 503, 504):
        return "behind"
    if status == 403 and not response.content:
        return "refused"
    right = (
        response.content == asked.answer
        if asked.platform == "wecom"
        else (asked.answer in response.content and len(response.content) < 200)
    )
    return "" if status == 200 and right else "another"


async def _proof(proofs: Mapping[str, bytes], http: "httpx.AsyncClient") -> Finding:
    """Whether WeCom finds the file by which a trusted domain is proved."""
    import httpx

    if not proofs:
        return Finding("proof file", Verdict.NOTE, _say("doctor.proof.missing"))
    for name, content in proofs.items():
        try:
            response = await http.get(f"/{name}")
        except httpx.HTTPError as error:
            words = _say("doctor.proof.unreached", name=name, reason=type(error).__name__)
            return Finding("proof file", Verdict.FAIL, words)
        if response.status_code != 200 or response.content.strip() != content.strip():
            words = _say("doctor.proof.unreached", name=name, reason=response.status_code)
            return Finding("proof file", Verdict.FAIL, words)
    return Finding("proof file", Verdict.OK, ", ".join(proofs))


def _bare(asked: _Asked) -> str:
    """The address without its query."""
    return str(asked.request.url.copy_with(query=None))
