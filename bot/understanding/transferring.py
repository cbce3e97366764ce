"""What is said of spreadsheets: how they come in, templates, and what is taken out."""

import re

from bot.intents import ExportRecords, ImportHow, SendTemplates
from bot.intents.transfers import Narrowed, TakenOut, Whose
from bot.keys import Intent
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_LONGEST = 24
_OF_CUSTOMERS: tuple[tuple[TakenOut, str], ...] = (
    ("opportunities", r"商机|单子|项目|opportunit|deal"),
    ("follow_ups", r"跟进|拜访|记录|follow"),
    ("contacts", r"联系人|contact"),
)
_KINDS = (
    *_OF_CUSTOMERS,
    ("targets", r"目标|target"),
    ("people", r"员工|人员|同事|people"),
    ("customers", r"客户|customer"),
)
_TEMPLATE = regex(
    r"(?:导入|表格|上传|import).{0,6}(?:模板|模版|template)|(?:模板|模版)(?:给我|发我|下载|有吗)",
    re.IGNORECASE,
)
_HOW = regex(
    r"(?:怎么|咋|如何|在哪|哪里)(?:能|可以)?(?:导入|上传|批量导|传表)|^(?:我?要|我想|帮我|请)?(?:批量)?(?:导入|上传|传)(?:一[下份个])?(?:客户|联系人|跟进|商机|表格|excel|xlsx|csv|名单|数据|文件)|^(?:import|upload)\b",
    re.IGNORECASE,
)
_OF = r"(?:我(?:名下)?的?|我们的?|团队的?|(?:我们)?组里的?|下属的?|全部的?|所有的?|全公司的?|my|the|all|team)?\s*(?P<key>重点|星标|加星|A类|starred)?\s*(?:客户|商机|跟进(?:记录)?|拜访记录|联系人|customers?|contacts?|opportunit(?:y|ies)|deals|follow-?ups?)(?:名单|列表|资料|明细|表|清单)?"
_OUT = regex(
    rf"(?:帮我|请|我要|我想|给我)?(?:一键)?(?:导出|导一[份下]|export)(?:一[份下])?\s*(?P<of>{_OF})?(?:成?(?:excel|xlsx|表格))?|(?:帮我)?把(?P<that>{_OF.replace('?P<key>', '?:')})(?:导出|导)(?:来|一份|出来)?",
    re.IGNORECASE,
)
_ALL = regex(r"全部|所有|全公司|\ball\b", re.IGNORECASE)
_TEAM = regex(r"团队|组里|我们组|下属|大家|\bteam", re.IGNORECASE)


def transfer(reading: Reading) -> Intent | None:
    """怎么导入, 导入模板, 导出我的客户; nothing where more is told."""
    text = reading.text.strip().rstrip("。.!！?？吧呢吗")
    if len(text) > _LONGEST or reading.customers or reading.contacts:
        return None
    if _TEMPLATE.search(text):
        return SendTemplates(_kind(text))
    if _HOW.search(text):
        return ImportHow()
    out = _OUT.fullmatch(text)
    if out is None:
        return None
    of = out["of"] or out["that"] or ""
    return ExportRecords(_taken_out(of), _whose(of), _narrowed(of))


def _kind(text: str) -> str:
    """Which kind of file is named; a customer's contacts are contacts."""
    return next((kind for kind, words in _KINDS if _named(words, text)), "")


def _taken_out(text: str) -> TakenOut:
    return next((kind for kind, words in _OF_CUSTOMERS if _named(words, text)), "customers")


def _named(words: str, text: str) -> bool:
    return re.search(words, text, re.IGNORECASE) is not None


def _narrowed(text: str) -> Narrowed:
    if "A类" in text:
        return "tier_a"
    return "starred" if re.search("重点|星标|加星|starred", text) else ""


def _whose(text: str) -> Whose:
    if _TEAM.search(text):
        return "team"
    return "all" if _ALL.search(text) else "mine"
