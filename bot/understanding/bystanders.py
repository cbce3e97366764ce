"""Who is named in a note and is nobody to write down: our own people, slips of the tongue, who sent us there."""

from collections.abc import Iterator, Sequence

from bot.understanding.edges import right_before
from bot.understanding.joints import SLIP
from bot.understanding.patterns import regex
from bot.understanding.spans import Found

_OURS = r"(?:我们|咱们?|我司|我方|阿拉|带|同事|叫上)"
_JOB = (
    "售后|技术|实施|装机|安装|研发|FAE|工程|产品|商务|法务|财务|同事|方案|工艺|客服|运维|司机|调试"
)
_SIDES = regex(
    rf"(?:{_OURS}(?:公司|部门|这边|我司)?(?:(?:{_JOB})部?)?的?(?:分管)?(?:领导)?|让|转给|给到|交给|分给"
    rf"|(?:发给?|转给?)(?:{_JOB})部?的?)$"
)
_WITH = regex(r"(?:跟|和|与|同|带着?|陪着?|拉着|拉上)$")
_ALONG = regex(r"(?:一起|一块儿?|一同|俩人?|两个人?)?(?:去|到|跑|拜访|走访|回访)了?趟?\u3000")
_TOO = regex(r"(?:陪我|跟我|和我)(?:一起|一块儿?|一同)?(?:去|来|跑|拜访)")

_CORRECTED = regex(rf"[哦啊呃嗯]?{SLIP}[，,\s…]*(?:应该)?(?:是|姓|$)?")
_TO_WHOM = regex(r"[^\d周号点天月，,。；;！!？?]{0,7}(?:[\u4e00-\u9fff]，)?")
_FAR = 24
"""Characters between somebody and the words that take him back, at most."""
_DENIED = regex(r"(?<![是要可])不是(?:[^，,。；;！!？?\s\u3000]{0,8}\u3000*[的那]|\u3000*个?)$")
_BUT = regex(r"(?:那[家个边])?[啊哦呀哈喔噢]?(?:[，,\s]*而?是|[）)，,。；;\s]|$)")
_INTRODUCED = regex(
    r"(?:[给跟帮]我们?)?(?:介绍|推荐|引荐)(?:了|过来)?(?:个|一[个家位]|[他她](?!们)|的(?=[，,。\s]|$)|来的)"
)
_TO_US = regex(r"[：:]$")


def without_bystanders(
    found: Sequence[Found[str]], text: str, known: Sequence[str] = ()
) -> list[Found[str]]:
    """The people of the customer among those `found`, who stand in their order.

    Where all would be taken back, or all sent us there, they are who was meant.
    """
    kept = [one for one in found if one.value in known or not _is_ours(one, text)]
    slips = {one.start for one in _taken_back(kept, text)}
    slips |= {one.start for one in kept if _is_addressed(one, kept, text)}
    kept = [one for one in kept if one.start not in slips] or kept
    return [one for one in kept if not _INTRODUCED.match(text, one.end)] or kept


_THEIR_COLLEAGUE = regex(
    r"(?:其|(?<!其)[他她]|[他她人对][们家方]|[总工姐哥任理长管])的?(?:一?[个位])?同事$"
)


def _is_ours(one: Found[str], text: str) -> bool:
    """带小林, 和小林一起去\u3000, 小林陪我去的: whoever came along from our side; 其同事小孟 is theirs."""
    if right_before(_THEIR_COLLEAGUE, text, one.start):
        return False
    along = right_before(_WITH, text, one.start) and _ALONG.match(text, one.end)
    return bool(right_before(_SIDES, text, one.start) or along or _TOO.match(text, one.end))


def _taken_back(found: Sequence[Found[str]], text: str) -> list[Found[str]]:
    """刘工，不对，姓柳，柳工; 不是张科长是罗行长: the one who was not meant."""
    return [*_denied(found, text), *_corrected(found, text)]


def _denied(found: Sequence[Found[str]], text: str) -> list[Found[str]]:
    """不是张科长是罗行长."""
    return [
        one for one in found if right_before(_DENIED, text, one.start) and _BUT.match(text, one.end)
    ]


def _corrected(found: Sequence[Found[str]], text: str) -> Iterator[Found[str]]:
    """刘工，不对，姓柳，柳工: who is named last before the words that take it back."""
    for match in _CORRECTED.finditer(text):
        before = [one for one in found if match.start() - _FAR <= one.end <= match.start()]
        behind = next((one.start for one in found if one.start >= match.end()), -1)
        if before and _TO_WHOM.fullmatch(text, match.end(), behind):
            yield before[-1]


def _is_addressed(one: Found[str], found: Sequence[Found[str]], text: str) -> bool:
    """符总工：小郑，材料款先付: whom the customer's words speak to."""
    colon = one.start - 1
    said = text[one.end : one.end + 1] in ("，", ",") and bool(
        right_before(_TO_US, text, one.start)
    )
    return said and one.value[0] == "小" and any(other.end == colon for other in found)
