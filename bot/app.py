"""Where everything is put together: the one place that knows storage, platforms and bot at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.types import ASGIApp

from adapters.chat import ChatPlatform, LongConnection, Platform
from bot.answers import Answers
from bot.backups import Backups
from bot.bells import Bells, Wakes
from bot.clock import ProductClock
from bot.deliver import Delivery
from bot.drawing.gallery import Gallery, Studio
from bot.errands.kinds import KINDS
from bot.errands.runner import Runner
from bot.fate import Fate
from bot.files import FileStore
from bot.handlers import routes
from bot.health import Health
from bot.holding import LIFE, Holder
from bot.ids import Ids
from bot.installation import Follower, clock_offset, current_rules, web_secret
from bot.jobs.clockwork import Clockwork
from bot.jobs.registry import JOBS
from bot.jobs.tick import Premises
from bot.listen import Listener, prepare
from bot.metrics import Metrics
from bot.recognisers import NONE, Recognisers
from bot.running import FINISHING, App
from bot.sending import Sender
from bot.surroundings import Surroundings
from bot.suspects import Suspects
from bot.understanding.lexicon import Topics
from bot.watch import Watch
from bot.web.board import board_pages
from bot.web.callbacks import PATHS, Callbacks
from bot.web.login import login_pages
from bot.web.pages import pages
from bot.web.pictures import pictures
from bot.web.records import record_pages
from bot.web.signing import Signing
from bot.web.site import Site
from bot.web.upload import upload_pages
from bot.work import LEASE, Worker
from core.clock import Now, machine_now
from storage.probes import Probe, no_probe
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an installation is made of.

    Args:
        platforms: made from the store, whose tokens and locks they share.
        now: the machine's clock.
        redis_url: where processes share tokens and locks faster; empty: in the database.
        only: the platform this process sends to, when others are another's.
        files: the folder of what people send and what is made for them.
        lease: how long what a process that died had in hand is left alone.
        finishing: seconds in which what is in hand may be finished when it ends.
        line_lease: how long a connection that a process had when it died is left alone.
    """

    database_url: str
    zone: ZoneInfo
    platforms: Callable[[Store], Mapping[Platform, ChatPlatform]]
    redis_url: str = ""
    public_url: str = ""
    proofs: Path = Path("proofs")
    files: Path = Path("var/files")
    backups: Backups | None = None
    recognisers: Recognisers = NONE
    now: Now = machine_now
    probe: Probe = no_probe
    only: Platform | None = None
    lease: timedelta = LEASE
    line_lease: timedelta = LIFE
    finishing: float = FINISHING


@dataclass(frozen=True, slots=True)
class _Parts:
    """What most of the rest needs."""

    plan: Plan
    store: Store
    clock: ProductClock
    platforms: Mapping[Platform, ChatPlatform]
    metrics: Metrics
    health: Health
    answers: Answers
    bells: Bells

    @classmethod
    async def of(cls, plan: Plan) -> Self:
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
            health=Health(store, clock, metrics, platforms, plan.zone, copies=plan.backups),
            answers=Answers(None if alone else store.inbox.answer),
            bells=Bells.of(alone=alone),
        )


async def build(plan: Plan) -> App:
    """Put an installation together on a database whose schema is current."""
    parts = await _Parts.of(plan)
    topics, looks = Topics(), parts.health
    given = await _given(parts, topics)
    follower = Follower(parts.store, parts.clock, given)
    clockwork = _clockwork(parts, given, follower)
    worker, sender = _worker(parts, given), _sender(parts)
    health = partial(pages, looks.readiness, looks.measure, parts.metrics, plan.proofs)
    return App(
        store=parts.store,
        clock=parts.clock,
        given=given,
        worker=worker,
        sender=sender,
        suspects=Suspects(parts.store, worker, sender),
        errands=_errands(parts, given),
        clockwork=clockwork,
        follower=follower,
        metrics=parts.metrics,
        looks=looks,
        asgi=_callbacks(parts, health(await _routers(parts, given))),
        health=health(),
        bells=parts.bells,
        wakes=_wakes(parts),
        platforms=parts.platforms,
        topics=topics,
        holders=_holders(parts),
        finishing=plan.finishing,
        watch=lambda schedule, give_up: Watch(
            looks, parts.metrics, clockwork if schedule else None, plan.now, give_up
        ),
    )


def _wakes(parts: _Parts) -> Wakes | None:
    """The way to other processes; Redis is not loaded where there are none."""
    if parts.store.database.is_sqlite or not parts.plan.redis_url:
        return None
    from storage import wakes  # noqa: PLC0415

    return wakes.Wakes(parts.plan.redis_url)


async def _routers(parts: _Parts, given: Surroundings) -> Sequence[APIRouter]:
    """The pages people open; none without an address they could be reached at."""
    if not parts.plan.public_url:
        return ()
    store = parts.store
    site = Site(
        base=parts.plan.public_url,
        given=given,
        logins={name: one.login for name, one in parts.platforms.items() if one.login},
        signing=Signing(await web_secret(store)),
        look=store.look,
        unit=store.unit,
        spend=lambda name, life: store.shared.lease(name, store.new_id(), life),
    )
    people = (login_pages, board_pages, record_pages, upload_pages)
    return (*(each(site) for each in people), pictures(given.studio.gallery))


async def _given(parts: _Parts, topics: Topics) -> Surroundings:
    files = FileStore(parts.plan.files)
    return Surroundings(
        router=routes(),
        understand=Listener(topics),
        clock=parts.clock,
        zone=parts.plan.zone,
        rules=await current_rules(parts.store),
        new_id=parts.store.new_id,
        public_url=parts.plan.public_url,
        sign=Signing(await web_secret(parts.store)).sign,
        picked={name: one.picked for name, one in parts.platforms.items()},
        find_mobiles={name: one.find_mobiles for name, one in parts.platforms.items()},
        download={name: one.download for name, one in parts.platforms.items()},
        find_account={
            name: one.find_account
            for name, one in parts.platforms.items()
            if isinstance(one, LongConnection)
        },
        files=files,
        studio=Studio(Gallery(files), await web_secret(parts.store), parts.plan.public_url),
        backups=parts.plan.backups,
        recognisers=parts.plan.recognisers,
        checks=parts.health.checks,
    )


def _worker(parts: _Parts, given: Surroundings) -> Worker:
    return Worker(
        parts.store,
        given,
        answers=parts.answers,
        bell=parts.bells.incoming,
        outgoing=parts.bells.outgoing,
        errands=parts.bells.waiting,
        metrics=parts.metrics,
        probe=parts.plan.probe,
        lease=parts.plan.lease,
        prepare=prepare,
    )


def _errands(parts: _Parts, given: Surroundings) -> Runner:
    def says() -> None:
        parts.bells.outgoing.ring()
        parts.bells.incoming.ring()

    return Runner(parts.store, given, KINDS, bell=parts.bells.waiting, says=says)


def _sender(parts: _Parts) -> Sender:
    fate = Fate(parts.store, parts.clock, parts.plan.zone, frozenset(parts.platforms))
    delivery = Delivery(
        outbox=parts.store.outbox,
        faces=parts.store.faces,
        platforms=parts.platforms,
        reach=fate.reach,
        clock=parts.clock,
        sent=fate.sent,
        lost=fate.lost,
        metrics=parts.metrics,
        probe=parts.plan.probe,
        public_url=parts.plan.public_url,
    )
    plan = parts.plan
    return Sender(
        parts.store, delivery, parts.bells.outgoing, only=plan.only or "", lease=plan.lease
    )


def _holders(parts: _Parts) -> Sequence[Holder]:
    """Who has the connections of the platforms that are reached through one."""
    return [
        Holder(
            one,
            parts.store,
            incoming=parts.bells.incoming,
            outgoing=parts.bells.outgoing,
            metrics=parts.metrics,
            life=parts.plan.line_lease,
        )
        for one in parts.platforms.values()
        if isinstance(one, LongConnection)
    ]


def _clockwork(parts: _Parts, given: Surroundings, follower: Follower) -> Clockwork:
    store, zone = parts.store, parts.plan.zone
    premises = Premises(store=store, zone=zone, given=given, new_id=store.new_id)
    return Clockwork(
        JOBS,
        premises,
        parts.clock,
        parts.bells.outgoing,
        follow=follower.look,
        reminded=parts.metrics.reminders,
    )


def _callbacks(parts: _Parts, others: ASGIApp) -> Callbacks:
    paths = {path: parts.platforms[name] for path, name in PATHS.items() if name in parts.platforms}
    return Callbacks(
        others,
        paths,
        parts.store,
        answers=parts.answers,
        incoming=parts.bells.incoming,
        outgoing=parts.bells.outgoing,
        metrics=parts.metrics,
        now=parts.plan.now,
    )
