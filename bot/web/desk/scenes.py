"""The stories a newcomer is told: who says and presses what, with customers that are fresh each time."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot.running import App
from bot.texts import Texts
from bot.web.desk.phones import PLATFORMS, PlatformName
from core.customers.model import Customer, CustomerId
from core.customers.queries import CustomerQuery
from core.opportunities.model import StageCode
from core.opportunities.queries import OpportunityQuery
from core.people.model import EmployeeId
from core.people.permissions import EVERYBODY, Scope
from core.ports import UnitOfWork

STORIES = ("visit", "several", "pool", "opportunity", "reminder", "digest")
Step = dict[str, Any]
_Writer = Callable[[UnitOfWork, datetime, Texts], Awaitable[list[Step]]]
_ZHOU, _LIN, _HE, _SUN, _CHEN = map(EmployeeId, ("S002", "S003", "S006", "S001", "S005"))
_PREFIX: dict[PlatformName, str] = {"wecom": "wx-", "feishu": "ou_"}
_EARLY = tuple(StageCode(one) for one in ("initial", "needs", "proposal"))
_MANY = 200


class NothingLeft(LookupError):
    """Every customer a story could be about was in one: the company has to start over."""


class Scenes:
    """Writes a story's steps about customers no story was about before.

    A step is what a person does on a phone (`person`, `say`, `press`), on the bar (`jump`), or what
    the teller does (`tell`, `wait`); `both` are done side by side. A press or a wait that is `on`
    something looks at cards with that in their title only.
    """

    def __init__(self) -> None:
        self._used: set[CustomerId] = set()
        self._writers: dict[str, _Writer] = {
            "visit": self._visit,
            "several": self._several,
            "pool": self._pool,
            "opportunity": self._opportunity,
            "reminder": self._reminder,
            "digest": self._digest,
        }

    def has(self, name: str) -> bool:
        return name in self._writers

    async def steps(self, name: str, app: App, say: Texts) -> list[Step]:
        """The steps of a story, from a state in which it works.

        Raises:
            NothingLeft: there is no customer left that it could be about.
        """
        async with app.store.look() as uow:
            return await self._writers[name](uow, app.clock().astimezone(app.given.zone), say)

    async def _visit(self, uow: UnitOfWork, _: datetime, say: Texts) -> list[Step]:
        notes, first = [], ""
        for rep in (_ZHOU, _LIN):
            customer, contact = await self._own(uow, rep)
            first = first or customer.short
            notes.append(say("desk.said.visit", customer=customer.short, contact=contact))
        tell = _teller(say, "visit")
        return [
            *_on_stage(_ZHOU, _LIN),
            tell("note"),
            _both("say", *notes),
            _both("wait", "保存"),
            tell("draft"),
            _both("press", "保存"),
            _both("wait", "已保存"),
            tell("bound"),
            _as("feishu", _ZHOU),
            _do("say", "feishu", first),
            _do("wait", "feishu", first),
            tell("end"),
        ]

    async def _several(self, uow: UnitOfWork, _: datetime, say: Texts) -> list[Step]:
        notes = []
        for rep in (_ZHOU, _LIN):
            one, contact = await self._own(uow, rep)
            other, person = await self._own(uow, rep)
            names = {"one": one.short, "contact": contact, "other": other.short, "person": person}
            notes.append(say("desk.said.several", **names))
        tell = _teller(say, "several")
        return [
            *_on_stage(_ZHOU, _LIN),
            tell("note"),
            _both("say", *notes),
            _both("wait", "保存"),
            tell("draft"),
            _both("press", "保存"),
            _both("wait", "已保存"),
            tell("end"),
        ]

    async def _pool(self, uow: UnitOfWork, _: datetime, say: Texts) -> list[Step]:
        query = CustomerQuery(in_pool=True, but=tuple(self._used), has_contact=True, limit=_MANY)
        found = await uow.customers.search(query, Scope(None))
        customer = self._chosen([one for one in found if one.pool.startswith("华东")])
        tell = _teller(say, "pool")
        return [
            *_on_stage(_ZHOU, _LIN),
            tell("look"),
            _both("say", customer.short),
            _both("wait", "认领"),
            tell("race"),
            _both("press", "认领"),
            _both("wait", "已认领|已经是"),
            tell("end"),
        ]

    async def _opportunity(self, uow: UnitOfWork, _: datetime, say: Texts) -> list[Step]:
        notes = []
        for rep in (_ZHOU, _LIN):
            query = OpportunityQuery(employee=rep, stages=_EARLY, limit=_MANY)
            deals = await uow.opportunities.search(query, EVERYBODY)
            owners = [await uow.customers.get(one.customer, EVERYBODY) for one in deals]
            customer = self._chosen([one for one in owners if one.owner == rep])
            notes.append(say("desk.said.opportunity", customer=customer.short))
        tell = _teller(say, "opportunity")
        return [
            *_on_stage(_ZHOU, _LIN),
            tell("note"),
            _both("say", *notes),
            _both("wait", "保存"),
            tell("draft"),
            _both("press", "保存"),
            _both("wait", "已推进"),
            tell("end"),
        ]

    async def _reminder(self, uow: UnitOfWork, now: datetime, say: Texts) -> list[Step]:
        customers = [(await self._own(uow, rep))[0].short for rep in (_ZHOU, _LIN)]
        notes = [say("desk.said.reminder", customer=one) for one in customers]
        tell = _teller(say, "reminder")
        return [
            *_on_stage(_ZHOU, _LIN),
            tell("note"),
            _both("say", *notes),
            _both("wait", "保存"),
            _both("press", "保存"),
            _both("wait", "已保存"),
            tell("jump"),
            {"do": "jump", "text": "at", "at": _tomorrow(now).isoformat()},
            _on(customers, _both("wait", "完成")),
            tell("due"),
            _on(customers, _both("press", "完成")),
            _on(customers, _both("wait", "已完成")),
            tell("end"),
        ]

    async def _digest(self, uow: UnitOfWork, _: datetime, say: Texts) -> list[Step]:
        """The numbers hold what two reps, one of each team, have just said."""
        notes, customers = [], []
        for rep in (_ZHOU, _HE):
            customer, contact = await self._own(uow, rep)
            customers.append(customer.short)
            notes.append(say("desk.said.visit", customer=customer.short, contact=contact))
        tell, number = _teller(say, "digest"), "跟进明细"
        return [
            *_on_stage(_ZHOU, _HE),
            tell("note"),
            _both("say", *notes),
            _both("wait", "保存"),
            _both("press", "保存"),
            _both("wait", "已保存"),
            *_on_stage(_SUN, _CHEN),
            tell("evening"),
            _both("say", say("desk.said.digest")),
            _both("wait", "拜访"),
            tell("numbers"),
            _do("press", "wecom", "过程"),
            _do("wait", "wecom", number),
            _both("press", number),
            _both("wait", *customers),
            tell("jump"),
            {"do": "jump", "text": "digest"},
            _both("wait", "拜访"),
            tell("end"),
        ]

    async def _own(self, uow: UnitOfWork, rep: EmployeeId) -> tuple[Customer, str]:
        """A customer of a rep, and how one speaks of somebody there."""
        query = CustomerQuery(
            in_pool=False, owner=rep, has_contact=True, but=tuple(self._used), limit=_MANY
        )
        customer = self._chosen(await uow.customers.search(query, EVERYBODY))
        contacts = await uow.contacts.at(customer.id)
        return customer, f"{contacts[0].name[0]}总"

    def _chosen(self, found: Sequence[Customer]) -> Customer:
        for customer in found:
            if customer.id not in self._used:
                self._used.add(customer.id)
                return customer
        raise NothingLeft


def _tomorrow(now: datetime) -> datetime:
    """When the reminder of its story is due: nothing else is, so that it comes last."""
    return datetime.combine(now.date() + timedelta(days=1), time(10, 40), now.tzinfo)


def _on_stage(wecom: EmployeeId, feishu: EmployeeId) -> list[Step]:
    return [_as("wecom", wecom), _as("feishu", feishu)]


def _as(platform: PlatformName, person: EmployeeId) -> Step:
    return _do("person", platform, f"{_PREFIX[platform]}{person.lower()}")


def _do(what: str, platform: PlatformName, text: str) -> Step:
    return {"do": what, "platform": platform, "text": text}


def _both(what: str, *texts: str) -> Step:
    """The same on each phone, with a text of its own or one for both."""
    pairs = zip(PLATFORMS, texts * 2 if len(texts) == 1 else texts, strict=True)
    return {"do": "both", "steps": [_do(what, platform, text) for platform, text in pairs]}


def _on(titles: Sequence[str], both: Step) -> Step:
    """The same, each on the card with that in its title."""
    pairs = zip(both["steps"], titles, strict=True)
    return {"do": "both", "steps": [{**step, "on": title} for step, title in pairs]}


def _teller(say: Texts, story: str) -> Callable[[str], Step]:
    return lambda name: {"do": "tell", "text": say(f"desk.story.{story}.{name}")}
