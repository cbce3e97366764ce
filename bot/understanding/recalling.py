"""Questions of no form that is known, about something that may stand in the records (年检延到啥时候来着)."""

from bot.intents import FindRecords
from bot.understanding.accounting import FIGURE, FOREIGN, is_everyday, named_words
from bot.understanding.patterns import regex
from bot.understanding.questioning import asks
from bot.understanding.reading import Reading

_GENERAL = frozenset(
    """
    客户 新客户 老客户 大客户 公司 企业 工厂 联系 联系人 联系方式 电话 手机 微信 号码 负责人 同事 团队 小组 部门 销售 员工 领导 老板 经理 采购 财务 技术
    拜访 跟进 见面 聊天 沟通 交流 回复 答复 反馈 意见 态度 要求 需求 问题 顾虑 进展 进度 情况 状态 结果 结论 记录 报告 汇报
    安排 计划 日程 行程 待办 提醒 任务 会议 开会 完成 逾期 过期 合同 协议 资料 方案 材料 样品 样机 报价 价格 预算 金额 总额
    商机 单子 项目 订单 生意 签约 成交 赢单 输单 丢单 概率 赢率 把握 阶段 公海 规则 制度 名额 上限 目标 指标 业绩 数据 数字 排名
    """.split()
)
"""What is told of so many records that none is meant by it."""


def recalled(reading: Reading) -> FindRecords | None:
    """What is asked about by words that may stand in plans, deals and contacts."""
    named = reading.customers or reading.contacts
    if (
        named
        or FOREIGN.search(reading.text)
        or not (asks(reading) or _KEYWORDS.search(reading.text))
    ):
        return None
    words = named_words(reading)
    telling = [one for one in words if not (is_everyday(one) and one in _GENERAL)]
    own = [one for one in telling if not is_everyday(one)]
    if not telling:
        return None
    text = reading.text
    deals = bool(_OF_DEALS.search(text))
    figure = bool(FIGURE.search(text)) and not _THAT_DEAL.search(text)
    return FindRecords(tuple(own or telling), figure=figure, deals=deals)


_THAT_DEAL = regex(r"[那这][单笔]|[那这]个(?:单子?|商机|项目)")
"""输给绿源那单多少钱: of the deal, whoever it was lost to."""
_KEYWORDS = regex(r"^[^，,。了]{2,16}(?:阶段|金额|赢率|进度|进展|概率|把握|签约日|负责人)[?？\s]*$")
"""导电浆料二期 阶段 金额: what it is about, and what is asked of it, without any form."""
_OF_DEALS = regex(
    r"赢率|把握|概率|可能性|胜算|赢面|阶段|哪一?步|签|金额|多少钱|多大|谁的|哪家的|谁(?:在)?[跟管负做]|单子?|商机|项目"
)
