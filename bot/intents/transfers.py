"""What people do with spreadsheets: bring records in, take them out."""

from dataclasses import dataclass
from typing import Literal

Whose = Literal["mine", "team", "all"]
Narrowed = Literal["", "starred", "tier_a"]
TakenOut = Literal["customers", "contacts", "opportunities", "follow_ups"]
"""The kinds of records that leave through the chat: each knows whose it is."""


@dataclass(frozen=True, slots=True)
class ImportHow:
    """怎么导入, 导入客户, 上传表格."""


@dataclass(frozen=True, slots=True)
class SendTemplates:
    """导入模板; of one kind of file, or of all he may import."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class ChooseKind:
    """This upload is of that kind."""

    upload: str
    kind: str


@dataclass(frozen=True, slots=True)
class ConfirmImport:
    upload: str


@dataclass(frozen=True, slots=True)
class DropImport:
    upload: str


@dataclass(frozen=True, slots=True)
class ExportRecords:
    """导出我的客户, 导出团队商机."""

    kind: TakenOut = "customers"
    whose: Whose = "mine"
    narrowed: Narrowed = ""
