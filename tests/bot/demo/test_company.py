"""The demo company: the figures that are promised, and work that could have happened."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.calendars import calendar_of
from bot.company.rules import CompanyRules, Rules
from bot.demo import words
from bot.demo.company import Company, Setting
from bot.demo.customers import addressed
from bot.demo.load import NAME, build, load
from bot.ids import Ids
from bot.understanding.words import kind_of
from core.opportunities.flows import INDUSTRIAL
from core.opportunities.model import OpportunityState
from core.people.model import Role
from core.people.permissions import EVERYBODY
from core.plans.model import PlanState
from core.pool.rules import PoolRules, look
from core.visits.quality import is_effective
from storage.store import COMPANY, Store
from tests.e2e import ZONE

MOMENTS = (
    pytest.param(datetime(2026, 11, 25, 18, 30, tzinfo=ZONE), id="a working evening"),
    pytest.param(datetime(2026, 11, 23, 8, 0, tzinfo=ZONE), id="a Monday before work"),
    pytest.param(datetime(2026, 10, 6, 12, 0, tzinfo=ZONE), id="a long holiday"),
    pytest.param(
        datetime(2028, 3, 5, 12, 0, tzinfo=ZONE), id="a Sunday the calendar does not know"
    ),
)
_CODES = [str(stage.code) for stage in INDUSTRIAL.stages]


@pytest.fixture(scope="module", params=MOMENTS)
def setting(request) -> Setting:
    calendar = calendar_of(CompanyRules())
    return Setting(
        now=request.param, zone=ZONE, calendar=calendar, flow=INDUSTRIAL, pool=PoolRules()
    )


@pytest.fixture(scope="module")
def company(setting: Setting) -> Company:
    return build(setting)


def test_it_has_the_size_that_is_promised(company: Company, setting: Setting) -> None:
    leaders = {one.superior for one in company.sellers}
    first = min(one.occurred_at for one in company.follow_ups)

    assert (len(company.people), len(leaders)) == (12, 3)
    assert (len(company.customers), len(company.opportunities)) == (400, 60)
    assert timedelta(days=50) < setting.now - first < timedelta(days=61)
    assert len(company.follow_ups) > 800


def test_every_leader_leads_and_somebody_administers(company: Company) -> None:
    roles = {one.id: one.roles for one in company.people}

    assert all(Role.SUPERVISOR in roles[one.superior] for one in company.sellers if one.superior)
    assert {role for one in roles.values() for role in one} >= {Role.EXECUTIVE, Role.ADMIN}
    assert Counter(one.platform for one in company.identities) == {"wecom": 12, "feishu": 12}


def test_every_seller_has_a_target_in_every_month_told_of(
    company: Company, setting: Setting
) -> None:
    told = {f"{setting.day_of(one.occurred_at):%Y-%m}" for one in company.follow_ups}
    told.add(f"{setting.today:%Y-%m}")

    for seller in company.sellers:
        aims = [one for one in company.targets if one.employee == seller.id]
        assert told <= {one.period for one in aims}
        assert all(one.value.fen > 0 and one.measure == "signed" for one in aims)


def test_a_contact_is_made_by_the_owner_on_a_working_day_in_working_hours(
    company: Company, setting: Setting
) -> None:
    for one in company.follow_ups:
        customer = company.customers[one.customer]
        local = one.occurred_at.astimezone(ZONE)
        assert one.employee == customer.owner
        assert customer.owned_since is not None
        assert customer.owned_since <= one.occurred_at < one.created_at <= setting.now
        assert setting.calendar.is_workday(local.date())
        assert 9 <= local.hour < 18
        assert one.contacts[0] in {addressed(who) for who in company.contacts[one.customer]}


def test_nobody_is_in_two_places_at_once(company: Company) -> None:
    times = Counter((one.employee, one.occurred_at) for one in company.follow_ups)

    assert set(times.values()) == {1}


def test_a_contact_reads_as_what_it_is(company: Company) -> None:
    """The words name the kind, the customer and the person; what counts is computed."""
    for one in company.follow_ups:
        short = company.customers[one.customer].short
        assert kind_of(one.source_text) == one.kind
        assert f"{short}{one.contacts[0]}" in one.source_text
        assert one.content in one.source_text
        assert one.effective == is_effective(one)
    assert {one.kind.value for one in company.follow_ups} == set(words.SAID)
    assert 0 < sum(not one.effective for one in company.follow_ups) < len(company.follow_ups) / 2


def test_an_opportunity_fits_its_customer_and_its_stage(company: Company, setting: Setting) -> None:
    for deal in company.opportunities.values():
        customer = company.customers[deal.customer]
        stage = INDUSTRIAL.stage(deal.stage)
        prices = {
            f"{customer.short}{name}": (low, high)
            for name, low, high in words.PROJECTS[customer.industry]
        }
        low, high = prices[deal.name]
        assert stage is not None
        assert deal.employee == customer.owner
        assert bool(deal.amount and deal.expected_close) == bool(stage.needs)
        assert deal.amount is None or low * 10_000 <= deal.amount.in_yuan <= high * 10_000
        if deal.state is OpportunityState.OPEN:
            assert deal.probability == stage.probability
            assert deal.closed_at is None
        else:
            assert deal.probability == (100 if deal.state is OpportunityState.WON else 0)
            assert deal.closed_at is not None
            assert deal.expected_close in (None, setting.day_of(deal.moved_at))
            assert bool(deal.lost_reason) == (deal.state is OpportunityState.LOST)


def test_stages_are_passed_in_order_each_at_a_contact(company: Company) -> None:
    written = {(one.customer, one.created_at) for one in company.follow_ups}
    for deal in company.opportunities.values():
        moves = [one for one in company.moves if one.opportunity == deal.id]
        passed = [_CODES[0], *(str(one.target) for one in moves)]
        if deal.state is not OpportunityState.OPEN:
            assert passed.pop() == deal.state
        assert passed == _CODES[: len(passed)]
        assert str(deal.stage) == passed[-1]
        assert [one.source for one in moves] == passed[: len(moves)]
        times = [deal.created_at, *(one.at for one in moves)]
        assert times == sorted(times)
        assert times[-1] == deal.moved_at
        assert {(deal.customer, at) for at in times} <= written


def test_the_pipeline_has_open_won_and_lost(company: Company) -> None:
    states = Counter(one.state for one in company.opportunities.values())

    assert states == {
        OpportunityState.OPEN: 46,
        OpportunityState.WON: 8,
        OpportunityState.LOST: 6,
    }


def test_plans_are_closed_by_what_was_done_and_open_ones_lie_on_working_days(
    company: Company, setting: Setting
) -> None:
    done = {one.id: one for one in company.follow_ups}
    for plan in company.plans.values():
        due = plan.due_at.astimezone(ZONE)
        assert setting.calendar.is_workday(due.date())
        assert plan.has_time or (due.hour, due.minute) == (0, 0)
        assert plan.remind_at is None or (
            plan.state is PlanState.OPEN and plan.remind_at > setting.now
        )
        if plan.state is PlanState.DONE:
            closing = done[plan.closed_by]
            assert (closing.customer, closing.employee) == (plan.customer, plan.employee)
            assert closing.created_at == plan.closed_at
    states = Counter(one.state for one in company.plans.values())
    assert states[PlanState.DONE] > states[PlanState.OPEN] > 20


def test_a_customer_has_one_open_plan_at_most(company: Company) -> None:
    waiting = Counter(one.customer for one in company.plans.values() if one.state is PlanState.OPEN)

    assert set(waiting.values()) == {1}


def test_no_customer_should_have_gone_back_to_the_pool(company: Company, setting: Setting) -> None:
    """The first night returns nobody who was never warned of it."""
    tomorrow = setting.today + timedelta(days=1)
    seen = [
        look(one, setting.pool, today=tomorrow, zone=ZONE) for one in company.customers.values()
    ]

    assert [one for one in seen if one.due(tomorrow)] == []


def test_customers_differ_in_name_and_are_called_where_they_are(company: Company) -> None:
    codes = {city: code for zone in words.CITIES.values() for city, code in zone.items()}
    customers = company.customers.values()

    assert len({one.short for one in customers}) == len({one.full_name for one in customers}) == 400
    assert len({one.mobile for one in customers}) == 400
    for one in customers:
        assert one.mobile.startswith(codes[one.city] + "-")
        assert one.full_name.startswith(one.city + one.short)
        assert "科技科技" not in one.full_name
    assert 80 <= sum(one.owner is None for one in customers) <= 120


def test_colleagues_at_a_customer_are_told_apart(company: Company) -> None:
    for there in company.contacts.values():
        assert len({addressed(one) for one in there}) == len(there) > 0


def test_the_same_moment_gives_the_same_company(company: Company, setting: Setting) -> None:
    assert build(setting) == company


async def test_it_is_loaded_once_and_only_into_an_empty_installation(tmp_path) -> None:
    now = datetime(2026, 11, 25, 18, 30, tzinfo=ZONE)
    rules = Rules(CompanyRules(), calendar_of(CompanyRules()))
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'demo.db'}", new_id=Ids())
    await store.migrate()

    loaded = [await load(store, rules, now, ZONE) for _ in range(2)]

    async with store.look() as uow:
        people = await uow.people.everybody()
        aims = await uow.reports.targets("2026-11", EVERYBODY)
    assert loaded == [True, False]
    assert await store.companies.name(COMPANY) == NAME
    assert (len(people), len(aims)) == (12, 7)
    await store.close()
