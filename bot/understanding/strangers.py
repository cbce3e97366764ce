"""Customers named beside known ones that nobody knows: 远帆、华精和火星公司."""

from bot.slots import CustomerRef
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading

_BESIDE = regex(
    r"(?:、|[和跟与及]|以及)(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)"
    r"(?=[、，,。；;！!\s]|[和跟与及]|都|也|我都?要|给我|$)"
)
_COMPANY = regex(r"(?:公司|集团|工厂|厂|科技|股份|实业|医院|大学|研究院)$")
_NO_NAME = regex(
    r"[聊谈看见签送报说要做吃开问拿给交催讲去来他我你这那几两三]|别的|其[他它]|一[家个]|客户|同事|领导|老板|周边|附近|"
    r"(?:车间|工厂|厂[里区房]|现场|仓库|工地|总部|分公司|办公室|展[厅会]|门店|项目部?|食堂|机[场房]|酒店|银行|税务局?|工商局?|海关|市场|园区|"
    r"产线|生产线|实验室|方案|样[品机]|合同|设备|产品|技术|采购|财务|工程|质检|品质|研发|物流|生产|价格|订单|需求|问题)部?门?$"
)
_VISITED = regex(r"(?:跑|去|拜访|走访|回访)[了过]?$")


def strangers(reading: Reading, *, taken: bool = False) -> tuple[CustomerRef, ...]:
    """The names that stand in one row with a known customer's and are no one's.

    Args:
        taken: whatever stands in that row is a customer: it is to be claimed.
    """
    found: list[CustomerRef] = []
    for one in reading.customers:
        visited = bool(_VISITED.search(reading.text[: one.start]))
        place = one.end
        while match := _BESIDE.match(reading.text, place):
            place = match.end()
            at = match.start("name")
            known = next((each for each in reading.customers if each.start == at), None)
            if known is not None:
                place = known.end
            elif _is_customer(match["name"], at, reading, visited=visited, taken=taken):
                found.append(CustomerRef((), match["name"]))
    return tuple({ref.words: ref for ref in found}.values())


def _is_customer(name: str, start: int, reading: Reading, *, visited: bool, taken: bool) -> bool:
    """Whether it reads like a company, or stands where one was gone to; no person, no word."""
    found = (reading.customers, reading.contacts, reading.times, reading.amounts)
    places = [(one.start, one.end) for several in found for one in several]
    if any(low < start + len(name) and start < high for low, high in places):
        return False
    if taken or _COMPANY.search(name):
        return name not in reading.context.colleagues
    return visited and not _is_word(name, reading)


def _is_word(name: str, reading: Reading) -> bool:
    """Somewhere that is gone to and is no customer, or what was done there: 车间, 聊方案."""
    return name in reading.context.colleagues or bool(_NO_NAME.search(name))
