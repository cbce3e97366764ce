"""What this machine gives: the company's file, folders, disk, Redis, the calendar."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from bot.cli.doctor.finding import Finding, Verdict
from bot.settings import Misconfigured, Settings
from bot.texts import texts

_say = texts("en")
_MIB = 1 << 20
_FULL, _TIGHT = 200 * _MIB, 2048 * _MIB
"""Bytes left at which nothing can be kept soon, and at which somebody should know."""
_LOG = 512 * _MIB
"""Bytes of SQLite's log that no load comes to: what is committed is carried into the file at once."""
_AWAY = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "lustre", "fuse.sshfs")
"""File systems whose locks SQLite must not rely on (sqlite.org/useovernet.html)."""


def company(settings: Settings) -> Finding:
    from bot.cli.opened import company_file
    from bot.company.file import WrongFile, read

    file = settings.company_file or company_file()
    if file is None:
        return Finding("company file", Verdict.OK, "none: the defaults, or what was loaded last")
    try:
        read(file)
    except WrongFile as wrong:
        return Finding("company file", Verdict.FAIL, str(wrong))
    return Finding("company file", Verdict.OK, str(file))


def places(settings: Settings) -> Iterator[Finding]:
    """The folders the service writes in: whether it can, how much room is left, where they lie."""
    folders = {"LIAOKE_FILES_DIR": settings.files_dir}
    if settings.database_file:
        folders["LIAOKE_DATABASE_URL"] = settings.database_file.parent
        yield file_system(settings.database_file, _mounts())
        yield log(settings.database_file)
    for setting, folder in folders.items():
        if not is_writable(folder):
            words = _say("doctor.place.read_only", setting=setting, folder=folder)
            yield Finding("folder", Verdict.FAIL, words)
            continue
        yield room(folder, shutil.disk_usage(_existing(folder)).free)


def proofs(folder: Path) -> dict[str, bytes]:
    """The files by which domains are proved to WeCom, by their names."""
    return {file.name: file.read_bytes() for file in sorted(folder.glob("WW_verify_*.txt"))}


def is_writable(folder: Path) -> bool:
    """Whether a file can be made there; the folder itself may be missing as yet."""
    try:
        with TemporaryFile(dir=_existing(folder)):
            return True
    except OSError:
        return False


def room(folder: Path, free: int) -> Finding:
    """Whether the disk is nearly full."""
    words = _say("doctor.place.room", folder=folder, mib=free // _MIB)
    if free >= _TIGHT:
        return Finding("disk", Verdict.OK, words)
    verdict = Verdict.FAIL if free < _FULL else Verdict.NOTE
    return Finding("disk", verdict, f"{words}. {_say('doctor.place.full')}")


def file_system(file: Path, mounts: str) -> Finding:
    """Whether SQLite's file lies on this machine.

    Args:
        mounts: as /proc/mounts has them; empty where there is none.
    """
    path, kind, longest = str(file.absolute()), "", -1
    for line in mounts.splitlines():
        at = line.split(" ")[1].replace("\\040", " ")
        inside = path == at or path.startswith(at.rstrip("/") + "/")
        if inside and len(at) >= longest:
            kind, longest = line.split(" ")[2], len(at)
    if kind in _AWAY:
        return Finding(
            "file system", Verdict.FAIL, _say("doctor.place.network", file=file, kind=kind)
        )
    return Finding("file system", Verdict.OK, kind)


def log(file: Path) -> Finding:
    """Whether what is committed gets from SQLite's log into the file (decision 0038)."""
    size = 0
    with suppress(FileNotFoundError):  # whoever lets go of the file last takes it away
        size = file.with_name(f"{file.name}-wal").stat().st_size
    if size < _LOG:
        return Finding("log", Verdict.OK, f"{size // _MIB} MiB")
    return Finding("log", Verdict.NOTE, _say("doctor.place.log", file=file, mib=size // _MIB))


async def redis(settings: Settings) -> Finding:
    from bot.ids import Ids
    from storage.in_redis import RedisShared

    try:
        url = settings.redis
    except Misconfigured as wrong:
        return Finding("redis", Verdict.FAIL, str(wrong))
    if not url:
        return Finding("redis", Verdict.OK, "none: one service process, or several through SQL")
    shared = RedisShared(url, Ids())
    try:
        await shared.ping()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from answering is the reason
        words = (
            f"{type(error).__name__}: check LIAOKE_REDIS_URL; until it answers SQL does its work"
        )
        return Finding("redis", Verdict.FAIL, words)
    finally:
        await shared.close()
    if settings.database_file:
        return Finding("redis", Verdict.NOTE, _say("doctor.alone"))
    return Finding("redis", Verdict.OK)


def calendar() -> Finding:
    from bot.calendars import calendar_of, is_covered
    from bot.company.rules import CompanyRules
    from core.clock import machine_now

    if is_covered(calendar_of(CompanyRules()), machine_now().date()):
        return Finding("calendar", Verdict.OK)
    words = "next year's official days off are not in the library yet: name them in company.toml"
    return Finding("calendar", Verdict.NOTE, words)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    at = folder.absolute()
    while not at.exists() and at != at.parent:
        at = at.parent
    return at


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text(encoding="utf-8", errors="replace") if os.access(table, os.R_OK) else ""
