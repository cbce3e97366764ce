"""Short orders by two classes of words, whatever their order: a thing, and what is done with it.

What the other rules know word by word comes first; a frame catches the rest: 亿嘉那个待办划掉,
锐川的闹钟关了, 把佛山百味食品录成客户.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.intents import (
    Assign,
    CancelPlan,
    Claim,
    CreateCustomer,
    CreateOpportunity,
    MoveStage,
    Release,
    UpdateOpportunity,
)
from bot.keys import Intent
from bot.slots import Outcome
from bot.talk import NotSupported, Undo
from bot.understanding.amending import amended
from bot.understanding.clauses import said_beside
from bot.understanding.deal_facts import amount, close_date, target
from bot.understanding.dealing import new_name
from bot.understanding.patterns import regex
from bot.understanding.people import is_name
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading, about_focus
from bot.understanding.reported import is_told
from bot.understanding.rescheduling import moved, plan_of
from bot.understanding.spans import masked
from bot.understanding.stages import moved_to, stage_of
from bot.understanding.telling import HAPPENED, SAID
from bot.understanding.words import outcome_of, release_reason

_LONGEST = 34
"""Characters beyond which a message tells more than an order does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What a kind of order holds: something of each class, nothing of `without`, a customer or none."""

    thing: re.Pattern[str]
    done: re.Pattern[str]
    build: Callable[[Reading], Intent | None]
    without: re.Pattern[str] = regex(r"(?!)")
    known: bool | None = True
    weak: bool = False

    def fits(self, text: str) -> bool:
        """Whether `text` holds both classes of words, and none that says something else."""
        held = self.thing.search(text) and self.done.search(text)
        return bool(held) and not self.without.search(text)


def framed(reading: Reading) -> Intent | None:
    """The first frame whose words a short order holds."""
    text = masked(reading.text, reading.customers).strip("\u3000 ")
    if not text or len(text) > _LONGEST or is_question(reading) or is_told(reading):
        return None
    known = bool(reading.customers or reading.known_by_contact)
    telling = _tells(reading) and not _BARE.fullmatch(text)
    for frame in _FRAMES:
        if frame.known in (None, known) and frame.fits(text) and not (telling and frame.weak):
            found = frame.build(reading)
            if found is not None:
                return found
    return None


_BARE = regex(
    r"(?:那个|这个|公海|客户|的|嘛|呢|吧|还是|给|请|帮忙|\u3000|[，,。！!\s])*(?:我先?不要|我不想跟|我?甩|我?松手|我?放手|我包圆|我承包|我先?下手|让我试试?|我?收|我?拿|我?接|我?抢)(?:了|吧|呗|啦|算了)*[。！!]?"
)
"""我不要了, 我包圆了: a customer and the order alone, in which 了 tells of nothing."""
_MANY = 3


def _tells(reading: Reading) -> bool:
    """Whether something is told that happened, or what somebody said."""
    text = reading.text
    told = SAID.search(text) or HAPPENED.search(text) or said_beside(reading) > _MANY
    return bool(told) or outcome_of(text) is not Outcome.NEUTRAL


def moves_plan(reading: Reading) -> Intent | None:
    """三建二分的拜访顺到下周; 北禾那条往后错一个礼拜: what no rule took for a plan of its own."""
    text = masked(masked(reading.text, reading.customers), reading.times)
    short = (
        reading.customers
        and len(text) <= _LONGEST
        and not (is_question(reading) or reading.contacts)
    )
    if not short or is_told(reading) or _tells(reading):
        return None
    theirs = _DEAL.search(text) or _THEIRS.search(text)
    return moved(reading) if _MOVES.search(text) and not theirs else None


_THEIRS = regex(
    r"(?:开标|截标|答疑|[Aa]ward|投产|开业|上线|放榜|公示)(?:的?时间|日期?)?[^，,。\s]{0,2}[推挪改延]"
)
"""开标时间改到9月11号: nothing of ours is moved."""


def _words(*classes: str) -> re.Pattern[str]:
    return regex("|".join(classes), re.IGNORECASE)


_ANY = regex("")
_RECORD = _words(
    r"记录|纪要|小记|那[条笔篇段]|[记录写][成重串]|内容|(?:拜访|跟进)(?:里|不作数|作废|写|记)|[打写]成"
)
_PLAN = _words(
    r"待办|闹钟|提醒|回访|日程|行程|跟进|计划|安排|会议?(?!员)|约会?|备忘|任务|踏勘|拜访|电话|reminder|remind|meeting"
)
_DROPPED = _words(
    r"划掉|关[了闭掉]|撤[掉了下]?|清[空掉]|停掉?(?![电产水工炉机业车])|全停|cancel|移除|删[去掉除]?|取消|不算数|甭响|勿扰|拿掉|(?<![促推行营代经])销了?|去掉|不[打搞去]了|置空|不必|别再?(?:催|提醒|跟)|算了|不用|免了|作废"
)
_MOVES = _words(
    r"顺[到延至]|[改调移换排挪错提延推拖](?:到|至|成|早|后|前|迟)|往[前后]|去不了|别\u3000|由\u3000.{0,2}[改调]"
)
_RELEASE = r"(?<![A-Za-z])(?<![A-Za-z] )release(?:(?! ?[\u4e00-\u9fffA-Za-z0-9])|(?=[了掉吧]))"
"""QA release小批量 is no customer let go."""
_POOL = _words(
    rf"公海|公共池|池子?|我的?(?:名单|名下|客户|户|这儿)|我手[上里]|归公|解绑|{_RELEASE}"
)
_LETS_GO = _words(
    rf"[退放扔丢抛甩弃吐还腾踢]|撤出|移[出到]|挪出|拿走|松手|放生|解绑|{_RELEASE}|归公|下海|打回|回池|公海见|不[跟要做]了"
)
_GONE = _words(
    rf"放掉|放生|吐出去|弃了|甩了|归公|解绑|{_RELEASE}|下海|松手|抛公海|我不要了|不想跟|回池|腾出来|跟不动"
)
_TAKES = _words(
    r"我(?:来|去|先)?(?:接|收|攻|占|拿|包|做|试|承包|下手|占坑|跟)|收入囊中|落我户?|(?:分配?|拨|划)给(?:我|本人)|占[坑上]|想要$|(?<![签验])收了(?:吧)?$|拿了$|claim|认下|取一?下|包圆|我承包|拉进我|纳入我|让我试|提出来|入我"
)
_WHO = r"(?P<who>阿[A-Z][a-z]+|[老小大阿][\u4e00-\u9fff]|[\u4e00-\u9fff]{2,3}?|[A-Z][a-z]+)"
_GIVES = r"(?:移交|转手|转出|交接|送|让|拨|转|移|挂|划|交)(?:给|到)|移交|负责人(?:改|换|变更)?[：:改成为是]*|归属人[：:改成为是]*|接收人[：:]?|→|->"
_HANDED = regex(
    rf"(?:{_GIVES})\s*(?:新来的|隔壁组|组里的?|我们组)?{_WHO}(?=$|[，,。\s吧]|做|管|顶|接|跟|带|跑|负责|代|那边|名下)"
    rf"|(?:归|由|请|换|让|都给|以后给|都?交)(?:[\u4e00-\u9fff]{2, 4}的)?{_WHO.replace('who', 'new')}(?:来)?(?:管|顶|接|跟|带|跑|负责|代|做)?(?:着跑|上|管|手|着)*(?=$|[，,。\s吧])"
)
_NEW_DEAL = _words(r"商机|机会|新?项目|opportunity|\bopp\b|开案")
_MADE = _words(r"[建起添立录登开]|新增|做成|入商机|\bnew\b|另起|生成|记一[条个]|搞个|挂[一个]|开案")
_DEAL = _words(
    r"商机|(?<!价)单子?|项目|成[单交]|结单|关单|签[约单]|金额|额度|数额|数量|amount|预[计期]|收入"
)
_CHANGED = _words(
    r"[改调换填写变加降砍缩]|更新|修正|订正|往[前后]|提[到前]|推[到后迟]|少写|多写|按.{0,6}算|日期|amount|成[单交]时间"
)
_STATE = _words(r"阶段|状态|进度条|stage|商机|算|设为|提到|整到|拖到|→")
_CUSTOMER = _words(r"客户|档案|新客|户头|公司[:：]|新开发了?一家|多加一家")
_ENTERED = _words(r"[加补插录建添入增来]|创建|注册|\badd\b|上新|新建")
_LEAD = _words(
    r"潜客|潜在客户|(?<![A-Za-z])leads?(?![A-Za-z])|转介绍|留资|[4四]00来?电|扫码客户|朋友圈有人|线索|询盘|商机线索"
)
_UNDONE = _words(r"ctrl.?z|反悔|回滚|\bundo\b|撤回|撤销")


def _released(reading: Reading) -> Release:
    rest = masked(reading.text, reading.customers, "，")
    code, note = release_reason(_LETS_GO.sub("，", _POOL.sub("，", rest)))
    named = tuple(one.value for one in reading.customers) or (reading.customer,)
    return Release(customers=named, reason=code or note, note=code and note)


def _claimed(reading: Reading) -> Claim:
    return Claim(customers=tuple(one.value for one in reading.customers))


def _assigned(reading: Reading) -> Assign | None:
    match = _HANDED.search(masked(reading.text, reading.customers))
    if match is None or not reading.customers:
        return None
    who = match["who"] or match["new"]
    colleague = who in reading.context.colleagues or (
        not reading.context.colleagues and is_name(who)
    )
    return Assign(tuple(one.value for one in reading.customers), who, "") if colleague else None


def _moved_stage(reading: Reading) -> MoveStage | None:
    to = moved_to(reading.text)
    stage = to if to.isalpha() else stage_of(reading.text)
    if not stage:
        return None
    return MoveStage(target=target(reading), stage=stage, amount=amount(reading), reason="")


def _new_deal(reading: Reading) -> CreateOpportunity:

    return CreateOpportunity(
        customer=about_focus(reading).customer,
        name=new_name(reading),
        amount=amount(reading),
        expected_close=close_date(reading),
        source="",
        flow="",
        spans=(),
    )


def _changed_deal(reading: Reading) -> UpdateOpportunity | None:
    money, when = amount(reading), close_date(reading)
    if money is None and when is None:
        return None
    return UpdateOpportunity(
        target=target(reading), amount=money, expected_close=when, probability=None
    )


_NAME = regex(
    r"(?P<name>[\u4e00-\u9fff（）()A-Za-z0-9]{2,20}?)(?:录成|新建|入|做成|$|[，,。；;\s])"
)
_NOISE = regex(
    r"客户(?:库|名单|表|资料|档案)?(?:里)?|新?开发了?一家|创建|公司[:：]|注册|上新|新建|档案|add|来个|新户头|多加一家|建?新客|[加补插录添]上?一?[个条家]?|[把将：:，,]"
)


def _new_customer(reading: Reading) -> CreateCustomer | None:
    name = _NOISE.sub(" ", reading.text).split()
    return CreateCustomer(name=max(name, key=len)) if name else None


_FRAMES = (
    _Frame(
        thing=_UNDONE,
        done=_ANY,
        build=lambda _: Undo(),
        known=False,
        without=_words("立项|交接|权限|分配|合同"),
    ),
    _Frame(
        thing=_RECORD,
        done=_words(
            r"(?<!整)改|补(?!齐|货|款|件|贴)|[抹删]|去掉|重写|不作数|订正|有误|不对|更正|[写记打录][错重串成]|换过来|追加"
        ),
        build=amended,
        without=_words("提醒|待办|计划"),
    ),
    _Frame(thing=_LEAD, done=_ANY, build=lambda _: NotSupported("new_lead"), known=None),
    _Frame(
        thing=_CUSTOMER,
        done=_ENTERED,
        build=_new_customer,
        known=False,
        without=_words("列|看|查|多少"),
    ),
    _Frame(thing=_HANDED, weak=True, done=_ANY, build=_assigned, without=_POOL),
    _Frame(
        thing=_POOL, done=_LETS_GO, build=_released, without=_words("从.{0,2}(?:公海|池)|拉进我")
    ),
    _Frame(thing=_GONE, weak=True, done=_ANY, build=_released),
    _Frame(thing=_TAKES, weak=True, done=_ANY, build=_claimed, without=_words("提醒|叫我|计划")),
    _Frame(thing=_PLAN, done=_DROPPED, build=lambda one: CancelPlan(plan_of(one))),
    _Frame(thing=_NEW_DEAL, weak=True, done=_MADE, build=_new_deal),
    _Frame(thing=_STATE, weak=True, done=_ANY, build=_moved_stage),
    _Frame(thing=_DEAL, weak=True, done=_CHANGED, build=_changed_deal, without=_words("提醒|叫我")),
)
