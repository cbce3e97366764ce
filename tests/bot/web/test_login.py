"""Only whoever the platform names and the CRM knows gets in, by a login his own browser began."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
import structlog

from adapters.chat import Platform
from bot.web import sessions
from bot.web.login import own_path
from bot.web.signing import Signing
from core.people.model import EmployeeId, EmployeeState
from tests.bot.web.browsing import HERE, asked, browser, company, followed, opened, query_of
from tests.e2e.world import World

ACCOUNTS = {"wecom": "zhouming", "feishu": "ou_zhouming"}


@pytest.fixture
async def made(tmp_path) -> AsyncIterator[World]:
    async with company(tmp_path) as found:
        yield found


@pytest.fixture
async def http(made: World) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(made) as found:
        yield found


async def code_for(http: httpx.AsyncClient, platform: str, path: str = "/board") -> str:
    """The address a platform sends this browser back to."""
    url = await asked(http, platform, path)
    answer = await http.get(url)
    assert answer.status_code == 302
    return answer.headers["location"]


async def hold(http: httpx.AsyncClient, platform: str, account: str) -> None:
    query = {"user": account, "url": f"{HERE}/health/live"}
    assert (await http.get(f"/emulator/{platform}/open", params=query)).status_code == 303


@pytest.mark.parametrize("platform", ["wecom", "feishu"])
async def test_a_link_on_a_phone_leads_to_its_page(http: httpx.AsyncClient, platform: str) -> None:
    page = await opened(http, platform, ACCOUNTS[platform], "/board")

    assert page.status_code == 200
    assert page.url.path == "/board"
    assert "周明" in page.text


async def test_a_browser_that_is_no_phone_chooses_the_road(http: httpx.AsyncClient) -> None:
    page = await followed(http, await http.get("/board"))

    assert page.url.path == "/login"
    assert "/login/wecom?next=%2Fboard" in page.text
    assert "/login/feishu?next=%2Fboard" in page.text


async def test_one_platform_needs_no_choice(tmp_path) -> None:
    async with company(tmp_path, platforms=(Platform.FEISHU,)) as made, browser(made) as http:
        answer = await http.get("/login")

    assert answer.headers["location"] == "/login/feishu?next=%2Fboard"


@pytest.mark.parametrize(
    ("agent", "road"),
    [
        ("Mozilla/5.0 (iPhone) wxwork/4.1.30 MicroMessenger/7.0.1", "/login/wecom"),
        ("Mozilla/5.0 (Linux; Android 14) Lark/7.46.0", "/login/feishu"),
        ("Mozilla/5.0 Feishu/7.46.0", "/login/feishu"),
    ],
)
async def test_a_platforms_own_client_takes_its_own_road(
    http: httpx.AsyncClient, agent: str, road: str
) -> None:
    answer = await http.get("/login", headers={"user-agent": agent})

    assert answer.headers["location"].partition("?")[0] == road


async def test_wecoms_client_asks_in_place_and_another_browser_for_a_qr_code(
    http: httpx.AsyncClient,
) -> None:
    elsewhere = await asked(http, "wecom")
    await hold(http, "wecom", "zhouming")
    inside = await asked(http, "wecom")

    assert elsewhere.path.endswith("/wwlogin/sso/login")
    assert inside.path.endswith("/connect/oauth2/authorize")


async def test_a_state_is_made_of_letters_and_digits(http: httpx.AsyncClient) -> None:
    state = query_of(await asked(http, "wecom"))["state"]

    assert state.isalnum()
    assert len(state.encode()) <= 128


async def test_a_login_works_once(http: httpx.AsyncClient) -> None:
    await hold(http, "wecom", "zhouming")
    await asked(http, "wecom")
    began = dict(http.cookies)
    back = await code_for(http, "wecom")
    began["login"] = http.cookies["login"]
    assert (await http.get(back)).headers["location"] == "/board"

    http.cookies.set("login", began["login"], domain="bot.test")
    again = await http.get(back)

    assert again.status_code == 400
    assert "这次登录已失效" in again.text


async def test_a_login_another_process_used_is_over_here(
    made: World, http: httpx.AsyncClient
) -> None:
    await hold(http, "wecom", "zhouming")
    back = await code_for(http, "wecom")
    await made.store.shared.lease(f"login:{query_of(back)['state']}", "other", timedelta(minutes=1))

    assert (await http.get(back)).status_code == 400


async def test_a_login_begun_in_another_browser_is_refused(
    made: World, http: httpx.AsyncClient
) -> None:
    await hold(http, "wecom", "zhouming")
    back = await code_for(http, "wecom")

    async with browser(made) as victim:
        await asked(victim, "wecom")
        answer = await victim.get(back)

        assert answer.status_code == 400
        assert "liaoke" not in victim.cookies


async def test_a_login_begun_nowhere_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.get("/login/wecom/back", params={"code": "x", "state": "y"})

    assert answer.status_code == 400


async def test_a_login_is_for_its_platform(http: httpx.AsyncClient) -> None:
    await hold(http, "wecom", "zhouming")
    back = await code_for(http, "wecom")

    answer = await http.get(back.replace("/login/wecom/", "/login/feishu/"))

    assert answer.status_code == 400
    assert "这次登录已失效" in answer.text


async def test_whoever_refuses_stays_outside(http: httpx.AsyncClient) -> None:
    state = query_of(await asked(http, "feishu"))["state"]
    back = {"error": "access_denied", "state": state}

    answer = await http.get("/login/feishu/back", params=back)

    assert answer.status_code == 403
    assert "你没有同意登录" in answer.text


async def test_a_code_the_platform_refuses_says_so_and_is_not_logged(
    http: httpx.AsyncClient,
) -> None:
    state = query_of(await asked(http, "feishu"))["state"]
    query = {"code": "stolen-code", "state": state}

    with structlog.testing.capture_logs() as logs:
        answer = await http.get("/login/feishu/back", params=query)

    assert answer.status_code == 400
    assert "登录码已失效" in answer.text
    assert [(one["event"], one["code"]) for one in logs] == [("login refused", "20003")]
    assert "stolen-code" not in str(logs)


async def test_whoever_the_crm_does_not_know_is_told_what_to_do(http: httpx.AsyncClient) -> None:
    page = await opened(http, "wecom", "stranger", "/board")

    assert page.status_code == 403
    assert "机器人还不认识你" in page.text
    assert "liaoke" not in http.cookies


@pytest.mark.parametrize(
    "path",
    [
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "/\\elsewhere.test",
        "/board//elsewhere.test",
        "/board/../emulator/wecom",
        "/boardroom",
        "javascript:alert(1)",
        "/board?x=\r\nSet-Cookie: a=b",
        "/board\n",
        "",
    ],
)
async def test_a_login_leads_to_our_own_pages_only(http: httpx.AsyncClient, path: str) -> None:
    await hold(http, "wecom", "zhouming")

    answer = await http.get(await code_for(http, "wecom", path))

    assert answer.headers["location"] == "/board"


@pytest.mark.parametrize(
    "path",
    [
        "/board/list/visits?since=2026-11-23&until=2026-11-23&person=E1",
        "/board/list/stage%3Astandard%3Aproposal?day=2026-11-23",
        "/board/list/stage:standard:proposal",
        "/board/customers/KH%2F2026%2F001",
        "/board/customers/%E5%AE%A2%E6%88%B71",
        "/board?team=~a",
    ],
)
async def test_a_login_leads_back_to_the_page_that_was_wanted(
    http: httpx.AsyncClient, path: str
) -> None:
    assert own_path(path) == path

    sent_away = (await http.get(path)).headers["location"]

    assert sent_away == f"/login?next={quote(path, safe='')}"


async def test_a_session_ends_when_its_person_has_left(
    made: World, http: httpx.AsyncClient
) -> None:
    await opened(http, "wecom", "zhouming", "/board")
    async with made.store.unit(await made.act()) as uow:
        person = await uow.people.find(EmployeeId("E1"))
        await uow.people.save(replace(person, state=EmployeeState.LEFT))
        await uow.ledger.record("test", "employee", "E1")

    assert (await http.get("/board")).headers["location"].startswith("/login")


async def test_a_session_ends_when_its_account_is_somebody_elses(
    made: World, http: httpx.AsyncClient
) -> None:
    await opened(http, "wecom", "zhouming", "/board")
    async with made.store.unit(await made.act()) as uow:
        identity = await uow.people.identity("wecom", "zhouming")
        await uow.people.unbind(identity)
        await uow.ledger.record("test", "employee", "E1")

    assert (await http.get("/board")).headers["location"].startswith("/login")


async def test_a_session_lasts_twelve_hours(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(http, "wecom", "zhouming", "/board")
    assert timedelta(hours=12) == sessions.LIFE

    monkeypatch.setattr(sessions, "LIFE", timedelta(seconds=-1))

    assert (await http.get("/board")).headers["location"].startswith("/login")


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("", id="empty"),
        pytest.param(Signing("another").sign("session", {"employee": "E1"}), id="of another house"),
        pytest.param("a.b.c", id="no signature"),
    ],
)
async def test_a_session_that_is_not_ours_is_none(http: httpx.AsyncClient, shown: str) -> None:
    http.cookies.set("liaoke", shown, domain="bot.test")

    assert (await http.get("/board")).headers["location"].startswith("/login")


async def test_a_logins_cookie_is_no_session(http: httpx.AsyncClient) -> None:
    await asked(http, "wecom")
    http.cookies.set("liaoke", http.cookies["login"], domain="bot.test")

    assert (await http.get("/board")).headers["location"].startswith("/login")


async def test_a_cookie_is_for_the_pages_alone(tmp_path) -> None:
    secure = "https://bot.test"
    async with company(tmp_path, base=secure) as made, browser(made, base=secure) as http:
        query = {"user": "zhouming", "url": f"{secure}/board"}
        await http.get("/emulator/wecom/open", params=query)
        made.emulators[Platform.WECOM].corp.trusted = "bot.test"
        url = await asked(http, "wecom")
        back = (await http.get(f"{secure}{url.path}", params=url.query.decode())).headers[
            "location"
        ]
        answer = await http.get(back)

    set_now = answer.headers.get_list("set-cookie")
    [session] = [one for one in set_now if one.startswith("__Host-liaoke=")]
    parts = {part.strip().lower() for part in session.split(";")[1:]}
    assert parts == {"max-age=43200", "path=/", "secure", "httponly", "samesite=lax"}


async def test_logging_out_needs_a_page_of_ours(http: httpx.AsyncClient) -> None:
    await opened(http, "wecom", "zhouming", "/board")

    answer = await http.post("/logout", data={"proof": "guessed"})

    assert answer.status_code == 403
    assert (await http.get("/board")).status_code == 200


async def test_pages_are_kept_nowhere_and_run_nothing_foreign(http: httpx.AsyncClient) -> None:
    page = await opened(http, "wecom", "zhouming", "/board")

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    policy = dict(
        part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"


async def test_without_a_public_address_there_are_no_pages(wecom: World) -> None:
    transport = httpx.ASGITransport(wecom.app.asgi)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as http:
        statuses = [(await http.get(path)).status_code for path in ("/board", "/login")]

    assert statuses == [404, 404]
