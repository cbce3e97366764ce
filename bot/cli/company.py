"""`liaoke init`, `liaoke company check|load`."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.cli.refused import Refused


def check(arguments: argparse.Namespace) -> int:
    """Say whether a company file is right."""
    from bot.company.file import WrongFile, read

    file = _file(arguments.file)
    try:
        read(file)
    except WrongFile as wrong:
        raise Refused(str(wrong)) from None
    sys.stdout.write(f"{file} is right\n")
    return 0


def _file(named: Path | None) -> Path:
    """The file of the command line, else of the environment, else company.toml."""
    from bot import settings as configuration
    from bot.cli.opened import company_file

    if named:
        return named
    try:
        found = configuration.read().company_file or company_file()
    except configuration.Misconfigured as wrong:
        raise Refused(str(wrong)) from None
    if found is None:
        raise Refused("there is no company.toml here: name a file, or set LIAOKE_COMPANY_FILE")
    return found


def load(arguments: argparse.Namespace) -> int:
    asyncio.run(_load(_file(arguments.file)))
    return 0


async def _load(file: Path) -> None:
    from bot.cli.opened import clock_of, load_rules, opened
    from bot.installation import wind_clocks

    async with opened() as (store, settings):
        version = await load_rules(store, file)
        clock = await clock_of(store, settings)
        await wind_clocks(store, clock(), settings.zone)
    sys.stdout.write(f"the rules are at version {version}\n")


def init(arguments: argparse.Namespace) -> int:
    """A new company with its first admin; what is missing is asked for on a terminal."""
    name = arguments.company or _asked("Company name: ", "--company")
    admin = arguments.admin or _asked("Employee number of the first admin: ", "--admin")
    asyncio.run(_init(name, admin, arguments))
    return 0


def _asked(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"{option} is missing")
    answer = input(question).strip()
    if not answer:
        raise Refused(f"{option} is missing")
    return answer


async def _init(name: str, admin: str, arguments: argparse.Namespace) -> None:
    from bot.cli.opened import acting, opened
    from core.errors import Duplicate
    from core.people.model import ChatIdentity, Employee, EmployeeId, Role
    from storage.store import COMPANY

    async with opened() as (store, settings):
        if known := await store.companies.name(COMPANY):
            raise Refused(f"this installation is {known}'s already")
        number = EmployeeId(admin)
        accounts = {"wecom": arguments.wecom_userid, "feishu": arguments.feishu_open_id}
        try:
            async with acting(store, settings, name="init") as by:
                await by.uow.people.add(
                    Employee(
                        id=number,
                        name=arguments.name or admin,
                        mobile=arguments.mobile,
                        roles=frozenset({Role.ADMIN}),
                    )
                )
                for platform, account in accounts.items():
                    if account:
                        identity = ChatIdentity(
                            platform=platform, external_id=account, employee=number, bound_at=by.now
                        )
                        await by.uow.people.bind(identity)
                await by.uow.ledger.record("init", "employee", admin)
        except Duplicate as twice:
            raise Refused(f"{twice.kind} {twice.key} is there already") from None
        await store.companies.add(COMPANY, name)
    sys.stdout.write(f"{name} is set up; {admin} is its admin\n")
