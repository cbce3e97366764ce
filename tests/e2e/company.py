"""The people, customers and deals of product.md 6.1."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.customers.model import Contact, ContactId, Customer, CustomerId, Tier
from core.ledger.model import Act
from core.money import Money
from core.opportunities.model import Flow, Opportunity, OpportunityId, StageCode
from core.people.model import ChatIdentity, Employee, EmployeeId, Role
from core.pool.clocks import wound
from core.pool.rules import PoolRules
from storage.store import Store
from tests.e2e import ZONE

ACCOUNTS = {
    "周明": "zhouming",
    "林悦": "linyue",
    "赵强": "zhaoqiang",
    "何俊": "hejun",
    "孙涛": "suntao",
    "吴敏": "wumin",
    "钱峰": "qianfeng",
    "路人": "stranger",
}
_PEOPLE = (
    ("E1", "周明", "E5", {Role.REP}),
    ("E2", "林悦", "E5", {Role.REP}),
    ("E3", "赵强", "E5", {Role.REP}),
    ("E4", "何俊", "E5", {Role.REP}),
    ("E5", "孙涛", "E7", {Role.SUPERVISOR}),
    ("E6", "吴敏", "E7", {Role.ADMIN, Role.SALES_OPS}),
    ("E7", "钱峰", None, {Role.EXECUTIVE}),
)
PEOPLE = {number: name for number, name, *_ in _PEOPLE}
_CUSTOMERS = (
    (
        "C01",
        "苏州远帆新能源科技股份有限公司",
        ("远帆",),
        "E1",
        "苏州",
        "新能源",
        ("王建国", "徐磊"),
    ),
    ("C02", "华东精密仪器有限公司", ("华精",), "E1", "上海", "精密制造", ("李敏",)),
    ("C03", "深圳市蓝鲸电子有限公司", ("蓝鲸",), "E1", "深圳", "电子", ("张丽",)),
    ("C04", "江苏恒泰化工集团有限公司", ("恒泰化工", "恒泰"), "E1", "南京", "化工", ("陈浩",)),
    ("C05", "湖州恒泰建材有限公司", ("恒泰建材", "恒泰"), "E1", "湖州", "建材", ()),
    ("C06", "北京中科云谷信息技术有限公司", ("云谷",), "E2", "北京", "软件", ("刘海波",)),
    ("C07", "宁波海川模具有限公司", ("海川",), None, "宁波", "模具", ("许工",)),
    ("C08", "武汉光联通信技术有限公司", ("光联",), None, "武汉", "通信", ()),
    ("C09", "成都天府医疗器械有限公司", ("天府医疗",), "E1", "成都", "医疗器械", ()),
    ("C10", "上海博远汽车零部件有限公司", ("博远",), "E1", "上海", "汽车零部件", ("何立",)),
    ("C11", "广州南粤食品股份有限公司", ("南粤",), None, "广州", "食品", ()),
    ("C12", "青岛北海重工有限公司", ("北重",), "E1", "青岛", "机械", ("马国栋",)),
)
_DEALS = (
    ("O1", "C01", "导电浆料二期", "proposal", 120),
    ("O2", "C03", "检测设备", "needs", 80),
    ("O3", "C02", "表面测量仪", "initial", 35),
    ("O4", "C10", "传感器年框", "negotiation", 300),
)


async def load(store: Store, now: datetime, flow: Flow) -> None:
    """Write the company as an import would."""
    since = now - timedelta(days=10)
    act = Act(id="load", actor=None, channel="test", at=since)
    async with store.unit(act) as uow:
        for number, name, superior, roles in _PEOPLE:
            await uow.people.add(
                Employee(
                    id=EmployeeId(number),
                    name=name,
                    superior=EmployeeId(superior) if superior else None,
                    roles=frozenset(roles),
                    mobile=f"1390000000{number[1]}",
                )
            )
            for platform in ("wecom", "feishu"):
                account = ACCOUNTS[name] if platform == "wecom" else f"ou_{ACCOUNTS[name]}"
                identity = ChatIdentity(
                    platform=platform,
                    external_id=account,
                    employee=EmployeeId(number),
                    bound_at=since,
                )
                await uow.people.bind(replace(identity, welcomed_at=since))
        for row in _CUSTOMERS:
            await _customer(uow, row, since)
        for id_, customer, name, stage, wan in _DEALS:
            found = flow.stage(stage)
            await uow.opportunities.add(
                Opportunity(
                    id=OpportunityId(id_),
                    customer=CustomerId(customer),
                    employee=EmployeeId("E1"),
                    name=name,
                    flow=flow.id,
                    stage=StageCode(stage),
                    amount=Money.yuan(wan * 10_000),
                    probability=found.probability if found else 0,
                    expected_close=(now + timedelta(days=30)).date(),
                    moved_at=since,
                    created_at=since,
                )
            )
        await uow.ledger.record("import", "company", "1")


async def _customer(uow, row, since: datetime) -> None:
    id_, full_name, aliases, owner, city, industry, contacts = row
    deals = {deal[1] for deal in _DEALS}
    customer = Customer(
        id=CustomerId(id_),
        full_name=full_name,
        aliases=aliases,
        owner=EmployeeId(owner) if owner else None,
        city=city,
        industry=industry,
        tier=Tier.A if id_ in ("C01", "C10") else Tier.B,
        owned_since=since if owner else None,
        basis="import" if owner else "",
        entered_pool_at=None if owner else since,
        open_moved_at=since if id_ in deals else None,
        created_at=since,
    )
    await uow.customers.add(wound(customer, PoolRules(), now=since, zone=ZONE))
    for place, name in enumerate(contacts):
        await uow.contacts.add(
            Contact(
                id=ContactId(f"{id_}-{place}"),
                customer=customer.id,
                name=name,
                mobile=f"1380000{id_[1:]}{place:02d}",
                created_at=since,
            )
        )
