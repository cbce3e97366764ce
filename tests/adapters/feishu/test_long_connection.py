"""What the long connection's gateway is made of, without the SDK: pulse, address, handing on."""

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feishu.endpoint import Address, Away, Denied, find
from adapters.feishu.handing import PATIENCE, tell
from adapters.feishu.pulse import SILENCE, Pulse
from tests.adapters.feishu.bench import APP, Bot

PRESS = json.dumps({"header": {"event_type": "card.action.trigger"}}).encode()
EVENT = json.dumps({"header": {"event_type": "im.message.receive_v1"}}).encode()
TOAST = b'{"toast":{"type":"info"}}'
SHORT = timedelta(seconds=1)


def test_a_silent_connection_is_given_up_within_half_a_minute() -> None:
    assert SILENCE <= 30


@given(st.floats(0.001, 1.0), st.floats(1.0, 60.0))
def test_silence_is_seen_in_time_wherever_the_beats_lie(offset: float, silence: float) -> None:
    pulse = Pulse(silence)
    pulse.heard(0.0)

    beats = [pulse.beat * (offset + number) for number in range(4)]

    assert next(at for at in beats if pulse.is_lost(at)) <= silence + 1e-9


def test_a_pong_that_comes_within_a_beat_keeps_a_connection() -> None:
    pulse = Pulse(27.0)
    pulse.heard(9.0)

    assert pulse.is_lost(18.0) is False


# --- the address ----------------------------------------------------------------------------------


def asked(bot: Bot, secret: str = APP.app_secret) -> Any:
    return find(bot.http, app_id=APP.app_id, app_secret=secret)


async def test_an_address_comes_with_what_the_platform_wants_of_its_clients(bot: Bot) -> None:
    found = await asked(bot)

    assert found.url.startswith("ws://")
    assert found.config["PingInterval"] == 120


async def test_an_address_is_a_secret_of_its_connection() -> None:
    assert "ticket" not in repr(Address("ws://x/?ticket=t", {}))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        pytest.param(1, Away, id="system busy"),
        pytest.param(1000040343, Away, id="internal error"),
        pytest.param(1000040350, Denied, id="too many connections"),
    ],
)
async def test_what_passes_is_asked_again_and_what_stays_is_not(
    bot: Bot, code: int, error: type[Denied | Away]
) -> None:
    bot.emulator.line.sockets.refusals.append(code)

    with pytest.raises(error) as refused:
        await asked(bot)

    assert refused.value.code == code


async def test_a_wrong_secret_is_denied_for_good(bot: Bot) -> None:
    with pytest.raises(Denied):
        await asked(bot, "another")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda: httpx.Response(502), id="a proxy"),
        pytest.param(lambda: httpx.Response(200, json=[]), id="no object"),
        pytest.param(lambda: httpx.Response(200, json={"code": 0}), id="no address"),
        pytest.param(lambda: httpx.Response(503, json={"code": 9}), id="a failing server"),
    ],
)
async def test_an_answer_that_is_none_is_asked_again(answer: Callable[[], httpx.Response]) -> None:
    async with web(answer) as http:
        with pytest.raises(Away):
            await find(http, app_id=APP.app_id, app_secret=APP.app_secret)


# --- handing on -----------------------------------------------------------------------------------


def web(*answers: Callable[[], httpx.Response]) -> httpx.AsyncClient:
    """A web process that answers so, the last one for ever."""
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        return (left.pop(0) if len(left) > 1 else left[0])()

    return httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://web.test")


def away() -> httpx.Response:
    raise httpx.ConnectError("nobody listens")


def stored() -> httpx.Response:
    return httpx.Response(200, content=TOAST)


@pytest.mark.parametrize(
    ("answers", "payload", "acknowledged"),
    [
        pytest.param([stored], EVENT, {"code": 200}, id="an event is acknowledged without words"),
        pytest.param(
            [stored],
            PRESS,
            {"code": 200, "data": base64.b64encode(TOAST).decode()},
            id="a press brings its answer",
        ),
        pytest.param(
            [away, lambda: httpx.Response(503), stored],
            EVENT,
            {"code": 200},
            id="a web process that starts meanwhile is asked again",
        ),
        pytest.param([away], EVENT, {"code": 500}, id="nobody there: to be told again"),
        pytest.param([lambda: httpx.Response(503)], PRESS, {"code": 500}, id="not stored"),
        pytest.param([lambda: httpx.Response(403)], EVENT, {"code": 500}, id="refused"),
        pytest.param([stored], b"not json", {"code": 200}, id="the web process judges, not we"),
    ],
)
async def test_an_event_is_acknowledged_when_it_is_stored(
    answers: list[Callable[[], httpx.Response]], payload: bytes, acknowledged: dict[str, Any]
) -> None:
    async with web(*answers) as http:
        assert json.loads(await tell(http, payload, SHORT)) == acknowledged


async def test_an_acknowledgement_is_there_before_the_platform_gives_up() -> None:
    async def hang(request: httpx.Request) -> httpx.Response:
        return await asyncio.get_running_loop().create_future()

    transport = httpx.MockTransport(hang)
    async with httpx.AsyncClient(transport=transport, base_url="http://web.test") as http:
        assert json.loads(await tell(http, EVENT, SHORT)) == {"code": 500}

    assert timedelta(seconds=3) > PATIENCE
