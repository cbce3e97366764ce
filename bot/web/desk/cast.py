"""Who can be played on the rehearsal desk, and what each may say first."""

from typing import TypedDict

from bot.texts import Texts, texts
from core.customers.queries import CustomerQuery
from core.people.model import Employee, EmployeeState, Role
from core.people.permissions import Scope
from core.ports import UnitOfWork

_REP = ("log", "pool", "today", "keep", "digest", "help")
_LEADER = ("digest", "returning", "pool", "help")
_ABOUT_SOMEBODY = ("log", "keep")
_ADMIN = ("unheard", "check", "digest", "help")


class Player(TypedDict):
    """One person: the words of his roles, his accounts by platform, sentences to try."""

    id: str
    name: str
    roles: str
    accounts: dict[str, str]
    examples: list[str]


async def cast(uow: UnitOfWork) -> list[Player]:
    """Everybody who may write to the bot, the reps first."""
    people = [one for one in await uow.people.everybody() if one.state is not EmployeeState.LEFT]
    people.sort(key=lambda one: (Role.REP not in one.roles or one.leads, one.id))
    return [await _player(one, uow) for one in people]


async def _player(person: Employee, uow: UnitOfWork) -> Player:
    say = texts(person.language)
    identities = await uow.people.identities(person.id)
    return Player(
        id=person.id,
        name=person.name,
        roles="、".join(say(f"desk.role.{role}") for role in Role if role in person.roles),
        accounts={one.platform: one.external_id for one in identities},
        examples=await _examples(person, say, uow),
    )


async def _examples(person: Employee, say: Texts, uow: UnitOfWork) -> list[str]:
    """Sentences about a customer of his own and somebody there."""
    if Role.ADMIN in person.roles:
        return [say(f"desk.try.{name}") for name in _ADMIN]
    if person.leads:
        return [say(f"desk.try.{name}") for name in _LEADER]
    mine = CustomerQuery(in_pool=False, owner=person.id, limit=1)
    own = await uow.customers.search(mine, Scope(None))
    there = await uow.contacts.at(own[0].id) if own else []
    if not there:
        return [say(f"desk.try.{name}") for name in _REP if name not in _ABOUT_SOMEBODY]
    names = {"customer": own[0].short, "contact": f"{there[0].name[0]}总"}
    return [say(f"desk.try.{name}", **names) for name in _REP]
