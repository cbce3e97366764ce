"""What each intent does: one table, put together here."""

from bot.handlers import (
    admin,
    binding,
    briefs,
    contact_drafts,
    customer_changes,
    customers,
    digests,
    drafts,
    numbers,
    opportunities,
    opportunity_changes,
    opportunity_drafts,
    ownership,
    passing_on,
    plan_drafts,
    plans,
    pool,
    searches,
    settings,
    taking_back,
    talk,
    today,
    unrecorded,
    visit_drafts,
    visit_revisions,
    visits,
)
from bot.router import Router


def routes() -> Router:
    """The router with every handler of the product."""
    areas = (
        admin,
        binding,
        briefs,
        contact_drafts,
        customer_changes,
        customers,
        digests,
        drafts,
        numbers,
        opportunities,
        opportunity_changes,
        opportunity_drafts,
        ownership,
        passing_on,
        plan_drafts,
        plans,
        pool,
        searches,
        settings,
        taking_back,
        talk,
        today,
        unrecorded,
        visit_drafts,
        visit_revisions,
        visits,
    )
    return Router().merge(*(area.router for area in areas))
