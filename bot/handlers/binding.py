"""Who is this? Unbound people get one binding card and cause nothing; an admin binds with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.chat import Address, Button, Card, Field, Reply, Text, Tone
from bot.keys import encode
from bot.parcel import packed
from bot.router import Router
from bot.talk import DecideBinding
from bot.texts import Texts, texts
from bot.turn import Turn
from core.clock import NewId
from core.errors import Duplicate, NotFound
from core.people.model import (
    BindingRequest,
    ChatIdentity,
    Employee,
    EmployeeId,
    EmployeeState,
    RequestState,
    Role,
)
from core.people.permissions import Command
from core.ports import UnitOfWork

router = Router()
SLOT = "binding"
_LONGEST_NAME = 20
_LANE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Somebody without a binding who wrote: where, what, when."""

    address: Address
    text: str
    now: datetime


async def greet(stranger: Stranger, *, uow: UnitOfWork, say: Texts, new_id: NewId) -> Reply | None:
    """Answer somebody unknown: the card once, then his name goes to the admins, then silence."""
    where = stranger.address
    until = stranger.now + timedelta(days=1)
    stage = await uow.memory.get(where.conversation, SLOT, stranger.now)
    if stage is None:
        await uow.memory.put(where.conversation, SLOT, "asked", until)
        return Reply(card=Card(title=say("binding.title"), body=say("binding.how")))
    name = stranger.text.strip()
    if stage != "asked" or not 0 < len(name) <= _LONGEST_NAME:
        return None
    if await uow.people.open_request(where.platform, where.user) is None:
        await _ask_admins(name, stranger, uow=uow, new_id=new_id)
    await uow.memory.put(where.conversation, SLOT, "waiting", until)
    return Reply(text=say("binding.waiting", name=name))


@router.on(DecideBinding)
async def decide(press: DecideBinding, turn: Turn) -> Reply:
    """An admin's tap on a request.

    Raises:
        Forbidden: he is no admin.
        NotFound: there is no such request or employee.
    """
    turn.viewer.check(Command.ADMIN)
    uow, say = turn.uow, turn.say
    request = await uow.people.request(press.request)
    if request.state is not RequestState.OPEN:
        return Reply(card=_request_card(request, (), say, state=say(f"binding.{request.state}")))
    employee = await uow.people.get(EmployeeId(press.employee)) if press.approve else None
    state = RequestState.APPROVED if employee else RequestState.REFUSED
    if employee:
        await _bind(request, employee, turn)
    decided = await uow.people.save_request(replace(request, state=state))
    await uow.ledger.record("bind" if employee else "refuse_binding", "binding", request.id)
    return Reply(card=_request_card(decided, (), say, state=say(f"binding.{state}")))


async def _bind(request: BindingRequest, employee: Employee, turn: Turn) -> None:
    if employee.state is EmployeeState.LEFT:
        raise NotFound(kind="employee", key=employee.id)
    platforms = [one.platform for one in await turn.uow.people.identities(employee.id)]
    if request.platform in platforms:
        raise Duplicate(kind="identity", key=employee.id, title=employee.name)
    identity = ChatIdentity(
        platform=request.platform,
        external_id=request.external_id,
        employee=employee.id,
        bound_at=turn.now,
    )
    await turn.uow.people.bind(identity)
    say = texts(employee.language)
    await turn.uow.notices.put(
        f"bound:{request.id}",
        to=employee.id,
        lane=_LANE,
        body=packed(Text(say("binding.bound", name=employee.name))),
        kind="bound",
    )


async def _ask_admins(name: str, stranger: Stranger, *, uow: UnitOfWork, new_id: NewId) -> None:
    request = BindingRequest(
        id=new_id(),
        platform=stranger.address.platform,
        external_id=stranger.address.user,
        claimed_name=name,
        asked_at=stranger.now,
    )
    await uow.people.add_request(request)
    await uow.ledger.record("request_binding", "binding", request.id)
    everybody = await uow.people.everybody()
    named = [one for one in everybody if name in (one.name, one.id) and _works(one)]
    for admin in everybody:
        if Role.ADMIN in admin.roles and _works(admin):
            card = _request_card(request, named, texts(admin.language))
            await uow.notices.put(
                f"binding:{request.id}:{admin.id}",
                to=admin.id,
                lane=_LANE,
                body=packed(card),
                kind="binding",
            )


def _works(employee: Employee) -> bool:
    return employee.state is not EmployeeState.LEFT


def _request_card(
    request: BindingRequest, named: Sequence[Employee], say: Texts, *, state: str = ""
) -> Card:
    """Who asks to be whom; one 同意 for each employee of that name."""
    approve = [
        Button(
            say("buttons.approve") if len(named) == 1 else f"{say('buttons.approve')} {one.id}",
            encode(DecideBinding(request.id, approve=True, employee=one.id)),
            primary=True,
        )
        for one in named[:4]
    ]
    refuse = Button(say("buttons.refuse"), encode(DecideBinding(request.id, approve=False)))
    return Card(
        title=say("binding.request"),
        body="" if named or state else say("binding.nobody_named", name=request.claimed_name),
        fields=(
            Field(say("binding.says"), request.claimed_name),
            Field(say("binding.account"), f"{request.platform} · {request.external_id}"),
        ),
        tone=Tone.MUTED if state else Tone.WARNING,
        state=state,
        buttons=() if state else (*approve, refuse),
    )
