"""A company that nobody knows yet, named where a customer is: 拜访了火星智能公司, 一家新客户叫火星."""

from bot.slots import CustomerRef
from bot.understanding.patterns import regex
from bot.understanding.spans import Found
from bot.understanding.surnames import ANY_OF
from core.customers.names import is_company

_NAME = r"[\u4e00-\u9fffA-Za-z0-9（）()]{2,20}"
_STOP = "的见聊谈看跟和与说，,。；;！!？?、了过在是也都给来找送报去到"
_GONE = (
    r"(?:拜访|走访|回访|考察|去|跑|到|见|约|认识|接触|联系|对接)了?(?:一?下|趟)?|(?:跟|和|与|给|从)"
)
_VISITED = regex(
    rf"(?:{_GONE})(?:[一这那]?[家个])?(?![一这那两几某新另该谁哪])(?P<name>[^{_STOP}\s\u3000]{{3,20}})"
)
_CALLED = regex(
    rf"(?:[一另]家|新)(?:新的?)?(?:客户|公司|厂子?|单位|企业)(?:名?叫做?|是|[:：])\s*(?P<name>{_NAME}?)(?=[的，,。；;！!\s]|$)"
)
_SOMEBODYS = regex(rf"(?:{ANY_OF})(?:总|董|老板|经理|主任|姐|哥)的?(?:公司|集团|厂|单位)")
"""去熊总公司: where somebody works whom one knows."""


def newcomer(text: str) -> Found[CustomerRef] | None:
    """The company, where `text`, which names no known one, says that it was gone to or spoken with."""
    called = _CALLED.search(text)
    if called:
        return _found(called["name"], called.start("name"))
    for match in _VISITED.finditer(text):
        name = match["name"]
        if is_company(name) and not _SOMEBODYS.fullmatch(name):
            return _found(name, match.start("name"))
    return None


def _found(name: str, start: int) -> Found[CustomerRef]:
    return Found(CustomerRef((), name), start, start + len(name))
