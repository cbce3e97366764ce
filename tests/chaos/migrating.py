"""Brings a database up to date and dies in the midst of it.

`python -m tests.chaos.nursery tests.chaos.migrating` starts its processes.
"""

import json
import os
import signal

from sqlalchemy import event

from bot.ids import Ids
from storage.store import Store


def warm() -> None:
    """There is nothing to load."""


async def run(line: str) -> None:
    """Migrate `database`; killed after so many `statements`."""
    orders = json.loads(line)
    store = Store(orders["database"], new_id=Ids())
    left = orders["statements"]

    @event.listens_for(store.database.engine.sync_engine, "after_cursor_execute")
    def executed(*_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    await store.migrate()
    await store.close()
