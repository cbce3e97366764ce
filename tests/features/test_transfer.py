"""Whatever happened before: a transfer changes the owner only (H19)."""

import random
from dataclasses import fields, replace

from core.customers.model import CustomerId
from core.errors import CrmError
from core.money import Money
from core.opportunities import actions as deals
from core.opportunities.actions import Facts
from core.opportunities.model import OpportunityState
from core.opportunities.queries import MoveQuery, OpportunityQuery
from core.people.permissions import EVERYBODY
from core.plans.actions import complete, move, set_plan
from core.plans.model import PlanState
from core.plans.queries import PlanQuery
from core.pool.actions import assign
from core.visits.actions import log
from core.visits.queries import FollowUpQuery
from tests.core.builders import DAY, LIN, MONDAY, customer, report, supervisor
from tests.features.given import TEAM, load, work

CLOSE = (MONDAY + 30 * DAY).date()
HISTORIES = 20


async def live(store, number: str, dice: random.Random) -> None:
    """A history of 周明 with one customer; what the rules refuse does not happen."""
    for day in range(dice.randrange(12)):
        try:
            async with work(store, now=MONDAY + day * DAY) as acting:
                await one_act(CustomerId(number), acting, dice)
        except CrmError:
            continue


async def one_act(number: CustomerId, acting, dice: random.Random) -> None:
    found = await acting.uow.opportunities.search(
        OpportunityQuery(customer=number, states=tuple(OpportunityState)), EVERYBODY
    )
    open_plans = await acting.uow.plans.search(PlanQuery(customer=number), EVERYBODY)
    plan = {"due_at": acting.now + DAY, "has_time": True, "content": "回电"}
    later = acting.now + 2 * DAY
    facts = Facts(amount=Money.yuan(8_000), expected_close=CLOSE, probability=45)
    acts = [
        lambda: log(report(customer=number, occurred_at=acting.now), acting),
        lambda: set_plan(acting=acting, customer=number, **plan),
        lambda: deals.create(number, Facts(name="导电浆料"), acting),
        *(lambda one=one: complete(one.id, acting) for one in open_plans),
        *(lambda one=one: move(one.id, later, acting, has_time=True) for one in open_plans),
    ]
    for deal in found:
        acts += [
            lambda deal=deal: deals.edit(deal.id, facts, acting),
            lambda deal=deal: deals.move(deal.id, dice.choice(("+1", "-1")), acting),
            lambda deal=deal: deals.win(deal.id, acting),
            lambda deal=deal: deals.lose(deal.id, acting, reason="价格", competitor="蔡司"),
            lambda deal=deal: deals.reopen(deal.id, acting, reason="又谈了"),
        ]
    await dice.choice(acts)()


async def everything(store, number: str) -> dict[str, list]:
    """All that is kept of the customer's deals, moves, contacts and plans."""
    customer_id = CustomerId(number)
    async with store.look() as uow:
        return {
            "deals": await uow.opportunities.search(
                OpportunityQuery(customer=customer_id, states=tuple(OpportunityState), limit=99),
                EVERYBODY,
            ),
            "moves": await uow.opportunities.moves(MoveQuery(customer=customer_id)),
            "contacts": await uow.follow_ups.search(
                FollowUpQuery(customer=customer_id, limit=99), EVERYBODY
            ),
            "plans": await uow.plans.search(
                PlanQuery(customer=customer_id, states=tuple(PlanState), limit=99), EVERYBODY
            ),
        }


def but_owner(found: dict[str, list]) -> dict[str, list]:
    """The same without whose what is open is, and how often a row was written."""

    def bare(one):
        names = {field.name for field in fields(one)}
        is_open = getattr(one, "state", None) in (OpportunityState.OPEN, PlanState.OPEN)
        owner = {"employee": ""} if is_open else {}
        return replace(one, **owner, **({"version": 0} if "version" in names else {}))

    return {kind: sorted(map(bare, rows), key=lambda one: one.id) for kind, rows in found.items()}


async def test_H19_only_the_owner_differs_after_any_history(store) -> None:
    dice = random.Random(19)
    numbers = [f"C{place:02}" for place in range(HISTORIES)]
    known = [customer(number, full_name=f"客户{number}", aliases=()) for number in numbers]
    await load(store, *known)
    for number in numbers:
        await live(store, number, dice)
        before = await everything(store, number)

        async with work(store, supervisor(), now=MONDAY + 20 * DAY, team=TEAM) as acting:
            await assign(CustomerId(number), acting, to=LIN)

        after = await everything(store, number)
        assert but_owner(after) == but_owner(before)
        opened = [one for kind in ("deals", "plans") for one in after[kind] if one.state == "open"]
        assert {one.employee for one in opened} <= {LIN}
