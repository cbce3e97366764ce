"""O07: a copy each night, and each week the proof that it can be restored."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.backups import Backups
from tests.e2e.world import World, world


@pytest.fixture
async def kept(database_url: str, tmp_path: Path):
    async with world(database_url, backups=Backups(tmp_path / "copies", keep=2)) as made:
        yield made


async def ran(kept: World, days: int) -> None:
    """The nights from Monday on."""
    for _ in range(days):
        await kept.wait(timedelta(days=1))


def copies(tmp_path: Path) -> list[str]:
    return [one.name for one in sorted((tmp_path / "copies").iterdir())]


async def test_each_night_a_copy_is_made_and_only_the_newest_are_kept(
    kept: World, tmp_path: Path
) -> None:
    await kept.say("周明", "领海川")

    await ran(kept, 3)

    assert copies(tmp_path) == ["liaoke-2026-11-25.gz", "liaoke-2026-11-26.gz"]
    said = kept.text(await kept.say("吴敏", "/自检"))
    assert "✓ 备份" in said
    assert "还没有演练过恢复" in said


async def test_each_week_the_newest_copy_is_restored_and_counted(
    kept: World, tmp_path: Path
) -> None:
    await ran(kept, 6)

    said = kept.text(await kept.say("吴敏", "/自检"))
    assert "✓ 备份" in said
    assert "恢复演练 11-29 0" in said


async def test_a_copy_that_cannot_be_restored_is_an_alarm_with_what_to_do(
    kept: World, tmp_path: Path
) -> None:
    await ran(kept, 5)
    await kept.wait(timedelta(hours=17))
    for copy in (tmp_path / "copies").iterdir():
        copy.write_bytes(copy.read_bytes()[:-20])
    await kept.wait(timedelta(hours=5))

    assert "恢复演练失败" in kept.seen("吴敏")
    assert "恢复演练" not in kept.seen("周明")
    assert "✗ 备份" in kept.text(await kept.say("吴敏", "/自检"))


async def test_where_no_folder_is_set_nothing_is_copied_or_said(wecom: World) -> None:
    await wecom.wait(timedelta(days=1))

    assert "✓ 备份" not in wecom.text(await wecom.say("吴敏", "/自检"))


async def test_what_somebody_put_beside_the_copies_is_neither_counted_nor_deleted(
    kept: World, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "liaoke-before-upgrade.gz").write_bytes(b"by hand")

    await ran(kept, 3)

    assert copies(tmp_path) == [
        "liaoke-2026-11-25.gz", "liaoke-2026-11-26.gz", "liaoke-before-upgrade.gz"
    ]  # fmt: skip
