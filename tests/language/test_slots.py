"""What an utterance says beside its intent: whom, when, how much, by the chat grammar's own notes."""

from typing import Any

import pytest

from tests.language.understood import Row, answers

WON = {"fen": 300_000_000}

# The words; then where a value lies in the slots, and the value.
REPORTS: dict[str, dict[str, Any]] = {
    "昨天下午去了远帆，见了王总，聊二期的量，他说12月定，下周三再去": {
        "entries.0.customer.ids": ["C01"],
        "entries.0.contacts": ["王总"],
        "entries.0.when.day": "2026-11-22",
        "entries.0.when.part": "pm",
        "entries.0.when.at": None,
        "entries.0.result": "他说12月定",
        "entries.0.next_when.day": "2026-12-02",
    },
    "刚从博远出来，何总说年框没问题，就是价格还要压5个点": {
        "entries.0.customer.ids": ["C10"],
        "entries.0.contacts": ["何总"],
        "entries.0.next_when": None,
        "entries.0.amounts": None,
    },
    "上午跑了华精和北重，华精李工要看样，北重没见到人": {
        "entries.0.customer.ids": ["C02"],
        "entries.0.contacts": ["李工"],
        "entries.0.when.part": "am",
        "entries.1.customer.ids": ["C12"],
        "entries.1.contacts": None,
        "entries.1.when.part": "am",
        "entries.1.outcome": "not_met",
    },
    "记一下 20号拜访恒泰陈经理 谈了环保改造 预算两三百万": {
        "entries.0.contacts": ["陈经理"],
        "entries.0.when.day": "2026-11-20",
        "entries.0.amounts.0.least.fen": 200_000_000,
        "entries.0.amounts.0.most.fen": 300_000_000,
        "entries.0.amounts.0.role": "budget",
    },
    "上周四带徐工去蓝鲸做技术交流，张姐和他们品质一起，反馈不错，样机这周五送": {
        "entries.0.customer.ids": ["C03"],
        "entries.0.when.day": "2026-11-19",
        "entries.0.next_when.day": "2026-11-27",
        "entries.0.outcome": "positive",
    },
    "陪王总吃了个饭，聊得挺好": {
        "entries.0.customer.ids": ["C01"],
        "entries.0.kind": "dinner",
        "entries.0.next_when": None,
    },
    "没进去门，海川前台说采购出差了": {
        "entries.0.customer.ids": ["C07"],
        "entries.0.outcome": "not_met",
    },
    "给蓝鲸张姐打了电话，她说预算批了80万": {
        "entries.0.kind": "call",
        "entries.0.contacts": ["张姐"],
        "entries.0.amounts.0.least.fen": 80_000_000,
        "entries.0.amounts.0.role": "budget",
    },
    "刚跟陈浩通完话，恒泰化工那边要等总部，下月5号再联系": {
        "entries.0.customer.ids": ["C04"],
        "entries.0.kind": "call",
        "entries.0.next_when.day": "2026-12-05",
    },
    "打了三次没人接，天府医疗": {
        "entries.0.customer.ids": ["C09"],
        "entries.0.kind": "call",
        "entries.0.outcome": "not_met",
    },
    "视频会 远帆徐工 讲了固含量指标 他们要0.5以内": {
        "entries.0.kind": "video",
        "entries.0.contacts": ["徐工"],
        "entries.0.amounts": None,
        "entries.0.next_when": None,
    },
    "邮件发了方案给何总，等回复，三天后追": {
        "entries.0.customer.ids": ["C10"],
        "entries.0.kind": "email",
        "entries.0.next_when.day": "2026-11-26",
    },
    "昨晚马厂长打来说要提前，明年1月就换": {
        "entries.0.customer.ids": ["C12"],
        "entries.0.kind": "call",
        "entries.0.when.day": "2026-11-22",
        "entries.0.when.part": "eve",
    },
    "上午去远帆送了样，王总说下个月试用，周五打电话问结果": {"entries.0.kind": None},
    "刚跟远帆王总打了电话，他说再看看，周五去拜访": {"entries.0.kind": "call"},
}
PLANS: dict[str, dict[str, Any]] = {
    "周五下午三点提醒我给王总回电话": {
        "customer.ids": ["C01"],
        "contacts": ["王总"],
        "when.day": "2026-11-27",
        "when.at": "15:00:00",
        "content": "给王总回电话",
    },
    "周五提醒我给远帆王总回电话": {"content": "给王总回电话"},
    "给远帆定个计划 周四上午十点送样机": {"content": "送样机"},
    "周三给远帆送样": {"content": "送样"},
    "蓝鲸 后天一早 送样机": {
        "customer.ids": ["C03"],
        "when.day": "2026-11-25",
        "when.part": "am",
        "content": "送样机",
    },
    "下下周二去趟北重": {
        "customer.ids": ["C12"],
        "when.day": "2026-12-08",
        "content": "去一趟",
    },
    "每个月5号问一下远帆的进度": {
        "customer.ids": ["C01"],
        "when.day": "2026-12-05",
        "recurrence": "FREQ=MONTHLY",
    },
    "每两周问一次华精进度": {
        "customer.ids": ["C02"],
        "when.day": "2026-12-07",
        "recurrence": "FREQ=WEEKLY;INTERVAL=2",
        "content": "问一次进度",
    },
    "半小时后打给张姐": {
        "customer.ids": ["C03"],
        "when.day": "2026-11-23",
        "when.at": "10:30:00",
        "content": "打给张姐",
    },
    "月底前跟博远把年框敲定": {
        "customer.ids": ["C10"],
        "when.day": "2026-11-30",
        "when.by": True,
        "when.at": None,
    },
    "推到周五": {"target.last_shown": True, "when.day": "2026-11-27"},
    "今天的都往后挪一天": {"target.day.day": "2026-11-23", "shift.by": "P1D"},
    "晚一小时再叫我": {"shift.by": "PT1H"},
    "张姐那边改成后天下午两点半": {
        "target.customer.ids": ["C03"],
        "when.day": "2026-11-25",
        "when.at": "14:30:00",
    },
    "北重不用提醒了": {"target.customer.ids": ["C12"]},
    "华精的完成了，但没谈成": {"target.customer.ids": ["C02"], "report.outcome": "negative"},
}
POOL: dict[str, dict[str, Any]] = {
    "一个月没人领的": {"where.unclaimed_days": 30},
    "以前成交过的公海客户": {"where.dealt": True},
    "华东公海 B类 最近掉出来的": {"where.tiers": ["B"]},
    "把刚才第2、4个领了": {"numbers": [2, 4]},
    "领5个苏州的": {"where.cities": ["苏州"], "where.limit": 5},
    "天府医疗没戏，退公海，没预算": {"customers.0.ids": ["C09"], "reason": "no_budget"},
    "把恒泰建材放了": {"customers.0.ids": ["C05"], "reason": None},
    "这三个都退了，联系不上": {"reason": "unreachable"},
    "海川退回去，领错了": {"customers.0.ids": ["C07"], "reason": "mistake"},
    "恒泰退公海": {"customers.0.ids": ["C04", "C05"]},
    "海川上周三归谁": {"customer.ids": ["C07"], "on.day": "2026-11-18"},
}
DEALS: dict[str, dict[str, Any]] = {
    "远帆新开一个项目，负极材料，大概200万，明年3月定": {
        "customer.ids": ["C01"],
        "name": "负极材料",
        "amount.most.fen": 200_000_000,
        "expected_close.day": "2027-03-01",
        "expected_close.month_only": True,
    },
    "给北重建个商机 行车改造 60w": {
        "customer.ids": ["C12"],
        "name": "行车改造",
        "amount.most.fen": 60_000_000,
    },
    "华精有个新商机 检测线改造 60万，明年3月定": {"name": "检测线改造"},
    "张姐说还要一批治具，十来万": {
        "customer.ids": ["C03"],
        "amount.most.fen": 10_000_000,
        "amount.about": True,
    },
    "蓝鲸那个推到方案报价": {"target.customer.ids": ["C03"], "stage": "proposal"},
    "远帆二期进商务谈判了": {"target.words": "二期", "stage": "negotiation"},
    "华精验证通过，往下走": {"stage": "needs"},
    "导电浆料这单概率提到80": {"target.words": "导电浆料", "probability": 80},
    "二期金额改成135万，12月25号前签": {
        "amount.most.fen": 135_000_000,
        "expected_close.day": "2026-12-25",
        "expected_close.by": True,
    },
    "博远年框签了！300万": {"state": "won", "amount.least": WON, "amount.most": WON},
    "华精那台丢了，给了蔡X，价格差8%": {
        "state": "lost",
        "competitor": "蔡X",
        "reason": "价格差8%",
        "amount": None,
    },
    "蓝鲸项目黄了，预算砍了": {"state": "lost", "competitor": None},
    "检测设备这单无效，重复建的": {"target.words": "检测设备", "state": "invalid"},
    "赢了赢了，远帆": {"target.customer.ids": ["C01"], "state": "won", "amount": None},
}
REST: dict[str, dict[str, Any]] = {
    "新客户：合肥科晶，做晶圆的，A类，联系人周总13911112222": {
        "name": "合肥科晶",
        "industry": "晶圆",
        "tier": "A",
        "contact": "周总",
        "mobile": "13911112222",
    },
    "客户改名了，海川改叫海川精工": {"customer.ids": ["C07"], "name": "海川精工"},
    "以后北重就是北海重工": {"customer.ids": ["C12"], "alias": "北重"},
    "王总电话换了 13700009999": {"customer.ids": ["C01"], "mobile": "13700009999"},
    "马厂长生日农历八月初三": {"customer.ids": ["C12"], "birthday": "农历八月初三"},
    "徐工是支持我们的": {"customer.ids": ["C01"], "name": "徐工", "attitude": 1},
    "苏州的A类，30天没联系的": {
        "where.cities": ["苏州"],
        "where.tiers": ["A"],
        "where.untouched_days": 30,
    },
    "我手上报价阶段超过50万的": {"stages": ["proposal"], "over.least.fen": 50_000_000},
    "12月要签的单子": {"close.since": "2026-12-01", "close.until": "2026-12-31"},
    "上次跟何总聊了啥": {"customer.ids": ["C10"], "contact": "何总"},
    "不是远帆，是蓝鲸": {"customer.ids": ["C03"]},
    "金额应该是135万": {"amount.most.fen": 135_000_000},
    "时间是周五不是周四": {"when.day": "2026-11-27", "weekday_only": True},
    "取消关注天府医疗": {"customer.ids": ["C09"], "on": False},
    "把北重转给老赵": {"customers.0.ids": ["C12"], "to": "老赵"},
    "晚上别叫我": {"quiet_from": "19:00:00"},
    "明天有几个拜访": {"period.since": "2026-11-24", "kind": "visit"},
    "这周还有哪些没跟": {"period.since": "2026-11-23", "period.until": "2026-11-29"},
    "我欠了几个没联系的": {"kind": "overdue"},
    "上周汇总": {"period.since": "2026-11-16", "period.until": "2026-11-22"},
    "本月到现在": {"period.since": "2026-11-01", "period.until": "2026-11-23"},
    "只看老赵": {"person": "老赵"},
}
SAID = REPORTS | PLANS | POOL | DEALS | REST


@pytest.fixture(scope="module")
def slots() -> dict[str, Row]:
    notes = [
        {"id": text, "rep": "E01", "reference_time": "2026-11-23T10:00:00+08:00", "text": text}
        for text in SAID
    ]
    found = answers(notes, "utterances-customers.csv", "--fine")
    return {text: answer["fine"]["slots"] for text, answer in found.items()}


def at(slots: Any, path: str) -> Any:
    """Return the value at `path`; None where there is none."""
    for step in path.split("."):
        if isinstance(slots, list):
            slots = slots[int(step)] if int(step) < len(slots) else None
        else:
            slots = (slots or {}).get(step)
    return slots


@pytest.mark.parametrize("text", SAID)
def test_an_utterance_says_what_its_slots_hold(slots: dict[str, Row], text: str) -> None:
    assert {path: at(slots[text], path) for path in SAID[text]} == SAID[text]
