"""The company's rules in one validated file: read whole, refused whole, with line and reason (N03)."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.company.fields import FieldsPart
from bot.company.lines import sentence
from bot.company.rules import CompanyRules
from core.opportunities.flows import SHIPPED
from core.opportunities.model import Flow, Stage, StageCode
from core.people.model import Role
from core.people.permissions import Reach
from core.pool.rules import PROFILES, PoolRules


class WrongFile(Exception):
    """The company file cannot be used; one line with file, line and reason."""


def _clock_time(value: object) -> object:
    """A bare number would be read as seconds after midnight: 21 is no nine in the evening."""
    if isinstance(value, int | float):
        raise ValueError("a time of day is written 18:07:00")  # noqa: TRY004 - a fault of the file
    return value


def _several(value: object) -> object:
    """0 switches a rule of several figures off."""
    return [] if value == 0 and not isinstance(value, bool) else value


def _five(value: object) -> object:
    return _several(value) or [0] * 5


_Days = Annotated[StrictInt, Field(ge=0, le=3650)]
_Time = Annotated[time, BeforeValidator(_clock_time)]
JobOfDay = Literal[
    "pool_evaluate",
    "backup",
    "retention",
    "restore_test",
    "rep_morning",
    "pool_warning",
    "plan_nudge",
    "manager_digest",
    "manager_weekly",
    "manager_monthly",
]


class _Pool(BaseModel, extra="forbid"):
    profile: Literal["电销", "大客户"] = "电销"
    claims_per_day: Annotated[StrictInt, Field(ge=0, le=100_000)] | None = None
    cooldown_days: _Days | None = None
    no_deal_days: _Days | None = None
    first_visit_days: _Days | None = None
    category_days: (
        Annotated[list[_Days], BeforeValidator(_five), Field(min_length=5, max_length=5)] | None
    ) = None
    contract_end_days: _Days | None = None
    warn_days: Annotated[list[_Days], BeforeValidator(_several), Field(max_length=5)] | None = None
    protect_won: StrictBool | None = None
    protect_open_opportunity: StrictBool | None = None
    protect_lock: StrictBool | None = None
    protect_hold: StrictBool | None = None
    locks_per_person: _Days | None = None

    def rules(self, version: int) -> PoolRules:
        given = self.model_dump(exclude_none=True, exclude={"profile"})
        lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
        return replace(PROFILES[self.profile], **{**given, **lists}, version=version)


class _Stage(BaseModel, extra="forbid"):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
    name: Annotated[str, Field(min_length=1, max_length=20)]
    probability: Annotated[StrictInt, Field(ge=0, le=100)]
    needs: list[Literal["amount", "expected_close"]] = []


class _Flow(BaseModel, extra="forbid"):
    id: Annotated[str, Field(min_length=1, max_length=20)]
    name: str = ""
    stages: Annotated[list[_Stage], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _differ(self) -> "_Flow":
        codes = [stage.code for stage in self.stages]
        if len(set(codes)) != len(codes):
            raise ValueError("two stages have one code")
        if taken := {"won", "lost", "invalid", "reopened"} & set(codes):
            raise ValueError(f"{', '.join(taken)} is no stage but an end")
        return self

    def flow(self, version: int) -> Flow:
        stages = (
            Stage(StageCode(one.code), one.name, one.probability, tuple(one.needs))
            for one in self.stages
        )
        return Flow(self.id, self.name or self.id, tuple(stages), version + 1)


class _Attention(BaseModel, extra="forbid"):
    quiet_from: _Time = time(21)
    quiet_until: _Time = time(8)
    pushes_per_day: Annotated[StrictInt, Field(ge=0, le=1000)] = 8
    brief_minutes: Annotated[StrictInt, Field(ge=0, le=1440)] = 60


class _Calendar(BaseModel, extra="forbid"):
    holidays: list[date] = []
    makeups: list[date] = []

    @model_validator(mode="after")
    def _differ(self) -> "_Calendar":
        if both := sorted(set(self.holidays) & set(self.makeups)):
            raise ValueError(f"{both[0].isoformat()} is both a holiday and a working day")
        return self


class _Company(BaseModel, extra="forbid"):
    pool: _Pool = _Pool()
    flows: list[_Flow] = []
    attention: _Attention = _Attention()
    schedule: dict[JobOfDay, _Time] = {}
    calendar: _Calendar = _Calendar()
    reach: dict[Role, Literal["own", "team", "department", "departments", "all"]] = {}
    fields: FieldsPart = FieldsPart()

    @field_validator("flows", mode="after")
    @classmethod
    def _differ(cls, flows: list[_Flow]) -> list[_Flow]:
        ids = [flow.id for flow in flows]
        if len(set(ids)) != len(ids):
            raise ValueError("two flows have one id")
        return flows


def read(file: Path, version: int = 0) -> CompanyRules:
    """Read a company file.

    Raises:
        WrongFile: it is not there or not right; nothing of it is used.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongFile(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise WrongFile(f"{file} is not UTF-8") from None
    return parse(text, version, name=str(file))


def parse(text: str, version: int = 0, *, name: str = "company file") -> CompanyRules:
    """Read the text of a company file; raises as `read`."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongFile(f"{name}: {error}") from None
    try:
        company = _Company.model_validate(content)
    except ValidationError as error:
        raise WrongFile(sentence(error, text, name)) from None
    return _rules(company, version)


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _rules(company: _Company, version: int) -> CompanyRules:
    own = tuple(flow.flow(version) for flow in company.flows)
    shipped = tuple(flow for flow in SHIPPED.values() if flow.id not in {one.id for one in own})
    return CompanyRules(
        pool=company.pool.rules(version),
        flows=(*own, *shipped),
        quiet_from=company.attention.quiet_from,
        quiet_until=company.attention.quiet_until,
        pushes_per_day=company.attention.pushes_per_day,
        brief_minutes=company.attention.brief_minutes,
        schedule={str(job): at for job, at in company.schedule.items()},
        holidays=frozenset(company.calendar.holidays),
        makeups=frozenset(company.calendar.makeups),
        reaches={role: Reach(far) for role, far in company.reach.items()},
        fields=company.fields.fields(),
        version=version,
    )
