"""What is told of a contact and is to be put down: a fact of his own, and who takes over from him."""

import re
from dataclasses import replace

from bot.understanding.conditions import is_question
from bot.understanding.reading import Reading
from bot.understanding.reported import is_contacted

TOLD = re.compile(
    r"[说讲]|接待|没在|不在|请吃|让(?:我|登记)|拜访|见了|聊[了的]|去了|微信|他想|[她他]说"
)
_LEAVES = r"休[^，,。；;]{0,3}假|产假|请[^，,。；;]{0,2}假|调[到去走往任]|调[\u4e00-\u9fff]{2,4}了|调[^，,。；;\s]{2,8}去|退休|不[干做管]了?|离职|辞职|离开|回老家|走人|高升"
_GOES_TO = (
    r"(?:交接?给|移交给|接[手替任班]|接[他她]|由|换|以后|之?后|往后|后面|现在|今后|期间|改|转给)"
)
_SUCCEEDED = re.compile(
    rf"(?:{_LEAVES})[^。；;\n]{{0,16}}[，,。；;\s][^。；;\n]{{0,8}}?{_GOES_TO}[^，,。；;\n]{{0,14}}"
)
_OF_OURS = re.compile(r"客户|名下|我")


def is_succeeded(reading: Reading) -> bool:
    """曾小姐10月1号起休产假 交接给一个叫Tina的: of their people, one goes and another takes over."""
    text = reading.text
    match = _SUCCEEDED.search(text)
    whose = (
        reading.contacts and not reading.amounts and (reading.customers or reading.known_by_contact)
    )
    if match is None or not whose or is_question(reading) or _OF_OURS.search(text):
        return False
    rest = text[: match.start()] + text[match.end() :]
    return not (is_contacted(replace(reading, text=rest)) or TOLD.search(rest))


_FACT = re.compile(
    r"的?(?:(?:邮箱|微信号?|座机|分机|全名|本名|大名|英文名|职[务位称]|头衔|部门|称呼|生日)(?:是|叫|改(?:成|为)?|换成|更新(?:成|为)?|变成|[:：])?|(?:农历)?生日)\s*(?=[\u4e00-\u9fffA-Za-z0-9])"
)
_NO_FACT = re.compile(
    r"[?？吗呢谁哪啥]|什么|多少|微信(?:上|里|问|回|说|聊|发|联|沟|通|电|群|确|让|催|约)|快到|蛋糕|提醒"
)


def is_fact(reading: Reading) -> bool:
    """蜀安李工全名李建国, 许工座机0519-8888666: right behind whom it is of, and nothing else is said."""
    text = reading.text
    facts = (_FACT.match(text, one.end) for one in reading.contacts)
    return any(facts) and len(text) < _BRIEF and not _NO_FACT.search(text)


_BRIEF = 30
