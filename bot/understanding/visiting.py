"""Whether what is planned is a visit: somebody goes there, or they come to us."""

from bot.understanding.patterns import regex
from bot.understanding.words import kind_of
from core.visits.model import ContactKind
from core.visits.quality import VISITS

_SURELY = regex(
    r"(?<!电话)(?<!线上)(?<!视频)(?<!微信)(?:拜访|走访|上门|登门|当面|面谈|面聊|见面|碰面|会面)"
)
_GOES = regex(
    r"(?<![出发寄传报回过])去(?![电信年掉除])|(?<![寄发传打转汇])过去|见(?![效解习])|到(?:[^，,。]{0,6}(?:厂|公司|单位|现场|那边|那里)|访)"
    r"|谈|跑一?趟|现场|演示|培训|验收|安装|调试|勘察|踏勘|碰头"
    r"|(?:开|技术|交流|评审|交底|沟通|启动|标前|答疑|座谈|例|碰头)会(?!议纪要)"
)


def is_visit(content: str) -> bool:
    """Whether the words of a plan are of a visit; what is sent, said or asked from afar is none.

    >>> is_visit("拜访王总"), is_visit("去一趟"), is_visit("给王总回电话"), is_visit("寄样品")
    (True, True, False, False)
    """
    kind = kind_of(content)
    if kind is ContactKind.VISIT:
        return bool(_SURELY.search(content) or _GOES.search(content))
    return kind in VISITS or bool(_SURELY.search(content))
