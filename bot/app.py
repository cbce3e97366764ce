"""Where everything is put together: the one place that knows storage, platforms and bot at once."""

from collections.abc import Sequence

from fastapi import APIRouter

from adapters.chat import LongConnection
from bot.bells import Wakes
from bot.deliver import Delivery
from bot.drawing.gallery import Gallery, Studio
from bot.entrance import Entrance
from bot.errands.kinds import KINDS
from bot.errands.runner import Runner
from bot.fate import Fate
from bot.files import FileStore
from bot.following import Follower
from bot.handlers import routes
from bot.holding import Holder
from bot.jobs.clockwork import Clockwork
from bot.jobs.registry import JOBS
from bot.jobs.tick import Premises
from bot.listen import Listener, prepare
from bot.plan import Plan
from bot.running import App
from bot.sending import Sender
from bot.surroundings import Surroundings
from bot.suspects import Suspects
from bot.understanding.lexicon import Topics
from bot.watch import Watch
from bot.web.board import board_pages
from bot.web.login import login_pages
from bot.web.pages import pages
from bot.web.pictures import pictures
from bot.web.records import record_pages
from bot.web.signing import Signing
from bot.web.site import Site
from bot.web.upload import upload_pages
from bot.work import Worker


async def build(plan: Plan) -> App:
    """Put an installation together on a database whose schema is current."""
    entrance = await Entrance.of(plan)
    app = furnished(entrance)
    entrance.pages.open(app.pages)
    return app


def furnished(entrance: Entrance) -> App:
    """Put together what is behind an entrance, in any thread; its pages are opened where its loop runs."""
    topics, plan = Topics(), entrance.plan
    given = _given(entrance, topics)
    follower = Follower(entrance.store, entrance.clock, given)
    clockwork = _clockwork(entrance, given, follower)
    worker, sender = _worker(entrance, given), _sender(entrance)
    entrance.looks.jobs = tuple(job.name for job in JOBS)
    return App(
        store=entrance.store,
        clock=entrance.clock,
        given=given,
        worker=worker,
        sender=sender,
        suspects=Suspects(entrance.store, worker, sender),
        errands=_errands(entrance, given),
        clockwork=clockwork,
        follower=follower,
        metrics=entrance.metrics,
        looks=entrance.looks,
        asgi=entrance.asgi,
        pages=pages(_routers(entrance, given)),
        bells=entrance.bells,
        wakes=_wakes(entrance),
        platforms=entrance.platforms,
        topics=topics,
        holders=_holders(entrance),
        finishing=plan.finishing,
        close=entrance.close,
        watch=lambda schedule, give_up: Watch(
            entrance.looks, entrance.metrics, clockwork if schedule else None, plan.now, give_up
        ),
    )


def _wakes(entrance: Entrance) -> Wakes | None:
    """The way to other processes; Redis is not loaded where there are none."""
    if entrance.store.database.is_sqlite or not entrance.plan.redis_url:
        return None
    from storage import wakes  # noqa: PLC0415

    return wakes.Wakes(entrance.plan.redis_url)


def _routers(entrance: Entrance, given: Surroundings) -> Sequence[APIRouter]:
    """The pages people open; none without an address they could be reached at."""
    if not entrance.plan.public_url:
        return ()
    store = entrance.store
    site = Site(
        base=entrance.plan.public_url,
        given=given,
        logins={name: one.login for name, one in entrance.platforms.items() if one.login},
        signing=Signing(entrance.secret),
        look=store.look,
        unit=store.unit,
        spend=lambda name, life: store.shared.lease(name, store.new_id(), life),
    )
    people = (login_pages, board_pages, record_pages, upload_pages)
    return (*(each(site) for each in people), pictures(given.studio.gallery))


def _given(entrance: Entrance, topics: Topics) -> Surroundings:
    files = FileStore(entrance.plan.files)
    return Surroundings(
        router=routes(),
        understand=Listener(topics),
        clock=entrance.clock,
        zone=entrance.plan.zone,
        rules=entrance.rules,
        new_id=entrance.store.new_id,
        public_url=entrance.plan.public_url,
        sign=Signing(entrance.secret).sign,
        picked={name: one.picked for name, one in entrance.platforms.items()},
        find_mobiles={name: one.find_mobiles for name, one in entrance.platforms.items()},
        download={name: one.download for name, one in entrance.platforms.items()},
        find_account={
            name: one.find_account
            for name, one in entrance.platforms.items()
            if isinstance(one, LongConnection)
        },
        files=files,
        studio=Studio(Gallery(files), entrance.secret, entrance.plan.public_url),
        backups=entrance.plan.backups,
        recognisers=entrance.plan.recognisers,
        checks=entrance.looks.checks,
    )


def _worker(entrance: Entrance, given: Surroundings) -> Worker:
    return Worker(
        entrance.store,
        given,
        answers=entrance.answers,
        bell=entrance.bells.incoming,
        outgoing=entrance.bells.outgoing,
        errands=entrance.bells.waiting,
        metrics=entrance.metrics,
        probe=entrance.plan.probe,
        lease=entrance.plan.lease,
        prepare=prepare,
    )


def _errands(entrance: Entrance, given: Surroundings) -> Runner:
    def says() -> None:
        entrance.bells.outgoing.ring()
        entrance.bells.incoming.ring()

    return Runner(entrance.store, given, KINDS, bell=entrance.bells.waiting, says=says)


def _sender(entrance: Entrance) -> Sender:
    fate = Fate(entrance.store, entrance.clock, entrance.plan.zone, frozenset(entrance.platforms))
    delivery = Delivery(
        outbox=entrance.store.outbox,
        faces=entrance.store.faces,
        platforms=entrance.platforms,
        reach=fate.reach,
        clock=entrance.clock,
        sent=fate.sent,
        lost=fate.lost,
        metrics=entrance.metrics,
        probe=entrance.plan.probe,
        public_url=entrance.plan.public_url,
    )
    plan = entrance.plan
    return Sender(
        entrance.store, delivery, entrance.bells.outgoing, only=plan.only or "", lease=plan.lease
    )


def _holders(entrance: Entrance) -> Sequence[Holder]:
    """Who has the connections of the platforms that are reached through one."""
    return [
        Holder(
            one,
            entrance.store,
            incoming=entrance.bells.incoming,
            outgoing=entrance.bells.outgoing,
            metrics=entrance.metrics,
            life=entrance.plan.line_lease,
        )
        for one in entrance.platforms.values()
        if isinstance(one, LongConnection)
    ]


def _clockwork(entrance: Entrance, given: Surroundings, follower: Follower) -> Clockwork:
    store, zone = entrance.store, entrance.plan.zone
    premises = Premises(store=store, zone=zone, given=given, new_id=store.new_id)
    return Clockwork(
        JOBS,
        premises,
        entrance.clock,
        entrance.bells.outgoing,
        follow=follower.look,
        reminded=entrance.metrics.reminders,
    )
