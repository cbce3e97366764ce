"""Lists of customers by conditions: one's own, and the pool's (L01)."""

from dataclasses import replace

from adapters.chat import Reply
from bot.cards import customers as cards
from bot.cards import pool as pool_cards
from bot.handlers import conditions
from bot.intents import SearchCustomers, SearchPool
from bot.router import Router
from bot.shown import remember_customers
from bot.turn import Turn

router = Router()


@router.on(SearchCustomers)
async def search_customers(wish: SearchCustomers, turn: Turn) -> Reply:
    """Many conditions in any order, with how they were understood (L01)."""
    where = wish.where
    query = conditions.query(where, turn, in_pool=False, page=wish.page)
    scope = turn.viewer.scope()
    found = await turn.uow.customers.search(query, scope)
    total = await turn.uow.customers.count(query, scope)
    if not total and await turn.uow.customers.count(replace(query, in_pool=True), scope):
        return await search_pool(SearchPool(where), turn)  # 看看宁波的模具厂
    await remember_customers(found, turn)
    beyond = query.offset + len(found) < total and where.limit is None
    title = turn.say("customers.list", count=total)
    more = SearchCustomers(where, wish.page + 1) if beyond else None
    return Reply(card=cards.listing(title, conditions.words(where, turn), found, turn, more=more))


@router.on(SearchPool)
async def search_pool(wish: SearchPool, turn: Turn) -> Reply:
    """公海里有啥好客户: who fell out last first."""
    query = conditions.query(wish.where, turn, in_pool=True, page=wish.page)
    scope = turn.viewer.scope()
    found = await turn.uow.customers.search(query, scope)
    total = await turn.uow.customers.count(query, scope)
    await remember_customers(found, turn)
    beyond = query.offset + len(found) < total and wish.where.limit is None
    more = SearchPool(wish.where, wish.page + 1) if beyond else None
    return Reply(
        card=pool_cards.listing(found, conditions.words(wish.where, turn), total, turn, more=more)
    )
