"""Feishu says who holds a browser: a code with proof, a token of the person's own, a name."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from adapters.chat import Attempt, LoginFault, NotKnown
from adapters.feishu.login import FeishuLogin
from tests.adapters.browsing import BACK, HERE, brought, browser, hold
from tests.adapters.feishu.bench import APP, ZHOU, Bot
from tests.adapters.feishu.test_peer import peer
from tests.adapters.served import served

TRY = Attempt(state="a1" * 20, redirect_uri=BACK, verifier="v" * 43)
TOKEN = "/open-apis/authen/v2/oauth/token"
INFO = "/open-apis/authen/v1/user_info"


@pytest.fixture
def login(bot: Bot) -> FeishuLogin:
    bot.emulator.tenant.redirects.add(BACK)
    return FeishuLogin(bot.client, f"{HERE}/emulator/feishu")


@pytest.fixture
async def http(bot: Bot) -> AsyncIterator[httpx.AsyncClient]:
    async with browser({"feishu": bot.emulator.web}) as opened:
        yield opened


@pytest.fixture
async def code(login: FeishuLogin, http: httpx.AsyncClient) -> str:
    """What the page brought back."""
    await hold(http, "feishu", ZHOU)
    return brought(await http.get(login.authorise_url(TRY, inside=True)))["code"]


def changed(url: str, **values: str) -> str:
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **values}
    return str(httpx.URL(parts._replace(query="").geturl(), params=query))


async def refusal(login: FeishuLogin, code: str, attempt: Attempt = TRY) -> tuple[LoginFault, str]:
    with pytest.raises(NotKnown) as refused:
        await login.who(code, attempt)
    return refused.value.fault, refused.value.code


async def test_whoever_holds_the_phone_is_known(login: FeishuLogin, code: str) -> None:
    assert await login.who(code, TRY) == ZHOU


async def test_the_state_comes_back(login: FeishuLogin, http: httpx.AsyncClient) -> None:
    await hold(http, "feishu", ZHOU)

    assert brought(await http.get(login.authorise_url(TRY, inside=False)))["state"] == TRY.state


async def test_a_browser_that_is_no_phone_is_asked_and_may_refuse(
    login: FeishuLogin, http: httpx.AsyncClient
) -> None:
    answer = await http.get(login.authorise_url(TRY, inside=False))

    assert "周明" in answer.text
    assert f"{BACK}?error=access_denied&amp;state={TRY.state}" in answer.text


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"redirect_uri": f"{HERE}/elsewhere"}, 20071, id="a path that is not listed"),
        pytest.param({"redirect_uri": "http://other.test/login/back"}, 20071, id="another host"),
        pytest.param({"client_id": "cli_other"}, 20048, id="another application"),
        pytest.param({"response_type": "token"}, 20001, id="no code"),
        pytest.param({"scope": "contact:user.email:readonly"}, 20027, id="a scope it has not"),
        pytest.param({"code_challenge_method": "S512"}, 20001, id="an unknown proof"),
    ],
)
async def test_a_page_that_is_asked_for_wrongly_is_refused(
    login: FeishuLogin, http: httpx.AsyncClient, values: dict[str, str], code: int
) -> None:
    await hold(http, "feishu", ZHOU)

    answer = await http.get(changed(login.authorise_url(TRY, inside=True), **values))

    assert (answer.status_code, answer.headers["error-code"]) == (400, str(code))


async def test_what_comes_after_the_path_does_not_count(
    login: FeishuLogin, http: httpx.AsyncClient
) -> None:
    await hold(http, "feishu", ZHOU)
    url = changed(login.authorise_url(TRY, inside=True), redirect_uri=f"{BACK}?a=1")

    assert brought(await http.get(url))["a"] == "1"


async def test_a_code_is_good_once(login: FeishuLogin, code: str) -> None:
    await login.who(code, TRY)

    assert await refusal(login, code) == (LoginFault.CODE, "20065")


async def test_a_code_is_good_for_five_minutes(bot: Bot, login: FeishuLogin, code: str) -> None:
    bot.clock.advance(seconds=300)

    assert await refusal(login, code) == (LoginFault.CODE, "20004")


async def test_a_code_nobody_gave_is_refused(login: FeishuLogin) -> None:
    assert await refusal(login, "made-up") == (LoginFault.CODE, "20003")


async def test_whoever_stole_a_code_lacks_the_proof(login: FeishuLogin, code: str) -> None:
    stolen = Attempt(state=TRY.state, redirect_uri=BACK, verifier="w" * 43)

    assert await refusal(login, code, stolen) == (LoginFault.CODE, "20049")


async def test_a_code_leads_back_where_it_was_asked(login: FeishuLogin, code: str) -> None:
    moved = Attempt(state=TRY.state, redirect_uri=f"{HERE}/other", verifier=TRY.verifier)

    assert await refusal(login, code, moved) == (LoginFault.SETUP, "20071")


@pytest.mark.parametrize(
    ("planned", "fault"),
    [
        (503, LoginFault.BUSY),
        (20066, LoginFault.OUTSIDER),
        (20010, LoginFault.OUTSIDER),
        (20002, LoginFault.SETUP),
    ],
)
async def test_a_platform_that_refuses_says_what_to_do(
    bot: Bot, login: FeishuLogin, code: str, planned: int, fault: LoginFault
) -> None:
    bot.emulator.faults.append(planned)

    assert (await refusal(login, code))[0] is fault


@pytest.mark.parametrize(
    ("values", "code_of_it"),
    [
        pytest.param({"client_id": ""}, 20001, id="something is missing"),
        pytest.param({"client_id": "cli_other"}, 20048, id="another application"),
        pytest.param({"client_secret": "x"}, 20002, id="a wrong secret"),
        pytest.param({"grant_type": "password"}, 20036, id="another grant"),
        pytest.param({"code": ""}, 20001, id="no code"),
    ],
)
async def test_a_token_that_is_asked_for_wrongly_is_refused_flat(
    bot: Bot, code: str, values: dict[str, str], code_of_it: int
) -> None:
    answer = await bot.http.post(TOKEN, json=_asked(code) | values)

    refused = answer.json()
    assert (answer.status_code, refused["code"]) == (400, code_of_it)
    assert sorted(refused) == ["code", "error", "error_description"]


async def test_an_answer_is_flat_and_nothing_secret_is_in_the_log(bot: Bot, code: str) -> None:
    answer = (await bot.http.post(TOKEN, json=_asked(code))).json()

    assert (answer["code"], answer["token_type"], answer["expires_in"]) == (0, "Bearer", 7200)
    assert "data" not in answer
    log = "".join(one.request + one.answer for one in bot.emulator.exchanges)
    assert not any(secret in log for secret in (code, APP.app_secret, answer["access_token"]))


async def test_a_person_is_named_to_his_own_token_only(
    bot: Bot, login: FeishuLogin, code: str
) -> None:
    tokens = (await bot.http.post(TOKEN, json=_asked(code))).json()
    await bot.client.check()
    [application] = bot.emulator.tenant.tokens

    async def asked(token: str) -> int:
        answer = await bot.http.get(INFO, headers={"authorization": f"Bearer {token}"})
        return int(answer.json()["code"])

    assert [await asked(one) for one in (tokens["access_token"], application, "u-x")] == [
        0,
        99991668,
        99991668,
    ]
    bot.clock.advance(hours=2)
    assert await asked(tokens["access_token"]) == 99991677


async def test_a_refresh_is_good_once_and_only_where_it_was_agreed(
    bot: Bot, login: FeishuLogin, http: httpx.AsyncClient
) -> None:
    await hold(http, "feishu", ZHOU)
    url = changed(login.authorise_url(TRY, inside=True), scope="offline_access")
    given = _asked(brought(await http.get(url))["code"])
    first = (await bot.http.post(TOKEN, json=given)).json()
    again = {**given, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second = (await bot.http.post(TOKEN, json=again)).json()
    third = (await bot.http.post(TOKEN, json=again)).json()

    assert (second["code"], third["code"]) == (0, 20026)
    assert second["refresh_token"] != first["refresh_token"]


async def test_the_sdk_reads_who_it_is(bot: Bot, code: str) -> None:
    token = (await bot.http.post(TOKEN, json=_asked(code))).json()["access_token"]

    async with served(bot.emulator.app) as address:
        found = await peer("who", address, token)

    assert found == {"code": 0, "open_id": ZHOU, "name": "周明"}


def _asked(code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "client_id": APP.app_id,
        "client_secret": APP.app_secret,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": TRY.verifier,
    }
