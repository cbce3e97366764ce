"""The company of product.md 6.1 after two months of work: what questions are asked about."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from core.customers.model import Contact, ContactId, Customer, CustomerId, Tier
from core.money import Money
from core.opportunities.flows import INDUSTRIAL
from core.opportunities.model import Opportunity, OpportunityId, OpportunityState, StageCode
from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY
from core.plans.model import Plan, PlanId, PlanState
from core.pool.clocks import wound
from core.pool.model import PoolEvent, PoolEventKind
from core.pool.rules import PoolRules
from core.reports.model import Target
from core.visits.model import ContactKind, FollowUp, FollowUpId
from tests.e2e import ZONE
from tests.e2e.world import MONDAY, World

_MORE = (
    ("C13", "杭州云栖环保科技有限公司", ("云栖",), "E2", "杭州", "环保"),
    ("C14", "无锡金桥机床有限公司", ("金桥",), "E3", "无锡", "机械"),
    ("C15", "苏州宝润包装材料有限公司", ("宝润",), None, "苏州", "包装"),
)
_ENTERED = {"C07": "2026-11-13", "C08": "2026-11-20", "C11": "2026-11-16", "C15": "2026-10-14"}
_OWNED = {"C05": "2026-09-26", "C13": "2026-10-01", "C14": "2026-09-28"}
_TITLES = {
    "C01-0": "采购总监",
    "C01-1": "技术工程师",
    "C02-0": "质量工程师",
    "C03-0": "采购经理",
    "C04-0": "设备科长",
    "C06-0": "总经理",
    "C10-0": "采购副总",
    "C12-0": "厂长",
}
_PEOPLE = (
    ("C13-0", "C13", "沈洁", "环保部长", "13800001300"),
    ("C14-0", "C14", "周国平", "副厂长", "13800001400"),
    ("C15-0", "C15", "邱莉", "采购", "13800001500"),
)
_TALKS = (
    (
        "F1",
        "C01",
        "E1",
        "visit",
        "2026-11-20 14:00",
        "王建国",
        "聊了二期的量",
        "12月定",
        "周三技术会",
    ),
    ("F2", "C01", "E1", "call", "2026-11-12 10:00", "徐磊", "讲了固含量指标", "要0.5以内", "送样"),
    (
        "F3",
        "C10",
        "E1",
        "visit",
        "2026-11-19 10:00",
        "何立",
        "谈年框价格",
        "价格还要压5个点",
        "周二再谈",
    ),
    ("F4", "C03", "E1", "call", "2026-11-22 16:00", "张丽", "问预算", "预算批了80万", "送样机"),
    ("F5", "C02", "E1", "wechat", "2026-10-15 09:00", "李敏", "问样品", "样品已收到", ""),
    (
        "F6",
        "C12",
        "E1",
        "visit",
        "2026-11-10 15:00",
        "马国栋",
        "谈行车改造",
        "年检延到明年3月",
        "周五去一趟",
    ),
    ("F7", "C04", "E1", "visit", "2026-11-17 11:00", "陈浩", "谈环保改造", "选了绿源", ""),
    (
        "F8",
        "C06",
        "E2",
        "visit",
        "2026-11-18 10:00",
        "刘海波",
        "问接口报价",
        "底价要27万",
        "发方案",
    ),
    ("F9", "C06", "E2", "call", "2026-11-23 09:00", "刘海波", "催回复", "周四答复", "周四再打"),
    ("F10", "C14", "E3", "visit", "2026-11-23 08:30", "周国平", "谈维保", "同意续约", "发合同"),
)
_PLANS = (
    ("L1", "C01", "E1", "2026-11-23 15:00", True, "给王总回电话", "open"),
    ("L2", "C03", "E1", "2026-11-23 00:00", False, "送样机", "open"),
    ("L3", "C10", "E1", "2026-11-24 09:00", True, "谈年框价格", "open"),
    ("L4", "C01", "E1", "2026-11-25 10:00", True, "技术会", "open"),
    ("L5", "C12", "E1", "2026-11-27 00:00", False, "去一趟", "open"),
    ("L6", "C02", "E1", "2026-11-20 10:00", True, "问样品进度", "open"),
    ("L7", "C09", "E1", "2026-12-02 14:00", True, "培训操作员", "open"),
    ("L8", "C04", "E1", "2026-11-17 00:00", False, "拜访陈浩", "done"),
    ("L9", "C06", "E2", "2026-11-23 14:00", True, "发接口文档", "open"),
    ("L10", "C14", "E3", "2026-11-24 10:00", True, "签维保合同", "open"),
)
_CLOSES = {"O1": "2026-12-25", "O2": "2026-12-10", "O3": "2027-01-15", "O4": "2026-11-30"}
_DEALS = (
    ("O5", "C06", "E2", "数据平台", "proposal", 50, "open", "2026-12-20", "", ""),
    ("O6", "C09", "E1", "灭菌柜", "contract", 26, "won", "2026-11-18", "", ""),
    ("O7", "C04", "E1", "环保改造", "proposal", 210, "lost", "2026-11-17", "价格高", "绿源"),
    ("O8", "C14", "E3", "数控机床", "contract", 45, "won", "2026-10-20", "", ""),
    ("O9", "C14", "E3", "维保", "negotiation", 18, "open", "2026-11-28", "", ""),
)
"""The day is the expected one of an open deal, of a closed one the day on which it ended."""
_EVENTS = (
    ("C15", PoolEventKind.RELEASE, "E3", "2026-10-14", "no_budget"),
    ("C08", PoolEventKind.RECYCLE, "E2", "2026-11-20", "no_deal"),
    ("C09", PoolEventKind.CLAIM, "E1", "2026-11-13", ""),
)


def _at(said: str) -> datetime:
    return datetime.fromisoformat(said if " " in said else f"{said} 10:00").replace(tzinfo=ZONE)


async def at_work(world: World) -> None:
    """Let the company have worked for two months: contacts, plans, deals, targets, the pool."""
    async with world.store.unit(await world.act("work")) as uow:
        for row in _MORE:
            await uow.customers.add(_customer(row))
        for id_, at, name, title, mobile in _PEOPLE:
            await uow.contacts.add(_contact(id_, at, name, title, mobile))
        for id_, title in _TITLES.items():
            person = next(one for one in await uow.contacts.at(id_[:3]) if one.id == id_)
            await uow.contacts.save(replace(person, title=title))
        await uow.follow_ups.add_many([_talk(row) for row in _TALKS])
        await uow.plans.add_many([_plan(row) for row in _PLANS])
        for id_, day in _CLOSES.items():
            deal = await uow.opportunities.get(OpportunityId(id_), EVERYBODY)
            closes = date.fromisoformat(day)
            await uow.opportunities.save(replace(deal, expected_close=closes))
        for row in _DEALS:
            await uow.opportunities.add(_deal(row))
        for customer, kind, who, day, why in _EVENTS:
            event = PoolEvent(
                customer=CustomerId(customer),
                kind=kind,
                employee=EmployeeId(who),
                at=_at(day),
                reason=why,
            )
            await uow.pool.add(event)
        await uow.reports.put_target(
            Target(EmployeeId("E1"), "2026-11", "signed", Money.yuan(1_000_000))
        )
        await _wind(uow)
        await uow.ledger.record("import", "company", "2")


def _customer(row) -> Customer:
    id_, full_name, aliases, owner, city, industry = row
    return Customer(
        id=CustomerId(id_),
        full_name=full_name,
        aliases=aliases,
        owner=EmployeeId(owner) if owner else None,
        city=city,
        industry=industry,
        tier=Tier.C,
        basis="claim" if owner else "",
        created_at=_at("2026-09-01"),
    )


def _contact(id_: str, at: str, name: str, title: str, mobile: str) -> Contact:
    made = _at("2026-09-01")
    return Contact(
        id=ContactId(id_),
        customer=CustomerId(at),
        name=name,
        title=title,
        mobile=mobile,
        created_at=made,
    )


def _talk(row) -> FollowUp:
    id_, customer, who, kind, when, contact, content, result, step = row
    return FollowUp(
        id=FollowUpId(id_),
        customer=CustomerId(customer),
        employee=EmployeeId(who),
        kind=ContactKind(kind),
        occurred_at=_at(when),
        has_time=True,
        contacts=(contact,),
        content=content,
        result=result,
        next_step=step,
        effective=bool(step),
        created_at=_at(when),
    )


def _plan(row) -> Plan:
    id_, customer, who, due, timed, content, state = row
    ended = None if state == "open" else _at(due) + timedelta(hours=11)
    return Plan(
        id=PlanId(id_),
        employee=EmployeeId(who),
        customer=CustomerId(customer),
        due_at=_at(due),
        has_time=timed,
        content=content,
        state=PlanState(state),
        closed_at=ended,
        created_at=_at("2026-11-13"),
    )


def _deal(row) -> Opportunity:
    id_, customer, who, name, stage, wan, state, day, why, rival = row
    ended = None if state == "open" else _at(day)
    found = INDUSTRIAL.stage(stage)
    return Opportunity(
        id=OpportunityId(id_),
        customer=CustomerId(customer),
        employee=EmployeeId(who),
        name=name,
        flow=INDUSTRIAL.id,
        stage=StageCode(stage),
        amount=Money.yuan(wan * 10_000),
        probability=found.probability if found else 0,
        expected_close=date.fromisoformat(day),
        state=OpportunityState(state),
        lost_reason=why,
        competitor=rival,
        moved_at=ended or _at("2026-10-12"),
        closed_at=ended,
        created_at=_at("2026-10-01"),
    )


async def _wind(uow) -> None:
    """Give each customer the dates that its contacts, deals and place imply."""
    last = {row[1]: _at(row[4]) for row in sorted(_TALKS, key=lambda row: row[4])}
    won = {row[1]: _at(row[7]) for row in _DEALS if row[6] == "won"}
    moved = {row[1]: _at("2026-10-12") for row in _DEALS if row[6] == "open"}
    for number in range(1, 16):
        one = await uow.customers.get(CustomerId(f"C{number:02}"), EVERYBODY)
        since = one.owned_since or one.created_at
        dated = replace(
            one,
            owned_since=_at(_OWNED[one.id]) if one.id in _OWNED else one.owned_since,
            entered_pool_at=None if one.owner else _at(_ENTERED[one.id]),
            last_contact_at=last.get(one.id),
            won_at=won.get(one.id),
            open_moved_at=moved.get(one.id, one.open_moved_at),
            starred=one.id == "C10",
            created_at=since,
        )
        await uow.customers.save(wound(dated, PoolRules(), now=MONDAY, zone=ZONE))
