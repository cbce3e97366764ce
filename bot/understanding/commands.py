"""Commands on customers, the pool, plans and people."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.intents import (
    CancelPlan,
    CompletePlan,
    CreateCustomer,
    Entry,
    MovePlan,
    PlanRef,
    PutContact,
    SetPlan,
    Star,
    UpdateCustomer,
)
from bot.keys import Intent
from bot.slots import Shift, When
from bot.talk import NotSupported
from bot.understanding.asking import QUESTION, conditions
from bot.understanding.durations import shift
from bot.understanding.duties import what
from bot.understanding.numerals import HAN, value
from bot.understanding.reading import Reading
from bot.understanding.said import directed
from bot.understanding.visits import entries, two_times
from bot.understanding.words import kind_of
from core.customers.model import ContactRole, Tier

_REMIND = re.compile(r"提醒我?|叫我|记得|别忘|到时候?")
_PLAN = re.compile(
    r"^(?:.{0,12})(?:再去|去一?趟|拜访|回访|送样|踏勘|评审|review|开会|技术会|见面|过去|打给|回电话?|打电话|催|问一?[次下]|联系|跟进|演示|试机|培训|验收|谈|签合同|敲定|寄|交流|汇报|面谈|看样)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"每(?:隔)?(?P<n>\d{{1,2}}|[{HAN}]{{1,2}})?个?(?P<unit>天|日|周|星期|礼拜|月|年)(?P<day>[一二三四五六日天])?(?!\d)"
)
_FREQ = {
    "天": "DAILY",
    "日": "DAILY",
    "周": "WEEKLY",
    "星期": "WEEKLY",
    "礼拜": "WEEKLY",
    "月": "MONTHLY",
    "年": "YEARLY",
}


def set_plan(reading: Reading) -> Intent | None:
    """A time ahead with something to do, and nothing that has happened."""
    text = reading.text
    every = _EVERY.search(text)
    _, coming = two_times(reading)
    when = coming.value if coming else None
    if every is not None:
        return _repeated(reading, every, when)
    if when is None:
        asked = re.search(r"^(?:定|设|加)?个?(?:计划|提醒)|定计划", text.strip())
        return SetPlan(customer=reading.customer, content="") if asked else None
    happened = re.search(
        r"(?:去了|见了|聊了|拜访了|跑了|谈了|说了?|刚|通了|打了|送了|寄到|收到|过去了|反馈|没见|不错|回复)",
        text,
    )
    remind = _REMIND.search(text)
    if QUESTION.search(text) and not remind:
        return None
    if not remind and (happened or not (reading.customers or reading.contacts)):
        return None
    if not remind and not _PLAN.search(text) and len(text) > 26:
        return None
    if reading.amounts and not remind:
        return None
    before = re.search(r"提前(\d{1,2}|[一二两三四五六七八九十])天", text)
    if before and when and (days := value(before[1])):
        when = When(when.day - timedelta(days=int(days)), words=when.words)
    return _plan(reading, when)


def _plan(reading: Reading, when: When | None, recurrence: str = "") -> SetPlan:
    report = entries(reading)[0]
    return SetPlan(
        customer=reading.customer,
        when=when,
        content=what(reading),
        contacts=report.contacts,
        recurrence=recurrence,
        spans=report.spans,
    )


def _repeated(reading: Reading, every: re.Match[str], when: When | None) -> SetPlan:
    count = value(every["n"]) if every["n"] else 1
    number = int(count or 1)
    rule = f"FREQ={_FREQ[every['unit']]}" + (f";INTERVAL={number}" if number > 1 else "")
    days = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}[_FREQ[every["unit"]]]
    first = when or When(reading.clock.today + timedelta(days=days * number))
    if every["day"]:
        wanted = "一二三四五六日".index(every["day"].replace("天", "日"))
        ahead = (wanted - reading.clock.today.weekday()) % 7 or 7
        first = replace(
            when or When(reading.clock.today), day=reading.clock.today + timedelta(days=ahead)
        )
    return _plan(reading, first, rule)


_DONE = re.compile(r"(?:完成|做完|打完|办完|搞定|弄完|跑完)(?:了|啦)|已完成|^完成$|去过了")
_MOVE = re.compile(
    r"推到|推迟到?|改到|挪到|延到|往后(?:挪|推)|延后|顺延|晚.{1,5}再?叫|推[一两二三\d]+[天周]|改成(?=.{0,8}(?:周|号|点|天|月))|改期|改约|缓.{0,3}[天周]|挪[一两\d]"
)
_DROP = re.compile(
    r"不用提醒|别提醒|取消.{0,12}(?:计划|提醒|拜访|跟进|约|见面|安排)|(?:计划|提醒|约)取消|这条算了|不用去了|不去了|(?:拜访|会)取消"
)


def plan_action(reading: Reading) -> Intent | None:
    """完成, 推迟, 取消 a plan; by customer, by day, or the one last shown."""
    text = reading.text.strip()
    if re.search(
        r"阶段|商机|方案报价|商务|合同|赢单|投标|试样|送样阶段|金额|退公海|退回公海", text
    ):
        return None
    target = _target(reading)
    if _DROP.search(text) and not QUESTION.search(text):
        return CancelPlan(target)
    moved = shift(text)
    if (_MOVE.search(text) or (moved and re.search(r"推|延|挪|晚|缓", text))) and not re.search(
        r"去了|见了|没去成|聊了", text
    ):
        return _move(reading, target)
    plan_words = re.search(
        r"(?:那个|这个|计划|那条|这条|^完成|的)(?:.{0,4})(?:完成|打完|做完|办完|跑完|搞定)", text
    )
    if _DONE.search(text) and (plan_words or len(text) <= 10) and not reading.amounts:
        return CompletePlan(target, _report(reading))
    return None


def _target(reading: Reading) -> PlanRef:
    text = reading.text
    if re.search(
        r"(?:今天|明天|后天|周[一二三四五六日天])的?(?:计划|安排|提醒)?(?:都|全)|全部|所有的?", text
    ):
        first = reading.times[0].value if reading.times else None
        day = directed(first, reading.clock, future=True) if first else None
        return PlanRef(day=When(day.day if day else reading.clock.today))
    ref = reading.customer
    if ref.ids or ref.words:
        return PlanRef(customer=ref)
    return PlanRef(last_shown=True)


def _move(reading: Reading, target: PlanRef) -> Intent | None:
    moved = shift(reading.text)
    if moved is not None:
        return MovePlan(target, shift=Shift(moved.value, reading.text[moved.start : moved.end]))
    if not reading.times:
        return None
    last = reading.times[-1]
    when = directed(last.value, reading.clock, future=True)
    return MovePlan(target, when=when) if when else None


def _report(reading: Reading) -> Entry | None:
    """打完了，他同意周三过来: done, and a contact to be logged."""
    rest = re.split(
        r"(?:完成|打完|做完|办完|跑完|搞定)(?:了|啦)?[，,。\s]*", reading.text, maxsplit=1
    )
    if len(rest) < 2 or len(rest[1].strip()) < 3:
        return None
    return replace(entries(reading)[0], kind=kind_of(reading.text))


_NEW = re.compile(
    r"^(?:帮我)?(?:建个?|新建|新增|加个?|录(?:入|个)?|创建|添加)(?:一个|一家|个)?新?客户|^新客户|^新增客户|(?:建|加)个客户"
)


def create_customer(reading: Reading) -> Intent | None:
    text = reading.text.strip()
    if not _NEW.search(text):
        return None
    rest = _NEW.sub("", text).strip(" ：:，,。")
    name = re.split(r"[，,。；;\s]|做[\u4e00-\u9fff]", rest)[0]
    industry = re.search(r"做([\u4e00-\u9fff]{1,8}?)的", rest)
    tier = re.search(r"([ABC])\s*类", rest)
    mobile = re.search(r"(?<!\d)(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)", rest)
    city = re.match(r"(?:[\u4e00-\u9fff]{2})", name)
    contact = re.search(r"联系人[是:：\s]*([\u4e00-\u9fff]{1,4}?)(?=[\s\d，,。]|$)", rest)
    cities = conditions(reading).cities
    return CreateCustomer(
        name=name,
        industry=industry[1] if industry else "",
        city=cities[0] if cities and city and cities[0] == city.group() else "",
        tier=Tier(tier[1]) if tier else None,
        contact=contact[1] if contact else (reading.contacts[0].value if reading.contacts else ""),
        mobile=re.sub(r"[\s-]", "", mobile[1]) if mobile else "",
    )


def star(reading: Reading) -> Intent | None:
    text = reading.text
    if re.search(r"取消(?:关注|重点|星标|加星)|不是重点", text):
        return Star(reading.customer, on=False)
    wanted = re.search(
        r"加重点|(?:[标列设]?[为成]|标)重点客户?$|加星|星标|关注一下|设为重点|标记?重点|加关注",
        text,
    )
    known = reading.customers or reading.context.shown
    return Star(reading.customer) if wanted and known and not QUESTION.search(text) else None


_FIELDS = re.compile(
    r"(?P<field>行业|城市|地址|地区|电话|简称|名字|名称|手机)(?:号|号码)?(?:改|换|变|更新)(?:成|为|到)?了?\s*(?P<value>[^，,。]{2,30})"
)
_PERSON = re.compile(
    r"新来[了的]?|接手的?|换(?:了个?)?采购|换人|走了|离职|拍板|卡付款|支持我们|生日|电话换|换号|手机换|新采购|联系人(?:改|换|加|是)|加个?联系人|姓"
)


def contact(reading: Reading) -> Intent | None:
    """王总电话换了 13700009999; 远帆新来了个采购副总，姓冯; 华东精密的行业改成仪器仪表."""
    text = reading.text
    number = re.search(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)", text.replace(" ", ""))
    renamed = re.search(r"改叫\s*([\u4e00-\u9fff]{2,20})", text)
    if renamed:
        return UpdateCustomer(customer=reading.customer, name=renamed[1])
    alias = re.search(
        r"以后(?P<a>[\u4e00-\u9fffA-Za-z]{2,8})就是|^(?P<b>[\u4e00-\u9fffA-Za-z]{2,8})就是", text
    )
    if alias and reading.customers:
        return UpdateCustomer(customer=reading.customers[-1].value, alias=alias["a"] or alias["b"])
    changed = _FIELDS.search(text)
    if changed and not reading.contacts:
        names = {
            "行业": "industry",
            "城市": "city",
            "地址": "city",
            "地区": "city",
            "电话": "mobile",
            "手机": "mobile",
            "简称": "alias",
            "名字": "name",
            "名称": "name",
        }
        return UpdateCustomer(
            customer=reading.customer, **{names[changed["field"]]: changed["value"].strip()}
        )
    wants = (
        number
        and re.search(r"电话|手机|号码|联系人", text)
        and (reading.contacts or reading.customers)
    )
    if not wants and not (
        _PERSON.search(text) and (reading.customers or reading.contacts) and len(text) < 50
    ):
        return None
    if re.search(r"拜访|见了|聊了|去了", text) and not re.search(r"新来|换采购|接手", text):
        return None
    return _contact(reading, number[1] if number else "")


def _contact(reading: Reading, mobile: str) -> PutContact:
    text = reading.text
    role = next(
        (
            role
            for role, words in (
                (ContactRole.DECIDER, r"拍板|决策|说了算"),
                (ContactRole.APPROVER, r"卡付款|审批"),
                (ContactRole.BUYER, r"采购"),
                (ContactRole.EVALUATOR, r"评估|技术|质检"),
                (ContactRole.COACH, r"支持我们|内线"),
            )
            if re.search(words, text)
        ),
        None,
    )
    surname = re.search(r"姓([\u4e00-\u9fff])", text)
    called = re.search(
        r"(?:叫|是|新来的?|接手的?是?)(?:叫|是)?([\u4e00-\u9fff]{2,3})(?=[\s，,。]|$)", text
    )
    name = reading.contacts[0].value if reading.contacts else ""
    if called and not name:
        name = called[1]
    title = re.search(r"(采购副?总监?|采购经理|技术部长|财务总监|副总|总经理|厂长|采购|财务)", text)
    return PutContact(
        customer=reading.customer,
        name=name or (surname[1] + "总" if surname else ""),
        title=title[1] if title else "",
        mobile=mobile,
        role=role,
        attitude=1 if "支持我们" in text else None,
        birthday=_birthday(text),
    )


def _birthday(text: str) -> str:
    match = re.search(
        r"生日[是:：]?\s*((?:农历|阴历)?[\u4e00-\u9fff\d]{1,6}月[\u4e00-\u9fff\d]{1,4}[日号]?)",
        text,
    )
    return match[1] if match else ""


_UNSUPPORTED = (
    (
        "new_lead",
        r"^/?(?:新线索|报个?线索|录一?条?线索|线索[：:])|有个.{0,8}(?:介绍|线索)|抖音私信|官网表单|400电话",
    ),
    ("lead_result", r"线索.{0,6}(?:转|作废)|那条.{0,4}(?:作废|转客户)|转客户$|空号"),
    ("project_review", r"立项"),
    (
        "quote",
        r"^给.{1,12}报(?!备|告).{0,20}(?:单价|折)|特批|按V\d报|报价单(?:出|做)一?[份下]|上次给.{1,10}报多少",
    ),
    ("contract", r"出合同|生成.{0,12}合同|合同撤回|续签|提交审批|合同审批|^合同号"),
    ("money", r"还有多少没收|要回多少款|逾期的拉|分\d+期|尾款啥时候|收了\d+.{0,4}其实是|应收|账龄"),
    ("team_up", r"拉.{1,4}一起跟|建个群|先给.{1,4}顶着|陪访|撤掉.{1,4}的?权限|协作人"),
    ("task", r"^(?:让|派).{1,4}.{0,8}(?:出|做|写|交)|派出去的任务|写个.{1,8}调研|加个附件"),
    ("work_log", r"写(?:日报|周报)|^日报|^周报|日报加"),
    ("mark", r"升[ABC]$|申请升|降[ABC]|归到第.类|打标签|市场分类"),
    ("decide", r"^(?:同意|不批|全批了|批了吧|加签|退回.{1,4}补)|等我批|这单不批|审批给"),
    ("funnel", r"漏斗|预测|转化率|能签多少|卡得最厉害|输给谁最多|目标还差"),
    ("activity", r"谁没写|没写跟进|领了不动|多久没去了|样品都啥情况|响应超时"),
    ("rules", r"改\d+天会怎样|最多领\d+|上限改|\d+天不跟就|规则退回|先试点"),
    ("handover", r"离职|交接"),
    ("money_mgr", r"提成|RFM|导出|本季度目标|奖励改成"),
    ("take_back", r"收回(?:公海|来)|锁定|先别回收|撞单|调.{0,3}给"),
    ("coach", r"表扬|点评|议题|记决议|写得好|重写$"),
    ("ticket", r"^吐槽|转人工|^投诉系统"),
    ("contact_map", r"权力地图|决策链|谁说了算"),
    ("brief", r"份简报|要份?简介"),
    ("assign", r"平均分|随机分|按业绩分|本周定额|分配撤了"),
)


def unsupported(reading: Reading) -> Intent | None:
    """What is understood and not built yet."""
    text = reading.text.strip()
    if len(text) > 60:
        return None
    return next(
        (NotSupported(name) for name, words in _UNSUPPORTED if re.search(words, text)), None
    )
