"""Which of a list comes first: 最大的, 最先签的, 最没把握的, 晾得最久的; and how many are asked for."""

from bot.understanding.numerals import HAN, value
from bot.understanding.patterns import regex
from core.opportunities.queries import OpportunityOrder

_DEALS = (
    (
        OpportunityOrder.UNLIKELIEST,
        r"最(?:没|不)(?:有)?(?:把握|底|谱|靠谱|可能|确定|乐观)|(?:赢率|把握|概率|可能性|胜算)最(?:小|低)|最悬",
    ),
    (
        OpportunityOrder.LIKELIEST,
        r"最(?:有|稳)(?:把握|谱|戏|可能|希望)?|(?:赢率|把握|概率|可能性|胜算)最(?:大|高)|最靠谱|最接近",
    ),
    (
        OpportunityOrder.LONGEST_IDLE,
        r"(?:拖|卡|搁|放|晾|停|没动|没推|没进展|没挪)[^，,]{0,4}最(?:久|长)|最久没(?!签)",
    ),
    (
        OpportunityOrder.LAST_TO_CLOSE,
        r"最(?:晚|迟|后|远)(?:要|能|会|才)*(?:签|成|落地|拿)|签[^，,]{0,4}最(?:晚|迟)",
    ),
    (
        OpportunityOrder.FIRST_TO_CLOSE,
        r"最(?:先|早|快|近)(?:要|能|会|该)?(?:签|成|落地|拿|到)|签[^，,]{0,4}最(?:早|快|先)|离(?:签[约单]?|成交|落地)[^，,]{0,2}最近|[谁哪][^，,]{0,4}先签|最快",
    ),
    (OpportunityOrder.SMALLEST, r"最(?:小|少|便宜)|(?:金额|价)最(?:小|低|少)"),
    (OpportunityOrder.LARGEST, r"最(?:大|多|贵|值钱|肥)|(?:金额|价)最(?:大|高|多)"),
)
_FIRST_OF = tuple((order, regex(words)) for order, words in _DEALS)
_ONE = regex(
    r"哪(?!些)(?:一?[个家单条笔位])?|谁|最[^，,的]{1,6}的?(?:[那这]?一?[个家单条笔]|是)|一[个家单条笔]"
)


_SEVERAL = regex(r"哪[些几]|有几|几[个家单]|都有|列")


def order_of_deals(text: str) -> OpportunityOrder | None:
    """By what the deals asked for stand first; None where no word says."""
    return next((order for order, words in _FIRST_OF if words.search(text)), None)


_CHANCE = regex(r"赢率|把握|概率|可能性|胜算|赢面")


def order_told(text: str) -> OpportunityOrder | None:
    """The same; how likely they are, where that alone is asked."""
    likely = OpportunityOrder.LIKELIEST if _CHANCE.search(text) else None
    return order_of_deals(text) or likely


_LEFT = regex(
    r"(?:晾|放|躺|待|搁|掉|进|在|没人[领要])[^，,]{0,8}最(?:久|长|早)|最(?:久|早|先)(?:掉|进|没人|退|回|的)|最老"
)
_UNTOUCHED = regex(r"(?:没|冷|晾|不)[^，,]{0,6}最(?:久|长)|最(?:久|长)(?:时间)?没|最久未")


_NEWEST = regex(r"最(?:近|新|晚)[^，,]{0,4}(?:掉|进|退|回|来)")


def is_newest(text: str) -> bool:
    """公海里哪家是最近掉进来的: the one that came in last."""
    return bool(_NEWEST.search(text) and _ONE.search(text)) and not _SEVERAL.search(text)


def order_in_pool(text: str) -> str:
    """left where those are asked for that lie in the pool for longest."""
    return "left" if _LEFT.search(text) else ""


def order_of_customers(text: str) -> str:
    """untouched where those are asked for that nobody contacted for longest."""
    return "untouched" if _UNTOUCHED.search(text) else ""


_COUNT = regex(
    rf"(?:最[^，,。最]{{1,6}}?的?|头|(?<![之以年月天日])前)(?P<n>\d{{1,2}}|[{HAN}])[个家单条笔](?!多?(?:月|礼拜|星期|季度))"
)


def count_of(text: str) -> int | None:
    """How many of the first are asked for: 最大的两单, 前三单."""
    match = _COUNT.search(text)
    number = value(match["n"]) if match else None
    return int(number) if number else None


def is_one(text: str) -> bool:
    """Whether the first alone is asked for: 最大的是哪单, 哪家最久."""
    return "最" in text and not _SEVERAL.search(text) and bool(_ONE.search(text))
