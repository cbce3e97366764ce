"""The pages that messages lead to: a customer with its line of time, an opportunity (P13)."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from adapters.chat import Card, Field
from bot import places
from bot.cards import opportunities as deal_cards
from bot.cards import profile as profile_card
from bot.cards import stages
from bot.cards.attachments import NONE, OfFollowUps
from bot.dialogue.who import others
from bot.turn import Turn
from bot.web.asked import page_of
from bot.web.attached import attached_pages, shown
from bot.web.lines import Line, line
from bot.web.reading import read
from bot.web.sessions import Session
from bot.web.site import Site, page
from core.customers import profile
from core.customers.model import CustomerId
from core.customers.profile import Event, Profile
from core.opportunities.model import OpportunityId, StageMove
from core.opportunities.queries import MoveQuery
from core.visits.model import FollowUp

_PAGE = 30
_LAST = 400
"""How far back a line of time is paged."""


def record_pages(site: Site) -> APIRouter:
    """A page for each kind of record, under the rights of whoever opens it."""
    router = APIRouter()

    @router.get("/board/customers/{customer:path}")
    async def of_customer(customer: str, request: Request) -> Response:
        async def draw(turn: Turn, session: Session) -> Response:
            number = page_of(request.query_params, _LAST)
            return await _customer(CustomerId(customer), number, turn, session)

        return await read(request, site, draw)

    @router.get("/board/opportunities/{opportunity:path}")
    async def of_opportunity(opportunity: str, request: Request) -> Response:
        async def draw(turn: Turn, session: Session) -> Response:
            return await _opportunity(OpportunityId(opportunity), turn, session)

        return await read(request, site, draw)

    router.include_router(attached_pages(site))
    return router


async def _customer(customer: CustomerId, number: int, turn: Turn, session: Session) -> Response:
    """The 360° card as a page; `number` pages back in its line of time."""
    facts = await profile.gather(customer, turn.acting)
    upto = (number + 1) * _PAGE
    events = await profile.timeline(customer, turn.acting, limit=upto + 1)
    those = events[upto - _PAGE : upto]
    ids = [one.what.id for one in those if isinstance(one.what, FollowUp)]
    attached = await turn.uow.attachments.of(ids)
    card = profile_card.profile(facts, turn)
    return page(
        "record.html",
        turn.say,
        session=session,
        card=card,
        fields=_but(card, ("deals", "people"), turn),
        sections=(("deals", _deals(facts, turn)), ("people", _people(facts, turn))),
        timeline=[_event(one, turn, attached) for one in those],
        older=f"{places.record(customer)}?page={number + 1}" if len(events) > upto else "",
    )


def _but(card: Card, names: Sequence[str], turn: Turn) -> list[Field]:
    """The card's fields without those that have a section of their own."""
    told = {turn.say(f"customers.field.{name}") for name in names}
    return [field for field in card.fields if field.label not in told]


def _deals(facts: Profile, turn: Turn) -> list[Line]:
    return [
        Line(
            title=one.name,
            detail=" · ".join(
                filter(None, (stages.of_deal(one, turn), deal_cards.amount(one, turn.say)))
            ),
            href=places.deal(one.id),
        )
        for one in facts.opportunities
    ]


def _people(facts: Profile, turn: Turn) -> list[Line]:
    rows = [profile_card.contact_row(one, facts.customer, turn) for one in facts.contacts]
    return [line(row) for row in rows]


def _event(event: Event, turn: Turn, attached: OfFollowUps = NONE) -> Line:
    row = profile_card.event_row(event, turn)
    if isinstance(event.what, FollowUp):
        files = shown(event.what.id, attached.get(event.what.id, ()), turn)
        return line(row, anchor=places.anchor(event.what.id), files=files)
    if isinstance(event.what, StageMove):
        return line(row, href=places.deal(event.what.opportunity))
    return line(row)


async def _opportunity(deal_id: OpportunityId, turn: Turn, session: Session) -> Response:
    """A deal, at whom it is, and how it moved."""
    scope = turn.viewer.scope()
    deal = await turn.uow.opportunities.get(deal_id, scope)
    customer = await turn.uow.customers.get(deal.customer, scope)
    owners = await others((deal.employee,), turn)
    card = deal_cards.one(deal, customer.full_name, turn, owners)
    moves = await turn.uow.opportunities.moves(MoveQuery(customer=customer.id, limit=None))
    mine = [one for one in moves if one.opportunity == deal.id]
    at = Line(title=customer.full_name, href=places.record(customer.id))
    return page(
        "record.html",
        turn.say,
        session=session,
        card=card,
        fields=card.fields,
        sections=(("customer", [at]),),
        timeline=[line(profile_card.event_row(Event(one.at, one), turn)) for one in mine],
        older="",
    )
