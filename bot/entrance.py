"""What of a service is there first: the database, the platforms, where they call, and how it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Self

from starlette.types import ASGIApp

from adapters.chat import ChatPlatform, Platform
from bot.answers import Answers
from bot.bells import Bells
from bot.clock import ProductClock
from bot.company.rules import Rules
from bot.health import Health
from bot.ids import Ids
from bot.installation import clock_offset, current_rules, web_secret
from bot.metrics import Metrics
from bot.plan import Plan
from bot.web.callbacks import PATHS, Callbacks
from bot.web.later import Later
from bot.web.looks import looks
from storage.store import Store


@dataclass(slots=True)
class Entrance:
    """Takes what comes in and keeps it, whether or not somebody understands it yet (decision 0037).

    All that the rest reads at its start was read here: who loads it needs no database.

    Args:
        rules: those in force when it opened.
        secret: what links and sessions are signed with.
        pages: what people open, once it is there.
        health: answers machines that look at a process without pages.
        asgi: answers everybody.
    """

    plan: Plan
    store: Store
    clock: ProductClock
    platforms: Mapping[Platform, ChatPlatform]
    metrics: Metrics
    looks: Health
    answers: Answers
    bells: Bells
    rules: Rules
    secret: str
    pages: Later = field(default_factory=Later)
    health: ASGIApp = field(init=False)
    asgi: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        seen = partial(
            looks, self.looks.readiness, self.looks.measure, self.metrics, self.plan.proofs
        )
        self.health = seen()
        self.asgi = self._callbacks(seen(self.pages))

    @classmethod
    async def of(cls, plan: Plan) -> Self:
        """The entrance of an installation whose schema is current."""
        store = Store(
            plan.database_url,
            new_id=Ids(),
            now=plan.now,
            probe=plan.probe,
            redis_url=plan.redis_url,
        )
        clock = ProductClock(plan.now, await clock_offset(store))
        platforms, metrics = plan.platforms(store), Metrics()
        store.inbox.committed = metrics.committed
        alone = store.database.is_sqlite
        return cls(
            plan=plan,
            store=store,
            clock=clock,
            platforms=platforms,
            metrics=metrics,
            looks=Health(store, clock, metrics, platforms, plan.zone, copies=plan.backups),
            answers=Answers(None if alone else store.inbox.answer),
            bells=Bells.of(alone=alone),
            rules=await current_rules(store),
            secret=await web_secret(store),
        )

    async def close(self) -> None:
        """Give everything back."""
        for platform in self.platforms.values():
            await platform.close()
        await self.store.close()

    def _callbacks(self, others: ASGIApp) -> Callbacks:
        paths = {
            path: self.platforms[name] for path, name in PATHS.items() if name in self.platforms
        }
        return Callbacks(
            others,
            paths,
            self.store,
            answers=self.answers,
            incoming=self.bells.incoming,
            outgoing=self.bells.outgoing,
            metrics=self.metrics,
            now=self.plan.now,
        )
