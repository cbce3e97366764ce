"""What an amount is by the words beside it: a budget, a quote, a competitor's price."""

from bot.slots import AmountRole
from bot.understanding.patterns import regex
from bot.understanding.prices import EACH

_ROLES = (
    (
        AmountRole.COMPETITOR,
        regex(r"(?:对手|竞品|竞争|别家|同行|对方报|人家报|他家|才要)[^，。,;；]{0,12}$"),
    ),
    (AmountRole.BUDGET, regex(r"(?:预算|批了|额度)[^，。,;；]{0,8}$")),
    (
        AmountRole.PAYMENT,
        regex(r"(?:尾款|首付|预付|定金|付款?|回款|打款|打了|到账|货款)[^，。,;；]{0,6}$"),
    ),
    (
        AmountRole.QUOTE,
        regex(r"(?:报(?![名告表备销废关批审])价?|报了|我们报|开价|要价)[^，。,;；]{0,6}$"),
    ),
    (AmountRole.UNIT_PRICE, regex(r"(?:单价|每[个套台吨平]|一[吨套台平个])[^，。,;；]{0,4}$")),
    (
        AmountRole.DEAL,
        regex(
            r"(?:成交|合同|金额|总价|签|标的|中标|保费|订单|(?:我们|咱们?)(?:这块|占))[^，。,;；]{0,8}$"
        ),
    ),
)


def role(before: str) -> AmountRole:
    near = before[-20:]
    return next((role for role, words in _ROLES if words.search(near)), AmountRole.OTHER)


def role_beside(before: str, after: str) -> AmountRole:
    found = role(before)
    is_each = found is not AmountRole.BUDGET and EACH.match(after)
    return AmountRole.UNIT_PRICE if is_each else found
