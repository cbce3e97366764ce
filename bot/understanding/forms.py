"""Orders by their form: short messages that are made of nothing but a few classes of words.

Every word of 北禾那条往后错一个礼拜 or 附二院没人跟吧？我拿了 is of a known class, so that it is sure that
nothing is told; which classes follow each other says what is wanted.
"""

import re
from collections.abc import Callable

from bot.intents import Assign, CancelPlan, Claim, Release
from bot.keys import Intent
from bot.understanding import claiming
from bot.understanding.patterns import regex
from bot.understanding.people import is_name
from bot.understanding.reading import Reading
from bot.understanding.rescheduling import moved, plan_action, plan_of

_LONGEST = 40
_COUNT = r"(?:[\d一二两三四五六七八九十半几]{1,3})"
_WORDS = (
    (
        "K",
        r"我(?:[收拿占包捡接认要领抢]|全?包圆|承包)了|(?<![签验回])[收拿占捡]了|我?(?:先?下手|想要|我要|来跟|来接|来盯|来做|来维护)|归我|算我的?|[划拨分派]给我"
        r"|[提取捞领拿捡拉挑抢](?:一下|出来|过来|走)|认领",
    ),
    ("k", r"(?:现在|好像|还|一直)?(?:没[人谁主](?:跟|要|管|领)?|空着|闲着|无主)"),
    (
        "R",
        r"我?(?:松手|放手|撒手|不跟|不要|不做|跟不动|不想跟|不碰)了?|谁[爱想要][跟要做领]谁?[跟要做领去]*|(?:别|甭|不用|不要|莫)再?[留挂放占](?:在|着)?我(?:这儿|这里|这边|名下|手[上里]|这)|公海见"
        r"|(?:[退放扔丢还送打踢甩挪移吐抛]|退还|放生|回)(?:[回进到给入]到?)?(?:公海|公共池|池子)",
    ),
    ("Q", r"从?(?:公海|公共池|池子)(?:里面?|里头|中|上)?"),
    (
        "G",
        r"[拨转交移派分划]给|转交给?|移交给?|(?:变更|改|换)?(?:归属人?|负责人|跟进人)(?:变更|改|换)?[成为是到]*|[请由让归]|换(?![成到为])",
    ),
    ("H", r"接着跟|继续跟|接手|来?(?:跟进?|接|盯|管|带|顶)(?:着|一下)?|负责|维护|对接"),
    (
        "X",
        r"取消|撤[掉销了下]?|删[掉除去了]?|划[掉去了]|关[闭掉了]|清[掉空了]|黄[掉了]|销[掉了]|作废|免了|算了|停掉|拿掉|去掉|移除|不[去打见跑约聊搞催]了|勿扰",
    ),
    ("L", r"不用|不必|不要|甭|别|莫|无需"),
    (
        "M",
        rf"(?:往[后前]|向[后前])?再?(?:[顺改调移挪错延提推拖换缓压晚捎](?:一下)?(?:[到至成为在早后前迟期])?|推迟|延后|延期|提前|改期|顺延)(?:到|至|成|个)?(?={_COUNT}?|\u3000|$)",
    ),
    ("D", rf"{_COUNT}个?半?(?:工作日|小时|钟头|星期|礼拜|天|日|周|月)"),
    (
        "N",
        r"不[行成便]|去不[了成]|来不[了成]|[赶排]不[上开]|没(?:空|时间|档期)|不方便|有事|不在|有冲突|冲突|撞期|走不开",
    ),
    (
        "A",
        r"拜访|回访|跟进|计划|提醒|待办|日程|行程|安排|会面|见面|约会?|会议?|电话|回电|视频|任务|饭局|聚餐|闹钟|备忘|踏勘|演示|演示会|碰头会?|例会|催款",
    ),
    ("V", r"(?:过去|[去来见打聊谈催跟送跑](?:一?趟|一下)?|联系|上门|提醒|叫)"),
    (
        "f",
        r"[，,。；;！!？?、\s]|请|麻烦|帮我|帮忙|给我|咱们?|[把将的先就都也吧了啦啊呗嘛哈得再要个我哦呢]|那[个条边家单笔]?|这[个条边家单笔]?|一下|直接|统一|全部|之前|原来|本来|原[定约]|[约说定]好|新来|组里|我们组|客户|[：:]|这?次|一趟|还是|给",
    ),
)
"""Classes of words by their letter, the first that fits; f says nothing of its own."""
_WORD = regex("|".join(f"(?P<{letter}>{words})" for letter, words in _WORDS))


_Orders = Intent | tuple[Intent, ...] | None


_HOW_LONG = regex(r"(?:几|多少)天了[?？]?$")
"""那条计划拖几天了 asks; 那条计划拖几天 puts it off."""


def formed(reading: Reading) -> _Orders:
    """What a message of known words alone orders for a customer or one of its people."""
    if len(reading.text) > _LONGEST or not (reading.customers or reading.known_by_contact):
        return None
    if _HOW_LONG.search(reading.text):
        return None
    form = _form(reading)
    orders = (build(reading) for words, build in _FORMS if words.fullmatch(form))
    return next((one for one in orders if one is not None), None)


def _form(reading: Reading) -> str:
    """The letters of its words, those without a class as u; C, P and T for who and when."""
    named = ((reading.customers, "C"), (reading.contacts, "P"), (reading.times, "T"))
    found = {
        one.start: (one.end, letter)
        for spans, letter in named
        for one in spans
        if one.start < one.end
    }
    place, form = 0, ""
    while place < len(reading.text):
        if place in found:
            place, letter = found[place]
        else:
            end = min([one for one in found if one > place], default=len(reading.text))
            word = _WORD.match(reading.text, place, end)
            place = word.end() if word else place + 1
            letter = str(word.lastgroup) if word else "u"
        form += letter
    return form.replace("f", "")


def _moved(reading: Reading) -> Intent | None:
    return plan_action(reading) or moved(reading)


def _cancelled(reading: Reading) -> Intent | None:
    return plan_action(reading) or CancelPlan(plan_of(reading))


def _claimed(reading: Reading) -> _Orders:
    return claiming.claim(reading) or Claim(customers=reading.named)


def _released(reading: Reading) -> _Orders:
    return claiming.release(reading) or Release(customers=reading.named)


_TO = regex(
    r"(?:[拨转交移派分划]给|转交给?|移交给?|[归负跟][属责进]人?(?:变更|改|换)?[成为是到]*[：:]?|[请由让归换])\s*(?:新来的?|组里的?|我们组的?)?(?P<who>[\u4e00-\u9fff]{2,3}?|[A-Z][a-z]+)(?=$|[，,。！!\s接继来跟盯管带顶负维对吧])"
)


def _handed(reading: Reading) -> Intent | None:
    """小满拨给新来的小高: to somebody by name, who has no title at a customer."""
    match = _TO.search(reading.text)
    if match is None or not reading.customers:
        return None
    who = match["who"]
    familiar = who in reading.context.colleagues or re.fullmatch(r"[老小阿].|[A-Z][a-z]+", who)
    return Assign(reading.named, who, "") if familiar or is_name(who) else None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[Reading], _Orders]], ...] = (
    (regex(r"[CPTAV]*M(?:[TD]+)[AVN]*|[CPTAVN]*N?M[TD]+[AV]*|[CPTA]*D?M[TD]"), _moved),
    (regex(r"[CPA]*(?:TA?V?N|LT|LVT|TVL)[CPA]*TV?A?"), _moved),
    (
        regex(r"[CPTA]*L?V?X[CPTAX]*A+[XCPT]*|[CPT]*A+[VL]*X+(?:A+X+)?|[CPTA]*LV+A*C?X?A?"),
        _cancelled,
    ),
    (regex(r"[kQ]*C[kQ]*K|[kQ]*KQ*C"), _claimed),
    (regex(r"CG[Pu]{1,3}H*R*|CR?G[Pu]{1,3}H*|CG[Pu]{1,3}H*L?R?"), _handed),
    (regex(r"C[kQR]*R|RC"), _released),
)
"""The letters of an order, in the order in which they are tried."""
