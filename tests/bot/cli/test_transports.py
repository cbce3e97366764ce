"""Which ways to WeCom the environment opens."""

from pathlib import Path

import pytest

from adapters.chat import Platform
from bot.cli.serve import platforms
from bot.ids import Ids
from bot.settings import read
from storage.store import Store

APPLICATION = {
    "WECOM_CORP_ID": "ww1",
    "WECOM_AGENT_ID": "1000002",
    "WECOM_SECRET": "s",
    "WECOM_TOKEN": "t",
    "WECOM_ENCODING_AES_KEY": "a" * 43,
}
ROBOT = {"WECOM_BOT_ID": "aib-1", "WECOM_BOT_SECRET": "s"}


@pytest.mark.parametrize(
    ("transport", "ways"),
    [
        ("callback", {Platform.WECOM}),
        ("aibot", {Platform.AIBOT}),
        ("both", {Platform.WECOM, Platform.AIBOT}),
    ],
)
async def test_a_transport_opens_its_ways_and_no_other(
    transport: str, ways: set[Platform], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {**APPLICATION, **ROBOT, "WECOM_TRANSPORT": transport}.items():
        monkeypatch.setenv(name, value)
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/a.db", new_id=Ids())
    try:
        made = platforms(read(None), store)
    finally:
        await store.close()

    assert set(made) == ways
