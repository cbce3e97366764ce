"""Who is this? Unbound people get one binding card and cause nothing; an admin binds with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adapters.chat import Address, Button, Card, Field, Platform, Reply, Text, Tone
from bot.introductions import claimed, is_called
from bot.keys import encode
from bot.parcel import packed
from bot.replies import where
from bot.router import Router
from bot.talk import DecideBinding
from bot.texts import Texts, texts
from bot.turn import Turn
from bot.wording import worded
from core.clock import NewId
from core.errors import NotFound
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
_TOLD = "binding_told"
_CLAIMS = "binding_claims"
_CLAIMS_A_DAY = 5
_HOUR = timedelta(hours=1)
_LANE = 1
_COLUMNS = {
    Platform.WECOM: "wecom_userid",
    Platform.AIBOT: "wecom_userid",
    Platform.FEISHU: "feishu_open_id",
}
"""Columns of the people file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Somebody without a binding who wrote: where, what, when."""

    address: Address
    text: str
    now: datetime


async def greet(stranger: Stranger, *, uow: UnitOfWork, say: Texts, new_id: NewId) -> Reply | None:
    """Answer somebody unknown: the card; who he says to be goes to the admins; else at most hourly."""
    talk, now = stranger.address.conversation, stranger.now
    greeted = await uow.memory.get(talk, SLOT, now)
    if greeted is None:
        await uow.memory.put(talk, SLOT, "asked", now + timedelta(days=1))
        await uow.memory.put(talk, _TOLD, "how", now + _HOUR)
        return _how(say)
    everybody = await uow.people.everybody()
    name = claimed(stranger.text, everybody)
    request = await uow.people.open_request(stranger.address.platform, stranger.address.user)
    if name and (request is None or request.claimed_name != name):
        return await _claim(name, request, stranger, uow=uow, say=say, new_id=new_id)
    if name:
        return Reply(text=say("binding.waiting", name=name))
    if await uow.memory.get(talk, _TOLD, now):
        return None
    await uow.memory.put(talk, _TOLD, "how", now + _HOUR)
    return _how(say, request)


def _how(say: Texts, request: BindingRequest | None = None) -> Reply:
    if request:
        return Reply(text=say("binding.still_waiting", name=request.claimed_name))
    return Reply(card=Card(title=say("binding.title"), body=say("binding.how")))


async def _claim(
    name: str,
    before: BindingRequest | None,
    stranger: Stranger,
    *,
    uow: UnitOfWork,
    say: Texts,
    new_id: NewId,
) -> Reply | None:
    """Bring a name before the admins, in the place of an earlier one; some names a day."""
    talk, now = stranger.address.conversation, stranger.now
    count = int(await uow.memory.get(talk, _CLAIMS, now) or 0)
    if count > _CLAIMS_A_DAY:
        return None
    await uow.memory.put(talk, _CLAIMS, str(count + 1), now + timedelta(days=1))
    if count == _CLAIMS_A_DAY:
        return Reply(text=say("binding.enough"))
    if before:
        await uow.people.save_request(replace(before, state=RequestState.REPLACED))
        await uow.ledger.record("replace_binding", "binding", before.id)
    await _ask_admins(name, stranger, uow=uow, new_id=new_id)
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
    if employee and (other := await _other_account(request, employee, uow)):
        words = say(
            "binding.has_another",
            name=employee.name,
            platform=say(f"binding.{Platform(request.platform).name_of_all}"),
            other=other.external_id,
            account=request.external_id,
            column=_COLUMNS[Platform(request.platform)],
        )
        return Reply(text=words, toast=words)
    state = RequestState.APPROVED if employee else RequestState.REFUSED
    if employee:
        await _bind(request, employee, turn)
    else:
        await _turn_down(request, uow)
    decided = await uow.people.save_request(replace(request, state=state))
    await uow.ledger.record("bind" if employee else "refuse_binding", "binding", request.id)
    return Reply(card=_request_card(decided, (), say, state=say(f"binding.{state}")))


async def _bind(request: BindingRequest, employee: Employee, turn: Turn) -> None:
    if employee.state is EmployeeState.LEFT:
        raise NotFound(kind="employee", key=employee.id)
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
        address=_account(request),
        lane=_LANE,
        body=packed(Text(say("binding.bound", name=employee.name))),
        kind="bound",
    )


async def _other_account(
    request: BindingRequest, employee: Employee, uow: UnitOfWork
) -> ChatIdentity | None:
    """The account he has on this platform already; a people file alone moves him (A01)."""
    for identity in await uow.people.identities(employee.id):
        if identity.platform == request.platform:
            return identity
    return None


async def _turn_down(request: BindingRequest, uow: UnitOfWork) -> None:
    words = texts("zh-CN")("binding.turned_down", name=request.claimed_name)
    await uow.notices.put(
        f"unbound:{request.id}",
        to=None,
        address=_account(request),
        lane=_LANE,
        body=packed(Text(words)),
        kind="unbound",
    )


def _account(request: BindingRequest) -> str:
    """Where the account that asked is written to."""
    return where(Address(Platform(request.platform), request.external_id))


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
    named = [one for one in everybody if _works(one) and is_called(name, one)]
    for admin in everybody:
        if Role.ADMIN in admin.roles and _works(admin):
            say = texts(admin.language)
            card = worded(_request_card(request, named, say), say)
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
            Field(
                say("binding.account"),
                f"{Platform(request.platform).name_of_all} · {request.external_id}",
            ),
        ),
        tone=Tone.MUTED if state else Tone.WARNING,
        state=state,
        buttons=() if state else (*approve, refuse),
    )
