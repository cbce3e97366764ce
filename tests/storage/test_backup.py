"""A backup holds everything of one moment, and goes into either kind of database."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.backup import NoBackup, NotEmpty, backup, restore
from storage.inbox import NewEvent
from storage.outbox import NewMessage
from storage.store import Store
from tests.contracts import given
from tests.contracts.given import ALL, C1, E1, NOW, customer, pool_event


@dataclass
class Pair:
    """A full installation and an empty one."""

    full: Store
    empty: Store
    file: Path


@pytest.fixture(params=["sqlite postgresql", "postgresql sqlite", "postgresql postgresql"])
async def pair(request, tmp_path, new_id, machine, act) -> AsyncIterator[Pair]:
    kinds = request.param.split()
    if kinds[0] == kinds[1]:
        urls = [request.getfixturevalue(f"{kinds[0]}_url"), request.getfixturevalue("second_url")]
    else:
        urls = [request.getfixturevalue(f"{kind}_url") for kind in kinds]
    made = Pair(*(Store(url, new_id=new_id, now=machine) for url in urls), tmp_path / "copy.gz")
    await filled(made.full, act)
    yield made
    await made.full.close()
    await made.empty.close()


async def filled(store: Store, act) -> None:
    async with store.unit(act(E1, id="a1")) as uow:
        await uow.people.add(given.employee())
        await uow.customers.add(customer())
        await uow.follow_ups.add(given.follow_up())
        await uow.plans.add(given.plan())
        await uow.opportunities.add(given.opportunity())
        await uow.pool.add(pool_event())
        await uow.reports.put_target(given.target())
        await uow.ledger.record("load", "", "")
        await uow.drafts.add(given.draft())
    await store.seal(act())
    await store.settings.put(1, "rules", "quota = 3")
    await store.inbox.store(NewEvent("k1", "c", b"\x00\xff"))
    await store.outbox.put(
        1, NewMessage(key="r1", body=b"\xfe", kind="text", lane=0, recipient="a")
    )


async def test_everything_comes_back_and_goes_on(pair, act, machine) -> None:
    written = await backup(pair.full.database, pair.file)
    assert await restore(pair.empty.database, pair.file) == written
    again = pair.file.with_name("again.gz")
    await backup(pair.empty.database, again)
    assert lines(again) == lines(pair.file)
    store = pair.empty
    assert await store.ledger_broken_at(act()) is None
    assert not await store.inbox.store(NewEvent("k1", "c", b""))
    assert await store.inbox.store(NewEvent("k2", "d", b""))
    assert not await store.outbox.put(
        1, NewMessage(key="r1", body=b"", kind="text", lane=0, recipient="a")
    )
    async with store.unit(act(E1)) as uow:
        await uow.customers.save(customer(city="无锡"))
        await uow.pool.add(pool_event())
        await uow.ledger.record("edit_customer", "customer", C1)
        assert [hit.customers for hit in await uow.customers.by_keys(["远帆"], ALL)] == [(C1,)]
        assert await uow.follow_ups.get(given.follow_up().id, ALL) == given.follow_up()
    assert await store.seal(act()) == 1
    assert await store.ledger_broken_at(act()) is None


async def test_a_full_database_is_left_alone(pair) -> None:
    await backup(pair.full.database, pair.file)
    with pytest.raises(NotEmpty):
        await restore(pair.full.database, pair.file)


def added(line: bytes) -> Callable[[bytes], bytes]:
    return lambda content: gzip.compress(gzip.decompress(content) + line)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "another file": lambda _: b"no gzip",
    "cut off": lambda content: content[:-40],
    "another schema": lambda _: gzip.compress(b'{"liaoke":1,"schema":["x"]}\n'),
    "an unknown table": added(b'["nothing",{}]\n'),
    "half a row": added(b'["plans",{"id":1}]\n'),
    "a row twice": lambda content: added(gzip.decompress(content).splitlines(True)[-1])(content),
}


@pytest.mark.parametrize("spoilt", SPOILT)
async def test_a_broken_backup_changes_nothing(store, act, tmp_path, spoilt) -> None:
    file = tmp_path / "copy.gz"
    source = Store(f"sqlite+aiosqlite:///{tmp_path}/source.db", new_id=store.new_id, now=store.now)
    await source.migrate()
    await filled(source, act)
    await backup(source.database, file)
    await source.close()
    file.write_bytes(SPOILT[spoilt](file.read_bytes()))
    with pytest.raises(NoBackup):
        await restore(store.database, file)
    async with store.look() as uow:
        assert await uow.customers.find(C1) is None


async def test_a_backup_is_its_owners_and_appears_when_it_is_whole(store, act, tmp_path) -> None:
    await filled(store, act)
    file = tmp_path / "copy.gz"
    async with store.unit(act()) as uow:
        await uow.memory.put("c", "slot", "not committed", NOW)
        await backup(store.database, file)
    assert file.stat().st_mode & 0o077 == 0
    assert "not committed" not in "".join(lines(file))
    assert [one.name for one in tmp_path.glob("*.part")] == []


def lines(file: Path) -> list[str]:
    """The rows of a backup, in no order."""
    return sorted(gzip.decompress(file.read_bytes()).decode().splitlines())


async def test_what_people_sent_comes_back_with_its_rows(pair, tmp_path) -> None:
    kept = tmp_path / "files" / "kept" / "ab" / "abc"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"\x89PNG")
    (tmp_path / "files" / "half.begun").write_bytes(b"half")
    await backup(pair.full.database, pair.file, tmp_path / "files")

    await restore(pair.empty.database, pair.file, tmp_path / "back")

    found = [one for one in (tmp_path / "back").rglob("*") if one.is_file()]
    assert [one.relative_to(tmp_path / "back").as_posix() for one in found] == ["kept/ab/abc"]
    assert found[0].read_bytes() == b"\x89PNG"


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out"])
async def test_a_file_that_would_lie_elsewhere_is_refused(pair, tmp_path, name: str) -> None:
    await backup(pair.full.database, pair.file)
    with gzip.open(pair.file, "at", encoding="utf-8") as file:
        file.write(f'["#file", ["{name}", "aGk="]]\n')

    with pytest.raises(NoBackup):
        await restore(pair.empty.database, pair.file, tmp_path / "back" / "files")

    assert not list(tmp_path.rglob("out"))


async def test_a_copy_from_which_rows_were_taken_is_refused(pair, act) -> None:
    await backup(pair.full.database, pair.file)
    with gzip.open(pair.file, "rt", encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith('["targets"')]
    with gzip.open(pair.file, "wt", encoding="utf-8") as file:
        file.writelines(lines)

    with pytest.raises(NoBackup, match="not all rows"):
        await restore(pair.empty.database, pair.file)

    async with pair.empty.look() as uow:
        assert await uow.people.everybody() == []


async def test_two_who_make_the_same_copy_leave_a_whole_one(pair) -> None:
    rows = await asyncio.gather(*(backup(pair.full.database, pair.file) for _ in range(2)))

    assert rows[0] == rows[1] == await restore(pair.empty.database, pair.file)
    assert [one.name for one in pair.file.parent.iterdir() if ".part" in one.name] == []
