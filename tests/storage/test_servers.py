"""The servers of a test run, and what storage does when they go away and come back."""

import pytest
from sqlalchemy.exc import OperationalError

from storage.inbox import NEW, NewEvent
from storage.store import Store
from tests import servers


def test_a_server_that_does_not_start_is_a_failure_with_its_words(tmp_path) -> None:
    broken = servers.Server(["ls", "--no-such-option"], ["false"], tmp_path)
    with pytest.raises(servers.NoServer, match="no-such-option"):
        broken.start()


def test_a_server_leaves_nothing_behind() -> None:
    with servers.redis() as server:
        assert server.home.exists()
    assert not server.home.exists()


async def test_nothing_is_acknowledged_while_the_database_is_away(new_id, machine) -> None:
    with servers.postgresql() as server:
        store = Store(server.url("postgres"), new_id=new_id, now=machine)
        await store.migrate()
        assert await store.inbox.store(NewEvent("k1", "c", b"{}"))
        server.stop()
        with pytest.raises(OperationalError):
            await store.inbox.store(NewEvent("k2", "c", b"{}"))
        server.start()
        assert await store.inbox.store(NewEvent("k2", "c", b"{}"))
        assert await store.inbox.depth() == {NEW: 2}
        await store.close()
