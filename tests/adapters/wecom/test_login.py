"""WeCom says who holds a browser: on its own pages and through its own interface."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from adapters.chat import Attempt, LoginFault, NotKnown
from adapters.wecom.login import WeComLogin
from tests.adapters.browsing import BACK, HERE, brought, browser, hold
from tests.adapters.wecom.bench import APP, ZHOU, Bot
from tests.adapters.wecom.test_peer import asked

TRY = Attempt(state="a1" * 20, redirect_uri=BACK, verifier="v" * 43)
PAGES = f"{HERE}/emulator/wecom"


@pytest.fixture
def login(bot: Bot) -> WeComLogin:
    bot.emulator.corp.trusted = "bot.test"
    return WeComLogin(
        client=bot.client, corp_id=APP.corp_id, agent_id=APP.agent_id, inside=PAGES, outside=PAGES
    )


@pytest.fixture
async def http(bot: Bot) -> AsyncIterator[httpx.AsyncClient]:
    async with browser({"wecom": bot.emulator.web}) as opened:
        yield opened


def changed(url: str, **values: str) -> str:
    """An address with other values; an empty one is left out."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **values}
    kept = {name: value for name, value in query.items() if value}
    return str(httpx.URL(parts._replace(query="", fragment="").geturl(), params=kept))


@pytest.mark.parametrize("inside", [True, False], ids=["its client", "any browser"])
async def test_whoever_holds_the_phone_is_known(
    bot: Bot, login: WeComLogin, http: httpx.AsyncClient, inside: bool
) -> None:
    await hold(http, "wecom", ZHOU)

    back = brought(await http.get(login.authorise_url(TRY, inside=inside)))

    assert back["state"] == TRY.state
    assert await login.who(back["code"], TRY) == ZHOU


async def test_a_browser_that_is_no_phone_is_asked_who_it_is(
    login: WeComLogin, http: httpx.AsyncClient
) -> None:
    answer = await http.get(login.authorise_url(TRY, inside=True))

    assert answer.status_code == 200
    assert "周明" in answer.text
    assert f"/emulator/wecom/open?user={ZHOU}" in answer.text


@pytest.mark.parametrize(
    ("inside", "values", "code"),
    [
        pytest.param(True, {"redirect_uri": "http://other.test/back"}, 50001, id="another host"),
        pytest.param(True, {"redirect_uri": "http://bot.test:81/back"}, 50001, id="another port"),
        pytest.param(False, {"redirect_uri": "http://a@bot.test/"}, 50001, id="a host in disguise"),
        pytest.param(True, {"redirect_uri": ""}, 50001, id="nowhere"),
        pytest.param(True, {"appid": "ww1"}, 40013, id="another corporation"),
        pytest.param(False, {"agentid": "7"}, 40056, id="another application"),
        pytest.param(False, {"agentid": ""}, 40056, id="no application"),
        pytest.param(True, {"state": "a-b"}, 84025, id="a state of other signs"),
        pytest.param(True, {"state": "a" * 129}, 84025, id="a state that is too long"),
        pytest.param(True, {"response_type": "token"}, 40058, id="no code"),
        pytest.param(True, {"scope": "snsapi_login"}, 40058, id="an unknown scope"),
        pytest.param(
            True, {"scope": "snsapi_privateinfo", "agentid": ""}, 40056, id="private, of nobody"
        ),
        pytest.param(False, {"login_type": "ServiceApp"}, 40058, id="another kind of login"),
    ],
)
async def test_a_page_that_is_asked_for_wrongly_is_refused(
    login: WeComLogin, http: httpx.AsyncClient, inside: bool, values: dict[str, str], code: int
) -> None:
    await hold(http, "wecom", ZHOU)

    answer = await http.get(changed(login.authorise_url(TRY, inside=inside), **values))

    assert (answer.status_code, answer.headers["error-code"]) == (200, str(code))


async def test_a_code_is_good_once(bot: Bot, login: WeComLogin, http: httpx.AsyncClient) -> None:
    await hold(http, "wecom", ZHOU)
    code = brought(await http.get(login.authorise_url(TRY, inside=True)))["code"]
    await login.who(code, TRY)

    with pytest.raises(NotKnown) as refused:
        await login.who(code, TRY)

    assert (refused.value.fault, refused.value.code) == (LoginFault.CODE, "42022")


async def test_a_code_is_good_for_five_minutes(
    bot: Bot, login: WeComLogin, http: httpx.AsyncClient
) -> None:
    await hold(http, "wecom", ZHOU)
    code = brought(await http.get(login.authorise_url(TRY, inside=True)))["code"]
    bot.clock.advance(seconds=300)

    with pytest.raises(NotKnown) as refused:
        await login.who(code, TRY)

    assert (refused.value.fault, refused.value.code) == (LoginFault.CODE, "42003")


async def test_a_code_nobody_gave_is_refused(login: WeComLogin) -> None:
    with pytest.raises(NotKnown) as refused:
        await login.who("made-up", TRY)

    assert (refused.value.fault, refused.value.code) == (LoginFault.CODE, "40029")


@pytest.mark.parametrize(
    ("planned", "fault"),
    [
        (-1, LoginFault.BUSY),
        (502, LoginFault.BUSY),
        (45009, LoginFault.BUSY),
        (50001, LoginFault.SETUP),
    ],
)
async def test_a_platform_that_refuses_says_what_to_do(
    bot: Bot, login: WeComLogin, planned: int, fault: LoginFault
) -> None:
    await bot.client.check()
    bot.emulator.faults.append(planned)

    with pytest.raises(NotKnown) as refused:
        await login.who("any", TRY)

    assert refused.value.fault is fault


async def test_whoever_is_no_member_is_an_outsider(
    bot: Bot, login: WeComLogin, http: httpx.AsyncClient
) -> None:
    await hold(http, "wecom", ZHOU)
    code = brought(await http.get(login.authorise_url(TRY, inside=True)))["code"]
    del bot.emulator.people[ZHOU]

    with pytest.raises(NotKnown) as refused:
        await login.who(code, TRY)

    assert refused.value.fault is LoginFault.OUTSIDER


async def test_no_code_is_in_the_log(bot: Bot, login: WeComLogin, http: httpx.AsyncClient) -> None:
    await hold(http, "wecom", ZHOU)
    code = brought(await http.get(login.authorise_url(TRY, inside=True)))["code"]
    await login.who(code, TRY)

    assert code not in "".join(one.request + one.answer for one in bot.emulator.exchanges)


async def test_the_sdk_asks_for_the_same_page_and_finds_the_same_person(
    bot: Bot, login: WeComLogin, http: httpx.AsyncClient
) -> None:
    await hold(http, "wecom", ZHOU)

    def url(peer) -> str:
        peer.oauth.OAUTH_BASE_URL = f"{PAGES}/connect/oauth2/authorize"
        return peer.oauth.authorize_url(BACK, TRY.state)

    theirs = await asked(bot, url)
    ours = login.authorise_url(TRY, inside=True)
    code = brought(await http.get(theirs))["code"]

    assert dict(parse_qsl(urlsplit(theirs).query)) == {
        name: value for name, value in parse_qsl(urlsplit(ours).query) if name != "agentid"
    }
    assert (await asked(bot, lambda peer: peer.oauth.get_user_info(code)))["UserId"] == ZHOU


async def test_another_phones_browser_knows_nothing_of_this_ones(
    http: httpx.AsyncClient, bot: Bot
) -> None:
    bot.emulator.people["LinYue"] = "林悦"
    await hold(http, "wecom", ZHOU)
    http.cookies.set("liaoke", "of 周明".encode().hex(), domain="bot.test")
    await hold(http, "wecom", ZHOU)
    same = (await http.get("/board")).json()

    await hold(http, "wecom", "LinYue")

    assert same["cookies"] == ["emulated_phone", "liaoke"]
    assert (await http.get("/board")).json()["cookies"] == ["emulated_phone"]


async def test_a_phones_browser_says_which_client_it_is(http: httpx.AsyncClient) -> None:
    before = (await http.get("/board")).json()["agent"]
    await hold(http, "wecom", ZHOU)

    assert "wxwork" not in before
    assert "wxwork/" in (await http.get("/board")).json()["agent"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"user": "nobody", "url": f"{HERE}/board"}, id="a stranger"),
        pytest.param({"user": ZHOU, "url": "https://elsewhere.test/"}, id="another host"),
        pytest.param({"user": ZHOU, "url": "//elsewhere.test/"}, id="another host, unsaid"),
        pytest.param({"user": ZHOU, "url": "http://bot.test@elsewhere.test/"}, id="disguised"),
        pytest.param({"user": ZHOU, "url": "javascript:alert(1)"}, id="a script"),
    ],
)
async def test_a_phone_opens_only_what_lies_here(
    http: httpx.AsyncClient, query: dict[str, str]
) -> None:
    assert (await http.get("/emulator/wecom/open", params=query)).status_code == 404
