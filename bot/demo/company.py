"""The demo company as values: 12 people in 3 teams, 400 customers, 60 opportunities, two months."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.demo import words
from core.customers.model import Contact, ContactId, ContactRole, Customer, CustomerId, Tier
from core.money import Money
from core.opportunities.model import Flow, Opportunity, OpportunityId, OpportunityState, StageMove
from core.people.model import ChatIdentity, Employee, EmployeeId, Role
from core.plans.model import Plan, PlanId
from core.visits.model import ContactKind, FollowUp, FollowUpId
from core.workdays import Calendar

CUSTOMERS = 400
OPPORTUNITIES = 60
DAYS = 60
_IN_POOL = 0.25
_VISITS_A_DAY = (0, 1, 1, 2, 2, 3)


@dataclass(slots=True)
class Company:
    """Everything to be loaded, in an order in which each refers only to what came before."""

    people: list[Employee] = field(default_factory=list)
    identities: list[ChatIdentity] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)
    moves: list[StageMove] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """When and by which rules the company lives."""

    now: datetime
    zone: ZoneInfo
    calendar: Calendar
    flow: Flow


def build(setting: Setting, seed: int = 20261123) -> Company:
    """Return the same company for the same setting and seed."""
    random = Random(seed)
    company = Company()
    _people(company, setting)
    _customers(company, setting, random)
    _opportunities(company, setting, random)
    _work(company, setting, random)
    _plans(company, setting, random)
    return company


def _people(company: Company, setting: Setting) -> None:
    joined = setting.now - timedelta(days=DAYS * 3)
    for number, name, department, superior, roles in words.PEOPLE:
        employee = Employee(
            id=EmployeeId(number),
            name=name,
            department=department,
            superior=EmployeeId(superior) if superior else None,
            roles=frozenset(Role(role) for role in roles.split(";")),
            mobile=f"139{int(number[1:]):08d}",
        )
        company.people.append(employee)
        for platform, account in (
            ("wecom", f"wx-{number.lower()}"),
            ("feishu", f"ou_{number.lower()}"),
        ):
            company.identities.append(
                ChatIdentity(
                    platform=platform,
                    external_id=account,
                    employee=employee.id,
                    bound_at=joined,
                    welcomed_at=joined,
                )
            )


def _names(random: Random) -> Iterator[tuple[str, str]]:
    """Short names that differ from each other, each with a word after it that tells its trade."""
    pairs = [a + b for a, b in itertools.product(words.FIRST, words.SECOND) if a != b]
    random.shuffle(pairs)
    yield from ((pair, random.choice(words.FORMS)) for pair in pairs)


def _customers(company: Company, setting: Setting, random: Random) -> None:
    reps = [one for one in company.people if "/" in one.department]
    zones = list(words.CITIES)
    trades = list(words.TRADES)
    names = _names(random)
    for number in range(1, CUSTOMERS + 1):
        short, form = next(names)
        trade = random.choice(trades)
        owner = None if random.random() < _IN_POOL else reps[number % len(reps)]
        zone = owner.department[:2] if owner else random.choice(zones)
        city = random.choice(words.CITIES[zone])
        kind = random.choice(words.TRADES[trade])
        since = setting.now - timedelta(days=random.randint(3, 50), hours=random.randint(0, 8))
        customer = Customer(
            id=CustomerId(f"C{number:04d}"),
            full_name=f"{city}{short}{kind}{form}",
            aliases=(short, short + kind),
            industry=trade,
            city=city,
            mobile=f"05{random.randint(10, 99)}-{random.randint(6000000, 8999999)}",
            source=random.choice(words.SOURCES),
            market=trade,
            tier=random.choice((Tier.A, Tier.B, Tier.B, Tier.C, Tier.C, Tier.C)),
            category=random.choice((1, 2, 3, 4, 5, 5, 5)),
            owner=owner.id if owner else None,
            pool=f"{zone}公海",
            starred=owner is not None and random.random() < 0.08,
            owned_since=since if owner else None,
            basis=random.choice(("claim", "assign", "create")) if owner else "",
            entered_pool_at=None if owner else since,
            created_at=since - timedelta(days=random.randint(1, 200)),
        )
        company.customers.append(customer)
        company.contacts.extend(_contacts(customer, random))


def _contacts(customer: Customer, random: Random) -> Iterator[Contact]:
    for place in range(random.choice((1, 1, 2))):
        title, _, role = random.choice(words.TITLES)
        yield Contact(
            id=ContactId(f"{customer.id}-{place + 1}"),
            customer=customer.id,
            name=random.choice(words.SURNAMES) + random.choice(words.GIVEN),
            title=title,
            mobile=f"138{random.randint(0, 99999999):08d}",
            role=ContactRole(role),
            created_at=customer.created_at,
        )


def _opportunities(company: Company, setting: Setting, random: Random) -> None:
    owned = [one for one in company.customers if one.owner]
    stages = setting.flow.stages
    for number, customer in enumerate(random.sample(owned, OPPORTUNITIES), 1):
        place = random.randrange(len(stages))
        stage = stages[place]
        started = max(
            customer.owned_since or setting.now,
            setting.now - timedelta(days=random.randint(5, DAYS)),
        )
        moved = started + (setting.now - started) * random.random()
        deal = Opportunity(
            id=OpportunityId(f"O{number:03d}"),
            customer=customer.id,
            employee=customer.owner or company.people[1].id,
            name=f"{customer.short}{random.choice(words.PROJECTS)}",
            flow=setting.flow.id,
            flow_version=setting.flow.version,
            stage=stage.code,
            amount=Money.yuan(random.choice((8, 15, 26, 38, 50, 80, 120, 200, 300)) * 10_000),
            probability=stage.probability,
            expected_close=(setting.now + timedelta(days=random.randint(-6, 90))).date(),
            moved_at=moved,
            created_at=started,
        )
        deal = _closed(deal, moved, random)
        company.opportunities.append(deal)
        company.moves.extend(_moves(deal, place, setting.flow))
        _keep_facts(company, customer, deal)


def _closed(deal: Opportunity, moved: datetime, random: Random) -> Opportunity:
    """One in eight was won, one in ten lost."""
    chance = random.random()
    if chance < 0.12:
        return replace(deal, state=OpportunityState.WON, probability=100, closed_at=moved)
    if chance < 0.22:
        return replace(
            deal,
            state=OpportunityState.LOST,
            probability=0,
            closed_at=moved,
            lost_reason=random.choice(("价格高", "预算取消", "选了本地供应商")),
            competitor=random.choice(("无", "迈科", "蓝河仪器")),
        )
    return deal


def _moves(deal: Opportunity, place: int, flow: Flow) -> Iterator[StageMove]:
    span = deal.moved_at - deal.created_at
    targets = [stage.code for stage in flow.stages[1 : place + 1]]
    if deal.state is not OpportunityState.OPEN:
        targets.append(deal.state)  # type: ignore[arg-type]  # a state closes the row of stages
    source: str = flow.stages[0].code
    for step, target in enumerate(targets, 1):
        yield StageMove(
            id=f"{deal.id}-{step}",
            opportunity=deal.id,
            customer=deal.customer,
            source=source,
            target=target,
            by=deal.employee,
            at=deal.created_at + span * (step / len(targets)),
            reason=deal.lost_reason if str(target) == "lost" else "",
        )
        source = target


def _keep_facts(company: Company, customer: Customer, deal: Opportunity) -> None:
    place = int(customer.id[1:]) - 1
    known = company.customers[place]
    if deal.state is OpportunityState.OPEN:
        known = replace(known, open_moved_at=deal.moved_at)
    elif deal.state is OpportunityState.WON:
        known = replace(known, won_at=deal.closed_at)
    company.customers[place] = known


def _work(company: Company, setting: Setting, random: Random) -> None:
    """Every rep visits and calls on the working days of two months; the work changes the facts."""
    today = setting.now.astimezone(setting.zone).date()
    people = _by_customer(company.contacts)
    number = itertools.count(1)
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        if not setting.calendar.is_workday(day):
            continue
        for rep in (one for one in company.people if "/" in one.department):
            own = [one for one in company.customers if one.owner == rep.id]
            for _ in range(random.choice(_VISITS_A_DAY)):
                at = datetime.combine(
                    day, time(random.randint(9, 17), random.choice((0, 20, 40))), setting.zone
                )
                customer = random.choice(own)
                if at >= setting.now or (customer.owned_since and at < customer.owned_since):
                    continue
                name = random.choice(people[customer.id]).name
                one = _follow_up(FollowUpId(f"F{next(number):05d}"), customer, name, at, random)
                company.follow_ups.append(one)
                _touched(company, one)


def _by_customer(contacts: list[Contact]) -> dict[CustomerId, list[Contact]]:
    found: dict[CustomerId, list[Contact]] = {}
    for contact in contacts:
        found.setdefault(contact.customer, []).append(contact)
    return found


def _follow_up(
    id_: FollowUpId, customer: Customer, contact: str, at: datetime, random: Random
) -> FollowUp:
    visit = random.random() < 0.55
    content, result, step = random.choice(words.TALKS if visit else words.CALLS)
    kind = ContactKind.VISIT if visit else random.choice((ContactKind.CALL, ContactKind.WECHAT))
    said = f"{'拜访' if visit else '联系'}{customer.short}{contact}，{content}"
    text = "，".join(filter(None, (said, result, step)))
    return FollowUp(
        id=id_,
        customer=customer.id,
        employee=customer.owner or EmployeeId(""),
        kind=kind,
        occurred_at=at,
        has_time=True,
        contacts=(contact,),
        content=content,
        result=result,
        next_step=step,
        effective=bool(result and step),
        source_text=text,
        created_at=at + timedelta(minutes=random.randint(5, 90)),
    )


def _touched(company: Company, one: FollowUp) -> None:
    place = int(one.customer[1:]) - 1
    known = company.customers[place]
    effective = one.occurred_at if one.effective else None
    company.customers[place] = replace(
        known,
        last_contact_at=one.occurred_at,
        first_effective_at=known.first_effective_at or effective,
        last_effective_at=effective or known.last_effective_at,
    )


def _plans(company: Company, setting: Setting, random: Random) -> None:
    """What is next: some today, some overdue, most in the coming two weeks."""
    number = itertools.count(1)
    latest = {one.customer: one for one in company.follow_ups if one.next_step}
    for one in sorted(latest.values(), key=lambda each: each.id)[-90:]:
        day = setting.now.astimezone(setting.zone).date() + timedelta(days=random.randint(-3, 14))
        timed = random.random() < 0.4
        at = time(random.choice((9, 10, 14, 15)), 0) if timed else time()
        due = datetime.combine(day, at, setting.zone)
        company.plans.append(
            Plan(
                id=PlanId(f"P{next(number):04d}"),
                employee=one.employee,
                customer=one.customer,
                due_at=due,
                has_time=timed,
                content=one.next_step,
                remind_at=due if timed and due > setting.now else None,
                created_at=one.created_at,
            )
        )
