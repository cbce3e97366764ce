"""Every setting of the service, its default and its reason; the only reader of the environment."""

from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource

from bot.credentials import OWN_API, OWN_ROBOT, Feishu, Group, Host, SmartRobot, WeCom

_SEEN = 5.0
"""Seconds in which a load balancer that looks each second or two sees who is not ready."""


class Misconfigured(Exception):
    """The settings cannot be used; the message is one line that names the variables."""


class Settings(Group):
    """Made once, by `read` or by whoever embeds the bot, then passed to whoever needs it."""

    database_url: str = Field(
        "sqlite+aiosqlite:///var/liaoke.db",
        alias="LIAOKE_DATABASE_URL",
        description="or postgresql+psycopg://user:password@host/database",
        pattern=r"^(sqlite\+aiosqlite|postgresql\+psycopg)://",
        repr=False,  # it may hold a password
    )
    redis_url: SecretStr | None = Field(
        None,
        alias="LIAOKE_REDIS_URL",
        description="absent: one service process; several share limits and wake-ups through it",
    )
    company_file: Path | None = Field(
        None,
        alias="LIAOKE_COMPANY_FILE",
        description="the company's rules; absent: company.toml if present",
    )
    timezone: str = Field(
        "Asia/Shanghai", alias="LIAOKE_TIMEZONE", description="where the working day is"
    )
    files_dir: Path = Field(
        Path("var/files"),
        alias="LIAOKE_FILES_DIR",
        description="where what people send lies; all processes share it",
    )
    backup_dir: Path | None = Field(
        None,
        alias="LIAOKE_BACKUP_DIR",
        description="where a copy is made each night and tried each week; absent: none is",
    )
    backup_keep: int = Field(
        14, alias="LIAOKE_BACKUP_KEEP", ge=1, description="how many nightly copies are kept"
    )
    public_url: Host = Field(
        "", alias="LIAOKE_PUBLIC_URL", description="base of the links in cards"
    )
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        alias="LIAOKE_TRUSTED_PROXIES",
        description="addresses or networks of proxies whose X-Forwarded-For is believed",
    )
    stop_delay: float | None = Field(
        None,
        alias="LIAOKE_STOP_DELAY",
        ge=0,
        le=15,
        description="seconds for which one that ends still answers, so that a load balancer sees"
        " that it is not ready; absent: 5 on PostgreSQL, 0 on SQLite",
    )
    now: datetime | None = Field(
        None,
        alias="LIAOKE_NOW",
        description="the product's clock starts at this ISO 8601 instant; rehearsals only",
    )
    wecom_transport: Literal["callback", "aibot", "both"] = Field(
        "callback",
        alias="WECOM_TRANSPORT",
        description="callback, or aibot: the smart robot's long connection; both",
    )
    wecom: WeCom | None = None
    robot: SmartRobot | None = None
    feishu: Feishu | None = None

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is not a time zone such as Asia/Shanghai") from error

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, given: str) -> str:
        for one in given.split(","):
            if not ip_network(one.strip()).prefixlen:
                raise ValueError("would believe anybody: name the proxies, such as 10.0.0.0/24")
        return given

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.wecom_transport != "callback" and self.robot is None:
            raise ValueError("WECOM_TRANSPORT needs WECOM_BOT_ID and WECOM_BOT_SECRET")
        if self.wecom_transport == "both" and self.wecom is None:
            raise ValueError(
                "WECOM_TRANSPORT=both needs WECOM_CORP_ID and the application's others"
            )
        if self.now is not None and self._reaches_people:
            raise ValueError(
                "LIAOKE_NOW is for rehearsals: refused while a platform's API base is its own"
            )
        return self

    @property
    def _reaches_people(self) -> bool:
        return any(
            platform is not None and platform.api in OWN_API.values()
            for platform in (self.wecom, self.feishu)
        ) or (self.robot is not None and self.robot.url == OWN_ROBOT)

    @property
    def redis(self) -> str:
        """Where Redis is; empty without.

        Raises:
            Misconfigured: it is no address of a Redis server.
        """
        url = self.redis_url.get_secret_value() if self.redis_url else ""
        if url and not _is_redis(url):
            raise Misconfigured("LIAOKE_REDIS_URL must look like redis://host:6379/0")
        return url

    @property
    def proxies(self) -> list[str]:
        """Whose word is taken for where a caller is."""
        return [one.strip() for one in self.trusted_proxies.split(",")]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def delay(self) -> float:
        """Seconds for which a process that ends still answers."""
        if self.stop_delay is not None:
            return self.stop_delay
        return 0 if self.database_file else _SEEN

    @property
    def starts_at(self) -> datetime | None:
        """`now`, read in the company's zone where it names none."""
        if self.now is None or self.now.tzinfo:
            return self.now
        return self.now.replace(tzinfo=self.zone)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path.partition("?")[0]) if scheme.startswith("sqlite") else None


def _is_redis(url: str) -> bool:
    try:
        port = urlsplit(url).port
    except ValueError:
        return False
    return port != 0 and url.startswith(("redis://", "rediss://", "unix://"))


_GROUPS: dict[str, type[Group]] = {"wecom": WeCom, "robot": SmartRobot, "feishu": Feishu}
_KINDS: tuple[type[Group], ...] = (Settings, *_GROUPS.values())


def read(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and `env_file`, where the environment wins.

    Raises:
        Misconfigured: a variable is missing or wrong.
    """
    found = _variables(env_file)
    try:
        groups = {
            name: kind.model_validate(found)
            for name, kind in _GROUPS.items()
            if _is_on(kind, found)
        }
        return Settings.model_validate({**found, **groups})
    except ValidationError as error:
        raise Misconfigured(_sentence(error)) from None


def read_clock() -> datetime | None:
    """The one variable `liaoke demo` listens to, LIAOKE_NOW.

    Raises:
        Misconfigured: it is no ISO 8601 instant.
    """
    found = {name: value for name, value in _variables(None).items() if name == "LIAOKE_NOW"}
    try:
        return Settings.model_validate(found).starts_at
    except ValidationError as error:
        raise Misconfigured(_sentence(error)) from None


def example() -> str:
    """The text of `.env.example`: every variable, what it means and its default."""
    blocks = [
        "# Every setting of Liaoke. Copy to .env and fill in what you need; the rest has defaults.\n"
        "# Each secret may also be given as NAME_FILE, the path of a file that holds it.\n"
    ]
    for kind in _KINDS:
        for field in kind.model_fields.values():
            if field.alias:
                default = "" if field.is_required() or field.default is None else field.default
                blocks.append(f"# {field.description}\n#{field.alias}={default}\n")
    return "\n".join(blocks)


def _variables(env_file: Path | None) -> dict[str, str]:
    dotenv = DotEnvSettingsSource(BaseSettings, env_file=env_file, case_sensitive=True)
    environment = EnvSettingsSource(BaseSettings, case_sensitive=True)
    given = {**dotenv.env_vars, **environment.env_vars}
    known = [f.alias for kind in _KINDS for f in kind.model_fields.values()]
    return {name: value for name in known if name and (value := _value(name, given))}


def _value(name: str, given: Mapping[str, str | None]) -> str:
    if (file := given.get(f"{name}_FILE")) and not given.get(name):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Misconfigured(f"{name}_FILE cannot be read: {type(error).__name__}") from None
    return given.get(name) or ""


def _is_on(kind: type[Group], found: Mapping[str, str]) -> bool:
    """Whether any credential of the platform is there; addresses and choices alone switch nothing on."""
    own = [field for field in kind.model_fields.values() if field.is_required()]
    return any(field.alias in found for field in own)


def _sentence(error: ValidationError) -> str:
    """What is wrong, without the values: they may be secrets."""
    faults = error.errors(include_input=False, include_url=False)
    return "; ".join(
        f"{'.'.join(map(str, fault['loc']))}: {_reason(fault)}".removeprefix(": ")
        for fault in faults
    )


def _reason(fault: ErrorDetails) -> str:
    if fault["type"] == "missing":
        return "missing; a platform's credentials are given all or not at all"
    return fault["msg"].removeprefix("Value error, ")
