"""The words that decide: outcomes, kinds of contact, reasons."""

import re

from bot.slots import Outcome
from bot.understanding.patterns import regex
from core.visits.model import ContactKind

_NEGATIVE = regex(
    r"嫌|太贵|贵了|不行|没戏|拒|黄了|不需要|暂时不|没预算|投诉|生气|不满|做不了|没办法做|僵住|退货|取消|搁置|不考虑|没谈成|否了|不太好|延期|延到|往后推|没通过|不合格|回绝|难|压价|再降|没法做|不同意|要等|让等|再说"
)
_POSITIVE = regex(
    r"满意|不错|同意|认可|定了|拍板|没问题|通过|成交|签了|下单|看好|可以|愿意|感兴趣|很好|OK|ok|答应|确认|支持|要[买订签]|安排|中标|入围|推进|顺利|约了|让我们|试讲|验收"
)
NOT_MET = regex(
    r"没见到|没见着|不在|没人接|没接|没去成|未接|扑了?个?空|白跑|没进去|没碰到|没空见?|没找到人|出差了|没遇到|没打通|打不通|未接通|联系不上"
)
_UNDECIDED = regex(r"考虑考虑|再看看|等回复|等消息|等老板|没定|没说|先建立|研究研究|再考虑")


def outcome_of(text: str) -> Outcome:
    """How it went; a judgement, shown and never scored."""
    if NOT_MET.search(text):
        return Outcome.NOT_MET
    if _UNDECIDED.search(text):
        return Outcome.NEUTRAL
    negative, positive = len(_NEGATIVE.findall(text)), len(_POSITIVE.findall(text))
    if negative > positive or (negative and negative == positive):
        return Outcome.NEGATIVE
    return Outcome.POSITIVE if positive else Outcome.NEUTRAL


_KINDS = (
    (ContactKind.VIDEO, regex(r"视频会?|线上会?|腾讯会议|电话会议|网络会议|远程")),
    (
        ContactKind.CALL,
        regex(
            r"打了?个?电话|电话|通了?完?话|打来|打给|打完|接通|没人接|去电|来电|打了[一二三两\d]+次"
        ),
    ),
    (ContactKind.WECHAT, regex(r"微信|加我|朋友圈|语音")),
    (ContactKind.EMAIL, regex(r"邮件|邮箱|email", re.IGNORECASE)),
    (ContactKind.DINNER, regex(r"吃了?个?饭|宴请|喝酒|饭局|聚餐|请.{0,4}吃")),
    (ContactKind.VISIT_TO_US, regex(r"来访|来我们|来公司|来厂里|来看了|来参观")),
)


def kind_of(text: str) -> ContactKind:
    return next((kind for kind, words in _KINDS if words.search(text)), ContactKind.VISIT)


RELEASE_REASONS = (
    ("mistake", regex(r"误领|领错|多领|领重")),
    ("no_budget", regex(r"没预算|没钱|预算不够")),
    (
        "unreachable",
        regex(r"联系不上|找不到人|失联|电话不通|打不通|空号|没人接|不接电话|没人理"),
    ),
    ("lost_to_rival", regex(r"选了|竞品|别家|给了|对手|签了别")),
    ("no_need", regex(r"没需求|不需要|没有需求|用不上|没戏|不做了|没意向|没兴趣")),
    ("bad_fit", regex(r"不合适|不匹配|量太小|太小|做不了")),
    ("busy", regex(r"跟不动|没时间|忙不过来|顾不上|跟不过来|跟进不了")),
)


_CLAUSE = regex(r"[，,。；;！!、：:\s]+")
_EMPTY = regex(
    r"(?:[把将/]|第[\d一二三四五六七八九十个家和]+|[这那都全部刚才]+[\d一二两三四五六七八九十几些个家]*|(?:退|放|扔|丢)[了掉回]|[了吧都也和跟给我先就])*"
)


_WHY = regex(r"^(?:因为|(?:原因|理由)[是:：]*)")


def release_reason(text: str) -> tuple[str, str]:
    """The reason's code and what was said beside it; `text` without the customers' names."""
    code = next((code for code, words in RELEASE_REASONS if words.search(text)), "")
    clauses = (_WHY.sub("", clause) for clause in _CLAUSE.split(text))
    said = [clause for clause in clauses if not _EMPTY.fullmatch(clause)]
    plain = [clause for clause in said if not any(w.fullmatch(clause) for _, w in RELEASE_REASONS)]
    return code, "，".join(plain)
