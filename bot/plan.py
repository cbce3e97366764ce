"""What an installation is made of, and how long its processes have for what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.chat import ChatPlatform, Platform
from bot.backups import Backups
from bot.recognisers import NONE, Recognisers
from core.clock import Now, machine_now
from storage.probes import Probe, no_probe
from storage.store import Store

LEASE = timedelta(seconds=30)
"""How long what a process has in hand is left to it."""
LINE_LEASE = timedelta(seconds=15)
"""How long a holder of a connection that died keeps the others away."""
FINISHING = 20.0
"""Seconds from the beginning of the end in which what is in hand may be finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an installation is made of.

    Args:
        platforms: made from the store, whose tokens and locks they share.
        now: the machine's clock.
        redis_url: where processes share tokens and locks faster; empty: in the database.
        only: the platform this process sends to, when others are another's.
        files: the folder of what people send and what is made for them.
        lease: how long what a process that died had in hand is left alone.
        finishing: seconds in which what is in hand may be finished when it ends.
        line_lease: how long a connection that a process had when it died is left alone.
    """

    database_url: str
    zone: ZoneInfo
    platforms: Callable[[Store], Mapping[Platform, ChatPlatform]]
    redis_url: str = ""
    public_url: str = ""
    proofs: Path = Path("proofs")
    files: Path = Path("var/files")
    backups: Backups | None = None
    recognisers: Recognisers = NONE
    now: Now = machine_now
    probe: Probe = no_probe
    only: Platform | None = None
    lease: timedelta = LEASE
    line_lease: timedelta = LINE_LEASE
    finishing: float = FINISHING
