"""Rows of a targets file: what somebody is to reach in a month."""

from bot.transfer import values
from bot.transfer.batch import Batch, Kind
from bot.transfer.tables import Columns, Line
from bot.transfer.wrong import WrongRow
from core.people.permissions import Scope
from core.reports.model import Target

_MEASURES = ("signed", "received")


async def take(line: Line, batch: Batch) -> str:
    """One person's target of a month and measure."""
    employee = batch.employee(values.needed(line["employee_no"], "employee_no"), "employee_no")
    period = values.month(line["period"], "period")
    measure = line["measure"]
    if measure not in _MEASURES:
        raise WrongRow("measure", cell=measure[:20])
    value = values.money(values.needed(line["value"], "value"), "value")
    if employee is None or value is None:
        raise WrongRow("no_target")
    found = await batch.uow.reports.targets(period, Scope(frozenset({employee})))
    known = next((one for one in found if one.measure == measure), None)
    target = Target(employee, period, measure, value)
    if known == target:
        return "duplicate"
    await batch.uow.reports.put_target(target)
    return "updated" if known else "new"


KIND = Kind(
    Columns(("employee_no", "period", "measure", "value")),
    ("employee_no", "period", "measure"),
    take,
)
