"""What admins are told of by itself: once for each key, whatever their hours."""

from adapters.chat import Text
from bot.parcel import packed
from bot.texts import texts
from core.people.model import Employee, EmployeeState, Role
from core.ports import UnitOfWork

ALARM = "alert"
_LANE = 1


async def tell_admins(uow: UnitOfWork, key: str, words: str, **facts: object) -> None:
    """Keep the text `words` with `facts` for each admin."""
    for admin in filter(_is_admin, await uow.people.everybody()):
        await uow.notices.put(
            f"{key}:{admin.id}",
            to=admin.id,
            lane=_LANE,
            body=packed(Text(texts(admin.language)(words, **facts))),
            kind=ALARM,
        )


def _is_admin(person: Employee) -> bool:
    return Role.ADMIN in person.roles and person.state is EmployeeState.ACTIVE
