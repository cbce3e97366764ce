"""A copy each night, and each week the proof that it can be restored (O07): errands beside the chat."""

from bot.errands.wanted import BACKUP, RESTORE_TEST
from bot.jobs.tick import Tick
from core.people.model import EmployeeId


async def copy(tick: Tick) -> str:
    """Where a folder for copies is set, one is made."""
    await tick.uow.errands.put(f"backup:{tick.today}", BACKUP, "", employee=EmployeeId(""))
    return ""


async def prove(tick: Tick) -> str:
    """The newest copy is restored into a database of its own, counted, and its ledger checked."""
    await tick.uow.errands.put(
        f"restore_test:{tick.today}", RESTORE_TEST, "", employee=EmployeeId("")
    )
    return ""
