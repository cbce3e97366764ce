"""Where a deal is said to go: to a stage, one on, one back; won, lost or invalid."""

import re
from functools import lru_cache

from bot.understanding.edges import right_before
from bot.understanding.joints import SLIP
from bot.understanding.patterns import regex
from bot.understanding.stage_clauses import stage_clauses
from bot.understanding.stage_names import GROUPS, NAMES

_NAMED = regex(GROUPS)
_INTO = (
    r"(?:推进?\u3000*|move|push|挪|移|转|去|升级?|改|走|更新|调整?|标记?|挂|切|跳|归|拨|设|变|弄|搞|拉|打回|退回?|回|(?<![改跟引先])进|放|搁|直接|就)[\u3000 ]*"
    r"(?:到|成|为|至|入|在|回|to)了?[^，,。；;！!？?]{0,4}?"
)
_STRAIGHT = (
    r"(?:->|→|=>|先[挂放记算]|推进?\u3000*|转|(?<![改跟引先])进|走|打回|退回|往)了?\s*(?:下一步)?"
)
_SET = r"(?:阶段|商机)(?:先|再|就|应该|帮我|给我|直接){0,2}(?:是|记|放|挂|弄|搁|拉|为|按|[:：→]|->|[改调换挪移转升退]|更新|推进?|变|[倒退打拨]回)?(?:一?下|了)?(?:吧)?[，,\s]*(?:[改调放挂]?[到成为回])?"
_STANDS = r"(?:阶段|环节|那一?[步栏]|这一?步)"
_MOVED = regex(rf"(?:{_INTO}|{_STRAIGHT}|{_SET})(?:{GROUPS})")
_AT = regex(rf"(?:{GROUPS}){_STANDS}")
_FROM_ONE = regex(
    rf"[从由](?:{'|'.join(words for _, words in NAMES)})(?:阶段|那一?步)?(?:直接|一步|就|往|给我|帮我){{0,3}}[跳转进升推挪调改走](?:[到进成至为])?(?:{GROUPS})"
)
"""从方案直接跳合同."""
_NO_MOVE = r"(?<![聊谈说讲问提看听收拿等送带寄发找签做见想用读卖买付报交附递排赶卡忙约定遇碰轮还退吵拼受得不])"
"""What one talks of, holds, hands over or waits for goes nowhere: 聊到合同, 送到法务."""
_ARRIVED = regex(rf"{_NO_MOVE}到(?:{GROUPS})[^，,。\s]{{0,4}}了")
_LED = regex(
    rf"{_NO_MOVE}(?<![拖熬撑])(?<=[\u4e00-\u9fff])(?:到|至|上|(?<![改跟引先])进)了?(?:{GROUPS})"
    r"(?:[那这]?一?[步档格栏块个项环]|[阶环][段节])?[上里去来了吧呗啊]{0,3}(?=$|[，,。；;！!\s])"
)
"""摁到投标上去, 蹦到试样: whatever the verb is."""
_NEXT = regex(
    r"往[前下][\u4e00-\u9fff]?(?:了)?一?[步格档](?=$|[，,。；;！!吧了呗啊哈\s])|(?<![\d百千万块价])往(?:前|下)(?:一?[步格])?[走推挪移进跳蹦迈]|(?:[推挪移跳]前?|[前推]进|进(?!一?步))(?:一?[步格]|一?个阶段)|(?:推|挪|走|进|转)[到进入]下一步|[进走]下一步(?=$|[，,。！!吧了])|升一[格级档]|下一?个?阶段|往[前下]一?[步格](?=$|[，,。！!吧\s])|推一?[下把](?=$|[，,。！!吧\s])"
    r"|推进一下|^(?:把|请|帮我)?(?:再|都)?推进(?:吧|了)?[。！!]?$"
)
_CHANGE = regex(
    r"(?:更新|同步|改下?)(?:一?下)?(?:阶段|状态)|(?:阶段|状态)(?:帮我|给我|请|也|跟着)?(?:[改调换变推]|更新|同步)"
)
_BACK = regex(
    r"[退打回]到?上一|往[后回](?:退|倒|撤)一?[格步级档]|往回[撤退]一?[档步级格]|倒退一?[级步格]|(?<!价)(?<!价格)降一?[格级档](?=$|[，,。！!吧])|(?<![各再让])退一步|阶段再退一步|退一?个阶段|上一?个?阶段|回退"
)
_NOT_YET = regex(
    r"(?:准备|打算|争取|希望|不是|并非|[要得会]|才能|才会|就能|就可以|快要|还没|没有?|如果|要是|一旦|预计|估计)[^，,。；;\s]{0,6}$|(?:(?<!能)不[能用]|别)[^，,。；;]{0,2}$"
)
_SAID_WRONG = regex(
    rf"^[^，,。]{{0,6}}(?:[…，,。\s哦啊呃嗯]*)(?:{SLIP}|不是$)|^(?:那一?步|阶段)?(?:先)?(?:跳过|略过)"
)

_IF_SO = regex(
    r"(?:要是|如果|假如|一旦)[^，,。；;！!\n]{1,14}[，,\s][^，,。；;！!\n]{0,10}$|(?:(?:要是|如果|假如|一旦|除非|只要|等(?![着等]))[^。；;！!\n]{0,30}(?:就(?!行|好)|再|才)|的话[，,\s]?[就再]?|[完了好过定成]以?后?再(?!说))[^，,。；;！!\n]{0,8}$"
)
"""要是定了就进合同, 测完再走合同: what is to be, once something else has been."""
_OF_OTHERS = regex(r"(?:别[家人]|对手|友商|竞品|人家)[^，,。；;！!\n]{0,14}$")
"""别家进到谈判了."""


_STILL = regex(r"还(?:是|[挂停写放搁留卡显]示?[着在]{0,2})[^，,。；;\s]{0,2}$")


def stage_of(text: str) -> str:
    """The stage that `text` names: 商务谈判 is negotiation; empty for none."""
    match = _NAMED.search(text)
    return str(match.lastgroup) if match else ""


_FROM = regex(r"(?:不是|不再是|从|由|别|不要)$")


def _changed_to(text: str) -> str:
    """阶段改一下 不是合同 是商务谈判: the first stage that is not the one it was."""
    found = (one for one in _NAMED.finditer(text) if not right_before(_FROM, text, one.start()))
    return next((str(one.lastgroup) for one in found), "")


def stages_of(text: str) -> tuple[str, ...]:
    """All stages that are named."""
    named = {match.lastgroup for match in _NAMED.finditer(text)}
    return tuple(code for code, _ in NAMES if code in named)


@lru_cache(maxsize=64)
def moved_to(text: str) -> str:
    """The stage a deal is moved to, said last; +1 for the next one, -1 for the one before.

    >>> moved_to("方案过了，进入商务"), moved_to("往下走"), moved_to("下周进投标")
    ('negotiation', '+1', 'bidding')
    """
    if meant := [one for one in _steps(text) if _is_meant(text, one[0])]:
        return max([one for one in meant if not _stood(text, one)] or meant)[1]
    if _BACK.search(text):
        return "-1"
    if _CHANGE.search(text) and (named := _changed_to(text)):
        return named
    if "验证通过" in text:
        return "needs"
    return (
        "+1"
        if any(not right_before(_ONLY_THEN, text, one.start()) for one in _NEXT.finditer(text))
        else ""
    )


_ONLY_THEN = regex(r"(?:就|才|方)(?:能|可以?|会)[^，,。；;\s]{0,3}$")
"""过了就能往下走: what is to be, once they have passed it."""


def _steps(text: str) -> list[tuple[int, str]]:
    """Each stage that is said to be gone to, with the end of its name."""
    if not _NAMED.search(text):
        return []
    found = [
        (match.end(), str(match.lastgroup))
        for pattern in (_MOVED, _AT, _FROM_ONE, _ARRIVED, _LED)
        for match in pattern.finditer(text)
        if not right_before(_NOT_YET, text, match.start())
    ]
    return [*found, *stage_clauses(text)]


def _stood(text: str, one: tuple[int, str]) -> bool:
    """已经进投标了，系统里还挂着方案: where it is said to stand still, beside where it goes."""
    begins = [match.start() for match in _NAMED.finditer(text) if match.end() == one[0]]
    return any(_STILL.search(text[:start]) for start in begins)


def _is_meant(text: str, end: int) -> bool:
    """Whether the stage that ends there is neither supposed nor taken back."""
    head = text[:end]
    return not (_IF_SO.search(head) or _OF_OTHERS.search(head) or _SAID_WRONG.match(text[end:]))


def said_at(text: str, code: str) -> tuple[int, int] | None:
    """Where `text` says the last time that a deal goes to the stage or end of that code.

    A step on may be said by the stage that is over.
    """
    ends = {"won": _WON, "lost": _LOST, "invalid": _INVALID, "+1": _NEXT, "-1": _BACK}
    matches = ends.get(code, _NAMED).finditer(text)
    spots = [one.span() for one in matches if code in ends or one.lastgroup == code]
    if code == "+1" and not spots:
        spots = [one.span() for one in _NAMED.finditer(text)]
    return spots[-1] if spots else None


_OURS = r"(?:我们|咱们?|我司)"
_END = r"(?=$|[！!。，,；;\s]|\d|[一二两三四五六七八九十]+[百千万])"
_SIGNED = r"(?<![没未])(?<!报告)(?<!收单)(?<!收单也)(?<!收单都)(?<!报告也)(?<!报告都)(?<!纪要)(?<!协议书)(?<!确认单)(?<!保密)(?<!验收)(?<!补充协议)(?i:(?<!nda)(?<!poc))签了"
"""An acceptance report that is signed wins no deal."""
_CALLED = r"(?:[算判录记归关当结]|标记?|改)[成为到作个]?了?"
"""算赢, 判输, 标记成丢: how a deal is called in the books."""
_ALONE = r"(?=[吧了哈啊]{0,2}(?:$|[，,。！!；;\s]))"
_WON = regex(
    rf"{_CALLED}(?:我们|咱们?)?赢{_ALONE}|[签盖][字章][^，,。]{{0,4}}(?:完事|齐|妥|完)了?|"
    rf"(?<!说)合同(?:流程)?(?:都|也|已经?)?走完|(?:^|[，,。！!\s])赢{_ALONE}|保单(?:已经?)?(?:生效|出了)"
    r"|(?:[签拿成]|拿下)了一(?:个?单子?|张单子?|个项目)|中了一个?标|中了[！!]|结单赢|录成交|合同(?:双方)?(?:也|都)?盖章|签回来|(?:单子?|项目)(?:就|算)?成了|(?:标记?|mark)[^，,。]{0,6}won|落袋|计赢|赢单|算赢|赢了(?!球)|赢下|(?<![没未])中标(?!那|的[那人公家]|率|价|单位|公示|候选|人|结果|的?话)|中了标|的?标(?:是)?"
    rf"{_OURS}?中了|{_OURS}中了|拿下(?!来)|签单(?!位|的?(?:时间|日|率))|签约了|签字了[！!]|签[下妥]|签下来了|{_SIGNED}{_END}|(?:年框|合同|单子|(?<!补充)协议|保单)签了"
    r"|已签合同|(?:合同|(?<!补充)协议)(?:都|也|已经?|今天|刚)?(?:双章)?(?:都|也|已经?|今天|刚)?(?:签|盖)(?:好|完|妥|下来|回来?|章|了)+|双章|盖[好完]?章(?:了|回来|寄回)"
    r"|合同(?:都|也|已经?)?(?:拿到手|到手|回传|寄回来?|拿回来)|(?:订单|采购单|PO|po)(?:已经?|今天|刚|终于)?(?:到手|下来|下了|来了|落地|拿到|收到)"
    r"|定点了|成交(?:[了价额]|(?=$|[！!。，,\s]))|成单(?!价|的?(?:时间|日|周期|率|预期|概率))|妥了|签啦|=>\s*won|成了[！!]|(?:^|[，,。\s])成了(?=$|[，,。！!\s])|搞定了?[\s，,。！!]*(?=\d+(?:\.\d+)?[万wW]|单子|合同)"
    rf"|公示[^，,。]{{0,6}}[，,\s]*(?:是{_OURS}|{_OURS}(?:第一|中))|signed|closed won|(?<![a-z])win了",
    re.IGNORECASE,
)
_DOUBTED = r"(?<!基本)(?<!估计)(?<!可能)(?<!大概)(?<!前)(?<!要是)(?<!如果)(?<!差点)"
_LOST = regex(
    rf"[丢掉跑输]单|(?<!怕)丢了?一?个(?:单子?|标|项目)|丢了一[单标]|{_DOUBTED}(?:没[戏希]望?了|黄了|(?<![忙板总人哥姐工])飞了|凉了|泡汤|出局)|截胡|输(?:了|给(?!过)|在)|丢了(?![个件台一二两三四五六七八九十几\d])|丢给|没中(?!标?的?话)|落标|流标(?!了?[，,\s]*(?:改|重))|废标|跟丢|打水漂|标失败"
    r"|标记?(?:为|成)?\s*lost|(?<![A-Za-z])[Ll]ost(?![A-Za-z])|单子?.{0,3}没了|换了?别家|没(?:搞|做|拿)[成下]|没谈(?:成|下来?)(?![^。；;\n]{0,24}[再在又](?:打|聊|谈|约|去|磨|看|联系))|没成(?=$|[，,。！!\s])|选了别|给了别|最[后终](?:给|选|定|签)了(?!我|咱|个|点|一)"
    r"|被.{1,8}(?:抢|拿|撬)(?:走|了)|[给让](?!我).{1,8}(?:抢|撬)(?:走|了)|项目(?:取消|没了|停了|不做了)|(?:人家|客户|他们)(?:那边)?不做了"
    rf"|公示[^，,。]{{0,6}}[，,\s]*(?:不是{_OURS}|没有?{_OURS})|(?:可以|先)关了|(?:单子?|商机|项目)[^，,。]{{0,3}}关了|关掉(?:吧)?[。！!]?$"
    rf"|(?:{_CALLED}|(?:^|[，,。！!\s]))[输丢]{_ALONE}|{_CALLED}黄{_ALONE}|按[输丢]了?(?:单)?(?:算|处理|记|走|挂|结|关)|(?:单|标|项目|生意)[^，,。]{{0,2}}(?:死|吹|废)了"
)
_OF_THEN = regex(r"去年|前年|当年|那年|以前")
"""去年那单输在价格: no deal of now."""
_AT_ONCE = regex(r"(?:就|直接|一律|当场|立马|马上|自动)(?:[算会要得是]|按)?$")
_IF = regex(r"如果|要是|万一|一旦|假如|否则|不然|的话")
_INVALID = regex(r"无效|重复建|建重|作废")
_REOPENED = regex(
    r"重新(?:打开|开起来|开单|启动|激活)|重启|重新?开(?:起来)?(?=$|[，,。\s]|从)|又回来了|又活了|激活|复活"
)
_UNSURE = regex(r"才算|希望|要是|如果|[没未还]没?|准备|争取|能不能|预计|等.{0,8}再|快|就能|有望")


@lru_cache(maxsize=64)
def is_won(text: str) -> bool:
    """Whether a deal is said to be won, and neither hoped nor denied."""
    return any(not _is_doubted(text, one) for one in _WON.finditer(text))


def is_told_of(text: str) -> bool:
    """Whether a deal is said to go somewhere, or to be over."""
    return bool(moved_to(text)) or is_won(text) or is_lost(text)


_ACCEPTED = regex(r"(?:验(?!证)|调试|竣工|安装)[^。；;\n]{0,16}[，,\s]字?(?:都|也|已经?)?$")


_OF_A_PAPER = regex(
    r"(?<![A-Za-z])(?:ppap|psw|8d|fat|sat)(?![A-Za-z])|图纸|封样|样[件板品]|色[板样]|[收送]货单|签收|回执|纪要|会签|(?:和解|调解|技术|质量|保密|框架|廉洁)协议",
    re.IGNORECASE,
)
"""PPAP签了: a step of the technicians, and no contract."""
_OF_OTHERS_NAMED = regex(r"(?:被|[让给](?!我|咱|他们|领导))[^，,。；;]{1,14}$")
"""让一家叫金宏达的拿下了: won, and not by us."""
_SETTLED = regex(r"调解|和解|赔(?!了夫人)|仲裁|纠纷")
_FAR = 80
"""Characters before a signature within which it is told what was settled by it."""


def _is_doubted(text: str, won: re.Match[str]) -> bool:
    """要是签了; 今天验闭水，没漏，字签了 is of the acceptance; of PPAP or a quarrel, no deal."""
    head = text[: won.start()]
    clause = _clause(text, won.start())
    if _UNSURE.search(clause):
        return True
    words = won.group()
    if _OF_OTHERS_NAMED.search(clause) and words.startswith(("拿下", "签下", "中")):
        return True
    if "签" in words and _OF_A_PAPER.search(clause + words):
        return True
    alone = words.startswith(("签", "字签"))
    return alone and bool(_SETTLED.search(head[-_FAR:]) or _ACCEPTED.search(head))


@lru_cache(maxsize=64)
def is_lost(text: str) -> bool:
    """Whether a deal is said to be lost."""
    return any(not _is_supposed(text, one) for one in _LOST.finditer(text))


def _is_supposed(text: str, lost: re.Match[str]) -> bool:
    """超了直接废标, 要是差一点就换别家: under what condition one would be."""
    head = _clause(text, lost.start())
    over = "了" in lost.group() or text.startswith("了", lost.end())
    if _OF_THEN.search(head) or (not over and _AT_ONCE.search(head)):
        return True
    return bool(_IF.search(head) or _IF_SO.search(text[: lost.start()]))


def is_invalid(text: str) -> bool:
    """Whether a deal is said never to have been one: 重复建的."""
    return bool(_INVALID.search(text)) and bool(re.search(r"单|商机|项目|重复|建重", text))


def is_reopened(text: str) -> bool:
    """Whether a deal that was lost is taken up again."""
    return bool(_REOPENED.search(text))


def _clause(text: str, place: int) -> str:
    """The clause up to `place`."""
    return re.split(r"[，,。；;！!？?\n]", text[:place])[-1]
