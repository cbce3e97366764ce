"""Words that do what the button on a customer's card does: 记跟进."""

from bot.intents import CompletePlan, Entry, LogFollowUps, PlanRef
from bot.keys import Intent
from bot.slots import CustomerRef, Listed
from bot.understanding.patterns import regex
from bot.understanding.reading import Reading, beside_rows

_BARE = regex(r"^(?:记个?跟进|写个?跟进|记一?[笔下条]|记个?拜访|记录一下)[。！!吧]*$")


def begun(reading: Reading) -> Intent | None:
    """A report of whom is spoken about, or of the plan that is pointed at."""
    if not _BARE.match(beside_rows(reading).strip()):
        return None
    row = reading.picked[0].value if len(reading.picked) == 1 else Listed()
    if row.plan:
        return CompletePlan(PlanRef(plan=row.plan), report=Entry())
    about = CustomerRef(row.ids) if row.ids else reading.context.focus
    if not about.ids:
        return None
    return LogFollowUps((Entry(customer=about),))
