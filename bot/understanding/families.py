"""What is understood and has no handler yet: the families of product.md 6, by their words."""

import re

from bot.intents import Assign
from bot.talk import NotSupported
from bot.understanding import claiming
from bot.understanding.clauses import said_beside
from bot.understanding.patterns import regex
from bot.understanding.questioning import is_question
from bot.understanding.reading import Reading
from bot.understanding.reported import AS_LEAD, is_noted, is_reported
from bot.understanding.stages import is_won, moved_to
from bot.understanding.telling import SAID

_LONGEST = 60
_REMINDS = regex(r"提醒我|叫我|(?:过?去|见面?|约|拜访).{0,2}谈")
_DICTATED = 40
"""Characters of a sentence without marks that names somebody and tells more than it asks for."""
_MANY = 2
"""Things said beside who, when and where, above which a contact is reported."""
_WON = regex(r"算赢|赢单|往[前下][推走]|推(?:到|进|一步)")
_ABOUT_WORK = regex(
    r"点个?赞|写得|表扬|(?<![\d一二两三四五六七八九十])点评|日志|^/?(?:新建?线索|新增线索|[报录记加]一?[个条]?线索|录一?条)|400电话|抖音|官网|介绍的|离职|线索|询盘"
)
_FIGURE = r"[\d一二两三四五六七八九十百]+(?:\.\d+)?\s*(?:万|[wWkK]|千|块|元)"

_SURE = (
    (
        "new_lead",
        r"^/?(?:新建?线索|新增线索|报个?线索|录一?[条个](?!新?客户|商机|跟进|拜访|记录|计划)|线索[：:])|有个.{0,8}(?:介绍的|线索)|抖音(?:上|私信)|官网.{0,6}(?:表单|留言|询盘|咨询|来的)|询盘|(?:展会|会上|车友|饭局|群里|老乡会)上?.{0,4}(?:加|认识|碰到|遇到|聊)了?(?:一?个|一位|一家).{0,10}(?:做|搞|开|的)|(?:朋友|老客户|同学|亲戚|有人).{0,4}(?:介绍|推荐|推)了?(?:一?[个家位])|400电话|名片(?=$|.{0,6}录)|新线索|潜客|潜在客户[：:，,\s]",
    ),
    (
        "lead_result",
        r"线索.{0,8}(?:转|作废|没|不靠谱)|那条.{0,8}(?:作废|转客户)|转客户$|空号$|有需求[，,]转",
    ),
    ("project_review", r"立项|\d选\d"),
    (
        "quote",
        r"^给.{1,12}报个?价$|^给.{1,12}报(?!备|告|个?商机).{0,20}(?:单价|折)|特批|按(?:V\d|第.版)报|报价单(?:出|做)一?[份下]|(?:上次|上回|之前)给.{1,10}报(?:了)?(?:多少|价)|(?:报价|价格).{0,6}(?:让|降|打).{0,4}[点折]|^给.{1,12}(?:做|出|发)一?[份个张]?报价|报价单?.{0,4}(?:有效期|作废|审批)|再让\d+个?点|探价|不打折|^.{0,8}报价.{0,4}(?:行不行|能不能)",
    ),
    (
        "sample",
        r"样[品机].{0,8}(?:顺丰|圆通|中通|京东|快递)|(?:快递|顺丰)?单号|样[品机].{0,4}(?:测得|测完|超过)|(?:寄|送|发)了.{0,4}样[品机]|样[品机].{0,4}(?:测试|试用).{0,6}(?:结果|没有|怎么样|了吗)|样[品机].{0,2}(?:通过|合格|不合格)了?|样[品机].{0,4}(?:寄出|发出|发走|没过|没下文)|(?:几个|哪些|有没有).{0,4}样[品机]|样[品机].{0,6}还在|^测试(?:过半|通过|没过|不过)|开始测了|^.{1,4}说?收到了[。！!]?$",
    ),
    (
        "contract",
        r"^(?:帮我|给我|我想?)?(?:看看?|看一?[下眼]|查查?|查一?下|打开|调出|翻一?下)[^，,]{1,12}的?合同[吧呢]?$|[^，,]{1,12}的合同(?:呢|在哪|有哪些|有几份|有多少)[？?]?$|出合同|(?:起草|拟|做|弄|生成|打印)(?![到成进])(?:一?[份个])?.{0,12}合同|合同.{0,4}(?:什么时候|何时|哪天|多久).{0,4}到期|合同.{0,4}(?:到哪|走到哪|批)|合同撤回|续[签约]|提交审批|(?<!到)合同审批|合同.{0,4}走审批|合同.{0,6}到期|^合同号|货到付款|^合同.{0,8}(?:改|条款)",
    ),
    (
        "money",
        rf"还有多少没收|还欠.{{0,6}}(?:款|钱)|欠(?:我们|咱们?|款)|货款.{{0,3}}(?:多少|到)|^.{{0,14}}到账(?:了)?\s*[\d一二三四五六七八九十]|开.{{0,8}}发票|发票|对账单|[要该](?:收|回)(?:回)?多少(?:款|钱)?|应该收|回款.{{0,12}}(?:到账|到了|登记|多少|情况)|逾期的(?:款|合同|应收)?拉|分\d+期|尾款啥时候|收了\d+.{{0,4}}其实是|应收|账龄|"
        rf"(?:打|汇|转)(?:了|来|过来)\s*{_FIGURE}|(?:预付|首付|尾款|货款|定金|款)[^，,]{{0,3}}到了?账?了?\s*{_FIGURE}|付款?[，,].{{0,3}}改到|回款(?:排|列|登记)",
    ),
    (
        "team_up",
        r"拉.{1,4}一起跟|让.{1,4}跟我(?:一起|一块)|建个?群|先给.{1,4}顶着|陪访|撤掉.{1,4}的?权限|协作人|让[老小].{1,4}看着|归[老小].{1,2}[，,]",
    ),
    (
        "task",
        r"^(?:让|派|安排|叫|请)[老小]?.{1,3}.{0,8}(?:出|做|写|交|准备|送|寄|整理|拿)|派出去的任务|写个任务|派个?活|交办|(?<![啥些月够季])(?<!什么)任务(?!完成|还?差|达成|额)|写个.{1,8}(?:调研|报告)|加个附件|扫描件",
    ),
    (
        "work_log",
        r"写.{0,4}(?:日报|周报|日志|总结)|(?:日报|周报|工作日志).{0,6}(?:写|生成|补|提交)|工作日志|^日报(?!$)|^周报$|日报加|补.{0,4}日报|日报.{0,3}补|日报写了没|^就这样发|请假.{0,4}不写|^(?:今天)?遇到的问题[：:]",
    ),
    (
        "mark",
        r"[ABC]类(?:客户)?(?:还差|差)几个|[ABC]类(?:客户)?(?:满了|到上限)|[升降调改][成为到]?[ABC]类?(?:$|[，,客])|申请升|降[ABC]|归到第.类|打个?标签|贴个?标签|市场分类",
    ),
    (
        "decide",
        r"(?:这单|那单|这个)(?:同意|不同意|批了|不批)|申请我?(?:批|不批|同意|驳回)|^(?:同意|不批|驳回|全批了|批了吧|加签|退回[老小].{1,4}补)|等我批|我审批|待(?:我)?(?:审批|批)|^批准|^(?:这个|那个)?(?:报价|合同|折扣|申请).{0,4}(?:不?同意|批了|不批|驳回)|这单不批|审批给|审批也?(?:转|给)|报价同意",
    ),
    (
        "funnel",
        r"漏斗|转化率|卡得最厉害|输给谁[最的]|(?:业绩|签约|成交|销售)预测",
    ),
    (
        "activity",
        r"领了(?:不|没)动|样品都啥情况|响应超时",
    ),
    (
        "rules",
        r"\d+天改(?:成|为)?\d+天|改\d+天会怎样|最多领\d+|上限改|\d+天不.{1,3}就|自动回收|规则(?:退回|回滚|改)|先试点|要(?:我|.{1,4})批$",
    ),
    (
        "handover",
        r"^我?.{0,8}请假[一二三四五六七\d]*天?$|离职(?!了)|交接|月底走人|休.?产?假|(?<!我)名下客户(?!有|列)|客户(?:暂时|先|暂)?(?:给|转|让|由|交给)[老小].{1,2}|原样(?:给|转)|^群也?|^(?:[他她]的)?客户(?:全|都)(?:退|放|还|扔|转)|^\S{1,8}号?生效$",
    ),
    (
        "money_mgr",
        r"提成|RFM|导出|(?:本|下|这)?(?:季度|月|年)目标(?!完成|达成)|的目标|导(?:一份|出)|奖励(?:改|调)|收入来自",
    ),
    (
        "take_back",
        r"收回(?:公海|来)|先?别回收|撞单|类?调.{0,3}给|昨晚.{0,6}掉了",
    ),
    (
        "coach",
        r"^@|表扬|(?<![\d一二两三四五六七八九十])点评|点个?赞|写得(?:不错|好)|下次(?:让|叫|带)[老小]|议题|决议|写得好|重写$|^让[老小].{1,2}下次",
    ),
    ("ticket", r"^吐槽|转人工|投诉(?:系统|一下|你们)|我要投诉|提个?(?:bug|建议|意见)"),
    (
        "contact_map",
        r"权力地图|决策链|谁(?:说了算|拍板|做主|能定|决定)|决策(?:人|者)|以前(?:是|在)(?!谁).{1,8}(?:的|干|做)",
    ),
    (
        "assign",
        r"给[^我].{0,2}[派分](?:[一两几\d]+)?[个些家]?[^，,]{0,4}客户|平均分|随机分|按业绩分|本周定额|分配撤了|先给\d+个|为什么[老小].{1,2}(?:少|多)",
    ),
    ("digest", r"第.块展开|以后.{0,8}点.{0,2}发|(?:和|跟|与).{1,8}(?:比一下|对比|比一比)"),
    ("search", r"过生日"),
)
"""Words that say what is wanted by themselves."""

_ALONE = (
    ("quote", r"要[\d八九七][\d五]?折"),
    ("new_lead", r"线索(?!阶段)"),
    ("contract", r"合同.{0,4}(?:模板|扫描|盖章)"),
    ("funnel", r"预测"),
    ("lead_result", r"先放放"),
)
"""Words that say so only where nothing else is reported."""


def unsupported(reading: Reading) -> NotSupported | None:
    """The family of a sentence that asks for what is not built yet.

    A contact that is reported and happens to hold such words stays a report.
    """
    text = reading.text.strip()
    if AS_LEAD.search(text) and not is_question(reading):
        return NotSupported("new_lead")
    if len(text) > _LONGEST:
        return None
    reported = is_reported(reading) and not _ABOUT_WORK.search(text)
    known = reading.customers or reading.known_by_contact
    talks = reading.customers[1:] or (known and (reading.contacts or SAID.search(text)))
    much = said_beside(reading) > _MANY or len(text) > _DICTATED
    full = talks and much and not _ABOUT_WORK.search(text)
    goes_on = _WON.search(text) or is_won(text) or (much and moved_to(text))
    if reported or full or goes_on or _REMINDS.search(text) or is_noted(text):
        return None
    found = _first(_SURE, text) or _first(_ALONE, text)
    if reading.customers and (found == "lead_result" or _is_beside_money(found, reading)):
        return None
    if (found == "handover" and reading.known_by_contact) or (found == "quote" and moved_to(text)):
        return None
    if found in _OF_COLLEAGUES and isinstance(claiming.assign(reading), Assign):
        return None
    asks = is_question(reading) or text.endswith(("？", "?"))
    return NotSupported(found, asks=asks) if found else None


_OF_COLLEAGUES = ("handover", "team_up")
"""海纳家电转给小邹接着跟: said with why, but of one customer that is handed over."""


def _is_beside_money(found: str, reading: Reading) -> bool:
    """定金到账6.69万，就是合同的三成: a payment with more said of it is a contact's report."""
    return found == "money" and bool(reading.amounts) and said_beside(reading) > 1


def _first(families: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, words in families if re.search(words, text)), "")
