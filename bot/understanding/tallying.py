"""Who has the most, with whom it was most often, how often it was: one measure, of whom, in which days."""

import re

from bot.intents import Tally
from bot.talk import ME
from bot.understanding import staff
from bot.understanding.patterns import regex
from bot.understanding.periods import period_of
from bot.understanding.questioning import asks
from bot.understanding.reading import Reading, within

_Measures = tuple[tuple[str, re.Pattern[str]], ...]
_DONE: _Measures = (
    ("calls", regex(r"电话|通话|致电|外呼")),
    ("messages", regex(r"微信")),
    ("visits", regex(r"拜访|走访|上门|登门|跑|出去|出门|面谈|[去见](?:了|过|的|得)")),
    (
        "contacts",
        regex(
            r"跟进|(?:写|填|交|录|记)[^，,]{0,3}记录|联系|接触|沟通|打交道|交流|往来|碰|聊|谈(?:了|过|得)"
        ),
    ),
)
"""What is done with customers; the surest words first."""
_HELD: _Measures = (
    ("lost", regex(r"[丢输](?:了|的|掉|单)|黄了")),
    (
        "worth",
        regex(
            r"(?:在谈|在跟|待签|没签|要签|单子?|商机|项目|手[上里头])[^，,]{0,8}(?:钱|金额|总额|盘子|体量)|(?:钱|金额)[^，,]{0,4}在谈|在谈的?(?:谁|哪个)?更?[多大高]"
        ),
    ),
    (
        "won",
        regex(
            r"(?<![要能会该想待没未])(?:签|成交)[^，,]{0,12}(?:钱|额)|业绩|(?:签|成交)(?:得|的)?最[多少高低]|销冠"
        ),
    ),
    (
        "signed",
        regex(r"(?:签|成交|赢)[^，,]{0,4}单|签[了得过]|单[^，,]{0,4}没[签成]|开[张单]|破[蛋零]"),
    ),
    ("customers", regex(r"客户")),
    ("deals", regex(r"单子?(?![位价独一调])|商机|项目")),
)
"""What somebody has."""
_MOST = regex(r"最(?:多|少|勤|猛|高|低|大|小)|第一|倒数|垫底|冠军|状元|排名|名次|排行")
_NONE = regex(
    r"(?:谁|哪[个位]).{0,6}(?:一[个次通单家]|半[个次])[^，,]{0,4}(?:都|也)?没|(?:都|也|还)没有?[^，,]{0,3}[?？]?$"
)
_LEAST = regex(r"最(?:少|小|低)|倒数|垫底")
_ONE_DEAL = regex(r"最[大小贵](?:的|那|一)?|单子?最[大小]")
_OF_WHOM = regex(
    r"谁(?!的(?:客户|单)|[那家])|哪(?:一?[个位名]|些)?(?:人|销售|同事|业务员?|兄弟|组员|队员)|哪一?位|每个?(?:人|销售)|销冠|排名|名次|排行"
)
_WITH_WHOM = regex(
    r"哪(?:一?[个家]|些)?(?:客户|公司|单位|家)|谁家|什么客户|我[^，,谁]{0,4}(?:给|跟|和|找|往|对|与)谁"
)
_WHOM_IT_WAS = regex(
    r"(?:联系|拜访|跟进|沟通|接触|[聊谈见去跑打])(?:过|了)的?(?:电话的?)?(?:客户|公司)(?:都?有|是)?(?:哪|谁|几|多少)"
)
"""最近一周联系过的客户有哪些."""
_COMPARED = regex(r"谁|哪[个位]|比|还是")
_PEOPLE = regex(
    r"(?:见|碰|聊|谈|拜访|联系|接触)(?:了|过|到)+(?:面)?的?(?:一共|总共|有)*(?:几|多少)(?:个|位)?(?:人|联系人)"
)
_HOW_OFTEN = regex(r"(?:几|多少)(?:通|次|回|趟|遍)|(?:几|多少)个?(?:电话|微信)")
_ENDS = regex(r"(?:几|多少)(?:个|通|次|回|趟)(?:电话|微信)?[?？]?$")
_NOT_IN_A_DIGEST = regex(r"联系|[聊谈](?:了|过)|电话|通话|致电|微信|上门|登门|打交道|沟通")
_ELSEWHERE = regex(
    r"要(?!求)|该|打算|准备|安排|计划|还能|[明后]天|下个?(?:周|月|礼拜|星期)|有效|目标|公海|[掉领退]|生日|久|最(?:近|后)|号码|[ABC]类|提醒|[写填记](?!得|不)|排[个一]下|从大到小"
)
"""Asks of days to come, of the pool or of an order that a list has."""
_TEAM = regex(r"团队|大家|组里|全组|我们|咱|兄弟|谁")
_TEAM_SUM = regex(r"(?:咱们?|我们)的?(?:[组队部]|部门|团队|小组)|全[组队]|[组队]里")
"""咱们组总共在谈多少钱: to whom the team's sum is not told, one's own is said to be that."""
_PER_HEAD = regex(r"(?:一人|每个?人|各人?)[^，,]{0,6}(?:几|多少)[个家单条]")
"""我这几个人一人几家客户."""
_GUESS = regex(r"(?<=[\s，,])(?:是|该不会是|会不会是)?[\u4e00-\u9fff]{2,3}(?:么|吗|吧)[?？]?$")
"""客户最少的是谁 何俊么: who asks guesses at the answer."""
_LONGEST = 26


def tally(reading: Reading) -> Tally | None:
    """The measure that is asked for, where the group or the number of times is."""
    text = reading.text.strip()
    asked = asks(reading) or _PEOPLE.search(text) or _ENDS.search(text)
    if len(text) > _LONGEST or not asked or _ELSEWHERE.search(text):
        return None
    if reading.customers or reading.known_by_contact:
        return _with_somebody(reading)
    colleagues = staff.colleagues(reading)
    others = [one for one in reading.contacts if one.value not in colleagues]
    return None if others else _of_many(reading) or _counted(reading)


def _first(text: str, of: _Measures) -> str:
    found = [name for name, words in of if words.search(text)]
    return "contacts" if {"calls", "messages"} <= {*found} else next(iter(found), "")


def _of_many(reading: Reading) -> Tally | None:
    """谁打电话最多, 哪个客户我跑得最多, 老周和小林哪个在谈的钱多, 谁手上一个单子都没有."""
    guess = _GUESS.search(reading.text)
    reading = within(reading, [(0, guess.start())]) if guess else reading
    text, people = reading.text, tuple(staff.colleagues(reading))
    done, held = _first(text, _DONE), _first(text, _HELD)
    if done and _WHOM_IT_WAS.search(text) and period_of(reading, ahead=False):
        return _asked(done, "customer", people or _mine(text), reading)
    if people[1:]:
        return _of_each(held, people, reading)
    most = _MOST.search(text)
    if done and most and _WITH_WHOM.search(text):
        return _asked(done, "customer", people or _mine(text), reading)
    if held in ("won", "signed", "lost", "worth") and most and _WITH_WHOM.search(text):
        return _asked("won" if held == "signed" else held, "customer", people, reading)
    if held == "worth" and _TEAM_SUM.search(text):
        return _asked(held, "person", (), reading)
    if held in ("customers", "deals") and _PER_HEAD.search(text) and not people:
        return _asked(held, "person", (), reading)
    if not (most or _NONE.search(text)) or not _OF_WHOM.search(text) or people:
        return None
    if held in ("deals", "signed") and _ONE_DEAL.search(text):
        return None
    measure = held if not done or held in ("worth", "won", "lost") else done
    return _asked(measure, "person", (), reading) if measure else None


def _of_each(held: str, people: tuple[str, ...], reading: Reading) -> Tally | None:
    """What a digest does not tell of colleagues that are compared."""
    compares = _COMPARED.search(reading.text) and held in ("worth", "customers", "deals", "lost")
    return _asked(held, "person", people, reading) if compares else None


def _counted(reading: Reading) -> Tally | None:
    """我打了几通电话, 我这个月上门几次, 我见过几个人."""
    text = reading.text
    people = tuple(staff.colleagues(reading)) or _mine(text)
    if _PEOPLE.search(text):
        return _asked("contacts", "contact", people, reading)
    if not (_HOW_OFTEN.search(text) and _NOT_IN_A_DIGEST.search(text)):
        return None
    done = _first(text, _DONE)
    return _asked(done, "customer" if people else "person", people, reading) if done else None


def _with_somebody(reading: Reading) -> Tally | None:
    """给远帆打过几次电话, 何立我见过几次: the contacts themselves, counted."""
    text = reading.text
    done = _first(text, _DONE)
    past = re.search(r"[了过]|这个?月|本月|上个?[月周]|今年|[这本]周", text)
    if not (done and past and _HOW_OFTEN.search(text)) or len(reading.customers) > 1:
        return None
    contact = reading.contacts[0].value if reading.contacts else ""
    period = period_of(reading, ahead=False)
    return Tally(measure=done, period=period, customer=reading.customer, contact=contact)


def _mine(text: str) -> tuple[str, ...]:
    return () if _TEAM.search(text) and not re.search(r"我(?!们)", text) else (ME,)


def _asked(measure: str, by: str, people: tuple[str, ...], reading: Reading) -> Tally:
    text = reading.text
    return Tally(
        measure=measure,
        by=by,
        period=period_of(reading, ahead=False),
        people=people,
        least=bool(_LEAST.search(text) or _NONE.search(text)),
    )
