"""What is told of a contact and is to be put down: a fact of his own, and who takes over from him."""

from dataclasses import replace

from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading
from bot.understanding.reported import AS_LEAD, is_contacted
from bot.understanding.roles import JOB
from bot.understanding.spans import masked

TOLD = regex(r"[说讲]|接待|没在|不在|请吃|让(?:我|登记)|拜访|见了|聊[了的]|去了|微信|他想|[她他]说")
_LEAVES = r"休[^，,。；;]{0,3}假|产假|请[^，,。；;]{0,2}假|调[到去走往任]|调[\u4e00-\u9fff]{2,4}了|调[^，,。；;\s]{2,8}去|退休|不[干做管]了?|离职|辞职|离开|回老家|走人|高升"
_GOES_TO = (
    r"(?:交接?给|移交给|接[手替任班]|接[他她]|由|换|以后|之?后|往后|后面|现在|今后|期间|改|转给)"
)
_SUCCEEDED = regex(
    rf"(?:{_LEAVES})[^。；;\n]{{0,16}}[，,。；;\s][^。；;\n]{{0,8}}?{_GOES_TO}[^，,。；;\n]{{0,14}}"
)
_OF_OURS = regex(r"客户|名下|我")


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


_TAKES_OVER = regex(r"(?:接手|接班|接替[他她]?)的?(?:人|同事)?(?:是|叫|改叫)")


def taking_over(reading: Reading) -> str:
    """接手的叫Grace: who it is, beside whoever goes; empty for nobody who is named."""
    match = _TAKES_OVER.search(reading.text)
    place = match.end() if match else -1
    return next((one.value for one in reading.contacts if one.start == place), "")


UPDATED = regex(
    r"(?:对接|联系)人(?:换|改|变)(?:了|成)?|(?:更新|改|换|调整)一?下联系人[吧哈啊]?[。！!]?$|联系人(?:帮我|给我|也|请)*(?:更新|改|换|调整)(?:一?下|过来)?[吧哈啊]?[。！!]?$"
)
"""接手的叫Grace，帮我更新下联系人: the end orders it, however it was come by."""
_PHONE = regex(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_SPOKEN = regex(r"[一幺][三四五六七八九][零〇洞一幺二三四五六七八九]{9}")
_DIGITS = str.maketrans("零〇洞一幺二三四五六七八九", "0001123456789")


def phone(text: str) -> tuple[str, int]:
    """The number of a telephone, and where it stands: 13700009999, 一三八零零零零七七八八."""
    written = _SPOKEN.sub(lambda found: found.group().translate(_DIGITS), text)
    match = _PHONE.search(written.replace(" ", ""))
    if match is None:
        return "", -1
    return match[1], written.find(match[1][:3])


_FACT = regex(
    r"的?(?:(?:邮箱|微信号?|座机|分机|全名|本名|大名|英文名|职[务位称]|头衔|部门|称呼|生日)(?:是|叫|改(?:成|为)?|换成|更新(?:成|为)?|变成|[:：])?|(?:农历)?生日)\s*(?=[\u4e00-\u9fffA-Za-z0-9])"
)
_NO_FACT = regex(
    r"[?？吗呢谁哪啥]|什么|多少|(?:微信|邮箱)[:：]\s*(?![A-Za-z0-9])|微信(?:上|里|问|回|说|聊|发|联|沟|通|电|群|确|让|催|约)|快到|蛋糕|提醒|提前[^，,。；;]{1,6}叫我"
)


def is_fact(reading: Reading) -> bool:
    """蜀安李工全名李建国, 许工座机0519-8888666: right behind whom it is of, and nothing else is said."""
    text = reading.text
    facts = (_FACT.match(text, one.end) for one in reading.contacts)
    return any(facts) and len(text) < _BRIEF and not _NO_FACT.search(text)


_BRIEF = 30


_OF_HIS = r"(?:通讯录|名片|联系人|部门|职[务位称级]|岗位|头衔|称呼|决策[人者]|关键人|拍板人|影响[人者]|使用人|内线|爱好|喜好|邮箱|微信号?|座机|分机)"
_PUTS = r"(?:[存记录加补添标写改]|备注|登记|更新|收|设)"
_PUT_DOWN = regex(
    rf"(?:{_PUTS}[^，,。；;\s了]{{0,4}}{_OF_HIS}[里上中下]?(?:去|面)?(?=[吧哈啊了]{{0,2}}(?:$|[，,。！!]))|{_OF_HIS}[里上中]?(?:帮我|给我|也|请)?{_PUTS}[一上下进]{{0,2}}[吧哈啊了]{{0,2}}[。！!]*$)"
)
"""转去技术部了，改部门; 爱钓鱼，名片上备注: the end orders to put down what is his."""
_INTRODUCES = regex(
    rf"(?:^|[，,\s]|\u3000)(?:再|帮我|给我|请|那边)*{_PUTS}{{1,2}}(?:一?[个位]|多个|上){{1,2}}新?(?:人|联系人)?[：:，,\s]*\u3000*(?:的|那边|家)?(?:{JOB})?\uffff"
)
"""添个Lisa，品质主管; 补个人：康和检验采购秦姐: somebody to be added."""
_OF_JOB = rf"(?:\uffff+|{JOB})"
_FATE = regex(
    rf"[\u3000那边的]*(?P<who>{_OF_JOB})(?:已经?|刚|上周|上个?月|昨天|也|这?个?月底?|现在)*(?:离职|辞职|调走|调岗|退休|走人|高升|换人|跳槽|转[去到岗][^，,。；;\s]{{0,8}}|不[干在做][^，,。；;\s]{{0,4}})了?(?:$|[。！!]|[，,\s]+(?:如今|现在|目前|改|换|接[手替班任]|由|以后|新)[^，,。；;]{{1,16}}$)"
)
"""黄经理离职; 财务换人，如今是贾会计: what has become of somebody, and nothing beside it."""
_GONE = regex(r"(?:删|移除|去掉|清掉).*(?:人|[他她])(?:已经?|都|早)*(?:不在|走了|离|调|退休)")
"""那条删掉，人已不在: a contact is to be deleted."""


def is_put_down(reading: Reading) -> bool:
    """Whether a short message orders to put down something of a contact, or tells but his fate."""
    text = masked(masked(reading.text, reading.customers), reading.contacts, "\uffff").strip()
    known = reading.customers or reading.known_by_contact or reading.contacts
    if not known or len(text) > _SHORT or reading.amounts or is_question(reading):
        return False
    if AS_LEAD.search(reading.text):
        return False
    if _FATE.fullmatch(text):
        return True
    ordered = _PUT_DOWN.search(text) or _INTRODUCES.search(text) or _GONE.search(text)
    return bool(reading.contacts and ordered) and not (reading.times or is_contacted(reading))


_SHORT = 36
