"""Lists of customers by conditions: one's own, and the pool's (L01)."""

from dataclasses import replace

from adapters.chat import Reply
from bot.cards import customers as cards
from bot.cards import pool as pool_cards
from bot.dialogue.who import others
from bot.handlers import conditions
from bot.handlers.customers import show_customer
from bot.handlers.opportunities import search_opportunities
from bot.intents import SearchCustomers, SearchOpportunities, SearchPool, ShowCustomer
from bot.keys import decode
from bot.router import Router
from bot.shown import recall, remember_customers
from bot.slots import Conditions, CustomerRef
from bot.talk import NextPage
from bot.turn import Turn
from core.customers.model import CustomerId
from core.customers.queries import CustomerQuery
from core.errors import NotFound
from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY

router = Router()


@router.on(SearchCustomers)
async def search_customers(wish: SearchCustomers, turn: Turn) -> Reply:
    """Many conditions in any order, with how they were understood (L01)."""
    where = wish.where
    query = conditions.query(where, turn, in_pool=False, page=wish.page)
    if where.person:
        query = replace(query, owner=await _colleague(where.person, turn))
    scope = turn.viewer.scope()
    found = await turn.uow.customers.search(query, scope)
    total = await turn.uow.customers.count(query, scope)
    if wish.whose and not total and (one := await _only(query, turn)):
        return await show_customer(ShowCustomer(CustomerRef((one,))), turn)
    elsewhere = (
        not (total or where.person) and where != Conditions()
    )  # 看看宁波的模具厂; 我的客户 is of his own
    if elsewhere and await turn.uow.customers.count(replace(query, in_pool=True), scope):
        return await search_pool(SearchPool(where), turn)
    beyond = query.offset + len(found) < total and where.limit is None
    title = turn.say("customers.list", count=min(total, where.limit or total))
    more = SearchCustomers(where, wish.page + 1) if beyond else None
    await remember_customers(found, turn, more=more)
    owners = await others((one.owner for one in found), turn)
    told = conditions.words(where, turn)
    return Reply(card=cards.listing(title, told, found, turn, owners=owners, more=more))


async def _only(query: CustomerQuery, turn: Turn) -> CustomerId | None:
    """The one customer of all that meets the conditions; whose it is may be known by everybody."""
    found = await turn.uow.customers.search(replace(query, limit=2), EVERYBODY)
    return found[0].id if len(found) == 1 else None


async def _colleague(name: str, turn: Turn) -> EmployeeId:
    """The one of that name whose customers may be seen.

    Raises:
        NotFound: there is none, or there are several.
    """
    scope = turn.viewer.scope()
    found = [one for one in await turn.uow.people.named(name) if scope.covers(one.id)]
    if len(found) != 1:
        raise NotFound(kind="employee", key=name)
    return found[0].id


@router.on(SearchPool)
async def search_pool(wish: SearchPool, turn: Turn) -> Reply:
    """公海里有啥好客户: who fell out last first."""
    query = conditions.query(wish.where, turn, in_pool=True, page=wish.page)
    scope = turn.viewer.scope()
    found = await turn.uow.customers.search(query, scope)
    total = await turn.uow.customers.count(query, scope)
    beyond = query.offset + len(found) < total and wish.where.limit is None
    more = SearchPool(wish.where, wish.page + 1) if beyond else None
    listed = min(total, wish.where.limit or total)
    await remember_customers(found, turn, more=more)
    return Reply(
        card=pool_cards.listing(found, conditions.words(wish.where, turn), listed, turn, more=more)
    )


@router.on(NextPage)
async def next_page(_: NextPage, turn: Turn) -> Reply:
    """下一页: by words what the button of the list last shown does."""
    shown = await recall(turn.uow, turn.answered_in, turn.now)
    match decode(shown.more) if shown.more else None:
        case SearchCustomers() as wish:
            return await search_customers(wish, turn)
        case SearchPool() as wish:
            return await search_pool(wish, turn)
        case SearchOpportunities() as wish:
            return await search_opportunities(wish, turn)
        case _:
            return Reply(text=turn.say("choice.no_more"))
