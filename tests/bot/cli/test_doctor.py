"""`liaoke doctor` on set-ups that are wrong: the sentence names the setting and the step."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from adapters.emulator.feishu import FeishuEmulator
from adapters.emulator.wecom import WeComEmulator
from adapters.feishu import Feishu
from adapters.feishu.client import FeishuClient
from adapters.http import new_client
from adapters.wecom import WeCom
from adapters.wecom.client import WeComClient
from bot.cli.doctor import address, consoles, machine
from bot.cli.doctor.finding import Verdict
from bot.metrics import Metrics
from bot.web.callbacks import Callbacks
from core.clock import machine_now
from storage.shared import SqlShared
from tests.bot.cli.served import served
from tests.bot.terminal import Terminal
from tests.e2e.world import APP, FEISHU, world

WECOM = {
    "WECOM_CORP_ID": APP.corp_id,
    "WECOM_AGENT_ID": str(APP.agent_id),
    "WECOM_SECRET": APP.secret,
    "WECOM_TOKEN": APP.token,
    "WECOM_ENCODING_AES_KEY": APP.encoding_aes_key,
}
FEISHU_OWN = {
    "FEISHU_APP_ID": FEISHU.app_id,
    "FEISHU_APP_SECRET": FEISHU.app_secret,
    "FEISHU_VERIFICATION_TOKEN": FEISHU.verification_token,
    "FEISHU_ENCRYPT_KEY": FEISHU.encrypt_key,
}


def line(terminal: Terminal, name: str) -> str:
    """What the doctor says of `name`."""
    said = terminal("doctor").out
    found = [one for one in said.splitlines() if one[5:].partition(":")[0] == name]
    assert len(found) == 1, said
    return found[0]


@pytest.fixture
def wecom() -> WeComEmulator:
    made = WeComEmulator(APP, httpx.AsyncClient(), now=machine_now)
    made.people = {"zhouming": "周明"}
    return made


@pytest.fixture
def feishu() -> FeishuEmulator:
    return FeishuEmulator(FEISHU, httpx.AsyncClient(), now=machine_now)


@pytest.fixture
def on_wecom(terminal: Terminal, wecom: WeComEmulator) -> Iterator[Terminal]:
    """The command with an application on an emulated WeCom."""
    with served(wecom.app) as base:
        terminal.set(**WECOM, WECOM_API_BASE=base)
        yield terminal


@pytest.fixture
def on_feishu(terminal: Terminal, feishu: FeishuEmulator) -> Iterator[Terminal]:
    with served(feishu.app) as base:
        terminal.set(**FEISHU_OWN, FEISHU_API_BASE=base)
        yield terminal


def test_a_right_set_up_is_well_on_both_platforms(
    on_wecom: Terminal, feishu: FeishuEmulator
) -> None:
    with served(feishu.app) as base:
        on_wecom.set(**FEISHU_OWN, FEISHU_API_BASE=base)
        done = on_wecom("doctor")

    assert "FAIL" not in done.out
    assert {"ok   wecom", "ok   feishu", "ok   wecom clock", "ok   feishu clock"} <= set(
        done.out.splitlines()
    )
    assert done.status == 0


@pytest.mark.parametrize(
    ("name", "value", "step"),
    [
        pytest.param("WECOM_ENCODING_AES_KEY", "a" * 42, "设置API接收", id="a key that was cut"),
        pytest.param("WECOM_AGENT_ID", "ww1000002", "WECOM_AGENT_ID", id="an agent of letters"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    terminal: Terminal, name: str, value: str, step: str
) -> None:
    terminal.set(**{**WECOM, name: value})

    said = line(terminal, "settings")

    assert said.startswith("FAIL")
    assert name in said
    assert step in said
    assert value not in said


@pytest.mark.parametrize(
    ("given", "name", "step"),
    [
        pytest.param({**WECOM, "WECOM_CORP_ID": "1000002"}, "WECOM_CORP_ID", "企业ID", id="corp"),
        pytest.param({**WECOM, "WECOM_TOKEN": "a" * 33}, "WECOM_TOKEN", "设置API", id="long token"),
        pytest.param({**WECOM, "WECOM_TOKEN": "crm-1"}, "WECOM_TOKEN", "设置API", id="token"),
        pytest.param(
            {**WECOM, "WECOM_ENCODING_AES_KEY": "a" * 42 + "+"},
            "WECOM_ENCODING_AES_KEY",
            "设置API接收",
            id="a key of another kind",
        ),
        pytest.param({**WECOM, "WECOM_AGENT_ID": "0"}, "WECOM_AGENT_ID", "AgentId", id="agent"),
        pytest.param(
            {**FEISHU_OWN, "FEISHU_APP_ID": "ou_1"}, "FEISHU_APP_ID", "凭证与基础信息", id="app"
        ),
    ],
)
def test_an_id_from_the_wrong_field_is_told_by_its_shape(
    terminal: Terminal, given: dict[str, str], name: str, step: str
) -> None:
    terminal.set(**given, WECOM_API_BASE="http://127.0.0.1:9", FEISHU_API_BASE="http://127.0.0.1:9")

    said = line(terminal, name)

    assert said.startswith("FAIL")
    assert step in said


def _secret(corp: WeComEmulator) -> dict[str, str]:
    return {"WECOM_SECRET": "another"}


def _foreign(corp: WeComEmulator) -> dict[str, str]:
    corp.corp.strangers = frozenset({"theirs"})
    return {"WECOM_SECRET": "theirs"}


def _corp(corp: WeComEmulator) -> dict[str, str]:
    return {"WECOM_CORP_ID": "ww0000000000000002"}


def _agent(corp: WeComEmulator) -> dict[str, str]:
    return {"WECOM_AGENT_ID": "1000003"}


def _untrusted(corp: WeComEmulator) -> dict[str, str]:
    corp.corp.standing = 60020
    return {}


def _closed(corp: WeComEmulator) -> dict[str, str]:
    corp.corp.is_closed = True
    return {}


def _nobody(corp: WeComEmulator) -> dict[str, str]:
    corp.people = {}
    return {}


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        pytest.param(_secret, "40001", ("WECOM_SECRET", "应用管理 → 自建"), id="secret"),
        pytest.param(_foreign, "40091", ("WECOM_CORP_ID", "管理后台"), id="another corporation"),
        pytest.param(_corp, "40013", ("WECOM_CORP_ID", "企业信息"), id="corporation"),
        pytest.param(_agent, "301002", ("WECOM_AGENT_ID", "应用管理"), id="another agent"),
        pytest.param(_untrusted, "60020", ("203.0.113.7", "企业可信IP"), id="address"),
        pytest.param(_closed, "closed", ("启用",), id="switched off"),
        pytest.param(_nobody, "nobody", ("可见范围",), id="nobody in the range"),
    ],
)
def test_what_wecom_refuses_is_told_with_its_step(
    on_wecom: Terminal,
    wecom: WeComEmulator,
    wrong: Callable[[WeComEmulator], dict[str, str]],
    code: str,
    said: tuple[str, ...],
) -> None:
    on_wecom.set(**wrong(wecom))

    found = line(on_wecom, "wecom")

    assert found.startswith(f"FAIL wecom: {code}:")
    assert [one for one in said if one not in found] == []
    assert on_wecom("doctor").status == 1


def _feishu_secret(tenant: FeishuEmulator) -> dict[str, str]:
    return {"FEISHU_APP_SECRET": "another"}


def _stands(code: int) -> Callable[[FeishuEmulator], dict[str, str]]:
    def wrong(tenant: FeishuEmulator) -> dict[str, str]:
        tenant.tenant.standing = code
        return {}

    return wrong


def _right(tenant: FeishuEmulator) -> dict[str, str]:
    tenant.tenant.scopes -= {"contact:user.id:readonly"}
    return {}


def _asleep(tenant: FeishuEmulator) -> dict[str, str]:
    tenant.tenant.activated = 0
    return {}


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        pytest.param(_feishu_secret, "10015", ("FEISHU_APP_SECRET", "凭证与基础信息"), id="secret"),
        pytest.param(_stands(10014), "10014", ("应用状态",), id="application unusable"),
        pytest.param(_stands(99991401), "99991401", ("IP 白名单",), id="address"),
        pytest.param(_stands(99991662), "99991662", ("版本管理与发布",), id="no version published"),
        pytest.param(_stands(230006), "230006", ("添加应用能力 → 机器人",), id="no bot"),
        pytest.param(_asleep, "not-in-use", ("机器人", "版本管理与发布"), id="bot not in use"),
        pytest.param(
            _right, "99991672", ("contact:user.id:readonly", "权限管理"), id="a permission"
        ),
    ],
)
def test_what_feishu_refuses_is_told_with_its_step(
    on_feishu: Terminal,
    feishu: FeishuEmulator,
    wrong: Callable[[FeishuEmulator], dict[str, str]],
    code: str,
    said: tuple[str, ...],
) -> None:
    on_feishu.set(**wrong(feishu))

    found = line(on_feishu, "feishu")

    assert found.startswith(f"FAIL feishu: {code}:")
    assert [one for one in said if one not in found] == []


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        pytest.param((), "ok   long connection", id="well"),
        pytest.param((1000040350,), "FEISHU_CONNECTIONS", id="too many"),
        pytest.param((403,), "is a version published?", id="not published"),
        pytest.param((1,), "try again", id="busy"),
    ],
)
def test_whether_the_long_connection_may_be_made_is_told(
    on_feishu: Terminal, feishu: FeishuEmulator, codes: tuple[int, ...], says: str
) -> None:
    feishu.line.sockets.refusals.extend(codes)
    on_feishu.set(FEISHU_TRANSPORT="websocket")

    found = line(on_feishu, "long connection")

    assert says in found
    assert found.startswith("FAIL" if codes else "ok")


def test_webhooks_need_no_long_connection(on_feishu: Terminal) -> None:
    assert "long connection" not in on_feishu("doctor").out


def test_a_platform_that_cannot_be_reached_is_told_by_its_setting(terminal: Terminal) -> None:
    terminal.set(**WECOM, WECOM_API_BASE="http://127.0.0.1:9")

    assert "WECOM_API_BASE" in line(terminal, "wecom")


@pytest.mark.parametrize(
    ("off", "verdict"),
    [
        pytest.param(2, Verdict.OK, id="as good as right"),
        pytest.param(-30, Verdict.NOTE, id="seconds"),
        pytest.param(400, Verdict.FAIL, id="minutes: signatures fail"),
    ],
)
def test_the_clock_is_compared_with_the_platforms(off: int, verdict: Verdict) -> None:
    theirs = machine_now()

    found = consoles.clock("wecom", theirs, theirs + timedelta(seconds=off))

    assert found.verdict is verdict
    assert ("timedatectl" in found.words) is (verdict is not Verdict.OK)


def test_a_clock_that_is_off_is_seen_in_the_platforms_own_header(
    terminal: Terminal, wecom: WeComEmulator
) -> None:
    date = format_datetime(machine_now() - timedelta(minutes=20), usegmt=True)
    with served(wecom.app, date=date) as base:
        terminal.set(**WECOM, WECOM_API_BASE=base)
        said = line(terminal, "wecom clock")

    assert said.startswith("FAIL wecom clock: this machine's clock is off by +12")


# --- the public address ---------------------------------------------------------------------------


def bot(url: str) -> ASGIApp:
    """Our own callbacks, as they run with the right settings."""
    shared = SqlShared.__new__(SqlShared)
    wecom = WeComClient(
        new_client("http://127.0.0.1:9"), shared, corp_id=APP.corp_id, agent_id=1, secret="s"
    )
    feishu = FeishuClient(
        new_client("http://127.0.0.1:9"), shared, app_id=FEISHU.app_id, app_secret="s"
    )
    return Callbacks(
        PlainTextResponse("proof"),
        {
            "/wecom/callback": WeCom(APP, wecom, None, shared, now=machine_now),
            "/feishu/callback": Feishu(FEISHU, feishu, None, shared, now=machine_now),
        },
        None,
        answers=None,
        incoming=None,
        outgoing=None,
        metrics=Metrics(),
        now=machine_now,
    )


@pytest.fixture
def reached(on_wecom: Terminal) -> Iterator[Terminal]:
    """The command, and a service that runs with the same settings behind the public address."""
    with served(bot("")) as base:
        on_wecom.set(**FEISHU_OWN, FEISHU_API_BASE="http://127.0.0.1:9", LIAOKE_PUBLIC_URL=base)
        yield on_wecom


def test_our_own_callback_is_asked_as_the_consoles_ask_it(reached: Terminal) -> None:
    assert line(reached, "wecom callback").startswith("ok ")
    assert line(reached, "feishu callback").startswith("ok ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("WECOM_TOKEN", "another", id="wecom-token"),
        pytest.param("WECOM_ENCODING_AES_KEY", "b" * 43, id="wecom-key"),
        pytest.param("FEISHU_ENCRYPT_KEY", "another", id="feishu-key"),
        pytest.param("FEISHU_VERIFICATION_TOKEN", "another", id="feishu-token"),
    ],
)
def test_a_service_that_runs_with_other_settings_is_told(
    reached: Terminal, name: str, value: str
) -> None:
    reached.set(**{name: value})

    said = line(reached, f"{name.partition('_')[0].lower()} callback")

    assert said.startswith("FAIL")
    assert "Restart it after a change of .env" in said


def test_an_answer_later_than_the_console_waits_is_told(
    reached: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "_PATIENCE", 0.0)

    assert "the console waits 1 s" in line(reached, "wecom callback")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(PlainTextResponse("hello"), "another server answers", id="another page"),
        pytest.param(Response(status_code=404), "another server answers", id="no such path"),
        pytest.param(Response(status_code=502), "nothing behind it does", id="proxy alone"),
        pytest.param(RedirectResponse("https://x.example/"), "leads elsewhere", id="redirect"),
    ],
)
def test_whatever_else_answers_at_the_public_address_is_told(
    on_wecom: Terminal, answer: ASGIApp, said: str
) -> None:
    with served(answer) as base:
        on_wecom.set(LIAOKE_PUBLIC_URL=base)
        found = line(on_wecom, "wecom callback")

    assert found.startswith("FAIL")
    assert said in found
    assert "msg_signature" not in found


def test_an_address_where_nobody_listens_is_told(on_wecom: Terminal) -> None:
    on_wecom.set(LIAOKE_PUBLIC_URL="http://127.0.0.1:9")

    assert "start `liaoke serve`" in line(on_wecom, "wecom callback")


def test_a_certificate_that_is_none_is_told(on_wecom: Terminal) -> None:
    with served(bot("")) as base:
        on_wecom.set(LIAOKE_PUBLIC_URL=base.replace("http:", "https:"))

        assert "no certificate that is trusted" in line(on_wecom, "wecom callback")


@pytest.mark.parametrize(
    ("url", "verdict", "said"),
    [
        pytest.param("", "note", "LIAOKE_PUBLIC_URL is not set", id="none"),
        pytest.param("https://nowhere.invalid", "FAIL", "does not resolve", id="no such name"),
        pytest.param("https://127.0.0.1:9", "note", "cannot reach from the internet", id="inside"),
    ],
)
def test_the_address_itself_is_looked_at(
    on_wecom: Terminal, url: str, verdict: str, said: str
) -> None:
    on_wecom.set(LIAOKE_PUBLIC_URL=url)

    found = line(on_wecom, "public address")

    assert found.startswith(verdict)
    assert said in found
    assert "LIAOKE_PUBLIC_URL" in found


def test_http_is_said_to_be_open(on_wecom: Terminal) -> None:
    on_wecom.set(LIAOKE_PUBLIC_URL="http://127.0.0.1:9")

    assert "可信域名" in on_wecom("doctor").out


@pytest.mark.parametrize(
    ("content", "verdict", "said"),
    [
        pytest.param("", "note", "申请校验域名", id="none"),
        pytest.param("proof", "ok ", "WW_verify_A1.txt", id="served"),
        pytest.param("another", "FAIL", "网页授权及JS-SDK", id="another file is served"),
    ],
)
def test_the_file_that_proves_the_domain_is_asked_for(
    reached: Terminal, content: str, verdict: str, said: str
) -> None:
    if content:
        (reached.folder / "proofs").mkdir()
        reached.file("proofs/WW_verify_A1.txt", content)

    found = line(reached, "proof file")

    assert found.startswith(verdict)
    assert said in found


# --- this machine ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "verdict"),
    [
        pytest.param(10 << 30, Verdict.OK, id="room"),
        pytest.param(1 << 30, Verdict.NOTE, id="a gigabyte"),
        pytest.param(100 << 20, Verdict.FAIL, id="nearly none"),
    ],
)
def test_a_disk_that_is_nearly_full_is_told(tmp_path: Path, free: int, verdict: Verdict) -> None:
    found = machine.room(tmp_path, free)

    assert (found.verdict, str(tmp_path) in found.words) == (verdict, True)


@pytest.mark.parametrize(
    ("size", "verdict"),
    [
        pytest.param(None, Verdict.OK, id="none"),
        pytest.param(64 << 20, Verdict.OK, id="busy"),
        pytest.param(3 << 30, Verdict.NOTE, id="an old view is held"),
    ],
)
def test_a_log_that_is_not_carried_is_told(
    tmp_path: Path, size: int | None, verdict: Verdict
) -> None:
    file = tmp_path / "liaoke.db"
    if size is not None:
        with (tmp_path / "liaoke.db-wal").open("wb") as sparse:
            sparse.truncate(size)

    found = machine.log(file)

    assert (found.verdict, str(file) in found.words) == (verdict, verdict is Verdict.NOTE)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        pytest.param("ext4", Verdict.OK, id="local"),
        pytest.param("nfs4", Verdict.FAIL, id="nfs"),
        pytest.param("cifs", Verdict.FAIL, id="windows share"),
    ],
)
def test_sqlite_on_a_network_is_told(kind: str, verdict: Verdict) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/my\\040data {kind} rw 0 0\n"

    found = machine.file_system(Path("/srv/my data/var/liaoke.db"), mounts)

    assert found.verdict is verdict
    assert machine.file_system(Path("/srv/my database/x.db"), mounts).words == "ext4"


def test_a_folder_in_which_nothing_can_be_made_is_told_by_its_setting(terminal: Terminal) -> None:
    terminal.set(LIAOKE_DATABASE_URL="sqlite+aiosqlite:////proc/liaoke/liaoke.db")

    said = line(terminal, "folder")

    assert said.startswith("FAIL folder: LIAOKE_DATABASE_URL")


def test_redis_beside_sqlite_is_one_process_all_the_same(
    terminal: Terminal, redis_url: str
) -> None:
    terminal.set(LIAOKE_REDIS_URL=redis_url)

    assert "several need PostgreSQL" in line(terminal, "redis")


# --- what is kept ---------------------------------------------------------------------------------


def test_an_installation_whose_alarms_nobody_reads_is_told(terminal: Terminal) -> None:
    empty = line(terminal, "admins")
    terminal.file("people.csv", "employee_no,name,department,roles\nE1,王,华东,rep\n")
    terminal("import", "people", "people.csv")
    none = line(terminal, "admins")
    terminal.file("people.csv", "employee_no,name,department,roles\nE1,王,华东,admin\n")
    terminal("import", "people", "people.csv")
    unbound = line(terminal, "admins")
    terminal.file(
        "people.csv", "employee_no,name,department,roles,wecom_userid\nE1,王,华东,admin,wang\n"
    )
    terminal("import", "people", "people.csv")
    bound = line(terminal, "admins")

    assert (empty[:4], none[:4], unbound[:4], bound[:4]) == ("note", "FAIL", "FAIL", "ok  ")
    assert "liaoke init" in none
    assert "E1" in unbound


async def test_what_could_not_be_sent_is_told_with_what_mends_it(
    sqlite_url: str, on_wecom: Terminal
) -> None:
    async with world(sqlite_url) as rehearsed:
        rehearsed.emulator.corp.has_callback = False
        await rehearsed.say("周明", "领海川")
        code = [row.error for row in await rehearsed.store.outbox.listed(("dead",))]

    said = await asyncio.to_thread(line, on_wecom, "outbox")

    assert code == ["43012"]
    assert said.startswith("note outbox: 1 messages could not be delivered")
    assert "[43012 x1]" in said
    assert "设置API接收" in said


async def test_a_schedule_that_nobody_looks_at_is_told(sqlite_url: str, on_wecom: Terminal) -> None:
    async with world(sqlite_url) as rehearsed:
        rehearsed.time.now = machine_now() - timedelta(minutes=30)
        await rehearsed.app.clockwork.minute()

    said = await asyncio.to_thread(line, on_wecom, "jobs")

    assert said.startswith("note jobs: the newest is 3")
    assert "--role worker" in said


def test_before_the_first_start_the_platforms_are_asked_all_the_same(
    on_wecom: Terminal, tmp_path: Path
) -> None:
    on_wecom.set(
        LIAOKE_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", WECOM_SECRET="another"
    )

    assert line(on_wecom, "schema").startswith("note")
    assert line(on_wecom, "wecom").startswith("FAIL wecom: 40001:")
