"""Values the contracts are tried with."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from core.customers.model import Contact, ContactId, ContactRole, Customer, CustomerId, Tier
from core.drafts import Draft
from core.money import Money
from core.opportunities.model import Opportunity, OpportunityId, StageCode, StageMove
from core.people.model import BindingRequest, ChatIdentity, Employee, EmployeeId, Role
from core.people.permissions import Scope
from core.plans.model import Plan, PlanId
from core.pool.model import PoolEvent, PoolEventKind
from core.reports.model import Target
from core.visits.model import ContactKind, FollowUp, FollowUpId, SourceSpan
from storage.store import Store

NOW = datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC)
E1, E2, E3 = (EmployeeId(number) for number in ("E1", "E2", "E3"))
C1, C2 = CustomerId("C1"), CustomerId("C2")
ALL = Scope(None)


def scope(*owners: EmployeeId, pools: bool = False) -> Scope:
    return Scope(frozenset(owners), pools)


def employee(number: EmployeeId = E1, **other: object) -> Employee:
    full = Employee(
        id=number,
        name="周明",
        department="华东战区/苏州组",
        superior=E2,
        roles=frozenset({Role.REP, Role.ADMIN}),
        mobile="13800000000",
        quiet_from=time(22, 0),
        quiet_until=time(7, 30),
        push_platform="wecom",
    )
    return replace(full, **other)  # type: ignore[arg-type]


def identity(**other: object) -> ChatIdentity:
    full = ChatIdentity(
        platform="wecom", external_id="zhouming", employee=E1, bound_at=NOW, last_used_at=NOW
    )
    return replace(full, **other)  # type: ignore[arg-type]


def request(**other: object) -> BindingRequest:
    full = BindingRequest(
        id="B1", platform="wecom", external_id="nobody", claimed_name="孙涛", asked_at=NOW
    )
    return replace(full, **other)  # type: ignore[arg-type]


def customer(number: CustomerId = C1, **other: object) -> Customer:
    full = Customer(
        id=number,
        full_name="苏州远帆新能源科技股份有限公司",
        aliases=("远帆", "YF"),
        industry="新能源",
        city="苏州",
        mobile="13900000000",
        source="展会",
        market="华东",
        tier=Tier.A,
        category=2,
        owner=E1,
        pool="east",
        starred=True,
        owned_since=NOW,
        basis="claim",
        last_contact_at=NOW,
        hold_until=date(2027, 5, 1),
        recycle_on=date(2026, 12, 1),
        recycle_rule="no_contact",
        check_on=date(2026, 11, 30),
        created_at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


def contact(number: str = "P1", **other: object) -> Contact:
    full = Contact(
        id=ContactId(number),
        customer=C1,
        name="李总",
        title="总经理",
        mobile="13700000000",
        role=ContactRole.DECIDER,
        attitude=4,
        birthday="05-01",
        created_at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


def follow_up(number: str = "F1", **other: object) -> FollowUp:
    full = FollowUp(
        id=FollowUpId(number),
        customer=C1,
        employee=E1,
        kind=ContactKind.VISIT,
        occurred_at=NOW,
        has_time=True,
        contacts=("李总", "王工"),
        content="看了样品 👍",
        result="下周定",
        next_step="送报价",
        effective=True,
        source_text="今天拜访远帆",
        spans=(SourceSpan("customer", 4, 6),),
        previous_content=("以前",),
        created_at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


def plan(number: str = "L1", **other: object) -> Plan:
    full = Plan(
        id=PlanId(number),
        employee=E1,
        customer=C1,
        due_at=NOW,
        has_time=True,
        content="送报价",
        recurrence="FREQ=WEEKLY",
        remind_at=NOW,
        created_at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


def opportunity(number: str = "O1", **other: object) -> Opportunity:
    full = Opportunity(
        id=OpportunityId(number),
        customer=C1,
        employee=E1,
        name="储能柜",
        flow="industrial",
        stage=StageCode("needs"),
        amount=Money(80_000_000_00),
        amount_max=Money(99_999_999_999_99),
        approximate=True,
        probability=30,
        expected_close=date(2026, 12, 31),
        slips=("2026-12-01",),
        moved_at=NOW,
        created_at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


def move(number: str = "M1", **other: object) -> StageMove:
    full = StageMove(
        id=number,
        opportunity=OpportunityId("O1"),
        customer=C1,
        source="initial",
        target="needs",
        by=E1,
        at=NOW,
    )
    return replace(full, **other)  # type: ignore[arg-type]


def pool_event(kind: PoolEventKind = PoolEventKind.CLAIM, **other: object) -> PoolEvent:
    full = PoolEvent(customer=C1, kind=kind, employee=E1, at=NOW, reason="", rule_version=3)
    return replace(full, **other)  # type: ignore[arg-type]


def target(**other: object) -> Target:
    full = Target(E1, "2026-11", "signed", Money(500_000_00))
    return replace(full, **other)  # type: ignore[arg-type]


def draft(number: str = "D1", **other: object) -> Draft:
    full = Draft(
        id=number,
        conversation="wecom:zhouming",
        employee=E1,
        intent='{"kind":"visit"}',
        asked=("time",),
        created_at=NOW,
        expires_at=NOW.replace(hour=12),
    )
    return replace(full, **other)  # type: ignore[arg-type]


async def kept(store: Store, act, *customers: Customer) -> None:
    """Put customers into the database."""
    async with store.unit(act()) as uow:
        for one in customers:
            await uow.customers.add(one)
        await uow.ledger.record("import", "customer", "")


async def take_back(store, act, name: str):
    """Undo the act of that name."""
    async with store.unit(act(E1)) as uow:
        events = await uow.ledger.of_act(name)
        await uow.ledger.revert([change for event in events for change in event.changes])
        return await uow.ledger.record("undo", "", "", undoes=name)
