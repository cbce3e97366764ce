"""Settings are read once; what is wrong is said in one line that names the variable."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import Misconfigured, read, read_clock

WECOM = {
    "WECOM_CORP_ID": "ww1",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "hush-1",
    "WECOM_TOKEN": "hush-2",
    "WECOM_ENCODING_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}
FEISHU = {
    "FEISHU_APP_ID": "cli_1",
    "FEISHU_APP_SECRET": "hush-3",
    "FEISHU_VERIFICATION_TOKEN": "hush-4",
    "FEISHU_ENCRYPT_KEY": "hush-5",
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No variable of ours, and an empty folder to be in."""
    import os

    for name in list(os.environ):
        if name.startswith(("LIAOKE_", "WECOM_", "FEISHU_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    def put(*groups: dict[str, str], **names: str) -> None:
        for group in (*groups, names):
            for name, value in group.items():
                monkeypatch.setenv(name, value)

    return put


def test_without_anything_the_defaults_hold() -> None:
    settings = read()

    assert settings.database_url == "sqlite+aiosqlite:///var/liaoke.db"
    assert settings.database_file == Path("var/liaoke.db")
    assert settings.timezone == "Asia/Shanghai"
    assert (settings.wecom, settings.feishu, settings.redis_url) == (None, None, None)


def test_both_platforms_are_read(given) -> None:
    given(WECOM, FEISHU)

    settings = read()

    assert settings.wecom is not None
    assert settings.feishu is not None
    assert settings.wecom.agent_id == 1_000_002
    assert settings.wecom.api == "https://qyapi.weixin.qq.com"
    assert settings.feishu.app_secret.get_secret_value() == "hush-3"


def test_no_secret_is_shown(given) -> None:
    database = "postgresql+psycopg://liaoke:hush-8@host/liaoke"
    given(WECOM, FEISHU, LIAOKE_REDIS_URL="redis://:hush-6@host", LIAOKE_DATABASE_URL=database)

    assert "hush" not in f"{read()!r} {read()}"


def test_the_environment_wins_over_the_file(given, bare: Path) -> None:
    (bare / ".env").write_text("LIAOKE_TIMEZONE=Asia/Tokyo\nLIAOKE_PUBLIC_URL=http://a.b/\n")
    given(LIAOKE_TIMEZONE="Asia/Urumqi")

    settings = read()

    assert (settings.timezone, settings.public_url) == ("Asia/Urumqi", "http://a.b")


def test_a_secret_may_lie_in_a_file(given, bare: Path) -> None:
    (bare / "secret").write_text("hush-7\n")
    without = {name: value for name, value in WECOM.items() if name != "WECOM_SECRET"}
    given(without, WECOM_SECRET_FILE=str(bare / "secret"))

    wecom = read().wecom

    assert wecom is not None
    assert wecom.secret.get_secret_value() == "hush-7"


@pytest.mark.parametrize("absent", sorted(WECOM))
def test_half_a_platform_is_refused_by_the_name_of_what_is_missing(given, absent: str) -> None:
    given({name: value for name, value in WECOM.items() if name != absent})

    with pytest.raises(Misconfigured, match=absent) as refused:
        read()

    assert "all or not at all" in str(refused.value)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        pytest.param({"LIAOKE_TIMEZONE": "Mars/Base"}, "LIAOKE_TIMEZONE: 'Mars/Base'", id="zone"),
        pytest.param(
            {"LIAOKE_DATABASE_URL": "mysql://hush"}, "LIAOKE_DATABASE_URL", id="another database"
        ),
        pytest.param({"LIAOKE_NOW": "soon"}, "LIAOKE_NOW", id="instant"),
        pytest.param({"LIAOKE_PUBLIC_URL": "crm.example"}, "LIAOKE_PUBLIC_URL", id="address"),
        pytest.param(
            {"LIAOKE_PUBLIC_URL": "https://a.example/crm"}, "an address without a path", id="path"
        ),
        pytest.param({**WECOM, "WECOM_AGENT_ID": "abc"}, "WECOM_AGENT_ID", id="number"),
        pytest.param(
            {**WECOM, "WECOM_ENCODING_AES_KEY": "hush"}, "WECOM_ENCODING_AES_KEY", id="length"
        ),
        pytest.param({**FEISHU, "FEISHU_DOMAIN": "moon"}, "FEISHU_DOMAIN", id="domain"),
        pytest.param({"WECOM_TRANSPORT": "aibot"}, "WECOM_BOT_ID", id="robot without a name"),
        pytest.param(
            {"WECOM_TRANSPORT": "both", "WECOM_BOT_ID": "b", "WECOM_BOT_SECRET": "s"},
            "WECOM_CORP_ID",
            id="both without an application",
        ),
        pytest.param({"LIAOKE_TRUSTED_PROXIES": "*"}, "LIAOKE_TRUSTED_PROXIES", id="any proxy"),
        pytest.param({"LIAOKE_TRUSTED_PROXIES": "::/0"}, "believe anybody", id="all addresses"),
        pytest.param({"WECOM_SECRET_FILE": "nowhere"}, "WECOM_SECRET_FILE", id="no such file"),
        pytest.param(
            {**WECOM, "LIAOKE_NOW": "2026-11-23T10:00"}, "LIAOKE_NOW is for rehearsals", id="real"
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line_without_secrets(
    given, names: dict[str, str], reason: str
) -> None:
    given(names)

    with pytest.raises(Misconfigured) as refused:
        read()

    assert reason in str(refused.value)
    assert "hush" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_clock_is_moved_where_the_platforms_are_rehearsed(given) -> None:
    given(WECOM, LIAOKE_NOW="2026-11-23T10:00", WECOM_API_BASE="http://127.0.0.1:9/")

    settings = read()

    assert settings.starts_at is not None
    assert settings.starts_at.astimezone(UTC) == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert settings.wecom is not None
    assert settings.wecom.api == "http://127.0.0.1:9"


def test_a_rehearsal_reads_the_clock_alone(given) -> None:
    given(LIAOKE_NOW="2026-11-23T10:00:00+08:00", LIAOKE_TIMEZONE="Mars/Base")

    clock = read_clock()

    assert clock is not None
    assert clock.astimezone(UTC) == datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_the_long_connection_needs_no_callback_secrets(given) -> None:
    given(FEISHU_APP_ID="cli_1", FEISHU_APP_SECRET="hush", FEISHU_TRANSPORT="websocket")

    feishu = read().feishu

    assert feishu is not None
    assert feishu.encrypt_key is None


@pytest.mark.parametrize("missing", ["FEISHU_VERIFICATION_TOKEN", "FEISHU_ENCRYPT_KEY"])
def test_half_of_what_proves_a_webhook_proves_none(given, missing: str) -> None:
    names = {
        "FEISHU_APP_ID": "cli_1",
        "FEISHU_APP_SECRET": "hush",
        "FEISHU_TRANSPORT": "websocket",
        "FEISHU_VERIFICATION_TOKEN": "token",
        "FEISHU_ENCRYPT_KEY": "key",
    }
    given(**names)
    whole = read().feishu
    given(**{**names, missing: ""})
    half = read().feishu

    assert whole is not None
    assert half is not None
    assert (whole.hook, half.hook) == (("token", "key"), ("", ""))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEISHU_GATEWAY_SECRET", "s" * 31),
        ("FEISHU_CONNECTIONS", "0"),
        ("FEISHU_CONNECTIONS", "51"),
    ],
)
def test_a_gateway_is_set_up_safely(given, name: str, value: str) -> None:
    given(
        FEISHU_APP_ID="cli_1",
        FEISHU_APP_SECRET="hush",
        FEISHU_TRANSPORT="websocket",
        **{name: value},
    )

    with pytest.raises(Misconfigured, match=name):
        read()
