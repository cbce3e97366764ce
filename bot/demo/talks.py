"""What is talked about with a customer, by how far the business is; invented like the rest."""

from typing import NamedTuple

from core.visits.model import ContactKind


class Talk(NamedTuple):
    """One contact: what it was about, what the customer said, what comes next in how many days.

    Without an answer there is nothing to follow: it does not count as effective.
    """

    kind: ContactKind
    content: str
    result: str = ""
    next_step: str = ""
    days: int = 0


_VISIT, _CALL, _WECHAT = ContactKind.VISIT, ContactKind.CALL, ContactKind.WECHAT

FIRST = (
    Talk(_VISIT, "第一次上门，了解了产线和用量", "目前有供应商，愿意比一比", "约一次技术交流", 6),
    Talk(_VISIT, "第一次上门，认识了采购和设备的人", "今年没有预算，明年可以谈"),
    Talk(_CALL, "自我介绍，问了用什么设备", "说发份资料看看", "发产品资料", 2),
)
"""The first contact with a customer that is new to us."""

QUIET = (
    Talk(_VISIT, "看了现有设备的运行情况", "设备老化，年底前想换", "整理一份改造建议", 5),
    Talk(_VISIT, "聊了明年的预算安排", "预算还要等总部批", "月底再问一次预算", 9),
    Talk(_VISIT, "送了新样本，认识了品质部的人", "先放着看，有项目再联系"),
    Talk(_CALL, "问了近期有没有新增产能", "下半年要加一条线", "上门看现场", 4),
    Talk(_CALL, "回访上次的资料看了没有", "看过了，想要同行案例", "发两个同行案例", 2),
    Talk(_CALL, "约下次见面的时间", "下周有空，可以来", "上门拜访", 5),
    Talk(_VISIT, "看了新厂房的进度", "设备要等明年，现在不急"),
    Talk(_VISIT, "碰了碰现有供应商的合同", "合同明年三月到期"),
    Talk(_CALL, "问了新一年的采购计划", "计划还没批下来"),
    Talk(_CALL, "没说几句，对方在开会"),
    Talk(_WECHAT, "发了新版产品手册", "说收到了，转给技术看", "问技术的意见", 3),
    Talk(_WECHAT, "发了节日问候和展会邀请"),
)
"""With a customer who has no opportunity yet, or whose business is over."""

TALKS = {
    "initial": (
        Talk(_VISIT, "介绍了同行用下来的效果", "有兴趣，要先内部碰一下", "问内部讨论的结果", 4),
        Talk(_CALL, "确认了项目由谁牵头", "设备科牵头，采购配合", "约设备科见面", 3),
    ),
    "needs": (
        Talk(_VISIT, "核对了技术参数和现场条件", "参数可以，担心交期", "带交期承诺再谈", 4),
        Talk(_CALL, "补问了产能和节拍要求", "数据下午整理好发来", "按数据完善方案", 3),
    ),
    "proposal": (
        Talk(_VISIT, "讲了方案和配置清单", "配置偏高，想降一档", "重新报一版价格", 3),
        Talk(_WECHAT, "发了报价单", "领导在看，有消息回复", "追问报价的反馈", 3),
    ),
    "sample": (
        Talk(_VISIT, "送样品过去并交代了测试方法", "本周安排上机", "问测试结果", 6),
        Talk(_CALL, "问了样品测试的进度", "测了一半，数据还行", "等完整的测试报告", 5),
    ),
    "bidding": (
        Talk(_VISIT, "和采购、品质一起过了招标要求", "需要补两份资质文件", "补资质文件", 2),
        Talk(_CALL, "问了开标时间和评分办法", "下周三开标，技术分占六成", "准备投标文件", 4),
    ),
    "negotiation": (
        Talk(_VISIT, "谈了价格和付款方式", "价格还要压5个点", "重新核一版价格", 3),
        Talk(_WECHAT, "确认了质保年限和备件清单", "质保要三年", "回复质保条件", 2),
    ),
    "contract": (
        Talk(_VISIT, "送合同草稿并逐条说明", "法务要改两条违约条款", "改好合同再送签", 3),
        Talk(_CALL, "催了合同的审批", "卡在财务，这两天能过", "再问审批进度", 2),
    ),
    "won": (
        Talk(_VISIT, "回访使用情况", "用得稳定，考虑再加一台", "报加购的价格", 6),
        Talk(_CALL, "问了到货和安装的安排", "场地下周清出来", "安排安装调试", 5),
    ),
}
"""While an opportunity is at a stage, and after it was won."""

STEPS = {
    "initial": Talk(
        _VISIT, "听对方讲了项目的来由和预算", "确认要做，让我们先摸需求", "做需求调研", 4
    ),
    "needs": Talk(_VISIT, "把需求逐条过了一遍", "需求确认了，请我们出方案", "出方案和报价", 5),
    "proposal": Talk(_VISIT, "定了方案和报价", "认可方案，想先看样品", "准备样品", 4),
    "sample": Talk(_VISIT, "汇报了测试结果", "结果满意，走招标流程", "准备投标资料", 4),
    "bidding": Talk(_VISIT, "听了评标的情况", "我们排第一，进入商务", "准备商务条款", 3),
    "negotiation": Talk(_VISIT, "把价格和账期谈拢了", "条件同意，走合同", "起草合同", 2),
    "contract": Talk(_VISIT, "双方签字盖章", "合同签了，按期供货", "跟进首批交货", 7),
    "lost": Talk(_CALL, "问了项目的最后结果", "这次没有选我们", "半个月后再回访", 15),
}
"""The contact that ends a stage and begins the next one; `lost` ends the opportunity at any."""
