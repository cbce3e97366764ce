"""What can be typed after `liaoke`; imports nothing heavy, so that --help answers at once."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

IMPORTS = ("people", "customers", "contacts", "opportunities", "follow_ups", "targets")
EXPORTS = (
    "customers",
    "contacts",
    "follow_ups",
    "plans",
    "opportunities",
    "pool_events",
    "outbox",
    "ledger",
)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Read a command line; `runs` names the function that does it, as `module:function`."""
    parser = argparse.ArgumentParser("liaoke", description="聊客 Liaoke: the CRM you talk to.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _services(commands)
    _company(commands)
    _files(commands)
    _queues(commands)
    return parser.parse_args(words)


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse has no public name for it


def _add(commands: _Commands, name: str, runs: str, help_: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=help_, description=help_)
    command.set_defaults(runs=runs)
    return command


def _services(commands: _Commands) -> None:
    demo = _add(
        commands, "demo", "demo:run", "a rehearsal: both platforms emulated, a demo company"
    )
    _address(demo)
    demo.add_argument(
        "--anyone", action="store_true", help="allow a --host that others reach: they may do all"
    )
    demo.add_argument("--data", type=Path, metavar="DIR", help="where its database lives")
    serve = _add(commands, "serve", "serve:run", "the service, as the environment configures it")
    _address(serve)
    serve.add_argument("--role", choices=("all", "web", "worker"), default="all")
    gateway = _add(
        commands,
        "feishu-gateway",
        "gateway:run",
        "Feishu's long connection; serve starts one where FEISHU_TRANSPORT=websocket",
    )
    gateway.add_argument(
        "--to", default="http://127.0.0.1:8000", metavar="URL", help="the service it hands on to"
    )
    gateway.add_argument("--silence", type=float, help=argparse.SUPPRESS)
    gateway.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    _add(commands, "migrate", "database:migrate", "bring the database to the newest schema")
    for name, help_ in (
        ("backup", "a consistent copy into FILE, while the service runs"),
        ("restore", "a copy back into an empty database, of either kind"),
    ):
        copy = _add(commands, name, f"backup:{name}", help_)
        copy.add_argument("file", type=Path, metavar="FILE")
    _add(commands, "doctor", "doctor:run", "check settings, database, clock and platforms")
    chat = _add(commands, "chat", "chat:run", "talk to the bot in this terminal")
    chat.add_argument("--as", dest="employee", required=True, metavar="EMPLOYEE_NO")


def _company(commands: _Commands) -> None:
    init = _add(commands, "init", "company:init", "a new company with its first admin")
    init.add_argument("--company", metavar="NAME")
    init.add_argument("--admin", metavar="EMPLOYEE_NO")
    init.add_argument("--name", metavar="NAME", help="the admin's name")
    init.add_argument("--mobile", default="", help="the admin's mobile number")
    init.add_argument("--wecom-userid", default="", metavar="USERID")
    init.add_argument("--feishu-open-id", default="", metavar="OPEN_ID")
    company = commands.add_parser("company", help="the company's file of rules")
    actions = company.add_subparsers(metavar="ACTION", required=True)
    for name, help_ in (
        ("check", "say whether a company file is right, with line and reason"),
        ("load", "make a company file the newest version of the rules"),
    ):
        action = _add(actions, name, f"company:{name}", help_)
        action.add_argument("file", nargs="?", type=Path, metavar="FILE")
    menu = commands.add_parser("menu", help="the application's menu on WeCom")
    push = _add(
        menu.add_subparsers(metavar="ACTION", required=True),
        "push",
        "menu:push",
        "put the menu into the WeCom application",
    )
    push.set_defaults()


def _files(commands: _Commands) -> None:
    import_ = _add(commands, "import", "transfer:import_file", "read a csv or xlsx file")
    import_.add_argument("kind", choices=IMPORTS, metavar="|".join(IMPORTS))
    import_.add_argument("file", type=Path, metavar="FILE")
    import_.add_argument("--dry-run", action="store_true", help="say what would happen")
    import_.add_argument("--errors", type=Path, metavar="FILE", help="refused rows as csv")
    import_.add_argument("--json", action="store_true", help="the counts as JSON")
    export = _add(commands, "export", "transfer:export", "write records")
    export.add_argument("kind", choices=EXPORTS, metavar="|".join(EXPORTS))
    export.add_argument("--format", choices=("jsonl", "csv", "xlsx"), default="jsonl")
    export.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    understand = _add(
        commands, "understand", "understand:run", "what the bot would understand; JSON lines"
    )
    understand.add_argument("--people", type=Path, metavar="FILE")
    understand.add_argument("--customers", type=Path, metavar="FILE")
    understand.add_argument("--times", action="store_true", help="only times, amounts, numbers")
    understand.add_argument("--fine", action="store_true", help="also the product's own intent")

    erase = _add(
        commands,
        "erase",
        "erase:run",
        "a customer or a contact, for good; says first what would go",
    )
    erase.add_argument("who", metavar="WHO", help="number, full name, alias or phone")
    erase.add_argument("--yes", action="store_true", help="do it")


def _queues(commands: _Commands) -> None:
    jobs = commands.add_parser("jobs", help="the schedule")
    actions = jobs.add_subparsers(metavar="ACTION", required=True)
    _add(actions, "list", "jobs:list_jobs", "every job, its time and its last run")
    run = _add(actions, "run", "jobs:run", "run one occurrence of a job now")
    run.add_argument("name", metavar="NAME")
    run.add_argument("--due", required=True, metavar="ISO8601")
    for name, help_ in (("inbox", "what came in and failed"), ("outbox", "what waits or failed")):
        queue = commands.add_parser(name, help=help_)
        actions = queue.add_subparsers(metavar="ACTION", required=True)
        _add(actions, "list", f"queues:list_{name}", help_)
        retry = _add(actions, "retry", f"queues:retry_{name}", "try again")
        retry.add_argument("id", nargs="*", metavar="ID", help="default: everything that failed")
    digest = commands.add_parser("digest", help="digests as they were sent")
    again = _add(
        digest.add_subparsers(metavar="ACTION", required=True),
        "rebuild",
        "digests:rebuild",
        "make a digest again from the ledger and compare it with the sent one, byte for byte",
    )
    again.add_argument("--reader", required=True, metavar="EMPLOYEE_NO")
    again.add_argument("--day", required=True, metavar="YYYY-MM-DD", help="its last day")
    again.add_argument("--period", choices=("day", "week", "month"), default="day")
    ledger = commands.add_parser("ledger", help="the history of every write")
    verify = ledger.add_subparsers(metavar="ACTION", required=True)
    _add(verify, "verify", "database:verify_ledger", "check the chain of hashes")


def _address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8000)
