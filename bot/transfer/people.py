"""Rows of a people file: employees and the accounts they write from (A01)."""

from dataclasses import replace

from bot.transfer import values
from bot.transfer.batch import Batch, Kind
from bot.transfer.tables import Columns, Line, parts
from bot.transfer.wrong import WrongRow
from core.people.model import ChatIdentity, Employee, EmployeeId

_ACCOUNTS = (("wecom", "wecom_userid"), ("feishu", "feishu_open_id"))


async def take(line: Line, batch: Batch) -> str:
    """One person; whom the file binds to an account loses his old one on that platform."""
    number = EmployeeId(values.identifier(line["employee_no"], "employee_no"))
    known = await batch.uow.people.find(number)
    person = _person(line, known or Employee(id=number, name=""), batch)
    accounts = [await _account(line, number, batch, *one) for one in _ACCOUNTS]
    if known is None:
        await batch.uow.people.add(person)
    elif person != known:
        await batch.uow.people.save(person)
    bound = [await _bind(one, batch) for one in accounts if one]
    if known is None:
        return "new"
    return "updated" if person != known or bound else "duplicate"


def _person(line: Line, base: Employee, batch: Batch) -> Employee:
    """The person as the row has it; a column that is not there keeps what is known."""
    return replace(
        base,
        name=values.needed(line["name"], "name"),
        department=line.get("department", base.department),
        mobile=values.mobile(line["mobile"]) if "mobile" in line else base.mobile,
        superior=(
            _superior(line["superior_no"], base.id, batch)
            if "superior_no" in line
            else base.superior
        ),
        roles=values.roles(parts(line["roles"])) if "roles" in line else base.roles,
        state=values.state(line["state"]) if "state" in line else base.state,
    )


def _superior(number: str, own: EmployeeId, batch: Batch) -> EmployeeId | None:
    if number == own:
        raise WrongRow("own_superior")
    if number in batch.reading.named:
        return EmployeeId(number)
    return batch.employee(number, "superior_no")


async def _account(
    line: Line, number: EmployeeId, batch: Batch, platform: str, column: str
) -> ChatIdentity | None:
    """The account the row wishes, when it is not his already.

    Raises:
        WrongRow: it is somebody else's.
    """
    account = line.get(column, "")
    if not account:
        return None
    key = (platform, account)
    if key in batch.reading.held:
        holder = batch.reading.held[key]
    else:
        taken = await batch.uow.people.identity(platform, account)
        holder = taken.employee if taken else None
    if holder and holder != number:
        raise WrongRow("account", name=column, cell=account[:40], who=holder)
    if holder:
        return None
    return ChatIdentity(platform=platform, external_id=account, employee=number, bound_at=batch.now)


async def _bind(identity: ChatIdentity, batch: Batch) -> ChatIdentity:
    for old in await batch.uow.people.identities(identity.employee):
        if old.platform == identity.platform:
            await batch.uow.people.unbind(old)
            batch.reading.held[(old.platform, old.external_id)] = None
    await batch.uow.people.bind(identity)
    batch.reading.held[(identity.platform, identity.external_id)] = identity.employee
    return identity


KIND = Kind(
    Columns(
        ("employee_no", "name"),
        ("department", "superior_no", "roles", "wecom_userid", "feishu_open_id", "mobile", "state"),
    ),
    ("employee_no",),
    take,
)
