"""An installation to measure: a database with a company, and the service on it."""

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from adapters.chat import Platform
from benchmarks import keys
from benchmarks.companies import companies
from benchmarks.phones import account
from benchmarks.processes import Service, free_port, started
from bot.ids import Ids
from core.customers.model import Customer, CustomerId
from core.ledger.model import Act
from core.people.model import ChatIdentity, Employee, EmployeeId, Role
from storage.store import Store

NOWHERE = "http://127.0.0.1:9"
"""A platform that cannot be reached: nothing leaves the machine."""
SERVE = (sys.executable, "-m", "bot", "serve")
_OURS = ("LIAOKE_", "WECOM_", "FEISHU_")


async def founded(folder: Path, *, reps: int, customers: int) -> str:
    """Write a company whose reps use both platforms into a file; returns the database's address."""
    url = f"sqlite+aiosqlite:///{folder / 'liaoke.db'}"
    await founded_at(url, reps=reps, customers=customers)
    return url


async def founded_at(url: str, *, reps: int, customers: int) -> None:
    """Write such a company into an empty database."""
    store = Store(url, new_id=Ids())
    await store.migrate()
    since = store.now() - timedelta(days=3)
    act = Act(id="found", actor=None, channel="bench", at=since)
    async with store.unit(act) as uow:
        for number in range(reps):
            rep = EmployeeId(f"E{number}")
            await uow.people.add(
                Employee(id=rep, name=f"员工{number}", roles=frozenset({Role.REP}))
            )
            for platform in (Platform.WECOM, Platform.FEISHU):
                identity = ChatIdentity(
                    platform=platform,
                    external_id=account(platform, number),
                    employee=rep,
                    bound_at=since,
                    welcomed_at=since,
                )
                await uow.people.bind(identity)
        await uow.customers.add_many(
            [
                Customer(
                    id=CustomerId(row["customer_id"]),
                    full_name=row["full_name"],
                    aliases=(row["aliases"],),
                    owner=EmployeeId(f"E{number % reps}"),
                    owned_since=since,
                    created_at=since,
                )
                for number, row in enumerate(companies(customers))
            ]
        )
        await uow.ledger.record("import", "company", "bench")
    await store.close()


@asynccontextmanager
async def service(
    url: str,
    *,
    wecom_api: str = NOWHERE,
    feishu_api: str = NOWHERE,
    command: Sequence[str] = SERVE,
    also: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Service]:
    """`liaoke serve` with both platforms configured, and what else is set."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    env = {
        **rest,
        "LIAOKE_DATABASE_URL": url,
        "WECOM_CORP_ID": keys.WECOM_CORP_ID,
        "WECOM_AGENT_ID": str(keys.WECOM_AGENT_ID),
        "WECOM_SECRET": keys.WECOM_SECRET,
        "WECOM_TOKEN": keys.WECOM_TOKEN,
        "WECOM_ENCODING_AES_KEY": keys.WECOM_ENCODING_AES_KEY,
        "WECOM_API_BASE": wecom_api,
        "FEISHU_APP_ID": keys.FEISHU_APP_ID,
        "FEISHU_APP_SECRET": keys.FEISHU_APP_SECRET,
        "FEISHU_VERIFICATION_TOKEN": keys.FEISHU_VERIFICATION_TOKEN,
        "FEISHU_ENCRYPT_KEY": keys.FEISHU_ENCRYPT_KEY,
        "FEISHU_API_BASE": feishu_api,
        **also,
    }
    port = free_port()
    whole = (*command, "--port", str(port))
    async with started(whole, port=port, env=env, path="/health/ready") as found:
        yield found
