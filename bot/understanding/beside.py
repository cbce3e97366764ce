"""What the words around a time say of it: whether it lies ahead, and whether it is a mere fact."""

import re
from dataclasses import dataclass

from bot.slots import When
from bot.understanding.clauses import after, before
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading
from bot.understanding.said import Said
from bot.understanding.spans import Found

_NEXT = regex(
    r"再|要回|回复|约|下次|下步|改[到约]|回访|跟进?$|送|寄|交|出[方初]?|给.{0,6}(?:方案|报价|消息|意见|反馈|最终价|答复|资料|技术|结果|回复|话)|提醒|催|问|追|去|见|谈|签|碰|联系|打|汇报|试|讲|演示|来|拜访|安排|到时|之前|前|回话|"
    r"定在|进场|启动|开会|审厂|踏勘|上门|过来|反馈|消息|下单|等|答复|回[他她它您你音信们]|发[他她您货样资报合方新给过]|带|拿|收[款账空]|补(?!班|录|记)|重打|验货|说法|过一?[去遍趟]|叫[我一]|喊我"
)
_OURS = regex(
    r"再|约|提醒|联系|拜访|去|见|送|寄|给|问|催|(?<!续)签|答复|回[他她您你]|重新?出|过去|上门|叫我"
)
_GIVEN_BEFORE = regex(r"(?:之前|前).{0,4}(?:出|交|给|送)")
_OF_THEN = regex(r"的[^，,。；;\s]{0,4}(?:费|款|账|奖金?|钱|订?单|返点)(?!子)")
"""月底的货款, 年终的服务费: what is of that time."""
_ONLY = regex(r"才(?!给|有空)")
_HANDED = regex(r"[要得能]?(?:到货|发货|交付|进场)")
"""二十号前到货: what one has to see to."""
_FACT = regex(
    r"标开(?![会完])|发标|截标|截稿|到期|截止|开标|付款?|结账|打款|回款|回来|交付|投产|上线|放假|发工资|排到|成立|到岗|尾款|账期|要换(?!一?版)|前换|结束|招标|公示|开业|开工|新盘|扩产|放量|搬迁|到货|才(?:能|会|可以|有|回|来|到|上班|排)|批(?:预算|下来)?$|"
    r"要[加上扩增][一二两三四五六七八九十\d]|有[个一几]*大?项目|截关|挂网|走流程|到账|离职|量产|进厂|发车|开干|上会|调价|休假|封闭|退休|换届|续签"
)
_THEIR_MONEY = regex(
    r"(?:款|钱|尾数|剩下|还差(?=[^，,。；;\n]{0,8}[万千块])|尾巴|[定押订]金|首期|欠|运费)[^。；;\n]{0,20}$"
)
_PAYS = regex(
    r"[^，,。；;]{0,5}?(?:打(?!电|个|给)|付|结清?|转账|汇|找(?![我你他她])|出埋|到账|到位|(?<![送寄拿发运])到(?=$|[，,。\s])|走流程|出款|补(?![班录记货样单])|(?:能|就|才)给|给[定订]金)"
)
_PAYS_MONEY = regex(
    r"[^，,。；;]{0,4}?(?:打|付|给|交|转)[^，,。；;]{0,3}(?:[定订]金|款|\d[\d.]*[万wW]|钱(?=$|[，,。；;\s])|一半(?![^，,。；;\s]{0,2}[货样料机]))"
)
_SURELY = regex(r"(?:以?前)?(?:一定|肯定|保证|没问题|能出)")
_DRAGS = regex(r"(?:要等|得等|拖到|最快|最慢|等)$")
_COLLECTS = regex(r"我[^，,]{0,3}(?:去|过|催|收|跟)|我们?给[他她对您]|催|去收")
_DEAL_DAY = regex(
    r"(?:(?:招标|开标|投标|验收|投产|开工)[^，,。；;]{0,2}(?:[推挪延改]|推迟|延期)[到至]了?|预计(?:签约|签单|成交|签)?|签约|成交|close date)(?:的?时间|的?日期|日)?"
    r"\s?(?:(?:推迟?|挪|改|延|放|定|调整?)[到至为成在]?)?$",
    re.IGNORECASE,
)
"""预计签约挪到9月中: when the deal is to be signed, and nobody is met."""
_REFUSED = regex(
    r"(?:他们|我们|都|肯定|也|一律|先|暂时)?[不别唔没](?!然|过|同|如|但|管|知)|(?:就|早)?该|[^，,。；;\s]{1,6}[前后](?:都|也|肯定|先)*不(?!过|然|同|如|但|管|知|要?迟|晚于)|[^，,。；;]{0,2}最后一(?!个?工作日|天)|(?:开始|起)(?![草谈聊碰跑对])"
)
"""年前别催, 年前不进货, 清明前就该去的, 端午前最后一次, 下个月起: nothing is to be done then."""
_WRITTEN_UP = regex(
    r"[^，,。；;：:\n]{0,3}?(?:清|小结|总结|汇总|盘点|盘一?下|补[记录写]|补一?[下条笔]|记一?下)[^，,。；;：:\n]{0,6}[：:\n]"
)
"""年底清一下旧账: in a heading."""
_THERE_IS = regex(
    r"[就会还可能]{0,2}有一?[个批笔单条][^，,。；;\s]{0,6}?(?:项目|单|片|活儿?|标|工程|采购|需求|计划|预算|改造|[新二三]期)"
)
"""年底有个品牌片能给咱做: what is to be there then."""
_BUSY = regex(
    r"[我他她]?(?:有事|有课|没空|没时间|走不开|要开会|值班|调休|休息|请假|在外地|不在|(?<=[他她])(?:全天|都|要)?开会(?=$|[，,。；;\s]))(?!的?时候|那[天会])"
)
_HE = regex(r"(?:[他她]们?|人家|领导|对方|[\u4e00-\u9fff][说讲])$")
_HE_MEETS = regex(r"(?:要|得|都|全天)*(?:开会|上会|出差|培训|学习|去外地)(?=$|[，,。；;\s])")
"""他周一开会: among them."""
_PROMISED = regex(r"我们?[^，,]{0,2}(?:答应|承诺|保证)[^，,]{0,6}$")
_THEN = regex(r"到时候?[^，,]{0,3}[再去过跑]")
_LEAVES = regex(r"(?:出差|集训|休假?|请假|培训)[到至]$")
_NUMBERED = regex(r"^\s*\d{1,2}[.、)）]\s*")
_WAITS = regex(r"(?<![我们])[要得]等到?$")
_UNTIL = regex(r"(?<!就)从$|(?:(?:锁价|有效期?|延长|保质|质保|持续|执行)[^，,]{0,4}到|排到)$")
_TO_PASS = regex(r"过(?:一?[遍下])?\s*")
"""brief周四过: to be gone through then."""
_CAME_TO_NOTHING = r"没(?![空人事班准法有戏钱课电票货定]|时间|问题|办法|什么|别的|安排|吧|[，,。\s]|$)|扑空|白跑|闭门羹"
"""没见着, 没休息: a verb that is denied so was to be done then, and is over."""
_PAST = regex(
    rf"(?:刚|就)?.{{0,8}}(?:{_CAME_TO_NOTHING}|了|(?<!换)过(?!来|去|期|生日|年|节|完)|完)(?!解|一下)"
)
_DONE = regex(
    r"了|(?<!换)过(?!来|去|一|年|节|期|生日)|完(?!事)|忘|来电|给我打|打给我|(?:见|去|谈|聊|碰|打|来|跑|送|喝|吃|约)的|的时候(?![^，,。；;\s]{0,3}再)"
)
_FAR = 60
"""Of a clause that is longer, what stands farther from a time says nothing of it."""
_NEAR = 14
"""As far as the verb of a time stands."""
_GIVES = regex(
    r"(?:再|要|得|就)?去(?:处理|取|送|收|签|催|讲|装|修|换|校|试|检|勘|量|汇报|现场|交)[^，,。；;\s了的过]{0,3}(?=$|[，,。；;\s])"
    r"|[去再就]?给[他她你您对客人][们方户家]?[^，,了]{0,4}(?:话|答复|回复|消息|信|报价|方案|结果)"
    r"|[再就会]?(?:回复|答复|回)[我咱](?=$|[，,。；;\s])(?![，,\s]*[说讲嫌])"
)
"""礼拜五给她回话: nobody has answered yet."""
_AGREED = regex(r"(?:约|定|说好|讲好|改|推|挪|放|搁)[了好到成在]?[^，,]{0,4}$")
_MOVED_TO = regex(r"(?:改|提前|推迟?|挪|延后?|调整?|定|约)[到在成至]$")
_AGREED_ON = regex(r"(?:约|说|商量|讲)[好定]了?(?:$|[在是]$)")
NOT_KEPT = regex(
    r"[^，,。；;\s]{0,8}?(?:的(?=$|[，,。；;\s])|没|却|结果)|[，,\s]*(?:结果|又|今)"
    r"|[^，,。；;\s]{0,8}[，,\s]+[^，,。；;\s]{0,5}?(?:没[来去见到]|放[了我]{0,2}鸽子|爽约|失约|没影)"
)
"""说好周五来的，没来: what was agreed, and came to nothing."""
_ASKED = regex(
    r"(?:再|约|定|改到?|到|让[我咱俺]们?|[叫喊][我咱俺]们?|提醒我?|等|那就|[我咱俺]们?(?:打算|准备|得|争取)?|下次|下一?步[：:]?)[^，,]{0,6}$|[让叫喊要][我咱俺]们?[^，,。；;]{6,16}$"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A time with the words of its clause before and behind it, up to the next time."""

    one: Found[Said]
    head: str
    tail: str
    reading: Reading


def beside(one: Found[Said], reading: Reading) -> Beside:
    head, tail = before(reading.text, one.start), after(reading.text, one.end)
    return Beside(one, head[-_FAR:], tail[:_FAR], reading)


def looks_ahead(place: Beside) -> bool:
    """The direction of a time that could be either, by the words around it."""
    said, when = place.one.value, place.one.value.when
    if said.past is not None:
        return not said.past
    if _is_due(place):
        return True
    if _PAST.match(place.tail) and not _AGAIN.match(place.tail):
        return bool(_STILL_TO.match(place.tail))
    if _is_told_late(place):
        return False
    return _is_nearer_ahead(said, when, place) or _calls_for_more(place)


_AGAIN = regex(r".{0,3}再")
_STILL_TO = regex(
    r".{0,6}(?:再|要(?![过了走到])|(?<![按照如依践履])约(?!我|定))|[^，,。]{1,6}完[了会]?[就再马上]{0,2}(?:给(?!了)|回(?!了|来)|通知|答复|定(?!了))"
)


def _is_due(place: Beside) -> bool:
    """周五前, 改到周五, brief周五过, 周五再说."""
    said = place.one.value
    by = said.when is not None and said.when.by
    passes = said.weekday > 0 and _TO_PASS.fullmatch(place.tail)
    agreed = _AGREED_ON.search(place.head) and not NOT_KEPT.match(place.reading.text, place.one.end)
    moved = agreed or _MOVED_TO.search(place.head)
    return bool(by or passes or place.tail.startswith("再") or moved)


def _is_nearer_ahead(said: Said, when: When | None, place: Beside) -> bool:
    """A day to come; of a bare day of the month (3号) the one that is nearer."""
    if when is None or said.weekday > 0:
        return False
    gone = (place.reading.clock.today - when.day).days
    return gone < 0 or (said.weekday < 0 and gone > 15)


_TOLD_LATE = regex(
    r"的?拜访|拜访(?!一)|[去跑见聊谈碰打加来吃喝唠]的(?!时候|话)|[去来][^，,。；;\s]{1,2}的(?!时候|话|人|车)|的(?:微信|电话)|那[天会]|[^，,。；;\s]{0,12}?(?:那[次回](?!再)|打来(?:了|的)?电话|打来的|来电(?!话再))"
    r"|[^，,。；;]{1,8}[，,\s](?:聊|谈|说|提)[到起]"
    r"|(?:(?:过去|[去到在上])[^，,。；;\s]{0,10}?)?[见碰谈聊递审签对验开装修测搬卸拉看](?:完|好)?的(?!时候|话|时间|日子|人)"
    r"|(?:(?![要再约定得会想能该])[^，,。；;\s]){0,8}?[见聊谈碰吃喝签给回打来去追找发送交寄办开验装修测试聚坐喊叫报投](?:完|好)?的(?!时候|话|时间|日子|人|票|车|航班|会议|活动|路上)"
    r"|(?:(?![要再约定得会想能该]|(?<!总)算)[^，,。；;\s]){0,4}?(?:总算|终于)"
    r"|(?:(?!要|该|就|快|能|会|可以|得|再|估计|应该|为了|除了)[^，,。；;\s]){8,24}?了(?=$|[，,。；;\s])"
    r"|[^，,。；;\s]{0,2}[约叫喊请找带]的[我咱俺]"
    r"|[^，,。；;\s]{0,10}?(?:[来回]电话?|[打发]来|微信|发(?:邮件|短信|语音))[里上]?(?:说|讲|问|告诉)(?!一?[下声]|话)"
    r"|到的(?=$|[，,。；;\s])|(?:才|总算|终于)见[着上到]"
)


_TREATED = regex(
    r"[^，,。；;\s]{0,8}?[请叫约拉]我[吃喝][^，,。；;\s了]{0,4}[，,\s]+[^，,。；;\s要]{0,5}?(?:点头|点了头|答应|同意|说|认|松口|拍板|透露|嫌)"
)
"""周五晚上何姐请我吃饭，点头要签: what came of it is told."""


def _is_told_late(place: Beside) -> bool:
    """补个上周五的拜访, 周四去的: told afterwards."""
    if re.search(r"(?:补|忘了?|漏)[^，,]{0,6}$|那[天次回][（(\s]*$", place.head) or _is_in_days_off(
        place
    ):
        return True
    when = place.one.value.when
    if when and when.day > place.reading.clock.today and place.tail.startswith("那天"):
        return False
    treated = _TREATED.match(place.reading.text, place.one.end)
    return bool(treated or _TOLD_LATE.match(place.tail))


_DAYS_OFF = regex(r"(?:期间|假期|长假|黄金周|放假)[里中的头那\s]{0,2}(?:期间)?$")
_JUST_OVER = 20


def _is_in_days_off(place: Beside) -> bool:
    """国庆期间3号, 假期里5号那天, when they are over."""
    when, today = place.one.value.when, place.reading.clock.today
    over = when is not None and 0 < (today - when.day).days <= _JUST_OVER
    return over and bool(_DAYS_OFF.search(place.head))


def _calls_for_more(place: Beside) -> bool:
    if _AGREED.search(place.head):
        return True
    if _GIVES.match(place.tail):
        return True
    near = place.tail[:_NEAR]
    if place.one.value.weekday > 0:
        return bool(_ASKED.search(place.head)) or not _DONE.search(place.head[-6:] + near)
    return bool(_ASKED.search(place.head) or _NEXT.search(place.tail[: 2 * _NEAR]))


def is_fact(place: Beside) -> bool:
    """付款, 到期, 开标, a numbered minute: a date about the deal, no next contact."""
    head, tail, end = place.head, place.tail, place.one.end
    if _THEN.search(place.reading.text, end, end + 20) or _PROMISED.search(head):
        return False
    if _is_theirs(head, tail) or _is_paid(place):
        return True
    if _OURS.search(tail[:12]):
        return False
    return _is_minute(place) or _is_of_the_deal(place)


def _is_theirs(head: str, tail: str) -> bool:
    """锁价到月底, 要等到月底, 年前别催, 周三有事: nothing is to be done then."""
    waits = _WAITS.search(head) and not tail.strip()
    heads = any(words.search(head) for words in (_UNTIL, _LEAVES, _DEAL_DAY))
    tails = any(
        words.match(tail) for words in (_OF_THEN, _REFUSED, _BUSY, _ONLY, _WRITTEN_UP, _THERE_IS)
    )
    meets = _HE.search(head) and _HE_MEETS.match(tail)
    return bool(waits or meets) or heads or tails


def _is_of_the_deal(place: Beside) -> bool:
    """到货, 开标, 到期; 二十号前到货 is what one has to see to, as is what is given before it."""
    when = place.one.value.when
    if when and when.by and _HANDED.match(place.tail):
        return False
    near = place.head[-8:] + place.tail[:10]
    return bool(_FACT.search(near)) and not _GIVEN_BEFORE.search(near)


def _is_minute(place: Beside) -> bool:
    """2.样机周四到货, in minutes; 2.蓝鲸：周四要样 is a row about somebody."""
    number = _NUMBERED.match(place.head)
    starts = {one.start for one in place.reading.customers}
    begins = place.one.start - len(place.head)
    return bool(number and begins + number.end() not in starts)


def _is_paid(place: Beside) -> bool:
    """尾款八千三 说月底打, 国庆回来打三成定金: others pay then, and we do not go and ask for it."""
    one, tail, text = place.one, place.tail, place.reading.text
    before = text[max(0, one.start - 30) : one.start]
    if _COLLECTS.search(before[-8:] + tail):
        return False
    if _PAYS_MONEY.match(tail):
        return True
    owed = _THEIR_MONEY.search(before)
    late = _DRAGS.search(place.head.rstrip()) and not tail.strip()
    return bool(owed and (_PAYS.match(tail) or _SURELY.fullmatch(tail.strip()) or late))


_THING = regex(
    r"(?:样品|样机|样|货|合同|报价单?|资料|方案|发票|图纸|快递|物料|设备|机器|邮件)[^，,。；\s]{0,3}$"
)
_ARRIVED = regex(
    r"[^，,。；\s]{0,3}?(?:寄|收到|到货|到了|就到|发[出走过货]|签回|出来|做好|拿到|入库|通过)"
)
_CONTACT = regex(r"去了|去的|见[了到的]|聊|拜访|电话|微信|碰[了头面]|谈[了过]|跑了|来电|上门")


def is_of_a_thing(place: Beside) -> bool:
    """样品周四寄出来了, in a report of a contact: the day of the sample and of nothing else."""
    one, text = place.one, place.reading.text
    preceding, following = before(text, one.start), after(text, one.end)
    if not (_THING.search(preceding) and _ARRIVED.match(following)):
        return False
    rest = text[: one.start - len(preceding)] + "，" + text[one.end + len(following) :]
    return bool(_CONTACT.search(rest))
